"""What a reader does with a page: point, tap, download, interact, search, print, forward."""

from __future__ import annotations

import csv
import io
import re
import shutil
import unicodedata

import pytest
from pypdf import PdfReader

from hfdata.report import words


def path(reports, name, lang="zh"):
    return reports / "haifeng-2023-11-01" / lang / f"{name}.html"


def flat(text):
    """Compare the text of a PDF: no blanks, ligatures as letters, one kind of dash, no radicals for characters."""
    text = unicodedata.normalize("NFKC", text).translate({0x2EA0: "民", 0x2EC5: "见"})
    return re.sub(r"[‐-―]", "-", re.sub(r"\s+", "", text))


def test_a_tap_on_a_mark_says_its_value_and_a_tap_beside_it_ends_that(visit, reports):
    page = visit(path(reports, "environment")).page
    mark = page.locator(".pic svg.p [data-tip]").first
    mark.scroll_into_view_if_needed()
    mark.tap(force=True)

    assert page.locator("#tip").inner_text() == mark.get_attribute("data-tip")
    box = page.locator("#tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390

    page.locator("figcaption").first.tap()
    assert page.locator("#tip").is_hidden()


def test_pointing_at_a_mark_says_its_value(visit, reports):
    page = visit(path(reports, "welfare", "en"), width=1280).page
    mark = page.locator(".pic svg.d [data-tip]").nth(1)
    mark.scroll_into_view_if_needed()
    mark.hover(force=True)

    assert page.locator("#tip").inner_text() == mark.get_attribute("data-tip")


def test_escape_takes_the_tip_away_without_moving_the_pointer(visit, reports):
    page = visit(path(reports, "environment"), width=1280).page
    mark = page.locator(".pic svg.d [data-tip]").first
    mark.scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # scrolling, too, takes a tip away
    mark.hover(force=True)
    assert page.locator("#tip").is_visible()

    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_whoever_uses_the_keyboard_opens_the_table_that_says_what_the_tips_say(visit, reports):
    page = visit(path(reports, "welfare"), width=1280).page
    figure = page.locator("#fig-rolls")
    tips = figure.locator("svg.d [data-tip]").evaluate_all("all => all.map(e => e.getAttribute('data-tip'))")
    figure.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = figure.locator("tbody tr >> visible=true").all_inner_texts()

    assert len(rows) == len(tips)
    for tip, row in zip(tips, rows, strict=True):
        assert tip.split("：")[0] in row
        assert re.search(r"[\d,]+", tip)[0] in row


def test_what_lies_far_below_is_laid_out_once_the_first_screen_stands(visit, reports):
    page = visit(path(reports, "welfare")).page
    page.wait_for_function("!document.documentElement.classList.contains('late')")

    last = page.locator("section").last
    assert last.evaluate("e => getComputedStyle(e).contentVisibility") == "visible"
    height = page.evaluate("document.documentElement.scrollHeight")
    page.reload()  # whoever comes back needs the true heights from the start
    assert page.evaluate("document.documentElement.scrollHeight") == height


@pytest.mark.parametrize(("width", "picture"), [(390, "p"), (1280, "d")])
def test_each_width_has_its_own_picture(visit, reports, width, picture):
    page = visit(path(reports, "welfare"), width=width).page
    first = page.locator("figure").first

    assert first.locator("svg >> visible=true").get_attribute("class") == picture


def test_the_data_of_a_chart_can_be_downloaded_from_a_folder(visit, reports):
    page = visit(path(reports, "environment"), width=1280).page
    link = page.locator(".get a[href$='.csv']").first
    with page.expect_download() as waiting:
        link.click()
    raw = waiting.value.path().read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert waiting.value.suggested_filename.endswith(".csv")
    shown = page.locator(".fig").first.locator("tbody tr").count()
    assert len(rows) == shown + 1


def test_interaction_is_loaded_when_asked_for_and_not_before(visit, reports):
    visited = visit(path(reports, "welfare"), width=1280)
    page, figure = visited.page, visited.page.locator(".fig").first
    assert visited.requests == [page.url]

    figure.scroll_into_view_if_needed()
    figure.hover()
    button = figure.locator("button")
    button.wait_for(state="visible")
    assert [url.rsplit("/", 1)[1].split("-")[0] for url in visited.requests[1:]] == ["interactive"]

    button.click()
    figure.locator(".live svg").wait_for(state="visible")
    assert all(url.startswith("file:") for url in visited.requests)
    assert figure.locator("svg.d").is_hidden()
    button.click()
    assert figure.locator("svg.d").is_visible()
    assert [said for said in visited.complaints if "Content Security Policy" in said] == []


def test_every_interactive_chart_draws(visit, reports):
    for name in ("overview", "culture", "welfare"):
        page = visit(path(reports, name), width=1280).page
        page.locator(".fig").first.hover()
        page.locator(".get button").first.wait_for(state="visible")
        for figure in page.locator(".fig:has(button)").all():
            figure.locator("button").click()
            figure.locator(".live svg").wait_for(state="visible")


def test_interaction_fades_the_other_rows_and_zooms(visit, reports):
    page = visit(path(reports, "environment"), width=1280).page
    figure = page.locator("#fig-clean-ups")
    figure.hover()
    figure.locator("button").click()
    live = figure.locator(".live svg")
    live.wait_for(state="visible")
    values = live.locator("text").all_text_contents()
    box = live.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    faded = "document.querySelectorAll('.live svg [opacity=\"0.25\"]').length"
    page.wait_for_function(f"{faded} > 2")
    page.mouse.move(box["x"] + 20, box["y"] - 60)
    page.wait_for_function(f"{faded} === 0")

    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.wheel(0, -400)
    page.wait_for_timeout(200)
    assert live.locator("text").all_text_contents() != values


def test_a_page_forwarded_alone_offers_nothing_that_did_not_come_along(visit, reports, tmp_path):
    alone = tmp_path / "从微信转来.html"
    shutil.copy(path(reports, "welfare"), alone)
    visited = visit(alone)
    page = visited.page
    page.locator("figure").first.tap()
    page.wait_for_timeout(200)

    assert page.locator("h1").is_visible()
    assert page.locator(".get, .far, .get button").locator("visible=true").count() == 0
    assert visited.requests == [page.url]


def test_reports_without_their_assets_do_not_offer_interaction(visit, reports, tmp_path):
    copy = shutil.copytree(reports, tmp_path / "reports", ignore=shutil.ignore_patterns("assets", "*.ipynb"))
    page = visit(path(copy, "welfare"), width=1280).page
    page.locator("figure").first.hover()
    page.wait_for_timeout(200)

    assert page.locator(".get button >> visible=true").count() == 0
    assert page.locator(".get a >> visible=true").count() > 0


def test_an_old_engine_that_cannot_read_vega_keeps_the_picture(visit, reports):
    page = visit(path(reports, "welfare"), width=1280, first="delete window.structuredClone").page
    page.locator("figure").first.hover()
    page.wait_for_timeout(200)

    assert page.locator(".get button >> visible=true").count() == 0


def test_a_single_file_interacts_with_nothing_beside_it(visit, reports, tmp_path):
    alone = tmp_path / "welfare.html"
    shutil.copy(reports / "haifeng-2023-11-01" / "zh" / "welfare.single.html", alone)
    visited = visit(alone, width=1280)
    page, figure = visited.page, visited.page.locator(".fig").first
    figure.locator("button").click()
    figure.locator(".live svg").wait_for(state="visible")

    assert visited.requests == [page.url]
    target = page.locator(".finding a.n").first.get_attribute("href")
    assert page.locator(f"[id='{target[1:]}']").count() == 1


def test_figures_can_be_found_filtered_and_sorted(visit, reports):
    page = visit(path(reports, "sources")).page
    rows = page.locator(".figures tbody tr >> visible=true")
    assert rows.count() == 54

    page.fill("#q", "低保")
    assert rows.count() == 2
    assert "2 / 54" in page.locator(".said output").inner_text()
    page.click("button[type=reset]")
    page.wait_for_function("document.querySelectorAll('.figures tbody tr:not([hidden])').length === 54")

    page.select_option("#f-limit", "at_most")
    assert rows.count() == 1
    page.select_option("#f-limit", "")
    page.select_option("#f-status", "planned")
    page.select_option("#f-domain", "culture")
    assert rows.count() == 3
    page.fill("#q", "zzz")
    assert page.locator(".none").is_visible()

    page.click("button[type=reset]")
    page.locator(".none").wait_for(state="hidden")
    page.select_option("#order", "value")
    assert rows.first.get_attribute("id").startswith("education.kindergarten-investment")
    page.select_option("#order", "end")
    ends = page.eval_on_selector_all(".figures tbody tr", "all => all.map(row => row.dataset.end)")
    assert ends == sorted(ends, reverse=True)
    assert rows.first.get_attribute("data-status") == "planned"
    page.select_option("#order", "name")
    names = rows.locator(".here").all_text_contents()
    assert names == page.evaluate("names => [...names].sort((a, b) => a.localeCompare(b, 'zh-CN'))", names)
    page.select_option("#order", "start")
    assert rows.first.get_attribute("id") == "environment.waste-piles-cleared"


@pytest.mark.parametrize("fragment", ["welfare.subsistence-allowance", "culture.film-screenings.planned"])
def test_a_link_to_a_figure_shows_it_even_if_it_was_filtered_away(visit, reports, fragment):
    page = visit(path(reports, "sources"), fragment=fragment).page
    row = page.locator(f"[id='{fragment}']")
    assert page.evaluate("y => Math.abs(y) < 200", row.bounding_box()["y"])

    page.select_option("#f-domain", "safety")
    assert row.is_hidden()
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '#{fragment}'")
    row.wait_for(state="visible")


def test_the_keyboard_reaches_things_in_the_order_they_are_read(visit, reports):
    page = visit(path(reports, "environment"), width=1280).page
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("(document.activeElement.innerText || '').trim() || document.activeElement.tagName"))
    tops = page.evaluate("[...document.querySelectorAll('main a, main summary')].map(e => e.tagName)")

    assert seen[0] == words.in_language("zh")["skip"]
    assert tops
    assert "English" in seen[:4]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_on_paper_everything_is_open_and_whole(visit, reports, tmp_path):
    page = visit(path(reports, "welfare", "en"), width=1280, scheme="dark").page
    titles = page.eval_on_selector_all("figure h3", "all => all.map(e => e.textContent)")
    headings = page.eval_on_selector_all("section > h2", "all => all.map(e => e.textContent)")
    cells = page.eval_on_selector_all(".fig tbody th", "all => all.map(e => e.textContent)")
    raw = page.pdf(prefer_css_page_size=True)
    document = PdfReader(io.BytesIO(raw))
    pages = [flat(sheet.extract_text()) for sheet in document.pages]
    text = "".join(pages)

    width, height = (float(side) / 72 * 25.4 for side in document.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    for words_ in (*titles, *headings, *cells):
        assert flat(words_) in text
    for heading in (*titles, *headings):  # a heading is never the last thing on a sheet
        assert not any(re.sub(r"\d+/\d+$", "", sheet).endswith(flat(heading)) for sheet in pages)
    assert "sha256" in text
    assert "GB/T7714" in text.replace("\u2044", "/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_fills_five_sheets_at_most_and_the_first_has_the_finding(visit, reports, lang):
    page = visit(path(reports, "overview", lang), width=1280).page
    keys = page.eval_on_selector_all(".keys strong", "all => all.map(e => e.textContent)")
    board = page.eval_on_selector_all(".board li > span", "all => all.map(e => e.textContent)")
    sheets = [flat(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages]

    assert len(sheets) <= 5
    for said in (page.text_content("h1"), *keys, page.text_content("figure h3")):
        assert flat(said) in sheets[0]
    whole = [sheet for sheet in sheets if all(flat(each) in sheet for each in board)]
    assert whole  # every figure on one sheet


def test_on_paper_no_chart_is_cut(visit, reports):
    page = visit(path(reports, "welfare"), width=1280).page
    page.emulate_media(media="print")

    kept = page.eval_on_selector_all("figure", "all => all.map(e => getComputedStyle(e).breakInside)")
    heights = page.eval_on_selector_all("figure", "all => all.map(e => e.getBoundingClientRect().height)")
    assert set(kept) == {"avoid"}
    assert max(heights) < 262 / 25.4 * 96  # A4 less its margins


def test_the_language_switch_leads_to_the_same_page(visit, reports):
    page = visit(path(reports, "culture", "en")).page
    page.locator(".bar a[hreflang]").tap()
    page.wait_for_url("**/zh/culture.html")

    assert page.evaluate("document.documentElement.lang") == "zh-CN"
