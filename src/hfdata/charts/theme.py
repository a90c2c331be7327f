"""How charts look and how a notebook shows them: fonts, quiet axes, and the one renderer that draws everywhere."""

from __future__ import annotations

from typing import Any

import altair as alt

from .. import fonts
from . import palette

MIME = "application/vnd.vegalite.v5+json"  # JupyterLab 4 draws 3 to 5 only, untrusted and offline; Altair's own is 6
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
NAME = "hfdata"
CATEGORY = [palette.SEA.solid.light, *(a.solid.light for a in palette.ACCENTS.values())]


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration of the house style."""
    axis = {
        "labelColor": palette.SOFT.light,
        "titleColor": palette.SOFT.light,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": palette.LINE.light,
        "domainColor": palette.RULE.light,
        "tickColor": palette.RULE.light,
        "labelLimit": 320,
    }
    return {
        "font": f"{fonts.FAMILY}, sans-serif",
        "background": None,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"grid": False, "domain": False, "ticks": False},
        "legend": {"labelFontSize": 13, "titleFontSize": 12, "labelColor": palette.INK.light, "orient": "top"},
        "title": {"anchor": "start", "fontSize": 20, "color": palette.INK.light, "subtitleColor": palette.SOFT.light},
        "text": {"fontSize": 13, "fill": palette.INK.light},
        "bar": {"fill": palette.SEA.solid.light},
        "point": {"stroke": palette.SEA.solid.light, "strokeWidth": 2},
        "line": {"stroke": palette.SEA.solid.light, "strokeWidth": 2},
        "range": {"category": CATEGORY},
    }


def use_theme() -> None:
    """Draw every chart of this session in the house style and as one MIME type; show frames as data, too.

    Works in JupyterLab (trusted or not, offline), under papermill and nbconvert, and does no harm in plain Python or
    when called again.

    >>> use_theme()
    >>> use_theme()
    """
    import pandas as pd

    alt.theme.register(NAME, enable=True)(lambda: alt.theme.ThemeConfig({"config": config()}))  # type: ignore[typeddict-item]
    alt.renderers.register(NAME, bundle)
    alt.renderers.enable(NAME)
    alt.data_transformers.disable_max_rows()
    pd.set_option("display.html.table_schema", True)


def bundle(spec: dict[str, Any], **_: object) -> dict[str, Any]:
    """Return what a notebook stores for a chart: the specification, and its alternative text as plain text."""
    words = spec.get("usermeta", {}).get("hfdata", {})
    plain = words.get("alt") or spec.get("description") or "Vega-Lite chart"
    return {MIME: {**spec, "$schema": SCHEMA}, "text/plain": plain}
