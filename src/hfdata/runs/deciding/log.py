"""What has been run into an output folder, one JSON line each: the record that says what need not be run again.

The file is in the cache, not in the committed manifest. Lines are only ever appended, so a run that is killed leaves
at worst one line cut short, which is skipped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...dataset.tables import suggestion
from ...errors import HfdataError
from .cache import CacheUnusable
from .keys import digest

if TYPE_CHECKING:
    from ..planning.where import Out

FIELDS = ("run", "notebook", "parameters", "status", "seconds", "cause", "cell", "files", "at", "out")
HISTORY = 2_000  # older lines that are kept besides the last of each run

Entry = dict[str, Any]


class BadCondition(HfdataError):
    """A condition on the run log cannot be understood."""

    def __init__(self, text: str, known: tuple[str, ...]) -> None:
        super().__init__(text, known)
        self.text, self.known = text, known

    def __str__(self) -> str:
        name = self.text.partition("=")[0]
        return f"{self.text!r}: a condition is NAME=VALUE, with one of {', '.join(self.known)}" + suggestion(
            name, self.known
        )


@dataclass(slots=True)
class Log:
    """The log of one output folder; ``last`` maps a run's name to its latest entry, ``parts`` digests to details."""

    path: Path
    last: dict[str, Entry] = field(default_factory=dict)
    parts: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def append(self, entry: Entry) -> None:
        """Write down how a run ended."""
        self._write([entry])
        self.last[entry["run"]] = entry

    def remember(self, parts: Mapping[str, Mapping[str, str]]) -> None:
        """Keep what digests stand for, so that a change can be named; ``parts`` maps digest to details."""
        new = {key: details for key, details in parts.items() if key not in self.parts}
        self._write({"digest": key, "parts": details} for key, details in new.items())
        self.parts.update(new)

    def _write(self, entries: Iterable[Entry]) -> None:
        text = b"".join(map(_line, entries))
        if not text:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(text)
        except OSError as error:
            raise CacheUnusable(str(self.path.parent), error.strerror or str(error)) from error


def _line(entry: Entry) -> bytes:
    # A line break first: what a killed run left unfinished must not swallow this entry. A path may hold what is no
    # text; spelt \udcxx, which JSON understands, it comes back as it was.
    return ("\n" + json.dumps(entry, ensure_ascii=False, separators=(",", ":"))).encode("utf-8", "backslashreplace")


def log_path(cache: Path, out: Out) -> Path:
    """Return the log of an output folder."""
    name = os.fsencode(os.path.realpath(out)) if isinstance(out, Path) else out.text
    return cache / "runs" / f"{digest(name)}.jsonl"


def open_log(cache: Path, out: Out) -> Log:
    """Read the log of an output folder, whose lock is held, and shorten it when it has grown long."""
    log = Log(log_path(cache, out))
    entries = list(_read(log.path))
    for entry in entries:
        if "parts" in entry:
            log.parts[entry["digest"]] = entry["parts"]
        else:
            log.last[entry["run"]] = entry
    if len(entries) > 2 * (len(log.last) + len(log.parts) + HISTORY):
        _shorten(log, entries)
    return log


def _read(path: Path) -> Iterator[Entry]:
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and (isinstance(entry.get("run"), str) or isinstance(entry.get("parts"), dict)):
            yield entry


def _shorten(log: Log, entries: Sequence[Entry]) -> None:
    runs = [entry for entry in entries if "run" in entry]
    last = {id(entry) for entry in log.last.values()}
    kept = [entry for n, entry in enumerate(runs) if n >= len(runs) - HISTORY or id(entry) in last]
    used = {value for entry in kept for value in entry.get("needs", {}).values()}
    log.parts = {key: details for key, details in log.parts.items() if key in used}
    facts = [{"digest": key, "parts": details} for key, details in log.parts.items()]
    beside = log.path.with_suffix(".part")
    beside.write_bytes(b"".join(map(_line, [*facts, *kept])))
    beside.replace(log.path)


def query(cache: Path, where: Sequence[str] = (), *, history: bool = False) -> list[Entry]:
    """Return log entries of all output folders, oldest first: the latest of each run, or every one with *history*.

    *where* holds conditions NAME=VALUE that must all hold; a name is a field or one of a run's parameters.

    >>> query(Path("no-such-cache"), ["status=failed"])
    []
    """
    found: list[Entry] = []
    for path in sorted(cache.glob("runs/*.jsonl")):
        entries = [entry for entry in _read(path) if "run" in entry]
        found += entries if history else {entry["run"]: entry for entry in entries}.values()
    known = (*FIELDS, *dict.fromkeys(name for entry in found for name in entry.get("parameters", {})))
    conditions = [_condition(text, known) for text in where]
    kept = [entry for entry in found if all(_text(entry, name) == value for name, value in conditions)]
    kept.sort(key=lambda entry: str(entry.get("at", "")))
    return [{name: entry.get(name) for name in FIELDS} for entry in kept]


def _condition(text: str, known: tuple[str, ...]) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    # With nothing in the log yet, any name may be a parameter's.
    if not equals or (name not in known and len(known) > len(FIELDS)):
        raise BadCondition(text, known)
    return name, value


def _text(entry: Entry, name: str) -> str:
    value = entry.get(name, entry.get("parameters", {}).get(name))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
