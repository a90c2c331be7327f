from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from hfdata import report


class Links(HTMLParser):
    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(html.decode())

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attributes)["href"])


@pytest.fixture
def cards(sample, data):
    """A card for each language of three pages."""
    return [
        report.card(
            getattr(sample, name)(data, lang),
            sample.context(data, name, lang),
            name={"welfare": "兜底保障", "sources": "数据出处", "overview": "总览"}[name],
            href=f"{sample.RELEASE}/{lang}/{name}.html",
        )
        for name in ("welfare", "sources", "overview")
        for lang in ("en", "zh")
    ]


def test_a_card_says_headline_finding_key_number_and_limits(cards):
    card = next(card for card in cards if (card.notebook, card.lang) == ("welfare", "zh"))

    assert card.title == "谁在领救助"
    assert card.takeaway == "低保在保 773 人。"
    assert (card.number, card.number_of) == ("291 人", "特困人员")
    assert card.figures == 18
    assert card.limits == (("exact", 17), ("at_most", 1))


def test_both_languages_of_a_report_share_a_card_in_the_order_of_the_set(cards):
    made = Links(report.index(cards))

    assert made.tags.count("li") == 3
    assert [link.rsplit("/", 2)[1:] for link in made.links[1:]] == [
        [lang, f"{name}.html"] for name in ("overview", "welfare", "sources") for lang in ("zh", "en")
    ]


def test_the_order_in_which_cards_come_does_not_matter(cards):
    shuffled = random.Random(0).sample(cards, len(cards))

    assert report.index(shuffled) == report.index(cards)


def test_newer_releases_come_first(cards):
    newer = [replace(card, release="example-2024-03-05", event_date=date(2024, 3, 5), place="示例") for card in cards]
    made = report.index([*cards, *newer]).decode()

    assert made.index("2024年3月5日") < made.index("2023年11月1日")


def test_reports_with_other_parameters_have_cards_of_their_own_after_the_set(cards):
    other = replace(cards[1], parameters=(("population", "70000"),), href="x/zh/welfare-abc.html")
    made = Links(report.index([other, *cards]))

    assert made.tags.count("li") == 4
    assert made.links[-1] == "x/zh/welfare-abc.html"


def test_a_report_in_one_language_has_a_card_too(cards):
    only = [card for card in cards if card.lang == "en"]

    assert Links(report.index(only)).tags.count("li") == 3


def test_no_cards_make_an_index_that_says_nothing_false():
    assert b"<h1>" in report.index([])


def test_hostile_words_stay_words(cards, sample):
    bad = [replace(cards[0], title=text, takeaway=text, place=text, name=text, number=text) for text in sample.HOSTILE]
    made = Links(report.index([replace(card, notebook=f"n{at}") for at, card in enumerate(bad)]))

    assert {"script", "img", "iframe"}.isdisjoint(made.tags)
