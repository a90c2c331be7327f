"""One run at a time in an output folder, and no lock outlives its process."""

import os
import subprocess
import sys

import pytest

from hfdata.runs.publishing import lock
from hfdata.runs.stop import Signals

HOLD = """
import sys
from pathlib import Path
from hfdata.runs.publishing import lock
from hfdata.runs.stop import Signals
with lock.held(Path(sys.argv[1]), print, Signals()):
    print("held", flush=True)
    sys.stdin.readline()
"""


def hold(folder):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_and_hears_for_whom(tmp_path):
    first = hold(tmp_path)
    heard = []

    def waiting(whom):
        heard.append(whom)
        first.communicate("\n")

    with lock.held(tmp_path, waiting, Signals()):
        assert len(heard) == 1
        assert heard[0].startswith(f"process {first.pid}, which began at ")


def test_a_killed_holder_leaves_no_lock(tmp_path):
    first = hold(tmp_path)
    first.kill()
    first.communicate()

    with lock.held(tmp_path, pytest.fail, Signals()):
        pass


def test_no_file_stays_behind(tmp_path):
    with lock.held(tmp_path / "new" / "folder", pytest.fail, Signals()):
        pass

    assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_a_damaged_lock_file_is_no_obstacle(tmp_path):
    (tmp_path / ".lock").write_bytes(b"\xff\0")

    with lock.held(tmp_path, pytest.fail, Signals()):
        pass


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")

    for path in (tmp_path / "out", tmp_path / "out" / "inside"):
        with pytest.raises(lock.OutputUnusable, match="is a file"), lock.held(path, pytest.fail, Signals()):
            pass
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(tmp_path):
    (tmp_path / "out").mkdir(mode=0o555)

    with (
        pytest.raises(lock.OutputUnusable, match="Permission denied"),
        lock.held(tmp_path / "out", pytest.fail, Signals()),
    ):
        pass
