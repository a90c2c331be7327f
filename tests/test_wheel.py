"""The wheel carries what a machine without the repository needs: data, notebooks, fonts, templates, the lock."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("hfdata-*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder with the unpacked wheel, to stand before the checkout on the path."""
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def run(site, *command):
    elsewhere = site / "elsewhere"
    (elsewhere / "data").mkdir(parents=True, exist_ok=True)  # a trap: data of the working folder must not count
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("HFDATA_", "COVERAGE"))}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=elsewhere,
        env=clean | {"PYTHONPATH": str(site)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_the_wheel_holds_what_the_repository_holds(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    bundled = {
        f"hfdata/_bundled/{path.relative_to(ROOT).as_posix()}"
        for pattern in ("data/**/*.*", "notebooks/*.ipynb")
        for path in ROOT.glob(pattern)
    }
    code = {p.relative_to(ROOT / "src").as_posix() for p in (ROOT / "src" / "hfdata").rglob("*.py")}

    assert bundled | code | {"hfdata/py.typed", "hfdata/_bundled/requirements/run.txt"} <= names
    assert [n for n in names if n.endswith((".otf", "OFL.txt"))]
    assert [n for n in names if n.startswith("hfdata/report/template/")]
    assert [n for n in names if n.endswith("licenses/LICENSE")]
    assert not [n for n in names if n.endswith("haifeng-2023-11-01.txt") or "tests/" in n]


def test_the_command_and_the_extension_points_are_declared(wheel):
    archive = zipfile.ZipFile(wheel)
    declared = archive.read(next(n for n in archive.namelist() if n.endswith("entry_points.txt"))).decode()

    assert "hfdata = hfdata.cli:main" in declared


def test_data_come_from_the_wheel_whatever_the_working_folder(installed):
    code = "import hfdata as hf; d = hf.load(); print(hf.__file__, d.where, len(d.figures()), sep='\\n')"

    package, where, figures = run(installed, "-c", code).splitlines()

    assert Path(package) == installed / "hfdata" / "__init__.py"
    assert Path(where) == installed / "hfdata" / "_bundled" / "data"
    assert int(figures) == 54


def test_notebooks_and_the_lock_come_from_the_wheel(installed):
    code = "from hfdata.dataset import folder; print(folder.notebooks(), folder.lock(), sep='\\n')"

    notebooks, lock = map(Path, run(installed, "-c", code).splitlines())

    assert {p.stem for p in notebooks.glob("*.ipynb")} >= {"overview", "welfare", "sources"}
    assert notebooks.is_relative_to(installed)
    assert lock.is_relative_to(installed)
    assert "pandas==" in lock.read_text("utf-8")


def test_the_command_works_from_the_wheel(installed):
    assert run(installed, "-c", "from hfdata.cli import main; main(['--version'])").startswith("hfdata ")
    assert "54 figures" in run(installed, "-c", "from hfdata.cli import main; main(['audit'])")
