"""Runs on a cluster whose workers, scheduler and clients are killed: each published once, nothing left behind."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from hfdata.dataset import folder
from hfdata.runs.cluster.connect import connected
from hfdata.runs.stop import Signals
from hfdata.runs.workers.work import ExecutorLost

pytestmark = [pytest.mark.cluster, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]
pytest.importorskip("distributed")

CHART = """
from hfdata import charts
charts.use_theme()
figures = hf.load().figures(release="haifeng-2023-11-01", indicator="environment.waste-piles-cleared")
charts.limit_bars(figures, title="t", name="piles")
"""
HOLDS_THE_GIL = "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')"
WORKER = """
import os, signal, time
pid = os.getpid()
while b"dask_worker" not in open(f"/proc/{pid}/cmdline", "rb").read():
    pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
"""
KILLS_ITS_WORKER = f"{WORKER}os.kill(pid, signal.SIGKILL)"


def started_in(folder) -> list[str]:
    """Processes that live and whose temporary folder is this one."""
    return [
        entry.name
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and f"TMPDIR={folder}".encode() in environment(entry)
    ]


def environment(process) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def soon(wait, then) -> threading.Thread:
    """Do something as soon as something is so, while something else goes on."""

    def watch() -> None:
        until = time.monotonic() + 60
        while not wait() and time.monotonic() < until:
            time.sleep(0.02)
        then()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


def test_a_cluster_makes_the_same_bytes_and_keeps_nothing(dask, desk):
    own = desk.notebook("own", "import hfdata as hf; len(hf.load().releases)", CHART)
    summary = desk.run(dask, own)

    assert (summary.exit_code, summary.tally.executed) == (0, 1)
    assert dask.nothing_left()
    assert not list(dask.folder.glob("scratch/**/hfdata-*"))
    files = {path: path.read_bytes() for path in desk.out.rglob("*") if path.is_file()}
    assert {".html", ".svg", ".csv"} <= {path.suffix for path in files}
    assert desk.run("", own, force=True).exit_code == 0
    assert {path: path.read_bytes() for path in desk.out.rglob("*") if path.is_file()} == files


def test_a_cluster_of_this_machine_makes_the_same_bytes_and_leaves_nothing(desk, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(scratch := tmp_path / "scratch"))
    scratch.mkdir()
    there, here = (tmp_path / name for name in ("there", "here"))
    command = desk.command("local:2", "health", "culture", "--out", str(there))
    pages, said = command.communicate(timeout=120)

    assert (command.returncode, "4 executed, 0 reused, 0 failed" in said) == (0, True), said
    assert sorted(pages.split()) == sorted(map(str, there.glob("*/*/*.html")))
    assert list(scratch.iterdir()) == []
    until = time.monotonic() + 5
    while (left := started_in(scratch)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    summary = desk.run("", "health", "culture", out=here, force=True)
    assert summary.tally.executed == 4
    files = {path.relative_to(there): path.read_bytes() for path in there.rglob("*") if path.is_file()}
    assert files == {path.relative_to(here): path.read_bytes() for path in here.rglob("*") if path.is_file()}


def test_what_was_sent_is_kept_by_nobody(dask, desk):
    with connected(dask.address, folder.read(desk.data), Signals()) as cluster:
        assert cluster._client.scheduler_comm.recent_message_log.maxlen == 0


def test_what_a_killed_worker_was_doing_is_done_again_and_published_once(dask, desk):
    once = f"{WORKER}\nif open({str(desk.root / 'begun')!r}).read().count('victim') == 1: os.kill(pid, signal.SIGKILL)"
    notebooks = [desk.notebook(f"n{n}") for n in range(4)]
    summary = desk.run(dask, desk.notebook("victim", once), *notebooks)

    assert summary.failures == {}
    assert desk.finished("executed") == desk.pages == ["n0", "n1", "n2", "n3", "victim"]
    assert desk.begun.count("victim") == 2
    assert dask.nothing_left()


def test_a_notebook_that_always_kills_its_worker_fails_alone(dask, desk):
    notebooks = [desk.notebook(f"n{n}", "import time; time.sleep(0.1)") for n in range(4)]
    summary = desk.run(dask, notebooks[0], desk.notebook("deadly", KILLS_ITS_WORKER), *notebooks[1:])

    assert summary.exit_code == 1
    assert summary.failures == {
        "deadly": "2 workers ended while they did this run and nothing else (as when memory runs out); the workers' "
        "logs say how"
    }
    assert desk.finished("executed") == desk.pages == [f"n{n}" for n in range(4)]
    assert dask.nothing_left()


def test_a_worker_killed_beside_a_kernel_that_holds_the_gil_leaves_nothing(dask, desk, kill):
    endless = desk.notebook("endless", HOLDS_THE_GIL)

    def kill_all() -> None:
        for worker in dask.workers:
            worker.send_signal(signal.SIGKILL)
        for worker in dask.workers:
            worker.wait()
        assert dask.nothing_left(5.0)
        kill(dask.scheduler)

    watch = soon(lambda: desk.begun, kill_all)
    with pytest.raises(ExecutorLost):
        desk.run(dask, endless)
    watch.join()
    assert not dask.left()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_whoever_asked_stops_and_so_do_the_kernels(dask, desk, number):
    command = desk.command(dask, *(desk.notebook(f"n{n}", HOLDS_THE_GIL) for n in range(5)))
    try:
        soon(lambda: len(desk.begun) == 3, lambda: command.send_signal(number)).join()
        began = time.monotonic()
        _, said = command.communicate(timeout=10)
    finally:
        command.kill()
    assert dask.nothing_left(5.0 - (time.monotonic() - began))
    assert command.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in said
    assert len(desk.begun) == 3


def test_when_the_scheduler_is_lost_what_was_done_stays_done_and_only_failed_continues(dask, desk, kill):
    quick = [desk.notebook(f"a{n}") for n in range(2)]
    again = desk.root / "again"
    waits = f"import os, time\nwhile not os.path.exists({str(again)!r}): time.sleep(0.1)"
    slow = [desk.notebook(f"b{n}", waits) for n in range(2)]  # the third worker is for the others
    command = desk.command(dask, *quick, *slow)
    soon(lambda: len(desk.pages) == 2, lambda: kill(dask.scheduler)).join()
    try:
        pages, said = command.communicate(timeout=20)
    finally:
        command.kill()

    assert command.returncode == 2
    assert f"the Dask scheduler {dask.address} is lost" in said
    assert "--only-failed" in said
    assert "Traceback" not in said
    assert len(pages.splitlines()) == 2
    assert desk.pages == ["a0", "a1"]
    assert dask.nothing_left()

    again.touch()
    dask.complete()
    desk.run(dask, *quick, *slow, only_failed=True)
    assert desk.finished("executed") == ["b0", "b1"]
    assert desk.pages == ["a0", "a1", "b0", "b1"]
