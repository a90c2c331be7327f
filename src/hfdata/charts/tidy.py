"""A tidy frame → what a mark needs to know of each figure: plain dictionaries, in the frame's order."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .. import labels
from ..errors import MissingColumns, MixedUnits, NotAFrame, SeveralReleases
from ..model import BOUNDS, STATUSES, Lang
from .text import clean

if TYPE_CHECKING:
    import pandas as pd

    from ..prose import Note

Row = dict[str, Any]


def language(frame: pd.DataFrame, lang: Lang | None) -> Lang:
    """Return *lang*, or the language the frame was made in; ``zh`` for a frame of one's own that says nothing.

    Every builder begins with this, so that whatever is no frame is told so here. Errors: NotAFrame.
    """
    expect_frame(frame)
    chosen: Lang = lang or frame.attrs.get("lang", "zh")
    labels.word("bound.exact", chosen)  # refuses a language without words
    return chosen


def expect_frame(given: object) -> None:
    """Refuse what is no frame. Errors: NotAFrame."""
    if not (hasattr(given, "columns") and hasattr(given, "attrs")):
        raise NotAFrame(type(given).__name__)


def rows(frame: pd.DataFrame, lang: Lang, builder: str) -> list[Row]:
    """Return one dictionary per figure: name, value, low, high, bound, status, label, said, period, quote, tip.

    ``name``, ``value`` and ``unit`` are required; a frame without ``bound`` holds exact figures. ``low`` and ``high``
    are None where there is no limit. Errors: MissingColumns; SeveralReleases, because one chart tells of one release.
    """
    lacking = tuple(c for c in ("name", "value", "unit") if c not in frame.columns)
    if lacking:
        raise MissingColumns(builder, lacking, tuple(map(str, frame.columns)))
    if "release" in frame.columns and frame["release"].nunique() > 1:
        raise SeveralReleases(builder, tuple(frame["release"].unique()))
    bare = frame.copy(deep=False)
    bare.attrs.clear()  # or pandas copies them, deeply, for each column that it takes out
    return [_row(record, lang, builder) for record in bare.to_dict("records")]


def _row(record: Mapping[Any, Any], lang: Lang, builder: str) -> Row:
    bound, status = record.get("bound", "exact"), record.get("status", "done")
    if bound not in BOUNDS or status not in STATUSES:
        raise MissingColumns(builder, (f"bound={bound!r}, status={status!r}",), (*BOUNDS, *STATUSES))
    value, unit = _value(record, builder), str(record["unit"])
    start, end = day(record.get("start_date")), day(record.get("end_date"))
    row: Row = {
        "indicator": str(record.get("indicator", "")),
        "domain": str(record.get("domain", "")),
        "name": str(record["name"]),
        "value": value,
        "bound": bound,
        "low": _limit(record.get("low", value if bound in ("exact", "at_least") else None)),
        "high": _limit(record.get("high", value if bound in ("exact", "at_most") else None)),
        "unit": unit,
        "status": status,
        "kind": str(record.get("kind", "")),
        "label": str(record.get("label") or labels.value(value, bound, "", lang)),
        "said": labels.said(value, bound, unit, lang),
        "period": str(record.get("period") or ""),
        "start": start,
        "end": end,
        "quote": str(record.get("quote") or ""),
        "note": str(record.get("note") or ""),
        "position": (record.get("start"), record.get("end")),
        "release": str(record.get("release", "")),
    }
    row["dates"] = labels.period(start, end, lang)
    row["tip"] = tip(row, lang)
    return row


def _value(record: Mapping[Any, Any], builder: str) -> float:
    try:
        value = float(record["value"])
    except (TypeError, ValueError):
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        given = f"a number from 0 up as the value of {record['name']!r}, not {record['value']!r}"
        raise MissingColumns(builder, (given,), tuple(map(str, record)))
    return value


def tip(row: Row, lang: Lang) -> str:
    """Return the sentence a reader gets on hover or tap: name, value in words, status, period, the printed words."""
    status = "" if row["status"] == "done" else labels.status(row["status"], lang)
    quote = labels.word("printed", lang, quote=row["quote"]) if row["quote"] else ""
    head = labels.word("pair", lang, name=clean(row["name"]), text=row["said"])
    dates: str = row["dates"]
    return " · ".join(x for x in (head, status, dates, clean(quote), clean(row["note"])) if x)


def one_unit(found: Iterable[Row], builder: str) -> str:
    """Return the unit that all figures share. Errors: MixedUnits."""
    units = tuple(dict.fromkeys(row["unit"] for row in found))
    if len(units) > 1:
        raise MixedUnits(f"charts.{builder}", units)
    return str(units[0])


def nothing(frame: pd.DataFrame, lang: Lang, instead: str = "") -> Note:
    """Return the sentence that takes a chart's place: what is not reported, or *instead*, why nothing is drawn."""
    from ..prose import Note, escape, not_reported

    missing = list(frame.attrs.get("not_reported", ()))
    if missing and not instead:
        return not_reported(missing, lang)
    return Note(lang, escape(clean(instead)) if instead else labels.word("nothing", lang))


def derived(pairs: Iterable[tuple[str, Any]]) -> tuple[pd.DataFrame, list[tuple[str, Any]]]:
    """Separate quantities from what stands for missing ones; the frame names the latter for the caption."""
    import pandas as pd

    given = list(pairs)
    frame = pd.DataFrame()
    missing = (name for _, q in given if not hasattr(q, "value") for name in q.names)
    frame.attrs["not_reported"] = list(dict.fromkeys(missing))
    return frame, [(name, q) for name, q in given if hasattr(q, "value")]


def day(value: object) -> dt.date | None:
    """Return a date of a frame's cell, None for the many ways in which a cell is empty."""
    if value is None or value != value or str(value) in ("NaT", ""):  # NaN differs from itself
        return None
    return dt.date.fromisoformat(str(value)[:10])


def _limit(value: object) -> float | None:
    number = None if value is None else float(value)  # type: ignore[arg-type]
    return None if number is None or number != number else number
