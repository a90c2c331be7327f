import pytest

import hfdata as hf
from hfdata.dataset import Unknown
from hfdata.prose import escape, not_reported

HAIFENG, EXAMPLE = "haifeng-2023-11-01", "example-2024-03-05"


@pytest.fixture
def zh(data):
    return hf.Story(data, release=HAIFENG, lang="zh")


@pytest.fixture
def en(data):
    return hf.Story(data, release=HAIFENG, lang="en")


@pytest.fixture
def example(two_releases):
    return hf.Story(hf.load(two_releases), release=EXAMPLE, lang="en")


def said(story, text, **values):
    return story.say(zh=text, en=text, **values).text


@pytest.mark.parametrize(
    ("slot", "zh_text", "en_text"),
    [
        ("", "[≥400 处](#environment.waste-piles-cleared)", "[≥400 sites](#environment.waste-piles-cleared)"),
        (":value", "[≥400](#environment.waste-piles-cleared)", "[≥400](#environment.waste-piles-cleared)"),
        (
            ":said",
            "[至少 400 处](#environment.waste-piles-cleared)",
            "[at least 400 sites](#environment.waste-piles-cleared)",
        ),
        (":quote", "[400余处](#environment.waste-piles-cleared)", "[400余处](#environment.waste-piles-cleared)"),
        (":name", "清理“三大堆”", "Waste piles cleared"),
        (":status", "已完成", "done"),
        (":plain", "≥400 处", "≥400 sites"),
    ],
)
def test_a_figure_is_written_as_its_slot_asks(zh, en, slot, zh_text, en_text):
    text = "{environment.waste-piles-cleared" + slot + "}"

    assert (said(zh, text), said(en, text)) == (zh_text, en_text)


def test_a_status_in_the_slot_chooses_the_figure(en):
    assert (
        said(en, "{culture.film-screenings:plain}, {culture.film-screenings.planned:plain}")
        == "400 sessions, 50 sessions"
    )


def test_a_title_has_no_links_and_is_empty_where_a_figure_is_missing(en, example):
    words = {"zh": "", "en": "{health.service-stations} stations"}

    assert en.text(**words) == "1 site stations"
    assert example.text(**words) == ""


def test_a_sentence_that_lacks_a_figure_says_which(example):
    assert said(example, "{health.village-clinics} and {health.service-stations}") == (
        "Not reported in this release: Community health service stations."
    )


def test_a_missing_figure_is_missing_from_all_that_is_made_of_it(example):
    total = example["health.village-clinics"] + example["health.service-stations"]

    assert (
        said(example, "{total} in all", total=total)
        == "Not reported in this release: Community health service stations."
    )


def test_limits_of_a_quantity_are_kept_in_words(zh):
    cameras = zh["safety.public-cameras"]
    share = cameras.share_of(zh["safety.private-cameras"])

    assert said(zh, "{q} {q:value} {q:said}", q=cameras) == "≥300 个 ≥300 至少 300 个"
    assert said(zh, "{share:range}", share=share) == "0—100%"


def test_a_date_is_written_in_the_language(zh, en):
    day = zh.release.release.event_date

    assert (said(zh, "{day}", day=day), said(en, "{day}", day=day)) == ("2023年11月1日", "1 November 2023")


def test_words_of_one_release_are_not_said_of_another(en, example):
    words = {"zh": "只此一份", "en": "this one", "only": HAIFENG}

    assert (en.say(**words).text, example.say(**words).text) == ("this one", "")


def test_a_list_leaves_out_what_is_missing_and_names_it_once(example):
    points = example.points(
        ("", "**{health.village-clinics:value}** clinics"),
        ("", "{health.service-stations} stations"),
        ("", "{health.service-stations} again"),
    )

    assert points.text.split("\n\n") == [
        "- **[14](#health.village-clinics)** clinics",
        "Not reported in this release: Community health service stations.",
    ]


def test_a_list_of_nothing_but_gaps_is_one_sentence(example):
    assert example.points(("", "{health.service-stations}")).text.startswith("Not reported in this release")


def test_data_among_the_words_is_shown_not_obeyed(en):
    assert said(en, "{x}", x="[a](javascript:x) <b>\n# c") == r"\[a\]\(javascript:x\) \<b\> \# c"
    assert escape("a\nb") == "a b"


@pytest.mark.parametrize(
    "slot", ["{health.clinics}", "{health.village-clinics:loud}", "{health.village-clinics.finished}", "{nothing}"]
)
def test_a_slip_of_the_pen_is_not_a_gap_in_the_release(en, slot):
    with pytest.raises(Unknown):
        said(en, slot)


def test_words_without_figures_are_filled_too():
    assert hf.say("zh", zh="{n} 项，{x}", en="…", n=3, x="$5*").text == r"3 项，\$5\*"
    with pytest.raises(Unknown, match="no value for the slot 'm'"):
        hf.say("zh", zh="{m} 项", en="…", n=3)
    with pytest.raises(Unknown, match="zh, en"):
        hf.say("fr", zh="…", en="…")


def test_an_unknown_language_or_reading_is_refused(data):
    with pytest.raises(Unknown, match="zh"):
        hf.Story(data, release=HAIFENG, lang="fr")
    with pytest.raises(Unknown, match="stated"):
        hf.Story(data, release=HAIFENG, limits="loose")


def test_the_table_of_quotes_is_indexed_by_the_address_of_each_figure(zh):
    table = zh.quoted(domain="culture")

    assert table.index.name == "indicator"
    assert "culture.film-screenings.planned" in table.index
    assert table["原文"].iloc[0] == "98处"


def test_what_is_not_reported_is_listed_in_each_language():
    assert str(not_reported(["甲", "乙"], "zh")) == "本次发布没有报告：甲、乙。"
    assert str(not_reported(["A", "B"], "en")) == "Not reported in this release: A; B."
