"""What holds a release together: the checks of its figures, and the numerals that are set aside."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .. import checks, labels
from ..citation import cite
from ..dataset.release import terms
from ..model import REASONS
from ..prose import Note, escape
from .words import listed, word

if TYPE_CHECKING:
    import pandas as pd

    from ..checks import Verdict
    from ..model import Lang
    from ..prose import Story

SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "<>": "≠"}


def checked(story: Story, domain: str | None = None) -> Note:
    """Return the release's checks (those about *domain*) as a list: result, relation, numbers, what it does not prove.

    >>> import hfdata as hf
    >>> checked(hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en"), "environment")
    - **Holds.** Villages with separate storm and foul sewers ≤ 66 (33 ≤ 66). The national list ...
    """
    lang = story.lang
    found = [v for v in checks.evaluate(story.release) if domain is None or domain in _domains(v)]
    if not found:
        return Note(lang, word("no_checks", lang))
    lines = [
        word(
            "checked",
            lang,
            result=word(_result(verdict), lang),
            relation=escape(_relation(story, verdict)),
            sides=word("sides", lang, sides=escape(sides)) if (sides := _sides(verdict, lang)) else "",
            note=escape(verdict.check.note_zh if lang == "zh" else verdict.check.note_en),
        )
        for verdict in found
    ]
    return Note(lang, "\n".join(lines))


def beyond(story: Story, check: str, *, zh: str, en: str, when: bool = True) -> dict[str, tuple[int, str]]:
    """Return what a check's right side counts beyond its left, for ``charts.unit_grid(outside=…)``.

    ``{indicator: (number, words)}``; empty unless *when*, and where the release lacks the check or its sides are not
    exact whole numbers. The number on the right is another source's: the check's note says which.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> beyond(story, "villages-within-list", zh="名录里的其他村", en="other villages on the list")
    {'environment.sewer-separation-villages': (33, 'other villages on the list')}
    """
    found = next((v for v in checks.evaluate(story.release) if v.check.id == check), None)
    if not when or found is None or found.left is None or found.right is None:
        return {}
    rest = found.right - found.left
    if not rest.is_exact or rest.value.denominator != 1 or rest.value <= 0:
        return {}
    return {found.check.left: (int(rest.value), zh if story.lang == "zh" else en)}


def remark(story: Story, check: str, *, when: bool = True) -> str:
    """Return a check's note, for a chart that draws on it; "" unless *when*, or where the release has no such check."""
    found = next((c for c in story.release.checks if c.id == check), None)
    if not when or found is None:
        return ""
    return found.note_zh if story.lang == "zh" else found.note_en


def set_aside(story: Story) -> pd.DataFrame:
    """Return every numeral of the release that is not a figure: as printed, the reason, paragraph and characters."""
    import pandas as pd

    lang, paragraphs = story.lang, story.release.release.paragraphs
    rows = [
        (
            item.quote,
            word(item.reason, lang),
            next((n for n, p in enumerate(paragraphs, 1) if p.holds(item.span)), None),
            f"{item.span.start}–{item.span.end}",
        )
        for item in story.release.set_aside
    ]
    return pd.DataFrame(rows, columns=[word(k, lang) for k in ("numeral", "reason", "paragraph", "characters")])


def reasons(story: Story) -> str:
    """Return for what reasons numerals are set aside and how many for each, in words.

    >>> import hfdata as hf
    >>> reasons(hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en"))
    'date or time 9, part of a name 8, ordinal or grade 6, idiom 9, age limit 1, model or code 1'
    """
    found = Counter(item.reason for item in story.release.set_aside)
    tallied = (word("tally", story.lang, what=word(r, story.lang), n=found[r]) for r in REASONS if found[r])
    return listed(tallied, story.lang)


def cited(story: Story) -> Note:
    """Return how to cite the release and this dataset: GB/T 7714, plain, and BibTeX to copy."""
    parts = []
    for style, name in (("gbt7714", "GB/T 7714"), ("plain", word("plain", story.lang)), ("bibtex", "BibTeX")):
        entries = cite(story.data, release=story.release.release.id, style=style)
        text = f"```\n{entries}\n```" if style == "bibtex" else "\n\n".join(map(escape, entries.splitlines()))
        parts.append(f"### {name}\n\n{text}")
    return Note(story.lang, "\n\n".join(parts))


def _domains(verdict: Verdict) -> set[str]:
    sides = (verdict.check.left, verdict.check.right)
    return {term.split(".")[0] for side in sides for term in terms(side)}


def _relation(story: Story, verdict: Verdict) -> str:
    check = verdict.check
    left, right = (" + ".join(_name(story, t) for t in terms(side)) for side in (check.left, check.right))
    return f"{left} {SIGNS[check.relation]} {right}"


def _name(story: Story, term: str) -> str:
    if term not in story.data.indicators:
        return term
    indicator = story.data.indicators[term]
    return indicator.name_zh if story.lang == "zh" else indicator.name_en


def _sides(verdict: Verdict, lang: Lang) -> str:
    if verdict.left is None or verdict.right is None:
        return ""
    left, right = (labels.quantity(q.value, q.low, q.high, "", lang) for q in (verdict.left, verdict.right))
    return f"{left} {SIGNS[verdict.check.relation]} {right}"


def _result(verdict: Verdict) -> str:
    if verdict.missing:
        return "missing"
    return {True: "holds", False: "fails", None: "open"}[verdict.holds]
