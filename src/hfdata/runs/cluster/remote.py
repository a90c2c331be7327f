"""What a worker of a cluster does: it holds a session's data, keeps its processes, does its tasks, leaves nothing.

A session is one ``hfdata run --cluster``. Its processes are the pool's (see ``pool``), started with its first task
and ended by the one who asked, by the end of the worker, or because nobody wants their results any more.
"""

from __future__ import annotations

import asyncio
import pickle
import shutil
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import wait
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...dataset import folder
from ...errors import HfdataError
from ..deciding import keys, versions
from ..executing.job import Job
from ..rendering.sheet import Sheet
from ..workers import tasks
from ..workers.pool import Pool

SPOKEN = ("cloudpickle", "dask", "distributed", "msgpack")  # what both ends talk with; not in the lock of the reports
LOOK = 0.5  # seconds between two looks whether a result is still wanted
IDLE = 60.0  # seconds after its last task that a session is ended, if the one who asked did not do it

Description = dict[str, str]


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks, and what must be the same here: digests of ``description()`` and of the data files."""

    name: str
    described: str
    data: str


class Differs(HfdataError):
    """A worker that joined later is not as those that were compared."""

    def __init__(self, worker: str, what: str) -> None:
        super().__init__(worker, what)
        self.worker, self.what = worker, what

    def __str__(self) -> str:
        return f"worker {self.worker}: its {self.what} differ from those of the one who asks; install the same there"


def description() -> Description:
    """Return everything that must be equal at both ends: Python's minor version, packages, lock, hfdata's own files."""
    pins, found = versions.locked(), versions.installed()
    # What the lock wants on some systems only counts as installed where it is not: nothing of a report needs it there.
    packages = {name: found.get(name, "not installed") for name in SPOKEN}
    packages |= {pin.name: found.get(pin.name, pin.version if pin.conditional else "not installed") for pin in pins}
    files = {name: path for name, path in keys.sources(keys.PACKAGE) if not name.startswith("_bundled/")}
    return {
        "Python": "{}.{}".format(*sys.version_info),
        "lock file": keys.digest([(pin.name, pin.version) for pin in pins]),
        **packages,
        **{f"hfdata/{name}": keys.digest(path.read_bytes()) for name, path in files.items()},
    }


def data_digest(files: Mapping[str, bytes]) -> str:
    """Return the digest of a data folder's files."""
    return keys.digest({name: keys.digest(raw) for name, raw in files.items()})


def hold(data: bytes) -> bytes:
    """Return *data*: as the result of a task it travels to whoever needs it, and is there again when a worker dies."""
    return data


def do(key: str, packet: bytes, session: Session, data: bytes) -> bytes:
    """Do what is pickled in *packet*, the task *key* of a session, in its processes; return the pickled result."""
    from distributed import Reschedule, get_worker

    worker = get_worker()
    function, argument = pickle.loads(packet)
    bench = _bench(session, data, worker)
    bench.begin()
    try:
        future = bench.pool.submit(function, bench.moved(argument))
        while not wait([future], LOOK).done:
            if not _wanted(worker, key):
                bench.end()
        return pickle.dumps(future.result())
    except BaseException:
        if bench.ended:  # not this task's fault
            raise Reschedule from None
        raise
    finally:
        bench.finish()


async def end(session: str) -> None:
    """End a session's processes and remove its files; nothing more is done for it."""
    with _lock:
        _over.add(session)
        bench = _benches.get(session)
    if bench:
        await asyncio.to_thread(bench.end)


class Bench:
    """A session's place at a worker: its data in a folder, and the processes that do its tasks."""

    def __init__(self, session: Session, data: bytes, worker: Any) -> None:
        if keys.digest(description()) != session.described:
            raise Differs(worker.address, "packages or hfdata's own files")
        self.name = session.name
        self.folder = Path(worker.local_directory) / f"hfdata-{session.name}"
        for name, content in pickle.loads(data).items():
            path = self.folder / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if data_digest(folder.read(self.folder / "data")) != session.data:
            raise Differs(worker.address, "data files")
        self.pool = Pool(worker.state.nthreads, executes=tasks.execute)
        self.ended = False
        self._busy = 0
        self._timer: threading.Timer | None = None

    def moved(self, argument: Any) -> Any:
        """Return a task's argument with the folders of this machine in place of those of the one who asks."""
        if isinstance(argument, Job):
            env = {**argument.env, "HFDATA_DATA": str(self.folder / "data")}
            cwd = argument.cwd if argument.cwd and argument.cwd.is_dir() else None
            return replace(argument, env=env, cwd=cwd)
        if isinstance(argument, Sheet):
            return replace(argument, desk=replace(argument.desk, cache=self.folder / "cache"))
        return argument

    def begin(self) -> None:
        """Note that a task has begun."""
        with _lock:
            self._busy += 1
            if self._timer:
                self._timer.cancel()

    def finish(self) -> None:
        """Note that a task is over; the last one sets the clock."""
        with _lock:
            self._busy -= 1
            if not self._busy and not self.ended:
                self._timer = threading.Timer(IDLE, self.end)
                self._timer.daemon = True
                self._timer.start()

    def end(self) -> None:
        """End all processes and remove all files; returns when they are gone."""
        with _lock:
            self.ended = True
            if _benches.get(self.name) is self:
                del _benches[self.name]
            if self._timer:
                self._timer.cancel()
        self.pool.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


_lock = threading.RLock()
_benches: dict[str, Bench] = {}
_over: set[str] = set()


def _bench(session: Session, data: bytes, worker: Any) -> Bench:
    from distributed import Reschedule

    with _lock:
        if session.name in _over:
            raise Reschedule
        if session.name not in _benches:
            _benches[session.name] = Bench(session, data, worker)
        return _benches[session.name]


def _wanted(worker: Any, key: str) -> bool:
    """Tell whether somebody waits for the task: the one who asked may be gone, and so may the scheduler."""
    task = worker.state.tasks.get(key)
    return worker.status.name in {"running", "paused", "closing_gracefully"} and (
        task is None or task.state != "cancelled"
    )
