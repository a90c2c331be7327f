"""The project's own rules, as tests."""

import ast
import importlib
import inspect
import pickle
import re
import subprocess
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import hfdata as hf
from hfdata import citation
from hfdata.cli import main
from hfdata.runs.cluster.remote import SPOKEN

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "hfdata"
HEAVY = {"pandas", "altair", "papermill", "nbclient", "nbformat", "IPython", "numpy", "vl_convert"}
# The river of figures: text, numbers, what follows from them, and how they are told and drawn.
FIGURES = {
    *("numerals", "dataset", "figure", "checks", "audit", "draft", "descriptor", "export", "workbook", "citation"),
    *("quantity", "ratios", "prose", "prompt", "refusals", "inventory", "comparison", "charts"),
}
RUNS = {"runs", "kernels", "report"}  # the river of runs: notebooks in, reports out


def name_of(path):
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(("hfdata", *parts)).removesuffix(".__init__")


@cache
def modules():
    """Every module of the package and its syntax tree."""
    return {name_of(path): (path, ast.parse(path.read_text("utf-8"))) for path in sorted(SRC.rglob("*.py"))}


@cache
def imports():
    """What each module imports of the package, also inside functions; not what only type checkers see."""
    return {name: frozenset(_imported(name, *module)) - {name} for name, module in modules().items()}


def _imported(name, path, tree):
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in _running(tree):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            if base.split(".")[0] == "hfdata":
                yield from (full if (full := f"{base}.{a.name}") in modules() else base for a in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] == "hfdata")


def _running(node):
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)):
            yield from _running(child)


def part(module):
    """The module or package right under hfdata that *module* belongs to."""
    return module.split(".")[1] if "." in module else "hfdata"


@cache
def uses():
    """What each module or package right under hfdata imports of its neighbours."""
    found = {}
    for name, others in imports().items():
        found.setdefault(part(name), set()).update(part(o) for o in others)
    return {name: others - {name} for name, others in found.items()}


def after(code):
    """What a fresh interpreter prints after running *code*."""
    return subprocess.check_output([sys.executable, "-c", f"import sys\n{code}"], text=True).strip()


# Imports go one way


def test_no_import_leads_back():
    assert list(TopologicalSorter(imports()).static_order())


def test_runs_read_data_only_to_plan_and_pages_only_what_they_show():
    assert uses()["runs"] & FIGURES <= {"dataset"}
    assert uses()["report"] & FIGURES <= {"charts", "citation"}


def test_the_river_of_figures_knows_nothing_of_runs():
    assert not {(name, other) for name in FIGURES for other in uses()[name] if other in RUNS | {"cli"}}


def test_every_module_belongs_to_a_river_or_serves_both():
    serve_both = {"hfdata", "cli", "errors", "model", "labels", "words", "fonts", "streams"}

    assert set(uses()) == FIGURES | RUNS | serve_both


@pytest.mark.parametrize(
    ("module", "only"),
    [
        ("model", set()),
        ("errors", set()),
        ("kernels", set()),
        ("streams", set()),
        ("numerals", {"errors", "model"}),
        ("labels", {"errors", "model", "words"}),
        ("quantity", {"errors", "labels"}),
        ("audit", {"checks", "model", "numerals"}),
        ("charts", {"errors", "fonts", "labels", "model", "prose", "ratios", "words"}),
        ("report", {"charts", "citation", "errors", "labels", "model", "words"}),
    ],
)
def test_a_module_imports_no_more_than_its_place_allows(module, only):
    assert uses()[module] <= only


def test_importing_hfdata_stays_cheap():
    assert after(f"import hfdata; print({HEAVY} & set(sys.modules))") == "set()"


def test_planning_a_run_loads_nothing_heavy():
    code = "import hfdata.cli, hfdata.dataset, hfdata.runs.planning.plan, hfdata.runs.deciding.decide"

    assert after(f"{code}; print({HEAVY} & set(sys.modules))") == "set()"


def test_kernels_load_nothing_else_of_hfdata():
    code = "import hfdata.kernels.conversation; print([m for m in sys.modules if m.split('.')[0] == 'hfdata'])"

    assert {part(m) for m in ast.literal_eval(after(code))} == {"hfdata", "kernels"}


# What modules look like


def test_only_the_command_line_prints():
    to_stdout = {
        name
        for name, (_, tree) in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "print"
        and not any(k.arg == "file" for k in node.keywords)
    }

    assert to_stdout <= {"hfdata.fonts.build"}  # which only `make fonts` runs; cli has click.echo


def test_no_module_is_a_drawer_for_odds_and_ends():
    words = {"utils", "util", "helpers", "helper", "core", "common", "manager", "misc", "base", "config", "settings"}

    assert not {n for n in modules() for p in n.split(".") if p in words}


def test_every_public_name_has_a_docstring():
    bare = []
    for name, (_, tree) in modules().items():
        if not any(p.startswith("_") for p in name.split(".")):
            bare += [name] * (ast.get_docstring(tree) is None and not name.endswith("__main__"))
            bare += [f"{name}.{n}" for n in _bare(tree)]

    assert bare == []


def _bare(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not child.name.startswith("_"):
            overloaded = any("overload" in ast.unparse(d) for d in child.decorator_list)
            if ast.get_docstring(child) is None and not overloaded:
                yield child.name
            if isinstance(child, ast.ClassDef):
                yield from (f"{child.name}.{n}" for n in _bare(child))


# The front door


def test_the_front_door_offers_what_it_names():
    assert dir(hf) == sorted(hf.__all__)
    assert all(inspect.getdoc(getattr(hf, name)) for name in hf.__all__)


def test_a_name_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(AttributeError, match=r"hfdata has no 'laod'; it offers .*load"):
        _ = hf.laod


def test_types_travel_with_the_package():
    assert (SRC / "py.typed").is_file()


# Errors


def errors():
    """Every error that hfdata raises on purpose, and where it is written."""
    found, more = {"HfdataError": "hfdata.errors"}, True
    while more:
        more = {
            node.name: name
            for name, (_, tree) in modules().items()
            for node in tree.body
            if isinstance(node, ast.ClassDef)
            and node.name not in found
            and {ast.unparse(b) for b in node.bases} & {*found}
        }
        found |= more
    return sorted((module, name) for name, module in found.items())


SAMPLES = {"str": "x", "int": 1, "float": 1.5, "Path": Path("x"), "bool": True, "date": "2023-11-01"}


def sample(parameter):
    kind = str(parameter.annotation).split(" | ")[0]
    if kind.startswith("tuple["):
        return (SAMPLES.get(kind[6:].split(",")[0].rstrip("]"), "x"),)
    return SAMPLES.get(kind, "x")


def says(error):
    try:
        return str(error)
    except ValueError:
        return ""


@pytest.mark.parametrize(("module", "name"), errors())
def test_every_error_says_something_and_survives_pickling(module, name):
    error = getattr(importlib.import_module(module), name)
    if "__init__" in vars(error):
        _, *taken = inspect.signature(error.__init__).parameters.values()
        one = error(*(sample(p) for p in taken if p.kind is p.POSITIONAL_OR_KEYWORD))
    else:  # its text takes apart what it was raised with
        one = next(e for n in (1, 2, 3, 4) if (e := error(*"wxyz"[:n])) and says(e))

    again = pickle.loads(pickle.dumps(one))

    assert str(again) == str(one)
    assert str(one).strip()
    assert one.exit_code in (1, 2, 3)


# What belongs together


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cff = (ROOT / "CITATION.cff").read_text("utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert project["version"] == hf.__version__ == citation.VERSION
    assert re.search(r"^version: (.*)$", cff, re.MULTILINE)[1] == hf.__version__
    assert re.search(r"^date-released: (\d{4})", cff, re.MULTILINE)[1] == citation.YEAR
    assert hf.__version__ in changelog


@pytest.mark.parametrize("command", main.commands)
def test_the_readme_shows_every_command_and_its_help_gives_an_example(command):
    assert f"hfdata {command}" in (ROOT / "README.md").read_text("utf-8")
    assert f"hfdata {command}" in inspect.getdoc(main.commands[command].callback)


def test_the_locks_name_no_index_and_pin_every_package_by_hash():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text("utf-8")
        assert "://" not in text, lock
        pins = re.findall(r"^[a-zA-Z0-9._-]+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins), lock


def test_a_machine_of_a_cluster_has_what_a_report_is_made_with_and_what_it_talks_with():
    run, cluster, everything = (
        dict(
            re.findall(
                r"^([a-zA-Z0-9._-]+)==(\S+)", (ROOT / "requirements" / f"{name}.txt").read_text("utf-8"), re.MULTILINE
            )
        )
        for name in ("run", "cluster", "all")
    )

    assert run.items() < cluster.items() < everything.items()
    assert {"distributed", "fsspec", "pyarrow", *SPOKEN} <= cluster.keys()
    assert not {"jupyterlab", "pytest"} & cluster.keys()


def test_the_source_texts_are_not_in_the_repository():
    digests = {
        re.search(r'sha256 = "(\w+)"', p.read_text("utf-8"))[1] for p in (ROOT / "data").glob("releases/*/release.toml")
    }
    names = {d.parent.name for d in (ROOT / "data").glob("releases/*/release.toml")}

    assert digests
    assert not [p for p in ROOT.glob("[!.]*/**/*.txt") if p.stem in names]
