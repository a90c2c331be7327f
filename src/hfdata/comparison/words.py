"""What a comparison says: headings of its tables and reasons, in Chinese and English."""

from __future__ import annotations

HEADINGS: dict[str, tuple[str, ...]] = {  # Chinese, English
    "indicator": ("指标", "Indicator"),
    "place": ("地方", "Place"),
    "who": ("地方和出处", "Place and source"),
    "printed": ("数值和原文", "Value, as printed"),
    "value": ("数值", "Value"),
    "period": ("时间和时长", "Period and length"),
    "pace": ("每月", "Per month"),
    "note": ("说明", "Note"),
    "reason": ("为何不能并排", "Why not side by side"),
    "earlier": ("先前", "Earlier"),
    "later": ("其后", "Later"),
    "change": ("变化", "Change"),
}
WORDS: dict[str, tuple[str, str]] = {
    "not_stated": ("未说明", "not stated"),
    "no_length": ("时长未说明", "length not stated"),
    "no_pace": ("不能折算：没有按整月说明期间", "none: the period is not in whole months"),
    "months": ("{n} 个月", "{n} months"),
    "month": ("1 个月", "1 month"),
    "days": ("{n} 天", "{n} days"),
    "day": ("1 天", "1 day"),
    "stock": ("时点数", "at a point in time"),
    "rate": ("比率", "a rate"),
    "per_month": ("月", "months"),
    "alone": ("只有这一处报告", "no other source here reports it"),
    "unmapped": ("没有一个指标计的是同一件事", "no indicator counts the same thing"),
    "unit": ("单位不同：这里是{this}，指标是{that}", "another unit: {this} here, {that} in the indicator"),
    "kind": ("性质不同：这里是{this}，指标是{that}", "another kind: {this} here, {that} in the indicator"),
    "status": ("状态不同：这里是{this}，别处是{that}", "another status: {this} here, {that} elsewhere"),
    "same": ("同一时期报了两次，是更正，不是变化", "one period reported twice: a correction, not a change"),
    "overlap": ("两段时间有重叠，差不是变化", "the periods overlap, so their difference is no change"),
    "length": ("两段时间长短不同，差不是变化", "the periods differ in length, so their difference is no change"),
    "unknown": (
        "时间没有说全，差别可能来自时间长短或重叠",
        "a period is not fully stated: the difference may come from length or overlap",
    ),
    "undated": ("截止时间没有都说明", "as of when is not stated for both"),
    "one_day": ("同一天报了两次，是更正，不是变化", "one day reported twice: a correction, not a change"),
    "monthly": ("时间长短不同，按每月比较", "periods of different length, compared by month"),
    "no_change": ("不计算", "not worked out"),
    "spell": ("{when}，{length}", "{when}; {length}"),
    "printed": ("{text}（“{quote}”）", "{text} (“{quote}”)"),
    "noted": ("{who}。{note}", "{who}. {note}"),
    "aside": ("{reason}。{note}", "{reason}. {note}"),
    "lead": (
        "能并排的指标有 {groups} 个，涉及 {readings} 个数字；另有 {apart} 个数字不能并排，逐个列出原因。",
        "Indicators that can stand side by side: {groups}, with {readings} numbers. {apart} other numbers cannot; each "
        "is listed with the reason.",
    ),
    "peers": (
        "其中 {n} 个数字来自其他地方的公开报道，只读过摘录，没有对照全文。",
        "Of all these, {n} come from public reports of other places and were read in excerpts, not verified against "
        "the full text.",
    ),
    "nothing": ("没有可以并排的数字。", "Nothing here can stand side by side."),
    "everything": ("每个数字都能并排。", "Every number can stand side by side."),
    "no_changes": (
        "没有同一个地方两个时期的数字，说不出变化。",
        "No place reports an indicator for two periods, so no change can be told.",
    ),
}
