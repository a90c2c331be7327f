"""Style and scripts of the pages, made small, and the files that pages share."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import MutableMapping
from functools import cache
from importlib.resources import files

from .vega import bundle

DIGITS = 12
RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")  # those inside @media, too
CLASS = re.compile(r"\.([a-z][\w-]*)")
CLASSES = re.compile(r' class="([^"]*)"')
BY_SCRIPT = {"alone", "js", "late", "live"}
BLANKS = re.compile(r'("[^"]*")|\s*([=+*/<>(){},;:?&|-])\s*')  # around signs, outside strings


def assets(kept: MutableMapping[str, str] | None = None) -> dict[str, bytes]:
    """Return the shared files by name: what a page loads once a reader asks to interact. *kept* keeps the bundle."""
    return {vega_name(): bundle(kept).encode(), loader_name(): _loader().encode()}


@cache
def vega_name() -> str:
    """Name the bundle by its content."""
    return f"vega-{_sha256(bundle())[:DIGITS]}.js"


@cache
def loader_name() -> str:
    """Name the small script that offers interaction by its content."""
    return f"interactive-{_sha256(_loader())[:DIGITS]}.js"


def _loader() -> str:
    return script("interactive.js").replace("VEGA", vega_name())


def inline(text: str) -> tuple[str, ...]:
    """Return the scripts that a page with everything inside carries: the bundle, held back until it is asked for."""
    harmless = re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE).replace("<!--", r"<\!--")
    return (harmless, script("interactive.js"))


@cache
def style(*names: str) -> str:
    """Join style sheets and squeeze out what a browser does not need."""
    return squeeze("\n".join(read(name) for name in names))


def squeeze(text: str) -> str:
    """Take comments and blanks out of a style sheet."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return re.sub(r": ", ":", text).replace(";}", "}").strip()


def dressed(html: str, style: str) -> str:
    """Put into a page's empty style element the rules of *style* that it has a use for.

    A selector that asks for a class which nothing on the page has, and no script of ours gives, is left out.
    """
    worn = BY_SCRIPT.union(*(names.split() for names in CLASSES.findall(html)))

    def kept(rule: re.Match[str]) -> str:
        fit = [one for one in rule[1].split(",") if worn.issuperset(CLASS.findall(one))]
        return f"{','.join(fit)}{{{rule[2]}}}" if fit else ""

    needed = re.sub(r"@media[^{}]+\{\}", "", RULE.sub(kept, style))
    return html.replace("<style></style>", f"<style>{needed}</style>", 1)


@cache
def script(name: str) -> str:
    """Take comments and blanks out of one of our scripts, which end every statement with a semicolon."""
    lines = (re.sub(r"^\s*//.*| // .*|/\* .*? \*/", "", line).strip() for line in read(name).splitlines())
    return BLANKS.sub(lambda found: found[1] or found[2], "\n".join(line for line in lines if line))


def read(name: str) -> str:
    """Read a file of the template folder."""
    return files("hfdata.report").joinpath("template", name).read_text("utf-8")


def content_hash(text: str) -> str:
    """Name a script in a Content-Security-Policy."""
    return "sha256-" + _base64(hashlib.sha256(text.encode("utf-8")).digest())


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
