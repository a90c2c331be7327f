"""Two and more before a measure word: a count, unless it is a place name or a way of speaking."""

from __future__ import annotations

import re
from decimal import Decimal

from . import units
from .aside import Aside, aside
from .characters import table
from .found import Found

PLACE_UNITS = table(
    "里 道 台 门 步 块 间 元 方 尺 角 丈 亩 环 星 塘 顷 桥 塔 岛 河 州 国 县 乡 镇 村 堆 眼 层 面 首 组 队 箱 盘 节"
)
PLACE = re.compile(
    "(?:社区|村|镇|乡|街|路|桥|河|山|湖|庄|屯|店|堡|营|沟|湾|塘|坝|井|坪|坡|峡|岭|县|区|市|小区|"
    "小学|中学|大道|铺|甸|沱|渠|江|泉|坊|巷|站|岗|子|沟|口|寺|庙|园|桥村|墩|集|洼|庙|房|石|沙(?![漠化尘石土场棘发盘])|滩(?!涂)|梁|崖|峁|塬|岔|垭|坳|畈|垸|圩|坞|墟)"
)
HOMES = re.compile(
    "(?![农乡渔各全本外邻该省市县])[\u4e00-\u9fff](?:村|社区|镇|乡|路)(?![卫医民委干办居级小部])"
)  # 三家渠村
TOGETHER = re.compile(
    "(?:联动|共建|协同|合一|融合|共治|同创|联合|联建|互动|一体|并举|同步|并行|叠加|联创|同治|齐|"
    "驱动|齐驱|齐进|并用|齐发|并发|牵引|环|曲|字|诀|法|步曲|式|制(?!定|造|度|作|约|成|止)|型|边形|角|通)"
)
NO_COUNT_UNITS = table("里 方 角 分 头 面 线 层 字 度 点 环 石 行 通 眼 尺 寸 丈 级 路 元 圈 年")
REAL = {  # what must follow for these units to count things behind a Chinese numeral
    "面": "锦旗|墙|镜|鼓|红旗|旗|展板|文化墙",
    "头": "牛|猪|羊|驴|耕牛|肉牛|奶牛|生猪|象",
    "行": "字|树|诗",
    "点": "要求|意见|建议|希望|措施|体会|启示|，|：|:|做法|经验",
    "元": "钱|/|的|，|。|、|）|以上|左右",
    "层": "楼|建筑|，|,|高|。|、|的|住宅|别墅|框架|结构|高",
    "分": "，|。|的|、",
    "字": "，|。",
    "方": "土|水|木材|石",
}


TAKEN_TOGETHER = ("加起", "共", "合计", "总", "一共", "合起", "全部", "都")
PHASE_BEFORE = re.compile("(?<!分)[二三四五六]期(?!间)")  # 一期…，二期…，三期26个


def many(text: str, found: Found) -> Found | Aside:
    """Two and more: counts, except in place names and fixed ways of speaking."""
    after = text[found.end : found.end + 4]
    if (
        found.unit == "期"
        and 3 <= found.value <= 9
        and not after.startswith(TAKEN_TOGETHER)
        and PHASE_BEFORE.search(text, max(0, found.start - 60), found.start)
    ):
        return aside(found, "ordinal", "the phase that follows")
    if found.value <= 20 and not found.qualifiers:
        if found.unit in PLACE_UNITS and (place := PLACE.match(after)) and text[found.start - 1 : found.start] != "了":
            return aside(found._replace(end=found.end + place.end()), "name", "a place name")
        if found.unit == "家" and (place := HOMES.match(text, found.end)):
            return aside(found._replace(end=place.end()), "name", "a place name")
        if after.startswith("之") and not after.startswith(("之多", "之间", "之内", "之后", "之前")):
            return aside(found, "idiom", "a set phrase with 之")
        if TOGETHER.match(after) and found.unit in (units.COUNT_UNITS | units.NOUN_UNITS):
            return aside(found, "name", "several in one")
        if found.unit in units.NOUN_UNITS:
            return several(text, found)
    if found.unit == "路" and text[max(0, found.start - 2) : found.start].endswith(("兵分", "分成", "分为", "派出")):
        return found
    if (
        found.unit in NO_COUNT_UNITS
        and (found.unit not in REAL or not re.match(REAL[found.unit], after))
        and found.value < 100
        and found.bound == "exact"
    ):
        return aside(found, "name", "a set phrase")
    return found


# 甲、乙两县, 川渝两地: as many names as are counted stand before; 三县一区 and 两区同建 are names.
GOVERNED = table("省 省市 省份 市 县 县市 市县 县市区")
SLOGAN = re.compile("[一二两三四五六七八九十]+[省市县区州旗](?![个长])")
ABBREVIATED = re.compile("[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新港澳台]{2,9}$")
LISTED = re.compile("[、和与及]")
CLAUSE = re.compile("[，。；：！？,;:（(“\n]")
LIST = 60  # characters that a list of names may take


def listed(text: str, start: int, value: Decimal) -> bool:
    """Tell whether at least *value* names are listed before *start*."""
    names = CLAUSE.split(text[max(0, start - LIST) : start])[-1]
    if (abbreviated := ABBREVIATED.search(names)) and len(abbreviated[0]) >= value:
        return True
    items = LISTED.split(names)
    return value > 1 and len(items) >= value and bool(items[-1])


def several(text: str, found: Found) -> Found | Aside:
    """两省, 三县: counted behind a list of names and where provinces, cities and counties act, else named together."""
    slogan = any(SLOGAN.match(text, at) for at in (found.end, found.start - 2, found.start - 3) if at >= 0)
    if not slogan and listed(text, found.start, found.value):
        return found._replace(rule="as many as are listed")
    if (
        found.unit in GOVERNED
        and not slogan
        and text[found.start - 1 : found.start] not in tuple("东西南北“第建创设新之")
        and text[found.end : found.end + 1] not in tuple("长级委同场民城政局")
    ):
        return found._replace(doubt="a noun without a measure word")
    if text[found.start - 1 : found.start] in tuple("等全辖共及和涉跨含有") and found.start:
        return found._replace(doubt="a noun without a measure word")
    return aside(found, "name", "named together")
