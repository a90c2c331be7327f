"""The documentation is current, its links lead somewhere, and its code runs."""

import ast
import re
import sys
import tokenize
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

import hfdata as hf

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))  # docs/generate is no part of the package

from generate import examples, gallery  # noqa: E402
from generate.__main__ import PAGES as GENERATED  # noqa: E402

PAGES = sorted([ROOT / "README.md", ROOT / "data" / "README.md", ROOT / "SECURITY.md", *DOCS.glob("*.md")])
SLOW = pytest.mark.slow  # draws every chart
COMING: set[str] = set()
NOT_DRAWN = {"Multiples", "css", "resize", "save", "svg", "use_theme"}
FENCED = re.compile(r"^(`{3,})(\w*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def made(name, data):
    return GENERATED[name](data)


@cache
def anchors(page):
    """The anchors that GitHub gives a page's headings."""
    found = re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)
    plain = [re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower() for heading in found]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def python(page):
    return [code for _, kind, code in FENCED.findall(page.read_text("utf-8")) if kind == "python"]


# Generated pages


@pytest.mark.parametrize("name", [pytest.param(n, marks=SLOW if n == "gallery.md" else ()) for n in GENERATED])
def test_generated_pages_are_current(name, data):
    assert (DOCS / name).read_text("utf-8") == made(name, data), "run `make docs`"


@pytest.mark.slow
def test_pictures_are_current(data):
    drawn = gallery.pictures(data)

    assert {p.name for p in (DOCS / gallery.PICTURES).glob("*.svg")} == drawn.keys(), "run `make docs`"
    assert [n for n, svg in drawn.items() if (DOCS / gallery.PICTURES / n).read_text("utf-8") != svg] == []


def test_the_gallery_shows_every_builder():
    shown = {name for name, thing in vars(examples).items() if callable(thing)}

    assert shown == set(hf.charts.__all__) - NOT_DRAWN, "add the builder to docs/generate/examples.py"


def test_the_data_dictionary_defines_every_indicator_unit_and_domain(data):
    text = made("data-dictionary.md", data)

    assert [i for i in (*data.indicators, *data.units, *data.domains) if f"| `{i}` |" not in text] == []


def test_the_reference_shows_every_public_name(data):
    text = made("api.md", data)
    names = [*hf.__all__, *(f"charts.{n}" for n in hf.charts.__all__)]

    assert [n for n in names if not re.search(rf"^##+ hf\.{re.escape(n)}$", text, re.MULTILINE)] == []


# Links


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    lost = []
    for target in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        if place in {ROOT / name for name in COMING} and not place.exists():
            continue
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors(place)):
            lost.append(target)

    assert lost == []


# Code


def remark(line):
    """The comment at the end of a line of code, "" if none."""
    tokens = tokenize.generate_tokens(StringIO(line).readline)
    return next((t.string.lstrip("# ") for t in tokens if t.type == tokenize.COMMENT), "")


def run(code, names):
    """Run *code* statement by statement; what a comment says of a statement must be true of it."""
    for node in ast.parse(code).body:
        said = remark("\n".join(code.splitlines()[node.lineno - 1 : node.end_lineno]) + "\n")
        if said.startswith("refused"):
            with pytest.raises(hf.HfdataError):
                eval(ast.unparse(node), names)
        elif isinstance(node, ast.Expr):
            result = eval(ast.unparse(node), names)
            if isinstance(result, hf.Quantity) and said:
                assert str(result) == said
        else:
            exec(ast.unparse(node), names)


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, marks=SLOW if p.name == "gallery.md" else ()) for p in PAGES if p.name != "api.md" and python(p)],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_python_in_pages_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)  # some of it writes files
    names = {}
    for code in python(page):
        run(code, names)

    assert names


def test_every_test_that_reliability_names_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (DOCS / "reliability.md").read_text("utf-8"))

    assert len(named) > 15
    assert [n for n in named if f"def {n[1]}(" not in (ROOT / n[0]).read_text("utf-8")] == []
