"""Short quotations: what stands alone between quotation marks is a name more often than a count (“三大堆”)."""

from __future__ import annotations

import re

from .aside import Aside
from .found import Found
from .units import MONEY
from .words import FIXED

MARKS = re.compile(
    r"“[^“”\n]{1,16}”|‘[^‘’\n]{1,16}’|\"[^\"\n，。；：！？]{1,14}\"|《[^《》\n]{1,40}》|〈[^〈〉\n]{1,20}〉"
)
ENDS = "。！？，；"  # speech that is quoted ends so, a name does not
NAME = 10  # characters; a longer quotation is a sentence, and is read like the text around it


class Quotes:
    """The short quotations of a text, found as the sweep reaches them; unbalanced marks quote nothing."""

    def __init__(self, text: str) -> None:
        self._found = MARKS.finditer(text)
        self._start = self._end = 0
        self._next()

    def _next(self) -> None:
        match = next(self._found, None)
        self._start, self._end = match.span() if match else (1 << 62, 1 << 62)

    def around(self, at: int) -> tuple[int, int] | None:
        """Give the quotation that *at* is in, marks included; calls must not go backwards."""
        while self._end <= at:
            self._next()
        return (self._start, self._end) if self._start < at else None


def name(text: str, found: Found | Aside, floor: int, inside: tuple[int, int]) -> Found | Aside:
    """Say what *found* is inside the quotation *inside*: mostly part of a name; dates and codes stay what they are."""
    start, end = inside[0] + 1, inside[1] - 1
    content = text[start:end]
    if start >= floor and content in FIXED:
        kind = "name" if FIXED[content] == "idiom" else FIXED[content]  # “一卡通”, “百日攻坚”: programmes
        return Aside(start, end, kind, f"the word {content}")
    if content and content[-1] in ENDS and text[inside[0]] not in "《〈":
        return found
    if isinstance(found, Found):
        if _states(found, content, start):
            return found
        found = Aside(found.start, found.end, "name", "in quotation marks")
    elif found.kind not in ("idiom", "name"):
        return found
    if text[inside[0]] in "《〈":
        return found._replace(end=min(found.end, end))
    if len(content) > NAME or start < floor:
        return found._replace(end=max(min(found.end, end), found.start + 1))
    return Aside(start, end, "name", "in quotation marks")


def _states(found: Found, content: str, start: int) -> bool:
    """Tell whether a quoted number is meant as one: denied, measured, or all there is in the quotation."""
    if found.rule == "zero by denial" or found.end - found.start == len(content):
        return found.rule == "zero by denial" or found.unit in MONEY | {"%"}
    strong = (
        found.unit in MONEY | {"%"}
        or found.qualifiers
        or "." in found.number
        or found.number[-1] in "万亿"
        or len(found.number) > 3
    )
    return bool(strong) and len(content) > 6
