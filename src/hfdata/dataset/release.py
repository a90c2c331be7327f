"""The files of one release → its records, or every problem they have."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from ..figure import Figure
from ..model import Check, Release, SetAside, Source, Span
from . import schema, tables
from .tables import Problem, Row

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..model import Indicator, Place, Unit
    from .folder import Files

HASH = re.compile(r"[0-9a-f]{64}")
LONGEST = 10**9  # characters of a source text
KEYS = frozenset({"id", "place", "event_date", "paragraphs", "source"})
SOURCE_KEYS = frozenset({"title", "publisher", "author", "published", "sha256", "characters", "url"})
_TERM = re.compile(r"\s*\+\s*")


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseData:
    """A release and what was read from it; ``rows`` are the cells of its figures as written, for digests."""

    release: Release
    place: Place
    figures: tuple[Figure, ...]
    set_aside: tuple[SetAside, ...]
    checks: tuple[Check, ...]
    rows: tuple[Row, ...]

    def __repr__(self) -> str:
        r = self.release
        return (
            f"<Release {r.id}, {self.place.name_zh} / {self.place.name_en}: {len(self.figures)} figures, "
            f"{len(self.set_aside)} numerals set aside, {len(self.checks)} checks\n"
            f"  {r.source.title}\n  {r.source.publisher}, {r.source.published[:10]}>"
        )


@dataclass(frozen=True, slots=True)
class Shared:
    """The tables that all releases refer to, by id; ``known`` are the ids of those that could be read at all.

    Where ``sound`` is False a shared table has problems: releases are still checked, but none is built.
    """

    places: Mapping[str, Place]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    known: Mapping[str, Collection[str]]
    sound: bool


def read(folder: str, files: Files, shared: Shared, problems: list[Problem]) -> ReleaseData | None:
    """Return the records of the release in *files* (names without a path), or None with its *problems* noted.

    *folder* is the release's folder name, which must be its id; it also names the files in messages.
    """
    mine: list[Problem] = []
    release = _release(folder, files.get("release.toml", b""), shared, mine)
    rows = {t.name: _table(t, folder, files, shared, mine) for t in schema.PER_RELEASE}
    if release is not None:
        for name in ("figures", "set_aside"):
            _spans(rows[name], release, f"releases/{folder}/{name}.csv", mine)
    _dates(rows["figures"], f"releases/{folder}/figures.csv", mine)
    _terms(rows["checks"], shared, f"releases/{folder}/checks.csv", mine)
    problems.extend(mine)
    if mine or release is None or not shared.sound:
        return None
    place = shared.places[release.place]
    return ReleaseData(
        release,
        place,
        tuple(_figure(r, release, place, shared) for r in rows["figures"]),
        tuple(
            SetAside(r["quote"], Span(int(r["start"]), int(r["end"])), cast("Any", r["reason"]))
            for r in rows["set_aside"]
        ),
        tuple(Check(**r) for r in rows["checks"]),
        tuple(rows["figures"]),
    )


def _table(table: schema.Table, folder: str, files: Files, shared: Shared, problems: list[Problem]) -> list[Row]:
    file = f"releases/{folder}/{table.name}.csv"
    raw = files.get(f"{table.name}.csv")
    if raw is None:
        remedy = f"is missing; its first line should be {','.join(table.header)}"
        problems.append(Problem(file, 0, "", "", remedy))
        return []
    rows = tables.read(raw, table, file, problems, may_be_empty=table.name != "figures") or []
    tables.unknown_references(rows, table, shared.known, file, problems)
    if "start" in table.header:
        tables.unsorted(rows, "start", file, problems)
    return rows


def _release(folder: str, raw: bytes, shared: Shared, problems: list[Problem]) -> Release | None:
    file = f"releases/{folder}/release.toml"
    before = len(problems)

    def wrong(key: str, value: object, remedy: str) -> None:
        problems.append(Problem(file, 0, key, _text(value), remedy))

    text = tables.decode(raw, file, problems)
    if text is None:
        return None
    if not text.strip():
        problems.append(Problem(file, 0, "", "", "is missing or empty; each release's folder needs one"))
        return None
    try:
        toml = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: TOMLDecodeError, and numbers of over 4300 digits
        problems.append(Problem(file, 0, "", "", f"is not TOML: {error}"))
        return None
    source = toml.get("source")
    if not isinstance(source, dict):
        wrong("source", source, "needs a [source] table with title, publisher, published, sha256, characters")
        return None
    for key in ("title", "publisher", "sha256"):
        if not isinstance(source.get(key), str) or not source[key].strip():
            wrong(f"source.{key}", source.get(key), "needs text")
    for key in ("author", "url"):
        if not isinstance(source.get(key, ""), str):
            wrong(f"source.{key}", source[key], "needs text, or leave the line out")
    for key in ("title", "publisher", "author", "url"):
        if tables.CONTROL.search(_text(source.get(key, ""))):
            wrong(f"source.{key}", source[key], "holds a control character; remove it")
    if source.get("url") and not _text(source["url"]).startswith(("https://", "http://")):
        wrong("source.url", source["url"], "needs an address that starts with https:// or http://")
    for table, prefix, known in ((toml, "", KEYS), (source, "source.", SOURCE_KEYS)):
        for key in sorted(table.keys() - known):
            wrong(prefix + key, table[key], "is not a key of release.toml" + tables.suggestion(key, known))
    if isinstance(source.get("sha256"), str) and not HASH.fullmatch(source["sha256"]):
        wrong("source.sha256", source["sha256"], "needs 64 hexadecimal digits")
    characters = source.get("characters")
    if type(characters) is not int or not 0 < characters <= LONGEST:
        wrong("source.characters", characters, "needs the length of the source in code points, a whole number")
        characters = None
    if not isinstance(source.get("published"), date):
        wrong("source.published", source.get("published"), "needs a date or a date with time, without quotes")
    if toml.get("id") != folder:
        wrong("id", toml.get("id"), f"should be the folder's name, {folder!r}")
    elif not schema.SLUG.fullmatch(folder):
        wrong("id", folder, "is not a slug; write a-z, 0-9 and hyphens")
    place = toml.get("place")
    places = shared.known.get("places")
    if not isinstance(place, str) or (places is not None and place not in places):
        wrong("place", place, "is not an id in places.csv" + tables.suggestion(_text(place), places or ()))
    event = toml.get("event_date")
    if not isinstance(event, date) or isinstance(event, datetime):
        wrong("event_date", event, "needs a date without quotes, such as 2023-11-01")
    paragraphs = _paragraphs(toml.get("paragraphs"), characters, wrong)
    if len(problems) > before:
        return None
    return Release(
        folder,
        cast("str", place),
        cast("date", event),
        paragraphs,
        Source(
            source["title"],
            source["publisher"],
            source.get("author", ""),
            source["published"].isoformat(),
            source["sha256"],
            cast("int", characters),
            source.get("url") or None,
        ),
    )


def _text(value: object) -> str:
    try:
        return "" if value is None else str(value)
    except ValueError:  # a hexadecimal number of TOML may have more digits than Python writes
        return "a number too long to write"


def _paragraphs(value: object, characters: int | None, wrong: Any) -> tuple[Span, ...]:
    if not isinstance(value, list) or not value:
        wrong("paragraphs", value, "needs [[start, end], …], one pair for each non-empty line")
        return ()
    spans: list[Span] = []
    for pair in value:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(x) is int for x in pair)
        after = spans[-1].end if spans else 0
        if not whole or not after <= pair[0] < pair[1] or (characters is not None and pair[1] > characters):
            wrong("paragraphs", pair, "needs [start, end] in order, inside the source")
            return ()
        spans.append(Span(*pair))
    return tuple(spans)


def _spans(rows: list[Row], release: Release, file: str, problems: list[Problem]) -> None:
    length = release.source.characters
    for row in (r for r in rows if r.sound("start", "end", "quote")):
        start, end, quote = int(row["start"]), int(row["end"]), row["quote"]
        if end <= start:
            problems.append(Problem(file, row.number, "end", row["end"], f"should be greater than start, {start}"))
        elif end > length:
            remedy = f"span {start}–{end} lies outside the source's {length} characters"
            problems.append(Problem(file, row.number, "end", row["end"], remedy))
        elif end - start != len(quote):
            remedy = f"start {start} + the {len(quote)} characters of {quote} make {start + len(quote)}"
            problems.append(Problem(file, row.number, "end", row["end"], remedy))


def _dates(rows: list[Row], file: str, problems: list[Problem]) -> None:
    for row in (r for r in rows if r.sound("start_date", "end_date")):
        if row["start_date"] and row["end_date"] and row["start_date"] > row["end_date"]:
            problems.append(
                Problem(file, row.number, "end_date", row["end_date"], f"lies before start_date {row['start_date']}")
            )


def terms(expression: str) -> list[str]:
    """Return the terms of a check's side: indicator ids and numbers."""
    return _TERM.split(expression.strip())


def _terms(rows: list[Row], shared: Shared, file: str, problems: list[Problem]) -> None:
    if "indicators" not in shared.known:
        return
    known = shared.known["indicators"]
    for row in rows:
        for side in (s for s in ("left", "right") if row.sound(s)):
            for term in terms(row[side]):
                if term not in known and not schema.DECIMAL.fullmatch(term):
                    remedy = f"{term!r} is neither an indicator nor a number" + tables.suggestion(term, known)
                    problems.append(Problem(file, row.number, side, row[side], remedy))


def _figure(row: Row, release: Release, place: Place, shared: Shared) -> Figure:
    indicator = shared.indicators[row["indicator"]]
    start, end = (date.fromisoformat(row[k]) if row[k] else None for k in ("start_date", "end_date"))
    return Figure(
        release,
        place,
        indicator,
        shared.units[indicator.unit],
        Decimal(row["value"]),
        cast("Any", row["bound"]),
        cast("Any", row["status"]),
        row["period"],
        start,
        end,
        row["quote"],
        Span(int(row["start"]), int(row["end"])),
        row["note_zh"],
        row["note_en"],
    )
