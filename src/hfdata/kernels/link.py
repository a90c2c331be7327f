"""The client's end of what holds a kernel: its keeper's socket, or on systems without keepers the process itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from typing import Any


class Link:
    """A socket to a kernel's keeper. The kernel and all its descendants end when it closes, in whatever way.

    ``process``: the keeper, where it is a child of this process and has to be waited for.
    """

    def __init__(self, keeper: socket.socket, process: subprocess.Popen[bytes] | None = None) -> None:
        self._keeper = keeper
        self._process = process
        self._code: int | None = None

    def fileno(self) -> int:
        """Return a descriptor that becomes readable when the kernel has ended."""
        return self._keeper.fileno()

    def receive(self, wait: float) -> dict[str, Any] | None:
        """Return the keeper's next message; None once the keeper is gone.

        Raises:
            TimeoutError: nothing came in *wait* seconds.
        """
        self._keeper.settimeout(max(wait, 0.001))
        try:
            packet = self._keeper.recv(1 << 20)
        except ConnectionError:
            return None
        return json.loads(packet) if packet else None

    def exit_code(self) -> int | None:
        """Return how the kernel ended (negative: by that signal), None while it lives."""
        if self._code is None and self._keeper.fileno() >= 0:
            with suppress(TimeoutError):
                message = self.receive(0)
                # Nobody there: the keeper itself was killed, and the kernel dies with it.
                self._code = message.get("exit") if message else -int(signal.SIGKILL)
        return self._code

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and what it has started in its session."""
        with suppress(OSError):
            self._keeper.send(json.dumps({"signal": number}).encode())

    def end(self, grace: float) -> None:
        """Give the kernel *grace* seconds to leave, then end it.

        Somebody else's keeper sees to the grace alone; without grace, or with a keeper of ours, the kernel and its
        descendants are gone when this returns.
        """
        if self._keeper.fileno() < 0:
            return
        with suppress(OSError):
            self._keeper.send(json.dumps({"end": grace}).encode())
            until = time.monotonic() + grace + 5.0
            while (self._process or not grace) and self.receive(until - time.monotonic()) is not None:
                pass
        self._keeper.close()
        if self._process:
            self._process.wait()


class Alone:
    """A kernel's process without a keeper, where the system cannot hand orphans to one."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def fileno(self) -> int:
        """Return -1: there is nothing to watch, one has to ask."""
        return -1

    def exit_code(self) -> int | None:
        """Return how the kernel ended (negative: by that signal), None while it lives."""
        return self._process.poll()

    def signal(self, number: int) -> None:
        """Send a signal to the kernel."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, number)
            else:
                self._process.send_signal(number)

    def end(self, grace: float) -> None:
        """Give the kernel *grace* seconds to leave, then end it."""
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
