"""A corrected draft → data/releases, once nothing is left to find."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from ..errors import HfdataError
from .folder import CHECKS, FIGURES, SET_ASIDE

TABLES = {"figures.csv": FIGURES, "set_aside.csv": SET_ASIDE, "checks.csv": CHECKS}


class NotAccepted(HfdataError):
    """A draft cannot become a release yet."""

    exit_code = 1

    def __init__(self, release: str, reason: str) -> None:
        super().__init__(release, reason)
        self.release, self.reason = release, reason

    def __str__(self) -> str:
        return f"{self.release} was not accepted: {self.reason}"


def accept(draft: Path, *, releases: Path, findings: Sequence[object] = ()) -> Path:
    """Move the draft folder *draft* into *releases* and return its new place; the text stays with the draft's owner.

    *findings* are those of the audit of *draft*: any of them refuses. The ``doubt`` columns go, rows are sorted by
    ``start``. Built beside and renamed, so that *releases* never holds half a release. The draft folder keeps only
    the source text, which is not the repository's to publish.

    Raises:
        NotAccepted: if there are findings, the release exists, or the draft is not complete.
    """
    name = draft.name
    if findings:
        raise NotAccepted(name, f"the audit has {len(findings)} finding(s); `hfdata audit {draft}` lists them.")
    if not (draft / "release.toml").is_file():
        raise NotAccepted(name, f"{draft} holds no draft. `hfdata draft` makes one.")
    target = releases / name
    if target.exists():
        raise NotAccepted(name, f"{target} exists. Remove it first if the new one is to replace it.")
    beside = releases / f".{name}.part"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        (beside / "release.toml").write_bytes((draft / "release.toml").read_bytes())
        for file, header in TABLES.items():
            (beside / file).write_text(_clean(draft / file, header, name), encoding="utf-8", newline="\n")
        os.rename(beside, target)  # noqa: PTH104 - never onto something that is there
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    for file in ("release.toml", *TABLES):
        (draft / file).unlink()
    return target


def _clean(file: Path, header: list[str], name: str) -> str:
    kept = [column for column in header if column != "doubt"]
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise NotAccepted(name, f"{file.name} cannot be read: {error}") from None
    if rows and (missing := [column for column in kept if column not in rows[0]]):
        raise NotAccepted(name, f"{file.name} has no column {', '.join(missing)}.")
    if "start" in kept:
        rows.sort(key=lambda row: int(row["start"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
