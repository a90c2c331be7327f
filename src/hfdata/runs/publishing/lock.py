"""One run at a time in an output folder; a lock that no crash leaves behind."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...errors import HfdataError
from ..stop import Signals

NAME = ".lock"
PAUSE = 0.1  # seconds between two tries
YOUNG = 60.0  # seconds in which a folder that was made will have been locked


class OutputUnusable(HfdataError):
    """Nothing can be written to the output folder."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. Nothing was changed; name another folder with --out"


@contextmanager
def held(folder: Path, waiting: Callable[[str], None], signals: Signals) -> Iterator[None]:
    """Hold the lock of an output folder, which is made if need be; *waiting* is told once for whom one waits.

    A signal ends the waiting.
    The system releases it when the process ends, however it ends. Raises OutputUnusable.
    """
    handle = _open(folder)
    told = False
    try:
        while not (_try(handle, folder) and _current(handle, folder)):
            if not _current(handle, folder):  # its holder is gone and took the file along
                os.close(handle)
                handle = _open(folder)
                continue
            if not told:
                waiting(_holder(handle))
                told = True
            with signals.waiting():
                time.sleep(PAUSE)
        _sign(handle)
        try:
            yield
        finally:
            with suppress(OSError):  # Windows keeps a file that is open: it stays, unlocked and harmless
                (folder / NAME).unlink()
    finally:
        os.close(handle)


def abandoned(folder: Path) -> bool:
    """Tell whether *folder* is this user's, had a lock that nobody holds any more, and has not just been made."""
    try:
        found = folder.lstat()
        handle = os.open(folder / NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        mine = stat.S_ISDIR(found.st_mode) and found.st_uid == getattr(os, "geteuid", lambda: found.st_uid)()
        return mine and time.time() - found.st_mtime > YOUNG and _try(handle, folder)
    except OutputUnusable:
        return False
    finally:
        os.close(handle)


def _open(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _open_file(folder / NAME)
    except (FileExistsError, NotADirectoryError):
        if folder.is_symlink():
            raise OutputUnusable(str(folder), f"is a link to {folder.readlink()}, which is no folder") from None
        raise OutputUnusable(str(folder), "is a file, or lies inside one, where a folder is needed") from None
    except OSError as error:
        raise OutputUnusable(str(folder), f"cannot be written to ({error.strerror or error})") from error


def _open_file(path: Path) -> int:
    more = getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | more, 0o666)  # less the umask: a group may share a folder
    except PermissionError:
        if not (path.exists() and os.access(path.parent, os.W_OK)):
            raise
        return os.open(path, os.O_RDONLY | more)  # another user's: one can wait for it all the same


def _try(handle: int, folder: Path) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
            return False
        raise OutputUnusable(str(folder), f"cannot be locked ({error.strerror or error})") from error
    return True


def _current(handle: int, folder: Path) -> bool:
    """Tell whether the file that is open is still the one that others would open."""
    try:
        return os.path.samestat(os.fstat(handle), (folder / NAME).stat())
    except FileNotFoundError:
        return False


def _sign(handle: int) -> None:
    with suppress(OSError):  # a courtesy to those who wait: a full disk must not stop what needs no room
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps({"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}).encode())


def _holder(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        note = json.loads(os.read(handle, 1000))
        return f"process {int(note['pid'])}, which began at {str(note['since'])[:8]}"
    except (ValueError, KeyError, TypeError, OSError):
        return "another process"
