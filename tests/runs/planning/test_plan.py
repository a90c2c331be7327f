"""What is run is known, in order and checked, before anything starts."""

import json
from pathlib import Path

import pytest

from hfdata.runs.planning.notebooks import Notebook, NotebookUnusable
from hfdata.runs.planning.plan import CannotPlan, Grid, plan, read_grid

RELEASES = ("north-2024-01-01", "south-2024-01-01")
USUAL = 'release: str = "north-2024-01-01"  # which\nlang: str = "zh"  # zh | en: language\n'


def notebook(name: str, cell: str, *, ours: bool = True) -> Notebook:
    cells = [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": cell.splitlines(keepends=True)}]
    return Notebook(Path("somewhere") / f"{name}.ipynb", json.dumps({"cells": cells}).encode(), ours)


WELFARE = notebook("welfare", USUAL + 'limits: str = "stated"  # stated | convention: limits\n')
SAFETY = notebook("safety", USUAL + 'population: "Optional[int]" = None  # residents\nrate: float = 1.0\n')


def names(runs):
    return [run.name for run in runs]


def problems(notebooks, grid, releases=RELEASES):
    with pytest.raises(CannotPlan) as refused:
        plan(notebooks, grid, releases)
    return str(refused.value)


def test_every_notebook_runs_in_each_language_for_each_release():
    assert names(plan([WELFARE, SAFETY], Grid(), RELEASES)) == [
        f"{release}/{lang}/{stem}" for stem in ("welfare", "safety") for release in RELEASES for lang in ("zh", "en")
    ]


def test_a_value_given_narrows_its_axis():
    runs = plan([WELFARE], Grid(texts={"lang": ["en"]}), RELEASES[:1])

    assert [(run.name, run.parameters) for run in runs] == [
        ("north-2024-01-01/en/welfare", {"release": "north-2024-01-01", "lang": "en"})
    ]


def test_other_values_put_a_hash_into_the_name():
    (run,) = plan([WELFARE], Grid(texts={"lang": ["en"], "limits": ["convention"]}), RELEASES[:1])

    stem, _, mark = run.name.rpartition("-")
    assert stem == "north-2024-01-01/en/welfare"
    assert len(mark) == 12
    assert run.parameters["limits"] == "convention"


def test_a_value_equal_to_the_default_is_the_default_run():
    assert plan([WELFARE], Grid(texts={"limits": ["stated"]}), RELEASES) == plan([WELFARE], Grid(), RELEASES)


def test_duplicates_are_one_run():
    grid = Grid(texts={"lang": ["zh", "zh"], "rate": ["2", "2.0", "2e0"]})

    assert len(plan([SAFETY, SAFETY], grid, RELEASES[:1])) == 1


def test_a_parameter_goes_to_the_notebooks_that_declare_it():
    runs = plan([WELFARE, SAFETY], Grid(texts={"population": ["70000"], "lang": ["zh"]}), RELEASES[:1])

    assert [run.parameters.get("population") for run in runs] == [None, 70000]


def test_a_grid_file_gives_the_product_without_what_it_excludes(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('lang = ["zh", "en"]\nrate = [1, 2.5]\n[[exclude]]\nlang = "en"\nrate = [2.5, 3]\n', "utf-8")

    runs = plan([SAFETY], read_grid(file), RELEASES[:1])

    assert [(run.lang, run.parameters.get("rate", 1.0)) for run in runs] == [("zh", 1.0), ("zh", 2.5), ("en", 1.0)]


def test_the_command_line_narrows_a_grid_file(tmp_path):
    file = tmp_path / "grid.toml"
    file.write_text('lang = ["zh", "en"]\n', "utf-8")

    assert [run.lang for run in plan([SAFETY], read_grid(file, [("lang", "en")]), RELEASES[:1])] == ["en"]


def test_everything_wrong_is_said_at_once():
    grid = Grid(texts={"langs": ["en"], "lang": ["fr"], "release": ["north-2024-01-02"], "rate": ["nan"]})

    lines = problems([WELFARE, SAFETY], grid).splitlines()

    assert len(lines) == 4
    assert lines[0].endswith("did you mean lang?")
    assert "did you mean north-2024-01-01" in next(line for line in lines if line.startswith("release"))


@pytest.mark.parametrize("name", ["__import__('os').system('x')", "lang\0", "a" * 10_000, "", "lang; x", "\udcff"])
def test_a_name_is_never_more_than_a_name(name):
    said = problems([WELFARE], Grid(texts={name: ["1"]}))

    assert said.startswith("unknown parameter")
    assert len(said) < 300


def test_an_empty_axis_is_refused_with_its_count():
    assert "0 combinations" in problems([SAFETY], Grid(axes={"rate": []}))


def test_a_grid_beyond_measure_is_refused_with_its_count():
    wide = Grid(axes={"rate": list(range(1001)), "population": list(range(1000))}, exclude=[{"rate": 1.0}])

    assert "1001000 combinations" in problems([SAFETY], Grid(wide.axes | {"lang": ["zh"]}), RELEASES[:1])
    assert "1001000 combinations" in problems([SAFETY], Grid(wide.axes | {"lang": ["zh"]}, wide.exclude), RELEASES[:1])


def test_excluding_everything_is_refused():
    assert "nothing to run" in problems([SAFETY], Grid(exclude=[{"lang": ["zh", "en"]}]))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lang = [", "not TOML"),
        ('exclude = "en"', "[[exclude]]"),
        ('exclude = ["en"]', "[[exclude]]"),
        ("lang = [1]", "zh or en"),
        ("lang = [2024-01-01]", "zh or en"),
        ("rate = [nan]", "a number"),
        ("rate = ['1']", "a number"),
        ("population = [[1]]", "whole number"),
        ("[lang]\nx = 1", "zh or en"),
        ("[[exclude]]\nlangs = 'en'", "unknown parameter"),
        ("[[exclude]]\nlang = 'fr'", "exclude: lang"),
    ],
)
def test_a_bad_grid_file_is_refused(tmp_path, text, says):
    file = tmp_path / "grid.toml"
    file.write_text(text, "utf-8")

    with pytest.raises(CannotPlan) as refused:
        plan([SAFETY], read_grid(file), RELEASES)
    assert says in str(refused.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_an_unreadable_grid_file_is_refused(tmp_path, content):
    file = tmp_path / "grid.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CannotPlan, match=r"grid\.toml"):
        read_grid(file)


def test_no_release_is_refused_where_one_is_needed():
    assert "no release" in problems([WELFARE], Grid(), ())


def test_a_notebook_of_ones_own_reports_beside_itself():
    own = notebook("mine", "alpha: int = 1\n", ours=False)

    (run,) = plan([own], Grid(), RELEASES)

    assert (run.out, run.name, run.parameters) == (Path("somewhere"), "mine", {})


def test_two_notebooks_that_would_share_a_page_are_refused():
    one, two = (Notebook(Path(f) / "mine.ipynb", b'{"cells": []}', False) for f in "ab")

    with pytest.raises(CannotPlan, match=r"would both be out/mine\.html"):
        plan([one, two], Grid(), RELEASES, Path("out"))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"cells": 1}', b'{"cells": [1]}', b"\xff", b"[" * 100_000])
def test_a_file_that_is_no_notebook_is_refused(content):
    with pytest.raises(NotebookUnusable, match="not a Jupyter notebook"):
        plan([Notebook(Path("x.ipynb"), content, True)], Grid(), RELEASES)


def test_a_parameters_cell_that_is_no_python_is_refused():
    with pytest.raises(NotebookUnusable, match="parameters cell"):
        plan([notebook("x", "%matplotlib inline")], Grid(), RELEASES)


def test_ten_thousand_combinations_are_planned():
    grid = Grid(axes={"population": list(range(2500)), "rate": [1.0, 2.0]})

    assert len(plan([SAFETY], grid, RELEASES[:1])) == 10_000
