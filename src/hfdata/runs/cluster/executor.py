"""A Dask cluster as an ``Executor``, in place of this machine's processes.

Dask decides who does what, and has it done again when a worker dies. Here is told apart what Dask does not tell apart
(a run that kills its workers, and those that happened to be beside it), and everything is ended in the end.
Results come back as bytes; the one who asked publishes them.
"""

from __future__ import annotations

import pickle
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...errors import HfdataError
from ..workers import tasks
from ..workers.pool import Pool
from ..workers.work import ExecutorLost
from . import remote

RETURNS = 60.0  # seconds without any worker after which none is expected back
SETTLES = 2.0  # seconds after a death until a run is tried alone: of machines that die together all are gone by then
ENDS = 5.0  # seconds given to workers to end what they do


class KillsWorkers(HfdataError):
    """Every worker that tried a run died of it, also with nothing else to do; the argument is how many did."""

    exit_code = 1

    def __str__(self) -> str:
        return (
            f"{self.args[0]} workers ended while they did this run and nothing else (as when memory runs out); "
            "the workers' logs say how"
        )


@dataclass(slots=True, eq=False)
class Order:
    """Something submitted; ``alone`` once it is tried with nothing else going on, for workers died of it before."""

    future: Future[Any]
    name: str
    packet: bytes
    alone: bool = False


class Cluster(Executor):
    """Executes and renders on a cluster; whatever else is submitted is done here, beside the cache of pictures."""

    def __init__(self, client: Any, address: str, session: remote.Session, data: bytes) -> None:
        self._client, self._address, self._session = client, address, session
        self.jobs = max(1, sum(client.nthreads().values()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Dask's advice on large arguments: this one goes once to each worker
            self._data = client.submit(remote.hold, data, key=f"hfdata-data-{session.name}", pure=False)
        self._here: Pool | None = None
        self._sent: dict[Order, Any] = {}  # with Dask's futures
        self._waiting: deque[Order] = deque()
        self._suspects: deque[Order] = deque()
        self._settled = 0.0
        self._count = 0
        self._lock = threading.RLock()
        self._lost: ExecutorLost | None = None
        self._closed = threading.Event()
        threading.Thread(target=self._watch, name="hfdata cluster", daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have *fn* called with one argument, by a worker if it executes or renders."""
        if fn not in (tasks.execute, tasks.render):
            self._here = self._here or Pool(1, executes=tasks.execute, kernels="ordinary")
            return self._here.submit(fn, *args, **kwargs)
        (argument,) = args
        with self._lock:
            self._count += 1
            name = f"hfdata-{fn.__name__}-{self._session.name}-{self._count}"
            order = Order(Future(), name, pickle.dumps((fn, argument)))
            (self._waiting.appendleft if fn is tasks.render else self._waiting.append)(order)
            self._feed()
        return order.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Give up what is not done, end what workers do and what they keep for this session."""
        self._closed.set()
        with self._lock:
            sent, self._sent = self._sent, {}
            unsent = [*self._waiting, *self._suspects]
            self._waiting.clear()
            self._suspects.clear()
            given_up = [*sent.values(), self._data]
        if self._client.status == "running":
            within(ENDS, lambda: self._client.cancel(given_up, force=True))
            within(ENDS, lambda: self._client.run(remote.end, self._session.name, on_error="ignore"))
        for order in (*sent, *unsent):
            order.future.cancel()
        if self._here:
            self._here.stop()

    def _feed(self) -> None:
        """Send one task for each thread of a worker: none waits behind a long one while another worker is idle.

        What is to be rendered goes first, so that it is published; what workers died of goes last and alone.
        """
        while self._waiting and len(self._sent) < self.jobs and not any(order.alone for order in self._sent):
            self._send(self._waiting.popleft())
        if not self._sent and self._suspects and time.monotonic() >= self._settled:
            suspect = self._suspects.popleft()
            suspect.alone = True
            self._send(suspect)

    def _send(self, order: Order) -> None:
        if self._lost:
            order.future.set_exception(self._lost)
            return
        name = f"{order.name}-alone" if order.alone else order.name
        try:
            told = self._client.submit(remote.do, name, order.packet, self._session, self._data, key=name, pure=False)
        except Exception as error:  # the client has closed itself, because nobody answered any more
            order.future.set_exception(self._lose(str(error)))
            return
        self._sent[order] = told
        told.add_done_callback(lambda done: self._hear(order, done))

    def _hear(self, order: Order, done: Any) -> None:
        """Take an answer; in a thread of Dask's."""
        from distributed import KilledWorker

        result: Any = None
        error: BaseException | None = None
        if not self._closed.is_set():
            try:
                result = pickle.loads(done.result())
            except KilledWorker as killed:
                error = KillsWorkers(2 * (killed.allowed_failures + 1))
            except Exception as raised:
                error = raised
            except BaseException as raised:  # asyncio's and Dask's CancelledError
                error = self._lose(str(raised))
            if done.status == "cancelled" or (error is not None and self._client.status != "running"):
                error = self._lose(f"{error}")
        with self._lock:
            if self._sent.pop(order, None) is None:
                return
            if isinstance(error, KillsWorkers) and not order.alone:
                self._suspects.append(order)
                self._settled = time.monotonic() + SETTLES  # the watch will send it
            elif order.future.set_running_or_notify_cancel():
                if error is None:
                    order.future.set_result(result)
                else:
                    order.future.set_exception(error)
            self._feed()

    def _watch(self) -> None:
        """Notice that the scheduler is gone, or that all workers are and none comes back; runs in a thread."""
        missing = 0.0
        while not self._closed.wait(1.0):
            try:
                there = sum(self._client.nthreads().values())
            except Exception:
                there = 0
            missing = 0.0 if there else missing + 1.0
            if self._closed.is_set():
                return
            if self._client.status != "running":
                self._lose("it does not answer any more")
            elif missing >= RETURNS:
                self._lose(f"it has had no worker for {RETURNS:.0f} s")
            else:
                with self._lock:
                    self.jobs = there or self.jobs
                    self._feed()

    def _lose(self, why: str) -> ExecutorLost:
        """Fail everything that waits, with one and the same error."""
        with self._lock:
            if self._lost is None:
                self._lost = ExecutorLost(f"the Dask scheduler {self._address}", why)
            waiting = [*self._sent, *self._waiting, *self._suspects]
            self._sent.clear()
            self._waiting.clear()
            self._suspects.clear()
        for order in waiting:
            if order.future.set_running_or_notify_cancel():
                order.future.set_exception(self._lost)
        return self._lost


def within(seconds: float, call: Callable[[], object]) -> None:
    """Call something that may hang where the other end does, and go on without it after so many seconds."""

    def quietly() -> None:
        with suppress(BaseException):
            call()

    thread = threading.Thread(target=quietly, daemon=True)
    thread.start()
    thread.join(seconds)
