"""Invented releases for measuring: copies of a real one with other ids and numbers, so that every chart differs."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

RELEASE = "haifeng-2023-11-01"


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


def _changed(raw: bytes, n: int) -> bytes:
    """Add *n* to every whole number that is neither a rate nor zero; a share stays a share."""
    rows = list(csv.DictReader(io.StringIO(raw.decode(), newline="")))
    for row in rows:
        if row["value"].isdigit() and row["value"] != "0" and "rate" not in row["indicator"]:
            row["value"] = str(int(row["value"]) + n)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
