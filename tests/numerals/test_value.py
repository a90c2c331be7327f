"""Every way to write a number reads as that number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import numerals
from hfdata.numerals.value import NotANumber, number

DIGITS = "零一二三四五六七八九"
WHOLE = st.integers(min_value=0, max_value=10**15 - 1)


def in_words(value: int, zero: str = "零") -> str:
    """Write *value* as a Chinese reader would: 10050 is 一万零五十."""
    if value < 10_000:
        return _four(value, zero)
    for scale, name in ((100_000_000, "亿"), (10_000, "万")):
        if value >= scale:
            head, tail = divmod(value, scale)
            gap = zero if 0 < tail < scale // 10 else ""
            return in_words(head, zero) + name + (gap + in_words(tail, zero) if tail else "")
    raise AssertionError


def _four(value: int, zero: str) -> str:
    if value < 10:
        return DIGITS[value]
    written, pending = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, place)
        if digit:
            written += (zero if pending and written else "") + DIGITS[digit] + name
            pending = False
        elif written:
            pending = True
    return written.removeprefix("一") if written.startswith("一十") else written


@given(WHOLE)
def test_a_number_in_words_reads_as_that_number(value):
    assert number(in_words(value)) == value


@given(WHOLE)
def test_a_number_digit_by_digit_reads_as_that_number(value):
    written = "".join("〇一二三四五六七八九"[int(d)] for d in str(value))

    assert number(written) == (value if len(written) > 1 or value else 0)


@given(WHOLE)
def test_figures_read_with_and_without_groups_and_in_full_width(value):
    assert numerals.read(f"{value}人").value == value
    assert numerals.read(f"{value:,}人").value == value
    assert numerals.read("".join(chr(ord(d) + 0xFEE0) for d in str(value)) + "人").value == value


@given(
    st.decimals(min_value=0, max_value=99999, places=2),
    st.sampled_from(["万", "亿", "千", "百", "十万", "百万", "千万", "万亿"]),
)
def test_a_multiplier_multiplies(value, multiplier):
    scale = {
        "千": 10**3,
        "百": 10**2,
        "万": 10**4,
        "亿": 10**8,
        "十万": 10**5,
        "百万": 10**6,
        "千万": 10**7,
        "万亿": 10**12,
    }

    assert numerals.read(f"{value}{multiplier}元").value == value * scale[multiplier]


@given(st.integers(min_value=1, max_value=10**7), st.sampled_from("余多"))
def test_a_qualifier_changes_the_bound_and_not_the_value(value, word):
    plain, qualified = numerals.read(f"{value}户"), numerals.read(f"{value}{word}户")

    assert (plain.value, plain.bound) == (value, "exact")
    assert (qualified.value, qualified.bound, qualified.unit) == (value, "at_least", "户")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("一百二", 120), ("两千三", 2300), ("三万五", 35000), ("一万零五", 10005), ("二百五十", 250), ("十五", 15),
        ("两万五千", 25000),
        ("3万5千", 35000), ("1亿2千万", 120_000_000), ("1.2万亿", 1_200_000_000_000),
        ("三点五万", 35000), ("百", 100), ("千万", 10**7),
    ],
)  # fmt: skip
def test_numbers_cut_short_and_mixed(written, value):
    assert number(written) == value


@pytest.mark.parametrize("written", ["", "个", "1" * 60, "一" * 60, "1.2.3"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(NotANumber):
        number(written)


def test_values_come_without_exponents_and_trailing_zeros():
    assert str(numerals.read("4.6万平方米").value) == "46000"
    assert str(numerals.read("13.42%").value) == "13.42"
    assert numerals.read("0.50元").value == Decimal("0.5")
