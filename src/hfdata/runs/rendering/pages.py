"""An executed notebook → the files of its report, and cards → the index; run in processes that may draw."""

from __future__ import annotations

import json
import pickle
import shlex
import time
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ... import report
from ..deciding.cache import Cache, CacheUnusable
from ..deciding.keys import digest
from .sheet import Facts, Front, Rendered, Sheet

if TYPE_CHECKING:
    from ...dataset import Dataset
    from .place import Place

SHOWN = ("altair", "ipykernel", "nbclient", "pandas", "papermill", "vl-convert-python")  # versions in the footer


def render(sheet: Sheet) -> Rendered:
    """Render a report; whatever goes wrong is raised."""
    began = time.perf_counter()
    pictures = Pictures(sheet.desk.cache, sheet.desk.drawing)
    told = context(sheet)
    made = report.page(sheet.notebook, told, pictures=pictures)
    files = {f"{sheet.place.folder}{name}": content for name, content in made.items()}
    files[sheet.executed] = sheet.notebook
    if sheet.single:
        whole = report.single_file(sheet.notebook, told, bundle=report.bundle(pictures), pictures=pictures)
        files[f"{sheet.place.name}.single.html"] = whole
    card = facts_of(card_of(sheet.notebook, told))
    return Rendered(files, card, time.perf_counter() - began)


def index(front: Front) -> dict[str, bytes]:
    """Return the index and the files that all pages share, by name relative to the output folder."""
    cards = [read_back(card) for card in front.cards]
    cards += [card_of(sheet.notebook, context(sheet)) for sheet in front.sheets]
    shared = report.assets(Pictures(front.desk.cache, front.desk.drawing))
    return {"index.html": report.index(cards), **{f"assets/{name}": content for name, content in shared.items()}}


def context(sheet: Sheet) -> report.PageContext:
    """Return what a page is told besides its notebook."""
    place, data = sheet.place, pickle.loads(sheet.desk.data)  # made by the process that asks
    versions = {pin.name: pin.version for pin in sheet.desk.pins}
    return report.context(
        data,
        name=place.name,
        notebook=place.notebook,
        release=_release(data, place.parameters),
        lang=place.lang,
        parameters=[(name, _spelt(value)) for name, value in place.parameters.items()],
        data_digest=sheet.read,
        versions=[(name, versions[name]) for name in SHOWN if name in versions],
        set_of=place.set_of,
        languages=place.languages,
        home=place.home,
        assets=place.assets,
        rebuild=_rebuild(place),
    )


def _rebuild(place: Place) -> str:
    """Return the command that makes this page again: of the set with other parameters, and of one's own, another."""
    if place.shared and place.name.endswith(f"/{place.notebook}"):
        return "make reports"
    notebook = place.notebook if place.shared else f"{place.notebook}.ipynb"
    given = [part for name, value in place.parameters.items() for part in ("-p", name, _spelt(value))]
    return shlex.join(["hfdata", "run", notebook, *given])


def _release(data: Dataset, parameters: Mapping[str, object]) -> str:
    """Return the release that a page stands for: the first of several; without any, that of the last event."""
    several = parameters.get("releases")
    for name in (parameters.get("release"), *(several if isinstance(several, list) else ())):
        if name in data.releases:
            return str(name)
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


def card_of(notebook: bytes, told: report.PageContext) -> report.Card:
    """Return what the index says of a report."""
    others = tuple((name, value) for name, value in told.parameters if name not in ("release", "lang"))
    name = next((link.name for link in told.pages if link.notebook == told.notebook), told.notebook)
    return report.card(notebook, told, name=name, href=f"{told.name}.html", parameters=others)


def facts_of(card: report.Card) -> Facts:
    """Spell a card as JSON values."""
    return asdict(card) | {"event_date": card.event_date.isoformat()}


def read_back(facts: Mapping[str, Any]) -> report.Card:
    """Make a card of JSON values."""
    plain = report.Card(**facts)
    pairs = {"limits": tuple(map(tuple, plain.limits)), "parameters": tuple(map(tuple, plain.parameters))}
    return replace(plain, event_date=date.fromisoformat(str(plain.event_date)), **cast("Any", pairs))
