"""Paragraphs that make known what a government has resolved to do this year: 公布今年民生实事项目，共12项."""

from __future__ import annotations

import re

DEEDS = re.compile(
    "(?:发布|公布|敲定|确定|票决|推出|安排|列出|出炉|亮相|揭晓)[^。]{0,30}实事|实事[^。；]{0,16}(?:发布|公布|出炉|敲定|确定|亮相|揭晓)"
)
VOTERS = re.compile("代表[^。；]{0,24}(?:票决|投票|表决|推选)")  # who resolved it is no plan
DEEDS_DONE = re.compile("已|完成(?:了|率|情况)|全部完成|办结|落实情况|建成了|截至|进展|进度|去年|办好了|时间过半")
IN_DETAIL = re.compile(
    "\\s*(?:具体(?:来说|来看|而言|项目|内容|为|是|包括)?|其中|主要(?:包括|有|是)|分别[为是]|这些|项目(?:主要)?包括|此外)"
)
OPENING_OF_DEEDS = 100  # characters in which a paragraph says that it makes known such a list


class Deeds:
    """Tells of the paragraphs of one text, in order, whether they make such deeds known or go on to say what they are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._any = "实事" in text
        self._resolved = False

    def made_known(self, start: int, end: int) -> bool:
        """Tell it of the paragraph from *start* to *end*."""
        if not self._any:
            return False
        opening = self._text[start : min(end, start + OPENING_OF_DEEDS)]
        if self._resolved and IN_DETAIL.match(opening):
            return not DEEDS_DONE.search(self._text, start, end)
        resolved = DEEDS.search(opening) and not VOTERS.search(opening)
        self._resolved = bool(resolved) and not DEEDS_DONE.search(self._text, start, end)
        return self._resolved
