"""A text → the rows of a draft, one per numeral expression."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .. import numerals
from ..model import Bound, Indicator, Place, Span, Status, Unit
from ..numerals.characters import fold
from .domain import Domains
from .match import SURE, Described, Match, matches
from .passages import Passages
from .period import Periods
from .status import Statuses

ENCODE = json.JSONEncoder(ensure_ascii=False).encode
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
        shown: dict[str, object] = {"start": self.start, "end": self.end, "quote": self.quote, "kind": self.kind}
        if self.kind == "figure" and self.value is not None:
            shown |= {"value": _json(self.value), "bound": self.bound, "unit": self.unit, "status": self.status}
            shown |= {"domain": self.domain, "indicator": self.indicator}
        shown["doubt"] = self.doubt
        return ENCODE(shown)


def _json(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


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
    folded = fold(text)
    passages = Passages(folded)
    found = numerals.scan(text)
    rows = _match(passages, folded, list(_rows(passages, folded, found, event_date)), indicators, units)
    return Draft(text, tuple(rows), tuple(passages.lines))


def _rows(passages: Passages, folded: str, found: Sequence[numerals.Numeral], event: date | None) -> Iterator[Row]:
    statuses = Statuses(passages, folded, event.year if event else None)
    domains = Domains(passages, folded)
    periods = Periods(passages, folded, event)
    for n in found:
        if n.kind != "figure" or n.unit is None:
            yield Row(n.start, n.end, n.quote, n.kind, doubt=n.doubt or None, why=n.why)
            continue
        place = passages.at(n.start)
        judged = statuses.judge(place, n.start, n.end, n.unit)
        topic = domains.at(place, n.start, n.end)
        period = periods.at(place, n.start, judged.status)
        doubts = [n.doubt] if n.doubt else []
        if topic.lead < UNCLEAR:
            doubts.append(
                f"the passage speaks of more than {topic.domain}" if topic.words else "no word tells the domain"
            )
        why = (
            f"{n.why}; status: {judged.why or 'nothing says otherwise'}; domain: "
            f"{'、'.join(topic.words) or 'its passage'}"
        )
        yield Row(
            n.start, n.end, n.quote, n.kind, n.value, n.bound, n.unit, judged.status, topic.domain,
            None, None, period.phrase, period.start, period.end, n.value, "; ".join(doubts) or None, why,
        )  # fmt: skip


def _match(
    passages: Passages, folded: str, rows: list[Row], indicators: Sequence[Indicator], units: Sequence[Unit]
) -> list[Row]:
    known = {unit.id: unit for unit in units}
    numbers = [number for number, row in enumerate(rows) if row.kind == "figure"]
    figures = [
        Described(r.start, r.end, r.unit or "", r.status or "done", r.domain or "", r.quote)
        for r in (rows[number] for number in numbers)
    ]
    if not indicators:
        return rows
    places = [passages.at(figure.start) for figure in figures]
    of = {indicator.id: indicator for indicator in indicators}
    for number, match in zip(numbers, matches(places, folded, figures, indicators, known), strict=True):
        unit = known[of[match.indicator].unit].name_zh if match else ""
        rows[number] = _matched(rows[number], match, unit)
    return rows


def _matched(row: Row, match: Match | None, unit: str) -> Row:
    if match is None:
        return row._replace(doubt=_and(row.doubt, "no indicator fits; choose one or add it to indicators.csv"))
    recorded, doubt = row.value, row.doubt
    if recorded is not None and row.unit and (turned := numerals.convert(recorded, row.unit, unit)) is not None:
        recorded = turned
    if match.score < SURE:
        doubt = _and(doubt, f"{match.indicator} fits only {match.score:.2f}")
    if match.rival:
        doubt = _and(doubt, f"{match.rival} fits almost as well")
    why = f"{row.why}; indicator: {match.score:.2f}"
    return row._replace(indicator=match.indicator, score=match.score, recorded=recorded, doubt=doubt, why=why)


def _and(doubt: str | None, more: str) -> str:
    return f"{doubt}; {more}" if doubt else more
