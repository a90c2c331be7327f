"""A chart of a notebook as the parts of a figure."""

from __future__ import annotations

import pytest

import hfdata as hf
from hfdata.report.chart import chart as figure


@pytest.fixture
def tiles(data):
    return hf.charts.tiles(data.figures(domain="safety", lang="en"), title="Every figure is a lower limit " * 6)


@pytest.mark.parametrize("kept", [lambda chart: chart, lambda chart: chart.properties(width=400)])
def test_a_page_prints_the_whole_title_that_the_builder_was_given(tiles, kept, pictures):
    made = figure(kept(tiles).to_dict(), number=1, plain="", lang="en", notebook="a.ipynb", pictures=pictures)

    assert made.title == ("Every figure is a lower limit " * 6).strip()
    assert made.subtitle == "Units differ · periods differ, see the table"


def test_a_page_prints_the_title_that_an_analyst_gave_a_chart_later(tiles, pictures):
    own = tiles.properties(title="Mine")
    made = figure(own.to_dict(), number=1, plain="", lang="en", notebook="a.ipynb", pictures=pictures)

    assert made.title == "Mine"
    assert made.subtitle == "Units differ · periods differ, see the table"


def test_a_page_prints_the_subtitle_that_an_analyst_gave_a_chart_later(tiles, pictures):
    own = tiles.properties(title={"text": "Mine", "subtitle": ["in", "brief"]})
    made = figure(own.to_dict(), number=1, plain="", lang="en", notebook="a.ipynb", pictures=pictures)

    assert (made.title, made.subtitle) == ("Mine", "in brief")
