"""A real Chromium, and the reports that it looks at: built once, from the notebooks as they are."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RELEASE = "haifeng-2023-11-01"
NAMES = ("overview", "environment", "education", "culture", "health", "welfare", "safety", "sources")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that ``hfdata run`` fills; what was executed before comes from the cache."""
    folder = tmp_path_factory.mktemp("built") / "reports"
    command = [str(Path(sys.executable).with_name("hfdata")), "run", "--out", str(folder), "--single-file", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The notebooks that the page tests make without a kernel."""
    path = ROOT / "tests" / "report" / "sample.py"
    spec = importlib.util.spec_from_file_location("report_sample", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Visit:
    """A page that is open, and what it asked for and complained of meanwhile."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Open a file: ``visit(path, width=390, scheme="light", first="script to run before its own", **context)``."""
    contexts: list[Any] = []

    def open_(
        path: Path | str, *, width: int = 390, scheme: str = "light", fragment: str = "", first: str = "", **more: Any
    ) -> Visit:
        phone = width < 600
        size = {"width": width, "height": 844 if phone else 900}
        context = browser.new_context(
            viewport=size, color_scheme=scheme, is_mobile=phone, has_touch=phone, accept_downloads=True, **more
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        visited = Visit(context.new_page())
        if first:
            visited.page.add_init_script(first)
        visited.page.goto(Path(path).as_uri() + (f"#{fragment}" if fragment else ""))
        return visited

    yield open_
    for context in contexts:
        context.close()


def path_of(folder: Path, name: str, lang: str) -> Path:
    """Where a report of the default set lies."""
    return folder / RELEASE / lang / f"{name}.html"
