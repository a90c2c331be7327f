"""Which domain a sentence speaks of, and what the text around it adds."""

from __future__ import annotations

from pathlib import Path

import pytest

from hfdata import draft

LINES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("domains.txt").read_text(encoding="utf-8").splitlines()
    if line
]


@pytest.mark.parametrize("domain", dict(LINES))
def test_a_sentence_tells_its_domain(domain):
    sentences = [sentence for known, sentence in LINES if known == domain]

    told = {sentence: {row.domain for row in draft.read(sentence).figures} for sentence in sentences}

    assert told == {sentence: {domain} for sentence in sentences}


def test_a_heading_tells_the_domain_of_what_names_none():
    text = "一、公共安全\n平安建设抓得紧。\n全年共办理86件，增长12%。\n"

    assert {row.domain for row in draft.read(text).figures} == {"safety"}


def test_what_is_kept_running_in_a_storm_belongs_to_the_storm():
    text = (
        "全力应对台风“银杏”\n"
        "台风昨夜登陆，全市转移群众3600人，开放避灾点42处。\n"
        "市公交集团停运线路36条，机场取消航班28架次。\n"
        "园林工人连夜清理倒伏树木620株，疏通排水口860个。\n"
    )

    assert {row.domain for row in draft.read(text).figures} == {"safety"}


def test_a_storm_that_is_only_mentioned_changes_nothing():
    text = (
        "市政设施改造进展\n"
        "吸取去年暴雨的教训，今年改造雨水管网46公里、泵站6座。\n"
        "新建污水处理厂2座，日处理污水3万吨，绿化道路26条。\n"
    )

    assert {row.domain for row in draft.read(text).figures} == {"environment"}


def test_where_a_campaign_goes_is_not_what_it_is_about():
    (goes,) = draft.read("非遗进校园26场。").figures
    (built,) = draft.read("推进学校建设，新建26所。").figures

    assert (goes.domain, built.domain) == ("culture", "education")


def test_what_the_text_is_about_decides_where_a_paragraph_is_silent():
    text = "城关派出所警情通报\n民警破获盗窃案件31起。\n\n此外还有一些情况。\n\n共计86件。\n"

    assert draft.read(text).figures[-1].domain == "safety"


def test_the_noun_beside_the_number_counts_more_than_where_it_stands():
    assert draft.read("在学校周边新增监控探头150个。").figures[0].domain == "safety"


def test_two_domains_at_once_are_a_doubt():
    (row,) = draft.read("教育和卫生共投入30万元。").figures

    assert "speaks of more than" in (row.doubt or "")


def test_a_line_with_labels_inside_it_speaks_of_one_thing_behind_each():
    text = (
        "文化 年末有书屋9个，藏书8000册。教育 年末有小学4所，学生690人。邮政电信 年末有网店4个，用户965户。"
        "社会保障 供养五保人员48人。参保率100%。\n"
    )

    found = [row.domain for row in draft.read(text).figures]

    assert found == ["culture"] * 2 + ["education"] * 2 + ["other"] * 2 + ["welfare"] * 2


def test_a_weak_word_beside_a_figure_does_not_change_the_subject():
    text = "养老服务\n镇里的敬老院投用后，供养对象住进了新房。\n敬老院占地12亩，道路一并修好，总投资860万元。\n"

    assert {row.domain for row in draft.read(text).figures} == {"welfare"}


def test_what_is_counted_names_another_subject_where_it_says_so_plainly():
    text = "乡情概况\n全乡辖6个行政村，总人口8600人。全乡有小学3所，在校学生620名；卫生院1所，病床26张。\n"

    found = [row.domain for row in draft.read(text).figures]

    assert found == ["other"] * 2 + ["education"] * 2 + ["health"] * 2


def test_people_who_are_served_are_no_subject_of_their_own():
    text = "全市改造供水管网36公里，86个村、4.2万人口受益。"

    assert {row.domain for row in draft.read(text).figures} == {"environment"}


def test_in_a_list_of_several_domains_each_figure_stands_under_its_own_noun():
    sentence = (
        "一年来新增学位900个，新增病床60张，新增绿地4万平方米，新增市场主体800户，新增监控探头300个，新增书屋9间。"
    )

    assert [row.domain for row in draft.read(sentence).figures] == [
        "education",
        "health",
        "environment",
        "economy",
        "safety",
        "culture",
    ]


def test_what_a_project_costs_and_covers_stays_with_the_project():
    sentence = "第三幼儿园总投资2600万元，占地11亩，建筑面积5400平方米，可收幼儿270名。"

    assert {row.domain for row in draft.read(sentence).figures} == {"education"}


def test_a_name_that_begins_like_another_domain_is_read_as_a_whole():
    told = [
        draft.read(text).figures[0].domain for text in ("工业污水管接通12处。", "生态养殖户有31家。", "打扫卫生26次。")
    ]

    assert told == ["environment", "economy", "environment"]


def test_a_list_is_filed_under_the_line_that_announces_it():
    text = "易地扶贫搬迁今年安置贫困户260户，脱贫人口全部入住，共涉及安置点2个：\n东村：116套470人，总投资1800万元，总用地面积9600平方米；\n"

    assert {row.domain for row in draft.read(text).figures} == {"welfare"}
