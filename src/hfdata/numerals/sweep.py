"""The sweep over a text: at each numeral, the first rule that fits says what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from ..model import Bound, Reason
from . import codes, context, dates, durations, judge, names, patterns, quoted, ranks, tolls
from .aside import Aside, aside
from .blanks import pressed
from .characters import CHINESE
from .figure import figure_at
from .found import Found
from .patterns import NUMERALS as C
from .threshold import Terms
from .usual import usual
from .value import LONGEST
from .words import FIXED, NOT_BEFORE, NOT_BEHIND
from .written import FRACTION, WHOLLY

Kind = Literal["figure"] | Reason

NEXT = re.compile(f"[0-9{CHINESE}]|半数")
RUN = re.compile(f"[0-9.,]+|[{CHINESE}]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9./-]*$")
AFTER_LATIN = re.compile(r"[0-9]+(?:[./-][0-9]{1,9}){0,6}(?:\+[0-9]{3}(?![0-9]))?(?:[A-Za-z]{1,9}[0-9]{0,9}){0,4}")
ARABIC_RULES = patterns.compiled(ranks.MARKS, codes.CODES, dates.DATES, ranks.RANKS)
CHINESE_RULES = patterns.compiled(
    names.CHINESE_NAMES, ranks.MARKS, dates.DATES, ranks.RANKS, codes.CODES, names.SLOGANS
)


def _words_at() -> dict[str, list[tuple[str, int]]]:
    """Index fixed words by their first numeral and its neighbour (behind it; before it with a "$"), longest first."""
    index: dict[str, list[tuple[str, int]]] = {}
    for word in sorted(FIXED, key=len, reverse=True):
        before = next(at for at, c in enumerate(word) if c in CHINESE)
        key = word[before : before + 2] if before + 1 < len(word) else word[before - 1 :] + "$"
        index.setdefault(key, []).append((word, before))
    return index


WORDS_AT = _words_at()


class Numeral(NamedTuple):
    """One numeral expression: ``text[start:end] == quote``, counted in code points.

    kind: "figure", or why it is none: date, name, ordinal, idiom, age, label.
    value, bound, unit: as in `Reading`; ``None`` unless it is a figure.
    why: the rule that decided. doubt: what a person should look at; empty if nothing.
    """

    start: int
    end: int
    quote: str
    kind: Kind
    value: Decimal | None = None
    bound: Bound | None = None
    unit: str | None = None
    why: str = ""
    doubt: str = ""


def scan(text: str) -> list[Numeral]:
    """Give every numeral expression of *text*, ordered and disjoint, each a figure or set aside with a reason.

    Every character of `digits` lies inside exactly one of them. Takes time in proportion to the length of *text*.

    >>> [(n.quote, n.kind, n.value and int(n.value)) for n in scan("进一步清理“三大堆”400余处")]
    [('进一步', 'idiom', None), ('三大堆', 'name', None), ('400余处', 'figure', 400)]
    """
    folded, places = pressed(text)
    return [_numeral(text, found, places) for found in sweep(folded)]


def _numeral(text: str, found: Found | Aside, places: list[int] | None) -> Numeral:
    start, end = (found.start, found.end) if places is None else (places[found.start], places[found.end - 1] + 1)
    quote = text[start:end]
    if isinstance(found, Aside):
        return Numeral(start, end, quote, found.kind, why=found.why, doubt=found.doubt)
    return Numeral(start, end, quote, "figure", found.value, found.bound, found.unit, found.rule, found.doubt)


def sweep(text: str) -> Iterator[Found | Aside]:
    """Walk over folded *text* from numeral to numeral; offsets are those of *text*."""
    quotes, terms = quoted.Quotes(text), Terms(text)
    floor = 0
    while match := NEXT.search(text, floor):
        found = expression(text, match.start(), floor, quotes.around(match.start()))
        if terms.any and isinstance(found, Found) and terms.around(match.start()):
            found = aside(found, "label", "who may claim something")
        yield found
        floor = max(found.end, match.start() + 1)


def expression(text: str, at: int, floor: int, inside: tuple[int, int] | None) -> Found | Aside:
    """Decide about the numeral at *at*; it may reach back to *floor*. *inside* is the short quotation around it."""
    found: Found | Aside | None = usual(text, at, floor) if text[at] in "0123456789" else None
    if not found:
        found = rules(text, at, floor)
    return quoted.name(text, found, floor, inside) if inside else found


def rules(text: str, at: int, floor: int) -> Found | Aside:
    """Try every rule in its order; what none knows is part of a word."""
    for step in ARABIC_STEPS if text[at].isascii() else CHINESE_STEPS:
        if found := step(text, at, floor):
            return found
    return _leftover(text, at)


def _special(text: str, at: int, floor: int) -> Found | Aside | None:
    """半数; and what is too long to be a number."""
    if text[at] in "半一" and (found := context.half(text, at, floor)):
        return found
    if text.startswith("零下", at) and text[at + 2 : at + 3].isdigit():
        return figure_at(text, at + 2, at)
    run = RUN.match(text, at)
    if run and len(run[0]) > LONGEST:
        return Aside(at, run.end(), "label", "too long for a number")
    return None


def _latin(text: str, at: int, floor: int) -> Aside | None:
    """PM2.5, G20, ISO9001: letters and digits that belong together."""
    if not (text[at].isascii() and at > floor and text[at - 1 : at].isascii()):
        return None
    before = LATIN.search(text, max(floor, at - 24), at)
    after = AFTER_LATIN.match(text, at) if before else None
    if not before or not after or (len(before[0]) > 1 and context.counted(text, at)):
        return None
    return Aside(before.start(), after.end(), "label", "letters and digits")


def _fixed(text: str, at: int, floor: int) -> Aside | None:
    """A word of the tables, the longest that stands here and cuts no number in two."""
    if text[at].isascii():
        return None
    for key in (text[at : at + 2], text[at - 1 : at + 1] + "$"):
        for word, before in WORDS_AT.get(key, ()):
            start = at - before
            if start >= floor and text.startswith(word, start) and _whole(text, start, start + len(word)):
                if start == at and context.about(text, at, floor):
                    continue
                return Aside(start, start + len(word), FIXED[word], f"the word {word}")
    return None


PAIRED = re.compile(f"一{patterns.WORD}{{1,2}}一{patterns.WORD}")


def _paired(text: str, at: int, floor: int) -> Aside | None:
    """一心一意, 一户一策: one each one; a longer word of the tables is seen first (一步一个脚印)."""
    match = PAIRED.match(text, at) if text[at] == "一" else None
    if not match:
        return None
    word = _fixed(text, at, floor)
    if word and (word.end >= match.end() or word.end - at == 3):
        return word
    return Aside(at, match.end(), "idiom", "one each one")


def _whole(text: str, start: int, end: int) -> bool:
    word = text[start:end]
    if (start and text[start - 1] in NOT_BEHIND.get(word, "")) or text[end : end + 1] in tuple(
        NOT_BEFORE.get(word, "")
    ):
        return False
    numeral = C + "0123456789"
    cut = (text[end - 1] in numeral and text[end : end + 1] in numeral and end < len(text)) or (
        start > 0 and text[start] in numeral and text[start - 1] in numeral
    )
    return not cut


def _pattern(text: str, at: int, floor: int) -> Aside | None:
    rules, rows = ARABIC_RULES if text[at].isascii() else CHINESE_RULES
    match = rules.match(text, at)
    if not match or match.lastgroup is None:
        return None
    rule = rows[match.lastgroup]
    start = at - 1 if rule.name == "document-number" and at > floor else at
    return Aside(start, match.end(), rule.kind, rule.name)


def _leftover(text: str, at: int) -> Aside:
    """Nothing fitted: a numeral without a unit is part of a word."""
    run = RUN.match(text, at)
    end = run.end() if run else at + 1
    end -= len(text[at:end]) - len(text[at:end].rstrip(".,"))
    if text[at].isascii():
        return Aside(at, end, "label", "a number without a unit", "no unit is printed; is it a code or a count?")
    following = text[end : end + 1]
    if end - at <= 2 and patterns.HAN.match(following) and following not in NO_PART:
        end += 1
    if text[at] in "一百千万亿零〇":
        return Aside(at, end, "idiom", "a numeral that counts nothing")
    return Aside(at, end, "name", "a numeral without a unit")


AT_HEART = re.compile(
    "百分百的?(?:热情|努力|信任|信心|真心|用心|诚意|精力|专注|付出|热爱|忠诚|警惕|把握|姿态|状态|态度|心思)"
)


def _fraction(text: str, at: int, floor: int) -> Found | Aside | None:
    if text.startswith(WHOLLY, at):
        if AT_HEART.match(text, at):
            return Aside(at, at + len(WHOLLY), "idiom", "百分百 of feeling")
        return figure_at(text, at, floor)
    return figure_at(text, at, floor) if text.find("分之", at, at + LONGEST) > at and FRACTION.match(text, at) else None


NO_PART = "的是为了和与及在等到以有就都也而或把被让从向对上下中内外后前者们地得着过将"


Step = Callable[[str, int, int], Found | Aside | None]
ARABIC_STEPS: tuple[Step, ...] = (
    _special,
    _latin,
    context.frequency,
    _fraction,
    context.ordinal,
    context.per,
    context.recent,
    context.hotline,
    context.age,
    _pattern,
    durations.duration,
    judge.figure,
)
CHINESE_STEPS: tuple[Step, ...] = (
    _special,
    context.frequency,
    context.denial,
    tolls.toll,
    _fraction,
    context.ordinal,
    context.weekday,
    context.per,
    context.recent,
    _paired,
    _fixed,
    context.age,
    _pattern,
    durations.duration,
    judge.figure,
)
