"""Paces and rates: what a figure gives when divided by months it covers or by people who live there."""

from __future__ import annotations

from fractions import Fraction

import pytest

import hfdata as hf
from hfdata import ratios
from hfdata.errors import NoLimits
from hfdata.quantity import Missing, Quantity


@pytest.fixture(scope="module")
def story(data):
    return hf.Story(data, release="haifeng-2023-11-01", lang="en")


@pytest.mark.parametrize(
    ("indicator", "pace"),
    [
        ("culture.public-performances", Fraction(121, 10)),
        ("culture.public-performances.planned", Fraction(10)),
        ("culture.film-screenings", Fraction(40)),
        ("culture.film-screenings.planned", Fraction(50, 3)),
    ],
)
def test_pace_is_the_figure_over_the_months_its_period_states(story, indicator, pace):
    found = ratios.per_month(story, indicator)

    assert (found.low, found.high, found.unit) == (pace, pace, "sessions/months")


def test_pace_is_missing_where_the_period_is_not_in_whole_months(story):
    found = ratios.per_month(story, "safety.fraud-awareness")

    assert found == Missing(("Anti-fraud awareness events (over a period of whole months)",))


def test_pace_of_a_plan_that_is_not_reported_is_missing_as_a_plan(two_releases):
    story = hf.Story(hf.load(two_releases), release="example-2024-03-05", lang="en")

    found = ratios.per_month(story, "culture.public-performances.planned")

    assert found == Missing(("Public-benefit cultural performances (planned)",))


def test_rate_per_thousand_keeps_limits(story):
    at_least = ratios.per_thousand(story, Quantity(28000, "persons", low=28000), 56000)

    assert (at_least.low, at_least.high, at_least.unit) == (500, None, "")


def test_rate_without_a_population_says_what_is_missing(story):
    found = ratios.per_thousand(story, story["welfare.subsistence-allowance"], None)

    assert isinstance(found, Missing)
    assert "population" in found.names[0]


def test_rate_of_a_missing_figure_names_the_figure(story):
    assert ratios.per_thousand(story, Missing(("a",)), 1000) == Missing(("a",))


@pytest.mark.parametrize("population", [0, -1])
def test_population_below_one_is_refused(story, population):
    with pytest.raises(NoLimits, match="at least one resident"):
        ratios.per_thousand(story, story["welfare.subsistence-allowance"], population)


def test_persons_on_the_rolls_that_are_reported(two_releases):
    story = hf.Story(hf.load(two_releases), release="example-2024-03-05", lang="en")

    some = ratios.persons(
        story, "welfare.subsistence-allowance", "welfare.disability-nursing", "welfare.children-in-need"
    )
    none = ratios.persons(story, "welfare.children-in-need", "welfare.disability-living")

    assert (some.low, some.high) == (512, None)  # the second roll is a floor, the third is not reported
    assert isinstance(none, Missing)
    assert len(none.names) == 2


def test_what_there_is_of_one_thing_for_each_of_another(story):
    found = ratios.each(story, "welfare.opinions-collected", "welfare.evening-talks")

    assert (found.value, found.unit) == (Fraction(36605, 441), "items/sessions")


def test_an_average_over_what_may_be_nothing_is_missing(two_releases):
    story = hf.Story(hf.load(two_releases), release="example-2024-03-05", lang="en")

    found = ratios.each(story, "culture.public-performances", "culture.film-screenings")  # about 200: no floor

    assert isinstance(found, Missing)
    assert "too wide" in found.names[0]


def test_a_share_of_nothing_is_missing(story, monkeypatch):
    monkeypatch.setattr(type(story), "__getitem__", lambda self, name: Quantity.exactly(0, "cameras"))

    assert isinstance(ratios.share(story, "safety.public-cameras", "safety.private-cameras"), Missing)
