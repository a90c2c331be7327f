"""Most figures of a press text, read by one pattern: digits with a measure word that means nothing else, unqualified.

It only ever says what the rules in full say too (a test holds that); it says it ten times faster.
"""

from __future__ import annotations

import re
from decimal import Decimal

from ..model import Bound
from .context import PER_MORE
from .figure import LAST, afar, before, behind
from .found import Found
from .qualifiers import AT_LEAST, EXACT
from .units import FREQUENT, OFTEN_ENDS
from .written import scaled

# Longer words first. Words that also tell a time, a rank or a code (年, 期, 层, 号, 点, 分) are for the rules.
UNIT = "|".join(
    """
    人次 人 名 户 家次 家 处 件 项 套 所 台 辆 例 起 场次 场 次 亩 吨 元 % 平方公里 平方米 公里 册 份 株 盏 个百分点 个 位 条 张
    座 间 支 只 头 米 公顷 立方米 千瓦时 公斤 斤 笔 宗 批次 批 架 艘 块 片 篇 枚 棵 课时 班次 对
    """.split()
)
# What is for the rules if it stands before the number: qualifiers, ordinals, periods, letters, other numbers …
BEFORE = (
    r"(?<![0-9A-Za-z图表件录页第每前后首头破圆≥≤<>~\-—+/_@#±比\"'“‘《 \u00a0\u3000])(?<![0-9][.,:])(?<!\.)(?<!零下)"
    "(?<!最近)(?<!或等于)"
)
# … if it is the number: years, telephone numbers that are dealt with (12345件), the beginning of a line …
NOT_THESE = (
    "(?![0-9]\\.0(?![0-9])|(?:19|20)[0-9][0-9](?![0-9.余多千万亿%])|(?:1[0-9]{2}|[19][0-9]{4})(?:件|起)|1%(?:全国)?人口(?:抽样|变动)|"
    "(?<![\u4e00-\u9fff、，；（(,;:：。])[0-9])"
)
NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,4})?)(?:(余|多)?((?:千(?![米克瓦伏卡赫焦帕字])|[万亿])?)|([千万亿])(余|多))"
# … and if it stands behind the unit: slashes, ranges, and what makes the unit the beginning of another word.
BEHIND = (
    "(?=[，。；、）)的\n,;:：]|(?![级制型座龄店购间桌跑长接自蛙蝶仰跨障折越个欢迷冲圈以上下左之内多余几半月季小工星学昼世交赛寒年百天周位家"
    "有要需大开公钟日礼基点次数份套件省市国县区民口部于钱范田赛标塑环消登俱方阵梯—~至到])[\u4e00-\u9fff])"
)
# 左右 may stand between; 以上 only where it cannot set a threshold.
LIMIT = "(左右|上下)|(以上|以下|以内)(?=[，。；、）)])"
USUAL = re.compile(f"{BEFORE}{NOT_THESE}{NUMBER}({UNIT})(?:{LIMIT}|{BEHIND})")


def usual(text: str, at: int, floor: int) -> Found | None:
    """Read the figure at *at* if it is one of the usual kind.

    >>> usual("清理垃圾2000余吨，", 4, 0).reading
    Reading(value=Decimal('2000'), bound='at_least', unit='吨')
    """
    match = USUAL.match(text, at)
    if not match:
        return None
    written, inside, scale, prior, later, unit, roughly, limit = match.groups()
    if text[at - 3 : at] in PER_MORE:
        return None
    if unit == "元" and text.startswith("的部分", match.end()):
        return None  # 超过起付标准2万元的部分
    if unit in FREQUENT and text[at - 1 : at] in OFTEN_ENDS:
        return None
    scale, more, after = scale or prior or "", inside or later, roughly or limit or ""
    value = Decimal(written)
    if scale or "." in written:
        value = scaled(value, scale)
    bound: Bound = AT_LEAST if more else EXACT
    words = (more,) if more else ()
    found = Found(at, match.end() - len(after), value, bound, unit, written + scale, words)
    if text[at - 1 : at] in LAST:
        found = before(text, found, floor)
        past = found.qualifiers or text[at - 1] == "过"
        if past and text.startswith(("的", "项目", "企业"), match.end()):
            return None  # 超50毫米的乡镇, 过10亿元项目: a threshold?
    return afar(text, behind(text, found) if after else found, floor)
