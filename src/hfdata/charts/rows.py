"""Charts made of rows: each name on a line of its own, its mark below, so that one design fits phone and desktop."""

from __future__ import annotations

from typing import Any

from .text import wrap

DATASET, BAND = "hf_rows", "hf_band"
HEAD, HEAD_LINE = 14, 19  # px: type size and line height of a name
GROUP, GROUP_LINE = 15, 21
MARK, UNDER_HEAD, GAP, GROUP_GAP, BAND_HEAD = 18, 4, 15, 8, 26


def place(datasets: dict[str, list[dict[str, Any]]], width: int, y: int = 0) -> int:
    """Lay the rows out for *width* px, in place, from *y* on, and return the height they take.

    A row's ``title`` becomes ``head``, broken into lines, at ``head_y``; its mark goes from ``top`` to ``bottom``; a
    ``group`` heads the rows that follow it. ``hit_top`` to ``hit_bottom`` is the area that shows the row's tip.
    """
    y += BAND_HEAD if datasets.get(BAND) else 0
    for row in datasets[DATASET]:
        row["hit_top"] = y
        if row.get("group"):
            y += GROUP_GAP if row is not datasets[DATASET][0] else 0
            lines = wrap(row["group"], width, GROUP, bold=True)
            row["group_head"], row["group_y"] = "\n".join(lines), y
            y += GROUP_LINE * len(lines) + 3
        beside = _beside(row, width) if "room" in row else None
        taken = row["room"] + 12 if beside == "head" else 0
        lines = wrap(row["title"], width - taken, HEAD) if row["title"] else []
        row["head"], row["head_y"] = "\n".join(lines), y
        y += HEAD_LINE * len(lines) + (UNDER_HEAD if lines else 0)
        row.update(top=y, mid=y + MARK / 2, bottom=y + MARK, cap_top=y - 4, cap_bottom=y + MARK + 4)
        if beside:
            _put_label(row, width, beside)
        y += MARK + GAP
        row["hit_bottom"] = y
    return y - GAP + 6


def _beside(row: dict[str, Any], width: int) -> str:
    """Say where the value of a floating bar (``from`` to ``to``) has room: right of it, left of it, or above it."""
    if "to" not in row:
        return "start"
    begin, end = _ends(row, width)
    left = begin - row["room"] - 14 >= 0
    if begin > width / 2 and left:
        return "left"
    return "right" if end + row["room"] + 14 <= width else "left" if left else "head"


def _put_label(row: dict[str, Any], width: int, beside: str) -> None:
    """Set where the value of a floating bar is written, and where its name is: above the half the bar is in."""
    begin, end = _ends(row, width) if "to" in row else (0.0, 0.0)
    gap = 14 if row["look"] == "moment" else 8
    x, side = {"right": (end + gap, "left"), "left": (begin - gap, "right"), "head": (width, "right")}.get(
        beside, (0, "left")
    )
    row.update(label_x=round(x, 1), side=side, label_y=row["head_y"] + 8 if beside == "head" else row["mid"])
    late = beside == "left" and begin > width / 2
    row.update(head_x=round(end, 1) if late else 0, head_side="right" if late else "left")


def _ends(row: dict[str, Any], width: int) -> tuple[float, float]:
    scale = width / (row["last"] - row["first"])
    return (row["from"] - row["first"]) * scale, (row["to"] - row["first"]) * scale
