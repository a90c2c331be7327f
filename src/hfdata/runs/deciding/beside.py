"""The files that a notebook of one's own names: what it reads besides the data goes into its report as well."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TEXT = re.compile(r"""(["'])((?:(?!\1)[^\\\n]){1,255})\1""")  # between two quotation marks of one line
PATTERN = re.compile(r"[^*?]*[*?][^*?]*\.\w+|[^*?]*\*\.\w+")  # "*.csv", "data/2023-*.xlsx"; never "**", which goes deep
MOST_FILES, MOST_BYTES = 1000, 1 << 28  # beyond these, sizes and times stand for contents


def named(notebook: Path, source: bytes, parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each file that the code of *notebook*, or a parameter, names and that is there, with its hash.

    Names are taken as the notebook takes them, from its own folder: files, folders, patterns ("*.csv"), modules beside
    it. What it finds in other ways (an address, a name put together while it runs) is not seen.
    """
    cells = json.loads(source).get("cells", ())
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    words = {match[2] for match in TEXT.finditer(code)} | {v for v in parameters.values() if isinstance(v, str)}
    said = set(re.findall(r"\w+", code))
    words |= {path.name for path in notebook.parent.glob("*.py") if path.stem in said}
    return [(word, hashed) for word in sorted(words) if (hashed := _hash(notebook, word))]


def _hash(notebook: Path, word: str) -> str:
    try:
        found = [path for path in _files(notebook.parent, word) if path != notebook]
        stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in found]
        whole = hashlib.sha256()
        if len(found) > MOST_FILES or sum(size for _, size, _ in stats) > MOST_BYTES:
            whole.update(json.dumps(stats).encode())
            return whole.hexdigest()
        for path in found:
            whole.update(hashlib.sha256(path.read_bytes()).digest() + path.name.encode())
        return whole.hexdigest() if found else ""
    except (OSError, ValueError, NotImplementedError):  # no name of a file here, or nothing that may be read
        return ""


def _files(folder: Path, word: str) -> Iterator[Path]:
    places = sorted(folder.glob(word)) if PATTERN.fullmatch(word) else [folder / word] if word.strip("./ ") else []
    for place in places:
        if place.is_file():
            yield place
        elif place.is_dir():
            yield from (path for path in sorted(place.iterdir()) if path.is_file())
