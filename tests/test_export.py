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


def test_excel_shows_a_formula_in_the_data_as_text(two_releases, tmp_path):
    folder = shutil.copytree(two_releases, tmp_path / "data")
    figures = folder / "releases" / "example-2024-03-05" / "figures.csv"
    head, first, *rest = figures.read_text("utf-8").splitlines()
    cells = next(csv.reader([first]))
    cells[10] = "=HYPERLINK(0)"
    figures.write_text("\n".join([head, ",".join(cells), *rest]) + "\n", "utf-8")

    book = openpyxl.load_workbook(export(hf.load(folder), tmp_path / "figures.xlsx"))

    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == "=HYPERLINK(0)"]
    assert [c.data_type for c in found] == ["s"]


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
