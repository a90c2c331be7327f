"""The runs that are needed, side by side: execute, keep, render, publish; a failure costs its own run only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import HfdataError
from ..deciding.cache import CacheUnusable
from ..executing.job import Job
from ..progress import Event
from ..publishing.publish import NotPublished
from ..stop import Stopped
from . import tasks
from .parts import Parts

if TYPE_CHECKING:
    from ..deciding.decide import Decision
    from ..executing.job import Outcome
    from ..planning.where import Out
    from ..publishing.output import Output
    from ..rendering.sheet import Front, Rendered
    from ..request import Prepared
    from ..stop import Signals

PAGE = 30.0  # seconds that a page has, however little its notebook was given
AHEAD = 4  # submitted for each job: workers never wait, and what waits for them is bounded


class ExecutorLost(HfdataError):
    """Who was to do the work is gone for good; what had not come back was not done."""

    def __init__(self, who: str, why: str) -> None:
        super().__init__(who, why)
        self.who, self.why = who, why

    def __str__(self) -> str:
        return (
            f"{self.who} is lost: {self.why}. What was published stays; nothing else was.\n"
            "Start it again and continue with the same command and --only-failed."
        )


@dataclass(slots=True)
class Work:
    """Carries the decisions of one request through an executor.

    ``failures`` maps names to causes, ``ended`` holds the names of runs that succeeded or failed.
    """

    prepared: Prepared
    outputs: Mapping[Out, Output]
    executor: Executor
    jobs: int
    tell: Callable[[Event], None]
    signals: Signals
    failures: dict[str, str]
    ended: set[tuple[Out, str]] = field(default_factory=set)
    _parts: Parts = field(init=False)
    _running: dict[Future[Any], tuple[Decision, float, bytes | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made_of = self.prepared.made_of
        self._parts = Parts(made_of.data, made_of.files)

    def do(self, decisions: Sequence[Decision]) -> None:
        """Do all of it; where that ends early, note what was not done and raise Stopped or ExecutorLost."""
        try:
            self._all(iter(decisions))
        except (Stopped, ExecutorLost) as early:
            cause = f"{early.who} was lost" if isinstance(early, ExecutorLost) else "stopped by a signal"
            for future in self._running:
                future.cancel()
            for decision in decisions:
                if (decision.run.out, decision.run.name) not in self.ended:
                    self.outputs[decision.run.out].stop(decision, cause)
                    self._end("stopped", decision)
            raise

    def index(self, front: Front) -> dict[str, bytes]:
        """Have an index made; raises what goes wrong, and Stopped."""
        future = self.executor.submit(tasks.index, front)
        with self.signals.waiting():
            return future.result()

    def _all(self, waiting: Iterator[Decision]) -> None:
        self._fill(waiting)
        while self._running:
            with self.signals.waiting():
                done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in done:
                decision, seconds, notebook = self._running.pop(future)
                if notebook is None:
                    self._executed(decision, future)
                else:
                    self._rendered(decision, future, seconds, notebook)
            self._fill(waiting)

    def _fill(self, waiting: Iterator[Decision]) -> None:
        while len(self._running) < AHEAD * self.jobs and (decision := next(waiting, None)) is not None:
            self.tell(self._event("started", decision))
            kept = self.prepared.cache.get("executed", decision.key) if decision.action == "render" else None
            if kept is not None:
                self._render(decision, kept, 0.0)
            else:
                future = self.executor.submit(tasks.execute, self._job(decision))
                self._running[future] = (decision, 0.0, None)

    def _job(self, decision: Decision) -> Job:
        run, where = decision.run, self.prepared.where
        return Job(
            notebook=run.notebook.source,
            parameters=run.parameters,
            timeout=self.prepared.request.timeout,
            seed=int(decision.key[:8], 16),
            # One's own notebook may read files beside it, as it does in JupyterLab.
            cwd=None if run.notebook.ours else run.notebook.path.absolute().parent,
            data=self._parts.of(run),
            env={"HFDATA_DATA": where if "://" in where else str(Path(where).absolute())},
        )

    def _executed(self, decision: Decision, future: Future[Outcome]) -> None:
        try:
            outcome = future.result()
        except ExecutorLost:
            raise
        except Exception as error:  # whatever the worker died of is this run's failure, not the others'
            self._fail(decision, _words(error), None, 0.0, executed=False)
            return
        if not outcome.ok or outcome.notebook is None:
            where = f"cell {outcome.cell}: " if outcome.cell is not None else ""
            limit = f"; --timeout is {self.prepared.request.timeout:g} s" if outcome.kind == "timeout" else ""
            told, kept = where + outcome.cause + limit, outcome.notebook
            self._fail(decision, told, kept, outcome.seconds, executed=False, cell=outcome.cell)
            return
        # Who is not given the data, as a cluster's workers are, reads what is on the disk by then.
        given = self.prepared.request.cluster or self._parts.has(decision.run)
        if not given and (name := self.prepared.made_of.disturbed(decision.run)):
            cause = f"{name} was written to while it ran, so what it read cannot be told; run it again"
            self._fail(decision, cause, None, outcome.seconds, executed=False)
            return
        try:
            self.prepared.cache.put("executed", decision.key, outcome.notebook)
        except CacheUnusable as error:
            self.outputs[decision.run.out].warnings.append(str(error))
        self._render(decision, outcome.notebook, outcome.seconds)

    def _render(self, decision: Decision, notebook: bytes, seconds: float) -> None:
        output, single = self.outputs[decision.run.out], self.prepared.request.single_file
        sheet = replace(output.sheet(decision.run, notebook, single=single), seconds=self._time_for_a_page())
        self._running[self.executor.submit(tasks.render, sheet)] = (decision, seconds, notebook)

    def _time_for_a_page(self) -> float:
        """As long as the notebook may take: a chart can ask for no end of work as well as a cell."""
        return max(self.prepared.request.timeout, PAGE)

    def _rendered(self, decision: Decision, future: Future[Rendered], seconds: float, notebook: bytes) -> None:
        try:
            made = future.result()
        except ExecutorLost:
            raise
        except Exception as error:
            self._fail(decision, f"its page could not be made: {_words(error)}", notebook, seconds, executed=True)
            return
        output = self.outputs[decision.run.out]
        try:
            sums = output.publish(decision, made, seconds + made.seconds)
        except NotPublished as error:
            self._fail(decision, str(error), None, seconds + made.seconds, executed=True)
            return
        files = output.paths(decision.run.name, sums)
        status = "executed" if decision.action == "execute" else "rendered"
        self._end(status, decision, seconds=seconds + made.seconds, files=files)

    def _fail(
        self,
        decision: Decision,
        cause: str,
        notebook: bytes | None,
        seconds: float,
        *,
        executed: bool,
        cell: Any = None,
    ) -> None:
        self.failures[decision.run.name] = cause
        kept = self.outputs[decision.run.out].fail(decision, cause, notebook, seconds, executed=executed, cell=cell)
        self._end("failed", decision, seconds=seconds, cause=cause, files=kept)

    def _end(self, status: str, decision: Decision, **more: Any) -> None:
        self.ended.add((decision.run.out, decision.run.name))
        self.tell(self._event("finished", decision, status=status, **more))

    def _event(self, kind: Any, decision: Decision, **more: Any) -> Event:
        run = decision.run
        return Event(kind, run.name, run.notebook.stem, run.parameters, **more)


def _words(error: BaseException) -> str:
    return str(error) if isinstance(error, HfdataError) else f"{type(error).__name__}: {error}"
