"""Facts from other sources, each with its own origin: never part of a release, and read only where asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from ..model import Bound, Kind, Lang, Status, Unit
from . import schema, tables
from .tables import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from .folder import Files
    from .release import Shared


@dataclass(frozen=True, slots=True)
class Peer:
    """A number that another source prints, in that source's own words.

    ``indicator`` is the id of the indicator that counts the same thing, "" where none does; ``value`` is in ``unit``.
    Dates are inclusive and None where the source gives nothing. ``mark`` says whether the full text was read.
    ``table`` is the file it stands in, without its ending.
    """

    table: str
    domain: str
    indicator: str
    place_zh: str
    place_en: str
    wording_zh: str
    wording_en: str
    value: Decimal
    bound: Bound
    unit: Unit
    kind: Kind
    status: Status
    period: str
    start_date: date | None
    end_date: date | None
    as_printed: str
    publisher: str
    published: date
    url: str
    mark: str
    note_zh: str
    note_en: str

    @property
    def verified(self) -> bool:
        """Whether the number was checked against the full text of its source."""
        return self.mark == schema.MARKS[0]


class Context:
    """The facts of ``data/context/``, in the order of its files; ``data.context``.

    >>> import hfdata as hf
    >>> {peer.publisher for peer in hf.load().context if peer.domain == "culture"}
    {'大众网'}
    """

    def __init__(self, peers: Sequence[Peer] = (), rows: Mapping[str, Sequence[tables.Row]] | None = None) -> None:
        self.peers = tuple(peers)
        self.rows = {name: list(found) for name, found in (rows or {}).items()}  # as written, for digest and export

    def __iter__(self) -> Iterator[Peer]:
        return iter(self.peers)

    def __len__(self) -> int:
        return len(self.peers)

    def __repr__(self) -> str:
        unread = sum(not p.verified for p in self.peers)
        return f"<Context of {len(self)} facts from other sources, {unread} not verified against the full text>"

    def frame(self, *, domain: str | None = None, lang: Lang = "zh") -> pd.DataFrame:
        """Return one row per fact (of *domain*, or all), in the order of the files.

        Columns: place, domain, indicator ("" = no indicator counts the same thing), wording, value (float, in
        ``unit``), bound, low and high (NaN = no such limit), label, unit, status, kind, period, start_date and
        end_date (NaT = not given), as_printed, publisher, published, url, mark, note.
        """
        import pandas as pd

        from ..labels import value as label
        from .frame import limits_of

        zh = lang == "zh"
        rows = [
            {
                "place": p.place_zh if zh else p.place_en,
                "domain": p.domain,
                "indicator": p.indicator,
                "wording": p.wording_zh if zh else p.wording_en,
                "value": float(p.value),
                "bound": p.bound,
                **dict(zip(("low", "high"), limits_of(p.value, p.bound), strict=True)),
                "label": label(p.value, p.bound, p.unit.id, lang),
                "unit": p.unit.name_zh if zh else p.unit.name_en,
                "status": p.status,
                "kind": p.kind,
                "period": p.period,
                "start_date": pd.Timestamp(p.start_date) if p.start_date else pd.NaT,
                "end_date": pd.Timestamp(p.end_date) if p.end_date else pd.NaT,
                "as_printed": p.as_printed,
                "publisher": p.publisher,
                "published": pd.Timestamp(p.published),
                "url": p.url,
                "mark": p.mark,
                "note": p.note_zh if zh else p.note_en,
            }
            for p in self.peers
            if domain in (None, p.domain)
        ]
        frame = pd.DataFrame(rows, columns=COLUMNS)
        frame.attrs["lang"] = lang
        return frame


COLUMNS = [
    *("place", "domain", "indicator", "wording", "value", "bound", "low", "high", "label", "unit", "status", "kind"),
    *("period", "start_date", "end_date", "as_printed", "publisher", "published", "url", "mark", "note"),
]


def read(files: Files, shared: Shared, problems: list[Problem]) -> Context:
    """Return the facts in *files*; what is wrong with any of them is appended to *problems*, and none is then given."""
    before = len(problems)
    peers: list[Peer] = []
    found: dict[str, list[tables.Row]] = {}
    for file in sorted(name for name in files if name.startswith("context/")):
        rows = tables.read(files[file], schema.CONTEXT, file, problems, may_be_empty=True) or []
        tables.unknown_references(rows, schema.CONTEXT, shared.known, file, problems)
        for row in rows:
            _check(row, file, problems)
        found[file.removeprefix("context/").removesuffix(".csv")] = rows
    if len(problems) > before or not shared.sound:
        return Context()
    for table, rows in found.items():
        peers.extend(_peer(table, row, shared) for row in rows)
    return Context(peers, found)


def _check(row: tables.Row, file: str, problems: list[Problem]) -> None:
    def wrong(column: str, remedy: str) -> None:
        problems.append(Problem(file, row.number, column, row[column], remedy))

    if row.sound("indicator", "domain") and row["indicator"] and not row["indicator"].startswith(f"{row['domain']}."):
        wrong("indicator", f"belongs to another domain than {row['domain']}")
    if row.sound("start_date", "end_date") and row["start_date"] and "" < row["end_date"] < row["start_date"]:
        wrong("end_date", f"lies before start_date {row['start_date']}")
    if row.sound("url") and not row["url"].startswith(("https://", "http://")):
        wrong("url", "needs an address that starts with https:// or http://")


def _peer(table: str, row: tables.Row, shared: Shared) -> Peer:
    cells: dict[str, Any] = dict(row)
    for name in ("start_date", "end_date", "published"):
        cells[name] = date.fromisoformat(cells[name]) if cells[name] else None
    cells |= {"value": Decimal(cells["value"]), "unit": shared.units[cells["unit"]]}
    return Peer(table, **cast("Any", cells))
