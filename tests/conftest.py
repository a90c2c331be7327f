"""What the tests share: the real data, a folder with an invented second release, and the source texts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

import hfdata as hf
from hfdata.dataset import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hfdata.dataset import Dataset

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).resolve().parent / "fixtures"
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
INSTALL = "install it with `apt-get install chromium`, or name one in HFDATA_CHROMIUM"


# The same examples on every machine and in every run; a test that is marked slow or faults may ask for more.
settings.register_profile("facts", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("facts")


@pytest.fixture(scope="session")
def data() -> Dataset:
    """The data of this repository, whatever HFDATA_DATA says."""
    return hf.load(ROOT / "data", strict=True)


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with Haifeng's release and example-2024-03-05. Only read it: all tests share it."""
    made = tmp_path_factory.mktemp("two-releases") / "data"
    add_example(shutil.copytree(ROOT / "data", made))
    return made


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder named by HFDATA_SOURCES, which holds the source text of each release as ``<release>.txt``."""
    named = os.environ.get("HFDATA_SOURCES", "")
    if named and (Path(named) / "haifeng-2023-11-01.txt").is_file():
        return Path(named)
    needed = (
        "set HFDATA_SOURCES to a folder that holds haifeng-2023-11-01.txt; its sha256 is in "
        "data/releases/haifeng-2023-11-01/release.toml"
    )
    if named:
        pytest.fail(f"{named} does not hold the source text: {needed}", pytrace=False)
    pytest.skip(needed)


@pytest.fixture(scope="session")
def example_sources() -> Path:
    """The folder with the source text of example-2024-03-05; always there."""
    return FIXTURES / "sources"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests that need one: Playwright runs once in a process."""
    named = os.environ.get("HFDATA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not named:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(f"in CI Chromium must be there: {INSTALL}", pytrace=False)
        pytest.skip(f"no Chromium: {INSTALL}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=named, args=list(FLAGS))
        yield chromium
        chromium.close()


def add_example(target: Path) -> None:
    """Add the invented release to a data folder: its own folder, and its rows of the shared tables."""
    shutil.copytree(FIXTURES / "example" / "releases", target / "releases", dirs_exist_ok=True)
    for table in ("places.csv", "indicators.csv"):
        _, rows = (FIXTURES / "example" / table).read_bytes().split(b"\n", 1)
        with (target / table).open("ab") as file:
            file.write(rows)


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of data/ as ``folder.read`` gives them, for a test to damage."""
    return folder.read(ROOT / "data")
