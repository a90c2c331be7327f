"""Numbers that share no unit, set large side by side: no axis, so nothing is compared that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from . import bars, caption, grid, layout, marks, tidy
from .palette import ACCENTS, INK, SEA, SOFT, Accent, accent
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note


def tiles(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """Figures of any units as large numbers; the rule above each shows its limit as bars do.

    figures: rows of ``Dataset.figures`` of one release. The rule is full for an exact figure, runs into an open arrow
    for "at least", is double and closed for "at most", broken for "about" and for plans.
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "tiles")
    colour = accent({r["domain"] for r in found})
    drawn = []
    for row in found:
        bars.shape(row, lang)
        number = labels.value_with_unit(row["value"], row["bound"], "", row["unit"], lang)
        own = ACCENTS.get(row["domain"], SEA).solid.light
        rule = {"cap": "cap", "arrow": "arrow"}.get(
            row["tail"], "broken" if row["look"] in ("dashed", "striped") else "full"
        )
        drawn.append(
            {
                "number": number,
                "title": clean(row["title"]),
                "rule": rule,
                "colour": own,
                "tip": row["tip"],
                "name": row["name"],
            }
        )
    words = caption.words(
        figures, found, lang=lang, builder="tiles", title=title, subtitle=subtitle, note=note, name=name,
        keys=[f"rule_{k}" for k in bars.keys(found) if k in ("at_least", "at_most", "planned", "about", "under_way")],
    )  # fmt: skip
    return layout.chart(_layers(drawn, colour), {grid.TILES: drawn}, words)


def _layers(drawn: list[dict[str, Any]], colour: Accent) -> list[alt.Chart]:
    own = alt.Stroke("colour:N", scale=None)
    x, x2, y = marks.along("x"), "x2:Q", marks.at("y")
    rules = {r["rule"] for r in drawn}
    made: list[alt.Chart] = []

    def line(only: str, width: float, **more: Any) -> alt.Chart:
        return marks.chart(grid.TILES, only).mark_rule(strokeWidth=width, aria=False, **more)

    if "full" in rules:
        made.append(line("datum.rule=='full'", 4).encode(x=x, x2=x2, y=y, stroke=own))
    if "arrow" in rules:
        made.append(line("datum.rule=='arrow'", 4).encode(x=x, x2="arrow_x:Q", y=y, stroke=own))
        arrow = marks.chart(grid.TILES, "datum.rule=='arrow'").mark_point(
            shape=marks.ARROW, size=196, fill="transparent", strokeWidth=2.5, opacity=1, aria=False
        )
        made.append(arrow.encode(x=marks.along("arrow_x"), y=y, stroke=own))
    if "broken" in rules:
        made.append(line("datum.rule=='broken'", 4, strokeDash=[5, 4]).encode(x=x, x2=x2, y=y, stroke=own))
    if "cap" in rules:
        box = marks.chart(grid.TILES, "datum.rule=='cap'").mark_rule(strokeWidth=1.5, aria=False)
        for offset in (-2, 2):
            made.append(
                box.encode(x=x, x2=x2, y=alt.Y("y:Q", scale=None, axis=None, bandPosition=0), stroke=own).properties()
            )
            made[-1].mark.yOffset = offset
        end = marks.chart(grid.TILES, "datum.rule=='cap'").mark_rule(strokeWidth=4, aria=False)
        made.append(end.encode(x=marks.along("x2"), y=marks.at("cap_top"), y2="cap_bottom:Q", stroke=own))
    text = {"align": "left", "baseline": "top", "lineBreak": "\n", "aria": False}
    number = marks.chart(grid.TILES).mark_text(fontWeight="bold", fill=INK.light, **text)
    title = marks.chart(grid.TILES).mark_text(fontSize=grid.WORDS, lineHeight=grid.WORDS_LINE, fill=SOFT.light, **text)
    made.append(number.encode(x=x, y=marks.at("number_y"), text="number:N", size=alt.Size("size:Q", scale=None)))
    made.append(title.encode(x=x, y=marks.at("words_y"), text="words:N"))
    area = marks.chart(grid.TILES).mark_rect(fill="transparent")
    tooltip = [alt.Tooltip("tip:N", title=" ")]
    made.append(area.encode(x=x, x2=x2, y=marks.at("hit_top"), y2="hit_bottom:Q", description="tip:N", tooltip=tooltip))
    return made
