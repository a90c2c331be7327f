"""Run cells on a kernel that is already there, one after the other, without an event loop.

nbclient does the same with asyncio tasks and fixed waits, at 8–12 ms a cell; this needs about 3, notices a dead
kernel at once instead of every second, and bounds what a cell may show.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import zmq
from jupyter_client.session import Session

from .outputs import Limits, Output, Outputs

LAST_WORDS = 30  # milliseconds for what a kernel said before it died to come through its socket


class Unfinished(Exception):
    """A cell did not come to its end; ``outputs`` holds what it had shown by then, as far as it had left the kernel."""

    outputs: Sequence[Output] = ()


class KernelGone(Unfinished):
    """The kernel's process has ended; the argument says how, in words."""


class TimeIsUp(Unfinished):
    """The deadline has passed while the kernel was still busy."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of one cell: its outputs and the kernel's answer to the request to execute it."""

    outputs: list[Output]
    content: dict[str, Any]

    @property
    def asked_to_exit(self) -> bool:
        """Whether the cell called ``exit()`` or ``quit()``, which a kernel answers with "ok" before it leaves."""
        return any(p.get("source") == "ask_exit" for p in self.content.get("payload", ()))


class Conversation:
    """The client's end of a kernel's channels.

    ``channels`` gives what a connection file holds, by a deadline. ``gone`` tells how the kernel ended, None while it
    lives; ``watch`` is a file descriptor that becomes readable when it ends, so that nothing has to be polled.
    Deadlines are on ``time.monotonic()``'s clock.
    """

    def __init__(
        self,
        channels: Callable[[float], dict[str, Any]],
        gone: Callable[[], str | None],
        watch: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._gone = gone
        self._watch = watch
        self._displays: dict[str, list[Output]] = {}
        self._channels = channels
        self._context = zmq.Context(io_threads=1)

    def __enter__(self) -> Conversation:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._context.destroy(linger=0)

    def wait_until_ready(self, deadline: float) -> dict[str, Any]:
        """Return the kernel's description of itself once both channels carry messages."""
        try:
            self._connect(self._channels(deadline))
        except TimeoutError:
            raise TimeIsUp from None
        asked: set[str] = set()
        info: dict[str, Any] | None = None
        heard = False
        while info is None or not heard:
            asked.add(self._send("kernel_info_request", {}))
            # What is published before the subscription has arrived is lost: after an answer that came by the other
            # channel only, ask again at once.
            again = time.monotonic() + (0.5 if info is None else 0.02)
            while (info is None or not heard) and (message := self._next(min(again, deadline))):
                parent, kind, content = message
                heard = heard or (parent in asked and kind == "status")
                if parent in asked and kind == "kernel_info_reply" and info is None:
                    info = content
                    again = min(again, time.monotonic() + 0.02)
            if time.monotonic() > deadline:
                raise TimeIsUp
        return info

    def run(self, code: str, deadline: float, *, silent: bool = False) -> Reply:
        """Execute *code* and return once the kernel has answered and published all that the cell showed.

        Raises:
            KernelGone, TimeIsUp: the cell did not run to its end.
        """
        request = self._send(
            "execute_request",
            {
                "code": code,
                "silent": silent,
                "store_history": not silent,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": True,
            },
        )
        outputs = Outputs(self.limits, self._displays)
        try:
            answer = self._listen(request, outputs, deadline)
        except Unfinished as early:
            early.outputs = outputs.finish()
            raise
        return Reply(outputs.finish(), answer)

    def _listen(self, request: str, outputs: Outputs, deadline: float) -> dict[str, Any]:
        """Collect what a request shows until the kernel is idle again; return its answer."""
        answer: dict[str, Any] | None = None
        idle = False
        while answer is None or not idle:
            message = self._next(deadline)
            if message is None:
                raise TimeIsUp
            parent, kind, content = message
            if parent != request:
                continue  # a thread that an earlier cell left behind
            if kind == "execute_reply":
                answer = content
            elif kind == "status":
                idle = content["execution_state"] == "idle"
            else:
                outputs.receive(kind, content)
        return answer

    def assert_alive(self, deadline: float) -> None:
        """Ask the kernel for something and return when it has answered.

        Raises:
            KernelGone, TimeIsUp: it has not.
        """
        request = self._send("kernel_info_request", {})
        while message := self._next(deadline):
            if message[:2] == (request, "kernel_info_reply"):
                return
        raise TimeIsUp

    def shut_down(self) -> None:
        """Ask the kernel to run its exit hooks and leave; the answer is not waited for."""
        control = self._socket(zmq.DEALER, "control")
        self._session.send(control, self._session.msg("shutdown_request", {"restart": False}))
        control.close(linger=1000)

    def _connect(self, connection: dict[str, Any]) -> None:
        self._connection = connection
        key, scheme = connection["key"].encode(), connection["signature_scheme"]
        self._session = Session(key=key, signature_scheme=scheme)
        self._shell = self._socket(zmq.DEALER, "shell")
        self._iopub = self._socket(zmq.SUB, "iopub")
        self._iopub.subscribe(b"")
        self._poller = zmq.Poller()
        for source in (self._shell, self._iopub, *([] if self._watch is None else [self._watch])):
            self._poller.register(source, zmq.POLLIN)

    def _socket(self, kind: int, channel: str) -> zmq.Socket[bytes]:
        socket = self._context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = 0  # the default drops what comes beyond a thousand messages, without a word
        # The kernel's end may not be there yet; the default is to look again after 100 ms.
        socket.reconnect_ivl = 5
        socket.reconnect_ivl_max = 50
        address, port = self._connection["ip"], self._connection[f"{channel}_port"]
        socket.connect(
            f"tcp://{address}:{port}" if self._connection["transport"] == "tcp" else f"ipc://{address}-{port}"
        )
        return socket

    def _send(self, kind: str, content: dict[str, Any]) -> str:
        message = self._session.msg(kind, content)
        self._session.send(self._shell, message)
        return str(message["header"]["msg_id"])

    def _next(self, deadline: float) -> tuple[str, str, dict[str, Any]] | None:
        """Return the next message as (parent's id, kind, content); None once the deadline has passed."""
        while True:
            # Without a descriptor to watch, ask every now and then whether the kernel lives.
            left = deadline - time.monotonic()
            wait = max(0.0, min(left, 3600.0 if self._watch is not None else 0.2))
            ready = dict(self._poller.poll(math.ceil(wait * 1000)))
            for socket in (self._iopub, self._shell):
                if socket in ready:
                    _, frames = self._session.feed_identities(socket.recv_multipart())
                    message = self._session.deserialize(frames)
                    parent = message["parent_header"].get("msg_id", "")
                    return parent, message["header"]["msg_type"], message["content"]
            if (how := self._gone()) is not None:
                if self._iopub.poll(LAST_WORDS):
                    continue
                raise KernelGone(how)
            if time.monotonic() >= deadline:
                return None
