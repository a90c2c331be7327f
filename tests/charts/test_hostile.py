"""Whatever the data holds, a chart shows it as text, within its width, and loses nothing."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from hfdata import charts

NAMES = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "javascript:alert(1)",
    "x" * 200,
    "很长的名称" * 40,
    "many words in a name that goes on " * 6,
    "\u202eturned\u200f مرحبا",
    "a\nb\tc\x00d",
    "",
]
VALUES = [1e15, 10**15 - 1, 0, 1, 123456789.123, 3.5, 7, 12, 5]
BOUNDS = ["exact", "exact", "exact", "at_least", "at_most", "about", "at_least", "exact", "exact"]


@pytest.fixture(scope="module")
def frame():
    made = pd.DataFrame({"name": NAMES, "value": VALUES, "bound": BOUNDS, "quote": NAMES})
    return made.assign(unit="<b>处</b>", domain=NAMES, start_date="2023-01-01", end_date="2023-10-31")


@pytest.mark.parametrize("builder", [charts.limit_bars, charts.tiles, charts.counts, charts.periods, charts.pace])
@pytest.mark.parametrize("width", [358, pytest.param(704, marks=pytest.mark.slow)])
def test_hostile_names_and_values_stay_inside_as_text(builder, width, frame, draw):
    chart = builder(frame, lang="zh", title=" ".join(NAMES))

    picture = draw(chart, width)

    assert "<script" not in picture.svg
    assert "<img" not in picture.svg
    assert [t for t in picture.texts if t.right > width + 1 or t.left < -1] == []
    assert "\u202e" not in "".join(picture.words)


def test_what_is_shortened_in_the_drawing_is_whole_in_the_table(frame):
    words = charts.limit_bars(frame, lang="zh", title="t").to_dict()["usermeta"]["hfdata"]

    assert [row[0] for row in words["table"]["rows"]] == NAMES
    assert "x" * 200 in words["alt"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\ufffe", "\ud800"])
def test_a_character_that_no_svg_can_hold_does_not_end_the_process(character):
    own = {"mark": "text", "data": {"values": [{"a": f"x{character}y"}]}, "encoding": {"text": {"field": "a"}}}

    assert "x\ufffdy" in charts.svg(own)


def test_a_chart_is_plain_data(frame):
    assert json.loads(json.dumps(charts.limit_bars(frame, lang="zh", title="t").to_dict(), allow_nan=False))
