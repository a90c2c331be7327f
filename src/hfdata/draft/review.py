"""A draft folder as the release it would be: its rows checked like any release's, and the doubts still open."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import dataset
from ..audit import Audit, Finding, audit
from ..dataset import folder
from ..dataset.tables import BadData, Problem

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Review:
    """What stands between a draft and a release: ``problems`` of its tables, findings of its audit, open doubts."""

    problems: tuple[Problem, ...]
    audit: Audit
    doubts: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Problem | Finding, ...]:
        """Everything that is left to do, tables first: an audit means little while a table cannot be read."""
        return (*self.problems, *self.audit.findings, *self.doubts)


def review(draft: Path, data: str | Path) -> Review:
    """Check the draft folder *draft* against the shared tables of *data* and the source text that lies in it.

    Errors: those of ``dataset.from_files`` for the shared tables; NoData where *draft* is no folder.
    """
    name = draft.name
    if not draft.is_dir():
        raise folder.NoData(str(draft), "is no draft")
    files = {n: raw for n, raw in folder.read(data).items() if "/" not in n}
    doubts: list[Finding] = []
    for file, raw in folder.release_files(draft).items():
        files[f"releases/{name}/{file}"] = _without_doubts(name, raw, doubts) if file.endswith(".csv") else raw
    try:
        loaded = dataset.from_files(files, str(draft), strict=True)
    except BadData as error:
        mine = tuple(p for p in error.problems if p.file.startswith(f"releases/{name}/"))
        if len(mine) < len(error.problems):
            raise
        return Review(mine, Audit((), (), 0, 0), tuple(sorted(doubts)))
    return Review((), audit(loaded, [name], sources=draft), tuple(sorted(doubts)))


def _without_doubts(name: str, raw: bytes, doubts: list[Finding]) -> bytes:
    """Take the ``doubt`` column out of a table and note what it says; a table that cannot be read is left as it is."""
    try:
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return raw
    if not rows or "doubt" not in rows[0]:
        return raw
    at = rows[0].index("doubt")
    start = rows[0].index("start") if "start" in rows[0] else -1
    quote = rows[0].index("quote") if "quote" in rows[0] else -1
    for row in rows[1:]:
        if len(row) == len(rows[0]) and row[at].strip():
            where = int(row[start]) if start >= 0 and row[start].isdecimal() else -1
            says = f"{row[quote]}: {row[at].strip()}; look at the row, then empty its doubt cell."
            doubts.append(Finding(name, where, "W1", says))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(row[:at] + row[at + 1 :] for row in rows)
    return out.getvalue().encode()
