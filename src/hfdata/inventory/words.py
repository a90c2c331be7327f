"""The words of an inventory, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Lang

WORDS: dict[str, tuple[str, str]] = {  # key: Chinese, English
    "basis": (
        "{scope}共 {n} 个数字（{bounds}），都出自{publisher}对 {event}发布会的报道（{published}刊发）。",
        "{scope}: {figures} ({bounds}), all from the report by {publisher} of {published} on the press conference of "
        "{event}.",
    ),
    "release": ("这份发布稿", "The release"),
    "figures": ("{n} 个数字", "{n} figures"),
    "figure": ("{n} 个数字", "1 figure"),
    "exact": ("{n} 个是准确数", "{n} exact"),
    "at_least": ("{n} 个只说了下限", "{n} with a lower limit only"),
    "at_most": ("{n} 个只说了上限", "{n} with an upper limit only"),
    "about": ("{n} 个是约数", "{n} approximate"),
    "periods": ("时间照原文的说法：{periods}。", "Periods: {periods}."),
    "phrase": ("“{phrase}”{n} 个", "{phrase} ({n})"),
    "undated": ("没有写时间的 {n} 个", "no date ({n})"),
    "reading.stated": ("原文的限定", "the limits as printed"),
    "reading.convention": (
        "“余”的说话习惯（原文没有说上限）",
        "the habit of reading an upper end into 余, which the release does not state",
    ),
    "no_checks": (
        "本次发布没有可以相互核对的数字。",
        "This release has no figures that can be checked against each other.",
    ),
    "convention": (
        "本页按说话的习惯给“余”读出了上端（400余读作不到 500）；原文没有这样说。",
        "This page reads an upper end into 余 by habit of speech (400余 as under 500); the release does not state it.",
    ),
    "domain": ("领域", "Domain"),
    "all": ("合计", "Total"),
    "count": ("数字", "Figures"),
    "not_done": ("未完成", "Not done"),
    "no_date": ("没写时间", "No date"),
    "checked": ("- **{result}**：{relation}{sides}。{note}", "- **{result}.** {relation}{sides}. {note}"),
    "sides": ("（{sides}）", " ({sides})"),
    "holds": ("成立", "Holds"),
    "fails": ("不成立", "Fails"),
    "open": ("限定太宽，无法判断", "Cannot be told, for the limits are too wide"),
    "missing": ("缺数字，无法判断", "Cannot be told, for figures are missing"),
    "plain": ("通用格式", "Plain"),
    "numeral": ("原文", "As printed"),
    "reason": ("为什么不算数字", "Why it is not a figure"),
    "paragraph": ("段落", "Paragraph"),
    "characters": ("字符", "Characters"),
    "tally": ("{what} {n} 处", "{what} {n}"),
    "date": ("日期或时间", "date or time"),
    "name": ("名称的一部分", "part of a name"),
    "ordinal": ("序数或等级", "ordinal or grade"),
    "idiom": ("习惯用语", "idiom"),
    "age": ("年龄界限", "age limit"),
    "label": ("型号或代号", "model or code"),
}


def word(key: str, lang: Lang, **values: object) -> str:
    """Return the entry *key* of ``WORDS`` in *lang*, filled.

    >>> word("at_least", "en", n=14)
    '14 with a lower limit only'
    """
    return WORDS[key][0 if lang == "zh" else 1].format(**values)


def listed(parts: Iterable[str], lang: Lang) -> str:
    """Return *parts* as a list within a sentence."""
    return ("、" if lang == "zh" else ", ").join(parts)
