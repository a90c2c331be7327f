"""A folder, its descriptor, a zip, an export or a URL give the same files; the working folder is never one of them."""

import json
import os
import shutil
import zipfile

import pytest

import hfdata as hf
from hfdata import export
from hfdata.dataset import folder
from hfdata.dataset.folder import NoData
from hfdata.errors import HfdataError


@pytest.fixture
def fs():
    """An empty file system in memory, whose addresses start with memory://."""
    made = pytest.importorskip("fsspec").filesystem("memory")
    made.store.clear()
    yield made
    made.store.clear()


def zipped(files, path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return path


@pytest.mark.parametrize("top", ["", "hfdata-main/data/"], ids=["at the top", "in a folder"])
def test_a_zip_is_the_folder(files, tmp_path, top):
    extra = {f"{top}README.md": b"#", f"__MACOSX/{top}._domains.csv": b"x", "x/mydomains.csv": b"x"}
    path = zipped({f"{top}{name}": raw for name, raw in files.items()} | extra, tmp_path / "data.zip")

    assert folder.read(path) == files


def test_the_descriptor_stands_for_its_folder(files, tmp_path):
    here = shutil.copytree(folder.default(), tmp_path / "data")

    assert folder.read(here / "datapackage.json") == folder.read(str(here)) == files


def test_a_url_is_the_folder_its_descriptor_or_a_zip(files, fs, tmp_path):
    fs.pipe({f"/data/{name}": raw for name, raw in files.items()})
    fs.pipe("/data/datapackage.json", b"{}")
    fs.pipe("/data.zip", zipped(files, tmp_path / "data.zip").read_bytes())

    for url in ("memory://data", "memory://data/datapackage.json", "memory://data.zip"):
        assert folder.read(url) == files, url


def test_an_export_is_the_data_it_came_from(data, tmp_path):
    path = export.export(data, tmp_path / "data.json")

    again = hf.load(path)

    assert [repr(f) for f in again] == [repr(f) for f in data]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda p: [], id="a list"),
        pytest.param(lambda p: p | {"units": [{"id": 1}]}, id="cells missing"),
        pytest.param(lambda p: p | {"domains": [d | {"name_zh": ["x"]} for d in p["domains"]]}, id="cells not text"),
        pytest.param(lambda p: p | {"releases": p["releases"] * 2}, id="a release twice"),
        pytest.param(lambda p: p | {"releases": [r | {"id": "a/b"} for r in p["releases"]]}, id="an id with a slash"),
        pytest.param(lambda p: p | {"releases": [r | {"source": None} for r in p["releases"]]}, id="no source"),
        pytest.param(
            lambda p: p | {"domains": [d | {"name_zh": "\ud800"} for d in p["domains"]]}, id="half a character"
        ),
    ],
)
def test_json_that_is_no_export_is_refused(data, tmp_path, damage):
    path = export.export(data, tmp_path / "data.json")
    path.write_text(json.dumps(damage(json.loads(path.read_text("utf-8")))), "utf-8")

    with pytest.raises(NoData, match="is not JSON that hfdata exported"):
        hf.load(path)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("data.txt", b"hello", "is neither a folder"),
        ("data.json", b"version https://git-lfs.github.com/spec/v1", "is not JSON that hfdata exported"),
        ("data.json", b"\xff\xfe{}", "is not JSON that hfdata exported"),
        ("data.json", b"[" * 100_000, "is not JSON that hfdata exported"),
        ("data.json", b"9" * 5_000, "is not JSON that hfdata exported"),
    ],
)
def test_a_file_that_is_something_else_is_refused(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(NoData, match=why):
        hf.load(tmp_path / name)


@pytest.mark.parametrize(
    "where", ["nowhere", "a\0b", "x" * 5_000, "nowhere/datapackage.json", "nothing://x", "memory://gone"]
)
def test_a_place_without_data_is_named(where):
    with pytest.raises(HfdataError) as caught:
        hf.load(where)

    assert str(caught.value).startswith(where)
    assert "--data PATH or HFDATA_DATA=PATH" in str(caught.value) or "is missing" in str(caught.value)
    assert caught.value.exit_code == 3


def test_an_empty_name_is_not_the_working_folder(monkeypatch):
    monkeypatch.chdir(folder.default())

    with pytest.raises(NoData, match="names nothing"):
        hf.load("")


def test_hfdata_data_names_the_folder(two_releases, monkeypatch):
    monkeypatch.setenv("HFDATA_DATA", os.fspath(two_releases))

    assert list(hf.load().releases) == ["example-2024-03-05", "haifeng-2023-11-01"]


def test_a_named_folder_that_is_gone_is_not_replaced_by_another(monkeypatch):
    monkeypatch.setenv("HFDATA_DATA", "/gone")

    with pytest.raises(NoData, match="/gone: there is no such folder"):
        hf.load()


def test_the_working_folder_does_not_matter(data, tmp_path, monkeypatch):
    (tmp_path / "data" / "releases").mkdir(parents=True)
    (tmp_path / "data" / "domains.csv").write_text("id\n")
    monkeypatch.delenv("HFDATA_DATA", raising=False)
    monkeypatch.chdir(tmp_path)

    assert hf.load().digest("haifeng-2023-11-01") == data.digest("haifeng-2023-11-01")


def test_an_unreadable_file_is_named(files, tmp_path, monkeypatch):
    here = shutil.copytree(folder.default(), tmp_path / "data")

    def refuse(self):
        raise PermissionError(13, "Permission denied", os.fspath(self))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    with pytest.raises(NoData, match=r"cannot be read \(.*domains\.csv: Permission denied\)"):
        hf.load(here)


def test_hidden_folders_are_not_releases(files, tmp_path):
    here = shutil.copytree(folder.default(), tmp_path / "data")
    (here / "releases" / ".ipynb_checkpoints").mkdir()

    assert folder.read(here) == files


def test_a_zip_with_two_files_of_one_name_is_refused(files, tmp_path):
    path = zipped(files, tmp_path / "data.zip")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("units.csv", b"other")

    with pytest.raises(NoData, match=r"units\.csv is in it twice"):
        hf.load(path)


def test_a_zip_that_would_fill_the_memory_is_refused(files, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "LARGEST", 1000)

    with pytest.raises(NoData, match="would unpack to more than 1000 bytes"):
        hf.load(zipped(files, tmp_path / "data.zip"))


def test_a_damaged_zip_is_refused(files, tmp_path):
    raw = bytearray(zipped(files, tmp_path / "whole.zip").read_bytes())
    raw[200:260] = bytes(60)
    (tmp_path / "data.zip").write_bytes(raw)

    with pytest.raises(NoData, match="is not a zip that can be read"):
        hf.load(tmp_path / "data.zip")
