"""What a report is called: names made from parameters and file names that can never leave the output folder."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

SAFE = re.compile(r"\w[\w.-]*(?<!\.)")
LONGEST = 100  # bytes of UTF-8: with a hash, a suffix and a temporary name still under the 255 of every file system
DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
OURS = {"index", "manifest", "assets"}  # taken at the top of an output folder


def report_name(stem: str, folders: tuple[str, ...], others: Mapping[str, object]) -> str:
    """Return a report's name: its folders (release, language), its notebook and, for *others* set, their hash.

    >>> report_name("welfare", ("haifeng-2023-11-01", "zh"), {})
    'haifeng-2023-11-01/zh/welfare'
    >>> report_name("welfare", ("zh",), {"population": 70000})
    'zh/welfare-6bfdd6291652'
    >>> report_name("我的 分析", (), {})
    '我的-分析-6a6028d67ff2'
    >>> report_name("../../etc/passwd", (), {})
    'x-8c8931e4aa24'
    """
    last = component(stem)
    if others:
        last += "-" + fingerprint(others)
    elif not folders and last.casefold() in OURS:
        last += "-report"
    return "/".join([*map(component, folders), last])


@lru_cache(maxsize=1 << 17)  # of 640 000 runs, most share their folders
def component(text: str) -> str:
    """Return *text* if it can name a file on every system and nothing else, otherwise a hash of it.

    Blanks inside become hyphens, with a hash behind, so that "a b" and "a-b" are two.
    """
    text = unicodedata.normalize("NFC", text)
    joined = text.replace(" ", "-")
    if joined != text == text.strip() and component(joined) == joined:
        return f"{joined}-{fingerprint(text)}"
    plain = SAFE.fullmatch(text) and len(text.encode()) <= LONGEST and text.split(".")[0].casefold() not in DEVICES
    return text if plain else "x-" + fingerprint(text)


def fingerprint(value: object) -> str:
    """Return 12 hexadecimal digits that stand for a JSON value: the same on every machine."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def stays_inside(name: str) -> bool:
    """Tell whether a relative file name, as a report gives it, is made of components that need no hashing."""
    return all(component(part) == part for part in name.split("/"))
