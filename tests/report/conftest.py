"""The sample notebooks, loaded by path: tests are not a package."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PICTURES: dict[str, str] = {}  # what Vega drew, once for all tests of a process


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """``sample.py`` as a module."""
    spec = importlib.util.spec_from_file_location("report_sample", Path(__file__).with_name("sample.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pictures() -> dict[str, str]:
    """A store of drawn pictures that all tests share, as the cache does for runs."""
    return PICTURES


@pytest.fixture(scope="session")
def welfare(sample, data, pictures) -> dict[str, dict[str, bytes]]:
    """The files of the sample page in both languages."""
    from hfdata import report

    return {
        lang: report.page(sample.welfare(data, lang), sample.context(data, "welfare", lang), pictures=pictures)
        for lang in ("zh", "en")
    }
