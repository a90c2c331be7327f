from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from hfdata.report import tables
from hfdata.report.tables import Column, Table

TABLE = Table((Column("name", "指标"), Column("value", "数值", "number")), (("清理", 400.0), ('a,b\n"c"', 10**15)))


def read(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_csv_opens_in_excel_and_reads_back():
    raw = tables.to_csv(TABLE)

    assert raw.startswith(b"\xef\xbb\xbf")
    assert read(raw) == [["指标", "数值"], ["清理", "400"], ['a,b\n"c"', "1000000000000000"]]


def test_text_that_a_spreadsheet_would_run_is_marked_as_text():
    raw = tables.to_csv(Table((Column("a", "=A1"),), (("=HYPERLINK(1)",), ("+1",), ("-1",), (-1,), (None,))))

    assert [row[0] if row else "" for row in read(raw)] == ["'=A1", "'=HYPERLINK(1)", "'+1", "'-1", "-1", ""]


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers()), max_size=5))
def test_whatever_a_cell_holds_comes_back(rows):
    raw = tables.to_csv(Table((Column("a", "a"), Column("n", "n", "number")), tuple(rows)))

    back = [
        (a.removeprefix("'") if a[:2] in {f"'{c}" for c in tables.FORMULA} else a, int(n)) for a, n in read(raw)[1:]
    ]
    assert back == rows


def test_pandas_row_numbers_are_no_column():
    table = tables.of_resource(
        {
            "schema": {"fields": [{"name": "index", "type": "integer"}, {"name": "n", "type": "number"}]},
            "data": [{"index": 0, "n": 1.0}],
        }
    )

    assert table == Table((Column("n", "n", "number"),), ((1.0,),))


def test_a_chart_without_a_table_shows_its_data():
    table = tables.of_data({"datasets": {"d": [{"a": "x", "b": 1}, {"a": "y", "b": None}]}})

    assert table == Table((Column("a", "a"), Column("b", "b", "number")), (("x", 1), ("y", None)))
