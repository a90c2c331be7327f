"""Reading numbers in Chinese official prose: the only part of hfdata that knows numerals, qualifiers and units.

`scan` finds every numeral of a text and says which are figures; `read` reads one quote; `bounds` turns a qualifier
into limits; `convert` turns printed units into those of a table; `digits` lists the runs of numeral characters that a scan must account for. Nothing is guessed silently:
each result names its rule (``why``) and what a person should look at (``doubt``).
"""

from __future__ import annotations

from .characters import digits
from .found import Reading
from .qualifiers import LIMITS, UnknownWording, bounds
from .reading import UnreadableQuote, read
from .sweep import Numeral, scan
from .units import convert

__all__ = [
    "LIMITS",
    "Numeral",
    "Reading",
    "UnknownWording",
    "UnreadableQuote",
    "bounds",
    "convert",
    "digits",
    "read",
    "scan",
]
