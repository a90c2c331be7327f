"""What is run and what is not, what is published and what stays: the whole way, with kernels and pages stood in for."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import time

import pytest

from hfdata.runs.deciding import log
from hfdata.runs.planning.notebooks import SET
from hfdata.runs.planning.plan import CannotPlan
from hfdata.runs.request import Request
from hfdata.runs.run import why

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"
ALL = sorted(f"{name} {HAIFENG} {lang}" for name in SET for lang in ("zh", "en"))


def runs_of(*names, releases=(HAIFENG,), langs=("zh", "en")):
    return sorted(f"{name} {release} {lang}" for name in names for release in releases for lang in langs)


def test_the_default_is_eight_notebooks_in_two_languages_for_each_release(two):
    desk = two.desk()

    summary = two.run(desk)

    assert desk.names() == runs_of(*SET, releases=[HAIFENG, EXAMPLE])
    assert summary.exit_code == 0
    assert (summary.tally.executed, summary.tally.reused, summary.tally.failed) == (32, 0, 0)


def test_reports_index_assets_and_manifest_are_published_and_nothing_else(bench):
    bench.run(bench.desk())

    reports = {f"{HAIFENG}/{lang}/{name}" for name in SET for lang in ("zh", "en")}
    files = {f"{report}{end}" for report in reports for end in (".html", ".ipynb", "/one.csv")}
    assert bench.files().keys() == files | {"index.html", "manifest.json", "assets/vega-1.js"}


def test_the_manifest_knows_every_file_its_data_and_its_parameters_but_no_key_and_no_time(bench):
    bench.run(bench.desk())

    manifest = bench.manifest()
    sums = {name: s for entry in manifest["reports"].values() for name, s in entry["files"].items()} | manifest[
        "shared"
    ]
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in bench.files().items() if name != "manifest.json"
    }
    entry = manifest["reports"][f"{HAIFENG}/en/welfare"]
    assert (entry["notebook"], entry["parameters"]) == ("welfare", {"release": HAIFENG, "lang": "en"})
    assert {frozenset(entry) for entry in manifest["reports"].values()} == {
        frozenset({"notebook", "parameters", "data", "files"})
    }


def test_unchanged_nothing_is_done_and_nothing_is_touched(bench):
    bench.run(bench.desk())
    before = {name: (bench.out / name).stat().st_mtime_ns for name in bench.files()}
    desk, seen = bench.desk(), []

    summary = bench.run(desk, tell=seen.append)

    assert (desk.executed, desk.rendered) == ([], [])
    assert summary.tally.reused == 16
    assert {name: (bench.out / name).stat().st_mtime_ns for name in bench.files()} == before
    finished = [event for event in seen if event.event == "finished"]
    assert {event.files[0] for event in finished} == {str(bench.out / f"{event.run}.html") for event in finished}


def test_a_changed_figure_runs_what_shows_it_and_never_another_release(two):
    two.run(two.desk())
    figures = two.data / "releases" / HAIFENG / "figures.csv"
    changed = figures.read_text("utf-8").replace("welfare.extreme-poverty,", "welfare.extreme-poverty,1", 1)
    figures.write_text(changed, "utf-8")
    desk = two.desk()

    two.run(desk)

    assert desk.names() == runs_of("welfare", "overview", "sources", releases=[HAIFENG])


def test_changed_prose_runs_that_notebook(bench):
    bench.run(bench.desk())
    (bench.notebooks / "safety.ipynb").write_bytes(bench.notebook("new words"))
    desk = bench.desk()

    bench.run(desk)

    assert desk.names() == runs_of("new words")


def test_a_changed_template_renders_without_executing(bench):
    bench.run(bench.desk())
    (bench.root / "package" / "report" / "page.py").write_text("2\n")
    desk = bench.desk()

    summary = bench.run(desk)

    assert desk.executed == []
    assert len(desk.rendered) == 16
    assert summary.tally.rendered == 16


@pytest.mark.parametrize("name", ["charts/bars.py", "labels.py", "fonts/f.otf", "charts/new.py"])
def test_changed_code_that_executes_runs_everything(bench, name):
    bench.run(bench.desk())
    (bench.root / "package" / name).write_text("2\n")
    desk = bench.desk()

    bench.run(desk)

    assert desk.names() == ALL


@pytest.mark.parametrize("name", ["cli/__init__.py", "runs/planning/plan.py"])
def test_changed_code_that_only_plans_runs_nothing(bench, name):
    bench.run(bench.desk())
    (bench.root / "package" / name).write_text("2\n")
    desk = bench.desk()

    bench.run(desk)

    assert (desk.executed, desk.rendered) == ([], [])


def test_a_lost_or_damaged_file_is_made_again_without_executing(bench):
    bench.run(bench.desk())
    good = bench.files()
    (bench.out / HAIFENG / "zh" / "health.html").unlink()
    (bench.out / HAIFENG / "en" / "safety" / "one.csv").write_text("?")
    (bench.out / "index.html").write_text("?")
    (bench.out / "assets" / "vega-1.js").unlink()
    desk = bench.desk()

    bench.run(desk)

    assert desk.executed == []
    assert sorted(desk.rendered) == [f"{HAIFENG}/en/safety", f"{HAIFENG}/zh/health"]
    assert bench.files() == good


def test_a_damaged_manifest_is_written_anew(bench):
    bench.run(bench.desk())
    good = bench.files()
    (bench.out / "manifest.json").write_bytes(b'{"reports": {"x": 1}}')

    bench.run(bench.desk())

    assert bench.files() == good


def test_a_new_cache_gives_the_same_files(bench, monkeypatch):
    bench.run(bench.desk())
    good = bench.files()
    before = {name: (bench.out / name).stat().st_mtime_ns for name in good}
    monkeypatch.setenv("HFDATA_CACHE", str(bench.root / "other"))
    desk = bench.desk()

    bench.run(desk)

    assert desk.names() == ALL
    assert bench.files() == good
    assert {name: (bench.out / name).stat().st_mtime_ns for name in good} == before


def test_a_damaged_cache_is_as_good_as_none(bench):
    bench.run(bench.desk(), notebooks=["welfare"], parameters=[("lang", "zh")])
    for path in (bench.root / "cache" / "executed").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1])
    for path in bench.out.rglob("*.html"):
        path.unlink()
    desk = bench.desk()

    bench.run(desk, notebooks=["welfare"], parameters=[("lang", "zh")])

    assert desk.names() == runs_of("welfare", langs=["zh"])


def test_a_cache_serves_another_folder_without_executing(bench):
    bench.run(bench.desk())
    desk = bench.desk()

    bench.run(desk, out=bench.root / "second")

    assert desk.executed == []
    assert len(desk.rendered) == 16


def test_force_runs_all_that_is_named(bench):
    bench.run(bench.desk())
    desk = bench.desk()

    bench.run(desk, notebooks=["health"], force=True)

    assert desk.names() == runs_of("health")


def test_a_failure_costs_its_own_run_and_keeps_what_was_there(bench):
    bench.run(bench.desk())
    good = bench.files()
    desk = bench.desk(broken={"culture"}, deadly={"health"}, unpaged={f"{HAIFENG}/zh/safety"})

    summary = bench.run(desk, force=True)

    assert summary.exit_code == 1
    assert summary.tally.failed == 5
    assert summary.failures[f"{HAIFENG}/zh/culture"] == "cell 2: ValueError: no"
    assert summary.failures[f"{HAIFENG}/zh/health"] == "RuntimeError: the worker died"
    assert summary.failures[f"{HAIFENG}/zh/safety"] == "its page could not be made: RuntimeError: no page"
    assert {name: content for name, content in bench.files().items() if not name.startswith(".failed/")} == good


@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when a file was changed")
def test_a_result_of_data_that_was_written_to_meanwhile_is_not_kept(bench):
    """What the kernel has read cannot be told, even if the file is as before: it would stand under the wrong key."""
    figures = bench.data / "releases" / HAIFENG / "figures.csv"
    edit = edited_and_restored(figures)

    summary = bench.run(bench.desk(before=edit), notebooks=["health"], parameters=[("lang", "zh")])

    assert summary.exit_code == 1
    (cause,) = summary.failures.values()
    assert cause == f"{figures} was written to while it ran, so what it read cannot be told; run it again"
    assert f"{HAIFENG}/zh/health.html" not in bench.files()
    again = bench.desk()
    assert bench.run(again, notebooks=["health"], parameters=[("lang", "zh")]).exit_code == 0
    assert again.names() == [f"health {HAIFENG} zh"]


def test_of_many_releases_each_run_has_its_own_with_it_whatever_happens_on_the_disk(two):
    figures = two.data / "releases" / "example-2024-03-05" / "figures.csv"
    desk = two.desk(before=edited_and_restored(figures))

    assert two.run(desk, notebooks=["health"], parameters=[("lang", "zh")]).exit_code == 0


def edited_and_restored(file):
    was, stat = file.read_bytes(), file.stat()

    def edit(executed):
        time.sleep(0.01)  # longer than the system takes to notice a moment's end
        file.write_bytes(was + b"\n")
        file.write_bytes(was)
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    return edit


@pytest.mark.parametrize(("timeout", "seconds"), [(600.0, 600.0), (2.0, 30.0)])
def test_a_page_has_a_time_limit_too(timeout, seconds, bench):
    """A chart can ask for no end of work as well as a cell."""
    desk, given = bench.desk(), []
    render = desk._render
    desk._render = lambda sheet: given.append(sheet.seconds) or render(sheet)

    bench.run(desk, notebooks=["health"], parameters=[("lang", "zh")], timeout=timeout)

    assert given == [seconds]


def test_a_failed_notebook_is_kept_marked_and_never_as_a_report(bench):
    bench.run(bench.desk(broken={"culture"}, unpaged={f"{HAIFENG}/zh/safety"}))

    for name, cause in (("culture", "cell 2: ValueError: no"), ("safety", "no page")):
        kept = json.loads(bench.files()[f".failed/{HAIFENG}/zh/{name}.ipynb"])
        assert kept["cells"][0]["source"].startswith("# This run failed")
        assert cause in kept["cells"][0]["source"]
        assert f"{HAIFENG}/zh/{name}.html" not in bench.files()
        assert f"{HAIFENG}/zh/{name}" not in bench.manifest()["reports"]


def test_a_failed_run_is_tried_again_and_its_notebook_goes_when_it_succeeds(bench):
    bench.run(bench.desk(broken={"culture"}))
    desk = bench.desk()

    bench.run(desk)

    assert desk.names() == runs_of("culture")
    assert not [name for name in bench.files() if name.startswith(".failed")]
    assert not (bench.out / ".failed").exists()


def test_what_failed_after_its_execution_is_not_executed_again(bench):
    bench.run(bench.desk(unpaged={f"{HAIFENG}/zh/safety"}))
    desk = bench.desk()

    bench.run(desk)

    assert (desk.executed, desk.rendered) == ([], [f"{HAIFENG}/zh/safety"])


def test_only_failed_runs_what_failed_and_nothing_that_changed(bench):
    bench.run(bench.desk(broken={"culture"}))
    (bench.notebooks / "safety.ipynb").write_bytes(bench.notebook("new words"))
    desk = bench.desk()

    bench.run(desk, only_failed=True)

    assert desk.names() == runs_of("culture")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_stops_with_its_code_and_the_rest_is_done_next_time(bench, number, code):
    def strike(executed):
        if executed == 5:
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    first = bench.desk(before=strike)

    summary = bench.run(first)

    assert summary.exit_code == code
    assert signal.getsignal(number) is before
    assert 5 <= len(first.executed) < 10
    published = {name for name in bench.files() if name.endswith(".html") and name != "index.html"}
    assert {f"{name}.html" for name in bench.manifest()["reports"]} == published

    second = bench.desk()
    assert bench.run(second, only_failed=True).exit_code == 0
    assert sorted({*first.executed, *second.executed}) == ALL
    assert len(second.executed) <= 16 - len(published)


def test_a_chart_that_is_gone_loses_its_files_unless_somebody_changed_them(bench):
    bench.run(bench.desk())
    (bench.out / HAIFENG / "zh" / "safety" / "one.csv").write_text("mine")

    bench.run(bench.desk(chart="two"), notebooks=["safety", "health"], force=True)

    names = bench.files()
    assert f"{HAIFENG}/zh/health/one.csv" not in names
    assert f"{HAIFENG}/zh/health/two.csv" in names
    assert names[f"{HAIFENG}/zh/safety/one.csv"] == b"mine"


def test_reports_whose_release_is_gone_stay_and_are_named(two):
    two.run(two.desk())
    shutil.rmtree(two.data / "releases" / EXAMPLE)
    seen = []

    two.run(two.desk(), tell=seen.append)

    assert [EXAMPLE in event.cause for event in seen if event.event == "warning"] == [True]
    assert len(two.manifest()["reports"]) == 32


def test_reports_that_somebody_removed_leave_manifest_and_index(two):
    two.run(two.desk())
    shutil.rmtree(two.data / "releases" / EXAMPLE)
    shutil.rmtree(two.out / EXAMPLE)
    seen = []

    two.run(two.desk(), tell=seen.append)

    assert not [event for event in seen if event.event == "warning"]
    assert len(two.manifest()["reports"]) == 16
    assert two.files()["index.html"].count(b".html") == 16


def test_reports_that_are_not_named_stay_in_manifest_and_index(bench):
    bench.run(bench.desk())
    bench.run(bench.desk(), notebooks=["welfare"], force=True)

    assert len(bench.manifest()["reports"]) == 16
    assert bench.files()["index.html"].count(b".html") == 16


def test_other_parameters_go_beside(bench):
    cell = 'release: str = "x"\nlang: str = "zh"  # zh | en: language\npopulation: "Optional[int]" = None\n'
    (bench.notebooks / "welfare.ipynb").write_bytes(bench.notebook("welfare", cell))
    bench.run(bench.desk())
    pairs = [("population", "70000"), ("lang", "en"), ("release", HAIFENG)]

    bench.run(bench.desk(), notebooks=["welfare"], parameters=pairs)

    (extra,) = (name for name in bench.manifest()["reports"] if name.startswith(f"{HAIFENG}/en/welfare-"))
    assert bench.manifest()["reports"][extra]["parameters"]["population"] == 70000
    assert len(bench.manifest()["reports"]) == 17


def test_a_notebook_of_ones_own_gets_its_report_beside_it_and_nothing_else(bench):
    home = bench.root / "home"
    home.mkdir()
    (home / "mine.ipynb").write_bytes(bench.notebook("mine", "alpha: int = 1\n"))
    (home / "index.html").write_text("mine")

    bench.run(bench.desk(), notebooks=[str(home / "mine.ipynb")], out=None)

    assert sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()) == [
        "index.html", "mine.executed.ipynb", "mine.html", "mine.ipynb", "mine/one.csv",
    ]  # fmt: skip
    assert (home / "mine.ipynb").read_bytes() == bench.notebook("mine", "alpha: int = 1\n")
    assert (home / "index.html").read_text() == "mine"


def test_a_notebook_of_ones_own_runs_again_when_any_data_changes(bench):
    (bench.root / "mine.ipynb").write_bytes(bench.notebook("mine", "alpha: int = 1\n"))
    mine = {"notebooks": [str(bench.root / "mine.ipynb")]}
    bench.run(bench.desk(), **mine)
    place = bench.data / "places.csv"
    place.write_text(place.read_text("utf-8").replace("Wudi County", "Wudi county"), "utf-8")
    desk = bench.desk()

    bench.run(desk, **mine)

    assert desk.names() == ["mine"]


def test_nothing_starts_when_a_value_is_wrong(bench):
    desk = bench.desk()

    with pytest.raises(CannotPlan):
        bench.run(desk, parameters=[("lang", "fr")])
    assert desk.executed == []
    assert not bench.out.exists()


def test_a_full_disk_fails_the_runs_it_hits_and_says_so(bench, monkeypatch):
    bench.run(bench.desk())
    good = bench.files()

    def full(handle, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    seen = []
    summary = bench.run(bench.desk(), force=True, tell=seen.append)
    assert summary.exit_code == 0  # the same bytes: nothing had to be written
    bench.notebooks.joinpath("safety.ipynb").write_bytes(bench.notebook("new words"))
    summary = bench.run(bench.desk(), tell=seen.append)
    monkeypatch.undo()

    assert summary.exit_code == 1
    assert summary.tally.failed == 2
    assert all("No space left on device" in cause for cause in summary.failures.values())
    assert bench.files() == good


def why_of(bench, name):
    found = why(Request(data=str(bench.data), out=bench.out))
    return next((d.action, "; ".join(d.reasons)) for d in found if d.run.name == f"{HAIFENG}/zh/{name}")


def test_why_names_what_has_changed(bench):
    assert why_of(bench, "welfare") == ("execute", "no record of it for this output folder")
    bench.run(bench.desk(broken={"culture"}))
    assert why_of(bench, "welfare") == ("reuse", "nothing it is made of has changed")
    assert why_of(bench, "culture") == ("execute", "it failed last time: cell 2: ValueError: no")
    (bench.out / HAIFENG / "zh" / "welfare.html").unlink()
    assert why_of(bench, "welfare") == ("render", f"not as published: {HAIFENG}/zh/welfare.html")
    (bench.root / "package" / "report" / "new.py").write_text("x")
    assert why_of(bench, "safety") == ("render", "the page's code or template has changed: report/new.py")
    (bench.root / "package" / "charts" / "bars.py").write_text("x")
    assert why_of(bench, "safety")[1].startswith("code that executes has changed: charts/bars.py; the page's code")


def test_why_changes_nothing(bench):
    bench.run(bench.desk())
    before = bench.files()
    why_of(bench, "welfare")

    assert bench.files() == before


def test_the_log_can_be_asked(bench):
    bench.run(bench.desk(broken={"culture"}))
    cache = bench.root / "cache"

    failed = log.query(cache, ["status=failed", "lang=en"])

    assert [entry["run"] for entry in failed] == [f"{HAIFENG}/en/culture"]
    assert failed[0]["cause"] == "cell 2: ValueError: no"
    bench.run(bench.desk())
    assert log.query(cache, ["status=failed"]) == []
    assert len(log.query(cache, ["status=failed"], history=True)) == 2
    with pytest.raises(log.BadCondition, match="did you mean status"):
        log.query(cache, ["statu=failed"])
