"""Where a report stands among others, and the addresses that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...model import LANGS, Lang
from ..planning.notebooks import SET


@dataclass(frozen=True, slots=True)
class Place:
    """Where the report *name* ("release/lang/notebook") stands; ``beside`` names the reports in the same output folder.

    ``shared`` is false in the folder of somebody's own notebook, which has no index. ``written`` is the language that
    the page takes where no parameter says which.
    """

    name: str
    notebook: str
    parameters: Mapping[str, Any]
    beside: frozenset[str]
    shared: bool
    written: Lang = LANGS[0]

    @property
    def folder(self) -> str:
        """The folder of the page inside the output folder, "" or with a "/" at its end."""
        return self.name[: self.name.rfind("/") + 1]

    @property
    def top(self) -> str:
        """The address of the output folder from the page."""
        return "../" * self.name.count("/")

    @property
    def home(self) -> str | None:
        """The address of the index."""
        return f"{self.top}index.html" if self.shared else None

    @property
    def assets(self) -> str | None:
        """The address of the folder of shared files."""
        return f"{self.top}assets/" if self.shared else None

    @property
    def lang(self) -> Lang:
        """The language of the page around the notebook."""
        return next((lang for lang in LANGS if lang == self.parameters.get("lang")), self.written)

    @property
    def set_of(self) -> tuple[str, ...]:
        """The notebooks of the set whose pages lie beside this one."""
        return tuple(each for each in SET if f"{self.folder}{each}" in self.beside)

    @property
    def languages(self) -> tuple[Lang, ...]:
        """Those in which this page exists."""
        if not self.folder.endswith(f"/{self.lang}/") and self.folder != f"{self.lang}/":
            return ()
        before, last = self.folder[: -len(self.lang) - 1], self.name[len(self.folder) :]
        return tuple(each for each in LANGS if f"{before}{each}/{last}" in self.beside or each == self.lang)

    def facts(self) -> list[object]:
        """What of this changes the page."""
        return [self.name, self.home, self.set_of, self.languages]
