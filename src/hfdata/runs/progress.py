"""What happens during a run, told to people (a bar), to logs (a line per run) and to programs (JSON lines)."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal, TextIO

Status = Literal["executed", "rendered", "reused", "failed", "stopped"]
Kind = Literal["planned", "waiting", "started", "finished", "warning", "summary"]
WIDTH = 24  # of the bar
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; fields that do not apply are empty.

    ``run`` is the report's name, ``status`` how it ended, ``seconds`` how long it took, ``cause`` why it failed (or
    the words of a warning), ``files`` what was published (paths, the page first) or, of a failed run, kept to be looked
    at; ``count`` runs planned.
    """

    event: Kind
    run: str = ""
    notebook: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    status: Status | Literal[""] = ""
    seconds: float = 0.0
    cause: str = ""
    files: tuple[str, ...] = ()
    count: int = 0


@dataclass(slots=True)
class Tally:
    """How the runs ended, as a summary tells it."""

    executed: int = 0
    rendered: int = 0
    reused: int = 0
    failed: int = 0
    stopped: int = 0
    slowest: tuple[str, float] = ("", 0.0)

    def count(self, event: Event) -> None:
        """Count a run that has ended."""
        if event.status:
            setattr(self, event.status, getattr(self, event.status) + 1)
        if event.status in {"executed", "rendered", "failed"} and event.seconds > self.slowest[1]:
            self.slowest = (event.run, event.seconds)

    def __str__(self) -> str:
        parts = [
            f"{self.executed} executed",
            f"{self.rendered} rendered",
            f"{self.reused} reused",
            f"{self.failed} failed",
        ]
        kept = [part for n, part in enumerate(parts) if n in {0, 2, 3} or not part.startswith("0")]
        if self.stopped:
            kept.append(f"{self.stopped} not run")
        if self.slowest[0]:
            kept.append(f"slowest {self.slowest[0]} {self.slowest[1]:.1f} s")
        return ", ".join(kept)


class Silent:
    """Tells warnings and failures only."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def tell(self, event: Event) -> None:
        """Write what must not be missed."""
        if event.event == "warning" or event.status == "failed":
            self._line(_harmless(_words(event)))

    def _line(self, text: str) -> None:
        print(text, file=self.stream, flush=True)


class Lines(Silent):
    """A line per run, for logs."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.done, self.total = 0, 0

    def tell(self, event: Event) -> None:
        """Write a line for everything but runs that nothing was done for."""
        if event.event == "planned":
            self.total = event.count
        if event.event == "finished":
            self.done += 1
        quiet = {"reused", "stopped"}  # the summary counts them
        if event.event in {"waiting", "warning", "summary"} or (
            event.event == "finished" and event.status not in quiet
        ):
            count = f"[{self.done}/{self.total}] " if event.event == "finished" else ""
            self._line(count + _harmless(_words(event)))


class Bar(Lines):
    """One line that is overwritten: how far, what, how fast, how long still; what must be read stands above it."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.began, self.todo, self.shown = 0.0, 0, False
        self.running: dict[str, None] = {}

    def tell(self, event: Event) -> None:
        """Draw the bar anew; keep warnings, failures and the summary as lines."""
        if event.event == "planned":
            self.began, self.total = time.monotonic(), event.count
        elif event.event == "started":
            self.running[event.run] = None
        elif event.event == "finished":
            self.done += 1
            self.todo += event.status != "reused"
            self.running.pop(event.run, None)
        if event.event in {"waiting", "warning", "summary"} or event.status == "failed":
            self.stream.write("\r\x1b[K" if self.shown else "")
            self._line(_harmless(_words(event)))
            self.shown = False
        if event.event in {"started", "finished"} and self.running:
            self._draw()

    def _draw(self) -> None:
        elapsed = max(time.monotonic() - self.began, 1e-3)
        rate = self.todo / elapsed
        left = f"{_clock((self.total - self.done) / rate)} left" if rate else "…"
        full = WIDTH * self.done // max(self.total, 1)
        bar = "█" * full + "░" * (WIDTH - full)
        text = f"{bar} {self.done}/{self.total}  {rate:.1f}/s  {left}  {next(iter(self.running))}"
        self.stream.write("\r\x1b[K" + text[: shutil.get_terminal_size().columns - 1])
        self.stream.flush()
        self.shown = True


class JsonLines(Silent):
    """One JSON object a line."""

    def tell(self, event: Event) -> None:
        """Write the event, whatever it is."""
        self._line(json.dumps(asdict(event) | {"seconds": round(event.seconds, 3)}, ensure_ascii=False))


def _words(event: Event) -> str:
    if event.event == "waiting":
        return f"waiting for {event.cause}"
    if event.event == "finished":
        kept = f" (see {event.files[0]})" if event.status == "failed" and event.files else ""
        tail = f": {event.cause}{kept}" if event.cause else ""
        return f"{event.status:<8} {event.run} {event.seconds:.1f} s{tail}"
    return event.cause


def _harmless(text: str) -> str:
    """Spell out what would steer a terminal, and indent further lines: none passes for a line of ours."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text).replace("\n", "\n    ")


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def choose(stream: TextIO, *, json_lines: bool = False, quiet: bool = False) -> Silent:
    """Return the way of telling that suits *stream*: JSON on request, a bar on a terminal, lines elsewhere."""
    if json_lines:
        return JsonLines(stream)
    if quiet:
        return Silent(stream)
    return Bar(stream) if stream.isatty() else Lines(stream)
