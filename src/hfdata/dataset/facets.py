"""Ways to look at a dataset from a prompt: an indicator with who reports it, a domain with its indicators."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NoReturn, overload

from ..figure import Figure
from ..model import STATUSES, Domain, Indicator
from .names import Unknown

SHOWN = 20  # figures that an indicator shows of itself


class Reported(Sequence[Figure]):
    """Figures of one indicator in many releases, each read when it is come to; *figures* starts from the first."""

    def __init__(self, figures: Callable[[], Iterator[Figure]]) -> None:
        self._figures, self._count = figures, -1

    def __iter__(self) -> Iterator[Figure]:
        return self._figures()

    def __len__(self) -> int:
        if self._count < 0:
            self._count = sum(1 for _ in self._figures())
        return self._count

    @overload
    def __getitem__(self, at: int) -> Figure: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Figure]: ...
    def __getitem__(self, at: int | slice) -> Figure | Sequence[Figure]:
        if isinstance(at, int) and at >= 0:
            for figure in islice(self._figures(), at, None):
                return figure
            raise IndexError(at)
        return list(self._figures())[at]


@dataclass(frozen=True, slots=True)
class Facet:
    """An indicator together with the figures that report it; what ``data["低保对象"]`` gives.

    Iterating, ``len`` and ``[0]`` go over the figures, of all releases and statuses; ``["…"]`` takes a release's id.

    >>> import hfdata as hf
    >>> hf.load()["低保对象"]["haifeng-2023-11-01"].text("en")
    '773 persons'
    >>> [f.text("en") for f in hf.load()["低保对象"] if f.release.id == "haifeng-2023-11-01"]
    ['773 persons']
    """

    indicator: Indicator
    reported: Sequence[Figure]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.reported)

    def __len__(self) -> int:
        return len(self.reported)

    def __getitem__(self, which: int | str) -> Figure:
        """Return a figure by its place, or by its release: what is done first, then under way, then planned."""
        if isinstance(which, int):
            return self.reported[which]
        found = [f for f in self.reported if f.release.id == which]
        if not found:
            raise Unknown(f"release with {self.indicator.id}", str(which), tuple(self._ipython_key_completions_()))
        return min(found, key=lambda f: STATUSES.index(f.status))

    def _ipython_key_completions_(self) -> list[str]:
        return list(dict.fromkeys(f.release.id for f in self.reported))

    def __getattr__(self, name: str) -> NoReturn:
        if name in Figure.__dict__ and not name.startswith("_"):
            raise AttributeError(
                f"{self.indicator.id} is an indicator, which several releases may report: "
                f"ask one of its {len(self)} figure(s), data[{self.indicator.name_zh!r}][0].{name}"
            )
        raise AttributeError(f"an indicator has no {name!r}")

    def _rows(self) -> list[tuple[str, str, str]]:
        shown = list(islice(self.reported, SHOWN + 1))
        rows = [(f.release.id, f.status, f"{f.text('zh')} / {f.text('en')}") for f in shown[:SHOWN]]
        return rows + [("…", "", "and more; figures(indicator=…) gives all")] * (len(shown) > SHOWN)

    def __repr__(self) -> str:
        i = self.indicator
        head = f"<Indicator {i.id}\n  {i.name_zh} / {i.name_en}\n  {i.definition_zh}\n  {i.definition_en}"
        rows = "".join(f"\n  {release} ({status}): {text}" for release, status, text in self._rows())
        return f"{head}{rows or chr(10) + '  not reported'}>"

    def _repr_html_(self) -> str:
        i = self.indicator
        head = (f"{i.name_zh} / {i.name_en}", i.definition_zh, i.definition_en, i.id)
        return _table("".join(f"{html.escape(t)}<br>" for t in head), ("release", "status", "value"), self._rows())


@dataclass(frozen=True, slots=True)
class DomainFacet:
    """A domain together with its indicators and their figures; what ``data.welfare`` or ``data.兜底保障`` gives.

    >>> import hfdata as hf
    >>> len(hf.load().health)
    3
    """

    domain: Domain
    facets: tuple[Facet, ...]

    def __iter__(self) -> Iterator[Facet]:
        return iter(self.facets)

    def __len__(self) -> int:
        return len(self.facets)

    def __getitem__(self, name: str) -> Facet:
        for facet in self.facets:
            if name in (facet.indicator.id, facet.indicator.name_zh, facet.indicator.name_en):
                return facet
        raise Unknown(f"indicator in {self.domain.id}", str(name), tuple(self._ipython_key_completions_()))

    def _ipython_key_completions_(self) -> list[str]:
        return [n for f in self.facets for n in (f.indicator.id, f.indicator.name_zh, f.indicator.name_en)]

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            (f.indicator.id, f"{f.indicator.name_zh} / {f.indicator.name_en}", str(len(f.reported)))
            for f in self.facets
        ]

    def __repr__(self) -> str:
        rows = "".join(f"\n  {name}: {words}" for name, words, _ in self._rows())
        return f"<Domain {self.domain.id} {self.domain.name_zh} / {self.domain.name_en}{rows}>"

    def _repr_html_(self) -> str:
        head = html.escape(f"{self.domain.name_zh} / {self.domain.name_en}")
        return _table(head, ("indicator", "name", "figures"), self._rows())


def _table(caption: str, header: tuple[str, ...], rows: list[tuple[str, str, str]]) -> str:
    """Return an HTML table; *caption* is HTML already, everything else is escaped."""
    left = ' style="text-align:left"'  # words, which notebooks set flush right like numbers
    head = "".join(f'<th scope="col"{left}>{html.escape(h)}</th>' for h in header)
    body = "".join(f"<tr>{''.join(f'<td{left}>{html.escape(c)}</td>' for c in row)}</tr>" for row in rows)
    caption = f'<div style="text-align:left;min-width:36em">{caption}</div>'
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def releases_table(rows: list[tuple[str, str, str]], caption: str) -> str:
    """Return the HTML that a dataset shows of its releases: id, place, number of figures."""
    return _table(html.escape(caption), ("release", "place", "figures"), rows)
