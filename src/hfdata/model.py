"""Frozen records that the rest of the package passes around; they hold facts and check themselves, no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Lang = Literal["zh", "en"]
Bound = Literal["exact", "at_least", "at_most", "about"]
Status = Literal["done", "under_way", "planned"]
Kind = Literal["stock", "flow", "rate"]
Reason = Literal["date", "name", "ordinal", "idiom", "age", "label"]

BOUNDS: tuple[Bound, ...] = ("exact", "at_least", "at_most", "about")
STATUSES: tuple[Status, ...] = ("done", "under_way", "planned")
KINDS: tuple[Kind, ...] = ("stock", "flow", "rate")
REASONS: tuple[Reason, ...] = ("date", "name", "ordinal", "idiom", "age", "label")
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something is printed: ``source[start:end]``.

    Counted in code points of the source bytes decoded as UTF-8, line endings kept, half-open, so that slicing
    the source gives back exactly what was quoted.

    >>> Span(3, 8).holds(Span(4, 6))
    True
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")

    def holds(self, other: Span) -> bool:
        """Tell whether *other* lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Bounds:
    """A printed number and the limits its wording states; ``None`` is a limit the wording does not state.

    ``at_least`` has no high, ``at_most`` no low (its kind decides whether 0 is a floor), ``about`` has neither.
    """

    nominal: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Domain:
    """One of the service domains a release is divided into."""

    id: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts, e.g. 人 (persons) is not 人次 (person-times); ``ucum`` is its UCUM code."""

    id: str
    name_zh: str
    name_en: str
    ucum: str


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative division; ``code`` is the national statistical code, text with leading zeros kept, or empty."""

    id: str
    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured, independent of who reports it; ``unit`` is the id of a Unit, ``additive_group`` may be empty.

    Figures of indicators that share a non-empty ``additive_group`` may be added; all others may not.
    """

    id: str
    domain: str
    name_zh: str
    name_en: str
    unit: str
    kind: Kind
    additive_group: str
    definition_zh: str
    definition_en: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a release was read from; ``published`` is ISO 8601 text as given, ``url`` None where none was given."""

    title: str
    publisher: str
    author: str
    published: str
    sha256: str
    characters: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """One publication of one place; ``paragraphs`` are half-open code-point offsets, for 'paragraph 7'."""

    id: str
    place: str
    event_date: date
    paragraphs: tuple[Span, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class SetAside:
    """A numeral expression of the source that is not a figure, and the reason why."""

    quote: str
    span: Span
    reason: Reason


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that figures should satisfy; ``note`` says what agreement does not prove.

    ``left`` and ``right`` are sums of indicator ids and numbers ("a + b"), ``relation`` one of = <= >= <>.
    """

    id: str
    left: str
    relation: str
    right: str
    note_zh: str
    note_en: str
