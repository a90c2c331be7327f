"""Most figures of a press text, read by one pattern: digits with a measure word that means nothing else, unqualified.

It only ever says what the rules in full say too (a test holds that); it says it ten times faster.
"""

from __future__ import annotations

import re
from decimal import Decimal

from .found import Found
from .written import scaled

# Longer words first. Words that also tell a time, a rank or a code (年, 期, 层, 号, 点, 分) are for the rules.
UNIT = "|".join(
    """
    人次 人 名 户 家次 家 处 件 项 套 所 台 辆 例 起 场次 场 次 亩 吨 元 % 平方公里 平方米 公里 册 份 株 盏 个百分点 个 位 条 张
    座 间 支 只 头 米 公顷 立方米 千瓦时 公斤 斤 笔 宗 批次 批 架 艘 块 片 篇 枚 棵 课时 班次 对
    """.split()
)
# What is for the rules if it stands before the number: qualifiers, ordinals, periods, letters, other numbers …
BEFORE = r"(?<![0-9A-Za-z图表件录页第每前近后首头超约逾过破≥≤<>~\-—+/_@#±比\"'“‘《 \u00a0\u3000])(?<![0-9][.,:])(?<!\.)"
QUALIFIED = "".join(
    f"(?<!{word})"
    for word in """
    不到 不足 不满 未满 最多 至多 至少 最少 起码 低于 高于 少于 多于 大于 小于 不下 约有 约为 约合 约计 大概 估计 零下 好几
    超出 近乎
    """.split()
)
# … if it is the number: years, telephone numbers that are dealt with (12345件), the beginning of a line …
NOT_THESE = (
    "(?![0-9]\\.0(?![0-9])|(?:19|20)[0-9][0-9](?![0-9.余多千万亿%])|(?:1[0-9]{2}|[19][0-9]{4})(?:件|起)|"
    "(?<![\u4e00-\u9fff、，；（(,;:：。])[0-9])"
)
NUMBER = r"([0-9]{1,12}(?:\.[0-9]{1,4})?)(?:(余|多)?((?:千(?![米克瓦伏卡赫焦帕字])|[万亿])?)|([千万亿])(余|多))"
# … and if it stands behind the unit: limits, slashes, ranges, and what makes the unit the beginning of another word.
BEHIND = (
    "(?=[，。；、）)的\n,;:：]|(?![级制型座龄店购间桌跑长接自蛙蝶仰跨障折越个欢迷冲圈以上下左之内多余几半月季小工星学昼世交赛寒年百天周位家有要需大开公"
    "钟日礼基点次数份套件省市国县区民口部于钱田赛标塑环消登—~至到])[\u4e00-\u9fff])"
)
USUAL = re.compile(f"{BEFORE}{QUALIFIED}{NOT_THESE}{NUMBER}({UNIT}){BEHIND}")


def usual(text: str, at: int) -> Found | None:
    """Read the figure at *at* if it is one of the usual kind.

    >>> usual("清理垃圾2000余吨，", 4).reading
    Reading(value=Decimal('2000'), bound='at_least', unit='吨')
    """
    match = USUAL.match(text, at)
    if not match:
        return None
    written, inside, scale, before, behind, unit = match.groups()
    scale, more = scale or before or "", inside or behind
    value = Decimal(written)
    if scale or "." in written:
        value = scaled(value, scale)
    if more:
        return Found(at, match.end(), value, "at_least", unit, written + scale, (more,))
    return Found(at, match.end(), value, "exact", unit, written + scale)
