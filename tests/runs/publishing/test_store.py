"""Reports in an object store: whole as far as it allows, nothing uploaded twice, refused before anything runs."""

from __future__ import annotations

import itertools
import json
import sys
from concurrent.futures import Executor

import pytest
from click.testing import CliRunner

from hfdata.cli import main
from hfdata.runs import stop
from hfdata.runs.planning.where import Url, place
from hfdata.runs.publishing.publish import NotPublished, sha256
from hfdata.runs.publishing.store import HalfPublished, StoreRefused, opened

fsspec = pytest.importorskip("fsspec")

OLD = {"zh/a.html": b"old page", "zh/a.ipynb": b"old notebook", "zh/a/one.csv": b"old 1", "zh/a/gone.csv": b"old 2"}
NEW = {"zh/a.html": b"new page", "zh/a.ipynb": b"new notebook", "zh/a/one.csv": b"new 1", "zh/a/two.svg": b"new 3"}
CALLS = ("pipe_file", "rm_file", "cat_file")


class Refuses(Executor):
    """Nobody, for when nothing is to be done."""

    def submit(self, fn, /, *args, **kwargs):
        raise AssertionError(f"{fn.__name__} was asked for")


@pytest.fixture(params=["memory", "local"])
def url(request, tmp_path) -> str:
    """A place in a store; "local" is fsspec's own view of a folder."""
    if request.param == "local":
        return f"local://{tmp_path}/bucket/reports"
    fsspec.filesystem("memory").store.clear()
    return "memory://bucket/reports"


@pytest.fixture
def store(url, tmp_path):
    made = opened(place(url), tmp_path / "cache")
    made.publish(OLD)
    return made


def contents(url) -> dict[str, bytes]:
    fs, root = fsspec.core.url_to_fs(url)
    return {name.removeprefix(root).lstrip("/"): fs.cat_file(name) for name in fs.find(root)}


def again(store):
    """The same store as the next run finds it."""
    return opened(store.url, store.cache.parents[1])


class Failing:
    """Lets the first calls through, then fails the next one, or all further ones; notes all that are made."""

    def __init__(self, monkeypatch, store, working: int = 10**6, *, for_good: bool = False):
        self.left, self.for_good, self.failed = working, for_good, 0
        self.made: list[str] = []
        for name in CALLS:
            monkeypatch.setattr(store.fs, name, self._failing(name, getattr(store.fs, name)), raising=False)

    def _failing(self, name, real):
        def call(path, *args, **kwargs):
            self.left -= 1
            if self.left < 0 and (self.for_good or not self.failed):
                self.failed += 1
                raise PermissionError("Access Denied")
            self.made.append(f"{name} {path.rpartition('reports/')[2]}")
            return real(path, *args, **kwargs)

        return call


def test_what_is_published_is_there_and_nothing_else(store, url):
    sums = store.publish(NEW, stale=["zh/a/gone.csv"])

    assert contents(url) == NEW
    assert sums == {name: sha256(content) for name, content in NEW.items()}
    assert store.where("zh/a.html") == f"{url}/zh/a.html"


def test_what_a_page_links_to_is_there_before_the_page(store, monkeypatch):
    calls = Failing(monkeypatch, store)
    store.publish(NEW, stale=["zh/a/gone.csv"])

    changing = [call for call in calls.made if not call.startswith("cat_file")]
    assert changing[-3:] == ["pipe_file zh/a.ipynb", "pipe_file zh/a.html", "rm_file zh/a/gone.csv"]


def test_what_is_the_same_is_neither_uploaded_nor_read_twice(store, monkeypatch):
    later = again(store)
    with later.locked(lambda whom: None, stop.Signals()):
        calls = Failing(monkeypatch, later)
        later.publish(OLD)
        assert sorted(calls.made) == sorted(f"cat_file {name}" for name in OLD)  # what was uploaded is read back once

    third = again(store)
    with third.locked(lambda whom: None, stop.Signals()):
        calls.made.clear()
        assert third.holds({name: sha256(content) for name, content in OLD.items()})
        third.publish(OLD)
    assert calls.made == []


def test_an_object_that_somebody_else_wrote_is_noticed(store):
    for _ in range(2):
        seen = again(store)
        with seen.locked(lambda whom: None, stop.Signals()):
            seen.learn(OLD)
    store.fs.pipe_file(f"{store.root}/zh/a.html", b"his page")  # as many bytes as before

    with again(store).locked(lambda whom: None, stop.Signals()):
        assert not again(store).holds({"zh/a.html": sha256(b"old page")})
        later = again(store)
        assert later.sha256("zh/a.html") == sha256(b"his page")


def failed(store, working: int, *, for_good: bool) -> tuple[Failing, NotPublished | None]:
    """Publish the new report with a store that fails at some call."""
    with pytest.MonkeyPatch.context() as patch:
        calls = Failing(patch, store, working, for_good=for_good)
        try:
            store.publish(NEW, stale=["zh/a/gone.csv"])
        except NotPublished as error:
            return calls, error
    return calls, None


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_each_call_may_fail_and_the_next_run_completes_the_report(url, for_good):
    outcomes = set()
    for n in itertools.count():
        store = opened(place(f"{url}/{n}/reports"), None)
        store.publish(OLD)
        calls, error = failed(store, n, for_good=for_good)
        found = contents(str(store.url))
        outcomes.add(type(error))
        if type(error) is HalfPublished:
            assert "lie side by side; run again" in str(error)
            assert all(content in {OLD.get(name), NEW.get(name)} for name, content in found.items())
        else:
            assert found == (OLD if error else NEW)
        store.publish(NEW, stale=["zh/a/gone.csv"])  # in the same run
        assert contents(str(store.url)) == NEW
        if not calls.failed:
            break
    assert outcomes == {NotPublished, type(None)} | ({HalfPublished} if for_good else set())


def test_no_name_leads_out_of_the_store(store, url):
    for name in ("../x.html", "/etc/x", "zh/../../x", "a//b"):
        with pytest.raises(NotPublished, match="not a place inside"):
            store.publish({name: b"x"})
    assert contents(url) == OLD


# Whole runs


def test_a_run_leaves_in_a_store_the_bytes_that_it_leaves_in_a_folder(bench, url):
    paths: list[str] = []
    told = bench.run(bench.desk(), out=place(url), tell=lambda event: paths.extend(event.files))
    bench.run(bench.desk())

    assert told.exit_code == 0
    assert contents(url) == bench.files()
    assert len(json.loads(contents(url)["manifest.json"])["reports"]) == 16
    assert all(path.startswith(f"{url}/haifeng-2023-11-01/") for path in paths)


def test_a_second_run_does_nothing_and_a_damaged_object_is_made_again(bench, url):
    bench.run(bench.desk(), out=place(url))
    for _ in range(2):
        assert bench.run(Refuses(), out=place(url)).tally.reused == 16

    fs, root = fsspec.core.url_to_fs(url)
    fs.pipe_file(f"{root}/haifeng-2023-11-01/zh/health.html", b"forged")
    fs.rm_file(f"{root}/haifeng-2023-11-01/en/welfare/one.csv")
    assert sorted((desk := bench.desk()).rendered or (bench.run(desk, out=place(url)) and desk.rendered)) == [
        "haifeng-2023-11-01/en/welfare",
        "haifeng-2023-11-01/zh/health",
    ]
    bench.run(bench.desk())
    assert contents(url) == bench.files()


def test_check_reads_every_object_again(bench, url, monkeypatch):
    monkeypatch.setattr("hfdata.runs.deciding.versions.drift", lambda pins, found: ())
    bench.run(bench.desk(), out=place(url))
    bench.run(Refuses(), out=place(url))
    assert bench.check(bench.desk(), out=place(url)) == []

    fs, root = (other := opened(place(url), None)).fs, other.root
    fs.pipe_file(f"{root}/index.html", b"x")
    fs.pipe_file(f"{root}/zh/other.html", b"x")
    fs.rm_file(f"{root}/haifeng-2023-11-01/en/welfare.html")
    first, second, third = bench.check(bench.desk(), out=place(url))
    assert first == f"{url}/haifeng-2023-11-01/en/welfare.html: is missing"
    assert second.startswith(f"{url}/index.html: differs from byte 0 on: 'x' is there")
    assert third == f"{url}/zh/other.html: belongs to no report"


def test_runs_of_one_machine_wait_for_each_other_and_those_of_another_cannot(bench, url, tmp_path):
    whom: list[str] = []
    signals = stop.Signals()
    one = opened(place(url), tmp_path / "cache")

    with one.locked(whom.append, signals):
        with opened(place(url), tmp_path / "elsewhere").locked(whom.append, signals):
            assert whom == []

        def waiting(text: str) -> None:
            whom.append(text)
            raise LookupError

        with pytest.raises(LookupError), opened(place(url), tmp_path / "cache").locked(waiting, signals):
            pass
    assert whom[0].startswith("process ")


# What is refused


def test_a_store_that_takes_nothing_is_refused_before_anything_runs(bench, url, monkeypatch):
    desk = bench.desk()
    with monkeypatch.context() as patch:
        Failing(patch, opened(place(url), None), 0, for_good=True)
        with pytest.raises(StoreRefused, match=r"takes no objects \(PermissionError: Access Denied\). Nothing was run"):
            bench.run(desk, out=place(url))
    assert (desk.executed, contents(url)) == ([], {})


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("nono://bucket/x", "Protocol not known: nono"),
        ("s3://bucket/x", "s3fs"),
    ],
)
def test_an_address_that_nothing_opens_is_exit_2_with_what_to_do(address, says, monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    result = CliRunner().invoke(main, ["run", "welfare", "--out", address])

    assert result.exit_code == 2
    assert says in result.output
    assert "Nothing was run." in result.output


def test_a_store_that_dies_in_the_middle_fails_its_runs_and_the_next_run_goes_on(bench, url):
    with pytest.MonkeyPatch.context() as patch:
        calls = Failing(patch, opened(place(url), None), 40, for_good=True)
        summary = bench.run(bench.desk(), out=place(url))
        assert calls.failed
    assert summary.exit_code == 1
    assert 0 < summary.tally.executed < 16

    assert bench.run(bench.desk(), out=place(url)).exit_code == 0
    bench.run(bench.desk())
    assert contents(url) == bench.files()


def test_an_address_never_shows_its_password():
    assert str(Url("sftp://me:secret@host/reports") / "a.html") == "sftp://host/reports/a.html"
