"""Numbers that say where a class begins or ends: 1500米以上的村, 超50毫米的乡镇."""

from __future__ import annotations

import re

from . import units
from .aside import PUNCTUATION, THRESHOLD, Aside, aside
from .characters import table
from .found import Found

TARGETS = re.compile(
    "(?:达到|达|完成|实现|确保|保持在|稳定在|增长|提高到|提高至|突破|发放|拨付|培训|带动|培育|"
    "打造|建成|新建|新增|增收|引进|筹集|到位|控制在|保证|清理|整治|惠及|覆盖)$"
)
# 实施20个以上的项目: so many at least, where 有20个以上的项目 may define a class.
DELIVERS = re.compile(
    "(?:实施|推进|开展|举办|组织|开发|提供|安排|落实|争取|储备|签约|招引|培养|引育|选派|招募|建设|改造|修建|栽植|发展|解决|"
    "帮助|吸纳|创建|认定|设立|设置|招收|走访|排查|查处|办理|承办|推出|形成|推广|派出|举行|策划|包装|谋划|申报|获得|荣获|取得|创作|"
    "出版|编排|演出|放映|整合|遴选|评选|树立|挖掘|化解|攻克|制定|修订|编制|出台|承接|盘活|扶持|支持|做强|孵化|布局)$"
)
DELIVERED = table("个 家 项 件 条 处 所 场 场次 次 期 例 起 套 台 名 人次 篇 部 册 批 种 支 只 块 间 株 棵 盏")
CLASSES = table("过 超 超过 不足 低于 高于 不满 大于 小于 不到")
FINED = re.compile(
    "(?:[0-9.余一二三四五六七八九两十百千万]{1,8}元以下)?的?(?:罚款|罚金|赔偿金)"
)  # 处500元以上2000元以下罚款 sets an amount
LENGTHS = table("公里 里 华里 千米 米")
LIMITING = table("低于 少于 小于 不满 未满 高于 大于 多于 超过 超出 不超过 不足 不到 不低于 不少于")
CLAIMANTS = re.compile(
    "的?(?:[\u4e00-\u9fff]{0,4}部分)|的，(?:安排|每|按|给|补|减|免|可|应|须|不|由)|的(?!前提|基础|条件|情况|标准|要求|原则|目标|成绩|速度)[\u4e00-\u9fff]{1,10}"
    "(?:，(?:均可|方可|可以?|应当?|须|由|予以|给予|不得|免|一律|优先|纳入|必须)|(?:均可|方可|可以|可享|可申|可按|可向|应当|予以|给予|不得|一律|优先|必须))"
)  # 低于4000元的家庭可以申请, 超过5万元的部分
COUNTED_CLASS = re.compile("(?:的|项目|企业)[\u4e00-\u9fff]{0,6}[0-9]")  # 超50毫米的乡镇9个
COUNTED_NEXT = re.compile("[\u4e00-\u9fff]{1,8}[0-9]")  # 10万羽以上蛋鸡场4个

# 对年产值100万元或用工20人以上的企业，给予奖励: who may claim is told by thresholds; what they get counts.
FOR_THOSE = re.compile("(?:(?<=[。；;，：:\n])|(?<![\\s\\S]))(?:对|凡)(?=[^。\n0-9]{0,40}[0-9])")
GIVES = re.compile(
    "可获|可享|可得|可领|可申请|给予|予以|奖励|奖补|补助|补贴|减免|免费|减半|免征|免收|发放|救助|资助|优先|"
    "，(?:可|应|须|必须|要|不得|一律|全部|由|按|纳入|实行|依法|责令|暂停)"
)
LIMITS_A_CLASS = re.compile(
    "[0-9][0-9.余多百千万亿]*[^，。；、的0-9]{0,6}以[上下]|(?:超过|不低于|不少于|不足|未满|满|达到?|低于|少于|小于|高于|大于|多于|不到)[0-9]"
)
COUNTED_FIRST = re.compile("[对凡][\u4e00-\u9fff]{0,3}[0-9.]+万?[余多]?[名人户家个所位]")  # 对20家年产值超过…
CLAIM = 300  # characters that the terms of a claim may take


class Terms:
    """The stretches of a text that say who may claim something, asked for from left to right."""

    def __init__(self, text: str) -> None:
        self._stretches = [terms for match in FOR_THOSE.finditer(text) if (terms := _terms(text, match.start()))]
        self._next, self.any = 0, bool(self._stretches)

    def around(self, at: int) -> bool:
        """Tell whether *at* is inside one; questions come in the text's order."""
        while self._next < len(self._stretches) and self._stretches[self._next][1] <= at:
            self._next += 1
        return self._next < len(self._stretches) and self._stretches[self._next][0] <= at


def _terms(text: str, start: int) -> tuple[int, int] | None:
    """Give the stretch from 对 to the last 的 or 者 before what is given, where it sets a limit."""
    end = text.find("。", start, start + CLAIM)
    gives = GIVES.search(text, start, end if end > 0 else start + CLAIM)
    if not gives:
        return None
    if counted := COUNTED_FIRST.match(text, start):
        start = counted.end()
    stop = max(text.rfind("的", start, gives.start()), text.rfind("者", start, gives.start()))
    return (start, stop) if stop > 0 and LIMITS_A_CLASS.search(text, start, stop) else None


MONEY_BAND = re.compile(
    "(?:(?:至|到|—|-|~)[0-9.]+[万千亿]?元)?(?:[（(](?:不?含)[^）)]{0,4}[）)])?(?:以[上下])?的?部分"
)  # 2万元至5万元(含)部分
RATED = re.compile("(?:的|之间的?)?[，,]?按[0-9.]+%")  # 0-35000元按60%报销
MARKED = re.compile(
    "(?:[（(]不?含[^）)]{0,4}[）)])?(?:(?:-|—|~|至|到)[0-9]{1,3}分)?(?:[（(]不?含[^）)]{0,4}[）)])?(?:以[上下])?的?(?:评|定|属)?为[“”\u4e00-\u9fff]"
)  # 80分（含）-89分评为四星
AFTER_BAND = re.compile("(?:[至到—~-]|以上|以上至|超过|超出)$")


AROUND = re.compile(
    "(?:以内|之内)?的?范围|(?:以内|之内|内)的?(?:活动|区域|地带|人员|居民|任何|禁止|严禁|不得)|的?(?:边缘|缓冲)(?:地带|区)"
)  # 沿江1公里范围内, 方圆5公里: where something is, not how long it is


def threshold(text: str, found: Found) -> Aside | None:
    """1500米以上的村, 100人以上企业: what defines a class. 建成12个以上 and 98%以上 are figures."""
    if (
        text.startswith(("个省级", "个市级", "个国家级", "个县级"), found.end - len(found.unit))
        and "以上" in text[found.end : found.end + 6]
    ):
        return aside(found, "label", "a class by rank")
    if (
        found.unit in units.MEASURE_UNITS
        and (_passed(text, found) or (found.qualifiers and found.qualifiers[0] in CLASSES))
        and COUNTED_CLASS.match(text, found.end)
    ):
        start = found.start - 1 if _passed(text, found) else found.start
        return aside(found._replace(start=start), "label", "a threshold that defines a class")
    if found.unit in LENGTHS and (AROUND.match(text, found.end) or text.endswith("方圆", 0, found.start)):
        return aside(found, "label", "how far around")
    if found.unit == "分" and MARKED.match(text, found.end):
        return aside(found, "label", "a band of marks")
    if found.unit == "元" and found.rule == "range" and RATED.match(text, found.end):
        return aside(found, "label", "a band of money")
    if found.unit == "元" and MONEY_BAND.match(text, found.end):
        return aside(found, "label", "a band of money")
    limiting = found.qualifiers[0] in LIMITING if found.qualifiers else text.endswith("或等于", 0, found.start)
    if limiting and CLAIMANTS.match(text, found.end):
        return aside(found, "label", "a limit that says whom a rule is about")
    if found.after not in THRESHOLD or found.unit == "%" or found.unit.startswith("个百分点"):
        return None
    following = text[found.end : found.end + 1]
    if found.rule != "number with unit":
        return None
    if COUNTED_NEXT.match(text, found.end):
        return aside(found, "label", "a threshold of what is counted next")
    if FINED.match(text, found.end):
        return None
    if (
        found.unit in units.MEASURE_UNITS
        and following
        and following in "）)"
        and text[found.start - 1 : found.start] in ("（", "(")
    ):
        return aside(found, "label", "a class in brackets")
    lead = text[max(0, found.start - 3) : found.start]
    if found.unit in DELIVERED and DELIVERS.search(lead):
        return None
    if not following or following in PUNCTUATION or TARGETS.search(text, max(0, found.start - 4), found.start):
        return None
    if (
        found.unit in units.MEASURE_UNITS
        or following == "的"
        or found.unit in ("人", "户", "张", "头", "座", "层", "")
        or found.bare
    ):
        return aside(found, "label", "a threshold that defines a class")
    return None


def _passed(text: str, found: Found) -> bool:
    """过10亿元项目2个."""
    return text[found.start - 1 : found.start] == "过" and text[found.start - 2 : found.start - 1] not in tuple(
        "超通不"
    )
