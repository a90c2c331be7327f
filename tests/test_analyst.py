"""Notebooks as an analyst has them: run by nbconvert, named by a colleague, lying anywhere on disk."""

import base64
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from hfdata.runs.deciding import beside

ROOT = Path(__file__).resolve().parents[1]
VEGALITE = "application/vnd.vegalite.v5+json"
HFDATA = "from hfdata.cli import main; main()"
OWN = [
    'lang: str = "en"  # zh | en: language',
    'import hfdata as hf\nhf.charts.use_theme()\nstory = hf.Story(hf.load(), release="haifeng-2023-11-01", lang=lang)',
    'story.say(zh="{health.village-clinics}", en="{health.village-clinics} is how many village clinics there are.")',
    "import altair as alt\n"
    'figures = story.figures(domain="safety")\n'
    'alt.Chart(figures[["name", "value"]], title="Mine").mark_bar().encode(x="value", y="name")',
    'hf.charts.unit_grid(story.figures("health.village-clinics"), title="Clinics", name="clinics")',
]
pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path):
    """A notebook with ordinary cells, kept far from the project, whose kernel nobody else has."""
    made = nbformat.v4.new_notebook()
    made.metadata.kernelspec = {"name": "zhang-2019-env", "display_name": "Zhang's", "language": "python"}
    made.cells = [nbformat.v4.new_code_cell(source, id=f"c{n}") for n, source in enumerate(OWN)]
    made.cells[0].metadata.tags = ["parameters"]
    made.cells.insert(0, nbformat.v4.new_markdown_cell("# A question of mine", id="title"))
    folder = tmp_path / "我的 notes"
    folder.mkdir()
    path = folder / "my.ipynb"
    nbformat.write(made, path)
    return path


def called(*command, cwd):
    env = {k: v for k, v in os.environ.items() if k != "HFDATA_DATA"} | {"HFDATA_CACHE": str(cwd / "cache")}
    done = subprocess.run([sys.executable, *command], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def specs(notebook):
    outputs = [o for cell in json.loads(notebook)["cells"] for o in cell.get("outputs", ())]
    return [o["data"][VEGALITE] for o in outputs if VEGALITE in o.get("data", {})]


def test_a_notebook_of_ones_own_gets_its_report_beside_it(own, tmp_path):
    printed = called("-c", HFDATA, "run", str(own), "-p", "lang", "en", cwd=tmp_path)

    (page,) = map(Path, printed.splitlines())
    assert page.is_relative_to(own.parent)
    text = page.read_text("utf-8")
    assert "A question of mine" in text
    assert text.count("<svg") >= 4  # two charts, for phones and for wide columns
    assert "<script src" not in text
    assert nbformat.read(own, 4).metadata.kernelspec.name == "zhang-2019-env"  # nobody touched it


def test_its_page_says_how_to_make_it_again_and_speaks_its_language(own, tmp_path):
    printed = called("-c", HFDATA, "run", str(own), "-p", "lang", "en", cwd=tmp_path)
    assert "<code>hfdata run my.ipynb -p lang en</code>" in Path(printed.strip()).read_text("utf-8")

    plain = own.with_name("my second.ipynb")
    made = nbformat.read(own, 4)
    del made.cells[1].metadata["tags"]  # no parameters, so no language but that of its words
    nbformat.write(made, plain)
    printed = called("-c", HFDATA, "run", str(plain), cwd=tmp_path)

    assert Path(printed.strip()).name.startswith("my-second-")
    page = Path(printed.strip()).read_text("utf-8")
    assert '<html lang="en"' in page
    assert "<dt>Parameters</dt>" not in page


def test_a_report_is_made_again_when_a_file_that_it_reads_changes(own, tmp_path):
    made = nbformat.read(own, 4)
    made.cells = [
        nbformat.v4.new_code_cell("import pandas as pd, more\npd.read_csv('人口.csv').assign(b=more.B)", id="read")
    ]
    nbformat.write(made, own)

    def page(rows, module="B = 7"):
        (own.parent / "人口.csv").write_text(f"a\n{rows}\n", "utf-8")
        (own.parent / "more.py").write_text(module, "utf-8")
        return Path(called("-c", HFDATA, "run", str(own), cwd=tmp_path).strip()).read_text("utf-8")

    assert "123456" in page(123456).replace(",", "")
    assert "234567" in page(234567).replace(",", "")
    assert "345678" in page(234567, "B = 345678").replace(",", "")
    last = (own.parent / "my.html").stat().st_mtime_ns
    page(234567, "B = 345678")
    assert (own.parent / "my.html").stat().st_mtime_ns == last  # nothing changed: nothing was done


@pytest.mark.parametrize(
    ("code", "counted"),
    [
        ("open('a.csv')", {"a.csv"}),
        ('glob("*.csv"); "**"; "*"; "."; ".."; "/"', {"*.csv"}),
        ('"parts"', {"parts"}),
        ('"**bold** a.csv is mentioned"', set()),
        ("import helper as h", {"helper.py"}),
        ("f'{x}.csv'", set()),
    ],
)
def test_the_files_that_code_names_count(code, counted, tmp_path):
    for name in ("a.csv", "b.csv", "helper.py", "parts/p.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    source = json.dumps({"cells": [{"cell_type": "code", "source": [code]}]}).encode()

    found = beside.named(tmp_path / "my.ipynb", source, {})

    assert {word for word, _ in found} == counted
    assert beside.named(tmp_path / "my.ipynb", source, {"table": "b.csv"}) == sorted(
        [*found, *beside.named(tmp_path / "my.ipynb", b"{}", {"table": "b.csv"})]
    )


def test_a_notebook_in_another_language_is_refused_before_any_kernel_starts(own, tmp_path):
    made = nbformat.read(own, 4)
    made.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(made, own)
    done = subprocess.run([sys.executable, "-c", HFDATA, "run", str(own)], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (2, "")
    assert "is a notebook in r; hfdata runs those in Python" in done.stderr


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """A notebook of ours as stock nbconvert executes it; seconds of start-up, so once."""
    folder = tmp_path_factory.mktemp("nbconvert")
    notebook = str(ROOT / "notebooks" / "health.ipynb")
    called(
        *("-m", "jupyter", "nbconvert", "--execute", "--to", "notebook", "--output-dir", str(folder), notebook),
        cwd=folder,
    )
    return folder / "health.ipynb"


def test_nbconvert_executes_into_a_notebook_that_draws(converted):
    found = specs(converted.read_bytes())

    assert len(found) >= 2
    assert all(spec["datasets"] and spec["$schema"].endswith("/v5.json") for spec in found)


def test_nbconverts_page_shows_each_chart_as_a_picture(converted):
    from nbconvert import HTMLExporter

    page, _ = HTMLExporter().from_filename(str(converted))

    pictures = [base64.b64decode(p).decode() for p in re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)]
    titles = [spec["usermeta"]["hfdata"]["title"][:6] for spec in specs(converted.read_bytes())]
    assert [t in p for t, p in zip(titles, pictures, strict=True)] == [True] * len(titles)
    assert len(titles) >= 2


def test_nbconverts_page_shows_each_chart_in_words(converted):
    """Where no pictures are stored: HFDATA_PICTURES=0, or a notebook that JupyterLab or papermill ran."""
    from nbconvert import HTMLExporter

    made = nbformat.read(converted, 4)
    for cell in made.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("image/svg+xml", None)
    page, _ = HTMLExporter().from_notebook_node(made)

    alts = [spec["usermeta"]["hfdata"]["alt"] for spec in specs(converted.read_bytes())]
    assert [alt for alt in alts if html.escape(alt, quote=False) not in page] == []
    assert VEGALITE not in page  # nbconvert leaves out what it cannot draw; docs/analyst.md says so
    assert "alt.LayerChart" not in page


def test_a_plain_prompt_is_not_harmed(tmp_path):
    code = (
        "import hfdata as hf; hf.charts.use_theme(); hf.charts.use_theme();"
        "print(type(hf.charts.tiles(hf.load().figures(domain='safety'), title='…')).__name__)"
    )

    assert called("-c", code, cwd=tmp_path).strip() == "LayerChart"
