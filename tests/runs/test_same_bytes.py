"""The same reports, byte for byte, whoever makes them, where, when and how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

RUN = """
import json, sys
from pathlib import Path
from hfdata.runs.request import Request
from hfdata.runs.run import run
summary = run(Request(out=Path("out"), parameters=[("release", "haifeng-2023-11-01")], **json.loads(sys.argv[1])))
sys.exit(summary.exit_code or summary.tally.executed != int(sys.argv[2]))
"""
NOTEBOOKS = '"notebooks": ["environment", "welfare", "sources"]'


def made(folder: Path, options: str = "", cwd: str = ".", **env: str) -> dict[str, bytes]:
    """Reports made in *folder* from nothing; *options* are those of a Request, as JSON."""
    (folder / cwd).mkdir(parents=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    full = clean | {"HFDATA_CACHE": str(folder / "cache")} | env
    command = [sys.executable, "-c", RUN, f"{{{NOTEBOOKS}{options}}}", "6"]
    subprocess.run(command, cwd=folder / cwd, env=full, check=True, timeout=300)
    out = folder / cwd / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return made(tmp_path_factory.mktemp("usual") / "folder")


def test_everything_is_there(usual):
    ends = {name.rpartition(".")[2] for name in usual}

    assert ends == {"html", "ipynb", "csv", "svg", "js", "json"}
    assert len([name for name in usual if name.endswith(".html")]) == 7


@pytest.mark.parametrize(
    ("options", "cwd", "env"),
    [
        (', "kernels": "ordinary"', ".", {}),
        (', "jobs": 1', "another folder/名", {}),
        (', "jobs": 5', ".", {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}),
        ("", ".", {"LC_ALL": "C", "TZ": "America/St_Johns", "COLUMNS": "40", "NO_COLOR": "1"}),
        ("", ".", {"LANG": "zh_CN.GB18030", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "always"}),
    ],
    ids=["ordinary kernels", "another folder, one job", "five jobs", "C locale", "GB18030"],
)
def test_every_byte_is_the_same(tmp_path, usual, options, cwd, env):
    again = made(tmp_path / "folder", options, cwd, **env)

    assert again.keys() == usual.keys()
    assert [name for name in usual if again[name] != usual[name]] == []
