"""A real Dask scheduler with worker processes on loopback, to be killed at will, and notebooks that misbehave."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hfdata.runs.progress import Event
from hfdata.runs.request import Request, Summary
from hfdata.runs.run import run

ROOT = Path(__file__).resolve().parents[2]


def wait_for(fact: Callable[[], object], within: float = 30.0) -> object:
    """Wait until something is so, and return it; it is a failure if it does not become so."""
    until = time.monotonic() + within
    while not (found := fact()):
        assert time.monotonic() < until, f"not within {within} s"
        time.sleep(0.05)
    return found


@dataclass
class Dask:
    """A scheduler and its workers; everything that descends from them carries ``mark`` in its environment."""

    folder: Path
    env: dict[str, str]
    mark: str = field(default_factory=lambda: f"hfdata-test-{uuid.uuid4().hex}")
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    @property
    def address(self) -> str:
        return json.loads((self.folder / "scheduler.json").read_bytes())["address"]

    def complete(self, workers: int = 3) -> None:
        """See to it that there are a scheduler and workers of one thread each, whatever was killed before."""
        self.workers = [each for each in self.workers if each.poll() is None]
        file = self.folder / "scheduler.json"
        if self.scheduler is None or self.scheduler.poll() is not None:
            self.end()
            file.unlink(missing_ok=True)
            options = ("--host=127.0.0.1", "--port=0", "--no-dashboard", f"--scheduler-file={file}")
            self.scheduler = self._start("scheduler", *options)
            wait_for(lambda: file.exists() and file.stat().st_size)
        while len(self.workers) < workers:
            self.worker()

    def worker(self, **env: str) -> subprocess.Popen:
        """Add a worker."""
        scratch = f"--local-directory={self.folder / 'scratch'}"
        options = ("--no-nanny", "--nthreads=1", "--no-dashboard", "--host=127.0.0.1", scratch)
        self.workers.append(self._start("worker", self.address, *options, **env))
        return self.workers[-1]

    def _start(self, what: str, *options: str, **env: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *options],
            env={**os.environ, **self.env, "MARK": self.mark, **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / f"{what}.log").open("ab"),
        )

    def left(self) -> list[int]:
        """What lives of that which workers have started."""
        mine = {each.pid for each in (self.scheduler, *self.workers) if each}
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) not in mine:
                try:
                    dead = (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
                    if self.mark.encode() in (entry / "environ").read_bytes() and not dead:
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def nothing_left(self, within: float = 5.0) -> bool:
        """Whether no process that a worker started is left, soon."""
        wait_for(lambda: not self.left(), within)
        return True

    def end(self) -> None:
        """Kill them all."""
        for each in (*self.workers, self.scheduler):
            if each:
                each.kill()
                each.wait()
        self.workers.clear()


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Dask]:
    """A scheduler and its workers, some of which a test may have killed."""
    made = Dask(tmp_path_factory.mktemp("dask"), {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"})
    try:
        yield made
    finally:
        made.end()
    wait_for(lambda: not made.left(), 5.0)


@pytest.fixture
def dask(machines) -> Dask:
    """A scheduler and three workers."""
    machines.complete()
    return machines


@dataclass
class Desk:
    """Where somebody sits who has notebooks run."""

    root: Path
    data: Path
    events: list[Event] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def begun(self) -> list[str]:
        """Which notebooks began, as often as they did."""
        log = self.root / "begun"
        return log.read_text().split() if log.exists() else []

    @property
    def pages(self) -> list[str]:
        """The pages that are there, of notebooks by name."""
        return sorted(path.stem for path in self.out.glob("*.html"))

    def notebook(self, name: str, *cells: str) -> str:
        """Write a notebook whose first cell notes that it began; return its path. Its page will lie beside it."""
        # In parts: a file that a notebook names by its whole name goes into its report's key.
        log = f"'/' + '/'.join({[*self.root.parts[1:], 'begun']!r})"
        noted = f"with open({log}, 'a') as file: print({name!r}, file=file)"
        cells_ = [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
            for n, cell in enumerate((noted, *cells))
        ]
        path = self.out / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"cells": cells_, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        return str(path)

    def run(self, dask: Dask | str, *notebooks: str, **options) -> Summary:
        """Run them on a cluster."""
        address = dask if isinstance(dask, str) else dask.address
        request = Request(notebooks, data=str(self.data), cluster=address or None, **options)
        return run(request, self.events.append)

    def command(self, dask: Dask | str, *words: str) -> subprocess.Popen:
        """Have the command do it, in a process of its own."""
        command = [
            sys.executable,
            "-c",
            "from hfdata.cli import main; main()",
            "run",
            *words,
            "--cluster",
            dask if isinstance(dask, str) else dask.address,
        ]
        return subprocess.Popen(
            [*command, "--data", str(self.data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def finished(self, status: str) -> list[str]:
        """Names of the runs that ended so."""
        return sorted(event.run for event in self.events if event.event == "finished" and event.status == status)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    """A desk with the repository's data and a cache of its own."""
    monkeypatch.setenv("HFDATA_CACHE", str(tmp_path / "cache"))
    return Desk(tmp_path, ROOT / "data")


@pytest.fixture
def kill() -> Callable[[subprocess.Popen], None]:
    """Kill a process as the system does when memory runs out."""

    def now(process: subprocess.Popen) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    return now
