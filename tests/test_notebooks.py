"""What every one of the eight notebooks keeps to: as it stands in the repository, and when it is run."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from hfdata.report import markdown
from hfdata.runs.executing.execute import execute
from hfdata.runs.executing.job import Job
from hfdata.runs.planning.notebooks import DOMAINS, SET
from hfdata.runs.planning.parameters import declared

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"
VEGALITE, TABLE = "application/vnd.vegalite.v5+json", "application/vnd.dataresource+json"
TAGS = {"parameters", "hide", "lang-zh", "lang-en", "cannot", "quotes", "board"}
LONGEST_CELL, WIDEST = 60, 120  # lines and characters; a list of sentences in two languages is long, code never is
UNWANTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.With)
DIGITS = re.compile(r"[0-9０-９]")


@cache
def notebook(name):
    return json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))


def cells(name, kind):
    return [(cell, "".join(cell["source"])) for cell in notebook(name)["cells"] if cell["cell_type"] == kind]


def tags(cell):
    return cell["metadata"].get("tags", [])


def sentences(tree):
    """The words that code passes on to readers: ``zh=``, ``en=`` and the pairs of ``points``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in ("zh", "en"):
            yield from texts(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "points":
            yield from (text for arg in node.args for text in texts(arg))


def texts(node):
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def unquoted(text):
    """A text without its slots, its quotations and its code: what we say ourselves."""
    return re.sub(r"\{[^}]*\}|“[^”]*”|`[^`]*`|\]\([^)]*\)", "", text)


def test_there_are_eight_notebooks():
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} >= set(SET)


def test_no_notebook_is_committed_with_outputs_or_a_kernel_of_ones_own():
    """Every notebook that git knows of, whatever its name; one that somebody is still writing is let alone."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.check_output(["git", "ls-files", "--", "notebooks/*.ipynb"], cwd=ROOT, text=True).split()
    assert len(listed) >= len(SET)
    read = {name: json.loads((ROOT / name).read_text("utf-8")) for name in listed}

    used = [
        name for name, made in read.items() if any(c.get("outputs") or c.get("execution_count") for c in made["cells"])
    ]
    assert used == [], f"clear the outputs: jupyter nbconvert --clear-output --inplace {' '.join(used)}"
    named = [name for name, made in read.items() if made["metadata"]["kernelspec"]["name"] != "python3"]
    assert named == [], "choose the kernel Python 3 (ipykernel) and save"


@pytest.mark.parametrize("name", [*SET, "tutorial"])
class TestAsItStands:
    def test_it_is_committed_in_one_form(self, name):
        book = notebook(name)
        text = json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

        assert (NOTEBOOKS / f"{name}.ipynb").read_text("utf-8") == text
        assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
        assert book["metadata"]["kernelspec"]["name"] == "python3"

    def test_it_has_no_outputs(self, name):
        assert not [c["id"] for c, _ in cells(name, "code") if c["outputs"] or c["execution_count"] is not None]

    def test_its_cells_have_readable_ids_and_known_tags(self, name):
        ids = [cell["id"] for cell in notebook(name)["cells"]]

        assert len(set(ids)) == len(ids)
        assert [i for i in ids if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", i)] == []
        assert {t for cell in notebook(name)["cells"] for t in tags(cell)} <= TAGS

    def test_its_prose_comes_in_pairs(self, name):
        found = [(i, c) for i, c in enumerate(notebook(name)["cells"]) if c["cell_type"] == "markdown"]
        zh, en = found[::2], found[1::2]

        assert len(zh) == len(en)
        for (i, chinese), (k, english) in zip(zh, en, strict=True):
            stem = chinese["id"].removesuffix("-zh")
            assert (k, english["id"]) == (i + 1, f"{stem}-en")
            assert {*tags(chinese), "lang-en"} - {"lang-zh"} == set(tags(english))

    def test_it_begins_with_a_question_or_a_claim_in_both_languages(self, name):
        first, second = notebook(name)["cells"][:2]

        assert first["source"][0].startswith("# ")
        assert second["source"][0].startswith("# ")

    def test_its_parameters_say_what_they_are(self, name):
        tagged = [source for cell, source in cells(name, "code") if "parameters" in tags(cell)]
        found = declared(tagged[0])

        assert len(tagged) == 1
        assert list(found)[:2] == ["release", "lang"]
        assert (found["release"].default, found["release"].type) == (HAIFENG, "str")
        assert found["lang"].choices == ("zh", "en")
        assert [p.name for p in found.values() if not p.type or not p.meaning] == []

    def test_its_code_is_short_and_ends_in_an_expression(self, name):
        for cell, source in cells(name, "code"):
            tree = ast.parse(source)
            if "parameters" not in tags(cell):
                assert isinstance(tree.body[-1], ast.Expr), cell["id"]
            assert len(source.splitlines()) <= LONGEST_CELL, cell["id"]
            assert max(map(len, source.splitlines())) <= WIDEST, cell["id"]

    def test_its_code_only_asks_and_shows(self, name):
        for cell, source in cells(name, "code"):
            called = {getattr(n.func, "id", "") for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call)}
            assert not [n for n in ast.walk(ast.parse(source)) if isinstance(n, UNWANTED)], cell["id"]
            assert not called & {"print", "open", "display", "exec", "eval"}, cell["id"]
            assert not re.search(r"\bwarnings\.|\bPath\(|pathlib|read_csv|%%|^[%!]", source, re.MULTILINE), cell["id"]

    def test_its_numbers_are_computed(self, name):
        typed = [text for _, source in cells(name, "markdown") for text in [unquoted(source.replace("sha256", ""))]]
        typed += [unquoted(t) for _, source in cells(name, "code") for t in sentences(ast.parse(source))]

        assert [text for text in typed if DIGITS.search(text)] == []

    def test_words_for_one_release_name_it(self, name, data):
        named = [
            node.value.value
            for _, source in cells(name, "code")
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.keyword) and node.arg == "only"
        ]

        assert set(named) <= data.releases.keys()


@pytest.fixture(scope="module")
def told(two_releases):
    """Run a notebook once for all tests; returns its outcome and its outputs, cell by cell."""
    kept = {}

    def run(name, lang, release, **parameters):
        key = (name, lang, release, *parameters.items())
        if key not in kept:
            job = Job(
                (NOTEBOOKS / f"{name}.ipynb").read_bytes(),
                {"lang": lang, "release": release, **parameters},
                timeout=120,
                env={"HFDATA_DATA": str(two_releases)},
            )
            outcome = execute(job)
            assert outcome.ok, f"{name} {lang} {release}: cell {outcome.cell}: {outcome.cause}"
            done = json.loads(outcome.notebook)["cells"]
            kept[key] = [(c["id"], o) for c in done for o in c.get("outputs", ())]
        return kept[key]

    return run


def charts(outputs):
    return [o["data"][VEGALITE]["usermeta"]["hfdata"] for _, o in outputs if VEGALITE in o.get("data", {})]


def prose(outputs):
    shown = [o["data"]["text/markdown"] for _, o in outputs if "text/markdown" in o.get("data", {})]
    return [s if isinstance(s, str) else "".join(s) for s in shown]


@pytest.mark.slow
@pytest.mark.parametrize("release", [HAIFENG, EXAMPLE])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SET)
class TestRun:
    def test_it_shows_only_what_a_page_can_show(self, name, lang, release, told):
        kinds = {"text/markdown", VEGALITE, TABLE}
        strange = [cell for cell, o in told(name, lang, release) if not kinds & o.get("data", {}).keys()]

        assert strange == []

    def test_its_charts_speak_for_themselves(self, name, lang, release, told):
        found = charts(told(name, lang, release))

        assert len({c["name"] for c in found}) == len(found)
        for chart in found:
            assert chart["title"], chart["name"]
            assert chart["alt"], chart["name"]
            assert chart["caption"], chart["name"]
            assert chart["table"]["rows"], f"{chart['name']} is empty"

    def test_its_sentences_are_whole(self, name, lang, release, told):
        for text in prose(told(name, lang, release)):
            assert not re.search(r"[{}]|\bnan\b|\bNone\b|Missing\(|Quantity\(", text.split("```")[0]), text
            shown = " ".join(piece.text for piece in markdown.pieces(text, sources="sources.html"))
            assert "**" not in shown, text

    def test_it_keeps_to_its_language(self, name, lang, release, told):
        if lang == "en" and name != "sources":  # which prints entries of a Chinese bibliography
            found = charts(told(name, lang, release))
            texts = [*prose(told(name, lang, release)), *(c["title"] for c in found), *(c["caption"] for c in found)]

            assert [t for t in texts if re.search("[，。；：、]", unquoted(t))] == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", DOMAINS)
def test_a_domain_has_three_charts_or_more(name, lang, told):
    least = 2 if name == "health" else 3  # of health, the release counts three things and describes the rest

    assert len(charts(told(name, lang, HAIFENG))) >= least


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", SET)
def test_a_release_that_lacks_figures_is_told_so(name, lang, told):
    said = " ".join([*prose(told(name, lang, EXAMPLE)), *(c["caption"] for c in charts(told(name, lang, EXAMPLE)))])

    assert name == "sources" or re.search("没有报告|Not reported|not report", said)
    assert "海丰" not in said
    assert "Haifeng" not in said


@pytest.mark.slow
def test_the_other_parameters_do_something(told):
    stated = charts(told("environment", "en", HAIFENG))
    read = charts(told("environment", "en", HAIFENG, limits="convention"))
    beside = charts(told("environment", "en", HAIFENG, context=True))

    assert "habit" not in stated[0]["caption"]
    assert "habit" in read[0]["caption"]
    assert stated[0]["title"] != read[0]["title"]
    assert "national list" in beside[1]["alt"]
    assert "national list" not in stated[1]["alt"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["overview", "welfare"])
def test_plain_papermill_gives_the_same_result(name, tmp_path):
    from papermill.execute import execute_notebook

    from hfdata.runs.executing.execute import Job, execute
    from hfdata.runs.executing.normalise import normalise

    path = NOTEBOOKS / f"{name}.ipynb"
    done = execute_notebook(path, tmp_path / "out.ipynb", {"lang": "en"}, progress_bar=False, cwd=tmp_path)

    assert all(cell.execution_count for cell in done.cells if cell.cell_type == "code")
    assert normalise(done) == execute(Job(path.read_bytes(), {"lang": "en"})).notebook
