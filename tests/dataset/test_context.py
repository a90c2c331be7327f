"""Facts from other sources: read strictly, marked, kept apart from every release."""

import json
import re

import pytest

import hfdata as hf
from hfdata import dataset
from hfdata.dataset import folder, schema
from hfdata.dataset.tables import BadData
from hfdata.export import export
from hfdata.runs.deciding.keys import Ingredients
from hfdata.runs.planning.notebooks import find
from hfdata.runs.planning.plan import Grid, plan

PEERS = "context/peers.csv"


def changed(files, old, new):
    return files | {PEERS: files[PEERS].replace(old.encode(), new.encode(), 1)}


def test_every_peer_has_its_origin_and_says_that_only_an_excerpt_was_read(data):
    assert len(data.context) == 9
    assert all(p.publisher and p.published and p.url.startswith("http") for p in data.context)
    assert {p.mark for p in data.context} == {schema.MARKS[1]}
    assert "9 not verified" in repr(data.context)


def test_a_peer_is_mapped_only_where_unit_and_kind_are_those_of_the_indicator(data):
    mapped = [(p, data.indicators[p.indicator]) for p in data.context if p.indicator]

    assert len(mapped) == 4
    assert all((p.unit.id, p.kind, p.domain) == (i.unit, i.kind, i.domain) for p, i in mapped)
    assert all(p.note_zh and p.note_en for p in data.context if not p.indicator), "why no indicator fits"


def test_limits_and_words_are_kept(data):
    frame = data.context.frame(domain="environment", lang="en").set_index("as_printed")

    assert (frame.loc["2600余吨", "low"], frame.loc["2600余吨", "label"]) == (2600, "≥2,600")
    assert frame["high"].isna().sum() == 1
    assert frame.loc["8200米", ["value", "unit"]].tolist() == [8.2, "km"]
    assert data.context.frame(domain="safety").empty


def test_nothing_of_it_is_among_the_figures(data, files):
    without = dataset.from_files({n: raw for n, raw in files.items() if n != PEERS}, "data")

    assert len(without.context) == 0
    assert without.figures().equals(data.figures())
    assert without.digest("haifeng-2023-11-01") == data.digest("haifeng-2023-11-01")


def test_only_notebooks_that_read_it_are_run_again_when_it_changes(files, tmp_path, data):
    other = changed(files, "32,exact", "33,exact")
    mine = tmp_path / "mine.ipynb"
    mine.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    runs = plan([*find(["health", "overview"]), *find([str(mine)])], Grid(), tuple(data.releases))
    one, two = (Ingredients(dataset.from_files(f, "data"), f, tmp_path) for f in (files, other))

    assert {r.notebook.stem for r in runs if one.read(r) != two.read(r)} == {"mine"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("environment.roadside-ditches-cleared", "environment.roadside-ditch-cleared", "did you mean environment.ro"),
        ("environment,,小营", "environmental,,小营", "is not an id in domains.csv"),
        (",32,exact", ",3.2e1,exact", "is not a number"),
        ("2022-01-01,2022-12-31", "2023-01-01,2022-12-31", "lies before start_date"),
        ("http://binzhou", "javascript:binzhou", "needs an address"),
        ("not verified against", "seen in", "should be one of"),
        ("culture,culture.opera", "welfare,culture.opera", "belongs to another domain"),
    ],
)
def test_what_is_wrong_is_said_and_the_releases_still_load(files, old, new, says):
    with pytest.warns(hf.dataset.SomeReleasesLeftOut, match=re.escape(says)):
        data = dataset.from_files(changed(files, old, new), "data")

    assert (len(data.context), len(data)) == (0, 54)
    with pytest.raises(BadData, match=re.escape(says)):
        dataset.from_files(changed(files, old, new), "data", strict=True)


def test_all_problems_are_told_at_once(files):
    bad = changed(changed(files, ",32,exact", ",32,precise"), "tonne", "ton")

    with pytest.raises(BadData) as raised:
        dataset.from_files(bad, "data", strict=True)

    assert [p.column for p in raised.value.problems] == ["bound", "unit"]


def test_it_survives_a_zip_and_an_export_as_json(data, tmp_path):
    import shutil

    packed = shutil.make_archive(str(tmp_path / "data"), "zip", folder.default())
    written = export(data, tmp_path / "data.json")

    assert hf.load(packed).context.peers == hf.load(written).context.peers == data.context.peers
