"""An executed notebook → a page that opens anywhere, and an index of such pages."""

from .cells import NotAReport
from .chart import ChartNotDrawn
from .compose import card
from .facts import context
from .front import index
from .layout import page, single_file
from .records import Card, Link, PageContext, Row
from .static import assets
from .vega import bundle

__all__ = [
    "Card",
    "ChartNotDrawn",
    "Link",
    "NotAReport",
    "PageContext",
    "Row",
    "assets",
    "bundle",
    "card",
    "context",
    "index",
    "page",
    "single_file",
]
