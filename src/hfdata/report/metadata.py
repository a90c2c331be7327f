"""What machines read of a page: schema.org ``Dataset`` as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .records import PageContext, Row

BELOW_HTML = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def dataset(context: PageContext, *, title: str, description: str, files: Iterable[str]) -> str:
    """Describe the figures of a page for search engines, as JSON that is safe inside a script element."""
    dates = [d for row in context.rows for d in (row.start_date, row.end_date) if d]
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": description,
        "inLanguage": {"zh": "zh-CN", "en": "en"}[context.lang],
        "version": context.data_digest,
        "license": context.licence or None,
        "isAccessibleForFree": True,
        "citation": context.cite_gbt7714,
        "temporalCoverage": f"{min(dates)}/{max(dates)}" if dates else str(context.event_date),
        "spatialCoverage": {
            "@type": "Place",
            "name": ", ".join(reversed(context.places)),
            "identifier": context.place_code or None,
        },
        "isBasedOn": {
            "@type": "NewsArticle",
            "headline": context.source_title,
            "publisher": {"@type": "Organization", "name": context.source_publisher},
            "author": {"@type": "Person", "name": context.source_author} if context.source_author else None,
            "datePublished": context.source_published,
            "url": context.source_url,
        },
        "variableMeasured": [_variable(row) for row in context.rows],
        "distribution": [{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": name} for name in files],
    }
    return json.dumps(_without_none(facts), ensure_ascii=False, separators=(",", ":")).translate(BELOW_HTML)


def _variable(row: Row) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@type": "PropertyValue",
        "propertyID": row.indicator,
        "name": row.name,
        "unitText": row.unit,
    }
    if row.bound == "exact":
        return facts | {"value": _number(row.value)}
    return facts | {"minValue": row.low and _number(row.low), "maxValue": row.high and _number(row.high)}


def _number(text: str) -> int | float | str:
    """Keep a decimal as a number where JSON can hold it exactly, else as text."""
    number = float(text)
    if number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number if repr(number) == text else text


def _without_none(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_none(value) for key, value in part.items() if value not in (None, [], "")}
    return [_without_none(value) for value in part] if isinstance(part, list) else part
