"""Find a Dask cluster or start one here, and compare it with this machine before anything runs on it."""

from __future__ import annotations

import logging
import pickle
import re
import tempfile
import threading
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ...errors import HfdataError
from ..deciding import keys
from ..workers.pool import cores
from . import remote
from .executor import ENDS, Cluster, within

if TYPE_CHECKING:
    from ..stop import Signals

ANSWERS = 5  # seconds in which a scheduler must answer
JOINS = 30  # seconds in which a first worker must be there
LISTED = 8  # differences that are named

_LOCAL = re.compile(r"local(?::([1-9]\d{0,2}))?")


class ClusterRefused(HfdataError):
    """Nothing can be run on the cluster that was named, and nothing was."""

    def __init__(self, address: str, reason: str, advice: str) -> None:
        super().__init__(address, reason, advice)
        self.address, self.reason, self.advice = address, reason, advice

    def __str__(self) -> str:
        return f"--cluster {self.address}: {self.reason}. Nothing was run.\n{self.advice}"


@contextmanager
def connected(address: str, files: Mapping[str, bytes], signals: Signals) -> Iterator[Cluster]:
    """Give an executor on the cluster at *address*, or on "local:N" processes of this machine, and end it afterwards.

    *files* are the data folder's; workers get their own copy. Raises ClusterRefused where nothing can be run.
    """
    local = _LOCAL.fullmatch(address)
    remote_one = re.fullmatch(r"[a-z]+://\S+:(\d+)", address)
    if not local and not (remote_one and int(remote_one[1]) < 1 << 16):
        raise ClusterRefused(address, "is not an address", "Name a scheduler, tcp://host:8786, or local:4.")
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        reason = f"needs Dask's distributed ({error})"
        raise ClusterRefused(address, reason, "Install it: pip install 'hfdata[cluster]'") from None
    for name in list(logging.root.manager.loggerDict):  # what matters of it is said in our words
        if name.partition(".")[0] in {"distributed", "tornado"}:
            logging.getLogger(name).setLevel(logging.CRITICAL)
    import dask

    with ExitStack() as stack:
        # Dask keeps its last thousand messages to look at when something is wrong; ours hold whole notebooks.
        stack.enter_context(dask.config.set({"distributed.admin.low-level-log-length": 0}))
        where: Any = address
        if local:
            where = stack.enter_context(_started(int(local[1] or cores())))
        with signals.waiting():
            client = _client(where, address)
            stack.callback(lambda: within(ENDS, lambda: client.close(timeout=ENDS)))
            _compare(client, address)
        described, data = keys.digest(remote.description()), remote.data_digest(files)
        session = remote.Session(uuid.uuid4().hex[:12], described, data)
        with Cluster(client, address, session, pickle.dumps(dict(files))) as cluster:
            yield cluster


def _client(where: Any, address: str) -> Any:
    """Connect; also to what listens and says nothing, where Dask would wait for ever."""
    import distributed

    answer: Future[Any] = Future()

    def connect() -> None:
        try:
            make: Any = distributed.Client
            answer.set_result(make(where, timeout=ANSWERS, name="hfdata", set_as_default=False))
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=connect, daemon=True).start()
    try:
        return answer.result(ANSWERS + 2)
    except Exception as error:
        why = str(error).rpartition(": ")[2] or "what listens there does not speak Dask's language"
        raise ClusterRefused(address, f"no Dask scheduler answers ({why})", _start(address)) from None


@contextmanager
def _started(workers: int) -> Iterator[Any]:
    import dask
    import distributed

    start: Any = distributed.LocalCluster
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="hfdata-cluster-", ignore_cleanup_errors=True))
        stack.enter_context(dask.config.set({"temporary-directory": scratch}))  # the scheduler's, too
        cluster = start(
            n_workers=workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address=None,
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
        )
        try:
            yield cluster
        finally:
            within(2 * ENDS, lambda: cluster.close(timeout=ENDS))


def _start(address: str) -> str:
    port = address.rpartition(":")[2]
    return (
        f"Start one with `dask scheduler --port {port}` and, on each machine, `dask worker {address}`; "
        "or use this machine's processors: --cluster local:4"
    )


def _compare(client: Any, address: str) -> None:
    """Refuse a cluster whose scheduler or workers are not as this process is."""
    try:
        client.wait_for_workers(1, timeout=JOINS)
    except TimeoutError:
        raise ClusterRefused(address, "the scheduler has no worker", f"Start some: dask worker {address}") from None
    mine = remote.description()
    there: dict[str, Any] = {}
    try:
        there["the scheduler"] = client.run_on_scheduler(remote.description)
    except Exception as error:
        there["the scheduler"] = error
    found = client.run(remote.description, on_error="return")
    there |= {f"worker {name}": found[name] for name in sorted(found)}
    wrong = [f"{who}: {what}" for who, theirs in there.items() if (what := difference(mine, theirs))]
    if wrong:
        listed = "".join(f"\n  {line}" for line in [*wrong[:LISTED], *(["…"] if len(wrong) > LISTED else [])])
        reason = f"the cluster is not as this machine, so equal reports cannot be expected:{listed}\n"
        advice = (
            "Install on each machine what this one has: the same hfdata, and "
            "pip install --require-hashes -r requirements/cluster.txt"
        )
        raise ClusterRefused(address, reason.rstrip(), advice)


def difference(mine: remote.Description, theirs: Any) -> str:
    """Say how two descriptions differ; "" if they do not. An error in place of a description is told.

    >>> difference({"pandas": "3.1.1", "hfdata/words.py": "a"}, {"pandas": "3.0.2", "hfdata/words.py": "b"})
    'pandas 3.0.2, here 3.1.1; hfdata/words.py differs'
    """
    if not isinstance(theirs, dict):
        return f"hfdata cannot be used there ({type(theirs).__name__}: {theirs})"
    parts = []
    for name in sorted(mine.keys() | theirs.keys(), key=lambda name: (name.startswith("hfdata/"), name)):
        one, other = mine.get(name, "none"), theirs.get(name, "none")
        if one != other:
            digests = name.startswith("hfdata/") or name == "lock file"
            parts.append(f"{name} differs" if digests else f"{name} {other}, here {one}")
    more = f"; and {len(parts) - LISTED} more" if len(parts) > LISTED else ""
    return "; ".join(parts[:LISTED]) + more
