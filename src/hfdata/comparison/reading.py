"""A number of any source, a release's or a peer's, in one language: what a comparison needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .. import labels
from ..quantity import Quantity
from . import change

if TYPE_CHECKING:
    from ..dataset.context import Peer
    from ..figure import Figure
    from ..model import Lang

WORDS: dict[str, tuple[str, str]] = {  # Chinese, English
    "origin": ("{publisher}，{day}", "{publisher}, {day}"),
    "read": ("{publisher}，{day}，已对照全文", "{publisher}, {day}, verified against the full text"),
    "unread": ("{publisher}，{day}，未对照全文", "{publisher}, {day}, not verified against the full text"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of one source.

    ``where`` is the place's id, for a peer its name; ``release`` is "" for a peer, ``indicator`` "" where none fits.
    ``text`` is the number with limit and unit, ``told`` the day it was told. Dates are None where not stated.
    """

    release: str
    where: str
    place: str
    indicator: str
    name: str
    text: str
    quantity: Quantity
    unit: str
    kind: str
    status: str
    start_date: date | None
    end_date: date | None
    told: date
    quote: str
    source: str
    verified: bool
    note: str

    @property
    def origin(self) -> str:
        """What tells sources apart: the release, or for a peer its place and publication."""
        return self.release or f"{self.where} {self.source}"

    @property
    def months(self) -> int | None:
        """How many whole months it covers; None where it does not say, or not in whole months."""
        if self.start_date is None or self.end_date is None:
            return None
        return change.whole_months(self.start_date, self.end_date)


def of_figure(f: Figure, lang: Lang) -> Reading:
    """Return a figure of a release as a reading."""
    source = f.release.source
    aside = "" if f.status == "done" else labels.word("aside", lang, text=labels.status(f.status, lang))
    return Reading(
        release=f.release.id,
        where=f.place.id,
        place=f.place.name_zh if lang == "zh" else f.place.name_en,
        indicator=f.indicator.id,
        name=f.name(lang) + aside,
        text=f.text(lang),
        quantity=f.as_quantity(lang),
        unit=f.unit_name(lang),
        kind=f.indicator.kind,
        status=f.status,
        start_date=f.start_date,
        end_date=f.end_date,
        told=f.release.event_date,
        quote=f.quote,
        source=_origin("origin", source.publisher, date.fromisoformat(source.published[:10]), lang),
        verified=True,
        note=f.note(lang),
    )


def of_peer(p: Peer, lang: Lang) -> Reading:
    """Return a fact of another source as a reading; its source says whether the full text was read."""
    zh = lang == "zh"
    unit = p.unit.name_zh if zh else p.unit.name_en
    low = p.value if p.bound in ("exact", "at_least") else p.value * 0 if p.bound == "at_most" else None
    high = p.value if p.bound in ("exact", "at_most") else None
    return Reading(
        release="",
        where=f"{p.table}/{p.place_zh}",
        place=p.place_zh if zh else p.place_en,
        indicator=p.indicator,
        name=p.wording_zh if zh else p.wording_en,
        text=labels.value_with_unit(p.value, p.bound, p.unit.id, unit, lang),
        quantity=Quantity(p.value, unit, low, high),
        unit=unit,
        kind=p.kind,
        status=p.status,
        start_date=p.start_date,
        end_date=p.end_date,
        told=p.published,
        quote=p.as_printed,
        source=_origin("read" if p.verified else "unread", p.publisher, p.published, lang),
        verified=p.verified,
        note=p.note_zh if zh else p.note_en,
    )


def _origin(key: str, publisher: str, day: date, lang: Lang) -> str:
    return WORDS[key][0 if lang == "zh" else 1].format(publisher=publisher, day=labels.date(day, lang))
