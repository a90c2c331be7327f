"""A validated Dataset: look things up in either language, take tidy frames, name what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import HfdataError
from ..model import STATUSES
from . import release, schema, tables
from .context import Context
from .facets import DomainFacet, Facet, Reported, releases_table
from .joined import Joined
from .names import Unknown
from .packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from ..figure import Figure
    from ..model import Domain, Indicator, Lang, Place, Status, Unit
    from .release import ReleaseData
    from .tables import Problem


class NotReported(HfdataError):
    """An indicator exists, but the release asked for does not report it (or not with that status)."""

    exit_code = 1

    def __init__(self, indicator: str, where: str) -> None:
        super().__init__(indicator, where)
        self.indicator, self.where = indicator, where

    def __str__(self) -> str:
        return f"{self.indicator} is not reported by {self.where}; data.figures(indicator=…) shows who reports it"


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
        self.domains: dict[str, Domain] = dict(domains)
        self.units, self.places, self.indicators = dict(units), dict(places), dict(indicators)
        # A package of many releases builds each when it is asked for.
        self.releases: Mapping[str, ReleaseData] = dict(releases) if isinstance(releases, dict) else releases
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

    def domain(self, name: str) -> DomainFacet:
        """Return the domain called *name* (its id, or its name in Chinese or English) with its indicators.

        Errors: Unknown, with the nearest names. ``data.welfare`` and ``data.兜底保障`` are short for it.

        >>> import hfdata as hf
        >>> hf.load().domain("Public safety").domain.id
        'safety'
        """
        found = self._domain_ids((name,))[0]
        return DomainFacet(self.domains[found], tuple(self.indicator(i.id) for i in self._about(found)))

    def _domain_ids(self, names: Sequence[str]) -> list[str]:
        each = [(d.id, d.name_zh, d.name_en) for d in self.domains.values()]
        known = {names[n]: names[0] for n in range(3) for names in each}
        for name in names:
            if not isinstance(name, str) or name not in known:
                raise Unknown("domain", str(name), tuple(known))
        return [known[name] for name in names]

    def _about(self, domain: str) -> list[Indicator]:
        return [i for i in self.indicators.values() if i.domain == domain]

    def _named(self, name: str) -> Indicator:
        found = self._names.get(name) if isinstance(name, str) else None
        if found is None:
            raise Unknown("indicator", str(name), tuple(self._names))
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
        if not isinstance(name, str) or name not in self.releases:
            raise Unknown("release", str(name or "(none named)"), tuple(self.releases))
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
        if status is not None and status not in STATUSES:
            raise Unknown("status", str(status), STATUSES)
        found = [f for f in chosen.figures if f.indicator.id == named.id and status in (None, f.status)]
        if not found:
            raise NotReported(named.id, f"{chosen.release.id} as {status}" if status else chosen.release.id)
        return min(found, key=lambda f: ("done", "under_way", "planned").index(f.status))

    def figures(
        self,
        *,
        release: str | Sequence[str] | None = None,
        domain: str | Sequence[str] | None = None,
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

        *domain* and *indicator* take ids or names in either language, one or several; the frame's
        ``attrs["not_reported"]`` then lists the indicators without a figure.
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
            ("status", status, STATUSES),
        ):
            if asked is not None and asked not in known:
                raise Unknown(what, str(asked), known)
        wanted = _listed(release)
        for name in wanted or ():
            if not isinstance(name, str) or name not in self.releases:
                raise Unknown("release", str(name), tuple(self.releases))
        names = _listed(indicator)
        ids = [self._named(n).id for n in names] if names is not None else None
        asked_for = set(ids) if ids is not None else None
        if (domains := _listed(domain)) is not None:
            about = {i.id for d in self._domain_ids(domains) for i in self._about(d)}
            # What lies outside these domains was not asked for: it must not be called "not reported".
            ids = None if ids is None else [i for i in ids if i in about]
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
                    return self.domain(name)
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
    if value is None:
        return None
    # What is neither a name nor a list of names is looked up as it is, and told that it is unknown.
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def _domains(check: Any) -> set[str]:
    return {t.split(".")[0] for side in (check.left, check.right) for t in release.terms(side)}


def _reported(releases: Mapping[str, ReleaseData], indicator: str) -> Iterator[Figure]:
    """Return the figures of *indicator*; of a package, only releases that report it are built."""
    names: Any = releases
    if isinstance(releases, Packed):
        found = releases.rows(None, {indicator}, None)
        names = dict.fromkeys(n for table in found for n in table["release"].to_pylist())
    return (f for n in names for f in releases[n].figures if f.indicator.id == indicator)
