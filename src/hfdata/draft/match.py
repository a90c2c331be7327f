"""Which indicator a figure reports: by its words, its unit and its domain, with a score, never silently."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import NamedTuple

from ..model import Indicator, Status, Unit
from ..numerals import convert
from .passages import Passage

SURE = 0.6  # a score below this is a doubt
CLOSE = 0.1  # two scores that differ by less fit almost equally well
ENOUGH = 0.36  # a score below this is no match
BEFORE, BEHIND, LONG_BEHIND = 34, 18, 70  # characters of the sentence that describe a figure
OWN, EARLIER, SHARED = (
    1.0,
    0.85,
    0.45,
)  # how much a word counts: in the figure's clause, before it, beyond another figure
STOP = re.compile("[，。；、！？,.;!?：:]")
# Printed measure words for each unit of units.csv, the unit's own name first; 个 counts what has no word of its own.
PRINTED = {
    words.split()[0]: frozenset(words.split())
    for words in (
        "处 个 所 座", "次 场次 场", "件 起 宗 个", "起 件 宗", "例 起 件",
        "条 件 个", "项 个", "册 本", "个 台 套 路 只", "村 个", "小区 个", "场 场次",
    )
} | {"次/周": frozenset({"次"})}  # fmt: skip
HAN = re.compile("[\u4e00-\u9fffA-Za-z0-9]")


class Described(NamedTuple):
    """A figure as far as matching needs it: its place, printed unit, status, domain and quote."""

    start: int
    end: int
    unit: str
    status: Status
    domain: str
    quote: str


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator's id, how well it fits (0 to 1), and what else came close ("" if nothing)."""

    indicator: str
    score: float
    rival: str


def matches(
    passages: Sequence[Passage],
    text: str,
    figures: Sequence[Described],
    indicators: Iterable[Indicator],
    units: Mapping[str, Unit],
) -> list[Match | None]:
    """Give each of *figures* the indicator it reports, or None; each indicator once per status, best fits first.

    *passages* are those of the figures.
    """
    known = [_Words(indicator, units[indicator.unit].name_zh) for indicator in indicators if indicator.unit in units]
    if not known:
        return [None] * len(figures)
    index = _Index(known, text)
    scored: list[tuple[float, int, _Words]] = []
    for number, figure in enumerate(figures):
        taking = index.taking(figure)
        if taking:
            grams = index.around(passages[number], figures, number)
            scored += [(s, number, known[n]) for n, s in index.scores(grams, taking, figure.domain) if s >= ENOUGH]
    return _assign(scored, figures)


def _assign(scored: list[tuple[float, int, _Words]], figures: Sequence[Described]) -> list[Match | None]:
    scored.sort(key=lambda row: (-row[0], row[1]))
    found: list[Match | None] = [None] * len(figures)
    used: set[tuple[str, Status]] = set()
    fitting: dict[int, list[tuple[float, _Words]]] = {}
    for score, number, words in scored:
        fitting.setdefault(number, []).append((score, words))
    for score, number, words in scored:
        status = figures[number].status
        if found[number] is None and (words.id, status) not in used:
            close = (w.id for s, w in fitting[number] if w is not words and score - s < CLOSE)
            rival = next((other for other in close if (other, status) not in used), "")
            found[number] = Match(words.id, round(score, 2), rival)
            used.add((words.id, status))
    return found


class _Words:
    """An indicator's words as pairs of characters."""

    def __init__(self, indicator: Indicator, unit: str) -> None:
        self.id, self.domain, self.unit = indicator.id, indicator.domain, unit
        self.name, self.definition = (
            _grams(indicator.name_zh),
            _grams(indicator.definition_zh) - _grams(indicator.name_zh),
        )
        self.printed = PRINTED.get(unit, frozenset({unit}))
        self.every_week = unit == "次/周"

    def takes(self, figure: Described) -> bool:
        """Tell whether a figure in its printed unit can be this indicator's."""
        if self.every_week != figure.quote.startswith("每周"):
            return False
        return figure.unit in self.printed or convert(Decimal(1), figure.unit, self.unit) is not None


class _Index:
    """The pairs of characters that the indicators are made of."""

    def __init__(self, known: Sequence[_Words], text: str) -> None:
        self._known, self._text = known, text
        self._taking: dict[tuple[str, bool], frozenset[int]] = {}
        self._shares: dict[str, list[tuple[int, float, float]]] = {}
        weights = _weights(known)
        for number, words in enumerate(known):
            names = sum(weights[gram] for gram in words.name)
            definitions = sum(weights[gram] for gram in words.definition)
            for gram in words.name | words.definition:
                name = weights[gram] / names if gram in words.name else 0.0
                definition = weights[gram] / definitions if gram in words.definition else 0.0
                self._shares.setdefault(gram, []).append((number, name, definition))

    def taking(self, figure: Described) -> frozenset[int]:
        """Give the indicators that a figure in its printed unit can be."""
        key = (figure.unit, figure.quote.startswith("每周"))
        if key not in self._taking:
            self._taking[key] = frozenset(n for n, words in enumerate(self._known) if words.takes(figure))
        return self._taking[key]

    def around(self, passage: Passage, figures: Sequence[Described], number: int) -> dict[str, float]:
        """Give the pairs of characters around a figure, nearer ones counting more; beyond the next figure little.

        Chinese names a thing before its number (演出30场) or right behind it (四名教师); behind a comma begins another.
        """
        figure, text, sentence = figures[number], self._text, passage.sentence
        floor = figures[number - 1].end if number else 0
        own = max(floor, passage.clause.start)
        grams: dict[str, float] = {}
        shares = self._shares
        for at in range(max(sentence.start, figure.start - BEFORE), figure.start - 1):
            if (gram := text[at : at + 2]) in shares:
                weight = OWN if at >= own else EARLIER if at >= floor else SHARED
                if weight > grams.get(gram, 0.0):
                    grams[gram] = weight
        for at in range(figure.end, _behind(text, figure, figures, number, sentence.end) - 1):
            if (gram := text[at : at + 2]) in shares:
                grams[gram] = OWN
        return grams

    def scores(self, grams: Mapping[str, float], taking: frozenset[int], domain: str) -> Iterator[tuple[int, float]]:
        """Say how well each of the indicators *taking* fits what stands around a figure, where anything does."""
        names: dict[int, float] = {}
        definitions: dict[int, float] = {}
        for gram, weight in grams.items():
            for number, name, definition in self._shares[gram]:
                if number in taking:
                    names[number] = names.get(number, 0.0) + weight * name
                    definitions[number] = definitions.get(number, 0.0) + weight * definition
        for number, name in names.items():
            score = 0.62 * name + 0.26 * min(definitions[number] * 2, 1.0)
            yield number, score + (0.12 if domain == self._known[number].domain else 0.0)


def _weights(known: Sequence[_Words]) -> dict[str, float]:
    """Weigh a pair of characters by how few indicators have it: 公益 tells little, 探头 much."""
    counts = Counter(gram for words in known for gram in words.name | words.definition)
    return {gram: log(1 + len(known) / count) for gram, count in counts.items()}


def _grams(words: str) -> frozenset[str]:
    kept = "".join(c if HAN.match(c) else " " for c in words)
    return frozenset(pair for run in kept.split() for pair in map("".join, pairwise(run)))


def _behind(text: str, figure: Described, figures: Sequence[Described], number: int, end: int) -> int:
    """Say how far what stands behind a figure still speaks of it."""
    ceiling = min(end, figures[number + 1].start if number + 1 < len(figures) else end)
    if text.startswith("的", figure.end):  # 投资30万元的，…机构: the thing comes at the end
        return min(ceiling, figure.end + LONG_BEHIND)
    stop = STOP.search(text, figure.end, ceiling)
    return min(stop.start() if stop else ceiling, figure.end + BEHIND)
