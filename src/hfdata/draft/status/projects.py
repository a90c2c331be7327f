"""A project's money, ground and parts: they are what the project is, whatever its own clause leaves open."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from ...model import Status
from ...numerals.characters import table
from ...numerals.units import MONEY
from ..passages import FAR, Passage, Passages, Stretch
from .signals import signals
from .titles import LISTED
from .wordings import DONE, ONCE_BUILT, PLANNED, UNDER_WAY, Between


class Judged(NamedTuple):
    """A status and the wording that decided it ("" where none did)."""

    status: Status
    why: str


NOTHING_SAID = Judged(DONE, "")

NEXT_FIGURE = re.compile("[^，。；,;0-9一二三四五六七八九十百千万]{0,8}?[0-9]+(?:\\.[0-9]+)?(?![0-9年月日])")
FINISHED = re.compile("[^，。；]{0,4}(?:完工|建成|竣工|投用|投入使用|投产|通车|交付|启用|全部完成|开通)")
PARTLY = re.compile("(?:主体|基础|土建|桩基|框架|路基|一期|标段|部分)[^，。；]{0,4}$")  # …已完工: the rest is not
NEXT_CLAUSE = re.compile("[^，。；0-9]{0,10}[，,][^，。；0-9]{0,6}[0-9]{0,2}")
BUILDING = re.compile("(?:新建|改建|扩建|改造|整治|建设|实施|安装|铺设|翻建|重建|提升|打造)[^，。；]{0,10}$")
MADE = re.compile(
    "(?:修建|建成|完成|新建|硬化|铺设|改造|维修|整修|拓宽|疏浚|清理)(?![^，。；]{0,4}(?:工程|项目|内容))"
)  # 修路12条，全长36公里: no single project
FINISHING = re.compile("投用|使用|完工|竣工|通车|交付|建成|完成|封顶|投产|验收|运营|开园|入住|启用|达产|做完|完")
STARTING = re.compile("开工|启动|动工|开建|实施|施工")
BUILT = re.compile("(?:建成|建起|修通)(?!后)")  # 投资20万元建成阅览室4间: whatever the next clause plans
SHARES = (
    MONEY
    | table(
        "米 公里 千米 亩 平方米 平方公里 公顷 延米 立方米 张 个 套 户 间 层 车位 床位 学位 栋 座 幢 km m km² km2 ㎡ ㎥ m³"
    )
    | {""}
)
ATTRIBUTE = re.compile(
    "投资|占地|面积|总长|全长|建筑|长|宽|高(?:约|为|达|近)?$|主跨|时速|装机|造价|预算|设计|规模|库容|日处理|容纳|设置|设有|可"
)
SENTENCES = re.compile("[。；;\n]")
SPENT = re.compile("(?:完成|到位|拨付|支付|落实|争取)[^，,。；;0-9]{0,8}$")  # 完成投资5亿元 is what has been done
# A sentence that describes a project does so to its end: 总投资6亿元，占地80亩，设36个班、2000个学位.
DESCRIBES = re.compile(
    "总投资|总造价|工程投资|概算|占地|用地面积|建筑面积|全长|总长|正线长|路线长|主线长|设计(?:时速|行车|速度|车速|标准|规模)|总床位|总库容|"
    "建设规模|建设内容|主要建设|规划建设|施工总|单体|地上|由[^，。；0-9]{0,6}[0-9一二两三四五六七八九十]{1,3}[^，。；]{1,8}组成"
)
PARTS_OF_IT = SHARES | table(
    "m3 立方 处 条 座 所 根 榀 片 束 吨 台 辆 床 人 车道 期 标段 万千瓦 千瓦 兆瓦 MW 千伏 种 跨 孔 幅 km/h 公里/小时 千米/小时 "
    "吨/日 吨/天 立方米/日 立方米/天 m³/d t/d kg/d 部分 片区 家 部 道 项 对 班 块 大类 类 大项目 大项 子项 大 板块 扇 棵 株"
)
PARTS = re.compile(
    "钢箱梁|箱梁|梁段|节段|桩基|桥墩|承台|主塔|索塔|斜拉索|拉索|匝道|桥面|主梁|管片|盾构|风机|机组|基坑|墩柱|隧洞|钢结构|互通|"
    "通航孔|塔筒|顶板|底板|站房|子项目|单体"
)
# 该项目总投资…: the rest of the story tells of it, paragraphs away.
OF_THE_STORY = re.compile(
    "\\s*(?:据[^，。；]{1,10}[，,])?(?:该|本|此|这[一个项座条]?)?(?:改造|片区|[\u4e00-\u9fff]{0,8})?(?:项目|工程)"
    "(?:总|位于|占地|用地|计划|规划|建设|由|包括|分|概算|估算|全长|拟|地处|设计|起点|西起|东起|南起|北起|为|是)|"
    "\\s*(?:全线|全长|主线|线路|路线|道路|大桥|隧道|[\u4e00-\u9fff]{2,12}(?:高速|大桥|隧道|铁路|水库|线|路|厂|馆|中心|公园|学校|医院|广场))(?:按|采用|全长|总|规划|位于|占地|建筑|用地|起于|起自|桥隧|设计|路基|宽|长|设)"
)


ASPECT = re.compile(
    "规模|内容|投资|进度|概况|进展|效益|期限|工期"
)  # 二、建设期限: the same project, another side of it
ANOTHER = re.compile("总投资|总造价|投资[约近超]?[0-9.]+[万亿]")


class Projects:
    """Tells of the figures that describe a project how far the project is; questions come in the text's order."""

    def __init__(self, passages: Passages, text: str, between: Between) -> None:
        self._passages, self._text, self._between = passages, text, between
        self._has_parts = PARTS.search(text) is not None
        self._signals: list[tuple[int, str, str]] | None = None
        self._described: tuple[Stretch | None, int] = (None, -1)

    def attribute(self, unit: str, figure: int) -> bool:
        """Tell whether a figure says how large or dear a project is, by the words right before it."""
        if unit not in SHARES or BUILT.match(self._text, max(0, figure - 2)):
            return False
        words = self._text[max(0, figure - 14) : figure]
        if not ATTRIBUTE.search(words):
            return False
        words = SENTENCES.split(words)[-1]
        return bool(ATTRIBUTE.search(words)) and not SPENT.search(words)

    def sentence(self, start: int, end: int, unit: str, figure: int) -> Judged | None:
        """Tell of a project's money, ground or size what the rest of its sentence says of the project.

        总投资7200万元，力争年内投用 is under way, 总投资7200万元，明年开工 is planned, 总投资7200万元，已建成 is done.
        """
        if BUILT.match(self._text, start):
            return None
        attribute = self.attribute(unit, figure)
        begun = False
        for at, until, cue in self._between(start, end):
            if NEXT_FIGURE.match(self._text, until):
                if not attribute:
                    return None
                begun = begun or cue.status == DONE
            elif cue.status == DONE:
                if not attribute:
                    return None if cue.weak else Judged(DONE, cue.name)
                if FINISHED.match(self._text, until) and not PARTLY.search(self._text, at - 8, at):
                    return Judged(DONE, cue.name)
                begun = True
            elif not attribute:
                return Judged(PLANNED, cue.name) if self._to_be_built(figure, start, at, until) else None
            elif cue.status == UNDER_WAY:
                return Judged(UNDER_WAY, cue.name)
            else:
                rest = self._text[at : until + 16]
                starts = STARTING.search(rest) and not FINISHING.search(rest) and not begun
                if not starts and not begun:  # approved, and no more than that
                    said = self._said(max(self._text.rfind("\n", 0, figure) + 1, figure - FAR), end)
                    starts = "a" in said and "b" not in said
                return Judged(PLANNED if starts else UNDER_WAY, cue.name)
        return None

    def _to_be_built(self, figure: int, end: int, at: int, until: int) -> bool:
        """Tell of 新建公厕12座，年底前全部完工: what the next clause says by when is finished is what was to be built."""
        return bool(
            NEXT_CLAUSE.fullmatch(self._text, end, at)
            and BUILDING.search(self._text, max(0, figure - 14), figure)
            and FINISHING.search(self._text, at, until + 8)
        )

    def passage(self, place: Passage, start: int, end: int, unit: str) -> Judged | None:
        """Tell of a project's money, ground or parts what its passage says of the project, sentences further on."""
        if unit not in PARTS_OF_IT:
            return None
        head = self._head(place.sentence, start)
        if not (self.attribute(unit, start) or 0 <= head < start or self._part(start, end)):
            return None
        text, line, sentence = self._text, place.line, place.sentence
        if SPENT.search(text, max(sentence.start, start - 14), start):
            return None
        made = MADE.search(text, max(sentence.start, start - FAR), start)
        if made and not 0 <= head < made.start():
            return None
        first, last = max(line.start, start - FAR), min(line.end, end + 2 * FAR)
        for a, b in ((max(first, sentence.start), min(last, sentence.end)), self._alone(first, sentence, last)):
            if found := self._told(a, b, end):
                return found if found.why else None
        if self._alone(first, sentence, last) != (first, last):
            return None
        if OF_THE_STORY.match(text, sentence.start) or OF_THE_STORY.match(text, line.start):
            found = self._told(*self._story(place.paragraph, start, end), end)
            return found if found and found.why else None
        return None

    def _alone(self, first: int, sentence: Stretch, last: int) -> tuple[int, int]:
        """Leave out the sentences before and behind that tell of another project, with its own money."""
        if ANOTHER.search(self._text, sentence.start, sentence.end):
            if ANOTHER.search(self._text, first, sentence.start):
                first = max(first, sentence.start)
            if other := ANOTHER.search(self._text, sentence.end, last):
                last = max(sentence.end, *(self._text.rfind(end, 0, other.start()) + 1 for end in "。；;\n"))
        return first, last

    def _head(self, sentence: Stretch, figure: int) -> int:
        """Give where a sentence begins to describe a project, -1 where it does not."""
        if self._described[0] is not sentence:
            match = DESCRIBES.search(self._text, max(sentence.start, figure - FAR), sentence.end)
            self._described = (sentence, match.start() if match else -1)
        head = self._described[1]
        if 0 <= head < figure and any(cue.status == DONE for _, _, cue in self._between(head, figure)):
            return -1
        return head

    def _part(self, start: int, end: int) -> bool:
        """Tell of what is counted whether it is a piece of a structure: 主梁, 匝道."""
        return self._has_parts and bool(PARTS.search(self._text, max(0, start - 16), end + 6))

    def _story(self, paragraph: int, start: int, end: int) -> tuple[int, int]:
        """Give how far the paragraphs around a figure tell one story: to the next heading or list."""
        lines, text = self._passages.lines, self._text
        first = last = paragraph
        while first and lines[first - 1].start > start - 2 * FAR and not self._apart(first - 1):
            first -= 1
        while last + 1 < len(lines) and lines[last + 1].start < end + 2 * FAR and not self._apart(last + 1):
            last += 1
        return max(lines[first].start, start - 3 * FAR), min(lines[last].end, end + 3 * FAR, len(text))

    def _apart(self, number: int) -> bool:
        line = self._passages.lines[number]
        if not LISTED.match(self._text, line.start):
            return False
        return not (self._passages.is_heading(number) and ASPECT.search(self._text, line.start, line.end))

    def _told(self, first: int, last: int, end: int) -> Judged | None:
        """Weigh what stretches of a text tell of a project; nothing said, but a status, where it has been opened."""
        said = self._said(first, last)
        if "o" in said:
            return NOTHING_SAID
        begun, approved = said.get("b", ""), said.get("a", "")
        for at, until, cue in self._between(end, last):
            rest = self._text[at : until + 16]
            if cue.name == ONCE_BUILT:
                return Judged(UNDER_WAY if begun else PLANNED, cue.name)
            if cue.status == PLANNED and FINISHING.search(rest):
                return Judged(PLANNED if approved and not begun else UNDER_WAY, cue.name)
            if cue.status == PLANNED and STARTING.search(rest):
                return Judged(PLANNED, cue.name)
            if cue.status == UNDER_WAY and not cue.weak:
                return Judged(UNDER_WAY, cue.name)
            if cue.status == DONE and not cue.weak:
                break
        if begun:
            return Judged(UNDER_WAY, begun)
        if approved or "u" in said:
            return Judged(PLANNED, approved or said["u"])
        return None

    def _said(self, first: int, last: int) -> dict[str, str]:
        """Give the first signal of each kind from *first* to *last*; what is intended has neither begun nor ended."""
        if self._signals is None:
            self._signals = list(signals(self._text))
        said: dict[str, str] = {}
        for number in range(bisect_left(self._signals, (first, "", "")), len(self._signals)):
            at, kind, words = self._signals[number]
            if at >= last:
                break
            if kind == "o" and PARTLY.search(self._text, max(0, at - 10), at):
                kind = "b"
            if kind not in said and not (kind in "ob" and self._intended(at, words)):
                said[kind] = words
        return said

    def _intended(self, at: int, words: str) -> bool:
        return any(
            cue.status == PLANNED and not re.search("[，。；]", self._text[until:at])
            for _, until, cue in self._between(max(0, at - 16), at + len(words))
        )
