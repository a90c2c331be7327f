"""What Tab offers in a notebook besides IPython's own: the words of the data, inside quotation marks of our calls."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from .model import LANGS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .dataset import Dataset

    Words = Callable[[Dataset], Iterable[str]]

KEYWORDS: dict[str, Words] = {
    "release": lambda data: data.releases,
    "domain": lambda data: (name for d in data.domains.values() for name in (d.id, d.name_zh, d.name_en)),
    "indicator": lambda data: data._ipython_key_completions_(),
    "status": lambda _: STATUSES,
    "lang": lambda _: LANGS,
    "limits": lambda _: ("stated", "convention"),
    "style": lambda _: ("gbt7714", "plain", "bibtex"),
}
FIRST = {
    "release": "release",
    "domain": "domain",
    **dict.fromkeys(("indicator", "figure", "figures", "find"), "indicator"),
}
CALLS = {*FIRST, "Story", "cite", "quoted", "basis", "limit_bars", "tiles", "counts", "coverage", "periods", "rates"}
SENTENCES = {"say", "text", "points"}
# The innermost call up to the cursor, the arguments before the open quotation mark, and what stands behind the mark.
LOADED = re.compile(r"\bload\([^()]*\)\[[\"']([^\"']*)$")  # IPython calls nothing to find out what it gives
OPEN = re.compile(r"(\w+)\(([^()]*)[\"']([^\"']*)$")
LAST = re.compile(r"(?:^|,)\s*(?:(\w+)\s*=\s*)?\[?(?:\s*[\"'][^\"']*[\"']\s*,)*\s*$")
SLOT = re.compile(r"(\w+)\([^()]*\{([^{}\"':]*)$")
OWN = {("hfdata.dataset.dataset", "Dataset"), ("hfdata.dataset.facets", "Facet")}


def offered(before: str, data: Dataset) -> tuple[str, list[str]]:
    """Return what is typed of a word at the end of *before*, and the words of *data* that begin so.

    >>> import hfdata as hf
    >>> offered('data.figures(lang="en", domain="he', hf.load())
    ('he', ['health'])
    >>> offered('story.say(zh="…", en="{culture.opera', hf.load())
    ('culture.opera', ['culture.opera-performances'])
    """
    if (slot := SLOT.search(before)) and slot[1] in SENTENCES:
        return slot[2], [name for name in data.indicators if name.startswith(slot[2])]
    if loaded := LOADED.search(before):
        return loaded[1], [name for name in KEYWORDS["indicator"](data) if name.startswith(loaded[1])]
    found = OPEN.search(before)
    if found is None or found[1] not in CALLS:
        return "", []
    call, arguments, typed = found.groups()
    if arguments.count('"') % 2 or arguments.count("'") % 2 or not (last := LAST.search(arguments)):
        return "", []  # the mark closes a text; it does not open one
    words = KEYWORDS.get(last[1] or FIRST.get(call, ""))
    return typed, [name for name in words(data) if name.startswith(typed)] if words else []


def know(data: Dataset) -> None:
    """In a notebook let Tab offer the words of *data*, the last that was loaded; anywhere else do nothing."""
    prompt = sys.modules.get("IPython")
    shell = prompt.get_ipython() if prompt is not None else None
    if shell is None:
        return
    completer = shell.Completer
    completer.custom_matchers[:] = [m for m in completer.custom_matchers if not hasattr(m, "of_hfdata")]
    completer.custom_matchers.append(_matcher(data))
    # IPython looks into no object that answers to names of its own making, unless it is told that it may.
    override = dict(completer.policy_overrides)
    allowed = override.get("allowed_getattr_external") or _allowed(completer.evaluation)
    completer.policy_overrides = {**override, "allowed_getattr_external": {*allowed, *OWN}}


def _allowed(policy: str) -> Iterable[Any]:
    from IPython.core.guarded_eval import EVALUATION_POLICIES

    return getattr(EVALUATION_POLICIES.get(policy), "allowed_getattr_external", ())


def _matcher(data: Dataset) -> Any:
    from IPython.core.completer import SimpleCompletion, context_matcher

    @context_matcher()  # type: ignore[untyped-decorator]
    def words_of_the_data(context: Any) -> dict[str, Any]:
        lines = context.full_text.split("\n")[: context.cursor_line + 1]
        before = "\n".join([*lines[:-1], lines[-1][: context.cursor_position]])
        typed, names = offered(before, data)
        found = [SimpleCompletion(text=name, type="text") for name in dict.fromkeys(names)]
        return {"completions": found, "matched_fragment": typed, "suppress": bool(found)}

    words_of_the_data.of_hfdata = True
    return words_of_the_data
