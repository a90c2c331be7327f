"""Files become visible whole or not at all: built beside, synced, renamed; a failure puts everything back.

A report is several files. They are renamed one right after the other, what a page links to before the page. Before
the first rename a journal is on disk, so that a run that was killed in between is completed by the next one; a
failure that can be noticed (a full disk, a forbidden folder) is undone at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import HfdataError
from ..planning.names import stays_inside
from . import lock

if TYPE_CHECKING:
    from ..stop import Signals

STAGE = ".publishing"
JOURNAL = "journal.json"
LAST = (".ipynb", ".html", ".json")  # renamed in this order, after everything else

Sums = dict[str, str]


class NotPublished(HfdataError):
    """A report could not be written; what was there before is as it was."""

    exit_code = 1

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; what was there before is untouched"


@dataclass(frozen=True, slots=True)
class Folder:
    """An output folder whose lock is held."""

    path: Path

    @property
    def identity(self) -> str:
        """What the run log calls it."""
        return str(self.path.resolve())

    def where(self, name: str) -> str:
        """Return the path of a file."""
        return str(self.path / name)

    @contextmanager
    def locked(self, waiting: Callable[[str], None], signals: Signals) -> Iterator[None]:
        """Keep other runs away; see lock.held."""
        with lock.held(self.path, waiting, signals):
            yield

    def publish(self, files: Mapping[str, bytes], stale: Iterable[str] = ()) -> Sums:
        """Make *files* (relative names with "/") appear and *stale* ones disappear; return the files' sha256.

        Files that are there with the same content are not touched. Raises NotPublished, with everything as before.
        """
        sums = {name: sha256(content) for name, content in files.items()}
        wrong = next((name for name in [*files, *stale] if not self._is_ours(name)), None)
        if wrong is not None:
            raise NotPublished(str(self.path / wrong), "is not a place inside the output folder")
        changed = sorted((name for name in files if self.sha256(name) != sums[name]), key=order)
        gone = [name for name in stale if name not in files and (self.path / name).exists()]
        if changed or gone:
            self._replace({name: files[name] for name in changed}, gone)
        return sums

    def sha256(self, name: str) -> str | None:
        """Return the sum of a file as it is now; None if it is not there or cannot be read."""
        content = self.read(name)
        return None if content is None else sha256(content)

    def has(self, name: str) -> bool:
        """Tell whether there is such a file."""
        return (self.path / name).exists()

    def read(self, name: str) -> bytes | None:
        """Return a file's content; None if it is not there or cannot be read."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            return None

    def names(self) -> set[str]:
        """Return the names of all files."""
        return {path.relative_to(self.path).as_posix() for path in self.path.rglob("*") if path.is_file()}

    def learn(self, names: Iterable[str]) -> None:
        """Do nothing: a file is read when its sum is asked for."""

    def holds(self, sums: Mapping[str, str]) -> bool:
        """Tell whether every file is there as it was published."""
        return all(self.sha256(name) == wanted for name, wanted in sums.items())

    def begin(self) -> None:
        """Complete or clear away what a killed run left; to be called once, when the lock has been taken."""
        stage = self.path / STAGE
        if not stage.is_dir():
            return
        for journal in sorted(stage.glob(f"*/{JOURNAL}")):
            with suppress(OSError, ValueError, KeyError, TypeError):
                note = json.loads(journal.read_bytes())
                if all(map(self._is_ours, [*note["files"], *note["gone"]])):
                    self._forward(journal.parent, note["files"], note["gone"])
        shutil.rmtree(stage, ignore_errors=True)

    def _is_ours(self, name: str) -> bool:
        """Whether *name* is a plain relative name and no symbolic link on the way leads elsewhere."""
        between = [self.path.joinpath(*name.split("/")[: n + 1]) for n in range(name.count("/"))]
        return is_plain(name) and not any(folder.is_symlink() for folder in between)

    def _replace(self, files: Mapping[str, bytes], gone: Sequence[str]) -> None:
        stage = self.path / STAGE / str(os.getpid())
        names = list(files)
        made: list[Path] = []
        try:
            stage.mkdir(parents=True)
            for n, name in enumerate(names):
                write(stage / f"new-{n}", files[name], named=self.path / name)
            for folder in dict.fromkeys((self.path / name).parent for name in names):
                made += _make(folder)
            for n, name in enumerate([*names, *gone]):
                _keep(self.path / name, stage / f"old-{n}")
            write(stage / "journal.part", json.dumps({"files": names, "gone": list(gone)}).encode())
            (stage / "journal.part").replace(stage / JOURNAL)
            self._forward(stage, names, gone)
        except BaseException as error:
            self._undo(stage, [*names, *gone], len(names), made)
            if isinstance(error, OSError):
                where = error.filename2 or error.filename or self.path
                raise NotPublished(str(where), error.strerror or str(error)) from error
            raise
        self._clear(stage)

    def _forward(self, stage: Path, names: Sequence[str], gone: Sequence[str]) -> None:
        """Rename what is still to be renamed; used when publishing, and to complete what was begun."""
        for n, name in enumerate(names):
            if (stage / f"new-{n}").exists():
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / f"new-{n}").replace(self.path / name)
        for name in gone:
            (self.path / name).unlink(missing_ok=True)
            self._remove_empty((self.path / name).parent)
        for folder in dict.fromkeys((self.path / name).parent for name in [*names, *gone]):
            _sync_folder(folder)

    def _undo(self, stage: Path, names: Sequence[str], count: int, made: Sequence[Path]) -> None:
        begun = (stage / JOURNAL).exists()
        try:
            for n, name in reversed(list(enumerate(names))) if begun else []:
                old, new = stage / f"old-{n}", stage / f"new-{n}"
                if old.exists():
                    (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                    old.replace(self.path / name)
                elif n < count and not new.exists():  # it was not there before
                    (self.path / name).unlink(missing_ok=True)
        except OSError:
            return  # the journal stays: each file is whole, and the next run completes the report
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        self._clear(stage)

    def _clear(self, stage: Path) -> None:
        shutil.rmtree(stage, ignore_errors=True)
        with suppress(OSError):
            stage.parent.rmdir()

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):  # not empty: it stays
            while folder != self.path:
                folder.rmdir()
                folder = folder.parent


def is_plain(name: str) -> bool:
    """Tell whether *name* is made of plain components, below ``.failed`` perhaps."""
    return stays_inside(name.removeprefix(".failed/"))


def sha256(content: bytes) -> str:
    """Return the sha256 of *content* in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def write(path: Path, content: bytes, named: Path | None = None) -> None:
    """Write a new file and see it onto the disk; an error names the file as *named*."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(named or path)) from error


def order(name: str) -> tuple[int, str]:
    """Return what files are sorted by: a page comes after all it links to."""
    suffix = Path(name).suffix
    return (LAST.index(suffix) + 1 if suffix in LAST else 0, name)


def _make(folder: Path) -> list[Path]:
    """Make *folder*; return those that were not there, outermost first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
    return missing[::-1]


def _keep(path: Path, old: Path) -> None:
    """Give a file that is about to be replaced a second name, or a copy where there are no hard links."""
    if path.is_symlink():
        old.symlink_to(path.readlink())
        return
    if not path.exists():
        return
    try:
        old.hardlink_to(path)
    except OSError:
        shutil.copy2(path, old)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt" or not folder.exists():
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
