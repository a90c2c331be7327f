"""What holds for every report in both languages."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from axe_playwright_python.sync_playwright import Axe

NAMES = ("overview", "environment", "education", "culture", "health", "welfare", "safety", "sources")
REPORTS = [(name, lang) for name in NAMES for lang in ("zh", "en")]
EACH = pytest.mark.parametrize(("name", "lang"), REPORTS, ids=[f"{lang}-{name}" for name, lang in REPORTS])
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = ("svg", "title", "desc", "rect", "path", "text", "tspan", "g", "defs", "clipPath", "line", "circle")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
SMALL_TEXT = """() => [...document.querySelectorAll('.pic svg')].filter(s => s.getClientRects().length).flatMap(s => {
  const scale = s.getBoundingClientRect().width / s.viewBox.baseVal.width;
  return [...s.querySelectorAll('text')].map(t => [t.textContent, parseFloat(getComputedStyle(t).fontSize) * scale])
}).filter(([words, px]) => words && px < 11.99)"""
CLIPPED = """() => [...document.querySelectorAll('.pic svg')].filter(s => s.getClientRects().length).flatMap(s => {
  const box = s.getBoundingClientRect();
  return [...s.querySelectorAll('text')].filter(t => {
    const b = t.getBoundingClientRect();
    return b.width && (b.left < box.left - 4 || b.right > box.right + 4
      || b.top < box.top - 4 || b.bottom > box.bottom + 4)
  }).map(t => t.textContent)
})"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, input')].filter(e => {
  const b = e.getBoundingClientRect();
  if (!b.width || e.matches('.skip') || getComputedStyle(e).visibility === 'hidden') return false;
  if (e.matches('a') && getComputedStyle(e).display === 'inline') return false;  // links in running text
  return b.width < 43.9 || b.height < 43.9
}).map(e => e.outerHTML.slice(0, 120))"""
COLLIDING = """() => [...document.querySelectorAll('.keys li')].filter(li => {
  const number = li.querySelector('b').getBoundingClientRect(), box = li.getBoundingClientRect();
  const words = document.createRange();
  words.setStartAfter(li.querySelector('strong'));
  words.setEndAfter(li.lastChild);
  const below = [...words.getClientRects()].map(r => r.top).sort((a, b) => a - b)[0];
  return number.right > box.right + 1 || number.bottom > below + 6;
}).map(li => li.textContent)"""
CUT = """() => [...document.querySelectorAll('.scroll')].filter(e => !e.closest('details')
  && e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  const add = list => list.getEntries().forEach(e => sum += e.value);
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 250)
})"""


def found_by_axe(page) -> list[str]:
    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [f"{v['id']}: {node['html'][:160]}" for v in result["violations"] for node in v["nodes"]]


def path(reports, name, lang):
    return reports / "haifeng-2023-11-01" / lang / f"{name}.html"


@EACH
def test_axe_finds_nothing_and_a_phone_can_read_it(visit, reports, name, lang):
    visited = visit(path(reports, name, lang))
    page = visited.page

    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL_TEXT) == []
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate(SHIFT) == 0
    assert visited.complaints == []
    assert visited.requests == [page.url]


@EACH
def test_it_fits_a_desk_and_a_very_small_phone(visit, reports, name, lang):
    page = visit(path(reports, name, lang), width=1280).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(CUT) == []

    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(COLLIDING) == []


@EACH
def test_everything_a_page_says_beside_its_charts_is_there(visit, reports, name, lang):
    page = visit(path(reports, name, lang), width=1280).page
    facts = json.loads(page.text_content("script[type='application/ld+json']"))
    read = "all => all.map(link => [link.hreflang, link.getAttribute('href')])"
    alternates = page.eval_on_selector_all("link[hreflang]", read)
    foot = page.inner_text(".foot")

    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert dict(alternates) == {
        "zh-CN": f"{name}.html" if lang == "zh" else f"../zh/{name}.html",
        "en": f"{name}.html" if lang == "en" else f"../en/{name}.html",
    }
    assert (facts["@type"], facts["inLanguage"]) == ("Dataset", page.evaluate("document.documentElement.lang"))
    for csv_file in facts.get("distribution", []):
        assert (reports / "haifeng-2023-11-01" / lang / csv_file["contentUrl"]).is_file()
    assert page.get_attribute("meta[property='og:title']", "content") == page.title()
    assert page.get_attribute("meta[name=description]", "content")
    assert page.locator(".asof time").get_attribute("datetime") == "2023-11-01"
    assert {link: page.locator(f".turn [rel={link}]").count() for link in ("prev", "next")} == {
        "prev": int(name != NAMES[0]),
        "next": int(name != NAMES[-1]),
    }
    for said in ("sha256", "GB/T 7714", facts["version"], f"lang = {lang}", "make reports", "CC0 1.0"):
        assert said in foot


@EACH
def test_the_files_beside_a_chart_are_what_it_shows(visit, reports, name, lang):
    page = visit(path(reports, name, lang), width=1280).page
    figures = page.locator(".fig").all()

    for figure in figures:
        title = figure.locator("figure h2, figure h3").first.text_content().replace("\u00a0", " ")
        table, picture = (
            (reports / "haifeng-2023-11-01" / lang / figure.locator(f".get a[href$='.{kind}']").get_attribute("href"))
            for kind in ("csv", "svg")
        )
        raw = table.read_bytes()
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        drawn = ElementTree.fromstring(picture.read_bytes())
        assert raw.startswith(b"\xef\xbb\xbf")
        assert len(rows) == figure.locator("tbody tr").count() + 1
        assert rows[0] == figure.locator("thead th").all_text_contents()
        assert [row[0] for row in rows[1:]] == figure.locator("tbody th").all_text_contents()
        assert drawn.find(SVG + "title").text == title
        assert drawn.find(SVG + "desc").text == figure.locator("svg.d").get_attribute("aria-label")
        assert {element.tag for element in drawn.iter()} <= {SVG + tag for tag in DRAWN}
    assert bool(figures) == (name != "sources")


@EACH
def test_nothing_shows_unread_markup_or_empty_words(visit, reports, name, lang):
    text = visit(path(reports, name, lang)).page.inner_text("body")

    for slip in ("**", "](", "{{ ", "<built-in", "None", "undefined", "NaN", "nan"):
        assert slip not in text


@EACH
def test_without_scripts_everything_is_there(visit, reports, name, lang):
    page = visit(path(reports, name, lang), java_script_enabled=False).page

    assert page.locator("h1").is_visible()
    assert page.locator(".tools-controls").count() == page.locator(".tools-controls >> visible=false").count()
    for figure in page.locator("figure").all():
        assert figure.locator("svg >> visible=true").count() == 1
        assert figure.locator("figcaption, h3, h2").first.is_visible()
    assert page.locator(".figures tbody tr").count() == (54 if name == "sources" else 0)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("which", ["index", "zh/overview", "en/welfare", "zh/sources"])
def test_axe_finds_nothing_in_any_size_and_scheme(visit, reports, which, width, scheme):
    file = reports / "index.html" if which == "index" else reports / "haifeng-2023-11-01" / f"{which}.html"
    page = visit(file, width=width, scheme=scheme).page
    for details in page.locator("details").all()[:2]:
        details.evaluate("d => d.open = true")

    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_index_reaches_every_report_and_is_reached_from_each(visit, reports):
    visited = visit(reports / "index.html")
    page = visited.page
    links = set(page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))"))

    assert visited.requests == [page.url]
    assert visited.complaints == []
    assert {f"haifeng-2023-11-01/{lang}/{name}.html" for name, lang in REPORTS} <= links
    for name, lang in REPORTS:
        assert b'href="../../index.html"' in path(reports, name, lang).read_bytes()


def test_every_link_between_pages_leads_somewhere(visit, reports):
    files = [reports / "index.html", *(path(reports, name, lang) for name, lang in REPORTS)]
    page = visit(files[0]).page
    ids, links = {}, []
    for file in files:
        page.goto(file.as_uri())
        ids[file] = set(page.eval_on_selector_all("[id]", "all => all.map(e => e.id)"))
        links += [
            (file, h) for h in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        ]
    broken = []
    for file, href in links:
        target, _, fragment = href.partition("#")
        if "://" in href:
            continue
        there = (file.parent / target).resolve() if target else file
        if not there.is_file() or (fragment and there in ids and fragment not in ids[there]):
            broken.append((file.relative_to(reports).as_posix(), href))

    assert broken == []
