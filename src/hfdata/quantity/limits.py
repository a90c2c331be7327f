"""Arithmetic of limits: what is sure of a result when all that is known of its operands is where they may lie."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Limit: TypeAlias = Fraction | None
Limits: TypeAlias = tuple[Limit, Limit]  # low and high, inclusive; None: no limit on that side
_End: TypeAlias = tuple[Fraction, int]  # (finite part, sign of infinity: -1, 0, 1)
ZERO, ONE = Fraction(0), Fraction(1)


def hold(a: Limits, x: Fraction) -> bool:
    """Tell whether *x* may be what *a* are the limits of."""
    return (a[0] is None or a[0] <= x) and (a[1] is None or x <= a[1])


def total(a: Limits, b: Limits) -> Limits:
    """Return the limits of a + b."""
    return _plus(a[0], b[0]), _plus(a[1], b[1])


def difference(a: Limits, b: Limits) -> Limits:
    """Return the limits of a − b."""
    return _minus(a[0], b[1]), _minus(a[1], b[0])


def product(a: Limits, b: Limits) -> Limits:
    """Return the limits of a × b."""
    corners = [_times(x, y) for x in _ends(a) for y in _ends(b)]
    finite = [c[0] for c in corners if c[1] == 0]
    low = None if any(c[1] < 0 for c in corners) else min(finite, default=None)
    high = None if any(c[1] > 0 for c in corners) else max(finite, default=None)
    return low, high


def inverse(a: Limits) -> Limits:
    """Return the limits of 1/a, where *a* do not hold 0: all of it then lies on one side."""
    low, high = a
    if low is not None and low > 0:
        return (ZERO if high is None else 1 / high), 1 / low
    assert high is not None
    return 1 / high, (ZERO if low is None else 1 / low)


def share(part: Limits, rest: Limits) -> tuple[Fraction, Fraction]:
    """Return the limits of part ÷ (part + rest), where neither can be negative."""
    low = ZERO if rest[1] is None else _share(_floor(part), rest[1])
    high = ONE if part[1] is None else _share(part[1], _floor(rest))
    return low, high


def union(sizes: Sequence[Limits]) -> tuple[Fraction, Limit]:
    """Return the limits of how many members sets of these *sizes* have together, however much they overlap."""
    highs = [high for _, high in sizes if high is not None]
    return max(_floor(a) for a in sizes), sum(highs, ZERO) if len(highs) == len(sizes) else None


def order(a: Limits, b: Limits) -> bool | None:
    """Tell whether a ≤ b whatever they are; False: whatever they are it is not; None: it depends."""
    if a[1] is not None and b[0] is not None and a[1] <= b[0]:
        return True
    return False if a[0] is not None and b[1] is not None and b[1] < a[0] else None


def _plus(a: Limit, b: Limit) -> Limit:
    return None if a is None or b is None else a + b


def _minus(a: Limit, b: Limit) -> Limit:
    return None if a is None or b is None else a - b


def _floor(a: Limits) -> Fraction:
    return max(a[0] or ZERO, ZERO)


def _share(part: Fraction, rest: Fraction) -> Fraction:
    return part / (part + rest) if part + rest else ZERO


def _ends(a: Limits) -> tuple[_End, _End]:
    return (ZERO, -1) if a[0] is None else (a[0], 0), (ZERO, 1) if a[1] is None else (a[1], 0)


def _times(a: _End, b: _End) -> _End:
    if (a[1] == 0 and a[0] == 0) or (b[1] == 0 and b[0] == 0):
        return ZERO, 0  # zero times anything that is counted is zero, however much there is
    if a[1] == 0 and b[1] == 0:
        return a[0] * b[0], 0
    return ZERO, (a[1] or (1 if a[0] > 0 else -1)) * (b[1] or (1 if b[0] > 0 else -1))
