"""Where a figure stands: its paragraph, sentence and clause, found by position in time proportional to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ..model import Span

SENTENCE_END = re.compile(r"[。！？；!?;\n]|\.(?=\s)")
CLAUSE_END = re.compile(r"[，,。！？；：!?;:\n]")
HEADING, TITLE = 40, 60  # characters; a longer line is prose
FAR = 200  # characters; no wording reaches further than this


class Stretch(NamedTuple):
    """Where a sentence or clause stands; a `Span` that is not checked, for there is one for every figure."""

    start: int
    end: int


class Passage(NamedTuple):
    """The surroundings of one figure, as offsets into the text; ``paragraph`` counts non-empty lines from 0."""

    paragraph: int
    line: Span
    sentence: Stretch
    clause: Stretch


class Passages:
    """The lines, sentences and clauses of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = paragraphs(text)
        self._line_starts = [line.start for line in self.lines]
        self._sentences = _bounds(SENTENCE_END, text)
        self._clauses = _bounds(CLAUSE_END, text)
        self._last: Passage | None = None

    def at(self, position: int) -> Passage:
        """Give the passage that *position* stands in; positions that follow each other share most of it."""
        last = self._last
        if last and last.sentence.start <= position < last.sentence.end:
            if not last.clause.start <= position < last.clause.end:
                self._last = last._replace(clause=_around(self._clauses, position))
        else:
            number = max(bisect_right(self._line_starts, position) - 1, 0)
            line = self.lines[number] if self.lines else Span(0, max(len(self.text), 1))
            self._last = Passage(number, line, _around(self._sentences, position), _around(self._clauses, position))
        return self._last  # type: ignore[return-value]

    def sentence_before(self, sentence: Stretch) -> Stretch | None:
        """Give the sentence before *sentence*, or None where it begins the text."""
        return _around(self._sentences, sentence.start - 1) if sentence.start else None

    def is_heading(self, number: int) -> bool:
        """Tell whether line *number* looks like a heading: short, and not closed like a sentence."""
        line = self.lines[number]
        if line.end - line.start > 2 * TITLE:
            return False
        words = self.text[line.start : line.end].strip()
        return 0 < len(words) <= (HEADING if number else TITLE) and words[-1] not in "。！？；，,;"


def paragraphs(text: str) -> list[Span]:
    r"""Give the non-empty lines of *text*, line endings left out, as release.toml records them.

    >>> paragraphs("标题\r\n\r\n正文\r\n")
    [Span(start=0, end=2), Span(start=6, end=8)]
    """
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body.strip():
            spans.append(Span(start, start + len(body)))
        start += len(line)
    return spans


def _bounds(pattern: re.Pattern[str], text: str) -> list[int]:
    return [0, *(match.end() for match in pattern.finditer(text)), len(text) + 1]


def _around(bounds: list[int], position: int) -> Stretch:
    after = bisect_right(bounds, position)
    if after >= len(bounds):
        after = len(bounds) - 1
    return Stretch(bounds[after - 1], bounds[after])
