"""Tables: pandas' resource or a chart's own data, as HTML rows and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .. import labels
from ..model import Lang

MOST_ROWS = 200  # a page is for reading; the whole table is in the CSV and the dataset
MIDNIGHT = re.compile(r"T00:00:00(\.0+)?Z?\Z")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs text that begins so
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, the words above it, and whether it holds numbers, text or dates."""

    name: str
    label: str
    type: str = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain values under their columns; ``rows`` may be longer than what a page shows.

    ``total``: how many rows there were before the output was cut; None if all are here.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int | None = None

    def column(self, name: str) -> int | None:
        """Tell where a column is; ``None`` if the table has none of that name."""
        return next((at for at, column in enumerate(self.columns) if column.name == name), None)


def of_chart(table: Mapping[str, Any]) -> Table:
    """Read the table that a chart carries in ``usermeta``."""
    columns = tuple(Column(str(c["name"]), str(c["label"]), str(c.get("type", "text"))) for c in table["columns"])
    return Table(columns, tuple(tuple(row) for row in table["rows"]))


def of_resource(resource: Mapping[str, Any]) -> Table:
    """Read a table resource as pandas writes it, without the row numbers it adds."""
    fields = [f for f in resource["schema"]["fields"] if f["name"] != "index"]
    kinds = {"integer": "number", "number": "number", "datetime": "date"}
    columns = tuple(Column(str(f["name"]), str(f["name"]), kinds.get(f.get("type"), "text")) for f in fields)
    total = resource.get("total")
    rows = tuple(tuple(row.get(c.name) for c in columns) for row in resource["data"])
    return Table(columns, rows, total if type(total) is int and total > len(rows) else None)


def of_data(spec: Mapping[str, Any]) -> Table:
    """Make a table of the data inside a chart that brings no table of its own."""
    sets: Iterable[Any] = [*spec.get("datasets", {}).values(), (spec.get("data") or {}).get("values", [])]
    rows: Sequence[Mapping[str, Any]] = next(
        (s for s in sets if isinstance(s, list) and s and all(isinstance(row, dict) for row in s)), []
    )
    names = list(dict.fromkeys(str(key) for row in rows for key in row))
    numbers = {n for n in names if all(isinstance(row.get(n), int | float | None) for row in rows)}
    columns = tuple(Column(n, n, "number" if n in numbers else "text") for n in names)
    return Table(columns, tuple(tuple(row.get(n) for n in names) for row in rows))


def shown(value: object, lang: Lang) -> str:
    """Write a value for a reader: numbers as the language does, a date without its midnight, "–" for nothing.

    >>> shown(36605.0, "en"), shown(None, "zh"), shown("2023-11-01T00:00:00.000", "en")
    ('36,605', '–', '2023-11-01')
    """
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, int | float):
        return labels.number(value, lang)
    return MIDNIGHT.sub("", str(value))


def to_csv(table: Table) -> bytes:
    """Write a table as UTF-8 with BOM, which Excel needs, and CRLF.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are left alone.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(column.label) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return (BOM + out.getvalue()).encode("utf-8", "replace")


def _cell(value: object) -> object:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    return _safe(value) if isinstance(value, str) else value


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
