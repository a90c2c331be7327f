"""The fork server: imports once what every kernel needs, then forks a kernel for whoever connects.

    python -m hfdata.kernels.server OPTIONS        started by ``forks.ForkServer``, never by hand

One process, one thread, no event loop: a fork copies only the thread that calls it. The server ends when its owner's
end of a socket closes, however that comes about.
"""

from __future__ import annotations

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
from typing import Any, NoReturn

from .keeper import Signals, become_leader, keep, receive
from .late import put_off
from .processes import adopt_orphans, children, die_with_parent, end_descendants

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


@dataclass(frozen=True, slots=True)
class Duty:
    """What a forked child is to do: keep a kernel with these channels and arguments for the client that comes."""

    socket: socket.socket
    connection: dict[str, Any]
    arguments: list[str]


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
        """Hand *caller* to a spare kernel, or to a new one where the order is particular about it."""
        order = json.loads(packet)
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
        others = (spare.socket for spare in self.spares)
        for inherited in (ours, self.owner, self.listener, *self.callers.values(), *others):
            inherited.close()
        return Duty(theirs, connection or {}, arguments or [])

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                self.keepers.discard(pid)
                self.spares = [spare for spare in self.spares if spare.keeper != pid]
        # A keeper that was killed leaves its orphans to us.
        if set(children(os.getpid())) - self.keepers:
            end_descendants(1.0, frozenset(self.keepers))


def prepare(options: dict[str, Any], owner: socket.socket) -> str | None:
    """Import everything; return why this process must not fork, None if it may."""
    put_off()
    for name in ("hfdata.kernels.app", *LATE, *options["preload"]):
        if select.select([owner], [], [], 0)[0]:
            os._exit(0)  # it left while we were importing
        with suppress(Exception):  # the cell that imports it will say what is wrong
            importlib.import_module(name)
        if threads := running_threads():
            return f"importing {name} starts a thread ({threads[0]}), and a fork copies only one"
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


def keep_a_kernel(duty: Duty, options: dict[str, Any]) -> NoReturn:
    """Be the keeper in a forked child: fork the kernel, wait for a client to serve, keep the kernel."""
    os.setsid()
    adopt_orphans()
    signals = Signals()
    mine = os.getpid()
    connection = duty.connection or {"transport": "ipc", "ip": f"{options['folder']}/{mine}"}
    news, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kernel = os.fork()
    if kernel == 0:
        die_with_parent()
        if os.getppid() != mine:
            os._exit(0)
        become_leader()
        news.close()
        duty.socket.close()
        from . import app

        app.run(theirs, connection, {"arguments": duty.arguments, "ipython_dir": options["ipython_dir"]})
    theirs.close()
    if (call := _call(duty.socket, signals)) is None:
        os.kill(kernel, signal.SIGKILL)
    else:
        order, caller = call
        news.send(order)
        keep(caller, kernel, signals, lambda: _remove_sockets(connection), news)
    os._exit(0)


def _call(socket_: socket.socket, signals: Signals) -> tuple[bytes, socket.socket] | None:
    """Wait for a client and its order; None if the server or the kernel is gone before one comes."""
    poll = select.poll()
    poll.register(socket_, select.POLLIN)
    poll.register(signals, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if socket_.fileno() in ready:
            order, descriptors, _, _ = socket.recv_fds(socket_, 1 << 20, 1)
            return (order, socket.socket(fileno=descriptors[0])) if order else None
        if signals.arrived():
            return None


def _remove_sockets(connection: dict[str, Any]) -> None:
    if connection["transport"] == "ipc":
        for number in range(1, 6):
            Path(f"{connection['ip']}-{number}").unlink(missing_ok=True)


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
    server.owner.send(json.dumps({"refused": refusal}).encode())
    duty = None if refusal else server.serve()
    if duty:
        del server
        keep_a_kernel(duty, options)
    server.end()


if __name__ == "__main__":
    main()
