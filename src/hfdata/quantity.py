"""Arithmetic that keeps limits and refuses what would mean nothing: mixed units, overlapping counts, zero divisors."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from .errors import MayOverlap, MixedUnits, NoLimits

Number: TypeAlias = int | str | Decimal | Fraction
Limit: TypeAlias = Fraction | None
Operand: TypeAlias = "Quantity | Missing | int | Decimal | Fraction"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which figures a quantity is made of, so that a sum can tell whether it would count something twice.

    ``parts`` are (release, indicator, status) triples; ``group`` is their additive group, "" where they have none.
    """

    parts: frozenset[tuple[str, str, str]]
    group: str

    def clash(self, other: Origin) -> str:
        """Say why figures of this origin and *other* may not be added; '' where they may."""
        if self.parts & other.parts:
            return "they are partly the same figures"
        if len({p[2] for p in self.parts | other.parts}) > 1:
            return "what is done and what is not are different things"
        if len({p[1] for p in self.parts | other.parts}) == 1:
            return ""  # one indicator, several places
        if self.group and self.group == other.group:
            return ""
        return "their indicators share no additive_group"


@dataclass(frozen=True, slots=True, init=False)
class Quantity:
    """A number with its unit and the limits its source states.

    ``value`` is the number as printed (or what the printed numbers give); ``low`` and ``high`` are the limits that
    are known, inclusive, ``None`` where none is. All are exact fractions. ``unit`` is the unit's name, "" for a ratio.

    >>> Quantity(300, "个", low=300) + Quantity(2000, "个", low=2000)
    Quantity('≥2300 个')
    >>> Quantity(36605, "条", 36605, 36605) / Quantity(2791, "户", 2791, 2791)
    Quantity('13.1 条/户')
    >>> Quantity(5, "人", 5, 5) + Quantity(5, "户", 5, 5)
    Traceback (most recent call last):
    hfdata.errors.MixedUnits: ...
    """

    value: Fraction
    unit: str
    low: Limit
    high: Limit
    origin: Origin | None = field(compare=False)

    def __init__(
        self,
        value: Number,
        unit: str = "",
        low: Number | None = None,
        high: Number | None = None,
        *,
        origin: Origin | None = None,
    ) -> None:
        limits = [None if x is None else Fraction(x) for x in (low, high)]
        if limits[0] is not None and limits[1] is not None and limits[0] > limits[1]:
            raise NoLimits(f"Quantity({value}, {unit!r})", f"the low limit {low} is above the high limit {high}")
        object.__setattr__(self, "value", Fraction(value))
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "low", limits[0])
        object.__setattr__(self, "high", limits[1])
        object.__setattr__(self, "origin", origin)

    @classmethod
    def exactly(cls, value: Number, unit: str = "") -> Quantity:
        """Return a quantity whose both limits are its value.

        >>> Quantity.exactly(5, "次").is_exact
        True
        """
        return cls(value, unit, value, value)

    @property
    def is_exact(self) -> bool:
        """Whether both limits are known and equal."""
        return self.low is not None and self.low == self.high

    def holds(self, number: Number) -> bool:
        """Whether *number* lies within the limits; a side without a limit holds everything.

        >>> Quantity(400, "处", low=400).holds(499)
        True
        """
        x = Fraction(number)
        return (self.low is None or self.low <= x) and (self.high is None or x <= self.high)

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented  # a Missing then answers
        self._same_unit(other, "+")
        return Quantity(
            self.value + other.value,
            self.unit,
            _plus(self.low, other.low),
            _plus(self.high, other.high),
            origin=self._joined(other),
        )

    def __radd__(self, other: int) -> Quantity:
        return self if other == 0 else NotImplemented  # so that sum() starts from nothing

    def __sub__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same_unit(other, "−")
        return Quantity(self.value - other.value, self.unit, _minus(self.low, other.high), _minus(self.high, other.low))

    def __mul__(self, other: Operand) -> Quantity:
        if isinstance(other, Missing):
            return NotImplemented
        other = _as_quantity(other)
        unit = "·".join(u for u in (self.unit, other.unit) if u)
        low, high = _product(self, other)
        return Quantity(self.value * other.value, unit, low, high)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> Quantity:
        if isinstance(other, Missing):
            return NotImplemented
        other = _as_quantity(other)
        if other.value == 0 or other.holds(0):
            raise NoLimits(f"{self} ÷ {other}", "the divisor is zero or may be, so the ratio has no meaning")
        unit = "" if self.unit == other.unit else f"{self.unit}/{other.unit}" if other.unit else self.unit
        inverse = Quantity(1 / other.value, "", *_inverse(other))
        low, high = _product(self, inverse)
        return Quantity(self.value / other.value, unit, low, high)

    def share_of(self, *others: Quantity | Missing) -> Quantity | Missing:
        """Return this as a share of itself and *others* together, in percent.

        Not ``a / (a + b)``: there *a* would vary twice, and the limits come out wider than they are.
        Parts cannot be negative, so a share is never below 0 or above 100.

        >>> public, private = Quantity(300, "个", 300, 400), Quantity(2000, "个", 2000, 3000)
        >>> public.share_of(private)
        Quantity('9.1–16.7%')
        """
        lacking = [q for q in others if isinstance(q, Missing)]
        if lacking:
            return lacking[0]._with(*lacking[1:])
        known = [q for q in others if isinstance(q, Quantity)]
        rest = known[0]
        for other in known[1:]:
            rest = rest + other
        self._same_unit(rest, "as a share with")
        if self.origin and rest.origin and (why := self.origin.clash(rest.origin)):
            raise MayOverlap(str(self), str(rest), why)
        total = self.value + rest.value
        if total == 0:
            raise NoLimits(f"{self} as a share of {rest}", "the whole is zero, so there are no shares")
        low = _part(self.low or Fraction(0), rest.high)
        high = Fraction(1) if self.high is None else _part(self.high, rest.low or Fraction(0))
        return Quantity(100 * self.value / total, "%", 100 * low, 100 * high)

    def compare(self, relation: str, other: Quantity) -> bool | None:
        """Tell whether ``=``, ``<=``, ``>=`` or ``<>`` holds; None where the limits leave it open.

        >>> Quantity(400, "处", low=400).compare(">=", Quantity.exactly(300, "处"))
        True
        >>> Quantity(400, "处", low=400).compare("=", Quantity.exactly(450, "处")) is None
        True
        """
        self._same_unit(other, relation)
        below, above = _surely_at_most(self, other), _surely_at_most(other, self)
        if relation == "<=":
            return True if below else False if _surely_below(other, self) else None
        if relation == ">=":
            return True if above else False if _surely_below(self, other) else None
        apart = _surely_below(self, other) or _surely_below(other, self)
        if relation in ("=", "<>"):
            same = True if self.is_exact and other.is_exact and self.low == other.low else False if apart else None
            return same if relation == "=" or same is None else not same
        raise NoLimits(f"{self} {relation} {other}", "the relation should be =, <=, >= or <>")

    def with_unit(self, unit: str) -> Quantity:
        """Return the same number under another unit name, for a unit in the reader's language."""
        return replace_unit(self, unit)

    def __float__(self) -> float:
        if not self.is_exact:
            raise NoLimits(str(self), "is not exact; .value is what was printed, .low and .high are its limits")
        return float(self.value)

    def __str__(self) -> str:
        from . import labels

        return labels.quantity(self.value, self.low, self.high, self.unit)

    def __repr__(self) -> str:
        return f"Quantity({str(self)!r})"

    def __format__(self, spec: str) -> str:
        from . import labels

        if spec in ("zh", "en"):
            return labels.quantity(self.value, self.low, self.high, self.unit, spec)  # type: ignore[arg-type]
        return format(str(self), spec)

    def _repr_markdown_(self) -> str:
        return f"**{self}**"

    def _same_unit(self, other: Quantity, sign: str) -> None:
        if self.unit != other.unit:
            raise MixedUnits(f"{self} {sign} {other}", (self.unit or "no unit", other.unit or "no unit"))

    def _joined(self, other: Quantity) -> Origin | None:
        if self.origin is None or other.origin is None:
            return self.origin or other.origin
        if why := self.origin.clash(other.origin):
            raise MayOverlap(str(self), str(other), why)
        return replace(self.origin, parts=self.origin.parts | other.origin.parts)


@dataclass(frozen=True, slots=True)
class Missing:
    """What takes the place of a Quantity that a release does not report; arithmetic passes it on.

    ``names`` are the names of the indicators that would be needed.

    >>> Missing(("低保对象",)) + Quantity.exactly(1, "人")
    Missing(names=('低保对象',))
    """

    names: tuple[str, ...]

    def __bool__(self) -> bool:
        return False

    def _with(self, *others: object) -> Missing:
        more = [n for o in others if isinstance(o, Missing) for n in o.names]
        return Missing(tuple(dict.fromkeys((*self.names, *more))))

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _with
    share_of = compare = _with


def distinct(*rosters: Quantity | Missing) -> Quantity | Missing:
    """Return how many different persons (or things) overlapping *rosters* hold: from the largest to their sum.

    Nothing is assumed about which rosters exclude each other. The value is the low limit, the only number that
    is sure. Errors: MixedUnits; NoLimits where no roster is given.

    >>> distinct(Quantity.exactly(273, "人"), Quantity.exactly(688, "人"))
    Quantity('688–961 人')
    """
    lacking = [q for q in rosters if isinstance(q, Missing)]
    if lacking:
        return lacking[0]._with(*lacking[1:])
    known = [q for q in rosters if isinstance(q, Quantity)]
    if not known:
        raise NoLimits("distinct()", "needs at least one roster")
    for other in known[1:]:
        known[0]._same_unit(other, "and")
    lows = [q.low or Fraction(0) for q in known]
    highs = [q.high for q in known if q.high is not None]
    top = sum(highs, Fraction(0)) if len(highs) == len(known) else None
    return Quantity(max(lows), known[0].unit, max(lows), top)


def replace_unit(q: Quantity, unit: str) -> Quantity:
    """Return *q* under another unit name; for words only, nothing is converted."""
    return Quantity(q.value, unit, q.low, q.high, origin=q.origin)


def _as_quantity(x: Quantity | int | Decimal | Fraction) -> Quantity:
    """Take a plain number as exact and without a unit."""
    return x if isinstance(x, Quantity) else Quantity.exactly(x)


def _plus(a: Limit, b: Limit) -> Limit:
    return None if a is None or b is None else a + b


def _minus(a: Limit, b: Limit) -> Limit:
    return None if a is None or b is None else a - b


def _part(part: Fraction, rest: Limit) -> Fraction:
    if rest is None:
        return Fraction(0)
    return part / (part + rest) if part + rest else Fraction(0)


def _surely_at_most(a: Quantity, b: Quantity) -> bool:
    return a.high is not None and b.low is not None and a.high <= b.low


def _surely_below(a: Quantity, b: Quantity) -> bool:
    return a.high is not None and b.low is not None and a.high < b.low


_End: TypeAlias = tuple[Fraction, int]  # (finite part, sign of infinity: -1, 0, 1)


def _ends(q: Quantity) -> tuple[_End, _End]:
    low = (Fraction(0), -1) if q.low is None else (q.low, 0)
    high = (Fraction(0), 1) if q.high is None else (q.high, 0)
    return low, high


def _times(a: _End, b: _End) -> _End:
    if (a[1] == 0 and a[0] == 0) or (b[1] == 0 and b[0] == 0):
        return Fraction(0), 0  # zero times anything that is counted is zero, however much there is
    if a[1] == 0 and b[1] == 0:
        return a[0] * b[0], 0
    positive = (a[1] or (1 if a[0] > 0 else -1)) * (b[1] or (1 if b[0] > 0 else -1))
    return Fraction(0), positive


def _product(a: Quantity, b: Quantity) -> tuple[Limit, Limit]:
    corners = [_times(x, y) for x in _ends(a) for y in _ends(b)]
    low = None if any(c[1] < 0 for c in corners) else min((c[0] for c in corners if c[1] == 0), default=None)
    high = None if any(c[1] > 0 for c in corners) else max((c[0] for c in corners if c[1] == 0), default=None)
    return low, high


def _inverse(q: Quantity) -> tuple[Limit, Limit]:
    """Return the limits of 1/q for a q whose limits do not hold 0."""
    if q.low is not None and q.low > 0:
        return (Fraction(0) if q.high is None else 1 / q.high), 1 / q.low
    assert q.high is not None  # a q without 0 lies wholly on one side
    return 1 / q.high, (Fraction(0) if q.low is None else 1 / q.low)
