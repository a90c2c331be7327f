"""A draft on disk: the four files of a release, with a ``doubt`` column, and the source text beside them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path

from ..errors import HfdataError
from .rows import Draft, Row

FIGURES = [
    "indicator",
    "value",
    "bound",
    "status",
    "period",
    "start_date",
    "end_date",
    "quote",
    "start",
    "end",
    "note_zh",
    "note_en",
    "doubt",
]
SET_ASIDE = ["quote", "start", "end", "reason", "doubt"]
CHECKS = ["id", "left", "relation", "right", "note_zh", "note_en"]
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
EACH_LINE = 6  # paragraph offsets on one line of release.toml


class DraftExists(HfdataError):
    """A draft of this name is there already; corrections in it are not thrown away."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return (
            f"{self.folder} exists and may hold corrections; it was not touched.\nRemove it, or draft under another id."
        )


class BadRelease(HfdataError):
    """A release id is no name for a folder."""

    def __init__(self, release: str) -> None:
        super().__init__(release)
        self.release = release

    def __str__(self) -> str:
        return f"{self.release!r} cannot name a release. Use place and date, such as haifeng-2023-11-01 (a-z, 0-9, -)."


def write(draft: Draft, *, release: str, place: str, event_date: date, drafts: Path) -> Path:
    """Write *draft* as ``<drafts>/<release>/`` and return that folder: built beside, then renamed.

    release.toml, figures.csv, set_aside.csv, checks.csv, and the text itself as ``<release>.txt`` (UTF-8), whose hash
    release.toml records. Publisher, author and title are for the analyst: the first line is proposed as title.

    Raises:
        BadRelease: if *release* is no slug. DraftExists: if the folder is there already.
    """
    if not ID.fullmatch(release):
        raise BadRelease(release)
    folder = drafts / release
    if folder.exists():
        raise DraftExists(folder)
    beside = drafts / f".{release}.part"
    beside.mkdir(parents=True, exist_ok=True)
    source = draft.text.encode()
    (beside / f"{release}.txt").write_bytes(source)
    (beside / "release.toml").write_text(
        _toml(draft, release, place, event_date, source), encoding="utf-8", newline="\n"
    )
    (beside / "figures.csv").write_text(_csv(FIGURES, map(_figure, draft.figures)), encoding="utf-8", newline="\n")
    (beside / "set_aside.csv").write_text(_csv(SET_ASIDE, map(_aside, draft.set_aside)), encoding="utf-8", newline="\n")
    (beside / "checks.csv").write_text(_csv(CHECKS, ()), encoding="utf-8", newline="\n")
    return beside.rename(folder)


def _figure(row: Row) -> list[object]:
    value = row.recorded if row.recorded is not None else row.value
    dates = [day.isoformat() if day else "" for day in (row.start_date, row.end_date)]
    doubt = row.doubt or ""
    if not row.indicator:
        doubt = f"{doubt} ({row.domain}, unit {row.unit or 'not printed'})"
    return [
        row.indicator or "",
        f"{value:f}",
        row.bound,
        row.status,
        row.period,
        *dates,
        row.quote,
        row.start,
        row.end,
        "",
        "",
        doubt,
    ]


def _aside(row: Row) -> list[object]:
    return [row.quote, row.start, row.end, row.kind, row.doubt or ""]


def _csv(header: list[str], rows: object) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


def _toml(draft: Draft, release: str, place: str, event_date: date, source: bytes) -> str:
    pairs = [f"[{span.start}, {span.end}]" for span in draft.paragraphs]
    lines = [", ".join(pairs[at : at + EACH_LINE]) + "," for at in range(0, len(pairs), EACH_LINE)]
    first = draft.paragraphs[0]
    title = draft.text[first.start : first.end].strip("\ufeff \t\u3000") if draft.paragraphs else ""
    return "\n".join(
        [
            f"id = {json.dumps(release)}",
            f"place = {json.dumps(place, ensure_ascii=False)}",
            f"event_date = {event_date.isoformat()}",
            "# Where each non-empty line of the source begins and ends, in code points, half-open.",
            "paragraphs = [",
            *(f"  {line}" for line in lines),
            "]",
            "",
            "[source]",
            f"title = {json.dumps(title, ensure_ascii=False)}",
            'publisher = ""  # who published it: to be filled in',
            'author = ""',
            f"published = {event_date.isoformat()}  # the day or time of publication, if it is another one",
            f'sha256 = "{hashlib.sha256(source).hexdigest()}"',
            f"characters = {len(draft.text)}",
            "",
        ]
    )
