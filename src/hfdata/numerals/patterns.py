"""What tables of patterns are made of: a named rule per row, tried in order where a numeral begins.

A pattern is tried on folded text. What must stand before it is a look-behind; `scan` decides how far a quote reaches
to the left. The tables are `dates`, `ranks`, `codes` and `names`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..model import Reason

NUMERALS = "零〇一二三四五六七八九十百千万亿两"
C = f"[{NUMERALS}]"
N = f"(?:[0-9]+|{C}+)"
HAN = re.compile("[\u4e00-\u9fff]")
WORD = "(?:(?![零〇一二三四五六七八九十百千万亿两])[\u4e00-\u9fff])"  # a Chinese character that is no numeral
SMALL = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?![0-9零〇一二三四五六七八九十百千万亿两])"
TO = "(?:—{1,2}|-{1,2}|~|至|到)"
LINE = r"(?:(?<=[\n\u3000。；;：:])|(?<=[\n。；;：:] )|(?<![\s\S]))"


class Rule(NamedTuple):
    """One row: its name (shown by ``--explain``), what it recognises, and how."""

    name: str
    kind: Reason
    pattern: str


def compiled(*tables: tuple[Rule, ...]) -> tuple[re.Pattern[str], dict[str, Rule]]:
    """Join tables into one pattern whose ``lastgroup`` names the rule that fitted."""
    rows = {f"r{number}": rule for number, rule in enumerate(rule for table in tables for rule in table)}
    return re.compile("|".join(f"(?P<{key}>{rule.pattern})" for key, rule in rows.items())), rows
