"""Whether a figure is done, under way or planned: the nearest wording decides, a plan's title decides for the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import zip_longest
from typing import NamedTuple

from ..model import Span, Status
from ..numerals.characters import table
from ..numerals.units import MONEY
from .passages import FAR, Passage, Passages, Stretch
from .wordings import BY_THEN, DONE, OF_A_THING, ONCE_BUILT, PLANNED, PRESSING, UNDER_WAY, Cue, wordings

NEXT_FIGURE = re.compile("[^，。；,;0-9一二三四五六七八九十百千万]{0,8}?[0-9]+(?:\\.[0-9]+)?(?![0-9年月日])")
NOW = "目前"
OF_ITS_SENTENCE = ("办好",)  # an appeal says nothing of what follows
OVERRULES_A_PLAN = ("已", "了", "正在", OF_A_THING, NOW)
CHANGED_TO = re.compile("(?:提高|增加|提升|扩大|扩建|扩|增|涨|降低|降|减少|减|压缩|缩短)[到至为]")
FINISHED = re.compile("[^，。；]{0,4}(?:完工|建成|竣工|投用|投入使用|投产|通车|交付|启用|全部完成|开通)")
PARTLY = re.compile("(?:主体|基础|土建|桩基|框架|路基|一期|标段)[^，。；]{0,4}$")  # …已完工: the rest is not
COUNTED = re.compile("[0-9][万千百亿余多]{0,2}(?![月日年季0-9.])[^0-9，。；,;]{1,8}(?:[0-9]{1,2}月?)?$")
COUNTS_ON = re.compile("[^，。；,;0-9]{0,12}[0-9]")
HEADLINE = 12  # characters; a heading so long, without a number, is that of another item
TOGETHER = 8  # characters: 目前正在 says what 正在 says
BEGUN = re.compile("正式开工|开工仪式|破土动工|奠基")
FINISHING = re.compile("投用|使用|完工|竣工|通车|交付|建成|完成|封顶|投产|验收|运营|开园|入住|启用|达产|做完|完")
STARTING = re.compile("开工|启动|动工|开建|实施|施工")
PLAN_TITLE = re.compile(
    "要办|拟办|工作计划|工作安排|工作要点|打算|目标任务|任务清单|下一步|工作思路|"
    "(?:今年将|明年)(?=[^，。；]{0,20}(?:实事|任务|工作|目标|计划|安排|思路|重点|打算|怎么|以下|[一二三四五六七八九十0-9]件))|"
    "主要任务|预期目标|实事项目(?:清单|公布|出炉|敲定|公告)|怎么干"
)
REPORT_TITLE = re.compile("完成|总结|通报|进展|成效|回顾|落实情况|公报|公示|评估|情况|工作纪实")
OPENING = re.compile(r"\s*(?:下一步|接下来|明年|今后|下步|下一?阶段|未来[一三五几])")
RESPONSIBLE = re.compile(
    "[（(](?:牵头|责任|主办|承办|配合|完成时限|落实)(?:单位|部门|领导|科室|人)?[：:]"
)  # a list of tasks
LISTED = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十][是要]|——|-|[①-⑳])")
TO_DO = re.compile("实事|任务|工作|项目|目标|以下|如下|方面|[：:]\\s*$")
ANNOUNCED = re.compile("以下|如下|下列|[：:]\\s*$")  # where the line also reports
SHARES_OF_A_PROJECT = (
    MONEY | table("米 公里 千米 亩 平方米 平方公里 公顷 延米 立方米 张 个 套 户 间 层 车位 床位 学位 栋 座 幢") | {""}
)
BUILT = re.compile("(?:建成|建起|修通)(?!后)")  # 投资20万元建成阅览室4间: whatever the next clause plans
ATTRIBUTE = re.compile("投资|占地|面积|总长|全长|建筑|长|宽|造价|预算|设计|规模|库容|日处理|容纳|设置|设有|可")


class Judged(NamedTuple):
    """A status and the wording that decided it ("" where none did)."""

    status: Status
    why: str


class Statuses:
    """Judges the figures of one text, in order; *year* is the year of the event, None where unknown."""

    def __init__(self, passages: Passages, folded: str, year: int | None) -> None:
        self._passages, self._text = passages, folded
        self._cues = wordings(folded, year)
        self._starts = [start for start, _, _ in self._cues]
        self._done = [start for start, _, cue in self._cues if cue.status == DONE]
        self._modes: list[bool] = []
        self._section = self._lead = self._whole = False
        self._last: tuple[int, Stretch | None, Judged] = (-1, None, Judged(DONE, ""))

    def judge(self, place: Passage, start: int, end: int, unit: str) -> Judged:
        """Say what the figure printed at *start*–*end* of *place* in *unit* is; calls come in the text's order."""
        sentence = place.sentence
        found = (
            self._worded(sentence, place.clause, start, end, unit)
            if _any(self._starts, sentence.start, sentence.end)
            else None
        )
        if self._in_plan(place.paragraph) and (not found or found.why not in OVERRULES_A_PLAN):
            found = Judged(PLANNED, "a plan's heading")
        if not found and self._unbuilt(place, end, unit, start):
            begun = BEGUN.search(self._text, max(0, start - 2 * FAR), start)
            found = Judged(UNDER_WAY if begun else PLANNED, "what it will do once it is built")
        if (not found or found.why == PRESSING) and self._carries(place.paragraph, sentence):
            found = Judged(PLANNED, "the sentence before")
        found = found or Judged(DONE, "")
        self._last = (place.paragraph, sentence, found)
        return found

    def _worded(self, sentence: Stretch, clause: Stretch, start: int, end: int, unit: str) -> Judged | None:
        """Let the wordings of the sentence decide: those of the figure's own clause, those before it, its project's."""
        found = self._before(max(clause.start, start - FAR), start)
        if not found or found.why == NOW:
            found = self._beside(end, min(clause.end, end + FAR)) or found
        if not found:
            found = self._before(max(sentence.start, start - FAR), start)
            if found and found.why == OF_A_THING and not self._attribute(unit, start):
                found = None
        if not found or found.why == NOW:
            found = self._project(end, min(sentence.end, end + FAR), unit, start) or found
        return found

    def _between(self, start: int, end: int) -> list[tuple[int, int, Cue]]:
        return self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _before(self, start: int, end: int) -> Judged | None:
        """Give the last wording before a figure; 由现在的2000吨提高到5000吨 is no longer about now."""
        found: Cue | None = None
        for at, until, cue in self._between(start, end):
            if cue.weak and found and (cue.status != DONE or found.status != UNDER_WAY):
                continue  # 正在施工12个，累计完工30个: what is summed up is no longer under way
            if cue.name == NOW and CHANGED_TO.search(self._text, until, end):
                continue
            if cue.name == BY_THEN and self._closes(at, until):
                continue
            found = cue
        return Judged(found.status, found.name) if found and not (found.weak and found.status == DONE) else None

    def _closes(self, at: int, until: int) -> bool:
        """Tell whether a date ends its statement: 剩余5公里10月底前完工 says nothing of what comes behind it."""
        return bool(COUNTED.search(self._text, max(0, at - 16), at)) and not COUNTS_ON.match(self._text, until)

    def _beside(self, start: int, clause: int) -> Judged | None:
        """Give the wording behind a figure in its own clause: 13条正在督办, whatever the clause before said."""
        cues = self._between(start, clause)
        for (_, until, cue), following in zip_longest(cues, cues[1:]):
            if (
                cue.weak
                or cue.name == OF_A_THING
                or (cue.name == NOW and following and following[0] - until < TOGETHER)
            ):
                continue
            if NEXT_FIGURE.match(self._text, until):
                return None  # 建成12万亩、在建6万亩: the wording is the next figure's
            return Judged(cue.status, cue.name)
        return None

    def _project(self, start: int, end: int, unit: str, figure: int) -> Judged | None:
        """Tell of a project's money, ground or size what the rest of its sentence says of the project.

        总投资7200万元，力争年内投用 is under way, 总投资7200万元，明年开工 is planned, 总投资7200万元，已建成 is done.
        """
        if BUILT.match(self._text, start):
            return None
        attribute = self._attribute(unit, figure)
        begun = False
        for at, until, cue in self._between(start, end):
            if NEXT_FIGURE.match(self._text, until):
                if not attribute:
                    return None
                begun = begun or cue.status == DONE
            elif cue.status == DONE:
                if not attribute or (FINISHED.match(self._text, until) and not PARTLY.search(self._text, at - 8, at)):
                    return Judged(DONE, cue.name)
                begun = True
            elif not attribute:
                return None
            elif cue.status == UNDER_WAY:
                return Judged(UNDER_WAY, cue.name)
            else:
                rest = self._text[at : until + 16]
                starts = STARTING.search(rest) and not FINISHING.search(rest) and not begun
                return Judged(PLANNED if starts else UNDER_WAY, cue.name)
        return None

    def _unbuilt(self, place: Passage, end: int, unit: str, figure: int) -> bool:
        """Tell of a project's money, ground or size whether its passage tells what it will do 建成后."""
        if not self._attribute(unit, figure):
            return False
        until = min(place.line.end, end + 2 * FAR)
        for _, _, cue in self._between(end, until):
            if cue.name == ONCE_BUILT:
                return True
            if cue.status != PLANNED and not cue.weak:
                return False
        return False

    def _attribute(self, unit: str, figure: int) -> bool:
        if unit not in SHARES_OF_A_PROJECT or BUILT.match(self._text, max(0, figure - 2)):
            return False
        return bool(ATTRIBUTE.search(self._text, max(0, figure - 14), figure))

    def _carries(self, paragraph: int, sentence: Stretch) -> bool:
        last_paragraph, last_sentence, last = self._last
        if (
            last.status != PLANNED
            or last.why in OF_ITS_SENTENCE
            or last_paragraph != paragraph
            or last_sentence is None
        ):
            return False
        return not _any(self._done, last_sentence.start, sentence.end)

    def _in_plan(self, paragraph: int) -> bool:
        """Tell whether the paragraph stands under a heading that announces what is to be done, or opens so itself."""
        while len(self._modes) <= paragraph:
            self._modes.append(self._mode(len(self._modes)))
        return self._modes[paragraph] if self._modes else False

    def _mode(self, paragraph: int) -> bool:
        line = self._passages.lines[paragraph] if self._passages.lines else Span(0, 1)
        words = self._text[line.start : min(line.end, line.start + 60)]
        if OPENING.match(words) or RESPONSIBLE.search(self._text, line.start, line.end):
            return True
        if self._passages.is_heading(paragraph):
            if REPORT_TITLE.search(words):
                self._section = False
            elif PLAN_TITLE.search(words):
                self._section, self._whole = True, paragraph == 0
            elif not self._whole and len(words.strip()) >= HEADLINE and not LISTED.match(words):
                self._section = False  # the next item of a digest has its own headline
        if self._section:
            return True
        listed = LISTED.match(words) is not None
        if not listed:
            self._lead = self._announces(line)
        return listed and self._lead

    def _announces(self, line: Span) -> bool:
        """Tell whether a line introduces a list of things to do: 今年将办好以下实事."""
        cues = [cue for _, _, cue in self._between(line.start, line.end)]
        if not cues or cues[-1].status != PLANNED:
            return False
        announced = ANNOUNCED if any(cue.status != PLANNED and not cue.weak for cue in cues) else TO_DO
        return bool(announced.search(self._text, max(line.start, line.end - 60), line.end))


def _any(starts: list[int], start: int, end: int) -> bool:
    """Tell whether one of the sorted *starts* lies from *start* to *end*; a sentence may be as long as the text."""
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end
