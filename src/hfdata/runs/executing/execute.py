"""Execute one notebook with its parameters, and judge whether it succeeded.

papermill puts the parameters in and drives the engine; the verdict is ours, because papermill calls a notebook
complete whose kernel was killed, and one that left by ``sys.exit(0)`` half-way.
"""

from __future__ import annotations

import json
import keyword
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import nbformat
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from papermill.execute import execute_notebook, remove_error_markers

from ...errors import HfdataError
from ...kernels.engine import Account, ForkEngine
from ...kernels.start import Kernel, start
from .job import Job, Outcome
from .normalise import INJECTED, KERNELSPEC, LANGUAGE_INFO, named, normalise
from .surroundings import PRELOAD, environment, with_its_data

ENGINE = "hfdata-fork"
papermill_engines.register(ENGINE, ForkEngine)  # by hand, so that a checkout that is not installed works too
_PLAIN = (str, int, float, bool, type(None))


class BadParameter(HfdataError):
    """A parameter's name or value is not plain data."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"parameter {self.name!r}: {self.reason}"


def execute(job: Job, *, kernels: str = "fork") -> Outcome:
    """Run *job* to its end, its failure or its timeout; never raises for what the notebook does.

    ``kernels``: "fork" for kernels forked from a warm process of this one's where the system allows it, the address of
    another process's fork server, or "ordinary".

    Raises:
        BadParameter: before any kernel starts.
    """
    check_parameters(job.parameters)
    began = time.monotonic()
    try:
        notebook = _read(job.notebook)
    except ValueError as error:
        return Outcome(False, None, "notebook", f"it is not a notebook: {error}", None, 0.0)
    account = Account(apart=True)
    with with_its_data(job) as ready:
        executed = _papermill(notebook, ready, _starter(ready, kernels), account)
    everything = [i for i, cell in enumerate(executed["cells"]) if cell["cell_type"] == "code"]
    if account.kind is None and account.ran != everything:
        account.fail("died", "not every cell has run", None)
    place = None if account.cell is None else _place(executed, account.cell)
    if account.kind is not None:
        executed["cells"].insert(0, _verdict(account.cause, place))
    seconds = time.monotonic() - began
    return Outcome(account.kind is None, normalise(executed), account.kind, account.cause, place, seconds)


def _read(content: bytes) -> nbformat.NotebookNode:
    """Parse a notebook, bring it to format 4.5 and make its kernel Python, whatever it was saved with.

    A colleague's notebook names a colleague's kernel; the code is Python all the same, or it fails by itself.
    """
    raw = json.loads(content.decode("utf-8-sig"))
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise ValueError("no nbformat number in it")
    if raw["nbformat"] >= 4:  # before nbformat reads it, which gives random ids to cells that have none
        named(raw)
        raw["nbformat_minor"] = max(5, raw.get("nbformat_minor", 5))
    problem: dict[str, Any] = {}
    notebook: nbformat.NotebookNode = nbformat.reads(  # type: ignore[no-untyped-call]
        json.dumps(raw), as_version=4, capture_validation_error=problem
    )
    if problem:
        raise ValueError(str(problem["ValidationError"]).strip().splitlines()[0])
    if raw["nbformat"] < 4:
        for cell in notebook["cells"]:
            cell.pop("id", None)
        named(notebook)
    notebook["metadata"]["kernelspec"] = dict(KERNELSPEC)
    notebook["metadata"]["language_info"] = dict(LANGUAGE_INFO)
    notebook["metadata"].pop("papermill", None)
    return notebook


def _papermill(
    notebook: nbformat.NotebookNode, job: Job, start: Callable[[], Kernel], account: Account
) -> dict[str, Any]:
    """Let papermill inject the parameters and drive the engine; return the notebook in whatever state it is left."""
    account.notebook = notebook
    try:
        with _papermill_silent():
            execute_notebook(
                notebook,
                None,
                parameters=dict(job.parameters),
                engine_name=ENGINE,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                start=start,
                seconds=job.timeout,
                account=account,
            )
    except PapermillExecutionError:
        pass  # the account has it, with what papermill does not count as a failure
    except OSError as error:
        account.fail("start", f"the kernel could not be started: {error}")
    executed = dict(remove_error_markers(account.notebook))
    for index, shown in account.shown.items():
        errors = executed["cells"][index]["outputs"]
        executed["cells"][index]["outputs"] = [o for o in shown if o["output_type"] != "error"] + errors
    return executed


def _starter(job: Job, kernels: str) -> Callable[[], Kernel]:
    def starter() -> Kernel:
        env, cwd = {**environment(), **job.env}, None if job.cwd is None else str(job.cwd)
        return start(kernels, env=env, cwd=cwd, seed=job.seed, preload=PRELOAD, patience=job.timeout)

    return starter


def _place(executed: Mapping[str, Any], index: int) -> int:
    """Turn an index into the executed notebook into a place, from 1, in the notebook as it was written."""
    injected = (INJECTED in cell["metadata"].get("tags", ()) for cell in executed["cells"][: index + 1])
    return index + 1 - sum(injected)


def _verdict(cause: str, place: int | None) -> dict[str, Any]:
    where = "" if place is None else f" in cell {place}"
    quoted = "\n".join(f"    {line}" for line in cause.splitlines())
    return {
        "cell_type": "markdown",
        "id": "failed",
        "metadata": {"tags": ["failed"]},
        "source": f"# This run failed{where}\n\n{quoted}\n\nWhat follows is not a result.",
    }


@contextmanager
def _papermill_silent() -> Iterator[None]:
    """Keep papermill from reporting a second time, in its own words, what the outcome says; in this thread only."""
    thread = threading.get_ident()

    def from_elsewhere(record: logging.LogRecord) -> bool:
        return record.thread != thread

    logger = logging.getLogger("papermill")
    logger.addFilter(from_elsewhere)
    try:
        yield
    finally:
        logger.removeFilter(from_elsewhere)


def check_parameters(parameters: Mapping[str, object]) -> None:
    """Refuse what is not data: papermill would execute code in a name, and in the repr of an unknown type.

    >>> check_parameters({"lang": "zh", "years": [2022, 2023]})
    >>> check_parameters({"x = 1; y": 2})
    Traceback (most recent call last):
    hfdata.runs.executing.execute.BadParameter: parameter 'x = 1; y': a name is a Python identifier
    """
    for name, value in parameters.items():
        if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
            raise BadParameter(str(name), "a name is a Python identifier")
        try:
            reason = _why_not_data(value)
        except RecursionError:
            reason = "is nested too deeply"
        if reason:
            raise BadParameter(name, reason)


def _why_not_data(value: object) -> str | None:
    # Exact types: a subclass may print itself as anything, and what it prints would be executed.
    if type(value) in _PLAIN:
        if type(value) is int and value.bit_length() > 13_300:
            return "is a number of more than 4,000 digits"
        return None
    if type(value) is list:
        return next(filter(None, map(_why_not_data, value)), None)
    if type(value) is dict:
        if any(type(key) is not str for key in value):
            return "has a key that is not text"
        return next(filter(None, map(_why_not_data, value.values())), None)
    return f"{type(value).__name__} is not text, number, true/false, nothing, or a list or mapping of these"
