"""Texts that no rule was written on keep the level that was measured: shares over all of them, no single error shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import hfdata as hf
from hfdata import draft

HELD_OUT = Path(__file__).parents[1] / "texts" / "held_out"
BOUND = {"approx": "about"}
STATUS = {"actual": "done", "ongoing": "under_way"}


@pytest.fixture(scope="module")
def pairs():
    """Each annotated expression with the row that overlaps it, or None."""
    data = hf.load()
    found = []
    for path in sorted(HELD_OUT.glob("*.gold.json")):
        text = draft.decode(path.with_name(path.name.replace(".gold.json", ".txt")).read_bytes(), name=path.name)
        rows = draft.read(
            text, event_date=None, indicators=tuple(data.indicators.values()), units=tuple(data.units.values())
        ).rows
        for gold in json.loads(path.read_text("utf-8")):
            found.append((gold, next((r for r in rows if r.start < gold["end"] and gold["start"] < r.end), None)))
    return found


def test_every_numeral_is_found(pairs):
    assert len(pairs) > 300
    assert sum(row is None for _, row in pairs) == 0


def test_figures_are_told_from_what_is_none(pairs):
    right = sum(row.kind == gold["kind"] == "figure" for gold, row in pairs)
    said = sum(row.kind == "figure" for _, row in pairs)
    meant = sum(gold["kind"] == "figure" for gold, _ in pairs)

    assert 2 * right / (said + meant) >= 0.98


@pytest.mark.parametrize(
    ("what", "least"), [("value", 0.99), ("bound", 0.99), ("unit", 0.98), ("status", 0.95), ("domain", 0.85)]
)
def test_figures_are_read_as_a_careful_reader_reads_them(what, least, pairs):
    both = [(gold, row) for gold, row in pairs if row.kind == gold["kind"] == "figure"]
    wanted = {
        "value": lambda gold: gold["value"],
        "bound": lambda gold: BOUND.get(gold["qualifier"], gold["qualifier"]),
        "unit": lambda gold: gold["unit"],
        "status": lambda gold: STATUS.get(gold["status"], gold["status"]),
        "domain": lambda gold: gold["domain"],
    }[what]

    def agrees(gold, row):
        if what == "value":
            return abs(float(row.value) - wanted(gold)) <= 1e-4 * max(1.0, abs(wanted(gold)))
        return getattr(row, what) == wanted(gold)

    assert sum(agrees(*pair) for pair in both) / len(both) >= least
