"""Every word that a page adds to its notebook, in both languages."""

from __future__ import annotations

from ..model import LANGS, Lang

WORDS: dict[str, tuple[str, str]] = {
    "site": ("公共服务数字", "Public services in figures"),
    "home": ("全部报告", "All reports"),
    "skip": ("跳到正文", "Skip to content"),
    "language": ("English", "中文"),
    "contents": ("本页内容", "On this page"),
    "pages": ("全部专题", "All topics"),
    "previous": ("上一篇", "Previous"),
    "next": ("下一篇", "Next"),
    "event": ("发布会", "Press conference"),
    "reported_by": ("来源", "Source"),
    "periods": ("统计期", "Periods"),
    "period_unstated": ("未注明", "not stated"),
    "period_many": ("{span}内的 {count} 种", "{count} different ones within {span}"),
    "period_rest": ("，其余未注明", "; otherwise not stated"),
    "overview": ("总览", "Overview"),
    "sources": ("数据出处", "Sources"),
    "reading": ("读法", "How to read"),
    "reading_at_least": ("≥ 至少，原文写“余”“多”，没有给上限", "≥ at least: the release gives no upper limit"),
    "reading_at_most": ("≤ 不超过，原文写“近”“不足”", "≤ at most: the release says “nearly” or “under”"),
    "reading_about": ("≈ 约数，上下限都没有说", "≈ about: neither limit is stated"),
    "table": ("数据表", "Data table"),
    "download_csv": ("下载数据（CSV）", "Download the data (CSV)"),
    "download_svg": ("下载图片（SVG）", "Download the picture (SVG)"),
    "interact": ("互动", "Interact"),
    "static": ("还原", "Restore"),
    "failed": ("互动图打不开", "Could not be loaded"),
    "cut_rows": ("只显示前 {shown} 行，共 {total} 行。", "The first {shown} of {total} rows are shown."),
    "cut_text": (
        "输出过长，只显示前 {shown} 个字符，共 {total} 个。",
        "The first {shown} of {total} characters are shown.",
    ),
    "provenance": ("出处与复核", "Where this comes from"),
    "release": ("发布稿", "Release"),
    "by": ("（{author}）", " ({author})"),
    "fingerprint": ("原文指纹", "Fingerprint of the text"),
    "characters": ("{count:,} 个字符", "{count:,} characters"),
    "cite": ("引用格式", "How to cite"),
    "cite_gbt7714": ("GB/T 7714", "GB/T 7714"),
    "cite_plain": ("通用格式", "Plain"),
    "digest": ("数据摘要", "Data digest"),
    "parameters": ("运行参数", "Parameters"),
    "versions": ("锁定的软件版本", "Locked versions"),
    "rebuild": ("重新生成", "Rebuild"),
    "rebuild_how": (
        "在代码仓库中运行，得到逐字节相同的页面。",
        "Run this in the repository: it gives the same page, byte for byte.",
    ),
    "rebuild_own": (
        "在笔记本所在的文件夹中运行，得到逐字节相同的页面。",
        "Run this in the notebook’s folder: it gives the same page, byte for byte.",
    ),
    "licence": ("许可", "Licence"),
    "error": ("发现错误", "Found an error?"),
    "error_how": (
        "请到{link}告诉我们，并附上本页名称“{page}”和数据摘要 {digest}。",
        "Tell us in the {link}, with this page’s name “{page}” and the data digest {digest}.",
    ),
    "error_link": ("问题清单", "issue list"),
    "origin": (
        "数字照录发布稿，未经独立核实；发布稿写“余”“近”的，本页一律保留。",
        "Figures are as printed in the release, with its limits, and have not been verified independently.",
    ),
    "figures": ("个数字", "figures"),
    "figures_one": ("个数字", "figure"),
    "all_figures": ("全部数字", "All figures"),
    "source_figures": ("本页数字的原文与出处", "This page’s figures, as printed"),
    "find": ("查找", "Find"),
    "find_hint": ("指标、原文或编号", "indicator, wording or id"),
    "domain": ("领域", "Domain"),
    "limit": ("限定", "Limit"),
    "status": ("状态", "Status"),
    "sort": ("排序", "Sort by"),
    "any": ("全部", "all"),
    "sort_source": ("原文顺序", "release order"),
    "sort_name": ("指标名称", "indicator"),
    "sort_value": ("数值大小", "value"),
    "sort_end": ("截止日期", "end of period"),
    "shown": ("显示", "Showing"),
    "none_found": ("没有符合条件的数字。", "No figure matches."),
    "reset": ("清除条件", "Clear"),
    "indicator": ("指标", "Indicator"),
    "value": ("数值", "Value"),
    "quote": ("原文写作", "As printed"),
    "where": ("出处", "Where"),
    "period": ("统计期", "Period"),
    "note": ("说明", "Note"),
    "paragraph": ("第 {n} 段", "paragraph {n}"),
    "span": ("第 {start}—{end} 字符", "characters {start}–{end}"),
    "permalink": ("链接到这个数字", "Link to this figure"),
    "index_lead": (
        "每个数字都能追到原文的字句；原文说“余”的，这里绝不当作确数。",
        "Every number leads back to the words that printed it, and “at least” stays “at least”.",
    ),
    "description": ("{place}：{takeaway}", "{place}: {takeaway}"),
}


def in_language(lang: Lang) -> dict[str, str]:
    """Give every word in one language.

    >>> in_language("en")["cite"]
    'How to cite'
    """
    place = LANGS.index(lang)
    return {key: pair[place] for key, pair in WORDS.items()}


def plural(count: int, words: dict[str, str], one: str, many: str) -> str:
    """Join a count and its noun: "1 figure", "18 figures", "18 个数字"."""
    return f"{count:,} {words[one if count == 1 else many]}"
