"""What each table of a data folder holds: the one description that reading, checking and publishing it share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..model import BOUNDS, KINDS, REASONS, STATUSES

Type = Literal["slug", "text", "code", "decimal", "offset", "date", "choice"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
INDICATOR = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
OFFSET = re.compile(r"0|[1-9][0-9]*")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, whether a cell may be empty, and what it means (in words for the data dictionary)."""

    name: str
    type: Type
    means: str
    empty: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its columns in order, the columns that identify a row, and what a row is."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    means: str

    @property
    def header(self) -> list[str]:
        """The first line of the file, column by column."""
        return [c.name for c in self.columns]


def _slug(name: str, means: str, **more: object) -> Column:
    return Column(name, "slug", means, pattern=SLUG, **more)  # type: ignore[arg-type]


def _text(name: str, means: str, *, empty: bool = False) -> Column:
    return Column(name, "text", means, empty=empty)


DOMAINS = Table(
    "domains",
    (_slug("id", "the domain's slug"), _text("name_zh", "name in Chinese"), _text("name_en", "name in English")),
    ("id",),
    "One row per service domain, in the order in which domains are told.",
)

UNITS = Table(
    "units",
    (
        _slug("id", "the unit's slug"),
        _text("name_zh", "unit word in Chinese, as printed after a number"),
        _text("name_en", "unit word in English, plural"),
        _text("ucum", "code of the Unified Code for Units of Measure; what is counted stands in braces"),
    ),
    ("id",),
    "One row per unit. Units never mix: persons are not person-times, neither are households.",
)

PLACES = Table(
    "places",
    (
        _slug("id", "the place's slug"),
        Column("code", "code", "national statistical code, 12 digits, text; empty where unknown", empty=True),
        _text("name_zh", "name in Chinese"),
        _text("name_en", "name in English"),
        Column("level", "choice", "level of administration", choices=("province", "prefecture", "county", "township")),
        _slug("parent", "the place it belongs to; empty at the top", empty=True, refers="places"),
    ),
    ("id",),
    "One row per administrative division that a release speaks for, or that such a place belongs to.",
)

INDICATORS = Table(
    "indicators",
    (
        Column("id", "slug", "domain, a dot and a slug; fit for any place", pattern=INDICATOR),
        _slug("domain", "the domain it belongs to", refers="domains"),
        _text("name_zh", "name in Chinese"),
        _text("name_en", "name in English"),
        _slug("unit", "the unit its figures are in", refers="units"),
        Column("kind", "choice", "stock: at a time; flow: over a period; rate: a ratio or frequency", choices=KINDS),
        Column(
            "additive_group",
            "text",
            "figures of one release whose indicators share a group may be added; empty: may not be added to any other",
            empty=True,
        ),
        _text("definition_zh", "what is counted, in Chinese"),
        _text("definition_en", "what is counted, in English"),
    ),
    ("id",),
    "One row per indicator. An indicator is what is measured, whoever reports it.",
)

FIGURES = Table(
    "figures",
    (
        Column("indicator", "slug", "what the figure measures", refers="indicators", pattern=INDICATOR),
        Column("value", "decimal", "the number in the indicator's unit, multipliers expanded", pattern=DECIMAL),
        Column("bound", "choice", "what the wording says of the number", choices=BOUNDS),
        Column("status", "choice", "whether it is done, under way or planned", choices=STATUSES),
        _text("period", "the period as printed; empty where none is", empty=True),
        Column("start_date", "date", "first day covered; empty where the source gives nothing", empty=True),
        Column("end_date", "date", "last day covered; empty where the source gives nothing", empty=True),
        _text("quote", "the figure as printed, with qualifier and unit"),
        Column("start", "offset", "where the quote starts, in code points of the source"),
        Column("end", "offset", "where the quote ends, exclusive"),
        _text("note_zh", "what a reader must know, in Chinese", empty=True),
        _text("note_en", "the same in English", empty=True),
    ),
    ("indicator", "status", "start"),
    "One row per figure of a release, in the order in which the source prints them.",
)

SET_ASIDE = Table(
    "set_aside",
    (
        _text("quote", "the numeral expression as printed"),
        Column("start", "offset", "where it starts, in code points of the source"),
        Column("end", "offset", "where it ends, exclusive"),
        Column("reason", "choice", "why it is not a figure", choices=REASONS),
    ),
    ("start",),
    "One row per numeral expression of the source that is not a figure.",
)

CHECKS = Table(
    "checks",
    (
        _slug("id", "the check's slug"),
        _text("left", "indicator ids and numbers joined by +"),
        Column("relation", "choice", "how left and right should compare", choices=("=", "<=", ">=", "<>")),
        _text("right", "indicator ids and numbers joined by +"),
        _text("note_zh", "what agreement does not prove, in Chinese"),
        _text("note_en", "the same in English"),
    ),
    ("id",),
    "One row per relation that figures of a release should satisfy.",
)

MARKS = ("verified against the full text", "not verified against the full text")
CONTEXT = Table(
    "context",
    (
        _slug("domain", "the domain it belongs to", refers="domains"),
        Column(
            "indicator",
            "slug",
            "the indicator that counts the same thing; empty where none does",
            empty=True,
            refers="indicators",
            pattern=INDICATOR,
        ),
        _text("place_zh", "the place it speaks for, in Chinese"),
        _text("place_en", "the same in English"),
        _text("wording_zh", "what is counted, in the words of the source"),
        _text("wording_en", "the same in English"),
        Column("value", "decimal", "the number in the unit, multipliers expanded", pattern=DECIMAL),
        Column("bound", "choice", "what the wording says of the number", choices=BOUNDS),
        _slug("unit", "the unit it is in", refers="units"),
        Column("kind", "choice", "stock: at a time; flow: over a period; rate: a ratio or frequency", choices=KINDS),
        Column("status", "choice", "whether it is done, under way or planned", choices=STATUSES),
        _text("period", "the period as printed; empty where none is", empty=True),
        Column("start_date", "date", "first day covered; empty where the source gives nothing", empty=True),
        Column("end_date", "date", "last day covered; empty where the source gives nothing", empty=True),
        _text("as_printed", "the number as printed, with qualifier and unit"),
        _text("publisher", "who published it"),
        Column("published", "date", "when it was published"),
        _text("url", "where it can be read"),
        Column("mark", "choice", "whether the number was read in the full text or in an excerpt", choices=MARKS),
        _text("note_zh", "what a reader must know, in Chinese", empty=True),
        _text("note_en", "the same in English", empty=True),
    ),
    ("place_zh", "wording_zh", "status", "published"),
    "One row per fact from another source; never part of a release.",
)

SHARED: tuple[Table, ...] = (DOMAINS, UNITS, PLACES, INDICATORS)
PER_RELEASE: tuple[Table, ...] = (FIGURES, SET_ASIDE, CHECKS)
