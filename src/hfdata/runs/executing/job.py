"""What is given to an execution and what comes back: plain data, for processes that execute nothing themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TIMEOUT = 600.0
"""Seconds that a notebook may take if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Job:
    """One notebook to execute once.

    ``notebook`` is the .ipynb file's content. ``parameters`` map identifiers to str, int, float, bool, None, or lists
    and dicts of these. ``timeout``: seconds for the whole notebook, its kernel's start included. ``seed`` is given to
    ``random`` and ``numpy.random``. ``cwd``: the folder in which the cells run, None for an empty one of their own.
    ``env`` is added to the environment that every run gets (UTC, C.UTF-8, a fixed hash seed). ``data`` is a zip of the
    data folder that ``hf.load()`` then means, None for whatever it means otherwise.
    """

    notebook: bytes
    parameters: Mapping[str, object] = field(default_factory=dict)
    timeout: float = TIMEOUT
    seed: int = 0
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    ``ok`` only if every code cell ran, none failed and the kernel was there at the end. ``notebook`` is the executed
    notebook as bytes that depend on nothing but the job and the installed packages; of a failed job it holds what
    there was, says so in its first cell, and is None if there was nothing. ``kind`` and ``cause`` (a sentence) are
    None and "" if ok; kinds: error, exit, input, timeout, died, start, notebook. ``cell`` is the place of the failing
    cell among all cells of the job's notebook, from 1; None if no cell is to blame.
    """

    ok: bool
    notebook: bytes | None
    kind: str | None
    cause: str
    cell: int | None
    seconds: float
