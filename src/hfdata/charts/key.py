"""The key of a chart: each shape it uses beside its meaning, in as many lines as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from .. import labels
from ..model import Lang
from . import cells, marks
from .palette import SOFT, Accent
from .text import px

DATASET = "hf_key"
SIZE, LINE, SHAPE = 13, 22, 18


def place(datasets: dict[str, list[dict[str, Any]]], width: int) -> int:
    """Set the items of the key one after the other, in place, and return the height they take."""
    x, y = 0.0, 0
    for item in datasets.get(DATASET, ()):
        room = SHAPE + px(item["text"], SIZE) + 16
        if x and x + room - 16 > width:
            x, y = 0.0, y + LINE
        item["x"], item["text_x"], item["y"] = round(x + 7, 1), round(x + SHAPE, 1), y + LINE / 2
        x += room
    return y + LINE + 12 if datasets.get(DATASET) else 0


def items(looks: Sequence[str], lang: Lang, *, of: str = "look") -> list[dict[str, Any]]:
    """Return the key's items for *looks*, in a fixed order; *of* a thing counted ("look") or of a "figure"."""
    kept = [look for look in cells.SHAPES if look in looks]
    return [
        {"look": look, "text": labels.word_or(f"{of}.{look}", lang, labels.word(f"look.{look}", lang))} for look in kept
    ]


def layers(looks: Sequence[str], accent: Accent) -> list[Any]:
    """Draw the key's shapes and words."""
    words = marks.chart(DATASET).mark_text(align="left", baseline="middle", fontSize=SIZE, fill=SOFT.light, aria=False)
    made = [words.encode(x=marks.along("text_x"), y=marks.at("y"), text=alt.Text("text:N"))]
    for look in dict.fromkeys(looks):
        style: dict[str, Any] = {**cells.paint(look, accent), "aria": False}
        shape = marks.chart(DATASET, f"datum.look=='{look}'").mark_point(
            shape=cells.SHAPES[look], size=150, opacity=1, **style
        )
        made.append(shape.encode(x=marks.along("x"), y=marks.at("y")))
    return made
