"""Renew the README's picture: the overview on a phone and on a desktop. Needs Chromium; run after `make reports`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "reports" / "haifeng-2023-11-01"
SHOTS = (("en", 1280, 1184, "width:806px"), ("zh", 390, 912, "width:311px"))  # cut where nothing is cut through
FRAME = "border-radius:14px;box-shadow:0 1px 3px #0003,0 12px 40px #0002;overflow:hidden;display:block"

if __name__ == "__main__":
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        pictures = []
        for lang, width, height, style in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=2)
            page.goto((REPORT / lang / "overview.html").as_uri())
            path = ROOT / "docs" / "images" / f".{lang}.png"
            page.screenshot(path=path)
            pictures.append(f'<img src="{path.as_uri()}" style="{style};{FRAME}">')
        board = ROOT / "docs" / "images" / ".board.html"
        board.write_text(
            '<!doctype html><body style="margin:0;padding:36px;background:#e9eef0;width:1153px;'
            'display:flex;gap:36px;align-items:start">' + "".join(pictures)
        )
        page = browser.new_page(viewport={"width": 1225, "height": 100}, device_scale_factor=1.25)
        page.goto(board.as_uri())
        page.locator("body").screenshot(path=ROOT / "docs" / "images" / "overview.png")
        browser.close()
    for scrap in (ROOT / "docs" / "images").glob(".*"):
        scrap.unlink()
