"""What leaves hfdata for other programs is what is in it."""

import csv
import shutil
from decimal import Decimal

import openpyxl
import pyarrow.parquet as pq
import pytest

import hfdata as hf
from hfdata import workbook
from hfdata.export import COLUMNS, CannotExport, export, rows


def printed(value):
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def test_csv_keeps_every_cell_and_opens_in_excel(data, tmp_path):
    path = export(data, tmp_path / "figures.csv")

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert read == [{k: printed(v) for k, v in row.items()} for row in rows(data, list(data.releases))]


def test_json_loads_back_as_the_same_dataset(two_releases, tmp_path):
    before = hf.load(two_releases)

    after = hf.load(export(before, tmp_path / "all.json"))

    assert [repr(f) for f in after] == [repr(f) for f in before]
    assert [after.digest(r) for r in after.releases] == [before.digest(r) for r in before.releases]


def test_parquet_keeps_values_limits_and_dates_typed(data, tmp_path):
    table = pq.read_table(export(data, tmp_path / "figures.parquet")).to_pylist()

    for read, row in zip(table, rows(data, list(data.releases)), strict=True):
        assert read == row


def test_excel_has_a_sheet_per_domain_and_no_formulas(data, tmp_path):
    book = openpyxl.load_workbook(export(data, tmp_path / "figures.xlsx"))

    assert book.sheetnames == [*(d.name_zh for d in data.domains.values()), "codebook", "indicators"]
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert sum(sheet.max_row - 1 for sheet in book.worksheets[:6]) == len(data)


def test_excel_shows_names_first_in_columns_that_hold_them_and_keeps_the_header_in_sight(data, tmp_path):
    sheet = openpyxl.load_workbook(export(data, tmp_path / "figures.xlsx"))["居住环境"]
    header, *read = sheet.iter_rows(values_only=True)

    assert header[:4] == ("name_zh", "name_en", "label_zh", "label_en")
    assert set(header) == set(COLUMNS)
    assert read[0][2] == "≥400 处"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
    assert sheet.column_dimensions["A"].width >= max(workbook.width(row[0]) for row in read)


def test_excel_keeps_every_value(data, tmp_path):
    book = openpyxl.load_workbook(export(data, tmp_path / "figures.xlsx"))
    read = []
    for sheet in book.worksheets[:6]:
        header, *cells = sheet.iter_rows(values_only=True)
        read += [dict(zip(header, row, strict=True)) for row in cells]
    read.sort(key=lambda row: row["start"])

    for found, row in zip(read, rows(data, list(data.releases)), strict=True):
        dated = {k: found[k].date() if found[k] else None for k in ("start_date", "end_date")}
        assert {k: v if v is not None else "" for k, v in (found | dated).items()} == {
            k: v if v is not None else "" for k, v in row.items()
        }


@pytest.fixture
def noting(two_releases, tmp_path):
    """Load the data with notes of one's own in the first figures of the example."""

    def load(*notes):
        folder = shutil.copytree(two_releases, tmp_path / "data", dirs_exist_ok=True)
        figures = folder / "releases" / "example-2024-03-05" / "figures.csv"
        with figures.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        for line, note in zip(lines, notes, strict=False):
            line[header.index("note_en")] = note
        with figures.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *lines])
        return hf.load(folder, strict=True)

    return load


def test_what_a_spreadsheet_would_run_is_text_in_excel_and_unchanged_elsewhere(noting, tmp_path):
    notes = {"=HYPERLINK(0)", "=cmd|'/C calc'!A0", "+1+1", "-2", "@SUM(1)", "'=1", "_x0041_"}
    data = noting(*sorted(notes))

    book = openpyxl.load_workbook(export(data, tmp_path / "figures.xlsx"))
    with export(data, tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        plain = {row["note_en"] for row in csv.DictReader(file)}
    typed = {row["note_en"] for row in pq.read_table(export(data, tmp_path / "f.parquet")).to_pylist()}
    back = {figure.note_en for figure in hf.load(export(data, tmp_path / "all.json"))}

    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value in notes]
    assert sorted(c.value for c in found) == sorted(notes)
    assert {c.data_type for c in found} == {"s"}
    assert notes <= plain & typed & back


def test_what_does_not_fit_into_a_cell_is_refused_not_cut(noting, tmp_path):
    data = noting("x" * 32_768)

    with pytest.raises(CannotExport, match=r"x… has 32,768 characters, and an Excel cell takes 32,767\. Nothing"):
        export(data, tmp_path / "figures.xlsx")
    assert not (tmp_path / "figures.xlsx").exists()


def test_an_unknown_ending_is_refused_by_name(data, tmp_path):
    with pytest.raises(CannotExport, match=r"\.csv, \.json, \.parquet, \.xlsx"):
        export(data, tmp_path / "figures.doc")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(data, tmp_path, monkeypatch):
    old = tmp_path / "figures.csv"
    old.write_text("old")

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotExport, match="No space left"):
        export(data, old)

    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]
