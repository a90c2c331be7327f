"""How heavy the pages are and how soon they show: ``python benchmarks/pages.py [REPORTS] [--check] [--stock]``.

For each report: bytes, bytes after gzip, and, in Chromium at 390 px with a CPU four times slower, when the first chart
stands on the screen (median, and the best: what else the machine does only ever adds), the largest contentful paint, and
the layout shift. ``--check`` leaves with 1 where a limit of the project is broken, times by their best; ``--stock`` measures what nbconvert makes of the same executed notebooks, with the network blocked.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
LIMITS = {"bytes": 150_000, "gzip": 25_000, "best": 500.0, "shift": 0.0}  # ms for the first chart
RUNS = 5
EMPTY = "<!doctype html><html lang=en><title>x</title><h1>0 你好</h1><p class=pic><svg width=9 height=9><rect/></svg>"
WATCH = """
window.seen = {chart: 0, lcp: 0, shift: 0};
const watch = (type, act) => new PerformanceObserver(l => l.getEntries().forEach(act)).observe({type, buffered: true});
watch('largest-contentful-paint', e => seen.lcp = e.startTime);
watch('layout-shift', e => seen.shift += e.value);
(function look() {
  const charts = document.querySelectorAll('.pic svg, .vega-embed svg, .vega-embed canvas, .jp-RenderedImage img');
  if ([...charts].some(c => c.getClientRects().length)) requestAnimationFrame(() => seen.chart = performance.now());
  else if (performance.now() < 4000) requestAnimationFrame(look);
})();
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="?", type=Path, default=Path("reports"))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--stock", action="store_true")
    asked = parser.parse_args()
    pages = sorted(p for p in asked.reports.glob("*/*/*.html") if not p.name.endswith(".single.html"))
    if not pages:
        print(f"{asked.reports}: no reports; make them with `hfdata run`", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        measured = {page: measure(page) for page in pages} if not asked.stock else stock(pages, Path(folder))
        empty = Path(folder) / "an" / "empty" / "page.html"
        empty.parent.mkdir(parents=True)
        empty.write_text(EMPTY, "utf-8")
        measured[empty] = measure(empty)
        shown = timed(list(measured))
    rest = shown.get(empty, {}).get("best", 0.0)
    limits = LIMITS | {"best": max(LIMITS["best"], 3 * rest)}  # a busy machine is slow with any page
    print(f"{'report':<40}{'bytes':>10}{'gzip':>9}{'first chart':>13}{'best':>8}{'LCP':>8}{'shift':>8}")
    broken = []
    for page, facts in measured.items():
        facts |= shown.get(page, {})
        times = [f"{facts[key]:.0f} ms" if facts.get(key) else "–" for key in ("chart", "best", "lcp")]
        shift = f"{facts['shift']:.3f}" if "shift" in facts else "–"
        name = "/".join(page.parts[-3:])
        print(f"{name:<40}{facts['bytes']:>10,}{facts['gzip']:>9,}{times[0]:>13}{times[1]:>8}{times[2]:>8}{shift:>8}")
        broken += [
            f"{name}: {key} {facts[key]:.0f} > {most:.0f}" for key, most in limits.items() if facts.get(key, 0) > most
        ]
    measured.pop(empty)
    for key, unit in (("bytes", ""), ("gzip", ""), ("chart", " ms"), ("best", " ms")):
        values = [facts[key] for facts in measured.values() if facts.get(key)]
        if values:
            print(f"{key}: median {statistics.median(values):,.0f}{unit}, most {max(values):,.0f}{unit}")
    if asked.check and broken:
        print(*broken, sep="\n", file=sys.stderr)
    return 1 if asked.check and broken else 0


def measure(page: Path) -> dict[str, float]:
    raw = page.read_bytes()
    return {"bytes": len(raw), "gzip": len(gzip.compress(raw, mtime=0))}


def stock(pages: list[Path], folder: Path) -> dict[Path, dict[str, float]]:
    """Convert the executed notebooks as ``jupyter nbconvert --to html`` does."""
    import nbconvert

    made = {}
    for page in pages:
        html, _ = nbconvert.HTMLExporter().from_filename(str(page.with_suffix(".ipynb")))
        target = folder / page.parts[-3] / page.parts[-2] / page.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, "utf-8")
        made[target] = measure(target)
    return made


def timed(pages: list[Path]) -> dict[Path, dict[str, float]]:
    """Open all pages in turn, several times over, so that a slow minute hits all; nothing where there is no Chromium."""
    chromium = os.environ.get("HFDATA_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no Chromium: times are left out (apt-get install chromium)", file=sys.stderr)
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        rounds = [[visit(browser, page) for page in pages] for _ in range(RUNS)]
        browser.close()
    return {page: _summary(visits) for page, visits in zip(pages, zip(*rounds, strict=True), strict=True)}


def _summary(visits: Sequence[dict[str, float]]) -> dict[str, float]:
    middle = {key: statistics.median(each[key] for each in visits) for key in ("chart", "lcp")}
    return middle | {"best": min(each["chart"] for each in visits), "shift": max(each["shift"] for each in visits)}


def visit(browser: Any, page: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    tab = context.new_page()
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    tab.add_init_script(WATCH)
    tab.goto(page.resolve().as_uri())
    tab.wait_for_function("window.seen.chart || !document.querySelector('.pic svg, .vega-embed, .jp-RenderedImage')")
    tab.wait_for_timeout(300)
    seen: dict[str, float] = tab.evaluate("window.seen")
    context.close()
    return seen


if __name__ == "__main__":
    raise SystemExit(main())
