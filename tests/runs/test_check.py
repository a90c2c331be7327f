"""``--check`` is a proof: every way in which a folder can differ from a rebuild is named."""

from __future__ import annotations

import fcntl
import os

import pytest

from hfdata.runs.deciding import keys
from hfdata.runs.deciding.versions import NotAsLocked

pytestmark = pytest.mark.slow  # starts processes

HAIFENG = "haifeng-2023-11-01"


@pytest.fixture
def built(bench):
    """Reports that are as a rebuild makes them, with the cache gone."""
    bench.run(bench.desk())
    return bench


def names(bench, lines):
    return sorted(line.removeprefix(f"{bench.out}{os.sep}").split(":")[0] for line in lines)


def test_an_honest_folder_has_no_differences_and_is_not_touched(built):
    before = {name: (built.out / name).stat().st_mtime_ns for name in built.files()}
    desk = built.desk()

    assert built.check(desk) == []
    assert len(desk.executed) == 16  # nothing is taken from the cache
    assert {name: (built.out / name).stat().st_mtime_ns for name in built.files()} == before


def test_each_differing_missing_or_foreign_file_is_named(built):
    (built.out / HAIFENG / "zh" / "health.html").write_bytes(b"x")
    (built.out / HAIFENG / "en" / "safety" / "one.csv").unlink()
    (built.out / HAIFENG / "en" / "safety" / "two.csv").write_bytes(b"x")
    (built.out / "index.html").write_bytes(b"")
    (built.out / "assets" / "old.js").write_bytes(b"")
    (built.out / "README.md").write_bytes(b"no report")

    lines = built.check(built.desk())

    assert names(built, lines) == sorted(
        ["assets/old.js", f"{HAIFENG}/en/safety/one.csv", f"{HAIFENG}/en/safety/two.csv", f"{HAIFENG}/zh/health.html",
         "index.html"]
    )  # fmt: skip
    assert f"{built.out / HAIFENG / 'en' / 'safety' / 'one.csv'}: is missing" in lines


def test_a_difference_says_where_it_begins(built):
    (built.out / "manifest.json").write_bytes(built.files()["manifest.json"].replace(b'"welfare"', b'"Welfare"', 1))

    (line,) = built.check(built.desk())

    assert "'Welfare\"" in line
    assert "'welfare\"" in line


def test_data_that_changed_since_is_noticed(built):
    figures = built.data / "releases" / HAIFENG / "figures.csv"
    text = figures.read_text("utf-8").replace("welfare.extreme-poverty,", "welfare.extreme-poverty,1", 1)
    figures.write_text(text, "utf-8")

    assert names(built, built.check(built.desk())) == ["manifest.json"]  # the desk's pages do not show figures


def test_a_run_that_fails_is_a_difference(built):
    lines = built.check(built.desk(broken={"culture"}))

    assert f"{HAIFENG}/zh/culture: cannot be rebuilt (cell 2: ValueError: no)" in lines


def test_some_can_be_checked_without_the_others(built):
    (built.out / HAIFENG / "zh" / "health.html").write_bytes(b"x")
    (built.out / HAIFENG / "zh" / "safety.html").write_bytes(b"x")

    assert names(built, built.check(built.desk(), notebooks=["safety"])) == [f"{HAIFENG}/zh/safety.html"]


def test_reports_with_other_parameters_are_rebuilt_too(built):
    cell = 'release: str = "x"\nlang: str = "zh"  # zh | en: language\npopulation: "Optional[int]" = None\n'
    (built.notebooks / "welfare.ipynb").write_bytes(built.notebook("welfare", cell))
    built.run(built.desk())
    built.run(built.desk(), notebooks=["welfare"], parameters=[("population", "70000")])
    assert len(built.manifest()["reports"]) == 18

    assert built.check(built.desk()) == []


def test_a_notebook_of_ones_own_can_be_checked(bench):
    mine = bench.root / "mine.ipynb"
    mine.write_bytes(bench.notebook("mine", "alpha: int = 1\n"))
    bench.run(bench.desk(), notebooks=[str(mine)], out=None)

    assert bench.check(bench.desk(), notebooks=[str(mine)], out=None) == []
    (bench.root / "mine.html").write_bytes(b"x")
    assert len(bench.check(bench.desk(), notebooks=[str(mine)], out=None)) == 1


def test_other_versions_than_the_locked_are_named_before_anything_runs(built, monkeypatch):
    monkeypatch.setattr(keys.Ingredients, "drift", ("pandas 9.9, locked 3.0.1",))
    desk = built.desk()

    with pytest.raises(NotAsLocked, match=r"pandas 9\.9, locked 3\.0\.1") as refused:
        built.check(desk)
    assert refused.value.exit_code == 2
    assert desk.executed == []


def test_what_a_killed_check_has_left_goes_with_the_next_one(bench, tmp_path, monkeypatch):
    """Nobody else removes it: hundreds of megabytes where there are many reports."""
    temporary = tmp_path / "t"
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    for name in ("old", "young", "held", "not-ours"):
        (temporary / f"hfdata-check-{name}" / "0").mkdir(parents=True)
        if name != "not-ours":
            (temporary / f"hfdata-check-{name}" / ".lock").touch()
        if name != "young":
            os.utime(temporary / f"hfdata-check-{name}", (0, 0))
    (temporary / "hfdata-check-link").symlink_to(bench.data)
    bench.run(bench.desk())

    with (temporary / "hfdata-check-held" / ".lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert bench.check(bench.desk()) == []

    assert {path.name.removeprefix("hfdata-check-") for path in temporary.iterdir()} == {
        "young",
        "held",
        "not-ours",
        "link",
    }
    assert (bench.data / "units.csv").is_file()
