"""Disks that are full, read-only, forbidden or not there: what was published stays, and the message says why."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hfdata.runs.publishing.publish import Folder, NotPublished

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: what lets root write where nobody may
PAGE = 4096  # bytes that a tmpfs hands out at a time


class Disk:
    """A file system of its own, of a few hundred kilobytes."""

    def __init__(self, path: Path):
        self.path = path

    def fill(self, leaving: int = 0) -> None:
        """Write until only *leaving* bytes are free."""
        with (self.path / "ballast").open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while (free := self.free() - leaving) > 0:
                file.write(b"\0" * min(free, 1 << 16))

    def empty(self) -> None:
        """Make room again."""
        (self.path / "ballast").unlink()

    def free(self) -> int:
        """Count the bytes that are left."""
        found = os.statvfs(self.path)
        return found.f_bfree * found.f_bsize

    def only_read(self, yes: bool = True) -> None:
        """Forbid writing, or allow it again."""
        subprocess.run(["mount", "-o", "remount," + ("ro" if yes else "rw"), self.path], check=True)


@pytest.fixture
def disk(bench):
    """A small tmpfs; only root may have one."""
    path = bench.here / "disk"
    path.mkdir()
    size = ["-o", "size=3m,nr_inodes=2000"]
    if (
        os.geteuid() != 0
        or subprocess.run(["mount", "-t", "tmpfs", *size, "hfdata-test", path], check=False).returncode
    ):
        pytest.skip("this user may not mount a tmpfs")
    yield Disk(path)
    subprocess.run(["umount", "-l", path], check=True)


def reports(folder: Path) -> dict[str, bytes]:
    """What a folder holds besides what the lock leaves while a disk is full."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_publishing_on_a_disk_with_any_room_left_is_whole_or_not_at_all(disk):
    out = Folder(disk.path / "out")
    out.path.mkdir()
    old = {"zh/a.html": b"o" * 9000, "zh/a.ipynb": b"o" * 5000, "zh/a/one.csv": b"old", "manifest.json": b"{}"}
    new = {"zh/a.html": b"n" * 9500, "zh/a.ipynb": b"n" * 9000, "zh/a/two.svg": b"new", "zh/b/c/d.csv": b"d" * 5000}
    seen = set()
    for pages in range(24):
        out.publish(old, stale=[name for name in reports(out.path) if name not in old])
        disk.fill(leaving=pages * PAGE)
        said = ""
        try:
            out.publish(new, stale=["zh/a/one.csv"])
        except NotPublished as error:
            said = str(error)
        seen.add(said.removeprefix(str(out.path)).partition(": ")[2])
        assert reports(out.path) == (old if said else {**new, "manifest.json": b"{}"}), pages
        disk.empty()
    assert seen == {"", f"{os.strerror(errno.ENOSPC)}; what was there before is untouched"}


def test_a_full_disk_costs_the_new_report_and_nothing_else(disk, with_report):
    bench = with_report
    shutil.copytree(bench.out, disk.path / "out")
    before = reports(disk.path / "out")
    other = bench.notebook("other", "2 + 2")
    bench.notebook("good", "3 + 3")
    disk.fill()

    done = bench.run(bench.here / "good.ipynb", other, out=disk.path / "out")

    assert done.returncode == 1
    assert f"{disk.path}/out" in done.stderr
    assert "No space left on device; what was there before is untouched" in done.stderr
    assert "Traceback" not in done.stderr
    assert reports(disk.path / "out") == before

    disk.empty()
    healed = bench.run(bench.here / "good.ipynb", other, out=disk.path / "out")
    assert (healed.returncode, len(healed.stdout.splitlines())) == (0, 2)
    assert not list((disk.path / "out").glob(".*"))


def test_a_full_cache_or_temporary_folder_costs_time_and_not_the_report(disk, bench):
    disk.fill()
    env = {"HFDATA_CACHE": str(disk.path / "cache"), "TMPDIR": str(disk.path)}

    done = bench.run(bench.notebook("good", "1 + 1"), env=env)

    assert (done.returncode, done.stdout) == (0, f"{bench.out}/good.html\n"), done.stderr
    assert "No space left on device" in done.stderr or "cache" in done.stderr
    assert "Traceback" not in done.stderr
    assert bench.left_after(2) == []
    assert [path.name for path in disk.path.iterdir() if path.name != "ballast"] in ([], ["cache"])


def test_a_disk_that_is_read_only_is_named_before_anything_runs(disk, with_report):
    bench = with_report
    shutil.copytree(bench.out, disk.path / "out")
    before = reports(disk.path / "out")
    disk.only_read()

    for folder in (disk.path / "out", disk.path / "new" / "one"):
        done = bench.run(bench.here / "good.ipynb", "--force", out=folder)
        assert done.returncode == 2
        assert f"{folder}: cannot be written to (Read-only file system). Nothing was changed" in done.stderr
        assert "Traceback" not in done.stderr

    disk.only_read(False)
    assert reports(disk.path / "out") == before


def without_override() -> None:
    """Take from root what lets it write everywhere; to be called in the child."""
    if os.geteuid() == 0:
        for capability in OVERRIDES:
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def test_a_folder_without_permission_is_named_before_anything_runs(with_report):
    bench = with_report
    before = bench.files()
    bench.out.chmod(0o555)

    done = bench.run(bench.here / "good.ipynb", "--force", preexec_fn=without_override)
    bench.out.chmod(0o755)

    assert done.returncode == 2
    assert f"{bench.out}: cannot be written to (Permission denied)" in done.stderr
    assert "name another folder with --out" in done.stderr
    assert bench.files() == before


def test_a_forbidden_place_inside_costs_only_what_goes_there(bench):
    lines = 'lang: str = "zh"  # zh | en: language'
    notebook = bench.notebook("mine", "lang", parameters=lines)
    assert bench.run(notebook).returncode == 0
    before = bench.files()
    bench.notebook("mine", "lang * 2", parameters=lines)
    (bench.out / "zh").chmod(0o555)

    done = bench.run(notebook, preexec_fn=without_override)
    (bench.out / "zh").chmod(0o755)

    assert done.returncode == 1
    assert done.stdout == f"{bench.out}/en/mine.html\n"
    assert f"{bench.out}/zh/mine" in done.stderr
    assert "Permission denied; what was there before is untouched" in done.stderr
    after = bench.files()
    assert {name: after[name] for name in before if name.startswith("zh/")} == {
        name: content for name, content in before.items() if name.startswith("zh/")
    }
    assert not (bench.out / ".publishing").exists()


@pytest.mark.parametrize("inside", ["", "/deeper"])
def test_a_file_where_a_folder_is_needed_stays_what_it_is(inside, bench):
    bench.out.write_text("mine")

    done = bench.run(bench.notebook("a", "1"), out=Path(f"{bench.out}{inside}"))

    assert done.returncode == 2
    assert f"{bench.out}{inside}: is a file, or lies inside one, where a folder is needed" in done.stderr
    assert "Traceback" not in done.stderr
    assert bench.out.read_text() == "mine"


def test_a_folder_that_is_not_there_is_made(bench):
    done = bench.run(bench.notebook("a", "1"), out=bench.here / "not" / "there")

    assert (done.returncode, done.stdout) == (0, f"{bench.here}/not/there/a.html\n")


@pytest.mark.parametrize("name", [b"\xff\xfe", "空 格\n<b>".encode()], ids=ascii)
def test_a_folder_of_any_name_is_used_and_known_again(name, bench):
    out, notebook = bench.here / os.fsdecode(name), bench.notebook("a", "1")

    first = bench.run(notebook, out=out)
    again = bench.run(notebook, out=out)

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "1 reused" in again.stderr
    assert {path.name for path in out.iterdir()} == {"a.html", "a.ipynb", "assets", "index.html", "manifest.json"}


def test_a_link_that_leads_nowhere_is_named_as_one(bench):
    bench.out.symlink_to("nowhere")

    done = bench.run(bench.notebook("a", "1"))

    assert done.returncode == 2
    assert f"{bench.out}: is a link to nowhere, which is no folder" in done.stderr


def test_a_folder_that_another_user_has_locked_is_waited_for(bench):
    """Whose lock may not be written to, in a folder that both may write to."""
    bench.out.mkdir()
    lock = bench.out / ".lock"
    with lock.open("w") as held:
        lock.chmod(0o444)
        fcntl.flock(held, fcntl.LOCK_EX)
        process = bench.start("run", bench.notebook("a", "1"), "--out", bench.out, preexec_fn=without_override)
        assert process.stderr.readline() == "waiting for another process\n"
        lock.unlink()

    told, said = process.communicate(timeout=60)
    assert (process.returncode, told) == (0, f"{bench.out}/a.html\n"), said
