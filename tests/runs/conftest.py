"""Stand-ins for kernels and pages, so that what is run, and what becomes of it, can be tested in milliseconds."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hfdata.dataset import folder
from hfdata.runs.check import check
from hfdata.runs.deciding import keys
from hfdata.runs.executing.job import Job, Outcome
from hfdata.runs.planning.notebooks import SET
from hfdata.runs.rendering.sheet import Front, Rendered, Sheet
from hfdata.runs.request import Request, Summary
from hfdata.runs.run import run
from hfdata.runs.workers import tasks

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = 'release: str = "haifeng-2023-11-01"  # which\nlang: str = "zh"  # zh | en: language\n'


def notebook(text: str, cell: str = PARAMETERS) -> bytes:
    """A notebook as JupyterLab writes it: its parameters and one line of prose."""
    cells = [
        {"cell_type": "code", "id": "p", "metadata": {"tags": ["parameters"]}, "source": cell, "outputs": [],
         "execution_count": None},
        {"cell_type": "markdown", "id": "t", "metadata": {}, "source": text},
    ]  # fmt: skip
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@dataclass
class Desk(Executor):
    """Executes and renders by hand: a page shows the notebook's text and parameters, and has one chart.

    ``executed`` and ``rendered`` name what was done; notebooks in ``broken`` fail, those in ``deadly`` kill a worker;
    ``chart`` names the chart's file.
    """

    executed: list[str] = field(default_factory=list)
    rendered: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    deadly: set[str] = field(default_factory=set)
    unpaged: set[str] = field(default_factory=set)
    chart: str = "one"
    before: object = None

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        try:
            if callable(self.before):
                self.before(len(self.executed))
            work = {tasks.execute: self._execute, tasks.render: self._render, tasks.index: index}.get(fn)
            future.set_result(work(*args) if work else None)
        except RuntimeError as error:
            future.set_exception(error)
        return future

    def _execute(self, job: Job) -> Outcome:
        text = json.loads(job.notebook)["cells"][1]["source"]
        name = " ".join([text, *map(str, job.parameters.values())])
        self.executed.append(name)
        if text in self.deadly:
            raise RuntimeError("the worker died")
        ran = notebook(f"{text} {json.dumps(job.parameters)}")
        if text in self.broken:
            return Outcome(False, ran, "error", "ValueError: no", 2, 0.5)
        return Outcome(True, ran, None, "", None, 0.5)

    def _render(self, sheet: Sheet) -> Rendered:
        name = sheet.place.name
        self.rendered.append(name)
        if name in self.unpaged:
            raise RuntimeError("no page")
        text = json.loads(sheet.notebook)["cells"][1]["source"].encode()
        files = {
            f"{name}.html": b"<p>" + text + str(sheet.place.set_of).encode(),
            f"{name}/{self.chart}.csv": text,
            sheet.executed: sheet.notebook,
        }
        return Rendered(files, {"href": f"{name}.html"}, 0.1)

    def names(self) -> list[str]:
        """Sort what was executed."""
        return sorted(self.executed)


def index(front: Front) -> dict[str, bytes]:
    """An index that lists its pages, and the one file that all share."""
    pages = [card["href"] for card in front.cards] + [f"{sheet.place.name}.html" for sheet in front.sheets]
    return {"index.html": repr(sorted(pages)).encode(), "assets/vega-1.js": b"vega"}


@dataclass
class Bench:
    """A data folder, the eight notebooks, an output folder and a cache, all to be changed at will."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def desk(self, **habits) -> Desk:
        """Somebody to do the work."""
        return Desk(**habits)

    def notebook(self, text: str, cell: str = PARAMETERS) -> bytes:
        """A notebook with one line of prose."""
        return notebook(text, cell)

    def run(self, desk: Desk, *, tell=lambda event: None, **options) -> Summary:
        """Run into the output folder."""
        request = Request(**{"data": str(self.data), "out": self.out} | options)
        return run(request, tell, executor=desk)

    def check(self, desk: Desk, **options) -> list[str]:
        """Rebuild and compare."""
        return check(Request(**{"data": str(self.data), "out": self.out} | options), executor=desk)

    def files(self) -> dict[str, bytes]:
        """What is in the output folder."""
        found = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}

    def manifest(self) -> dict:
        """What the manifest says."""
        return json.loads((self.out / "manifest.json").read_bytes())


@pytest.fixture(autouse=True)
def _no_power_cut(monkeypatch):
    """Nobody pulls the plug during these tests, so nothing waits for the disk."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def two(bench, two_releases) -> Bench:
    """A bench with a second release."""
    shutil.rmtree(bench.data)
    shutil.copytree(two_releases, bench.data)
    return bench


@pytest.fixture
def bench(tmp_path, monkeypatch) -> Bench:
    """A bench with one release."""
    made = Bench(tmp_path)
    shutil.copytree(ROOT / "data", made.data)
    made.notebooks.mkdir()
    for name in SET:
        (made.notebooks / f"{name}.ipynb").write_bytes(notebook(name))
    package = tmp_path / "package"
    for name in (
        "charts/bars.py",
        "report/page.py",
        "labels.py",
        "runs/planning/plan.py",
        "cli/__init__.py",
        "fonts/f.otf",
    ):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1\n")
    monkeypatch.setattr(keys, "PACKAGE", package)
    monkeypatch.setattr(folder, "notebooks", lambda: made.notebooks)
    monkeypatch.setattr(tasks, "index", index)
    monkeypatch.setenv("HFDATA_CACHE", str(tmp_path / "cache"))
    return made
