"""The figures of a release, counted: by domain, limit, status, kind and period."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from .. import checks, labels
from ..model import BOUNDS, KINDS, STATUSES
from ..prose import Note, escape
from .words import listed, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from ..figure import Figure
    from ..model import Lang
    from ..prose import Story


def basis(story: Story, domain: str | None = None) -> Note:
    """Return what the figures of *domain* are: how many, printed where, how exact, of which periods.

    Without *domain* it speaks of the whole release, and leaves its many periods to a chart.

    >>> import hfdata as hf
    >>> basis(hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en"), "health")
    Health care: 3 figures (3 exact), all from the report by 大众网 of 3 November 2023 on the press conference ...
    """
    lang, chosen, release = story.lang, _figures(story, domain), story.release.release
    said = word(
        "basis",
        lang,
        scope=escape(word("release", lang) if domain is None else _name(story, domain)),
        n=len(chosen),
        figures=word("figure" if len(chosen) == 1 else "figures", lang, n=len(chosen)),
        publisher=escape(release.source.publisher),
        published=labels.date(date.fromisoformat(release.source.published[:10]), lang),
        event=labels.date(release.event_date, lang),
        bounds=bounds(story, domain),
    )
    parts = [said]
    parts += [word("periods", lang, periods=_phrases(chosen, lang))] if domain and chosen else []
    parts += [word("convention", lang)] if story.limits == "convention" else []
    return Note(lang, ("" if lang == "zh" else " ").join(parts))


def counts(story: Story) -> pd.DataFrame:
    """Return how many figures each domain has: in all, by limit, not done, by kind, without a date.

    One row per domain in the data's order and one for the total; headings in the reader's language. Limits and
    kinds that do not occur have no column. Counts of figures say nothing about performance.
    """
    import pandas as pd

    lang, every = story.lang, _figures(story)
    order = ["count", *BOUNDS, "not_done", *KINDS, "no_date"]
    total = Counter(fact for f in every for fact in _facts(f))
    shown = [fact for fact in order if total[fact]]
    rows: list[list[object]] = []
    for domain in domains(story):
        found = Counter(fact for f in _figures(story, domain) for fact in _facts(f))
        rows.append([_name(story, domain), *(found[fact] for fact in shown)])
    rows.append([word("all", lang), *(total[fact] for fact in shown)])
    return pd.DataFrame(rows, columns=[word("domain", lang), *(_heading(fact, lang) for fact in shown)])


def domains(story: Story) -> dict[str, str]:
    """Return the domains a release reports on, by id with their names, in the data's order."""
    found = {f.indicator.domain for f in story.release.figures}
    return {d: _name(story, d) for d in story.data.domains if d in found}


def bounds(story: Story, domain: str | None = None) -> str:
    """Return how exact the figures are, in words: "39 exact, 14 with a lower limit only, …"."""
    found = Counter(f.bound for f in _figures(story, domain))
    return listed((word(b, story.lang, n=found[b]) for b in BOUNDS if found[b]), story.lang)


def place(story: Story, domain: str | None = None) -> str:
    """Return where the figures are printed, as a caption says it: for charts of what is derived from them.

    >>> import hfdata as hf
    >>> place(hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en"), "health")
    'Source: 大众网, 3 November 2023, paragraph 9.'
    """
    lang, source = story.lang, story.release.release.source
    numbers = sorted({f.paragraph for f in _figures(story, domain) if f.paragraph})
    return labels.word(
        "source",
        lang,
        publisher=source.publisher,
        date=labels.date(date.fromisoformat(source.published[:10]), lang),
        place=labels.word("paragraph" if len(numbers) == 1 else "paragraphs", lang, n=listed(map(str, numbers), lang)),
    )


def reading(story: Story) -> str:
    """Return by which reading of 余 the story's quantities are limited, in words.

    >>> import hfdata as hf
    >>> reading(hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en", limits="convention"))
    'the habit of reading an upper end into 余, which the release does not state'
    """
    return word(f"reading.{story.limits}", story.lang)


def tally(story: Story, domain: str | None = None) -> dict[str, int]:
    """Return the numbers that a text on the release, or on one *domain* of it, needs, by name.

    ``figures``, ``set_aside``, ``numerals`` (both), ``domains``; each bound, status and kind; ``spanned`` (with a
    first and a later last day), ``undated`` (with neither), ``flows_spanned``; ``checks`` and ``passed``.

    >>> import hfdata as hf
    >>> found = tally(hf.Story(hf.load(), release="haifeng-2023-11-01"))
    >>> found["figures"], found["set_aside"], found["exact"], found["at_least"]
    (54, 34, 39, 14)
    """
    chosen, verdicts = _figures(story, domain), checks.evaluate(story.release)
    found = Counter[str](x for f in chosen for x in (f.bound, f.status, f.indicator.kind))
    spanned = [f for f in chosen if f.start_date and f.end_date and f.start_date < f.end_date]
    return {
        "figures": len(chosen),
        "set_aside": len(story.release.set_aside),
        "numerals": len(chosen) + len(story.release.set_aside),
        "domains": len(domains(story)),
        **{key: found[key] for key in (*BOUNDS, *STATUSES, *KINDS)},
        "spanned": len(spanned),
        "undated": sum(map(_undated, chosen)),
        "flows_spanned": sum(f.indicator.kind == "flow" for f in spanned),
        "checks": len(verdicts),
        "passed": sum(v.holds is True for v in verdicts),
    }


def _figures(story: Story, domain: str | None = None) -> list[Figure]:
    return [f for f in story.release.figures if domain in (None, f.indicator.domain)]


def _name(story: Story, domain: str) -> str:
    record = story.data.domains[domain]
    return record.name_zh if story.lang == "zh" else record.name_en


def _undated(figure: Figure) -> bool:
    return figure.start_date is None and figure.end_date is None


def _facts(figure: Figure) -> list[str]:
    """Return what a figure counts as in a table of counts; that something is done goes without saying."""
    status = [] if figure.status == "done" else ["not_done"]
    return ["count", figure.bound, *status, figure.indicator.kind, *(["no_date"] if _undated(figure) else [])]


def _heading(fact: str, lang: Lang) -> str:
    if fact in (*BOUNDS, *KINDS):
        said = labels.bound(fact, lang) if fact in BOUNDS else labels.kind(fact, lang)
        return said[:1].upper() + said[1:]
    return word(fact, lang)


def _phrases(chosen: Iterable[Figure], lang: Lang) -> str:
    """Tell the periods: in Chinese by the phrases as printed, in English by the dates that they stand for."""
    if lang == "zh":
        phrases = Counter(f.period for f in chosen)
        said = [word("phrase", lang, phrase=escape(p), n=n) for p, n in phrases.items() if p]
        return listed([*said, *([word("undated", lang, n=phrases[""])] if phrases[""] else [])], lang)
    dates = Counter(labels.period(f.start_date, f.end_date, lang) for f in chosen)
    said = [word("phrase", lang, phrase=d, n=n) for d, n in dates.items() if d]
    return listed([*said, *([word("undated", lang, n=dates[""])] if dates[""] else [])], lang)
