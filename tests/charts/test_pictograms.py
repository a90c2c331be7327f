"""One shape for each thing counted: the shapes are as many as the figure says."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

import hfdata as hf
from hfdata import Quantity, charts
from hfdata.charts.cells import per_line
from hfdata.errors import MissingColumns
from hfdata.quantity import Missing

VILLAGES = "environment.sewer-separation-villages"
MERIT = [f"education.merit-teachers-{n}" for n in ("first", "second", "third")]


def cells(chart):
    return chart.to_dict()["datasets"]["hf_cells"]


def looks(chart):
    return Counter(cell["look"] for cell in cells(chart))


def test_33_villages_are_33_squares_in_lines_of_ten():
    spec = charts.unit_grid(hf.load().figures(indicator=VILLAGES), title="t").to_dict()

    phone = charts.resize(spec, 358)["datasets"]["hf_cells"]

    assert len(phone) == 33
    assert sorted(Counter(cell["y"] for cell in phone).values()) == [3, 10, 10, 10]


def test_what_the_release_does_not_mention_is_broken_and_named(data, draw):
    figures = data.figures(indicator=VILLAGES, lang="en")

    chart = charts.unit_grid(figures, title="t", outside={VILLAGES: (33, "other villages")})

    assert looks(chart) == {"solid": 33, "outside": 33}
    assert {"exact", "not mentioned"} <= set(draw(chart).words)
    assert "other villages 33" in chart.to_dict()["usermeta"]["hfdata"]["alt"]


def test_a_floor_ends_in_an_open_arrow(data):
    assert looks(charts.unit_grid(data.figures(indicator="safety.public-cameras"), title="t")) == {
        "solid": 300,
        "arrow": 1,
    }


def test_numbers_that_squares_cannot_show_become_bars(data):
    many = charts.unit_grid(data.figures(indicator="safety.private-cameras"), title="t", name="cameras")

    assert "hf_rows" in many.to_dict()["datasets"]
    assert many.to_dict()["usermeta"]["hfdata"]["name"] == "cameras"


def test_parts_stand_under_each_other_and_another_unit_has_another_shape(data):
    figures, whole = data.figures(indicator=MERIT), data.figures(indicator="education.county-commendations")

    chart = charts.parts(figures, whole, title="t")

    assert looks(chart) == {"person": 16, "event": 16}
    assert [g["begin"] for g in chart.to_dict()["datasets"]["hf_groups"]] == [0, 4, 7, 0]


def test_parts_with_a_limit_are_shown_as_numbers_not_as_a_sum(data):
    cameras = data.figures(indicator="safety.public-cameras")

    assert "hf_tiles" in charts.parts(cameras, cameras, title="t").to_dict()["datasets"]


def test_every_figure_of_the_release_is_one_shape(data):
    chart = charts.counts(data.figures(), title="t")

    assert looks(chart) == {"solid": 36, "at_least": 14, "planned": 3, "at_most": 1}
    assert len({cell["tip"] for cell in cells(chart)}) == 54


def test_13_point_1_for_each_is_13_dots_and_a_hollow_one():
    ratio = Quantity.exactly(36605, "items") / Quantity.exactly(2791, "households")

    chart = charts.per_one({"Opinions": ratio}, lang="en", title="t", flags={"Opinions": "to be verified"})

    assert looks(chart) == {"person": 13, "rest": 1}
    assert "Opinions: 13.1 items per household · to be verified" in chart.to_dict()["usermeta"]["hfdata"]["alt"]


def test_a_ratio_without_limits_is_told_in_words_instead():
    open_ended = Quantity(300, "items", 300) / Quantity.exactly(2, "households")

    note = charts.per_one({"Opinions": open_ended, "b": Missing(("Talks",))}, lang="en", title="t")

    assert "Opinions: at least 150 items per household" in note.text.replace("\\", "")


@pytest.mark.parametrize(("width", "line"), [(358, 10), (704, 20), (200, 5), (60, 2)])
def test_lines_hold_whole_tens_where_ten_fit(width, line):
    assert per_line(width, 26) == line


def test_a_matrix_says_what_is_and_is_not_reported_in_shape_and_word(draw):
    table = pd.DataFrame({"How many": ["26 sites", ""], "Of how many": ["", ""]}, index=["Clinics", "Check-ups"])

    chart = charts.reported_matrix(table, lang="en", title="t", domain="health")

    assert draw(chart).words.count("not reported") == 3
    assert "stroke-dasharray" in draw(chart).svg
    assert chart.to_dict()["usermeta"]["hfdata"]["table"]["rows"] == [
        ["Clinics", "26 sites", "not reported"],
        ["Check-ups", "not reported", "not reported"],
    ]


def test_a_matrix_knows_three_states_only():
    cells = pd.DataFrame({"row": ["a"], "column": ["b"], "state": ["maybe"], "text": [""]})

    with pytest.raises(MissingColumns, match="state='maybe'"):
        charts.reported_matrix(cells, lang="en", title="t")


def test_tiles_set_numbers_of_any_unit_side_by_side(data, draw):
    words = draw(charts.tiles(data.figures(domain="safety", lang="en"), title="t")).words

    assert {"≥28,000", "persons", "≥3 million", "CNY"} <= set(words)
