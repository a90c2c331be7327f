"""Every builder with real figures, and pictures of charts as texts with their boxes, drawn once per session."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import hfdata as hf
from hfdata import charts, fonts

if TYPE_CHECKING:
    from hfdata.dataset import Dataset

PHONE, DESKTOP = 358, 704
CLEAN_UPS = ["environment.waste-piles-cleared", "environment.derelict-structures-cleared"]
CLEAN_UPS += ["environment.encroachments-cleared"]
ROSTERS = [f"welfare.{r}" for r in ("subsistence-allowance", "disability-nursing", "extreme-poverty")]
ROSTERS += [f"welfare.{r}" for r in ("disability-living", "subsistence-margin", "children-in-need")]
MONEY = ["education.canteen-investment", "education.kindergarten-investment", "welfare.service-centre-investment"]
SHOWS = [f"culture.{r}" for r in ("public-performances", "film-screenings", "opera-performances")]
MERIT = [f"education.merit-teachers-{r}" for r in ("first", "second", "third")]
RATES = {"welfare.graduate-registration-rate": "191", "welfare.graduate-service-rate": None}
RATES |= {"welfare.dispute-resolution-rate": "6,729"}


@dataclass(frozen=True)
class Text:
    """A drawn line of text and its box in px, from the picture's upper left corner."""

    words: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Picture:
    """A drawn chart: its SVG, its size in px, its texts."""

    svg: str
    width: float
    height: float
    texts: tuple[Text, ...]

    @property
    def words(self) -> list[str]:
        return [t.words for t in self.texts]


def gallery(data: Dataset, lang: str) -> dict[str, Any]:
    """Return every builder's chart of the release's figures."""
    story = hf.Story(data, lang=lang)

    def of(*indicators: str, **more: Any) -> pd.DataFrame:
        return data.figures(indicator=list(indicators), lang=lang, **more)

    def told(*cells: str) -> list[str]:
        return list(cells)

    table = pd.DataFrame(
        [told("26 处" if lang == "zh" else "26 sites", "", ""), told("", "", "")],
        index=["卫生室", "家庭医生签约"] if lang == "zh" else ["Village clinics", "Contracted family doctors"],
        columns=["数量", "应覆盖人数", "时间"] if lang == "zh" else ["Number", "Number due", "Date"],
    )
    opinions = story["welfare.opinions-collected"]
    return {
        "floors": charts.limit_bars(of(*CLEAN_UPS), title="…"),
        "convention": charts.limit_bars(of(*CLEAN_UPS, limits="convention"), title="…"),
        "money": charts.limit_bars(of(*MONEY), title="…"),
        "rosters": charts.limit_bars(of(*ROSTERS), title="…"),
        "shows": charts.limit_bars(of(*SHOWS), title="…"),
        "derived": charts.derived_bars([("…", "…", "done", opinions)], lang=lang, title="…"),
        "intervals": charts.intervals({"…": hf.distinct(*(story[r] for r in ROSTERS))}, lang=lang, title="…"),
        "open": charts.intervals({"…": story[CLEAN_UPS[0]], "……": story[CLEAN_UPS[1]]}, lang=lang, title="…"),
        "rates": charts.rates(of(*RATES), of=RATES, title="…"),
        "periods": charts.periods(of(*SHOWS), title="…"),
        "coverage": charts.coverage(data.figures(lang=lang), title="…"),
        "pace": charts.pace(of(*SHOWS), title="…", perhaps={SHOWS[0]: SHOWS[2]}),
        "villages": charts.unit_grid(of("environment.sewer-separation-villages"), title="…"),
        "clinics": charts.unit_grid(of("health.village-clinics", "health.service-stations"), title="…"),
        "parts": charts.parts(of(*MERIT), of("education.county-commendations"), title="…"),
        "counts": charts.counts(data.figures(lang=lang), title="…"),
        "per_one": charts.per_one({"…": opinions / story["welfare.households-covered"]}, lang=lang, title="…"),
        "flagged": charts.per_one(
            {"…" * 12: opinions / story["welfare.evening-talks"]}, lang=lang, title="…", flags={"…" * 12: "待核实"}
        ),
        "tiles": charts.tiles(data.figures(domain="safety", lang=lang), title="…"),
        "mixed_tiles": charts.tiles(of(*MONEY, *SHOWS, "education.safety-accidents"), title="…"),
        "matrix": charts.reported_matrix(table, lang=lang, title="…"),
    }


@pytest.fixture(scope="session")
def specs_zh(data: Dataset) -> dict[str, dict[str, Any]]:
    return {name: chart.to_dict() for name, chart in gallery(data, "zh").items()}


@pytest.fixture(scope="session")
def specs_en(data: Dataset) -> dict[str, dict[str, Any]]:
    return {name: chart.to_dict(validate=False) for name, chart in gallery(data, "en").items()}


@pytest.fixture(scope="session")
def draw() -> Callable[..., Picture]:
    """Return a function that draws a chart (or a specification) at a width, each once."""
    known: dict[str, Picture] = {}

    def drawn(chart: Any, width: int = PHONE) -> Picture:
        spec = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
        laid = charts.resize(spec, width)
        laid.pop("usermeta", None)
        key = json.dumps(laid, sort_keys=True)
        if key not in known:
            known[key] = picture(charts.svg(laid))
        return known[key]

    return drawn


def picture(svg: str) -> Picture:
    """Read the size and the texts of an SVG as Vega writes it: groups are moved, never scaled or turned."""
    root = ET.fromstring(svg)
    return Picture(svg, float(root.attrib["width"]), float(root.attrib["height"]), tuple(_texts(root, 0, 0)))


def _texts(element: ET.Element, x: float, y: float) -> Iterator[Text]:
    if found := re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", element.get("transform", "")):
        x, y = x + float(found[1]), y + float(found[2])
    if element.tag.endswith("}text"):
        size, bold = float(element.attrib["font-size"].removesuffix("px")), element.get("font-weight") == "bold"
        spans = [e for e in element if e.tag.endswith("}tspan")] or [element]
        for span in spans:
            y += float(span.get("dy", 0)) if span is not element else 0
            words = span.text or ""
            wide = fonts.width(words, size, bold=bold)
            left = x - {"end": wide, "middle": wide / 2}.get(element.get("text-anchor", ""), 0)
            yield Text(words, size, left, left + wide, y - size * 0.8, y + size * 0.15)
    for child in element:
        if not child.tag.endswith("}tspan"):
            yield from _texts(child, x, y)
