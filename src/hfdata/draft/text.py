"""Bytes of a saved text → its characters, or one sentence that says what to do."""

from __future__ import annotations

import codecs
import re

from ..errors import HfdataError

MARKUP = re.compile(
    r"<(?:!doctype|html|body|head|div|p|span|td|tr|table|br|a|script|style|img|li)\b[^<>]{0,400}>", re.IGNORECASE
)


class UnreadableText(HfdataError):
    """A text cannot be read as it was saved."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(name, problem, remedy)
        self.name, self.problem, self.remedy = name, problem, remedy

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}.\n{self.remedy}"


def decode(raw: bytes, *, name: str = "text", encoding: str = "utf-8") -> str:
    r"""Decode *raw* strictly; the encoding is said, never guessed. A byte order mark and line endings are kept.

    >>> decode("400余处\r\n".encode())
    '400余处\r\n'

    Raises:
        UnreadableText: for another encoding, an unknown one, markup instead of text, NUL characters, or nothing at all.
    """
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise UnreadableText(
            name, f"{encoding!r} is no encoding that Python knows", "Common ones are utf-8, gb18030, big5."
        ) from None
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableText(name, f"byte {error.start} is not {encoding}", _remedy(raw, encoding)) from None
    if not text.strip("\ufeff \t\r\n\u3000"):
        raise UnreadableText(name, "there is no text in it", "Save the text of the publication in this file.")
    if "\0" in text:
        at = text.index("\0")
        raise UnreadableText(
            name, f"character {at} is NUL: this is not a text file", "Save the publication as plain text (UTF-8)."
        )
    if tag := MARKUP.search(text):
        remedy = "Copy the text as it is read on the page, not its HTML, and save it as plain text (UTF-8)."
        raise UnreadableText(name, f"character {tag.start()} begins markup ({tag[0][:30]})", remedy)
    return text


def _remedy(raw: bytes, encoding: str) -> str:
    for other in ("gb18030", "big5", "utf-16"):
        if other == encoding or (other == "utf-16" and raw[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            continue
        try:
            raw.decode(other)
        except UnicodeDecodeError:
            continue
        return f"It can be read as {other}: run again with --encoding {other}, which saves the draft's source as UTF-8."
    return "Save it as UTF-8, or name its encoding with --encoding."
