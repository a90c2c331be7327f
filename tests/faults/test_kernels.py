"""Notebooks that do not end, kernels that die, runners that are killed: a named failure, and no process left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

TIMEOUT = {"fork": 3.0, "ordinary": 12.0}  # an ordinary kernel starts within it, on a busy machine too
ENDLESS = {
    "a Python loop": "while True: pass",
    "a C call that holds the GIL": "import re; re.match(r'(a+)+$', 'a' * 60 + 'b')",
    "a swallowed KeyboardInterrupt": """
while True:
    try:
        while True: pass
    except KeyboardInterrupt: pass
""",
    "signals ignored": """
import signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)
while True: time.sleep(1)
""",
    "a child process": "import subprocess; subprocess.run(['sleep', '600'])",
    "a child in a session of its own": """
import subprocess, time
subprocess.Popen(['sleep', '600'], start_new_session=True)
time.sleep(600)
""",
    "a daemon that was orphaned": """
import subprocess, time
subprocess.run(['sh', '-c', 'setsid sh -c "trap : INT TERM HUP; sleep 600; sleep 600" & '])
time.sleep(600)
""",
    "a lock that nobody releases": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
}


@pytest.fixture
def mark():
    """A word in the environment of everything that a test starts."""
    return f"hfdata-test-{uuid.uuid4().hex}"


def alive(mark: str) -> list[str]:
    """Command lines of processes that carry the mark; a zombie is nobody's."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                environ, state = (entry / "environ").read_bytes(), (entry / "stat").read_text().rpartition(")")[2]
                if mark.encode() in environ and state.split()[0] != "Z":
                    found.append(f"{entry.name} {(entry / 'cmdline').read_bytes()!r}")
            except OSError:
                continue
    return found


def none_alive(mark: str, within: float) -> list[str]:
    """Wait for the processes with the mark to go; returns those that have not."""
    until = time.monotonic() + within
    while (left := alive(mark)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def notebook(*cells: str) -> bytes:
    cells_ = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
        for n, cell in enumerate(cells)
    ]
    return json.dumps({"cells": cells_, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


CASES = [(name, "fork") for name in ENDLESS] + [(name, "ordinary") for name in list(ENDLESS)[1:7:2]]


@pytest.mark.parametrize(("name", "kernels"), CASES)
def test_a_cell_without_end_fails_in_time_and_leaves_nothing(name, kernels, mark, tmp_path):
    execute(Job(notebook("1")), kernels=kernels)  # so that what is timed is not the fork server's start
    note = tmp_path / "kernel"
    first = f"import os; os.environ['MARK'] = {mark!r}; open({str(note)!r}, 'w').write(str(os.getpid()))"
    cells = notebook(first, ENDLESS[name])
    began = time.monotonic()
    outcome = execute(Job(cells, timeout=TIMEOUT[kernels]), kernels=kernels)
    took = time.monotonic() - began

    assert (outcome.ok, outcome.kind, outcome.cell) == (False, "timeout", 2)
    assert took < TIMEOUT[kernels] + 5
    assert none_alive(mark, 0.0) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


@pytest.mark.parametrize("kernels", ["fork", "ordinary"])
@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import os; os._exit(0)", "exit code 0"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
        ("import os, time; os.kill(os.getppid(), 9); time.sleep(9)", "SIGKILL"),  # whoever keeps the kernel
        ("import os; os.killpg(0, 15)", "SIGTERM"),
    ],
)
def test_a_kernel_that_dies_is_noticed_at_once_and_by_name(cell, words, kernels):
    execute(Job(notebook("1")), kernels=kernels)
    began = time.monotonic()
    outcome = execute(Job(notebook("1", cell, "'later'"), timeout=60), kernels=kernels)

    assert (outcome.ok, outcome.kind, outcome.cell) == (False, "died", 2)
    assert words in outcome.cause
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("kernels", ["fork", "ordinary"])
def test_memory_that_runs_out_is_an_error_of_the_cell(kernels):
    outcome = execute(Job(notebook("1", "bytearray(1 << 60)")), kernels=kernels)

    assert (outcome.kind, outcome.cell) == ("error", 2)
    assert "MemoryError" in outcome.cause


def test_a_kernel_that_does_not_start_says_its_last_words(monkeypatch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys; 'ipykernel_launcher' in str(sys.orig_argv) and sys.exit('no licence')"
    )
    outcome = execute(Job(notebook("1"), env={"PYTHONPATH": str(tmp_path)}), kernels="ordinary")

    assert (outcome.ok, outcome.kind) == (False, "start")
    assert "no licence" in outcome.cause


def test_a_kernel_that_never_gets_ready_fails_in_time(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, time; 'ipykernel_launcher' in str(sys.orig_argv) and time.sleep(600)"
    )
    began = time.monotonic()
    outcome = execute(Job(notebook("1"), timeout=3, env={"PYTHONPATH": str(tmp_path)}), kernels="ordinary")

    assert (outcome.ok, outcome.kind, outcome.cause) == (False, "start", "the kernel did not start in time")
    assert time.monotonic() - began < 8


RUNNER = """
import sys
from hfdata.runs.executing.job import Job
from hfdata.runs.workers.pool import Pool
from hfdata.runs.executing.execute import execute
from pathlib import Path

with Pool(2, executes=execute, kernels=sys.argv[1]) as pool:
    jobs = [pool.submit(execute, Job(Path(name).read_bytes(), timeout=300), kernels="fork") for name in sys.argv[2:]]
    print("started", flush=True)
    for job in jobs:
        print(job.result())
"""
STARTED = "open({path!r}, 'w').close()\n"


@pytest.mark.parametrize("kernels", ["fork", "ordinary"])
@pytest.mark.parametrize("cell", [ENDLESS[name] for name in list(ENDLESS)[1:7:2]], ids=list(ENDLESS)[1:7:2])
def test_nothing_outlives_a_runner_that_is_killed(cell, kernels, mark, tmp_path):
    names, begun = [], []
    for number in range(2):
        begun.append(tmp_path / f"begun-{number}")
        names.append(tmp_path / f"{number}.ipynb")
        names[-1].write_bytes(notebook(STARTED.format(path=str(begun[-1])), cell))
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER, kernels, *map(str, names)], env=os.environ | {"MARK": mark}
    )
    until = time.monotonic() + 60
    while not all(path.exists() for path in begun):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)
    assert len(alive(mark)) > 3

    runner.send_signal(signal.SIGKILL)
    runner.wait()

    assert none_alive(mark, 5.0) == []
