"""A chart can be laid out again for any width without changing the chart it came from."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import charts, fonts
from hfdata.charts.text import clean, px, wrap


def test_resizing_is_pure_and_can_be_repeated(specs_en):
    spec = specs_en["coverage"]
    before = copy.deepcopy(spec)

    small = charts.resize(spec, 358)

    assert spec == before
    assert charts.resize(charts.resize(spec, 704), 358) == small
    assert "title" not in small


def test_resizing_needs_no_words_around_the_chart(specs_en):
    bare = {k: v for k, v in specs_en["tiles"].items() if k not in ("usermeta", "title")}

    assert charts.resize(bare, 358)["height"] == charts.resize(specs_en["tiles"], 358)["height"]


def test_a_chart_of_ones_own_is_fitted_into_the_width(draw):
    import altair as alt
    import pandas as pd

    own = alt.Chart(pd.DataFrame({"x": [1, 2], "y": ["名称", "b"]})).mark_bar().encode(x="x:Q", y="y:N")

    assert draw(own, 358).width == pytest.approx(358, abs=2)


def test_charts_made_of_several_stay_as_they_are():
    spec = {"hconcat": [{"mark": "bar"}], "title": "t"}

    assert charts.resize(spec, 358)["hconcat"] == spec["hconcat"]
    assert "width" not in charts.resize(spec, 358)


@given(st.text(max_size=120), st.integers(20, 400), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(text, width, lines):
    made = wrap(text, width, 14, lines=lines)

    assert len(made) <= lines
    assert all(px(line, 14) <= max(width, 14 * 3) for line in made)
    if made and not made[-1].endswith("…"):
        assert "".join(made).replace(" ", "") == clean(text).replace(" ", "")


def test_chinese_punctuation_neither_begins_nor_ends_a_line():
    for width in range(40, 200, 3):
        lines = wrap("“三大堆”（柴草、粪土、杂物），一般指街巷和房前屋后成堆堆放的东西。", width, 14, lines=40)
        assert not any(line[0] in "，。、）”" or line[-1] in "（“" for line in lines)


def test_text_is_measured_with_slack_for_other_typefaces():
    assert px("abc", 14) > fonts.width("abc", 14)
    assert px("街道", 14) == fonts.width("街道", 14) == 28
