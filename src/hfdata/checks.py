"""Evaluate the relations of checks.csv on a release's figures; limits decide what can be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .dataset import release as releases
from .dataset import schema
from .model import STATUSES
from .quantity import Quantity

if TYPE_CHECKING:
    from .dataset.release import ReleaseData
    from .figure import Figure
    from .model import Check


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one check: ``holds`` is None where limits leave it open or figures are missing.

    ``left`` and ``right`` are the sides as numbers, None where ``missing`` names the indicators not reported.
    """

    check: Check
    holds: bool | None
    left: Quantity | None
    right: Quantity | None
    missing: tuple[str, ...]


def evaluate(data: ReleaseData) -> list[Verdict]:
    """Return the verdict of every check of a release, in the order of its file.

    Units are not compared: some checks set different units side by side on purpose, and their notes say so.

    >>> import hfdata as hf
    >>> release = hf.load().release("haifeng-2023-11-01")
    >>> all(v.holds for v in evaluate(release))
    True
    """
    figures: dict[str, Figure] = {}
    for figure in sorted(data.figures, key=lambda f: STATUSES.index(f.status)):  # as Dataset.figure: done comes first
        figures.setdefault(figure.indicator.id, figure)
    return [_verdict(c, figures) for c in data.checks]


def _verdict(check: Check, figures: dict[str, Figure]) -> Verdict:
    terms = [releases.terms(side) for side in (check.left, check.right)]
    missing = tuple(t for side in terms for t in side if not schema.DECIMAL.fullmatch(t) and t not in figures)
    if missing:
        return Verdict(check, None, None, None, missing)
    left, right = (_side(side, figures) for side in terms)
    return Verdict(check, left.compare(check.relation, right), left, right, ())


def _side(terms: list[str], figures: dict[str, Figure]) -> Quantity:
    total = Quantity.exactly(0)
    for term in terms:
        f = figures.get(term)
        total = total + (Quantity.exactly(term) if f is None else Quantity(f.value, "", f.low, f.high))
    return total
