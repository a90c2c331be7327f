"""Whether a figure is done, under way or planned, passage by passage."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from hfdata import draft
from hfdata.draft.status.wordings import CHARACTER, WORDING, may_begin

MARK = re.compile(r"\[([^|\]]*)\|([dup])\]")
STATUS = {"d": "done", "u": "under_way", "p": "planned"}
LINES = [
    line
    for line in Path(__file__).with_name("statuses.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_wording_around_a_figure_tells_its_status():
    misread = []
    for line in LINES:
        expected = [(mark[1], STATUS[mark[2]]) for mark in MARK.finditer(line)]
        text = MARK.sub(lambda mark: mark[1], line)
        found = [(r.quote, r.status) for r in draft.read(text, event_date=date(2024, 6, 1)).figures]
        misread += [(text, found, expected)] if found != expected else []

    assert misread == []
    assert len(LINES) > 80


def test_a_plan_announced_in_the_title_holds_for_its_items():
    text = "某县2024年要办的民生实事\n教育：新建幼儿园3所。\n道路：改造公路20公里，已开工的除外。\n"

    assert {row.status for row in draft.read(text).figures} == {"planned"}


def test_a_report_on_a_plan_is_not_a_plan():
    text = "某县2024年工作计划完成情况\n教育：新建幼儿园3所。\n"

    assert [row.status for row in draft.read(text).figures] == ["done"]


def test_a_year_after_the_event_is_a_plan():
    text = "到2026年建成公园5处。"

    assert [row.status for row in draft.read(text, event_date=date(2024, 6, 1)).figures] == ["planned"]
    assert [row.status for row in draft.read(text, event_date=date(2027, 6, 1)).figures] == ["done"]


def test_no_wording_begins_with_a_character_that_is_passed_over():
    text = "".join(line for line in LINES)

    anchored = {m.start() for m in WORDING.finditer(text)}
    assert [text[at : at + 4] for at in anchored if not (CHARACTER.match(text, at) and may_begin(text, at))] == []


def test_a_report_that_ends_with_what_is_left_announces_no_list():
    text = "民生实事进展\n12件实事已完成7件，1件延至明年实施。\n1.养老。新建食堂3处。\n2.就业。举办招聘会9场。\n"
    plan = "已完成7件，今年还要办好以下5件实事：\n1.养老。新建食堂3处。\n2.就业。举办招聘会9场。\n"

    assert [r.status for r in draft.read(text).figures][-2:] == ["done", "done"]
    assert [r.status for r in draft.read(plan).figures][-2:] == ["planned", "planned"]


def test_a_plan_in_one_headline_of_a_digest_plans_nothing_of_the_next_item():
    text = (
        "我市今年将新建儿童救助中心\n中心建成后将容纳儿童200名。\n春节假期千余民警坚守岗位\n民警1000余名坚守岗位。\n"
        "城东热电厂明年投产\n管网正在铺设。\n政务大厅下一步增设夜间窗口\n窗口今后增设6个。\n"
        "图书馆新馆正式对市民开放\n首日接待读者2300人次。\n"
    )

    assert [r.status for r in draft.read(text).figures] == ["planned", "done", "done", "planned", "done"]
