"""datapackage.json describes the tables as they are."""

import csv
import hashlib
import json
import shutil

import pytest

from hfdata import descriptor
from hfdata.dataset import folder, schema
from hfdata.dataset.tables import BadData


@pytest.fixture(scope="module")
def package():
    return json.loads((folder.default() / "datapackage.json").read_bytes())


def test_the_committed_descriptor_is_current(files):
    written = (folder.default() / "datapackage.json").read_text("utf-8")

    assert written == descriptor.descriptor(files), "run: python -m hfdata.descriptor"


def test_every_table_of_the_folder_is_described(package, files):
    assert {r["path"] for r in package["resources"]} == {n for n in files if n.endswith(".csv")}


def test_each_resource_has_the_hash_the_size_and_the_header_of_its_file(package, files):
    for resource in package["resources"]:
        raw = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        assert resource["bytes"] == len(raw)
        header = next(csv.reader(raw.decode("utf-8").splitlines()))
        assert [f["name"] for f in resource["schema"]["fields"]] == header


def test_every_column_says_what_it_means(package):
    assert all(f["description"] for r in package["resources"] for f in r["schema"]["fields"])


def test_keys_licence_sources_and_version_are_there(package):
    assert package["licenses"][0]["name"] == "CC0-1.0"
    assert package["sources"][0]["title"].startswith("无棣县举行")
    assert package["version"]
    figures = next(r for r in package["resources"] if r["path"].endswith("figures.csv"))
    assert figures["schema"]["primaryKey"] == list(schema.FIGURES.key)
    assert figures["schema"]["foreignKeys"][0]["reference"] == {"resource": "indicators", "fields": ["id"]}


def test_a_second_release_is_described_too(two_releases):
    text = descriptor.descriptor(folder.read(two_releases))

    paths = [r["path"] for r in json.loads(text)["resources"]]
    assert paths[-3:] == [f"releases/haifeng-2023-11-01/{n}.csv" for n in ("figures", "set_aside", "checks")]
    assert "releases/example-2024-03-05/figures.csv" in paths


def test_only_valid_data_is_described(files):
    files["units.csv"] = b""

    with pytest.raises(BadData):
        descriptor.descriptor(files)


@pytest.mark.slow
def test_frictionless_finds_nothing_to_mend(two_releases, tmp_path):
    frictionless = pytest.importorskip("frictionless")
    second = shutil.copytree(two_releases, tmp_path / "data")
    (second / "datapackage.json").write_text(descriptor.descriptor(folder.read(second)), "utf-8", newline="\n")

    for here in (folder.default(), second):
        report = frictionless.validate(str(here / "datapackage.json"))
        assert report.valid, report.flatten(["resource", "rowNumber", "fieldName", "note"])
        assert report.stats["tasks"] == len(json.loads((here / "datapackage.json").read_bytes())["resources"])
