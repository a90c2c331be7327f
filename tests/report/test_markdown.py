from __future__ import annotations

from html.parser import HTMLParser

import pytest

from hfdata.report import markdown


def html(text: str, sources: str | None = "sources.html") -> str:
    return "".join(piece.html for piece in markdown.pieces(text, sources=sources))


def test_a_number_leads_to_its_row_on_the_sources_page():
    assert html("[≥400 处](#environment.waste-piles-cleared)") == (
        '<p><a href="sources.html#environment.waste-piles-cleared" class="n">≥400\u00a0处</a></p>\n'
    )


def test_a_planned_figure_has_an_address_of_its_own():
    assert 'href="sources.html#culture.film-screenings.planned"' in html("[50 场](#culture.film-screenings.planned)")


def test_where_there_is_no_sources_page_the_number_stays_and_its_link_goes():
    assert html("[≥400 处](#environment.waste-piles-cleared)", sources=None) == "<p>≥400\u00a0处</p>\n"


def test_on_the_sources_page_a_number_leads_to_a_row_of_the_same_page():
    assert 'href="#environment.waste-piles-cleared"' in html("[400](#environment.waste-piles-cleared)", sources="")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!--<script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://example.org/track.png)",
        "![x](javascript:alert(1))",
        '<https://example.org/"onmouseover=alert(1)>',
        "[x](file:///etc/passwd)",
        "[x](//example.org/x)",
    ],
)
def test_nothing_in_a_text_runs_or_is_fetched(text):
    found: list[tuple[str, dict[str, str]]] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    reader.handle_comment = lambda words: found.append(("comment", {}))
    reader.feed(html(text))

    assert {tag for tag, _ in found} <= {"p", "a", "h1"}
    for _, attributes in found:
        assert attributes.keys() <= {"href", "rel", "class"}
        assert attributes.get("href", "#").startswith(("#", "https://example.org/"))


def test_a_page_of_the_set_is_reached_by_its_notebooks_name():
    assert 'href="welfare.html"' in html("[兜底保障](welfare.ipynb)")


def test_an_outside_link_tells_the_other_site_nothing():
    assert 'rel="noopener noreferrer"' in html("[x](https://example.org/)")


def test_a_list_of_bold_numbers_becomes_key_numbers():
    made = html("- **[≤CNY 300,000](#welfare.centre)** for a centre\n- **[773 人](#welfare.a)** 低保")

    assert '<ul class="keys longer">' in made  # one long number sets the size of all
    assert "<b>≤CNY 300,000</b>" in made
    assert "<b>773</b> 人" in made


@pytest.mark.parametrize(
    ("number", "look"), [("773 人", "keys"), ("≥2000万 元", "keys long"), ("≥CNY 20 million", "keys longer")]
)
def test_the_widest_key_number_sets_the_size_of_its_list(number, look):
    assert f'<ul class="{look}">' in html(f"- **[{number}](#welfare.a)** 低保\n- **[1 人](#welfare.b)** 低保")


def test_an_odd_list_of_key_numbers_says_so_before_it_is_read_to_its_end():
    assert '<ul class="keys odd">' in html("\n".join(f"- **[{n} 人](#welfare.a)** 低保" for n in (1, 2, 3)))


def test_a_line_ends_neither_within_a_range_nor_between_a_number_and_its_measure_word():
    made = html('773—2,113 人，[a](https://example.org/ "1–2")')

    assert '<p><span class="nb">773—2,113</span>\u00a0人，' in made
    assert 'title="1–2"' in made  # an attribute is left alone


def test_a_list_that_only_begins_like_key_numbers_stays_a_list():
    assert "keys" not in html("- **[773 人](#welfare.a)** 低保\n- 没有数字")


@pytest.mark.parametrize(
    ("label", "number", "unit"),
    [
        ("≥400 处", "≥400", "处"),
        ("36,605 items", "36,605", "items"),
        ("≤30万元", "≤30万", "元"),
        ("≥CNY 20 million", "≥CNY 20 million", ""),
        ("688–961 人", "688–961", "人"),
        ("100%", "100%", ""),
        ("没有", "", "没有"),
    ],
)
def test_a_number_parts_from_its_unit(label, number, unit):
    assert markdown.split_number(label) == (number, unit)


def test_headings_cut_a_text_into_pieces():
    cut = [(piece.level, piece.text) for piece in markdown.pieces("# A *b*\n\nc\n\n## D\n\ne", sources=None)]

    assert cut == [(1, "A b"), (0, "c"), (2, "D"), (0, "e")]
