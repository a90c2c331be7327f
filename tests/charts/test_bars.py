"""Bars end where the source's number ends, and the end is a shape of its own for every kind of limit."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from hfdata import Quantity, charts
from hfdata.errors import MissingColumns, MixedUnits, NotAFrame, SeveralReleases, UnknownLanguage
from hfdata.prose import Note

ROW = {"name": "a", "value": 40.0, "bound": "exact", "status": "done", "unit": "sites"}


def frame(*rows):
    return pd.DataFrame([ROW | row for row in rows])


def shapes(chart):
    """Return the looks and tails that a chart has marks for."""
    marks = [
        layer
        for layer in chart.to_dict(validate=False)["layer"]
        if layer["mark"]["type"] != "text" and "transform" in layer
    ]
    kinds = [layer["transform"][0]["filter"] for layer in marks]
    return {k for f in kinds for k in re.findall(r"datum\.(?:look|tail)=='(\w+)'", f)}


@pytest.mark.parametrize(
    ("bound", "status", "drawn", "label"),
    [
        ("exact", "done", {"solid"}, "40"),
        ("at_least", "done", {"solid", "arrow"}, "≥40"),
        ("at_most", "done", {"hollow", "cap"}, "≤40"),
        ("about", "done", {"dashed"}, "about 40"),
        ("exact", "planned", {"striped"}, "40"),
        ("exact", "under_way", {"pale"}, "40"),
        ("at_least", "under_way", {"pale", "arrow"}, "≥40"),
    ],
)
def test_each_limit_and_status_has_its_shape_and_its_sign(bound, status, drawn, label, draw):
    chart = charts.limit_bars(frame({"bound": bound, "status": status}), lang="en", title="t")

    assert shapes(chart) == drawn
    assert label in draw(chart).words


def test_a_floor_is_solid_to_the_floor_and_no_further(draw):
    chart = charts.limit_bars(frame({"bound": "at_least"}, {"name": "b", "value": 20.0}), lang="en", title="t")

    widths = [float(w) for w in re.findall(r'd="M0,[\d.]+h([\d.]+)v18h-', draw(chart).svg)]

    assert widths[0] == pytest.approx(2 * widths[1])


def test_the_convention_reaches_to_its_ceiling_only_when_asked_for(data, draw):
    ask = {"indicator": "environment.waste-piles-cleared", "lang": "en"}

    stated = charts.limit_bars(data.figures(**ask), title="t")
    habit = charts.limit_bars(data.figures(**ask, limits="convention"), title="t")

    assert "≥400" in draw(stated).words
    assert "500" not in str(stated.to_dict()["datasets"])
    assert "≥400 (by habit <500)" in draw(habit).words
    assert "does not state it" in habit.to_dict()["usermeta"]["hfdata"]["caption"]


def test_bars_keep_the_order_of_the_frame(draw):
    chart = charts.limit_bars(
        frame({"name": "三"}, {"name": "一", "value": 50.0}, {"name": "二"}), lang="zh", title="t"
    )

    assert [w for w in draw(chart).words if w in "一二三"] == ["三", "一", "二"]


def test_a_reported_zero_is_drawn_as_a_zero(draw):
    assert "0" in draw(charts.limit_bars(frame({"value": 0.0}, {"value": 3.0}), lang="en", title="t")).words


def test_an_empty_frame_gives_a_note_that_names_what_is_missing(data):
    nothing = frame().reindex(columns=list(ROW)).iloc[:0]
    nothing.attrs.update(lang="en", not_reported=["Village clinics"])

    note = charts.limit_bars(nothing, title="t")

    assert isinstance(note, Note)
    assert "Village clinics" in note.text


def test_indicators_that_are_not_reported_are_named_in_the_caption():
    some = frame({})
    some.attrs.update(lang="en", not_reported=["Village clinics"])

    caption = charts.limit_bars(some, title="t").to_dict()["usermeta"]["hfdata"]["caption"]

    assert "Not reported in this release: Village clinics." in caption


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{}, {"unit": "persons"}], MixedUnits),
        ([{"release": "a"}, {"release": "b"}], SeveralReleases),
        ([{"bound": "roughly"}], MissingColumns),
    ],
)
def test_what_would_mislead_is_refused(rows, error):
    with pytest.raises(error, match=r"limit_bars"):
        charts.limit_bars(frame(*rows), lang="en", title="t")


def test_a_frame_without_values_and_an_unknown_language_are_refused():
    with pytest.raises(MissingColumns, match="needs value, unit; there is name"):
        charts.limit_bars(pd.DataFrame({"name": ["a"]}), lang="en", title="t")
    with pytest.raises(UnknownLanguage, match="'de'"):
        charts.limit_bars(frame({}), lang="de", title="t")


@pytest.mark.parametrize("value", [None, float("nan"), "many", -3, float("inf")])
def test_a_value_that_is_no_count_is_refused_by_its_name(value):
    frame = pd.DataFrame({"name": ["甲村", "乙村"], "value": [3, value], "unit": "人"})

    with pytest.raises(MissingColumns, match="a number from 0 up as the value of '乙村'"):
        charts.limit_bars(frame)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (lambda data: data, r"this is a Dataset\. .*data\.figures\(domain"),
        (lambda data: data.figures().iloc[0], r"this is a Series\. .*iloc\[\[0\]\]"),
        (lambda data: {"name": ["甲"]}, r"this is a dict\. pandas\.DataFrame"),
    ],
)
@pytest.mark.parametrize("builder", ["limit_bars", "tiles", "counts", "coverage", "unit_grid", "small_multiples"])
def test_what_is_no_frame_is_refused_with_how_to_make_one(given, answer, builder, data):
    with pytest.raises(NotAFrame, match=answer):
        getattr(charts, builder)(given(data))


def test_mixed_units_are_refused_with_the_charts_that_can_show_them(data):
    with pytest.raises(MixedUnits, match=r"small_multiples .* tiles"):
        charts.limit_bars(data.figures(domain="welfare"))


def test_ours_can_be_layered_and_restyled(draw):
    import altair as alt

    ours = charts.limit_bars(frame({}), lang="en", title="t")
    more = (ours + alt.Chart().mark_rule(color="#b5371e").encode(x=alt.datum(20))).properties(background="white")

    assert "#b5371e" in draw(more).svg
    assert more.to_dict()["usermeta"]["hfdata"]["title"] == "t"


@pytest.mark.parametrize(
    ("quantity", "drawn", "label"),
    [
        (Quantity.exactly(12, "x"), {"solid"}, "12"),
        (Quantity(10, "x", 10, 12), {"solid", "reach"}, "10–12"),
        (Quantity(10, "x", 10), {"solid", "arrow"}, "≥10"),
        (Quantity(10, "x", None, 10), {"hollow", "cap"}, "≤10"),
        (Quantity(10, "x"), {"dashed"}, "10 (limits unknown)"),
    ],
)
def test_derived_bars_show_what_is_known_of_a_quantity(quantity, drawn, label, draw):
    chart = charts.derived_bars([("", "a", "done", quantity)], lang="en", title="t")

    assert shapes(chart) == drawn
    assert label in draw(chart).words


def test_derived_bars_refuse_mixed_units_and_name_what_is_missing(data):
    import hfdata as hf

    missing = hf.quantity.Missing(("Village clinics",))
    one, other = Quantity.exactly(1, "x"), Quantity.exactly(1, "y")

    with pytest.raises(MixedUnits):
        charts.derived_bars([("", "a", "done", one), ("", "b", "done", other)], lang="en", title="t")
    kept = charts.derived_bars([("", "a", "done", one), ("", "b", "done", missing)], lang="en", title="t")
    assert "Village clinics" in kept.to_dict()["usermeta"]["hfdata"]["caption"]
    assert isinstance(charts.derived_bars([("", "b", "done", missing)], lang="en", title="t"), Note)


def test_small_multiples_are_one_chart_for_each_unit(data):
    several = charts.small_multiples(data.figures(domain="safety", lang="en"), name="police")

    words = [c.to_dict()["usermeta"]["hfdata"] for c in several]
    assert [w["name"] for w in words] == [f"police-{n}" for n in range(1, 6)]
    assert words[1]["title"] == "Residents on the police WeChat: at least 28,000 persons"
