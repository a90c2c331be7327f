"""The front page of a folder of reports: one card per report, both languages side by side."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup

from .. import labels
from ..charts import palette
from ..model import LANGS
from . import static, views
from .layout import environment
from .records import Card
from .words import in_language, plural

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FIRST, LAST = ("overview",), ("sources",)


def index(cards: Iterable[Card]) -> bytes:
    """Make ``index.html`` of the reports' cards: by release, newest first, in the order of their set.

    Reports of one notebook with the same parameters in two languages share a card. The same cards in any order give
    the same bytes.
    """
    ordered = sorted(cards, key=lambda c: (-c.event_date.toordinal(), c.release, c.notebook, c.parameters, c.lang))
    releases = [_release(list(group)) for _, group in groupby(ordered, key=lambda card: card.release)]
    zh, en = in_language("zh"), in_language("en")
    first = releases[0] if len(releases) == 1 else None
    html = (
        environment()
        .get_template("index.html")
        .render(
            zh=zh,
            en=en,
            csp=POLICY,
            title=f"{first['place']['zh'] if first else ''}{zh['site']}",
            title_en=f"{first['place']['en']}: {en['site']}" if first else en["site"].capitalize(),
            releases=releases,
        )
    )
    return static.dressed(html, static.style("style.css", "index.css")).encode("utf-8", "replace")


def _release(cards: list[Card]) -> dict[str, Any]:
    """Pair the languages of each report of one release."""
    pairs: dict[tuple[str, tuple[tuple[str, str], ...]], dict[str, Card]] = {}
    for card in cards:
        pairs.setdefault((card.notebook, card.parameters), {})[card.lang] = card
    tiles = [_tile(notebook, dict(sorted(pair.items(), reverse=True))) for (notebook, _), pair in pairs.items()]
    tiles.sort(key=lambda tile: (tile["others"], tile["order"]))
    some = {lang: next((card for card in cards if card.lang == lang), cards[0]) for lang in LANGS}
    return {
        "id": cards[0].release,
        "place": {lang: card.place for lang, card in some.items()},
        "date": {lang: labels.date(cards[0].event_date, lang) for lang in LANGS},
        "tiles": tiles,
    }


def _tile(notebook: str, pair: dict[str, Card]) -> dict[str, Any]:
    any_card = next(iter(pair.values()))
    counts = {
        lang: plural(card.figures, in_language(card.lang), "figures_one", "figures")
        + ("：" if card.lang == "zh" else ": ")
        + ("，" if card.lang == "zh" else ", ").join(f"{labels.bound(b, card.lang)} {n}" for b, n in card.limits)
        for lang, card in pair.items()
    }
    return {
        "notebook": notebook,
        "order": any_card.order,
        "others": bool(any_card.parameters),
        "wide": notebook in FIRST,
        "thin": notebook in LAST,
        "cards": list(pair.values()),
        "counts": counts,
        "limits": any_card.limits,
        "number": Markup("<b>{}</b>").format(any_card.figures) if notebook in FIRST else views.large(any_card.number),
        "number_of": in_language(any_card.lang)["figures"] if notebook in FIRST else any_card.number_of,
        "numbered": bool(any_card.number),
        "accent": palette.accent({notebook}),
    }
