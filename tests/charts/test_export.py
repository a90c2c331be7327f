"""Pictures for slides and documents: the bundled typeface, the title, white paper, any machine."""

from __future__ import annotations

import re
import struct

import altair as alt
import pytest

from hfdata import charts
from hfdata.charts.export import NothingToSave, UnknownPicture


@pytest.fixture(scope="module")
def chart(data):
    return charts.tiles(data.figures(domain="safety").iloc[:2], title="治安数字全部是下限")


def test_an_svg_has_title_subtitle_and_the_bundled_typeface(chart, tmp_path):
    text = charts.save(chart, tmp_path / "safety.svg").read_text("utf-8")

    assert "治安数字全部是下限" in text
    assert "HF Sans SC" in text
    assert 'fill="#ffffff"' in text


def test_a_png_is_as_wide_as_asked_for_with_its_margins(chart, tmp_path):
    raw = charts.save(chart, str(tmp_path / "safety.PNG"), width=400, scale=1).read_bytes()

    assert struct.unpack(">L", raw[16:20])[0] == pytest.approx(400 + 48, abs=4)


def test_the_same_chart_gives_the_same_bytes(chart, tmp_path):
    first, second = (charts.save(chart, tmp_path / f"{n}.svg").read_bytes() for n in "ab")

    assert first == second


@pytest.mark.parametrize("joined", [lambda a, b: a | b, lambda a, b: a & b, lambda a, b: alt.vconcat(b, a, a)])
def test_charts_can_be_set_beside_each_other(joined, chart, data, tmp_path):
    bars = charts.limit_bars(data.figures(domain="safety").query("unit == '次'"), title="宣传与预警")
    alone = charts.svg(bars.to_dict())

    text = charts.save(joined(chart, bars), tmp_path / "both.svg").read_text("utf-8")

    assert "治安数字全部是下限" in text
    assert "宣传与预警" in text
    ends = [set(re.findall(r'aria-label="反诈宣传[^"]*"[^>]* d="([^"]+)"', each)) for each in (alone, text)]
    assert ends[0]
    assert ends[0] <= ends[1]  # a bar is as long as it was


def test_a_chart_with_a_title_and_a_width_of_ones_own_keeps_them(chart, tmp_path):
    mine = chart.properties(title="换个标题", width=500)
    raw = charts.save(mine, tmp_path / "mine.png", scale=1).read_bytes()

    assert struct.unpack(">L", raw[16:20])[0] == pytest.approx(500 + 48, abs=4)
    text = charts.save(mine, tmp_path / "mine.svg").read_text("utf-8")
    assert "换个标题" in text
    assert "治安数字全部是下限" not in text


def test_what_is_no_chart_is_not_saved_and_says_why(data, tmp_path):
    nothing = charts.tiles(data.figures(domain="safety").iloc[:0])
    with pytest.raises(NothingToSave, match="There is no chart, only this: 这里没有可画的"):
        charts.save(nothing, tmp_path / "x.svg")
    with pytest.raises(NothingToSave, match=r"This is 5 charts; .* f'x-\{n\}\.svg'"):
        charts.save(charts.small_multiples(data.figures(domain="safety")), tmp_path / "x.svg")
    assert list(tmp_path.iterdir()) == []


def test_any_other_format_is_refused(chart, tmp_path):
    with pytest.raises(UnknownPicture, match=r"\.svg or \.png"):
        charts.save(chart, tmp_path / "safety.pdf")
