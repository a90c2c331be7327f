"""How well a text is drafted: the table of what was found and read rightly, on annotated texts and the real release.

    python benchmarks/draft.py
    HFDATA_SOURCES=~/texts python benchmarks/draft.py more/annotated/*.gold.json

Each annotation ``NAME.gold.json`` lies beside its ``NAME.txt``; tests/texts/README.md tells the format. Where entries
are marked ``"unsure": true`` a second line leaves them out. The release is
measured where HFDATA_SOURCES names the folder of its source text. Where JioNLP is installed (``pip install jionlp``;
never a dependency of hfdata) the amounts of money that it extracts are compared on the same texts.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import hfdata as hf
from hfdata import draft

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "tests" / "texts"
HELD_OUT = TEXTS / "held_out"
BOUND = {"approx": "about"}
STATUS = {"actual": "done", "ongoing": "under_way"}
TARGETS = {
    "found": 1.0,
    "figure or not, F1": 0.98,
    "kind": 0.0,
    "value": 0.99,
    "bound": 0.99,
    "unit": 0.98,
    "status": 0.95,
    "domain": 0.85,
    "indicator": 0.0,
    "same span": 0.0,
}


@dataclass(frozen=True)
class Expression:
    """One numeral expression as a careful reader annotated it; what was not annotated is None."""

    start: int
    end: int
    kind: str
    value: float | None = None
    bound: str | None = None
    unit: str | None = None
    status: str | None = None
    domain: str | None = None
    indicator: str | None = None
    unsure: bool = False  # two careful readers may well differ


@dataclass(frozen=True)
class Sample:
    """A text with its annotation."""

    name: str
    text: str
    gold: tuple[Expression, ...]
    event: date | None = None


def annotated(path: Path) -> Sample:
    rows = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".gold.json")
    text = path.with_name(f"{name}.txt").read_bytes().decode()
    return Sample(name, text, tuple(_expression(row) for row in rows))


def _expression(row: dict[str, Any]) -> Expression:
    unsure = bool(row.get("unsure"))
    if row["kind"] != "figure":
        return Expression(row["start"], row["end"], row["kind"], unsure=unsure)
    bound, status = BOUND.get(row["qualifier"], row["qualifier"]), STATUS.get(row["status"], row["status"])
    return Expression(
        row["start"], row["end"], "figure", row["value"], bound, row["unit"], status, row["domain"], None, unsure
    )


def released(sources: Path, folder: Path) -> Sample:
    """Make a release its own annotation: what a person accepted is what a draft should say."""
    gold = []
    for row in _rows(folder / "figures.csv"):
        domain = row["indicator"].partition(".")[0]
        about = (float(row["value"]), row["bound"], None, row["status"], domain, row["indicator"])
        gold.append(Expression(int(row["start"]), int(row["end"]), "figure", *about))
    for row in _rows(folder / "set_aside.csv"):
        gold.append(Expression(int(row["start"]), int(row["end"]), row["reason"]))
    toml = tomllib.loads((folder / "release.toml").read_text(encoding="utf-8"))
    text = (sources / f"{folder.name}.txt").read_bytes().decode()
    return Sample(folder.name, text, tuple(sorted(gold, key=lambda e: e.start)), toml["event_date"])


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def sure(sample: Sample, rows: Sequence[draft.Row]) -> tuple[Sample, list[draft.Row]]:
    """Leave out what the annotator was not sure of, and whatever was read there."""
    doubtful = [e for e in sample.gold if e.unsure]
    kept = tuple(e for e in sample.gold if not e.unsure)
    others = [row for row in rows if not any(row.start < e.end and e.start < row.end for e in doubtful)]
    return replace(sample, gold=kept), others


def score(sample: Sample, rows: Sequence[draft.Row]) -> Counter[str]:
    """Count, for each measure, how many there are (``of …``) and how many are right."""
    counts: Counter[str] = Counter()
    for want in sample.gold:
        inside = [row for row in rows if row.start < want.end and want.start < row.end]
        exact = next((row for row in inside if (row.start, row.end) == (want.start, want.end)), None)
        got = exact or max(inside, key=lambda row: min(row.end, want.end) - max(row.start, want.start), default=None)
        counts["of found"] += 1
        counts["found"] += got is not None
        if got is None:
            continue
        counts.update({"of same span": 1, "same span": exact is not None, "of kind": 1, "kind": got.kind == want.kind})
        if want.kind == got.kind == "figure":
            _compare(counts, want, got)
    figures = [e for e in sample.gold if e.kind == "figure"]
    mine = [row for row in rows if row.kind == "figure"]
    counts["hits"] += sum(any(r.start < e.end and e.start < r.end for r in mine) for e in figures)
    counts["sure"] += sum(any(r.start < e.end and e.start < r.end for e in figures) for r in mine)
    counts["figures wanted"] += len(figures)
    counts["figures given"] += len(mine)
    return counts


def _compare(counts: Counter[str], want: Expression, got: draft.Row) -> None:
    value = got.recorded if want.indicator and got.recorded is not None else got.value
    pairs: dict[str, tuple[object, object]] = {
        "value": (want.value is not None and abs(float(value or Decimal(0)) - want.value) < 1e-6, True),
        "bound": (got.bound, want.bound),
        "unit": (got.unit, want.unit),
        "status": (got.status, want.status),
        "domain": (got.domain, want.domain),
        "indicator": (got.indicator, want.indicator),
    }
    for name, (mine, theirs) in pairs.items():
        if theirs is not None:
            counts[f"of {name}"] += 1
            counts[name] += mine == theirs


def shares(counts: Counter[str]) -> dict[str, float]:
    """Turn counts into shares; F1 from recall and precision of figures."""
    found = {name: counts[name] / counts[f"of {name}"] for name in TARGETS if counts[f"of {name}"]}
    recall = counts["hits"] / max(counts["figures wanted"], 1)
    precision = counts["sure"] / max(counts["figures given"], 1)
    found["figure or not, F1"] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return found


def reader() -> Callable[[Sample], Sequence[draft.Row]]:
    data = hf.load(ROOT / "data")
    indicators, units = tuple(data.indicators.values()), tuple(data.units.values())
    return lambda s: draft.read(s.text, event_date=s.event, indicators=indicators, units=units).rows


def speed(sample: Sample, read: Callable[[Sample], Sequence[draft.Row]], megabytes: float = 1.0) -> float:
    """Megabytes of UTF-8 a second of processor time: from the text to its rows as JSON, indicators matched.

    The text is drafted over and over as one long text; the median of three.
    """
    times = max(1, round(megabytes * 1e6 / len(sample.text.encode())))
    long = replace(sample, text=sample.text * times)
    spent = []
    for _ in range(3):
        began = time.process_time()
        for row in read(long):
            row.as_json()
        spent.append(time.process_time() - began)
    return len(long.text.encode()) / 1e6 / median(spent)


def jionlp(samples: Sequence[Sample]) -> list[str]:
    """Compare amounts of money: JioNLP extracts money and times, no other counts."""
    try:
        import jionlp as jio  # type: ignore[import-not-found]
    except ImportError:
        return ["JioNLP is not installed; nothing to compare with."]
    wanted = right = found = extra = 0
    for sample in samples:
        given = jio.ner.extract_money(sample.text, with_parsing=True)
        money = [
            e
            for e in sample.gold
            if e.kind == "figure" and sample.text[e.start : e.end].rstrip("以上左右内").endswith("元")
        ]
        wanted += len(money)
        for e in money:
            hit = next((g for g in given if g["offset"][0] < e.end and e.start < g["offset"][1]), None)
            found += hit is not None
            right += hit is not None and _same(hit["detail"], e)
        extra += sum(not any(g["offset"][0] < e.end and e.start < g["offset"][1] for e in money) for g in given)
    return [
        (
            f"JioNLP {jio.__version__}, money only: {found} of {wanted} found, {right} right in value "
            f"and limit, {extra} that are none."
        )
    ]


def _same(detail: dict[str, Any], want: Expression) -> bool:
    number = detail["num"]
    bound = {"blur": "about", "accurate": "exact"}.get(detail.get("definition", ""), "exact")
    try:
        low, high = (float(n) for n in number) if isinstance(number, list) else (float(number),) * 2
    except (TypeError, ValueError):
        return False
    if want.bound == "at_least":
        return low == want.value and high > low
    if want.bound == "at_most":
        return high == want.value and low < high
    return low == high == want.value and bound == want.bound


def main(paths: Sequence[str]) -> None:
    if paths:
        table("", [annotated(Path(path)) for path in paths])
        return
    samples = [annotated(path) for path in sorted(TEXTS.glob("*.gold.json"))]
    sources = os.environ.get("HFDATA_SOURCES")
    for folder in sorted((ROOT / "data" / "releases").iterdir()) if sources else []:
        if Path(sources or "", f"{folder.name}.txt").is_file():
            samples.append(released(Path(sources or ""), folder))
    table("texts that have been read", samples)
    table(
        "texts held out: nobody who writes rules reads them",
        [annotated(p) for p in sorted(HELD_OUT.glob("*.gold.json"))],
    )
    for line in jionlp(samples):
        print(line)


def table(title: str, samples: Sequence[Sample]) -> None:
    read = reader()
    names = list(TARGETS)
    print(title)
    print(f"{'':<22}" + "".join(f"{name:>12.11}" for name in names) + f"{'MB/s':>8}")
    total: Counter[str] = Counter()
    total_sure: Counter[str] = Counter()
    for sample in samples:
        rows = read(sample)
        counts = score(sample, rows)
        total.update(counts)
        total_sure.update(score(*sure(sample, rows)))
        print(_line(sample.name, shares(counts), names, speed(sample, read)))
    print(_line("all", shares(total), names, None))
    if total_sure != total:
        print(_line("all that were sure", shares(total_sure), names, None))
    print(_line("target", {k: v for k, v in TARGETS.items() if v}, names, 1.0))
    print()


def _line(title: str, found: dict[str, float], names: Sequence[str], rate: float | None) -> str:
    cells = "".join(f"{found[name]:>12.3f}" if name in found else f"{'–':>12}" for name in names)
    return f"{title:<22.21}{cells}" + (f"{rate:>8.2f}" if rate else "")


if __name__ == "__main__":
    main(sys.argv[1:])
