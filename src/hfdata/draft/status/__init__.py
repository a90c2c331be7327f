"""Whether a figure is done, under way or planned: by its wording, its project, its plan's heading, its passage's tone."""

from __future__ import annotations

from .judge import Statuses
from .projects import Judged

__all__ = ["Judged", "Statuses"]
