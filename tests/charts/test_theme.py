"""One line makes every chart draw wherever notebooks are shown; colours can be told apart on both papers."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import altair as alt
import nbformat
import pandas as pd
import pytest

from hfdata import charts
from hfdata.charts import palette, theme


@pytest.fixture
def themed():
    with alt.renderers.enable("default"), pd.option_context("display.html.table_schema", False):
        before = alt.theme.active
        charts.use_theme(pictures=False)
        charts.use_theme(pictures=False)
        yield
        alt.theme.enable(before or "default")


def test_a_chart_is_one_mime_type_that_jupyterlab_draws_and_its_words(themed, data):
    chart = charts.tiles(data.figures(domain="safety", lang="en"), title="Lower limits")

    bundle = chart._repr_mimebundle_()

    assert set(bundle) == {"application/vnd.vegalite.v5+json", "text/plain"}
    assert bundle["text/plain"].startswith("Numbers. Lower limits. Public surveillance cameras: at least 300 cameras")
    assert "/v5" in bundle["application/vnd.vegalite.v5+json"]["$schema"]
    output = nbformat.v4.new_output("display_data", data=bundle)
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])]))


def test_charts_of_ones_own_get_the_house_style(themed):
    spec = alt.Chart().mark_bar().to_dict()

    assert spec["config"]["font"] == "HF Sans SC, sans-serif"


def test_a_picture_is_stored_for_what_draws_no_vega_lite_and_speaks_for_itself(themed, data):
    charts.use_theme(pictures=True)
    drawn = [charts.limit_bars(data.figures(domain="safety").iloc[[n]], title="“A” & <B>") for n in (0, 1)]
    one, two = (chart._repr_mimebundle_() for chart in drawn)

    pictures = [ElementTree.fromstring(bundle["image/svg+xml"]) for bundle in (one, two)]
    assert [p.get("role") for p in pictures] == ["img", "img"]
    assert pictures[0].get("aria-label") == one["text/plain"]
    assert "<B>" in one["text/plain"]
    ids = [{e.get("id") for e in p.iter() if e.get("id")} for p in pictures]
    assert not ids[0] & ids[1]
    used = [set(re.findall(r"url\(#([^)]+)\)", bundle["image/svg+xml"])) for bundle in (one, two)]
    assert all(u <= i for u, i in zip(used, ids, strict=True))


@pytest.mark.parametrize(
    ("around", "asked", "stored"),
    [
        ("python jupyter-nbconvert --execute", "", True),  # its HTML draws no Vega-Lite
        ("python -m nbconvert", "", True),
        ("python jupyter-nbconvert", "0", False),
        ("python jupyter-lab", "", False),
        ("python papermill my-nbconvert.ipynb", "", False),
        ("python papermill", "1", True),
        ("", "", False),
    ],
)
def test_pictures_are_stored_where_nothing_else_would_draw(around, asked, stored, themed, monkeypatch):
    class Parent:
        def cmdline(self):
            return around.split()

    monkeypatch.setenv("HFDATA_PICTURES", asked)
    monkeypatch.setattr("psutil.Process.parent", lambda self: Parent() if around else None)
    charts.use_theme()

    assert ("image/svg+xml" in alt.Chart().mark_bar()._repr_mimebundle_()) == stored


def test_a_chart_that_cannot_be_drawn_here_is_stored_all_the_same(themed):
    charts.use_theme(pictures=True)
    bundle = alt.Chart("https://example.org/far.csv").mark_bar().encode(x="a:N")._repr_mimebundle_()

    assert set(bundle) == {"application/vnd.vegalite.v5+json", "text/plain"}


def test_a_chart_brings_its_own_paper_to_a_dark_notebook(themed, data):
    assert alt.Chart().mark_bar().to_dict()["config"]["background"] == "#ffffff"
    assert charts.resize(alt.Chart().mark_bar().to_dict(), 358)["config"]["background"] is None  # a page has its own


def test_frames_are_shown_as_data_too(themed):
    assert pd.get_option("display.html.table_schema")


@pytest.mark.slow  # starts a process
def test_the_theme_does_no_harm_in_plain_python_and_starts_no_renderer():
    code = "import sys; from hfdata import charts; charts.use_theme(); print('vl_convert' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


FORGETFUL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
import altair as alt
import hfdata as hf
notebook = sys.argv[1] == "notebook"
if notebook:
    InteractiveShell.instance()
if sys.argv[2:]:
    alt.renderers.enable(sys.argv[2])
hf.charts.tiles(hf.load().figures(domain="health"), title="x")
print(alt.renderers.active, alt.theme.active)
"""


@pytest.mark.slow  # starts a process each
@pytest.mark.parametrize(
    ("where", "left"),
    [
        (["notebook"], "hfdata hfdata"),
        (["notebook", "mimetype"], "mimetype default"),  # somebody's choice
        (["script"], "default default"),
    ],
)
def test_whoever_forgets_the_theme_in_a_notebook_sees_charts_all_the_same(where, left):
    done = subprocess.run([sys.executable, "-c", FORGETFUL, *where], capture_output=True, text=True)

    assert done.stdout.strip() == left, done.stderr


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAPERS = {"light": "#ffffff", "dark": "#10171b"}


@pytest.mark.parametrize("scheme", PAPERS)
def test_text_and_shapes_stand_out_on_both_papers(scheme):
    def against(shade):
        return contrast(getattr(shade, scheme), PAPERS[scheme])

    assert min(against(s) for s in (palette.INK, palette.SOFT, palette.ALERT)) >= 4.5
    assert min(against(a.solid) for a in (palette.SEA, *palette.ACCENTS.values())) >= 4.5
    assert against(palette.RULE) >= 3


@pytest.mark.parametrize("scheme", PAPERS)
def test_the_full_and_the_pale_form_of_an_accent_can_be_told_apart(scheme):
    for accent in (palette.SEA, *palette.ACCENTS.values()):
        assert contrast(getattr(accent.solid, scheme), getattr(accent.pale, scheme)) >= 3


def test_each_colour_has_one_role():
    shades = [*palette.ROLES, *(s for a in (palette.SEA, *palette.ACCENTS.values()) for s in (a.solid, a.pale))]

    assert len({s.light for s in shades}) == len(shades)
    assert palette.css("svg").count("{") == 2 * len(shades)
    assert theme.CATEGORY[0] == palette.SEA.solid.light
