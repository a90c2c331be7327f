"""How long reports take, beside the stock tools on the same notebooks in the same environment, in one session.

    python benchmarks/runs.py                 # the table, a quarter of an hour on a quiet machine
    python benchmarks/runs.py --lean PYTHON   # also in an environment without JupyterLab (make bench makes one)
    python benchmarks/runs.py --ratio 6       # CI: exit 1 if one of our reports is not 6 times faster than a stock one

Stock is the ``papermill`` and ``jupyter nbconvert --to html`` commands, one report after the other. Both sides run in
turn, whole processes, bytecode present; each number is the median of --times rounds.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from measure import Cost, measure, repeated
from releases import RELEASE, invent

ROOT = Path(__file__).resolve().parents[1]
SET = ("environment", "education", "culture", "health", "welfare", "safety", "overview", "sources")
SAMPLE = "welfare"  # the notebook that stands for "one report"


@dataclass(frozen=True)
class Place:
    """An environment's Python and a folder to work in."""

    python: Path
    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """The environment of every command: a cache of its own, bytecode allowed."""
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        path = f"{self.python.parent}{os.pathsep}{kept.get('PATH', '')}"
        # No pictures stored in notebooks: the stock tools would draw none by themselves, and are not to pay for ours.
        return kept | {"PATH": path, "HFDATA_CACHE": str(self.folder / "cache"), "HFDATA_PICTURES": "0"}

    def command(self, name: str) -> str:
        """The path of a command of this environment."""
        return str(self.python.parent / name)

    def stock(self, notebook: str, lang: str) -> Cost:
        """One report with papermill and nbconvert."""
        out = self.folder / "stock" / f"{notebook}-{lang}.ipynb"
        out.parent.mkdir(exist_ok=True)
        values = ["-p", "release", RELEASE, "-p", "lang", lang]
        source = str(ROOT / "notebooks" / f"{notebook}.ipynb")
        papermill = [self.command("papermill"), source, str(out), *values, "--no-progress-bar", "--log-level", "ERROR"]
        nbconvert = [self.command("jupyter"), "nbconvert", "--to", "html", "--log-level", "ERROR", str(out)]
        return add(self.run(papermill), self.run(nbconvert))

    def stock_set(self) -> Cost:
        """The default set, one report after the other."""
        return add(*(self.stock(name, lang) for name in SET for lang in ("zh", "en")))

    def ours(self, *arguments: str, cold: bool = True, memory: bool = False) -> Cost:
        """``hfdata run`` into this place, from nothing or with what is there."""
        if cold:
            self.clear()
        command = [self.command("hfdata"), "run", "--out", str(self.folder / "out"), "--quiet", *arguments]
        return self.run(command, memory=memory)

    def clear(self) -> None:
        """Take away what a run would find."""
        for name in ("cache", "out"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def run(self, command: list[str], *, memory: bool = False) -> Cost:
        """Measure a command."""
        return measure(command, self.env, cwd=self.folder, memory=memory)

    def floor(self) -> float:
        """Seconds for the same reports from plain functions in one warm process."""
        command = [str(self.python), str(ROOT / "benchmarks" / "floor.py"), str(self.folder / "floor")]
        told = subprocess.run(command, env=self.env, cwd=self.folder, check=True, capture_output=True, text=True).stdout
        return float(told.split()[-1])


def add(*costs: Cost) -> Cost:
    """What several commands cost one after the other."""
    return Cost(sum(c.wall for c in costs), sum(c.cpu for c in costs), max(c.memory for c in costs))


@contextmanager
def place(python: Path) -> Iterator[Place]:
    """A folder for one environment, removed afterwards; both sides have run once, so that bytecode is there."""
    with tempfile.TemporaryDirectory(prefix="hfdata-bench-") as folder:
        made = Place(python.absolute(), Path(folder))
        made.stock(SAMPLE, "zh")
        made.ours(SAMPLE, "-p", "lang", "zh")
        yield made


def under_what(python: Path) -> str:
    """The machine, how busy it is, and the versions that are compared."""
    about = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in about if line.startswith("model name")), "?")
    names = ("papermill", "nbclient", "nbconvert", "ipykernel", "altair", "pandas", "vl-convert-python")
    code = (
        "import sys; from importlib.metadata import version as v; print(sys.version.split()[0], *map(v, sys.argv[1:]))"
    )
    told = subprocess.run([python, "-c", code, *names], check=True, capture_output=True, text=True).stdout.split()
    versions = ", ".join(f"{name} {number}" for name, number in zip(("Python", *names), told, strict=True))
    return f"{model}, {cores()} cores, load {os.getloadavg()[0]:.1f} at the start. {versions}."


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def row(what: str, stock: str, ours: str, found: str, must: str) -> None:
    """Print one line of the table."""
    print(f"| {what} | {stock} | {ours} | {found} | {must} |", flush=True)


def main_table(at: Place, times: int, label: str, must: str) -> None:
    """The default set and one report, cold, beside the stock tools."""
    stock, ours = repeated(times, at.stock_set, at.ours)
    row(f"the default set, 16 reports, cold, {label}", f"{stock.wall:.1f} s ({stock.wall / 16:.1f} s a report)",
        f"{ours.wall:.2f} s", f"{stock.wall / ours.wall:.1f} ×", must)  # fmt: skip
    one = partial(at.ours, SAMPLE, "-p", "lang", "zh")
    stock, ours = repeated(times, partial(at.stock, SAMPLE, "zh"), one)
    row(f"one cold report ({SAMPLE}), {label}", f"{stock.wall:.2f} s", f"{ours.wall:.2f} s",
        f"{stock.wall / ours.wall:.1f} ×", "1.5 ×; aim 2.5 ×")  # fmt: skip


def changes(at: Place, times: int) -> None:
    """What is done when nothing, or one figure, has changed."""
    data = at.folder / "data"
    shutil.copytree(ROOT / "data", data)
    at.ours("--data", str(data))
    (nothing,) = repeated(times, partial(at.ours, "--data", str(data), cold=False))
    row("nothing changed", "as if new", f"{nothing.wall:.2f} s", "", "≤ 0.5 s; aim 0.25 s")
    figures = data / "releases" / RELEASE / "figures.csv"
    first = figures.read_bytes()
    costs = []
    for n in range(times):
        text = first.decode().replace("welfare.extreme-poverty,", f"welfare.extreme-poverty,{n + 1}", 1)
        figures.write_bytes(text.encode())
        costs.append(at.ours("--data", str(data), cold=False).wall)
    one = at.ours(SAMPLE, "-p", "lang", "zh").wall
    median = sorted(costs)[times // 2]
    row("one figure changed (6 reports)", "as if new", f"{median:.2f} s", f"{median / one:.1f} × one cold report",
        "≤ 2 × one cold report; aim 2 s")  # fmt: skip


def many(at: Place, times: int, label: str, must: str) -> None:
    """A grid of 13 releases × 16 reports; what one report more costs, and whether memory grows."""
    few, lots = (invent(ROOT / "data", at.folder / f"data-{n}", n) for n in (2, 13))
    small, large = repeated(
        times, partial(at.ours, "--data", str(few), memory=True), partial(at.ours, "--data", str(lots), memory=True)
    )
    (again,) = repeated(times, partial(at.ours, "--data", str(lots), "--force", cold=False))
    at.ours("--data", str(few))
    (again_few,) = repeated(times, partial(at.ours, "--data", str(few), "--force", cold=False))
    (stock,) = repeated(times, partial(at.stock, SAMPLE, "zh"))
    whole = stock.wall * 208
    row(f"208 reports (13 releases), {label}", f"{whole:.0f} s, extrapolated from {stock.wall:.1f} s",
        f"{large.wall:.1f} s", f"{whole / large.wall:.1f} ×", must)  # fmt: skip
    row("one more report, CPU, with its SVGs", f"{stock.cpu:.1f} s", f"{(large.cpu - small.cpu) / 176:.2f} s", "",
        "≤ 0.8 s; aim 0.5 s")  # fmt: skip
    row("one more report, CPU, SVGs known", f"{stock.cpu:.1f} s", f"{(again.cpu - again_few.cpu) / 176:.2f} s", "",
        "≤ 0.35 s; aim 0.25 s")  # fmt: skip
    row("memory at 208 reports", "", f"{large.memory:.0f} MiB (at 32: {small.memory:.0f})",
        f"{large.memory / small.memory:.2f} ×", "≤ 1.2 ×")  # fmt: skip


def starts(at: Place) -> None:
    """What importing and asking for help cost beyond an empty Python."""
    python = str(at.python)
    commands = ([python, "-c", "pass"], [python, "-c", "import hfdata"], [at.command("hfdata"), "--help"])
    empty, imported, helped = repeated(9, *(partial(at.run, command) for command in commands))
    row("`import hfdata`, beyond `python -c pass`", "–", f"{imported.wall - empty.wall:.3f} s", "", "≤ 0.05 s")
    row("`hfdata --help`, beyond `python -c pass`", "–", f"{helped.wall - empty.wall:.3f} s", "", "≤ 0.2 s")


def ratio(at: Place, wanted: float) -> int:
    """Compare one stock report with the default set; 0 if ours is fast enough."""
    stock, ours = repeated(3, partial(at.stock, SAMPLE, "zh"), at.ours)
    found = stock.wall / (ours.wall / 16)
    print(f"stock {stock.wall:.1f} s a report, ours {ours.wall / 16:.2f} s: {found:.1f} ×, wanted {wanted:g} ×")
    return int(found < wanted)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="rounds; each number is their median")
    parser.add_argument("--lean", type=Path, help="Python of an environment without JupyterLab")
    parser.add_argument("--ratio", type=float, help="only check that reports are this many times faster")
    options = parser.parse_args()
    with place(Path(sys.executable)) as at:
        if options.ratio:
            return ratio(at, options.ratio)
        print(f"{under_what(at.python)}\n")
        print("| what | stock | hfdata | | must; aim |\n|---|---|---|---|---|")
        main_table(at, options.times, "with JupyterLab", "12 ×; aim 15 ×")
        many(at, options.times, "with JupyterLab", "15 ×; aim 25 ×")
        changes(at, options.times)
        starts(at)
        floor = sorted(at.floor() for _ in range(options.times))[options.times // 2]
        row("floor: the same 16 from plain functions, one warm process", "", f"{floor:.1f} s", "", "")
    if options.lean:
        with place(options.lean) as at:
            main_table(at, options.times, "without JupyterLab", "6 ×; aim 8 ×")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
