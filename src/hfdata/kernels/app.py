"""The kernel in a forked process: ipykernel's application, told its channels instead of finding them in a file."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import random
import secrets
import socket
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import zmq
from ipykernel.kernelapp import IPKernelApp
from traitlets.config import Config

PORTS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")


class ForkedKernelApp(IPKernelApp):
    """IPKernelApp without what a forked kernel has no use for: a connection file, a watched parent, a slow end."""

    def init_connection_file(self) -> None:
        """Take the channels from the configuration."""

    def write_connection_file(self, **_: Any) -> None:
        """Write nothing: the key stays in memory."""

    def cleanup_connection_file(self) -> None:
        """Leave the sockets' files to the keeper."""

    def log_connection_info(self) -> None:
        """Note the ports for the kernel, and print nothing."""
        self._ports = {name.removesuffix("_port"): getattr(self, name) for name in PORTS}

    def init_iopub(self, context: zmq.Context[Any]) -> None:
        """Open the public channel so that it keeps what its readers have not taken yet: ZeroMQ drops it after 1000."""
        context.setsockopt(zmq.SNDHWM, 0)
        super().init_iopub(context)  # type: ignore[no-untyped-call]

    def init_poller(self) -> None:
        """Watch no parent: the keeper does."""

    def close(self) -> None:
        """Close nothing: ipykernel's orderly end races its own threads, and the system closes sockets at once."""


def run(pipe: socket.socket, connection: dict[str, Any], options: dict[str, Any]) -> NoReturn:
    """Become a kernel: get ready, wait on *pipe* for whom to serve, answer with the channels, serve, leave.

    ``connection``: transport and ip, and ports and key where they are to be those of a kernel that was here before.
    ``options``: ``arguments`` for the application, ``ipython_dir`` (empty: the user's own).
    The order that arrives has ``env``, ``cwd``, ``argv`` and ``seed`` (None: unpredictable).
    """
    app = ForkedKernelApp.instance(config=_config(connection, options))
    key = connection.get("key") or secrets.token_hex(16)
    app.session.key = key.encode()
    asyncio.set_event_loop(asyncio.new_event_loop())
    app.initialize(options["arguments"])  # type: ignore[no-untyped-call]

    packet = pipe.recv(1 << 20)
    if not packet:
        os._exit(0)
    _take_the_place_of(json.loads(packet), app.ip)
    channels = {"transport": app.transport, "ip": app.ip, **{name: getattr(app, name) for name in PORTS}}
    pipe.send(json.dumps({**channels, "key": key, "signature_scheme": app.session.signature_scheme}).encode())
    pipe.close()
    app.start()  # type: ignore[no-untyped-call]
    _leave()


def _config(connection: dict[str, Any], options: dict[str, Any]) -> Config:
    config = Config()
    config.IPKernelApp.transport = connection["transport"]
    config.IPKernelApp.ip = connection["ip"]
    numbers = range(1, 6) if connection["transport"] == "ipc" else [0] * 5
    for name, number in zip(PORTS, numbers, strict=True):
        config.IPKernelApp[name] = connection.get(name) or number
    config.HistoryManager.enabled = False
    config.InteractiveShell.enable_tip = False  # it draws from ``random``, which is seeded by then
    if options["ipython_dir"]:
        config.IPKernelApp.ipython_dir = options["ipython_dir"]
    return config


def _take_the_place_of(order: dict[str, Any], prefix: str) -> None:
    """Set what a new process would have got from its starter."""
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    cwd = order["cwd"] or f"{prefix}-empty"
    if order["cwd"] is None:
        Path(cwd).mkdir()
    os.chdir(cwd)
    sys.argv = order["argv"]
    seed = order["seed"]
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(None if seed is None else seed % 2**32)


def _leave() -> NoReturn:
    """End as Python does, exit hooks included, less the destruction of every object."""
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
    os._exit(0)
