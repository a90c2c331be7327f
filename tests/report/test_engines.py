"""Pages must work in Chromium 80 and iOS 13, the oldest engines that WeChat still carries.

Checked by hand in a real Chromium 80 (headless 80.0.3987: layout, tips, explorer) and against caniuse data for iOS 13;
what is listed here keeps it so.
"""

from __future__ import annotations

import hashlib
import re

import pytest

from hfdata.report import static, vega

STYLES = ("style.css", "explorer.css", "index.css")
SCRIPTS = ("page.js", "explorer.js", "interactive.js")
TOO_NEW_FOR_STYLES = {
    r":(is|where|has)\(": "Chromium 88, 88, 105; an unknown selector drops its whole rule",
    r"(?<![\w-])gap:": "in flex boxes Chromium 84, iOS 14.1; grid-gap serves grids",
    r"\baspect-ratio:": "Chromium 88, iOS 15",
    r"\binset:": "Chromium 87, iOS 14.1",
    r"\b(clamp|min|max)\(": "iOS 13.4",
    r"\b(margin|padding|border)-(inline|block)": "Chromium 87",
    r"@(layer|container|scope|property)": "Chromium 99, 105, 118, 85",
    r"\b(oklch|oklab|color-mix|light-dark)\(": "Chromium 111, 111, 111, 123",
    r"\d(dvh|svh|lvh|cqw)\b": "Chromium 108",
    r"[{;]&": "nesting: Chromium 120",
    r"\baccent-color:": "Chromium 93",
}
TOO_NEW_FOR_SCRIPTS = {
    r"=>": "arrow functions are read, but ES5 keeps the rule simple",
    r"\b(let|const|class|async|await)\b": "ES5 only",
    r"\?\.|\?\?": "Chromium 80, but iOS 13.4",
    r"`": "ES5 only",
    r"\.(replaceAll|at|flat|flatMap|matchAll)\(": "iOS 12 to 15",
    r"\b(fetch|XMLHttpRequest|eval|Function|localStorage)\b": "the policy forbids it, or a page from a folder cannot",
}


@pytest.mark.parametrize("name", STYLES)
def test_style_sheets_use_nothing_that_an_old_engine_trips_over(name):
    text = static.style(name)

    assert {rule: why for rule, why in TOO_NEW_FOR_STYLES.items() if re.search(rule, text)} == {}


@pytest.mark.parametrize("name", STYLES)
def test_style_sheets_are_whole_after_they_were_made_small(name):
    text = static.style(name)

    assert text.count("{") == text.count("}")
    assert "/*" not in text


def test_what_may_be_unknown_stands_in_rules_of_its_own():
    for selector in re.findall(
        r"([^{}]*::?(?:focus-visible|details-content|-webkit[\w-]*)[^{}]*)\{", static.style("style.css")
    ):
        for one in selector.split(","):
            assert re.search(r":focus-visible|::details-content|::-webkit", one), selector


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_es5(name):
    text = static.script(name)

    assert {rule: why for rule, why in TOO_NEW_FOR_SCRIPTS.items() if re.search(rule, text)} == {}


def test_a_page_wears_every_rule_that_fits_it_and_no_other():
    fits = ".a{x:1}@media print{.js .a:not(.d)::before{w:.5em}}@page{size:A4;@top{v:4}}p{u:5}"
    others = ".b{x:1}.b .c{y:2}@media m{.c{t:6}}"
    page = '<style></style><p class="a d">.b</p>'

    worn = page.replace("<style>", f"<style>{fits}")
    assert static.dressed(page, others + fits.replace(".a{x:1}", ".b,.a{x:1}")) == worn


def test_the_script_of_every_page_is_tiny():
    assert len(static.script("page.js")) <= 1420


@pytest.mark.slow
def test_the_script_for_interactive_charts_is_what_the_locked_vl_convert_makes():
    assert vega.path().exists(), "make vega writes it"
    assert vega.path().read_text("utf-8") == vega.made()


def test_another_vl_convert_is_asked_once_for_a_script_of_its_own(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(vega, "path", lambda: tmp_path / "of-another-version.js")
    monkeypatch.setattr(vega, "made", lambda: asked.append(1) or "draw();")
    kept = {}

    assert [vega.bundle(kept), vega.bundle(kept)] == ["draw();", "draw();"]
    assert len(asked) == 1


def test_pages_name_the_script_by_its_content():
    files = static.assets()

    assert static.vega_name().startswith("vega-" + hashlib.sha256(files[static.vega_name()]).hexdigest()[:12])
