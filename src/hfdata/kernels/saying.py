"""What a person should know once, not once a kernel."""

from __future__ import annotations

import logging

_said: set[str] = set()


def say_once(what: str) -> None:
    """Log a warning, the first time that this process has it to say."""
    if what not in _said:
        _said.add(what)
        logging.getLogger("hfdata.kernels").warning(what)
