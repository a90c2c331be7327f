"""Bars of numbers that were worked out of figures: their length is the lower limit, what is open stays open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from ..errors import MissingColumns, MixedUnits
from ..model import STATUSES
from . import bars, caption, layout, rows, tidy
from .layers import unchecked
from .palette import accent
from .text import clean

if TYPE_CHECKING:
    from ..model import Lang
    from ..prose import Note


@unchecked
def derived_bars(
    given: Sequence[tuple[str, str, str, Any]],
    *,
    lang: Lang,
    title: str,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    domain: str = "",
    top: float | None = None,
) -> alt.LayerChart | Note:
    """Bars of Quantities in groups: (group, name, status, Quantity), all of one unit (MixedUnits otherwise).

    A quantity with equal limits is a plain bar; between two limits the bar ends at the lower and a broken part reaches
    to the upper; with only a lower limit it ends in an open arrow, with only an upper one it is hollow; with none it is
    dashed. *status* is done, under_way or planned. A ``Missing`` is named in the caption. *top* ends the axis.

    >>> from hfdata import Quantity
    >>> speed = ("Films", "done, January–October", "done", Quantity.exactly(40, "sessions per month"))
    >>> derived_bars([speed], lang="en", title="Forty a month").to_dict()["usermeta"]["hfdata"]["alt"]
    'Bar chart. Forty a month. Films · done, January–October: 40 sessions per month'
    """
    frame, _ = tidy.derived([(label, quantity) for _, label, _, quantity in given])
    pairs = [row for row in given if hasattr(row[3], "value")]
    if not pairs:
        return tidy.nothing(frame, lang)
    units = tuple(dict.fromkeys(q.unit for _, _, _, q in pairs))
    if len(units) > 1:
        raise MixedUnits("charts.derived_bars", units)
    shown: list[tidy.Row] = []
    for group, label, status, quantity in pairs:
        row = _row(label, status, quantity, lang)
        if group and group not in (r.get("in") for r in shown):
            row["group"] = group
        row["in"] = group
        full = " · ".join(x for x in (clean(group), clean(label)) if x)
        row["tip"] = labels.word("pair", lang, name=full, text=row["said"])
        row["name"] = full
        shown.append(row)
    types = {"name": "text", "label": "text", "low": "number", "high": "number", "status": "text"}
    table = {
        "columns": caption.columns(types, lang),
        "rows": [[*(caption.whole(r[c]) for c in list(types)[:-1]), labels.status(r["status"], lang)] for r in shown],
    }
    words = caption.words(
        frame, [], lang=lang, builder="derived_bars", title=title, note=note, name=name, keys=_keys(shown),
        subtitle=caption.in_unit(units[0], lang) if subtitle is None else subtitle,
        said=[r["tip"] for r in shown], table=table,
    )  # fmt: skip
    made = bars.drawn(shown, lang, accent({domain}), top=top, suffix="%" if units == ("%",) else "")
    return layout.chart(made, {rows.DATASET: [bars.slim(r) for r in shown]}, words)


def _row(label: str, status: str, quantity: Any, lang: Lang) -> tidy.Row:
    if status not in STATUSES:
        raise MissingColumns("derived_bars", (f"status={status!r}",), STATUSES)
    low, high = (None if x is None else float(x) for x in (quantity.low, quantity.high))
    exact, ranged = low is not None and low == high, bool(low) and high is not None
    tail = (
        "" if exact else "reach" if ranged else "arrow" if low is not None and high is None else "cap" if high else ""
    )
    look = bars.LOOKS[status] if exact or low else "dashed" if low is None and high is None else "hollow"
    value = float(quantity.value) if low is None and high is None else high if tail == "cap" else low
    return {
        "title": clean(label),
        "value": value,
        "low": low,
        "high": high,
        "end": high if tail == "reach" else value,
        "label": labels.quantity(
            quantity.value, quantity.low, quantity.high, "%" if quantity.unit == "%" else "", lang
        ),
        "said": labels.said_quantity(quantity.value, quantity.low, quantity.high, quantity.unit, lang),
        "look": look,
        "tail": tail,
        "status": status,
        "domain": "",
    }


def _keys(shown: Sequence[tidy.Row]) -> list[str]:
    states, tails = {r["status"] for r in shown}, {r["tail"] for r in shown}
    keys = [k for t, k in (("arrow", "at_least"), ("cap", "at_most"), ("reach", "reach")) if t in tails]
    return keys + [s for s in ("under_way", "planned") if s in states]
