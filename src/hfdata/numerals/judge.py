"""The last question about a number with its unit: does it count something here?"""

from __future__ import annotations

import re
from decimal import Decimal

from . import units
from .aside import PUNCTUATION, Aside, aside
from .characters import table
from .figure import figure_at
from .found import Found
from .many import listed, many
from .one import one
from .patterns import HAN
from .patterns import NUMERALS as C
from .qualifiers import ABOUT
from .threshold import threshold

CUES = re.compile(
    "(?:达到|达|为|至|到|得分|评分|指数|指标|共|计|约|近|超|超过|是|占|才|只|仅|：|:|比|于|有|数|分别|排|"
    "居|第|成绩|率|额|度|值|分|低|高|增|减|每|,|，|、)(?:\\s)?$"
)
UNIT_BEFORE = re.compile("(?<!每)[人户口]$")  # 参加保险人2380，: what is counted stands before
CUT_SHORT = re.compile("[一二两三四五六七八九][百千万][一二三四五六七八九]")  # 每月一千八
ROUND = re.compile("[一二两三四五六七八九]?[十百千][零一二三四五六七八九十百]*")
PRICED = re.compile("(?<!年)[票价费约到至为是共达计]$")  # 成人票五十; 年近五十 is an age
SIGNALS = re.compile("监控|探头|视频|摄像|高清|信号|图像|镜头|传感|线路")  # 监控210路 counts, 202路 is a bus
DIVIDED = re.compile(
    "(?:兵分|将分|各分|，分|[并人组队团员会]分|分成|分为|派出|组成|组织|出动|编成)$"
)  # 兵分6路, 派出5路人马
ENUMERATED = re.compile(rf"(?:、|和|及|与|或)(?:(?:[0-9]+(?:\.[0-9]+)?|[{C}]+)(?:、|和|及|与|或)){{0,12}}(?=[0-9{C}])")


def figure(text: str, at: int, floor: int) -> Found | Aside | None:
    """Read the number at *at* and decide whether it counts; None where it is no number with a unit or a multiplier."""
    found = figure_at(text, at, floor)
    if not found:
        return None
    if not found.unit and found.rule == "number with unit":
        found = enumerated(text, found)
    return arabic(text, found, floor) if text[at].isascii() else chinese(text, found, floor)


def arabic(text: str, found: Found, floor: int) -> Found | Aside | None:
    """Figures in digits count, unless they set a threshold or have neither unit nor cue."""
    if label := threshold(text, found):
        return label
    if (
        found.unit == "路"
        and not found.qualifiers
        and not SIGNALS.search(text, max(0, found.start - 12), found.start)
        and not DIVIDED.search(text, max(0, found.start - 4), found.start)
    ):
        return aside(found, "label", "a line by number")
    if found.unit or found.number[-1] in "万亿千百" or found.rule != "number with unit" or found.qualifiers:
        return found
    after = text[found.end : found.end + 1]
    if (after.isascii() and after.isalpha()) or after in tuple("-_/@#"):
        return None
    if "." in found.number or "," in found.number or CUES.search(text, max(0, found.start - 4), found.start):
        if found.number.isdigit() and len(found.number) > 7:
            return None
        return found._replace(doubt=found.doubt or "no unit is printed")
    named = UNIT_BEFORE.search(text, max(0, found.start - 2), found.start) if after in PUNCTUATION else None
    if named and 1 < len(found.number) < 8:
        return found._replace(doubt=found.doubt or "its unit is printed before it")
    if HAN.match(after) and len(found.number) <= 4 and not found.number.startswith("0"):
        return found._replace(doubt=found.doubt or "no measure word that is known follows")
    if after in "\t|\n" and len(found.number) <= 7:
        return found._replace(doubt="a number on its own: a table?")
    return None


def enumerated(text: str, found: Found) -> Found:
    """分别为12、15、20个: the first ones share the unit, and the multiplier, of the last."""
    if not (match := ENUMERATED.match(text, found.end)):
        return found
    last = figure_at(text, match.end(), match.end())
    if not last or not last.unit or last.unit in units.DURATION_UNITS or last.rule not in ("number with unit", "range"):
        return found
    value = found.value
    scale = last.number[len(last.number.rstrip("千百万亿")) :]
    if scale and last.number[0].isdigit() and found.number[-1] not in "百千万亿":
        value *= last.value / Decimal(last.number[: -len(scale)].replace(",", ""))
    return found._replace(
        value=value, unit=last.unit, rule="unit shared in a list", doubt="its unit is printed further on"
    )


def chinese(text: str, found: Found, floor: int) -> Found | Aside | None:
    """Chinese numerals count before a measure word; before anything else they are parts of words."""
    if found.rule in ("percentage in words", "fraction"):
        return found
    if found.bare and not found.qualifiers:
        return bare(text, found)
    if label := threshold(text, found):
        return label
    if not found.unit and text[found.end : found.end + 1] == "地" and listed(text, found.start, found.value):
        return found._replace(end=found.end + 1, unit="地", rule="as many as are listed")  # 川渝两地
    if not found.unit:
        priced = ROUND.fullmatch(found.number) and PRICED.search(text, max(floor, found.start - 2), found.start)
        if (priced or CUT_SHORT.fullmatch(found.number)) and text[found.end : found.end + 1] in tuple("，。；、！,"):
            return found._replace(doubt="no unit is printed")
        if found.bound == ABOUT and found.value >= 100:
            return found  # 月工资四五千
        many_or_so = found.qualifiers and any(c in found.number for c in "十百千")
        return found if found.number[-1] in "万亿" or found.bare or found.after or many_or_so else None
    if found.unit == "%" or found.unit in ("倍", "‰"):
        return found
    if found.number == "一":
        return one(text, found, floor)
    if found.number == "二" and not found.qualifiers and not two(text, found):
        return aside(found, "ordinal", "二 ranks, 两 counts")
    return many(text, found)


TWO_OF = table("名 户 家 位 辆 件 起 例 座 间 亩 头 只 棵 万 个")
HARMED = re.compile("(?:轻伤|重伤|受伤|死亡|身亡|遇难|失踪|被困|溺亡|获救|负伤|丧生)")


def two(text: str, found: Found) -> bool:
    """Tell whether 二 is printed for 两: 二名学生, 灌云、灌南二县, 二人受伤."""
    if found.unit in units.NOUN_UNITS:
        return listed(text, found.start, found.value)
    if found.unit == "人":
        return bool(HARMED.match(text, found.end))
    return found.unit in TWO_OF and text[found.start - 1 : found.start] not in tuple("第其之老")


CLASS_OF_SUMS = (
    "级", "村", "镇", "企业", "项目", "产业", "县", "大", "以上", "俱乐部", "方阵", "阵营", "梯队", "集群", "园区", "工程", "强", "斤"
)  # fmt: skip


def bare(text: str, found: Found) -> Found | Aside:
    """百姓, 千名干部进万家 are ways of speaking; 亿元 and 千万元 are sums."""
    if found.unit in units.MONEY and found.number != "万" and not text.startswith(CLASS_OF_SUMS, found.end):
        return found._replace(doubt="only a multiplier is printed")
    if found.unit in units.MONEY:
        return aside(found, "label", "a class of sums")
    if found.number == "十":
        return found
    return aside(found, "idiom", "a multiplier without a number")
