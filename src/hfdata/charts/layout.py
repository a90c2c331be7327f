"""From marks and rows to a chart, and from a chart to the same chart at another width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import altair as alt

from . import cells, grid, key, rows, theme
from .layers import LayerChart, built
from .palette import INK, SOFT
from .text import wrap

Spec = dict[str, Any]
Datasets = dict[str, list[dict[str, Any]]]
WIDE = 704
PLACE: dict[str, Callable[[Datasets, int, int], float]] = {  # by the dataset a chart of ours is drawn from
    rows.DATASET: rows.place,
    cells.GROUPS: cells.place,
    grid.TILES: grid.place_tiles,
    grid.LINES: grid.place_matrix,
}
AXIS_ROOM, EDGE = 24, 2  # px below a plot with and without an axis
TITLE, TITLE_LINE, SUBTITLE, SUBTITLE_LINE = 20, 26, 14, 20


def chart(layers: Sequence[alt.Chart], datasets: Datasets, words: dict[str, Any], width: int = WIDE) -> alt.LayerChart:
    """Join *layers* into an Altair chart laid out for *width* px; *words* is its ``usermeta.hfdata``."""
    theme.see_to_it()
    height = _place(datasets, width)
    return built(
        LayerChart(
            layer=list(layers),
            datasets=datasets,
            width=width,
            height=height,
            title=heading(words, width),
            usermeta={"hfdata": words},
        )
    )


def heading(words: dict[str, Any], width: int) -> alt.TitleParams:
    """Return a chart's own title for notebooks and pictures; a page prints title and subtitle itself."""
    return alt.TitleParams(
        text=wrap(words["title"], width, TITLE, bold=True, lines=4) or [""],
        subtitle=wrap(words["subtitle"], width, SUBTITLE, lines=3),
        anchor="start",
        frame="group",
        color=INK.light,
        subtitleColor=SOFT.light,
        fontSize=TITLE,
        lineHeight=TITLE_LINE,
        subtitleFontSize=SUBTITLE,
        subtitleLineHeight=SUBTITLE_LINE,
        subtitlePadding=6,
        offset=16,
    )


def resize(spec: Spec, width: int) -> Spec:
    """Return *spec* laid out for a column of *width* px, without its title; *spec* itself is not changed.

    A chart of this package keeps its type size and is exactly *width* px wide. Any other chart gets the width and
    is asked to fit into it; one made of several (concat, facet, repeat) cannot be, and stays as it is.

    >>> resize({"mark": "bar", "title": "Bars", "width": 600}, 358)["width"]
    358
    """
    laid: Spec = copied(spec)
    laid.pop("title", None)
    datasets = laid.get("datasets") or {}
    ours = [name for name in PLACE if name in datasets]
    if ours:
        laid["height"] = _place(datasets, width)
        laid["width"] = width
        laid["autosize"] = {"type": "none"}
        laid["padding"] = {"left": 0, "right": 0, "top": EDGE, "bottom": AXIS_ROOM if _has_axis(laid) else EDGE}
    elif not {"hconcat", "vconcat", "concat", "facet", "repeat"} & laid.keys():
        laid["width"] = width
        laid["autosize"] = {"type": "fit-x", "contains": "padding"}
    laid["config"] = styled(laid.get("config", {}))
    return laid


def copied(part: Any) -> Any:
    """Return a specification, or a part of one, that shares nothing that can be changed; faster than copy.deepcopy.

    >>> spec = {"layer": [{"mark": "bar"}]}
    >>> copied(spec) == spec, copied(spec)["layer"] is spec["layer"]
    (True, False)
    """
    if isinstance(part, dict):
        return {key: copied(value) for key, value in part.items()}
    return [copied(each) for each in part] if isinstance(part, list) else part


def styled(config: Spec) -> Spec:
    """Return the house style under what *config* asks for, group by group."""
    made = theme.config()
    for group, asked in config.items():
        both = isinstance(made.get(group), dict) and isinstance(asked, dict)
        made[group] = {**made[group], **asked} if both else asked
    return made | {"background": None}


def _place(datasets: Datasets, width: int) -> float:
    top = key.place(datasets, width)
    return max((place(datasets, width, top) for name, place in PLACE.items() if name in datasets), default=top)


def _has_axis(spec: Spec) -> bool:
    encodings = [layer.get("encoding", {}) for layer in [spec, *spec.get("layer", ())]]
    return any("x" in e and "scale" in e["x"] and e["x"].get("axis", True) and e["x"]["scale"] for e in encodings)
