"""docs/draft.md shows what the commands print: its text is drafted, audited, corrected and accepted here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from hfdata.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT.joinpath("docs", "draft.md").read_text(encoding="utf-8")
TEXT = re.sub(r"(?m)^ {3}", "", re.search(r"```text\n(.*?) *```", PAGE, re.DOTALL)[1])
DRAFT = "drafts/example-2024-03-05"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    tmp_path.joinpath("text.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HFDATA_DATA", "data")
    monkeypatch.delenv("HFDATA_SOURCES", raising=False)
    return tmp_path


def typed(command):
    return CliRunner().invoke(main, command.split()[1:]).output.splitlines()


def shown(command, occurrence=0):
    """Give the lines that the page shows below *command*."""
    sections = re.findall(rf"(?m)^ *\$ {re.escape(command)}\n((?: *(?!\$|```)\S.*\n)*)", PAGE)
    return [line.strip() for line in sections[occurrence].splitlines()]


def test_the_page_shows_what_is_printed_from_the_text_to_the_accepted_release(desk):
    draft = f"hfdata draft text.txt --release {Path(DRAFT).name} --place haifeng --date 2024-03-05"
    audit, accept = f"hfdata audit {DRAFT}", f"hfdata accept {Path(DRAFT).name}"

    assert typed(draft) == shown(draft)
    rows = desk.joinpath(DRAFT, "figures.csv")
    for line in re.search(r"```csv\n(.*?) *```", PAGE, re.DOTALL)[1].splitlines():
        assert line.strip() in rows.read_text(encoding="utf-8").splitlines()
    assert typed(audit) == shown(audit)

    toml = desk.joinpath(DRAFT, "release.toml")
    toml.write_text(toml.read_text(encoding="utf-8").replace('publisher = ""', 'publisher = "示例"'), encoding="utf-8")
    rows.write_text(re.sub(r",[^,\n]*fits only [0-9.]+\n", ",\n", rows.read_text(encoding="utf-8")), encoding="utf-8")

    assert typed(audit) == shown(audit, 1)
    assert typed(accept) == shown(accept)
    assert desk.joinpath("data", "releases", Path(DRAFT).name, "figures.csv").is_file()


@pytest.mark.parametrize("option", ["--json", "--explain"])
def test_the_page_shows_lines_that_are_printed_and_nothing_is_written(desk, option):
    command = f"hfdata draft text.txt {option}"

    printed = typed(command)

    assert shown(command)
    assert set(shown(command)) <= set(printed)
    assert not desk.joinpath("drafts").exists()
