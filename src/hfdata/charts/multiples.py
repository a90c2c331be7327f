"""Several charts from one cell, each with its own axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import labels
from . import tidy
from .bars import limit_bars

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note


class Multiples(list[Any]):
    """A list of charts that a notebook shows one after the other; a report sets them side by side.

    >>> import hfdata as hf
    >>> safety = hf.load().figures(release="haifeng-2023-11-01", domain="safety", lang="en")
    >>> many = hf.charts.small_multiples(safety, name="safety")
    >>> type(many).__name__, [chart.usermeta["hfdata"]["name"] for chart in many][:2]
    ('Multiples', ['safety-1', 'safety-2'])
    """

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for chart in self:
            display(chart)  # type: ignore[no-untyped-call]


def small_multiples(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    name: str | None = None,
    note: str | None = None,
    by: str = "unit",
) -> Multiples | Note:
    """One chart of bars for each unit, each with its own axis: lengths cannot be compared from one to the next.

    figures: rows of ``Dataset.figures`` of one release. *by* is the column whose values make the charts, e.g.
    ``indicator``. Each chart's title is what it shows, with its limit.

    >>> import hfdata as hf
    >>> len(small_multiples(hf.load().figures(domain="safety", lang="en")))
    5
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    charts = Multiples()
    for n, (_, part) in enumerate(figures.groupby(by, sort=False), 1):
        part.attrs.update(figures.attrs)
        first = tidy.rows(part, lang, "small_multiples")[0]
        title = labels.word("pair", lang, name=first["name"], text=first["said"]) if len(part) == 1 else None
        slug = f"{name or 'small-multiples'}-{n}"
        charts.append(limit_bars(part, lang=lang, title=title, note=note, name=slug, heads=len(part) > 1))
    return charts
