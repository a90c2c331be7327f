"""What papermill finds under the name ``hfdata-fork``: an engine that imports papermill only once it is used.

Papermill loads every registered engine while it is itself being imported; an engine module that imports papermill
could then not be imported first.
"""

from __future__ import annotations

from typing import Any


class LateEngine:
    """Stands for ``engine.ForkEngine``, which is imported when papermill asks for anything of it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from .engine import ForkEngine

        return getattr(ForkEngine, name)


fork_engine = LateEngine()
