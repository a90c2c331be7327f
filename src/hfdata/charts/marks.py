"""The marks that charts are layered from; each draws the rows of one look, so that a limit is a shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from .. import labels
from . import rows as laid
from .palette import INK, LINE, RULE, SOFT, Accent

Layer = alt.Chart
VALUE = 15  # px: type size of a value
TICK = 12
TIP = alt.Tooltip("tip:N")
START, END = alt.XValue(0), alt.X2Value("width")  # type: ignore[no-untyped-call]
TOP, BELOW_TOP, BOTTOM = (alt.YValue(0), alt.YValue(2), alt.Y2Value("height"))  # type: ignore[no-untyped-call]
ARROW = "M-0.5,-1L0.6,0L-0.5,1Z"  # an open head, wider than the bar it ends: not to be read as a sign


def chart(data: str = laid.DATASET, only: str | None = None) -> alt.Chart:
    """Return an empty chart of the named rows, of those for which the expression *only* is true."""
    base = alt.Chart(alt.NamedData(data))
    return base.transform_filter(only) if only else base


def at(field: str) -> alt.Y:
    """Return a vertical place in px, as the layout computed it."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def along(field: str) -> alt.X:
    """Return a horizontal place in px, as the layout computed it."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def axis(lang: str, *, suffix: str = "", grid: bool = True, room: float = 0, tick: float = 90) -> alt.Axis:
    """Return a quiet value axis below the plot: about one tick in *tick* px, numbers as the language writes them."""
    comma = "" if lang == "zh" else ","
    scales = [f"datum.value>={n}?format(datum.value/{n},'{comma}~f')+'{name}':" for n, _, name in labels.SCALES[lang]]
    number = "".join(scales) + "format(datum.value,',~f')"
    return alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=grid,
        gridColor=LINE.light,
        labelColor=SOFT.light,
        labelFontSize=TICK,
        labelPadding=6,
        labelFlush=True,
        labelOverlap="greedy",
        labelSeparation=10,
        labelExpr=f"({number})+'{suffix}'" if suffix else number,
        tickCount=alt.ExprRef(f"min(5,max(2,floor((width-{round(room)})/{round(max(tick, 70))})))"),
    )


def scale(domain: Sequence[float], room: float = 0) -> alt.Scale:
    """Return a linear scale over *domain* that leaves *room* px at the right for labels."""
    far = alt.ExprRef(f"width-{round(room)}") if room else alt.Undefined
    return alt.Scale(domain=list(domain), nice=False, zero=False, rangeMax=far)


def heads(*, floating: bool = False) -> list[Layer]:
    """Draw the names of rows, and of groups of rows; *floating* names stand where the layout puts each."""
    plain = chart(only="datum.head").mark_text(
        align=alt.ExprRef("datum.head_side") if floating else "left",
        baseline="top",
        fontSize=laid.HEAD,
        lineHeight=laid.HEAD_LINE,
        lineBreak="\n",
        fill=INK.light,
        aria=False,
    )
    group = chart(only="isValid(datum.group_head)").mark_text(
        align="left",
        baseline="top",
        fontSize=laid.GROUP,
        fontWeight="bold",
        lineHeight=laid.GROUP_LINE,
        lineBreak="\n",
        fill=INK.light,
        aria=False,
    )
    return [
        plain.encode(x=along("head_x") if floating else START, y=at("head_y"), text=alt.Text("head:N")),
        group.encode(x=START, y=at("group_y"), text=alt.Text("group_head:N")),
    ]


def baseline() -> Layer:
    """Draw the line at zero from which bars grow."""
    line = chart().mark_rule(stroke=RULE.light, strokeWidth=1, aria=False)
    drawn: Layer = line.encode(x=START, y=at("top"), y2=alt.Y2("bottom:Q"))
    return drawn


def tips(data: str = laid.DATASET, *, listed: Sequence[alt.Tooltip] = ()) -> Layer:
    """Lay an unseen area over each row that carries its tip, large enough for a finger.

    A notebook shows the tip as a sentence, or the fields of *listed* as a table.
    """
    area = chart(data).mark_rect(fill="transparent", cursor="default")
    drawn: Layer = area.encode(
        x=START,
        x2=END,
        y=at("hit_top"),
        y2=alt.Y2("hit_bottom:Q"),
        description=alt.Description("tip:N"),
        tooltip=list(listed) or TIP,
    )
    return drawn


def bars(looks: Iterable[str], x: alt.X, accent: Accent) -> list[Layer]:
    """Draw from zero to ``value``: one layer for each look that occurs.

    solid = done; pale = under way; striped = planned; hollow = at most, with an end cap; dashed = about;
    arrow = at least, beyond the end; reach = what a convention adds, from ``value`` to ``high``.
    """
    solid, pale = accent.solid.light, accent.pale.light
    outline: dict[str, Any] = {"stroke": solid, "strokeWidth": 1.5, "aria": False}
    box: dict[str, dict[str, Any]] = {
        "solid": {"fill": solid, "aria": False},
        "pale": {"fill": pale, **outline},
        "striped": {"fill": pale, **outline, "strokeWidth": 1},
        "hollow": {"fill": "transparent", **outline, "strokeWidth": 2},
        "dashed": {"fill": pale, **outline, "strokeDash": [4, 3]},
    }
    made: list[Layer] = []
    present = set(looks)
    for look, mark in box.items():
        if look in present:
            bar = chart(only=f"datum.look=='{look}'").mark_rect(**mark)
            made.append(bar.encode(x=x, x2=alt.X2Datum(0), y=at("top"), y2=alt.Y2("bottom:Q")))
    if "striped" in present:
        stripes = chart(only="datum.look=='striped'").mark_rule(
            stroke=solid, strokeWidth=laid.MARK, strokeDash=[2, 4], aria=False
        )
        made.append(stripes.encode(x=x, x2=alt.X2Datum(0), y=at("mid")))
    if "reach" in present:
        reach = chart(only="datum.tail=='reach'").mark_rect(fill=pale, **outline, strokeDash=[3, 3])
        made.append(reach.encode(x=x, x2=alt.X2("high:Q"), y=at("top"), y2=alt.Y2("bottom:Q")))
    if "cap" in present:
        cap = chart(only="datum.tail=='cap'").mark_rule(stroke=solid, strokeWidth=4, aria=False)
        made.append(cap.encode(x=x, y=at("cap_top"), y2=alt.Y2("cap_bottom:Q")))
    if "arrow" in present:
        made.append(arrows("datum.tail=='arrow'", x, accent))
    return made


def arrows(only: str, x: alt.X, accent: Accent, *, offset: float = 7.5) -> Layer:
    """Draw open arrows just beyond ``x``: more is possible, how much is not said."""
    mark = chart(only=only).mark_point(
        shape=ARROW,
        size=(laid.MARK + 6) ** 2,
        fill=accent.pale.light,
        stroke=accent.solid.light,
        strokeWidth=2,
        strokeJoin="miter",
        opacity=1,
        xOffset=offset,
        aria=False,
    )
    drawn: Layer = mark.encode(x=x, y=at("mid"))
    return drawn


def values(x: alt.X, only: str | None = None, *, dx: float = 8, field: str = "label") -> Layer:
    """Write ``label`` at the right of ``x``."""
    mark = chart(only=only).mark_text(
        align="left", baseline="middle", dx=dx, fontSize=VALUE, fontWeight="bold", fill=INK.light, aria=False
    )
    drawn: Layer = mark.encode(x=x, y=at("mid"), text=alt.Text(f"{field}:N"))
    return drawn
