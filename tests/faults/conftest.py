"""The command as somebody else would start it: a process of its own, whose every descendant can be found again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90.0  # seconds for something that takes two on a quiet machine


@dataclass
class Bench:
    """A folder with notebooks and a private cache and temporary folder; what is started here carries a mark.

    ``here`` is shallow, because sockets' paths are short.
    """

    here: Path
    mark: str = field(default_factory=lambda: f"hfdata-faults-{uuid.uuid4().hex}")

    @property
    def out(self) -> Path:
        return self.here / "out"

    @property
    def temporary(self) -> Path:
        """TMPDIR of what is started."""
        return self.here / "t"

    def notebook(self, name: str, *cells: str, parameters: str = "") -> Path:
        """Write a notebook of code cells; *parameters* is the source of its parameters cell."""
        sources = [(parameters, ["parameters"]), *((cell, []) for cell in cells)] if parameters else [
            (cell, []) for cell in cells
        ]  # fmt: skip
        made = [
            {"cell_type": "code", "id": f"c{n}", "metadata": {"tags": tags}, "source": source, "outputs": [],
             "execution_count": None}
            for n, (source, tags) in enumerate(sources)
        ]  # fmt: skip
        path = self.here / f"{name}.ipynb"
        whole = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(whole), "utf-8")
        return path

    def start(
        self, *words: object, env: dict[str, str] | None = None, redirected: str = "", **more
    ) -> subprocess.Popen[str]:
        """Start ``hfdata`` with *words*, in ``here``; *redirected* is what a shell is told about its streams."""
        mine = {
            "HFDATA_CACHE": str(self.here / "cache"),
            "HFDATA_DATA": str(ROOT / "data"),
            "TMPDIR": str(self.temporary),
            "HFDATA_TEST_MARK": self.mark,
            "PYTHONUNBUFFERED": "1",
        }
        script = Path(sys.executable).with_name("hfdata")
        return subprocess.Popen(
            [
                *(["sh", "-c", f'exec "$0" "$@" {redirected}'] if redirected else []),
                script,
                *(word if isinstance(word, bytes) else str(word) for word in words),
            ],
            cwd=self.here,
            env={**os.environ, **mine, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            **more,
        )

    def run(self, *words: object, out: Path | None = None, **more) -> subprocess.CompletedProcess[str]:
        """Run ``hfdata run`` with *words* into a folder, ``out`` if none is named, to its end."""
        process = self.start("run", *words, "--out", out or self.out, **more)
        try:
            told, complained = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            told, complained = process.communicate()
            pytest.fail(f"not done after {PATIENCE} s: {complained}")
        return subprocess.CompletedProcess(process.args, process.returncode, told, complained)

    def alive(self) -> list[str]:
        """Name every process that was started from here, in whatever session it is; a zombie is nobody's."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                try:
                    environ = (entry / "environ").read_bytes()
                    if self.mark.encode() in environ and "\nState:\tZ" not in (entry / "status").read_text():
                        words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                        found.append(f"{entry.name} {words[:100]}")
                except OSError:
                    continue  # it ended meanwhile
        return found

    def left_after(self, seconds: float) -> list[str]:
        """Wait until nothing started from here lives; return what still does after *seconds*."""
        until = time.monotonic() + seconds
        while (left := self.alive()) and time.monotonic() < until:
            time.sleep(0.05)
        return left

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """Return what a folder holds, the output folder if none is named."""
        folder = folder or self.out
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def leftovers(self) -> list[str]:
        """Name what nobody wants to find after a run: locks, half-published files, sockets, connection files, keys."""
        stray = [path for name in (".lock", ".publishing", "*.part") for path in self.here.rglob(name)]
        return sorted(str(path.relative_to(self.here)) for path in [*stray, *self.temporary.rglob("*")])

    def end(self) -> None:
        """End whatever a failed test has left."""
        for line in self.alive():
            try:
                os.kill(int(line.split()[0]), signal.SIGKILL)
            except OSError:
                continue


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_as_at_a_terminal() -> Iterator[None]:
    """A shell that starts the tests in the background has them ignore SIGINT, which all they start would inherit."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A bench of one's own."""
    made = Bench(Path(tempfile.mkdtemp(prefix="hff-", dir="/tmp" if os.name == "posix" else None)))
    made.temporary.mkdir()
    yield made
    made.end()
    shutil.rmtree(made.here, ignore_errors=True)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bench's folder with one report, ``good``, and the cache it came from; only to be copied."""
    made = Bench(Path(tempfile.mkdtemp(prefix="hff-", dir="/tmp")))
    made.temporary.mkdir()
    done = made.run(made.notebook("good", "1 + 1"))
    assert done.returncode == 0, done.stderr
    kept = tmp_path_factory.mktemp("published")
    for name in ("out", "cache"):
        shutil.copytree(made.here / name, kept / name)
    shutil.rmtree(made.here)
    return kept


@pytest.fixture
def with_report(bench: Bench, published: Path) -> Bench:
    """A bench with one report, ``good``."""
    shutil.copytree(published, bench.here, dirs_exist_ok=True)
    bench.notebook("good", "1 + 1")
    return bench


@pytest.fixture
def wait_for() -> Callable[[Callable[[], object]], None]:
    """Wait until something is true; generous, because the machine may be busy."""

    def wait(condition: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, "it did not happen"
            time.sleep(0.02)

    return wait
