"""data/ → datapackage.json: the Data Package v2 descriptor of every table, written from the schema and the files."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import citation, dataset
from .dataset import folder, schema

if TYPE_CHECKING:
    from .dataset.folder import Files
    from .dataset.release import ReleaseData

_TYPES = {"decimal": "number", "offset": "integer", "date": "date"}


def descriptor(files: Files) -> str:
    """Return datapackage.json for the *files* of a data folder (see folder.read), as JSON text.

    Errors: those of ``dataset.from_files``; only valid data is described.
    """
    data = dataset.from_files(files, "data", strict=True)
    resources = [_resource(t, f"{t.name}.csv", t.name, files) for t in schema.SHARED]
    for path in (n for n in files if n.startswith("context/")):
        resources.append(_resource(schema.CONTEXT, path, path.removesuffix(".csv").replace("/", "-"), files))
    for name, one in data.releases.items():
        for table in schema.PER_RELEASE:
            path = f"releases/{name}/{table.name}.csv"
            resources.append(_resource(table, path, f"{name}-{table.name}".replace("_", "-"), files, one))
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "hfdata",
        "title": "Public-service figures of subdistricts, each traced to the characters that printed it",
        "description": "See README.md beside this file for the glossary, the rules for periods and limits, and how to "
        "add a release.",
        "version": citation.VERSION,
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "CC0 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "keywords": ["public services", "subdistrict", "China", "基本公共服务", "街道"],
        "sources": [_source(one) for one in data.releases.values()],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _source(one: ReleaseData) -> dict[str, str]:
    source = one.release.source
    where = {"path": source.url} if source.url else {}
    return {"title": f"{source.title}. {source.publisher}, {source.published[:10]}. sha256 {source.sha256}", **where}


def _resource(
    table: schema.Table, path: str, name: str, files: Files, one: ReleaseData | None = None
) -> dict[str, Any]:
    raw = files[path]
    return {
        "name": name,
        "path": path,
        "type": "table",
        "title": table.means,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(raw),
        "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        **({"sources": [_source(one)]} if one else {}),
        "schema": {
            "fields": [_field(c) for c in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [c.name],
                    "reference": {"resource": "" if c.refers == table.name else c.refers, "fields": ["id"]},
                }
                for c in table.columns
                if c.refers
            ],
        },
    }


def _field(column: schema.Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.empty else {"required": True}
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.pattern is not None and column.type == "slug":
        constraints["pattern"] = column.pattern.pattern
    if column.type in ("decimal", "offset"):
        constraints["minimum"] = 0
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, "string"),
        "description": column.means,
        **({"constraints": constraints} if constraints else {}),
    }


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else folder.default()
    (where / "datapackage.json").write_text(descriptor(folder.read(where)), encoding="utf-8", newline="\n")
