"""Public-service figures, each one traceable to the characters that printed it.

>>> import hfdata as hf
>>> data = hf.load()
>>> print(data.figure("environment.waste-piles-cleared", release="haifeng-2023-11-01"))
清理“三大堆”：≥400 处
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what editors and type checkers see; nothing here runs
    from . import charts as charts
    from .citation import cite as cite
    from .dataset import Dataset as Dataset
    from .dataset import load as load
    from .errors import HfdataError as HfdataError
    from .figure import Figure as Figure
    from .prose import Story as Story
    from .prose import say as say
    from .quantity import Quantity as Quantity
    from .quantity import distinct as distinct
    from .refusals import why_not as why_not
    from .runs.call import run as run

__all__ = [
    "Dataset",
    "Figure",
    "HfdataError",
    "Quantity",
    "Story",
    "charts",
    "cite",
    "distinct",
    "load",
    "run",
    "say",
    "why_not",
]
__version__ = "0.1.0"
_HOME = {
    "Dataset": "dataset",
    "Figure": "figure",
    "HfdataError": "errors",
    "Quantity": "quantity",
    "Story": "prose",
    "charts": "charts",
    "cite": "citation",
    "distinct": "quantity",
    "load": "dataset",
    "run": "runs.call",
    "say": "prose",
    "why_not": "refusals",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        from difflib import get_close_matches

        near = "".join(f"; did you mean {close}?" for close in get_close_matches(name, __all__, n=1))
        raise AttributeError(f"hfdata has no {name!r}; it offers {', '.join(__all__)}{near}")
    module = import_module(f".{_HOME[name]}", __name__)
    return module if name == _HOME[name] else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)  # hf.<Tab> would otherwise show nothing
