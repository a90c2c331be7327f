"""What is submitted to an executor: functions that import what they need where they run, not where they are named.

A process that only plans and publishes stays small, and starts at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..executing.job import Job, Outcome
    from ..rendering.sheet import Front, Rendered, Sheet


def execute(job: Job) -> Outcome:
    """Execute a job."""
    from ..executing.execute import execute as now

    return now(job)


def render(sheet: Sheet) -> Rendered:
    """Render a report."""
    from ..rendering.pages import render as now

    return now(sheet)


def index(front: Front) -> dict[str, bytes]:
    """Render the index."""
    from ..rendering.pages import index as now

    return now(front)
