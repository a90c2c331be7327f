"""What the headings of a text announce: a plan, a report, a document that sets rules, or the next item."""

from __future__ import annotations

import re
from typing import Literal

Announced = Literal["plan", "report", "rules", "chapter", "item", ""]

HEADLINE = 12  # characters; a heading so long, without a number, is that of another item
PLAN_TITLE = re.compile(
    "要办|拟办|工作计划|工作安排|工作要点|打算|目标任务|任务清单|规划目标|下一步|工作思路|"
    "(?:今年将|明年)(?=[^，。；]{0,20}(?:实事|任务|工作|目标|计划|安排|思路|重点|打算|怎么|以下|[一二三四五六七八九十0-9]件))|"
    "重点(?:工作|任务)|工作重点|工作部署|(?:奋斗|发展|总体|主要)目标|(?:发展|主要|预期|目标|约束性)指标|总体要求|(?:保障|政策|主要|工作|若干)措施|实施步骤|主要任务|预期目标|实事项目(?:清单|公布|出炉|敲定|公告)|怎么干|(?:发布|公布|公示|确定|敲定|票决)[^，。；]{0,24}实事|实事[^，。；0-9]{0,8}(?:发布|公布|出炉|确定|敲定|来了|亮相|揭晓)|"
    "(?:招聘|招录|招考|招生|招收|招募|选聘)(?:计划|岗位|名额|指标|条件|办法|程序|方式)|(?:考试|笔试|面试|考核|报名)(?:办法|方式|程序|安排)|"
    "(?:补贴|补助|奖励|奖补|资助|救助|收费|缴费|待遇|报销|支付)(?:标准|对象|范围|条件|比例|方式)|(?:申请|申领|享受|报名)(?:条件|对象|标准)|处罚标准|法律责任"
)
# The title of a list that is made known: 2024年为民办实事项目, 一图读懂：2024年民生实事.
TITLE_OF_DEEDS = re.compile(
    "^[^，。：:]{0,8}[：:]?20[0-9]{2}年度?[^，。的]{0,12}(?:实事|民生工程)(?:项目|清单|目录)?(?:公示|公布)?$"
)
REPORT_TITLE = re.compile("完成|总结|通报|进展|成效|回顾|进度|现状|落实情况|公报|公示|评估|情况|工作纪实")
LOOKS_BACK = re.compile(
    "回顾|成效|完成情况|进展情况|落实情况|现状|基础|背景|形势|成绩"
)  # in a plan: where things stand
# What such a document says is to be done: 关于…的意见, …实施方案.
RULES = re.compile(
    "(?:意见|方案|办法|规划|细则|措施|计划|(?<!简介)安排|预案|要点|规定|(?:招聘|招录|招考|招募|招生|征集|选调|遴选)[^，。]{0,6}(?:公告|通告|启事)|简章|提标的?通知|条例|(?:扶贫|保障|救助|补助|补贴|优惠|奖励|扶持|医保|养老|就业|资助)政策|须知|指南|关于[^。]{2,40}的通知)(?:[（(][^）)]{1,24}[）)])?\\s*$"
)
LISTED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十][是要]|——|-|[①-⑳●▶■◆★▲•·○◎※➤✅]|第[一二三四五六七八九十]{1,2}[件项][、，：,:]?)"
)


def announced(words: str, *, first: int, in_plan: bool) -> Announced:
    """Tell what the heading *words* announces; *first* counts the lines before it, *in_plan* that the text is a plan.

    "rules" is the title of a document that lists what is to be done, "chapter" the next one of a plan, "item" the
    headline of another piece of news; "" where a heading changes nothing.
    """
    if first == 0 and TITLE_OF_DEEDS.search(words.strip()):
        return "plan"
    if (LOOKS_BACK if in_plan else REPORT_TITLE).search(words):
        return "report"
    if PLAN_TITLE.search(words):
        return "plan"
    if first < 2 and RULES.search(words):
        return "rules"
    listed = LISTED.match(words) is not None
    if in_plan:
        return "chapter" if listed else ""
    return "item" if len(words.strip()) >= HEADLINE and not listed else ""


def looks_back(words: str) -> bool:
    """Tell whether a chapter of a plan says where things stand: 一、发展现状."""
    return LOOKS_BACK.search(words) is not None
