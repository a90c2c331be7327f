"""Our charts as Altair's own, which can be set beside others: the rows they are drawn from go along.

Altair checks every chart against the Vega-Lite schema each time it is shown, which takes most of the time that showing
takes (20 ms a chart), and each part when it is made. What builders make is checked by tests instead; a chart that
somebody has changed, as always.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import ContextDecorator
from typing import Any

import altair as alt
from altair.utils import schemapi

DATA = ("data", "datasets", "usermeta")  # parts of a chart in which the schema allows everything
SIZE = re.compile(r"(?<![.\w])(?:width|height)(?!\w)")


class LayerChart(alt.LayerChart):
    """An Altair LayerChart with named rows; inside another chart (``a | b``, ``a & b``) that chart holds the rows.

    It is not checked against the schema as long as nothing in it has been replaced since it was ``built``.
    Altair's methods (``properties``, ``configure_axis``, ``+``) return copies, which remember nothing and are checked.
    """

    def to_dict(
        self, validate: bool = True, *, context: dict[str, Any] | None = None, **options: Any
    ) -> dict[str, Any]:
        """Return the specification; as a part of another chart, without what only a whole may have.

        *validate*, *context* and *options* are Altair's.
        """
        if context is None or context.get("top_level", True):
            whole: dict[str, Any] = super().to_dict(
                validate=validate and not self._is_as_built(), context=context, **options
            )
            return whole
        part = self.copy()
        rows = part.datasets
        mark = hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()[:8]
        part.datasets = part.usermeta = alt.Undefined
        found: dict[str, Any] = alt.LayerChart.to_dict(part, validate=validate, context=context, **options)
        # Two charts of ours have rows of the same name: each gets its own.
        for layer in found["layer"]:
            if layer.get("data", {}).get("name") in rows:
                layer["data"]["name"] += f"_{mark}"
        context.setdefault("datasets", {}).update({f"{name}_{mark}": each for name, each in rows.items()})
        return {key: _sized(each, found) for key, each in found.items()}

    def interactive(self, name: str | None = None, bind_x: bool = True, bind_y: bool = True) -> LayerChart:
        """Return the chart with zooming and panning along its axis of values, unchanged where it has none.

        Altair's binds the first layer's x and y, which here are places in px. *bind_y* has nothing to bind.
        """
        chart: LayerChart = self.copy()
        scaled = [at for at, layer in enumerate(chart.layer) if _has_scale(layer)]
        if scaled and bind_x:
            zoom = alt.selection_interval(name=name, bind="scales", encodings=["x"])
            chart.layer[scaled[0]] = chart.layer[scaled[0]].add_params(zoom)
        return chart

    def _is_as_built(self) -> bool:
        was = self.__dict__.get("_built", ())
        now = tuple(_parts(self))
        return len(was) == len(now) and all(a is b for a, b in zip(was, now, strict=True))


class _Unchecked(ContextDecorator):
    """Has Altair make parts of charts without checking each (5 ms a chart); on again once no builder is at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._builders = 0
        self._was = schemapi.DEBUG_MODE

    def __enter__(self) -> None:
        with self._lock:
            if not self._builders:
                self._was = schemapi.DEBUG_MODE
                schemapi.DEBUG_MODE = False
            self._builders += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._builders -= 1
            if not self._builders:
                schemapi.DEBUG_MODE = self._was


unchecked = _Unchecked()


def built(chart: LayerChart) -> LayerChart:
    """Remember everything that *chart* is made of now, and return it."""
    object.__setattr__(chart, "_built", tuple(_parts(chart)))  # Altair makes a part of the chart of any other attribute
    return chart


def _has_scale(layer: Any) -> bool:
    x = getattr(layer.encoding, "x", None)
    return isinstance(x, alt.X) and x["scale"] not in (None, alt.Undefined)


def _parts(of: Any) -> Iterator[object]:
    """Every object inside, itself and not its value: what has been remembered is never another that looks alike."""
    inner: Any = ()
    if isinstance(of, alt.SchemaBase):
        yield from of._args
        inner = ((key, value) for key, value in of._kwds.items() if key not in DATA)
    elif isinstance(of, dict):
        inner = of.items()
    elif isinstance(of, (list, tuple)):
        inner = enumerate(of)
    for key, value in inner:
        if value is not alt.Undefined:
            yield key if isinstance(key, str) else None
            yield value
            yield from _parts(value)


def _sized(part: Any, size: dict[str, Any]) -> Any:
    """Put numbers where expressions ask for the chart's width or height: beside another, there is no one such width."""
    if isinstance(part, list):
        return [_sized(each, size) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: SIZE.sub(lambda m: str(size[m[0]]), each)
        if key in ("expr", "signal") and isinstance(each, str)
        else _sized(each, size)
        for key, each in part.items()
    }
