"""What is passed over before a text is read: zero-width characters, and blanks set around digits for the eye alone."""

from __future__ import annotations

import re

from .characters import INVISIBLE, fold
from .units import JOINED

BLANK = "[ \u00a0\u2002-\u200a\u202f]"
HAN = "[\u4e00-\u9fff，、（(]"


def _group(before: str) -> str:
    """Write a pattern for one to three digits and a blank, behind *before*."""
    return "(?:" + "|".join(f"(?<={before}[1-9]{'[0-9]' * more}{BLANK})" for more in range(3)) + ")"


# 2023 年 11 月, 投资 30 万元, 每组 3 至 5 人, 车位2 000个; the blank of a headline stays: 正式启用 30个窗口.
SET_APART = re.compile(
    f"{BLANK}(?:(?<=[0-9]{BLANK})(?=[{JOINED}]|[至到—~-]{BLANK}?[0-9])|"
    f"(?:{_group(HAN)}|{_group('^')})(?=[0-9]{{3}}{BLANK}?[{JOINED}])|{_group(f'(?:{HAN}|{BLANK})')}(?=0[0-9]{{2}}{BLANK}?[{JOINED}])|"
    f"(?<=[\u4e00-\u9fff—~-]{BLANK})(?=[0-9][0-9.,]{{0,15}}{BLANK}[{JOINED}至到—~-]))"
)


def pressed(text: str) -> tuple[str, list[int] | None]:
    """Fold *text* and leave out what is passed over; with it, where each character stood, None where nothing went.

    >>> pressed("投资 30 万元")
    ('投资30万元', [0, 1, 3, 4, 6, 7])
    """
    folded = fold(text)
    gone = {at for match in INVISIBLE.finditer(folded) for at in range(match.start(), match.end())}
    gone |= {match.start() for match in SET_APART.finditer(folded)}
    if not gone:
        return folded, None
    places = [at for at in range(len(folded)) if at not in gone]
    return "".join([folded[at] for at in places]), places
