"""The run log survives whatever is done to it, and does not grow without end."""

from __future__ import annotations

import pytest

from hfdata.runs.deciding import log
from hfdata.runs.deciding.cache import CacheUnusable


def entry(run, status="executed", **more):
    return {"run": run, "status": status, "notebook": "n", "parameters": {"lang": "zh"}, "at": "2024", **more}


@pytest.fixture
def opened(tmp_path):
    return log.open_log(tmp_path, tmp_path / "out")


def again(tmp_path):
    return log.open_log(tmp_path, tmp_path / "out")


def test_the_last_entry_of_a_run_counts(opened, tmp_path):
    opened.append(entry("a", "failed"))
    opened.append(entry("b"))
    opened.append(entry("a"))

    assert {name: e["status"] for name, e in again(tmp_path).last.items()} == {"a": "executed", "b": "executed"}


@pytest.mark.parametrize("damage", [b'\n{"run": "b", "sta', b"\n\xff\xfe", b"\n[]\n1\nnull\n{}", b"\n" * 9])
def test_a_damaged_line_costs_itself_only(opened, tmp_path, damage):
    opened.append(entry("a"))
    with opened.path.open("ab") as file:
        file.write(damage)
    opened.append(entry("c"))

    assert list(again(tmp_path).last) == ["a", "c"]


def test_a_long_history_is_shortened_and_nothing_current_is_lost(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(log, "HISTORY", 10)
    opened.remember({"old": {"x.py": "1"}, "new": {"x.py": "2"}})
    opened.append(entry("rare", needs={"code": "new"}))
    for n in range(60):
        opened.append(entry("often", seconds=n))

    shortened = again(tmp_path)

    assert shortened.last["often"]["seconds"] == 59
    assert shortened.last.keys() == {"rare", "often"}
    assert shortened.parts == {"new": {"x.py": "2"}}
    assert len(opened.path.read_text().splitlines()) < 20
    assert again(tmp_path).last == shortened.last


def test_each_output_folder_has_its_own(opened, tmp_path):
    opened.append(entry("a"))

    assert log.open_log(tmp_path, tmp_path / "other").last == {}
    assert log.open_log(tmp_path, tmp_path / "x" / ".." / "out").last.keys() == {"a"}


def test_a_log_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "cache").write_text("a file")

    with pytest.raises(CacheUnusable, match="HFDATA_CACHE"):
        log.open_log(tmp_path / "cache", tmp_path / "out").append(entry("a"))


def test_conditions_are_on_fields_and_parameters(opened, tmp_path):
    opened.append(entry("a", "failed", seconds=1))
    opened.append(entry("b", "failed", parameters={"lang": "en", "population": 7}))

    assert [e["run"] for e in log.query(tmp_path, ["status=failed", "lang=en"])] == ["b"]
    assert [e["run"] for e in log.query(tmp_path, ["population=7"])] == ["b"]
    assert [e["run"] for e in log.query(tmp_path, ["seconds=1"])] == ["a"]
    assert log.query(tmp_path, ["run=c"]) == []


@pytest.mark.parametrize("text", ["status", "statu=failed", "=", ""])
def test_a_condition_that_means_nothing_is_refused(opened, tmp_path, text):
    opened.append(entry("a"))

    with pytest.raises(log.BadCondition, match="NAME=VALUE"):
        log.query(tmp_path, [text])
