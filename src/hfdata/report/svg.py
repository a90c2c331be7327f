"""Vega's SVG, made fit for a page: small, accessible, its tips in ``data-tip``, and a version that stands alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # only ever given what vl-convert wrote
from collections.abc import Iterator

from ..charts import palette
from ..charts.text import wrap
from . import paths

NAMESPACE = "http://www.w3.org/2000/svg"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
LOCAL_REFERENCE = re.compile(r"url\(#([^)]+)\)")
NOWHERE = re.compile(r"translate\(0,\s*0\)")
# Vega spells these out on every element; the page's style or SVG's own defaults say the same.
NOISE = {
    "pointer-events",
    "style",
    "font-family",
    "cursor",
    "href",
    "target",
    "title",
    "class",
    "role",
    "stroke-miterlimit",
}
NOT_MARKS = {None, "axis", "legend", "title", "group mark container"}
DEFAULTS = {
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "font-weight": "normal",
    "text-anchor": "start",
}
INHERITED = ("fill", "stroke", "font-size", "font-weight", "text-anchor", "stroke-dasharray", "stroke-width")
SYSTEM_FONTS = "'PingFang SC','HarmonyOS Sans SC',MiSans,'Noto Sans CJK SC','Microsoft YaHei',sans-serif"


def clean(svg: str, prefix: str) -> ET.Element:
    """Return the drawing alone: no titles, no empty groups, no roles; ids begin with *prefix*.

    What Vega wrote into a mark's ``aria-label`` is kept in ``data-tip``.
    """
    root = ET.fromstring(NOT_XML.sub("\ufffd", svg))
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    _prune(root)
    for element in root.iter():
        _attributes(element, prefix)
        paths.settle(element)
    _once(root)
    _hoist(root)
    _splice(root)
    for element in root.iter():
        paths.merge(element)
    _prune_empty(root)
    return root


def inline(drawing: ET.Element, *, name: str, alt: str) -> str:
    """Write a cleaned drawing for the inside of a page: one picture with one description."""
    root = ET.Element("svg", {"class": name, "role": "img", "aria-label": _xml(alt)})
    root.attrib.update({key: drawing.attrib[key] for key in ("viewBox", "width", "height") if key in drawing.attrib})
    root.extend(drawing)
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def alone(drawing: ET.Element, *, title: str, subtitle: str, caption: str, alt: str, lang: str) -> bytes:
    """Write a cleaned drawing as a file that can be shown by itself, with its title above and its source below."""
    width, height = (float(part) for part in drawing.attrib["viewBox"].split()[2:])
    margin, lines = 24.0, [*_lines(title, width, 20, bold=True), *_lines(subtitle, width, 14)]
    root = ET.Element("svg", {"xmlns": NAMESPACE, "lang": lang, "role": "img", "font-family": SYSTEM_FONTS})
    ET.SubElement(root, "title").text = _xml(title)
    ET.SubElement(root, "desc").text = _xml(alt)
    paper = ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#fff"})
    y = margin
    for words, size, weight, ink in lines:
        y += size * 1.3
        _write(root, words, margin, y - size * 0.3, size, weight, ink)
    y += 12
    body = ET.SubElement(root, "g", {"transform": f"translate({paths.short(margin)},{paths.short(y)})", "fill": "none"})
    body.extend(drawing)
    y += height + 8
    for words, size, weight, ink in _lines(caption, width, 12):
        y += size * 1.5
        _write(root, words, margin, y - 4, size, weight, ink)
    box = {"width": paths.short(width + 2 * margin), "height": paths.short(y + margin)}
    root.attrib.update(box | {"viewBox": f"0 0 {box['width']} {box['height']}"})
    paper.attrib.update(box)
    return ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


def _lines(words: str, width: float, size: int, *, bold: bool = False) -> Iterator[tuple[str, int, str, str]]:
    for line in wrap(words, width, size, bold=bold, lines=6):
        yield line, size, *(("700", palette.INK.light) if bold else ("400", palette.SOFT.light))


def _write(root: ET.Element, words: str, x: float, y: float, size: int, weight: str, ink: str) -> None:
    attributes = {"x": paths.short(x), "y": paths.short(y), "font-size": str(size), "font-weight": weight, "fill": ink}
    ET.SubElement(root, "text", attributes).text = _xml(words)


def _prune(root: ET.Element) -> None:
    """Take out what is never seen: titles (the page has its own), empty backgrounds, foregrounds, outside pictures."""
    for parent in list(root.iter()):
        for child in list(parent):
            classes = child.get("class", "").split()
            hidden = child.get("display") == "none"
            blank = "background" in classes and not ({"fill", "stroke"} & child.attrib.keys())
            paper = parent is root and child.tag == "rect"
            outside = child.tag in ("image", "use", "script", "style", "foreignObject")
            if hidden or blank or paper or outside or "role-title" in classes:
                parent.remove(child)
            elif child.tag == "a":
                child.tag = "g"


def _attributes(element: ET.Element, prefix: str) -> None:
    tip, kind = element.get("aria-label"), element.get("aria-roledescription")
    for key in list(element.attrib):
        value = element.attrib[key]
        if (
            "}" in key
            or key.startswith(("aria-", "on"))
            or key in NOISE
            or DEFAULTS.get(key) == value
            or (key == "transform" and NOWHERE.fullmatch(value))
        ):
            del element.attrib[key]
        elif key == "id":
            element.attrib[key] = prefix + value
        else:
            value = LOCAL_REFERENCE.sub(lambda found: f"url(#{prefix}{found[1]})", value)
            element.attrib[key] = LONG_NUMBER.sub(lambda found: paths.short(float(found[0])), value)
    if element.get("stroke-width") == "0":
        element.attrib.pop("stroke", None)
        del element.attrib["stroke-width"]
    if tip and kind not in NOT_MARKS and tip != element.text:
        element.set("data-tip", tip)


def _once(root: ET.Element) -> None:
    """Leave each tip on one element, the one that is easiest to hit; the style lets all others be pointed through."""
    best: dict[str, ET.Element] = {}
    for element in root.iter():
        if tip := element.get("data-tip"):
            rival = best.setdefault(tip, element)
            if paths.area(element.get("d", "")) > paths.area(rival.get("d", "")):
                best[tip] = element
    for element in root.iter():
        if best.get(element.get("data-tip", ""), element) is not element:
            del element.attrib["data-tip"]


def _splice(root: ET.Element) -> None:
    """Replace groups that say nothing by what they hold."""
    for parent in root.iter():
        at = 0
        while at < len(parent):
            child = parent[at]
            if child.tag == "g" and not child.attrib:
                parent[at : at + 1] = list(child)
            else:
                at += 1


def _hoist(root: ET.Element) -> None:
    """Say once on the group what every one of its elements says."""
    for group in root.iter("g"):
        if len(group) < 2:
            continue
        first, *others = group
        for key in INHERITED:
            value = first.get(key)
            if value is not None and key not in group.attrib and all(other.get(key) == value for other in others):
                group.set(key, value)
                for child in group:
                    del child.attrib[key]


def _prune_empty(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "g" and not len(child):
                parent.remove(child)


def _xml(words: str) -> str:
    return NOT_XML.sub("\ufffd", words)
