"""Bars that end where the source's number ends and show what kind of end it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from .. import labels
from . import caption, layout, marks, rows, tidy
from .layers import unchecked
from .palette import Accent, accent
from .text import clean, px, wrap

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

LONGEST_LABEL = 190  # px; what is longer ends in an ellipsis, and is whole in the tip and the table
LOOKS = {"done": "solid", "under_way": "pale", "planned": "striped"}


@unchecked
def limit_bars(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    heads: bool = True,
) -> alt.LayerChart | Note:
    """One bar per figure of one unit, in the frame's order; the bar's end shows the figure's limit.

    figures: rows of ``Dataset.figures`` that share a unit (MixedUnits otherwise) and a release (SeveralReleases).
    An exact figure ends in a plain edge, "at least" in an open arrow, "at most" is hollow with an end cap, "about"
    is dashed; planned is striped, under way pale. *title* is the takeaway, *subtitle* defaults to unit and period,
    *note* is added to the caption, *name* names files, *heads* writes each figure's name above its bar.
    An empty frame gives a ``Note`` that says what is missing.

    >>> import hfdata as hf
    >>> cleared = hf.load().figures(domain="environment", lang="en").query("unit == 'sites'")
    >>> limit_bars(cleared, title="Most of it was waste piles").properties(width=400).to_dict()["width"]
    400
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "limit_bars")
    tidy.one_unit(found, "limit_bars")
    for row in found:
        shape(row, lang)
        row["title"] = row["title"] if heads else ""
    words = caption.words(
        figures,
        found,
        lang=lang,
        builder="limit_bars",
        title=title,
        subtitle=subtitle,
        note=note,
        name=name,
        keys=keys(found),
    )
    return layout.chart(
        drawn(found, lang, accent({r["domain"] for r in found})), {rows.DATASET: [slim(r) for r in found]}, words
    )


def shape(row: tidy.Row, lang: Lang) -> None:
    """Decide how a row is drawn: its ``look`` (the bar), its ``tail`` (what is beyond the end), its ``title``."""
    row["look"] = {"at_most": "hollow", "about": "dashed"}.get(row["bound"], LOOKS[row["status"]])
    row["tail"] = {"at_most": "cap", "at_least": "arrow"}.get(row["bound"], "")
    if row["bound"] == "at_least" and row["high"] is not None:
        row["tail"] = "reach"
        upper = labels.number(row["high"], lang)
        row["label"] = labels.word("reach", lang, low=row["label"], high=upper)
    status = "" if row["status"] == "done" else labels.word("aside", lang, text=labels.status(row["status"], lang))
    row["title"] = clean(row["name"]) + status
    row["label"] = "".join(wrap(row["label"], LONGEST_LABEL, marks.VALUE, bold=True, lines=1))
    row["end"] = row["high"] if row["tail"] == "reach" else row["value"]


def keys(found: Sequence[tidy.Row]) -> list[str]:
    """Return which shapes the caption has to explain, in a fixed order."""
    bounds, states = {r["bound"] for r in found}, {r["status"] for r in found}
    tails = {r.get("tail") for r in found}
    order = ["exact", "at_least", "convention", "at_most", "about", "under_way", "planned"]
    shown = (bounds | states | ({"convention"} if "reach" in tails else set())) - {"done"}
    if "convention" in shown:
        shown.discard("at_least")
    return [k for k in order if k in shown]


def drawn(
    found: Sequence[tidy.Row], lang: Lang, colour: Accent, *, suffix: str = "", top: float | None = None
) -> list[alt.Chart]:
    """Return the layers of bars with names, values and tips."""
    top = top or max((r["end"] for r in found), default=0) or 1
    tails = {r["tail"] for r in found}
    room = max(px(r["label"], marks.VALUE, bold=True) for r in found) + (30 if tails & {"arrow", "cap"} else 12)
    scale = marks.scale([0, top], room)
    tick = px(labels.number(labels.rounded(top, 1), lang), marks.TICK) + 40
    axis = marks.axis(lang, suffix=suffix, room=room, tick=tick)
    x, end = alt.X("value:Q", scale=scale, axis=axis), alt.X("end:Q", scale=scale, axis=axis)
    wide = "datum.tail=='arrow'||datum.tail=='cap'"
    return [
        marks.baseline(),
        *marks.bars({r["look"] for r in found} | tails, x, colour),
        *marks.heads(),
        *([marks.values(end, "datum.tail=='arrow'", dx=23)] if "arrow" in tails else []),
        *([marks.values(end, "datum.tail=='cap'", dx=12)] if "cap" in tails else []),
        *([marks.values(end, f"!({wide})")] if tails - {"arrow", "cap"} else []),
        marks.tips(listed=tooltip(lang)),
    ]


def tooltip(lang: Lang) -> list[alt.Tooltip]:
    """Return what a notebook's tooltip lists."""
    fields = ("name", "said", "dates", "quote")
    return [alt.Tooltip(f"{f}:N", title=labels.word(f"column.{f}", lang)) for f in fields]


def slim(row: tidy.Row) -> tidy.Row:
    """Return what the drawing needs of a row, so that charts stay small."""
    kept = (
        "indicator",
        "name",
        "title",
        "group",
        "value",
        "high",
        "end",
        "label",
        "look",
        "tail",
        "said",
        "dates",
        "quote",
        "tip",
    )
    return {k: caption.whole(row[k]) for k in kept if row.get(k) not in (None, "")} | {
        "title": row["title"],
        "tail": row["tail"],
    }
