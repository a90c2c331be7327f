"""A number as it is written, with its unit: in figures, in words, as a fraction or as a ratio."""

from __future__ import annotations

import re
from decimal import Decimal

from ..model import Bound
from . import units
from .characters import DIGITS, MULTIPLIERS
from .found import Found
from .patterns import NUMERALS as C
from .qualifiers import LIMITS
from .units import unit_at, unit_per
from .value import LONGEST, VALUE, NotANumber, number

ARABIC = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"(?:(?P<middle>余|多|来|几) ?(?P<scale>[百千万亿]{0,2})|(?P<scale2>[十百千万亿]{1,3})"
    r"(?P<rest>(?:[0-9]+(?:\.[0-9]+)?[百千万]{1,2}){0,4})(?P<middle2>余|多|来|几)?(?P<scale3>[万亿]?))?"
)
CHINESE = re.compile(
    rf"(?P<number>[{C}]+(?:点[零〇一二三四五六七八九]+(?![分刻半时点])[万亿]{{0,2}})?)(?:(?P<middle"
    rf">余|多|来|几)(?P<scale>[百千万亿]{{0,2}}))?"
)
FRACTION = re.compile(rf"([{C}0-9]+)分之([{C}]+(?:点[{C}]+)?|[0-9]+(?:\.[0-9]+)?)")
WHOLLY = "百分百"
RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/|:|比(?=[0-9]))([0-9]+(?:\.[0-9]+)?)(?![0-9.:/])")
SIDE_BY_SIDE = re.compile("[一二两三四五六七八][二两三四五六七八九]")
TENTHS = re.compile("(半)|([一二三四五六七八九])(?![十百千万亿个名家户人年月天])|(多)")  # 七成半, 八成五, 三成多
BLANKS = (" ", "\u00a0", "\u3000")


def fraction(text: str, at: int) -> Found | None:
    """Read 三分之二, 百分之三十 and 百分百."""
    if text.startswith(WHOLLY, at):
        return Found(at, at + 3, Decimal(100), "exact", "%", WHOLLY, rule="percentage in words")
    match = FRACTION.match(text, at) if text.find("分之", at, at + LONGEST) > at else None
    if not match:
        return None
    try:
        below, above = number(match[1]), number(match[2])
    except NotANumber:
        return None
    if below == 100:
        return Found(at, match.end(), above, "exact", "%", match[0], rule="percentage in words")
    if not below:
        return None
    return Found(at, match.end(), _ratio_of(above, below), "exact", "", match[0], rule="fraction")


def ratio(text: str, at: int) -> Found | None:
    """Read 1/2, 104:100 and 1比6."""
    match = RATIO.match(text, at)
    if not match or text[at - 1 : at] in ("/", ":") or not Decimal(match[2]) or len(match[0]) > 20:
        return None
    if unit_at(text, match.end()) and "/" not in match[0]:
        return None
    return Found(at, match.end(), _ratio_of(Decimal(match[1]), Decimal(match[2])), "exact", "", match[0], rule="ratio")


def _ratio_of(above: Decimal, below: Decimal) -> Decimal:
    return (above / below).quantize(Decimal("0.000001")).normalize() + 0


def plain(text: str, at: int) -> Found | None:
    """Read a number in figures or in words, with 余 or 多 inside it, and its unit."""
    if rough := roughly(text, at):
        return rough
    match = (ARABIC if text[at].isascii() else CHINESE).match(text, at)
    if not match:
        return None
    written, middle, scale, *more = match.groups("")
    if more:  # digits may go on behind a multiplier: 3万5千余
        written, middle, scale = written + more[0] + more[1], middle or more[2], scale + more[3]
    end = match.end()
    if middle and not more and written[-1] not in MULTIPLIERS:
        middle, scale, end = "", "", match.end("number")  # 三多乡 is a name: nobody counts 三多, as one counts 三十多
    if end - at > 1 and text[end - 1] in "百千" and text.startswith(units.OWN_MULTIPLIER, end - 1):
        end -= 1
        written, scale = (written, scale[:-1]) if scale else (written[:-1], scale)
    first = "" if text[at].isascii() and written.isdigit() else _first_of_two(written)
    try:
        value = number(first or written)
        value = scaled(value, scale) if scale else value
    except NotANumber:
        return None
    if scale_only(written, scale) and text[end : end + 1] == "/" and (per := unit_per(text, end)):
        return Found(at, end + len(per), value, LIMITS[middle], per, written + scale, (middle,) if middle else ())
    if text[end : end + 1] == "+" and not middle and unit_at(text, end + 1):
        middle, end = "+", end + 1  # 10万+人次
    unit = unit_at(text, end)
    if not unit and text[end : end + 1] in BLANKS:
        unit = unit_at(text, end + 1)
        end += 1 if unit else 0
    end += len(unit)
    bound: Bound = "about" if first else LIMITS[middle]
    if unit == "成":
        value, unit = value * 10, "%"
        if tenths := TENTHS.match(text, end):
            end, value = tenths.end(), value + (5 if tenths[1] else number(tenths[2]) if tenths[2] else 0)
            bound = "at_least" if tenths[3] else bound
    bare = not any(c in DIGITS or c in "〇两" or c.isdigit() for c in written) and written != "十"
    doubt = "two numbers side by side mean 'about'" if first else ""
    return Found(at, end, value, bound, unit, written + scale, (middle,) if middle else (), doubt, bare)


ROUGHLY = re.compile(
    "(?P<about>[百千万]把|百十(?![一二三四五六七八九万亿来余多几])|百八十(?![一二三四五六七八九万亿来余多几])|百儿八十|千儿八百)|"
    "(?P<least>十几二十|(?<=[几数])(?:十(?:上|近|到|至)?百|百(?:上|近|到|至)千|千(?:上|近|到|至)万)(?![万亿]))"
)
ROUGH_VALUES = {"百": 100, "千": 1000, "万": 10000, "十": 10}


def roughly(text: str, at: int) -> Found | None:
    """千把人 and 百十户 are about so many; 十几二十个 and 几十上百户 are at least the lower one."""
    match = ROUGHLY.match(text, at) if text[at] in "十百千万" else None
    if not match or not (unit := unit_at(text, match.end())):
        return None
    bound: Bound = "about" if match["about"] else "at_least"
    end = match.end() + len(unit)
    return Found(at, end, Decimal(ROUGH_VALUES[text[at]]), bound, unit, match[0], (match[0],), "a rough number")


def _first_of_two(written: str) -> str:
    """Give 一百七十万 for 一百七八十万, "" where no two numbers stand side by side (二〇二三 is one)."""
    if len(written) > 2 and not any(c in "十百千万亿" for c in written):
        return ""
    pair = SIDE_BY_SIDE.search(written)
    if pair and pair[0] == "三五" and written[pair.end() : pair.end() + 1] in tuple("十百千万亿"):
        return written[: pair.end() - 1] + written[pair.end() :]  # 三五万 is some thirty to fifty thousand
    if pair and pair[0] == "三两":
        return written[: pair.start()] + written[pair.end() - 1 :]  # 三两个: two or three
    if not pair or VALUE[pair[0][0]] + 1 != VALUE[pair[0][1]]:
        return ""
    return written[: pair.end() - 1] + written[pair.end() :]


def scale_only(written: str, scale: str) -> bool:
    """Tell whether a number ends in 万 or 亿: 2亿/公里 leaves 元 out."""
    return (scale or written)[-1] in "万亿"


def scaled(value: Decimal, scale: str) -> Decimal:
    """Multiply *value* by each multiplier of *scale*."""
    for character in scale:
        value *= MULTIPLIERS[character]
    return Decimal(int(value)) if value == int(value) else value.normalize()
