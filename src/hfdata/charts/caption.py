"""The words around a chart: title, subtitle, alternative text, caption and table, as ``usermeta.hfdata``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import labels
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from .tidy import Row

Table = dict[str, Any]
COLUMNS = {"name": "text", "label": "text", "low": "number", "high": "number", "unit": "text"}
COLUMNS |= {"status": "text", "dates": "text", "quote": "text"}


def words(
    frame: pd.DataFrame,
    found: Sequence[Row],
    *,
    lang: Lang,
    builder: str,
    title: str | None,
    subtitle: str | None,
    note: str | None,
    name: str | None,
    keys: Sequence[str] = (),
    said: Sequence[str] | None = None,
    table: Table | None = None,
) -> dict[str, Any]:
    """Return what a page shows around the chart of *found*; *keys* name the shapes that the caption explains."""
    heading = title or _default_title(found, lang)
    under = subtitle if subtitle is not None else default_subtitle(found, lang)
    values = said if said is not None else [row["tip"] for row in found]
    kind = labels.word(f"chart.{builder}", lang)
    return {
        "name": slug(name or builder),
        "title": clean(heading),
        "subtitle": capital(clean(under)),
        "alt": sentence([kind, heading], lang) + labels.word("clause", lang).join(clean(v) for v in values),
        "caption": caption(frame, found, lang, keys=keys, note=note),
        "table": table or figures_table(found, lang),
        "indicators": list(dict.fromkeys(row["indicator"] for row in found if row.get("indicator"))),
    }


def capital(text: str) -> str:
    """Return *text* with its first letter large, for words that begin a line."""
    return text[:1].upper() + text[1:]


def sentence(parts: Sequence[str], lang: Lang) -> str:
    """Close each part with a full stop and join them."""
    stop = labels.word("stop", lang)
    return "".join(clean(p).rstrip("。.") + stop for p in parts if p)


def default_subtitle(found: Sequence[Row], lang: Lang) -> str:
    """Return unit and period where all figures share them."""
    units = list(dict.fromkeys(row["unit"] for row in found if row.get("unit")))
    unit = in_unit(units[0], lang) if len(units) == 1 else labels.word("units_differ", lang) if units else ""
    dates = list(dict.fromkeys(row.get("dates", "") for row in found))
    when = dates[0] or labels.word("no_date", lang) if len(dates) == 1 else labels.word("several_periods", lang)
    return " · ".join(x for x in (unit, when) if x)


def in_unit(unit: str, lang: Lang) -> str:
    """Return "In sites" for a subtitle; "" where there is no unit."""
    return labels.word("percent" if unit == "%" else "unit", lang, unit=unit) if unit else ""


def caption(
    frame: pd.DataFrame, found: Sequence[Row], lang: Lang, *, keys: Sequence[str] = (), note: str | None = None
) -> str:
    """Return how exact the figures are, what is not reported, and where the source prints them."""
    parts = [labels.word(f"key.{key}", lang) for key in keys]
    if missing := frame.attrs.get("not_reported"):
        parts.append(labels.word("missing", lang, names=labels.word("clause", lang).join(map(clean, missing))))
    parts += [x for x in (note, place(frame, found, lang)) if x]
    return ("" if lang == "zh" else " ").join(clean(p) for p in parts)


def place(frame: pd.DataFrame, found: Sequence[Row], lang: Lang) -> str:
    """Return where the figures are printed: publisher, day, paragraphs, characters; "" for figures from elsewhere."""
    spans = [row["position"] for row in found if row.get("position") and row["position"][0] is not None]
    if not spans:
        return ""
    start, end = min(int(s[0]) for s in spans), max(int(s[1]) for s in spans)
    where = [labels.word("characters", lang, start=start, end=end)]
    origin = frame.attrs.get("sources", {}).get(found[0].get("release", ""))
    if not origin:
        return labels.word("source.here", lang, place=where[0])
    numbers = sorted({n for n, (a, b) in enumerate(origin["paragraphs"], 1) for s in spans if a <= s[0] < b})
    if numbers:
        key = "paragraph" if len(numbers) == 1 else "paragraphs"
        where.insert(0, labels.word(key, lang, n=labels.word("list", lang).join(map(str, numbers))))
        if len(numbers) > 1:
            where.pop()  # characters from the first to the last paragraph would say nothing
    published = labels.date(dt.date.fromisoformat(origin["published"]), lang)
    return labels.word(
        "source", lang, publisher=origin["publisher"], date=published, place=labels.word("list", lang).join(where)
    )


def figures_table(found: Sequence[Row], lang: Lang) -> Table:
    """Return a table of figures, one row each; a column in which all cells are empty is left out."""
    shown = {
        name: kind
        for name, kind in COLUMNS.items()
        if name != "status" or any(row["status"] != "done" for row in found)
        if any(row.get(name) not in (None, "") for row in found)
    }
    cells = [
        [labels.status(row["status"], lang) if c == "status" else whole(row.get(c)) for c in shown] for row in found
    ]
    return {"columns": columns(shown, lang), "rows": cells}


def columns(types: dict[str, str], lang: Lang) -> list[dict[str, str]]:
    """Return the description of a table's columns: name for machines, label for readers, type."""
    return [{"name": n, "label": labels.word(f"column.{n}", lang), "type": t} for n, t in types.items()]


def whole(value: object) -> object:
    """Return a whole float as an int, so that tables and CSV print 400 and not 400.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def slug(name: str) -> str:
    """Return a name fit for a file.

    >>> slug("environment.waste piles"), slug("limit_bars")
    ('environment-waste-piles', 'limit-bars')
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "chart"


def _default_title(found: Sequence[Row], lang: Lang) -> str:
    names = list(dict.fromkeys(row["name"] for row in found))
    if len(names) < 2:
        return names[0] if names else ""
    more = len(names) if lang == "zh" else len(names) - 1
    return labels.word("and_more" if more > 1 else "and_one_more", lang, name=names[0], n=more)
