"""Whether a figure is done, under way or planned: the nearest wording decides, a plan (`plans`) for the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import zip_longest
from typing import NamedTuple

from ..model import Status
from ..numerals.characters import table
from ..numerals.units import MONEY
from .passages import FAR, Passage, Passages, Stretch
from .plans import Plans
from .tone import Tone
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
TOGETHER = 8  # characters: 目前正在 says what 正在 says
IMPERATIVE = re.compile(
    "[ \u3000]*(?:持续|加快|推进|加强|强化|完善|实施|深入|新建|改建|扩建|改造|建设|提升|优化|推动|深化|健全|开展|扩大|全面|统筹|着力|大力|"
    "积极|加大|落实|培育|打造|建立|巩固|提高|启动|继续|力争|扎实|严格|引导|鼓励|支持|组织|聚焦|围绕|坚持|稳步)"
)
NORM = re.compile("不(?:得|应|宜|能)?(?:低于|少于|高于|多于|大于|小于|超过)")  # who reports says 达到, 超过
NEXT_CLAUSE = re.compile("[^，。；0-9]{0,10}[，,][^，。；0-9]{0,6}[0-9]{0,2}")
BUILDING = re.compile("(?:新建|改建|扩建|改造|整治|建设|实施|安装|铺设|翻建|重建|提升|打造)[^，。；]{0,10}$")
BEGUN = re.compile(
    "正式开工|开工仪式|破土动工|奠基|启动建设|吊装|合龙|施工(?:现场|进度|单位|人员|已|正)|[0-9一二三四五六]标段|建设者"
)
MADE = re.compile(
    "修建|建成|完成|新建|硬化|铺设|改造|维修|整修|拓宽|疏浚|清理"
)  # 修路12条，全长36公里: no single project
OPENED = re.compile(
    "(?:已经?|正式|全面|顺利|全线|如期)(?:全部|全面|全线)?(?:建成|竣工|投用|投入使用|投入运营|通车|完工|启用|交付|开放|开园|投产)(?!后)|"
    "建成并?(?:投用|投入使用|投入运营|开放|通车)(?!后)|现已?(?:入住|接收|接待|开放)"
)
FINISHING = re.compile("投用|使用|完工|竣工|通车|交付|建成|完成|封顶|投产|验收|运营|开园|入住|启用|达产|做完|完")
STARTING = re.compile("开工|启动|动工|开建|实施|施工")
SHARES_OF_A_PROJECT = (
    MONEY | table("米 公里 千米 亩 平方米 平方公里 公顷 延米 立方米 张 个 套 户 间 层 车位 床位 学位 栋 座 幢") | {""}
)
BUILT = re.compile("(?:建成|建起|修通)(?!后)")  # 投资20万元建成阅览室4间: whatever the next clause plans
ATTRIBUTE = re.compile(
    "投资|占地|面积|总长|全长|建筑|长|宽|高(?:约|为|达|近)?$|主跨|时速|装机|造价|预算|设计|规模|库容|日处理|容纳|设置|设有|可"
)


class Judged(NamedTuple):
    """A status and the wording that decided it ("" where none did)."""

    status: Status
    why: str


NOTHING_SAID = Judged(DONE, "")


class Statuses:
    """Judges the figures of one text, in order; *year* is the year of the event, None where unknown."""

    def __init__(self, passages: Passages, folded: str, year: int | None) -> None:
        self._passages, self._text = passages, folded
        self._cues = wordings(folded, year)
        self._starts = [start for start, _, _ in self._cues]
        self._done = [start for start, _, cue in self._cues if cue.status == DONE]
        self._surely_done = [start for start, _, cue in self._cues if cue.status == DONE and not cue.weak]
        self._plans = Plans(passages, folded, self._between)
        self._tone = Tone(folded)
        self._last: tuple[int, Stretch | None, Judged] = (-1, None, NOTHING_SAID)
        self._going: tuple[Stretch | None, bool] = (None, False)

    def judge(self, place: Passage, start: int, end: int, unit: str) -> Judged:
        """Say what the figure printed at *start*–*end* of *place* in *unit* is; calls come in the text's order."""
        sentence = place.sentence
        found = (
            self._worded(sentence, place.clause, start, end, unit)
            if _any(self._starts, sentence.start, sentence.end)
            else None
        )
        if self._plans.holds(place.paragraph) and (not found or found.why not in OVERRULES_A_PLAN):
            found = Judged(PLANNED, "a plan's heading")
        if not found and unit in SHARES_OF_A_PROJECT:
            found = self._passage(place, start, end, unit)
        if (not found or found.why == PRESSING) and self._carries(place.paragraph, sentence):
            found = Judged(PLANNED, "the sentence before")
        if (not found or found.why == PRESSING) and self._tone.urges(place.line, sentence, start, unit):
            found = Judged(PLANNED, "its passage urges")
        if not found and self._text[start] == "不" and NORM.match(self._text, start):
            found = Judged(PLANNED, "a norm")
        found = found or NOTHING_SAID
        self._last = (place.paragraph, sentence, found)
        return found

    def _worded(self, sentence: Stretch, clause: Stretch, start: int, end: int, unit: str) -> Judged | None:
        """Let the wordings of the sentence decide: those of the figure's own clause, those before it, its project's."""
        found = self._before(max(clause.start, start - FAR), end)  # 不得少于10人 says it itself
        if not found or found.why == NOW:
            found = self._beside(end, min(clause.end, end + FAR)) or found
        if not found:
            found = self._before(max(sentence.start, start - FAR), start)
            if found and (found.why == PRESSING or (found.why == OF_A_THING and not self._attribute(unit, start))):
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
                return Judged(PLANNED, cue.name) if self._to_be_built(figure, start, at, until) else None
            elif cue.status == UNDER_WAY:
                return Judged(UNDER_WAY, cue.name)
            else:
                rest = self._text[at : until + 16]
                starts = STARTING.search(rest) and not FINISHING.search(rest) and not begun
                return Judged(PLANNED if starts else UNDER_WAY, cue.name)
        return None

    def _to_be_built(self, figure: int, end: int, at: int, until: int) -> bool:
        """Tell of 新建公厕12座，年底前全部完工: what the next clause says by when is finished is what was to be built."""
        return bool(
            NEXT_CLAUSE.fullmatch(self._text, end, at)
            and BUILDING.search(self._text, max(0, figure - 14), figure)
            and FINISHING.search(self._text, at, until + 8)
        )

    def _passage(self, place: Passage, start: int, end: int, unit: str) -> Judged | None:
        """Tell of a project's money, ground or size what its passage says of the project, sentences further on."""
        if not self._attribute(unit, start):
            return None
        first, last = max(place.line.start, start - FAR), min(place.line.end, end + 2 * FAR)
        if OPENED.search(self._text, first, last) or MADE.search(self._text, place.sentence.start, start):
            return None
        begun = BEGUN.search(self._text, first, last)
        for at, until, cue in self._between(end, last):
            rest = self._text[at : until + 16]
            if cue.name == ONCE_BUILT:
                return Judged(UNDER_WAY if begun else PLANNED, cue.name)
            if cue.status == PLANNED and FINISHING.search(rest):
                return Judged(UNDER_WAY, cue.name)
            if cue.status == PLANNED and STARTING.search(rest):
                return Judged(PLANNED, cue.name)
            if cue.status == UNDER_WAY and not cue.weak:
                return Judged(UNDER_WAY, cue.name)
            if cue.status == DONE and not cue.weak:
                break
        return Judged(UNDER_WAY, begun[0]) if begun else None

    def _attribute(self, unit: str, figure: int) -> bool:
        if unit not in SHARES_OF_A_PROJECT or BUILT.match(self._text, max(0, figure - 2)):
            return False
        return bool(ATTRIBUTE.search(self._text, max(0, figure - 14), figure))

    def _goes_on(self, sentence: Stretch) -> bool:
        """Tell of a sentence without a subject whether it follows a plan: 将大力发展养老服务。新建食堂3处."""
        if not IMPERATIVE.match(self._text, sentence.start):
            return False
        before = self._passages.sentence_before(sentence)
        if before is None or "\n" in self._text[before.end - 1 : sentence.start]:
            return False
        if _any(self._done, before.start, sentence.end):
            return False
        cues = [cue for _, _, cue in self._between(before.start, before.end) if not cue.weak]
        return bool(cues) and cues[-1].status == PLANNED and cues[-1].name not in OF_ITS_SENTENCE

    def _carries(self, paragraph: int, sentence: Stretch) -> bool:
        """Tell whether the plan of the sentence before goes on."""
        if self._going[0] is not sentence:  # the figures of a sentence follow each other
            self._going = (sentence, self._goes_on(sentence))
        if self._going[1]:
            return True
        last_paragraph, last_sentence, last = self._last
        if (
            last.status != PLANNED
            or last.why in OF_ITS_SENTENCE
            or last_paragraph != paragraph
            or last_sentence is None
            or sentence.start - last_sentence.end > FAR
        ):
            return False
        listed = self._text[sentence.start - 1] in "；;"  # 实现：建成17座；建成70座: one list
        return not _any(self._surely_done if listed else self._done, last_sentence.start, sentence.end)


def _any(starts: list[int], start: int, end: int) -> bool:
    """Tell whether one of the sorted *starts* lies from *start* to *end*; a sentence may be as long as the text."""
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end
