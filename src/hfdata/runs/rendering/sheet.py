"""What a process is given to make a page, or the index, and what it gives back: plain data, cheap to import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..deciding.versions import Pin
from .place import Place

Facts = dict[str, Any]  # a card of the index as JSON values, as it stands in the run log


@dataclass(frozen=True, slots=True)
class Desk:
    """What all pages of a release have in common.

    ``data`` is its Dataset, pickled; ``cache`` and ``drawing`` are where pictures are kept and what draws them.
    """

    data: bytes
    pins: tuple[Pin, ...]
    cache: Path
    drawing: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be made: of the executed ``notebook``, which is to be published as the file ``executed``.

    ``read`` is the digest of the data it shows; ``single``: also as one file that holds everything; ``seconds``: how
    long that may take, 0 = as long as it does.
    """

    desk: Desk
    place: Place
    notebook: bytes
    read: str
    executed: str
    single: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report's files by name relative to the output folder, what the index says of it, and how long it took."""

    files: dict[str, bytes]
    card: Facts
    seconds: float


@dataclass(frozen=True, slots=True)
class Front:
    """An index to be made: of ``cards`` that are known, and of the reports whose cards are made anew."""

    desk: Desk
    cards: tuple[Facts, ...]
    sheets: tuple[Sheet, ...] = ()
