"""An executed notebook as a list of blocks: what a page shows, in order, and nothing else of it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import HfdataError
from ..model import LANGS, Lang

VEGALITE = ("application/vnd.vegalite.v5+json", "application/vnd.vegalite.v6+json")
TABLE = "application/vnd.dataresource+json"
HIDDEN = {"parameters", "injected-parameters", "hide"}
LONGEST_TEXT = 20_000  # characters of one output; a page is for reading
PNG = b"\x89PNG\r\n\x1a\n"


class NotAReport(HfdataError):
    """The bytes are not an executed notebook that a page can be made of."""

    def __str__(self) -> str:
        name, why = self.args
        return f"{name}: {why}. A page is made of the notebook that hfdata or papermill wrote; run it again."


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown; ``computed`` if a cell's code wrote it."""

    text: str
    computed: bool
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Vega-Lite specifications that one cell showed; several are small multiples."""

    specs: tuple[dict[str, Any], ...]
    alts: tuple[str, ...]
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table resource as pandas writes it."""

    resource: dict[str, Any]
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text, cut to a length one can read; ``total`` is the length it had."""

    text: str
    total: int
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Raster:
    """A PNG picture in base64, for notebooks of one's own; ``alt`` is its plain text."""

    data: str
    alt: str
    tags: frozenset[str] = frozenset()


Block = Prose | Drawing | Grid | Text | Raster


def blocks(notebook: bytes, lang: Lang, name: str = "notebook") -> tuple[Block, ...]:
    """Read what a report in *lang* shows: prose of that language and outputs, never code.

    Only Vega-Lite, table resources, Markdown, PNG and plain text are shown, in this order of preference;
    HTML and scripts of an output never are.
    """
    try:
        cells = json.loads(notebook)["cells"]
        return tuple(block for cell in cells for block in _cell(cell, lang))
    except (ValueError, KeyError, TypeError, AttributeError) as why:
        raise NotAReport(name, f"not a notebook in format 4 ({type(why).__name__}: {why})") from why


def _cell(cell: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    tags = frozenset(cell.get("metadata", {}).get("tags", ()))
    if tags & HIDDEN or tags & {f"lang-{other}" for other in LANGS if other != lang}:
        return
    if cell["cell_type"] == "markdown":
        yield Prose(_joined(cell["source"]), computed=False, tags=tags)
    elif cell["cell_type"] == "code":
        yield from _gathered(_output(output, tags) for output in cell.get("outputs", ()))


def _gathered(found: Iterator[Block | None]) -> Iterator[Block]:
    """Join neighbouring charts of one cell into one drawing."""
    row: list[Drawing] = []
    for block in found:
        if isinstance(block, Drawing):
            row.append(block)
        elif block is not None:
            yield from _joined_drawings(row)
            row = []
            yield block
    yield from _joined_drawings(row)


def _joined_drawings(row: list[Drawing]) -> Iterator[Drawing]:
    if row:
        yield Drawing(tuple(d.specs[0] for d in row), tuple(d.alts[0] for d in row), row[0].tags)


def _output(output: Mapping[str, Any], tags: frozenset[str]) -> Block | None:
    kind = output["output_type"]
    if kind == "stream":
        return _text(_joined(output["text"]), tags) if output["name"] == "stdout" else None
    if kind == "error":
        return _text(f"{output['ename']}: {output['evalue']}", tags)
    data = output["data"]
    words = _joined(data.get("text/plain", ""))
    for mime in VEGALITE:
        if mime in data:
            return Drawing((dict(data[mime]),), (words,), tags)
    if TABLE in data:
        return Grid(dict(data[TABLE]), tags)
    if "text/markdown" in data:
        return Prose(_joined(data["text/markdown"]), computed=True, tags=tags)
    if "image/png" in data and (picture := _png(_joined(data["image/png"]))):
        return Raster(picture, words, tags)
    return _text(words, tags)


def _text(words: str, tags: frozenset[str]) -> Text | None:
    return Text(words[:LONGEST_TEXT].rstrip("\n"), len(words), tags) if words.strip() else None


def _png(text: str) -> str | None:
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        return None
    return base64.b64encode(raw).decode() if raw.startswith(PNG) else None


def _joined(source: str | list[str]) -> str:
    """Undo nbformat's habit of keeping text as a list of lines."""
    return source if isinstance(source, str) else "".join(source)
