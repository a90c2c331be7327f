"""The fork server: imports once what every kernel needs, then forks a kernel for whoever connects.

    python -m hfdata.kernels.server OPTIONS        started by ``forks.ForkServer``, never by hand

One process, one thread, no event loop: a fork copies only the thread that calls it. The server ends when its owner's
end of a socket closes, however that comes about.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .child import Duty, do
from .keeper import Signals, receive
from .late import put_off
from .processes import adopt_orphans, children, end_descendants

LATE = (  # what a kernel imports at its start or in its first cell, beyond what importing ipykernel brings: 80 ms
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "ipykernel.debugger",
    "psutil",
    "tornado.platform.asyncio",
)
FORK_SAFE_THREADS = {"jemalloc_bg_thd"}  # comes with pyarrow, which pandas imports; jemalloc stops it around a fork
LAST_GRACE = 2.5  # seconds that kernels have for their exit hooks once the owner is gone


@dataclass(slots=True)
class Spare:
    """A kernel that waits for someone to serve: its keeper's process number and the socket to hand it the client."""

    keeper: int
    socket: socket.socket


class Server:
    """The loop, and what a forked child has to close."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.owner = socket.socket(fileno=options["owner"])
        self.listener = socket.socket(fileno=options["listener"])
        self.owner.set_inheritable(False)
        self.listener.set_inheritable(False)
        self.signals = Signals()
        self.keepers: set[int] = set()
        self.workers: set[int] = set()
        self.spares: list[Spare] = []
        self.callers: dict[int, socket.socket] = {}

    def serve(self) -> Duty | None:
        """Fork kernels on request until the owner goes; returns None then, and a duty in each forked child."""
        if duty := self._stock_up():
            return duty
        while True:
            poll = select.poll()
            for source in (self.owner.fileno(), self.listener.fileno(), self.signals.fileno(), *self.callers):
                poll.register(source, select.POLLIN)
            ready = {descriptor for descriptor, _ in poll.poll()}
            if self.signals.fileno() in ready:
                if self.signals.arrived() & {signal.SIGTERM, signal.SIGHUP}:
                    return None
                self._reap()
            if self.owner.fileno() in ready and receive(self.owner) is None:
                return None
            for descriptor in ready & self.callers.keys():
                caller = self.callers.pop(descriptor)
                try:
                    packet = caller.recv(1 << 20)
                    if packet and (duty := self._assign(packet, caller)):
                        return duty
                finally:
                    caller.close()
            if self.listener.fileno() in ready:
                caller, _ = self.listener.accept()
                self.callers[caller.fileno()] = caller

    def end(self) -> None:
        """Let running kernels finish what they are told to finish, then leave nothing."""
        for worker in self.workers:
            os.kill(worker, signal.SIGKILL)
        for spare in self.spares:
            spare.socket.close()
        until = time.monotonic() + LAST_GRACE
        poll = select.poll()
        poll.register(self.signals, select.POLLIN)
        while self.keepers and time.monotonic() < until:
            poll.poll(max(0.0, until - time.monotonic()) * 1000)
            self.signals.arrived()
            self._reap()
        end_descendants()
        shutil.rmtree(self.options["folder"], ignore_errors=True)

    def _assign(self, packet: bytes, caller: socket.socket) -> Duty | None:
        """Hand *caller* to a spare kernel, to a new one where the order is particular, or to a function."""
        order = json.loads(packet)
        if "call" in order:
            return self._fork_worker(order["call"], caller)
        if order["arguments"] or order["connection"]:
            if duty := self._fork(order["connection"], order["arguments"]):
                return duty
        elif not self.spares and (duty := self._fork()):
            return duty
        spare = self.spares.pop(-1 if order["arguments"] or order["connection"] else 0)
        with suppress(OSError):  # a spare that died: the caller sees its socket close
            socket.send_fds(spare.socket, [packet], [caller.fileno()])
        spare.socket.close()
        return self._stock_up()

    def _stock_up(self) -> Duty | None:
        while len(self.spares) < self.options["ahead"]:
            if duty := self._fork():
                return duty
        return None

    def _fork(self, connection: dict[str, Any] | None = None, arguments: list[str] | None = None) -> Duty | None:
        """Fork one keeper, which will fork one kernel; returns its duty in the child and None here."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        keeper = os.fork()
        if keeper:
            theirs.close()
            self.keepers.add(keeper)
            self.spares.append(Spare(keeper, ours))
            return None
        ours.close()
        self._let_go()
        return Duty(theirs, connection=connection or {}, arguments=arguments or [])

    def _fork_worker(self, function: str, caller: socket.socket) -> Duty | None:
        """Fork a process that calls *function* with the caller's socket."""
        worker = os.fork()
        if worker:
            self.workers.add(worker)
            return None
        self._let_go()
        return Duty(caller.dup(), function=function)

    def _let_go(self) -> None:
        """Close in a forked child what is the server's."""
        others = (spare.socket for spare in self.spares)
        for inherited in (self.owner, self.listener, *self.callers.values(), *others):
            inherited.close()

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                self.keepers.discard(pid)
                self.workers.discard(pid)
                self.spares = [spare for spare in self.spares if spare.keeper != pid]
        # A keeper that was killed leaves its orphans to us.
        mine = frozenset(self.keepers | self.workers)
        if not mine.issuperset(children(os.getpid())):
            end_descendants(1.0, mine)


def prepare(options: dict[str, Any], owner: socket.socket) -> str | None:
    """Import everything; return why this process must not fork, None if it may."""
    put_off()
    # pandas asks at import whether it is in a kernel, and shows all columns only there.
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    for name in ("hfdata.kernels.app", *LATE, *options["preload"]):
        if select.select([owner], [], [], 0)[0]:
            return "nobody is there any more"
        module, _, function = name.partition(":")
        with suppress(Exception):  # the cell that imports it will say what is wrong
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
        if threads := running_threads():
            return f"importing {name} starts a thread ({threads[0]}), and a fork copies only one"
    del builtins.get_ipython  # type: ignore[attr-defined]
    if folder := options["ipython_dir"]:
        from IPython.core.profiledir import ProfileDir

        Path(folder).mkdir()
        # Here, once: kernels would race for it.
        ProfileDir.create_profile_dir_by_name(folder, "default")  # type: ignore[no-untyped-call]
    gc.collect()
    gc.freeze()  # or the first collection in each kernel copies every page that holds an object
    return None


def running_threads() -> list[str]:
    """Return the names of this process's threads other than the first and those that survive a fork."""
    mine = Path("/proc/self/task")
    names = [(task / "comm").read_text().strip() for task in mine.iterdir() if int(task.name) != os.getpid()]
    return [name for name in names if name not in FORK_SAFE_THREADS]


def main() -> None:
    """Prepare, say so, serve."""
    options = json.loads(sys.argv[1])
    # As ``python -m ipykernel_launcher`` does: the folder in which the server happens to start is no place for modules.
    sys.path[:] = [folder for folder in sys.path if folder not in ("", str(Path.cwd()))]
    os.setsid()
    os.chdir(options["folder"])
    adopt_orphans()
    server = Server(options)
    refusal = prepare(options, server.owner)
    with suppress(OSError):
        server.owner.send(json.dumps({"refused": refusal}).encode())
    duty = None if refusal else server.serve()
    if duty:
        del server
        do(duty, options)
    server.end()
    os._exit(0)  # to take apart some two thousand modules in order is a tenth of a second for nothing


if __name__ == "__main__":
    main()
