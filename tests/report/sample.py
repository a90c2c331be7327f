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


HOSTILE = (
    "</script><script>document.title='ran'</script>",
    "<!--<script>",
    "<img src=x onerror=\"document.title='ran'\">",
    "javascript:document.title='ran'",
    "]]></svg><script>document.title='ran'</script>",
    "{{ 7*7 }}${document.title='ran'}{% raw %}",
    "a\u202egnihtyna\u202c\u2067z",
    "[点我](javascript:document.title='ran') **粗** `x` <https://example.org/x>",
    '" onmouseover="document.title=\'ran\'" x="',
    "很长" * 100,
    "W" * 200,
    "\x00\x07\ufffe\x1b[31m",
)


def hostile(data: hf.Dataset, lang: str = "zh") -> bytes:
    """A page whose names, values, notes, titles, columns and texts are all meant to break it."""
    figures = data.figures(release=RELEASE, domain="environment", lang=lang).head(4)
    rows = pd.concat([figures] * 3, ignore_index=True).query("unit == @figures.unit.iloc[0]").head(len(HOSTILE))
    rows = pd.concat([rows] * 4, ignore_index=True).head(len(HOSTILE))
    rows["name"] = rows["note"] = rows["quote"] = rows["period"] = HOSTILE[: len(rows)]
    rows["value"] = rows["low"] = 1e15
    rows["label"] = "≥1000000000000000"
    table = pd.DataFrame({text: [text, 10**15] for text in HOSTILE})
    plain = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": HOSTILE[0], "subtitle": HOSTILE[1]},
        "description": HOSTILE[2],
        "data": {"values": [{"a": text, "b": at, "u": "javascript:alert(1)"} for at, text in enumerate(HOSTILE)]},
        "mark": {"type": "bar", "href": "javascript:alert(1)"},
        "encoding": {
            "y": {"field": "a", "type": "nominal", "axis": {"title": HOSTILE[3]}},
            "x": {"field": "b", "type": "quantitative", "axis": {"title": HOSTILE[4]}},
            "color": {"field": "a", "type": "nominal", "legend": {"title": HOSTILE[2]}},
            "href": {"field": "u"},
            "tooltip": {"field": "a"},
        },
    }
    return notebook(
        *pair("# 敌意", "# Hostile"),
        code(
            hf.say(lang, zh="{a}", en="{a}", a=HOSTILE[7]),
            *(hf.say(lang, zh="{a}", en="{a}", a=t) for t in HOSTILE),
        ),
        *pair("## 图", "## Charts"),
        code(
            charts.limit_bars(rows, lang=lang, title=HOSTILE[0], subtitle=HOSTILE[2], note=HOSTILE[1], name="../../x")
        ),
        code({"application/vnd.vegalite.v5+json": plain, "text/plain": HOSTILE[0]}),
        *pair("## 表", "## Tables"),
        code(table, table.T.reset_index()),
        code(
            *(
                {"text/plain": text, "text/html": text, "application/javascript": "document.title='ran'"}
                for text in HOSTILE
            )
        ),
        code({"text/markdown": "\n\n".join(HOSTILE)}),
    )


def hostile_context(data: hf.Dataset, lang: str = "zh") -> report.PageContext:
    """What a page is told, where every word that comes from data or parameters is hostile."""
    told = context(data, "environment", lang)
    rows = tuple(
        replace(
            row, name=text, quote=text, note=text, definition=text, period=text, unit=text, text=f"≥{10**15} {text}"
        )
        for row, text in zip(told.rows, HOSTILE, strict=False)
    )
    return replace(
        told,
        places=HOSTILE[:2],
        source_title=HOSTILE[0],
        source_publisher=HOSTILE[2],
        source_author=HOSTILE[1],
        source_published=HOSTILE[8],
        cite_gbt7714=HOSTILE[0],
        cite_plain=HOSTILE[7],
        parameters=tuple((text, text) for text in HOSTILE),
        rows=rows,
    )
