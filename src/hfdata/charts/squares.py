"""Pictograms: the villages as squares, parts beside their whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from . import bars, caption, cells, key, layout, tidy
from .layers import unchecked
from .palette import GREY, Accent, accent
from .text import clean, wrap
from .tiles import tiles

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

MOST, LONGEST = 400, 40  # cells of one figure, beyond which nobody counts; of one staircase
THINGS = {"人": "person", "persons": "person", "人次": "event", "person-times": "event"}  # unit: shape of one
WORK = {"planned": "planned", "under_way": "under_way", "done": "solid"}


@unchecked
def unit_grid(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    outside: Mapping[str, tuple[int, str]] | None = None,
) -> alt.LayerChart | Note:
    """One square for each thing counted: 33 villages are 33 squares, in rows of ten.

    figures: rows of ``Dataset.figures`` of one unit (MixedUnits otherwise). "At least" ends in an open arrow.
    *outside* adds what another source counts and the release does not mention, as broken squares:
    ``{"environment.sewer-separation-villages": (33, "other villages, national list")}``.
    Numbers that squares cannot show (above 400, not whole, "at most", "about") make it ``limit_bars``.

    >>> import hfdata as hf
    >>> villages = hf.load().figures(indicator="environment.sewer-separation-villages", lang="en")
    >>> len(unit_grid(villages, title="33 villages").to_dict()["datasets"]["hf_cells"])
    33
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "unit_grid")
    tidy.one_unit(found, "unit_grid")
    if not all(map(countable, found)):
        return bars.limit_bars(figures, lang=lang, title=title, subtitle=subtitle, note=note, name=name or "unit_grid")
    numbers = [int(row["value"]) for row in found]
    extra = {i: (outside or {}).get(row["indicator"]) for i, row in enumerate(found)}
    groups, drawn = [], []
    step = cells.pitch(max(n + (e[0] if e else 0) for n, e in zip(numbers, extra.values(), strict=True)))
    for i, (row, count) in enumerate(zip(found, numbers, strict=True)):
        groups.append(group(row, lang, step))
        drawn += [cell(i, k, WORK[row["status"]], row) for k in range(count)]
        if row["bound"] == "at_least":
            drawn.append({"group": i, "i": count, "look": "arrow"})
        if other := extra[i]:
            tip = labels.word("pair", lang, name=other[1], text=labels.number(other[0], lang))
            drawn += [{"group": i, "i": count + k, "look": "outside", "tip": tip} for k in range(other[0])]
    said = [row["tip"] for row in found] + [f"{e[1]} {e[0]}" for e in extra.values() if e]
    words = caption.words(
        figures, found, lang=lang, builder="unit_grid", title=title, subtitle=subtitle, note=note, name=name, said=said,
        keys=[k for k in bars.keys(found) if k != "exact"],
    )  # fmt: skip
    return drawing(
        groups, drawn, words, lang, accent({r["domain"] for r in found}), step, with_key="look" if outside else ""
    )


@unchecked
def parts(
    figures: pd.DataFrame,
    whole: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """Parts as a staircase above the number they seem to make up: 4 + 3 + 9 beside 16.

    Both are rows of ``Dataset.figures``; *whole* holds one figure, and may count in another unit: then its shapes
    differ, because equal counts are not the same thing. Limits cannot be matched with a sum, and more than 40 cells
    cannot be seen: then the figures are shown as ``tiles``.

    >>> import hfdata as hf
    >>> data = hf.load()
    >>> merit = [f"education.merit-teachers-{n}" for n in ("first", "second", "third")]
    >>> county = data.figures(indicator="education.county-commendations", lang="en")
    >>> chart = parts(data.figures(indicator=merit, lang="en"), county, title="4 + 3 + 9 agrees with 16")
    >>> [group["begin"] for group in chart.to_dict()["datasets"]["hf_groups"]]
    [0, 4, 7, 0]
    """
    import pandas as pd

    lang = tidy.language(figures, lang)
    tidy.expect_frame(whole)
    if figures.empty or whole.empty:
        return tidy.nothing(figures if figures.empty else whole, lang)
    found, total = tidy.rows(figures, lang, "parts"), tidy.rows(whole, lang, "parts")
    unit = tidy.one_unit(found, "parts")
    every = (*found, *total)
    numbers = [int(row["value"]) for row in every]
    longest = max(sum(numbers[:-1]), numbers[-1])
    if longest > LONGEST or not all(countable(row) and row["bound"] == "exact" for row in every):
        both = pd.concat([figures, whole])
        both.attrs.update(figures.attrs)
        return tiles(both, lang=lang, title=title, subtitle=subtitle, note=note, name=name or "parts")
    step = 20
    groups, drawn, begin = [], [], 0
    for i, (row, count) in enumerate(zip(every, numbers, strict=True)):
        last = i == len(found)
        begin = 0 if last else begin
        look = THINGS.get(row["unit"], "event" if last and row["unit"] != unit else "solid")
        groups.append(group(row, lang, step) | {"begin": begin, "least": min(longest, 17)})
        drawn += [cell(i, k, look, row) for k in range(count)]
        begin += count
    words = caption.words(
        figures, every, lang=lang, builder="parts", title=title, subtitle=subtitle, note=note, name=name
    )
    return drawing(groups, drawn, words, lang, accent({r["domain"] for r in found}), step)


def drawing(
    groups: list[dict[str, Any]],
    drawn: list[dict[str, Any]],
    words: dict[str, Any],
    lang: Lang,
    colour: Accent | None,
    step: int,
    *,
    with_key: str = "",
) -> alt.LayerChart:
    """Join groups of cells into a chart; without *colour* each cell brings its own."""
    looks = [look for look in cells.SHAPES if any(c["look"] == look for c in drawn)]
    datasets = {cells.GROUPS: groups, cells.CELLS: drawn}
    made = cells.layers(looks, colour, step)
    if with_key:
        datasets[key.DATASET] = key.items(looks, lang, of=with_key)
        made += key.layers(looks, colour or GREY)
    return layout.chart(made, datasets, words)


def group(row: tidy.Row, lang: Lang, step: int) -> dict[str, Any]:
    """Return the head of a figure's cells."""
    status = "" if row["status"] == "done" else labels.status(row["status"], lang)
    label = labels.with_unit(row["label"], row["unit"], lang, one=row["value"] == 1)
    return {
        "title": clean(row["name"]) + aside(status, lang),
        "label": "".join(wrap(label, bars.LONGEST_LABEL, cells.VALUE, bold=True, lines=1)),
        "step": step,
        "tip": row["tip"],
        "said": row["said"],
    }


def aside(text: str | None, lang: Lang) -> str:
    """Return *text* in brackets, "" for nothing."""
    return labels.word("aside", lang, text=text) if text else ""


def cell(group: int, i: int, look: str, row: tidy.Row) -> dict[str, Any]:
    """Return one cell of a figure."""
    return {"group": group, "i": i, "look": look, "tip": row["tip"]}


def countable(row: tidy.Row) -> bool:
    """Say whether squares can show a figure: a whole number up to 400, exact or a floor."""
    value = row["value"]
    return row["bound"] in ("exact", "at_least") and value == int(value) and 0 <= value <= MOST
