"""Which versions the lock names, and which installed ones differ: read from folder names, so it takes a millisecond."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...dataset import folder
from ...errors import HfdataError

_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)[ \t]*(;[^\\\n]*)?", re.MULTILINE)
_INSTALLED = re.compile(r"([A-Za-z0-9._]+)-([^-]+)\.dist-info")


class NotAsLocked(HfdataError):
    """The environment is not the one that the lock file names, so bytes cannot be promised."""

    def __init__(self, differing: tuple[str, ...]) -> None:
        super().__init__(differing)
        self.differing = differing

    def __str__(self) -> str:
        listed = "\n  ".join(self.differing)
        return (
            f"installed versions differ from the lock, so equal bytes cannot be expected:\n  {listed}\n"
            "Install the locked ones: pip install --require-hashes -r requirements/run.txt"
        )


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked package; ``conditional`` if an environment marker may leave it out."""

    name: str
    version: str
    conditional: bool


def locked(path: Path | None = None) -> tuple[Pin, ...]:
    """Return what the lock file names, sorted; () where there is no lock file."""
    try:
        text = (path or folder.lock()).read_text("utf-8")
    except OSError:
        return ()
    return tuple(sorted((Pin(_plain(n), v, bool(m)) for n, v, m in _PIN.findall(text)), key=lambda pin: pin.name))


def installed(folders: Iterable[str] | None = None) -> dict[str, str]:
    """Map the names of installed packages to versions; the first folder of the import path that has one wins."""
    found: dict[str, str] = {}
    for each in sys.path if folders is None else folders:
        try:
            names = sorted(os.listdir(each or "."))  # noqa: PTH208  (Path.iterdir is five times slower here)
        except OSError:
            continue  # a zip, or a folder that is not there
        for name in names:
            if match := _INSTALLED.fullmatch(name):
                found.setdefault(_plain(match[1]), match[2])
    return found


def drift(pins: Iterable[Pin], found: dict[str, str]) -> tuple[str, ...]:
    """Say for each package that is not as locked what is installed and what should be.

    >>> drift([Pin("pandas", "3.0.1", False)], {"pandas": "3.0.2"})
    ('pandas 3.0.2, locked 3.0.1',)
    """
    return tuple(
        f"{pin.name} {found.get(pin.name, 'is not installed')}, locked {pin.version}"
        for pin in pins
        if found.get(pin.name, pin.version if pin.conditional else None) != pin.version
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
