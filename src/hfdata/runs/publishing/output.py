"""An output folder during a run: what it holds, what is published into it, and its index and manifest at the end."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..deciding.cache import CacheUnusable
from ..deciding.decide import Decision
from ..deciding.keys import digest
from ..deciding.log import Entry, Log
from ..rendering.place import Place
from ..rendering.sheet import Desk, Front, Sheet
from . import manifest as manifests
from .publish import NotPublished

if TYPE_CHECKING:
    from ...dataset import Dataset
    from ..deciding.keys import Ingredients
    from ..planning.plan import Run
    from ..planning.where import Out
    from ..rendering.sheet import Rendered
    from .manifest import Manifest
    from .target import Target

FAILED = ".failed/"
DESKS = 64  # releases whose data is kept ready for pages
INDEX = "index.html"  # also the name under which the log remembers what the index was made of


@dataclass(slots=True)
class Output:
    """A folder or store that is ours for now, with its manifest and the log of what was run into it.

    ``real`` is the folder for which this one stands: itself, except where reports are only made again to be compared.
    ``beside`` names the reports that are here or will be. ``shared`` is false for the folder of somebody's own
    notebook, which gets its report and nothing else.
    ``warnings`` collects what did not stop the run but must be told.
    """

    folder: Target
    real: Out
    log: Log
    manifest: Manifest
    shared: bool
    beside: frozenset[str]
    made_of: Ingredients
    cache: Path
    warnings: list[str] = field(default_factory=list)
    _desks: dict[str | None, Desk] = field(default_factory=dict)
    _needs: dict[str, str] = field(default_factory=dict)

    def place(self, run: Run) -> Place:
        """Return where the report of *run* stands among the others here."""
        book = run.notebook
        return Place(run.name, book.stem, run.parameters, self.beside, self.shared, book.written)

    def desk(self, release: str | None = None) -> Desk:
        """Return what pages have in common: with the data of *release*, "" for all of it, None for none."""
        if release not in self._desks:
            if len(self._desks) > DESKS:
                self._desks.clear()
            content = b"" if release is None else pickle.dumps(self._data(release))
            self._desks[release] = Desk(content, self.made_of.pins, self.cache, self.made_of.drawing)
        return self._desks[release]

    def _data(self, release: str) -> Dataset:
        whole = self.made_of.data
        if release not in whole.releases:
            return whole
        part = {release: whole.releases[release]}
        return type(whole)(whole.where, whole.domains, whole.units, whole.places, whole.indicators, part)

    def sheet(self, run: Run, notebook: bytes, *, single: bool) -> Sheet:
        """Return the page to be made of an executed notebook."""
        desk, read = self.desk(run.release), self.made_of.read(run)
        return Sheet(desk, self.place(run), notebook, read, self.executed_name(run), single)

    def executed_name(self, run: Run) -> str:
        """Return the file name of the executed notebook; never that of the notebook that is run."""
        name = f"{run.name}.ipynb"
        same = isinstance(self.real, Path) and _same(self.real / name, run.notebook.path)
        return f"{run.name}.executed.ipynb" if same else name

    def publish(self, decision: Decision, made: Rendered, seconds: float) -> dict[str, str]:
        """Publish a report whole; return its files and their sums. Raises NotPublished."""
        run = decision.run
        before = {**self.log.last.get(run.name, {}).get("files", {}), **self.manifest.files(run.name)}
        stale = manifests.stale(self.folder, before, made.files)
        sums = self.folder.publish(made.files, [*stale, f"{FAILED}{run.name}.ipynb"])
        self._enter(run, sums)
        status = "executed" if decision.action == "execute" else "rendered"
        self._log(decision, status, seconds, files=sums, card=made.card)
        return sums

    def paths(self, name: str, sums: Iterable[str]) -> tuple[str, ...]:
        """Return the paths of a report's files, its page first."""
        page = f"{name}.html"
        return tuple(self.folder.where(file) for file in sorted(sums, key=lambda file: (file != page, file)))

    def remember(self) -> None:
        """Keep what the digests of code and page stand for, so that the next run can name what changed."""
        shared, parts = self.made_of.shared, self.made_of.parts
        try:
            self.log.remember({shared[kind]: parts[kind] for kind in ("code", "page")})
        except CacheUnusable as error:
            self.warnings.append(str(error))

    def reuse(self, decision: Decision) -> dict[str, str]:
        """Enter a report that is up to date into the manifest; return its files and their sums."""
        sums: dict[str, str] = self.log.last[decision.run.name]["files"]
        self._enter(decision.run, sums)
        return sums

    def fail(
        self, decision: Decision, cause: str, notebook: bytes | None, seconds: float, **more: Any
    ) -> tuple[str, ...]:
        """Note a failure and keep its notebook where nobody takes it for a report; return the path of what is kept."""
        self._log(decision, "failed", seconds, cause=cause, **more)
        if notebook is None:
            return ()
        name = f"{FAILED}{decision.run.name}.ipynb"
        try:
            self.folder.publish({name: marked(notebook, cause)})
        except NotPublished as error:
            self.warnings.append(str(error))
            return ()
        return (self.folder.where(name),)

    def stop(self, decision: Decision, cause: str) -> None:
        """Note a run that was kept from being done."""
        self._log(decision, "stopped", 0.0, cause=cause)

    def _enter(self, run: Run, sums: dict[str, str]) -> None:
        self.manifest.enter(run.name, run.notebook.stem, run.parameters, self.made_of.read(run), sums)

    def _log(self, decision: Decision, status: str, seconds: float, **more: Any) -> None:
        run = decision.run
        before = self.log.last.get(run.name, {})
        entry: Entry = {
            "run": run.name,
            "notebook": run.notebook.stem,
            "parameters": dict(run.parameters),
            "status": status,
            "seconds": round(seconds, 3),
            "cause": "",
            "cell": None,
            "executed": True,
            "files": before.get("files", {}),  # of the report that still stands
            "card": before.get("card"),
            "needs": decision.needs,
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "out": self.folder.identity,
        }
        self._keep(entry | more)

    def _keep(self, entry: Entry) -> None:
        try:
            self.log.append(entry)
        except CacheUnusable as error:  # costs time at the next run, not a report at this one
            self.log.last[entry["run"]] = entry
            self.warnings.append(str(error))

    def front(self) -> Front | None:
        """Return what the index is to be made of; None if it is as it should be."""
        if not self.shared:
            return None
        self._forget()
        cards = {name: self.log.last.get(name, {}).get("card") for name in sorted(self.manifest.reports)}
        self._needs = {"index": digest([self.made_of.shared["page"], self.made_of.shared["versions"], cards])}
        before = self.log.last.get(INDEX, {})
        if before.get("needs") == self._needs and None not in cards.values() and self.folder.holds(before["files"]):
            self.manifest.shared = before["files"]
            return None
        anew = [self._sheet_again(name) for name, card in cards.items() if card is None]
        known = tuple(card for card in cards.values() if card is not None)
        return Front(self.desk(), known, tuple(sheet for sheet in anew if sheet is not None))

    def finish(self, index: Mapping[str, bytes] | None) -> None:
        """Publish the index if it has been made, and the manifest; raises NotPublished."""
        if index is not None:
            sums = self.folder.publish(index, manifests.stale(self.folder, self.manifest.shared, index))
            self._keep({"run": INDEX, "status": "rendered", "needs": self._needs, "files": sums})
            self.manifest.shared = sums
        if self.shared:
            self.folder.publish({manifests.NAME: self.manifest.to_json()})

    def _forget(self) -> None:
        """Leave out reports that somebody removed, and say which ones can no longer be made."""
        kept = {name: entry for name, entry in self.manifest.reports.items() if self._stands(entry["files"])}
        self.manifest.reports = kept
        named = {str(entry["parameters"].get("release", "")) for entry in kept.values()} - {""}
        for release in sorted(named - self.made_of.data.releases.keys()):
            self.warnings.append(
                f"{self.folder.where(release)}: the data has no release {release}, so its reports stay as they are; "
                "remove the folder, or run with the data that has it"
            )

    def _stands(self, files: Mapping[str, str]) -> bool:
        return any(map(self.folder.has, files))

    def _sheet_again(self, name: str) -> Sheet | None:
        """Take up a report that another cache knows, from its published notebook, for a card."""
        entry = self.manifest.reports[name]
        notebook = next((file for file in entry["files"] if file.endswith(".ipynb")), "")
        content = self.folder.read(notebook) if notebook else None
        if content is None:
            self.warnings.append(f"{self.folder.where(name)}: has no card in the index, its notebook cannot be read")
            return None
        place = Place(name, entry["notebook"], entry["parameters"], self.beside, self.shared)
        return Sheet(self.desk(place.parameters.get("release", "")), place, content, entry["data"], notebook)


def marked(notebook: bytes, cause: str) -> bytes:
    """Put the cause of a failure at the top of a notebook that does not say it yet."""
    table = json.loads(notebook)
    if any("failed" in cell["metadata"].get("tags", ()) for cell in table["cells"][:1]):
        return notebook
    quoted = "\n".join(f"    {line}" for line in cause.splitlines())
    words = f"# This run failed\n\n{quoted}\n\nWhat follows is not a result."
    table["cells"].insert(
        0, {"cell_type": "markdown", "id": "failed", "metadata": {"tags": ["failed"]}, "source": words}
    )
    return (json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
