"""Whether a figure is done, under way or planned: the nearest wording decides, a plan (`plans`) for the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import zip_longest

from ..passages import FAR, Passage, Passages, Stretch
from .plans import Plans
from .projects import NEXT_FIGURE, NOTHING_SAID, Judged, Projects
from .tone import Tone
from .wordings import AS_DONE, BY_THEN, DONE, OF_A_THING, PLANNED, PRESSING, STARTED, UNDER_WAY, Cue, wordings

NOW = "目前"
OF_ITS_SENTENCE = ("办好", "定额")  # an appeal, or a fine, says nothing of what follows
OVERRULES_A_PLAN = ("已", "了", "正在", AS_DONE, OF_A_THING, NOW)
CHANGED_TO = re.compile("(?:提高|增加|提升|扩大|扩建|扩|增|涨|降低|降|减少|减|压缩|缩短)[到至为]")
ONE_OF = re.compile("之一[。；;]")  # what something is is no plan
PUSHED = re.compile(
    "[^，。；0-9]{1,14}(?:(?:加紧|抓紧|加快|加速|全力)(?:推进|施工|建设|实施)|(?:稳步|有序|顺利|扎实)推进|进展顺利|全面铺开)(?=[，,。；;\\n]|$)"
)
COMPLETED = re.compile(
    "[^，。；0-9]{0,8}(?:建成|竣工|完工|投用|投产|通车|交付|办结|投入使用)(?:投产|投用|使用|通车)?(?=[，,。；;、]|$)"
)
COUNTED = re.compile("[0-9][万千百亿余多]{0,2}(?![月日年季0-9.])[^0-9，。；,;]{1,8}(?:[0-9]{1,2}月?)?$")
COUNTS_ON = re.compile("[^，。；,;0-9]{0,12}[0-9]")
CHAIN = 6  # sentences without a subject that may follow a plan one after the other
TOGETHER = 8  # characters: 目前正在 says what 正在 says
IMPERATIVE = re.compile(
    "[ \u3000]*(?:持续|加快|推进|加强|强化|完善|实施|深入|新建|改建|扩建|改造|建设|提升|优化|推动|深化|健全|开展|扩大|全面|统筹|着力|大力|"
    "积极|加大|落实|培育|打造|建立|巩固|提高|启动|继续|力争|扎实|严格|引导|鼓励|支持|组织|聚焦|围绕|坚持|稳步|办好|抓好|做好|做[大强优实精]|建好|管好|用好|守住|筑牢|夯实|兜牢|织密|新增|新招|新建成|整治|推行|发展|拓展|开工|续建|深挖|抓实|抓紧|增加|引进|优先|严守|严厉|"
    "构建|创建|争创|确保|力促|促进|加密|拓宽|铺设|安装|完成|规范|广泛|充分|全力|深化|统一|逐步|倡导|压实|严把|选派|选聘|招聘|招录|培训|组建|设立|筹建|筹措|争取|落细|探索)"
)
NORM = re.compile("不(?:得|应|宜|能)?(?:低于|少于|高于|多于|大于|小于|超过)")  # who reports says 达到, 超过


class Statuses:
    """Judges the figures of one text, in order; *year* is the year of the event, None where unknown."""

    def __init__(self, passages: Passages, folded: str, year: int | None) -> None:
        self._passages, self._text = passages, folded
        self._cues = wordings(folded, year)
        self._starts = [start for start, _, _ in self._cues]
        self._done = [start for start, _, cue in self._cues if cue.status == DONE]
        self._surely_done = [start for start, _, cue in self._cues if cue.status == DONE and not cue.weak]
        self._plans = Plans(passages, folded, self._between)
        self._tone = Tone(folded, self._between)
        self._projects = Projects(passages, folded, self._between)
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
        project = None if found else self._projects.passage(place, start, end, unit)
        found = found or project
        if (not found or found.why == PRESSING) and self._carries(place.paragraph, sentence):
            found = Judged(PLANNED, "the sentence before")
        if (not found or found.why == PRESSING) and self._tone.urges(place.line, sentence, start, unit):
            found = Judged(PLANNED, "its passage urges")
        if not found and PUSHED.match(self._text, end, place.clause.end):
            found = Judged(UNDER_WAY, "pushed on")
        if not found and self._text[start] == "不" and NORM.match(self._text, start):
            found = Judged(PLANNED, "a norm")
        found = found or NOTHING_SAID
        self._last = (place.paragraph, sentence, found if found is not project else NOTHING_SAID)
        return found

    def _worded(self, sentence: Stretch, clause: Stretch, start: int, end: int, unit: str) -> Judged | None:
        """Let the wordings of the sentence decide: those of the figure's own clause, those before it, its project's."""
        found = self._before(max(clause.start, start - FAR), end)  # 不得少于10人 says it itself
        if not found or found.why == NOW or (found.why == "已" and self._text[start - 2 : start] == "已有"):
            found = self._beside(end, min(clause.end, end + FAR)) or found
        if not found:
            found = self._before(max(sentence.start, start - FAR), start)
            if found and (
                found.why == PRESSING
                or (found.why in (OF_A_THING, STARTED) and not self._projects.attribute(unit, start))
            ):
                found = None
            if found and found.status == UNDER_WAY and COMPLETED.match(self._text, end):
                found = Judged(DONE, "completed")
        if not found or found.why == NOW:
            found = self._projects.sentence(end, min(sentence.end, end + FAR), unit, start) or found
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

    def _goes_on(self, sentence: Stretch) -> bool:
        """Tell of a sentence without a subject whether it follows a plan: 将大力发展养老服务。新建食堂3处."""
        before: Stretch | None = sentence
        for _ in range(CHAIN):
            if before is None:
                return False
            joined = self._text[before.start - 1 : before.start] in ("；", ";")  # members of one list
            if not joined and not IMPERATIVE.match(self._text, before.start):
                return False
            before = self._passages.sentence_before(before)
            if before is None or "\n" in self._text[before.end - 1 : before.end]:
                return False
            if _any(self._done, before.start, sentence.end):
                return False
            cues = [cue for _, _, cue in self._between(before.start, before.end) if not cue.weak]
            if cues:
                return cues[-1].status == PLANNED and cues[-1].name not in OF_ITS_SENTENCE
        return False

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
            or ONE_OF.search(self._text, sentence.start, sentence.end)
        ):
            return False
        listed = self._text[sentence.start - 1] in "；;"  # 实现：建成17座；建成70座: one list
        return not _any(self._surely_done if listed else self._done, last_sentence.start, sentence.end)


def _any(starts: list[int], start: int, end: int) -> bool:
    """Tell whether one of the sorted *starts* lies from *start* to *end*; a sentence may be as long as the text."""
    at = bisect_left(starts, start)
    return at < len(starts) and starts[at] < end
