"""A CSV file is read strictly: every problem has a place and a remedy, and no value is guessed or altered."""

import pytest

from hfdata.dataset import schema, tables
from hfdata.dataset.tables import complaint

PLACES = schema.PLACES
HEADER = ",".join(PLACES.header)
SHOULD_BE = f"it should be {HEADER}"
ROW = "shandong,370000000000,山东省,Shandong Province,province,"


def read(raw, table=PLACES, **more):
    """The rows and the problems, as text, of a file called t.csv."""
    problems = []
    rows = tables.read(raw if isinstance(raw, bytes) else raw.encode(), table, "t.csv", problems, **more)
    return rows, [str(p) for p in problems]


def column(table, name):
    return next(c for c in table.columns if c.name == name)


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("last", [True, False], ids=["ends with a newline", "does not"])
def test_byte_order_marks_and_line_endings_change_nothing(mark, ending, last):
    rows, problems = read(mark + HEADER + ending + ROW + ending * last)

    assert problems == []
    assert [dict(r) for r in rows] == [dict(zip(PLACES.header, ROW.split(","), strict=True))]


def test_cells_stay_text_as_written():
    rows, problems = read(f"{HEADER}\nna,001234567890,NA,1e3,county,nan\n")

    assert problems == []
    assert list(rows[0].values()) == ["na", "001234567890", "NA", "1e3", "county", "nan"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("", f": is empty; its first line should be {HEADER}"),
        (f"{HEADER}\n", ": has a header and no rows; add the rows"),
        ("version https://git-lfs.github.com/spec/v1\n", ": is a Git LFS pointer, not the file: run `git lfs pull`"),
        (f"{HEADER}\n街".encode("gbk"), ", row 2: byte 37 (bd d6) is not UTF-8; save the file as UTF-8, not GBK"),
        (HEADER.encode("utf-16"), ", row 1: byte 0 (ff fe 69 00) is not UTF-8; save the file as UTF-8, not GBK"),
        (f"{HEADER}\n{ROW}\0", ", row 2: holds a NUL character"),
        (f'{HEADER}\n"{ROW}', ": is not CSV (unexpected end of data); check the quotation marks"),
        ("id,code,name_zh,level,parent,rank\n", f", row 1: header lacks name_en; does not know rank; {SHOULD_BE}"),
        (f"{HEADER},id\n", f", row 1: header repeats id; {SHOULD_BE}"),
        ("code,id,name_zh,name_en,level,parent\n", f", row 1: header is in another order; {SHOULD_BE}"),
    ],
)
def test_a_file_without_rows_is_one_problem(raw, says):
    assert read(raw) == (None, [f"t.csv{says}"])


def test_a_file_may_be_empty_where_that_means_something():
    assert read(f"{HEADER}\n", may_be_empty=True) == ([], [])


def test_all_problems_of_a_file_are_noted_at_once():
    _, problems = read(f"{HEADER}\nShandong,37,山东省, Shandong,country,\n{ROW},\n{ROW}\n{ROW}\n")

    assert problems == [
        "t.csv, row 2, id = 'Shandong': is not a slug; write a-z, 0-9 and hyphens",
        "t.csv, row 2, code = '37': is not a 12-digit code",
        "t.csv, row 2, name_en = ' Shandong': has blanks around it; remove them",
        "t.csv, row 2, level = 'country': should be one of province, prefecture, county, township",
        "t.csv, row 3: has 7 cells instead of 6; check commas and quotation marks",
        "t.csv, row 5, id = 'shandong': repeats row 4; remove one of them",
    ]


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("", "is empty; a value is needed here"),
        ("-3", "cannot be negative: a release counts things"),
        ("-0", "cannot be negative: a release counts things"),
        ("1,000", "has separators; write 1000"),
        ("１０００", "has full-width characters; write 1000"),
        ("NaN", "is not a number; write digits with an optional decimal point, nothing else"),
        ("inf", "is not a number; write digits with an optional decimal point, nothing else"),
        ("1e3", "is not a number; write digits with an optional decimal point, nothing else"),
        ("007", "is not a number; write digits with an optional decimal point, nothing else"),
        ("1_000", "is not a number; write digits with an optional decimal point, nothing else"),
        ("400余", "is not a number; write digits with an optional decimal point, nothing else"),
        ("٤٠٠", "is not a number; write digits with an optional decimal point, nothing else"),
        ("4 ", "has blanks around it; remove them"),
        ("9007199254740993", "has too many digits; frames and exports keep 15 of them, 6 behind the point"),
        ("9" * 400, "has too many digits; frames and exports keep 15 of them, 6 behind the point"),
        ("1" + "0" * 16, "has too many digits; frames and exports keep 15 of them, 6 behind the point"),
        ("0.0000001", "has too many digits; frames and exports keep 15 of them, 6 behind the point"),
    ],
)
def test_a_number_is_digits_and_a_point_that_a_float_can_hold(value, remedy):
    assert complaint(column(schema.FIGURES, "value"), value) == remedy


@pytest.mark.parametrize("value", ["0", "400", "97.5", "1.50", "1000000000000000", "0.1", "0.000001"])
def test_plain_numbers_pass(value):
    assert complaint(column(schema.FIGURES, "value"), value) == ""


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("start", ["-1", "01", "１２", "1.0", "9" * 19]),
        ("start_date", ["2023-1-1", "20230101", "2023-02-29", "2023年1月", "２０２３-01-01"]),
        ("bound", ["at least", "≥"]),
        ("status", ["Done", "finished"]),
        ("indicator", ["welfare", "Welfare.x", "welfare.低保", "welfare.a.b"]),
        ("quote", ["a\tb", "　三名"]),
        ("note_zh", ["x\ny", " "]),
    ],
)
def test_each_type_refuses_what_only_looks_right(name, values):
    assert all(complaint(column(schema.FIGURES, name), value) for value in values)


def test_a_misspelt_id_gets_the_nearest_ones_suggested():
    assert tables.suggestion("welfair", ["welfare", "health"]) == "; did you mean welfare?"
    assert tables.suggestion("zzz", ["welfare", "health"]) == ""


def test_a_long_value_is_cut_in_the_message():
    problem = tables.Problem("t.csv", 2, "id", "x" * 5000, "is not a slug")

    assert len(str(problem)) < 120


def test_a_message_lists_fifty_problems_and_counts_the_rest():
    problems = tuple(tables.Problem("t.csv", n, "id", "?", "is not a slug") for n in range(2, 62))

    text = str(tables.BadData("data", problems))

    assert text.splitlines()[0] == "data: 60 problems; nothing was loaded."
    assert text.splitlines()[-1] == "  … and 10 more"
    assert len(text.splitlines()) == 52
