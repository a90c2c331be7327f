"""Invented releases for measuring: copies of a real one with other ids and numbers, so that every chart differs.

python benchmarks/releases.py 1000 folder        # a data folder with 1 000 releases
python benchmarks/releases.py 40000 many.zip     # the same in one Parquet package, as hfdata export writes it
python benchmarks/releases.py --measure          # the numbers of docs/performance.md, some five minutes
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

RELEASE = "haifeng-2023-11-01"
ROOT = Path(__file__).resolve().parents[1]


def invent(data: Path, target: Path, count: int) -> Path:
    """Write a data folder with *count* releases at *target*; each is valid, none has a source text."""
    shutil.copytree(data, target, ignore=shutil.ignore_patterns("releases"))
    for n in range(count):
        made = target / "releases" / f"invented-{n:05}"
        shutil.copytree(data / "releases" / RELEASE, made)
        text = (made / "release.toml").read_text("utf-8").replace(f'id = "{RELEASE}"', f'id = "{made.name}"', 1)
        (made / "release.toml").write_text(text, "utf-8")
        (made / "figures.csv").write_bytes(_changed((made / "figures.csv").read_bytes(), n))
    return target


def package(data: Path, target: Path, count: int) -> Path:
    """Write *count* releases, the same as ``invent``, as one Parquet package at *target*."""
    import hfdata as hf
    from hfdata.dataset import folder, packed
    from hfdata.dataset.release import ReleaseData
    from hfdata.dataset.tables import Row

    real = hf.load(data).release(RELEASE)
    shared = {n: raw for n, raw in folder.read(data).items() if not n.startswith("releases/")}

    def each() -> Iterator[ReleaseData]:
        for n in range(count):
            rows = tuple(Row(r.number, {**r, "value": _value(r, n)}.items()) for r in real.rows)
            yield replace(real, release=replace(real.release, id=f"invented-{n:05}"), rows=rows, figures=())

    target.write_bytes(packed.write(shared, each()))
    return target


def _changed(raw: bytes, n: int) -> bytes:
    rows = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    for row in rows:
        row["value"] = _value(row, n)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _value(row: dict[str, str], n: int) -> str:
    """Add *n* to every whole number that is neither a rate nor zero; a share stays a share."""
    counts = row["value"].isdigit() and row["value"] != "0" and "rate" not in row["indicator"]
    return str(int(row["value"]) + n) if counts else row["value"]


# What is measured runs in a process of its own, so that time and memory are its own.
MEASURED = {
    "1 000 folders, loaded and validated": (
        "few",
        "import hfdata as hf; data = hf.load({few!r}, strict=True); assert len(data.releases) == 1000",
    ),
    "40 000 in Parquet, loaded": ("many", "import hfdata as hf; data = hf.load({many!r}); print(len(data))"),
    "… and the 54 figures of one release": (
        "many",
        "import hfdata as hf; print(len(hf.load({many!r}).figures(release='invented-20000')))",
    ),
    "… and one indicator of all, 40 000 figures": (
        "many",
        "import hfdata as hf; print(len(hf.load({many!r}).figures(indicator='welfare.subsistence-allowance')))",
    ),
    "… and a domain of all, 280 000 figures": (
        "many",
        "import hfdata as hf; print(len(hf.load({many!r}).figures(domain='safety')))",
    ),
    "… and every figure as a tidy frame, 2 160 000": (
        "many",
        "import hfdata as hf; print(len(hf.load({many!r}).figures()))",
    ),
    "`hfdata run` over 40 000 releases, planned (640 000 runs)": (
        "many",
        "from hfdata.runs.request import Request\n"
        "from hfdata.runs.run import prepare\n"
        "print(len(prepare(Request(data={many!r}), lambda event: None).runs))",
    ),
}
# Not ru_maxrss: a process that was started by a large one begins with that one's maximum.
PROBE = """
import sys
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.perf_counter() - began, time.process_time(), int(peak) / 1024, file=sys.stderr)
"""


def measured(times: int) -> Iterator[str]:
    """Yield the rows of the table: seconds, of which CPU, and MiB; the median of *times* processes."""
    with tempfile.TemporaryDirectory(prefix="hfdata-bench-") as where:
        at = {
            "few": str(invent(ROOT / "data", Path(where) / "few", 1000)),
            "many": str(package(ROOT / "data", Path(where) / "many.zip", 40_000)),
        }
        size = Path(at["many"]).stat().st_size / 2**20
        yield f"| the package of 40 000 on disk | | | {size:.0f} MiB |"
        for what, (_, code) in MEASURED.items():
            program = "import time; began = time.perf_counter()\n" + code.format(**at) + PROBE
            costs = sorted(_cost(program) for _ in range(times))
            seconds, cpu, memory = costs[times // 2]
            yield f"| {what} | {seconds:.2f} s | {cpu:.2f} s | {memory:.0f} MiB |"


def _cost(program: str) -> tuple[float, ...]:
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stderr
    return tuple(float(x) for x in told.split()[-3:])


def main() -> None:
    """Invent, or measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", help="how many releases")
    parser.add_argument("target", type=Path, nargs="?", help="a new folder, or a .zip for a Parquet package")
    parser.add_argument("--measure", action="store_true", help="print the table of docs/performance.md")
    parser.add_argument("--times", type=int, default=3, help="rounds; each number is their median")
    options = parser.parse_args()
    if options.measure:
        print("| what | time | CPU | memory |\n|---|---:|---:|---:|", flush=True)
        for line in measured(options.times):
            print(line, flush=True)
    elif options.count and options.target:
        write = package if options.target.suffix == ".zip" else invent
        print(write(ROOT / "data", options.target, options.count))
    else:
        parser.error("give a count and a target, or --measure")


if __name__ == "__main__":
    main()
