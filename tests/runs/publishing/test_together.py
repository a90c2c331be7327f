"""Several processes publish into one folder while somebody reads: every file is one of theirs, whole."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from hfdata.runs.publishing.publish import Folder

pytestmark = pytest.mark.slow  # starts processes

WRITER = """
import sys
from pathlib import Path
from hfdata.runs.publishing import lock
from hfdata.runs.publishing.publish import Folder
from hfdata.runs.stop import Signals

out, me = Path(sys.argv[1]), sys.argv[2].encode()
for n in range(5):
    with lock.held(out, lambda whom: None, Signals()):
        Folder(out).begin()
        text = me + b" %d " % n
        Folder(out).publish({"zh/a.html": text * 50_000, "zh/a.ipynb": text * 9_000, f"zh/a/{n}.csv": text})
"""


def test_a_reader_never_sees_a_broken_file(tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), f"writer{n}"]) for n in range(6)]
    seen = set()
    page = tmp_path / "zh" / "a.html"
    while any(writer.poll() is None for writer in writers):
        try:
            text = page.read_bytes()
        except FileNotFoundError:
            assert not seen  # once there, always there
            continue
        word = b" ".join(text[:20].split(b" ")[:2]) + b" "
        assert text == word * 50_000
        seen.add(word)
        time.sleep(0.001)

    assert [writer.wait() for writer in writers] == [0] * 6
    assert len(seen) > 5
    assert page.read_bytes()[:9] == (tmp_path / "zh" / "a.ipynb").read_bytes()[:9]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["zh"]
    assert Folder(tmp_path).sha256("zh/a/0.csv") is not None
