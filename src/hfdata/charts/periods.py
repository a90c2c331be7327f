"""Which months figures cover. Months are numbers, never a time axis: that would move with the reader's time zone."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from .. import labels
from . import bars, caption, layout, marks, rows, tidy
from .layers import unchecked
from .palette import ALERT, ALERT_PALE, INK, Accent, accent
from .text import clean, px

if TYPE_CHECKING:
    import pandas as pd

    from ..model import Lang
    from ..prose import Note

BAND = rows.BAND


def month(day: dt.date, *, after: bool = False) -> float:
    """Return a day as months since year 0, the day's beginning or, with *after*, its end.

    >>> month(dt.date(2023, 10, 1)) - month(dt.date(2023, 1, 1)), month(dt.date(2023, 10, 31), after=True) % 12
    (9.0, 10.0)
    """
    days = calendar.monthrange(day.year, day.month)[1]
    return day.year * 12 + day.month - 1 + (day.day - 1 + after) / days


@unchecked
def periods(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """The months each figure covers, with its value; months that both done and planned figures cover are marked.

    figures: rows of ``Dataset.figures`` of one release; units may differ, for nothing is compared but time. A figure
    with an end but no start is a diamond at its day; figures without any date are named in the caption.

    >>> import hfdata as hf
    >>> shows = hf.load().figures(indicator="culture.film-screenings", lang="en")
    >>> periods(shows, title="October is in both").to_dict()["datasets"]["hf_band"][0]["text"]
    'October is in both'
    """
    lang = tidy.language(figures, lang)
    found = tidy.rows(figures, lang, "periods") if not figures.empty else []
    dated = [row for row in found if row["end"] is not None]
    if not dated:
        return tidy.nothing(figures, lang)
    several = len({row["status"] for row in dated}) > 1
    for row in dated:
        _dated(row)
        told = labels.word("aside", lang, text=labels.status(row["status"], lang))
        row["title"] = clean(row["name"]) + (told if several and row["kind"] != "stock" else "")
        row["label"] = labels.with_unit(row["label"], row["unit"], lang, one=row["value"] == 1)
    undated = [row["name"] for row in found if row["end"] is None]
    left_out = labels.word("undated", lang, names=labels.word("clause", lang).join(undated)) if undated else ""
    band = _overlap(dated, lang)
    words = caption.words(
        figures, dated, lang=lang, builder="periods", title=title,
        subtitle=_span(dated, lang) if subtitle is None else subtitle,
        note=" ".join(x for x in (left_out, note) if x), name=name,
        keys=[k for k in bars.keys(dated) if k in ("planned", "under_way")] + (["overlap"] if band else []),
    )  # fmt: skip
    return _chart(dated, band, lang, accent({r["domain"] for r in dated}), words)


@unchecked
def coverage(
    figures: pd.DataFrame,
    *,
    lang: Lang | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    note: str | None = None,
    name: str | None = None,
) -> alt.LayerChart | Note:
    """How many figures cover which period; figures that the source gives no date have a row without a bar.

    figures: rows of ``Dataset.figures`` of one release, any units: figures are counted, not their values.

    >>> import hfdata as hf
    >>> chart = coverage(hf.load().figures(lang="en"), title="Which period each figure covers")
    >>> sum(row[1] for row in chart.to_dict()["usermeta"]["hfdata"]["table"]["rows"])
    54
    """
    lang = tidy.language(figures, lang)
    found = tidy.rows(figures, lang, "coverage") if not figures.empty else []
    if not any(row["end"] for row in found):
        return tidy.nothing(figures, lang)
    groups: dict[tuple[Any, Any, Any], list[tidy.Row]] = {}
    for row in found:
        status = "planned" if row["status"] == "planned" else "done"
        groups.setdefault((row["start"], row["end"], status), []).append(row)
    merged = []
    for (start, end, status), members in sorted(groups.items(), key=lambda g: (g[0][1] is None, -len(g[1]), str(g[0]))):
        row = {"name": "", "start": start, "end": end, "status": status, "bound": "exact", "domain": "", "value": 0}
        row["dates"] = caption.capital(labels.period(start, end, lang) or labels.word("no_date", lang))
        planned = labels.word("aside", lang, text=labels.status(status, lang)) if status == "planned" else ""
        row["title"] = row["dates"] + planned
        row["label"] = labels.word("n_figures" if len(members) != 1 else "one_figure", lang, n=len(members))
        phrases = labels.word("list", lang).join(dict.fromkeys(f"“{m['period']}”" for m in members if m["period"]))
        row["tip"] = " · ".join(
            x for x in (labels.word("pair", lang, name=row["title"], text=row["label"]), phrases) if x
        )
        row["said"], row["quote"], row["n"] = row["label"], phrases, len(members)
        _dated(row)
        merged.append(row)
    types = {"dates": "text", "n": "number", "quote": "text"}
    words = caption.words(
        figures, found, lang=lang, builder="coverage", title=title,
        subtitle=_span([r for r in merged if r["end"]], lang) if subtitle is None else subtitle, note=note, name=name,
        said=[r["tip"] for r in merged], keys=["planned"] if any(r["status"] == "planned" for r in merged) else [],
        table={"columns": caption.columns(types, lang), "rows": [[r[c] for c in types] for r in merged]},
    )  # fmt: skip
    return _chart(merged, [], lang, accent(set()), words)


def _dated(row: tidy.Row) -> None:
    """Give a row its place in months: ``from``, ``to``, and how it is drawn."""
    row["look"] = bars.LOOKS[row["status"]]
    if row["end"] is None:
        row["look"] = "none"
        return
    row["to"] = month(row["end"], after=True)
    row["from"] = row["to"] if row["start"] is None else month(row["start"])
    if row["start"] is None or row["start"] == row["end"]:
        row["look"] = "moment"


def _overlap(dated: Sequence[tidy.Row], lang: Lang) -> list[dict[str, Any]]:
    """Return the stretch that a done and a planned figure both cover, with its words; [] where none does."""
    spans = {s: [r for r in dated if (r["status"] == "planned") == (s == "planned")] for s in ("done", "planned")}
    if not all(spans.values()):
        return []
    first = max(min(r["from"] for r in rows_) for rows_ in spans.values())
    last = min(max(r["to"] for r in rows_) for rows_ in spans.values())
    if first >= last:
        return []
    whole = first % 1 == 0 and last % 1 == 0
    n = int(first) % 12 + 1
    when = labels.month(n, lang) if whole and last - first == 1 else ""
    text = labels.word("overlap", lang, when=when) if when else labels.word("overlap_some", lang)
    return [{"from": first, "to": last, "text": text, "tip": text}]


def _span(dated: Sequence[tidy.Row], lang: Lang) -> str:
    first, last = min(r["from"] for r in dated), max(r["to"] for r in dated)
    years = sorted({int(first // 12), int((last - 0.01) // 12)})
    return labels.word("months_of", lang, years="—".join(map(str, years)))


def _chart(
    dated: list[tidy.Row], band: list[dict[str, Any]], lang: Lang, colour: Accent, words: dict[str, Any]
) -> alt.LayerChart:
    placed = [r for r in dated if r["end"] is not None]
    first = min(r["from"] for r in placed) // 12 * 12
    last = -(-max(r["to"] for r in placed) // 12) * 12
    last = max(last, first + 12)
    for row in dated:
        row.update(first=first, last=last, room=px(row["label"], marks.VALUE, bold=True))
    scale = marks.scale([first, last])
    axis = _axis(first, last, lang)
    x, end = (alt.X(f"{f}:Q", scale=scale, axis=axis) for f in ("from", "to"))
    made: list[alt.Chart] = []
    datasets = {rows.DATASET: [_slim(row) for row in dated]}
    if band:
        datasets[BAND] = band
        area = marks.chart(BAND).mark_rect(fill=ALERT_PALE.light, aria=False)
        made.append(area.encode(x=x, x2=alt.X2("to:Q"), y=marks.TOP, y2=marks.BOTTOM))
        mark = marks.chart(BAND).mark_text(
            align="right", baseline="top", fontSize=13, fontWeight="bold", fill=ALERT.light, dx=-4, aria=False
        )
        made.append(mark.encode(x=end, y=marks.BELOW_TOP, text=alt.Text("text:N")))
    solid, pale = colour.solid.light, colour.pale.light
    looks = {r["look"] for r in dated}
    for look, paint in (
        ("solid", {"fill": solid}),
        ("pale", {"fill": pale, "stroke": solid, "strokeWidth": 1.5}),
        ("striped", {"fill": pale, "stroke": solid, "strokeWidth": 1}),
    ):
        if look in looks:
            bar = marks.chart(only=f"datum.look=='{look}'").mark_rect(aria=False, **paint)
            made.append(bar.encode(x=x, x2=alt.X2("to:Q"), y=marks.at("top"), y2=alt.Y2("bottom:Q")))
    if "striped" in looks:
        stripes = marks.chart(only="datum.look=='striped'").mark_rule(
            stroke=solid, strokeWidth=rows.MARK, strokeDash=[2, 4], aria=False
        )
        made.append(stripes.encode(x=x, x2=alt.X2("to:Q"), y=marks.at("mid")))
    if "moment" in looks:
        point = marks.chart(only="datum.look=='moment'").mark_point(
            shape="diamond", size=200, fill=solid, stroke=solid, opacity=1, aria=False
        )
        made.append(point.encode(x=end, y=marks.at("mid")))
    value = marks.chart().mark_text(
        align=alt.ExprRef("datum.side"), baseline="middle", fontSize=marks.VALUE, fontWeight="bold",
        fill=INK.light, aria=False,
    )  # fmt: skip
    made += marks.heads(floating=True)
    made.append(value.encode(x=marks.along("label_x"), y=marks.at("label_y"), text=alt.Text("label:N")))
    made.append(marks.tips())
    return layout.chart(made, datasets, words)


def _axis(first: float, last: float, lang: Lang) -> alt.Axis:
    """Return an axis that names months in the middle of each, or years where there are too many months."""
    axis = marks.axis(lang)
    months = last - first <= 12
    ticks = [first + i + (0.5 if months else 0) for i in range(int(last - first) + (not months))]
    if months:
        names = [labels.month(i + 1, lang, short=True) for i in range(12)]
        axis.labelExpr = f"{names!r}[floor(datum.value)%12]"
        axis.grid, axis.labelFlush, axis.labelOverlap = False, False, False
    else:
        ticks = [t for t in ticks if t % 12 == 0]
        axis.labelExpr = "format(datum.value/12,'d')"
    axis.values, axis.tickCount = ticks, alt.Undefined
    return axis


def _slim(row: tidy.Row) -> tidy.Row:
    kept = ("title", "label", "look", "from", "to", "first", "last", "room", "tip")
    return {k: row[k] for k in kept if k in row}
