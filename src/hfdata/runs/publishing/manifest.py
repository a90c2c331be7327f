"""``manifest.json``: which reports a folder holds, from what data, and the sha256 of each file; no keys, no times."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .publish import Sums
    from .target import Target

NAME = "manifest.json"


@dataclass(slots=True)
class Manifest:
    """``reports`` maps a report's name to notebook, parameters, data digest and files; ``shared`` are other files."""

    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    shared: Sums = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Spell it in one way only."""
        text = json.dumps(
            {"reports": self.reports, "shared": self.shared}, ensure_ascii=False, sort_keys=True, indent=1
        )
        return (text + "\n").encode()

    def files(self, name: str) -> Sums:
        """Return the files of a report and their sums; empty if there is no such report."""
        return dict(self.reports.get(name, {}).get("files", {}))

    def enter(self, name: str, notebook: str, parameters: Mapping[str, object], data: str, files: Sums) -> None:
        """Write down a report that is there now."""
        self.reports[name] = {"notebook": notebook, "parameters": dict(parameters), "data": data, "files": files}


def read(target: Target) -> Manifest:
    """Return the manifest of what is there; an empty one where there is none, or one that is not ours."""
    try:
        table = json.loads(target.read(NAME) or b"")
        reports = {
            str(name): {key: entry[key] for key in ("notebook", "parameters", "data", "files")}
            for name, entry in table["reports"].items()
        }
        manifest = Manifest(reports, dict(table["shared"]))
        sums = [manifest.shared, *(entry["files"] for entry in reports.values())]
        if all(isinstance(s, str) for each in sums for pair in each.items() for s in pair):
            return manifest
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    return Manifest()


def stale(target: Target, old: Mapping[str, str], new: Iterable[str]) -> list[str]:
    """Return files that a former run published, this one did not, and nobody has changed since."""
    kept = set(new)
    return [name for name, wanted in old.items() if name not in kept and target.sha256(name) == wanted]
