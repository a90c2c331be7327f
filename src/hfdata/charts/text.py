"""Text in a drawing: how wide it is, where it may break, and what is left out of it."""

from __future__ import annotations

import re
import unicodedata
from math import fsum

from .. import fonts

SLACK = 1.12  # a reader's own Latin letters are wider than the bundled ones; Chinese characters are not
NEVER_FIRST = "，。、；：？！）》】〕”’」』%…—·"
NEVER_LAST = "（《【〔“‘「『"
_CHINESE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
_PIECE = re.compile(rf"[{_CHINESE}]|\s+|[^\s{_CHINESE}-]*-+|[^\s{_CHINESE}-]+")  # where one ends, a line may


def clean(text: object) -> str:
    """Return *text* on one line, without the invisible characters that would turn or hide what follows.

    >>> clean(" a  b"), clean("a" + chr(0x202E) + "b")
    ('a b', 'ab')
    """
    shown = "".join(
        c for c in str(text) if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    return " ".join(shown.split())


def px(text: str, size: float, *, bold: bool = False) -> float:
    """Return the room that one line of *text* needs in px, with slack for a reader's own typeface."""
    # Not sum(), which adds floats in another way since Python 3.12: a page has the same bytes on every Python.
    return fsum(fonts.width(c, size, bold=bold) * (1.0 if c >= "\u2e80" else SLACK) for c in text)


def wrap(text: object, width: float, size: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """Break *text* into at most *lines* lines of *width* px; what does not fit ends in an ellipsis.

    Chinese breaks between characters but for punctuation that may not begin or end a line; Latin between words.

    >>> wrap("清理占道经营、私搭乱建", 84, 14)
    ['清理占道经', '营、私搭乱建']
    """
    made, line = [], ""
    for piece in _pieces(clean(text), width, size, bold=bold):
        if line and px(line + piece.rstrip(), size, bold=bold) > width:
            made.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    made = [*made, line.rstrip()] if line.strip() else made
    if len(made) <= lines:
        return made
    last = made[lines - 1]
    while last and px(last + "…", size, bold=bold) > width:
        last = last[:-1]
    return [*made[: lines - 1], last.rstrip() + "…"]


def _pieces(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Split *text* where a line may end; a word longer than a line is cut."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        joins = pieces and (piece[0] in NEVER_FIRST or pieces[-1][-1] in NEVER_LAST)
        if joins:
            pieces[-1] += piece
        elif px(piece, size, bold=bold) > width:
            pieces += list(piece)
        else:
            pieces.append(piece)
    return pieces
