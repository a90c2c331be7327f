"""Done and planned at the same speed: how many per month of the period each covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import altair as alt

from .. import labels
from . import bars, caption, layout, rows, tidy
from .layers import unchecked
from .palette import accent
from .periods import month

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note


@unchecked
def pace(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    perhaps: Mapping[str, str] | None = None,
) -> alt.LayerChart | Note:
    """Figures per month of their own period, done beside planned, so that ten months can be seen beside three.

    figures: rows of ``Dataset.figures`` of one unit (MixedUnits otherwise). Rows whose period is not whole months are
    left out and named in the caption: a monthly figure would be made up. *perhaps* maps a planned indicator to another
    that the release may or may not count within it: the bar then reaches to both together, broken, and its label gives
    the range. Two speeds are no trend: the caption says so.

    >>> import hfdata as hf
    >>> shows = hf.load().figures(indicator="culture.film-screenings", lang="en")
    >>> [row["label"] for row in pace(shows, title="Films a month").to_dict()["datasets"]["hf_rows"]]
    ['40.0', '16.7']
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "pace")
    unit = tidy.one_unit(found, "pace")
    uneven = list(dict.fromkeys(row["name"] for row in found if not _months(row)))
    left_out = labels.word("uneven", lang, names=labels.word("clause", lang).join(uneven)) if uneven else ""
    even = [row for row in found if _months(row)]
    if not even:
        return tidy.nothing(figures, lang, left_out)
    pairs = _pairs(even, perhaps or {})
    single = [row for row in even if row["indicator"] not in {o["indicator"] for o in pairs.values()}]
    shown: list[tidy.Row] = []
    for indicator in dict.fromkeys(row["indicator"] or row["name"] for row in single):
        for n, row in enumerate(r for r in single if (r["indicator"] or r["name"]) == indicator):
            other = pairs.get(row["indicator"]) if row["status"] == "planned" else None
            shown.append(_speed(row, other, lang) | ({"group": row["name"]} if n == 0 else {}))
    reach = any(r["tail"] == "reach" for r in shown)
    words = caption.words(
        figures, even, lang=lang, builder="pace", title=title,
        subtitle=labels.word("per_month", lang, unit=unit) if subtitle is None else subtitle,
        note=" ".join(x for x in (labels.word("no_trend", lang), left_out, note) if x), name=name,
        keys=[k for k in bars.keys(shown) if k not in ("exact", "convention")] + (["perhaps"] if reach else []),
        said=[r["tip"] for r in shown],
        table=_table(shown, lang),
    )  # fmt: skip
    made = bars.drawn(shown, lang, accent({r["domain"] for r in found}))
    return layout.chart(made, {rows.DATASET: [bars.slim(r) for r in shown]}, words)


def _months(row: tidy.Row) -> int:
    """Return how many months a figure covers; 0 where they are not whole or not given."""
    if row["start"] is None or row["end"] is None:
        return 0
    months = month(row["end"], after=True) - month(row["start"])
    return round(months) if abs(months - round(months)) < 1e-9 and row["start"].day == 1 else 0


def _pairs(even: Sequence[tidy.Row], perhaps: Mapping[str, str]) -> dict[str, tidy.Row]:
    """Return, by indicator, the other plan that may be on top of it: same period, both exact."""
    plans = {row["indicator"]: row for row in even if row["status"] == "planned" and row["bound"] == "exact"}
    together = ((plans.get(a), plans.get(b)) for a, b in perhaps.items())
    return {a["indicator"]: b for a, b in together if a and b and (a["start"], a["end"]) == (b["start"], b["end"])}


def _speed(row: tidy.Row, other: tidy.Row | None, lang: Lang) -> tidy.Row:
    months = _months(row)
    done = row | {"value": row["value"] / months}
    shown = labels.rounded(done["value"], 1, bound=row["bound"])
    done["label"] = labels.value(shown, row["bound"], "", lang, places=1)
    bars.shape(done, lang)
    speed = {"status": labels.status(row["status"], lang), "dates": row["dates"], "months": months}
    done["title"] = caption.capital(labels.word("speed", lang, **speed))
    if other is not None:
        top = (row["value"] + other["value"]) / months
        done |= {"high": top, "end": top, "tail": "reach"}
        done["label"] = labels.quantity(top, shown, labels.rounded(top, 1), "", lang, places=1)
    done["said"] = labels.word("monthly", lang, number=done["label"], unit=row["unit"])
    done["tip"] = labels.word("pair", lang, name=f"{row['name']} · {done['title']}", text=done["said"])
    return done


def _table(shown: list[tidy.Row], lang: Lang) -> caption.Table:
    types = dict.fromkeys(("name", "status", "dates", "label", "quote"), "text")
    made = [[r["name"], labels.status(r["status"], lang), r["dates"], r["label"], r["quote"]] for r in shown]
    return {"columns": caption.columns(types, lang), "rows": made}
