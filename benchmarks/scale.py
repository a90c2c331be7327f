"""From ten reports to 640 000: what a report costs, fitted to measurements, and what that predicts.

    python benchmarks/scale.py            # the tables of docs/performance.md, six minutes on two quiet cores
    python benchmarks/scale.py --quick    # without the thousand, two minutes

Reports are the eight notebooks in two languages on invented releases, all different, cold, on a Dask cluster of this
machine (``--cluster local:N``). CPU seconds are what carries over to other machines; each measurement is a process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from measure import measure
from releases import ROOT, invent, package

POINTS = ((10, 1), (10, 2), (10, 3), (100, 1), (100, 3), (1000, 2))  # runs, workers
PLANNED = (250, 1_000, 4_000)  # releases in Parquet
MANY = 40_000
SET = 16  # reports of a release
HOURS, GIB = 3600.0, 2.0**30


@dataclass(frozen=True)
class Part:
    """One measurement: *runs* on so many *workers*.

    CPU seconds of the asker (with Dask's scheduler) and of the others, seconds, MiB of the asker and of all together,
    bytes of what was published, kept in cache and log, and listed in index and manifest.
    """

    runs: int
    workers: int
    asker: float
    others: float
    seconds: float
    memory: float
    all_memory: float
    published: int
    files: int
    cached: int
    listed: int


def part(runs: int, workers: int, data: Path, into: Path) -> None:
    """Do *runs* evenly spread over the plan, as ``hfdata run --cluster local:N`` would, and write down what it took."""
    from hfdata.runs.request import Request, Summary
    from hfdata.runs.run import build, prepare
    from hfdata.runs.stop import Signals

    out = into / "out"
    began = time.perf_counter()
    prepared = prepare(Request(data=str(data), out=out, cluster=f"local:{workers}"), lambda event: None)
    step = len(prepared.runs) / runs
    chosen = [prepared.runs[int(n * step)] for n in range(runs)]
    summary, signals = Summary(), Signals()
    with signals.received():
        build(replace(prepared, runs=chosen), summary, lambda event: None, signals)
    assert (summary.tally.executed, summary.failures) == (runs, {}), summary.failures
    used = resource.getrusage(resource.RUSAGE_SELF)
    reports = [p for p in out.glob("*/**/*") if p.is_file() and "assets" not in p.parts]
    told = {
        "asker": used.ru_utime + used.ru_stime,
        "seconds": time.perf_counter() - began,
        "memory": _peak(),
        "published": sum(p.stat().st_size for p in reports),
        "files": len(reports),
        "cached": sum(p.stat().st_size for p in (into / "cache").rglob("*") if p.is_file()),
        "listed": (out / "manifest.json").stat().st_size + (out / "index.html").stat().st_size,
    }
    (into / "told.json").write_text(json.dumps(told))


def _peak() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def measured(points: Iterable[tuple[int, int]], where: Path) -> Iterator[Part]:
    """Measure each of *points* in a process of its own; memory of all processes where that costs little time."""
    data = invent(ROOT / "data", where / "data", -(-max(n for n, _ in points) // SET))
    for runs, workers in points:
        into = where / f"{runs}-{workers}"
        into.mkdir()
        command = [sys.executable, __file__, "--part", str(runs), str(workers), str(data), str(into)]
        cost = measure(command, {**os.environ, "HFDATA_CACHE": str(into / "cache")}, cwd=where, memory=runs == 100)
        told = json.loads((into / "told.json").read_text())
        yield Part(runs, workers, others=cost.cpu - told["asker"], all_memory=cost.memory, **told)


def planned(counts: Iterable[int], where: Path) -> Iterator[tuple[int, float, float]]:
    """Yield releases, CPU seconds and MiB of planning all their runs."""
    code = (
        "import sys, time\n"
        "from hfdata.runs.request import Request\n"
        "from hfdata.runs.run import prepare\n"
        "runs = prepare(Request(data=sys.argv[1]), lambda event: None).runs\n"
        "print(len(runs), time.process_time(), [int(l.split()[1]) / 1024 for l in open('/proc/self/status') "
        "if l.startswith('VmHWM')][0])"
    )
    for count in counts:
        packed = str(package(ROOT / "data", where / f"{count}.zip", count))
        told = [
            subprocess.run([sys.executable, "-c", code, packed], check=True, capture_output=True, text=True)
            for _ in range(3)
        ]
        runs, cpu, memory = sorted(tuple(map(float, one.stdout.split())) for one in told)[1]
        assert runs == SET * count
        yield count, cpu, memory


def publishing(out: Path) -> dict[str, float]:
    """Return CPU milliseconds to publish a report into a folder and into a store that answers at once (memory)."""
    from hfdata.runs.planning.where import Url
    from hfdata.runs.publishing import manifest
    from hfdata.runs.publishing.target import at

    known = manifest.read(at(out))
    reports = [{n: (out / n).read_bytes() for n in known.files(name)} for name in known.reports]
    found = {}
    for what, target in (("a folder", at(out.parent / "again")), ("a store", at(Url("memory://scale")))):
        began = time.process_time()
        for files in reports:
            target.publish(files)
        found[what] = 1000 * (time.process_time() - began) / len(reports)
    return found


def fitted(rows: Sequence[Sequence[float]], results: Sequence[float]) -> list[float]:
    """Return the coefficients that fit best, relative to each result: ten runs count as much as a thousand."""
    import numpy as np

    weights = 1 / np.array(results)
    matrix = np.array(rows) * weights[:, None]
    return [float(x) for x in np.linalg.lstsq(matrix, np.ones(len(results)), rcond=None)[0]]


def model(parts: Sequence[Part]) -> dict[str, list[float]]:
    """Fit each cost: a start, something for each worker, something for each report."""
    both = [(1.0, p.workers, p.runs) for p in parts]
    alone = [(1.0, p.runs) for p in parts]
    seen = [p for p in parts if p.all_memory]
    return {
        "asker": fitted(alone, [p.asker for p in parts]),
        "others": fitted(both, [p.others for p in parts]),
        "memory": fitted(alone, [p.memory for p in parts]),
        "all_memory": fitted([(1.0, p.workers) for p in seen], [p.all_memory for p in seen]),
        "cached": fitted(alone, [float(p.cached) for p in parts]),
        "listed": fitted(alone, [float(p.listed) for p in parts]),
    }


def tables(
    parts: Sequence[Part], plans: Sequence[tuple[int, float, float]], published: Mapping[str, float]
) -> Iterator[str]:
    """Yield the three tables of docs/performance.md."""
    fit = model(parts)
    yield "| runs | workers | workers' CPU | fitted | asker's CPU | fitted | time | asker's memory | all memory |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for p in parts:
        others = dot(fit["others"], (1, p.workers, p.runs))
        asker = dot(fit["asker"], (1, p.runs))
        memory = f"{p.all_memory:.0f} MiB" if p.all_memory else ""
        yield (
            f"| {p.runs:,} | {p.workers} | {p.others:.1f} s | {others:.1f} s | {p.asker:.2f} s | {asker:.2f} s "
            f"| {p.seconds:.1f} s | {p.memory:.0f} MiB | {memory} |".replace(",", " ")
        )
    start, worker, report = fit["others"]
    begins, asks = fit["asker"]
    least, each = fit["memory"]
    large = max(parts, key=lambda p: p.runs)
    size, files = large.published / large.runs, large.files / large.runs
    plan_start, plan_each = fitted([(1.0, n) for n, _, _ in plans], [cpu for _, cpu, _ in plans])
    room, room_each = fitted([(1.0, n) for n, _, _ in plans], [memory for _, _, memory in plans])
    yield ""
    yield "| what | once | for each worker | for each report |"
    yield "|---|---:|---:|---:|"
    yield f"| workers' CPU: execute and render | {start:.1f} s | {worker:.1f} s | {report:.3f} s |"
    yield f"| asker's CPU: decide, send, publish, Dask's scheduler | {begins:.2f} s | | {1000 * asks:.1f} ms |"
    for what, cost in published.items():
        yield f"| … of which publishing into {what} | | | {cost:.1f} ms |"
    yield f"| planning, CPU | {plan_start:.2f} s | | {1e6 * plan_each / SET:.1f} µs |"
    yield f"| asker's memory | {least:.0f} MiB | | {1024 * each:.1f} KiB |"
    yield f"| memory of planning alone | {room:.0f} MiB | | {1024 * room_each / SET:.2f} KiB |"
    whole, worker_room = fit["all_memory"]
    yield f"| memory of everything, at 100 reports | {whole:.0f} MiB | {worker_room:.0f} MiB | |"
    yield f"| published | | | {size / 1024:.0f} KiB in {files:.1f} files |"
    yield f"| cache and log | {fit['cached'][0] / 1024:.0f} KiB | | {fit['cached'][1] / 1024:.0f} KiB |"
    yield f"| manifest and index | {fit['listed'][0] / 1024:.0f} KiB | | {fit['listed'][1] / 1024:.2f} KiB |"
    yield ""
    runs = MANY * SET
    planning = plan_start + plan_each * MANY
    work, ask = start + report * runs, begins + asks * runs
    yield f"| {runs:,} reports ({MANY:,} × 8 × 2) | predicted |".replace(",", " ")
    yield "|---|---:|"
    yield f"| planned, CPU | {planning:.1f} s |"
    yield f"| asker's memory | {(least + each * runs) / 1024:.1f} GiB |"
    yield f"| workers' CPU | {work / HOURS:.0f} hours |"
    yield f"| asker's CPU | {ask / HOURS:.1f} hours |"
    for workers in (1, 16, 64, 256):
        hours = max(work / workers, ask) / HOURS
        yield f"| time with {workers} worker{'s' * (workers > 1)}, a core each | {hours:.1f} hours |"
    yield f"| workers that one asker keeps busy | {report / asks:.0f} |"
    yield f"| published | {size * runs / GIB:.0f} GiB in {files * runs / 1e6:.1f} million files |"
    yield f"| cache and log | {dot(fit['cached'], (1, runs)) / GIB:.0f} GiB |"
    yield f"| manifest and index | {dot(fit['listed'], (1, runs)) / 2**20:.0f} MiB |"


def dot(one: Sequence[float], two: Sequence[float]) -> float:
    """Return the sum of products."""
    return sum(a * b for a, b in zip(one, two, strict=True))


def main() -> None:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="without the thousand reports")
    parser.add_argument("--json", type=Path, help="also write what was measured to this file")
    parser.add_argument("--part", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        runs, workers, data, into = options.part
        part(int(runs), int(workers), Path(data), Path(into))
        return
    points = [point for point in POINTS if point[0] < 1000 or not options.quick]
    with tempfile.TemporaryDirectory(prefix="hfdata-scale-") as folder:
        where = Path(folder)
        parts = []
        for one in measured(points, where):
            print(one, file=sys.stderr, flush=True)
            parts.append(one)
        plans = list(planned(PLANNED, where))
        published = publishing(where / "100-1" / "out")
    if options.json:
        told = {"parts": [asdict(p) for p in parts], "plans": plans, "published": published}
        options.json.write_text(json.dumps(told, indent=1))
    for line in tables(parts, plans, published):
        print(line)


if __name__ == "__main__":
    main()
