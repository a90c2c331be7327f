"""One command measured from outside: wall time, CPU of it and its descendants, peak memory of the whole tree."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE = 0.1  # seconds between two looks at memory


@dataclass(frozen=True)
class Cost:
    """``wall`` and ``cpu`` in seconds, ``memory`` in MiB, 0 if nobody looked; pages shared by forks count once."""

    wall: float
    cpu: float
    memory: float


def measure(command: Sequence[str], env: dict[str, str], *, cwd: Path, memory: bool = False) -> Cost:
    """Run *command*, which must succeed, and return what it cost."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peak, done), daemon=True)
    if memory:
        watch.start()
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    done.set()
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak[0])


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(SAMPLE):
        peak[0] = max(peak[0], sum(map(_share, _tree(pid))) / 1024)


def _tree(pid: int) -> list[int]:
    """The process and all that descend from it; a thread's children are listed with the thread."""
    found = [pid]
    for one in found:
        try:
            lists = [task.joinpath("children").read_text() for task in Path(f"/proc/{one}/task").iterdir()]
        except OSError:
            continue  # it has just ended
        found += [int(child) for children in lists for child in children.split()]
    return found


def _share(pid: int) -> int:
    """Memory of one process in KiB; a page shared by n processes counts as 1/n of a page."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def repeated(times: int, *sides: Callable[[], Cost]) -> list[Cost]:
    """Measure all *sides* in turn, *times* times over; return the median of each, so that a slow minute hits all."""
    rounds = [[side() for side in sides] for _ in range(times)]
    return [
        Cost(*(statistics.median(getattr(cost, name) for cost in costs) for name in ("wall", "cpu", "memory")))
        for costs in zip(*rounds, strict=True)
    ]
