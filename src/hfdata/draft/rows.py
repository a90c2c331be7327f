"""A text → the rows of a draft, one per numeral expression."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .. import numerals
from ..model import Bound, Indicator, Place, Span, Status, Unit
from ..numerals.blanks import pressed
from .domain import Domains, Topic
from .match import SURE, Described, Match, matches
from .passages import Passage, Passages, paragraphs
from .period import Period, Periods
from .status import Judged, Statuses

ENCODE = json.encoder.encode_basestring  # a string as JSON, Chinese kept
UNCLEAR = 0.12  # a domain less far ahead of the next one than this is a doubt


class Row(NamedTuple):
    """One numeral expression: ``text[start:end] == quote``; ``value`` and on are ``None`` unless it is a figure.

    kind: figure, or date, name, ordinal, idiom, age, label.
    value: the number as printed with multipliers expanded, in ``unit``; ``unit`` is printed without its multiplier.
    recorded: the value in the indicator's unit; the same as ``value`` where no indicator was found.
    score: how well the indicator fits, 0 to 1. doubt: what a person should look at, or None.
    why: the rules that decided, for --explain.
    """

    start: int
    end: int
    quote: str
    kind: str
    value: Decimal | None = None
    bound: Bound | None = None
    unit: str | None = None
    status: Status | None = None
    domain: str | None = None
    indicator: str | None = None
    score: float | None = None
    period: str = ""
    start_date: date | None = None
    end_date: date | None = None
    recorded: Decimal | None = None
    doubt: str | None = None
    why: str = ""

    def as_json(self) -> str:
        """Give the row as one line of JSON: the keys that ``hfdata draft --json`` promises."""
        shown = f'{{"start": {self.start}, "end": {self.end}, "quote": {ENCODE(self.quote)}, "kind": "{self.kind}"'
        if self.kind == "figure" and self.value is not None:
            shown += f', "value": {_json(self.value)}, "bound": "{self.bound}", "unit": {_text(self.unit)}'
            shown += f', "status": "{self.status}", "domain": "{self.domain}", "indicator": {_text(self.indicator)}'
        return f'{shown}, "doubt": {_text(self.doubt)}}}'


def _text(words: str | None) -> str:
    return "null" if words is None else ENCODE(words)


def _json(value: Decimal) -> str:
    return str(int(value)) if value == value.to_integral_value() else repr(float(value))


@dataclass(frozen=True, slots=True)
class Draft:
    """What was read from a text; ``paragraphs`` are its non-empty lines."""

    text: str
    rows: tuple[Row, ...]
    paragraphs: tuple[Span, ...]

    @property
    def figures(self) -> tuple[Row, ...]:
        """The rows that are figures."""
        return tuple(row for row in self.rows if row.kind == "figure")

    @property
    def set_aside(self) -> tuple[Row, ...]:
        """The rows that are none."""
        return tuple(row for row in self.rows if row.kind != "figure")


def read(
    text: str,
    *,
    event_date: date | None = None,
    indicators: Sequence[Indicator] = (),
    units: Sequence[Unit] = (),
    place: Place | None = None,
) -> Draft:
    """Read *text* into rows, one per numeral expression, in order.

    *event_date* turns periods into dates and tells plans by their year; without it periods stay phrases. Without
    *indicators* and *units* nothing is matched. *place* is not looked at: what a text counts does not depend on it.

    >>> draft = read("今年以来，新建文化广场3处，计划明年再建2处。", event_date=date(2024, 5, 1))
    >>> [(row.quote, row.status, row.domain) for row in draft.figures]
    [('3处', 'done', 'culture'), ('2处', 'planned', 'culture')]
    """
    with _uncollected():
        return _read(text, event_date, indicators, units)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Pause the cycle collector: nothing made here refers back to itself, and it would walk over all of it, often."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(text: str, event_date: date | None, indicators: Sequence[Indicator], units: Sequence[Unit]) -> Draft:
    folded, places = pressed(text)
    passages = Passages(folded)
    found = numerals.scan(folded if places else text)
    counted = list(_counted(passages, folded, found, event_date))
    reported: Sequence[Match | None] = [None] * len(counted)
    if indicators:
        figures = [
            Described(c.found.start, c.found.end, c.unit, c.judged.status, c.topic.domain, c.found.quote)
            for c in counted
        ]
        reported = matches([c.place for c in counted], folded, figures, indicators, {unit.id: unit for unit in units})
    named = {unit.id: unit.name_zh for unit in units}
    unit_of = {indicator.id: named.get(indicator.unit, "") for indicator in indicators}
    given = iter(zip(counted, reported, strict=True))
    rows = [_figure(*next(given), unit_of) if n.kind == "figure" else _aside(n) for n in found]
    if places is None:
        return Draft(text, tuple(rows), tuple(passages.lines))
    return Draft(text, tuple(_printed(row, text, places) for row in rows), tuple(paragraphs(text)))


def _printed(row: Row, text: str, places: Sequence[int]) -> Row:
    """Say where a row stands in the text as saved: what was passed over counts again."""
    start, end = places[row.start], places[row.end - 1] + 1
    return Row._make((start, end, text[start:end], *row[3:]))  # twice as fast as _replace


class _Counted(NamedTuple):
    """A figure and all that its surroundings say of it."""

    found: numerals.Numeral
    unit: str
    place: Passage
    judged: Judged
    topic: Topic
    period: Period


def _counted(
    passages: Passages, folded: str, found: Iterable[numerals.Numeral], event: date | None
) -> Iterator[_Counted]:
    statuses = Statuses(passages, folded, event.year if event else None)
    domains = Domains(passages, folded)
    periods = Periods(passages, folded, event)
    for n in found:
        if n.kind == "figure":
            unit, place = n.unit or "", passages.at(n.start)
            judged = statuses.judge(place, n.start, n.end, unit)
            topic = domains.at(place, n.start, n.end)
            yield _Counted(n, unit, place, judged, topic, periods.at(place, n.start, judged.status))


def _aside(n: numerals.Numeral) -> Row:
    return Row(n.start, n.end, n.quote, n.kind, doubt=n.doubt or None, why=n.why)


def _figure(counted: _Counted, match: Match | None, unit_of: Mapping[str, str]) -> Row:
    n, unit, _, judged, topic, period = counted
    doubts = [n.doubt] if n.doubt else []
    if topic.lead < UNCLEAR:
        doubts.append(f"the passage speaks of more than {topic.domain}" if topic.words else "no word tells the domain")
    words = "、".join(topic.words) or "its passage"
    why = f"{n.why}; status: {judged.why or 'nothing says otherwise'}; domain: {words}"
    recorded, indicator, score = n.value, None, None
    if match:
        indicator, score = match.indicator, match.score
        recorded = _recorded(n.value, unit, unit_of[indicator])
        why += f"; indicator: {score:.2f}"
        if score < SURE:
            doubts.append(f"{indicator} fits only {score:.2f}")
        if match.rival:
            doubts.append(f"{match.rival} fits almost as well")
    elif unit_of:
        doubts.append("no indicator fits; choose one or add it to indicators.csv")
    return Row(
        n.start, n.end, n.quote, n.kind, n.value, n.bound, unit, judged.status, topic.domain,
        indicator, score, period.phrase, period.start, period.end, recorded, "; ".join(doubts) or None, why,
    )  # fmt: skip


def _recorded(value: Decimal | None, unit: str, to: str) -> Decimal | None:
    turned = numerals.convert(value, unit, to) if value is not None and unit else None
    return value if turned is None else turned
