"""A data folder → a validated Dataset: look things up in either language, take tidy frames, name what was read."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from . import folder, joined, release, schema, tables
from .context import Context
from .context import read as read_context
from .errors import DataError, HfdataError
from .facets import DomainFacet, Facet, Reported, releases_table
from .figure import Figure
from .joined import Joined, TwiceThere
from .model import Domain, Indicator, Place, Unit
from .packed import Packed
from .tables import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from .model import Lang, Status
    from .release import ReleaseData


class Unknown(HfdataError):
    """A name was asked for that the data does not have."""

    def __init__(self, what: str, asked: str, known: tuple[str, ...]) -> None:
        super().__init__(what, asked, known)
        self.what, self.asked, self.known = what, asked, known

    def __str__(self) -> str:
        near = tables.suggestion(self.asked, self.known)
        listed = ", ".join(self.known[:12]) + (f" … ({len(self.known)} in all)" if len(self.known) > 12 else "")
        return f"no {self.what} {self.asked!r}{near or f'; there are: {listed}' if self.known else ''}"


class NotReported(HfdataError):
    """An indicator exists, but the release asked for does not report it (or not with that status)."""

    exit_code = 1

    def __init__(self, indicator: str, where: str) -> None:
        super().__init__(indicator, where)
        self.indicator, self.where = indicator, where

    def __str__(self) -> str:
        return f"{self.indicator} is not reported by {self.where}; data.figures(indicator=…) shows who reports it"


class SomeReleasesLeftOut(UserWarning):
    """Some releases of a data folder have problems and were left out; the others were loaded."""


class Dataset:
    """Public-service figures of one or many releases, all checked against their schema.

    ``domains``, ``units``, ``places`` and ``indicators`` map ids to records, ``releases`` ids to what was read of
    each release, in the order of their folders. ``problems`` lists what is wrong with releases that were left out.
    ``context`` holds facts from other sources, which never mix with the releases: ``figures`` does not know them.
    Made by ``hf.load``; it does not change afterwards.

    >>> import hfdata as hf
    >>> data = hf.load()
    >>> data["低保对象"].indicator.id
    'welfare.subsistence-allowance'
    >>> len(data.figures(release="haifeng-2023-11-01"))
    54
    """

    def __init__(
        self,
        where: str,
        domains: Mapping[str, Domain],
        units: Mapping[str, Unit],
        places: Mapping[str, Place],
        indicators: Mapping[str, Indicator],
        releases: Mapping[str, ReleaseData],
        problems: tuple[Problem, ...] = (),
        context: Context | None = None,
    ) -> None:
        self.where, self.problems, self.context = where, problems, context or Context()
        self.domains, self.units, self.places = dict(domains), dict(units), dict(places)
        self.indicators = dict(indicators)
        # A package of many releases builds each when it is asked for.
        self.releases = dict(releases) if isinstance(releases, dict) else releases
        self._names = {n: i for i in self.indicators.values() for n in (i.id, i.name_zh, i.name_en)}

    def indicator(self, name: str) -> Facet:
        """Return the indicator called *name* (its id, or its name in Chinese or English) with its figures.

        Errors: Unknown, with the nearest names. Same as ``data[name]``.

        >>> import hfdata as hf
        >>> len(hf.load().indicator("Public-benefit film screenings")) >= 2  # done, and planned
        True
        """
        found = self._named(name)
        if isinstance(self.releases, dict):
            return Facet(found, tuple(_reported(self.releases, found.id)))
        return Facet(found, Reported(lambda: (f for part in self._parts() for f in _reported(part, found.id))))

    __getitem__ = indicator

    def _named(self, name: str) -> Indicator:
        found = self._names.get(name)
        if found is None:
            raise Unknown("indicator", name, tuple(self._names))
        return found

    def _parts(self) -> tuple[Mapping[str, ReleaseData], ...]:
        return self.releases.parts if isinstance(self.releases, Joined) else (self.releases,)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[Figure]:
        return (f for r in self.releases.values() for f in r.figures)

    def __len__(self) -> int:
        return sum(p.count if isinstance(p, Packed) else sum(len(r.figures) for r in p.values()) for p in self._parts())

    def release(self, name: str | None = None) -> ReleaseData:
        """Return one release; *name* may be left out where there is only one. Errors: Unknown.

        >>> import hfdata as hf
        >>> hf.load().release("haifeng-2023-11-01").place.name_en
        'Haifeng Subdistrict'
        """
        if name is None and len(self.releases) == 1:
            return next(iter(self.releases.values()))
        if name is None or name not in self.releases:
            raise Unknown("release", name or "(none named)", tuple(self.releases))
        return self.releases[name]

    def figure(self, indicator: str, *, release: str | None = None, status: Status | None = None) -> Figure:
        """Return the one figure of *indicator* in *release*; *status* chooses where both done and planned are printed.

        Without *status* the ``done`` figure is preferred, then ``under_way``, then ``planned``.
        Errors: Unknown for a name the data lacks, NotReported where the release does not print it.

        >>> import hfdata as hf
        >>> films = {"indicator": "公益电影放映", "release": "haifeng-2023-11-01"}
        >>> [hf.load().figure(**films, status=s).text("en") for s in ("done", "planned")]
        ['400 sessions', '50 sessions']
        """
        chosen, named = self.release(release), self._named(indicator)
        found = [f for f in chosen.figures if f.indicator.id == named.id and status in (None, f.status)]
        if not found:
            raise NotReported(named.id, f"{chosen.release.id} as {status}" if status else chosen.release.id)
        return min(found, key=lambda f: ("done", "under_way", "planned").index(f.status))

    def figures(
        self,
        *,
        release: str | Sequence[str] | None = None,
        domain: str | None = None,
        indicator: str | Sequence[str] | None = None,
        status: Status | None = None,
        lang: Lang = "zh",
        limits: str = "stated",
    ) -> pd.DataFrame:
        """Return a tidy frame, one row per figure, in the order of the sources.

        Columns: release, place, domain, indicator (ids), name, value (float, in ``unit``), bound, low and high
        (float; NaN = the source states no such limit), label ("≥400": value with its limit, without unit), unit,
        status, kind, period (as printed, "" = none), start_date and end_date (NaT = the source gives nothing),
        quote, start, end (code points of the source), note ("" = none). ``name``, ``label``, ``unit`` and ``note``
        are in *lang*.

        *indicator* takes ids or names; the frame's ``attrs["not_reported"]`` then lists those without a figure.
        ``limits="convention"`` fills ``high`` (exclusive) for 余 and 多 by habit of speech, which the source does
        not state. Errors: Unknown for a release, domain or indicator that does not exist.

        >>> import hfdata as hf
        >>> frame = hf.load().figures(release="haifeng-2023-11-01", domain="safety", lang="en")
        >>> set(frame["bound"])
        {'at_least'}
        """
        from . import frame

        for what, asked, known in (
            ("language", lang, ("zh", "en")),
            ("kind of limits", limits, ("stated", "convention")),
            ("domain", domain, tuple(self.domains)),
            ("status", status, ("done", "under_way", "planned")),
        ):
            if asked is not None and asked not in known:
                raise Unknown(what, str(asked), known)
        wanted = _listed(release)
        for name in wanted or ():
            if name not in self.releases:
                raise Unknown("release", name, tuple(self.releases))
        names = _listed(indicator)
        ids = [self._named(n).id for n in names] if names is not None else None
        asked_for = set(ids) if ids is not None else None
        if domain is not None:
            about = {i.id for i in self.indicators.values() if i.domain == domain}
            asked_for = about if asked_for is None else asked_for & about
        got: set[str] = set()
        frames = []
        for part in self._parts():
            chosen = [n for n in wanted if n in part] if wanted is not None else None
            if isinstance(part, Packed):
                from . import arrow

                frames.append(arrow.frame(part, chosen, asked_for, status, lang, limits))
                got.update(frames[-1]["indicator"].unique() if ids is not None else ())
                continue
            rows = [
                f
                for name in (part if chosen is None else chosen)
                for f in part[name].figures
                if (asked_for is None or f.indicator.id in asked_for) and status in (None, f.status)
            ]
            got.update(f.indicator.id for f in rows)
            frames.append(frame.build(rows, lang, limits, []))
        lacking = [i for i in dict.fromkeys(ids or ()) if i not in got]
        names_of = {i: (r.name_zh if lang == "zh" else r.name_en) for i, r in self.indicators.items()}
        made = frame.joined(frames, wanted)
        made.attrs["not_reported"] = [names_of[i] for i in lacking]
        return made

    def digest(self, release_id: str, domain: str | None = None) -> str:
        """Return 16 hex digits that change exactly when what a report of *release_id* and *domain* reads changes.

        Covers the release's own record, its figures and checks (of *domain*, or all), and the shared rows these use;
        no other release, nor indicators that only others report.

        >>> import hfdata as hf
        >>> data = hf.load()
        >>> data.digest("haifeng-2023-11-01", "health") == data.digest("haifeng-2023-11-01", "safety")
        False
        """
        data = self.release(release_id)
        rows = [r for r in data.rows if domain in (None, r["indicator"].split(".")[0])]
        reported = {r["indicator"] for r in rows}
        about = [i for i in self.indicators.values() if i.id in reported]
        used = {i.unit for i in about}
        facts: list[Any] = [
            repr(data.release),  # not the file: a comment in it changes nothing that is shown
            rows,
            [[s.quote, s.span.start, s.span.end, s.reason] for s in data.set_aside] if domain is None else [],
            [
                [getattr(c, n) for n in schema.CHECKS.header]
                for c in data.checks
                if domain is None or domain in _domains(c)
            ],
            [[getattr(i, n) for n in schema.INDICATORS.header] for i in about],
            [[getattr(u, n) for n in schema.UNITS.header] for u in self.units.values() if u.id in used],
            [[d.id, d.name_zh, d.name_en] for d in self.domains.values()],
            [[getattr(p, n) for n in schema.PLACES.header] for p in self.lineage(data.place)],
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]

    def lineage(self, place: Place) -> list[Place]:
        """Return *place* and the places it belongs to, smallest first.

        >>> import hfdata as hf
        >>> data = hf.load()
        >>> [p.name_en for p in data.lineage(data.release("haifeng-2023-11-01").place)][:2]
        ['Haifeng Subdistrict', 'Wudi County']
        """
        found = [place]
        while found[-1].parent and self.places[found[-1].parent] not in found:
            found.append(self.places[found[-1].parent])
        return found

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._names)

    def __getattr__(self, name: str) -> DomainFacet:
        if not name.startswith("_"):
            for domain in self.domains.values():
                if name in (domain.id, domain.name_zh):
                    ids = [i for i in self.indicators if self.indicators[i].domain == domain.id]
                    return DomainFacet(domain, tuple(self.indicator(i) for i in ids))
        known = [n for d in self.__dict__.get("domains", {}).values() for n in (d.id, d.name_zh)]
        raise AttributeError(f"a dataset has no {name!r}{tables.suggestion(name, known)}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(n for d in self.domains.values() for n in (d.id, d.name_zh))]

    def _rows(self) -> list[tuple[str, str, str]]:
        found = [(n, self.releases[n]) for n in islice(self.releases, 10)]  # of many, no other is built
        return [(n, f"{r.place.name_zh} / {r.place.name_en}", str(len(r.figures))) for n, r in found]

    def __repr__(self) -> str:
        lines = [f"<Dataset of {len(self)} figures in {len(self.releases)} release(s), {self.where}"]
        lines += [f"  {name}: {place}, {count} figures" for name, place, count in self._rows()]
        lines += [f"  … and {len(self.releases) - 10} more"] if len(self.releases) > 10 else []
        lines += [f"  {len(self.problems)} problem(s) in releases that were left out"] if self.problems else []
        return "\n".join(lines) + ">"

    def _repr_html_(self) -> str:
        more = ", of which 10 are shown" if len(self.releases) > 10 else ""
        return releases_table(self._rows(), f"{len(self)} figures in {len(self.releases)} release(s){more}")


def _listed(value: str | Sequence[str] | None) -> list[str] | None:
    return None if value is None else [value] if isinstance(value, str) else list(value)


def _domains(check: Any) -> set[str]:
    return {t.split(".")[0] for side in (check.left, check.right) for t in release.terms(side)}


Where: TypeAlias = "str | os.PathLike[str]"


def load(where: Where | Sequence[Where] | None = None, *, strict: bool = False) -> Dataset:
    """Load and check a data folder, a package, or a list of them.

    *where* is a folder, its datapackage.json, a zip of it, a package of Parquet tables that ``hfdata export FILE.zip``
    wrote, or a URL of one of these; without it HFDATA_DATA, else the checkout's ``data/``, else the copy that came
    with this package, never the working folder by chance. Of a list, shared tables must agree and no release may be
    there twice.

    Problems in the shared tables, in the only release, or in any release where *strict*, raise BadData, which lists
    all of them. Otherwise releases with problems are left out with a warning and stand in ``problems``. Releases in
    Parquet are checked one by one when they are used, all of them at once where *strict*.
    Other errors: NoData where there is nothing to load, TwiceThere, Disagree.

    >>> import hfdata as hf
    >>> data = hf.load()
    >>> "haifeng-2023-11-01" in data.releases, data.problems
    (True, ())
    """
    if where is not None and not isinstance(where, (str, os.PathLike)):
        return _load_all([os.fspath(each) for each in where], strict=strict)
    place = folder.default() if where is None else where
    return from_files(folder.read(place), folder.printable(os.fspath(place)), strict=strict)


def _load_all(places: Sequence[str], *, strict: bool) -> Dataset:
    """Load each of *places* and join them; one of which nothing can be used is set aside like a bad release."""
    if not places:
        raise folder.NoData("[]", "the list of data folders is empty")
    parts: list[Dataset] = []
    problems: list[Problem] = []
    for place in places:
        name = folder.printable(place)
        try:
            parts.append(from_files(folder.read(place), name, strict=strict))
        except BadData as error:
            problems += [replace(p, file=f"{name}: {p.file}") for p in error.problems]
            if strict or len(places) == 1:
                raise
    if not parts:
        raise BadData(", ".join(map(folder.printable, places)), tuple(problems))
    if problems:
        _say_left_out("of several data folders", problems)
    problems += [replace(p, file=f"{part.where}: {p.file}") for part in parts for p in part.problems]
    domains, units, places_of, indicators = joined.shared(parts)
    context = Context(
        [peer for part in parts for peer in part.context],
        {
            f"{n}-{name}" if n else name: rows
            for n, part in enumerate(parts)
            for name, rows in part.context.rows.items()
        },
    )
    releases = Joined([part.releases for part in parts], [part.where for part in parts])
    where = ", ".join(p.where for p in parts)
    return Dataset(where, domains, units, places_of, indicators, releases, tuple(problems), context)


def from_files(files: folder.Files, where: str, *, strict: bool = False) -> Dataset:
    """Check the *files* of a data folder, named *where* in messages; see load."""
    problems: list[Problem] = []
    read = {t.name: _shared(t, files, problems) for t in schema.SHARED}
    rows = {name: found or [] for name, found in read.items()}
    known = {name: {r["id"] for r in found} for name, found in read.items() if found is not None}
    for table in schema.SHARED:
        tables.unknown_references(rows[table.name], table, known, f"{table.name}.csv", problems)
    _misplaced(rows["indicators"], problems)
    _ambiguous(rows["indicators"], problems)
    shared = release.Shared(
        {r["id"]: Place(**r) for r in rows["places"]},
        {r["id"]: Unit(**r) for r in rows["units"]},
        {r["id"]: Indicator(**cast("Any", r)) for r in rows["indicators"]},
        known,
        sound=not problems,
    )
    about = read_context(files, shared, problems)
    domains = {r["id"]: Domain(**r) for r in rows["domains"]}
    if any(name in files for name in folder.PACKED_FILES):
        return _from_package(files, where, domains, shared, problems, about, strict=strict)
    releases: dict[str, ReleaseData] = {}
    for name, own in _by_release(files).items():
        if (data := release.read(name, own, shared, problems)) is not None:
            releases[name] = data
    if not releases and not problems:
        raise folder.NoData(where, "holds no release")
    if problems and (strict or not releases):  # none is built where a shared table has problems
        raise BadData(where, tuple(problems))
    if problems:
        _say_left_out(where, problems)
    return Dataset(where, domains, shared.units, shared.places, shared.indicators, releases, tuple(problems), about)


def _from_package(
    files: folder.Files,
    where: str,
    domains: Mapping[str, Domain],
    shared: release.Shared,
    problems: list[Problem],
    about: Context,
    *,
    strict: bool,
) -> Dataset:
    """Take the releases of a Parquet package as they are; only where *strict* is each of them checked now."""
    if by_folder := list(_by_release(files)):
        raise folder.NoData(
            where, f"holds releases both in Parquet and in folders ({by_folder[0]} …); keep one of them"
        )
    if not shared.sound:
        raise BadData(where, tuple(problems))
    try:
        packed = Packed(files, shared, where)
    except ImportError as error:
        raise folder.NoData(where, "holds Parquet tables: pip install 'hfdata[export]'") from error
    if strict and (problems := [*problems, *packed.problems()]):
        raise BadData(where, tuple(problems))
    if not packed:
        raise folder.NoData(where, "holds no release")
    if problems:
        _say_left_out(where, problems)
    return Dataset(where, domains, shared.units, shared.places, shared.indicators, packed, tuple(problems), about)


def _say_left_out(where: str, problems: Sequence[Problem]) -> None:
    text = "\n".join(f"  {p}" for p in problems[: tables.SHOWN])
    warnings.warn(f"{where}: some releases were left out\n{text}", SomeReleasesLeftOut, stacklevel=4)


def _reported(releases: Mapping[str, ReleaseData], indicator: str) -> Iterator[Figure]:
    """Return the figures of *indicator*; of a package, only releases that report it are built."""
    names: Any = releases
    if isinstance(releases, Packed):
        found = releases.rows(None, {indicator}, None)
        names = dict.fromkeys(n for table in found for n in table["release"].to_pylist())
    return (f for n in names for f in releases[n].figures if f.indicator.id == indicator)


def _shared(table: schema.Table, files: folder.Files, problems: list[Problem]) -> list[tables.Row] | None:
    file = f"{table.name}.csv"
    if file not in files:
        problems.append(Problem(file, 0, "", "", f"is missing; its first line should be {','.join(table.header)}"))
        return None
    return tables.read(files[file], table, file, problems)


def _misplaced(indicators: list[tables.Row], problems: list[Problem]) -> None:
    """Note ids that do not begin with their domain."""
    for row in indicators:
        domain = row["domain"]
        if row.sound("id", "domain") and not row["id"].startswith(f"{domain}."):
            problems.append(Problem("indicators.csv", row.number, "id", row["id"], f"should start with {domain}."))


def _ambiguous(indicators: list[tables.Row], problems: list[Problem]) -> None:
    """Note names that two indicators share: ``data[name]`` could not tell them apart."""
    seen: dict[str, str] = {}
    for row in (r for r in indicators if r.sound("id", "name_zh", "name_en")):
        for column in ("name_zh", "name_en"):
            other = seen.setdefault(row[column], row["id"])
            if other != row["id"]:
                problems.append(Problem("indicators.csv", row.number, column, row[column], f"is also {other}'s name"))


def _by_release(files: folder.Files) -> dict[str, folder.Files]:
    found: dict[str, folder.Files] = {}
    for name, raw in files.items():
        parts = name.split("/")
        if len(parts) == 3:
            found.setdefault(parts[1], {})[parts[2]] = raw
    return dict(sorted(found.items()))


__all__ = [
    "DataError",
    "Dataset",
    "Facet",
    "NotReported",
    "SomeReleasesLeftOut",
    "TwiceThere",
    "Unknown",
    "from_files",
    "load",
]
