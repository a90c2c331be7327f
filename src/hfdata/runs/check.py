"""Rebuild elsewhere, with nothing kept from before, and compare byte by byte: the proof that reports can be rebuilt."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from . import stop
from .deciding.versions import NotAsLocked
from .planning import notebooks
from .planning.parameters import BadValue, from_value
from .planning.plan import Run, known_run
from .progress import Event
from .publishing import lock, manifest
from .publishing.manifest import Manifest
from .publishing.output import FAILED
from .publishing.publish import STAGE
from .publishing.target import at
from .request import Prepared, Request, Summary, Tell
from .run import build, prepare

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from .planning.where import Out
    from .publishing.target import Target

SCRATCH = "hfdata-check-"
APART = (lock.NAME, STAGE, FAILED.rstrip("/"))
ENDINGS = {".html", ".ipynb", ".csv", ".svg", ".js"}  # files with others are not a report's, and nobody's business


def check(request: Request, tell: Tell = lambda event: None, *, executor: Executor | None = None) -> list[str]:
    """Return a line for every file that is not as a rebuild makes it; none means that all are.

    A request that names nothing means everything: every report in the manifest, index and manifest themselves, and
    files that no report accounts for. Raises NotAsLocked where installed versions differ from the lock, so that equal
    bytes could not be expected.
    """
    signals = stop.Signals()
    with ExitStack() as stack:
        stack.enter_context(signals.received())  # first of all, so that a signal at any moment leaves no scratch behind
        scratch = stack.enter_context(_scratch(signals))
        prepared = prepare(replace(request, force=False, only_failed=False), tell, cache=scratch / "cache")
        if prepared.made_of.drift:
            raise NotAsLocked(prepared.made_of.drift)
        signals.check()
        whole = not (request.notebooks or request.parameters or request.grid)
        outs = sorted({run.out for run in prepared.runs}, key=str)
        places: dict[Out, Out] = {scratch / str(n): out for n, out in enumerate(outs)}
        for out in outs:  # nobody shall change what is being compared
            if isinstance(out, Path) and out.is_dir():
                stack.enter_context(_held(out, tell, signals))
        asked = [*prepared.runs, *(_others(prepared) if whole else ())]
        moved = {out: place for place, out in places.items()}
        runs = [replace(run, out=moved[run.out]) for run in asked]
        summary = Summary()
        made = build(replace(prepared, runs=runs), summary, tell, signals, stands_for=places, executor=executor)
        found = [f"{name}: cannot be rebuilt ({cause})" for name, cause in summary.failures.items()]
        for place, out in places.items():
            names = [run.name for run in asked if run.out == out and run.name not in summary.failures]
            found += _differences(at(out), at(place), made[place], names, whole=whole)
        return found


@contextmanager
def _scratch(signals: stop.Signals) -> Iterator[Path]:
    """Make a folder to rebuild in, which goes afterwards, as do those that killed checks have left."""
    for left in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"):
        if lock.abandoned(left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH) as made, lock.held(Path(made), lambda whom: None, signals):
        yield Path(made)


def _held(out: Path, tell: Tell, signals: stop.Signals) -> ExitStack:
    stack = ExitStack()
    with suppress(lock.OutputUnusable):  # it is read-only: nobody can change it anyway
        stack.enter_context(lock.held(out, lambda whom: tell(Event("waiting", cause=whom)), signals))
    return stack


def _others(prepared: Prepared) -> Iterator[Run]:
    """Reports that the manifest knows besides those of the default set: ours, with other parameters."""
    planned = {(run.out, run.name) for run in prepared.runs}
    for out in {run.out for run in prepared.runs}:
        for name, entry in manifest.read(at(out)).reports.items():
            if (out, name) in planned:
                continue
            try:
                notebook = notebooks.find([entry["notebook"]])[0]
                given = entry["parameters"]  # sorted by name; a notebook is told in the order it declares
                values = {n: from_value(p, given[n]) for n, p in notebook.parameters.items() if n in given}
            except (notebooks.NotebookUnusable, BadValue, KeyError, AttributeError):
                continue  # then its files are found to belong to nobody
            run = known_run(notebook, values, out)
            if run.name == name:
                yield run


def _differences(was: Target, now: Target, new: Manifest, names: Iterable[str], *, whole: bool) -> Iterator[str]:
    """Compare the reports *names*, and where *whole* everything; *new* is the manifest of what was made again."""
    old = manifest.read(was)
    wanted: dict[str, str] = {}
    for name in names:
        wanted |= new.files(name)
        if was.has(manifest.NAME) and old.reports.get(name) != new.reports.get(name) and not whole:
            yield f"{was.where(manifest.NAME)}: its entry {name} differs"
    if whole and new.reports:
        wanted |= new.shared | {manifest.NAME: now.sha256(manifest.NAME) or ""}
    was.learn(wanted)
    for name in sorted(wanted):
        found = was.sha256(name)
        if found is None:
            yield f"{was.where(name)}: is missing"
        elif found != wanted[name]:
            yield f"{was.where(name)}: differs{_where(was.read(name), now.read(name))}"
    if whole:
        for name in sorted(_files(was) - wanted.keys()):
            yield f"{was.where(name)}: belongs to no report"


def _where(was: bytes | None, now: bytes | None) -> str:
    """Say where two files begin to differ, which tells most of the time what is wrong."""
    was, now = was or b"", now or b""
    at = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    before, after = (raw[at : at + 20].decode("utf-8", "replace") for raw in (was, now))
    return f" from byte {at} on: {before!r} is there, {after!r} was rebuilt"


def _files(target: Target) -> set[str]:
    return {name for name in target.names() if Path(name).suffix in ENDINGS and name.split("/")[0] not in APART}
