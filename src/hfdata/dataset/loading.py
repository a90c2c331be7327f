"""Folders, packages, zips, URLs, or a list of them → one validated Dataset, or every problem they have."""

from __future__ import annotations

import os
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .. import prompt
from ..model import Domain, Indicator, Place, Unit
from . import folder, joined, release, schema, tables
from .context import Context
from .context import read as read_context
from .dataset import Dataset
from .joined import Joined
from .packed import Packed
from .tables import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .release import ReleaseData


class SomeReleasesLeftOut(UserWarning):
    """Some releases of a data folder have problems and were left out; the others were loaded."""


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
        made = _load_all([os.fspath(each) for each in where], strict=strict)
    else:
        place = folder.meant() if where is None else where
        made = from_files(folder.read(place), folder.printable(os.fspath(place)), strict=strict)
    prompt.know(made)
    return made


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
    for name, own in folder.by_release(files).items():
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
    if by_folder := list(folder.by_release(files)):
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
