"""Stopping on a signal: at a moment when nothing is half-done, with the exit code that a shell expects."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(BaseException):
    """A signal asked to stop; not an error, so that nothing that handles errors keeps it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    @property
    def exit_code(self) -> int:
        """128 and the signal's number: 130, 143, 129."""
        return 128 + self.number


class Signals:
    """Notes which signal came; raises Stopped only while one waits, so that no file is left half-published."""

    def __init__(self) -> None:
        self.number = 0
        self._may_raise = False

    def check(self) -> None:
        """Raise Stopped if a signal has come."""
        if self.number:
            raise Stopped(self.number)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Within this, a signal stops at once."""
        self._may_raise = True
        try:
            self.check()
            yield
        finally:
            self._may_raise = False

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.number = self.number or number
        if self._may_raise:
            self._may_raise = False
            self.check()

    @contextmanager
    def received(self) -> Iterator[Signals]:
        """Receive signals within this, also where the shell had them ignored; outside the main thread, none are."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        before = {number: signal.signal(number, self._receive) for number in SIGNALS}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
