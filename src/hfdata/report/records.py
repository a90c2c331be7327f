"""What a page is told besides its notebook: plain frozen data, so that any process can render it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..model import BOUNDS, Bound, Kind, Lang, Status


@dataclass(frozen=True, slots=True)
class Link:
    """Another page: its notebook's name, the words that name it, and its address relative to this page."""

    notebook: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the sources page lists it; words are in the page's language.

    ``text`` is the number with its limit and unit ("≥400 处"). ``value`` is decimal text in ``unit``; ``low`` and
    ``high`` are ``None`` where the wording states no limit. ``quote`` is the figure as printed, ``paragraph`` counts
    from 1, ``start`` and ``end`` are half-open code points of the source. Dates are ``None`` where it gives nothing.
    ``anchor`` is the fragment that prose links to.
    """

    indicator: str
    anchor: str
    name: str
    domain: str
    domain_name: str
    text: str
    value: str
    unit: str
    bound: Bound
    low: str | None
    high: str | None
    status: Status
    kind: Kind
    period: str
    start_date: date | None
    end_date: date | None
    dates: str
    quote: str
    paragraph: int | None
    start: int
    end: int
    note: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class PageContext:
    """Everything a page shows that its notebook does not: where, when, from whom, and how to check it.

    All addresses are relative to the page; ``None`` means there is no such page, and nothing points at it.
    ``name`` is the report's: its path in the output folder without ending ("haifeng-2023-11-01/zh/welfare");
    ``places`` runs from the largest division to the place itself; ``rows`` are the figures the page may use (its
    domain's; every one for overview and sources); ``assets`` is the address of the folder that ``assets()`` fills;
    ``issues`` is where errors are reported.
    """

    name: str
    notebook: str
    lang: Lang
    release: str
    places: tuple[str, ...]
    place_code: str
    event_date: date
    source_title: str
    source_publisher: str
    source_author: str
    source_published: str
    source_sha256: str
    source_characters: int
    source_url: str | None
    domain: str
    parameters: tuple[tuple[str, str], ...]
    data_digest: str
    versions: tuple[tuple[str, str], ...]
    cite_gbt7714: str
    cite_plain: str
    rows: tuple[Row, ...]
    pages: tuple[Link, ...] = ()
    home: str | None = None
    other_language: str | None = None
    sources: str | None = None
    assets: str | None = None
    rebuild: str = "make reports"
    issues: str = ""
    licence: str = ""

    @property
    def stem(self) -> str:
        """The page's file name without ending."""
        return self.name.rpartition("/")[2]

    @property
    def place(self) -> str:
        """The place's own name."""
        return self.places[-1] if self.places else ""


@dataclass(frozen=True, slots=True)
class Card:
    """A report as the index shows it.

    ``href`` is relative to the index; ``limits`` counts the figures by bound, leaving out bounds that do not occur;
    ``number`` and ``number_of`` are the page's first key number and what it counts, empty if it has none; ``order`` is
    its place among the pages of its set;
    ``parameters`` are those that differ from the defaults.
    """

    release: str
    place: str
    event_date: date
    lang: Lang
    notebook: str
    name: str
    href: str
    title: str
    takeaway: str
    figures: int
    limits: tuple[tuple[Bound, int], ...]
    number: str = ""
    number_of: str = ""
    order: int = 0
    parameters: tuple[tuple[str, str], ...] = ()


def count_limits(rows: Iterable[Row]) -> tuple[tuple[Bound, int], ...]:
    """Count figures by bound, in the order exact, at least, at most, about; what does not occur is left out."""
    found = Counter(row.bound for row in rows)
    return tuple((bound, found[bound]) for bound in BOUNDS if found[bound])


def anchored(rows: Iterable[Row]) -> tuple[tuple[str, Row], ...]:
    """Pair each row with a fragment that no other row has: its anchor, or that and where it starts in the source."""
    found: dict[str, Row] = {}
    for row in rows:
        found[row.anchor if row.anchor not in found else f"{row.anchor}.{row.start}"] = row
    return tuple(found.items())
