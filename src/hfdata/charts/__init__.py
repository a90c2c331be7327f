"""Tidy frames → charts that never look surer than their source.

Every builder takes rows of ``Dataset.figures`` and returns an ordinary Altair chart that can be layered and restyled:
layer onto it (``ours + yours``), or a ``Note`` where the release reports nothing to draw. It shows nothing, saves
nothing and reads nothing. What a report prints around a chart is in its ``usermeta["hfdata"]``.

>>> import hfdata as hf
>>> safety = hf.load().figures(release="haifeng-2023-11-01", domain="safety", lang="en")
>>> chart = hf.charts.limit_bars(safety.query("unit == 'times'"), title="Two floors, no ceilings")
>>> chart.usermeta["hfdata"]["subtitle"]
'In times · 1 January – 1 November 2023'
"""

from typing import NoReturn

from .bars import limit_bars
from .derived import derived_bars
from .dots import counts, per_one
from .drawing import svg
from .export import save
from .intervals import intervals, rates
from .layout import resize
from .matrix import reported_matrix
from .multiples import Multiples, small_multiples
from .pace import pace
from .palette import css
from .periods import coverage, periods
from .squares import parts, unit_grid
from .theme import use_theme
from .tiles import tiles

__all__ = [
    "Multiples",
    "counts",
    "coverage",
    "css",
    "derived_bars",
    "intervals",
    "limit_bars",
    "pace",
    "parts",
    "per_one",
    "periods",
    "rates",
    "reported_matrix",
    "resize",
    "save",
    "small_multiples",
    "svg",
    "tiles",
    "unit_grid",
    "use_theme",
]


def __getattr__(name: str) -> NoReturn:
    from difflib import get_close_matches

    near = "".join(f"; did you mean {close}?" for close in get_close_matches(name, __all__, n=1))
    raise AttributeError(f"hf.charts has no {name!r}; it offers {', '.join(__all__)}{near}")
