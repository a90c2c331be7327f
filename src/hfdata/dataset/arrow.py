"""Rows of a Parquet package → the tidy frame that ``Dataset.figures`` gives, a column at a time, no figure built."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .. import figure as figures
from .. import labels
from ..model import BOUNDS, STATUSES
from .frame import COLUMNS, described
from .packed import schemas
from .tables import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ..model import Lang
    from .packed import Packed

CODED = ("release", "indicator", "value", "bound", "status", "period", "quote")  # columns of words that repeat
CAPTIONED = 50  # releases; a frame of more is for counting, not for charts, whose captions name the source


def frame(
    packed: Packed,
    releases: Sequence[str] | None,
    indicators: Collection[str] | None,
    status: str | None,
    lang: Lang,
    limits: str,
) -> pd.DataFrame:
    """Return the figures asked for; see ``Dataset.figures``. Errors: BadData for words that no table knows."""
    note, others = f"note_{lang}", ["start_date", "end_date", "start", "end"]
    parts = [part.select([*CODED, note, *others]) for part in packed.rows(releases, indicators, status)]
    rows = pa.concat_tables(parts or [schemas()["figures"].empty_table()]).unify_dictionaries()
    del parts
    codes = {name: _codes(rows, name) for name in (*CODED, note)}
    dates = {name: _dates(rows, name) for name in ("start_date", "end_date")}
    spans = {name: rows[name].to_numpy().astype("int64") for name in ("start", "end")}
    del rows
    pa.default_memory_pool().release_unused()  # of millions of rows, what was decoded is as much as what comes of it
    known, units = packed.shared.indicators, packed.shared.units
    _check(packed, codes)
    about = [known[i] for i in codes["indicator"][1]]
    which = codes["indicator"][0]
    values = np.array([float(v) for v in codes["value"][1]], dtype="float64")[codes["value"][0]]
    low = np.select([_is(codes["bound"], "at_most"), _is(codes["bound"], "about")], [0.0, np.nan], values)
    high = np.where(_is(codes["bound"], "exact", "at_most"), values, np.nan)
    if limits == "convention":
        high = _by_pair(codes["value"], codes["quote"], _ceiling, high, _is(codes["bound"], "at_least"))
    names = codes["release"][1]
    places = [packed.place_ids[packed.at[name]] for name in names]
    unit_ids = [i.unit for i in about]
    zh = lang == "zh"
    columns: dict[str, Any] = {
        "release": _texts(codes["release"]),
        "place": _texts((codes.pop("release")[0], places)),
        "domain": _texts((which, [i.domain for i in about])),
        "indicator": _texts(codes.pop("indicator")),
        "name": _texts((which, [i.name_zh if zh else i.name_en for i in about])),
        "value": values,
        "bound": _texts(codes["bound"]),
        "low": low,
        "high": high,
        "label": _labels(codes.pop("value"), codes.pop("bound"), lang),
        "unit": _texts((which, [units[u].name_zh if zh else units[u].name_en for u in unit_ids])),
        "status": _texts(codes.pop("status")),
        "kind": _texts((which, [i.kind for i in about])),
        "period": _texts(codes.pop("period")),
        **dates,
        "quote": _texts(codes.pop("quote")),
        **spans,
        "note": _texts(codes.pop(note)),
    }
    made = pd.DataFrame({name: columns[name] for name in COLUMNS}, copy=False)
    made.attrs.update(lang=lang, limits=limits, not_reported=[], sources=_sources(packed, names))
    return made


Coded = tuple[Any, list[Any]]  # for each row its place in the list


def _codes(rows: pa.Table, name: str) -> Coded:
    column = rows[name]
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    if column.num_chunks == 0:
        return np.array([], dtype="int64"), []
    joined = column.combine_chunks()
    joined = joined.chunk(0) if isinstance(joined, pa.ChunkedArray) else joined
    used = np.asarray(joined.indices)
    # What a filter left out may still stand in the dictionary: only words that occur are looked up.
    present = np.flatnonzero(np.bincount(used, minlength=len(joined.dictionary)))
    renumbered = np.zeros(len(joined.dictionary), dtype="int32")
    renumbered[present] = np.arange(len(present), dtype="int32")
    return renumbered[used], joined.dictionary.take(pa.array(present)).to_pylist()


def _is(coded: Coded, *words: str) -> Any:
    return np.array([word in words for word in coded[1]], dtype=bool)[coded[0]]


def _check(packed: Packed, codes: dict[str, Coded]) -> None:
    known = {"indicator": packed.shared.indicators, "bound": BOUNDS, "status": STATUSES, "release": packed.at}
    wrong = [
        Problem("figures.parquet", 0, name, str(word), "is not known")
        for name, words in known.items()
        for word in codes[name][1]
        if word not in words
    ]
    for value in codes["value"][1]:
        if not _decimal(value):
            wrong.append(Problem("figures.parquet", 0, "value", str(value), "is not a number"))
    if wrong:
        raise BadData(packed.where, tuple(wrong))


def _decimal(value: object) -> bool:
    from .schema import DECIMAL

    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None and not value.startswith("-")


def _texts(coded: Coded) -> Any:
    codes, words = coded
    known = pa.array(words, pa.large_string())
    taken = known.take(pa.array(codes))
    pa.default_memory_pool().release_unused()  # what is reserved while millions of words are written is twice as much
    return pd.array(taken, dtype="str")


def _dates(rows: pa.Table, name: str) -> Any:
    return rows[name].cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]")


def _pairs(one: Any, two: Any, size: int) -> tuple[Any, Any]:
    """Return the pairs that occur, as one number each, and for each row the place of its pair."""
    places, found = pd.factorize(np.asarray(one, dtype="int64") * max(size, 1) + two)
    return found, places


def _labels(value: Coded, bound: Coded, lang: Lang) -> Any:
    (numbers, values), (limits, bounds) = value, bound
    pairs, places = _pairs(numbers, limits, len(bounds))
    amounts = [Decimal(text) for text in values]
    made = (labels.value(amounts[pair // len(bounds)], bounds[pair % len(bounds)], "", lang) for pair in pairs.tolist())
    return _texts((places, list(made)))


def _by_pair(value: Coded, quote: Coded, ceiling: Callable[[str, str], float], high: Any, where: Any) -> Any:
    pairs, places = _pairs(value[0], quote[0], len(quote[1]))
    ends = [ceiling(value[1][p // len(quote[1])], quote[1][p % len(quote[1])]) for p in pairs.tolist()]
    return np.where(where, np.array(ends, dtype="float64")[places] if ends else high, high)


def _ceiling(value: str, quote: str) -> float:
    return float(figures.conventional_ceiling(Decimal(value))) if figures.says_more(quote) else float("nan")


def _sources(packed: Packed, releases: list[str]) -> dict[str, dict[str, object]]:
    if len(releases) > CAPTIONED:
        return {}
    return described(packed[name].release for name in sorted(releases, key=packed.at.__getitem__))
