"""The processes that execute and draw, as an ``Executor``; a cluster's executor can take its place.

Two kinds, side by side. What executes is forked from the kernels' fork server, which has imported everything, and
mostly waits for a kernel. What draws runs Vega's V8, whose threads forbid forking and which takes half a second to
start. Unlike ``ProcessPoolExecutor``, which is broken for good when one process dies, this loses only what that
process was doing.
"""

from __future__ import annotations

import os
import pickle
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from ...kernels.start import FORK
from .staff import FALSE_STARTS, Staff, WorkerDied

# Pages that must wait before one more process draws: that costs half a second of a core before the first page, and
# drawing takes half as long as executing, so one process keeps up with two kernels.
QUEUE = 7


@dataclass(slots=True, eq=False)
class Task:
    """Something submitted that no worker has taken yet."""

    future: Future[Any]
    packet: bytes


class Pool(Executor):
    """``jobs`` processes that execute and up to as many that draw; None = as many as there are cores.

    What is submitted with the function *executes* goes to the first kind, everything else to the second. ``kernels``
    is "fork" or "ordinary" (see ``execute``). Leaving its ``with`` block normally waits for what was submitted;
    leaving it by an exception ends everything at once. No process is left in either case, nor if this process is
    killed.
    """

    def __init__(self, jobs: int | None = None, *, executes: Callable[..., Any], kernels: str = FORK) -> None:
        self.jobs = jobs or cores()
        self._executes = executes
        self._kernels = kernels
        self._waiting: dict[bool, deque[Task]] = {False: deque(), True: deque()}  # by whether it draws
        self._lock = threading.Lock()
        self._state = "open"  # then "closing": what was submitted is done; then "stopped": it is not
        self._waking, self._woken = socket.socketpair()
        self._waking.setblocking(False)
        self._thread = threading.Thread(target=self._manage, name="hfdata pool", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have *fn* called in a worker; function, arguments and result are pickled."""
        task = Task(Future(), pickle.dumps((fn, args, kwargs)))
        with self._lock:
            if self._state != "open":
                raise RuntimeError("the pool takes nothing more")
            self._waiting[fn is not self._executes].append(task)
        self._wake()
        return task.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more, finish what was submitted (or only what has begun), end all processes."""
        with self._lock:
            if self._state == "open":
                self._state = "closing"
        if cancel_futures:
            self._cancel_waiting()
        self._wake()
        if wait:
            self._thread.join()

    def stop(self) -> None:
        """End all processes now; what they were doing fails, what was waiting is cancelled."""
        with self._lock:
            self._state = "stopped"
        self.shutdown(cancel_futures=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self.shutdown()
        else:
            self.stop()

    def _wake(self) -> None:
        with suppress(BlockingIOError):  # it has been woken often enough
            self._waking.send(b".")

    def _cancel_waiting(self) -> None:
        with self._lock:
            waiting = [task for queue in self._waiting.values() for task in queue]
            for queue in self._waiting.values():
                queue.clear()
        for task in waiting:
            task.future.cancel()
            task.future.set_running_or_notify_cancel()

    def _manage(self) -> None:
        """Run in a thread: start processes, hand out tasks, hear answers, until there is nothing more to do.

        All processes are started here: a death signal is tied to the thread that starts.
        """
        with selectors.DefaultSelector() as selector:
            selector.register(self._woken, selectors.EVENT_READ)
            staff = Staff(self._kernels, self.jobs, selector)
            try:
                staff.begin()
                while not self._finished(staff):
                    for draws, queue in self._waiting.items():
                        self._hand_out(queue, staff, draws)
                    for key, _ in selector.select():
                        if key.data is None:
                            self._woken.recv(4096)
                        else:
                            staff.hear(key.data)
            finally:
                with self._lock:
                    self._state = "stopped"
                staff.end()
                self._cancel_waiting()
                self._woken.close()

    def _finished(self, staff: Staff) -> bool:
        with self._lock:
            busy = any(self._waiting.values()) or any(worker.task for worker in staff.workers)
            return self._state == "stopped" or (self._state == "closing" and not busy)

    def _hand_out(self, queue: deque[Task], staff: Staff, draws: bool) -> None:
        """Give what waits to who is idle, and see to it that there is somebody."""
        workers = staff.of(draws)
        for worker in workers:
            if worker.ready and worker.task is None and (task := self._next(queue)):
                staff.give(worker, task.future, task.packet)
        if staff.false_starts[draws] >= FALSE_STARTS:
            while task := self._next(queue):
                task.future.set_exception(WorkerDied(f"{FALSE_STARTS} in a row ended before they were ready"))
            staff.false_starts[draws] = 0
        wanted = max(len(queue) // QUEUE, bool(queue) and not workers) if draws else len(queue)
        coming = sum(not worker.ready for worker in workers)
        for _ in range(min(self.jobs - len(workers), wanted - coming)):
            staff.start(draws=draws)

    def _next(self, queue: deque[Task]) -> Task | None:
        with self._lock:
            while queue:
                task = queue.popleft()
                if task.future.set_running_or_notify_cancel():
                    return task
        return None


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
