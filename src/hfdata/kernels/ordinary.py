"""The ordinary kernel: a new Python process that imports everything itself."""

from __future__ import annotations

import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import keeper
from .forks import private_folder
from .link import Alone, Link
from .processes import how_it_ended
from .saying import say_once

# A kernel that shows more than its client can take at once drops the rest; 69 is XPUB_NODROP. Forked ones have it set.
WAIT = "(lambda said: said.schedule(lambda: said.socket.setsockopt(69, 1)))(get_ipython().kernel.iopub_thread); "

PORTS = ("shell", "iopub", "stdin", "hb", "control")


class OrdinaryKernel:
    """``python -m ipykernel_launcher`` in a folder of its own, which holds its sockets and its connection file.

    ``cwd``: the folder it runs in, None for an empty one of its own. ``seed``: for ``random`` and ``numpy.random``,
    None for an unpredictable one. On Linux a keeper ends the kernel and its descendants when this process ends,
    however it does; elsewhere only ``close`` does.
    """

    def __init__(self, *, env: Mapping[str, str], cwd: str | None, seed: int | None = None) -> None:
        # Forked kernels are seeded alike; this leaves no names behind.
        self.prepare = WAIT
        if seed is not None:
            self.prepare += f"__import__('random').seed({seed}); __import__('numpy').random.seed({seed % 2**32})"
        short = private_folder()
        if short is None:
            say_once("no folder for sockets has a short enough path: kernels use TCP ports of this machine")
        self._folder = short or Path(tempfile.mkdtemp(prefix="hfk-"))
        self._connection: dict[str, Any] = {
            "transport": "ipc" if short else "tcp",
            "ip": str(short / "k") if short else "127.0.0.1",
            # Port 0: the kernel takes a free one and writes it into the file, so that nobody else can take it first.
            **{f"{name}_port": number if short else 0 for number, name in enumerate(PORTS, start=1)},
            "key": secrets.token_hex(16),
            "signature_scheme": "hmac-sha256",
        }
        self._file = self._folder / "connection.json"
        self._file.touch(mode=0o600)
        self._file.write_text(json.dumps(self._connection), encoding="utf-8")
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", str(self._file), "--HistoryManager.enabled=False"]
        # A profile of one's own may hold start-up files, and a run is not to depend on whose it is.
        private = {"IPYTHONDIR": str(self._folder / "ipython")}
        self._errors = (self._folder / "errors").open("w+b")
        if cwd is None:
            cwd = str(self._folder / "empty")
            Path(cwd).mkdir()
        self._link = _start(command, {**env, **private}, cwd, self._errors.fileno(), self._folder)
        self.watch: int | None = self._link.fileno() if self._link.fileno() >= 0 else None

    def channels(self, until: float) -> dict[str, Any]:
        """Return what a connection file holds, by *until* on ``time.monotonic()``'s clock.

        Raises:
            TimeoutError: the kernel has not chosen its ports by then.
        """
        while self._connection["shell_port"] == 0 and self.gone() is None:
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.02)
            with suppress(ValueError, FileNotFoundError):  # half-written, or removed in order to be written anew
                self._connection.update(json.loads(self._file.read_text("utf-8")))
        return self._connection

    def gone(self) -> str | None:
        """Say how the kernel ended; None while it lives."""
        code = self._link.exit_code()
        return None if code is None else how_it_ended(code)

    def last_words(self) -> str:
        """Return the end of what the process wrote to its standard error."""
        self._errors.seek(0)
        return self._errors.read()[-2000:].decode("utf-8", "replace").strip()

    def close(self, grace: float = 0.0) -> None:
        """Give the kernel *grace* seconds to leave by itself, then end it and all that it started."""
        self._link.end(grace)
        self._errors.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _start(command: list[str], env: Mapping[str, str], cwd: str, errors: int, folder: Path) -> Link | Alone:
    """Start *command* with a keeper where there can be one; the keeper removes *folder* in the end."""
    if sys.platform != "linux":
        return Alone(
            subprocess.Popen(
                command,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )
        )
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", keeper.__file__, str(theirs.fileno()), str(folder), *command],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=errors,
        stderr=errors,
        pass_fds=(theirs.fileno(),),
    )
    theirs.close()
    return Link(ours, process)
