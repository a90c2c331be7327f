"""Which service domain a figure belongs to: its passage first, its own clause where the passage speaks of several."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ..model import Span
from .passages import Passage, Passages
from .topics import LABELS, MISLEADING, STRONG, TOPICS, WEAK

OTHER = "other"
NEAR = 24  # characters around a figure that count as its clause
OWN = 8  # characters around it that name what it counts
LEAD = 36  # characters of a paragraph that may name its topic
REPEATED = 3  # times that one word counts in a passage
KEPT = 64  # passages whose words are remembered: a text is read from top to bottom
LONGEST = 4000  # characters of a paragraph that are looked at: beyond that its lead and the sentence must do
WEIGHTS = {
    "lead": 1.3,
    "paragraph": 1.0,
    "sentence": 0.9,
    "clause": 0.8,
    "own": 0.5,
    "heading": 1.3,
    "title": 0.3,
    "text": 0.35,
}
LABEL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．是]+)?([^，。：:；,;\s]{1,16})[：:]")

WORDS: dict[str, tuple[str, float]] = dict.fromkeys(MISLEADING, ("", 0.0))
for _domain, _words in TOPICS.items():
    for _word in _words.split():
        WORDS[_word] = (_domain, 1.0 if len(_word) > 1 else 0.5)
for _domain, _words in STRONG.items():
    for _word in _words.split():
        WORDS[_word] = (_domain, 2.0)


for _word in WEAK.split():
    if WORDS.get(_word, ("", 0.0))[0]:
        WORDS[_word] = (WORDS[_word][0], 0.5)


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Join words by their first character, so that most characters of a text are passed over at once."""
    first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        first.setdefault(word[0], []).append(word[1:])
    return re.compile(
        "|".join(f"{re.escape(c)}(?:{'|'.join(map(re.escape, rest))})" for c, rest in sorted(first.items()))
    )


FOUND = _pattern(list(WORDS))


@dataclass(frozen=True, slots=True)
class Topic:
    """A domain, how far ahead of the next one it is (0 to 1), and the words that spoke for it."""

    domain: str
    lead: float
    words: tuple[str, ...]


class Domains:
    """Finds the domain of positions in one text."""

    def __init__(self, passages: Passages, folded: str) -> None:
        self._passages, self._text = passages, folded
        hits = [(m.start(), m[0]) for m in FOUND.finditer(folded) if WORDS[m[0]][0]]
        self._hits, self._starts = hits, [start for start, _ in hits]
        self._known: dict[tuple[int, int], dict[str, float]] = {}
        self._last = (-2, OTHER)
        self._paragraph: tuple[int, dict[str, float]] = (-1, {})
        self._whole = self._weigh(Span(0, max(len(folded), 1)))
        self._title = self._weigh(passages.lines[0]) if passages.lines and passages.is_heading(0) else {}

    def at(self, passage: Passage, start: int, end: int) -> Topic:
        """Give the domain of the figure at *start*–*end*."""
        scores = dict(self._around(passage))
        sentence = _clip(passage.sentence, start)
        self._add(scores, "sentence", self._weigh(sentence))
        near = Span(max(sentence.start, start - NEAR), min(sentence.end, end + NEAR))
        self._add(scores, "clause", self._count(near.start, near.end))
        self._add(scores, "own", self._count(max(near.start, start - OWN), min(near.end, end + OWN)))
        if not scores and passage.paragraph - self._last[0] <= 1 and self._last[1] != OTHER:
            self._last = (passage.paragraph, self._last[1])
            return Topic(self._last[1], 0.0, ())
        self._add(scores, "title", self._title)
        self._add(scores, "text", self._whole)
        if not scores:
            return Topic(OTHER, 0.0, ())
        (first, high), *rest = sorted(scores.items(), key=lambda row: -row[1])
        low = rest[0][1] if rest else 0.0
        self._last = (passage.paragraph, first)
        words = (word for word in self._words(near) if WORDS[word][0] == first)
        return Topic(first, (high - low) / high, tuple(dict.fromkeys(words)))

    def _around(self, passage: Passage) -> dict[str, float]:
        """Weigh the paragraph, its lead and its heading: the same for all figures in it."""
        number, scores = self._paragraph
        if number != passage.paragraph:
            line, scores = passage.line, {}
            self._add(scores, "lead", self._lead(line))
            self._add(scores, "paragraph", self._weigh(Span(line.start, min(line.end, line.start + LONGEST))))
            self._add(scores, "heading", self._heading(passage.paragraph))
            self._paragraph = (passage.paragraph, scores)
        return scores

    def _add(self, scores: dict[str, float], level: str, weights: dict[str, float]) -> None:
        total = sum(weights.values())
        for domain, weight in weights.items():
            scores[domain] = scores.get(domain, 0.0) + WEIGHTS[level] * weight / total

    def _words(self, span: Span) -> list[str]:
        return [
            word for _, word in self._hits[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
        ]

    def _weigh(self, span: Span) -> dict[str, float]:
        key = (span.start, span.end)
        if key not in self._known:
            if len(self._known) > KEPT:
                self._known.clear()
            self._known[key] = self._count(span.start, span.end)
        return self._known[key]

    def _count(self, start: int, end: int) -> dict[str, float]:
        weights: dict[str, float] = {}
        times: dict[str, int] = {}
        for _, word in self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            times[word] = times.get(word, 0) + 1
            if times[word] <= REPEATED:
                domain, weight = WORDS[word]
                weights[domain] = weights.get(domain, 0.0) + weight
        return weights

    def _lead(self, line: Span) -> dict[str, float]:
        if label := LABEL.match(self._text, line.start, min(line.end, line.start + LEAD)):
            if label[1] in LABELS:
                return {LABELS[label[1]]: 1.0}
            weights = self._weigh(Span(label.start(1), label.end(1)))
            if weights:
                return weights
        return self._weigh(Span(line.start, min(line.end, line.start + LEAD)))

    def _heading(self, paragraph: int) -> dict[str, float]:
        for number in range(paragraph - 1, max(paragraph - 8, -1), -1):
            if self._passages.is_heading(number):
                line = self._passages.lines[number]
                return self._weigh(line)
        return {}


def _clip(sentence: Span, at: int) -> Span:
    return Span(max(sentence.start, at - 200), min(sentence.end, at + 200))
