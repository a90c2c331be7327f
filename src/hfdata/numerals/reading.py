"""Reading one quote as a figure, whatever stood around it."""

from __future__ import annotations

from ..errors import HfdataError
from . import context
from .blanks import pressed
from .figure import figure_at
from .found import Found, Reading
from .sweep import NEXT


class UnreadableQuote(HfdataError, ValueError):
    """A quote is not one number with its qualifiers and unit."""

    def __init__(self, quote: str) -> None:
        super().__init__(quote)
        self.quote = quote

    def __str__(self) -> str:
        return (
            f"{self.quote!r} is not one number with its qualifier and unit, so its value cannot be checked.\n"
            f"Quote exactly what is printed, such as 400余处, 三名, 近30万元 or 没有发生一例."
        )


def read(quote: str) -> Reading:
    """Read *quote* as a figure.

    >>> read("400余处")
    Reading(value=Decimal('400'), bound='at_least', unit='处')
    >>> read("没有发生一例").value, read("近30万元").value, read("每周一次").unit
    (Decimal('0'), Decimal('300000'), '次')

    Raises:
        UnreadableQuote: if it is not exactly one number with its qualifiers and unit.
    """
    text = pressed(quote)[0].strip()
    match = NEXT.search(text)
    found = _found(text, match.start()) if match else None
    if not found or found.start != 0 or found.end != len(text):
        raise UnreadableQuote(quote)
    return found.reading


def _found(text: str, at: int) -> Found | None:
    return (
        context.half(text, at, 0)
        or context.frequency(text, at, 0)
        or context.denial(text, at, 0)
        or figure_at(text, at)
    )
