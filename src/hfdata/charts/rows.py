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
        lines = wrap(row["title"], width, HEAD) if row["title"] else []
        row["head"], row["head_y"] = "\n".join(lines), y
        y += HEAD_LINE * len(lines) + (UNDER_HEAD if lines else 0)
        row.update(top=y, mid=y + MARK / 2, bottom=y + MARK, cap_top=y - 4, cap_bottom=y + MARK + 4)
        y += MARK + GAP
        row["hit_bottom"] = y
        if "room" in row:
            _put_label(row, width)
    return y - GAP + 6


def _put_label(row: dict[str, Any], width: int) -> None:
    """Put the value of a bar that floats (``from`` to ``to``) right of it, or left of it where there is no room."""
    if "to" not in row:
        row["label_x"], row["side"] = 0, "left"
        return
    scale = width / (row["last"] - row["first"])
    begin, end = (round((row[k] - row["first"]) * scale, 1) for k in ("from", "to"))
    gap = 14 if row["look"] == "moment" else 8
    if end + gap + row["room"] <= width:
        row["label_x"], row["side"] = end + gap, "left"
    else:
        row["label_x"], row["side"] = max(begin - gap, row["room"]), "right"
