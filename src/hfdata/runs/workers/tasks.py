"""What is submitted to an executor: functions that import what they need where they run, not where they are named.

A process that only plans and publishes stays small, and starts at once.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..executing.job import Job, Outcome
    from ..rendering.sheet import Front, Rendered, Sheet


def execute(job: Job) -> Outcome:
    """Execute a job."""
    from ..executing.execute import execute as now

    return now(job)


def render(sheet: Sheet) -> Rendered:
    """Render a report, in the time that it may take."""
    from ..rendering.pages import render as now

    with no_longer_than(sheet.seconds):
        return now(sheet)


def index(front: Front) -> dict[str, bytes]:
    """Render the index."""
    from ..rendering.pages import index as now

    return now(front)


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Have the system end this process when *seconds* are over: nothing else stops Vega.

    Not in a thread of a process that does other things as well, and not on Windows, which has no such timer.
    """
    timed = seconds > 0 and hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if timed:
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
