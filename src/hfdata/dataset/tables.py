"""Bytes of a CSV file → rows of text that satisfy their schema, or every problem they have, at once."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from ..errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from .schema import Column, Table

LFS = b"version https://git-lfs"
# Digits before and behind the point. Frames hold floats and Parquet holds six decimals: what they cannot hold would
# come out as another number.
WHOLE, DECIMALS = 16, 6
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")  # Unicode's category Cc, and what no XML can hold
SHOWN = 50  # problems listed in one message; the rest are counted


class Row(dict[str, str]):
    """The cells of one row by column name; ``number`` is its line in the table, header = 1.

    ``faulty`` are the columns that a problem was noted for: what compares cells leaves these alone, so that one slip
    is one problem, while everything else about the row is still checked.
    """

    def __init__(self, number: int, cells: Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.number = number
        self.faulty: set[str] = set()

    def sound(self, *columns: str) -> bool:
        """Tell whether nothing is wrong with the cells of *columns*."""
        return self.faulty.isdisjoint(columns)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a data file; ``row`` counts lines of the table, header = 1; 0 where it is the whole file."""

    file: str
    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        where = self.file + (f", row {self.row}" if self.row else "") + (f", {self.column}" if self.column else "")
        shown = f" = {_short(self.value)}" if self.value or self.column else ""
        return f"{where}{shown}: {self.remedy}"


class BadData(DataError):
    """A data folder has problems; ``problems`` lists all of them, the message the first fifty."""

    def __init__(self, folder: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(folder, problems)
        self.folder, self.problems = folder, problems

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"{self.folder}: {count} problem{'s' if count != 1 else ''}; nothing was loaded."]
        lines += [f"  {p}" for p in self.problems[:SHOWN]]
        if count > SHOWN:
            lines.append(f"  … and {count - SHOWN} more")
        return "\n".join(lines)


def decode(raw: bytes, file: str, problems: list[Problem]) -> str | None:
    """Return the text of *raw*, UTF-8 with or without a byte order mark, or note why it is not and return None."""
    if raw.startswith(LFS):
        problems.append(Problem(file, 0, "", "", "is a Git LFS pointer, not the file: run `git lfs pull`"))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = raw[error.start : error.start + 4].hex(" ")
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(file, line, "", "", f"byte {error.start} ({found}) is not UTF-8; save the file as UTF-8, not GBK")
        )
        return None
    if "\0" in text:
        problems.append(Problem(file, text.count("\n", 0, text.index("\0")) + 1, "", "", "holds a NUL character"))
        return None
    return text


def read(
    raw: bytes, table: Table, file: str, problems: list[Problem], *, may_be_empty: bool = False
) -> list[Row] | None:
    """Return the rows of *raw*; what does not satisfy *table* is appended to *problems*. None: no row can be told.

    Cells are text, exactly as written: no type is guessed from a look, "NA" is a name, codes keep their zeros.
    """
    text = decode(raw, file, problems)
    if text is None:
        return None
    try:
        # strict: a stray quote is an error, not half a file in one cell
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(Problem(file, 0, "", "", f"is not CSV ({error}); check the quotation marks"))
        return None
    if not lines:
        problems.append(Problem(file, 0, "", "", f"is empty; its first line should be {','.join(table.header)}"))
        return None
    header, *body = lines
    if header != table.header:
        problems.append(_header_problem(file, header, table))
        return None
    if not body and not may_be_empty:
        problems.append(Problem(file, 0, "", "", "has a header and no rows; add the rows"))
        return None
    return list(_rows(body, table, file, problems))


def _header_problem(file: str, header: list[str], table: Table) -> Problem:
    lacks = [c for c in table.header if c not in header]
    extra = [c for c in header if c not in table.header]
    twice = sorted({c for c in header if header.count(c) > 1})
    says = "; ".join(
        f"{what} {', '.join(names)}"
        for what, names in (("lacks", lacks), ("does not know", extra), ("repeats", twice))
        if names
    )
    return Problem(file, 1, "", "", f"header {says or 'is in another order'}; it should be {','.join(table.header)}")


def _rows(body: list[list[str]], table: Table, file: str, problems: list[Problem]) -> Iterable[Row]:
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in enumerate(body, start=2):
        if len(cells) != len(table.columns):
            remedy = f"has {len(cells)} cells instead of {len(table.columns)}; check commas and quotation marks"
            problems.append(Problem(file, number, "", "", remedy))
            row = Row(number, zip_longest(table.header, cells[: len(table.header)], fillvalue=""))
            row.faulty.update(table.header)
            yield row
            continue
        row = Row(number, zip(table.header, cells, strict=True))
        for column in table.columns:
            if remedy := complaint(column, row[column.name]):
                problems.append(Problem(file, number, column.name, row[column.name], remedy))
                row.faulty.add(column.name)
        key = tuple(row[k] for k in table.key)
        if row.sound(*table.key) and (first := seen.setdefault(key, number)) != number:
            remedy = f"repeats row {first}; remove one of them"
            problems.append(Problem(file, number, "+".join(table.key), "/".join(key), remedy))
        yield row


def complaint(column: Column, value: str) -> str:
    """Say what is wrong with *value* in *column*, and what to write instead; '' where nothing is."""
    if value == "":
        return "" if column.empty else "is empty; a value is needed here"
    if value != value.strip():
        return "has blanks around it; remove them"
    if column.type == "text" and CONTROL.search(value):
        return "holds a control character; remove it"
    if (says := _CHECKS.get(column.type)) is not None:
        return says(column, value)
    return ""


def _choice(column: Column, value: str) -> str:
    return "" if value in column.choices else f"should be one of {', '.join(column.choices)}"


def _decimal(column: Column, value: str) -> str:
    if column.pattern is not None and column.pattern.fullmatch(value):
        if value.startswith("-"):
            return "cannot be negative: a release counts things"
        whole, _, decimals = value.partition(".")
        if len(whole) > WHOLE or len(decimals) > DECIMALS or Decimal(repr(float(value))) != Decimal(value):
            return "has too many digits; frames and exports keep 15 of them, 6 behind the point"
        return ""
    if unicodedata.normalize("NFKC", value) != value:
        return f"has full-width characters; write {unicodedata.normalize('NFKC', value)}"
    if "," in value:
        return f"has separators; write {value.replace(',', '')}"
    return "is not a number; write digits with an optional decimal point, nothing else"


def _offset(column: Column, value: str) -> str:
    return "" if value.isascii() and value.isdigit() and str(int(value[:18])) == value else "is not a whole number"


def _date(column: Column, value: str) -> str:
    try:
        return "" if date.fromisoformat(value).isoformat() == value else "is not a date; write YYYY-MM-DD"
    except ValueError:
        return "is not a date; write YYYY-MM-DD"


def _slug(column: Column, value: str) -> str:
    if column.pattern is None or column.pattern.fullmatch(value):
        return ""
    return "is not a slug; write a-z, 0-9 and hyphens" + (", domain first: domain.slug" if "." in value else "")


def _code(column: Column, value: str) -> str:
    return "" if value.isascii() and value.isdigit() and len(value) == 12 else "is not a 12-digit code"


_CHECKS: dict[str, Callable[[Column, str], str]] = {
    "choice": _choice,
    "decimal": _decimal,
    "offset": _offset,
    "date": _date,
    "slug": _slug,
    "code": _code,
}


def unknown_references(
    rows: list[Row], table: Table, known: Mapping[str, Collection[str]], file: str, problems: list[Problem]
) -> None:
    """Note every cell of *rows* that refers to an id that its table does not have; *known* are the ids by table.

    Tables that *known* lacks could not be read: what refers to them cannot be judged.
    """
    for column in table.columns:
        if column.refers not in known:
            continue
        for row in rows:
            value = row[column.name]
            if value and row.sound(column.name) and value not in known[column.refers]:
                remedy = f"is not an id in {column.refers}.csv" + suggestion(value, known[column.refers])
                problems.append(Problem(file, row.number, column.name, value, remedy))
                row.faulty.add(column.name)


def unsorted(rows: list[Row], by: str, file: str, problems: list[Problem]) -> None:
    """Note the first row that is out of order: a sorted file has one form, and diffs show only what changed."""
    for one, two in pairwise(r for r in rows if r.sound(by)):
        if int(two[by]) < int(one[by]):
            problems.append(Problem(file, two.number, by, two[by], f"comes after {one[by]}; sort the rows by {by}"))
            return


def suggestion(value: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' where a known word is near *value*, else ''."""
    from difflib import get_close_matches

    near = get_close_matches(value, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:57] + "…")
