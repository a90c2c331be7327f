"""3年, 5天: when something was, or a time that was measured, saved or worked."""

from __future__ import annotations

import re

from . import units
from .aside import THRESHOLD, Aside
from .characters import table
from .dates import SPAN_OF_TIME
from .figure import figure_at
from .found import Found
from .patterns import NUMERALS as C
from .patterns import TO

DURATION = re.compile(
    f"(?:(?:[0-9]{{1,3}}|[{C}]{{1,3}})个?{TO})?(?:[0-9]+(?:\\.[0-9]+)?|"
    f"[{C}]+)[十百千万]{{0,4}}(?:余|多|来|几)?(?:个半|个多)?{SPAN_OF_TIME}(?:多|余)?(?:半)?"
)
CHANGE = re.compile(
    "(?:缩短|压缩|延长|减少|节约|节省|提前|压减|缩减|精简|降低|增加|提高|上升|延后|减|降|缩|压|提速|增|平均|"
    "时长|时间|时限|天数|日数|时数|期限|累计|服务|总计|合计|"
    "共计|共|(?<!长)达|超|多|少|快|调|改|提|升)"
    "(?:近|约|超|超过|不到)?(?:了|至|到|为|成|在|达|达到|由|从|的)?(?:原来的)?(?:约|近|不足|不到|最多|最少|至少)?$"
)
CHANGED = re.compile(
    "(?:以上|左右|以内)?(?:缩短|压缩|延长|压减|缩减|减少|(?:降|减|变|提高|增加|增|缩|压|调|延)[至到为])"
)
AHEAD = re.compile("提前(?:了|至少|约|近)?$")
AHEAD_OF = re.compile(
    "(?:[左右内上]{2})?(?:通知|告知|预约|公示|公告|发布|申请|报|预警|预告|购票|提出|书面|电话|联系|向|将|发|下发|送达|提醒|预订|订|登记|申报|"
    "提交|做好|谋划|安排|部署|到|进入|来|入|拿|把|对)"
)  # 提前3天通知 says when; 提前3天完成 is time saved
# 缴费达到一年以上, 居住满两年以上: what a claim asks for; 时长达5小时以上 is measured.
TERMS = table("年 个月 周年 个学期 个学年 学年")
HELD = re.compile("(?:达到?|满|累计|连续|已)(?:了)?$")
SHORT = table("小时 个小时 分钟 天 秒 秒钟 个工作日 工作日")
MEASURED = table("不少于 不低于 至少 不超过 超过 不足 不到 逾 超 余 多")


def duration(text: str, at: int, floor: int) -> Found | Aside | None:
    """3年, 5天: when, unless the text says that a time was shortened, saved or worked."""
    if not (match := DURATION.match(text, at)):
        return None
    found = figure_at(text, at, floor)
    if found and found.unit in units.UNITS and found.end >= match.end() - 1:
        always = found.number == "365"  # 365天不打烊
        daily = found.value == 1 and text[found.start - 2 : found.start] == "平均"  # 平均一天100个
        hours = found.unit in ("小时", "个小时", "天", "人天") and found.value >= 100
        limited = found.unit in SHORT and MEASURED.issuperset(found.qualifiers) and bool(found.qualifiers)
        if AHEAD.search(text, max(floor, found.start - 5), found.start) and AHEAD_OF.match(text, found.end):
            return Aside(found.start, found.end, "date", "how long before")
        if (
            found.after in THRESHOLD
            and found.unit in TERMS
            and HELD.search(text, max(floor, found.start - 4), found.start)
        ):
            return Aside(found.start, found.end, "label", "how long something must have been so")
        if (
            (hours and not always)
            or limited
            or (CHANGE.search(text, max(floor, found.start - 10), found.start) and not daily)
            or CHANGED.match(text, found.end)
        ):
            return found._replace(rule="a measured duration")
        if found.after in THRESHOLD:
            return Aside(found.start, found.end, "label", "a duration as a threshold")
        return Aside(found.start, max(found.end, match.end()), "date", "a duration")
    return Aside(at, match.end(), "date", "a duration")
