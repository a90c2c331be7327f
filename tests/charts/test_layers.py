"""Charts are valid Vega-Lite as they are built, so that showing them need not ask again; changed ones are checked."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import altair as alt
import pytest
from altair.utils import schemapi

import hfdata as hf
from hfdata.charts.layers import LayerChart, unchecked

from .conftest import gallery

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def chart(data):
    return hf.charts.tiles(data.figures(domain="safety", lang="en"), title="Lower limits")


@pytest.fixture
def checked(monkeypatch):
    """What Altair has checked against the schema of a whole chart."""
    seen = []
    check = LayerChart.validate.__func__

    def noted(cls, spec, schema=None):
        if cls is LayerChart:
            seen.append(spec)
        return check(cls, spec, schema)

    monkeypatch.setattr(LayerChart, "validate", classmethod(noted))
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_every_builder_makes_is_valid(data, lang):
    for each in gallery(data, lang).values():
        for one in each if isinstance(each, list) else [each]:
            spec = one.to_dict(validate=False)
            spec.pop("config", None)  # of a theme that another test has left on; Altair adds it after its own check
            LayerChart.validate(spec)


@pytest.mark.slow
def test_every_chart_of_the_reports_is_valid():
    found = 0
    for notebook in sorted((ROOT / "reports").glob("*/*/*.ipynb")):
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                if spec := output.get("data", {}).get("application/vnd.vegalite.v5+json"):
                    alt.Chart.validate({k: v for k, v in spec.items() if k != "config"}, alt.load_schema())
                    found += 1

    assert found > 50


def test_a_chart_as_it_was_built_is_shown_without_another_check(chart, checked):
    assert chart.to_dict() == chart.copy().to_dict()
    assert len(checked) == 1  # the copy's


def test_copies_and_layers_on_top_are_checked(chart, checked):
    own = alt.Chart(alt.Data(values=[])).mark_point()
    for each in (chart.copy(), chart.properties(width=300), chart.configure_axis(grid=True), chart + own):
        each.to_dict()

    assert len(checked) == 4


@pytest.mark.parametrize(
    "spoil",
    [
        lambda chart: chart.__setitem__("width", "wide"),
        lambda chart: setattr(chart, "height", [1]),
        lambda chart: chart.layer.append(alt.Chart(alt.NamedData("hf_tiles")).encode(x=alt.X("x:Q", axis=5))),
        lambda chart: setattr(chart.layer[0].encoding.x, "axis", 5),
        lambda chart: setattr(chart.layer[-1].mark, "type", "stripe"),
    ],
)
def test_a_mistake_made_in_the_chart_itself_is_found(chart, spoil):
    spoil(chart)

    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        chart.to_dict()


def test_a_copy_of_everything_knows_what_it_is_made_of(chart):
    assert copy.deepcopy(chart).to_dict() == chart.to_dict()


def test_small_multiples_are_as_built(data):
    many = hf.charts.small_multiples(data.figures(domain="safety", lang="en"))

    assert {type(one) for one in many} == {LayerChart}


def test_interactive_charts_zoom_along_their_values_and_can_be_drawn(data):
    bars = hf.charts.limit_bars(data.figures(domain="safety", lang="en").query("unit == 'times'"))
    zoomed = bars.interactive(name="zoom")

    (param,) = zoomed.to_dict()["params"]
    assert (param["name"], param["select"]["encodings"], param["bind"]) == ("zoom", ["x"], "scales")
    assert "params" not in bars.to_dict()
    for each in (zoomed, zoomed | bars):
        assert hf.charts.svg(each.to_dict()).startswith("<svg")


def test_a_chart_without_an_axis_of_values_has_nothing_to_zoom(chart):
    assert "params" not in chart.interactive().to_dict()


def test_a_wrong_part_is_refused_at_once_before_and_after_a_builder_worked(data):
    for _ in range(2):
        with pytest.raises(schemapi.SchemaValidationError):
            alt.Chart({"values": []}).mark_bar(size="large")
        hf.charts.tiles(data.figures(domain="safety", lang="en"))


def test_a_builder_that_fails_leaves_altair_checking(data):
    with pytest.raises(hf.HfdataError):
        hf.charts.tiles(data.figures(domain="safety").drop(columns="value"))
    with pytest.raises(schemapi.SchemaValidationError):
        alt.Chart({"values": []}).mark_bar(size="large")


def test_builders_at_work_at_the_same_time_end_in_any_order():
    unchecked.__enter__()
    unchecked.__enter__()
    unchecked.__exit__()
    assert not schemapi.DEBUG_MODE
    unchecked.__exit__()
    assert schemapi.DEBUG_MODE


def test_who_has_asked_altair_not_to_check_is_not_overruled(data):
    with schemapi.debug_mode(False):
        hf.charts.tiles(data.figures(domain="safety", lang="en"))
        assert not schemapi.DEBUG_MODE
