"""Arithmetic that keeps limits and refuses what would mean nothing: mixed units, overlapping counts, zero divisors."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, cast, overload

from ..errors import MayOverlap, MixedUnits, NoLimits
from . import limits
from .origin import Origin

Number: TypeAlias = int | float | str | Decimal | Fraction
Operand: TypeAlias = "Quantity | Missing | int | float | Decimal | Fraction"


@dataclass(frozen=True, slots=True, init=False)
class Quantity:
    """A number with its unit and the limits its source states.

    ``value`` is the number as printed (or what the printed numbers give); ``low`` and ``high`` are the limits that
    are known, inclusive, ``None`` where none is. All are exact fractions; a float counts as the decimal it prints.
    ``unit`` is the unit's name, "" for a ratio. Errors: NoLimits where *value* lies outside its limits.

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
    low: limits.Limit
    high: limits.Limit
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
        nominal, least, most = _exact(value), *(None if x is None else _exact(x) for x in (low, high))
        object.__setattr__(self, "value", nominal)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "low", least)
        object.__setattr__(self, "high", most)
        object.__setattr__(self, "origin", origin)
        if not self.holds(nominal):
            raise NoLimits(f"Quantity({value}, {unit!r}, {low}, {high})", "the value lies outside its limits")

    @classmethod
    def exactly(cls, value: Number, unit: str = "") -> Quantity:
        """Return a quantity whose both limits are its value.

        >>> Quantity.exactly(5, "次").is_exact
        True
        """
        return cls(value, unit, value, value)

    @property
    def limits(self) -> limits.Limits:
        """The low and the high limit.

        >>> Quantity(400, "处", low=400).limits
        (Fraction(400, 1), None)
        """
        return self.low, self.high

    @property
    def is_exact(self) -> bool:
        """Whether both limits are known and equal.

        >>> Quantity.exactly(5, "次").is_exact, Quantity(400, "处", low=400).is_exact
        (True, False)
        """
        return self.low is not None and self.low == self.high

    def holds(self, number: Number) -> bool:
        """Whether *number* lies within the limits; a side without a limit holds everything.

        >>> Quantity(400, "处", low=400).holds(499)
        True
        """
        return limits.hold(self.limits, _exact(number))

    def __add__(self, added: Operand) -> Quantity:
        if (other := _as_quantity(added)) is None:
            return NotImplemented  # a Missing then answers
        self._same_unit(other, "+")
        return Quantity(
            self.value + other.value,
            self.unit,
            *limits.total(self.limits, other.limits),
            origin=self._joined(other),
        )

    def __radd__(self, other: float | Decimal | Fraction) -> Quantity:
        if isinstance(other, int) and other == 0:
            return self  # so that sum() starts from nothing
        plain = _as_quantity(other)
        return NotImplemented if plain is None else plain + self

    def __sub__(self, taken: Operand) -> Quantity:
        if (other := _as_quantity(taken)) is None:
            return NotImplemented
        self._same_unit(other, "−")
        return Quantity(self.value - other.value, self.unit, *limits.difference(self.limits, other.limits))

    def __mul__(self, other: Operand) -> Quantity:
        by = _as_quantity(other)
        if by is None:
            return NotImplemented
        unit = "·".join(u for u in (self.unit, by.unit) if u)
        return Quantity(self.value * by.value, unit, *limits.product(self.limits, by.limits))

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> Quantity:
        by = _as_quantity(other)
        if by is None:
            return NotImplemented
        if by.holds(0):
            why = "the divisor is zero or may be, so the ratio has no meaning"
            if by.limits == (None, None) and by.value:  # most likely written without limits by mistake
                why += f". Its limits are unknown; for an exact number write Quantity.exactly({by.value}, {by.unit!r})"
            raise NoLimits(f"{self} ÷ {by}", why)
        unit = "" if self.unit == by.unit else f"{self.unit}/{by.unit}" if by.unit else self.unit
        return Quantity(self.value / by.value, unit, *limits.product(self.limits, limits.inverse(by.limits)))

    def __rtruediv__(self, other: float | Decimal | Fraction) -> Quantity:
        plain = _as_quantity(other)
        return NotImplemented if plain is None else plain / self

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
        if not known:
            raise NoLimits(f"{self} as a share", "needs the other parts of the whole")
        rest = known[0]
        for other in known[1:]:
            rest = rest + other
        self._same_unit(rest, "as a share with")
        if self.origin and rest.origin and (why := self.origin.clash(rest.origin)):
            raise MayOverlap(str(self), str(rest), why)
        total = self.value + rest.value
        if self.value < 0 or rest.value < 0 or total == 0:
            raise NoLimits(f"{self} as a share with {rest}", "a part is negative or the whole is zero: no shares")
        low, high = limits.share(self.limits, rest.limits)
        return Quantity(100 * self.value / total, "%", 100 * low, 100 * high)

    @overload
    def compare(self, relation: str, other: Quantity) -> bool | None: ...
    @overload
    def compare(self, relation: str, other: Missing) -> Missing: ...
    def compare(self, relation: str, other: Quantity | Missing) -> bool | Missing | None:
        """Tell whether ``=``, ``<=``, ``>=`` or ``<>`` holds; None where the limits leave it open.

        >>> Quantity(400, "处", low=400).compare(">=", Quantity.exactly(300, "处"))
        True
        >>> Quantity(400, "处", low=400).compare("=", Quantity.exactly(450, "处")) is None
        True
        """
        if isinstance(other, Missing):
            return other
        self._same_unit(other, relation)
        below, above = limits.order(self.limits, other.limits), limits.order(other.limits, self.limits)
        if relation == "<=":
            return below
        if relation == ">=":
            return above
        if relation in ("=", "<>"):
            same = False if below is False or above is False else True if below and above else None
            return same if relation == "=" or same is None else not same
        raise NoLimits(f"{self} {relation} {other}", "the relation should be =, <=, >= or <>")

    def __lt__(self, other: Quantity) -> bool:
        turned = self._decided("<", ">=", other)
        return turned if turned is NotImplemented else not turned

    def __gt__(self, other: Quantity) -> bool:
        turned = self._decided(">", "<=", other)
        return turned if turned is NotImplemented else not turned

    def __le__(self, other: Quantity) -> bool:
        return self._decided("<=", "<=", other)

    def __ge__(self, other: Quantity) -> bool:
        return self._decided(">=", ">=", other)

    def _decided(self, sign: str, relation: str, other: object) -> bool:
        by = _as_quantity(other)
        if by is None:
            return cast("bool", NotImplemented)
        self._same_unit(by, sign)
        verdict = self.compare(relation, by)
        if verdict is None:
            raise NoLimits(f"{self} {sign} {by}", "the limits leave that open; compare(…) answers None instead")
        return verdict

    def with_unit(self, unit: str) -> Quantity:
        """Return the same number under another unit name, for a unit in the reader's language.

        >>> Quantity(400, "处", low=400).with_unit("sites")
        Quantity('≥400 sites')
        """
        return replace_unit(self, unit)

    def __float__(self) -> float:
        if not self.is_exact:
            raise NoLimits(str(self), "is not exact; .value is what was printed, .low and .high are its limits")
        return float(self.value)

    def __str__(self) -> str:
        from .. import labels

        return labels.quantity(self.value, self.low, self.high, self.unit)

    def __repr__(self) -> str:
        return f"Quantity({str(self)!r})"

    def __format__(self, spec: str) -> str:
        from .. import labels

        if spec in ("zh", "en"):
            return labels.quantity(self.value, self.low, self.high, self.unit, spec)  # type: ignore[arg-type]
        try:
            return format(str(self), spec)
        except ValueError as error:
            why = f"{spec!r} is for plain numbers; write {{q:zh}} or {{q:en}}, and float(q) where q is exact"
            raise NoLimits(str(self), why) from error

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
    if not known or len(known) < len(rosters):
        raise NoLimits("distinct()", "takes one roster or more, each a Quantity: distinct(a, b), or distinct(*rosters)")
    for other in known[1:]:
        known[0]._same_unit(other, "and")
    low, high = limits.union([q.limits for q in known])
    return Quantity(low, known[0].unit, low, high)


def replace_unit(q: Quantity, unit: str) -> Quantity:
    """Return *q* under another unit name; for words only, nothing is converted."""
    return Quantity(q.value, unit, q.low, q.high, origin=q.origin)


def _exact(x: Number) -> Fraction:
    try:
        return Fraction(str(x)) if isinstance(x, float) else Fraction(x)
    except (ValueError, TypeError, OverflowError, ZeroDivisionError) as error:
        raise NoLimits(f"Quantity({x!r})", "is not a number") from error


def _as_quantity(x: object) -> Quantity | None:
    """Take a plain number as exact and without a unit; None for what is neither."""
    if isinstance(x, Quantity):
        return x
    plain = isinstance(x, (int, float, Decimal, Fraction)) and not isinstance(x, bool)
    return Quantity.exactly(x) if plain else None  # type: ignore[arg-type]
