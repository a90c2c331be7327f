"""Pictograms: the villages as squares, parts beside their whole, all figures of a release at once, things per one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from ..errors import NotComparable
from . import caption, cells, key, layout, tidy
from .bars import keys
from .palette import SEA, Accent, accent
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

MOST = 400  # cells of one chart: beyond that nobody counts
LIMITS = {"at_least": "at_least", "at_most": "at_most", "about": "about"}
WORK = {"planned": "planned", "under_way": "under_way", "done": "solid"}


def unit_grid(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    outside: Mapping[str, tuple[int, str]] | None = None,
) -> alt.LayerChart | Note:
    """One square for each thing counted: 33 villages are 33 squares, in rows of ten.

    figures: rows of ``Dataset.figures`` of one unit, whole numbers, 400 at most together (NotComparable otherwise).
    "At least" ends in an open arrow. *outside* adds what another source counts and the release does not mention,
    as broken squares: ``{"environment.sewer-separation-villages": (33, "other villages, national list")}``.
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "unit_grid")
    tidy.one_unit(found, "unit_grid")
    numbers = [_whole(row, "unit_grid") for row in found]
    extra = {i: (outside or {}).get(row["indicator"]) for i, row in enumerate(found)}
    groups, drawn = [], []
    step = cells.pitch(max(n + (e[0] if e else 0) for n, e in zip(numbers, extra.values(), strict=True)))
    for i, (row, count) in enumerate(zip(found, numbers, strict=True)):
        groups.append(_group(row, lang, step))
        drawn += [_cell(i, k, WORK[row["status"]], row) for k in range(count)]
        if row["bound"] == "at_least":
            drawn.append({"group": i, "i": count, "look": "arrow"})
        if other := extra[i]:
            tip = labels.word("pair", lang, name=other[1], text=labels.number(other[0], lang))
            drawn += [{"group": i, "i": count + k, "look": "outside", "tip": tip, "said": tip} for k in range(other[0])]
    said = [row["tip"] for row in found] + [f"{e[1]} {e[0]}" for e in extra.values() if e]
    words = caption.words(
        figures, found, lang=lang, builder="unit_grid", title=title, subtitle=subtitle, note=note, name=name, said=said,
        keys=[k for k in keys(found) if k != "exact"],
    )  # fmt: skip
    return _chart(groups, drawn, words, lang, accent({r["domain"] for r in found}), step, with_key=bool(outside))


def parts(
    figures: pd.DataFrame,
    whole: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """Parts as a staircase above the number they seem to make up: 4 + 3 + 9 beside 16.

    Both are rows of ``Dataset.figures``; *whole* holds one figure, and may count in another unit: then its shapes
    differ, because equal counts are not the same thing. Exact figures only (NotComparable), 40 cells at most.
    """
    lang = tidy.language(figures, lang)
    if figures.empty or whole.empty:
        return tidy.nothing(figures if figures.empty else whole, lang)
    found, total = tidy.rows(figures, lang, "parts"), tidy.rows(whole, lang, "parts")
    unit = tidy.one_unit(found, "parts")
    for row in (*found, *total):
        if row["bound"] != "exact":
            raise NotComparable("parts", row["name"], f"is {row['said']}: a limit cannot be matched with a sum")
    numbers = [_whole(row, "parts") for row in (*found, *total)]
    longest = max(sum(numbers[:-1]), numbers[-1])
    if longest > 40:
        raise NotComparable("parts", f"{longest} cells", "are too many to see; limit_bars draws large numbers")
    step = 20
    groups, drawn, begin = [], [], 0
    for i, (row, count) in enumerate(zip((*found, *total), numbers, strict=True)):
        last = i == len(found)
        begin = 0 if last else begin
        look = "person" if not last or row["unit"] == unit else "event"
        groups.append(_group(row, lang, step) | {"begin": begin, "least": min(longest, 17)})
        drawn += [_cell(i, k, look, row) for k in range(count)]
        begin += count
    words = caption.words(
        figures, [*found, *total], lang=lang, builder="parts", title=title, subtitle=subtitle, note=note, name=name
    )
    return _chart(groups, drawn, words, lang, accent({r["domain"] for r in found}), step)


def counts(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    by: str = "domain",
    names: Mapping[str, str] | None = None,
) -> alt.LayerChart | Note:
    """Every figure as one shape, by domain: a full square is exact, an arrow to the right at least, to the left at most.

    figures: rows of ``Dataset.figures`` of one release, any units: figures are counted, their values are not compared.
    *by* is the column that makes the rows, *names* its values in words. Figures keep the frame's order.
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "counts")
    values = list(figures[by].astype(str))
    groups, drawn, said = [], [], []
    step = cells.pitch(max(values.count(v) for v in values))
    for i, value in enumerate(dict.fromkeys(values)):
        members = [row for row, v in zip(found, values, strict=True) if v == value]
        label = (names or {}).get(value) or labels.word_or(f"{by}.{value}", lang, value)
        told = labels.word("pair", lang, name=label, text=_tally(members, lang))
        said.append(told)
        groups.append({"title": label, "label": str(len(members)), "step": step, "tip": told, "said": told})
        drawn += [_cell(i, k, _look(row), row) for k, row in enumerate(members)]
    words = caption.words(
        figures, found, lang=lang, builder="counts", title=title, note=note, name=name, said=said,
        subtitle=labels.word("each_figure", lang) if subtitle is None else subtitle,
    )  # fmt: skip
    return _chart(groups, drawn, words, lang, SEA, step, with_key=True)


def per_one(
    ratios: Mapping[str, Any],
    *,
    lang: Lang,
    title: str,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    domain: str = "",
    flags: Mapping[str, str] | None = None,
) -> alt.LayerChart | Note:
    """How many of one thing for each of another, as dots: 13.1 opinions per household.

    *ratios* maps a name to a Quantity with both limits (``a / b``), below 400; a quantity that is ``Missing`` is named
    in the caption. *flags* puts words after a name that the reader must not miss ("to be verified").
    """
    import pandas as pd

    present = {k: q for k, q in ratios.items() if hasattr(q, "value")}
    frame = pd.DataFrame()
    frame.attrs["not_reported"] = [n for q in ratios.values() if not hasattr(q, "value") for n in q.names]
    if not present:
        return tidy.nothing(frame, lang)
    groups, drawn, said, rows = [], [], [], []
    step = cells.pitch(max(math.ceil(q.value) for q in present.values()))
    for i, (label, ratio) in enumerate(present.items()):
        if ratio.low is None or ratio.high is None or ratio.value > MOST:
            raise NotComparable(
                "per_one", label, "has no limit on one side, or is above 400: it cannot be drawn in dots"
            )
        text = labels.quantity(ratio.value, ratio.low, ratio.high, ratio.unit, lang)
        flag = (flags or {}).get(label)
        told = labels.word("pair", lang, name=label, text=text) + (f" · {flag}" if flag else "")
        said.append(told)
        rows.append([label, text, flag or ""])
        groups.append(
            {"title": f"{clean(label)}{_aside(flag, lang)}", "label": text, "step": step, "tip": told, "said": told}
        )
        count = math.floor(ratio.value)
        drawn += [{"group": i, "i": k, "look": "person", "tip": told, "said": told} for k in range(count)]
        if ratio.value > count:
            drawn.append({"group": i, "i": count, "look": "outside", "tip": told, "said": told})
    table = {"columns": caption.columns({"name": "text", "label": "text", "note": "text"}, lang), "rows": rows}
    words = caption.words(
        frame,
        [],
        lang=lang,
        builder="per_one",
        title=title,
        subtitle=subtitle or "",
        note=note,
        name=name,
        said=said,
        table=table,
    )
    return _chart(groups, drawn, words, lang, accent({domain}), step)


def _chart(
    groups: list[dict[str, Any]],
    drawn: list[dict[str, Any]],
    words: dict[str, Any],
    lang: Lang,
    colour: Accent,
    step: int,
    *,
    with_key: bool = False,
) -> alt.LayerChart:
    looks = [look for look in cells.SHAPES if any(c["look"] == look for c in drawn)]
    tooltip = [alt.Tooltip("tip:N", title=" ")]
    datasets = {cells.GROUPS: groups, cells.CELLS: drawn}
    made = cells.layers(looks, colour, step, tooltip)
    if with_key:
        datasets[key.DATASET] = key.items(looks, lang)
        made += key.layers(looks, colour)
    return layout.chart(made, datasets, words)


def _group(row: tidy.Row, lang: Lang, step: int) -> dict[str, Any]:
    status = "" if row["status"] == "done" else labels.status(row["status"], lang)
    label = labels.with_unit(row["label"], row["unit"], lang, one=row["value"] == 1)
    return {
        "title": clean(row["name"]) + _aside(status, lang),
        "label": label,
        "step": step,
        "tip": row["tip"],
        "said": row["said"],
    }


def _aside(text: str | None, lang: Lang) -> str:
    return labels.word("aside", lang, text=text) if text else ""


def _cell(group: int, i: int, look: str, row: tidy.Row) -> dict[str, Any]:
    return {"group": group, "i": i, "look": look, "tip": row["tip"]}


def _look(row: tidy.Row) -> str:
    return LIMITS.get(row["bound"], WORK[row["status"]])


def _whole(row: tidy.Row, builder: str) -> int:
    value = row["value"]
    if row["bound"] in ("at_most", "about") or value != int(value) or not 0 <= value <= MOST:
        why = f"is {row['said']}: squares can show whole numbers up to {MOST} that are exact or a floor; use limit_bars"
        raise NotComparable(builder, row["name"], why)
    return int(value)


def _tally(members: Sequence[tidy.Row], lang: Lang) -> str:
    """Return "8 figures: 4 exact, 4 at least"."""
    total = labels.word("n_figures" if len(members) != 1 else "one_figure", lang, n=len(members))
    kinds = {b: sum(r["bound"] == b for r in members) for b in ("exact", "at_least", "at_most", "about")}
    each = [
        f"{labels.bound(b, lang)} {n}" if lang == "zh" else f"{n} {labels.bound(b, lang)}"
        for b, n in kinds.items()
        if n
    ]
    return labels.word("of_which", lang, total=total, parts=labels.word("list", lang).join(each))
