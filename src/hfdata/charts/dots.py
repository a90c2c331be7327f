"""Pictograms of what is counted about figures: all of a release at once, and how many of one thing per another."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from . import caption, cells, squares, tidy
from .layers import unchecked
from .palette import accent
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

LIMITS = {"at_least": "at_least", "at_most": "at_most", "about": "about"}


@unchecked
def counts(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    by: str = "domain",
    names: Mapping[str, str] | None = None,
) -> alt.LayerChart | Note:
    """Every figure as one shape, by domain: full squares are exact, arrows point right for at least, left for at most.

    figures: rows of ``Dataset.figures`` of one release, any units: figures are counted, their values are not compared.
    *by* is the column that makes the rows, *names* its values in words. Figures keep the frame's order.

    >>> import hfdata as hf
    >>> chart = counts(hf.load().figures(lang="en"), title="54 figures")
    >>> len(chart.to_dict()["datasets"]["hf_cells"])
    54
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "counts")
    values = list(figures[by].astype(str))
    groups, drawn, said = [], [], []
    step = cells.pitch(max(values.count(v) for v in values))
    for i, value in enumerate(dict.fromkeys(values)):
        members = [row for row, v in zip(found, values, strict=True) if v == value]
        label = (names or {}).get(value) or labels.word_or(f"{by}.{value}", lang, value)
        told = labels.word("pair", lang, name=label, text=_tally(members, lang))
        said.append(told)
        groups.append({"title": label, "label": str(len(members)), "step": step, "tip": told})
        for k, row in enumerate(members):
            own = accent({row["domain"]})
            drawn.append(squares.cell(i, k, _look(row), row) | {"solid": own.solid.light, "pale": own.pale.light})
    words = caption.words(
        figures, found, lang=lang, builder="counts", title=title, note=note, name=name, said=said,
        subtitle=labels.word("each_figure", lang) if subtitle is None else subtitle,
    )  # fmt: skip
    return squares.drawing(groups, drawn, words, lang, None, step, with_key="figure")


@unchecked
def per_one(
    ratios: Mapping[str, Any] | Sequence[tuple[str, Any]],
    *,
    lang: Lang,
    title: str,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    domain: str = "",
    flags: Mapping[str, str] | None = None,
) -> alt.LayerChart | Note:
    """How many of one thing for each of another, as dots: 13.1 opinions per household.

    *ratios* pairs names with Quantities (``a / b``). One that lacks a limit or is above 400 cannot be drawn in dots:
    the caption gives it in words. One that is ``Missing`` is named there. *flags* maps a name to words that the reader
    must not miss ("to be verified").

    >>> from hfdata import Quantity
    >>> ratio = Quantity.exactly(36605, "items") / Quantity.exactly(2791, "households")
    >>> per_one({"Opinions": ratio}, lang="en", title="13 each").to_dict()["usermeta"]["hfdata"]["table"]["rows"]
    [['Opinions', '13.1 items per household', '']]
    """
    frame, pairs = tidy.derived(ratios.items() if isinstance(ratios, Mapping) else ratios)
    written = [(k, labels.said_quantity(q.value, q.low, q.high, q.unit, lang)) for k, q in pairs if not _drawable(q)]
    pairs = [(k, q) for k, q in pairs if _drawable(q)]
    told_only = labels.word("clause", lang).join(labels.word("pair", lang, name=k, text=t) for k, t in written)
    left_out = labels.word("not_in_dots", lang, names=told_only) if written else ""
    if not pairs:
        return tidy.nothing(frame, lang, left_out)
    groups, drawn, said, rows = [], [], [], []
    step = cells.pitch(max(math.ceil(q.value) for _, q in pairs))
    for i, (label, ratio) in enumerate(pairs):
        text = labels.quantity(ratio.value, ratio.low, ratio.high, ratio.unit, lang)
        flag = (flags or {}).get(label)
        told = labels.word("pair", lang, name=label, text=text) + (f" · {flag}" if flag else "")
        said.append(told)
        rows.append([label, text, flag or ""])
        groups.append({"title": clean(label), "flag": flag or "", "label": text, "step": step, "tip": told})
        shown = labels.rounded(ratio.value, 1)  # as the label says it
        count = math.floor(shown)
        drawn += [{"group": i, "i": k, "look": "person", "tip": told} for k in range(count)]
        if shown > count:
            drawn.append({"group": i, "i": count, "look": "rest", "tip": told})
    table = {"columns": caption.columns({"name": "text", "label": "text", "note": "text"}, lang), "rows": rows}
    words = caption.words(
        frame,
        [],
        lang=lang,
        builder="per_one",
        title=title,
        subtitle=subtitle or "",
        note=" ".join(x for x in (left_out, note) if x),
        name=name,
        said=said,
        table=table,
    )
    return squares.drawing(groups, drawn, words, lang, accent({domain}), step)


def _drawable(ratio: Any) -> bool:
    return ratio.low is not None and ratio.high is not None and ratio.value <= squares.MOST


def _look(row: tidy.Row) -> str:
    return LIMITS.get(row["bound"], squares.WORK[row["status"]])


def _tally(members: Sequence[tidy.Row], lang: Lang) -> str:
    """Return "8 figures: 4 exact, 4 at least"."""
    total = labels.word("n_figures" if len(members) != 1 else "one_figure", lang, n=len(members))
    kinds = {b: sum(r["bound"] == b for r in members) for b in ("exact", "at_least", "at_most", "about")}
    each = [
        f"{labels.bound(b, lang)} {n}" if lang == "zh" else f"{n} {labels.bound(b, lang)}"
        for b, n in kinds.items()
        if n
    ]
    return labels.word("of_which", lang, total=total, parts=labels.word("list", lang).join(each))
