"""Relations between figures hold, fail, or are left open by limits or by what is missing."""

import pytest

import hfdata as hf
from hfdata import checks, dataset

HERE = "releases/haifeng-2023-11-01/"


def verdicts(data, release):
    return {v.check.id: v for v in checks.evaluate(data.release(release))}


def test_the_relations_of_the_real_release_hold(data):
    found = verdicts(data, "haifeng-2023-11-01")

    assert {name: v.holds for name, v in found.items()} == dict.fromkeys(found, True)
    assert str(found["merit-teachers"].left) == str(found["merit-teachers"].right) == "16"


def test_every_relation_says_what_agreement_does_not_prove(data):
    assert all(c.note_zh and c.note_en for c in data.release().checks)


def test_missing_figures_and_open_limits_leave_a_relation_open(two_releases):
    found = verdicts(hf.load(two_releases), "example-2024-03-05")

    assert {name: v.holds for name, v in found.items()} == {
        "resolution-rate-bound": True,
        "merit-teachers": None,
        "films-outnumber-performances": None,
        "recipients-within-persons": True,
    }
    assert found["merit-teachers"].missing == ("education.merit-teachers-third", "education.county-commendations")
    assert found["films-outnumber-performances"].missing == ()


def evaluate(files, left, relation, right):
    head = files[f"{HERE}checks.csv"].split(b"\n")[0].decode()
    files[f"{HERE}checks.csv"] = f"{head}\nc,{left},{relation},{right},x,x\n".encode()
    (verdict,) = checks.evaluate(dataset.from_files(files, "data").release())
    return verdict.holds


@pytest.mark.parametrize(
    ("left", "relation", "right", "holds"),
    [
        ("health.village-clinics + health.service-stations", "=", "27", True),
        ("health.village-clinics", "<>", "26", False),
        ("safety.public-cameras", ">=", "300", True),
        ("safety.public-cameras", "=", "300", None),
        ("safety.public-cameras", "<=", "299", False),
        ("welfare.service-centre-investment", "<=", "300000", True),
        ("welfare.service-centre-investment", "=", "299999", None),
        ("culture.film-screenings", "=", "400", True),
    ],
)
def test_limits_decide_what_can_be_known(files, left, relation, right, holds):
    assert evaluate(files, left, relation, right) is holds


def test_a_check_means_what_is_done_even_where_the_plan_is_printed_first(files):
    figures = files[f"{HERE}figures.csv"].decode()
    one, two = "film-screenings,400,exact,done", "film-screenings,50,exact,planned"
    figures = figures.replace(one, "film-screenings,400,exact,planned").replace(two, "film-screenings,50,exact,done")
    files[f"{HERE}figures.csv"] = figures.encode()

    assert evaluate(files, "culture.film-screenings", "=", "50") is True
