"""Specifications → SVG, by Vega itself, with the bundled typeface, offline."""

from __future__ import annotations

import hashlib
import html
import re
from functools import cache
from typing import Any

from .. import fonts

VEGALITE = "6.4"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


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
