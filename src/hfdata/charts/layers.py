"""Our charts as Altair's own, which can be set beside others: the rows they are drawn from go along."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import altair as alt

SIZE = re.compile(r"(?<![.\w])(?:width|height)(?!\w)")


class LayerChart(alt.LayerChart):
    """An Altair LayerChart with named rows; inside another chart (``a | b``, ``a & b``) that chart holds the rows."""

    def to_dict(self, *args: Any, context: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """Return the specification; as a part of another chart, without what only a whole may have."""
        if context is None or context.get("top_level", True):
            return super().to_dict(*args, context=context, **options)
        part = self.copy()
        rows = part.datasets
        mark = hashlib.sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()[:8]
        part.datasets = part.usermeta = alt.Undefined
        found: dict[str, Any] = alt.LayerChart.to_dict(part, *args, context=context, **options)
        # Two charts of ours have rows of the same name: each gets its own.
        for layer in found["layer"]:
            if layer.get("data", {}).get("name") in rows:
                layer["data"]["name"] += f"_{mark}"
        context.setdefault("datasets", {}).update({f"{name}_{mark}": each for name, each in rows.items()})
        return {key: _sized(each, found) for key, each in found.items()}


def _sized(part: Any, size: dict[str, Any]) -> Any:
    """Put numbers where expressions ask for the chart's width or height: beside another, there is no one such width."""
    if isinstance(part, list):
        return [_sized(each, size) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        key: SIZE.sub(lambda m: str(size[m[0]]), each)
        if key in ("expr", "signal") and isinstance(each, str)
        else _sized(each, size)
        for key, each in part.items()
    }
