"""Pieces of Markdown in one language, and what is put into them made harmless."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..dataset import Unknown
from ..model import LANGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Lang

SLOT = re.compile(r"\{([^{}]+)\}")
_MARKUP = re.compile(r"([\\`*_\[\]()<>#|!~&$])")  # $: JupyterLab sets what stands between two as a formula


@dataclass(frozen=True, slots=True)
class Note:
    """A piece of Markdown in one language; Jupyter shows it as text, a report prints it as prose.

    >>> Note("en", "Nothing is reported.")
    Nothing is reported.
    """

    lang: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/markdown": self.text, "text/plain": self.text}


def say(lang: Lang, *, zh: str, en: str, **values: object) -> Note:
    """Return Markdown in *lang* with ``{name}`` replaced by *values*; for words that need no figure.

    >>> say("en", zh="{n} 项", en="{n} items", n=3)
    3 items
    """

    def slot(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise Unknown("value for the slot", match[1], tuple(values))
        return escape(str(values[match[1]]))

    if lang not in LANGS:
        raise Unknown("language", lang, LANGS)
    return Note(lang, SLOT.sub(slot, zh if lang == "zh" else en))


def not_reported(names: Sequence[str], lang: Lang) -> Note:
    """Return the sentence that a release does not report *names*.

    >>> not_reported(["Village clinics"], "en")
    Not reported in this release: Village clinics.
    """
    if lang == "zh":
        return Note(lang, f"本次发布没有报告：{'、'.join(map(escape, names))}。")
    return Note(lang, f"Not reported in this release: {'; '.join(map(escape, names))}.")


def escape(text: str) -> str:
    r"""Return *text* with Markdown's special characters made harmless and line breaks made blanks.

    >>> escape("[a](javascript:x)")
    '\\[a\\]\\(javascript:x\\)'
    """
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
