"""Notebooks in, reports out: plan, decide, execute, render, publish; what ``hfdata run`` and ``hf.run`` call."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .. import dataset
from ..dataset import folder
from ..dataset.tables import BadData
from . import stop
from .deciding.cache import Cache
from .deciding.decide import Decision, decide
from .deciding.keys import Ingredients, cache_folder
from .deciding.log import open_log
from .planning import notebooks
from .planning.plan import plan, read_grid
from .progress import Event
from .publishing import manifest
from .publishing.output import INDEX, Output
from .publishing.publish import NotPublished
from .publishing.target import at
from .request import Prepared, Request, Summary, Tell
from .workers import tasks

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from .planning.where import Out
    from .publishing.target import Target


def prepare(request: Request, tell: Tell, *, cache: Path | None = None) -> Prepared:
    """Load the data and plan the runs; raises HfdataError for anything that could not be run."""
    where, since = str(request.data or folder.meant()), time.time_ns()
    files = folder.read(where)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", dataset.SomeReleasesLeftOut)
        data = dataset.from_files(files, where, strict=request.strict)
    for warning in caught:
        tell(Event("warning", cause=str(warning.message)))
    grid = read_grid(request.grid, request.parameters)
    runs = plan(notebooks.find(request.notebooks), grid, tuple(data.releases), request.out)
    made_of = Ingredients(data, files, Path(where), since)
    return Prepared(request, runs, made_of, where, Cache(cache or cache_folder(Path(where))))


def run(request: Request, tell: Tell = lambda event: None, *, executor: Executor | None = None) -> Summary:
    """Bring every report that *request* names up to date; *tell* hears what happens.

    *executor* executes and renders in place of the processes of this machine: a cluster's, say.
    A run that fails costs that run only. Raises HfdataError where nothing could be run at all.
    """
    began = time.monotonic()
    summary = Summary()
    signals = stop.Signals()
    with signals.received():
        try:
            build(prepare(request, tell), summary, tell, signals, executor=executor)
        except stop.Stopped as stopped:
            summary.stopped_by = stopped.number
    summary.seconds = time.monotonic() - began
    tell(Event("summary", cause=f"{summary.tally} in {summary.seconds:.1f} s", seconds=summary.seconds))
    return summary


def why(request: Request, tell: Tell = lambda event: None) -> list[Decision]:
    """Say for every run whether it is needed and why, and change nothing."""
    prepared = prepare(request, tell)
    outs = dict.fromkeys(run.out for run in prepared.runs)
    outputs = {out: _output(prepared, out, out, at(out, prepared.cache.folder)) for out in outs}
    return _decide(prepared, outputs, tell)


def build(
    prepared: Prepared,
    summary: Summary,
    tell: Tell,
    signals: stop.Signals,
    stands_for: Mapping[Out, Out] = MappingProxyType({}),
    executor: Executor | None = None,
) -> dict[Out, manifest.Manifest]:
    """Lock the output folders, do what is needed, and leave index and manifest right, also when stopped.

    *stands_for* maps an output folder to the one whose pages are to be made again in it. Returns the manifests.
    """

    def waiting(whom: str) -> None:
        tell(Event("waiting", cause=whom))

    def count(event: Event) -> None:
        if event.event == "finished":
            summary.tally.count(event)
        tell(event)

    with ExitStack() as held:
        outputs: dict[Out, Output] = {}
        for out in sorted({run.out for run in prepared.runs}, key=str):
            target = at(out, prepared.cache.folder)
            held.enter_context(target.locked(waiting, signals))
            target.begin()
            outputs[out] = _output(prepared, out, stands_for.get(out, out), target)
        decisions = summary.decisions = _decide(prepared, outputs, tell)
        count(Event("planned", count=len(decisions)))
        indexes: dict[Out, dict[str, bytes]] = {}
        try:
            _do(prepared, outputs, indexes, summary, count, signals, executor)
        finally:  # also when stopped: the manifest tells what is there
            for out, output in outputs.items():
                _finish(output, indexes.get(out), summary, tell)
        return {out: output.manifest for out, output in outputs.items()}


def _output(prepared: Prepared, out: Out, real: Out, target: Target) -> Output:
    mine = [run for run in prepared.runs if run.out == out]
    shared = prepared.request.out is not None or any(run.notebook.ours for run in mine)
    known = manifest.read(target) if shared else manifest.Manifest()
    names = {run.name for run in mine} | known.reports.keys()
    if real != out and shared:
        names |= manifest.read(at(real)).reports.keys()
    log = open_log(prepared.cache.folder, out)
    return Output(target, real, log, known, shared, frozenset(names), prepared.made_of, prepared.cache.folder)


def _decide(prepared: Prepared, outputs: Mapping[Out, Output], tell: Tell) -> list[Decision]:
    """Decide on every run; a package's release that turns out to be bad is left out, as one of a folder would be."""
    request, made_of = prepared.request, prepared.made_of
    parts = {made_of.shared[kind]: made_of.parts[kind] for kind in ("code", "page")}
    for output in outputs.values():
        output.folder.learn(name for entry in output.log.last.values() for name in entry.get("files", ()))
    decisions = []
    bad: set[str] = set()
    for each in prepared.runs:
        if each.release in bad:
            continue
        output = outputs[each.out]
        if request.only_failed and output.log.last.get(each.name, {}).get("status") not in {"failed", "stopped"}:
            continue
        try:
            needs = made_of.of(each, [*output.place(each).facts(), request.single_file])
        except BadData as error:
            if request.strict or not each.release:
                raise
            bad.add(each.release)
            tell(Event("warning", cause=f"{each.release} was left out\n{error}"))
            continue
        decisions.append(decide(each, needs, parts, output.log, output.folder, prepared.cache, force=request.force))
    return decisions


def _do(
    prepared: Prepared,
    outputs: Mapping[Out, Output],
    indexes: dict[Out, dict[str, bytes]],
    summary: Summary,
    tell: Tell,
    signals: stop.Signals,
    executor: Executor | None,
) -> None:
    for decision in summary.decisions:
        if decision.action == "reuse":
            output, run = outputs[decision.run.out], decision.run
            files = output.paths(run.name, output.reuse(decision))
            tell(Event("finished", run.name, run.notebook.stem, run.parameters, "reused", files=files))
    # A release at a time: what its runs have in common is then at hand, and its reports are complete early.
    order = {name: n for n, name in enumerate(prepared.made_of.data.releases)}
    needed = (decision for decision in summary.decisions if decision.action != "reuse")
    todo = sorted(needed, key=lambda decision: order.get(decision.run.release, -1))
    index = tasks.index
    with ExitStack() as stack:
        if todo:
            from .workers.work import Work

            for output in outputs.values():
                output.remember()
            workers, jobs = _workers(prepared, stack, signals, executor)
            work = Work(prepared, outputs, workers, jobs, tell, signals, summary.failures)
            work.do(todo)
            index = work.index
        for out, output in outputs.items():
            try:
                if (front := output.front()) is not None:
                    indexes[out] = index(front)
            except Exception as error:  # the reports stand; what is wrong with the index is said, not raised
                _complain(f"{out / INDEX}: could not be made ({type(error).__name__}: {error})", summary, tell)
    if todo:
        prepared.cache.prune()


def _workers(
    prepared: Prepared, stack: ExitStack, signals: stop.Signals, executor: Executor | None
) -> tuple[Executor, int]:
    """Return who does the work, and how many runs at a time."""
    from .workers.pool import Pool, cores

    request = prepared.request
    jobs = request.jobs or cores()
    if executor:
        return executor, jobs
    if request.cluster:
        from .cluster.connect import connected

        cluster = stack.enter_context(connected(request.cluster, prepared.made_of.files, signals))
        return cluster, cluster.jobs
    return stack.enter_context(Pool(jobs, executes=tasks.execute, kernels=request.kernels)), jobs


def _finish(output: Output, index: Mapping[str, bytes] | None, summary: Summary, tell: Tell) -> None:
    try:
        output.finish(index)
    except NotPublished as error:
        _complain(str(error), summary, tell)
    for text in dict.fromkeys(output.warnings):
        tell(Event("warning", cause=text))


def _complain(text: str, summary: Summary, tell: Tell) -> None:
    summary.failures[INDEX] = text
    tell(Event("warning", cause=text))
