"""An audit proves every quote and numeral; each kind of slip gives exactly its finding."""

import hashlib
import re

import pytest

from hfdata import audit as auditing
from hfdata import dataset
from hfdata.audit import CODES, audit, paragraphs
from hfdata.dataset import folder

EXAMPLE = "example-2024-03-05"
HERE = f"releases/{EXAMPLE}/"


@pytest.fixture
def example(two_releases):
    """The files of a folder that holds the invented release only."""
    return {n: raw for n, raw in folder.read(two_releases).items() if "haifeng" not in n}


@pytest.fixture
def text(example_sources):
    """The source text of the invented release."""
    return (example_sources / f"{EXAMPLE}.txt").read_bytes().decode("utf-8")


@pytest.fixture
def findings(tmp_path):
    """What an audit finds in files, given a source text: its code, its place and what it says."""

    def find(files, text):
        (tmp_path / f"{EXAMPLE}.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
        return [(f.code, f.start, f.says) for f in audit(dataset.from_files(files, "data"), sources=tmp_path).findings]

    return find


def change(files, name, old, new):
    raw = files[f"{HERE}{name}"].decode()
    assert raw.count(old) == 1, f"{old!r} is {raw.count(old)} times in {name}"
    files[f"{HERE}{name}"] = raw.replace(old, new).encode()


def record(files, text):
    """Write into release.toml what belongs to another text, as its author would after changing it."""
    spans = [[p.start, p.end] for p in paragraphs(text)]
    toml = files[f"{HERE}release.toml"].decode()
    toml = re.sub(r"paragraphs = .*", f"paragraphs = {spans}", toml)
    toml = re.sub(r"characters = .*", f"characters = {len(text)}", toml)
    toml = re.sub(r'sha256 = ".*"', f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"', toml)
    files[f"{HERE}release.toml"] = toml.encode()


def test_the_real_release_has_nothing_to_mend(data, sources):
    found = audit(data, sources=sources)

    assert (found.findings, found.not_checked, found.figures, found.set_aside) == ((), (), 54, 34)


def test_the_invented_release_has_nothing_to_mend_and_says_what_stayed_open(example, example_sources):
    found = audit(dataset.from_files(example, "data"), sources=example_sources)

    assert (found.findings, found.figures, found.set_aside) == ((), 27, 11)
    assert found.not_checked == (
        f"{EXAMPLE}: check merit-teachers (not reported: education.merit-teachers-third, "
        "education.county-commendations)",
        f"{EXAMPLE}: check films-outnumber-performances (the limits leave it open)",
    )


# The text


def test_s1_a_changed_byte(example, text, findings):
    ((code, start, says),) = findings(example, text.replace("1500余吨", "1600余吨"))

    assert (code, start) == ("S1", -1)
    assert says.startswith(f"sha256 of {EXAMPLE}.txt starts ")
    assert "release.toml records" in says


@pytest.mark.parametrize(
    "damage", [lambda t: t.encode()[:-1], lambda t: t.encode("gbk"), lambda t: b"\xef\xbb\xbf" + t.encode()]
)
def test_s1_whatever_else_happens_to_the_bytes(example, text, findings, damage):
    assert [f[0] for f in findings(example, damage(text))] == ["S1"]


def test_s2_a_wrong_length(example, text, findings):
    change(example, "release.toml", f"characters = {len(text)}", f"characters = {len(text) + 1}")

    assert findings(example, text) == [
        (
            "S2",
            -1,
            f"the source has {len(text)} characters, release.toml records {len(text) + 1}; correct source.characters.",
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[24, 52]", "[24, 51]", "paragraph 24–51 should be 24–52; correct release.toml."),
        ("[[0, 22], ", "[", "paragraph 24–52 should be 0–22; correct release.toml."),
    ],
)
def test_s3_a_wrong_paragraph(example, text, findings, old, new, says):
    change(example, "release.toml", old, new)

    ((code, _, found),) = findings(example, text)
    assert (code, found) == ("S3", says)


# The quotes


def test_q1_a_shifted_span(example, text, findings):
    change(example, "figures.csv", "1500余吨,149,155", "1500余吨,150,156")

    assert findings(example, text) == [
        ("Q1", 150, "'1500余吨' is recorded, '500余吨；' printed; it stands at 149–155.")
    ]


def test_q1_a_quote_that_is_printed_nowhere(example, text, findings):
    change(example, "set_aside.csv", "三大堆,124,127", "四大堆,124,127")

    assert findings(example, text) == [
        ("Q1", 124, "'四大堆' is recorded, '三大堆' printed; the source does not print it.")
    ]


@pytest.mark.parametrize(
    ("name", "row", "numeral"),
    [
        ("figures.csv", "health.village-clinics", "14处"),
        ("set_aside.csv", "一件事", "一件"),
        ("set_aside.csv", "2024-03", "2024-03-05 09:00:00"),
    ],
)
def test_n1_a_dropped_row(example, text, findings, name, row, numeral):
    (line,) = re.findall(rf"^{row}.*\n", example[f"{HERE}{name}"].decode(), re.MULTILINE)
    change(example, name, line, "")

    ((code, start, says),) = findings(example, text)
    assert code == "N1"
    assert says.endswith(" is in neither figures.csv nor set_aside.csv; add it to one of them.")
    assert text[start:].startswith(says.split(" is in neither")[0])
    assert numeral.startswith(says.split(" is in neither")[0]) or says.startswith(numeral)


@pytest.mark.parametrize("added", ["另有３２人参加。", "另有32人参加。", "另有三十二人参加。", "另有5.5万元。"])
def test_n1_an_added_numeral(example, text, findings, added):
    longer = text + added
    record(example, longer)

    ((code, start, says),) = findings(example, longer)
    assert (code, start) == ("N1", len(text) + 2)
    assert says.startswith(added[2:].split("参")[0].rstrip("。"))


def test_n2_an_overlap(example, text, findings):
    change(example, "set_aside.csv", "一级,226", "1500,149,153,label\n一级,226")

    assert findings(example, text) == [("N2", 149, "1500余吨 overlaps 1500 at 149; keep one of the two.")]


def test_n2_an_overlap_with_more_than_the_row_before(example, text, findings):
    long = text[149:166]
    change(example, "set_aside.csv", "一级,226", f"{long},149,166,label\n一级,226")

    assert [f[:2] for f in findings(example, text)] == [("N2", 149), ("N2", 163)]


# The readings


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("refuse-removed,1500", "refuse-removed,1600", "V1", "1500余吨 reads 1500, … records 1600"),
        ("investment,12000000", "investment,1200", "V1", "1200万元 reads 12000000, … records 1200"),
        ("meal-points,4,", "meal-points,5,", "V1", "四处 reads 4, … records 5"),
        ("1500,at_least", "1500,exact", "V2", "1500余吨 reads at_least, … records exact"),
        ("8,at_most", "8,at_least", "V2", "不足8千米 reads at_most, … records at_least"),
        ("120,about", "120,exact", "V2", "约120处 reads about, … records exact"),
        ("temporary-relief,18", "subsistence-margin,18", "V3", "18次 counts 次, … is in 人"),
        ("2023-12-31,四处", "2024-12-31,四处", "D1", "… is done but ends 2024-12-31, after the event of 2024-03-05"),
    ],
)
def test_a_reading_that_differs_from_its_quote(example, text, findings, old, new, code, says):
    change(example, "figures.csv", old, new)

    ((found, _, why),) = findings(example, text)
    assert found == code
    assert re.sub(r"(environment|education|welfare)\.[a-z-]+", "…", why.split(";")[0]) == says


def test_v1_a_quote_that_is_no_single_number(example, text, findings):
    change(example, "figures.csv", "1500余吨,149,155", "垃圾1500余吨,147,155")

    assert [f[::2] for f in findings(example, text)] == [
        ("V1", "垃圾1500余吨 is not one number with its qualifier and unit; quote exactly these, as printed.")
    ]


def test_a_plan_may_end_after_the_event(example, text, findings):
    change(example, "figures.csv", "exact,planned,,,,1200", "exact,planned,,,2025-12-31,1200")

    assert findings(example, text) == []


def test_c1_a_failing_check(example, text, findings):
    change(example, "checks.csv", "dispute-resolution-rate,<=,100", "dispute-resolution-rate,<=,97")

    assert findings(example, text) == [
        ("C1", -1, "resolution-rate-bound: welfare.dispute-resolution-rate <= 97 is 97.5 <= 97; find the wrong figure.")
    ]


# Around it


def test_crlf_belongs_to_the_text(example, text, findings):
    lines = text.replace("\n", "\r\n")
    moved = {"figures.csv": 8, "set_aside.csv": 1}
    for name, at in moved.items():
        head, *rows = example[f"{HERE}{name}"].decode().splitlines()
        cells = [re.match(rf"((?:[^,]*,){{{at}}})(\d+),(\d+)(.*)", r).groups() for r in rows]
        shift = [text.count("\n", 0, int(start)) for _, start, _, _ in cells]
        rows = [f"{a}{int(b) + n},{int(c) + n}{d}" for (a, b, c, d), n in zip(cells, shift, strict=True)]
        example[f"{HERE}{name}"] = "\n".join([head, *rows, ""]).encode()
    record(example, lines)

    assert findings(example, lines) == []


def test_without_the_text_all_else_is_checked_and_the_rest_is_listed(example, tmp_path):
    change(example, "figures.csv", "refuse-removed,1500", "refuse-removed,1600")
    data = dataset.from_files(example, "data")

    for where in (None, tmp_path):
        found = audit(data, sources=where)
        assert [f.code for f in found.findings] == ["V1"]
        assert any("quotes, numerals and paragraphs against the source text" in line for line in found.not_checked)


def test_a_text_that_cannot_be_read_is_listed(example, tmp_path, monkeypatch):
    (tmp_path / f"{EXAMPLE}.txt").write_text("x")
    data = dataset.from_files(example, "data")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert any("Permission denied" in line for line in audit(data, sources=tmp_path).not_checked)


def test_all_findings_are_had_at_once_in_the_order_of_the_text(example, text, findings):
    change(example, "figures.csv", "8,at_most", "8,exact")
    change(example, "figures.csv", "refuse-removed,1500", "refuse-removed,1600")
    change(example, "figures.csv", "四处,443,445", "四处,444,446")

    assert [f[:2] for f in findings(example, text)] == [("V2", 139), ("V1", 149), ("Q1", 444)]


def test_only_the_releases_named_are_audited(two_releases, example_sources):
    data = dataset.load(two_releases)

    assert audit(data, [EXAMPLE], sources=example_sources).figures == 27


def test_every_code_is_explained_in_the_data_readme():
    readme = (folder.default() / "README.md").read_text("utf-8")

    assert set(re.findall(r"^\| ([A-Z]\d) \|", readme, re.MULTILINE)) == {*CODES, "W1"}  # W1: drafts only


def test_a_finding_reads_as_a_sentence_with_its_place():
    finding = auditing.Finding(EXAMPLE, 149, "V1", "says so.")

    assert str(finding) == f"{EXAMPLE} @149 V1: says so."
    assert str(auditing.Finding(EXAMPLE, -1, "S2", "says so.")) == f"{EXAMPLE} S2: says so."
