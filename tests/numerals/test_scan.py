"""What a scan promises for every text: ordered, disjoint, complete, exact offsets, time in proportion."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hfdata import numerals
from hfdata.model import BOUNDS, REASONS
from hfdata.numerals import patterns, qualifiers, words
from hfdata.numerals.characters import FOLD, fold

PIECES = [
    "0",
    "1",
    "12",
    "345",
    "2023",
    "3.5",
    "1,234",
    "一",
    "二",
    "三",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "两",
    "零",
    "〇",
    "余",
    "多",
    "近",
    "约",
    "以上",
    "%",
    "元",
    "个",
    "处",
    "名",
    "年",
    "月",
    "日",
    "第",
    "每",
    "周",
    "“",
    "”",
    "《",
    "》",
    "、",
    "，",
    "。",
    "-",
    "—",
    ":",
    "/",
    "(",
    ")",
    "统",
    "进",
    "步",
    "分之",
    "岁",
    "级",
    "号",
    "半数",
    "A",
    "G",
    "\n",
    "\u200b",
    "萬",
    "２",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(TEXTS)
@example("“一”一“")
@example("1:2:3:4")
@example("第")
def test_expressions_are_ordered_disjoint_and_quote_what_they_span(text):
    found = numerals.scan(text)

    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= n.start < n.end <= len(text) and text[n.start : n.end] == n.quote for n in found)


@given(TEXTS)
def test_every_numeral_character_lies_in_an_expression(text):
    covered = {at for n in numerals.scan(text) for at in range(n.start, n.end)}

    assert all(at in covered for run in numerals.digits(text) for at in range(run.start, run.end))


@given(TEXTS)
def test_figures_are_whole_and_asides_have_a_reason(text):
    for n in numerals.scan(text):
        assert n.why
        if n.kind == "figure":
            assert n.value is not None
            assert n.bound in BOUNDS
            assert n.unit is not None
        else:
            assert n.kind in REASONS
            assert (n.value, n.bound, n.unit) == (None, None, None)


@given(st.text(max_size=60))
def test_any_text_is_scanned_and_folding_moves_nothing(text):
    assert len(fold(text)) == len(text)
    numerals.scan(text)


def test_invisible_characters_split_no_number_and_move_no_offset():
    text = "清理4\u200b00余\ufeff处，\u200b三名"

    assert [(n.quote, n.value) for n in numerals.scan(text)] == [("4\u200b00余\ufeff处", 400), ("三名", 3)]


def test_digits_are_the_runs_a_scan_accounts_for():
    text = "共3万5千户，12345一键办，二〇二三年"

    assert [text[s.start : s.end] for s in numerals.digits(text)] == ["3万5千", "12345", "一", "二〇二三"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["1234567890", "一二三", "1,234,", "亿万", "第一", "每一", "1-", "1—", "1:", "1/",
     "1、", "“一", '"一', "3和", "年1", "A1", "1.", "一、", "<1"],
)  # fmt: skip
def test_hostile_texts_take_time_in_proportion_to_their_length(unit):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(2):
            began = time.process_time()
            numerals.scan(text)
            best = min(best, time.process_time() - began)
        return best

    short, long = seconds(400), seconds(3_200)

    assert long < 30 * short + 0.2  # eight times the length; quadratic would be 64 times


def test_importing_numerals_stays_cheap():
    probe = "import sys, hfdata.numerals; print({'pandas', 'altair', 'papermill', 'numpy'} & set(sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", probe], text=True) == "set()\n"


def test_tables_agree_with_each_other():
    every = {**qualifiers.BEFORE, **qualifiers.AFTER, **qualifiers.MIDDLE, **qualifiers.BEFORE_MULTIPLIER}

    assert set(every) <= set(numerals.LIMITS)
    assert set(words.FIXED.values()) <= set(REASONS)
    assert all(any(c in patterns.C for c in word) for word in words.FIXED)
    assert all(len(a) == len(b) == 1 for a, b in FOLD.items())
