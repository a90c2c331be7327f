"""The bundled typeface, so that text is measured alike on every machine: HF Sans SC, Regular and Bold.

A subset of Noto Sans CJK SC under the SIL Open Font License (``OFL.txt``), renamed so that an installed Noto cannot
replace it: all 3 755 characters of GB 2312 level 1, Latin, punctuation, and whatever data, notebooks and labels use.
``python -m hfdata.fonts.build FONT`` rebuilds it. Reading coverage and widths needs neither fontTools nor a renderer.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache, lru_cache
from math import fsum
from pathlib import Path

FAMILY = "HF Sans SC"
_HERE = Path(__file__).parent
_FILES = {False: _HERE / "HFSansSC-Regular.otf", True: _HERE / "HFSansSC-Bold.otf"}


def folder() -> Path:
    """Return the folder of font files, for ``vl_convert.register_font_directory``."""
    return _HERE


def missing(text: str) -> set[str]:
    """Return the characters of *text* that the typeface cannot draw; white space and controls need no drawing.

    >>> missing("海丰街道 ≥400处"), missing("𠮷")
    (set(), {'𠮷'})
    """
    have = _widths(False)
    return {c for c in set(text) if c not in have and unicodedata.category(c) not in _UNDRAWN}


@lru_cache(4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide one line of *text* is in px at *size* px; a character outside the typeface counts as one em.

    >>> width("街道", 14), width("2023", 10)
    (28.0, 22.2)
    """
    have = _widths(bold)
    ems = fsum(have.get(c, 0.0 if unicodedata.category(c) in _UNDRAWN else 1.0) for c in text)
    return round(ems * size, 3)


_UNDRAWN = {"Cc", "Cf", "Mn", "Me", "Zl", "Zp"}


@cache
def _widths(bold: bool) -> dict[str, float]:
    """Read the advance of each character, in em, from the font's own tables (about 2 ms, once)."""
    with _FILES[bold].open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        where = {}
        for _ in range(count):
            tag, start, length = struct.unpack(">4s4xLL", file.read(16))
            where[tag] = (start, length)

        def table(tag: bytes) -> bytes:
            file.seek(where[tag][0])
            return file.read(where[tag][1])

        em = struct.unpack_from(">H", table(b"head"), 18)[0]
        metrics = struct.unpack_from(">H", table(b"hhea"), 34)[0]
        hmtx, cmap = table(b"hmtx"), table(b"cmap")
    advances = [struct.unpack_from(">H", hmtx, 4 * i)[0] / em for i in range(metrics)]
    return {
        chr(first + i): advances[min(glyph + i, metrics - 1)]
        for first, last, glyph in _groups(cmap)
        for i in range(last - first + 1)
    }


def _groups(cmap: bytes) -> list[tuple[int, int, int]]:
    """Return (first, last, first glyph) of the segmented coverage table; the build writes this format only."""
    start = struct.unpack_from(">L", cmap, 8)[0]
    kind, groups = struct.unpack_from(">H10xL", cmap, start)
    if kind != 12:
        raise ValueError(f"the bundled font's cmap has format {kind}, not 12: rebuild it with hfdata.fonts.build")
    return [struct.unpack_from(">LLL", cmap, start + 16 + 12 * i) for i in range(groups)]
