"""Drafts on disk: written whole, corrected by hand, accepted only when nothing is left to find."""

from __future__ import annotations

import csv
import hashlib
import pickle
import tomllib
from datetime import date

import pytest

from hfdata import draft
from hfdata.draft.acceptance import NotAccepted
from hfdata.draft.folder import BadRelease, DraftExists
from hfdata.draft.text import UnreadableText

TEXT = "示例街道通报\r\n\r\n今年以来，清理垃圾400余吨，进一步改善环境。\r\n"
EVENT = date(2024, 3, 5)


@pytest.fixture
def folder(tmp_path):
    read = draft.read(TEXT, event_date=EVENT)
    return draft.write(
        read, release="example-2024-03-05", place="example", event_date=EVENT, drafts=tmp_path / "drafts"
    )


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_draft_holds_hash_length_paragraphs_figures_and_what_is_set_aside(folder):
    toml = tomllib.loads(folder.joinpath("release.toml").read_text(encoding="utf-8"))
    source = folder.joinpath("example-2024-03-05.txt").read_bytes()

    assert source == TEXT.encode()
    assert toml["source"]["sha256"] == hashlib.sha256(source).hexdigest()
    assert toml["source"]["characters"] == len(TEXT)
    assert toml["paragraphs"] == [[0, 6], [10, 33]]
    assert toml["source"]["title"] == "示例街道通报"
    (figure,) = rows(folder / "figures.csv")
    assert (figure["value"], figure["bound"], figure["quote"], figure["start_date"]) == (
        "400",
        "at_least",
        "400余吨",
        "2024-01-01",
    )
    assert "no indicator" in figure["doubt"] or not figure["indicator"]
    assert [row["quote"] for row in rows(folder / "set_aside.csv")] == ["进一步"]


def test_corrections_are_not_overwritten(folder):
    with pytest.raises(DraftExists, match="may hold corrections"):
        draft.write(draft.read(TEXT), release=folder.name, place="x", event_date=EVENT, drafts=folder.parent)


@pytest.mark.parametrize("release", ["../x", "A b", "", "中文", "a--b"])
def test_a_release_id_names_a_folder_and_nothing_else(tmp_path, release):
    with pytest.raises(BadRelease):
        draft.write(draft.read(TEXT), release=release, place="x", event_date=EVENT, drafts=tmp_path)


def test_an_accepted_draft_is_a_release_without_doubts(folder, tmp_path):
    releases = tmp_path / "releases"
    releases.mkdir()

    target = draft.accept(folder, releases=releases)

    assert sorted(p.name for p in target.iterdir()) == ["checks.csv", "figures.csv", "release.toml", "set_aside.csv"]
    assert "doubt" not in rows(target / "figures.csv")[0]
    assert target.joinpath("set_aside.csv").read_text(encoding="utf-8").startswith("quote,start,end,reason\n")
    assert [p.name for p in folder.iterdir()] == ["example-2024-03-05.txt"]  # the text is not the repository's


def test_findings_and_existing_releases_refuse(folder, tmp_path):
    releases = tmp_path / "releases"
    releases.joinpath(folder.name).mkdir(parents=True)

    with pytest.raises(NotAccepted, match="1 finding"):
        draft.accept(folder, releases=tmp_path / "other", findings=["N1"])
    with pytest.raises(NotAccepted, match="exists"):
        draft.accept(folder, releases=releases)
    assert folder.joinpath("figures.csv").is_file()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("清理400余处".encode("gb18030"), "--encoding gb18030"),
        (b"", "no text"),
        (b"\xef\xbb\xbf \r\n", "no text"),
        ("<html><body><p>400余处</p>".encode(), "markup"),
        ("400余处\0".encode(), "NUL"),
        (b"\x00\xff\xfe\x80", "not utf-8"),
    ],
)
def test_what_is_not_plain_utf8_text_is_refused_with_the_way_out(raw, says):
    with pytest.raises(UnreadableText, match=says) as caught:
        draft.decode(raw, name="text.txt")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_another_encoding_is_read_when_it_is_named():
    assert draft.decode("清理400余处".encode("gb18030"), encoding="gb18030") == "清理400余处"
    with pytest.raises(UnreadableText, match="no encoding that Python knows"):
        draft.decode(b"x", encoding="klingon")
