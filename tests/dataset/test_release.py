"""A release that is not right is refused with the file, the row, the column, the value and a remedy: all at once."""

import pickle

import pytest

from hfdata import dataset
from hfdata.dataset import SomeReleasesLeftOut, folder
from hfdata.dataset.tables import BadData

HERE = "releases/haifeng-2023-11-01"
FIGURES, ASIDE, CHECKS, TOML = (f"{HERE}/{n}" for n in ("figures.csv", "set_aside.csv", "checks.csv", "release.toml"))
SHARED = ("domains.csv", "units.csv", "places.csv", "indicators.csv")
LARGE = "0x" + "f" * 5000  # TOML allows it; Python will not write it in digits


def damaged(files, *changes):
    """Replace text in files: (file, old, new), where old must be there exactly once."""
    for file, old, new in changes:
        text = files[file].decode()
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
        files[file] = text.replace(old, new).encode()
    return files


def problems(files):
    with pytest.raises(BadData) as caught:
        dataset.from_files(files, "data")
    return [str(p) for p in caught.value.problems]


def cases(text):
    """Read "file: old → new" and, on the next line, what is said of it ("…" at its end: and more)."""
    found = []
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    for what, says in zip(lines[::2], lines[1::2], strict=True):
        file, change = what.split(": ", 1)
        old, new = change.split(" → ")
        path = file if "/" in file or file in SHARED else f"{HERE}/{file}"
        found.append(pytest.param(path, old, new.replace("LARGE", LARGE), f"{path}{says}", id=change))
    return found


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    cases("""
    figures.csv: cleared,45,exact → cleared,-45,exact
        , row 3, value = '-45': cannot be negative: a release counts things
    figures.csv: 2000余册 → 2,000余册
        , row 21: has 13 cells instead of 12; check commas and quotation marks
    figures.csv: ,28000, → ,"28,000",
        , row 51, value = '28,000': has separators; write 28000
    figures.csv: ,28000, → ,２８０００,
        , row 51, value = '２８０００': has full-width characters; write 28000
    figures.csv: ,28000, → ,NaN,
        , row 51, value = 'NaN': is not a number; write digits with an optional decimal point, nothing else
    figures.csv: ,28000, → ,,
        , row 51, value = '': is empty; a value is needed here
    figures.csv: safety.wechat-contacts → safety.wechat-contact
        , row 51, indicator = 'safety.wechat-contact': is not an id in indicators.csv; did you mean safety.wechat-c…
    figures.csv: 2706,2713 → 2706,9713
        , row 51, end = '9713': span 2706–9713 lies outside the source's 3037 characters
    figures.csv: 2706,2713 → 2706,2714
        , row 51, end = '2714': start 2706 + the 7 characters of 28000余人 make 2713
    figures.csv: 2706,2713 → 2713,2706
        , row 51, end = '2706': should be greater than start, 2713
    figures.csv: 2023-01-01,2023-11-01,500余起 → 2023-11-01,2023-01-01,500余起
        , row 52, end_date = '2023-01-01': lies before start_date 2023-11-01
    figures.csv: indicator,value → value,indicator
        , row 1: header is in another order; it should be indicator,value,bound,status,period,start_date,end_date,…
    set_aside.csv: 三大堆,598,601,name → 三大堆,598,601,nickname
        , row 9, reason = 'nickname': should be one of date, name, ordinal, idiom, age, label
    checks.csv: culture.reading-stations-built,<=, → culture.reading-stations,<=,
        , row 7, left = 'culture.reading-stations': 'culture.reading-stations' is neither an indicator nor a number; …
    checks.csv: ,<=,66, → ,<=,66 +,
        , row 6, right = '66 +': '' is neither an indicator nor a number
    checks.csv: ,<=,66, → ,≤,66,
        , row 6, relation = '≤': should be one of =, <=, >=, <>
    release.toml: id = "haifeng-2023-11-01" → id = "haifeng"
        , id = 'haifeng': should be the folder's name, 'haifeng-2023-11-01'
    release.toml: place = "haifeng" → place = "haifang"
        , place = 'haifang': is not an id in places.csv; did you mean haifeng?
    release.toml: event_date = 2023-11-01 → event_date = "2023-11-01"
        , event_date = '2023-11-01': needs a date without quotes, such as 2023-11-01
    release.toml: [0, 40] → [0, 50]
        , paragraphs = '[42, 76]': needs [start, end] in order, inside the source
    release.toml: [0, 40] → [0, LARGE]
        , paragraphs = 'a number too long to write': needs [start, end] in order, inside the source
    release.toml: characters = 3037 → characters = LARGE
        , source.characters = 'a number too long to write': needs the length of the source in code points, a whole …
    release.toml: characters = 3037 → characters = true
        , source.characters = 'True': needs the length of the source in code points, a whole number
    release.toml: sha256 = "925d → sha256 = "925D
        , source.sha256 = '925Dd9722577bd624e66d345a3d68da6868f108b59ed4922b50693503…': needs 64 hexadecimal digits
    release.toml: author = "刘蕊" → url = "javascript:alert(1)"
        , source.url = 'javascript:alert(1)': needs an address that starts with https:// or http://
    release.toml: author = "刘蕊" → auther = "刘蕊"
        , source.auther = '刘蕊': is not a key of release.toml; did you mean author?
    release.toml: place = "haifeng" → place =
        : is not TOML: Invalid value…
    release.toml: [source] → [Source]
        , source = '': needs a [source] table with title, publisher, published, sha256, characters
    indicators.csv: ,compound,stock → ,compounds,stock
        , row 8, unit = 'compounds': is not an id in units.csv; did you mean compound?
    indicators.csv: health.village-clinics,health → health.village-clinics,healht
        , row 27, domain = 'healht': is not an id in domains.csv; did you mean health?
    indicators.csv: health.village-clinics,health → health.village-clinics,safety
        , row 27, id = 'health.village-clinics': should start with safety.
    indicators.csv: 卫生室,Village clinics → 卫生室,Culture and sports venues
        , row 27, name_en = 'Culture and sports venues': is also culture.venues's name
    units.csv: camera,个,cameras,{camera} → camera,个,,{camera}
        , row 15, name_en = '': is empty; a value is needed here
    places.csv: township,wudi → township,wuli
        , row 5, parent = 'wuli': is not an id in places.csv; did you mean wudi?
    """),
)
def test_one_slip_is_one_problem(files, file, old, new, says):
    (found,) = problems(damaged(files, (file, old, new)))

    assert found == says or (says.endswith("…") and found.startswith(says[:-1]))


def test_a_number_of_thousands_of_digits_is_refused(files):
    (found,) = problems(damaged(files, (TOML, "characters = 3037", f"characters = {'9' * 5000}")))

    assert found.startswith(f"{TOML}: is not TOML: ")


@pytest.mark.parametrize("character", ["\\u0007", "\\u001b[2J", "\\n", "\\u009b", "\\uFFFE", "\\uFFFF"])
def test_a_source_cannot_hold_what_steers_a_terminal_or_what_no_document_can_hold(files, character):
    (found,) = problems(damaged(files, (TOML, 'author = "刘蕊"', f'author = "刘{character}蕊"')))

    assert found.endswith("holds a control character; remove it")


@pytest.mark.parametrize("character", ["\x07", "\x1b", "\x85", "\ufffe", "\uffff"])
def test_neither_can_a_cell(files, character):
    (found,) = problems(damaged(files, ("indicators.csv", "卫生室,Village", f"卫{character}生室,Village")))

    assert found.endswith("holds a control character; remove it")


@pytest.mark.parametrize("file", ["domains.csv", FIGURES, ASIDE, CHECKS, TOML])
def test_a_missing_file_is_one_problem(files, file):
    del files[file]

    (found,) = problems(files)
    assert found.startswith(f"{file}: is missing")


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
@pytest.mark.parametrize("file", [FIGURES, ASIDE, CHECKS, TOML])
def test_another_encoding_is_named_never_guessed(files, file, encoding):
    files[file] = files[file].decode().replace("≤", "<").encode(encoding)

    (found,) = problems(files)
    assert "is not UTF-8; save the file as UTF-8, not GBK" in found


def test_a_git_lfs_pointer_says_what_to_run(files):
    files[FIGURES] = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"

    assert problems(files) == [f"{FIGURES}: is a Git LFS pointer, not the file: run `git lfs pull`"]


def test_a_release_without_figures_is_refused_but_one_without_checks_is_not(files):
    files[CHECKS] = files[CHECKS].split(b"\n")[0]
    files[FIGURES] = files[FIGURES].split(b"\n")[0]

    assert problems(files) == [f"{FIGURES}: has a header and no rows; add the rows"]


def test_a_figure_twice_is_refused(files):
    row = b"safety.losses-recovered,"
    files[FIGURES] += files[FIGURES][files[FIGURES].index(row) :]

    assert problems(files) == [
        f"{FIGURES}, row 56, indicator+status+start = 'safety.losses-recovered/done/2821': "
        "repeats row 55; remove one of them"
    ]


def test_rows_out_of_order_are_refused(files):
    head, first, second, rest = files[FIGURES].split(b"\n", 3)
    files[FIGURES] = b"\n".join([head, second, first, rest])

    assert problems(files) == [f"{FIGURES}, row 3, start = '602': comes after 613; sort the rows by start"]


def test_a_bad_row_hides_nothing_else_about_it_or_about_others(files):
    damage = (
        (FIGURES, "safety.wechat-contacts,28000,at_least", "safety.wechat,28.000.0,over"),
        (FIGURES, "56处,710,713", "56处,710,714"),
        (ASIDE, "周五,507,509,date", "周五,507,510,day"),
        (CHECKS, ",<=,66,", ",<=,sixty-six,"),
        (TOML, "event_date = 2023-11-01", "event_date = 2023"),
    )

    found = problems(damaged(files, *damage))

    assert [p.split(":")[0] for p in found] == [
        f"{TOML}, event_date = '2023'",
        f"{FIGURES}, row 51, value = '28.000.0'",
        f"{FIGURES}, row 51, bound = 'over'",
        f"{FIGURES}, row 51, indicator = 'safety.wechat'",
        f"{ASIDE}, row 7, reason = 'day'",
        f"{CHECKS}, row 6, right = 'sixty-six'",
    ]


def test_shared_tables_and_releases_are_judged_together(files):
    damage = (
        ("domains.csv", "welfare,兜底保障,Social welfare", "welfare,兜底保障,"),
        ("units.csv", "id,name_zh", "unit,name_zh"),
        ("places.csv", "haifeng,371623002000", "haifeng,37162300"),
        (FIGURES, "cleared,45,exact", "cleared,-45,exact"),
    )

    assert problems(damaged(files, *damage)) == [
        "domains.csv, row 6, name_en = '': is empty; a value is needed here",
        "units.csv, row 1: header lacks id; does not know unit; it should be id,name_zh,name_en,ucum",
        "places.csv, row 5, code = '37162300': is not a 12-digit code",
        f"{FIGURES}, row 3, value = '-45': cannot be negative: a release counts things",
    ]


@pytest.mark.parametrize("table", SHARED)
def test_a_shared_table_that_cannot_be_read_is_one_problem(files, table):
    files[table] = files[table].split(b"\n")[0]

    assert problems(files) == [f"{table}: has a header and no rows; add the rows"]


@pytest.fixture
def one_bad(two_releases):
    """The files of two releases, of which example-2024-03-05 has a slip."""
    found = folder.read(two_releases)
    return damaged(found, ("releases/example-2024-03-05/figures.csv", ",1500,", ',"1,500",'))


def test_a_release_with_problems_is_left_out_and_said_so(one_bad):
    with pytest.warns(SomeReleasesLeftOut, match=r"(?s)left out.*1,500.*has separators; write 1500"):
        data = dataset.from_files(one_bad, "data")

    assert list(data.releases) == ["haifeng-2023-11-01"]
    assert [p.value for p in data.problems] == ["1,500"]
    assert "1 problem(s) in releases that were left out" in repr(data)


def test_strict_refuses_all_where_one_is_bad(one_bad):
    with pytest.raises(BadData, match="has separators; write 1500"):
        dataset.from_files(one_bad, "data", strict=True)


def test_an_error_travels_between_processes(files):
    with pytest.raises(BadData) as caught:
        dataset.from_files(damaged(files, (FIGURES, ",28000,", ",x,")), "data")

    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.exit_code == 3


def test_byte_order_marks_and_line_endings_change_no_digest(files, data):
    changed = {name: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n") for name, raw in files.items()}

    assert dataset.from_files(changed, "data").digest("haifeng-2023-11-01") == data.digest("haifeng-2023-11-01")
