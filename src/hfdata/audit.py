"""Dataset (+ source texts) → findings: every numeral accounted for, every quote and limit as printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import checks, numerals
from .model import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from .dataset import Dataset
    from .dataset.release import ReleaseData

CODES = {
    "S1": "the source text is not the one its figures were located in",
    "S2": "release.toml records another length than the source has",
    "S3": "the paragraphs are not the source's non-empty lines",
    "Q1": "a quote is not what the source prints there",
    "N1": "a numeral of the source is neither a figure nor set aside",
    "N2": "two spans overlap",
    "V1": "a value is not what its quote says",
    "V2": "a bound is not what the quote's wording says",
    "V3": "a quote is in another unit than its indicator",
    "D1": "a period ends after the event although its figure is done",
    "C1": "a relation between figures does not hold",
}


_GENERIC = ("个", "处")  # measure words that stand for many things: 33个 may be villages


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to mend: a stable code (see CODES), the release, the place, and a sentence that says what to do.

    ``start`` is the code point in the source, or -1 where the finding has no place in it.
    """

    release: str
    start: int
    code: str
    says: str

    def __str__(self) -> str:
        where = f" @{self.start}" if self.start >= 0 else ""
        return f"{self.release}{where} {self.code}: {self.says}"


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit found, and what it could not check, in words."""

    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    figures: int
    set_aside: int


@dataclass(slots=True)
class _Notes:
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def audit(data: Dataset, releases: Collection[str] = (), *, sources: Path | None = None) -> Audit:
    """Check *releases* (all where empty) as far as can be: against ``<sources>/<release>.txt`` where that exists.

    Errors: Unknown for a release that does not exist.

    >>> import hfdata as hf
    >>> audit(hf.load(), ["haifeng-2023-11-01"]).findings
    ()
    """
    notes = _Notes()
    units = frozenset(u.name_zh for u in data.units.values())
    chosen = [data.release(r) for r in releases] if releases else list(data.releases.values())
    for one in chosen:
        _one(one, units, sources, notes)
    return Audit(
        tuple(sorted(notes.findings)),
        tuple(notes.not_checked),
        sum(len(r.figures) for r in chosen),
        sum(len(r.set_aside) for r in chosen),
    )


def _one(data: ReleaseData, units: frozenset[str], sources: Path | None, notes: _Notes) -> None:
    notes.findings += [*_overlaps(data), *_readings(data, units), *_dates(data), *_relations(data, notes)]
    name = data.release.id
    path = sources / f"{name}.txt" if sources else None
    if path is None or not path.is_file():
        where = f"{path} does not exist" if path else "name the folder of source texts in HFDATA_SOURCES or --sources"
        notes.not_checked.append(f"{name}: quotes, numerals and paragraphs against the source text ({where})")
        return
    # Not Path.read_text: it rewrites \r\n, which would move every later offset.
    try:
        raw = path.read_bytes()
    except OSError as error:
        notes.not_checked.append(f"{name}: nothing against the source text ({path}: {error.strerror or error})")
        return
    found, recorded = hashlib.sha256(raw).hexdigest(), data.release.source.sha256
    if found != recorded:
        says = (
            f"sha256 of {path.name} starts {found[:12]}, release.toml records {recorded[:12]}; offsets cannot be "
            "trusted. Restore the text (its publisher has it), or add the new wording as a release of its own."
        )
        notes.findings.append(Finding(name, -1, "S1", says))
        return
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        says = f"{path.name} is not UTF-8 at byte {error.start}; save it as UTF-8 and record its new hash and offsets."
        notes.findings.append(Finding(name, -1, "S1", says))
        return
    notes.findings += [*_length(data, text), *_paragraphs(data, text), *_quotes(data, text), *_unaccounted(data, text)]


def _spans(data: ReleaseData) -> list[tuple[Span, str]]:
    return sorted(
        [(f.span, f.quote) for f in data.figures] + [(s.span, s.quote) for s in data.set_aside],
        key=lambda pair: (pair[0].start, pair[0].end),
    )


def _overlaps(data: ReleaseData) -> Iterator[Finding]:
    """N2: each numeral lies in exactly one row."""
    spans = _spans(data)
    one, a = spans[0]  # of those so far, the one that reaches farthest
    for two, b in spans[1:]:
        if two.start < one.end:
            yield Finding(data.release.id, two.start, "N2", f"{b} overlaps {a} at {one.start}; keep one of the two.")
        if two.end > one.end:
            one, a = two, b


def _readings(data: ReleaseData, units: frozenset[str]) -> Iterator[Finding]:
    """V1, V2, V3: value, bound and unit are those of the quote's own wording; *units* are the names of all units."""
    for f in data.figures:
        try:
            read = numerals.read(f.quote)
        except numerals.UnreadableQuote:
            says = f"{f.quote} is not one number with its qualifier and unit; quote exactly these, as printed."
            yield Finding(data.release.id, f.span.start, "V1", says)
            continue
        value = numerals.convert(read.value, read.unit, f.unit.name_zh) or read.value  # 4500米 is 4.5 千米
        if value != f.value:
            says = f"{f.quote} reads {value:f}, {f.indicator.id} records {f.value:f}; correct value or quote."
            yield Finding(data.release.id, f.span.start, "V1", says)
        if read.bound != f.bound:
            says = f"{f.quote} reads {read.bound}, {f.indicator.id} records {f.bound}; correct bound or quote."
            yield Finding(data.release.id, f.span.start, "V2", says)
        recorded = f.unit.name_zh
        if numerals.convert(read.value, read.unit, recorded) is not None:
            continue
        if read.unit in units - {recorded, *_GENERIC} and not recorded.startswith(f"{read.unit}/"):
            says = (
                f"{f.quote} counts {read.unit}, {f.indicator.id} is in {recorded}; choose an indicator in {read.unit}."
            )
            yield Finding(data.release.id, f.span.start, "V3", says)


def _dates(data: ReleaseData) -> Iterator[Finding]:
    """D1: what is done was done by the day it was reported."""
    event = data.release.event_date
    for f in data.figures:
        if f.status == "done" and f.end_date is not None and f.end_date > event:
            says = f"{f.indicator.id} is done but ends {f.end_date}, after the event of {event}; end it on that day."
            yield Finding(data.release.id, f.span.start, "D1", says)


def _relations(data: ReleaseData, notes: _Notes) -> Iterator[Finding]:
    """C1: the relations of checks.csv hold; one that limits leave open is listed as not checked."""
    for v in checks.evaluate(data):
        c = v.check
        if v.holds is False:
            says = f"{c.id}: {c.left} {c.relation} {c.right} is {v.left} {c.relation} {v.right}; find the wrong figure."
            yield Finding(data.release.id, -1, "C1", says)
        elif v.holds is None:
            why = f"not reported: {', '.join(v.missing)}" if v.missing else "the limits leave it open"
            notes.not_checked.append(f"{data.release.id}: check {c.id} ({why})")


def _length(data: ReleaseData, text: str) -> Iterator[Finding]:
    recorded = data.release.source.characters
    if len(text) != recorded:
        says = f"the source has {len(text)} characters, release.toml records {recorded}; correct source.characters."
        yield Finding(data.release.id, -1, "S2", says)


def paragraphs(text: str) -> list[Span]:
    """Return the spans of the non-empty lines of *text*, line endings left out, as release.toml records them."""
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body.strip():
            spans.append(Span(start, start + len(body)))
        start += len(line)
    return spans


def _paragraphs(data: ReleaseData, text: str) -> Iterator[Finding]:
    expected = paragraphs(text)
    for recorded, line in zip(data.release.paragraphs, expected, strict=False):
        if recorded != line:
            says = f"paragraph {recorded.start}–{recorded.end} should be {line.start}–{line.end}; correct release.toml."
            yield Finding(data.release.id, line.start, "S3", says)
            return
    if len(expected) != len(data.release.paragraphs):
        says = f"the source has {len(expected)} non-empty lines, release.toml {len(data.release.paragraphs)}."
        yield Finding(data.release.id, -1, "S3", says)


def _quotes(data: ReleaseData, text: str) -> Iterator[Finding]:
    """Q1: slicing the source gives back exactly what was quoted."""
    for span, quote in _spans(data):
        if text[span.start : span.end] != quote:
            printed = text[span.start : span.end]
            near = _nearest(text, quote, span.start)
            remedy = f"it stands at {near.start}–{near.end}" if near else "the source does not print it"
            yield Finding(data.release.id, span.start, "Q1", f"{quote!r} is recorded, {printed!r} printed; {remedy}.")


def _nearest(text: str, quote: str, start: int) -> Span | None:
    places = [p for p in (text.rfind(quote, 0, start + len(quote)), text.find(quote, start)) if p >= 0]
    return (
        Span(best, best + len(quote)) if places and (best := min(places, key=lambda p: abs(p - start))) >= 0 else None
    )


def _unaccounted(data: ReleaseData, text: str) -> Iterator[Finding]:
    """N1: each numeral character of the source lies in a figure or in what is set aside."""
    # A row that Q1 already reports accounts for the place its quote stands at, so that one slip is one finding.
    known = sorted(
        span if text[span.start : span.end] == quote else _nearest(text, quote, span.start) or span
        for span, quote in _spans(data)
    )
    expressions = [Span(n.start, n.end) for n in numerals.scan(text)]
    seen: set[Span] = set()
    for run in numerals.digits(text):
        if any(k.holds(run) for k in known):
            continue
        whole = next((e for e in expressions if e.holds(run)), run)
        if whole not in seen:
            seen.add(whole)
            says = (
                f"{text[whole.start : whole.end]} is in neither figures.csv nor set_aside.csv; add it to one of them."
            )
            yield Finding(data.release.id, whole.start, "N1", says)
