"""Modules that are costly to import, rarely used, and imported all the same: put off until something uses them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

COSTLY = {
    # jsonschema's "format" extra, which comes with JupyterLab, builds two Earley parsers at import: 1.2 s, to check
    # IRIs, which neither notebooks nor charts contain. nbformat and altair import jsonschema.
    "rfc3987_syntax": ("is_valid_syntax",),
}


def put_off(modules: Iterable[str] = COSTLY) -> None:
    """Stand a light double in for each module named in ``COSTLY`` that is installed and not yet imported.

    The first use of the double, or of a function taken from it, imports the module and behaves as it does.
    """
    for name in modules:
        if name not in sys.modules and (spec := importlib.util.find_spec(name)):
            sys.modules[name] = _Double(name, COSTLY[name])
            sys.modules[name].__spec__ = spec


class _Double(ModuleType):
    """A module that becomes the real one when it is used."""

    def __init__(self, name: str, functions: Iterable[str]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, _calling(name, function))

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):  # asked by the import system and by inspect, which do not want the real one
            raise AttributeError(attribute)
        return getattr(_real(self.__name__), attribute)


def _calling(name: str, function: str) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        return getattr(_real(name), function)(*args, **kwargs)

    return call


def _real(name: str) -> ModuleType:
    if isinstance(sys.modules.get(name), _Double):
        del sys.modules[name]
    return importlib.import_module(name)
