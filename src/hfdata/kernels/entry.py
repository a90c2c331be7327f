"""What papermill finds under the name ``hfdata-fork``: an engine that imports papermill only once it is used.

Papermill loads every registered engine while it is itself being imported; an engine module that imports papermill
could then not be imported first.
"""

from __future__ import annotations

from typing import Any


class LateForkEngine:
    """Stands for ``engine.ForkEngine`` until a notebook is executed."""

    @classmethod
    def execute_notebook(cls, *args: Any, **kwargs: Any) -> Any:
        """Execute a notebook; papermill calls this with whatever it calls engines with."""
        from .engine import ForkEngine

        return ForkEngine.execute_notebook(*args, **kwargs)
