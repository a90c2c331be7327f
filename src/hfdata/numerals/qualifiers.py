"""Words that say how sure a number is, and the limits they state."""

from __future__ import annotations

from decimal import Decimal

from ..errors import HfdataError
from ..model import Bound, Bounds

EXACT: Bound = "exact"
AT_LEAST: Bound = "at_least"
AT_MOST: Bound = "at_most"
ABOUT: Bound = "about"


def _table(rows: dict[Bound, str]) -> dict[str, Bound]:
    return {word: bound for bound, words in rows.items() for word in words.split()}


# Printed before the number and part of its quote.
BEFORE = _table(
    {
        AT_LEAST: (
            "超 超过 超出 突破 逾 至少 最少 起码 不低于 不少于 不下于 不下 不小于 不亚于 高于 多于 "
            "大于 已超 已超过 已逾 ≥ > 超过了 突破了 超出了 超了 不止 远超 远超过 不得低于 不得少于 不得小于 不能低于 "
            "不能少于 不可低于 不可少于 不应低于 不应少于 不宜低于 不宜小于 不应小于 没有低于 未低于 不再低于"
        ),
        AT_MOST: (
            "近 接近 逼近 将近 不足 不到 不满 未满 最多 至多 最高 不超过 不超 不高于 不多于 不大于 低于 少于 小于 未超过 ≤ < "
            "未达 未到 不得超过 不得高于 不得多于 不得大于 不能超过 不能高于 不能多于 不可超过 不应超过 不应大于 不应高于 不宜超过 不宜大于 "
            "不会超过 没有超过 没超过 从未超过 未高于 不再超过"
        ),
        ABOUT: (
            "约 大约 约为 约有 合约 约合 约计 大概 估计 ~ 近乎 约占 约需 约达 约在 约用 约花 约投 约重 约长 约高 约宽 约莫 大致 "
            "差不多 大体"
        ),
    }
)
# Only before a bare multiplier: 上百 is a hundred or more, 上 before 300 is part of another word.
BEFORE_MULTIPLIER = _table({AT_LEAST: "上 过 破 数 好几 几 成"})
# Between the number and its unit.
MIDDLE = _table({AT_LEAST: "余 多 几 有余", ABOUT: "来"})
# Behind the unit (or behind the number where it has none).
AFTER = _table(
    {
        AT_LEAST: "以上 及以上 或以上 之多 有余 开外 多 余 +",
        AT_MOST: "以下 及以下 或以下 以内 之内 及以内",
        ABOUT: "左右 上下",
    }
)

LIMITS: dict[str, Bound] = (
    {"": EXACT}
    | BEFORE_MULTIPLIER
    | AFTER
    | MIDDLE
    | BEFORE
    | _table({EXACT: "达 达到 高达 多达 为 共 共计 总计 整 仅 只有 已"})
)

# What ends like a qualifier but is the end of another word: 签约300人 is not "about 300".
NOT_BEFORE = {
    "约": "签预节违履合条公契特解制简集邀婚毁赴爽租缔俭誓悔隐相",
    "近": "附最邻就临相远靠亲贴新拉走毗渐切挨凑",
    "超": "高赶反商英彩B",
    "逾": "",
    "最高": "史年来",
    "数": "人次户总基指分件个系多倍参岁天项家位序读代点栋例起频函偶奇小整负正变常",
    "上": "以马路街网会线身加手江海桥乘早晚",
    "破": "打突侦攻识撞",
    "过": "通不经路渡",
    "不足": "",
    "几": "",
    "成": "完建达形组变构促落改合做办修打铺栽种培整编生养长结集",
}


class UnknownWording(HfdataError):
    """A wording around a number has no recorded meaning; it is refused, never guessed."""

    def __init__(self, wording: str) -> None:
        super().__init__(wording)
        self.wording = wording

    def __str__(self) -> str:
        return (
            f"no meaning is recorded for {self.wording!r} beside a number. Its limits cannot be told;\n"
            f"add it to the tables of hfdata.numerals.qualifiers, with a test."
        )


def bounds(value: Decimal, wording: str = "") -> Bounds:
    """Turn a number and its qualifier (余, 近, at_least …) into limits; unknown wording is refused, never guessed.

    >>> bounds(Decimal(400), "余")  # 400余处 is at least 400
    Bounds(nominal=Decimal('400'), low=Decimal('400'), high=None)

    Raises:
        UnknownWording: if *wording* is neither a qualifier of the tables nor the name of a bound.
    """
    bound = wording if wording in ("exact", "at_least", "at_most", "about") else LIMITS.get(wording)
    if bound is None:
        raise UnknownWording(wording)
    low = value if bound in ("exact", "at_least") else None
    high = value if bound in ("exact", "at_most") else None
    return Bounds(value, low, high)
