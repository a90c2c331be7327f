"""What follows from figures: a pace per month, a rate per thousand residents, the persons on overlapping rolls."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from .errors import NoLimits
from .quantity import Missing, Quantity, distinct

if TYPE_CHECKING:
    from .figure import Figure
    from .prose import Story

WORDS: dict[str, tuple[str, str]] = {  # Chinese, English
    "month": ("月", "months"),
    "whole_months": ("{name}（没有按整月说明期间）", "{name} (over a period of whole months)"),
    "each": ("{of} ÷ {one}（限定太宽，算不出）", "{of} ÷ {one} (the limits are too wide to tell)"),
    "share": ("{part}的占比（总数为零）", "{part} as a share (the whole is zero)"),
    "residents": (
        "常住人口（可用参数 population 填入）",
        "the resident population (which the parameter population can supply)",
    ),
}


def months(figure: Figure) -> int | None:
    """Return how many whole calendar months a figure covers; None where its period is not stated in whole months.

    >>> import hfdata as hf
    >>> months(hf.load().figure("culture.public-performances", release="haifeng-2023-11-01", status="done"))
    10
    """
    start, end = figure.start_date, figure.end_date
    if start is None or end is None or start.day != 1 or (end + timedelta(days=1)).day != 1:
        return None
    return 12 * (end.year - start.year) + end.month - start.month + 1


def per_month(story: Story, indicator: str) -> Quantity | Missing:
    """Return a figure divided by the months it covers, in its unit per month: 121 sessions in ten months are 12.1.

    *indicator* is an id, or an id with its status, as in ``Story``. Missing where the release does not report it or
    gives no whole months: a pace over an unknown time means nothing.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> per_month(story, "culture.film-screenings"), per_month(story, "culture.film-screenings.planned")
    (Quantity('40 sessions/months'), Quantity('16.7 sessions/months'))
    """
    figure, quantity = story.find(indicator), story[indicator]
    if figure is None:
        return quantity
    count = months(figure)
    if count is None:
        return Missing((_word("whole_months", story.lang).format(name=figure.name(story.lang)),))
    return quantity / Quantity.exactly(count, _word("month", story.lang))


def each(story: Story, of: str, one: str) -> Quantity | Missing:
    """Return how many of the figure *of* there are for each of the figure *one*: 36,605 items for 2,791 households.

    Missing where one is not reported, or where *one* is zero or, by its limits, may be: "about 400" has no floor.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> each(story, "welfare.opinions-collected", "welfare.households-covered")
    Quantity('13.1 items/households')
    """
    try:
        return story[of] / story[one]
    except NoLimits:
        return Missing((_word("each", story.lang).format(of=_name(story, of), one=_name(story, one)),))


def share(story: Story, part: str, rest: str) -> Quantity | Missing:
    """Return the figure *part* as a percentage of itself and *rest* together; Missing where both are zero.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en", limits="convention")
    >>> share(story, "safety.public-cameras", "safety.private-cameras")
    Quantity('9.1–16.7%')
    """
    try:
        return story[part].share_of(story[rest])
    except NoLimits:
        return Missing((_word("share", story.lang).format(part=_name(story, part)),))


def per_thousand(story: Story, counted: Quantity | Missing, population: int | None) -> Quantity | Missing:
    """Return how many of *counted* there are for every 1,000 residents; limits are kept, the unit is left to words.

    *population* comes from outside the release; without it the rate is Missing, because no release is assumed to
    state one. Errors: NoLimits for a population below 1.
    """
    if population is None:
        return counted + Missing((_word("residents", story.lang),))
    if population < 1:
        raise NoLimits(f"population={population}", "a rate per 1,000 residents needs at least one resident")
    if isinstance(counted, Missing):
        return counted
    return Quantity.exactly(Fraction(1000, population)) * counted.with_unit("")


def persons(story: Story, *rolls: str) -> Quantity | Missing:
    """Return how many different persons the *rolls* (indicator ids) hold that the release reports; Missing if none.

    Rolls that are not reported are left out: the range is then about the others, as a chart of them is.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> persons(story, "welfare.disability-living", "welfare.disability-nursing")
    Quantity('688–961 persons')
    """
    reported = [story[roll] for roll in rolls if roll in story]
    return distinct(*(reported or [story[roll] for roll in rolls]))


def _name(story: Story, indicator: str) -> str:
    figure = story.find(indicator)
    assert figure is not None  # only figures have limits
    return figure.name(story.lang)


def _word(key: str, lang: str) -> str:
    return WORDS[key][0 if lang == "zh" else 1]
