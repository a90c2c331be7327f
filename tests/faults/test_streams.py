"""Standard streams that are closed, full or left by their reader: a run does not end because its log does."""

from __future__ import annotations

import sys

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]


def pages(bench) -> dict[str, bytes]:
    return {name: content for name, content in bench.files().items() if name.endswith(".html")}


def test_a_reader_that_has_enough_costs_no_report(bench):
    """``hfdata run | head -1`` once left with 0 after the first report."""
    notebooks = [bench.notebook(f"n{n}", f"{n}") for n in range(4)]
    process = bench.start("run", *notebooks, "--out", bench.out, "--jobs", 1)
    assert process.stdout.readline() == f"{bench.out}/n0.html\n"
    process.stdout.close()
    said = process.stderr.read()

    assert process.wait() == 0, said
    assert "4 executed" in said
    assert pages(bench).keys() == {"index.html", *(f"n{n}.html" for n in range(4))}


def test_a_log_on_a_full_disk_and_closed_streams_cost_no_report(bench):
    notebook = bench.notebook("n", "import os; print(os.system('echo from a child; echo and its error >&2'))")
    found = []
    for redirected, code in ((">/dev/full", 2), ("2>/dev/full", 0), ("<&- >&- 2>&-", 0)):
        done = bench.run(notebook, "--force", redirected=redirected)
        found.append(pages(bench))
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        if code:
            assert "the list of pages could not be written (No space left on device)" in done.stderr
        else:
            assert done.stderr == ""

    # With its streams closed, a process takes their numbers for files it opens, and a child writes into these.
    assert found[0].keys() == {"index.html", "n.html"}
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("command", [["audit"], ["params", "welfare"]])
def test_other_commands_say_that_they_were_not_heard(command, bench):
    full = bench.start(*command, redirected=">/dev/full")
    assert full.communicate()[1] == "hfdata: output: No space left on device\n"
    assert full.returncode == 2

    left = bench.start(*command)
    left.stdout.close()
    assert left.wait() == 141
    assert left.stderr.read() == ""


@pytest.mark.parametrize("option", ["--out", "--data"])
def test_an_empty_name_is_not_the_default(option, bench):
    """``--data "$UNSET"`` would run with other data than was meant."""
    process = bench.start("run", bench.notebook("n", "1"), option, "")

    assert "the name is empty" in process.communicate()[1]
    assert process.returncode == 2
    assert sorted(path.name for path in bench.here.iterdir()) == ["n.ipynb", "t"]
