"""Write the data dictionary, the gallery with its pictures and the API reference anew: ``make docs``."""

from __future__ import annotations

from pathlib import Path

import hfdata as hf

from . import api, dictionary, gallery

ROOT = Path(__file__).resolve().parents[2]


PAGES = {"data-dictionary.md": dictionary.page, "gallery.md": gallery.page, "api.md": api.page}


def main() -> None:
    """Write all pages and pictures, and remove pictures of charts that are no more."""
    docs, data = ROOT / "docs", hf.load(ROOT / "data", strict=True)
    for name, page in PAGES.items():
        (docs / name).write_text(page(data), "utf-8")
    pictures = docs / gallery.PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    drawn = gallery.pictures(data)
    for stale in {p.name for p in pictures.glob("*.svg")} - drawn.keys():
        (pictures / stale).unlink()
    for name, svg in drawn.items():
        (pictures / name).write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
