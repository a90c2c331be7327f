"""Hand-annotated sentences of every kind of press text: what counts, what does not, and how it reads."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from hfdata import numerals

MARK = re.compile(r"\[([^\[\]|]*)\|([^\[\]]*)\]|\{([^{}|]*)\|([^{}]*)\}")
LINES = [
    line
    for path in sorted(Path(__file__).parent.glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


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


@pytest.mark.parametrize("line", LINES)
def test_every_numeral_of_a_sentence_is_what_a_careful_reader_says(line):
    text, expected = annotated(line)

    found = [
        (n.start, n.end, n.quote, n.kind, *((n.value, n.bound, n.unit) if n.kind == "figure" else ()))
        for n in numerals.scan(text)
    ]

    assert found == expected
