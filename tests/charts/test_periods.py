"""Periods are drawn in months that do not move with the clock of whoever draws them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata import charts
from hfdata.charts.periods import month
from hfdata.prose import Note

SHOWS = ["culture.public-performances", "culture.film-screenings", "culture.opera-performances"]
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))


@given(DAYS)
def test_a_day_ends_where_the_next_begins(day):
    assert month(day, after=True) == pytest.approx(month(day + dt.timedelta(days=1)))


def test_the_month_that_done_and_planned_share_is_marked_and_named(data, draw):
    chart = charts.periods(data.figures(indicator=SHOWS, lang="en"), title="t")

    band = chart.to_dict()["datasets"]["hf_band"]
    assert [band[0]["to"] - band[0]["from"], band[0]["from"] % 12] == [1, 9]
    assert "October is in both" in draw(chart).words
    assert "121 sessions" in draw(chart).words


def test_figures_without_dates_are_named_not_drawn(data):
    both = data.figures(indicator=[*SHOWS, "culture.venues"], lang="en")

    words = charts.periods(both, title="t").to_dict()["usermeta"]["hfdata"]

    assert "Not drawn, because the source gives no date: Culture and sports venues." in words["caption"]
    assert "98" not in words["alt"]


def test_nothing_dated_is_a_note(data):
    assert isinstance(charts.periods(data.figures(indicator="culture.venues")), Note)
    assert isinstance(charts.coverage(data.figures(indicator="culture.venues")), Note)


def test_coverage_counts_every_figure_once(data, draw):
    chart = charts.coverage(data.figures(lang="en"), title="t")

    table = chart.to_dict()["usermeta"]["hfdata"]["table"]["rows"]
    assert sum(row[1] for row in table) == 54
    assert table[-1][:2] == ["The source gives no date", 20]


def test_several_years_have_years_on_the_axis(draw):
    row = {"name": "a", "value": 1, "unit": "x", "start_date": "2021-01-01", "end_date": "2023-10-31"}

    words = draw(charts.periods(pd.DataFrame([row]), lang="en", title="t"), 704).words

    assert {"2021", "2022", "2023"} <= set(words)


@pytest.mark.slow
def test_the_time_zone_of_the_machine_changes_nothing():
    code = (
        "import hfdata as hf, json; from hfdata import charts; f = hf.load().figures(domain='culture');"
        "print(charts.svg(charts.resize(charts.periods(f, title='t').to_dict(), 358)))"
    )
    made = {
        subprocess.run([sys.executable, "-c", code], env={"TZ": tz}, capture_output=True, text=True, check=True).stdout
        for tz in ("Pacific/Kiritimati", "America/Los_Angeles")
    }

    assert len(made) == 1


def test_no_chart_has_a_time_axis(specs_zh):
    assert '"temporal"' not in json.dumps(specs_zh)
