"""What holds of every chart at both widths: exactly as wide as its column, nothing cut, nothing on top of another."""

from __future__ import annotations

import re

import pytest

from hfdata import charts, fonts

PHONE, DESKTOP = 358, 704
NAMES = ["floors", "convention", "money", "rosters", "shows", "derived", "intervals", "open", "rates", "periods"]
NAMES += [
    "coverage",
    "pace",
    "villages",
    "clinics",
    "parts",
    "counts",
    "per_one",
    "flagged",
    "tiles",
    "mixed_tiles",
    "matrix",
]
SLOW = pytest.mark.slow  # English on a phone is the tightest case; the others have more room
CASES = [("en", PHONE), *(pytest.param(c, marks=SLOW) for c in (("zh", PHONE), ("zh", DESKTOP), ("en", DESKTOP)))]


@pytest.fixture(params=CASES, ids=["en-phone", "zh-phone", "zh-desktop", "en-desktop"])
def case(request, specs_zh, specs_en):
    lang, width = request.param
    return {"zh": specs_zh, "en": specs_en}[lang], width


def test_every_builder_is_in_the_gallery(specs_zh):
    assert list(specs_zh) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_as_wide_as_its_column_and_no_text_is_cut_or_covered(case, name, draw):
    gallery, width = case

    picture = draw(gallery[name], width)

    assert picture.width == width
    assert min(t.size for t in picture.texts) >= 12
    cut = [
        t for t in picture.texts if t.left < -0.5 or t.right > width + 0.5 or t.top < -1 or t.bottom > picture.height
    ]
    assert not cut
    assert not list(_overlapping(picture.texts))


@pytest.mark.parametrize("name", NAMES)
def test_text_fits_a_reader_whose_latin_letters_are_a_tenth_wider(name, specs_en, draw):
    picture = draw(specs_en[name], PHONE)

    assert not [t for t in picture.texts if t.left + (t.right - t.left) * 1.1 > PHONE + 1 and t.left <= 0.5]


@pytest.mark.slow
def test_every_drawn_character_is_in_the_bundled_typeface(specs_zh, specs_en, draw):
    drawn = {c for gallery in (specs_zh, specs_en) for chart in gallery.values() for t in draw(chart).words for c in t}

    assert fonts.missing("".join(drawn)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_words_around_a_chart_are_complete(name, specs_zh):
    words = specs_zh[name]["usermeta"]["hfdata"]

    assert words.keys() == {"name", "title", "subtitle", "alt", "caption", "table", "indicators"}
    assert len(words["alt"]) > 10
    columns = words["table"]["columns"]
    assert all(c.keys() == {"name", "label", "type"} for c in columns)
    assert words["table"]["rows"]
    assert all(len(row) == len(columns) for row in words["table"]["rows"])


@pytest.mark.parametrize("name", ["floors", "money", "rosters", "shows", "periods", "parts", "tiles"])
def test_alternative_text_states_every_value_with_its_limit(name, specs_en, data):
    words = specs_en[name]["usermeta"]["hfdata"]

    figures = data.figures(indicator=words["indicators"], lang="en")
    for label, bound in zip(figures["label"], figures["bound"], strict=True):
        assert {"at_least": "at least ", "at_most": "at most "}.get(bound, "") in words["alt"]
        assert label.lstrip("≥≤") in words["alt"]


def test_every_mark_of_a_figure_answers_to_hover_and_tap(specs_zh, draw):
    svg = draw(specs_zh["floors"]).svg

    assert svg.count('aria-roledescription="rect mark" ') == 3
    assert "清理“三大堆”：至少 400 处 · 2023年1月1日—11月1日 · 原文“400余处”" in svg


def test_colours_are_those_a_page_can_turn_dark(specs_en, draw):
    rules = charts.css()
    svg = "".join(draw(chart).svg for chart in specs_en.values())

    for channel in ("fill", "stroke"):
        used = set(re.findall(f' {channel}="([^"]*)"', svg)) - {"none", "transparent"}
        assert [colour for colour in used if f'[{channel}="{colour}"]' not in rules] == []


def _overlapping(texts):
    for i, a in enumerate(texts):
        for b in texts[i + 1 :]:
            if min(a.right, b.right) - max(a.left, b.left) > 0.5 and min(a.bottom, b.bottom) - max(a.top, b.top) > 0.5:
                yield a, b
