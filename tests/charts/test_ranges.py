"""Ranges, rates and paces say what follows from the figures and no more."""

from __future__ import annotations

import pandas as pd
import pytest

import hfdata as hf
from hfdata import Quantity, charts
from hfdata.errors import MixedUnits, NoDenominator, NotComparable
from hfdata.prose import Note
from hfdata.quantity import Missing


def usermeta(chart):
    return chart.to_dict()["usermeta"]["hfdata"]


def test_distinct_persons_are_drawn_from_the_largest_roster_to_the_sum(data, draw):
    story = hf.Story(data, lang="zh")
    both = hf.distinct(story["welfare.disability-living"], story["welfare.disability-nursing"])

    chart = charts.intervals({"两项补贴": both}, lang="zh", title="t", domain="welfare")

    assert "688—961" in draw(chart).words
    assert usermeta(chart)["table"]["rows"] == [["两项补贴", "688—961", 688, 961]]
    assert "两项补贴：688 到 961 人" in usermeta(chart)["alt"]


@pytest.mark.parametrize(
    ("quantity", "label", "opened"),
    [
        (Quantity(300, "个", 300), "≥300", "high"),
        (Quantity(300, "个", None, 300), "≤300", "low"),
        (Quantity(300, "个"), "上下限不明", "both"),
        (Quantity(300, "个", 300, 400), "300—400", ""),
    ],
)
def test_a_side_without_a_limit_stays_open(quantity, label, opened, draw):
    chart = charts.intervals([("a", quantity)], lang="zh", title="t")

    assert label in draw(chart).words
    assert chart.to_dict()["datasets"]["hf_rows"][0]["open"] == opened


def test_a_share_that_could_be_anything_reads_0_to_100_percent(draw):
    chart = charts.intervals({"a": Quantity(13, "%", 0, 100)}, lang="en", title="t")

    assert "0–100%" in draw(chart).words


def test_ranges_of_different_units_are_refused_and_missing_ones_named():
    with pytest.raises(MixedUnits):
        charts.intervals({"a": Quantity(1, "人"), "b": Quantity(1, "户")}, lang="zh", title="t")
    assert "低保对象" in charts.intervals({"a": Missing(("低保对象",))}, lang="zh", title="t").text


@pytest.fixture
def rates(data):
    return data.figures(domain="welfare", lang="en").query("unit == '%'")


def test_a_rate_is_shown_with_its_denominator_or_without_one_on_purpose(rates, draw):
    of = dict.fromkeys(rates["indicator"]) | {"welfare.dispute-resolution-rate": "6,729 cases"}

    picture = draw(charts.rates(rates, of=of, title="t"), 704)

    assert "Dispute resolution success rate (of 6,729 cases)" in picture.words
    assert "Graduate employment-service rate (the source prints no denominator)" in picture.words
    assert "stroke-dasharray" in picture.svg


def test_a_rate_whose_denominator_was_forgotten_is_refused(rates):
    with pytest.raises(NoDenominator, match=r"welfare\.graduate-service-rate"):
        charts.rates(rates, of={"welfare.graduate-registration-rate": "191"}, title="t")


def test_only_percentages_are_rates(data):
    with pytest.raises(NotComparable, match="not in percent"):
        charts.rates(data.figures(domain="safety", lang="en"), of={}, title="t")


SHOWS = ["culture.public-performances", "culture.film-screenings", "culture.opera-performances"]


def test_pace_divides_by_the_months_each_figure_covers(data, draw):
    chart = charts.pace(data.figures(indicator=SHOWS, lang="en"), title="t", perhaps={SHOWS[0]: SHOWS[2]})

    words = draw(chart, 704).words
    assert [w for w in words if w in ("12.1", "10.0–12.0", "40.0", "16.7")] == ["12.1", "10.0–12.0", "40.0", "16.7"]
    assert "this shows no rise or fall" in usermeta(chart)["caption"]


def test_pace_of_a_floor_is_rounded_down(draw):
    row = {"name": "a", "value": 29.0, "bound": "at_least", "unit": "x", "start_date": "2023-01-01"}

    chart = charts.pace(pd.DataFrame([row | {"end_date": "2023-10-31"}]), lang="en", title="t")

    assert "≥2.9" in draw(chart).words


def test_pace_leaves_out_what_does_not_cover_whole_months_and_says_so(data):
    uneven = data.figures(indicator="safety.fraud-awareness", lang="en")

    note = charts.pace(uneven, title="t")

    assert isinstance(note, Note)
    assert "the period is not whole months: Anti" in note.text.replace("\\", "")
