"""The pool's processes: real ones, ordinary (no fork server), so that a test takes a second."""

import os
import pickle
import socket
import time
from concurrent.futures import CancelledError

import pytest

from hfdata.runs.workers import worker
from hfdata.runs.workers.pool import Pool
from hfdata.runs.workers.staff import WorkerDied

pytestmark = pytest.mark.slow  # starts processes

# Functions that any process can import, so that nothing has to be installed for these tests.
SELF = os.getpid


@pytest.fixture(scope="module")
def pool():
    with Pool(1, executes=SELF, kernels="ordinary") as pool:
        yield pool


def test_what_is_submitted_is_done_elsewhere(pool):
    here = os.getpid()

    assert pool.submit(os.getpid).result(30) != here
    assert pool.submit(divmod, 7, 2).result(30) == (3, 1)


def test_what_executes_and_what_draws_are_different_processes(pool):
    executing, drawing = pool.submit(os.getpid).result(30), pool.submit(eval, "__import__('os').getpid()").result(30)

    assert executing != drawing


def test_an_error_comes_back_as_it_was(pool):
    with pytest.raises(ZeroDivisionError, match="by zero"):
        pool.submit(divmod, 1, 0).result(30)


def test_a_megabyte_goes_there_and_back(pool):
    assert len(pool.submit(bytes.upper, b"x" * 3_000_000).result(30)) == 3_000_000


def test_what_cannot_be_pickled_is_an_error_not_a_silence(pool):
    with pytest.raises(RuntimeError, match="lock"):
        pool.submit(eval, "__import__('threading').Lock()").result(30)


def test_a_process_that_dies_costs_only_what_it_was_doing(pool):
    doomed = pool.submit(eval, "__import__('os').kill(__import__('os').getpid(), 9)")
    others = [pool.submit(divmod, n, 2) for n in range(4)]

    with pytest.raises(WorkerDied, match="SIGKILL"):
        doomed.result(30)
    assert [each.result(30) for each in others] == [divmod(n, 2) for n in range(4)]


ENDLESS = """(
    limit := __import__("hfdata.runs.workers.tasks", fromlist="_").no_longer_than(0.5),
    limit.__enter__(),
    __import__("re").match(r"(a+)+$", "a" * 60 + "b"),
)"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such timer")
def test_what_draws_for_too_long_is_ended_even_where_no_python_code_runs(pool):
    endless, other = pool.submit(eval, ENDLESS), pool.submit(divmod, 7, 2)

    with pytest.raises(WorkerDied, match="its time was up"):
        endless.result(60)
    assert other.result(60) == (3, 1)


def test_leaving_by_an_exception_ends_everything_at_once():
    began = time.monotonic()
    pool = Pool(1, executes=SELF, kernels="ordinary")
    number = pool.submit(eval, "__import__('os').getpid()").result(30)
    running, waiting = pool.submit(time.sleep, 60), pool.submit(time.sleep, 60)
    while not running.running():
        time.sleep(0.01)
    pool.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert time.monotonic() - began < 15
    with pytest.raises(WorkerDied):
        running.result(0)
    with pytest.raises(CancelledError):
        waiting.result(0)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_a_worker_leaves_without_a_word_when_nobody_waits_for_its_answer():
    asking, answering = socket.socketpair()
    worker.send(asking, pickle.dumps((divmod, (7, 2), {})))
    asking.close()

    worker.serve(answering)  # its own complaint would stand among the run's


def test_a_pool_that_is_closed_takes_nothing():
    pool = Pool(1, executes=SELF, kernels="ordinary")
    pool.shutdown()

    with pytest.raises(RuntimeError, match="nothing more"):
        pool.submit(os.getpid)
