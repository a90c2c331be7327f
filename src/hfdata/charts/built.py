"""Charts as their builders made them, which need no second check against the Vega-Lite schema.

Altair checks every chart each time it is shown, which takes most of the time that showing takes (20 ms a chart).
Builders are checked by tests instead. A chart that somebody has changed is checked as always.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt

DATA = ("data", "datasets", "usermeta")  # parts of a chart in which the schema allows everything


class BuiltChart(alt.LayerChart):
    """A LayerChart that is not checked against the schema as long as nothing in it has been replaced.

    Altair's methods (``properties``, ``configure_axis``, ``+``) return copies, which remember nothing and are checked.
    """

    def to_dict(self, validate: bool = True, **options: Any) -> dict[str, Any]:
        """Return the specification; *validate* and *options* are Altair's."""
        spec: dict[str, Any] = super().to_dict(validate=validate and not self._is_as_built(), **options)
        return spec

    def _is_as_built(self) -> bool:
        was = self.__dict__.get("_built", ())
        now = tuple(_parts(self))
        return len(was) == len(now) and all(a is b for a, b in zip(was, now, strict=True))


def built(chart: BuiltChart) -> BuiltChart:
    """Remember everything that *chart* is made of now, and return it."""
    object.__setattr__(chart, "_built", tuple(_parts(chart)))  # Altair makes a part of the chart of any other attribute
    return chart


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
