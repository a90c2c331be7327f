"""The data dictionary: every table and column from the schema, every domain, unit and indicator from the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hfdata import export
from hfdata.dataset import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hfdata import Dataset

TYPES = {
    "slug": "slug",
    "text": "text",
    "code": "text, zeros kept",
    "decimal": "decimal text",
    "offset": "whole number",
    "date": "date, ISO 8601",
    "choice": "one of",
}
FILES = {
    "figures": "releases/<id>/figures.csv",
    "set_aside": "releases/<id>/set_aside.csv",
    "checks": "releases/<id>/checks.csv",
    "context": "context/*.csv",
}
RELEASE = (  # release.toml has no table in the schema: its record is model.Release
    ("id", "the release's id, also its folder's name: place and day of the event"),
    ("place", "id of the place that speaks, in places.csv"),
    ("event_date", "day of the press conference"),
    ("paragraphs", "start and end of each non-empty line of the source, half-open, in code points"),
    ("source.title", "title of the publication"),
    ("source.publisher", "who published it"),
    ("source.author", "who wrote it; empty where none is named"),
    ("source.published", "when, ISO 8601, as given"),
    ("source.sha256", "hash of the text's bytes, by which a copy is recognised"),
    ("source.characters", "length of the text in code points"),
    ("source.url", "where it can be read; absent where the source gives none, never invented"),
)
HEAD = """# Data dictionary

*Written by `make docs` from [schema.py](../src/hfdata/dataset/schema.py) and [the data](../data/README.md);
do not edit it by hand. The same description, for machines: [datapackage.json](../data/datapackage.json).*

All tables are CSV in UTF-8 with `\\n`, decoded strictly. An empty cell says that the source states nothing; it never
stands for zero. How a phrase becomes dates, what a limit is and what counts as a figure is told in
[data/README.md](../data/README.md).
"""


def page(data: Dataset) -> str:
    """Return docs/data-dictionary.md."""
    parts = [HEAD, "## Tables\n", *(_table(t) for t in (*schema.SHARED, *schema.PER_RELEASE, schema.CONTEXT))]
    parts += ["### release.toml\n\nOne per release: what was read, and where its lines begin and end.\n"]
    parts += [_rows(("key", "meaning"), ((f"`{key}`", meaning) for key, meaning in RELEASE))]
    parts += ["## Exported columns\n\n`hfdata export` writes one row per figure with these columns.\n"]
    parts += [_rows(("column", "meaning"), ((f"`{n}`", meaning) for n, meaning in export.COLUMNS.items()))]
    parts += ["## Domains\n", _rows(("id", "Chinese", "English"), _named(data.domains.values()))]
    parts += [
        "## Units\n\nUnits never mix: 人 (persons) are not 人次 (person-times), and neither are 户 (households).\n"
    ]
    units = ((f"`{u.id}`", u.name_zh, u.name_en, f"`{u.ucum}`") for u in data.units.values())
    parts += [_rows(("id", "Chinese", "English", "UCUM"), units), "## Indicators\n"]
    for domain in data.domains.values():
        parts += [f"### {domain.name_en} {domain.name_zh}\n", _indicators(data, domain.id)]
    return "\n".join(parts)


def _table(table: schema.Table) -> str:
    file = FILES.get(table.name, f"{table.name}.csv")
    key = ", ".join(f"`{k}`" for k in table.key)
    columns = ((f"`{c.name}`", _type(c), "yes" if c.empty else "", _meaning(c)) for c in table.columns)
    body = _rows(("column", "type", "may be empty", "meaning"), columns)
    return f"### {file}\n\n{table.means} Key: {key}.\n\n{body}"


def _type(column: schema.Column) -> str:
    choices = ", ".join(f"`{c}`" for c in column.choices)
    return f"{TYPES[column.type]} {choices}" if choices else TYPES[column.type]


def _meaning(column: schema.Column) -> str:
    return f"{column.means} (`id` in {column.refers}.csv)" if column.refers else column.means


def _indicators(data: Dataset, domain: str) -> str:
    mine = [i for i in data.indicators.values() if i.domain == domain]
    rows = (
        (
            f"`{i.id}`",
            f"{i.name_zh}<br>{i.name_en}",
            f"{data.units[i.unit].name_zh}<br>{data.units[i.unit].name_en}",
            i.kind,
            f"`{i.additive_group}`" if i.additive_group else "",
            f"{i.definition_zh}<br>{i.definition_en}",
        )
        for i in mine
    )
    return _rows(("id", "name", "unit", "kind", "may be added within", "what is counted"), rows)


def _named(records: Iterable[object]) -> list[tuple[str, ...]]:
    return [(f"`{r.id}`", r.name_zh, r.name_en) for r in records]  # type: ignore[attr-defined]


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
