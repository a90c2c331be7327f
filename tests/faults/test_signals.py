"""Signals to a real ``hfdata run``: it stops soon, with the code a shell expects, and leaves nothing half-done."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
BEGUN = "open({!r}, 'w').close()"
HOLDS_THE_GIL = "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')"
CHILD_APART = """
import subprocess, time
subprocess.Popen(['sh', '-c', 'trap : INT TERM HUP; sleep 600; sleep 600'], start_new_session=True)
time.sleep(600)
"""
IGNORES = """
import signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
while True: time.sleep(1)
"""
NEVER_END = {"holds": HOLDS_THE_GIL, "apart": CHILD_APART, "ignores": IGNORES}


@pytest.fixture
def stuck(with_report, wait_for):
    """Start a run whose notebooks never end, beside a report that is there already; returns when all have begun."""

    bench = with_report

    def start(*cells, **more):
        names = [bench.notebook(n, BEGUN.format(str(bench.here / f"{n}.begun")), NEVER_END[n], "2 + 2") for n in cells]
        process = bench.start("run", *names, "--out", bench.out, "--jobs", len(cells), **more)
        wait_for(lambda: all((bench.here / f"{n}.begun").exists() for n in cells) or process.poll() is not None)
        assert process.poll() is None, process.stderr.read()
        return process, bench.files()

    return start


def without_lock(files):
    return {name: content for name, content in files.items() if name != ".lock"}


def end_of(process, seconds=20.0):
    """Wait for the end; returns exit code as a shell gives it, seconds it took, and what was said."""
    began = time.monotonic()
    _, said = process.communicate(timeout=seconds)
    took = time.monotonic() - began
    return process.returncode if process.returncode >= 0 else 128 - process.returncode, took, said


@pytest.mark.parametrize(
    ("name", "ignored"),
    [("SIGINT", False), ("SIGTERM", False), ("SIGINT", True), ("SIGHUP", True)],
    ids=["SIGINT", "SIGTERM", "SIGINT that is ignored", "SIGHUP while SIGINT is ignored"],
)
def test_a_signal_stops_within_five_seconds_and_leaves_nothing(name, ignored, stuck, bench):
    # As `sh -c 'hfdata run &'` and nohup start it.
    ignore = (lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) if ignored else None
    process, before = stuck(*(["holds", "apart"] if name == "SIGTERM" else ["ignores"]), preexec_fn=ignore)

    process.send_signal(getattr(signal, name))
    code, took, said = end_of(process)

    assert code == CODES[name]
    assert took < 5
    assert bench.left_after(1) == []
    assert "Traceback" not in said
    assert without_lock(bench.files()) == without_lock(before)  # the reports byte by byte, the manifest too
    assert bench.leftovers() == []


def test_a_signal_to_the_whole_group_as_from_a_terminal(stuck, bench):
    process, before = stuck("holds", "apart", process_group=0)

    os.killpg(process.pid, signal.SIGINT)
    code, took, said = end_of(process)

    assert (code, bench.left_after(1)) == (130, [])
    assert took < 5
    assert "Traceback" not in said
    assert without_lock(bench.files()) == without_lock(before)


def test_impatience_changes_nothing(stuck, bench):
    process, before = stuck("apart")

    for number in (signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        process.send_signal(number)
        time.sleep(0.05)
    code, _, said = end_of(process)

    assert (code, bench.left_after(1)) == (130, [])
    assert "Traceback" not in said
    assert without_lock(bench.files()) == without_lock(before)


def test_a_signal_at_any_moment_of_a_start(bench):
    """Before anything is set up a signal ends the process as the system does: same code, nothing to clean up."""
    notebook = bench.notebook("stuck", "import time; time.sleep(600)")
    for n, delay in enumerate((0.1, 0.3, 0.5, 0.7, 1.0, 1.4, 2.0)):
        name = list(CODES)[n % 3]
        process = bench.start("run", notebook, "--out", bench.out)
        time.sleep(delay)
        process.send_signal(getattr(signal, name))
        code, took, said = end_of(process)

        assert (delay, code) == (delay, CODES[name]), said
        assert took < 5
        assert bench.left_after(1) == []
        assert bench.leftovers() == []
        assert bench.files().keys() <= {"manifest.json", "index.html"}
        # Python's own words, if it had not come to ours yet.
        assert "Traceback" not in said or said.endswith("KeyboardInterrupt\n")


def test_a_stopped_run_is_taken_up_again(stuck, bench):
    process, _ = stuck("apart")
    process.terminate()
    end_of(process)
    mended = bench.notebook("apart", "2 + 2")

    done = bench.run(mended, "--only-failed")

    assert (done.returncode, done.stdout) == (0, f"{bench.out}/apart.html\n")


def test_somebody_who_waits_for_the_folder_stops_as_well(stuck, bench, wait_for):
    first, _ = stuck("apart")
    second = bench.start("run", bench.notebook("good", "3 + 3"), "--out", bench.out)
    line = second.stderr.readline()
    assert line.startswith(f"waiting for process {first.pid}, which began at ")

    second.send_signal(signal.SIGINT)

    assert end_of(second)[0] == 130
    assert first.poll() is None
    first.terminate()
    assert end_of(first)[0] == 143


@pytest.mark.parametrize("kernels", ["forked", "ordinary"])
def test_nothing_outlives_a_run_that_is_killed_and_the_next_one_cleans_up(kernels, stuck, bench):
    env = {} if kernels == "forked" else {"HFDATA_TEST_THREAD": "1", "PYTHONPATH": str(no_forks(bench.here))}
    process, before = stuck(*NEVER_END, env=env)
    assert len(bench.alive()) > 6

    process.kill()
    process.communicate()

    assert bench.left_after(5) == []
    assert without_lock(bench.files()) == without_lock(before)
    assert [path for path in bench.leftovers() if path.startswith("t/")] == []  # no socket, no connection file, no key

    for name in NEVER_END:
        bench.notebook(name, "2 + 2")
    done = bench.run(*(bench.here / f"{name}.ipynb" for name in NEVER_END))
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert bench.leftovers() == []


def no_forks(here):
    """Make a folder that, on the import path, gives fork servers a thread, so that they refuse to fork."""
    folder = here / "path"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import os, sys, threading, time\n"
        "if 'hfdata.kernels.server' in sys.orig_argv:\n"
        "    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    )
    return folder


@pytest.mark.parametrize("victim", ["hfdata.kernels.server", "hfdata.runs.workers.worker"])
def test_when_one_of_the_processes_is_killed_the_run_says_so_and_the_others_go_on(victim, bench, wait_for):
    slow = bench.notebook("slow", BEGUN.format(str(bench.here / "begun")), "import time; time.sleep(4)")
    others = [bench.notebook(f"other{n}", f"{n}") for n in range(3)]
    process = bench.start("run", slow, *others, "--out", bench.out, "--jobs", 1)
    wait_for((bench.here / "begun").exists)

    # The server's worker and keepers are forks of it and bear its command line: the oldest is the server itself.
    found = sorted(int(line.split()[0]) for line in bench.alive() if victim in line)
    os.kill(found[0], signal.SIGKILL)
    code, _, said = end_of(process, 90)

    assert bench.left_after(1) == []
    assert bench.leftovers() == []
    assert "Traceback" not in said
    published = {name for name in bench.files() if name.endswith(".html")}
    assert published >= {f"other{n}.html" for n in range(3)}
    if "slow.html" in published:  # its page was drawn by another process
        assert code == 0
    else:
        assert code == 1
        assert "failed   slow" in said
        assert "gone" in said
