"""Six real ``hfdata run`` into one folder, and a reader who looks all the time: every document is one run's, whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

WRITERS = 6
MARKS = 2_000  # of each run in its documents, so that a document made of two would show it
CELL = """
import altair as alt
import hfdata as hf
hf.charts.use_theme()
print("run-{n} " * {marks})
alt.Chart(alt.Data(values=[{{"run": "run-{n}", "key": 1}}])).mark_bar().encode(x="key:Q", y="run:N")
"""
RUN = re.compile(rb"run-\d")
LINK = re.compile(r'(?:href|src)="([\w./-]+)"')


class Looker:
    """Reads every document again and again; what is not one run's, whole, is in ``broken``."""

    def __init__(self, out):
        self.out, self.broken, self.whose, self.looks = out, [], {}, 0

    def look(self) -> None:
        for name in self.listed():
            try:
                content = (self.out / name).read_bytes()
            except FileNotFoundError:
                continue  # of the report before, gone since it was listed
            self.looks += 1
            if not self.is_whole(name, content):
                self.broken.append((name, content[:80], content[-80:]))
            if name.startswith("same") and (found := set(RUN.findall(content))):
                self.whose.setdefault(name, set()).update(found)

    def listed(self) -> Iterator[str]:
        """Name what is published, as a server would find it, folders that vanish meanwhile or not."""
        for folder, _, names in os.walk(self.out):
            for name in names:
                path = Path(folder, name).relative_to(self.out).as_posix()
                if not path.startswith("."):
                    yield path

    def is_whole(self, name: str, content: bytes) -> bool:
        marks = RUN.findall(content)
        if name.startswith(("same", "own")) and len(set(marks)) != 1:
            return False
        if name.endswith(".html"):
            return content.rstrip().endswith(b"</html>") and self.leads_somewhere(name, content)
        if name.endswith((".json", ".ipynb")):
            try:
                json.loads(content)
            except ValueError:
                return False
        return not name.endswith(".ipynb") or len(marks) > MARKS

    def leads_somewhere(self, name: str, content: bytes) -> bool:
        """Whether all files of its report that a page links to are there, unless the page is another one by now."""
        links = [link for link in LINK.findall(content.decode()) if link.startswith(name.removesuffix(".html"))]
        assert links or not name.startswith("same")
        lost = [link for link in links if not (self.out / link).exists()]
        return not lost or (self.out / name).read_bytes() != content


def test_six_runs_in_one_folder_and_a_reader_who_sees_only_whole_documents(bench):
    processes = []
    for n in range(WRITERS):
        home = bench.here / str(n)
        home.mkdir()
        cell = CELL.format(n=n, marks=MARKS)
        # The same report, each time another; one of one's own; and, by a parameter, one that two runs make alike.
        same = bench.notebook(f"{n}/same", cell)
        own = bench.notebook(f"{n}/own{n}", f"print('run-{n} ' * {MARKS + 1})", parameters="number: int = 0")
        words = [same, own, "-p", "number", n // 2, "--out", bench.out, "--jobs", 1, "--force"]
        processes.append(bench.start("run", *words))
    looker = Looker(bench.out)
    while any(process.poll() is None for process in processes):
        looker.look()
        time.sleep(0.002)
    ends = [process.communicate() for process in processes]

    assert [process.returncode for process in processes] == [0] * WRITERS, ends
    assert looker.broken == []
    assert looker.looks > 100
    # Seen between their turns, and not only at the end.
    assert len(looker.whose["same.html"]) > 2
    files = bench.files()
    manifest = json.loads(files.pop("manifest.json"))
    named = dict(manifest["shared"])
    for report in manifest["reports"].values():
        named |= report["files"]
    assert named == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert set(manifest["reports"]) >= {"same", "own0"}
    assert len(manifest["reports"]) == 1 + WRITERS
    assert len({RUN.findall(content)[0] for name, content in files.items() if name.startswith("same")}) == 1
    last = files["index.html"].decode()
    assert all(f'href="{report}.html"' in last for report in manifest["reports"])
    assert bench.leftovers() == []
