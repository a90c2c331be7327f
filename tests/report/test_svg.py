from __future__ import annotations

import xml.etree.ElementTree as ET

from hfdata.report import svg

DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" class="marks" width="300"
 height="10" viewBox="0 0 300 10"><defs><clipPath id="clip0"><rect width="5" height="5"/></clipPath></defs>
<g fill="none" stroke-miterlimit="10"><g class="mark-group role-title"><text>Title</text></g>
<g class="mark-group" role="graphics-object" aria-roledescription="group mark container">
<path class="background" d="M0,0h0v0h0Z"/><g class="mark-rect role-mark" clip-path="url(#clip0)">
<path aria-label="清理：至少 400 处" role="graphics-symbol" aria-roledescription="bar"
 d="M0.123456,1h3v3Z" fill="#0b5a75"/>
<path aria-label="&lt;b&gt;" role="graphics-symbol" aria-roledescription="bar" d="M0,1h4v3Z" fill="#0b5a75"/></g>
<a xlink:href="https://example.org">
<text aria-label="≥400" aria-roledescription="text mark" onclick="x()">≥400</text></a>
<image xlink:href="https://example.org/x.png"/></g></g></svg>"""


def cleaned() -> str:
    return svg.inline(svg.clean(DRAWN, "bars-p-"), name="p", alt='a "quoted" <alt>')


def test_a_drawing_is_one_picture_with_one_description():
    root = ET.fromstring(cleaned())

    assert (root.get("role"), root.get("aria-label")) == ("img", 'a "quoted" <alt>')
    assert [e.get("role") for e in root.iter()].count(None) == len(list(root.iter())) - 1


def test_what_vega_says_of_a_mark_becomes_its_tip():
    tips = [e.get("data-tip") for e in ET.fromstring(cleaned()).iter() if e.get("data-tip")]

    assert tips == ["清理：至少 400 处", "<b>"]  # the label "≥400" says no more than it shows


def test_titles_links_handlers_and_outside_pictures_are_gone():
    made = cleaned()

    for gone in ("Title", "example.org", "onclick", "<image", "<a ", "background"):
        assert gone not in made


def test_ids_are_the_figures_own():
    made = cleaned()

    assert 'id="bars-p-clip0"' in made
    assert 'clip-path="url(#bars-p-clip0)"' in made


def test_numbers_are_short_and_what_marks_share_is_said_once():
    made = cleaned()

    assert "0.123456" not in made
    assert made.count("#0b5a75") == 1


def test_a_file_of_its_own_has_title_caption_and_description():
    raw = svg.alone(svg.clean(DRAWN, "x-"), title="A<b>", subtitle="单位：处", caption="来源", alt="alt", lang="zh-CN")
    root = ET.fromstring(raw)
    space = {"s": svg.NAMESPACE}

    assert root.find("s:title", space).text == "A<b>"
    assert root.find("s:desc", space).text == "alt"
    assert {"A<b>", "单位：处", "来源", "≥400"} <= {e.text for e in root.iter() if e.tag.endswith("text")}


def test_characters_that_xml_cannot_hold_are_shown_as_missing():
    made = svg.inline(svg.clean(DRAWN.replace("≥400</text>", "a\x00b</text>"), "x-"), name="p", alt="\x0b")

    assert "a\ufffdb" in made
    ET.fromstring(made)
