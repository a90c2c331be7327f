"""What a figure is: a number with its limits and unit, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ..model import Bound


@dataclass(frozen=True, slots=True)
class Reading:
    """A quote read as a figure.

    value: the number with multipliers expanded (2000余万元 is 20000000).
    bound: what its qualifier states: exact, at_least, at_most or about.
    unit: as printed, without the multiplier; empty where none is printed.
    """

    value: Decimal
    bound: Bound
    unit: str


class Found(NamedTuple):
    """A reading and where it stands; ``bare`` tells that only a multiplier was printed (千余, 上百, 亿元)."""

    start: int
    end: int
    value: Decimal
    bound: Bound
    unit: str
    number: str
    qualifiers: tuple[str, ...] = ()
    doubt: str = ""
    bare: bool = False
    after: str = ""
    rule: str = "number with unit"

    @property
    def reading(self) -> Reading:
        """The figure without its place."""
        return Reading(self.value, self.bound, self.unit)
