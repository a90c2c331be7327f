"""A kernel's parent: it stays as long as the kernel does and leaves none of the kernel's descendants behind.

A death signal is not inherited and a process may leave its session, so the only sure way to end what a cell has
started is to be the one that orphans are given to. Each kernel has a keeper of its own; the client holds the other
end of the keeper's socket, and the system closes that end however the client dies.

Messages are JSON, one a packet. From the client: ``{"signal": n}``, ``{"end": seconds}``. To the client:
``{"exit": code}``, then the end of the file once nothing is left.

    python -I -S keeper.py FD FOLDER COMMAND…     keeps an ordinary kernel, and in the end removes its FOLDER
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

if __package__:
    from .processes import adopt_orphans, die_with_parent, end_descendants
else:  # as a script, where importing the package's parents would cost more than the keeper itself
    sys.path.insert(0, str(Path(__file__).parent))
    from processes import adopt_orphans, die_with_parent, end_descendants  # type: ignore[import-not-found, no-redef]


class Signals:
    """A file descriptor that becomes readable when a child ends or this process is asked to."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner to act on
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)

    def fileno(self) -> int:
        """Return the descriptor to poll."""
        return self._read

    def arrived(self) -> set[int]:
        """Return the signals since the last call."""
        with suppress(BlockingIOError):
            return set(os.read(self._read, 4096))
        return set()


def keep(
    link: socket.socket,
    kernel: int,
    signals: Signals,
    before_leaving: Callable[[], object] = lambda: None,
    news: socket.socket | None = None,
) -> None:
    """Serve *link* until the child *kernel* ends or is to end; then end all that descends from this process.

    What the kernel says on *news* is passed on to the client.
    """
    poll = select.poll()
    for source in (link.fileno(), signals.fileno(), *([news.fileno()] if news else [])):
        poll.register(source, select.POLLIN)
    until: float | None = None
    code: int | None = None
    while code is None and (until is None or time.monotonic() < until):
        wait = None if until is None else max(0.0, until - time.monotonic()) * 1000
        ready = {descriptor for descriptor, _ in poll.poll(wait)}
        if news and news.fileno() in ready:
            if channels := receive(news):
                link.send(json.dumps({"kernel": kernel, "connection": channels}).encode())
            poll.unregister(news)
        if signals.fileno() in ready:
            arrived = signals.arrived()
            code = _reap(kernel)
            if arrived & {signal.SIGTERM, signal.SIGHUP}:
                break
        if link.fileno() in ready:
            order = receive(link)
            if order is None:
                if until is None:
                    break
                poll.unregister(link)  # it said how long the kernel may take, and left
            elif "signal" in order:
                _signal(kernel, order["signal"])
            elif "end" in order:
                until = time.monotonic() + order["end"]
    if code is None and (code := _reap(kernel)) is None:
        _signal(kernel, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
    with suppress(OSError):
        link.send(json.dumps({"exit": code}).encode())
    end_descendants()
    before_leaving()


def become_leader() -> None:
    """Make this child of a keeper the leader of a session of its own, with signals as a new process has them."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def receive(link: socket.socket) -> dict[str, Any] | None:
    """Return the next message; None at the end of the file."""
    try:
        packet = link.recv(1 << 20)
    except OSError:
        return None
    return json.loads(packet) if packet else None


def _reap(kernel: int) -> int | None:
    """Wait for all children that have ended, adopted ones too; return the kernel's exit code if it is among them."""
    code = None
    with suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            if pid == kernel:
                code = os.waitstatus_to_exitcode(status)
    return code


def _signal(kernel: int, number: int) -> None:
    """Signal the kernel and what it has started in its own session, as Jupyter does."""
    try:
        os.killpg(kernel, number)
    except OSError:
        with suppress(OSError):
            os.kill(kernel, number)


def main() -> None:
    """Start COMMAND as a child and keep it."""
    link, folder, command = socket.socket(fileno=int(sys.argv[1])), sys.argv[2], sys.argv[3:]
    link.set_inheritable(False)
    os.setsid()
    adopt_orphans()
    signals = Signals()
    mine = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        die_with_parent()
        if os.getppid() == mine:
            become_leader()
            os.execv(command[0], command)
        os._exit(127)
    keep(link, kernel, signals, lambda: shutil.rmtree(folder, ignore_errors=True))
    os._exit(0)


if __name__ == "__main__":
    main()
