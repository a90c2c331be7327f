import pytest

import hfdata as hf
from hfdata import inventory

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"


@pytest.fixture(params=["zh", "en"])
def lang(request):
    return request.param


@pytest.fixture(params=[HAIFENG, EXAMPLE])
def story(request, lang, two_releases):
    return hf.Story(hf.load(two_releases), release=request.param, lang=lang)


@pytest.fixture
def haifeng(data):
    return hf.Story(data, release=HAIFENG, lang="en")


def test_limits_and_kinds_each_count_every_figure_once(story):
    found = inventory.tally(story)

    assert found["figures"] == len(story.figures())
    assert sum(found[b] for b in ("exact", "at_least", "at_most", "about")) == found["figures"]
    assert sum(found[k] for k in ("stock", "flow", "rate")) == found["figures"]
    assert sum(found[s] for s in ("done", "under_way", "planned")) == found["figures"]


def test_domains_add_up_to_the_release(story):
    parts = [inventory.tally(story, domain) for domain in inventory.domains(story)]

    for key in ("figures", "exact", "flow", "spanned", "undated"):
        assert sum(p[key] for p in parts) == inventory.tally(story)[key]


def test_the_table_of_counts_adds_up(story):
    table = inventory.counts(story)

    assert len(table) == len(inventory.domains(story)) + 1
    for column in table.columns[1:]:
        assert table[column].iloc[:-1].sum() == table[column].iloc[-1] > 0


def test_what_does_not_occur_has_no_column(haifeng):
    assert "About" not in inventory.counts(haifeng).columns
    assert "At most" in inventory.counts(haifeng).columns


def test_haifengs_tally_is_the_one_that_was_counted_by_hand(haifeng):
    found = inventory.tally(haifeng)

    assert (found["figures"], found["set_aside"], found["numerals"], found["domains"]) == (54, 34, 88, 6)
    assert (found["exact"], found["at_least"], found["at_most"], found["about"]) == (39, 14, 1, 0)
    assert (found["undated"], found["flow"], found["flows_spanned"]) == (20, 34, 22)
    assert (found["checks"], found["passed"]) == (6, 6)


def test_the_basis_names_the_publisher_and_every_limit(story):
    said = inventory.basis(story).text

    assert story.release.release.source.publisher in said
    assert inventory.bounds(story) in said


def test_the_basis_of_a_domain_tells_its_periods_and_the_whole_leaves_them_to_a_chart(data, haifeng):
    printed = hf.Story(data, release=HAIFENG, lang="zh")

    assert "“今年以来”5 个" in inventory.basis(printed, "environment").text
    assert "1 January – 1 November 2023 (5)" in inventory.basis(haifeng, "environment").text
    assert "no date (1)" in inventory.basis(haifeng, "environment").text
    assert "Periods" not in inventory.basis(haifeng).text


def test_a_convention_is_named_wherever_it_is_used(data, lang):
    stated = hf.Story(data, release=HAIFENG, lang=lang)
    habit = hf.Story(data, release=HAIFENG, lang=lang, limits="convention")

    assert len(inventory.basis(habit).text) > len(inventory.basis(stated).text)
    assert inventory.reading(habit) != inventory.reading(stated)


def test_the_place_is_where_the_figures_are(haifeng):
    assert inventory.place(haifeng, "welfare").endswith("paragraph 10.")
    assert inventory.place(haifeng).endswith("paragraphs 6, 7, 8, 9, 10, 11.")
