"""A chart of a notebook as the parts of a figure: two pictures, words, table, and the files to download."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass
from typing import Any

from ..charts import resize
from ..errors import HfdataError
from ..model import Lang
from . import svg, tables
from .markdown import bind
from .vega import VEGALITE

PHONE, DESKTOP = 358, 704  # widths of the text column in px
NAME = re.compile(r"[^a-z0-9-]+")
LONGEST_NAME = 60

Pictures = MutableMapping[str, str]  # key of a laid-out chart → the SVG that Vega drew of it


class ChartNotDrawn(HfdataError):
    """Vega could not draw a chart."""

    exit_code = 1

    def __str__(self) -> str:
        notebook, name, why = self.args
        return f"{notebook}: the chart {name!r} could not be drawn: {why}. Show it in JupyterLab to see what is wrong."


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure's parts; the words are plain text, the pictures are mark-up.

    ``specs`` are what was drawn for the phone and for wide columns, for a reader who wants to interact.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    caption: str
    table: tables.Table
    phone: str
    desktop: str
    csv: bytes
    svg: bytes
    specs: tuple[dict[str, Any], dict[str, Any]]


def chart(
    spec: dict[str, Any],
    *,
    number: int,
    plain: str,
    lang: Lang,
    notebook: str,
    taken: Collection[str] = (),
    pictures: Pictures | None = None,
) -> Chart:
    """Make a figure of a Vega-Lite specification; *number* and *plain* name it where its builder did not."""
    said = (spec.get("usermeta") or {}).get("hfdata") or {}
    name = NAME.sub("-", str(said.get("name") or "").lower()).strip("-")[:LONGEST_NAME] or f"chart-{number}"
    if name in taken:
        name = f"{name}-{number}"
    title = _told(said, spec, "title", "text") or plain or name
    subtitle = _told(said, spec, "subtitle", "subtitle")
    caption = str(said.get("caption") or "")
    table = tables.of_chart(said["table"]) if said.get("table") else tables.of_data(spec)
    alt = str(said.get("alt") or spec.get("description") or plain or title)
    ready = _harmless(spec)
    try:
        specs = resize(ready, PHONE), resize(ready, DESKTOP)
        phone = svg.clean(draw(specs[0], pictures), f"{name}-p-")
        desktop = svg.clean(draw(specs[1], pictures), f"{name}-d-")
    except (ValueError, TypeError, KeyError) as why:
        raise ChartNotDrawn(notebook, name, str(why).splitlines()[0] if str(why) else type(why).__name__) from why
    small, wide = svg.inline(phone, name="p", alt=alt), svg.inline(desktop, name="d", alt=alt)
    file = svg.alone(desktop, title=title, subtitle=subtitle, caption=caption, alt=alt, lang=lang)
    return Chart(name, bind(title), subtitle, alt, caption, table, small, wide, tables.to_csv(table), file, specs)


def draw(spec: dict[str, Any], pictures: Pictures | None = None) -> str:
    """Have Vega draw *spec* as it is laid out, or take the picture it drew before."""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "replace").decode()
    key = hashlib.sha256(f"{VEGALITE}\n{text}".encode()).hexdigest()
    if pictures is not None and (known := pictures.get(key)):
        return known
    from ..charts import drawing  # imports V8; draws with our typeface, so that text is measured alike everywhere

    drawn = drawing.svg(json.loads(text))
    if pictures is not None:
        pictures[key] = drawn
    return drawn


def _harmless(spec: dict[str, Any]) -> dict[str, Any]:
    """Copy a chart without what a page never uses: links out of marks, and the words that the page shows itself."""
    safe: dict[str, Any] = _drawable({k: v for k, v in spec.items() if k not in ("usermeta", "title", "description")})
    _drop(safe, "href")
    return safe


def _drawable(part: Any) -> Any:
    """Copy a part of a chart without characters that no SVG can hold: vl-convert ends the whole process at one."""
    if isinstance(part, str):
        return svg.NOT_XML.sub("\ufffd", part)
    if isinstance(part, dict):
        return {_drawable(key): _drawable(value) for key, value in part.items()}
    return [_drawable(each) for each in part] if isinstance(part, list) else part


def _drop(part: object, channel: str) -> None:
    if isinstance(part, dict):
        if isinstance(part.get("encoding"), dict):
            part["encoding"].pop(channel, None)
        if isinstance(part.get("mark"), dict):
            part["mark"].pop(channel, None)
        for key, inner in part.items():
            if key not in ("data", "datasets"):
                _drop(inner, channel)
    elif isinstance(part, list):
        for inner in part:
            _drop(inner, channel)


def _told(said: dict[str, Any], spec: dict[str, Any], name: str, part: str) -> str:
    """Return what the builder said, whole and on one line, unless somebody has since given the chart other words."""
    told, drawn = str(said.get(name) or ""), _words(spec.get("title"), part)
    begun = "".join(drawn.split()).removesuffix("…")
    return told if "".join(told.split()).startswith(begun) else drawn


def _words(title: object, part: str) -> str:
    found = title.get(part) if isinstance(title, dict) else title if part == "text" else ""
    return " ".join(map(str, found)) if isinstance(found, list) else str(found or "")
