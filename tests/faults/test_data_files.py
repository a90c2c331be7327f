"""Whatever bytes a data folder holds, hf.load gives a dataset or one clear error: no traceback, no other value.

A dataset that loads is compared with a plain reading of its files, cell by cell.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import warnings
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import hfdata as hf
from hfdata import dataset, export
from hfdata.audit import audit
from hfdata.cli import main
from hfdata.dataset import folder, schema
from hfdata.errors import HfdataError

pytestmark = pytest.mark.faults
HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"
SOME = settings(  # not shrunk: an example that fails is shown as it is, and the time stays bounded
    max_examples=150,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NASTY = [
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\n\n", b",", b'"', b'""', b"-", b"NaN", b"inf", b"1e9", b"1,000",
    "１０００".encode(), "一".encode("gbk"), "\u202e".encode(), "\u2028".encode(), b"=HYPERLINK(0)", b"\xed\xa0\x80",
    b"99999999999999999999", b"0.1000000000000000055511151231257827", b"version https://git-lfs", b"[[", b"'''",
    b"0x" + b"f" * 5000, b"9" * 5000, b"[" * 3000, b"{" * 3000, b"id = 1\n", b"a.b.c.d = 1\n", b"2023-02-30",
    b"25:00:00",
]  # fmt: skip


@pytest.fixture(scope="module")
def whole(two_releases):
    """The files of both releases."""
    return folder.read(two_releases)


@st.composite
def damaged(draw, files):
    """The files with one to three of them cut, overwritten, doubled, swapped or gone."""
    files = dict(files)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        raw = files[name]
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + draw(st.sampled_from([0, 1, 4, 40, 4000])))))
        piece = raw[start:end]
        what = draw(st.sampled_from(["replace", "token", "cut", "double", "swap", "all", "gone"]))
        if what == "gone" and len(files) > 1:
            del files[name]
        elif what == "all":
            files[name] = draw(st.one_of(st.binary(max_size=200), st.sampled_from(NASTY)))
        elif what == "swap":
            files[name] = files[draw(st.sampled_from(sorted(files)))]
        else:
            new = {
                "replace": st.binary(min_size=len(piece), max_size=len(piece)),
                "token": st.sampled_from(NASTY),
                "cut": st.just(b""),
                "double": st.just(piece * 2),
            }.get(what, st.just(piece))
            files[name] = raw[:start] + draw(new) + raw[end:]
    return files


def loaded(load):
    """The dataset that *load* gives, or None after one error that is meant for people."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dataset.SomeReleasesLeftOut)
        try:
            return load()
        except HfdataError as error:
            caught = error
    text = str(caught)
    assert text.strip()
    assert text.encode("utf-8")  # any terminal can show it
    assert len(text) < 20_000
    assert caught.exit_code == 3
    return None


def plainly(raw):
    """The cells of a table as any CSV reader finds them."""
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def assert_same(data, files):
    """Every value of *data* is the one written in *files*."""
    for table in schema.SHARED:
        records = getattr(data, table.name)
        rows = plainly(files[f"{table.name}.csv"])
        assert [{n: getattr(r, n) for n in table.header} for r in records.values()] == rows
    for name, one in data.releases.items():
        rows = plainly(files[f"releases/{name}/figures.csv"])
        frame = data.figures(release=name)
        assert len(rows) == len(one.figures) == len(frame)
        for row, figure, cells in zip(rows, one.figures, frame.to_dict("records"), strict=True):
            assert figure.value == Decimal(row["value"])
            assert Decimal(repr(cells["value"])) == figure.value
            assert (figure.indicator.id, figure.bound, figure.status) == (row["indicator"], row["bound"], row["status"])
            assert (figure.quote, str(figure.span.start), str(figure.span.end)) == (
                row["quote"],
                row["start"],
                row["end"],
            )
            dates = [d.isoformat() if d else "" for d in (figure.start_date, figure.end_date)]
            assert dates == [row["start_date"], row["end_date"]]
            assert (figure.period, figure.note_zh, figure.note_en) == (row["period"], row["note_zh"], row["note_en"])


@SOME
@given(chosen=st.data())
def test_damaged_files_give_their_own_values_or_one_error(whole, chosen):
    files = chosen.draw(damaged(whole))

    found = loaded(lambda: dataset.from_files(files, "data"))

    if found is not None:
        assert_same(found, files)
        audit(found)
        assert repr(found)


@SOME
@given(chosen=st.data())
def test_a_damaged_zip_gives_the_same_files_or_one_error(whole, chosen, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", chosen.draw(st.sampled_from([0, 8, 12, 14]))) as archive:
        for name, raw in whole.items():
            archive.writestr(name, raw)
    raw = bytearray(packed.getvalue())
    for _ in range(chosen.draw(st.integers(1, 6))):
        at = chosen.draw(st.one_of(st.integers(0, len(raw) - 1), st.integers(max(0, len(raw) - 1500), len(raw) - 1)))
        raw[at] = chosen.draw(st.integers(0, 255))
    path = tmp_path / "data.zip"
    path.write_bytes(raw[: chosen.draw(st.one_of(st.just(len(raw)), st.integers(0, len(raw))))])

    found = loaded(lambda: hf.load(path))

    if found is not None:
        assert_same(found, whole)


@SOME
@given(chosen=st.data())
def test_a_damaged_export_gives_a_dataset_or_one_error(whole, chosen, tmp_path):
    exported, path = tmp_path / "exported.json", tmp_path / "data.json"
    if not exported.exists():
        export.export(dataset.from_files(whole, "data"), exported)
    raw = exported.read_bytes()
    for _ in range(chosen.draw(st.integers(1, 4))):
        at = chosen.draw(st.integers(0, len(raw) - 1))
        cut = chosen.draw(st.sampled_from([0, 1, 10, 1000]))
        raw = (
            raw[:at]
            + chosen.draw(st.sampled_from([*NASTY, b"null", b"true", b"1.5", b"[]", b"\\ud800"]))
            + raw[at + cut :]
        )
    path.write_bytes(raw)

    loaded(lambda: hf.load(path))


# Whatever stands in the place of a file


@pytest.fixture
def here(two_releases, tmp_path):
    return shutil.copytree(two_releases, tmp_path / "data")


@pytest.mark.parametrize("name", ["units.csv", f"releases/{EXAMPLE}/figures.csv", f"releases/{EXAMPLE}/release.toml"])
@pytest.mark.parametrize("what", ["folder", "loop", "dangling", "pipe", "device", "huge"])
def test_something_else_in_the_place_of_a_file(here, name, what):
    path = here / name
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "loop":
        path.symlink_to(path.name)
    elif what == "dangling":
        path.symlink_to("/nowhere")
    elif what == "pipe":
        os.mkfifo(path)
    elif what == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(folder.LARGEST + 1)

    found = loaded(lambda: hf.load(here))

    assert found is None or list(found.releases) == [HAIFENG]


@pytest.mark.parametrize(
    "name", [b"\xff\xfe", "示例".encode(), b"CON", b" ", b"a\nb", b"x" * 255, b"--help", b"<script>"]
)
def test_a_release_folder_of_any_name_is_left_out_by_name(here, name):
    shutil.copytree(here / "releases" / EXAMPLE, here / "releases" / os.fsdecode(name))

    with pytest.warns(dataset.SomeReleasesLeftOut) as caught:
        found = hf.load(here)

    assert list(found.releases) == [EXAMPLE, HAIFENG]
    assert str(caught[0].message).encode("utf-8")


def test_a_folder_whose_name_is_not_text_can_be_read_and_named(two_releases, tmp_path):
    odd = tmp_path / os.fsdecode(b"\xff")

    assert loaded(lambda: hf.load(odd)) is None
    shutil.copytree(two_releases, odd)
    assert len(hf.load(odd)) == 81
    assert repr(hf.load(odd)).encode("utf-8")


# Round trips

plain_text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
amounts = st.one_of(
    st.integers(0, 10**15).map(str),
    st.decimals(0, 10**6, places=3, allow_nan=False).map(str),
    st.sampled_from(["0", "0.000001", "0.1", "1000000000000000", "123456789012345", "0.0000001", "1.50"]),
).filter(lambda v: float(v) < 10**15 + 1)


@st.composite
def releases(draw, files):
    """The files with other values, limits, dates and words, all of them valid."""
    rows = plainly(files[f"releases/{HAIFENG}/figures.csv"])
    for row in rows:
        row["value"] = draw(amounts)
        row["bound"] = draw(st.sampled_from(["exact", "at_least", "at_most", "about"]))
        row["note_zh"], row["note_en"] = draw(plain_text), draw(plain_text)
        row["start_date"] = row["end_date"] = draw(st.one_of(st.just(""), st.dates().map(str)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, schema.FIGURES.header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return files | {f"releases/{HAIFENG}/figures.csv": text.getvalue().encode()}


@settings(SOME, max_examples=40)
@given(chosen=st.data())
def test_what_is_exported_is_what_was_loaded(whole, chosen, tmp_path):
    files = chosen.draw(releases(whole))
    before = loaded(lambda: dataset.from_files(files, "data", strict=True))
    if before is None:
        return
    assert_same(before, files)

    after = hf.load(export.export(before, tmp_path / "data.json"))
    assert [after.digest(r) for r in after.releases] == [before.digest(r) for r in before.releases]

    rows = export.rows(before, list(before.releases))
    with export.export(before, tmp_path / "data.csv").open(encoding="utf-8-sig", newline="") as file:
        for written, row in zip(csv.DictReader(file), rows, strict=True):
            assert Decimal(written["value"]) == row["value"]
            assert (written["note_zh"], written["quote"]) == (row["note_zh"], row["quote"])
            assert (written["high"] == "") == (row["high"] is None)

    for written, row in zip(
        pq.read_table(export.export(before, tmp_path / "d.parquet")).to_pylist(), rows, strict=True
    ):
        assert written == row


@settings(SOME, max_examples=8)
@given(chosen=st.data())
def test_excel_keeps_every_value_and_note(whole, chosen, tmp_path):
    before = loaded(lambda: dataset.from_files(chosen.draw(releases(whole)), "data", strict=True))
    if before is None:
        return
    book = openpyxl.load_workbook(export.export(before, tmp_path / "data.xlsx"))

    written = {}
    for sheet in book.worksheets[:6]:
        header, *rows = sheet.iter_rows(values_only=True)
        for row in rows:
            cells = dict(zip(header, row, strict=True))
            written[cells["release"], cells["start"]] = cells
    for row in export.rows(before, list(before.releases)):
        cells = written[row["release"], row["start"]]
        assert Decimal(repr(cells["value"])) == row["value"]
        assert (cells["note_zh"] or "") == row["note_zh"]


@pytest.mark.parametrize("command", [["audit"], ["export", "x.csv"], ["run"], ["run", "--why"]])
@pytest.mark.parametrize("damage", [b"\xff", b"id\n", b"version https://git-lfs.github.com/spec/v1\n"])
def test_the_command_line_says_it_once_and_leaves_with_3(here, tmp_path, monkeypatch, command, damage):
    (here / "units.csv").write_bytes(damage)
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(main, [*command, "--data", str(here)])

    assert done.exit_code == 3
    assert done.stderr.count("units.csv") == 1
    assert "Traceback" not in done.output
    assert not (tmp_path / "x.csv").exists()
