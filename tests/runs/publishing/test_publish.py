"""A report is published whole or not at all, whatever fails and whenever."""

import contextlib
import errno
import itertools
import json
import os
from pathlib import Path

import pytest

from hfdata.runs.publishing.publish import STAGE, Folder, NotPublished, sha256

OLD = {"zh/a.html": b"old page", "zh/a.ipynb": b"old notebook", "zh/a/one.csv": b"old 1", "zh/a/gone.csv": b"old 2"}
NEW = {"zh/a.html": b"new page", "zh/a.ipynb": b"new notebook", "zh/a/one.csv": b"new 1", "zh/a/two.svg": b"new 3"}
CALLS = ("write", "fsync", "rename", "replace", "link", "mkdir", "unlink", "open")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def out(tmp_path) -> Folder:
    folder = Folder(tmp_path / "out")
    folder.path.mkdir()
    folder.publish(OLD)
    return folder


class FaultyDisk:
    """Lets the first calls through, then fails the next one, or all further ones."""

    def __init__(self, monkeypatch, working: int, *, for_good: bool, cut: bool = False):
        self.left, self.for_good, self.cut, self.failed = working, for_good, cut, 0
        for name in CALLS:
            monkeypatch.setattr(os, name, self._failing(name, getattr(os, name)))

    def _failing(self, name, real):
        def call(*args, **kwargs):
            if name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR):
                return real(*args, **kwargs)
            self.left -= 1
            if self.left < 0 and (self.for_good or not self.failed):
                self.failed += 1
                if self.cut and name == "write":
                    real(args[0], args[1][:1])  # the disk takes a byte and is full
                raise OSError(errno.ENOSPC, "No space left on device", str(args[0]))
            return real(*args, **kwargs)

        return call


def test_what_is_published_is_there_and_nothing_else(out):
    sums = out.publish(NEW, stale=["zh/a/gone.csv"])

    assert contents(out.path) == NEW
    assert sums == {name: sha256(content) for name, content in NEW.items()}


def test_what_is_the_same_is_not_touched(out):
    before = {name: (out.path / name).stat().st_mtime_ns for name in OLD}

    out.publish(OLD)

    assert {name: (out.path / name).stat().st_mtime_ns for name in OLD} == before


def test_a_folder_that_holds_nothing_any_more_goes(out):
    out.publish({}, stale=list(OLD))

    assert list(out.path.iterdir()) == []


def test_the_message_names_path_and_cause(out, monkeypatch):
    FaultyDisk(monkeypatch, 3, for_good=True)

    with pytest.raises(NotPublished, match=r"zh.a.*: No space left on device; what was there before is untouched"):
        out.publish(NEW)


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_each_failing_call_leaves_old_or_new_and_the_next_run_heals(tmp_path, for_good):
    outcomes = set()
    for n in itertools.count():
        out = Folder(tmp_path / str(n))
        out.path.mkdir()
        out.publish(OLD)
        with pytest.MonkeyPatch.context() as patch:
            disk = FaultyDisk(patch, n, for_good=for_good, cut=bool(n % 2))
            try:
                out.publish(NEW, stale=["zh/a/gone.csv"])
                outcome = "published"
            except NotPublished:
                outcome = "refused"
        found = {name: content for name, content in contents(out.path).items() if not name.startswith(STAGE)}
        assert all(content in (OLD.get(name), NEW.get(name)) for name, content in found.items())
        if outcome == "refused" and not for_good:
            assert contents(out.path) == OLD, f"call {n}"
        if outcome == "published":
            assert found == NEW, f"call {n}"
        out.begin()
        out.publish(NEW, stale=["zh/a/gone.csv"])
        assert contents(out.path) == NEW, f"call {n}"
        outcomes.add(outcome)
        if not disk.failed:
            break
    assert n > 20
    assert outcomes == {"published", "refused"}


def test_each_moment_of_a_kill_is_completed_or_cleared_away(tmp_path):
    class Killed(BaseException):
        pass

    def kill(*args, **kwargs):
        raise Killed

    for n in range(200):
        out = Folder(tmp_path / str(n))
        out.path.mkdir()
        out.publish(OLD)
        with pytest.MonkeyPatch.context() as patch:
            disk = FaultyDisk(patch, n, for_good=True)
            patch.setattr(Folder, "_undo", kill)  # a killed process undoes nothing
            with contextlib.suppress(Killed, NotPublished):
                out.publish(NEW, stale=["zh/a/gone.csv"])
        out.begin()
        assert contents(out.path) in (OLD, NEW), f"call {n}"
        if not disk.failed:
            return
    pytest.fail("publishing never came to its end")


@pytest.mark.parametrize(
    "name", ["../x.html", "/x.html", "zh/../../x.html", "zh//x", "", "CON.html", "zh/a\\b", ".publishing/x", "a" * 300]
)
def test_a_name_that_leads_elsewhere_is_refused(out, name):
    with pytest.raises(NotPublished, match="not a place inside"):
        out.publish({name: b"x"})

    assert contents(out.path) == OLD
    assert not (out.path.parent / "x.html").exists()


def test_a_link_that_leads_elsewhere_is_not_followed(out, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (out.path / "en").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(NotPublished, match="not a place inside"):
        out.publish({"en/a.html": b"x"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_place_of_a_file_is_replaced_not_followed(out, tmp_path):
    (tmp_path / "victim").write_bytes(b"mine")
    (out.path / "b.html").symlink_to(tmp_path / "victim")

    out.publish({"b.html": b"x"})

    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert (out.path / "b.html").read_bytes() == b"x"


def test_a_folder_in_place_of_a_file_is_refused(out):
    (out.path / "b.html" / "kept").mkdir(parents=True)

    with pytest.raises(NotPublished, match=r"b\.html"):
        out.publish({"b.html": b"x", "zh/a.html": b"y"})
    assert contents(out.path) == OLD


def test_a_forged_journal_leads_nowhere(out, tmp_path):
    stage = out.path / STAGE / "1"
    stage.mkdir(parents=True)
    (tmp_path / "victim").write_bytes(b"mine")
    (stage / "new-0").write_bytes(b"x")
    (stage / "journal.json").write_text(json.dumps({"files": ["../victim"], "gone": ["../victim"]}))

    out.begin()

    assert (tmp_path / "victim").read_bytes() == b"mine"
    assert contents(out.path) == OLD
