"""Ranges that follow from figures with limits, and rates with what they are a rate of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from ..errors import MixedUnits, NoDenominator, NotComparable
from . import bars, caption, layout, marks, rows, tidy
from .layers import unchecked
from .palette import RULE, accent
from .text import clean, px

Ranges = Mapping[str, Any] | Sequence[tuple[str, Any]]  # of Quantity or Missing

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note


@unchecked
def intervals(
    ranges: Ranges,
    *,
    lang: Lang,
    title: str,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
    domain: str = "",
    extent: tuple[float, float] | None = None,
) -> alt.LayerChart | Note:
    """What derived numbers can be: a thin bar from the lower to the upper limit, ticks at both ends.

    *ranges* pairs names with ``Quantity`` objects of one unit (MixedUnits otherwise), as a mapping or as pairs.
    A side without a limit runs on as a broken line into an arrow; with neither limit nothing but the line is drawn.
    *extent* is the axis, by default 0 to a little beyond the largest limit, 0 to 100 for percentages.
    A ``Missing`` is named in the caption.

    >>> import hfdata as hf
    >>> either = hf.distinct(hf.Quantity.exactly(273, "persons"), hf.Quantity.exactly(688, "persons"))
    >>> chart = intervals({"Two subsidies": either}, lang="en", title="Between 688 and 961 persons")
    >>> chart.to_dict()["usermeta"]["hfdata"]["table"]["rows"]
    [['Two subsidies', '688–961', 688, 961]]
    """
    frame, pairs = tidy.derived(ranges.items() if isinstance(ranges, Mapping) else ranges)
    present = dict(pairs)
    if not present:
        return tidy.nothing(frame, lang)
    units = tuple(dict.fromkeys(q.unit for q in present.values()))
    if len(units) > 1:
        raise MixedUnits("charts.intervals", units)
    known = [float(x) for q in present.values() for x in (q.low, q.high, q.value) if x is not None]
    first, last = extent or ((0.0, 100.0) if units == ("%",) else (min(0.0, *known), max(known) * 1.15 or 1.0))
    found = [_range(k, q, lang, first, last) for k, q in present.items()]
    words = caption.words(
        frame,
        [],
        lang=lang,
        builder="intervals",
        title=title,
        subtitle=caption.in_unit(units[0], lang) if subtitle is None else subtitle,
        note=note,
        name=name,
        keys=["range", *(["open_range"] if any(r["open"] for r in found) else [])],
        said=[r["tip"] for r in found],
        table=_table(found, lang),
    )
    colour = accent({domain})
    room = max(px(r["label"], marks.VALUE, bold=True) for r in found) + 30
    scale = marks.scale([first, last], room)
    axis = marks.axis(lang, suffix="%" if units == ("%",) else "")
    low, high, end = (alt.X(f"{f}:Q", scale=scale, axis=axis) for f in ("from", "to", "end"))
    thin: dict[str, Any] = {"strokeWidth": 6, "stroke": colour.solid.light, "aria": False}
    broken: dict[str, Any] = {"strokeWidth": 2, "strokeDash": [3, 4], "stroke": colour.solid.light, "aria": False}
    tick: dict[str, Any] = {"strokeWidth": 2.5, "stroke": colour.solid.light, "aria": False}
    track = marks.chart().mark_rule(stroke=RULE.light, strokeWidth=1, strokeDash=[1, 3], aria=False)
    made = [
        track.encode(x=low, x2=alt.X2Datum(first), y=marks.at("mid")),
        marks.chart(only="datum.open!='both'").mark_rule(**thin).encode(x=low, x2=alt.X2("to:Q"), y=marks.at("mid")),
        marks.chart(only="datum.open").mark_rule(**broken).encode(
            x=alt.X("broken_from:Q", scale=scale, axis=axis), x2=alt.X2("broken_to:Q"), y=marks.at("mid")
        ),
        marks.chart(only="datum.low_tick").mark_rule(**tick).encode(x=low, y=marks.at("top"), y2=alt.Y2("bottom:Q")),
        marks.chart(only="datum.high_tick").mark_rule(**tick).encode(x=high, y=marks.at("top"), y2=alt.Y2("bottom:Q")),
        marks.arrows("datum.open=='high'||datum.open=='both'", end, colour, offset=7),
        *marks.heads(),
        marks.values(end, dx=20),
        marks.tips(),
    ]  # fmt: skip
    return layout.chart(made, {rows.DATASET: found}, words)


def _range(label: str, quantity: Any, lang: Lang, first: float, last: float) -> dict[str, Any]:
    low = None if quantity.low is None else float(quantity.low)
    high = None if quantity.high is None else float(quantity.high)
    unit = quantity.unit if quantity.unit == "%" else ""
    text = labels.quantity(quantity.value, quantity.low, quantity.high, unit, lang)
    said = labels.said_quantity(quantity.value, quantity.low, quantity.high, quantity.unit, lang)
    opened = "both" if low is None and high is None else "low" if low is None else "high" if high is None else ""
    begin = first if low is None else low
    stop = begin if high is None else high
    row: dict[str, Any] = {
        "name": label,
        "title": clean(label),
        "label": labels.word("unbounded", lang) if opened == "both" else text,
        "low": caption.whole(low),
        "high": caption.whole(high),
        "from": begin,
        "to": stop,
        "end": last if opened in ("high", "both") else stop,
        "open": opened,
        "low_tick": low is not None,
        "high_tick": high is not None,
        "tip": labels.word("pair", lang, name=clean(label), text=said),
    }
    row["broken_from"], row["broken_to"] = {"high": (stop, last), "both": (first, last), "low": (first, stop)}.get(
        opened, (first, first)
    )
    if opened == "low":
        row["from"] = stop
    return row


def _table(found: list[dict[str, Any]], lang: Lang) -> caption.Table:
    types = {"name": "text", "label": "text", "low": "number", "high": "number"}
    return {"columns": caption.columns(types, lang), "rows": [[row[c] for c in types] for row in found]}


@unchecked
def rates(
    figures: pd.DataFrame,
    *,
    of: Mapping[str, str | None],
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """Rates from 0 to 100 with what they are a rate of; a rate whose denominator is not printed is drawn hollow.

    figures: rows of ``Dataset.figures`` in percent (NotComparable otherwise). *of* maps each indicator to its
    denominator in words ("6,729 cases"), or to None where the source prints none; one that is left out is refused
    with NoDenominator: nobody may forget to look.

    >>> import hfdata as hf
    >>> settled = hf.load().figures(indicator="welfare.dispute-resolution-rate", lang="en")
    >>> chart = rates(settled, of={"welfare.dispute-resolution-rate": "6,729 cases"}, title="Self-reported")
    >>> chart.to_dict()["datasets"]["hf_rows"][0]["title"]
    'Dispute resolution success rate (of 6,729 cases)'
    """
    lang = tidy.language(figures, lang)
    if figures.empty:
        return tidy.nothing(figures, lang)
    found = tidy.rows(figures, lang, "rates")
    for row in found:
        if row["unit"] != "%":
            raise NotComparable("rates", row["name"], f"is in {row['unit']}, not in percent; limit_bars draws it")
    if forgotten := tuple(row["indicator"] or row["name"] for row in found if row["indicator"] not in of):
        raise NoDenominator("rates", forgotten)
    for row in found:
        bars.shape(row, lang)
        base = of[row["indicator"]]
        row["label"] += "%"
        row["look"] = row["look"] if base else "dashed"
        known = labels.word("of", lang, base=base) if base else labels.word("no_base", lang)
        row["title"] = clean(row["name"]) + labels.word("aside", lang, text=known)
        row["tip"] = f"{row['tip']} · {known}"
    words = caption.words(
        figures, found, lang=lang, builder="rates", title=title, subtitle=subtitle, note=note, name=name,
        keys=["no_base"] if any(of[r["indicator"]] is None for r in found) else [],
    )  # fmt: skip
    colour = accent({r["domain"] for r in found})
    made = bars.drawn(found, lang, colour, suffix="%", top=100)
    return layout.chart(made, {rows.DATASET: [bars.slim(r) for r in found]}, words)
