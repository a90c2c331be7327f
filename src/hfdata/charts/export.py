"""Charts as pictures for slides and documents, drawn with the bundled typeface, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ChartError
from . import layout
from .drawing import svg

if TYPE_CHECKING:
    import altair as alt

    from ..prose import Note
    from .multiples import Multiples


class UnknownPicture(ChartError):
    """A picture was asked for in a format that is not written."""

    exit_code = 2

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: pictures are written as .svg or .png. Give the file one of these endings."


class NothingToSave(ChartError):
    """What was to be saved is no chart: words that took its place, or several charts at once."""

    exit_code = 2

    def __init__(self, path: str, what: str) -> None:
        super().__init__(path, what)
        self.path, self.what = path, what

    def __str__(self) -> str:
        return f"{self.path}: nothing was written. {self.what}"


def save(
    chart: alt.LayerChart | alt.Chart | dict[str, Any] | Note | Multiples,
    path: str | Path,
    *,
    width: int | None = None,
    scale: float = 2,
) -> Path:
    """Write *chart* with its title to *path* (.svg or .png) and return the path.

    *width* is that of the picture's text column in px, by default the chart's own, else 704; *scale* multiplies it
    for .png. The background is white.

    >>> import hfdata as hf, tempfile
    >>> chart = hf.charts.tiles(hf.load().figures(domain="safety", lang="en"), title="Everything is a lower limit")
    >>> save(chart, tempfile.mkdtemp() + "/safety.svg").name
    'safety.svg'
    """
    target = Path(path)
    if target.suffix.lower() not in (".svg", ".png"):
        raise UnknownPicture(str(path))
    if isinstance(chart, list):
        each = f"hf.charts.save(c, f'{target.stem}-{{n}}{target.suffix}') for n, c in enumerate(…, 1)"
        raise NothingToSave(str(path), f"This is {len(chart)} charts; write each to a file of its own: {each}.")
    spec = chart if isinstance(chart, dict) else chart.to_dict() if hasattr(chart, "to_dict") else None
    if spec is None:
        raise NothingToSave(str(path), f"There is no chart, only this: {chart}")
    asked = spec.get("width") if "hfdata" in spec.get("usermeta", {}) else None  # chart.properties(width=…)
    drawn = svg(framed(spec, width or (asked if isinstance(asked, int) else layout.WIDE)))
    if target.suffix.lower() == ".svg":
        target.write_text(drawn, "utf-8")
        return target
    import vl_convert

    target.write_bytes(vl_convert.svg_to_png(drawn, scale=scale))
    return target


def framed(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """Return *spec* for a picture that stands alone: its title, a margin, white paper."""
    laid = layout.resize(spec, width)
    words = spec.get("usermeta", {}).get("hfdata")
    title = spec.get("title")
    if words and title == layout.heading(words, layout.WIDE).to_dict():  # not one that chart.properties(title=…) gave
        title = layout.heading(words, width).to_dict()
    if title:
        laid["title"] = title
    laid["autosize"] = {"type": "pad"}
    laid["padding"] = 24
    laid["background"] = "#ffffff"
    return laid
