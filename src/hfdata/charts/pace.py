"""Done and planned at the same speed: how many per month of the period each covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import altair as alt

from .. import labels
from ..errors import NotComparable
from . import bars, caption, layout, rows, tidy
from .palette import accent
from .periods import month

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note


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

    figures: rows of ``Dataset.figures`` of one unit, with first and last day of whole months (NotComparable otherwise).
    *perhaps* maps a planned indicator to another that the release may or may not count within it: the bar then
    reaches to both together, broken, and its label gives the range. Two speeds are no trend: the caption says so.
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "pace")
    unit = tidy.one_unit(found, "pace")
    extra = {row["indicator"]: row for row in found if row["indicator"] in set((perhaps or {}).values())}
    shown: list[tidy.Row] = []
    for indicator in dict.fromkeys(row["indicator"] for row in found):
        if indicator in extra:
            continue
        for n, row in enumerate(r for r in found if r["indicator"] == indicator):
            other = extra.get((perhaps or {}).get(indicator, "")) if row["status"] == "planned" else None
            shown.append(_speed(row, other, lang) | ({"group": row["name"]} if n == 0 else {}))
    words = caption.words(
        figures, found, lang=lang, builder="pace", title=title,
        subtitle=labels.word("per_month", lang, unit=unit) if subtitle is None else subtitle,
        note=" ".join(x for x in (labels.word("no_trend", lang), note) if x), name=name,
        keys=["planned", *(["perhaps"] if any(r["tail"] == "reach" for r in shown) else [])],
        said=[r["tip"] for r in shown],
        table=_table(shown, lang),
    )  # fmt: skip
    made = bars.drawn(shown, lang, accent({r["domain"] for r in found}))
    return layout.chart(made, {rows.DATASET: [bars.slim(r) for r in shown]}, words)


def _speed(row: tidy.Row, other: tidy.Row | None, lang: Lang) -> tidy.Row:
    if row["start"] is None or row["end"] is None:
        raise NotComparable("pace", row["name"], "has no period, so nothing can be said per month")
    months = month(row["end"], after=True) - month(row["start"])
    if abs(months - round(months)) > 1e-9:
        dates = labels.period(row["start"], row["end"], "en")
        why = f"covers {dates}, not whole months: a monthly figure would be made up"
        raise NotComparable("pace", row["name"], why)
    done = row | {"value": row["value"] / round(months), "name": row["name"]}
    done["label"] = labels.value(labels.rounded(done["value"], 1), row["bound"], "", lang, places=1)
    bars.shape(done, lang)
    speed = {"status": labels.status(row["status"], lang), "dates": row["dates"], "months": round(months)}
    done["title"] = caption.capital(labels.word("speed", lang, **speed))
    if other is not None:
        top = (row["value"] + other["value"]) / round(months)
        done |= {"high": top, "end": top, "tail": "reach"}
        done["label"] = labels.quantity(
            top, labels.rounded(done["value"], 1), labels.rounded(top, 1), "", lang, places=1
        )
    done["said"] = labels.word("monthly", lang, number=done["label"], unit=row["unit"])
    done["tip"] = labels.word("pair", lang, name=f"{row['name']} · {done['title']}", text=done["said"])
    return done


def _table(shown: list[tidy.Row], lang: Lang) -> caption.Table:
    types = {
        "name": "text",
        "status": "text",
        "dates": "text",
        "label": "text",
        "printed_value": "text",
        "quote": "text",
    }
    made = [[r["name"], labels.status(r["status"], lang), r["dates"], r["label"], r["quote"]] for r in shown]
    types.pop("printed_value")
    return {"columns": caption.columns(types, lang), "rows": made}
