"""An executed notebook → the files of its report: what the page is told, and the call that renders it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .. import report
from .cache import Cache, CacheUnusable
from .keys import digest
from .place import Place

if TYPE_CHECKING:
    from ..dataset import Dataset
    from .versions import Pin

SHOWN = ("altair", "ipykernel", "nbclient", "pandas", "papermill", "vl-convert-python")  # versions in the footer


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a process needs to render one report; ``name`` is the report's, "release/lang/notebook".

    ``executed`` is the file name of the executed notebook, ``drawing`` stands for what draws pictures (see Pictures).
    """

    name: str
    notebook: bytes
    context: report.PageContext
    executed: str
    cache: Path
    drawing: str
    single: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report's files by name relative to the output folder, what the index says of it, and how long it took."""

    files: dict[str, bytes]
    card: report.Card
    seconds: float


def context(place: Place, data: Dataset, read: str, pins: Iterable[Pin]) -> report.PageContext:
    """Return what a page is told; *read* is the digest of the data it shows."""
    versions = {pin.name: pin.version for pin in pins}
    return report.context(
        data,
        name=place.name,
        notebook=place.notebook,
        release=_release(data, str(place.parameters.get("release", ""))),
        lang=place.lang,
        parameters=[(name, _spelt(value)) for name, value in place.parameters.items()],
        data_digest=read,
        versions=[(name, versions[name]) for name in SHOWN if name in versions],
        set_of=place.set_of,
        languages=place.languages,
        home=place.home,
        assets=place.assets,
    )


def _release(data: Dataset, name: str) -> str:
    """Return the release that a page stands for; that of the last event where its notebook does not say."""
    if name in data.releases:
        return name
    return max(data.releases.values(), key=lambda each: (each.release.event_date, each.release.id)).release.id


def _spelt(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class Pictures(MutableMapping[str, str]):
    """SVGs that Vega drew, kept in the cache by what they were drawn from; *drawing* stands for Vega and the fonts."""

    def __init__(self, cache: Path, drawing: str) -> None:
        self.cache, self.drawing = Cache(cache), drawing

    def _key(self, name: str) -> str:
        return digest([self.drawing, name])

    def __getitem__(self, name: str) -> str:
        found = self.cache.get("svg", self._key(name))
        if found is None:
            raise KeyError(name)
        return found.decode()

    def __setitem__(self, name: str, picture: str) -> None:
        with suppress(CacheUnusable):  # a picture that cannot be kept is drawn again next time
            self.cache.put("svg", self._key(name), picture.encode())

    def __delitem__(self, name: str) -> None:
        self.cache.path("svg", self._key(name)).unlink()

    def __iter__(self) -> Iterator[str]:
        raise TypeError("what the cache holds is not listed")

    def __len__(self) -> int:
        raise TypeError("what the cache holds is not counted")


def render(sheet: Sheet) -> Rendered:
    """Render a report; whatever goes wrong is raised."""
    began = time.perf_counter()
    pictures = Pictures(sheet.cache, sheet.drawing)
    folder = sheet.name[: sheet.name.rfind("/") + 1]
    made = report.page(sheet.notebook, sheet.context, pictures=pictures)
    files = {f"{folder}{name}": content for name, content in made.items()}
    files[sheet.executed] = sheet.notebook
    if sheet.single:
        whole = report.single_file(sheet.notebook, sheet.context, bundle=report.bundle(pictures), pictures=pictures)
        files[f"{sheet.name}.single.html"] = whole
    return Rendered(files, card(sheet.notebook, sheet.context), time.perf_counter() - began)


def draw_assets(cache: Path, drawing: str) -> None:
    """Have what interactive charts need put together and kept, which takes seconds, so that it is there in the end."""
    report.bundle(Pictures(cache, drawing))


def card(notebook: bytes, context: report.PageContext) -> report.Card:
    """Return what the index says of a report."""
    others = tuple((name, value) for name, value in context.parameters if name not in ("release", "lang"))
    name = next((link.name for link in context.pages if link.notebook == context.notebook), context.notebook)
    return report.card(notebook, context, name=name, href=f"{context.name}.html", parameters=others)


def card_of(facts: Mapping[str, Any]) -> report.Card:
    """Read back a card as it stands in the run log."""
    plain = report.Card(**facts)
    pairs = {"limits": tuple(map(tuple, plain.limits)), "parameters": tuple(map(tuple, plain.parameters))}
    return replace(plain, event_date=date.fromisoformat(str(plain.event_date)), **cast("Any", pairs))


def facts_of(card: report.Card) -> dict[str, Any]:
    """Spell a card as JSON values, for the run log."""
    return asdict(card) | {"event_date": card.event_date.isoformat()}
