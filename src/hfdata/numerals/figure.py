"""One number with its qualifiers and unit, read where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from ..model import Bound
from . import units
from .characters import DIGITS, MULTIPLIERS, table
from .qualifiers import AFTER, BEFORE, BEFORE_MULTIPLIER, LIMITS, NOT_BEFORE
from .value import NotANumber, number

C = "零〇一二三四五六七八九十百千万亿两"
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
RATIO = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/|:|比(?=[0-9]))([0-9]+(?:\.[0-9]+)?)(?![0-9.:/])")
RANGE = re.compile(r"(?:—{1,2}|-{1,2}|~|至|到)(?=[0-9一二三四五六七八九十两百千])")
SIDE_BY_SIDE = re.compile("[一二两三四五六七八][二三四五六七八九]")
TENTHS = re.compile("(半)|([一二三四五六七八九])(?![十百千万亿个名家户人年月天])|(多)")  # 七成半, 八成五, 三成多
AFTERWARDS = re.compile(
    f" ?(?:[（(]含[)）])?({'|'.join(sorted(map(re.escape, set(AFTER) - {'多', '余'}), key=len, reverse=True))})"
)
SLASHED = re.compile(r"/[\u4e00-\u9fffA-Za-z³²·.]{1,6}")
LETTERS = re.compile(r"[A-Za-zμ]+[0-9²³]?(?:/[A-Za-z]+[²³0-9]?)?")
SHARE_GUARD = "立为功员果效绩本都长年熟品套群吉就因分交衣语"
# 余 or 多 behind the unit: 5公里多, 3年多; behind a counting word it begins the next one (300人多次).
MORE_BEHIND = frozenset(
    [
        "年",
        "月",
        "天",
        "小时",
        "米",
        "公里",
        "元",
        "块",
        "斤",
        "公斤",
        "吨",
        "亩",
        "倍",
        "分钟",
        "里",
        "度",
        "周",
        "块钱",
        "个月",
        "平方米",
    ]
)
BELOW_ZERO = table("℃ ° 度 摄氏度 % ‰ 个百分点")
BLANK = " \u00a0\u3000"


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


def unit_at(text: str, at: int) -> str:
    """Give the unit that is printed at *at*, the longest that is known, or nothing.

    >>> unit_at("300人次的", 3)
    '人次'
    """
    if letters := LETTERS.match(text, at):
        return letters[0] if letters[0] in units.UNITS else ""
    for length in range(min(units.LONGEST, len(text) - at), 0, -1):
        if (word := text[at : at + length]) in units.UNITS:
            break
    else:
        return ""
    if any(text[at : at + more] in units.NOT_A_UNIT for more in (2, 3) if more > length):
        return ""
    if word == "成" and text[at + 1 : at + 2] in SHARE_GUARD and text[at + 1 : at + 2]:
        return ""
    if (slashed := SLASHED.match(text, at + length)) and _per(slashed[0]):
        return word + _per(slashed[0])
    return word


def _per(slashed: str) -> str:
    """Keep of "/平方米以上" what is a denominator."""
    for length in range(len(slashed), 1, -1):
        if all(part in units.DENOMINATORS for part in re.split("[/·.]", slashed[1:length])):
            return slashed[:length]
    return ""


def figure_at(text: str, at: int, floor: int = 0) -> Found | None:
    """Read the figure whose number begins at *at* of folded *text*; its qualifiers may begin as early as *floor*.

    None where the characters write no number that can be computed.
    """
    for read in (_fraction, _ratio, _plain):
        if found := read(text, at):
            break
    else:
        return None
    found = _range(text, _negative(text, found, floor))
    return _behind(text, _before(text, found, floor))


def _fraction(text: str, at: int) -> Found | None:
    match = FRACTION.match(text, at)
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


def _ratio(text: str, at: int) -> Found | None:
    match = RATIO.match(text, at)
    if not match or text[at - 1 : at] in ("/", ":") or not Decimal(match[2]) or len(match[0]) > 20:
        return None
    if unit_at(text, match.end()) and "/" not in match[0]:
        return None
    return Found(at, match.end(), _ratio_of(Decimal(match[1]), Decimal(match[2])), "exact", "", match[0], rule="ratio")


def _ratio_of(above: Decimal, below: Decimal) -> Decimal:
    return (above / below).quantize(Decimal("0.000001")).normalize() + 0


def _plain(text: str, at: int) -> Found | None:
    match = (ARABIC if text[at].isascii() else CHINESE).match(text, at)
    if not match:
        return None
    parts = match.groupdict()
    middle = parts["middle"] or parts.get("middle2") or ""
    written = parts["number"] + (parts.get("scale2") or "") + (parts.get("rest") or "")
    scale = (parts["scale"] or "") + (parts.get("scale3") or "")
    end = match.end()
    if end - at > 1 and text[end - 1] in "百千" and text.startswith(units.OWN_MULTIPLIER, end - 1):
        end -= 1
        written, scale = (written, scale[:-1]) if scale else (written[:-1], scale)
    first = _first_of_two(written)
    try:
        value = _scaled(number(first or written), scale)
    except NotANumber:
        return None
    gap = 1 if text[end : end + 1] in BLANK and end < len(text) and unit_at(text, end + 1) else 0
    unit = unit_at(text, end + gap)
    end += gap + len(unit) if unit else 0
    bound: Bound = "about" if first else LIMITS[middle]
    if unit == "成":
        value, unit = value * 10, "%"
        if tenths := TENTHS.match(text, end):
            end, value = tenths.end(), value + (5 if tenths[1] else number(tenths[2]) if tenths[2] else 0)
            bound = "at_least" if tenths[3] else bound
    bare = not any(c in DIGITS or c in "〇两" or c.isdigit() for c in written) and written != "十"
    doubt = "two numbers side by side mean 'about'" if first else ""
    return Found(at, end, value, bound, unit, written + scale, (middle,) if middle else (), doubt, bare)


def _first_of_two(written: str) -> str:
    """Give 一百七十万 for 一百七八十万, "" where no two numbers stand side by side (二〇二三 is one)."""
    if len(written) > 2 and not any(c in "十百千万亿" for c in written):
        return ""
    pair = SIDE_BY_SIDE.search(written)
    if not pair or DIGITS.index(pair[0][0].replace("两", "二")) + 1 != DIGITS.index(pair[0][1]):
        return ""
    return written[: pair.end() - 1] + written[pair.end() :]


def _scaled(value: Decimal, scale: str) -> Decimal:
    for character in scale:
        value *= MULTIPLIERS[character]
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _range(text: str, found: Found) -> Found:
    """Join 3—5个, 20%—30%, 三到五名: the low end, at least; the record has no place for the high one."""
    sign = RANGE.match(text, found.end)
    if not sign or found.rule != "number with unit" or (found.unit and found.unit != "%" and sign[0] in "至到"):
        return found
    other = _plain(text, sign.end())
    if not other or (other.value <= found.value and other.number[-1] not in "万亿"):
        return found
    if not found.unit and not other.unit and "." not in other.number and not found.qualifiers:
        return found
    value = found.value
    if not found.unit and other.number[-1] in "万亿千" and found.number[-1] not in "万亿千":
        scaled = _scaled(value, other.number[len(other.number.rstrip("百千万亿")) :])
        value = scaled if scaled < other.value else value  # 3—5万元 is both in 万, 5000到2万元 is not
    return found._replace(
        end=other.end,
        value=value,
        bound="at_least",
        unit=other.unit,
        number=text[found.start : other.end],
        qualifiers=(*found.qualifiers, sign[0]),
        doubt="a range: its low end is recorded, as a lower limit",
        rule="range",
    )


def _negative(text: str, found: Found, floor: int) -> Found:
    """零下5℃, -2.1%: below zero."""
    at = found.start
    if found.unit not in BELOW_ZERO or at <= floor:
        return found
    if text[at - 2 : at] == "零下" and at - 2 >= floor:
        return found._replace(start=at - 2, value=-found.value)
    if text[at - 1] == "-" and (at == 1 or not text[at - 2].isalnum() or text[at - 2] in "长为达率幅降温至在到比"):
        return found._replace(start=at - 1, value=-found.value)
    return found


def _before(text: str, found: Found, floor: int) -> Found:
    start = found.start
    if start > floor and text[start - 1] in BLANK and text[max(floor, start - 2) : start - 1] in BEFORE:
        start -= 1
    for length in (4, 3, 2, 1):
        if start - length < floor:
            continue
        word = text[start - length : start]
        bound = BEFORE.get(word) or (BEFORE_MULTIPLIER.get(word) if _multiplier_first(found) else None)
        if bound is None or _other_word(text, start - length, word):
            continue
        joined = bound if found.bound == "exact" else found.bound
        doubt = (
            found.doubt
            if found.bound in ("exact", bound, "about") or bound == "about"
            else f"{word} and {''.join(found.qualifiers)} contradict each other"
        )
        more = found._replace(start=start - length, bound=joined, qualifiers=(word, *found.qualifiers), doubt=doubt)
        if word in BEFORE_MULTIPLIER and word not in BEFORE:  # 近几百: one more word may stand before
            again = _before(text, more._replace(bare=False, number="9"), floor)
            return again._replace(number=found.number, bare=found.bare)
        return more
    return found


def _multiplier_first(found: Found) -> bool:
    return found.number[0] in "十百千万亿"


def _other_word(text: str, start: int, word: str) -> bool:
    return bool(text[start - 1 : start]) and text[start - 1] in NOT_BEFORE.get(word, "") if start else False


def _behind(text: str, found: Found) -> Found:
    match = AFTERWARDS.match(text, found.end)
    if match:
        word, end = match[1], match.end()
    elif (
        found.unit in MORE_BEHIND
        and text[found.end : found.end + 1] in ("多", "余")
        and text[found.end + 1 : found.end + 2] in tuple("的，,。；、！高长宽远深重）)")
    ):
        word, end = text[found.end], found.end + 1
    else:
        return found
    bound = AFTER[word] if found.bound in ("exact", "about") or found.rule == "range" else found.bound
    return found._replace(end=end, bound=bound, qualifiers=(*found.qualifiers, word), after=word)
