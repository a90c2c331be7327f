"""Parameters and names are data: a value arrives as it is or is refused; none runs, none leaves the folder."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from hfdata.cli import main
from hfdata.errors import HfdataError
from hfdata.runs.executing.execute import BadParameter, check_parameters
from hfdata.runs.planning.notebooks import find
from hfdata.runs.planning.plan import Grid, plan
from hfdata.runs.request import Request
from hfdata.runs.run import run

pytestmark = [pytest.mark.faults, pytest.mark.skipif(sys.platform != "linux", reason="promised on Linux")]

DECLARED = """\
text: str = "a"
count: int = 1
share: float = 0.5
exact: bool = False
some: list[str] = ["a"]
maybe: "Optional[int]" = None
"""
TEXTS = (  # what is code, structure or a number to somebody else is text to a str
    "007",
    "no",
    "nan",
    "None",
    "null",
    "1e5",
    "2023-11-01",
    "'); import os; os._exit(3); ('",
    '"""\nimport os; os._exit(3)\n"""',
    "\\",
    "\\'",
    "__import__('os').system('touch ran')",
    "{{ x }} {% y %} %s %(a)s ${HOME} $(touch ran) `touch ran`",
    "!!python/object/apply:os.system ['touch ran']",
    "!!set {a}",
    "../../../etc/passwd",
    "/etc/passwd",
    "C:\\con",
    "CON",
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    "\x1b]0;title\x07\x1b[2J",
    "\r\n\t\v\f\x7f\u2028\u2029\ufeff",
    "低保\U0001f600e\u0301",
    "=1+1",
    "-p",
    "",
    " ",
    "x" * 300,
    "字" * 350_000,
)


@pytest.fixture
def mine(bench) -> Path:
    """A notebook that writes down what it was given."""
    note = f"import json; open({str(bench.here)!r} + '/given.jsonl', 'a').write(json.dumps(given) + '\\n')"
    return bench.notebook("mine", "given = [text, count, share, exact, some, maybe]", note, parameters=DECLARED)


def given(bench) -> list:
    """What the notebook was given, run by run."""
    return [json.loads(line) for line in (bench.here / "given.jsonl").read_text("utf-8").splitlines()]


def around(bench) -> set[str]:
    """Every file outside the output folder, the cache and the temporary folder."""
    own = {"out", "cache", "t"}
    found = (path.relative_to(bench.here) for path in bench.here.rglob("*"))
    return {str(path) for path in found if path.parts[0] not in own}


def in_process(bench, monkeypatch, *words, grid=None):
    """Run the command in this process; returns its exit code and what it said on stderr."""
    monkeypatch.setenv("HFDATA_CACHE", str(bench.here / "cache"))
    monkeypatch.chdir(bench.here)
    if grid is not None:
        (bench.here / "grid.toml").write_bytes(grid)
        words = (*words, "--grid", "grid.toml")
    done = CliRunner().invoke(main, ["run", *words, "--out", str(bench.out)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.stderr
    done.stderr.encode()
    return done.exit_code, done.stderr


def test_any_text_arrives_as_it_is(bench, mine, monkeypatch):
    quoted = ", ".join(json.dumps(text).replace("\x7f", "\\u007f") for text in TEXTS if text.isascii())
    raw = ", ".join(json.dumps(text) for text in TEXTS if not text.isascii()).replace("\\ud83d\\ude00", "\\U0001F600")

    code, said = in_process(bench, monkeypatch, str(mine), grid=f"text = [{quoted}, {raw}]\n".encode())

    assert code == 0, said
    assert sorted(values[0] for values in given(bench)) == sorted(TEXTS)
    assert {tuple(map(repr, values[1:])) for values in given(bench)} == {("1", "0.5", "False", "['a']", "None")}
    assert not (bench.here / "ran").exists()
    assert around(bench) == {"mine.ipynb", "given.jsonl", "grid.toml"}
    assert {path.suffix for path in bench.out.rglob("*") if path.is_file()} == {".html", ".ipynb", ".js", ".json"}
    assert max(len(name.encode()) for name in os.listdir(bench.out)) < 150  # noqa: PTH208


def test_typed_values_arrive_typed(bench, mine):
    words = ["-p", "text", "007", "-p", "count", "007", "-p", "share", "1", "-p", "exact", "true"]

    done = bench.run(mine, *words, "-p", "some", '["no", "null", "\'"]', "-p", "maybe", "None")

    assert done.returncode == 0, done.stderr
    assert given(bench) == [["007", 7, 1.0, True, ["no", "null", "'"], None]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x = 1; import os; os._exit(3)", "1"),
        ("text\nimport os", "1"),
        ("unknown", "1"),
        ("__builtins__", "1"),
        ("", "1"),
        ("t" * 100_000, "1"),
        ("count", "1; import os"),
        ("count", "__import__('os').getpid()"),
        ("count", "no"),
        ("count", "nan"),
        ("count", "9" * 5000),
        ("share", "nan"),
        ("share", "inf"),
        ("exact", "no"),
        ("exact", "0"),
        ("some", "{'a'}"),
        ("some", "!!set {a}"),
        ("some", '[["nested"]]'),
        ("some", "[" * 200_000),
        ("some", '[{"a": 1}]'),
        ("some", r'["\ud800"]'),
        ("text", "a\0b"),
        ("text", "\udcff"),
        ("maybe", "null"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason_before_anything_runs(name, text, bench, mine, monkeypatch):
    code, said = in_process(bench, monkeypatch, str(mine), "-p", name, text)

    assert code == 2
    assert said.startswith("hfdata: ")
    assert len(said) < 400
    assert name[:10].split("\n")[0] in said
    assert around(bench) == {"mine.ipynb"}
    assert not bench.out.exists()


@pytest.mark.parametrize(
    ("grid", "words"),
    [
        (b'"x = 1; import os" = [1]', "unknown parameter"),
        (b"count = [2023-11-01]", "a whole number"),
        (b"count = [[1]]", "a whole number"),
        (b"text = [1]", "takes text"),
        (b"share = [nan]", "not nan"),
        (b"some = [[[1]]]", "a JSON list"),
        (b"text = [{a = 1}]", "takes text"),
        (b'text = ["a\\u0000b"]', "NUL"),
        (b"text = ['\xff']", "not TOML in UTF-8"),
        (b"text = [" + b"[" * 100_000, "not TOML"),
        (b"text = []", "axis is empty"),
        (b"count = 1\ncount = 2", "not TOML"),
    ],
)
def test_a_grid_is_data_as_well(grid, words, bench, mine, monkeypatch):
    code, said = in_process(bench, monkeypatch, str(mine), grid=grid)

    assert code == 2
    assert words in said
    assert len(said) < 600
    assert not bench.out.exists()


def test_bytes_that_are_no_text_are_refused(bench, mine):
    done = bench.run(mine, "-p", "text", b"\xff\xfe")

    assert done.returncode == 2
    assert "half of a pair" in done.stderr


class Evil(str):
    def __repr__(self):
        return "__import__('os')._exit(3)"


@pytest.mark.parametrize(
    "value",
    [Path("'); x = (1"), {1, 2}, (1, "'"), Evil("a"), b"x", object(), {1: 2}, {"a": {"b": [Path()]}}, [[[{3}]]]],
    ids=lambda value: type(value).__name__,
)
def test_from_python_only_plain_data_is_taken(value):
    with pytest.raises(BadParameter):
        check_parameters({"text": value})


@pytest.mark.parametrize("value", [Path("/etc"), {"a"}, ("a",), 7, {"a": "b"}, None, ["a"]], ids=str)
def test_a_grid_from_python_is_typed_by_declaration_too(value, mine):
    with pytest.raises(HfdataError, match=r"text: .* takes text"):
        plan(find([str(mine)]), Grid({"text": [value]}), ())


PLACES = ("../../evil", "/tmp/evil", "..", ".", "", "CON", "nul.txt", "a/b", "a\\b", "x" * 300, ".hidden", "\u202ex")


def test_no_value_leads_out_of_the_output_folder(bench, monkeypatch):
    """``lang`` names a folder; whatever it holds, that is one component inside."""
    notebook = bench.notebook("mine", "lang", parameters='lang: str = "zh"')
    before = around(bench)

    code, said = in_process(bench, monkeypatch, str(notebook), *(w for p in PLACES for w in ("-p", "lang", p)))

    assert code == 0, said
    pages = [path.relative_to(bench.out) for path in bench.out.rglob("mine.html")]
    assert len(pages) == len(PLACES)
    assert {len(page.parts) for page in pages} == {2}
    assert around(bench) == before
    assert not Path("/tmp/evil").exists()


STEMS = (
    "CON",
    "x" * 240,
    ".hidden",
    "index",
    "manifest",
    "-rf",
    "a b",
    "<img src=x onerror=alert(1)>",
    "a:b",
    "..a",
    "\udcff",
)


def test_no_notebooks_name_leads_out_of_the_folder_or_over_what_is_ours(bench, monkeypatch):
    notebooks = [bench.notebook(stem, "1") for stem in STEMS]

    code, said = in_process(bench, monkeypatch, *map(str, notebooks))

    assert code == 0, said
    pages = [path for path in bench.out.rglob("*.html") if path.name != "index.html"]
    assert {page.parent for page in pages} == {bench.out}
    assert len(pages) == len(STEMS)
    named = re.compile(r"x-[0-9a-f]{12}|a-b-[0-9a-f]{12}|index-report|manifest-report")
    assert [page.stem for page in pages if not named.fullmatch(page.stem)] == []
    assert around(bench) == {notebook.name for notebook in notebooks}


@pytest.mark.parametrize("places", [("zh", "assets", ".failed"), (".publishing",)], ids=str)
def test_a_link_in_the_output_folder_leads_nowhere(places, bench):
    lines = 'lang: str = "zh"'
    good = bench.notebook("good", "lang", parameters=lines)
    bad = bench.notebook("bad", "1 / 0", parameters=lines)
    elsewhere = bench.here / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("mine")
    bench.out.mkdir()
    for place in places:
        (bench.out / place).symlink_to(elsewhere)

    done = bench.run(good, bad)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["mine"]


def test_what_a_manifest_names_is_no_reason_to_touch_it(bench, monkeypatch):
    """Manifest and log lie in folders that others may write: names in them are not trusted."""
    victim = bench.here / "victim"
    victim.write_text("mine")
    sums = {"../victim": hashlib.sha256(b"mine").hexdigest()}
    notebook = bench.notebook("mine", "1")
    bench.out.mkdir()
    entry = {"notebook": "mine", "parameters": {}, "data": "", "files": sums}
    (bench.out / "manifest.json").write_text(json.dumps({"reports": {"mine": entry, "../x": entry}, "shared": sums}))

    in_process(bench, monkeypatch, str(notebook), "--force")

    assert victim.read_text() == "mine"
    assert around(bench) == {"mine.ipynb", "victim"}


def test_an_output_folder_may_be_reached_by_a_link(bench):
    (bench.here / "real").mkdir()
    bench.out.symlink_to(bench.here / "real")

    assert bench.run(bench.notebook("a", "1")).returncode == 0
    assert (bench.here / "real" / "a.html").is_file()


def test_the_library_refuses_as_the_command_does(mine, bench, monkeypatch):
    monkeypatch.setenv("HFDATA_CACHE", str(bench.here / "cache"))

    with pytest.raises(HfdataError, match="unknown parameter 'x = 1'"):
        run(Request(notebooks=[str(mine)], parameters=[("x = 1", "2")], out=bench.out))
