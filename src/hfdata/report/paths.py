"""SVG paths: move them where their ``transform`` says, and write many like marks as one."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
MOVED = re.compile(r"translate\((-?[\d.]+)(?:,\s*(-?[\d.]+))?\)")
START = re.compile(r"M(-?[\d.]+),(-?[\d.]+)")
APART = {"data-tip", "id", "transform", "opacity", "fill-opacity", "stroke-opacity"}  # what may not be joined
AREA = re.compile(r"[hH](-?[\d.]+)[vV](-?[\d.]+)")
NUMBERS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}  # of each command


def shift(path: str, dx: float, dy: float) -> str | None:
    """Return *path* moved by (*dx*, *dy*) and, after its start, relative; ``None`` if it cannot be read.

    Like marks in different places thus read the same but for their start.

    >>> shift("M-5,-5h10v10h-10Z", 20.5, 5), shift("M5,0A5,5,0,1,1,-5,0", 1, 1)
    ('M15.5,0h10v10h-10Z', 'M6,1a5,5,0,1,1,-10,0')
    """
    steps = _steps(path)
    if not steps or steps[0][0] != "M":
        return None
    out, x, y, start = "", 0.0, 0.0, (0.0, 0.0)
    for at, (command, numbers) in enumerate(steps):
        kind = command.upper()
        if kind == "Z":
            out, (x, y) = out + "Z", start
            continue
        if command == kind:  # absolute: take off where the pen is
            back = {"H": [x], "V": [y], "A": [0, 0, 0, 0, 0, x, y]}.get(kind, [x, y] * (len(numbers) // 2))
            numbers = [number - less for number, less in zip(numbers, back, strict=True)]
        step = {"H": (numbers[0], 0.0), "V": (0.0, numbers[0])}.get(kind, (*numbers[-2:], 0.0)[:2])
        x, y = x + step[0], y + step[1]
        if kind == "M":
            start = x, y
        first = at == 0
        written = [numbers[0] + dx, numbers[1] + dy] if first else numbers
        out += (kind if first else kind.lower()) + ",".join(map(short, written))
    return out


def _steps(path: str) -> list[tuple[str, list[float]]]:
    """Cut a path into commands with their numbers; empty if it holds anything else than Vega writes."""
    found: list[tuple[str, list[float]]] = []
    for token in TOKEN.findall(path):
        if token.isalpha():
            found.append((token, []))
        elif found:
            found[-1][1].append(float(token))
    return found if all(len(n) == NUMBERS.get(c.upper(), -1) for c, n in found) else []


def short(number: float) -> str:
    """Write a coordinate to a hundredth of a pixel.

    >>> short(51.0244140625), short(-0.001), short(3.0)
    ('51.02', '0', '3')
    """
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def settle(element: ET.Element) -> None:
    """Write a translation into the coordinates of a path or a line of text."""
    moved = MOVED.fullmatch(element.get("transform", "translate(0)"))
    if element.tag == "line" and moved:
        _straighten(element)
    if not moved or "transform" not in element.attrib:
        return
    dx, dy = float(moved[1]), float(moved[2] or 0)
    if element.tag == "path" and (path := shift(element.get("d", ""), dx, dy)):
        element.set("d", path)
        del element.attrib["transform"]
    elif element.tag == "text" and not len(element) and not {"x", "y"} & element.attrib.keys():
        element.attrib |= {"x": short(dx), "y": short(dy)}
        del element.attrib["transform"]


def merge(parent: ET.Element) -> None:
    """Join neighbouring paths that look the same: a square for each of 351 persons is one path, not 351."""
    run: list[ET.Element] = []
    for child in [*parent, ET.Element("end")]:
        if run and _look(child) == _look(run[0]):
            run.append(child)
            parent.remove(child)
            continue
        if len(run) > 1:
            run[0].set("d", _joined([each.get("d", "") for each in run]))
        run = [child] if child.tag == "path" and not APART & child.attrib.keys() else []


def _look(element: ET.Element) -> tuple[str, dict[str, str]]:
    return element.tag, {key: value for key, value in element.attrib.items() if key != "d"}


def _joined(drawn: list[str]) -> str:
    """Write paths one after the other; a closed figure that only stands elsewhere as a step from the one before."""
    out, before = "", None
    for path in drawn:
        start = START.match(path)
        here = (float(start[1]), float(start[2]), path[start.end() :]) if start else None
        if here and before and here[2] == before[2] and here[2].endswith("Z"):
            out += f"m{short(here[0] - before[0])},{short(here[1] - before[1])}{here[2]}"
        else:
            out += path
        before = here
    return out


def _straighten(line: ET.Element) -> None:
    """Make a path of a line, so that it can be joined with its like."""
    x, y, right, low = (float(line.attrib.pop(key, 0)) for key in ("x1", "y1", "x2", "y2"))
    across, down = short(right - x), short(low - y)
    stroke = f"h{across}" if down == "0" else f"v{down}" if across == "0" else f"l{across},{down}"
    line.tag = "path"
    line.set("d", f"M{short(x)},{short(y)}{stroke}")


def area(path: str) -> float:
    """Return how large the rectangle of a path is, 0 for other shapes; for choosing what is easiest to hit."""
    found = AREA.search(path)
    return abs(float(found[1]) * float(found[2])) if found else 0.0
