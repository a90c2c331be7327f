"""What a chart can do once a reader asks to interact: point at a row and the others fade; zoom along its scale."""

from __future__ import annotations

from typing import Any

from ..charts.layout import copied

Spec = dict[str, Any]
PICK, ZOOM = "hf_pick", "hf_zoom"
FADED = 0.25
KEY = "tip"  # each row of a chart of ours says in it what it shows; it names the row here


def lively(spec: Spec) -> Spec:
    """Return *spec* with highlighting and zooming where its layers allow it; any other chart as it is."""
    layers = spec.get("layer")
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        return spec
    made: Spec = copied(spec)
    named = {name for name, rows in (spec.get("datasets") or {}).items() if _has_key(rows)}
    own = [layer for layer in made["layer"] if (layer.get("data") or {}).get("name") in named]
    areas = [layer for layer in own if _mark(layer).get("fill") == "transparent"]
    if len(areas) == 1:
        select = {"type": "point", "fields": [KEY], "on": "pointerover", "clear": "pointerout"}
        areas[0].setdefault("params", []).append({"name": PICK, "select": select})
        for layer in own:
            if layer is not areas[0] and "opacity" not in layer.get("encoding", {}):
                faded = {"condition": {"param": PICK, "value": 1}, "value": FADED}
                layer.setdefault("encoding", {})["opacity"] = faded
    scaled = [layer for layer in made["layer"] if _has_scale(layer)]
    if scaled:
        zoom = {"name": ZOOM, "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}
        scaled[0].setdefault("params", []).append(zoom)
        for layer in scaled:
            layer["mark"] = {**_mark(layer), "clip": True}
    return made


def _has_key(rows: object) -> bool:
    return isinstance(rows, list) and bool(rows) and all(isinstance(row, dict) and KEY in row for row in rows)


def _mark(layer: Spec) -> Spec:
    mark = layer.get("mark")
    return mark if isinstance(mark, dict) else {"type": mark}


def _has_scale(layer: Spec) -> bool:
    x = (layer.get("encoding") or {}).get("x") or {}
    return "field" in x and x.get("type") == "quantitative" and x.get("scale", {}) is not None
