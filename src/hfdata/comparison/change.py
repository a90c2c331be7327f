"""Two numbers of one place at two times → the change in words, never surer than its limits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from .. import labels

if TYPE_CHECKING:
    from fractions import Fraction

    from ..model import Lang
    from ..quantity import Quantity

WORDS: dict[str, tuple[str, str]] = {  # Chinese, English; {low}, {high} and {both} are sizes, without a sign
    "same": ("没有变化", "no change"),
    "more": ("多 {low}", "more by {low}"),
    "less": ("少 {low}", "less by {low}"),
    "more_least": ("至少多 {low}", "more by at least {low}"),
    "less_least": ("至少少 {low}", "less by at least {low}"),
    "more_range": ("多 {both}", "more by {both}"),
    "less_range": ("少 {both}", "less by {both}"),
    "not_less": ("持平或更多，多多少不明", "the same or more; by how much is unknown"),
    "not_more": ("持平或更少，少多少不明", "the same or less; by how much is unknown"),
    "not_less_most": ("持平，或最多多 {high}", "the same, or more by at most {high}"),
    "not_more_most": ("持平，或最多少 {high}", "the same, or less by at most {high}"),
    "unknown": (
        "增减不明：数字的限定容得下多，也容得下少",
        "sign unknown: the limits allow both more and less",
    ),
    "unknown_both": (
        "增减不明：最多少 {low}，最多多 {high}",
        "sign unknown: between {low} less and {high} more",
    ),
    "unknown_more": ("增减不明：最多少 {low}，多则不限", "sign unknown: less by at most {low}, or more"),
    "unknown_less": ("增减不明：最多多 {high}，少则不限", "sign unknown: more by at most {high}, or less"),
    "points": ("个百分点", "percentage points"),
}


def said(earlier: Quantity, later: Quantity, lang: Lang) -> str:
    """Say how *later* differs from *earlier*; where the limits leave it open whether it is more or less, say that.

    Errors: MixedUnits.

    >>> from hfdata import Quantity
    >>> said(Quantity.exactly(321, "sites"), Quantity(400, "sites", low=400), "en")
    'more by at least 79 sites'
    >>> said(Quantity(300, "处", low=300), Quantity(400, "处", low=400), "zh")
    '增减不明：数字的限定容得下多，也容得下少'
    """
    change = later - earlier
    low, high = change.low, change.high
    unit = _word("points", lang) if change.unit == "%" else change.unit
    if high is not None and high <= 0 and low != 0:  # of a fall, say how large it is at least and at most
        low, high, direction = -high, None if low is None else -low, ("less", "not_more")
    else:
        direction = ("more", "not_less")

    def size(end: Fraction | None) -> str:
        return "" if end is None else labels.quantity(abs(end), abs(end), abs(end), unit, lang)

    if low is not None and low == high:
        key = direction[0] if low else "same"
    elif low is not None and low > 0:
        key = f"{direction[0]}_{'least' if high is None else 'range'}"
    elif low == 0:
        key = direction[1] + ("" if high is None else "_most")
    elif low is None:
        key = "unknown" if high is None else "unknown_less"
    else:
        key = "unknown_more" if high is None else "unknown_both"
    both = "" if low is None else labels.quantity(low, low, high, unit, lang)
    return _word(key, lang, low=size(low), high=size(high), both=both)


def hindrance(earlier: tuple[date | None, date | None], later: tuple[date | None, date | None]) -> str:
    """Say why no change over time can be told from two flows over these periods; "" where it can.

    "same": one period twice · "overlap" · "length": known and unequal · "unknown": a period is not fully stated.
    Periods are as long as each other where they have as many whole months, the same days of the year, or as many
    days.
    """
    (a, b), (c, d) = earlier, later
    if a is None or b is None or c is None or d is None:
        return "unknown"
    if (a, b) == (c, d):
        return "same"
    if c <= b and a <= d:
        return "overlap"
    alike = (whole_months(a, b), whole_months(c, d))
    if None not in alike:
        return "" if alike[0] == alike[1] else "length"
    years = c.year - a.year
    same_days = (a.month, a.day, b.month, b.day) == (c.month, c.day, d.month, d.day) and d.year - b.year == years
    return "" if same_days or b - a == d - c else "length"


def whole_months(start: date, end: date) -> int | None:
    """Return how many whole calendar months lie from *start* to *end*, both inclusive; None where they are not whole.

    >>> whole_months(date(2023, 1, 1), date(2023, 10, 31)), whole_months(date(2023, 1, 1), date(2023, 11, 1))
    (10, None)
    """
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return None
    return 12 * (end.year - start.year) + end.month - start.month + 1


def _word(key: str, lang: Lang, **values: str) -> str:
    return WORDS[key][0 if lang == "zh" else 1].format(**values)
