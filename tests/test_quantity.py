"""Arithmetic keeps limits: whatever numbers lie within those of the operands, the result lies within its own.

The laws are tested with members: numbers drawn from within the limits of each operand.
"""

import operator
import pickle
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import hfdata as hf
from hfdata.errors import MayOverlap, MixedUnits, NoLimits
from hfdata.quantity import Missing, Quantity, distinct

numbers = st.integers(-40, 40).map(lambda n: Fraction(n, 4))
counts = st.integers(0, 60)


@st.composite
def with_member(draw, values=numbers, floor=None):
    """A quantity in 人 and a number that it may be: exact, at least, at most, about, or between."""
    member, nominal = draw(values), draw(values)
    low = draw(st.one_of(st.none(), values)) if floor is None else draw(st.one_of(st.just(floor), values))
    high = draw(st.one_of(st.none(), values))
    ends = [x for x in (low, high, member, nominal) if x is not None]
    if draw(st.booleans()):
        return Quantity.exactly(member, "人"), member
    low = None if low is None else min(ends)
    high = None if high is None else max(ends)
    return Quantity(nominal, "人", low, high), member


def holds(result, number):
    """The result may be *number*, and its own value is one it may be."""
    return result.holds(number) and result.holds(result.value)


@given(with_member(), with_member())
def test_a_sum_or_difference_of_members_lies_within_the_limits(a, b):
    (p, x), (q, y) = a, b

    assert holds(p + q, x + y)
    assert holds(p - q, x - y)
    assert (p + q).unit == (p - q).unit == "人"


@given(with_member(), with_member())
def test_a_product_of_members_lies_within_the_limits(a, b):
    (p, x), (q, y) = a, b

    assert holds(p * q, x * y)


@given(with_member(), with_member())
@example((Quantity.exactly(10), Fraction(10)), (Quantity(5, "", 5), Fraction(7)))
def test_a_ratio_of_members_lies_within_the_limits_or_is_refused_where_it_may_have_none(a, b):
    (p, x), (q, y) = a, b
    if q.holds(0):
        with pytest.raises(NoLimits, match="the divisor is zero or may be"):
            _ = p / q
    else:
        assert holds(p / q, x / y)


@given(with_member(), with_member(), with_member())
def test_order_and_grouping_of_a_sum_do_not_matter(a, b, c):
    (p, _), (q, _), (r, _) = a, b, c

    assert p + q == q + p
    assert (p + q) + r == p + (q + r)
    assert p * q == q * p


@given(with_member(), with_member(), st.sampled_from(["=", "<=", ">=", "<>"]))
def test_a_comparison_is_sure_or_left_open(a, b, relation):
    (p, x), (q, y) = a, b
    means = {"=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne}[relation]

    answer = p.compare(relation, q)

    assert answer in (means(x, y), None)
    assert answer is not None or not (p.is_exact and q.is_exact)


@given(with_member(), with_member())
def test_what_is_left_open_can_be_either(a, b):
    (p, _), (q, _) = a, b
    assume(p.compare("<=", q) is None)

    # some member of p is not above some member of q, and some other is
    assert p.low is None or q.high is None or p.low <= q.high
    assert p.high is None or q.low is None or p.high > q.low


@given(with_member(counts, floor=0), st.lists(with_member(counts, floor=0), min_size=1, max_size=3))
def test_a_share_of_members_lies_within_the_limits(part, rest):
    (p, x), others = part, [q for q, _ in rest]
    whole = x + sum(y for _, y in rest)
    if p.value + sum(q.value for q in others) == 0:
        with pytest.raises(NoLimits, match="the whole is zero"):
            p.share_of(*others)
    elif whole:
        share = p.share_of(*others)
        assert holds(share, 100 * Fraction(x, whole))
        assert share.low >= 0
        assert share.high <= 100


@given(st.data())
def test_distinct_members_of_overlapping_rosters_lie_within_the_limits(data):
    people = st.frozensets(st.integers(0, 15), max_size=12)
    rosters = data.draw(st.lists(people, min_size=1, max_size=4))
    sizes = [len(roster) for roster in rosters]
    slack = [data.draw(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3)))) for _ in sizes]
    known = [
        Quantity(n, "人", max(0, n - below), None if above is None else n + above)
        for n, (below, above) in zip(sizes, slack, strict=True)
    ]

    assert holds(distinct(*known), len(frozenset().union(*rosters)))


# The worked numbers


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (lambda: exactly(36605, "条") / exactly(2791, "户"), "13.1 条/户"),
        (lambda: at_least(300, "个") + at_least(2000, "个"), "≥2300 个"),
        (lambda: exactly(10) / at_least(5), "≤2"),
        (lambda: 10 / at_least(5), "≤2"),
        (lambda: at_least(60, "处") - at_least(30, "处"), "30 处（界限不明）"),
        (lambda: at_least(60, "处") - 2 * exactly(30, "处"), "≥0 处"),
        (lambda: Quantity(30, "万元", 0, 30) + exactly(5, "万元"), "5–35 万元"),
        (lambda: distinct(exactly(273, "人"), exactly(688, "人")), "688–961 人"),
        (lambda: distinct(at_least(273, "人"), exactly(688, "人")), "≥688 人"),
        (lambda: distinct(Quantity(500, "人"), exactly(688, "人")), "≥688 人"),
        (lambda: sum([exactly(4, "人"), exactly(3, "人"), exactly(9, "人")]), "16 人"),
        (lambda: exactly(0.1) + exactly("0.2"), "0.3"),
        (lambda: exactly(1, "处") * 0.5, "0.5 处"),
    ],
)
def test_worked_examples(result, text):
    assert str(result()) == text


def exactly(value, unit=""):
    return Quantity.exactly(value, unit)


def at_least(value, unit=""):
    return Quantity(value, unit, low=value)


def test_about_has_no_limits_and_stays_so():
    about = Quantity(120, "处")

    for result in (about + about, about - about, about * 2, about + exactly(5, "处")):
        assert (result.low, result.high) == (None, None)


def test_floats_count_as_the_decimals_they_print():
    assert exactly(0.1).value == Fraction(1, 10)
    assert exactly(13.1, "条").holds("13.1")


# What is refused


@pytest.mark.parametrize(
    "work",
    [operator.add, operator.sub, lambda a, b: a.share_of(b), lambda a, b: a.compare("=", b), distinct],
    ids=["+", "−", "share_of", "compare", "distinct"],
)
def test_persons_and_households_do_not_mix(work):
    with pytest.raises(MixedUnits, match="the units differ"):
        work(exactly(5, "人"), exactly(5, "户"))


@pytest.mark.parametrize(
    "work",
    [
        lambda: exactly(5) / 0,
        lambda: exactly(5) / Quantity(30, "", 0, 30),
        lambda: exactly(5) / Quantity(30, ""),
        lambda: exactly(5).share_of(),
        lambda: exactly(0).share_of(exactly(0)),
        lambda: exactly(-1).share_of(exactly(5)),
        lambda: exactly(5).compare("<", exactly(5)),
        lambda: distinct(),
        lambda: float(at_least(5)),
        lambda: Quantity(5, "人", 6),
        lambda: Quantity(5, "人", 6, 4),
        lambda: Quantity("NaN"),
        lambda: Quantity(float("inf")),
        lambda: Quantity("余"),
        lambda: Quantity(None),
    ],
)
def test_what_has_no_answer_is_refused_with_the_reason(work):
    with pytest.raises(NoLimits, match=r".+: .+\.$"):
        work()


def test_a_divisor_written_without_limits_is_told_how_an_exact_number_is_written():
    with pytest.raises(NoLimits, match=r"Quantity\.exactly\(2791, '户'\)"):
        exactly(36605, "条") / Quantity(2791, "户")


@pytest.mark.parametrize("work", [lambda q: q + 1, lambda q: 1 + q, lambda q: q - 1, lambda q: q > 5, lambda q: q <= 5])
def test_a_number_without_a_unit_is_told_how_to_get_one(work):
    with pytest.raises(MixedUnits, match=r"hf\.Quantity\.exactly\(5, '人'\)"):
        work(exactly(5, "人"))


def test_ratios_take_plain_numbers():
    assert exactly(6, "人") / exactly(3, "人") + 1 == exactly(3)
    assert 1 + exactly(6, "人") / exactly(3, "人") > 2


def test_order_is_answered_where_the_limits_decide_it():
    assert sorted([exactly(7), exactly(5)]) == [exactly(5), exactly(7)]
    assert at_least(5) >= exactly(5)
    assert not at_least(5) < exactly(5)
    assert exactly(4) < at_least(5)
    assert exactly(4) <= at_least(5)
    with pytest.raises(NoLimits, match=r"≥5 人 > 7 人: the limits leave that open"):
        _ = at_least(5, "人") > exactly(7, "人")
    with pytest.raises(TypeError, match="not supported"):
        _ = exactly(5) < "7"


def test_formats_of_plain_numbers_are_refused_with_what_to_write():
    assert f"{exactly(5, '人'):>6}" == "   5 人"
    with pytest.raises(NoLimits, match=r"float\(q\)"):
        format(at_least(5), ",.0f")


def test_distinct_takes_rosters_one_by_one():
    with pytest.raises(NoLimits, match=r"distinct\(\*rosters\)"):
        distinct([exactly(5)])


@pytest.mark.parametrize("other", ["5", None, True, [5], object()])
@pytest.mark.parametrize("work", [operator.add, operator.sub, operator.mul, operator.truediv])
def test_only_numbers_take_part(work, other):
    with pytest.raises(TypeError, match=r"unsupported operand|can't multiply"):
        work(exactly(5), other)


def test_a_float_is_had_of_exact_numbers_only():
    assert float(exactly("12.5", "%")) == 12.5


# What is missing


@pytest.mark.parametrize(
    "work",
    [
        operator.add,
        operator.sub,
        operator.mul,
        operator.truediv,
        distinct,
        lambda a, b: a.share_of(b),
        lambda a, b: a.compare("=", b),
    ],
)
def test_what_is_missing_passes_on_with_its_names(work):
    here, gone, other = exactly(5, "人"), Missing(("低保对象",)), Missing(("特困人员", "低保对象"))

    assert work(here, gone) == work(gone, here) == gone
    assert work(gone, other) == Missing(("低保对象", "特困人员"))


def test_missing_counts_as_nothing_to_show():
    assert not Missing(("低保对象",))
    assert sum([exactly(5, "人"), Missing(("低保对象",))]) == Missing(("低保对象",))
    assert 2 * Missing(("低保对象",)) / 3 == Missing(("低保对象",))


# Figures


def quantities(data, *indicators, release="haifeng-2023-11-01"):
    return [data.figure(i, release=release).quantity for i in indicators]


def test_indicators_of_one_additive_group_add_up(data):
    clean_ups = quantities(
        data,
        "environment.waste-piles-cleared",
        "environment.derelict-structures-cleared",
        "environment.encroachments-cleared",
    )

    assert str(sum(clean_ups)) == "≥490 处"


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ("welfare.subsistence-allowance", "welfare.extreme-poverty", "share no additive_group"),
        ("education.canteen-investment", "education.kindergarten-investment", "what is done and what is not"),
        ("safety.public-cameras", "safety.public-cameras", "partly the same figures"),
    ],
)
def test_figures_that_may_overlap_are_not_added(data, left, right, why):
    one, two = quantities(data, left, right)

    with pytest.raises(MayOverlap, match=why):
        _ = one + two


def test_a_sum_remembers_what_it_is_made_of(data):
    rural, urban = quantities(data, "welfare.rural-public-posts", "welfare.urban-public-posts")

    with pytest.raises(MayOverlap, match="partly the same figures"):
        _ = (rural + urban) + urban
    with pytest.raises(MayOverlap, match="partly the same figures"):
        (rural + urban).share_of(urban)


def test_done_and_planned_are_not_added(data):
    done, planned = data["culture.film-screenings"]

    with pytest.raises(MayOverlap, match="what is done and what is not"):
        _ = done.quantity + planned.quantity


def test_one_indicator_adds_up_over_places_but_not_over_releases_of_one_place(two_releases):
    data = hf.load(two_releases)
    here, there = (data.figure("health.village-clinics", release=r) for r in data.releases)
    later = replace(here, release=replace(here.release, id="example-2024-06-05"))

    assert str(here.quantity + there.quantity) == "40 处"
    with pytest.raises(MayOverlap, match="two releases report the same of one place"):
        _ = here.quantity + later.quantity


def test_a_quantity_travels_between_processes(data):
    quantity = data.figure("safety.public-cameras").quantity

    again = pickle.loads(pickle.dumps(quantity))
    assert (again, again.origin) == (quantity, quantity.origin)


def test_a_quantity_writes_itself_in_the_readers_language():
    assert f"{at_least(20_000_000, '元'):zh}" == "≥2000万元"
    assert f"{exactly(1, '户').with_unit('households'):en}" == "1 household"
