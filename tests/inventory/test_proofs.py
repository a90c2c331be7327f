import pytest

import hfdata as hf
from hfdata import inventory

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"


@pytest.fixture
def haifeng(data):
    return hf.Story(data, release=HAIFENG, lang="en")


@pytest.fixture
def example(two_releases):
    return hf.Story(hf.load(two_releases), release=EXAMPLE, lang="en")


def test_each_check_is_one_point_with_its_note(haifeng):
    said = inventory.checked(haifeng).text

    assert said.count("- **Holds.**") == 6
    assert "(16 = 16)" in said
    assert "agreement is not identity" in said


def test_checks_that_cannot_be_made_say_why(example):
    said = inventory.checked(example).text

    assert "**Cannot be told, for figures are missing.**" in said
    assert "**Cannot be told, for the limits are too wide.**" in said


def test_a_domain_has_the_checks_that_touch_it(haifeng, example):
    assert inventory.checked(haifeng, "education").text.count("\n") == 0
    assert "no figures that can be checked" in inventory.checked(example, "environment").text


def test_what_another_source_counts_beyond_is_a_difference(haifeng):
    words = {"zh": "其他", "en": "others"}

    assert inventory.beyond(haifeng, "villages-within-list", **words) == {
        "environment.sewer-separation-villages": (33, "others")
    }


def test_nothing_is_beyond_where_nobody_asks_or_nothing_is_known(haifeng, example):
    words = {"zh": "其他", "en": "others"}

    assert inventory.beyond(haifeng, "villages-within-list", when=False, **words) == {}
    assert inventory.beyond(haifeng, "no-such-check", **words) == {}
    assert inventory.beyond(example, "merit-teachers", **words) == {}  # it lacks the figures


def test_every_numeral_set_aside_is_listed_with_its_place(haifeng):
    table = inventory.set_aside(haifeng)

    assert len(table) == 34
    assert table["Paragraph"].notna().all()
    assert list(table.iloc[3]) == ["六个坚持", "part of a name", 5, "411–415"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reasons_add_up_to_what_is_set_aside(data, lang):
    import re

    said = inventory.reasons(hf.Story(data, release=HAIFENG, lang=lang))

    assert sum(map(int, re.findall(r"\d+", said))) == 34


def test_a_citation_is_shown_as_it_is_to_be_copied(haifeng):
    said = inventory.cited(haifeng).text

    assert hf.cite(haifeng.data, release=HAIFENG, style="bibtex") in said
    assert r"\[N\]" in said  # the square brackets of GB/T 7714 are not a link
