"""A cluster that is not there, or not the same, is refused in words before anything runs."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from hfdata.cli import main
from hfdata.runs.cluster import connect, remote
from hfdata.runs.cluster.connect import ClusterRefused
from hfdata.runs.deciding import versions


def test_distributed_is_not_imported_unless_a_cluster_is_named():
    code = (
        "import sys, hfdata.cli, hfdata.runs.run, hfdata.runs.workers.work, hfdata.runs.check\n"
        "print({'distributed', 'dask', 'hfdata.runs.cluster.executor'} & sys.modules.keys())"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize("address", ["", "tcp://", "host:8786", "local:0", "local:x", "tcp://host", "tcp://host:99999"])
def test_what_is_not_an_address_is_refused_with_an_example(address, desk):
    with pytest.raises(ClusterRefused, match=r"is not an address[\s\S]*tcp://host:8786"):
        desk.run(address or "-", desk.notebook("n"))


def test_jobs_and_cluster_do_not_go_together():
    result = CliRunner().invoke(main, ["run", "--cluster", "local:2", "--jobs", "2"])
    assert (result.exit_code, "--jobs is for this machine" in result.output) == (2, True)


def test_what_the_lock_wants_on_some_systems_only_may_be_missing_at_one_end(monkeypatch):
    pins = (versions.Pin("cffi", "2.1.1", True), versions.Pin("pandas", "3.1.1", False))
    monkeypatch.setattr(versions, "locked", lambda: pins)
    ends = []
    for installed in ({}, {"cffi": "2.1.1"}, {"cffi": "2.0.0"}):
        monkeypatch.setattr(versions, "installed", lambda found=installed: {"pandas": "3.1.1", **found})
        ends.append(remote.description())

    assert connect.difference(ends[0], ends[1]) == ""
    assert connect.difference(ends[0], ends[2]) == "cffi 2.0.0, here 2.1.1"
    monkeypatch.setattr(versions, "installed", dict)
    assert "pandas not installed, here 3.1.1" in connect.difference(ends[0], remote.description())


@pytest.mark.cluster
def test_nothing_is_asked_of_a_cluster_when_nothing_is_to_be_done(desk):
    assert desk.run("", own := desk.notebook("n")).exit_code == 0
    assert desk.run("tcp://127.0.0.1:9", own).tally.reused == 1


@pytest.mark.cluster
@pytest.mark.parametrize("listens", [False, True], ids=["nobody listens", "it does not answer"])
def test_an_address_without_a_scheduler_is_refused_within_seconds(desk, listens, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(connect, "ANSWERS", 1)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        if listens:
            other.listen()
        with pytest.raises(ClusterRefused, match=r"no Dask scheduler answers[\s\S]*Nothing was run[\s\S]*dask worker"):
            desk.run(f"tcp://127.0.0.1:{other.getsockname()[1]}", desk.notebook("n"))
    assert desk.begun == []


@pytest.mark.cluster
def test_a_cluster_of_other_versions_or_without_workers_is_refused_by_name(machines, desk, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    (tmp_path / "site" / "pandas-0.0.1.dist-info").mkdir(parents=True)
    machines.complete(0)
    monkeypatch.setattr(connect, "JOINS", 1)
    with pytest.raises(ClusterRefused, match="the scheduler has no worker"):
        desk.run(machines, desk.notebook("n"))

    path = [str(tmp_path / "site"), *sys.path]
    machines.worker(PYTHONPATH=":".join(filter(None, path)))
    monkeypatch.setattr(connect, "JOINS", 20)
    with pytest.raises(ClusterRefused, match=r"worker tcp://\S+: pandas 0\.0\.1, here \d"):
        desk.run(machines, desk.notebook("n"))
    assert desk.begun == []
