"""Many releases: lists of folders, Parquet packages, what is set aside and what is refused."""

import pickle
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import hfdata as hf
from hfdata.audit import audit
from hfdata.cli import main
from hfdata.dataset import SomeReleasesLeftOut, Unknown, folder, packed
from hfdata.dataset.folder import NoData
from hfdata.dataset.joined import Disagree, TwiceThere
from hfdata.dataset.tables import BadData, Row
from hfdata.export import export
from hfdata.runs.request import Request
from hfdata.runs.run import prepare, why

ROOT = Path(__file__).resolve().parents[2]
HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"
sys.path.insert(0, str(ROOT / "benchmarks"))
import releases as invented  # noqa: E402

QUESTIONS = [
    {},
    {"lang": "en"},
    {"domain": "safety", "limits": "convention"},
    {"indicator": ["低保对象", "culture.film-screenings"]},
    {"status": "planned", "lang": "en"},
    {"release": HAIFENG, "domain": "culture"},
    {"domain": "culture", "indicator": "safety.warnings-sent"},
    {"release": []},
]


@pytest.fixture(scope="module")
def both(two_releases):
    return hf.load(two_releases)


@pytest.fixture(scope="module")
def package(both, tmp_path_factory):
    """The two releases in one Parquet package."""
    return export(both, tmp_path_factory.mktemp("package") / "both.zip")


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Three hundred invented releases in a package."""
    return invented.package(ROOT / "data", tmp_path_factory.mktemp("many") / "many.zip", 300)


def rewritten(package, target, **changed):
    """A copy of a package with some members replaced; None leaves one out."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w") as new:
        members = {n: old.read(n) for n in old.namelist()}
        for name, content in {**members, **{f"{n}.parquet": c for n, c in changed.items()}}.items():
            if content is not None:
                new.writestr(name, content)
    return target


def replace_rows(one, **cells):
    """A release whose figures all have other cells, written as they are."""
    return replace(one, rows=tuple(Row(r.number, {**r, **cells}.items()) for r in one.rows))


class TestPackage:
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_it_answers_as_the_folder_does(self, both, package, question):
        asked, told = both.figures(**question), hf.load(package).figures(**question)

        pd.testing.assert_frame_equal(asked, told)
        assert asked.attrs == told.attrs

    def test_releases_figures_context_digests_and_audit_are_those_of_the_folder(self, both, package):
        loaded = hf.load(package, strict=True)

        assert list(loaded) == list(both)
        assert [loaded.digest(r, "welfare") for r in loaded.releases] == [
            both.digest(r, "welfare") for r in both.releases
        ]
        assert loaded.context.peers == both.context.peers
        assert list(loaded["低保对象"]) == list(both["低保对象"])
        assert loaded.figure("低保对象", release=EXAMPLE) == both.figure("低保对象", release=EXAMPLE)
        assert audit(loaded) == audit(both)
        assert hf.Story(loaded, release=EXAMPLE)["低保对象"] == hf.Story(both, release=EXAMPLE)["低保对象"]

    def test_it_can_be_unpacked_travel_between_processes_and_come_from_a_url(self, package, tmp_path):
        with zipfile.ZipFile(package) as archive:
            archive.extractall(tmp_path / "folder")
        expected = hf.load(package).figures()

        for loaded in (
            hf.load(tmp_path / "folder"),
            pickle.loads(pickle.dumps(hf.load(package))),
            hf.load(package.as_uri()),
        ):
            pd.testing.assert_frame_equal(loaded.figures(), expected)

    def test_the_same_releases_give_the_same_bytes(self, both, package, tmp_path):
        assert export(both, tmp_path / "again.zip").read_bytes() == package.read_bytes()
        assert export(hf.load(package), tmp_path / "twice.zip").read_bytes() == package.read_bytes()

    def test_only_what_is_asked_for_is_built(self, many):
        data = hf.load(many)

        assert len(data.figures(release="invented-00007", domain="safety")) == 7
        assert len(data.figures(indicator="低保对象")) == 300
        assert len(data) == 300 * 54
        assert list(data.releases._built) == ["invented-00007"], "for its caption"

    def test_a_release_with_a_problem_fails_alone_and_strict_names_it(self, files, two_releases, tmp_path):
        shared = {n: raw for n, raw in files.items() if not n.startswith("releases/")}
        real = hf.load(ROOT / "data").release()
        bad = replace_rows(real, end="3000")
        two = [real, replace(bad, release=replace(real.release, id="bad-one"))]
        (tmp_path / "two.zip").write_bytes(packed.write(shared, two))
        data = hf.load(tmp_path / "two.zip")

        assert len(data.release(HAIFENG).figures) == 54
        with pytest.raises(BadData, match=r"bad-one/figures.csv, row 2, end"):
            data.release("bad-one")
        with pytest.raises(BadData, match="54 problems"):
            hf.load(tmp_path / "two.zip", strict=True)

    def test_a_run_leaves_a_bad_release_out_and_strict_refuses(self, two_releases, tmp_path):
        good, bad = tmp_path / "good", shutil.copytree(two_releases, tmp_path / "bad")
        shutil.copytree(two_releases, good)
        figures = bad / "releases" / EXAMPLE / "figures.csv"
        figures.write_text(figures.read_text("utf-8").replace("exact", "precise"), "utf-8")
        real = hf.load(good)
        odd = replace_rows(real.release(EXAMPLE), bound="precise")
        shared = {n: raw for n, raw in folder.read(good).items() if not n.startswith("releases/")}
        (tmp_path / "odd.zip").write_bytes(packed.write(shared, [real.release(HAIFENG), odd]))

        for data in (bad, tmp_path / "odd.zip"):
            told = []
            found = why(Request(["health"], data=str(data), out=tmp_path / "out"), told.append)
            assert {d.run.release for d in found} == {HAIFENG}
            assert "should be one of exact" in told[0].cause
            with pytest.raises(BadData):
                why(Request(["health"], data=str(data), out=tmp_path / "out", strict=True), told.append)

    @pytest.mark.parametrize(
        ("changed", "says"),
        [
            ({"figures": None}, "figures.parquet: is missing"),
            ({"figures": b"PAR1 no"}, "is not Parquet that can be read"),
            ({"figures": "checks"}, "columns should be release, indicator, value"),
            ({"set_aside": "other"}, "set_aside.parquet: has 34 rows, the index says 45"),
        ],
    )
    def test_a_damaged_package_is_one_message(self, package, data, tmp_path, changed, says):
        with zipfile.ZipFile(package) as archive, zipfile.ZipFile(export(data, tmp_path / "one.zip")) as one:
            members = {
                n: archive.read("checks.parquet") if c == "checks" else one.read(f"{n}.parquet") if c == "other" else c
                for n, c in changed.items()
            }
        with pytest.raises(BadData, match=says) as raised:
            hf.load(rewritten(package, tmp_path / "bad.zip", **members))
        assert raised.value.exit_code == 3

    def test_words_that_no_table_knows_are_refused_in_frames_too(self, files, tmp_path):
        shared = {n: raw for n, raw in files.items() if not n.startswith("releases/")}
        real = hf.load(ROOT / "data").release()
        (tmp_path / "odd.zip").write_bytes(packed.write(shared, [replace_rows(real, bound="roughly")]))

        with pytest.raises(BadData, match="bound = 'roughly': is not known"):
            hf.load(tmp_path / "odd.zip").figures()

    def test_folders_and_parquet_in_one_place_are_refused(self, package, tmp_path):
        with zipfile.ZipFile(package) as archive:
            archive.extractall(tmp_path / "mixed")
        shutil.copytree(ROOT / "data" / "releases", tmp_path / "mixed" / "releases")

        with pytest.raises(NoData, match="both in Parquet and in folders"):
            hf.load(tmp_path / "mixed")


class TestList:
    def test_folders_zips_and_packages_load_together(self, two_releases, many, tmp_path):
        own = shutil.copytree(two_releases, tmp_path / "example")
        shutil.rmtree(own / "releases" / HAIFENG)
        joined = hf.load([ROOT / "data", many, own])

        assert len(joined) == 54 + 300 * 54 + 27
        assert [*joined.releases][::301] == [HAIFENG, EXAMPLE]
        asked = [EXAMPLE, "invented-00002", HAIFENG]
        frame = joined.figures(release=asked, indicator="低保对象")
        assert frame["release"].tolist() == asked
        assert set(frame.attrs["sources"]) == set(asked)
        assert frame.attrs["not_reported"] == []
        assert joined.release("invented-00002").release.id == "invented-00002"
        assert joined["低保对象"].reported[0].release.id == HAIFENG
        assert "and more" in repr(joined["低保对象"])
        assert "302 release(s)" in repr(joined)
        with pytest.raises(Unknown, match="nowhere"):
            joined.figures(release="nowhere")

    def test_an_empty_list_and_one_id_twice_are_refused(self, two_releases):
        with pytest.raises(NoData, match="empty") as empty:
            hf.load([])
        with pytest.raises(TwiceThere, match=HAIFENG) as twice:
            hf.load([ROOT / "data", two_releases])

        assert (empty.value.exit_code, twice.value.exit_code) == (3, 3)
        assert pickle.loads(pickle.dumps(twice.value)).releases == (HAIFENG,)

    def test_folders_that_define_an_id_differently_are_refused(self, two_releases, tmp_path):
        other = shutil.copytree(two_releases, tmp_path / "other")
        shutil.rmtree(other / "releases" / HAIFENG)
        units = (other / "units.csv").read_text("utf-8")
        (other / "units.csv").write_text(units.replace("site,处,sites", "site,个,sites"), "utf-8")

        with pytest.raises(Disagree, match="units site"):
            hf.load([ROOT / "data", other])

    def test_one_bad_folder_is_set_aside_and_strict_refuses(self, two_releases, tmp_path):
        bad = shutil.copytree(two_releases, tmp_path / "bad")
        shutil.rmtree(bad / "releases" / HAIFENG)
        figures = bad / "releases" / EXAMPLE / "figures.csv"
        figures.write_text(figures.read_text("utf-8").replace("exact", "precise"), "utf-8")

        with pytest.warns(SomeReleasesLeftOut, match="should be one of exact"):
            data = hf.load([ROOT / "data", bad])
        assert list(data.releases) == [HAIFENG]
        assert str(bad) in data.problems[0].file
        with pytest.raises(BadData):
            hf.load([ROOT / "data", bad], strict=True)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["run", "compare", "-p", "releases", "[]"], 3, "releases: the list is empty"),
        (["run", "compare", "-p", "releases", f'["{HAIFENG}", "{HAIFENG}"]'], 3, "named more than once"),
        (["run", "compare", "-p", "releases", '["nowhere"]'], 2, "releases"),
        (["export", "twice.zip", "--data", str(ROOT / "data"), "--data", str(ROOT / "data")], 3, "Which one counts"),
        (["audit", "--strict", "--data", "nowhere"], 3, "there is no such folder"),
    ],
)
def test_bad_lists_on_the_command_line_are_one_message(arguments, code, says, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, arguments)

    assert (result.exit_code, says in result.stderr) == (code, True)
    assert list(tmp_path.iterdir()) == []


def test_the_generator_invents_valid_releases(many, tmp_path):
    made = hf.load(invented.invent(ROOT / "data", tmp_path / "few", 3), strict=True)
    data = hf.load(many)

    assert [made.digest(r) for r in made.releases] == [data.digest(r) for r in made.releases]
    assert data.figure("低保对象", release="invented-00002").value == 775


@pytest.fixture(scope="module")
def thousands(tmp_path_factory):
    """Forty thousand invented releases in a package."""
    return invented.package(ROOT / "data", tmp_path_factory.mktemp("thousands") / "many.zip", 40_000)


@pytest.mark.slow
class TestFortyThousand:
    """Their seconds are measured by benchmarks/releases.py, not here."""

    def test_two_million_figures_load_in_less_than_a_gibibyte(self, thousands):
        program = (
            f"import hfdata as hf; data = hf.load({str(thousands)!r})\n"
            "assert len(data) == 40_000 * 54\n"
            "assert len(data.figures(release='invented-20000', domain='safety')) == 7\n"
            "peak = next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
            "assert int(peak) < 2**20\n"
        )
        subprocess.run([sys.executable, "-c", program], check=True)

    def test_640_000_runs_are_planned(self, thousands, tmp_path):
        prepared = prepare(Request(data=str(thousands)), lambda event: None, cache=tmp_path)

        assert len(prepared.runs) == 640_000
