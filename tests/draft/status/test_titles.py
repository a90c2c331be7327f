"""What a heading announces holds for what stands under it."""

from __future__ import annotations

from datetime import date

import pytest

from hfdata import draft
from hfdata.draft.status.titles import announced

TITLES_OF_PLANS = """
2024年工作要点
2024年为民办实事项目
一图读懂：2024年民生实事
2024年十大民生工程
创建卫生县城实施方案
养老事业发展规划（2024—2027年）
全民健身实施计划（2024—2027年）
关于做好秋季招生工作的通知
教师招聘公告
防汛应急预案
就业补贴申领指南
下半年工作打算
""".split()
TITLES_OF_REPORTS = """
2023年工作总结
上半年工作情况通报
民生实事进展情况通报
十件民生实事全部完成
我县圆满完成造林计划
关于抽检结果的公告
法治政府建设情况报告
街道简介
""".split()


def statuses(text: str) -> str:
    """One letter for each figure of a text of 1 March 2024: d done, u under way, p planned."""
    return "".join(row.status[0] for row in draft.read(text, event_date=date(2024, 3, 1)).figures)


@pytest.mark.parametrize("title", TITLES_OF_PLANS)
def test_what_stands_under_the_title_of_a_plan_is_planned(title: str):
    assert set(statuses(f"{title}\n（一）新建公园3处，改造公厕12座。\n（二）新增学位900个。\n")) == {"p"}


@pytest.mark.parametrize("title", TITLES_OF_REPORTS)
def test_what_stands_under_the_title_of_a_report_is_done(title: str):
    assert set(statuses(f"{title}\n（一）新建公园3处，改造公厕12座。\n（二）新增学位900个。\n")) == {"d"}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("一、发展现状", "report"),
        ("二、主要任务", "plan"),
        ("三、保障机制", "chapter"),
        ("一、评估对象", "chapter"),
        ("附则", ""),
    ],
)
def test_the_chapters_of_a_plan(words: str, found: str):
    assert announced(words, first=5, in_plan=True) == found


def test_a_headline_begins_another_item_where_the_text_is_no_plan():
    assert announced("东岭街道图书馆周末迎来大批读者", first=5, in_plan=False) == "item"
    assert announced("一、图书馆建设", first=5, in_plan=False) == ""
