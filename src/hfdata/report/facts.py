"""From a dataset to what a page is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import labels
from ..citation import cite
from .records import Link, PageContext, Row
from .words import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dataset import Dataset
    from ..figure import Figure
    from ..model import Lang, Place

ISSUES = "https://github.com/hfdata/hfdata/issues"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def context(
    data: Dataset,
    *,
    name: str,
    notebook: str,
    release: str,
    lang: Lang,
    parameters: Sequence[tuple[str, str]],
    data_digest: str,
    versions: Sequence[tuple[str, str]],
    set_of: Sequence[str] = (),
    languages: Sequence[Lang] = (),
    home: str | None = None,
    assets: str | None = None,
    rebuild: str = "make reports",
) -> PageContext:
    """Gather what the page *name* shows of *release* besides its notebook's output.

    A notebook that is called like a domain gets that domain's figures, any other all of them. *set_of* are the
    notebooks whose pages lie beside this one in the same folder, in order; *languages* those in which this page
    exists. *home* and *assets* are the addresses of the index and of the folder of shared files, from the page.
    """
    chosen = data.release(release)
    record, source = chosen.release, chosen.release.source
    domain = notebook if notebook in data.domains else ""
    other = next((each for each in languages if each != lang), None)
    in_order = sorted(set_of, key=lambda each: (each != "overview", each == "sources"))
    stem = name.rpartition("/")[2]
    places = tuple(reversed(data.lineage(chosen.place)))
    return PageContext(
        name=name,
        notebook=notebook,
        lang=lang,
        release=record.id,
        places=tuple(_place(place, lang) for place in places),
        place_code=chosen.place.code,
        event_date=record.event_date,
        source_title=source.title,
        source_publisher=source.publisher,
        source_author=source.author,
        source_published=source.published,
        source_sha256=source.sha256,
        source_characters=source.characters,
        source_url=source.url,
        domain=domain,
        parameters=tuple(parameters),
        data_digest=data_digest,
        versions=tuple(versions),
        cite_gbt7714=cite(data, release=release, style="gbt7714"),
        cite_plain=cite(data, release=release, style="plain"),
        rows=tuple(row(data, f, lang) for f in chosen.figures if domain in ("", f.indicator.domain)),
        pages=tuple(Link(each, title(data, each, lang), f"{each}.html") for each in in_order),
        home=home,
        other_language=f"../{other}/{stem}.html" if other else None,
        sources="sources.html" if "sources" in set_of else None,
        assets=assets,
        rebuild=rebuild,
        issues=ISSUES,
        licence=LICENCE,
    )


def row(data: Dataset, figure: Figure, lang: Lang) -> Row:
    """Write one figure in one language."""
    indicator = figure.indicator
    return Row(
        indicator=indicator.id,
        anchor=figure.anchor,
        name=figure.name(lang),
        domain=indicator.domain,
        domain_name=title(data, indicator.domain, lang),
        text=figure.text(lang),
        value=f"{figure.value:f}",
        unit=figure.unit_name(lang),
        bound=figure.bound,
        low=None if figure.low is None else f"{figure.low:f}",
        high=None if figure.high is None else f"{figure.high:f}",
        status=figure.status,
        kind=indicator.kind,
        period=figure.period,
        start_date=figure.start_date,
        end_date=figure.end_date,
        dates=labels.period(figure.start_date, figure.end_date, lang),
        quote=figure.quote,
        paragraph=figure.paragraph,
        start=figure.span.start,
        end=figure.span.end,
        note=figure.note(lang),
        definition=indicator.definition_zh if lang == "zh" else indicator.definition_en,
    )


def title(data: Dataset, notebook: str, lang: Lang) -> str:
    """Name a notebook of the set: its domain's name, overview or sources, else as it is called."""
    if notebook in data.domains:
        domain = data.domains[notebook]
        return domain.name_zh if lang == "zh" else domain.name_en
    return in_language(lang).get(notebook, notebook) if notebook in ("overview", "sources") else notebook


def _place(place: Place, lang: Lang) -> str:
    return place.name_zh if lang == "zh" else place.name_en
