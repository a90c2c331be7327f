"""Charts that draw each thing counted as one shape, in lines that break at tens so that a reader can count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from . import marks
from .palette import ALERT, INK, RULE, Accent
from .text import px, wrap

GROUPS, CELLS = "hf_groups", "hf_cells"
HEAD, HEAD_LINE, VALUE = 14, 19, 15
GAP, UNDER_HEAD, ASIDE = 18, 6, 216  # ASIDE: px that names take beside their cells on a wide page
WIDE = 600
PITCHES = [(20, 26), (66, 34), (120, 26), (200, 20), (400, 14)]  # up to this many cells: px from one to the next
SHAPES = {  # one outline per look; each lies in the square from -1 to 1
    "solid": "square",
    "planned": "square",
    "under_way": "square",
    "outside": "square",
    "at_least": "M-1,-1L0.3,-1L1,0L0.3,1L-1,1Z",
    "at_most": "M1,-1L-0.3,-1L-1,0L-0.3,1L1,1Z",
    "about": "M0,-1L1,0L0,1L-1,0Z",
    "person": "circle",
    "rest": "circle",
    "event": "M0,-1.1L1.1,0L0,1.1L-1.1,0Z",
    "arrow": "M-0.8,-1L0.6,0L-0.8,1Z",
}


def pitch(most: int) -> int:
    """Return the distance of cells in px for a chart whose longest row holds *most* cells."""
    return next((p for n, p in PITCHES if most <= n), PITCHES[-1][1])


def per_line(width: float, step: float) -> int:
    """Return how many cells one line holds: whole tens where ten fit, so that lines can be counted.

    >>> per_line(358, 26), per_line(704, 26), per_line(200, 26)
    (10, 20, 5)
    """
    fit = int((width + step * 0.2) // (step * 1.04))
    return fit // 10 * 10 if fit >= 10 else 5 if fit >= 5 else max(fit, 1)


def place(datasets: dict[str, list[dict[str, Any]]], width: int, y: float = 0) -> float:
    """Lay groups of cells out for *width* px, in place, from *y* on, and return the height they take.

    A group has a ``title``, a ``label`` that stands in bold before it (or above, where both do not fit), and a
    ``step`` (px from cell to cell); its cells are numbered by ``i``. A group with ``begin`` starts under the cell of
    that number: parts of a whole.
    Where all groups fit into one line beside their names, they stand there.
    """
    groups = datasets[GROUPS]
    cells: dict[int, list[dict[str, Any]]] = {}
    for cell in datasets[CELLS]:
        cells.setdefault(cell["group"], []).append(cell)
    longest = max((g.get("begin", 0) + len(cells.get(n, ())) for n, g in enumerate(groups)), default=0)
    named = max((px(g["label"], VALUE, bold=True) + px(g["title"], HEAD) for g in groups), default=0)
    beside = width >= WIDE and len(groups) > 1 and named < ASIDE and ASIDE + _x(longest, groups[0]["step"]) <= width
    labelled = max(map(_indent, groups), default=0)
    for number, group in enumerate(groups):
        mine = cells.get(number, [])
        group["hit_top"] = y
        indent = labelled if beside else _indent(group)
        flag = px(group.get("flag", ""), HEAD, bold=True) + 10 if group.get("flag") else 0
        below = not beside and indent > 0 and indent + px(group["title"], HEAD) + flag > width
        lines = wrap(group["title"], width if below or beside else width - indent - flag, HEAD)
        group.update(head="\n".join(lines), head_x=0 if below else indent, flag_x=width)
        tall = HEAD_LINE * (max(len(lines), 1) + below)
        body = _set(mine, group, max(longest, 1) if beside else per_line(width, group["step"]), ASIDE if beside else 0)
        if beside:
            line = max(tall, body)
            group["label_y"] = group["head_y"] = y + (line - tall) / 2 + 2
            _lower(mine, y + (line - body) / 2)
            y += line + GAP // 2
        else:
            group["label_y"], group["head_y"] = y, y + HEAD_LINE * below
            _lower(mine, y + tall + UNDER_HEAD)
            y += tall + UNDER_HEAD + body + GAP
        group["hit_bottom"] = y
    return y - (GAP // 2 if beside else GAP) + 2


def _indent(group: dict[str, Any]) -> int:
    return round(px(group["label"], VALUE, bold=True) * 0.96 + 9) if group["label"] else 0


def _set(mine: Sequence[dict[str, Any]], group: dict[str, Any], line: int, left: float) -> int:
    """Set the cells of one group in lines of *line*, in place, from 0 downwards, and return the height they take."""
    step, begin = int(group["step"]), int(group.get("begin", 0))
    line = max(line, group.get("least", 0))
    for cell in mine:
        row, column = divmod(begin + cell["i"], line)
        cell["x"], cell["y"] = round(left + _x(column, step) + step * 0.42, 1), row * step + step / 2
    return step * ((begin + max(len(mine), 1) - 1) // line + 1)


def _x(column: int, step: float) -> float:
    """Return where a column begins: a little air after each five cells, or after tens where cells are small."""
    fives, tens = column // 5, column // 10
    return step * column + (fives * step * 0.2 if step >= 20 else tens * step * 0.4)


def _lower(mine: Sequence[dict[str, Any]], by: float) -> None:
    for cell in mine:
        cell["y"] = round(cell["y"] + by, 1)


def layers(looks: Sequence[str], accent: Accent | None, step: int) -> list[alt.Chart]:
    """Draw the heads of groups, their tips, and one layer of cells for each look.

    Without *accent* each cell brings its colours, in ``solid`` and ``pale``.
    """
    text: dict[str, Any] = {"baseline": "top", "lineBreak": "\n", "lineHeight": HEAD_LINE, "aria": False}
    head = marks.chart(GROUPS).mark_text(align="left", fontSize=HEAD, fill=INK.light, **text)
    bold: dict[str, Any] = {**text, "fontWeight": "bold"}
    label = marks.chart(GROUPS, "datum.label").mark_text(align="left", fontSize=VALUE, fill=INK.light, dy=-1, **bold)
    flag = marks.chart(GROUPS, "datum.flag").mark_text(align="right", fontSize=HEAD, fill=ALERT.light, **bold)
    made = [
        head.encode(x=marks.along("head_x"), y=marks.at("head_y"), text=alt.Text("head:N")),
        label.encode(x=marks.START, y=marks.at("label_y"), text=alt.Text("label:N")),
        flag.encode(x=marks.along("flag_x"), y=marks.at("label_y"), text=alt.Text("flag:N")),
        marks.tips(GROUPS),
    ]
    side = step * 0.74
    for look in dict.fromkeys(looks):
        size = round(side * side * (1.2 if look in ("person", "rest") else 1))
        style = paint(look, accent)
        own: dict[str, Any] = (
            {} if style.get("aria") is False else {"description": alt.Description("tip:N"), "tooltip": marks.TIP}
        )
        if accent is None:
            own |= {c: _brought(c, style.pop(c)) for c in ("fill", "stroke") if style.get(c) in ("solid", "pale")}
        mark = marks.chart(CELLS, f"datum.look=='{look}'").mark_point(shape=SHAPES[look], size=size, opacity=1, **style)
        made.append(mark.encode(x=marks.along("x"), y=marks.at("y"), **own))
    return made


def _brought(channel: str, field: str) -> alt.Fill | alt.Stroke:
    return (alt.Fill if channel == "fill" else alt.Stroke)(f"{field}:N", scale=None, legend=None)


def paint(look: str, accent: Accent | None) -> dict[str, Any]:
    """Return fill and stroke of a look: full for what is exact and done, open for limits, broken for plans.

    Without *accent* the colours are named ``solid`` and ``pale``, fields of the cells themselves.
    """
    solid, pale = (accent.solid.light, accent.pale.light) if accent else ("solid", "pale")
    styles: dict[str, dict[str, Any]] = {
        "planned": {"fill": pale, "stroke": solid, "strokeWidth": 1.5, "strokeDash": [3, 2]},
        "under_way": {"fill": pale, "stroke": solid, "strokeWidth": 1.5},
        "outside": {"fill": "transparent", "stroke": RULE.light, "strokeWidth": 1.25, "strokeDash": [2, 2]},
        "at_least": {"fill": pale, "stroke": solid, "strokeWidth": 2},
        "at_most": {"fill": "transparent", "stroke": solid, "strokeWidth": 2},
        "about": {"fill": pale, "stroke": solid, "strokeWidth": 1.5, "strokeDash": [3, 2]},
        "rest": {"fill": "transparent", "stroke": solid, "strokeWidth": 1.5},
        "event": {"fill": "transparent", "stroke": solid, "strokeWidth": 2},
        "arrow": {"fill": pale, "stroke": solid, "strokeWidth": 2, "aria": False},
    }
    return styles.get(look, {"fill": solid, "stroke": solid, "strokeWidth": 0})
