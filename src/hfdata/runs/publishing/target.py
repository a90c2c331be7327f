"""What reports are published into: a folder of this machine, or an object store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from .publish import Folder

if TYPE_CHECKING:
    from ..planning.where import Out
    from .store import Store

Target: TypeAlias = "Folder | Store"


def at(out: Out, cache: Path | None = None) -> Target:
    """Return what is at *out*; *cache* is where is kept what is known of a store, None = believe nothing but bytes.

    Raises StoreRefused.
    """
    if isinstance(out, Path):
        return Folder(out)
    from .store import opened

    return opened(out, cache)
