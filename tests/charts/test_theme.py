"""One line makes every chart draw wherever notebooks are shown; colours can be told apart on both papers."""

from __future__ import annotations

import subprocess
import sys

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
        charts.use_theme()
        charts.use_theme()
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


def test_frames_are_shown_as_data_too(themed):
    assert pd.get_option("display.html.table_schema")


@pytest.mark.slow  # starts a process
def test_the_theme_does_no_harm_in_plain_python_and_starts_no_renderer():
    code = "import sys; from hfdata import charts; charts.use_theme(); print('vl_convert' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


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
