"""Many kernels at a time, long paths, few ports, systems that do not fork: kernels start all the same."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hfdata.kernels import forks, saying, start
from hfdata.kernels.conversation import Conversation
from hfdata.kernels.forks import ForkedKernel, ForkServer

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]


def answer(kernel, code: str) -> str:
    """What a kernel shows for *code*; the kernel is ended."""
    try:
        with Conversation(kernel.channels, kernel.gone, kernel.watch) as talk:
            until = time.monotonic() + 120
            talk.wait_until_ready(until)
            return str(talk.run(code, until).outputs[0]["data"]["text/plain"])
    finally:
        kernel.close()


@pytest.fixture
def server():
    server = ForkServer(["json"], ahead=2, isolated=True)
    yield server
    server.close()


def test_two_hundred_kernels_sixteen_at_a_time(server):
    def one(number: int) -> str:
        kernel = ForkedKernel(server.address, env=os.environ, cwd=None, seed=number, patience=300)
        return answer(kernel, f"{number} * 2")

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(one, range(200)))

    assert answers == [str(number * 2) for number in range(200)]
    assert {path.name for path in server.folder.iterdir()} <= {"s", "errors", "ipython"} | spares(server)


def spares(server: ForkServer) -> set[str]:
    """Files of the kernels that wait forked."""
    return {path.name for path in server.folder.iterdir() if path.name[0].isdigit()}


def test_the_sockets_are_in_a_private_folder_and_no_key_is_on_disk(server):
    assert server.refusal() is None
    kernel = ForkedKernel(server.address, env=os.environ, cwd=None)
    key = kernel.channels()["key"]

    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert [
        path for path in server.folder.rglob("*") if path.is_file() and key in path.read_text("utf-8", "replace")
    ] == []
    assert answer(kernel, "'here'") == "'here'"


def test_a_long_tmpdir_does_not_make_long_socket_paths(tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setenv("TMPDIR", str(deep))
    monkeypatch.setattr("tempfile.tempdir", None)
    server = ForkServer([])
    try:
        kernel = ForkedKernel(server.address, env=os.environ, cwd=None)

        assert len(kernel.channels()["ip"]) < 100
        assert answer(kernel, "1") == "1"
    finally:
        server.close()


@pytest.fixture
def said(monkeypatch, caplog):
    """What was said once in this test."""
    monkeypatch.setattr(saying, "_said", set())
    caplog.set_level(logging.WARNING, "hfdata.kernels")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "hfdata.kernels"]


@pytest.fixture
def without_server():
    """This process has no fork server, whatever tests ran before, and has none afterwards."""
    start.close_own_server()
    yield
    start.close_own_server()


@pytest.mark.usefixtures("without_server")
def test_without_a_short_path_kernels_use_tcp_and_it_is_said_once(monkeypatch, said):
    monkeypatch.setattr("hfdata.kernels.forks.LONGEST", 0)
    for number in range(2):
        kernel = start.start(env=os.environ, cwd=None)
        assert kernel.channels(time.monotonic() + 60)["transport"] == "tcp"
        assert answer(kernel, str(number)) == str(number)

    assert len(said()) == 2
    assert any("TCP" in text for text in said())


@pytest.mark.usefixtures("without_server")
def test_where_fork_is_refused_ordinary_kernels_are_used_and_it_is_said_once(monkeypatch, said, tmp_path):
    (tmp_path / "threaded.py").write_text(
        "import threading, time; threading.Thread(target=time.sleep, args=(9,)).start()"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for number in range(2):
        kernel = start.start(env=os.environ, cwd=None, preload=["threaded"])
        assert answer(kernel, str(number)) == str(number)

    (text,) = said()
    assert "threaded starts a thread" in text


@pytest.mark.usefixtures("without_server")
def test_where_the_system_has_no_fork_ordinary_kernels_are_used(monkeypatch, said):
    monkeypatch.setattr(forks.sys, "platform", "elsewhere")
    kernel = start.start(env=os.environ, cwd=None)

    assert answer(kernel, "1") == "1"
    assert "elsewhere" in said()[0]


ALONE = """
import json, os
from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job
cell = {"cell_type": "code", "id": "c", "metadata": {}, "source": "6 * 7", "outputs": [], "execution_count": None}
notebook = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
for kernels in ("fork", "ordinary"):
    assert execute(Job(notebook), kernels=kernels).ok
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unshare")
def test_no_network_and_no_port_at_all_are_enough():
    command = ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", ALONE]
    if subprocess.run([*command[:4], "true"], check=False, capture_output=True).returncode:
        pytest.skip("not allowed to leave the network")

    subprocess.run(command, check=True, timeout=120)


LEAVES = """
import os
from hfdata.kernels.forks import ForkServer
print(ForkServer(["pandas"]).folder, flush=True)
os._exit(1)
"""


def test_a_fork_server_whose_owner_leaves_while_it_imports_leaves_nothing(tmp_path):
    told = subprocess.run([sys.executable, "-c", LEAVES], check=False, capture_output=True, text=True, timeout=60)
    folder = Path(told.stdout.strip())
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)

    assert folder.name.startswith("hfk-")
    assert not folder.exists()
