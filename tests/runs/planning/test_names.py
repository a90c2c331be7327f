"""No name, whatever it is made of, leads out of the output folder."""

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hfdata.runs.planning.names import component, report_name, stays_inside


@pytest.mark.parametrize("text", ["welfare", "haifeng-2023-11-01", "zh", "民政", "a.b", "CONTENT", "a_b"])
def test_a_plain_name_stays_itself(text):
    assert component(text) == text


@pytest.mark.parametrize(
    "text",
    ["..", ".", "", "../x", "/etc", "a/b", "a\\b", "C:x", "CON", "con.txt", "nul", "LPT1", ".hidden", "-rf", "a ", "a.",
     "x" * 300, "字" * 34, "a\nb", "a\0b", "‮gpj", "~", "a:b", "*"],
)  # fmt: skip
def test_a_name_that_means_something_else_becomes_a_hash(text):
    assert component(text).startswith("x-")
    assert len(component(text)) == 14


def test_blanks_inside_a_name_leave_it_readable():
    assert re.fullmatch("我的-分析-[0-9a-f]{12}", component("我的 分析"))
    assert component("a b") != component("a-b")
    assert component("a b").startswith("a-b-")
    assert component("../a b").startswith("x-")


@pytest.mark.parametrize("stem", ["index", "manifest", "assets", "Index"])
def test_our_own_files_are_not_overwritten(stem):
    assert report_name(stem, (), {}) == f"{stem}-report"
    assert report_name(stem, ("zh",), {}) == f"zh/{stem}"


@given(st.text(), st.lists(st.text(), max_size=2))
def test_no_name_leaves_the_folder(stem, folders):
    name = report_name(stem, tuple(folders), {})

    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert not path.is_absolute()
        assert not path.drive
        assert ".." not in path.parts
        assert len(path.parts) == len(folders) + 1
    assert stays_inside(name)
    assert max(len(part.encode()) for part in name.split("/")) < 130


@given(st.text(), st.text())
def test_two_names_stay_two(one, two):
    from unicodedata import normalize

    assert (component(one) == component(two)) == (normalize("NFC", one) == normalize("NFC", two))
