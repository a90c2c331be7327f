"""The client's side of the fork server: start one, get kernels from it, end it."""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .link import Link
from .processes import how_it_ended

LONGEST = 100  # bytes of a socket's path; the system's own limit is 108, with room for ZeroMQ's


class NoFork(Exception):
    """Kernels cannot be forked here; the argument says why, in words."""


class ForkServer:
    """A process that imports ``preload`` and forks a kernel for each client that connects to ``address``.

    What stands in ``preload`` as "module:function" is called, too: what a first use costs is then paid once.
    ``env`` is the environment in which everything is imported (a kernel gets its own later, but what is read at
    import is fixed then). ``ahead``: how many kernels are kept forked before anyone asks. ``isolated``: kernels get an
    empty IPython profile instead of the user's own. The process starts at once and works while the caller goes
    on; clients may connect before it is ready. It is to be closed; if that is forgotten or this process is killed,
    it notices.

    Raises:
        NoFork: where the system has no fork, or no place for a socket with a short path.
    """

    def __init__(
        self,
        preload: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        ahead: int = 1,
        isolated: bool = False,
    ) -> None:
        # macOS has fork, and aborts the child of a process that has used certain of its frameworks.
        if sys.platform != "linux":
            raise NoFork(f"{sys.platform} does not fork Python processes safely")
        folder = private_folder()
        if folder is None:
            raise NoFork("no folder for sockets has a short enough path")
        self.folder = folder
        self.address = str(folder / "s")
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        listener.bind(self.address)
        listener.listen(1024)
        self._owner, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        options = {
            "owner": theirs.fileno(),
            "listener": listener.fileno(),
            "folder": str(self.folder),
            "preload": list(preload),
            "ahead": ahead,
            "ipython_dir": str(self.folder / "ipython") if isolated else "",
        }
        errors = (self.folder / "errors").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "hfdata.kernels.server", json.dumps(options)],
            env={**(os.environ if env is None else env), "OPENBLAS_NUM_THREADS": "1"},
            pass_fds=(theirs.fileno(), listener.fileno()),
            stdin=subprocess.DEVNULL,
            stdout=errors,
            stderr=errors,
        )
        for mine in (theirs, listener, errors):
            mine.close()

    def refusal(self, wait: float = 60.0) -> str | None:
        """Say why the server will not fork, None if it does; waits until it has imported everything."""
        if not select.select([self._owner], [], [], wait)[0]:
            return f"it was not ready after {wait:.0f} s"
        packet = self._owner.recv(1 << 16, socket.MSG_PEEK)
        if packet:
            refused: str | None = json.loads(packet)["refused"]
            return refused
        said = (self.folder / "errors").read_text("utf-8", "replace")
        return f"{how_it_ended(self._process.wait())} {said[-500:]}".strip()

    def close(self) -> None:
        """End the server, its kernels and all that descends from them; returns when they are gone."""
        self._owner.close()
        try:
            self._process.wait(8)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class ForkedKernel:
    """A kernel forked for this client by the server at *address*; it ends when this object's socket closes.

    ``cwd``: the folder it runs in, None for an empty one of its own. ``seed``: for ``random`` and ``numpy.random``,
    None for an unpredictable one. ``connection``: channels of a kernel that was there before, to come up on the same
    ones. ``patience``: seconds to wait for the server.

    Raises:
        NoFork: if the server refuses or is gone.
    """

    prepare = ""  # the fork is seeded by itself

    def __init__(
        self,
        address: str,
        *,
        env: Mapping[str, str],
        cwd: str | None,
        seed: int | None = None,
        arguments: Sequence[str] = (),
        connection: Mapping[str, Any] | None = None,
        patience: float = 60.0,
    ) -> None:
        socket_ = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._link = Link(socket_)
        order = {
            "env": dict(env),
            "cwd": cwd,
            "argv": ["ipykernel_launcher.py"],
            "seed": seed,
            "arguments": [a for a in arguments if not a.startswith("--HistoryManager.")],
            "connection": dict(connection or {}),
        }
        try:
            socket_.connect(address)
            socket_.send(json.dumps(order).encode())
            answer = self._link.receive(patience)
        except OSError as error:
            socket_.close()
            raise NoFork(str(error)) from error
        if answer is None or "connection" not in answer:
            socket_.close()
            raise NoFork("the fork server is gone" if answer is None else how_it_ended(answer["exit"]))
        self.pid: int = answer["kernel"]
        self._connection: dict[str, Any] = answer["connection"]
        self.watch: int | None = self._link.fileno()

    def channels(self, until: float = 0) -> dict[str, Any]:
        """Return what a connection file holds; the sockets are bound already."""
        return self._connection

    def exit_code(self) -> int | None:
        """Return how the kernel ended (negative: by that signal), None while it lives."""
        return self._link.exit_code()

    def gone(self) -> str | None:
        """Say how the kernel ended; None while it lives."""
        code = self._link.exit_code()
        return None if code is None else how_it_ended(code)

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and what it has started in its session."""
        self._link.signal(number)

    def last_words(self) -> str:
        """Return nothing: a forked kernel has no standard error of its own."""
        return ""

    def close(self, grace: float = 0.0) -> None:
        """End the kernel and all that it started.

        With *grace* it has that many seconds to leave by itself, which are not waited for; without, it is gone when
        this returns.
        """
        self._link.end(grace)


def fork_to_call(address: str, function: str) -> socket.socket:
    """Have the server at *address* fork a process that calls *function* ("module:name") with the other end of this.

    Raises:
        NoFork: if the server is gone; if it refuses, the socket closes.
    """
    link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        link.connect(address)
        link.send(json.dumps({"call": function}).encode())
    except OSError as error:
        link.close()
        raise NoFork(str(error)) from error
    return link


def private_folder() -> Path | None:
    """Make a folder of mode 0700 for sockets; None if nowhere a path is short enough for them.

    TMPDIR may be a hundred characters deep, and a socket's path may not.
    """
    for base in (tempfile.gettempdir(), os.environ.get("XDG_RUNTIME_DIR", ""), "/tmp", "/dev/shm", "/var/tmp"):
        # hfk-xxxxxxxx/1234567-5
        if base.startswith("/") and len(os.fsencode(base)) + 24 < LONGEST:
            try:
                return Path(tempfile.mkdtemp(prefix="hfk-", dir=base))
            except OSError:
                continue
    return None
