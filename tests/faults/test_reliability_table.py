"""docs/reliability.md promises nothing that no test holds."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "reliability.md").read_text("utf-8")


def test_every_test_that_is_named_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)

    assert len(named) > 30
    for path, test in named:
        source = (ROOT / path).read_text("utf-8")
        assert f"def {test}(" in source if test else source, f"{path}::{test}"


def test_every_row_about_a_fault_names_a_test():
    rows = [line for line in TEXT.partition("## What is promised")[0].splitlines() if line.startswith("| ")]

    assert [row for row in rows if "`tests/" not in row and not row.startswith("| fault |")] == []
