"""What a report is made of, and the keys that change when one of these changes: no clock, host or path among them."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ...dataset import folder
from ..planning.plan import canonical
from . import beside, versions

if TYPE_CHECKING:
    from ...dataset import Dataset
    from ..planning.plan import Run

PACKAGE = Path(__file__).resolve().parents[2]
EXECUTES = ("notebook", "parameters", "data", "code", "versions")
RENDERS = (*EXECUTES, "page", "place")

# What no cell and no kernel can reach. Everything else counts as code that executes: a module that is new, or that
# nobody thought of, costs a run too many rather than a report that is out of date.
PAGES = ("report/", "runs/rendering/")
PLANNING = ("planning/", "deciding/", "workers/", "cluster/", "publishing/",
            "call.py", "check.py", "progress.py", "request.py", "run.py", "stop.py")  # fmt: skip
APART = ("cli", "streams", "audit", "draft/", "export", "_bundled/", *PAGES, *(f"runs/{name}" for name in PLANNING))

Digests = dict[str, str]


def digest(value: object) -> str:
    """Return 16 hexadecimal digits for bytes, text, or a JSON value."""
    raw = value if isinstance(value, bytes) else _json(value)
    return hashlib.sha256(raw).hexdigest()[:16]


def _json(value: object) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return text.encode()


def run_key(needs: Mapping[str, str]) -> str:
    """Name what is executed; its result can be kept under this name on any machine."""
    return digest([needs[name] for name in EXECUTES])


def page_key(needs: Mapping[str, str]) -> str:
    """Name what is rendered."""
    return digest([needs[name] for name in RENDERS])


@dataclass(frozen=True)
class Ingredients:
    """Digests of what runs are made of, each computed once.

    ``files`` are the data folder's, ``where`` that folder, ``since`` a moment before they were read, in nanoseconds.
    """

    data: Dataset
    files: Mapping[str, bytes]
    where: Path
    since: int = field(default_factory=time.time_ns)
    pins: tuple[versions.Pin, ...] = field(default_factory=versions.locked)
    _read: dict[tuple[str, str | None], str] = field(default_factory=dict)
    _named: dict[Path, list[str]] = field(default_factory=dict)
    _beside: dict[tuple[Path | str, ...], list[tuple[str, str]]] = field(default_factory=dict)

    @cached_property
    def parts(self) -> dict[str, Digests]:
        """Every file of the package, split into code (what executes) and page (what renders)."""
        found: dict[str, Digests] = {"code": {}, "page": {}}
        for name, path in sources(PACKAGE):
            kind = "page" if name.startswith(PAGES) else "code" if executes(name) else None
            if kind:
                found[kind][name] = digest(path.read_bytes())
        return found

    @cached_property
    def drift(self) -> tuple[str, ...]:
        """Packages that are not installed as locked."""
        return versions.drift(self.pins, versions.installed())

    @cached_property
    def everything(self) -> str:
        """Digest of the whole data folder, context included."""
        context = {p.name: digest(p.read_bytes()) for p in sorted(self.where.glob("context/*")) if p.is_file()}
        return digest([{name: digest(raw) for name, raw in sorted(self.files.items())}, context])

    @cached_property
    def _common(self) -> list[str]:
        """Files that belong to no release."""
        return [name for name in self.files if not name.startswith("releases/")]

    @cached_property
    def shared(self) -> Digests:
        """What all runs have in common."""
        return {
            "code": digest(self.parts["code"]),
            "page": digest(self.parts["page"]),
            "versions": digest([[(pin.name, pin.version) for pin in self.pins], self.drift]),
        }

    @cached_property
    def drawing(self) -> str:
        """What pictures depend on besides what is drawn: the fonts, and the Vega that draws."""
        fonts = {name: part for name, part in self.parts["code"].items() if name.startswith("fonts/")}
        return digest([fonts, [pin.version for pin in self.pins if pin.name == "vl-convert-python"], self.drift])

    def read(self, run: Run) -> str:
        """Return the digest of the data that *run* reads: of its release and domain, never of another release.

        A notebook of one's own may read any of it, so everything counts, and the files that it names (``beside``).
        """
        if not run.notebook.reads_release:
            return self.everything
        key = (run.release, run.notebook.domain)
        if key not in self._read:
            # All domains at once: of forty thousand releases, each is then read once and not once for each notebook.
            for domain in (None, *self.data.domains):
                self._read[run.release, domain] = self.data.digest(run.release, domain)
        return self._read[key]

    def disturbed(self, run: Run) -> str:
        """Name a file that *run* reads and that somebody has written to since the data was loaded; "" if there is none.

        A kernel reads the data by itself, later: what it has read then is not what its key says.
        """
        if run.notebook.reads_release:
            own = (f"releases/{run.release}/{name}" for name in folder.RELEASE_FILES)
            names = [*self._common, *(name for name in own if name in self.files)]
        else:
            names = list(self.files)
        return folder.written_to(self.where, names, self.since)

    def named(self, run: Run) -> list[str]:
        """Return the indicators that a notebook names: their words are shown even where the release lacks them."""
        if run.notebook.path not in self._named:
            text = run.notebook.source.decode("utf-8", "replace")
            self._named[run.notebook.path] = [repr(i) for i in self.data.indicators.values() if i.id in text]
        return self._named[run.notebook.path]

    def beside(self, run: Run) -> list[tuple[str, str]]:
        """Return the files that a notebook of one's own names, with their hashes; none for one of ours."""
        if run.notebook.ours:
            return []
        words = sorted(v for v in run.parameters.values() if isinstance(v, str))
        key: tuple[Path | str, ...] = (run.notebook.path, *words)
        if key not in self._beside:
            self._beside[key] = beside.named(run.notebook.path, run.notebook.source, run.parameters)
        return self._beside[key]

    def of(self, run: Run, place: object = ()) -> Digests:
        """Return the digest of each ingredient of *run*; *place* is what its page says about pages beside it."""
        return {
            "notebook": run.notebook.digest[:16],
            "parameters": digest(canonical(run.parameters)),
            "data": digest([self.read(run), self.named(run), *self.beside(run)]),
            **self.shared,
            "place": digest([run.name, place]),
        }


def executes(name: str) -> bool:
    """Tell whether a file of the package can change what a notebook computes."""
    return not name.startswith(APART)


def sources(top: Path, prefix: str = "") -> Iterator[tuple[str, Path]]:
    """Return the files of the package, each with its name in it."""
    for entry in sorted(os.scandir(top), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from sources(Path(entry.path), f"{prefix}{entry.name}/")
        elif not entry.name.endswith((".pyc", ".md")):
            yield prefix + entry.name, Path(entry.path)


def cache_folder(data: Path) -> Path:
    """Return where results are kept: HFDATA_CACHE, else ``.cache`` beside the data, else the user's own cache.

    The last where the data came with the package, whose folder is no place to write to.
    """
    if named := os.environ.get("HFDATA_CACHE"):
        return Path(named)
    if data.resolve().is_relative_to(PACKAGE) or re.match(r"\w{2,}:/", str(data)):  # a URL has nothing beside it
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hfdata"
    return data.absolute().parent / ".cache"
