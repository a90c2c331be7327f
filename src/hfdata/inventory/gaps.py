"""What a release counts and what it only describes, cell by cell, for ``charts.reported_matrix``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import labels

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Story

Words = tuple[str, str]  # Chinese, English
COLUMNS: tuple[Words, ...] = (("数量", "How many"), ("对应多少人", "For how many people"), ("时间", "When"))


def reported(story: Story, domain: str, *, told: Sequence[tuple[Words, Words]] = (), only: str = "") -> pd.DataFrame:
    """Return one row per cell: ``row``, ``column``, ``state`` (reported | partly | not_reported) and ``text``.

    First come the figures of *domain* in the order of the source, with their number and period; then *told*: pairs of
    what the release speaks of and the words it uses in place of a number, each in Chinese and English. They are read
    from one release, *only*, and left out for any other. No release states whom its figures are out of: the column is
    there because readers look for it. ``attrs`` counts ``counted``, ``dated`` and ``described`` things.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> told = [(("老年人免费查体", "Check-ups for older people"), ("“完成”", "“completed”"))]
    >>> reported(story, "health", told=told, only="haifeng-2023-11-01").attrs["counted"]
    3
    """
    import pandas as pd

    at, figures = (0 if story.lang == "zh" else 1), [f for f in story.release.figures if f.indicator.domain == domain]
    described = list(told) if only in ("", story.release.release.id) else []
    rows: list[tuple[str, list[tuple[str, str]]]] = []
    for f in figures:
        name = f.name(story.lang) + (
            _aside(labels.status(f.status, story.lang), story.lang) if f.status != "done" else ""
        )
        dates = labels.period(f.start_date, f.end_date, story.lang)
        when = ("reported", dates) if dates else ("partly", f"“{f.period}”") if f.period else ("not_reported", "")
        rows.append((name, [("reported", f.text(story.lang)), ("not_reported", ""), when]))
    for name_pair, words in described:
        rows.append((name_pair[at], [("partly", words[at]), ("not_reported", ""), ("not_reported", "")]))
    made = [
        (name, column[at], state, text)
        for name, found in rows
        for column, (state, text) in zip(COLUMNS, found, strict=True)
    ]
    frame = pd.DataFrame(made, columns=["row", "column", "state", "text"])
    dated = sum(f.start_date is not None or f.end_date is not None for f in figures)
    frame.attrs.update(lang=story.lang, counted=len(figures), dated=dated, described=len(described))
    return frame


def _aside(text: str, lang: Lang) -> str:
    return labels.word("aside", lang, text=text)
