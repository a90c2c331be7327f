"""What a template needs made ready: tables, filters, and the small print of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from .. import labels
from ..model import BOUNDS, STATUSES, Lang
from . import markdown, tables
from .records import PageContext, Row, anchored
from .words import in_language

MOST_PERIODS = 4  # more are counted and told by when the first begins and the last ends
SHORT, SHORT_WIDE, LONG = 7, 9.5, 18  # ems: a cell up to the one stays on one line, over the other it gets room
PHONE = 24.5  # ems of a table's type across a narrow phone
MOST_COLUMNS = 4  # that a phone has room for


def periods(rows: Iterable[Row], words: dict[str, str], lang: Lang) -> str:
    """Name the periods: in Chinese as printed, in English as dates; where they are many, what they span."""
    rows = list(rows)
    said = [
        f"“{row.period}”" if lang == "zh" else row.dates for row in rows if (row.period if lang == "zh" else row.dates)
    ]
    distinct = list(dict.fromkeys(said))
    text = ("" if lang == "zh" else "; ").join(distinct)
    days = [day for row in rows for day in (row.start_date, row.end_date) if day]
    if len(distinct) > MOST_PERIODS and days:
        span = labels.period(min(days), max(days), lang)
        text = words["period_many"].format(count=len(distinct), span=span)
    if len(said) < len(rows):
        text += words["period_rest" if text else "period_unstated"]
    return text


def readings(rows: Iterable[Row], words: dict[str, str]) -> list[str]:
    """Say how the signs on this page are to be read; nothing where every figure is exact."""
    found = {row.bound for row in rows}
    return [words[f"reading_{bound}"] for bound in BOUNDS if bound in found and bound != "exact"]


def filters(rows: Iterable[Row], words: dict[str, str], lang: Lang) -> list[tuple[str, str, list[tuple[Any, str]]]]:
    """List what rows can be filtered by: name, label, and the choices that occur."""
    rows = list(rows)
    domains = list(dict.fromkeys((row.domain, row.domain_name) for row in rows))
    bounds = [(each, labels.bound(each, lang)) for each in BOUNDS if any(row.bound == each for row in rows)]
    statuses = [(each, labels.status(each, lang)) for each in STATUSES if any(row.status == each for row in rows)]
    return [
        ("domain", words["domain"], domains),
        ("limit", words["limit"], bounds),
        ("status", words["status"], statuses),
    ]


def error(headline: str, context: PageContext, words: dict[str, str]) -> Markup:
    """Say where an error is reported, and with what words the page can be found again."""
    link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(context.issues, words["error_link"])
    return Markup.escape(words["error_how"]).format(link=link, page=headline, digest=context.data_digest)


def grid(table: tables.Table, context: PageContext, sources: str | None) -> dict[str, Any]:
    """Lay a table out: the id of an indicator is not shown but makes the row's name a link to where it is printed."""
    ids = table.column("indicator")
    anchors = {row.anchor for row in context.rows} | {row.indicator for row in context.rows}
    show = [at for at in range(len(table.columns)) if at != ids]
    rows = []
    for values in table.rows[: tables.MOST_ROWS]:
        cells = [
            {"text": tables.shown(values[at], context.lang), "number": table.columns[at].type == "number", "href": ""}
            for at in show
        ]
        target = str(values[ids]) if ids is not None else ""
        if cells and sources is not None and target in anchors:
            cells[0]["href"] = f"{sources}#{target}"
        rows.append(cells)
    total, words = table.total or len(table.rows), in_language(context.lang)
    head = [{"text": table.columns[at].label, "number": table.columns[at].type == "number"} for at in show]
    return {
        "head": head,
        "rows": rows,
        "wide": len(head) > MOST_COLUMNS or _breadth(rows) > PHONE,
        "cut": words["cut_rows"].format(shown=tables.MOST_ROWS, total=total) if total > tables.MOST_ROWS else "",
    }


def _breadth(rows: list[list[dict[str, Any]]]) -> float:
    """Return the ems below which a table cannot be squeezed: as ``style.css`` gives room to a cell."""

    def least(cell: dict[str, Any]) -> float:
        length = markdown.ems(cell["text"])
        return length if cell["number"] or length <= SHORT else 9.0 if length > LONG else 4.0

    columns = [max(map(least, column)) for column in zip(*rows, strict=True)]
    return sum(columns) + max(0.0, 7 - columns[0]) + 0.85 * (len(columns) - 1) if columns else 0.0


def board(table: tables.Table, context: PageContext, sources: str | None) -> list[dict[str, Any]]:
    """Group the figures a table names by domain: each with its number large and a link to where it is printed."""
    at = table.column("indicator")
    wanted = {str(values[at]) for values in table.rows} if at is not None else set()
    groups: dict[str, list[dict[str, str]]] = {}
    for anchor, row in anchored(context.rows):
        if row.anchor in wanted or row.indicator in wanted:
            number, unit = markdown.split_number(row.text)
            groups.setdefault(row.domain_name, []).append(
                {
                    "name": row.name,
                    "number": number or row.text,
                    "unit": unit,
                    "note": labels.status(row.status, context.lang) if row.status != "done" else "",
                    "href": "" if sources is None else f"{sources}#{anchor}",
                }
            )
    return [{"name": name, "rows": rows} for name, rows in groups.items()]


def large(text: str) -> Markup:
    """Mark the number in "≥400 处", so that it can be set large."""
    number, unit = markdown.split_number(text)
    return Markup("<b>{}</b> {}").format(number, unit) if number else Markup("<b>{}</b>").format(unit)
