"""What a process does that the fork server has forked: keep a kernel for a client, or call a function."""

from __future__ import annotations

import importlib
import os
import select
import shutil
import signal
import socket
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from .keeper import Signals, become_leader, keep
from .processes import adopt_orphans, die_with_parent


@dataclass(frozen=True, slots=True)
class Duty:
    """What a forked child is to do.

    Call ``function`` ("module:name") with the socket; or, if that is empty, keep a kernel with these channels and
    arguments for the client that the socket will bring.
    """

    socket: socket.socket
    function: str = ""
    connection: dict[str, Any] = field(default_factory=dict)
    arguments: list[str] = field(default_factory=list)


def do(duty: Duty, options: dict[str, Any]) -> NoReturn:
    """Do it; the process ends with that."""
    if duty.function:
        _call(duty)
    _keep_a_kernel(duty, options)


def _call(duty: Duty) -> NoReturn:
    die_with_parent()
    become_leader()
    module, _, name = duty.function.partition(":")
    getattr(importlib.import_module(module), name)(duty.socket)
    os._exit(0)


def _keep_a_kernel(duty: Duty, options: dict[str, Any]) -> NoReturn:
    """Be the keeper in a forked child: fork the kernel, wait for a client to serve, keep the kernel."""
    os.setsid()
    adopt_orphans()
    signals = Signals()
    mine = os.getpid()
    connection = duty.connection or {"transport": "ipc", "ip": f"{options['folder']}/{mine}"}
    news, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kernel = os.fork()
    if kernel == 0:
        die_with_parent()
        if os.getppid() != mine:
            os._exit(0)
        become_leader()
        news.close()
        duty.socket.close()
        from . import app

        app.run(theirs, connection, {"arguments": duty.arguments, "ipython_dir": options["ipython_dir"]})
    theirs.close()
    if (call := _client(duty.socket, signals)) is None:
        os.kill(kernel, signal.SIGKILL)
    else:
        order, caller = call
        news.send(order)
        keep(caller, kernel, signals, lambda: _remove_sockets(connection), news)
    os._exit(0)


def _client(socket_: socket.socket, signals: Signals) -> tuple[bytes, socket.socket] | None:
    """Wait for a client and its order; None if the server or the kernel is gone before one comes."""
    poll = select.poll()
    poll.register(socket_, select.POLLIN)
    poll.register(signals, select.POLLIN)
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if socket_.fileno() in ready:
            order, descriptors, _, _ = socket.recv_fds(socket_, 1 << 20, 1)
            return (order, socket.socket(fileno=descriptors[0])) if order else None
        if signals.arrived():
            return None


def _remove_sockets(connection: dict[str, Any]) -> None:
    if connection["transport"] == "ipc":
        for number in range(1, 6):
            Path(f"{connection['ip']}-{number}").unlink(missing_ok=True)
        shutil.rmtree(f"{connection['ip']}-empty", ignore_errors=True)
