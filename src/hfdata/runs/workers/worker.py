"""A process of the pool: it does what comes over its socket, one thing after the other, until the socket closes.

python -m hfdata.runs.workers.worker FD        started by ``pool.Pool``, never by hand; most workers are forked instead
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
from pathlib import Path
from typing import Any

from ...kernels import start
from ...kernels.late import put_off
from ...kernels.processes import die_with_parent

CHUNK = 1 << 16  # bytes; a packet larger than the socket's buffer would be refused


def serve(link: socket.socket) -> None:
    """Do what comes: a pickled (function, args, kwargs) in, (result, None) or (None, error) out."""
    while (packet := receive(link)) is not None:
        try:
            function, args, kwargs = pickle.loads(packet)
            answer: tuple[Any, BaseException | None] = (function(*args, **kwargs), None)
        except Exception as error:
            answer = (None, error)
        try:
            send(link, _pickled(answer))
        except ConnectionError:  # whoever asked has been stopped
            return


def get_ready(kernels: str, draws: bool) -> int:
    """Prepare this worker: tell it whose kernels it gets, or have it start what draws; returns its process number."""
    start.use(kernels)
    if draws:
        from ...report.rehearsal import rehearse

        rehearse()
    else:
        from ..executing import execute  # noqa: F401  # where it was not forked with it
    return os.getpid()


def send(link: socket.socket, content: bytes) -> None:
    """Send *content* with its length before it, in parts that a socket of packets takes too."""
    link.sendall(len(content).to_bytes(8, "big"))
    for at in range(0, len(content), CHUNK):
        link.sendall(content[at : at + CHUNK])


def receive(link: socket.socket) -> bytes | None:
    """Return what the other end has sent; None if it has closed."""
    head = _exactly(link, 8)
    return None if head is None else _exactly(link, int.from_bytes(head, "big"))


def _exactly(link: socket.socket, size: int) -> bytes | None:
    content = bytearray()
    while len(content) < size:
        try:
            part = link.recv(min(CHUNK, size - len(content)))
        except ConnectionError:
            return None
        if not part:
            return None
        content += part
    return bytes(content)


def _pickled(answer: tuple[Any, BaseException | None]) -> bytes:
    try:
        packet = pickle.dumps(answer)
        pickle.loads(packet)  # an error may be picklable and yet not come back
    except Exception:
        result, error = answer
        told = result if error is None else error
        return pickle.dumps((None, RuntimeError(f"{type(told).__name__}: {told}"[:10_000])))
    return packet


def main() -> None:
    """Serve the socket that was inherited."""
    die_with_parent()
    sys.path[:] = [folder for folder in sys.path if folder not in ("", str(Path.cwd()))]
    put_off()
    link = socket.socket(fileno=int(sys.argv[1]))
    link.set_inheritable(False)
    serve(link)
    os._exit(0)  # V8 takes a fifth of a second to leave in order, and nothing is left to be put in order


if __name__ == "__main__":
    # Under its real name, so that what is pickled by reference here is found there.
    from hfdata.runs.workers.worker import main as real_main

    real_main()
