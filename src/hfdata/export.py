"""Dataset → one file that other programs open: Excel, CSV, JSON, Parquet; every value and every limit kept."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import labels, workbook
from .dataset import schema
from .errors import HfdataError
from .model import BOUNDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .dataset import Dataset
    from .figure import Figure

# One row per figure. Numbers are decimal text in CSV and JSON; in Parquet and Excel they are numbers.
NUMBERS = ("value", "low", "high")
DATES = ("start_date", "end_date")
OFFSETS = ("start", "end", "paragraph")
COLUMNS: dict[str, str] = {
    "release": "the release's id",
    "place": "the place's id",
    "place_code": "national statistical code, text",
    "place_zh": "the place's name in Chinese",
    "place_en": "the place's name in English",
    "domain": "the domain's id",
    "indicator": "the indicator's id",
    "name_zh": "the indicator's name in Chinese",
    "name_en": "the indicator's name in English",
    "value": "the number in the unit, multipliers expanded",
    "bound": "exact, at_least, at_most or about",
    "low": "lower limit, inclusive; empty: the source states none",
    "high": "upper limit, inclusive; empty: the source states none",
    "label_zh": "value with limit and unit, in Chinese",
    "label_en": "value with limit and unit, in English",
    "unit": "the unit's id",
    "unit_zh": "the unit's name in Chinese",
    "unit_en": "the unit's name in English",
    "status": "done, under_way or planned",
    "kind": "stock, flow or rate",
    "period": "the period as printed; empty: none",
    "start_date": "first day covered; empty: the source gives nothing",
    "end_date": "last day covered; empty: the source gives nothing",
    "quote": "the figure as printed",
    "start": "where the quote starts, in code points of the source",
    "end": "where it ends, exclusive",
    "paragraph": "the non-empty line of the source that prints it, from 1",
    "note_zh": "what a reader must know, in Chinese",
    "note_en": "the same in English",
    "source": "title of the publication",
    "publisher": "its publisher",
    "published": "when it was published, ISO 8601",
    "source_sha256": "hash of the text the figure was read from",
}
# In a workbook, which people read, these columns come first; ids and the source follow.
READ_FIRST = [
    *("name_zh", "name_en", "label_zh", "label_en", "value", "low", "high", "unit_zh", "unit_en", "status"),
    *("period", "start_date", "end_date", "quote", "paragraph", "note_zh", "note_en"),
]


class CannotExport(HfdataError):
    """The export could not be written; what was there before is untouched."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path, self.why = path, why

    def __str__(self) -> str:
        return f"{self.path}: {self.why}. Nothing was written."


def export(data: Dataset, path: str | os.PathLike[str], *, releases: Sequence[str] = ()) -> Path:
    """Write figures of *releases* (all where empty) to *path*, whose ending chooses the format; return the path.

    ``.csv``: one table, UTF-8 with a byte order mark, so that Excel reads the Chinese right; every character is kept,
    also an "=" at the beginning, which a spreadsheet takes for a formula: give people the ``.xlsx``. ``.json``: all
    tables; ``hf.load`` reads it back. ``.parquet``: one typed table. ``.xlsx``: a sheet per domain and a codebook; text
    is always text, never a formula. ``.zip``: a package of all tables, those of releases in Parquet, for many releases;
    ``hf.load`` reads it back. Errors: CannotExport; Unknown for a release that does not exist.

    >>> import hfdata as hf, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export(hf.load(), folder + "/figures.csv").name
    'figures.csv'
    """
    target = Path(path)
    writers: dict[str, Callable[[Dataset, list[str]], bytes]] = {
        ".csv": _csv,
        ".json": _json,
        ".parquet": _parquet,
        ".xlsx": _xlsx,
        ".zip": _package,
    }
    if target.suffix not in writers:
        raise CannotExport(str(target), f"the ending should be one of {', '.join(writers)}")
    chosen = [data.release(r).release.id for r in releases] or list(data.releases)
    try:
        content = writers[target.suffix](data, chosen)
    except workbook.TooLong as error:
        raise CannotExport(str(target), str(error)) from None
    except ImportError as error:
        raise CannotExport(str(target), f"{error.name} is not installed: pip install 'hfdata[export]'") from error
    try:
        _replace(target, content)
    except OSError as error:
        raise CannotExport(str(target), error.strerror or str(error)) from error
    return target


def _replace(target: Path, content: bytes) -> None:
    """Write beside and rename: whoever reads *target* meanwhile sees the old file or the new one."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as beside:
        try:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o644)
            Path(beside.name).replace(target)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def rows(data: Dataset, releases: Sequence[str]) -> list[dict[str, Any]]:
    """Return one dict per figure with the keys of COLUMNS; numbers are Decimal, dates ``date``, None where empty."""
    return [_row(f) for r in releases for f in data.releases[r].figures]


def _row(f: Figure) -> dict[str, Any]:
    source = f.release.source
    cells = (
        f.release.id,
        f.place.id,
        f.place.code,
        f.place.name_zh,
        f.place.name_en,
        f.indicator.domain,
        f.indicator.id,
        f.indicator.name_zh,
        f.indicator.name_en,
        f.value,
        f.bound,
        f.low,
        f.high,
        f.text("zh"),
        f.text("en"),
        f.unit.id,
        f.unit.name_zh,
        f.unit.name_en,
        f.status,
        f.indicator.kind,
        f.period,
        f.start_date,
        f.end_date,
        f.quote,
        f.span.start,
        f.span.end,
        f.paragraph,
        f.note_zh,
        f.note_en,
        source.title,
        source.publisher,
        source.published,
        source.sha256,
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _text(value: object) -> str:
    return "" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _csv(data: Dataset, releases: list[str]) -> bytes:
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_text(v) for v in row.values()] for row in rows(data, releases))
    return table.getvalue().encode("utf-8-sig")


def _json(data: Dataset, releases: list[str]) -> bytes:
    def cells(records: Any, table: schema.Table) -> list[dict[str, str]]:
        return [{n: _text(getattr(r, n)) for n in table.header} for r in records]

    package: dict[str, Any] = {
        t.name: cells(getattr(data, t.name).values(), t)
        for t in (schema.DOMAINS, schema.UNITS, schema.PLACES, schema.INDICATORS)
    }
    package["context"] = {name: [dict(r) for r in found] for name, found in data.context.rows.items()}
    package["releases"] = [
        {
            "id": one.release.id,
            "place": one.release.place,
            "event_date": one.release.event_date.isoformat(),
            "paragraphs": [[p.start, p.end] for p in one.release.paragraphs],
            "source": {n: getattr(one.release.source, n) for n in one.release.source.__slots__},
            "figures": [dict(r) for r in one.rows],
            "set_aside": [
                {"quote": s.quote, "start": str(s.span.start), "end": str(s.span.end), "reason": s.reason}
                for s in one.set_aside
            ],
            "checks": cells(one.checks, schema.CHECKS),
        }
        for one in (data.releases[r] for r in releases)
    ]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _package(data: Dataset, releases: list[str]) -> bytes:
    from .dataset import folder, packed

    def cells(records: Any, table: schema.Table) -> bytes:
        return folder.table(table, [{n: _text(getattr(r, n)) for n in table.header} for r in records])

    shared = {f"{t.name}.csv": cells(getattr(data, t.name).values(), t) for t in schema.SHARED}
    for name, found in data.context.rows.items():
        shared[f"context/{name}.csv"] = folder.table(schema.CONTEXT, [dict(r) for r in found])
    return packed.write(shared, (data.releases[r] for r in releases))


def _parquet(data: Dataset, releases: list[str]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    def kind(name: str) -> Any:
        if name in NUMBERS:
            return pa.decimal128(38, 6)
        return pa.date32() if name in DATES else pa.int32() if name in OFFSETS else pa.string()

    fields = [pa.field(n, kind(n), metadata={"means": means}) for n, means in COLUMNS.items()]
    table = pa.Table.from_pylist(rows(data, releases), schema=pa.schema(fields))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _xlsx(data: Dataset, releases: list[str]) -> bytes:

    every = rows(data, releases)
    columns = [*READ_FIRST, *(c for c in COLUMNS if c not in READ_FIRST)]
    words = [{"column": n, "meaning": COLUMNS[n]} for n in columns]
    words += [
        {"column": f"bound = {b}", "meaning": " / ".join(labels.bound(b, x) for x in ("zh", "en"))} for b in BOUNDS
    ]
    defined = [{n: getattr(i, n) for n in schema.INDICATORS.header} for i in data.indicators.values()]
    return workbook.write(
        [
            *((d.name_zh, columns, [r for r in every if r["domain"] == d.id]) for d in data.domains.values()),
            ("codebook", ["column", "meaning"], words),
            ("indicators", schema.INDICATORS.header, defined),
        ]
    )
