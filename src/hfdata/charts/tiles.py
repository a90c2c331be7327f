"""Numbers that share no unit, set large side by side: no axis, so nothing is compared that cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from . import bars, caption, grid, layout, marks, tidy
from .layers import unchecked
from .palette import INK, SOFT, accent
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

RULES = {"hollow": "cap", "dashed": "broken", "striped": "broken"}


@unchecked
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

    figures: rows of ``Dataset.figures`` of one release. The rule is full for an exact figure, ends in an open arrow for
    "at least", is double and closed for "at most", broken for "about" and for plans. Colours are those of the domains.

    >>> import hfdata as hf
    >>> chart = tiles(hf.load().figures(domain="safety", lang="en"), title="Every figure is a lower limit")
    >>> [tile["number"] for tile in chart.to_dict()["datasets"]["hf_tiles"]][:2]
    ['≥300', '≥2,000']
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "tiles")
    drawn = []
    for row in found:
        bars.shape(row, lang)
        own = accent({row["domain"]})
        number, unit = _split(row, lang)
        drawn.append(
            {
                "number": number,
                "unit": unit,
                "title": row["title"],
                "rule": "arrow" if row["bound"] == "at_least" else RULES.get(row["look"], "full"),
                "solid": own.solid.light,
                "pale": own.pale.light,
                "tip": row["tip"],
            }
        )
    shown = ("at_least", "at_most", "about", "planned", "under_way")
    words = caption.words(
        figures, found, lang=lang, builder="tiles", title=title, subtitle=subtitle, note=note, name=name,
        keys=[f"rule_{k}" for k in bars.keys(found) if k in shown],
    )  # fmt: skip
    return layout.chart(_layers({r["rule"] for r in drawn}), {grid.TILES: drawn}, words)


def _split(row: tidy.Row, lang: Lang) -> tuple[str, str]:
    """Return the number to be set large and the unit to be set small after it."""
    number = labels.value(row["value"], row["bound"], "", lang)
    if row["unit"] == "%":
        return number + "%", ""
    return number, labels.singular(row["unit"]) if lang == "en" and row["value"] == 1 else clean(row["unit"])


def _layers(rules: set[str]) -> list[alt.Chart]:
    solid, pale = alt.Stroke("solid:N", scale=None, legend=None), alt.Fill("pale:N", scale=None, legend=None)
    x, y = marks.along("x"), marks.at("y")

    def line(rule: str, width: float, **more: Any) -> alt.Chart:
        drawn: alt.Chart = marks.chart(grid.TILES, f"datum.rule=='{rule}'").mark_rule(
            strokeWidth=width, aria=False, **more
        )
        return drawn

    made: list[alt.Chart] = []
    if "full" in rules:
        made.append(line("full", 4).encode(x=x, x2=alt.X2("x2:Q"), y=y, stroke=solid))
    if "arrow" in rules:
        made.append(line("arrow", 4).encode(x=x, x2=alt.X2("arrow_x:Q"), y=y, stroke=solid))
        head = marks.chart(grid.TILES, "datum.rule=='arrow'").mark_point(
            shape=marks.ARROW, size=196, strokeWidth=1.75, opacity=1, aria=False
        )
        made.append(head.encode(x=marks.along("arrow_x"), y=y, stroke=solid, fill=pale))
    if "broken" in rules:
        made.append(line("broken", 4, strokeDash=[5, 4]).encode(x=x, x2=alt.X2("x2:Q"), y=y, stroke=solid))
    if "cap" in rules:
        for edge in ("upper", "lower"):
            made.append(line("cap", 1.5).encode(x=x, x2=alt.X2("x2:Q"), y=marks.at(edge), stroke=solid))
        made.append(
            line("cap", 4).encode(x=marks.along("x2"), y=marks.at("cap_top"), y2=alt.Y2("cap_bottom:Q"), stroke=solid)
        )
    text: dict[str, Any] = {"align": "left", "aria": False}
    number = marks.chart(grid.TILES).mark_text(baseline="alphabetic", fontWeight="bold", fill=INK.light, **text)
    unit = marks.chart(grid.TILES, "datum.small").mark_text(
        baseline="alphabetic", fontSize=grid.UNIT, fill=INK.light, **text
    )
    title = marks.chart(grid.TILES).mark_text(
        baseline="top", lineBreak="\n", fontSize=grid.WORDS, lineHeight=grid.WORDS_LINE, fill=SOFT.light, **text
    )
    size = alt.Size("size:Q", scale=None, legend=None)
    made.append(number.encode(x=x, y=marks.at("base"), text=alt.Text("number:N"), size=size))
    made.append(unit.encode(x=marks.along("unit_x"), y=marks.at("base"), text=alt.Text("small:N")))
    made.append(title.encode(x=x, y=marks.at("words_y"), text=alt.Text("words:N")))
    area = marks.chart(grid.TILES).mark_rect(fill="transparent")
    made.append(
        area.encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=marks.at("hit_top"),
            y2=alt.Y2("hit_bottom:Q"),
            description=alt.Description("tip:N"),
            tooltip=marks.TIP,
        )
    )
    return made
