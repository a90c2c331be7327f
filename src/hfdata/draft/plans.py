"""Which paragraphs of a text stand in a plan: under a heading that announces one, in its list, or by how they open."""

from __future__ import annotations

import re
from itertools import islice

from ..model import Span
from .passages import Passages
from .wordings import DONE, PLANNED, Between

HEADLINE = 12  # characters; a heading so long, without a number, is that of another item
PLAN_TITLE = re.compile(
    "要办|拟办|工作计划|工作安排|工作要点|打算|目标任务|任务清单|规划目标|下一步|工作思路|"
    "(?:今年将|明年)(?=[^，。；]{0,20}(?:实事|任务|工作|目标|计划|安排|思路|重点|打算|怎么|以下|[一二三四五六七八九十0-9]件))|"
    "重点(?:工作|任务)|工作重点|工作部署|(?:奋斗|发展|总体|主要)目标|(?:发展|主要|预期|目标|约束性)指标|总体要求|(?:保障|政策|主要|工作|若干)措施|实施步骤|主要任务|预期目标|实事项目(?:清单|公布|出炉|敲定|公告)|怎么干|(?:发布|公布|公示|确定|敲定|票决)[^，。；]{0,24}实事|实事[^，。；0-9]{0,8}(?:发布|公布|出炉|确定|敲定|来了|亮相|揭晓)|"
    "(?:招聘|招录|招考|招生|招收|招募|选聘)(?:计划|岗位|名额|指标|条件|办法|程序|方式)|(?:考试|笔试|面试|考核|报名)(?:办法|方式|程序|安排)|"
    "(?:补贴|补助|奖励|奖补|资助|救助|收费|缴费|待遇|报销|支付)(?:标准|对象|范围|条件|比例|方式)|(?:申请|申领|享受|报名)(?:条件|对象|标准)|处罚标准|法律责任"
)
REPORT_TITLE = re.compile("完成|总结|通报|进展|成效|回顾|进度|现状|落实情况|公报|公示|评估|情况|工作纪实")
LOOKS_BACK = re.compile(
    "回顾|成效|完成情况|进展情况|落实情况|现状|基础|背景|形势|成绩"
)  # in a plan: where things stand
OPENING = re.compile(
    r"\s*(?:(?:政策内容|(?:补贴|补助|奖励|救助|资助|待遇|缴费|收费|报销|保障|申领|享受)(?:标准|对象|条件|比例|范围))[：:]|下半年(?=[，,])|下一步|接下来|明年|今后|下步|下一?阶段|未来[一三五几])"
)
# What such a document says is to be done: 关于…的意见, …实施方案.
RULES = re.compile(
    "(?:意见|方案|办法|规划|细则|措施|计划|(?<!简介)安排|预案|要点|规定|(?:招聘|招录|招考|招募|招生|征集|选调|遴选)[^，。]{0,6}(?:公告|通告|启事)|简章|提标的?通知|条例|(?:扶贫|保障|救助|补助|补贴|优惠|奖励|扶持|医保|养老|就业|资助)政策|须知|指南|关于[^。]{2,40}的通知)(?:[（(][^）)]{1,24}[）)])?\\s*$"
)
# The title of a list that is made known: 2024年为民办实事项目, 一图读懂：2024年民生实事.
TITLE_OF_DEEDS = re.compile(
    "^[^，。：:]{0,8}[：:]?20[0-9]{2}年度?[^，。的]{0,12}(?:实事|民生工程)(?:项目|清单|目录)?(?:公示|公布)?$"
)
RESPONSIBLE = re.compile(
    "[（(。；\\s](?:牵头|责任|主办|承办|配合|完成时限|落实)(?:单位|部门|领导|科室|人)?[：:]"
)  # a list of tasks
# … or with nobody but who is responsible, in brackets behind each: …专项行动。（区公安局）
IN_CHARGE = re.compile(
    "[。；;][（(][^（）()\\n，。0-9]{2,40}(?:局|委|办|部|院|街道|镇|乡|区|科|处|会|组|队|所|中心)[）)〉](?!电|讯)"
)
LISTED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十][是要]|——|-|[①-⑳●▶■◆★▲•·○◎※➤✅]|第[一二三四五六七八九十]{1,2}[件项][、，：,:]?)"
)
# What a government has resolved to do this year, as it is made known: 公布今年民生实事项目，共12项.
DEEDS = re.compile(
    "(?:发布|公布|敲定|确定|票决|推出|安排|列出|出炉|亮相|揭晓)[^。]{0,30}实事|实事[^。；]{0,16}(?:发布|公布|出炉|敲定|确定|亮相|揭晓)"
)
VOTERS = re.compile("代表[^。；]{0,24}(?:票决|投票|表决|推选)")  # who resolved it is no plan
DEEDS_DONE = re.compile("已|完成(?:了|率|情况)|全部完成|办结|落实情况|建成了|截至|进展|进度|去年|办好了|时间过半")
IN_DETAIL = re.compile(
    "\\s*(?:具体(?:来说|来看|而言|项目|内容|为|是|包括)?|其中|主要(?:包括|有|是)|分别[为是]|这些|项目(?:主要)?包括|此外)"
)
OPENING_OF_DEEDS = 100  # characters in which a paragraph says that it makes known such a list
HEAD_OF_AN_ITEM = 24  # characters: 1、缓解出行难, and what is to be done on the next line
TO_DO = re.compile("实事|任务|工作|项目|目标|以下|如下|方面|[：:]\\s*$")
ANNOUNCED = re.compile("以下|如下|下列|[：:]\\s*$")  # where the line also reports


class Plans:
    """Tells of each paragraph of one text whether what it counts is to be done; *between* finds its wordings."""

    def __init__(self, passages: Passages, text: str, between: Between) -> None:
        self._passages, self._text, self._between = passages, text, between
        # What no line of the text has need not be looked for in each.
        self._names_who = RESPONSIBLE.search(text) is not None
        self._in_charge = IN_CHARGE.search(text) is not None
        self._has_deeds = "实事" in text
        self._modes: list[bool] = []
        self._section = self._lead = self._whole = self._rules = self._head = self._resolved = False

    def holds(self, paragraph: int) -> bool:
        """Tell whether the paragraph stands under a heading that announces what is to be done, or opens so itself."""
        while len(self._modes) <= paragraph:
            self._modes.append(self._mode(len(self._modes)))
        return self._modes[paragraph] if self._modes else False

    def _mode(self, paragraph: int) -> bool:
        line = self._passages.lines[paragraph] if self._passages.lines else Span(0, 1)
        words = self._text[line.start : min(line.end, line.start + 60)]
        if OPENING.match(words) or self._assigned(line):
            return True
        if self._passages.is_heading(paragraph):
            if paragraph == 0 and TITLE_OF_DEEDS.search(words.strip()):
                self._section = self._whole = True
            elif (LOOKS_BACK if self._whole else REPORT_TITLE).search(words):
                self._section = False
            elif PLAN_TITLE.search(words):
                self._section, self._whole = True, self._whole or paragraph == 0
            elif paragraph < 2 and RULES.search(words):
                self._rules = True
            elif self._whole and LISTED.match(words):
                self._section = True  # the next chapter of a plan looks ahead again
            elif not self._whole and len(words.strip()) >= HEADLINE and not LISTED.match(words):
                self._section = False  # the next item of a digest has its own headline
        listed = LISTED.match(words) is not None
        if self._deeds(paragraph, line, listed):
            return True
        if listed and self._rules:  # what stands before its first item tells why it is needed
            back = self._passages.is_heading(paragraph) and LOOKS_BACK.search(words)
            self._section, self._whole, self._rules = not back, True, False
        if self._section:
            return True
        if not listed:
            if self._lead and self._head:
                self._head = False
                return not any(cue.status == DONE for _, _, cue in self._between(line.start, line.end))
            self._lead = self._announces(line)
        self._head = listed and line.end - line.start <= HEAD_OF_AN_ITEM
        return listed and self._lead

    def _assigned(self, line: Span) -> bool:
        """Tell whether a line names, behind its tasks, who is to do them; in brackets one may be where news came from."""
        if self._names_who and RESPONSIBLE.search(self._text, line.start, line.end):
            return True
        if not self._in_charge:
            return False
        return next(islice(IN_CHARGE.finditer(self._text, line.start, line.end), 1, None), None) is not None

    def _deeds(self, paragraph: int, line: Span, listed: bool) -> bool:
        """Tell whether a line makes known what is to be done this year, or goes on to say what that is."""
        if not self._has_deeds or listed or self._passages.is_heading(paragraph):
            return False
        opening = self._text[line.start : min(line.end, line.start + OPENING_OF_DEEDS)]
        if self._resolved and IN_DETAIL.match(opening):
            return not DEEDS_DONE.search(self._text, line.start, line.end)
        self._resolved = bool(DEEDS.search(opening) and not VOTERS.search(opening)) and not DEEDS_DONE.search(
            self._text, line.start, line.end
        )
        self._lead = self._lead or self._resolved
        return self._resolved

    def _announces(self, line: Span) -> bool:
        """Tell whether a line introduces a list of things to do: 今年将办好以下实事."""
        cues = [cue for _, _, cue in self._between(line.start, line.end)]
        if not cues or cues[-1].status != PLANNED:
            return False
        announced = ANNOUNCED if any(cue.status != PLANNED and not cue.weak for cue in cues) else TO_DO
        return bool(announced.search(self._text, max(line.start, line.end - 60), line.end))
