"""Vega, Vega-Lite and Vega-Embed as one script, which draws a chart anew once a reader asks to interact.

vl-convert puts it together and needs three seconds for that, so what the locked version makes lies here, named by the
versions it is of (``make vega`` writes it, a test says whether it is current). Another version is asked for its own.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from importlib.metadata import version
from pathlib import Path

VEGALITE = "6.4"


def path() -> Path:
    """Say where the script for the installed vl-convert lies, if it does."""
    return Path(__file__).parent / f"vega-lite-{VEGALITE}-vl-convert-{version('vl-convert-python')}.js"


def bundle(kept: MutableMapping[str, str] | None = None) -> str:
    """Return the script (900 KB); *kept* keeps one that had to be made."""
    try:
        return path().read_text("utf-8")
    except FileNotFoundError:
        pass
    text = kept.get(path().name) if kept is not None else None
    if not text:
        text = made()
        if kept is not None:
            kept[path().name] = text
    return text


def made() -> str:
    """Have vl-convert put the script together."""
    import vl_convert

    return str(vl_convert.javascript_bundle(vl_version=VEGALITE))  # type: ignore[call-arg]
