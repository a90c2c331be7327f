"""How a process ended, in words."""

from __future__ import annotations

import signal


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
    hint = " (the system ends processes this way when memory runs out)" if -code == 9 else ""
    return f"its process was ended by {name}{hint}"
