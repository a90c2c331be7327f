"""Get a kernel: forked where that is possible, an ordinary one where it is not, which is said once."""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from .forks import ForkedKernel, ForkServer, NoFork
from .ordinary import OrdinaryKernel
from .saying import say_once

PRELOAD = ("pandas", "altair")
"""What a fork server imports where nobody says otherwise."""

ORDINARY, FORK = "ordinary", "fork"

_own: ForkServer | None = None
_given: str | None = None


class Kernel(Protocol):
    """A running kernel, forked or ordinary.

    ``watch`` is a descriptor that becomes readable when the kernel ends, None where there is none. ``prepare`` is
    code to execute silently before the first cell, empty where nothing is left to do.
    """

    watch: int | None
    prepare: str

    def channels(self, until: float) -> dict[str, Any]:
        """Return what a connection file holds."""

    def gone(self) -> str | None:
        """Say how the kernel ended; None while it lives."""

    def last_words(self) -> str:
        """Return the end of what the process wrote to its standard error."""

    def close(self, grace: float = 0.0) -> None:
        """End the kernel and all that it started, after *grace* seconds at most."""


def start(
    source: str = FORK,
    *,
    env: Mapping[str, str],
    cwd: str | None,
    seed: int | None = None,
    preload: Sequence[str] = PRELOAD,
    patience: float = 60.0,
) -> Kernel:
    """Start a kernel with this environment, folder (None: an empty one of its own) and seed (None: unpredictable).

    ``source``: "fork" for this process's own fork server, which the first call starts with *preload* and *env*; the
    address of somebody else's; or "ordinary".
    """
    if source == FORK and _given:
        source = _given
    if source != ORDINARY:
        try:
            address = own_server(preload, env=env, isolated=True).address if source == FORK else source
            return ForkedKernel(address, env=env, cwd=cwd, seed=seed, patience=patience)
        except NoFork as why:
            say_once(f"kernels are started, not forked, which is slower: {why}")
    return OrdinaryKernel(env=env, cwd=cwd, seed=seed)


def use(source: str) -> None:
    """Have "fork" mean *source* in this process: the address of a fork server that it shares, or "ordinary"."""
    global _given
    _given = source if source != FORK else None


def own_server(
    preload: Sequence[str] = PRELOAD, *, env: Mapping[str, str] | None = None, isolated: bool = False
) -> ForkServer:
    """Return this process's fork server; the first call starts it, and it is closed when the process ends.

    Raises:
        NoFork: it cannot be started, or refuses to fork.
    """
    global _own
    if _own is None:
        _own = ForkServer(preload, env=env, isolated=isolated)
        atexit.register(close_own_server)
    if (why := _own.refusal()) is not None:
        raise NoFork(why)
    return _own


def close_own_server() -> None:
    """End this process's fork server and its kernels, if it has one."""
    global _own
    if _own is not None:
        _own.close()
        _own = None


def start_here() -> Kernel:
    """Start a kernel in the current folder and environment."""
    return start(env=os.environ, cwd=str(Path.cwd()))
