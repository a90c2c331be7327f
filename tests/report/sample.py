"""Executed notebooks without a kernel: cells that already show what a builder, a story or pandas gives."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd

import hfdata as hf
from hfdata import charts, report
from hfdata.charts.theme import bundle

RELEASE = "haifeng-2023-11-01"
SET = ("overview", "environment", "education", "culture", "health", "welfare", "safety", "sources")


def notebook(*cells: dict[str, Any]) -> bytes:
    """Put cells into an executed notebook."""
    whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False).encode()


def prose(text: str, *tags: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "m", "metadata": {"tags": list(tags)}, "source": text}


def pair(zh: str, en: str, *tags: str) -> list[dict[str, Any]]:
    return [prose(zh, "lang-zh", *tags), prose(en, "lang-en", *tags)]


def code(*shown: Any, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """A cell whose outputs are *shown*: charts, notes, frames, or MIME bundles as they are."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": mime(each)} for each in shown]
    metadata = {"tags": list(tags)}
    return {"cell_type": "code", "id": "c", "metadata": metadata, "source": "secret = 1", "outputs": outputs}


def mime(shown: Any) -> dict[str, Any]:
    if isinstance(shown, dict):
        return shown
    if isinstance(shown, pd.DataFrame):
        table = json.loads(shown.to_json(orient="table", index=False))
        return {"application/vnd.dataresource+json": table, "text/html": "<b>never</b>", "text/plain": "never"}
    if hasattr(shown, "_repr_mimebundle_") and hasattr(shown, "text"):
        return dict(shown._repr_mimebundle_())
    return bundle(shown.to_dict())


def context(data: hf.Dataset, name: str = "welfare", lang: str = "zh", **changes: Any) -> report.PageContext:
    """What a page of the default set is told."""
    made = report.context(
        data,
        name=f"{RELEASE}/{lang}/{name}",
        notebook=name,
        release=RELEASE,
        lang=lang,
        parameters=[("release", RELEASE), ("lang", lang)],
        data_digest=data.digest(RELEASE, name if name in data.domains else None),
        versions=[("altair", "6.3.0"), ("pandas", "3.1.1")],
        set_of=SET,
        languages=("zh", "en"),
        home="../../index.html",
        assets="../../assets/",
        rebuild=f"hfdata run {name} -p lang {lang}",
    )
    return replace(made, **changes)


def welfare(data: hf.Dataset, lang: str = "zh") -> bytes:
    """A page with everything a page can have: finding, key numbers, charts alone and in a row, table, role sections."""
    story = hf.Story(data, release=RELEASE, lang=lang)
    zh = lang == "zh"
    rosters = story.figures("welfare.subsistence-allowance", "welfare.disability-nursing", "welfare.children-in-need")
    quotes = story.figures(domain="welfare")[["indicator", "name", "label", "unit", "quote"]]
    return notebook(
        *pair("# 谁在领救助\n\n六份名单可以是同一些人。", "# Who receives support\n\nThe rosters overlap."),
        code(tags=("parameters",)),
        code(story.say(zh="低保在保 {welfare.subsistence-allowance}。", en="{welfare.subsistence-allowance} in all.")),
        code(
            story.say(
                zh="- **{welfare.extreme-poverty}** 特困人员\n- **{welfare.service-centre-investment}** 助残机构",
                en="- **{welfare.extreme-poverty}** in poverty\n- **{welfare.service-centre-investment}** for a centre",
            )
        ),
        *pair("## 六份名单", "## Six rosters"),
        code(charts.limit_bars(rosters, lang=lang, name="rosters", title="低保最多" if zh else "Dibao leads")),
        *pair("## 花了多少", "## What it cost"),
        code(
            charts.limit_bars(
                story.figures("welfare.service-centre-investment"), lang=lang, name="centre", title="≤30"
            ),
            charts.limit_bars(story.figures("welfare.evening-talks"), lang=lang, name="talks", title="441"),
        ),
        *pair("## 不能得出的结论\n\n- 不能相加。", "## What cannot be concluded\n\n- No sum.", "cannot"),
        *pair("## 数字与原文", "## Figures and quotes", "quotes"),
        code(quotes.rename(columns={"name": "指标" if zh else "Indicator"})),
    )


def sources(data: hf.Dataset, lang: str = "zh") -> bytes:
    story = hf.Story(data, release=RELEASE, lang=lang)
    return notebook(*pair("# 54 个数字", "# 54 figures"), *pair("## 全部", "## All"), code(story.figures()))


def overview(data: hf.Dataset, lang: str = "zh") -> bytes:
    story = hf.Story(data, release=RELEASE, lang=lang)
    return notebook(
        *pair("# 一份发布稿，54 个数", "# One release, 54 figures"),
        code(story.say(zh="数字 {welfare.subsistence-allowance}。", en="Among them {welfare.subsistence-allowance}.")),
        *pair("## 一览", "## At a glance"),
        code(story.figures()[["indicator"]], tags=("board",)),
    )
