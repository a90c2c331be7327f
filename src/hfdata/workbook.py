"""Tables → an Excel workbook for people: what they read first stands first, columns are as wide as their words."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Rows = Sequence[dict[str, Any]]

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
CELL = 32_767  # characters; Excel, and openpyxl without a word, drop the rest
NARROWEST, WIDEST = 6, 44  # in digits of the sheet's typeface


class TooLong(ValueError):
    """A text does not fit into a cell of Excel."""


def write(sheets: Sequence[tuple[str, Sequence[str], Rows]]) -> bytes:
    """Return a workbook of *sheets*: name, columns in their order, rows. Text is always text, never a formula.

    The first row stays in sight and filters; where a sheet has many columns, its first stays as well.
    """
    import openpyxl

    _fits(value for _, _, rows in sheets for row in rows for value in row.values())
    book = openpyxl.Workbook(write_only=True)
    for name, header, rows in sheets:
        _fill(book.create_sheet(_sheet_name(name)), list(header), rows)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def width(text: str) -> int:
    """Return how many digits' room *text* takes in a cell: a Chinese character takes two.

    >>> width("400余处"), width("")
    (7, 0)
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fits(values: Iterable[Any]) -> None:
    for value in values:
        if isinstance(value, str) and len(value) > CELL:
            raise TooLong(f"{value[:20]}… has {len(value):,} characters, and an Excel cell takes {CELL:,}")


def _fill(sheet: Any, header: list[str], rows: Rows) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl would make a formula of "=…"
            made.quotePrefix = value.startswith(FORMULAS)
        breakable = isinstance(value, str) and (" " in value or not value.isascii())  # a hash is not
        made.alignment = Alignment(vertical="top", wrap_text=breakable and width(value) > WIDEST)
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.freeze_panes = "B2" if len(header) > 9 else "A2"  # more do not fit a screen beside it
    for n, name in enumerate(header, 1):
        room = max((width(_shown(row[name])) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(n)].width = min(max(room, width(name) + 3, NARROWEST) + 2, WIDEST)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    sheet.append([cell(name, bold=True) for name in header])
    for row in rows:
        sheet.append([cell(row[name]) for name in header])


def _shown(value: object) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def _sheet_name(name: str) -> str:
    return "".join("_" if c in "[]:*?/\\'" else c for c in name)[:31]
