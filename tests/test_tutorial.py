"""The tour of the library: it runs when named, in both languages, and shows what it promises to show."""

import json
from pathlib import Path

import pytest

import hfdata as hf
from hfdata.report import cells
from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job
from hfdata.runs.planning import notebooks

TUTORIAL = Path(__file__).resolve().parents[1] / "notebooks" / "tutorial.ipynb"
REFUSALS = {"slip-asked": "Unknown", "refused-units": "MixedUnits", "refused-rolls": "MayOverlap"}
REFUSALS |= {"refused-exact": "NoLimits", "refused-denominator": "NoDenominator", "refused-chart": "MixedUnits"}


@pytest.fixture(scope="module", params=["zh", "en"])
def told(request):
    """What each cell shows, by the cell's id, and the executed notebook."""
    outcome = execute(Job(TUTORIAL.read_bytes(), {"lang": request.param}, timeout=120))
    assert outcome.ok, f"{outcome.cell}: {outcome.cause}"
    shown = {}
    for cell in json.loads(outcome.notebook)["cells"]:
        for output in cell.get("outputs", ()):
            shown[cell["id"]] = {k: "".join(v) for k, v in output["data"].items() if k.startswith("text/")}
    return request.param, shown, outcome.notebook


def test_it_runs_only_when_named():
    assert "tutorial" not in [n.stem for n in notebooks.find([])]
    assert [n.path for n in notebooks.find(["tutorial"])] == [TUTORIAL]


def test_a_refusal_is_a_value_that_says_why():
    five = hf.Quantity.exactly(5, "persons")

    refusal = hf.why_not(lambda: five + hf.Quantity.exactly(5, "households"))

    assert refusal
    assert refusal.kind == "MixedUnits"
    assert "units differ" in repr(refusal)
    assert refusal._repr_mimebundle_()["text/markdown"].startswith("> **MixedUnits** ·")


def test_what_is_not_refused_is_answered():
    assert not hf.why_not(lambda: 1 + 1)
    assert "2" in repr(hf.why_not(lambda: 1 + 1))


def test_a_slip_that_is_not_ours_to_refuse_is_an_error():
    with pytest.raises(ZeroDivisionError):
        hf.why_not(lambda: 1 / 0)


@pytest.mark.slow
def test_it_shows_each_refusal_and_its_reason(told):
    _, shown, _ = told

    for cell, kind in REFUSALS.items():
        assert shown[cell]["text/plain"].startswith(f"{kind}: "), cell


@pytest.mark.slow
def test_limits_stay_with_their_numbers(told):
    _, shown, _ = told

    assert "≥2300" in shown["sums-cameras"]["text/plain"]
    assert "0–100%" in shown["share-cameras"]["text/plain"]
    assert "773–1461" in shown["distinct-people"]["text/plain"]


@pytest.mark.slow
def test_it_draws_exports_and_cites(told):
    lang, shown, notebook = told

    drawings = [b for b in cells.blocks(notebook, lang) if isinstance(b, cells.Drawing)]
    assert len(drawings) == 3
    assert "'figures.csv', 'own.svg'" in shown["out-files"]["text/plain"]
    assert {"zh": "[DS]", "en": "[Data set]"}[lang] in shown["cite-both"]["text/plain"]


@pytest.mark.slow
def test_it_can_be_told_of_another_release(two_releases):
    job = Job(
        TUTORIAL.read_bytes(), {"release": "example-2024-03-05"}, timeout=120, env={"HFDATA_DATA": str(two_releases)}
    )

    outcome = execute(job)

    assert outcome.ok, f"{outcome.cell}: {outcome.cause}"
