"""Standard streams that are closed, full, or that nobody reads any more: a run does not end because its log does."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO


def open_closed() -> None:
    """Give this process the streams that it was started without, leading nowhere.

    Otherwise the next file that is opened takes the number of one, and what a child prints ends up in that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the system gives the lowest number
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  as long as the process


def attempt(speak: Callable[[], object], stream: TextIO) -> OSError | None:
    """Speak into *stream*; return what kept it from being heard. What is said into it afterwards is said to nobody."""
    try:
        speak()
    except OSError as error:
        mute(stream)
        return error
    return None


def mute(stream: TextIO) -> None:
    """Lead a stream that cannot be written to nowhere, so that the end of the process does not trip over it."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
