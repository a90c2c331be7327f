"""Processes on Linux: how one ended, who descends from whom, and how to leave none behind.

Only the standard library, and no other module of the package: the keeper of an ordinary kernel loads this file alone.
Elsewhere than on Linux the calls that need the kernel's help do nothing.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def how_it_ended(code: int) -> str:
    """Turn a return code as ``subprocess`` gives it (negative: a signal) into words.

    >>> how_it_ended(-11)
    'its process was ended by SIGSEGV'
    >>> how_it_ended(3)
    'its process left with exit code 3'
    """
    if code >= 0:
        return f"its process left with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    hint = " (as the system does when memory runs out)" if code == -signal.SIGKILL else ""
    return f"its process was ended by {name}{hint}"


def die_with_parent() -> None:
    """Have the system kill this process when the thread that started it ends, even if that is by SIGKILL.

    Not inherited by children, and lost where a set-user-id program is executed.
    """
    _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, whatever session it is in."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, argument: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, argument, 0, 0, 0)


def children(pid: int) -> list[int]:
    """Return the process numbers of the children of *pid*, zombies included; empty if it is gone."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except FileNotFoundError:
        if Path(f"/proc/{pid}/task").exists():
            return _children_by_scan(pid)  # a system built without the list of children
    except (ProcessLookupError, PermissionError):
        pass
    return found


def _children_by_scan(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                # The name, in parentheses, may hold anything; the parent is the second field after it.
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry.name))
    return found


def descendants(pid: int) -> list[int]:
    """Return all processes below *pid*, parents before their children."""
    found = []
    waiting = children(pid)
    while waiting:
        found.append(waiting.pop())
        waiting += children(found[-1])
    return found


def end_descendants(patience: float = 3.0, sparing: frozenset[int] = frozenset()) -> None:
    """Kill and wait for all processes below this one, except the children in *sparing* and what is below those.

    Needs ``adopt_orphans``: killing a parent then only makes its children ours, and the next round finds them.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        targets = []
        for child in children(os.getpid()):
            if child not in sparing:
                targets += [child, *descendants(child)]
        if not targets:
            return
        # Stopped first, so that none can start another while the others are being killed.
        for sign in (signal.SIGSTOP, signal.SIGKILL):
            for target in targets:
                with suppress(OSError):
                    os.kill(target, sign)
        for target in targets:
            with suppress(OSError):
                os.waitpid(target, os.WNOHANG)
        time.sleep(0.002)
