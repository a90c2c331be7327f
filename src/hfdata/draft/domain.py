"""Which service domain a figure belongs to: its passage first, its own clause where the passage speaks of several."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import add
from typing import NamedTuple

from ..model import Span
from .lexicon import EMERGENCIES, LABELS, WORDS
from .passages import FAR, Passage, Passages, Stretch

OTHER = "other"
NEAR = 16  # characters around a figure that count as its clause
OWN = 8  # characters around it that name what it counts
LEAD = 36  # characters of a paragraph that may name its topic
REPEATED = 3  # times that one word counts in a passage
LONGEST = 4000  # characters of a paragraph that are looked at: beyond that its lead and the sentence must do
WEIGHTS = {
    "lead": 0.5,
    "paragraph": 1.5,
    "sentence": 1.5,
    "heading": 1.0,
    "title": 0.25,
    "text": 0.75,
    "emergency": 2.0,
}
OPENING = 80  # characters that open a text
EMERGENCY = 0.3  # how much of a text speaks of safety where it reports an emergency
STOP = re.compile("[，。；、：,;:]")
CLAUSE, OWNED = 0.5, 0.5  # how much the words beside a figure count
MIXED, LISTED = 0.35, 1.5  # in a sentence where no domain has more than this share, how much a figure's own noun counts
ENOUGH = 2.0  # what the words beside a figure weigh together to count in full: one word that decides, or two others
LABEL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．是]+)?([^，。：:；,;\s]{1,16})[：:]")
# A yearbook sets its sections in one line, each behind its label and a blank: 教育 全乡设小学4所。医疗卫生 …
SECTION = re.compile("(?:^|[。；\n])[ \u3000]?([\u4e00-\u9fff]{2,6})$")
BLANK = re.compile("[ \u3000](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff0-9])")


def _beginnings() -> dict[str, tuple[int, ...]]:
    """Give the lengths of the words that begin with two characters, longest first; a single one stands by itself."""
    lengths: dict[str, set[int]] = {}
    for word in WORDS:
        lengths.setdefault(word[:2], set()).add(len(word))
    return {pair: tuple(sorted(found, reverse=True)) for pair, found in lengths.items()}


BEGINNINGS = _beginnings()
SINGLE = frozenset(word for word in WORDS if len(word) == 1)
SINGLES = re.compile(f"[{''.join(sorted(SINGLE))}]")


class Word(NamedTuple):
    """A word that tells a domain, where it stands and how much it counts."""

    start: int
    word: str
    domain: str
    weight: float


def words(text: str) -> list[Word]:
    """Find the words of `WORDS` in *text*, the longest at each place, none inside another.

    Most pairs of characters begin none: they are passed over by one look into a table.
    """
    found, end = [], 0
    pairs = [n for n, pair in enumerate(map(add, text, text[1:] + "\n")) if pair in BEGINNINGS]
    pairs += [match.start() for match in SINGLES.finditer(text)]
    pairs.sort()  # two runs in order: linear; a place that stands in both is passed over the second time
    for at in pairs:
        if at < end:
            continue
        for length in BEGINNINGS.get(text[at : at + 2], ()):
            word = text[at : at + length]
            if word in WORDS:
                break
        else:
            word = text[at]
            if word not in SINGLE:
                continue
        end = at + len(word)
        domain, weight = WORDS[word]
        if domain:
            found.append(Word(at, word, domain, weight))
    return found


def _sections(text: str) -> list[int]:
    """Find where the labels of `SECTION` begin."""
    labels = (SECTION.search(text, max(0, blank.start() - 8), blank.start()) for blank in BLANK.finditer(text))
    return [label.start(1) for label in labels if label]


class Topic(NamedTuple):
    """A domain, how far ahead of the next one it is (0 to 1), and the words that spoke for it."""

    domain: str
    lead: float
    words: tuple[str, ...]


class Domains:
    """Finds the domain of positions in one text."""

    def __init__(self, passages: Passages, folded: str) -> None:
        self._passages, self._text = passages, folded
        self._words = words(folded)
        self._starts = [word.start for word in self._words]
        self._last = (-2, OTHER)
        self._paragraph: tuple[Span | None, dict[str, float]] = (None, {})
        self._sections = _sections(folded)
        self._sentence: tuple[Stretch | None, bool, bool, dict[str, float]] = (None, False, False, {})
        self._always: dict[str, float] = {}
        if passages.lines and passages.is_heading(0):
            self._add(self._always, "title", self._weigh(passages.lines[0].start, passages.lines[0].end))
        weights = self._weigh(0, len(folded))
        self._add(self._always, "text", weights)
        if weights.get("safety", 0.0) >= EMERGENCY * sum(weights.values()) and self._opens_with_emergency():
            self._always["safety"] += WEIGHTS["emergency"]

    def _opens_with_emergency(self) -> bool:
        """Tell whether the first lines report a storm, a flood, …: what is kept running or mended then belongs to it."""
        return any(word.word in EMERGENCIES for word in self._words[: bisect_left(self._starts, OPENING)])

    def at(self, passage: Passage, start: int, end: int) -> Topic:
        """Give the domain of the figure at *start*–*end*."""
        sentence = passage.sentence
        if sentence.end - sentence.start > 2 * FAR:
            sentence = Stretch(max(sentence.start, start - FAR), min(sentence.end, start + FAR))
        spoken, mixed, scores = self._around(passage, sentence)
        first = bisect_left(self._starts, max(sentence.start, start - NEAR))
        last = bisect_left(self._starts, min(sentence.end, end + NEAR), first)
        if first < last:
            stop = STOP.search(self._text, end, end + OWN)
            named = self._named(start) if mixed else start - OWN
            owned = LISTED if mixed else OWNED
            scores = self._near(scores, first, last, named, stop.start() if stop else end + OWN, owned)
        elif not spoken and passage.paragraph - self._last[0] <= 1 and self._last[1] != OTHER:
            self._last = (passage.paragraph, self._last[1])
            return Topic(self._last[1], 0.0, ())
        if not scores:
            return Topic(OTHER, 0.0, ())
        domain, high, low = "", 0.0, 0.0
        for other, score in scores.items():
            if score > high:
                domain, high, low = other, score, high
            elif score > low:
                low = score
        self._last = (passage.paragraph, domain)
        said = [word for _, word, about, _ in self._words[first:last] if about == domain]
        return Topic(domain, (high - low) / high, tuple(dict.fromkeys(said)) if len(said) > 1 else tuple(said))

    def _named(self, start: int) -> int:
        """Find where the words that name the figure at *start* may begin: behind the figure before it."""
        window = self._text[max(start - OWN, 0) : start]
        cut = max(map(window.rfind, "，；。：,"))
        if any(map(str.isdigit, window[: window.rfind("、") + 1])):
            cut = max(cut, window.rfind("、"))
        return start - len(window) + cut + 1

    def _around(self, passage: Passage, sentence: Stretch) -> tuple[bool, bool, dict[str, float]]:
        """Weigh what is the same for all figures of a sentence.

        Tells also whether paragraph or sentence say anything, and whether the sentence lists things of several domains.
        """
        last, spoken, mixed, scores = self._sentence
        if last is not sentence and last != sentence:
            scores = dict(self._of_paragraph(passage))
            said = self._weigh(sentence.start, sentence.end)
            mixed = len(said) > 2 and max(said.values()) <= MIXED * sum(said.values())
            self._add(scores, "sentence", said)
            spoken = bool(scores)
            for domain, score in self._always.items():
                scores[domain] = scores.get(domain, 0.0) + score
            self._sentence = (sentence, spoken, mixed, scores)
        return spoken, mixed, scores

    def _of_paragraph(self, passage: Passage) -> dict[str, float]:
        """Weigh the paragraph, its lead and its heading."""
        last, scores = self._paragraph
        line = self._section(passage) if self._sections else passage.line
        if last != line:
            scores = {}
            self._add(scores, "lead", self._lead(line))
            self._add(scores, "paragraph", self._weigh(line.start, min(line.end, line.start + LONGEST)))
            self._add(scores, "heading", self._heading(passage.paragraph))
            self._paragraph = (line, scores)
        return scores

    def _section(self, passage: Passage) -> Span:
        """Give the part of a line that stands under one label, the line itself where it has no two labels."""
        line = passage.line
        first, last = bisect_left(self._sections, line.start), bisect_left(self._sections, line.end)
        if last - first < 2:
            return line
        at = bisect_left(self._sections, passage.sentence.end, first, last)
        return Span(self._sections[at - 1] if at > first else line.start, self._sections[at] if at < last else line.end)

    def _near(
        self, around: dict[str, float], first: int, last: int, start: int, end: int, weighed: float
    ) -> dict[str, float]:
        """Add the words beside a figure, *first* to *last*; those between *start* and *end* name what it counts."""
        beside = self._words[first:last]
        scores = around.copy()
        total = named = 0.0
        for at, _, _, weight in beside:
            total += weight
            if start <= at < end:
                named += weight
        clause, owned = CLAUSE / max(total, ENOUGH), (weighed if named >= 1 else OWNED) / max(named, ENOUGH)
        for at, _, domain, weight in beside:
            share = clause + owned if start <= at < end else clause
            scores[domain] = scores.get(domain, 0.0) + share * weight
        return scores

    def _add(self, scores: dict[str, float], level: str, weights: dict[str, float]) -> None:
        total = max(sum(weights.values()), 1.0)  # one weak word alone says little
        for domain, weight in weights.items():
            scores[domain] = scores.get(domain, 0.0) + WEIGHTS[level] * weight / total

    def _weigh(self, start: int, end: int) -> dict[str, float]:
        """Add up the words from *start* to *end*; one that is said over and over counts `REPEATED` times."""
        weights: dict[str, float] = {}
        times: dict[str, int] = {}
        for _, word, domain, weight in self._words[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            times[word] = times.get(word, 0) + 1
            if times[word] <= REPEATED:
                weights[domain] = weights.get(domain, 0.0) + weight
        return weights

    def _lead(self, line: Span) -> dict[str, float]:
        if label := LABEL.match(self._text, line.start, min(line.end, line.start + LEAD)):
            if label[1] in LABELS:
                return {LABELS[label[1]]: 1.0}
            weights = self._weigh(label.start(1), label.end(1))
            if weights:
                return weights
        return self._weigh(line.start, min(line.end, line.start + LEAD))

    def _heading(self, paragraph: int) -> dict[str, float]:
        """Weigh the heading of a paragraph, or the line that announces the list it is in: 涉及安置点3个：."""
        for number in range(paragraph - 1, max(paragraph - 8, -1), -1):
            end = self._passages.lines[number].end
            if self._text[end - 1] in "：:" or self._passages.is_heading(number):
                line = self._passages.lines[number]
                return self._weigh(line.start, line.end)
        return {}
