"""What a run needs: nothing, a new page, or an execution; and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..planning.plan import Run
from .cache import Cache
from .keys import RENDERS, Digests, run_key
from .log import Entry, Log

if TYPE_CHECKING:
    from ..publishing.target import Target

Action = Literal["reuse", "render", "execute"]
CHANGED = {
    "notebook": "the notebook has changed",
    "parameters": "other parameters",
    "data": "the data it reads has changed",
    "code": "code that executes has changed",
    "versions": "locked or installed versions have changed",
    "page": "the page's code or template has changed",
    "place": "the pages beside it, or --single-file, have changed",
}
LISTED = 5  # changed parts that are named


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done for a run, and the reasons, a phrase each."""

    run: Run
    action: Action
    reasons: tuple[str, ...]
    needs: Digests

    @property
    def key(self) -> str:
        """The name under which the executed notebook is kept."""
        return run_key(self.needs)


def decide(
    run: Run,
    needs: Digests,
    parts: Mapping[str, Mapping[str, str]],
    log: Log,
    folder: Target,
    cache: Cache,
    *,
    force: bool,
) -> Decision:
    """Compare what *run* is made of with what it was made of; *parts* says what digests of now stand for."""
    before = log.last.get(run.name)
    reasons = ("forced",) if force else _reasons(needs, parts, before, log, folder)
    if not reasons:
        return Decision(run, "reuse", ("nothing it is made of has changed",), needs)
    broken = before is not None and before["status"] == "failed" and not before.get("executed")
    kept = not force and not broken and cache.path("executed", run_key(needs)).exists()
    return Decision(run, "render" if kept else "execute", reasons, needs)


def _reasons(
    needs: Digests, parts: Mapping[str, Mapping[str, str]], before: Entry | None, log: Log, folder: Target
) -> tuple[str, ...]:
    """Say why a report is not as it should be; () if it is."""
    if before is None:
        return ("no record of it for this output folder",)
    if before["status"] == "failed":
        return (f"it failed last time: {before.get('cause') or 'unknown cause'}",)
    if before["status"] == "stopped":
        return ("a signal stopped it last time",)
    return tuple(_differences(needs, parts, before, log) or _damage(before, folder))


def _differences(needs: Digests, parts: Mapping[str, Mapping[str, str]], before: Entry, log: Log) -> list[str]:
    was = before.get("needs", {})
    return [
        CHANGED[name] + _details(log.parts.get(str(was.get(name)), {}), parts.get(needs[name], {}))
        for name in RENDERS
        if was.get(name) != needs[name]
    ]


def _details(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    if not was or not now:
        return ""
    names = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f": {', '.join(names[:LISTED])}{more}" if names else ""


def _damage(before: Entry, folder: Target) -> list[str]:
    wrong = [name for name, wanted in before.get("files", {}).items() if folder.sha256(name) != wanted]
    more = f" and {len(wrong) - LISTED} more" if len(wrong) > LISTED else ""
    return [f"not as published: {', '.join(wrong[:LISTED])}{more}"] if wrong else []
