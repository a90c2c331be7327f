"""An executed notebook as bytes that depend only on what was executed and with which packages.

papermill and the kernel write times, durations, random ids, paths, process numbers and the interpreter's version into
it; none of that is a result.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE_INFO = {  # what a kernel says of itself, less the version
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
INJECTED = "injected-parameters"

_OF_A_RUN = ("papermill", "execution", "ExecuteTime")  # cell metadata that describes one execution
_WIDGETS = ("application/vnd.jupyter.widget-view+json",)  # names a model of a kernel that is gone

# Where a text names the machine, the process or the moment; text that merely looks alike elsewhere is left alone.
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b")
_FOLDERS = (  # what the end of a folder looks like, and what stands for the whole of it
    (re.compile(r"ipykernel_\d+[/\\](\d+)\.py"), r"cell-\1.py"),
    (re.compile(r"(?:site|dist)-packages[/\\]"), "site-packages/"),
    (re.compile(r"/lib/python3\.\d+/"), "lib/"),
)
_BEFORE_A_PATH = frozenset(" \t\n\r\"'<>():=,")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ALTAIR_ID = re.compile(r"\baltair-viz-[0-9a-f]{32}\b")
_STYLER_ID = re.compile(r"\bT_[0-9a-f]{5}(?=[_\"' ]|\b)")


def normalise(notebook: Mapping[str, Any]) -> bytes:
    """Return the notebook as JSON text in UTF-8, keys sorted.

    Kept: cells, their ids and tags, execution counts, outputs, the parameters that were injected.
    """
    metadata = {k: v for k, v in notebook["metadata"].items() if k not in ("papermill", "widgets", "signature")}
    metadata["kernelspec"] = KERNELSPEC
    metadata["language_info"] = LANGUAGE_INFO
    if given := notebook["metadata"].get("papermill", {}).get("parameters"):
        metadata["papermill"] = {"parameters": given}
    plain = {
        "cells": [_cell(cell) for cell in notebook["cells"]],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # A lone surrogate has no UTF-8 form; spelt \udxxx it is what JSON means anyway.
    return text.encode("utf-8", "backslashreplace")


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"cell_type": cell["cell_type"], "source": cell["source"]}
    # papermill gives its cell a random id; all others came with the notebook (see ``named``).
    kept["id"] = INJECTED if INJECTED in cell["metadata"].get("tags", ()) else cell["id"]
    if attachments := cell.get("attachments"):
        kept["attachments"] = attachments
    kept["metadata"] = {k: v for k, v in cell["metadata"].items() if k not in _OF_A_RUN and (k, v) != ("tags", [])}
    if cell["cell_type"] == "code":
        kept["execution_count"] = cell.get("execution_count")
        kept["outputs"] = [_output(output) for output in cell.get("outputs", ())]
    return kept


def named(notebook: dict[str, Any]) -> dict[str, Any]:
    """Number the cells of a notebook that has no cell ids yet, before anything gives it random ones."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook.get("cells", ()), start=1):
        if not cell.get("id") or cell["id"] in seen:
            cell["id"] = f"cell-{number}"
        seen.add(cell["id"])
    return notebook


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(output)
    if kept["output_type"] == "stream":
        kept["text"] = without_places(_joined(kept["text"]))
    elif kept["output_type"] == "error":
        kept["evalue"] = without_places(kept["evalue"])
        kept["traceback"] = [without_places(line) for line in kept["traceback"]]
    else:
        kept["data"] = {mime: _value(mime, value) for mime, value in kept["data"].items() if mime not in _WIDGETS}
        kept["metadata"] = kept.get("metadata") or {}
    return kept


def _value(mime: str, value: object) -> object:
    text = _joined(value)
    if not isinstance(text, str):
        return text
    if mime == "text/html":
        return _renumbered(_renumbered(text, _ALTAIR_ID, "altair-viz-{}".format), _STYLER_ID, "T_{:05d}".format)
    if mime == "text/plain":
        return _ADDRESS.sub("at 0x…", text)
    return text


def _joined(value: Any) -> Any:
    return "".join(value) if isinstance(value, list) and all(isinstance(line, str) for line in value) else value


def without_places(text: str) -> str:
    """Leave out what differs between machines and processes: addresses, and the folders that code was loaded from.

    >>> without_places("<Axes at 0x7f2a9c3d10>")
    '<Axes at 0x…>'
    >>> without_places("/home/li/.venv/lib/python3.12/site-packages/pandas/io/sql.py:7: UserWarning")
    'site-packages/pandas/io/sql.py:7: UserWarning'
    >>> without_places("/tmp/ipykernel_4711/123.py:1: FutureWarning")
    'cell-123.py:1: FutureWarning'
    """
    text = _ADDRESS.sub("at 0x…", text)
    for end, name in _FOLDERS:
        text = _without_folder(text, end, name)
    return text


def _without_folder(text: str, end: re.Pattern[str], name: str) -> str:
    """Replace paths up to *end*, found backwards from there: a pattern for whole paths takes quadratic time."""
    kept = []
    done = 0
    for found in end.finditer(text):
        start = found.start()
        while start > done and text[start - 1] not in _BEFORE_A_PATH:
            start -= 1
        for colour in _COLOUR.finditer(text, start, found.start()):
            start = colour.end()
        kept += [text[done:start], found.expand(name)]
        done = found.end()
    return "".join([*kept, text[done:]])


def _renumbered(text: str, pattern: re.Pattern[str], name: Callable[[int], str]) -> str:
    """Replace random ids by their order of appearance."""
    order: dict[str, str] = {}
    return pattern.sub(lambda found: order.setdefault(found[0], name(len(order) + 1)), text)
