"""How to cite the source of a release and this dataset."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dataset import Unknown

if TYPE_CHECKING:
    from .dataset import Dataset
    from .model import Release, Source
    from .prose import Story

STYLES = ("gbt7714", "plain", "bibtex")
VERSION, YEAR = "0.1.0", "2026"  # of the dataset; a test compares them with CITATION.cff


def cite(data: Dataset | Story, *, release: str | None = None, style: str = "gbt7714") -> str:
    """Return two entries, one a line: the publication that *release* was read from, and this dataset.

    *data* may be a Story, which has chosen its release.
    *style* is ``gbt7714`` (GB/T 7714—2015), ``plain`` (English) or ``bibtex`` (two entries, several lines).
    No address is given where the source has none: none is invented.
    Errors: Unknown for a release or style that does not exist.

    >>> import hfdata as hf
    >>> print(hf.cite(hf.load(), release="haifeng-2023-11-01", style="plain").splitlines()[1])
    hfdata (2026). Public-service figures of Haifeng Subdistrict, 2023-11-01 (version 0.1.0) [Data set]. CC0 1.0.
    """
    from .prose import Story

    if isinstance(data, Story):
        return cite(data.data, release=release or data.release.release.id, style=style)
    if style not in STYLES:
        raise Unknown("citation style", style, STYLES)
    chosen = data.release(release)
    record, place = chosen.release, chosen.place
    if style == "gbt7714":
        return f"{_gbt(record.source)}\n{_gbt_dataset(record, place.name_zh)}"
    if style == "plain":
        return f"{_plain(record.source)}\n{_plain_dataset(record, place.name_en)}"
    return f"{_bibtex(record)}\n{_bibtex_dataset(record, place.name_en)}"


def _gbt(source: Source) -> str:
    author = f"{source.author}. " if source.author else ""
    if source.url:
        return f"{author}{source.title}[EB/OL]. {source.publisher}, {source.published[:10]}. {source.url}."
    return f"{author}{source.title}[N]. {source.publisher}, {source.published[:10]}."


def _gbt_dataset(release: Release, place: str) -> str:
    return f"hfdata. {place}基本公共服务数据（{release.event_date}）[DS]. {VERSION} 版. {YEAR}. CC0 1.0."


def _plain(source: Source) -> str:
    author = f"{source.author} " if source.author else ""
    address = f" {source.url}" if source.url else ""
    return f"{author}({source.published[:10]}). {source.title}. {source.publisher}.{address}"


def _plain_dataset(release: Release, place: str) -> str:
    return (
        f"hfdata ({YEAR}). Public-service figures of {place}, {release.event_date} (version {VERSION}) "
        "[Data set]. CC0 1.0."
    )


def _bibtex(release: Release) -> str:
    source = release.source
    fields = {
        "title": f"{{{_tex(source.title)}}}",
        "author": _tex(source.author),
        "journal": _tex(source.publisher),
        "date": source.published[:10],
        "url": source.url or "",
        "langid": "chinese",
    }
    return _entry("article", release.id, fields)


def _bibtex_dataset(release: Release, place: str) -> str:
    fields = {
        "title": f"Public-service figures of {_tex(place)}, {release.event_date}",
        "author": "{hfdata}",
        "year": YEAR,
        "version": VERSION,
        "note": "CC0 1.0",
    }
    return _entry("dataset", f"hfdata-{release.id}", fields)


def _tex(text: str) -> str:
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text.replace("\\", r"\textbackslash "))


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{lines}}}"
