"""Whatever data, parameters and library output hold: it is shown as text, nothing runs, nothing overflows."""

from __future__ import annotations

import pytest

from hfdata import report

NARROW = """() => [...document.querySelectorAll('body *')].filter(e =>
  e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, pre, svg, .vh, .hero svg, .skip')
).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", params=["page", "single"])
def hostile(request, sample, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "reports" / sample.RELEASE / "zh"
    folder.mkdir(parents=True)
    notebook, told = sample.hostile(data), sample.hostile_context(data)
    kept: dict[str, str] = {}
    if request.param == "single":
        (folder / "environment.html").write_bytes(report.single_file(notebook, told, bundle=report.bundle(kept)))
        return folder / "environment.html"
    for name, raw in report.page(notebook, told).items():
        assert ".." not in name
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(raw)
    assets = folder.parents[1] / "assets"
    assets.mkdir()
    for name, raw in report.assets(kept).items():
        (assets / name).write_bytes(raw)
    return folder / "environment.html"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_and_nothing_overflows(visit, hostile, sample, width):
    visited = visit(hostile, width=width)
    page = visited.page
    for details in page.locator("details").all():
        details.evaluate("d => d.open = true")
    for mark in page.locator(".pic svg >> visible=true >> [data-tip]").all()[:20]:
        mark.dispatch_event("click", {"clientX": 100, "clientY": 100})
    for link in page.locator("a").all():
        assert not link.get_attribute("href").lower().startswith(("javascript", "vbscript", "data:text/html"))

    assert page.title() != "ran"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(NARROW) == []
    assert visited.requests == [page.url]
    assert visited.complaints == []


def test_nothing_is_lost(visit, hostile, sample):
    page = visit(hostile, width=1280).page
    text = page.evaluate("document.body.textContent")

    for each in (*sample.HOSTILE[:6], sample.HOSTILE[8], sample.HOSTILE[9], sample.HOSTILE[10]):
        assert each in text
    assert "gnihtyna" in text
    assert "1000000000000000" in text.replace(",", "")


def test_interaction_runs_nothing_either(visit, hostile):
    visited = visit(hostile, width=1280)
    page = visited.page
    page.locator(".fig").first.hover()
    for button in page.locator(".get button").all():
        button.wait_for(state="visible")
        button.click()
    page.locator(".live svg").nth(1).wait_for(state="visible")
    for mark in page.locator(".live svg path").all()[:30]:
        mark.dispatch_event("mousemove")
        mark.dispatch_event("click")

    assert page.title() != "ran"
    assert all(url.startswith("file:") for url in visited.requests)


def test_a_page_that_was_tampered_with_still_runs_nothing(visit, hostile, tmp_path):
    """The second wall: even if an escape were forgotten, the policy stops what it lets in."""
    raw = hostile.read_text("utf-8")
    run = "document.title='ran'"
    evil = f'<script>{run}</script><img src=x onerror="{run}"><iframe src="data:text/html,x"></iframe>'
    file = tmp_path / "x.html"
    file.write_text(raw.replace("<main", evil + "<main", 1), "utf-8")
    visited = visit(file)

    assert visited.page.title() != "ran"
    assert any("Content Security Policy" in said for said in visited.complaints)
