"""How charts look and how a notebook shows them: fonts, quiet axes, and the one renderer that draws everywhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import altair as alt

from .. import fonts
from . import drawing, palette

MIME = "application/vnd.vegalite.v5+json"  # JupyterLab 4 draws 3 to 5 only, untrusted and offline; Altair's own is 6
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
NAME = "hfdata"
PAPER = "#ffffff"  # inks are dark: on a dark notebook a chart brings its own paper; a page takes it away again
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
        "background": PAPER,
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


def use_theme(*, pictures: bool | None = None) -> None:
    """Draw every chart of this session in the house style and as one MIME type; show frames as data, too.

    Works in JupyterLab (trusted or not, offline), under papermill and nbconvert, and does no harm in plain Python or
    when called again. With *pictures* each chart is stored as an SVG picture as well, for whatever draws no Vega-Lite:
    nbconvert's HTML, a code host's view of the notebook. Left out, it is on under nbconvert only: JupyterLab draws
    the chart itself, a page of ``hfdata run`` has its own drawing, and papermill is to give what ``hfdata run`` gives.
    It costs a third of a second once, then some 30 ms and 10 KB a chart; ``HFDATA_PICTURES`` (0 or 1) sets it from
    outside.

    >>> use_theme()
    >>> use_theme(pictures=True)
    """
    import pandas as pd

    alt.theme.register(NAME, enable=True)(lambda: alt.theme.ThemeConfig({"config": config()}))  # type: ignore[typeddict-item]
    _enable_renderer(_pictures_wanted() if pictures is None else pictures)
    alt.data_transformers.disable_max_rows()
    pd.set_option("display.html.table_schema", True)


def see_to_it() -> None:
    """In a notebook that has chosen no renderer choose ours: Altair's own needs a network, and would stay blank.

    Whoever has chosen a renderer or a theme keeps it; outside notebooks nothing is changed.
    """
    prompt = sys.modules.get("IPython")
    if prompt is None or prompt.get_ipython() is None or alt.renderers.active != "default":
        return
    if alt.theme.active == "default":
        use_theme()
    else:
        _enable_renderer(_pictures_wanted())


def _enable_renderer(pictures: bool) -> None:
    alt.renderers.register(NAME, bundle)
    alt.renderers.enable(NAME, pictures=pictures)


def _pictures_wanted() -> bool:
    asked = os.environ.get("HFDATA_PICTURES", "")
    return asked != "0" if asked else not {"nbconvert", "jupyter-nbconvert"}.isdisjoint(_started_by())


def _started_by() -> list[str]:
    """Return the first words of the command that started this process, without folders; none where it is not known."""
    import psutil  # with ipykernel; outside a kernel nobody asks

    try:
        parent = psutil.Process().parent()
        return [Path(word).name for word in parent.cmdline()[:3]] if parent else []
    except psutil.Error:
        return []


def bundle(spec: dict[str, Any], pictures: bool = False, **_: object) -> dict[str, Any]:
    """Return what a notebook stores for a chart: the specification, its alternative text, and perhaps a picture."""
    words = spec.get("usermeta", {}).get("hfdata", {})
    plain = words.get("alt") or spec.get("description") or "Vega-Lite chart"
    made = {MIME: {**spec, "$schema": SCHEMA}, "text/plain": plain}
    if pictures and (drawn := _picture(spec, plain)):
        made["image/svg+xml"] = drawn
    return made


def _picture(spec: dict[str, Any], plain: str) -> str:
    try:
        return drawing.inline(spec, plain)
    except ValueError:  # data behind an address, say: nothing is fetched, and the specification is still there
        return ""
