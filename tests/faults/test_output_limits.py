"""Cells that show too much: cut with a note that says so, in bounded memory and time, up to the published page."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

PRINTS = {
    "in one go": "print('x' * 50_000_000)",
    "in lines": "for n in range(500_000): print('x' * 99)",
}
ROWS = """
import pandas
pandas.set_option('display.html.table_schema', True)
pandas.set_option('display.max_rows', 1_000_000)
pandas.DataFrame({'n': range(100_000), 'text': 'some words'})
"""
MOST = 300  # megabytes; a worker that only imported what it needs has about 150


def peak(bench) -> dict[int, tuple[str, float]]:
    """Name each process that was started here and the megabytes it needed at most."""
    found = {}
    for line in bench.alive():
        try:
            status = Path(f"/proc/{line.split()[0]}/status").read_text()
        except OSError:
            continue
        words = dict(row.partition(":")[::2] for row in status.splitlines())
        if "VmHWM" in words:
            found[int(line.split()[0])] = (line, int(words["VmHWM"].split()[0]) / 1024)
    return found


def watched(bench, notebook):
    """Run a notebook; returns its page, its executed form, seconds, and the largest process but the kernel itself."""
    process = bench.start("run", notebook, "--out", bench.out, "--jobs", 1, "--timeout", 120)
    began, sizes = time.monotonic(), {}
    while process.poll() is None:
        assert time.monotonic() - began < 150, "the run outlived its own time limit"
        sizes |= peak(bench)
        time.sleep(0.1)
    assert process.returncode == 0, process.stderr.read()
    note = bench.here / "kernel"
    kernel = int(note.read_text()) if note.exists() else 0
    most = max((size for pid, (_, size) in sizes.items() if pid != kernel), default=0.0)
    page = (bench.out / f"{notebook.stem}.html").read_bytes()
    return page, (bench.out / f"{notebook.stem}.ipynb").read_bytes(), time.monotonic() - began, most


def whose(bench) -> str:
    return f"import os; open({str(bench.here / 'kernel')!r}, 'w').write(str(os.getpid()))"


@pytest.mark.parametrize("how", PRINTS)
def test_fifty_megabytes_of_print_are_cut_with_a_note(how, bench):
    page, executed, seconds, most = watched(bench, bench.notebook("prints", whose(bench), PRINTS[how]))

    (output,) = json.loads(executed)["cells"][1]["outputs"]
    text = "".join(output["text"])
    assert "[cut: 50,000,00" in text
    assert "100,000 are kept]" in text
    assert len(executed) < 200_000
    assert len(page) < 200_000
    assert most < MOST, f"{most:.0f} MB"
    assert seconds < 60


def test_a_table_of_a_hundred_thousand_rows_is_cut_with_a_note(bench):
    page, executed, seconds, most = watched(bench, bench.notebook("rows", whose(bench), ROWS))

    (output,) = json.loads(executed)["cells"][1]["outputs"]
    assert len(output["data"]["application/vnd.dataresource+json"]["data"]) == 1000
    assert "100,000 rows, 1,000 are kept as a table" in "".join(output["data"]["text/plain"])
    assert len(page) < 300_000
    assert most < 2 * MOST, f"{most:.0f} MB"  # the table arrives whole, as one message
    assert seconds < 90


def test_many_outputs_and_many_charts_of_one_cell_are_counted(bench):
    cell = "from IPython.display import display\nfor n in range(5000): display(n)"
    page, executed, _, _ = watched(bench, bench.notebook("many", cell))

    outputs = json.loads(executed)["cells"][0]["outputs"]
    assert len(outputs) == 501
    assert "4,500 more outputs were shown, 500 are kept" in "".join(outputs[-1]["text"])
    assert len(page) < 300_000


def test_what_is_cut_says_so_on_the_page_too(bench):
    cells = ["print('y' * 60_000)", ROWS.replace("100_000", "3_000")]
    page, _, _, _ = watched(bench, bench.notebook("long", *cells))

    assert "共 60001 个".encode() in page
    assert b"y" * 60_000 not in page
    assert "只显示前 200 行，共 3000 行".encode() in page
