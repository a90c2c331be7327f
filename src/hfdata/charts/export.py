"""Charts as pictures for slides and documents, drawn with the bundled typeface, offline."""

from __future__ import annotations

import hashlib
import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import fonts
from ..errors import ChartError
from . import layout

if TYPE_CHECKING:
    import altair as alt

VEGALITE = "6.4"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class UnknownPicture(ChartError):
    """A picture was asked for in a format that is not written."""

    exit_code = 2

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: pictures are written as .svg or .png. Give the file one of these endings."


def svg(spec: dict[str, Any]) -> str:
    """Return *spec* as Vega draws it, with the bundled typeface and without any request to a network.

    Starts V8 threads on first use: a process that has drawn must not fork.

    >>> svg({"mark": "point"})[:4]
    '<svg'
    """
    import vl_convert

    _typeface()
    drawn: str = vl_convert.vegalite_to_svg(drawable(spec), vl_version=VEGALITE, allowed_base_urls=[])
    return drawn


def inline(spec: dict[str, Any], alt_text: str) -> str:
    """Return *spec* as an SVG that may stand in a page beside others: with its own ids and its words for who hears it.

    >>> 'role="img" aria-label="Points"' in inline({"mark": "point"}, "Points")
    True
    """
    drawn = svg(spec)
    mine = hashlib.sha256(drawn.encode()).hexdigest()[:8]
    drawn = re.sub(r'(\bid="|url\(#)(?=\w)', rf"\g<1>hf{mine}-", drawn)
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{html.escape(alt_text)}" ', 1)


def drawable(part: Any) -> Any:
    """Copy a specification without characters that no SVG can hold: vl-convert ends the whole process at one.

    >>> drawable({"text": ["a" + chr(11)]}) == {"text": ["a" + chr(0xFFFD)]}
    True
    """
    if isinstance(part, str):
        return NOT_XML.sub("\ufffd", part)
    if isinstance(part, dict):
        return {drawable(key): drawable(value) for key, value in part.items()}
    return [drawable(each) for each in part] if isinstance(part, list) else part


@cache
def _typeface() -> None:
    """Tell vl-convert about the bundled typeface, once: it reads the files each time it is told."""
    import vl_convert

    vl_convert.register_font_directory(str(fonts.folder()))


def save(
    chart: alt.LayerChart | alt.Chart | dict[str, Any], path: str | Path, *, width: int = layout.WIDE, scale: float = 2
) -> Path:
    """Write *chart* with its title to *path* (.svg or .png) and return the path.

    *width* is that of the picture's text column in px; *scale* multiplies it for .png. The background is white.

    >>> import hfdata as hf, tempfile
    >>> chart = hf.charts.tiles(hf.load().figures(domain="safety", lang="en"), title="Everything is a lower limit")
    >>> save(chart, tempfile.mkdtemp() + "/safety.svg").name
    'safety.svg'
    """
    target = Path(path)
    if target.suffix.lower() not in (".svg", ".png"):
        raise UnknownPicture(str(path))
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    drawn = svg(framed(spec, width))
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
    title = layout.heading(words, width).to_dict() if words else spec.get("title")
    if title:
        laid["title"] = title
    laid["autosize"] = {"type": "pad"}
    laid["padding"] = 24
    laid["background"] = "#ffffff"
    return laid
