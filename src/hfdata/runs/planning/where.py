"""Where reports go: a folder of this machine, or an address in an object store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(://|::)")  # not C:\reports


@dataclass(frozen=True, slots=True)
class Url:
    """An address that fsspec opens, without "/" at its end."""

    text: str

    def __truediv__(self, name: str) -> Url:
        return Url(f"{self.text}/{name}")

    def __str__(self) -> str:
        return re.sub(r"(?<=://)[^/@]*@", "", self.text)  # a password is nobody's business


Out: TypeAlias = "Path | Url"


def place(text: str) -> Out:
    """Return where *text* points; a file: URL is a folder like any other.

    >>> place("s3://bucket/reports/"), str(place("sftp://me:secret@host/reports"))
    (Url(text='s3://bucket/reports'), 'sftp://host/reports')
    >>> place("file:///srv/reports").as_posix()
    '/srv/reports'
    """
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    return Url(text.rstrip("/")) if _URL.match(text) else Path(text)
