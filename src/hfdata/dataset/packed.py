"""Many releases in Parquet tables: found at once, read when asked for, checked like any other when built."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from . import folder, schema
from . import release as reading
from .tables import BadData, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import pyarrow as pa

    from .folder import Files
    from .release import ReleaseData, Shared

TABLES = {t.name: t for t in schema.PER_RELEASE}
SOURCE = ("title", "publisher", "author", "published", "sha256", "url")
GROUP = 1 << 16  # rows that are compressed together: a release is read in some 20 ms, its neighbours then at once
KEPT = 6  # groups and, times 40, releases kept in memory


class Packed(Mapping[str, "ReleaseData"]):
    """The releases of a Parquet package by id, each built and checked when it is first asked for.

    Errors: BadData for tables that are not what ``hfdata export FILE.zip`` writes, and, when it is asked for, for a
    release whose rows have problems.
    """

    def __init__(self, files: Files, shared: Shared, where: str) -> None:
        self.files, self.shared, self.where = files, shared, where
        problems: list[Problem] = []
        index = self._open(problems)
        if problems:
            raise BadData(where, tuple(problems))
        self.ids: list[str] = index["id"].to_pylist()
        self.at = {name: n for n, name in enumerate(self.ids)}
        self.place_ids: list[str] = index["place"].to_pylist()
        self._index = index
        self._ends: dict[str, list[int]] = {t: list(accumulate(index[t].to_pylist(), initial=0)) for t in TABLES}
        problems += [Problem("releases.parquet", 0, "id", n, "is there twice") for n in _twice(self.ids)]
        problems += [
            Problem("releases.parquet", 0, "id", n, "is not a slug; write a-z, 0-9 and hyphens")
            for n in self.ids
            if not schema.SLUG.fullmatch(n)
        ]
        for name, ends in self._ends.items():
            if (has := self._tables[name].metadata.num_rows) != ends[-1]:
                problems.append(Problem(f"{name}.parquet", 0, "", "", f"has {has} rows, the index says {ends[-1]}"))
        if problems:
            raise BadData(where, tuple(problems))
        self._groups: OrderedDict[tuple[str, int], Any] = OrderedDict()
        self._built: OrderedDict[str, ReleaseData] = OrderedDict()

    def _open(self, problems: list[Problem]) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._tables: dict[str, Any] = {}
        index = None
        for name, wanted in schemas().items():
            file = f"{name}.parquet"
            if file not in self.files:
                problems.append(Problem(file, 0, "", "", "is missing; hfdata export FILE.zip writes it"))
                continue
            try:
                columns = [(f.name, f.type) for f in pq.read_schema(pa.BufferReader(self.files[file]))]
                if columns != [(f.name, f.type) for f in wanted]:
                    says = f"columns should be {', '.join(wanted.names)}, typed as hfdata export writes them"
                    problems.append(Problem(file, 0, "", "", says))
                    continue
                texts = [f.name for f in wanted if f.type == pa.string()]
                found = pq.ParquetFile(
                    pa.BufferReader(self.files[file]), read_dictionary=texts, page_checksum_verification=True
                )
                if name == "releases":
                    index = found.read()
                else:
                    self._tables[name] = found
            except (pa.ArrowException, OSError) as error:
                problems.append(Problem(file, 0, "", "", f"is not Parquet that can be read ({error})"))
        return index

    def __getitem__(self, name: str) -> ReleaseData:
        if name in self._built:
            return self._built[name]
        if name not in self.at:
            raise KeyError(name)
        problems: list[Problem] = []
        found = reading.read(name, self.release_files(name), self.shared, problems)
        if found is None:
            raise BadData(self.where, tuple(problems))
        self._built[name] = found
        if len(self._built) > 40 * KEPT:
            self._built.popitem(last=False)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, name: object) -> bool:
        return name in self.at

    def __reduce__(self) -> tuple[Any, ...]:
        return Packed, (self.files, self.shared, self.where)

    @property
    def count(self) -> int:
        """How many figures there are in all."""
        return self._ends["figures"][-1]

    def problems(self) -> Iterator[Problem]:
        """Check every release and yield what is wrong, a release at a time."""
        for name in self.ids:
            found: list[Problem] = []
            reading.read(name, self.release_files(name), self.shared, found)
            yield from found

    def release_files(self, name: str) -> Files:
        """Return the files that the folder of release *name* would hold."""
        at = self.at[name]
        row = self._index.slice(at, 1).to_pylist()[0]
        source = {key: row[key] for key in SOURCE} | {"characters": row["characters"]}
        spans = row["paragraphs"]
        pairs = [list(pair) for pair in zip(spans[::2], spans[1::2], strict=True)]
        manifest = {"id": name, "place": row["place"], "event_date": row["event_date"], "paragraphs": pairs}
        files = {"release.toml": folder.manifest(manifest | {"source": source})}
        for table_name, table in TABLES.items():
            first, last = self._ends[table_name][at : at + 2]
            rows = self.slice(table_name, first, last).to_pylist()
            files[f"{table_name}.csv"] = folder.table(table, [{n: _text(v) for n, v in r.items()} for r in rows])
        return files

    def slice(self, table: str, first: int, last: int) -> pa.Table:
        """Return rows *first* to *last*, exclusive, of a table."""
        import pyarrow as pa

        parts = []
        for group in range(first // GROUP, -(-last // GROUP)):
            begins = group * GROUP
            parts.append(self._group(table, group).slice(max(first - begins, 0), last - max(first, begins)))
        return pa.concat_tables(parts) if parts else schemas()[table].empty_table()

    def _group(self, table: str, group: int) -> pa.Table:
        key = (table, group)
        if key not in self._groups:
            self._groups[key] = self._tables[table].read_row_group(group)
            if len(self._groups) > KEPT:
                self._groups.popitem(last=False)
        self._groups.move_to_end(key)
        return self._groups[key]

    def rows(
        self, releases: Sequence[str] | None, indicators: Collection[str] | None, status: str | None
    ) -> Iterator[pa.Table]:
        """Yield the figures asked for, None = all, as Arrow tables in the order of *releases* or of the package.

        What is not asked for is not decoded: groups of rows are skipped by release, columns until a row of the group
        is wanted.
        """
        if releases is not None:
            for name in releases:
                yield _only(self.slice("figures", *self._ends["figures"][self.at[name] :][:2]), indicators, status)
            return
        found = self._tables["figures"]
        for group in range(found.num_row_groups):
            if indicators is None and status is None:
                # One thread: each would keep memory of its own, half as much again as the rows.
                yield found.read_row_group(group, use_threads=False)
                continue
            judged = found.read_row_group(group, columns=["indicator", "status"])
            mask = _mask(judged, indicators, status)
            if mask.true_count:
                yield found.read_row_group(group).filter(mask)


def _only(table: pa.Table, indicators: Collection[str] | None, status: str | None) -> pa.Table:
    return table if indicators is None and status is None else table.filter(_mask(table, indicators, status))


def _mask(table: pa.Table, indicators: Collection[str] | None, status: str | None) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pa.array([True] * table.num_rows, pa.bool_())
    if indicators is not None:
        chosen = pa.array(sorted(indicators), pa.string())
        mask = pc.is_in(table["indicator"].combine_chunks(), value_set=chosen)
    if status is not None:
        mask = pc.and_(mask, pc.equal(table["status"].combine_chunks(), status))
    return mask


def write(shared: Mapping[str, bytes], releases: Iterable[ReleaseData]) -> bytes:
    """Return the zip of a Parquet package: *shared* files as they are, and the tables of all *releases*.

    The same releases give the same bytes. Each release may be forgotten once it has been taken from *releases*.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = schemas()
    sinks = {name: io.BytesIO() for name in kinds}
    writers = {
        name: pq.ParquetWriter(sinks[name], kinds[name], compression="zstd", write_page_checksum=True) for name in kinds
    }
    waiting: dict[str, list[dict[str, Any]]] = {name: [] for name in kinds}

    def flush(least: int) -> None:
        for name, rows in waiting.items():
            while len(rows) >= least and rows:
                writers[name].write_table(pa.Table.from_pylist(rows[:GROUP], kinds[name]), row_group_size=GROUP)
                del rows[:GROUP]

    for one in releases:
        record = one.release
        spans = [n for p in record.paragraphs for n in (p.start, p.end)]
        own = {
            "figures": [_typed(row) for row in one.rows],
            "set_aside": [
                {"quote": s.quote, "start": s.span.start, "end": s.span.end, "reason": s.reason} for s in one.set_aside
            ],
            "checks": [{n: getattr(c, n) for n in schema.CHECKS.header} for c in one.checks],
        }
        facts = {"id": record.id, "place": record.place, "event_date": record.event_date, "paragraphs": spans}
        source = {n: getattr(record.source, n) or "" for n in SOURCE} | {"characters": record.source.characters}
        waiting["releases"].append(facts | source | {name: len(rows) for name, rows in own.items()})
        for name, rows in own.items():
            waiting[name] += [{"release": record.id, **row} for row in rows]
        flush(GROUP)
    flush(1)
    for writer in writers.values():
        writer.close()
    return folder.zipped({**shared, **{f"{n}.parquet": s.getvalue() for n, s in sinks.items()}})


def schemas() -> dict[str, pa.Schema]:
    """Return the columns of each Parquet table: cells as text, except dates and offsets, which have one spelling."""
    import pyarrow as pa

    types = {"date": pa.date32(), "offset": pa.int32()}
    index = [("id", pa.string()), ("place", pa.string()), ("event_date", pa.date32())]
    index += [("paragraphs", pa.list_(pa.int32())), *((n, pa.string()) for n in SOURCE), ("characters", pa.int64())]
    index += [(name, pa.int32()) for name in TABLES]
    own = {
        name: pa.schema([("release", pa.string()), *((c.name, types.get(c.type, pa.string())) for c in table.columns)])
        for name, table in TABLES.items()
    }
    return {"releases": pa.schema(index), **own}


def _typed(row: Mapping[str, str]) -> dict[str, Any]:
    from datetime import date

    made: dict[str, Any] = dict(row)
    for name in ("start_date", "end_date"):
        made[name] = date.fromisoformat(row[name]) if row[name] else None
    return made | {"start": int(row["start"]), "end": int(row["end"])}


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _twice(ids: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    return [n for n in ids if n in seen or seen.add(n)]  # type: ignore[func-returns-value]
