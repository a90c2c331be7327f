"""The part of the data that a run reads, as a zip it brings along: no kernel opens forty thousand releases for one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...dataset import folder
from ...dataset.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...dataset import Dataset
    from ..planning.plan import Run

KEPT = 64  # releases; the runs of one follow each other


@dataclass
class Parts:
    """Cuts *data*, which was read from *files*, into releases."""

    data: Dataset
    files: Mapping[str, bytes]
    _made: OrderedDict[str, bytes] = field(default_factory=OrderedDict)

    def has(self, run: Run) -> bool:
        """Tell whether *run* brings its data along: not where it may read more, or there is no more."""
        return run.notebook.reads_release and len(self.data.releases) > 1

    def of(self, run: Run) -> bytes | None:
        """Return shared tables and the release of *run*; None where it reads the data itself."""
        if not self.has(run):
            return None
        if run.release not in self._made:
            self._made[run.release] = folder.zipped({**self._shared, **self._own(run.release)})
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return self._made[run.release]

    def _own(self, release: str) -> Mapping[str, bytes]:
        packed = self.data.releases
        found = packed.release_files(release) if isinstance(packed, Packed) else self._by_release[release]
        return {f"releases/{release}/{name}": raw for name, raw in found.items()}

    @cached_property
    def _shared(self) -> Mapping[str, bytes]:
        ours = {n: raw for n, raw in self.files.items() if not n.startswith("releases/")}
        return {n: raw for n, raw in ours.items() if n not in folder.PACKED_FILES}

    @cached_property
    def _by_release(self) -> Mapping[str, Mapping[str, bytes]]:
        return folder.by_release(self.files)
