"""Several data folders as one: their releases in one mapping, their shared tables agreeing row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ..errors import DataError

if TYPE_CHECKING:
    from .release import ReleaseData


class TwiceThere(DataError):
    """Releases have one id in two of the data folders that were to be loaded together."""

    def __init__(self, releases: tuple[str, ...], one: str, two: str) -> None:
        super().__init__(releases, one, two)
        self.releases, self.one, self.two = releases, one, two

    def __str__(self) -> str:
        names = ", ".join(self.releases[:10])
        more = f" and {len(self.releases) - 10} more" if len(self.releases) > 10 else ""
        return (
            f"{names}{more}: in {self.one} and in {self.two}. Which one counts cannot be told; nothing was loaded. "
            "Leave one of them out, or give one release another id."
        )


class Disagree(DataError):
    """Two data folders define one id differently; ``rows`` name table and id."""

    def __init__(self, rows: tuple[str, ...], one: str, two: str) -> None:
        super().__init__(rows, one, two)
        self.rows, self.one, self.two = rows, one, two

    def __str__(self) -> str:
        shown = "; ".join(self.rows[:10]) + (f" and {len(self.rows) - 10} more" if len(self.rows) > 10 else "")
        return (
            f"{self.one} and {self.two} define differently: {shown}. Their figures cannot be read by one "
            "definition; nothing was loaded. Make these rows the same."
        )


class Joined(Mapping[str, "ReleaseData"]):
    """The releases of several data folders, in their order. Errors: TwiceThere."""

    def __init__(self, parts: Sequence[Mapping[str, ReleaseData]], places: Sequence[str]) -> None:
        self.parts = tuple(parts)
        self._part: dict[str, int] = {}
        for n, part in enumerate(self.parts):
            if twice := tuple(name for name in part if name in self._part):
                raise TwiceThere(twice, places[self._part[twice[0]]], places[n])
            self._part.update(dict.fromkeys(part, n))

    def __getitem__(self, name: str) -> ReleaseData:
        return self.parts[self._part[name]][name]

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.parts)

    def __len__(self) -> int:
        return len(self._part)

    def __contains__(self, name: object) -> bool:
        return name in self._part


def shared(parts: Sequence[Any]) -> list[dict[str, Any]]:
    """Return domains, units, places and indicators of all datasets *parts*. Errors: Disagree.

    An indicator's name must be its own in all of them: by that name people ask for it.
    """
    made: list[dict[str, Any]] = [{}, {}, {}, {}]
    names: dict[str, str] = {}
    for part in parts:
        clash: list[str] = []
        for table, into in zip(("domains", "units", "places", "indicators"), made, strict=True):
            for key, record in getattr(part, table).items():
                if into.setdefault(key, record) != record:
                    clash.append(f"{table} {key}")
        for record in part.indicators.values():
            for name in (record.name_zh, record.name_en):
                if names.setdefault(name, record.id) != record.id:
                    clash.append(f"indicators {record.id} and {names[name]} share the name {name}")
        if clash:
            raise Disagree(tuple(clash), parts[0].where, part.where)
    return made
