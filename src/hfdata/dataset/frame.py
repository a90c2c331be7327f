"""Figures → a tidy DataFrame; the only module of the figures river that needs pandas to build one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from ..figure import Figure
    from ..model import Lang, Release

COLUMNS = {
    "release": "str",
    "place": "str",
    "domain": "str",
    "indicator": "str",
    "name": "str",
    "value": "float64",
    "bound": "str",
    "low": "float64",
    "high": "float64",
    "label": "str",
    "unit": "str",
    "status": "str",
    "kind": "str",
    "period": "str",
    "start_date": "datetime64[s]",
    "end_date": "datetime64[s]",
    "quote": "str",
    "start": "int64",
    "end": "int64",
    "note": "str",
}


def build(figures: Sequence[Figure], lang: Lang, limits: str, not_reported: list[str]) -> pd.DataFrame:
    """Return the frame that ``Dataset.figures`` documents, with the same columns and types when it has no rows."""
    rows = [_row(f, lang, limits) for f in figures]
    columns = {n: pd.array([r[i] for r in rows], dtype=t) for i, (n, t) in enumerate(COLUMNS.items())}  # type: ignore[call-overload]
    frame = pd.DataFrame(columns)
    frame.attrs.update(
        lang=lang,
        limits=limits,
        not_reported=not_reported,
        sources=described({f.release.id: f.release for f in figures}.values()),
    )
    return frame


def joined(frames: Sequence[pd.DataFrame], order: Sequence[str] | None) -> pd.DataFrame:
    """Return *frames* as one, their releases in *order* where it is given."""
    if len(frames) == 1:
        return frames[0]
    made = pd.concat(frames, ignore_index=True)
    if order is not None:
        ranks = {name: n for n, name in enumerate(order)}
        made = made.sort_values("release", key=lambda names: names.map(ranks), kind="stable", ignore_index=True)
    made.attrs.update(frames[0].attrs)
    made.attrs["sources"] = {name: told for part in frames for name, told in part.attrs["sources"].items()}
    return made


def described(releases: Iterable[Release]) -> dict[str, dict[str, object]]:
    """Return what a caption says of each release: who published it, when, and where its paragraphs begin and end."""
    return {
        r.id: {
            "publisher": r.source.publisher,
            "published": r.source.published[:10],
            "paragraphs": [[p.start, p.end] for p in r.paragraphs],
        }
        for r in releases
    }


def limits_of(value: Decimal, bound: str) -> tuple[float, float]:
    """Return the lower and the upper limit that *bound* gives *value*, inclusive; NaN where it states none."""
    low = 0.0 if bound == "at_most" else float(value) if bound in ("exact", "at_least") else float("nan")
    return low, float(value) if bound in ("exact", "at_most") else float("nan")


def _row(f: Figure, lang: Lang, limits: str) -> tuple[object, ...]:
    high = f.ceiling if limits == "convention" and f.high is None else f.high
    return (
        f.release.id,
        f.place.id,
        f.indicator.domain,
        f.indicator.id,
        f.name(lang),
        float(f.value),
        f.bound,
        float("nan") if f.low is None else float(f.low),
        float("nan") if high is None else float(high),
        f.label(lang),
        f.unit_name(lang),
        f.status,
        f.indicator.kind,
        f.period,
        f.start_date.isoformat() if f.start_date else None,
        f.end_date.isoformat() if f.end_date else None,
        f.quote,
        f.span.start,
        f.span.end,
        f.note(lang),
    )
