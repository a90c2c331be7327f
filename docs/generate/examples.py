"""One example for each chart builder; the gallery shows the code of each, and the chart that it makes.

Each function is handed a Story of the release, in English; its docstring is the question that the chart answers.
"""

from __future__ import annotations

import pandas as pd

import hfdata as hf


def limit_bars(story):
    """How much was cleared away, at least?"""
    return hf.charts.limit_bars(
        story.figures(
            "environment.waste-piles-cleared",
            "environment.derelict-structures-cleared",
            "environment.encroachments-cleared",
        ),
        title="Three clean-ups, and a floor for each",
    )


def small_multiples(story):
    """And where every figure has a unit of its own?"""
    return hf.charts.small_multiples(
        story.figures("safety.disputes-resolved", "safety.losses-recovered"), by="indicator", name="safety"
    )


def tiles(story):
    """Which numbers does the release give on one subject, whatever their units?"""
    return hf.charts.tiles(story.figures(domain="safety"), title="Public safety: every number is a floor")


def counts(story):
    """How exact is the release, service by service?"""
    return hf.charts.counts(story.figures(), title="Where the release counts, and where it rounds")


def coverage(story):
    """Which period do its figures speak of?"""
    return hf.charts.coverage(story.figures(), title="Many figures come without a date")


def periods(story):
    """What was done, what is planned, and when?"""
    return hf.charts.periods(
        story.figures(domain="culture").query("unit == 'sessions'"),
        title="October is in both the count and the plan",
    )


def pace(story):
    """Ten months done, three planned: how can they be seen side by side?"""
    return hf.charts.pace(
        story.figures(domain="culture").query("unit == 'sessions'"),
        title="Sessions per month, done and planned",
        perhaps={"culture.public-performances": "culture.opera-performances"},
    )


def derived_bars(story):
    """How do numbers look that you worked out yourself?"""
    per_month = hf.Quantity.exactly(10, "months")
    return hf.charts.derived_bars(
        [
            ("Films", "done", "done", story["culture.film-screenings"] / per_month),
            ("Performances", "done", "done", story["culture.public-performances"] / per_month),
        ],
        lang="en",
        title="Films and performances, January to October",
        subtitle="Sessions per month",
        domain="culture",
    )


def intervals(story):
    """How many people are on two rolls that may overlap?"""
    rolls = story["welfare.disability-living"], story["welfare.disability-nursing"]
    return hf.charts.intervals(
        {"On either disability subsidy": hf.distinct(*rolls)},
        lang="en",
        title="Only a range of people can be given",
        domain="welfare",
    )


def rates(story):
    """A hundred per cent, but of what?"""
    return hf.charts.rates(
        story.figures("welfare.graduate-registration-rate", "welfare.graduate-service-rate"),
        of={
            "welfare.graduate-registration-rate": story.text(zh="", en="{welfare.graduates-registered}"),
            "welfare.graduate-service-rate": None,
        },
        title="One rate has a denominator in print, the other has none",
    )


def per_one(story):
    """How much of one thing is there for each of another?"""
    return hf.charts.per_one(
        {"From each household reached": story["welfare.opinions-collected"] / story["welfare.households-covered"]},
        lang="en",
        title="Requests and suggestions per household, on average",
        subtitle="One dot is one item",
        domain="welfare",
    )


def unit_grid(story):
    """Can the things themselves be shown?"""
    return hf.charts.unit_grid(
        story.figures("health.village-clinics", "health.service-stations"), title="Clinics and a service station"
    )


def parts(story):
    """Do the parts make up the whole?"""
    return hf.charts.parts(
        story.figures(*(f"education.merit-teachers-{n}" for n in ("first", "second", "third"))),
        story.figures("education.county-commendations"),
        title="The sums agree; that they are the same people is not said",
    )


def reported_matrix(story):
    """What does a reader need to know, and what is reported of it?"""
    told = pd.DataFrame(
        [[story.text(zh="", en="{health.village-clinics}"), ""], ["", ""]],
        index=["Village clinics", "Contracted family doctors"],
        columns=["How many", "Out of how many"],
    )
    return hf.charts.reported_matrix(told, lang="en", title="Sites are counted, services are not", domain="health")
