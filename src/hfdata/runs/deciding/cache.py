"""Results kept under the name of what they were made from; a damaged one is as good as none."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...errors import HfdataError

KEPT = 90 * 86_400  # seconds without use
BUSY = 3_600  # seconds after which a temporary file belongs to nobody any more


class CacheUnusable(HfdataError):
    """The cache folder cannot be used."""

    def __init__(self, folder: str, reason: str) -> None:
        super().__init__(folder, reason)
        self.folder, self.reason = folder, reason

    def __str__(self) -> str:
        return f"{self.folder}: the cache cannot be used ({self.reason}); name another folder in HFDATA_CACHE"


@dataclass(frozen=True, slots=True)
class Cache:
    """Bytes by kind and key, in a folder that any number of processes may share.

    A file starts with the sha256 of the rest, so that one cut short by a crash is noticed; nothing is synced.
    """

    folder: Path

    def path(self, kind: str, key: str) -> Path:
        """Where the entry is, if it is."""
        return self.folder / kind / key[:2] / key

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put, or None."""
        path = self.path(kind, key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(raw[32:]).digest() != raw[:32]:
            return None
        with suppress(OSError):  # a cache that is read-only still serves
            os.utime(path)  # used today: prune leaves it
        return raw[32:]

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep *content*; CacheUnusable where that cannot be done."""
        path = self.path(kind, key)
        beside = path.with_name(f"{key}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(content).digest() + content)
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):  # not there, or on a disk on which nothing works any more
                beside.unlink()
            raise CacheUnusable(str(self.folder), error.strerror or str(error)) from error

    def prune(self, now: float | None = None) -> int:
        """Remove what nobody used for 90 days, and what a killed process left; return how many files went."""
        now = time.time() if now is None else now
        gone = 0
        for path in self._entries():
            try:
                if now - path.stat().st_mtime > (BUSY if path.suffix == ".part" else KEPT):
                    path.unlink()
                    gone += 1
            except OSError:
                continue  # another process was quicker
        return gone

    def _entries(self) -> Iterator[Path]:
        return (path for kind in ("executed", "svg") for path in self.folder.glob(f"{kind}/??/*"))
