"""``hf.run``: what ``hfdata run`` does, for programs; the same words, and a summary in place of output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from os import PathLike, fspath
from pathlib import Path

from .executing.job import TIMEOUT
from .planning.where import place
from .progress import Event
from .request import Request, Summary
from .run import run as bring_up_to_date


def run(
    *notebooks: str | PathLike[str],
    parameters: Mapping[str, object] | None = None,
    grid: str | PathLike[str] | None = None,
    data: str | PathLike[str] | None = None,
    out: str | PathLike[str] | None = None,
    jobs: int | None = None,
    timeout: float = TIMEOUT,
    force: bool = False,
    only_failed: bool = False,
    single_file: bool = False,
    cluster: str | None = None,
    tell: Callable[[Event], None] | None = None,
) -> Summary:
    """Bring reports up to date, as ``hfdata run`` does, and return how that went.

    *notebooks* are files or names of the project's, none = its set of eight. In *parameters* a tuple of values means a
    run for each of them. *timeout*: seconds for one notebook. The other words are those of the command. *tell* is
    called with every event: ``event.status``, ``event.run``, ``event.files``, ``event.cause``.

    The summary has ``exit_code`` (0 done, 1 a run failed, 128 + n stopped by signal n), ``failures`` (run → cause),
    ``tally`` (``executed``, ``rendered``, ``reused``, ``failed``, ``stopped``) and ``seconds``. A run that fails costs
    that run only. Raises HfdataError where nothing could be run at all: an unknown notebook or parameter, data that
    cannot be loaded, a cluster that does not answer.

    With *cluster* "local:N" processes are started that import the program which calls this, so the call belongs under
    ``if __name__ == "__main__":``.

    >>> import hfdata as hf
    >>> hf.run("welfare", parameters={"lang": "fr"})
    Traceback (most recent call last):
    hfdata.runs.planning.plan.CannotPlan: lang: 'fr' is not one of zh, en
    """
    request = Request(
        notebooks=[fspath(notebook) for notebook in notebooks],
        parameters=list(_texts(parameters or {})),
        grid=None if grid is None else Path(grid),
        data=None if data is None else fspath(data),
        out=None if out is None else place(fspath(out)),
        jobs=jobs,
        timeout=timeout,
        force=force,
        only_failed=only_failed,
        single_file=single_file,
        cluster=cluster,
    )
    return bring_up_to_date(request, tell or (lambda event: None))


def _texts(parameters: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Spell values as the command line does: their type is the notebook's to say."""
    for name, value in parameters.items():
        for one in value if isinstance(value, tuple) else (value,):
            yield name, json.dumps(one, ensure_ascii=False) if isinstance(one, list) else str(one)
