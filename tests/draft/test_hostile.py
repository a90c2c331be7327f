"""Texts that nobody means to draft: long, without an end of line, pasted, invisible, unbalanced."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import draft, numerals
from hfdata.draft.text import UnreadableText
from hfdata.model import Indicator, Unit

TEXTS = sorted(Path(__file__).parents[1].glob("texts/*.txt"))
UNITS = (Unit("site", "处", "sites", "{site}"),)
INDICATORS = (
    Indicator("environment.piles", "environment", "清理柴草堆", "Piles", "site", "flow", "", "清理的处数。", "Piles."),
)
SOUND = "今年以来，清理柴草堆400余处，硬化道路4.5公里，计划明年再建3处。"


def read(text):
    return draft.read(text, event_date=date(2024, 1, 1), indicators=INDICATORS, units=UNITS)


def holds(text):
    rows = read(text).rows
    covered = {at for row in rows for at in range(row.start, row.end)}
    return (
        all(text[row.start : row.end] == row.quote for row in rows)
        and all(a.end <= b.start for a, b in pairwise(rows))
        and all(at in covered for run in numerals.digits(text) for at in range(run.start, run.end))
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        SOUND, "1234567890", "清理400余处，", "已建3处计划4处", "“清理30处", "《第1条", "2024年将", "明年，", "第一、", "其中1处", "零",
        "一一", "每周", "\u200b1\u200b", "萬", "\r\n", "1\r\n", "3.5.", "正着", "前完成", "医", "学校医院",
        "，对3以上的可获", "年 11 月 ", "规定，可获得1", "2 000 ", "教 育 3",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_and_every_offset_is_right(unit):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(2):
            began = time.process_time()
            read(text)
            best = min(best, time.process_time() - began)
        return best

    short, long = seconds(1_000), seconds(8_000)

    assert long < 30 * short + 0.3  # eight times the length; quadratic would be 64 times
    assert holds(unit * (1_000 // len(unit)))


@pytest.mark.slow
@pytest.mark.parametrize("clause", ["计划新建1处，", "已完成1处，"])
def test_a_sentence_as_long_as_the_text_takes_time_in_proportion(clause):
    def seconds(times: int) -> float:
        began = time.process_time()
        read(clause * times)
        return time.process_time() - began

    short = min(seconds(4_000), seconds(4_000))

    assert seconds(32_000) < 20 * short  # it took fifty times as long while each figure asked for the whole sentence


@pytest.mark.slow
def test_ten_megabytes_take_ten_times_as_long_as_one():
    def read_some(megabytes: int) -> float:
        paragraphs, line, digits = TEXTS[0].read_text(encoding="utf-8"), SOUND, "1234567890"
        text = "\n".join(piece * (megabytes * 333_000 // len(piece.encode())) for piece in (paragraphs, line, digits))
        began = time.process_time()
        rows = read(text).rows
        spent = time.process_time() - began
        assert text[rows[-1].start : rows[-1].end] == rows[-1].quote == text[-len(rows[-1].quote) :]
        return spent

    assert read_some(10) < 30 * read_some(1)


@given(
    st.lists(
        st.sampled_from([*SOUND, "\u200b", "\ufeff", "萬", "餘", "處", "\r\n", "“", "」", "〇", "两", "５", "<p>"])
    )
)
def test_any_mixture_keeps_ordered_disjoint_complete_rows(pieces):
    assert holds("".join(pieces))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (SOUND.encode("gbk"), "run again with --encoding gb18030"),
        (SOUND.encode("utf-16"), "run again with --encoding utf-16"),
        (f"<p>{SOUND}</p>".encode(), "not its HTML"),
        (f"<table class='x'><tr><td>{SOUND}".encode(), "not its HTML"),
    ],
)
def test_what_is_refused_says_the_way_out(raw, says):
    with pytest.raises(UnreadableText, match=says):
        draft.decode(raw)


def test_less_than_is_no_markup():
    assert draft.decode("合格率<95%的<30家>".encode()) == "合格率<95%的<30家>"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (SOUND.replace("，", "，\r\n"), ["400余处", "4.5公里", "3处"]),
        (SOUND.replace("4", "4\u200b"), ["4\u200b00余处", "4\u200b.5公里", "3处"]),
        (SOUND.replace("余处", "餘處").replace("计划", "計劃"), ["400餘處", "4.5公里", "3处"]),
        ("“" + SOUND, ["400余处", "4.5公里", "3处"]),
        (SOUND.replace("400", "４００").replace("4.5", "４．５"), ["４００余处", "４．５公里", "3处"]),
        ("\ufeff" + SOUND, ["400余处", "4.5公里", "3处"]),
    ],
)
def test_a_text_that_is_only_written_oddly_reads_like_any_other(text, quotes):
    figures = read(text).figures

    assert [row.quote for row in figures] == quotes
    assert [(row.value, row.bound, row.status) for row in figures] == [
        (400, "at_least", "done"), (pytest.approx(4.5), "exact", "done"), (3, "exact", "planned"),
    ]  # fmt: skip
    assert all(text[row.start : row.end] == row.quote for row in figures)
