"""People see a bar, logs get lines, programs get JSON."""

from __future__ import annotations

import io
import json
import os

import pytest

from hfdata.runs import progress
from hfdata.runs.progress import Event, Tally

RUN = {"run": "r/zh/welfare", "notebook": "welfare", "parameters": {"lang": "zh"}}
DONE = Event("finished", **RUN, status="executed", seconds=1.234, files=("out/welfare.html", "out/welfare.ipynb"))
REUSED = Event("finished", **RUN, status="reused", files=("out/welfare.html",))
CAUSE = "cell 3: ZeroDivisionError: division by zero"
FAILED = Event("finished", **RUN, status="failed", seconds=2, cause=CAUSE, files=("out/.failed/welfare.ipynb",))
STORY = [
    Event("planned", count=3), REUSED, Event("started", **RUN), DONE, Event("started", **RUN), FAILED,
    Event("warning", cause="no room for the cache"), Event("summary", cause="1 executed, 1 reused, 1 failed in 3.2 s"),
]  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(stream, **how):
    voice = progress.choose(stream, **how)
    for event in STORY:
        voice.tell(event)
    return stream.getvalue()


def test_a_log_gets_a_line_for_each_run_that_did_something():
    assert told(io.StringIO()).splitlines() == [
        "[2/3] executed r/zh/welfare 1.2 s",
        f"[3/3] failed   r/zh/welfare 2.0 s: {CAUSE} (see out/.failed/welfare.ipynb)",
        "no room for the cache",
        "1 executed, 1 reused, 1 failed in 3.2 s",
    ]


def test_quiet_leaves_warnings_and_failures():
    assert told(io.StringIO(), quiet=True).splitlines() == [
        f"failed   r/zh/welfare 2.0 s: {CAUSE} (see out/.failed/welfare.ipynb)",
        "no room for the cache",
    ]


def test_programs_get_one_object_a_line():
    lines = [json.loads(line) for line in told(io.StringIO(), json_lines=True).splitlines()]

    assert [line["event"] for line in lines] == [event.event for event in STORY]
    assert lines[3].items() >= {
        "run": "r/zh/welfare", "notebook": "welfare", "parameters": {"lang": "zh"}, "status": "executed",
        "seconds": 1.234, "cause": "", "files": ["out/welfare.html", "out/welfare.ipynb"],
    }.items()  # fmt: skip


def test_a_terminal_shows_how_far_what_and_how_fast():
    text = told(Terminal())

    assert "1/3" in text
    assert "/s" in text
    assert "r/zh/welfare" in text
    assert "\r\x1b[K" in text
    assert text.endswith("1 executed, 1 reused, 1 failed in 3.2 s\n")


def test_the_bar_never_wraps(monkeypatch):
    monkeypatch.setattr(progress.shutil, "get_terminal_size", lambda: os.terminal_size((40, 24)))
    stream = Terminal()
    voice = progress.choose(stream)
    voice.tell(Event("planned", count=2))
    voice.tell(Event("started", run="x" * 200))

    assert len(stream.getvalue().rpartition("\x1b[K")[2]) < 40


@pytest.mark.parametrize(
    ("seconds", "text"), [(5.4, "0:05"), (75, "1:15"), (3675, "1:01:15")],
)  # fmt: skip
def test_time_left_is_a_clock(seconds, text):
    assert progress._clock(seconds) == text


def test_the_summary_counts_and_names_the_slowest():
    tally = Tally()
    for event in (DONE, REUSED, FAILED):
        tally.count(event)

    assert str(tally) == "1 executed, 1 reused, 1 failed, slowest r/zh/welfare 2.0 s"
