"""The pool's processes: started or forked, given something to do, heard, replaced, ended."""

from __future__ import annotations

import pickle
import selectors
import signal
import socket
import subprocess
import sys
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ...errors import HfdataError
from ...kernels.forks import ForkServer, NoFork, fork_to_call
from ...kernels.processes import how_it_ended
from ...kernels.saying import say_once
from ...kernels.start import FORK, ORDINARY
from ..executing.surroundings import PRELOAD, WORKERS, environment
from . import worker

TASKS_A_WORKER = 100  # then a new one takes over: V8's heap and Python's only grow
TIMED_OUT = -getattr(signal, "SIGALRM", 1 << 10)  # the code of a process that ``tasks.render`` had ended
FALSE_STARTS = 3  # of one kind in a row, then what waits for that kind fails


class WorkerDied(HfdataError):
    """The process that did something ended before it was done; the argument says how."""

    exit_code = 1

    def __str__(self) -> str:
        return f"the process that did it is gone: {self.args[0]}"


@dataclass(slots=True, eq=False)
class Worker:
    """A process and the future of what it is doing; ``process`` is None where the fork server is its parent."""

    link: socket.socket
    draws: bool
    process: subprocess.Popen[bytes] | None
    task: Future[Any] | None = None
    ready: bool = False
    done: int = 0


@dataclass(slots=True)
class Staff:
    """All workers; ``kernels`` is "fork" until forking is refused, and ``ahead`` how many kernels wait forked."""

    kernels: str
    ahead: int
    selector: selectors.BaseSelector
    workers: list[Worker] = field(default_factory=list)
    false_starts: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})
    _server: ForkServer | None = None

    def begin(self) -> None:
        """Start the fork server, and beside it, for it takes one core a second, the first process that draws."""
        if self.kernels == FORK:
            try:
                self._server = ForkServer((*PRELOAD, *WORKERS), env=environment(), ahead=self.ahead, isolated=True)
            except NoFork as why:
                self._fork_no_more(str(why))
        self.start(draws=True, forked=False)

    def of(self, draws: bool) -> list[Worker]:
        """Return the workers of one kind."""
        return [each for each in self.workers if each.draws == draws]

    def start(self, *, draws: bool, forked: bool = True) -> None:
        """Start one worker, forked if that is asked for and possible."""
        link = process = None
        if forked and self._server:
            try:
                link = fork_to_call(self._server.address, f"{worker.__name__}:serve")
            except NoFork as why:
                self._fork_no_more(str(why))
        if link is None:
            link, theirs = socket.socketpair()
            process = subprocess.Popen(
                [sys.executable, "-m", worker.__name__, str(theirs.fileno())],
                env=environment(),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for this process to act on
            )
            theirs.close()
        started = Worker(link, draws, process)
        self.workers.append(started)
        self.selector.register(link, selectors.EVENT_READ, started)
        source = self._server.address if self._server else ORDINARY
        self._tell(started, pickle.dumps((worker.get_ready, (source, draws), {})))

    def give(self, to: Worker, task: Future[Any], packet: bytes) -> None:
        """Have an idle worker do something."""
        to.task = task
        self._tell(to, packet)

    def hear(self, of: Worker) -> None:
        """Take a worker's answer, or notice that it is gone."""
        packet = worker.receive(of.link)
        if packet is None:
            self._lose(of)
            return
        result, error = pickle.loads(packet)
        if not of.ready:  # if it could not prepare itself, what it is given next will say why
            of.ready = True
            self.false_starts[of.draws] = 0
            return
        task, of.task = of.task, None
        of.done += 1
        if task and error is None:
            task.set_result(result)
        elif task:
            task.set_exception(error)
        if of.done >= TASKS_A_WORKER:
            self._dismiss(of)

    def end(self) -> None:
        """End all processes; returns when they are gone."""
        for each in list(self.workers):
            task = each.task
            self._dismiss(each)
            if task:
                task.set_exception(WorkerDied("it was stopped"))
        if self._server:
            self._server.close()
            self._server = None

    def _tell(self, to: Worker, packet: bytes) -> None:
        with suppress(OSError):  # it is gone, which will be heard
            worker.send(to.link, packet)

    def _lose(self, gone: Worker) -> None:
        task, was_ready = gone.task, gone.ready
        how = self._dismiss(gone)
        if task:
            task.set_exception(WorkerDied(how))
        elif not was_ready:
            if gone.process is None and self._server and (why := self._server.refusal()):
                self._fork_no_more(why)
            else:
                self.false_starts[gone.draws] += 1

    def _dismiss(self, leaving: Worker) -> str:
        """Let a worker go; returns how it ended."""
        self.workers.remove(leaving)
        self.selector.unregister(leaving.link)
        leaving.link.close()
        if leaving.process is None:
            return "it ended without a word (as when memory runs out, or its time is up)"
        with suppress(subprocess.TimeoutExpired):
            code = leaving.process.wait(0.2)
            return "its time was up" if code == TIMED_OUT else how_it_ended(code)
        leaving.process.kill()  # it is busy with what nobody waits for any more
        return how_it_ended(leaving.process.wait())

    def _fork_no_more(self, why: str) -> None:
        say_once(f"kernels are started, not forked, which is slower: {why}")
        self.kernels = ORDINARY
        if self._server:
            self._server.close()
            self._server = None
