"""Keys change with what a report is made of, and with nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from hfdata.runs.deciding import keys, versions
from hfdata.runs.deciding.cache import Cache
from hfdata.runs.deciding.versions import Pin

PACKAGE = Path(keys.__file__).parents[2]


@cache
def direct(name: str) -> frozenset[str]:
    """Every file of the package that the file *name* names in an import."""
    folder, found = name.rpartition("/")[0], set()
    for node in ast.walk(ast.parse((PACKAGE / name).read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.level or (node.module or "").startswith("hfdata")):
            continue
        above = folder.split("/")[: len(folder.split("/")) - node.level + 1] if node.level and folder else []
        path = [*above, *filter(None, (node.module or "").removeprefix("hfdata").strip(".").split("."))]
        for part in (path, *([*path, alias.name] for alias in node.names)):
            found |= {"/".join(part) + ".py", "/".join([*part, "__init__.py"])}
    if name == "__init__.py":
        found -= {"runs/call.py"}  # hf.run, which no notebook that is run calls; nothing is imported until it is
    return frozenset(each for each in found if (PACKAGE / each).is_file())


def imported(name: str) -> set[str]:
    """Every file of the package that the file *name* imports, directly or not."""
    found, todo = set(), [name]
    while todo:
        if (one := todo.pop()) not in found:
            found.add(one)
            todo += direct(one)
    return found


@pytest.mark.parametrize(
    "name", ["runs/executing/execute.py", "dataset/__init__.py", "prose/__init__.py", "charts/__init__.py", "labels.py"]
)
def test_whatever_execution_imports_counts_as_code(name):
    apart = {found for found in imported(name) if not keys.executes(found)}

    assert not apart


def test_what_is_left_out_of_the_key_exists_and_neither_executes_nor_renders():
    modules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")}
    left_out = tuple(f"runs/{name}" for name in keys.PLANNING)
    planning = {name for name in modules if name.startswith(left_out)}

    assert all(any(name.startswith(each) for name in planning) for each in left_out)
    assert not any(keys.executes(name) for name in modules if name.startswith(("report/", "draft/", "cli")))
    rendering = {found for name in ("runs/rendering/pages.py", "report/__init__.py") for found in imported(name)}
    used = rendering & planning
    assert all(name.startswith(("runs/planning/", "runs/deciding/")) for name in used)


def test_a_lock_file_is_read_with_its_conditions(tmp_path):
    lock = tmp_path / "run.txt"
    lock.write_text(
        "Pandas==3.0.1 \\\n    --hash=sha256:00\n"
        "jupyter_client==8.6 ; python_version < '4' \\\n    --hash=sha256:11\n# altair==1\n"
    )

    assert versions.locked(lock) == (Pin("jupyter-client", "8.6", True), Pin("pandas", "3.0.1", False))


def test_the_real_lock_file_is_read():
    names = {pin.name for pin in versions.locked()}

    assert {"pandas", "altair", "papermill", "ipykernel", "vl-convert-python"} <= names


@pytest.mark.parametrize(
    ("pin", "found", "says"),
    [
        (Pin("pandas", "3.0.1", False), {"pandas": "3.0.1"}, ()),
        (Pin("pandas", "3.0.1", False), {"pandas": "3.0.2"}, ("pandas 3.0.2, locked 3.0.1",)),
        (Pin("pandas", "3.0.1", False), {}, ("pandas is not installed, locked 3.0.1",)),
        (Pin("colorama", "1", True), {}, ()),
        (Pin("colorama", "1", True), {"colorama": "2"}, ("colorama 2, locked 1",)),
    ],
)
def test_drift_is_what_is_not_as_locked(pin, found, says):
    assert versions.drift([pin], found) == says


def test_installed_versions_are_those_that_import_would_find(tmp_path):
    for folder, version in (("first", "2"), ("second", "1")):
        (tmp_path / folder / f"my_Package-{version}.dist-info").mkdir(parents=True)

    assert versions.installed([str(tmp_path / f) for f in ("none", "first", "second")]) == {"my-package": "2"}


def test_the_cache_is_beside_the_data_or_where_one_says(monkeypatch, tmp_path):
    monkeypatch.delenv("HFDATA_CACHE", raising=False)
    assert keys.cache_folder(tmp_path / "data") == tmp_path / ".cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert keys.cache_folder(PACKAGE / "_bundled" / "data") == tmp_path / "hfdata"
    monkeypatch.setenv("HFDATA_CACHE", str(tmp_path / "mine"))
    assert keys.cache_folder(tmp_path / "data") == tmp_path / "mine"


def test_the_cache_gives_back_what_was_put_or_nothing(tmp_path):
    cache = Cache(tmp_path)
    cache.put("svg", "abcd", b"picture")

    assert cache.get("svg", "abcd") == b"picture"
    assert cache.get("executed", "abcd") is None
    cache.path("svg", "abcd").write_bytes(b"cut short")
    assert cache.get("svg", "abcd") is None


def test_the_cache_forgets_what_nobody_used(tmp_path):
    cache = Cache(tmp_path)
    cache.put("svg", "abcd", b"picture")
    now = cache.path("svg", "abcd").stat().st_mtime

    assert cache.prune(now + 89 * 86_400) == 0
    assert cache.prune(now + 91 * 86_400) == 1
    assert cache.get("svg", "abcd") is None


def test_deciding_imports_nothing_heavy(tmp_path):
    (tmp_path / "mine.ipynb").write_text('{"cells": []}')
    heavy = "pandas altair papermill nbformat jinja2 vl_convert zmq asyncio"
    probe = (
        "import sys, hfdata.cli, hfdata.runs.run as r; r.why(r.Request(notebooks=[sys.argv[1]]))\n"
        "print(sorted({*sys.argv[2].split()} & {*sys.modules}))"
    )

    told = subprocess.check_output([sys.executable, "-c", probe, str(tmp_path / "mine.ipynb"), heavy], text=True)
    assert told == "[]\n"
