"""Notebooks that do not end, kernels that die or never start: a named failure, in time, and no process left."""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job, Outcome
from hfdata.runs.request import Request

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

TIMEOUT = {"fork": 5.0, "ordinary": 12.0}  # a kernel starts within it, on a busy machine too
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


def notebook(*cells: str) -> bytes:
    cells_ = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
        for n, cell in enumerate(cells)
    ]
    return json.dumps({"cells": cells_, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def shown(outcome) -> list[str]:
    """What the failed cell shows in the notebook that is kept: texts, and names of errors."""
    cell = next(cell for cell in json.loads(outcome.notebook)["cells"] if cell["id"] == "c1")
    return [output.get("text") or output["ename"] for output in cell["outputs"]]


CASES = [(name, "fork") for name in ENDLESS] + [(name, "ordinary") for name in list(ENDLESS)[1:7:2]]
# ipykernel hands on what is printed a moment later; what has not left the kernel by then dies with it.
SAID = "print('so far', flush=True); __import__('time').sleep(0.5)\n"


@dataclass(frozen=True)
class Ended:
    """How a notebook ended: its outcome, the seconds it took, its kernel, and what was left of it at that moment."""

    outcome: Outcome
    took: float
    kernel: int
    left: list[str]


@pytest.fixture(scope="module")
def ended(tmp_path_factory) -> dict[tuple[str, str], Ended]:
    """How each of ``CASES`` ended; all at the same time, since they do little but wait for their limits."""
    notes = tmp_path_factory.mktemp("kernels")
    execute(Job(notebook("1")))  # so that what is timed is not the fork server's start

    def one(case: tuple[str, str]) -> Ended:
        name, kernels = case
        mark, note = f"hfdata-test-{uuid.uuid4().hex}", notes / f"{kernels} {name}"
        first = f"import os; os.environ['MARK'] = {mark!r}; open({str(note)!r}, 'w').write(str(os.getpid()))"
        cells = notebook(first, SAID + ENDLESS[name])
        began = time.monotonic()
        outcome = execute(Job(cells, timeout=TIMEOUT[kernels]), kernels=kernels)
        return Ended(outcome, time.monotonic() - began, int(note.read_text()), alive(mark))

    with ThreadPoolExecutor(len(CASES)) as threads:
        return dict(zip(CASES, threads.map(one, CASES), strict=True))


@pytest.mark.parametrize(("name", "kernels"), CASES)
def test_a_cell_without_end_fails_in_time_and_leaves_nothing(name, kernels, ended):
    end = ended[name, kernels]

    assert (end.outcome.ok, end.outcome.kind, end.outcome.cell) == (False, "timeout", 2)
    assert end.took < TIMEOUT[kernels] + 5
    assert end.left == []
    assert shown(end.outcome) == ["so far\n", "TimeIsUp"]
    with pytest.raises(ProcessLookupError):
        os.kill(end.kernel, 0)


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
    outcome = execute(Job(notebook("1", SAID + cell, "'later'"), timeout=60), kernels=kernels)

    assert (outcome.ok, outcome.kind, outcome.cell) == (False, "died", 2)
    assert words in outcome.cause
    assert shown(outcome) == ["so far\n", "KernelGone"]
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("kernels", ["fork", "ordinary"])
def test_each_notebook_has_a_folder_of_its_own_and_ours_stays_where_it_is(kernels, tmp_path):
    """papermill changes the folder of the whole process, so two at a time read each other's files."""
    before = Path.cwd()
    homes = [tmp_path / name for name in "ab"]
    for home in homes:
        home.mkdir()
        (home / "which.txt").write_text(home.name)
    cells = notebook("import time; time.sleep(0.3)", "open('which.txt').read()")
    with ThreadPoolExecutor(3) as threads:
        runs = [threads.submit(execute, Job(cells, cwd=home), kernels=kernels) for home in homes]
        alone = threads.submit(execute, Job(notebook("1", "import os; os.listdir()")), kernels=kernels)

    read = [json.loads(run.result().notebook)["cells"][1]["outputs"] for run in [*runs, alone]]
    assert [output["data"]["text/plain"] for (output,) in read] == ["'a'", "'b'", "[]"]
    assert Path.cwd() == before


def test_a_run_has_a_time_limit_without_being_asked():
    assert Job(b"").timeout == Request().timeout == 600


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


FAULTS = {  # what is said of each
    "killed": ("import os; os.kill(os.getpid(), 9)", "its process was ended by SIGKILL"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "its process was ended by SIGSEGV"),
    "left": ("import os; os._exit(0)", "its process left with exit code 0"),
    "exit-0": ("import sys; sys.exit(0)", "sys.exit(0) ended the notebook before its end"),
    "quit": ("quit()", "exit() or quit() ended the kernel"),
    "asks": ("input()", "a run has nobody to answer; make it a parameter"),
    "memory": ("bytearray(1 << 60)", "MemoryError"),
    "keeper": ("import os, time; os.kill(os.getppid(), 9); time.sleep(60)", "its process was ended by SIGKILL"),
    "files": ("import os; os.closerange(3, 1000)", "the kernel is gone"),
    "frozen": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "not finished when the time was up"),
    "endless": ("while True: pass", "--timeout is 8 s"),
    "display": ("class A:\n    def _repr_html_(self): 1 / 0\nA()", "ZeroDivisionError"),
}


def test_each_fault_of_a_run_is_told_by_name_and_costs_no_other_report(with_report):
    bench = with_report
    before = bench.files()
    faulty = [bench.notebook(name, "'first'", SAID + cell, "'later'") for name, (cell, _) in FAULTS.items()]
    tagged = bench.notebook("tagged", "1 / 0")
    whole = json.loads(tagged.read_text())
    whole["cells"][0]["metadata"]["tags"] = ["raises-exception"]
    whole["metadata"]["execution"] = {"allow_errors": True}
    tagged.write_text(json.dumps(whole))
    others = [bench.notebook("after", "2 + 2"), bench.notebook("good", "1 + 1")]

    done = bench.run(*faulty, tagged, *others, "--timeout", 8, "--jobs", 4)

    assert done.returncode == 1, done.stderr
    said = {line.split()[2]: line for line in done.stderr.splitlines() if " failed   " in line}
    assert said.keys() == {*FAULTS, "tagged"}
    for name, (_, words) in FAULTS.items():
        assert words in said[name]
        assert " cell 2: " in said[name]
        assert float(said[name].split()[3]) < 8 + 5
        assert f"(see {bench.out}/.failed/{name}.ipynb)" in said[name]
    assert "cell 1: ZeroDivisionError" in said["tagged"]
    assert "Traceback" not in done.stderr
    assert set(done.stdout.splitlines()) == {f"{bench.out}/after.html", f"{bench.out}/good.html"}
    after = bench.files()
    assert {name for name in after if name.startswith(".failed/")} == {f".failed/{name}.ipynb" for name in said}
    for name in FAULTS:
        kept = json.loads(after[f".failed/{name}.ipynb"])["cells"]
        assert kept[0]["source"].startswith("# This run failed in cell 2")
        assert kept[2]["outputs"][0]["text"] == "so far\n"
        assert kept[3]["outputs"] == []
    assert json.loads(after["manifest.json"])["reports"].keys() == {"after", "good"}
    assert {name: after[name] for name in before if name.startswith("good")} == {
        name: content for name, content in before.items() if name.startswith("good")
    }
    assert bench.left_after(3) == []
    assert bench.leftovers() == []
