"""The same indicator in several releases, or beside peers: what may stand side by side, and why the rest may not."""

from .comparison import Comparison, NothingToCompare

__all__ = ["Comparison", "NothingToCompare"]
