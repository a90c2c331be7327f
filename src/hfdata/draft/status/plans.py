"""Which paragraphs of a text stand in a plan: under a heading that announces one, in its list, or by how they open."""

from __future__ import annotations

import re
from itertools import islice

from ...model import Span
from ..passages import Passages
from .deeds import Deeds
from .titles import LISTED, announced, looks_back
from .wordings import DONE, PLANNED, Between

OPENING = re.compile(
    r"\s*(?:(?:政策内容|(?:补贴|补助|奖励|救助|资助|待遇|缴费|收费|报销|保障|申领|享受)(?:标准|对象|条件|比例|范围))[：:]|下半年(?=[，,])|下一步|接下来|明年|今后|下步|下一?阶段|未来[一三五几])"
)
RESPONSIBLE = re.compile(
    "[（(。；\\s](?:牵头|责任|主办|承办|配合|完成时限|落实)(?:单位|部门|领导|科室|人)?[：:]"
)  # a list of tasks
# … or with nobody but who is responsible, in brackets behind each: …专项行动。（区公安局）
IN_CHARGE = re.compile(
    "[。；;][（(][^（）()\\n，。0-9]{2,40}(?:局|委|办|部|院|街道|镇|乡|区|科|处|会|组|队|所|中心)[）)〉](?!电|讯)"
)
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
        self._deeds = Deeds(text)
        self._modes: list[bool] = []
        self._section = False  # the paragraphs under the last heading are to be done
        self._whole = False  # the text is a plan from its title on
        self._rules = False  # its title is that of a document that sets rules, and its list has not begun
        self._lead = False  # the line before the list announces what is to be done
        self._head = False  # the line before is the short heading of an item of such a list

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
        heading, listed = self._passages.is_heading(paragraph), LISTED.match(words) is not None
        if heading:
            self._turn(words, paragraph)
        elif not listed and self._deeds.made_known(line.start, line.end):
            self._lead = True
            return True
        if listed and self._rules:  # what stands before its first item tells why it is needed
            self._section, self._whole, self._rules = not (heading and looks_back(words)), True, False
        if self._section:
            return True
        if not listed:
            if self._lead and self._head:
                self._head = False
                return not any(cue.status == DONE for _, _, cue in self._between(line.start, line.end))
            self._lead = self._announces(line)
        self._head = listed and line.end - line.start <= HEAD_OF_AN_ITEM
        return listed and self._lead

    def _turn(self, words: str, paragraph: int) -> None:
        """Take a heading's word for what the paragraphs under it are."""
        found = announced(words, first=paragraph, in_plan=self._whole)
        if found == "plan":
            self._section, self._whole = True, self._whole or paragraph == 0
        elif found == "rules":
            self._rules = True
        elif found:
            self._section = found == "chapter"

    def _assigned(self, line: Span) -> bool:
        """Tell whether a line names, behind its tasks, who is to do them; in brackets one may be where news came from."""
        if self._names_who and RESPONSIBLE.search(self._text, line.start, line.end):
            return True
        if not self._in_charge:
            return False
        return next(islice(IN_CHARGE.finditer(self._text, line.start, line.end), 1, None), None) is not None

    def _announces(self, line: Span) -> bool:
        """Tell whether a line introduces a list of things to do: 今年将办好以下实事."""
        cues = [cue for _, _, cue in self._between(line.start, line.end)]
        if not cues or cues[-1].status != PLANNED:
            return False
        pattern = ANNOUNCED if any(cue.status != PLANNED and not cue.weak for cue in cues) else TO_DO
        return bool(pattern.search(self._text, max(line.start, line.end - 60), line.end))
