"""The notebooks that can be run: the project's own set, or any file; read as JSON, so nothing heavy is imported."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...dataset import folder
from ...dataset.tables import suggestion
from ...errors import HfdataError
from .parameters import Parameter, declared

if TYPE_CHECKING:
    from ...model import Lang

DOMAINS = ("environment", "education", "culture", "health", "welfare", "safety")
CHINESE = re.compile("[\u4e00-\u9fff]")
SET = (*DOMAINS, "overview", "sources")


class NotebookUnusable(HfdataError):
    """A file that was named as a notebook cannot be run as one."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True)
class Notebook:
    """A notebook as it stands on disk; ``ours`` tells whether it is one of the project's."""

    path: Path
    source: bytes
    ours: bool

    @property
    def stem(self) -> str:
        r"""The file's name without ``.ipynb``; bytes in it that are no text are spelt ``\xff``."""
        return os.fsencode(self.path.stem).decode("utf-8", "backslashreplace")

    @property
    def domain(self) -> str | None:
        """The one domain whose figures it reads; None if it reads more."""
        return self.stem if self.ours and self.stem in DOMAINS else None

    @property
    def reads_release(self) -> bool:
        """Whether it reads nothing beyond its release; a notebook of one's own may read anything."""
        return self.ours and self.stem in SET

    @cached_property
    def digest(self) -> str:
        """Sha256 of the file."""
        return hashlib.sha256(self.source).hexdigest()

    @cached_property
    def written(self) -> Lang:
        """The language of its prose: Chinese where any of it is, or where there is none; ours have both."""
        told = "".join("".join(c["source"]) for c in json.loads(self.source)["cells"] if c["cell_type"] == "markdown")
        return "zh" if CHINESE.search(told) or not told.strip() else "en"

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """What its ``parameters`` cell declares; empty if it has none."""
        try:
            read = json.loads(self.source)
            cells, language = read["cells"], _language(read.get("metadata", {}))
            tagged = [c for c in cells if "parameters" in c["metadata"].get("tags", []) and c["cell_type"] == "code"]
            text = "".join(tagged[0]["source"]) if tagged else ""
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            reason = "is not a Jupyter notebook (nbformat 4 JSON); open and save it in JupyterLab"
            raise NotebookUnusable(str(self.path), reason) from None
        if language not in ("", "python"):
            raise NotebookUnusable(str(self.path), f"is a notebook in {language}; hfdata runs those in Python")
        try:
            return declared(text)
        except (SyntaxError, ValueError, RecursionError) as error:
            reason = f"its parameters cell is not plain `name: type = literal` lines ({error})"
            raise NotebookUnusable(str(self.path), reason) from None


def _language(metadata: Mapping[str, Any]) -> str:
    """Return the programming language that a notebook says it is in, "" if it does not say."""
    told = metadata.get("language_info", {}).get("name") or metadata.get("kernelspec", {}).get("language")
    return str(told or "").lower()


def find(named: Sequence[str]) -> list[Notebook]:
    """Return the notebooks *named* as files, or by the bare name of one of ours; without names, the set of eight."""
    paths = [_path(name) for name in named] if named else [folder.notebooks() / f"{name}.ipynb" for name in SET]
    return [_read(path) for path in dict.fromkeys(paths)]


def _path(name: str) -> Path:
    path = Path(name)
    ours = folder.notebooks() / f"{name}.ipynb"
    if path.exists() or path.suffix == ".ipynb" or not ours.exists():
        return path
    return ours


def _read(path: Path) -> Notebook:
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        near = suggestion(path.stem, [p.stem for p in folder.notebooks().glob("*.ipynb")])
        raise NotebookUnusable(str(path), f"no such notebook{near}") from None
    except (OSError, ValueError) as error:
        raise NotebookUnusable(str(path), f"cannot be read ({getattr(error, 'strerror', None) or error})") from None
    return Notebook(path, source, path.resolve().parent == folder.notebooks().resolve())
