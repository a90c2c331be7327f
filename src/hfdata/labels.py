"""Every word and number format that a reader of charts and figures sees, in Chinese and in English.

The words themselves are in ``words.WORDS``; what is here turns numbers, limits, dates and periods into plain text.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeAlias

from .errors import UnknownLanguage
from .model import LANGS, Lang
from .words import WORDS

Number: TypeAlias = int | float | str | Decimal | Fraction

SCALES: dict[str, list[tuple[int, int, str]]] = {  # from this size, if a multiple of this step, in words
    "zh": [(10**12, 10**10, "万亿"), (10**8, 10**6, "亿"), (10**4, 10**4, "万")],
    "en": [(10**12, 10**10, " trillion"), (10**9, 10**7, " billion"), (10**6, 10**4, " million")],
}
MONTHS = (  # not calendar.month_name, which speaks the machine's language
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def word(key: str, lang: Lang, **values: object) -> str:
    """Return the entry *key* of ``WORDS`` in *lang*, its ``{names}`` filled from *values*.

    >>> word("bound.at_least", "en"), word("status.planned", "zh")
    ('at least', '计划')
    """
    return WORDS[key][_column(lang)].format(**values)


def word_or(key: str, lang: Lang, otherwise: str) -> str:
    """Return the entry *key* of ``WORDS``, or *otherwise* where there is none: names that come from data."""
    return word(key, lang) if key in WORDS else otherwise


def bound(bound: str, lang: Lang) -> str:
    """Return the word for a limit: 至少, "at least"; exact figures have 准确数, "exact"."""
    return word(f"bound.{bound}", lang)


def status(status: str, lang: Lang) -> str:
    """Return the word for a status: 计划, "planned"."""
    return word(f"status.{status}", lang)


def kind(kind: str, lang: Lang) -> str:
    """Return the word for a kind: 存量, "stock"."""
    return word(f"kind.{kind}", lang)


def number(value: Number, lang: Lang, *, places: int | None = None) -> str:
    """Write a number as each language does: separators, and 万/亿 or million/billion where nothing is lost.

    *places* fixes the decimals; without it a decimal number keeps its own and a fraction gets one.

    >>> number(20_000_000, "zh"), number(20_000_000, "en"), number(300_000, "en"), number(36605, "zh")
    ('2000万', '20 million', '300,000', '36,605')
    """
    amount = _decimal(value, 1 if isinstance(value, Fraction) else places)
    _column(lang)
    if places is None and amount == amount.to_integral_value():
        for least, step, name in SCALES[lang]:
            if abs(amount) >= least and amount % step == 0:
                return _grouped(amount / least, None, "" if lang == "zh" else ",") + name
    return _grouped(amount, places)


def value(value: Number, bound: str, unit: str, lang: Lang, *, places: int | None = None) -> str:
    """Write a figure with its limit and without its unit: "≥400", "56", "≤30万".

    >>> value(Decimal(300000), "at_most", "yuan", "zh"), value(400, "about", "site", "en")
    ('≤30万', 'about 400')
    """
    return word(f"sign.{bound}", lang, number=number(value, lang, places=places))


def said(value: Number, bound: str, unit_name: str, lang: Lang) -> str:
    """Write a figure with its limit in words, for screen readers and tips.

    >>> said(400, "at_least", "处", "zh"), said(400, "at_least", "sites", "en")
    ('至少 400 处', 'at least 400 sites')
    """
    return word(f"said.{bound}", lang, number=with_unit(number(value, lang), unit_name, lang, one=value == 1))


def value_with_unit(value: Number, bound: str, unit: str, unit_name: str, lang: Lang) -> str:
    """Write a figure with its limit and its unit (*unit* its id, *unit_name* its name in *lang*).

    >>> value_with_unit(400, "at_least", "site", "处", "zh"), value_with_unit(300000, "at_most", "yuan", "CNY", "en")
    ('≥400 处', '≤CNY 300,000')
    """
    text = with_unit(number(value, lang), unit_name, lang, one=value == 1)
    return word(f"sign.{bound}", lang, number=text)


def with_unit(text: str, unit: str, lang: Lang | None, *, one: bool = False) -> str:
    """Join a written number and a unit's name: "56 处", "30万元", "45 km", "CNY 300,000", "1 site", "100%".

    >>> with_unit("1", "sites", "en", one=True), with_unit("13.1", "items/households", "en")
    ('1 site', '13.1 items per household')
    """
    if not unit or unit == "%":
        return text + unit
    if unit == "CNY":
        return f"CNY {text}"
    if lang == "en":
        counted, slash, per = unit.partition("/")
        counted = singular(counted) if one else counted
        return f"{text} {counted} per {singular(per)}" if slash else f"{text} {counted}"
    return text + unit if text.endswith(("万", "亿")) else f"{text} {unit}"


def singular(name: str) -> str:
    """Return an English unit's name for one of it: "sites" → "site", "times per week" → "time per week".

    >>> singular("person-times"), singular("km"), singular("times per week")
    ('person-time', 'km', 'time per week')
    """
    counted, per, rest = name.partition(" per ")
    if counted.endswith("ies"):
        counted = counted[:-3] + "y"
    elif re.search(r"(s|x|ch|sh)es$", counted):
        counted = counted[:-2]
    elif counted.endswith("s") and not counted.endswith("ss"):
        counted = counted[:-1]
    return counted + per + rest


def rounded(value: Number, places: int, *, bound: str = "exact") -> Decimal:
    """Return *value* rounded for a label: half up, a floor down and a ceiling up, so that it claims no more.

    >>> rounded(0.25, 1), rounded(0.29, 1, bound="at_least")
    (Decimal('0.3'), Decimal('0.2'))
    """
    step = {"at_least": ROUND_FLOOR, "at_most": ROUND_CEILING}.get(bound, ROUND_HALF_UP)
    return _decimal(value, None).quantize(Decimal(1).scaleb(-places), step)


def said_quantity(value: Number, low: Number | None, high: Number | None, unit: str, lang: Lang) -> str:
    """Write a quantity's limits in words.

    >>> said_quantity(500, 500, None, "cases", "en"), said_quantity(700, 688, 961, "人", "zh")
    ('at least 500 cases', '688 到 961 人')
    """
    text = quantity(value, low, high, unit, lang)
    if low is not None and high is not None and low != high and low != 0:
        return text.replace("—", " 到 ").replace("–", " to ")
    for sign, key in (("≥", "said.at_least"), ("≤", "said.at_most")):
        if text.startswith(sign):
            return word(key, lang, number=text[1:])
    return word("unbounded", lang) if low is None and high is None else text


def month(number: int, lang: Lang, *, short: bool = False) -> str:
    """Write the month of that number.

    >>> month(10, "zh"), month(10, "en"), month(10, "en", short=True)
    ('10月', 'October', 'Oct')
    """
    return f"{number}月" if lang == "zh" else MONTHS[number - 1][: 3 if short else None]


def quantity(
    value: Number,
    low: Number | None,
    high: Number | None,
    unit: str,
    lang: Lang | None = None,
    *,
    places: int | None = None,
) -> str:
    """Write a number by its limits, with its unit's name; without *lang* plainly, for code and terminals.

    >>> quantity(2300, 2300, None, "个"), quantity(688, 688, 961, "人", "zh"), quantity(5, None, None, "km", "en")
    ('≥2300 个', '688—961 人', '5 km (limits unknown)')
    """
    limits = [x for x in (low, high) if x is not None]
    if places is None and any(_decimal(x, 9) % 1 for x in limits or [value]):
        places = 1

    def write(x: Number) -> str:
        return number(x, lang, places=places) if lang else _grouped(_decimal(x, places), None, "")

    tongue: Lang = lang or "zh"
    if low is None and high is None:
        tongue = lang or ("en" if unit.isascii() else "zh")
        return word("sign.unknown", tongue, number=with_unit(write(value), unit, lang))
    if low is not None and low == high:
        return with_unit(write(low), unit, lang, one=low == 1)
    if high is None:
        return word("sign.at_least", tongue, number=with_unit(write(limits[0]), unit, lang, one=low == 1))
    if low is None or (low == 0 and unit != "%"):
        return word("sign.at_most", tongue, number=with_unit(write(high), unit, lang, one=high == 1))
    return with_unit(write(low) + ("—" if lang == "zh" else "–") + write(high), unit, lang)


def date(day: dt.date, lang: Lang) -> str:
    """Write a day.

    >>> date(dt.date(2023, 11, 1), "zh"), date(dt.date(2023, 11, 1), "en")
    ('2023年11月1日', '1 November 2023')
    """
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period(start: dt.date | None, end: dt.date | None, lang: Lang) -> str:
    """Write a period, both days inclusive: whole months as months; no start "as of"; neither gives "".

    >>> new_year, october, event = dt.date(2023, 1, 1), dt.date(2023, 10, 31), dt.date(2023, 11, 1)
    >>> period(new_year, october, "zh"), period(new_year, october, "en")
    ('2023年1—10月', 'January–October 2023')
    >>> period(new_year, event, "zh"), period(None, event, "en")
    ('2023年1月1日—11月1日', 'as of 1 November 2023')
    """
    if end is None:
        return "" if start is None else word("since", lang, date=date(start, lang))
    if start is None:
        return word("as_of", lang, date=date(end, lang))
    if start == end:
        return date(start, lang)
    whole = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    return (_months if whole else _days)(start, end, lang)


def _months(start: dt.date, end: dt.date, lang: Lang) -> str:
    if (start.month, end.month) == (1, 12):
        years = f"{start.year}" if start.year == end.year else f"{start.year}{'—' if lang == 'zh' else '–'}{end.year}"
        return f"{years}年" if lang == "zh" else years
    first, last = MONTHS[start.month - 1], MONTHS[end.month - 1]
    if start.year != end.year:
        zh = f"{start.year}年{start.month}月—{end.year}年{end.month}月"
        return zh if lang == "zh" else f"{first} {start.year} – {last} {end.year}"
    if start.month == end.month:
        return f"{start.year}年{start.month}月" if lang == "zh" else f"{first} {start.year}"
    return f"{start.year}年{start.month}—{end.month}月" if lang == "zh" else f"{first}–{last} {start.year}"


def _days(start: dt.date, end: dt.date, lang: Lang) -> str:
    if start.year != end.year:
        return f"{date(start, lang)}{'—' if lang == 'zh' else ' – '}{date(end, lang)}"
    if lang == "zh":
        return f"{date(start, lang)}—{end.month}月{end.day}日"
    return f"{start.day} {MONTHS[start.month - 1]} – {date(end, lang)}"


def _column(lang: str) -> int:
    if lang not in LANGS:
        raise UnknownLanguage(lang)
    return LANGS.index(lang)


def _decimal(value: Number, places: int | None) -> Decimal:
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    return exact if places is None else exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _grouped(amount: Decimal, places: int | None, comma: str = ",") -> str:
    """Write *amount* with separators, without trailing zeros unless *places* asks for them, and a real minus."""
    text = f"{amount:,f}" if places is None else f"{amount:,.{places}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", comma).replace("-", "−")
