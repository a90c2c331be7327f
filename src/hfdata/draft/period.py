"""When a figure holds: the phrase that is printed, and its dates relative to the day of the event."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from ..model import Status
from ..numerals import value
from .passages import FAR, Passage, Passages, Stretch

N = "[0-9一二三四五六七八九十两]"
PHRASE = re.compile(
    rf"(?P<since>今年以来|今年来|(?P<since_month>{N}{{1,2}})月(?:份)?以来|(?P<since_year>20[0-9]{{2}})年以来)"
    rf"|(?P<months>(?:(?:20[0-9]{{2}}年|"
    rf"今年)?(?P<from>{N}{{1,2}})月?(?:份)?[-—~至到]{{1,2}}(?P<to>{N}{{1,2}})月(?:份)?))"
    rf"|(?P<first_months>(?:今年)?前(?P<count>{N}{{1,2}})个月)"
    rf"|(?P<quarter>(?:今年|20[0-9]{{2}}年)?(?:第(?P<q1>[一二三四1-4])季度|(?P<q2>[一二三四])季度))"
    rf"|(?P<quarters>(?:今年)?前(?P<q3>[两二三23])个?季度)"
    rf"|(?P<half>(?:今年|20[0-9]{{2}}年度?)?(?P<which>[上下])半年)"
    rf"|(?P<day>(?:(?P<y>20[0-9]{{2}})年|今年)?(?P<m>{N}{{1,3}})月(?P<d>{N}{{1,3}})[日号])"
    rf"|(?P<month>(?:(?P<my>20[0-9]{{2}})年|今年)(?P<mm>{N}{{1,3}})月(?:份)?)"
    rf"|(?P<year>(?P<yy>20[0-9]{{2}})年度?(?!以来|前|之前|底前|内))"
    rf"|(?P<running>截至目前|截止目前|目前|"
    rf"截至(?P<until>(?:(?P<uy>20[0-9]{{2}})年)?(?P<um>{N}{{1,3}})月(?:(?P<ud>{N}{{1,3}})[日号]|"
    rf"底)))"
    rf"|(?P<whole>全年|本年度|年内)|(?P<last>(?<![比较与])(?:去年|上年)(?!同期|相比|比|末|底|同))|"
    rf"(?P<next>明年|来年)|(?P<season>暑期|暑假|寒假|寒期|汛期|春季|秋季|冬季|夏季|春节期间)|"
    rf"(?P<now>现有|现共有|现筛|现(?=[有共已在筛辖建拥]))"
)
ANCHOR = re.compile(
    "[今截目现全本年去上下明来暑寒汛春秋冬夏前第]|"
    "(?<![0-9一二三四五六七八九十两])[0-9一二三四五六七八九十两](?=[0-9一二三四五六七八九十两]{0,4}[年月季至到~—-])"
)
# Between a phrase and a figure these begin another statement, of a state and not of the period's work.
STATE = re.compile("站内|共有图书|含有|设有|辖|总面积|占地|藏书|总人口|现有")
LISTS_ON = re.compile(r"\s*(?:共(?!有|含|同)|累计|其中|先后|并|分别)")


@dataclass(frozen=True, slots=True)
class Period:
    """A phrase as printed and its inclusive dates; ``None`` where the source gives nothing."""

    phrase: str
    start: date | None
    end: date | None


NONE = Period("", None, None)


class Periods:
    """Finds the period of positions in one text; *event* is None where the day is not known: then no dates are told."""

    def __init__(self, passages: Passages, folded: str, event: date | None) -> None:
        self._passages, self._text, self._event = passages, folded, event
        self._found = list(_phrases(folded))
        self._starts = [match.start() for match in self._found]

    def at(self, passage: Passage, start: int, status: Status) -> Period:
        """Give the period of the figure at *start*: that of its sentence, or of the one before where that lists on."""
        if self._last(passage.line.start, start) is None:
            return NONE
        match = self._last(max(passage.sentence.start, start - FAR), start)
        sentence: Stretch | None = passage.sentence
        while match is None and sentence and self._lists_on(sentence):
            sentence = self._passages.sentence_before(sentence)
            if sentence is None or sentence.start < passage.line.start:
                break
            match = self._last(sentence.start, sentence.end)
        if match is None or STATE.search(self._text, match.end(), start):
            return NONE
        return self._period(match, status)

    def _lists_on(self, sentence: Stretch) -> bool:
        return self._text[sentence.start - 1 : sentence.start] in ("；", ";") or bool(
            LISTS_ON.match(self._text, sentence.start)
        )

    def _last(self, start: int, end: int) -> re.Match[str] | None:
        number = bisect_right(self._starts, end - 1) - 1
        if number < 0 or self._starts[number] < start:
            return None
        return self._found[number]

    def _period(self, match: re.Match[str], status: Status) -> Period:
        kind = next(name for name in KINDS if match[name])
        phrase = "现" if kind == "now" else match[0]
        if self._event is None:
            return Period(phrase, None, None)
        first, last = _dates(match, kind, self._event)
        if last and status == "done" and last > self._event:
            last = self._event
        if first and last and first > last:
            first = last = None
        return Period(phrase, first, last)


def _phrases(text: str) -> Iterator[re.Match[str]]:
    """Find phrases where one can begin: most characters of a text are passed over without trying them all."""
    end = 0
    for anchor in ANCHOR.finditer(text):
        if anchor.start() >= end and (match := PHRASE.match(text, anchor.start())):
            end = match.end()
            yield match


KINDS = [
    "since",
    "months",
    "first_months",
    "quarters",
    "quarter",
    "half",
    "day",
    "month",
    "year",
    "running",
    "whole",
    "last",
    "next",
    "season",
    "now",
]


def _dates(match: re.Match[str], kind: str, event: date) -> tuple[date | None, date | None]:
    year = int(found[0]) if (found := re.search("20[0-9]{2}", match[0])) else event.year
    try:
        return _TELL[kind](match, year, event)
    except ValueError:  # 2月30日
        return None, None


def _number(written: str) -> int:
    return int(value.number(written))


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _since(match: re.Match[str], year: int, event: date) -> tuple[date, date]:
    month = _number(match["since_month"]) if match["since_month"] else 1
    return date(year, month, 1), event


def _quarter(match: re.Match[str], year: int, event: date) -> tuple[date, date]:
    number = _number(match["q1"] or match["q2"])
    return _months(year, 3 * number - 2, 3 * number)


def _half(match: re.Match[str], year: int, event: date) -> tuple[date, date]:
    return _months(year, 1, 6) if match["which"] == "上" else _months(year, 7, 12)


def _day(match: re.Match[str], year: int, event: date) -> tuple[date, date]:
    day = date(year, _number(match["m"]), _number(match["d"]))
    return day, day


def _running(match: re.Match[str], year: int, event: date) -> tuple[None, date]:
    if not match["until"]:
        return None, event
    month = _number(match["um"])
    day = _number(match["ud"]) if match["ud"] else monthrange(year, month)[1]
    return None, date(year, month, day)


_Tell = Callable[[re.Match[str], int, date], tuple[date | None, date | None]]
_TELL: dict[str, _Tell] = {
    "since": _since,
    "months": lambda m, y, e: _months(y, _number(m["from"]), _number(m["to"])),
    "first_months": lambda m, y, e: _months(y, 1, _number(m["count"])),
    "quarters": lambda m, y, e: _months(y, 1, 3 * _number(m["q3"])),
    "quarter": _quarter,
    "half": _half,
    "day": _day,
    "month": lambda m, y, e: _months(y, _number(m["mm"]), _number(m["mm"])),
    "year": lambda m, y, e: _months(y, 1, 12),
    "running": _running,
    "whole": lambda m, y, e: _months(y, 1, 12),
    "last": lambda m, y, e: _months(y - 1, 1, 12),
    "next": lambda m, y, e: _months(y + 1, 1, 12),
    "season": lambda m, y, e: (None, None),
    "now": lambda m, y, e: (e, e),
}
