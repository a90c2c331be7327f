"""Hand-annotated sentences of every kind of press text: what counts, what does not, and how it reads."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from hfdata import numerals

MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]]*)\]|\{([^{}|]*)\|([^{}]*)\}")


def groups() -> dict[str, list[str]]:
    """Map each heading of each file to its sentences: a test for each sentence would cost more than reading it."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not found:
                heading = f"{path.stem}: {line.strip('# ')}"
            if line and not line.startswith("#"):
                found.setdefault(heading, []).append(line)
    return found


GROUPS = groups()


def annotated(line: str) -> tuple[str, list[tuple[object, ...]]]:
    text, expected, end = "", [], 0
    for mark in MARK.finditer(line):
        text += line[end : mark.start()]
        end = mark.end()
        quote = mark[1] if mark[1] is not None else mark[3]
        where = (len(text), len(text) + len(quote), quote)
        text += quote
        if mark[1] is None:
            expected.append((*where, mark[4]))
        else:
            value, bound, unit = (*mark[2].split(" "), "")[:3]
            expected.append((*where, "figure", Decimal(value), bound, unit))
    return text + line[end:], expected


def read(text: str) -> list[tuple[object, ...]]:
    return [
        (n.start, n.end, n.quote, n.kind, *((n.value, n.bound, n.unit) if n.kind == "figure" else ()))
        for n in numerals.scan(text)
    ]


@pytest.mark.parametrize("heading", GROUPS)
def test_every_numeral_of_a_sentence_is_what_a_careful_reader_says(heading):
    meant = [annotated(line) for line in GROUPS[heading]]

    misread = [(text, found, expected) for text, expected in meant if (found := read(text)) != expected]

    assert misread == []


def test_no_sentence_is_left_out():
    assert len(GROUPS) >= 20
    assert sum(map(len, GROUPS.values())) > 450
