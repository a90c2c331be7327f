"""Whether a passage urges or reports: plans cut loose from their heading still speak like plans."""

from __future__ import annotations

import re

from ...model import Span
from ...numerals.units import MONEY
from ..passages import FAR, Stretch
from .wordings import PLANNED, Between

# Words of a plan: what is to be done, and how much better. A report has them too, but not only them.
URGES = re.compile(
    "力争|确保|鼓励|健全|进一步|加快|坚决|抓好|逐步|狠抓|强化|深化|不断|完善|落实|统筹|推进|继续|大力|努力|着力|优化|持续|稳步|"
    "扎实|深入|全面|加强|加大|推动|适时|探索|争取|切实|引导|支持|培育|拓展|严格|积极|提升|实施"
)
# Words of a report: what has happened, to whom, compared with what; and figures that come out uneven.
REPORTS = re.compile(
    "[0-9一二三四五六七八九十百千万]余|(?<![为除到罢好])了(?!解)|已(?!建项目)|近[0-9]|[0-9一二三四五六七八九十百千万]多|同比|环比|截[至止]|累计|以来|去年|上年|接待|增长[0-9]|先后|增加到|"
    "共(?:有|计|收|查|出|完|开|投|办|组|为|发)|下降[0-9]|收到|受理|举办了?[^，。]{0,12}[0-9]|被(?!动)|荣获|获得|获[评批]|成立|目前|现有|位于|分别为|"
    "[0-9]月[0-9]{1,2}日(?!前|之前|起)|昨[日天]|近日|日前|记者|介绍|表示|告诉|惠及|率先|超额|提前[0-9]|成功|取得|查处|处置|办结|位列|位居|名列|排名|所辖|下辖|配备|设有|建有|拥有|每周|"
    "办理[^，。]{0,8}[0-9]|解决[^，。]{0,8}[0-9]|提高[0-9]|带来|牢牢|(?:完工|竣工|投用|建成|运营)[，。；]"
)
COUNTS = re.compile("[0-9][0-9.,]*(?![0-9年月日号时点期届.,、）)])")
STANDARD = re.compile(
    "(?:报销|支付|补偿|补助|缴费|缴存|资助|救助|补贴|收费|保障)(?:比例|标准|限额|额度|费率)|起付|封顶|限额|费率"
)
RATES = MONEY | {"%"}
TOO_SHORT = 60  # characters; so short a text says too little
LEAST = 100  # characters; a shorter line is heard with those around it
AROUND = 200  # characters on each side that it is heard with
LONGEST = 1200  # characters; a longer line is heard in parts
URGED = 3  # different words that urge


class Tone:
    """Tells of each place of one text whether its passage urges rather than reports."""

    def __init__(self, text: str, between: Between) -> None:
        self._text, self._between = text, between
        self._known: dict[tuple[int, int], tuple[bool, bool]] = {}
        self._line: Span | None = None
        self._heard = False, False

    def urges(self, line: Span, sentence: Stretch, at: int, unit: str) -> bool:
        """Tell whether the passage around a figure at *at* has words that urge, and none that reports."""
        if line is not self._line or line.end - line.start > LONGEST:  # figures of one line follow each other
            self._line, self._heard = line, self._around(line, at)
        urges, hardly_counts = self._heard
        if not urges:
            return False
        if hardly_counts:
            return True
        # Rules are full of rates, which report nothing: 报销比例三级医院85%、二级医院90%.
        return unit in RATES and bool(STANDARD.search(self._text, max(sentence.start, at - FAR), at))

    def _around(self, line: Span, at: int) -> tuple[bool, bool]:
        start, end = line.start, line.end
        if end - start > LONGEST:
            start += (at - start) // LONGEST * LONGEST
            end = min(start + LONGEST, end)
        elif end - start < LEAST:
            start, end = max(0, start - AROUND), min(len(self._text), end + AROUND)
        if (start, end) not in self._known:
            self._known[start, end] = self._listen(start, end)
        return self._known[start, end]

    def _listen(self, start: int, end: int) -> tuple[bool, bool]:
        if end - start < TOO_SHORT or REPORTS.search(self._text, start, end):
            return False, False
        urging = URGES.findall(self._text, start, end)
        if len(set(urging)) < URGED:
            return False, False
        announces = any(cue.status == PLANNED and not cue.weak for _, _, cue in self._between(start, end))
        return True, announces or len(urging) >= len(COUNTS.findall(self._text, start, end))
