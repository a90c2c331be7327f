"""Blocks of a notebook as the story of a page: headline, finding, sections with prose, figures and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from ..model import Lang
from . import cells, markdown, tables
from .chart import Chart, Pictures, chart
from .records import Card, PageContext, count_limits

ROLES = ("cannot", "quotes")  # cell tags that give a section its look: what cannot be concluded, figures and quotes
LONGEST_TAKEAWAY = 160
TAKEN = {"main", "tip", "specs", "vega", "q", "order"}  # ids that templates and scripts use


@dataclass(slots=True)
class Section:
    """What stands under one heading; the first section of a page may have none."""

    anchor: str = ""
    title: Markup = field(default_factory=Markup)
    role: str = ""
    items: list[tuple[str, Any]] = field(default_factory=list)  # (kind, content): see the template


@dataclass(slots=True)
class Content:
    """A page's content before it is laid out; ``charts`` are all its figures in order."""

    title: Markup
    headline: str
    dek: list[Markup]
    finding: list[Markup]
    sections: list[Section]
    charts: list[Chart]
    anchors: set[str]

    @property
    def explored(self) -> bool:
        """Whether the page lists figures with their sources."""
        return any(kind == "explorer" for section in self.sections for kind, _ in section.items)

    def anchor(self, title: str) -> str:
        """Make a new fragment of a heading; Chinese is kept, since browsers show it readably."""
        name = re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:40] or "section"
        while name in self.anchors:
            name += "-"
        self.anchors.add(name)
        return name


def compose(notebook: bytes, context: PageContext, *, sources: str | None, pictures: Pictures | None = None) -> Content:
    """Tell a notebook's blocks as a page; *sources* is where numbers lead (see ``markdown.pieces``)."""
    told = Content(Markup(), "", [], [], [Section()], [], set(TAKEN))
    level = 1
    for block in cells.blocks(notebook, context.lang, context.notebook):
        opening = len(told.sections) == 1
        here = told.sections[-1]
        if isinstance(block, cells.Prose):
            for piece in markdown.pieces(block.text, sources=sources):
                if not piece.level:
                    if opening and not here.items:
                        (told.finding if block.computed else told.dek).append(piece.html)
                    else:
                        here.items.append(("computed" if block.computed else "prose", piece.html))
                elif not told.headline:
                    told.title, told.headline = piece.html, piece.text
                elif piece.level <= 2:
                    level = 2
                    here = Section(told.anchor(piece.text), piece.html, _role(block.tags))
                    told.sections.append(here)
                    opening = False
                else:
                    level = min(piece.level, level + 1)
                    here.items.append(("heading", (level, piece.html)))
        elif isinstance(block, cells.Drawing):
            charts = [
                _chart(spec, alt, told, context, pictures) for spec, alt in zip(block.specs, block.alts, strict=True)
            ]
            here.items.append(("charts", charts))
        elif isinstance(block, cells.Grid):
            table = tables.of_resource(block.resource)
            listed = context.notebook == "sources" and table.column("indicator") is not None and not told.explored
            here.items.append(("explorer" if listed else "board" if "board" in block.tags else "table", table))
        elif isinstance(block, cells.Raster):
            here.items.append(("raster", block))
        else:
            here.items.append(("text", block))
    if not told.headline:
        told.headline = context.notebook
        told.title = Markup.escape(context.notebook)
    return told


def card(
    notebook: bytes, context: PageContext, *, name: str, href: str, parameters: tuple[tuple[str, str], ...] = ()
) -> Card:
    """Say on a card what a page will say: its headline, its finding, how many figures it rests on."""
    title, finding, prose, chart_title, key = "", "", "", "", ("", "")
    for block in cells.blocks(notebook, context.lang, context.notebook):
        if isinstance(block, cells.Prose):
            for piece in markdown.pieces(block.text, sources=None):
                if piece.level and not title:
                    title = piece.text
            words = markdown.first_words(block.text)
            finding = finding or (words if block.computed else "")
            prose = prose or words
            if block.computed and not key[0]:
                key = next(iter(markdown.key_numbers(block.text)), key)
        elif isinstance(block, cells.Drawing):
            said = (block.specs[0].get("usermeta") or {}).get("hfdata") or {}
            chart_title = chart_title or str(said.get("title") or "")
    return Card(
        release=context.release,
        place=context.place,
        event_date=context.event_date,
        lang=context.lang,
        notebook=context.notebook,
        name=name,
        href=href,
        title=title or name,
        takeaway=shorten(finding or chart_title or prose, context.lang),
        figures=len(context.rows),
        limits=count_limits(context.rows),
        number=key[0],
        number_of=key[1],
        order=next((at for at, link in enumerate(context.pages) if link.notebook == context.notebook), 0),
        parameters=parameters,
    )


def shorten(words: str, lang: Lang) -> str:
    """Cut a text for a card or a link preview, at the end of a sentence where there is one."""
    words = " ".join(words.split())
    if len(words) <= LONGEST_TAKEAWAY:
        return words
    head = words[:LONGEST_TAKEAWAY]
    stop = max(head.rfind("。"), head.rfind(". "))
    if stop >= LONGEST_TAKEAWAY // 3:
        return head[: stop + 1]
    return (head if lang == "zh" else head.rsplit(" ", 1)[0]).rstrip("，、,; ") + "…"


def _chart(spec: dict[str, Any], alt: str, told: Content, context: PageContext, pictures: Pictures | None) -> Chart:
    names = {made.name for made in told.charts}
    number = len(told.charts) + 1
    made = chart(
        spec, number=number, plain=alt, lang=context.lang, notebook=context.notebook, taken=names, pictures=pictures
    )
    told.charts.append(made)
    return made


def _role(tags: frozenset[str]) -> str:
    return next((role for role in ROLES if role in tags), "")
