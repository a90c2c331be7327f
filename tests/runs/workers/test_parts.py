"""A run brings along the part of the data that it reads, so its cost does not grow with the number of releases."""

from __future__ import annotations

import io
import zipfile

import pytest

import hfdata as hf
from hfdata.dataset import folder
from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job
from hfdata.runs.planning import notebooks
from hfdata.runs.planning.plan import Grid, plan
from hfdata.runs.request import Request
from hfdata.runs.run import prepare, run
from hfdata.runs.workers import tasks
from hfdata.runs.workers.parts import Parts


@pytest.fixture
def packed(two_releases, tmp_path):
    """The two releases as one Parquet package."""
    pytest.importorskip("pyarrow")
    from hfdata.export import export

    return export(hf.load(two_releases), tmp_path / "two.zip")


def part_of(data, release, name="welfare"):
    """What a run on *release* is given."""
    loaded = hf.load(data)
    runs = plan(notebooks.find([name]), Grid(texts={"release": [release]}), tuple(loaded.releases))
    return Parts(loaded, folder.read(data)).of(runs[0])


@pytest.mark.parametrize("kind", ["folder", "package"])
def test_a_part_is_the_release_as_the_whole_has_it_and_nothing_of_another(two_releases, packed, tmp_path, kind):
    data = two_releases if kind == "folder" else packed
    whole = hf.load(data)
    for release in whole.releases:
        (tmp_path / f"{release}.zip").write_bytes(part_of(data, release))
        part = hf.load(tmp_path / f"{release}.zip", strict=True)
        assert list(part.releases) == [release]
        assert part.digest(release) == whole.digest(release)
        assert part.figures().equals(whole.figures(release=release))
        assert (part.indicators, part.units, part.places) == (whole.indicators, whole.units, whole.places)


def test_what_may_read_anything_gets_everything_and_one_release_is_not_cut(two_releases, bench):
    (own := bench.root / "own.ipynb").write_bytes(bench.notebook("mine"))
    assert part_of(two_releases, "haifeng-2023-11-01", str(own)) is None
    assert part_of(bench.data, "haifeng-2023-11-01") is None


def test_jobs_carry_their_part_a_release_at_a_time(two):
    jobs: list[Job] = []

    class Notes(type(two.desk())):
        def submit(self, fn, /, *args, **kwargs):
            if fn is tasks.execute:
                jobs.append(args[0])
            return super().submit(fn, *args, **kwargs)

    assert two.run(Notes(), notebooks=["welfare", "health"]).exit_code == 0
    names = [job.parameters["release"] for job in jobs]
    assert names == sorted(names)
    assert len(set(names)) == 2
    for job in jobs:
        held = zipfile.ZipFile(io.BytesIO(job.data)).namelist()
        assert {name.split("/")[1] for name in held if name.startswith("releases/")} == {job.parameters["release"]}


CODE = "import os, hfdata as hf; print(list(hf.load().releases), os.path.exists(os.environ['HFDATA_DATA']))"


@pytest.mark.slow
def test_the_kernel_finds_the_part_and_nothing_stays(two_releases, bench, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    job = Job(bench.notebook("x").replace(b'"markdown"', b'"raw"'), data=part_of(two_releases, "haifeng-2023-11-01"))
    table = job.notebook.replace(b'lang: str = \\"zh\\"  # zh | en: language\\n', CODE.encode())
    done = execute(Job(table, data=job.data), kernels="ordinary")

    assert done.ok, done.cause
    assert b"['haifeng-2023-11-01'] True" in done.notebook
    assert not list((tmp_path / "temporary").glob("hfdata-data-*"))


@pytest.mark.slow
def test_a_report_has_the_same_bytes_whatever_lies_beside_its_release(two_releases, packed, tmp_path, monkeypatch):
    made = []
    for n, data in enumerate((None, two_releases, packed)):
        monkeypatch.setenv("HFDATA_CACHE", str(tmp_path / f"cache-{n}"))
        out = tmp_path / f"out-{n}"
        parameters = [("release", "haifeng-2023-11-01"), ("lang", "en")]
        done = run(Request(["health"], parameters, data=data and str(data), out=out))
        assert done.exit_code == 0, done.failures
        made.append({p.relative_to(out): p.read_bytes() for p in out.glob("haifeng*/**/*") if p.is_file()})
    assert made[0]
    assert made[0] == made[1] == made[2]


def test_data_at_a_url_is_what_a_kernel_loads_too(two_releases, monkeypatch):
    pytest.importorskip("fsspec")
    monkeypatch.setenv("HFDATA_DATA", f"file://{two_releases}")

    assert len(hf.load().releases) == 2
    assert prepare(Request(), lambda event: None).where == f"file://{two_releases}"
