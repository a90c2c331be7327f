"""A text becomes rows: domains, indicators, doubts; and what hostile texts do not do."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from hfdata import draft
from hfdata.model import Indicator, Unit

TEXTS = Path(__file__).parents[1] / "texts"
BOUND = {"approx": "about"}
STATUS = {"actual": "done", "ongoing": "under_way"}
UNITS = (
    Unit("site", "处", "sites", "{site}"),
    Unit("kilometre", "千米", "km", "km"),
    Unit("person", "人", "persons", "{p}"),
)
INDICATORS = (
    Indicator(
        "environment.piles", "environment", "清理柴草堆", "Piles", "site", "flow", "", "清理的柴草堆处数。", "Piles."
    ),
    Indicator(
        "environment.ditches",
        "environment",
        "清理路边沟",
        "Ditches",
        "kilometre",
        "flow",
        "",
        "清理的路边沟长度。",
        "…",
    ),
    Indicator(
        "education.teachers", "education", "获表彰教师", "Teachers", "person", "flow", "", "获得表彰的教师人数。", "…"
    ),
)


NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))
SPANNED_ALIKE = ("rw_boxing", "rw_survey", "rw_zhengshan")  # in the others a few asides begin or end elsewhere


def _annotated(name):
    text = TEXTS.joinpath(f"{name}.txt").read_bytes().decode()
    return text, json.loads(TEXTS.joinpath(f"{name}.gold.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_of_the_annotated_texts_are_read_as_annotated(name):
    text, gold = _annotated(name)

    figures = [r for r in draft.read(text).rows if r.kind == "figure"]

    assert [(r.start, r.end, float(r.value), r.bound, r.unit, r.status, r.domain) for r in figures] == [
        (
            *(g["start"], g["end"], pytest.approx(g["value"]), BOUND.get(g["qualifier"], g["qualifier"]), g["unit"]),
            *(STATUS.get(g["status"], g["status"]), g["domain"]),
        )
        for g in gold
        if g["kind"] == "figure"
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_figure_in_the_annotated_texts_has_the_annotated_reason(name):
    text, gold = _annotated(name)
    rows = draft.read(text).rows

    for g in gold:
        assert {r.kind for r in rows if r.start < g["end"] and g["start"] < r.end} == {g["kind"]}, g
    if name in SPANNED_ALIKE:
        assert [(r.start, r.end, r.quote) for r in rows] == [(g["start"], g["end"], g["text"]) for g in gold]


def test_indicators_are_matched_by_words_and_unit_and_lengths_become_their_unit():
    text = "集中整治清理柴草堆400余处，清理路边沟4500米。三名教师获得表彰。垃圾桶20个。"

    rows = draft.read(text, indicators=INDICATORS, units=UNITS).figures

    assert [row.indicator for row in rows] == ["environment.piles", "environment.ditches", "education.teachers", None]
    assert (rows[1].value, rows[1].unit, rows[1].recorded) == (4500, "米", 4.5)
    assert "no indicator fits" in rows[3].doubt
    assert all(row.score and 0 < row.score <= 1 for row in rows[:3])


def test_an_indicator_is_used_once_for_each_status():
    text = "清理柴草堆40处。清理柴草堆30处。"

    assert [r.indicator for r in draft.read(text, indicators=INDICATORS, units=UNITS).figures].count(
        "environment.piles"
    ) == 1


def test_a_row_as_json_has_the_promised_keys():
    figure, aside = draft.read("清运垃圾600余吨，进一步提升。").rows

    assert list(json.loads(figure.as_json())) == [
        "start",
        "end",
        "quote",
        "kind",
        "value",
        "bound",
        "unit",
        "status",
        "domain",
        "indicator",
        "doubt",
    ]
    assert json.loads(aside.as_json()) == {"start": 10, "end": 13, "quote": "进一步", "kind": "idiom", "doubt": None}


@pytest.mark.parametrize(
    "text",
    [
        "清理“三大堆400余处\r\n和30处\r\n",
        "垃\u200b圾6\u200b00余\u200b吨",
        "餘垃圾６００餘噸",
        "「三大堆」400余處",
        "“““400余处",
        "\ufeff400余处",
    ],
)
def test_odd_texts_keep_right_offsets(text):
    for row in draft.read(text, event_date=date(2024, 1, 1)).rows:
        assert text[row.start : row.end] == row.quote


def test_one_long_line_is_read():
    text = "清运垃圾600余吨，" * 500

    assert len(draft.read(text).figures) == 500


def test_blanks_set_around_digits_and_zero_width_characters_change_nothing_but_offsets():
    close = "2023年5月，新建书屋2000个；预计2026年底前再建3座图书馆。\n\n今年1-10月完成投资3.2亿元。\n"
    apart = "2023 年 5 月，新建书屋 2 000 个；预\u200b计 2026 年底前再建 3 座图书馆。\n\n今年 1 - 10 月完成投资 3.2 亿元。\n"

    first, second = (draft.read(text, event_date=date(2024, 6, 1)) for text in (close, apart))

    told = [(r.kind, r.value, r.status, r.domain, r.period, r.start_date, r.end_date) for r in first.rows]
    assert [(r.kind, r.value, r.status, r.domain, r.period, r.start_date, r.end_date) for r in second.rows] == told
    assert all(apart[r.start : r.end] == r.quote for r in second.rows)
    assert [apart[p.start : p.end][-3:] for p in second.paragraphs] == ["书馆。", "亿元。"]
    assert [r.quote for r in second.figures] == ["2 000 个", "3 座", "3.2 亿元"]
