"""A page: the content of a notebook laid out with where it comes from, under a policy that lets nothing in or out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from .. import labels
from ..charts import palette
from ..model import BOUNDS, STATUSES
from . import chart, compose, markdown, metadata, static, views
from .chart import Pictures
from .lively import lively
from .records import PageContext, anchored
from .words import in_language

# Nothing is fetched. A script runs if it is one of ours, or if one of ours put it there ('strict-dynamic', without
# which a page opened from a folder could not load the bundle).
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "script-src {scripts} 'strict-dynamic'; base-uri 'none'; form-action 'none'"
)


def page(notebook: bytes, context: PageContext, *, pictures: Pictures | None = None) -> dict[str, bytes]:
    """Make the files of a report of an executed notebook: ``<stem>.html`` and, in ``<stem>/``, CSV and SVG per chart.

    *pictures* keeps what Vega drew, by key, between calls. Names are relative to the page's folder. The same input
    gives the same bytes. Errors: NotAReport, ChartNotDrawn.
    """
    # On the sources page numbers lead to its own rows; outside a set, nowhere.
    sources = "" if context.notebook == "sources" else context.sources
    content = compose.compose(notebook, context, sources=sources, pictures=pictures)
    if context.notebook == "sources":
        _explore(content, "all_figures", context)
    files: dict[str, bytes] = {}
    links: dict[str, dict[str, str]] = {}
    for made in content.charts:
        where = f"{context.stem}/{made.name}"
        links[made.name] = {"csv": f"{where}.csv", "svg": f"{where}.svg"}
        files |= {f"{where}.csv": made.csv, f"{where}.svg": made.svg}
    if content.charts and context.assets:
        files[f"{context.stem}/charts.js"] = f"hfdataSpecs={_specs(content.charts)}".encode()
    html = _render(content, context, links, sources)
    return {f"{context.stem}.html": html, **files}


def single_file(notebook: bytes, context: PageContext, *, bundle: str, pictures: Pictures | None = None) -> bytes:
    """Make one page that holds everything: the figures' sources, the downloads, and *bundle* for interaction.

    *bundle* is the text of the script that ``assets.bundle`` gives.
    """
    content = compose.compose(notebook, context, sources="", pictures=pictures)
    _explore(content, "source_figures", context)
    links = {
        made.name: {"csv": _data_uri("text/csv", made.csv), "svg": _data_uri("image/svg+xml", made.svg)}
        for made in content.charts
    }
    return _render(content, context, links, "", bundle=bundle, single=True)


def _explore(content: compose.Content, title: str, context: PageContext) -> None:
    """See to it that the page lists its figures with their sources, at the end if the notebook has no place."""
    if not content.explored and context.rows:
        heading = Markup.escape(in_language(context.lang)[title])
        content.sections.append(compose.Section("figures-as-printed", heading, "", [("explorer", None)]))


def _render(
    content: compose.Content,
    context: PageContext,
    links: dict[str, dict[str, str]],
    sources: str | None,
    *,
    bundle: str = "",
    single: bool = False,
) -> bytes:
    words = in_language(context.lang)
    description = words["description"].format(place=context.place, takeaway=_takeaway(content, context))
    scripts = [static.script("page.js")]
    if content.explored:
        scripts.append(static.script("explorer.js"))
    inline = static.inline(bundle) if single and content.charts else ()
    here = next((at for at, link in enumerate(context.pages) if link.notebook == context.notebook), None)
    files = [link["csv"] for link in links.values()] if not single else []
    zh = context.lang == "zh"
    about = f"{description}{'' if zh else ' '}{words['origin']}"  # catalogues of datasets want 50 characters or more
    return _page(
        c=context,
        w=words,
        story=content,
        single=single,
        style=_style(content, context),
        scripts=scripts,
        inline=inline,
        csp=POLICY.format(scripts=" ".join(f"'{static.content_hash(s)}'" for s in (*scripts, *inline))),
        description=description,
        metadata=metadata.dataset(context, title=content.headline, description=about, files=files),
        kicker=next((link.name for link in context.pages if link.notebook == context.notebook), ""),
        place_in_set=context.name if context.pages and not single else "",
        loader=f"{context.assets}{static.loader_name()}" if context.assets and content.charts and not single else "",
        specs=f"{context.stem}/charts.js",
        specs_inline=_specs(content.charts) if inline else "",
        short=views.SHORT,
        short_wide=views.SHORT_WIDE,
        long=views.LONG,
        comma="，" if zh else ", ",
        colon="：" if zh else ": ",
        places="".join(context.places) if zh else ", ".join(reversed(context.places)),
        event_date=labels.date(context.event_date, context.lang),
        published=context.source_published[:16].replace("T", " "),
        periods=views.periods(context.rows, words, context.lang),
        others=[pair for pair in context.parameters if pair[0] not in ("release", "lang")],
        readings=views.readings(context.rows, words),
        previous=context.pages[here - 1] if here else None,
        next=context.pages[here + 1] if here is not None and here + 1 < len(context.pages) else None,
        files=links,
        rows=anchored(context.rows),
        filters=views.filters(context.rows, words, context.lang),
        bound={each: labels.bound(each, context.lang) for each in BOUNDS},
        status={each: labels.status(each, context.lang) for each in STATUSES},
        error_how=views.error(content.headline, context, words),
        grid=lambda table: views.grid(table, context, sources),
        board=lambda table: views.board(table, context, sources),
    )


@cache
def environment() -> Environment:
    """The templates: everything that is put into them is escaped unless it is mark-up that we made."""
    made = Environment(
        loader=PackageLoader("hfdata.report", "template"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {"number": views.large, "fits": markdown.fits, "ems": markdown.ems, "whole": markdown.whole}
    return made


def _page(**values: Any) -> bytes:
    html = environment().get_template("page.html").render(values)
    return static.dressed(html, values["style"]).encode("utf-8", "replace")


def _style(content: compose.Content, context: PageContext) -> str:
    """Give the page its style: the common one, its domain's colour, and the dark colours of what its charts use."""
    own = palette.accent({context.domain}).solid
    drawn = "".join(made.phone + made.desktop for made in content.charts)
    rules = [rule for rule in palette.css(".pic svg").splitlines() if rule.split('"')[1] in drawn]
    dark = f"@media screen and (prefers-color-scheme: dark) {{:root{{--own:{own.dark}}}{''.join(rules)}}}"
    common = static.style("style.css", *(["explorer.css"] if content.explored else []))
    return f"{common}:root{{--own:{own.light}}}{static.squeeze(dark)}"


def _takeaway(content: compose.Content, context: PageContext) -> str:
    told = [html.striptags() for html in (*content.finding[:1],)] or [made.title for made in content.charts[:1]]
    told = told or [html.striptags() for html in content.dek[:1]] or [content.headline]
    return compose.shorten(told[0], context.lang)


def _specs(charts: Iterable[chart.Chart]) -> str:
    """Write the charts' specifications, for the phone and for wide columns, as JSON fit for a script element."""
    specs = {made.name: [lively(spec) for spec in made.specs] for made in charts}
    text = json.dumps(specs, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return text.translate(metadata.BELOW_HTML)


def _data_uri(mime: str, raw: bytes) -> str:
    import base64

    return f"data:{mime};base64,{base64.b64encode(raw).decode()}"
