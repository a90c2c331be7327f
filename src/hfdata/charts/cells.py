"""Charts that draw each thing counted as one shape, in rows that break at tens so that a reader can count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from . import marks
from .palette import INK, ON, RULE, SOFT, Accent
from .text import px, wrap

GROUPS, CELLS = "hf_groups", "hf_cells"
HEAD, HEAD_LINE, VALUE = 14, 19, 15
GAP, UNDER_HEAD = 18, 6
PITCHES = [(20, 34), (60, 28), (120, 20), (400, 14)]  # up to this many cells: px from one to the next
SHAPES = {  # one outline per look; each lies in the square from -1 to 1
    "solid": "square",
    "planned": "square",
    "under_way": "square",
    "outside": "square",
    "at_least": "M-1,-1L0.3,-1L1,0L0.3,1L-1,1Z",
    "at_most": "M1,-1L-0.3,-1L-1,0L-0.3,1L1,1Z",
    "about": "M0,-1L1,0L0,1L-1,0Z",
    "person": "circle",
    "event": "M0,-1.1L1.1,0L0,1.1L-1.1,0Z",
    "arrow": "M-0.2,-0.9L0.7,0L-0.2,0.9",
}


def pitch(most: int) -> int:
    """Return the distance of cells in px for a chart whose longest row holds *most* cells."""
    return next((p for n, p in PITCHES if most <= n), PITCHES[-1][1])


def per_line(width: float, step: float) -> int:
    """Return how many cells one line holds: whole tens where ten fit, so that rows can be counted.

    >>> per_line(358, 28), per_line(704, 28), per_line(200, 28)
    (10, 20, 5)
    """
    fit = int((width + step * 0.2 - 8) // step)
    return fit // 10 * 10 if fit >= 10 else 5 if fit >= 5 else max(fit, 1)


def place(datasets: dict[str, list[dict[str, Any]]], width: int, y: int = 0) -> int:
    """Lay groups of cells out for *width* px, in place, from *y* on, and return the height they take.

    A group has a ``title``, a ``label`` that stands before it in bold, and a ``step`` (px from cell to cell); its
    cells are numbered by ``i``. A group with ``begin`` starts under the cell of that number: parts of a whole.
    """
    cells: dict[int, list[dict[str, Any]]] = {}
    for cell in datasets[CELLS]:
        cells.setdefault(cell["group"], []).append(cell)
    for number, group in enumerate(datasets[GROUPS]):
        group["hit_top"] = y
        step = group["step"]
        indent = px(group["label"], VALUE, bold=True) + 8 if group["label"] else 0
        lines = wrap(group["title"], width - indent, HEAD)
        group.update(head="\n".join(lines), head_x=indent, head_y=y)
        y += HEAD_LINE * max(len(lines), 1) + UNDER_HEAD
        begin = group.get("begin", 0)
        line = max(per_line(width, step), group.get("least", 0))
        for cell in cells.get(number, ()):
            at = begin + cell["i"]
            row, column = divmod(at, line)
            fives = column // 5 * step * 0.2 if step >= 20 else column // 10 * step * 0.4
            cell["x"], cell["y"] = round(step * (column + 0.5) - step * 0.08 + fives, 1), y + row * step + step / 2
        rows = (begin + len(cells.get(number, ())) - 1) // line + 1
        y += step * rows + GAP
        group["hit_bottom"] = y
    return y - GAP + 2


def layers(looks: Sequence[str], accent: Accent, step: int, tooltip: Sequence[alt.Tooltip]) -> list[alt.Chart]:
    """Draw the heads of groups, their tips, and one layer of cells for each look that occurs."""
    text = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": HEAD_LINE, "aria": False}
    head = marks.chart(GROUPS).mark_text(fontSize=HEAD, fill=INK.light, **text)
    label = marks.chart(GROUPS, "datum.label").mark_text(
        fontSize=VALUE, fontWeight="bold", fill=INK.light, dy=-1, **text
    )
    made = [
        head.encode(x=marks.along("head_x"), y=marks.at("head_y"), text="head:N"),
        label.encode(x=alt.value(0), y=marks.at("head_y"), text="label:N"),
        marks.tips(tooltip, GROUPS),
    ]
    side = step * 0.72
    for look in dict.fromkeys(looks):
        mark = marks.chart(CELLS, f"datum.look=='{look}'").mark_point(
            shape=SHAPES[look],
            size=round(side * side * (1.25 if look == "person" else 1)),
            opacity=1,
            **paint(look, accent),
        )
        own = {"description": "tip:N", "tooltip": list(tooltip)} if look != "arrow" else {}
        made.append(mark.encode(x=marks.along("x"), y=marks.at("y"), **own))
    return made


def paint(look: str, accent: Accent) -> dict[str, Any]:
    """Return fill and stroke of a look: full for what is exact and done, open for limits, broken for plans."""
    solid, pale = accent.solid.light, accent.pale.light
    styles: dict[str, dict[str, Any]] = {
        "planned": {"fill": pale, "stroke": solid, "strokeWidth": 1.5, "strokeDash": [3, 2]},
        "under_way": {"fill": pale, "stroke": solid, "strokeWidth": 1.5},
        "outside": {"fill": "transparent", "stroke": RULE.light, "strokeWidth": 1, "strokeDash": [2, 2]},
        "at_least": {"fill": pale, "stroke": solid, "strokeWidth": 2},
        "at_most": {"fill": "transparent", "stroke": solid, "strokeWidth": 2},
        "about": {"fill": pale, "stroke": solid, "strokeWidth": 1.5, "strokeDash": [3, 2]},
        "event": {"fill": "transparent", "stroke": solid, "strokeWidth": 2},
        "arrow": {"fill": "transparent", "stroke": solid, "strokeWidth": 2.5, "aria": False},
    }
    return styles.get(look, {"fill": solid, "stroke": solid, "strokeWidth": 0})


__all__ = ["CELLS", "GROUPS", "ON", "SOFT", "layers", "paint", "per_line", "pitch", "place"]
