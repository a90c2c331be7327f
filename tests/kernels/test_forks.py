"""Forked kernels, from one server that all these tests share."""

import os
import sys
import time
from pathlib import Path

import pytest

from hfdata.kernels.conversation import Conversation, KernelGone, TimeIsUp
from hfdata.kernels.forks import ForkedKernel, ForkServer, NoFork, fork_to_call, private_folder

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]


@pytest.fixture(scope="module")
def server():
    server = ForkServer(
        ["json", "xml.dom", "json:missing"], env=os.environ | {"WHOSE": "server"}, ahead=2, isolated=True
    )
    assert server.refusal() is None
    yield server
    server.close()


class Talk:
    """A kernel and the conversation with it; ``ask`` gives what a cell shows last."""

    def __init__(self, kernel):
        self.kernel = kernel
        self.talk = Conversation(kernel.channels, kernel.gone, kernel.watch)
        self.talk.wait_until_ready(time.monotonic() + 60)

    def ask(self, code, seconds=60):
        reply = self.talk.run(code, time.monotonic() + seconds)
        assert reply.content["status"] == "ok", reply.content
        return eval(reply.outputs[-1]["data"]["text/plain"])


@pytest.fixture
def kernel(server):
    opened = []

    def open_one(**options):
        opened.append(Talk(ForkedKernel(server.address, **{"env": os.environ, "cwd": None} | options)))
        return opened[-1]

    yield open_one
    for each in opened:
        with each.talk:
            each.kernel.close()


def test_a_kernel_is_a_process_of_its_own_with_what_was_imported(kernel):
    one, two = kernel(), kernel()

    assert one.ask("import os; os.getpid()") == one.kernel.pid != two.kernel.pid
    assert one.ask("import sys; ('xml.dom' in sys.modules, 'xml.sax' in sys.modules)") == (True, False)


def test_what_is_named_with_a_function_is_imported_and_called(tmp_path):
    (tmp_path / "marks.py").write_text("calls = []\ndef mark():\n    calls.append(1)\n")
    server = ForkServer(["marks:mark"], env=os.environ | {"PYTHONPATH": str(tmp_path)}, isolated=True)
    try:
        talk = Talk(ForkedKernel(server.address, env=os.environ, cwd=None))
        with talk.talk:
            assert talk.ask("import sys; sys.modules['marks'].calls") == [1]
            talk.kernel.close()
    finally:
        server.close()


@pytest.mark.slow
def test_what_is_shown_faster_than_it_is_read_is_not_lost(kernel, monkeypatch):
    one = kernel()
    read, slept = one.talk._next, []

    def late(deadline):
        if not slept:
            slept.append(time.sleep(3))
        return read(deadline)

    monkeypatch.setattr(one.talk, "_next", late)
    code = "from IPython.display import display\nfor n in range(8000): display(n)"
    reply = one.talk.run(code, time.monotonic() + 60)

    assert reply.outputs[-1]["text"] == "[cut: 7,500 more outputs were shown, 500 are kept]\n"


def test_nothing_leaks_from_one_kernel_to_the_next(kernel):
    kernel().ask("import json, os; json.mark = 1; os.environ['LEAK'] = '1'; x = 1; 0")

    assert (
        kernel().ask("import json, os; [hasattr(json, 'mark'), 'LEAK' in os.environ, 'x' in globals()]") == [False] * 3
    )


def test_environment_folder_and_arguments_are_the_clients(kernel, tmp_path):
    one = kernel(env={**os.environ, "WHOSE": "mine", "TZ": "Asia/Shanghai"}, cwd=str(tmp_path))

    assert one.ask("import os, sys, time; [os.environ['WHOSE'], os.getcwd(), len(sys.argv), time.strftime('%Z')]") == [
        "mine",
        str(tmp_path),
        1,
        "CST",
    ]


def test_without_a_folder_it_gets_an_empty_one_which_is_removed(kernel, server):
    one = kernel()
    folder = one.ask("import os; open('left', 'w').close(); os.getcwd()")
    one.kernel.close()

    assert folder.startswith(str(server.folder))
    assert not Path(folder).exists()


def test_a_seed_makes_it_repeatable_and_none_does_not(kernel):
    draw = "import random; random.random()"
    seeded, again, other, free, free_too = [kernel(seed=seed).ask(draw) for seed in (3, 3, 4, None, None)]

    assert seeded == again != other
    assert free != free_too
    assert seeded == 0.23796462709189137  # as in any Python


def test_a_dead_kernel_is_noticed_at_once(kernel):
    one = kernel()
    began = time.monotonic()
    with pytest.raises(KernelGone, match="exit code 7"):
        one.ask("import os; os._exit(7)")

    assert time.monotonic() - began < 5
    assert one.kernel.exit_code() == 7


def test_a_busy_kernel_is_given_up_and_ended(kernel):
    one = kernel()
    with pytest.raises(TimeIsUp):
        one.ask("while True: pass", seconds=0.3)
    one.kernel.close()

    with pytest.raises(ProcessLookupError):
        os.kill(one.kernel.pid, 0)


def test_exit_hooks_run_when_it_is_asked_to_leave(kernel, tmp_path):
    one = kernel()
    one.ask(f"import atexit; _ = atexit.register(open, {str(tmp_path / 'hook')!r}, 'w'); 0")
    one.talk.shut_down()
    one.kernel.close(5)
    until = time.monotonic() + 10
    while not (tmp_path / "hook").exists() and time.monotonic() < until:
        time.sleep(0.01)

    assert (tmp_path / "hook").exists()


def test_the_hash_seed_is_the_servers(kernel):
    assert kernel().ask("hash('a')") == kernel().ask("hash('a')")


def test_a_function_can_be_called_in_a_fork(server):
    link = fork_to_call(server.address, "hfdata.kernels.keeper:receive")  # answers nothing, and closes
    link.send(b"{}")
    link.settimeout(10)

    assert link.recv(1) == b""


def test_no_server_is_an_error_of_its_own(tmp_path):
    with pytest.raises(NoFork):
        ForkedKernel(str(tmp_path / "nobody"), env={}, cwd=None)


def test_the_folder_for_sockets_is_private():
    folder = private_folder()
    mode = folder.stat().st_mode
    folder.rmdir()

    assert mode & 0o777 == 0o700
