"""A numeral that counts nothing."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Reason
from .found import Found

PUNCTUATION = "，。；：、！？,.;:!?（）()“”‘’\"'《》〈〉【】[]〔〕—…·|\t\n\r \u3000"
THRESHOLD = ("以上", "以下", "及以上", "及以下", "或以上", "或以下")


class Aside(NamedTuple):
    """A numeral that counts nothing, in offsets of the folded text."""

    start: int
    end: int
    kind: Reason
    why: str
    doubt: str = ""


def aside(found: Found, kind: Reason, why: str, doubt: str = "") -> Aside:
    """Set *found* aside as *kind*."""
    return Aside(found.start, found.end, kind, why, doubt)
