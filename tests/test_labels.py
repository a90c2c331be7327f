"""Numbers, limits and dates are written as each language writes them, and never lose what the source says."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import labels
from hfdata.errors import UnknownLanguage
from hfdata.model import BOUNDS, KINDS, LANGS, STATUSES
from hfdata.words import WORDS


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (20_000_000, "2000万", "20 million"),
        (300_000, "30万", "300,000"),
        (1_700_000, "170万", "1.7 million"),
        (36605, "36,605", "36,605"),
        (28000, "28,000", "28,000"),
        (0, "0", "0"),
        (10**15, "1000万亿", "1,000 trillion"),
        (120_000_000, "1.2亿", "120 million"),
        (Decimal("8.2"), "8.2", "8.2"),
        (45.0, "45", "45"),
        (Fraction(36605, 2791), "13.1", "13.1"),
        (-5, "−5", "−5"),
    ],
)
def test_numbers(value, zh, en):
    assert (labels.number(value, "zh"), labels.number(value, "en")) == (zh, en)


@given(st.integers(0, 10**16), st.sampled_from(LANGS))
def test_a_written_number_can_be_read_back_exactly(value, lang):
    scales = {"万": 10**4, "亿": 10**8, "万亿": 10**12, " million": 10**6, " billion": 10**9, " trillion": 10**12}
    digits, scale = re.fullmatch(r"([\d,.]+)(.*)", labels.number(value, lang)).groups()

    assert Decimal(digits.replace(",", "")) * scales.get(scale, 1) == value


@pytest.mark.parametrize(
    ("value", "bound", "unit", "zh", "en"),
    [
        (400, "at_least", ("处", "sites"), "≥400 处", "≥400 sites"),
        (300_000, "at_most", ("元", "CNY"), "≤30万元", "≤CNY 300,000"),
        (100, "exact", ("%", "%"), "100%", "100%"),
        (1, "exact", ("处", "sites"), "1 处", "1 site"),
        (1, "exact", ("次/周", "times per week"), "1 次/周", "1 time per week"),
        (5, "about", ("千米", "km"), "约5 千米", "about 5 km"),
    ],
)
def test_a_figure_with_its_unit(value, bound, unit, zh, en):
    assert labels.value_with_unit(value, bound, "", unit[0], "zh") == zh
    assert labels.value_with_unit(value, bound, "", unit[1], "en") == en


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (688, 961, "688—961 人", "688–961 persons"),
        (300, None, "≥300 人", "≥300 persons"),
        (None, 300, "≤300 人", "≤300 persons"),
        (0, 300, "≤300 人", "≤300 persons"),
        (300, 300, "300 人", "300 persons"),
    ],
)
def test_a_quantity_is_written_by_its_limits(low, high, zh, en):
    assert labels.quantity(300, low, high, "人", "zh") == zh
    assert labels.quantity(300, low, high, "persons", "en") == en


def test_a_floor_is_never_rounded_up_nor_a_ceiling_down():
    assert labels.rounded(Fraction(299, 100), 1, bound="at_least") == Decimal("2.9")
    assert labels.rounded(Fraction(291, 100), 1, bound="at_most") == Decimal("3.0")


DAY = dt.date


@pytest.mark.parametrize(
    ("start", "end", "zh", "en"),
    [
        (DAY(2023, 1, 1), DAY(2023, 10, 31), "2023年1—10月", "January–October 2023"),
        (DAY(2023, 4, 1), DAY(2023, 4, 30), "2023年4月", "April 2023"),
        (DAY(2023, 1, 1), DAY(2023, 12, 31), "2023年", "2023"),
        (DAY(2022, 11, 1), DAY(2023, 10, 31), "2022年11月—2023年10月", "November 2022 – October 2023"),
        (DAY(2022, 1, 1), DAY(2023, 12, 31), "2022—2023年", "2022–2023"),
        (DAY(2023, 1, 1), DAY(2023, 11, 1), "2023年1月1日—11月1日", "1 January – 1 November 2023"),
        (DAY(2022, 12, 5), DAY(2023, 1, 6), "2022年12月5日—2023年1月6日", "5 December 2022 – 6 January 2023"),
        (DAY(2023, 11, 1), DAY(2023, 11, 1), "2023年11月1日", "1 November 2023"),
        (None, DAY(2023, 11, 1), "截至2023年11月1日", "as of 1 November 2023"),
        (DAY(2023, 11, 1), None, "自2023年11月1日起", "since 1 November 2023"),
        (None, None, "", ""),
    ],
)
def test_periods(start, end, zh, en):
    assert (labels.period(start, end, "zh"), labels.period(start, end, "en")) == (zh, en)


def test_every_bound_status_and_kind_has_a_word():
    for key in (*(f"bound.{b}" for b in BOUNDS), *(f"status.{s}" for s in STATUSES), *(f"kind.{k}" for k in KINDS)):
        assert all(labels.word(key, lang) for lang in LANGS)


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_of_a_word_ask_for_the_same_values(key):
    zh, en = WORDS[key]

    assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en))
    assert not re.search(r"[\u4e00-\u9fff]", en)
    assert not re.search(r"[,;:!?]|\.$", re.sub(r"\{\w+\}", "", zh)), "Chinese takes full-width punctuation"


def test_a_language_without_words_is_refused():
    with pytest.raises(UnknownLanguage, match="'fr'"):
        labels.number(1, "fr")
