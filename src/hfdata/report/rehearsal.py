"""What a first page costs beyond a second, done while nothing has been executed yet that could be drawn."""

from __future__ import annotations

from .chart import draw
from .layout import environment

NOTHING = {
    "data": {"values": [{"a": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}


def rehearse() -> None:
    """Start Vega (V8 takes 0.3 s) and translate the templates (0.05 s).

    >>> rehearse()
    """
    draw(NOTHING)
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)
