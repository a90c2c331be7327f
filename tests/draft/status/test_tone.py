"""A passage that urges and reports nothing is a plan, wherever its heading has gone."""

from __future__ import annotations

from hfdata import draft

PLAN = (
    "提升公共服务水平。加快补齐教育短板，新建幼儿园4所，改扩建小学2所。健全养老服务体系，继续实施适老化改造，"
    "建设助餐点9处。深化文明创建，广泛开展文化惠民，组织演出60场。着力完善应急体系，不断提高防灾能力，推进消防站建设。"
)
REPORT = (
    "公共服务水平不断提升。新建幼儿园4所，改扩建小学2所，惠及学生1300余名。健全养老服务体系，继续实施适老化改造，"
    "建设助餐点9处，累计服务老人2.6万人次。深化文明创建，组织演出60场，比去年多了12场。不断完善应急体系，推进消防站建设。"
)


def statuses(text: str) -> set[str | None]:
    return {row.status for row in draft.read(text).figures}


def test_a_passage_that_urges_is_planned_and_one_that_reports_is_done():
    assert statuses(PLAN) == {"planned"}
    assert statuses(REPORT) == {"done"}


def test_a_passage_that_counts_more_than_it_urges_reports():
    text = "扎实推进民生实事，完成改厕380户，硬化道路26条，安装路灯140盏，加强巡查，整治村庄8个，深化服务，栽植苗木6000株。"

    assert statuses(text) == {"done"}


def test_one_sentence_that_states_how_things_are_makes_a_passage_a_report():
    assert statuses(PLAN + "镇卫生院每周一次请专家坐诊，所辖村卫生室18处。") == {"done"}


def test_a_passage_that_announces_and_reports_nothing_may_count_as_much_as_it_likes():
    text = (
        "持续办好民生实事。一是支持18所中学改善条件，新增学位900个。二是改造村级幸福院26家、卫生室34间。"
        "三是深化就业帮扶，帮扶毕业生1200名。四是健全养老网络，建设食堂22处、改造家庭床位300张。我们将继续加力开展帮扶。"
    )

    assert statuses(text) == {"planned"}
    assert statuses(text.replace("我们将继续加力开展帮扶", "累计服务群众6万人次")) == {"done"}


def test_the_rates_of_a_rule_report_nothing_however_many_they_are():
    rates = "城镇居民报销比例三级医院55%、二级医院65%、一级医院75%，门诊报销比例50%。"
    rules = "进一步完善医保制度，逐步缩小待遇差距，落实分级诊疗，强化基金监管。"

    assert statuses(rules + rates) == {"planned"}
    assert statuses("全区参保2.6万人，已报销320万元。" + rates) == {"done"}


def test_short_lines_are_heard_together():
    assert statuses(PLAN.replace("。", "。\n")) == {"planned"}
    assert statuses(REPORT.replace("。", "。\n")) == {"done"}


def test_a_line_without_end_is_heard_in_parts():
    filler = "各科室分工明确。" * 200

    assert [row.status for row in draft.read(PLAN + filler + REPORT).figures] == ["planned"] * 4 + ["done"] * 7


def test_time_grows_with_the_length_of_a_line():
    long = PLAN.rstrip("。").replace("。", "，") * 3000  # one line of 400 000 characters, one sentence

    assert statuses(long) == {"planned"}
