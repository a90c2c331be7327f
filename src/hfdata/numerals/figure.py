"""One number with its qualifiers and unit, read where it stands."""

from __future__ import annotations

import re

from .characters import table
from .found import Found
from .qualifiers import AFTER, BEFORE, BEFORE_MULTIPLIER, NOT_BEFORE
from .units import MONEY
from .written import BLANKS, fraction, plain, ratio, scaled

RANGE = re.compile(r"(?:—{1,2}|-{1,2}|~|至|到|、)(?=[0-9一二三四五六七八九十两百千])")
SPREAD = re.compile(r"不等|之间|\Z")  # 3000-8000不等 is a range even where no unit is printed
AFTERWARDS = re.compile(
    f" ?(?:[（(]含[)）])?({'|'.join(sorted(map(re.escape, set(AFTER) - {'多', '余'}), key=len, reverse=True))})"
)
# 余 or 多 behind the unit: 5公里多, 3年多; behind a counting word it begins the next one (300人多次).
MORE_BEHIND = table("年 月 天 小时 米 公里 元 块 斤 公斤 吨 亩 倍 分钟 里 度 周 块钱 个月 平方米")
MORE_OF = re.compile(
    "(?![次条项种个家名位方样元部地处层功媒彩为于达数余少头点式类期轮起间所])[\u4e00-\u9fff]"
)  # 3亩多果园
BELOW_ZERO = table("℃ ° 度 摄氏度 % ‰ 个百分点")
# No qualifier is looked for where neither its last character stands before the number nor its first one behind it.
LAST = frozenset(word[-1] for word in (*BEFORE, *BEFORE_MULTIPLIER)) | frozenset(BLANKS)
FIRST = frozenset(word[0] for word in AFTER) | frozenset(" （(")
RANGE_SIGNS = frozenset("—-~至到、")
NUMBERED = table(
    "组 队 门 期 班 层 届 轮 类 步 幅 章 页 节 讲 集 版 栋 幢 座 路 线 社 道 区 单 环 档 标段 段 条"
)  # 3、4组 are two groups


# A limit that is set some words before the number: 最多可购买3包, 不得超过总投资的30%.
SET_OFF = re.compile(
    "(?:(?P<most>最多|最高|至多)|最少)(?:可以|只能|不能|需要|应当|必须|能够|可|能|要|需|应|须|得|有|补助|补贴|奖励|奖补|给予|资助|报销|支付|减免|支持|贷款)[\u4e00-\u9fff]{0,6}$|"
    "(?:至少|起码)(?:(?!的)[\u4e00-\u9fff]){1,8}$|"
    "(?:(?P<below>不得?超过|不能超过|不高于|不得高于|不多于|不得多于|不足|不到)|不得?低于|不能低于|不得?少于|超过)"
    "(?![\u4e00-\u9fff]{0,9}(?:平均|水平|目标|标准|同期|上年))[\u4e00-\u9fff]{1,10}的$|"
    "(?P<roughly>约占)[\u4e00-\u9fff]{1,10}的?$"
)
FAR = 16  # characters
SHARES = table("% ‰ 倍") | {""}
CAPPED = MONEY | {"%", "倍"}


def figure_at(text: str, at: int, floor: int = 0) -> Found | None:
    """Read the figure whose number begins at *at* of folded *text*; its qualifiers may begin as early as *floor*.

    None where the characters write no number that can be computed.
    """
    for read in (fraction, ratio, plain):
        if found := read(text, at):
            break
    else:
        return None
    found = _range(text, _negative(text, found, floor))
    return afar(text, behind(text, before(text, found, floor)), floor)


def afar(text: str, found: Found, floor: int) -> Found:
    """Let a limit that is set some words before an exact number hold; those words are no part of its quote."""
    if found.bound != "exact" or found.start - floor < 4:
        return found
    far = text[max(floor, found.start - FAR) : found.start]
    set_off = "最" in far or "至少" in far or "至多" in far or "起码" in far or far[-1] == "的" or "约占" in far
    if not set_off or not (match := SET_OFF.search(far)):
        return found
    if far[match.start()] in "最至起":
        return found._replace(bound="at_most" if match["most"] else "at_least")
    if found.unit not in SHARES:
        return found
    return found._replace(bound="about" if match["roughly"] else "at_most" if match["below"] else "at_least")


def _range(text: str, found: Found) -> Found:
    """Join 3—5个, 20%—30%, 三到五名: the low end, at least; the record has no place for the high one."""
    sign = RANGE.match(text, found.end) if text[found.end : found.end + 1] in RANGE_SIGNS else None
    if not sign or found.rule != "number with unit" or (found.unit and found.unit != "%" and sign[0] in "至到"):
        return found
    other = plain(text, sign.end())
    if sign[0] == "、" and not _or_so(text, found, other):
        return found
    if not other or (other.value <= found.value and other.number[-1] not in "万亿"):
        return found
    plain_numbers = not found.unit and not other.unit and "." not in other.number and not found.qualifiers
    if plain_numbers and not SPREAD.match(text, other.end):
        return found
    value = found.value
    if not found.unit and other.number[-1] in "万亿千" and found.number[-1] not in "万亿千":
        higher = scaled(value, other.number[len(other.number.rstrip("百千万亿")) :])
        value = higher if higher < other.value else value  # 3—5万元 is both in 万, 5000到2万元 is not
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


def _or_so(text: str, found: Found, other: Found | None) -> bool:
    """Tell whether 5、6户 means five or six: neighbours of one digit, and no list of numbers around them."""
    return bool(
        other
        and other.unit
        and other.unit not in NUMBERED
        and len(found.number) == len(other.number) == 1
        and other.value == found.value + 1
        and text[found.start - 1 : found.start] not in tuple("、第和及各年月号")
        and "分别" not in text[max(0, found.start - 12) : found.start]
    )


def _negative(text: str, found: Found, floor: int) -> Found:
    """零下5℃, -2.1%: below zero."""
    at = found.start
    if found.unit not in BELOW_ZERO or at <= floor:
        return found
    if text[at - 2 : at] == "零下" and at - 2 >= floor:
        return found._replace(start=at - 2, value=-found.value)
    if text[at - 1] == "-" and (
        at == 1
        or not text[at - 2].isalnum()
        or (found.unit == "%" and not text[at - 2].isdigit())
        or text[at - 2] in "长为达率幅降温至在到比"
    ):
        return found._replace(start=at - 1, value=-found.value)
    return found


def before(text: str, found: Found, floor: int) -> Found:
    """Take the qualifier that stands before *found* into it: 约60万元, 近几百人."""
    start = found.start
    if start <= floor or text[start - 1] not in LAST:
        return found
    if start > floor and text[start - 1] in BLANKS and text[max(floor, start - 2) : start - 1] in BEFORE:
        start -= 1
    for length in (4, 3, 2, 1):
        if start - length < floor:
            continue
        word = text[start - length : start]
        bound = BEFORE.get(word) or (BEFORE_MULTIPLIER.get(word) if _multiplier_first(found) else None)
        if word == "最高" and found.unit not in CAPPED:
            continue  # 最高10万元 is a limit, 最高一例 is the highest one
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
            again = before(text, more._replace(bare=False, number="9"), floor)
            return again._replace(number=found.number, bare=found.bare)
        return more
    return found


def _multiplier_first(found: Found) -> bool:
    return found.number[0] in "十百千万亿"


def _other_word(text: str, start: int, word: str) -> bool:
    return bool(text[start - 1 : start]) and text[start - 1] in NOT_BEFORE.get(word, "") if start else False


def behind(text: str, found: Found) -> Found:
    """Take the limit that stands behind *found* into it: 300元左右, 5公里多."""
    if text[found.end : found.end + 1] not in FIRST:
        return found
    match = AFTERWARDS.match(text, found.end)
    if match:
        word, end = match[1], match.end()
    elif (
        text[found.end : found.end + 1] in ("多", "余")
        and found.unit
        and (
            text[found.end + 1 : found.end + 2] in tuple("，,。；、！）)")
            or (found.unit in MORE_BEHIND and MORE_OF.match(text, found.end + 1))
        )
    ):
        word, end = text[found.end], found.end + 1
    else:
        return found
    bound = AFTER[word] if found.bound in ("exact", "about") or found.rule == "range" else found.bound
    return found._replace(end=end, bound=bound, qualifiers=(*found.qualifiers, word), after=word)
