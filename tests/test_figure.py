"""A figure keeps its wording's limits and knows where it is printed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hfdata.figure import conventional_ceiling

HAIFENG = "haifeng-2023-11-01"


@pytest.fixture
def figure(data):
    return data.figure("environment.waste-piles-cleared", release=HAIFENG)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [("exact", 400, 400), ("at_least", 400, None), ("at_most", 0, 400), ("about", None, None)],
)
def test_limits_follow_from_the_wording(figure, bound, low, high):
    read = replace(figure, bound=bound)

    assert (read.low, read.high) == (low, high)
    assert (read.quantity.low, read.quantity.high) == (low, high)


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [("400", 500), ("150", 160), ("20000000", 30000000), ("28000", 29000), ("1500", 1600), ("97.5", "97.6"), ("7", 8)],
)
def test_habit_ends_below_the_next_step_of_the_last_printed_digit(value, ceiling):
    assert conventional_ceiling(Decimal(value)) == Decimal(ceiling)


@pytest.mark.parametrize(
    ("bound", "quote", "ceiling"),
    [
        ("at_least", "400余处", 500),
        ("at_least", "400多处", 500),
        ("at_least", "四百余处", 500),
        ("at_least", "超过400处", None),
        ("at_least", "多于400处", None),
        ("at_most", "最多400处", None),
        ("about", "约400处", None),
        ("exact", "400处", None),
    ],
)
def test_only_a_trailing_yu_or_duo_has_a_convention(figure, bound, quote, ceiling):
    read = replace(figure, bound=bound, quote=quote)

    assert read.ceiling == ceiling
    assert read.as_quantity("zh", "convention").high == (ceiling if bound == "at_least" else read.high)


def test_a_figure_is_named_counted_and_labelled_in_both_languages(figure):
    assert (figure.name("zh"), figure.name("en")) == ("清理“三大堆”", "Waste piles cleared")
    assert (figure.unit_name("zh"), figure.unit_name("en")) == ("处", "sites")
    assert (figure.label("zh"), figure.text("zh"), figure.text("en")) == ("≥400", "≥400 处", "≥400 sites")
    assert str(figure) == "清理“三大堆”：≥400 处"


def test_a_figure_knows_its_paragraph_and_characters(figure):
    assert figure.paragraph == 6
    assert figure.cite("zh") == "大众网，2023-11-03，第 6 段，第 602–607 字符"
    assert figure.cite("en") == "大众网, 2023-11-03, paragraph 6, characters 602–607"


def test_every_figure_stands_in_a_paragraph(data):
    assert all(f.paragraph for f in data)


def test_the_address_of_a_figure_tells_what_is_planned_from_what_is_done(data):
    done, planned = data["culture.film-screenings"]

    assert (done.anchor, planned.anchor) == ("culture.film-screenings", "culture.film-screenings.planned")


def test_addresses_are_unique_in_a_release(data):
    anchors = [f.anchor for f in data]

    assert len(set(anchors)) == len(anchors)


def test_what_a_notebook_shows_of_a_figure_is_text(figure):
    hostile = replace(figure, note_zh="<img src=x onerror=alert(1)>", note_en="</table><script>")

    assert "&lt;img src=x onerror=alert(1)&gt;" in hostile._repr_html_()
    assert "<script>" not in hostile._repr_html_()
    assert "400余处" in repr(figure)
