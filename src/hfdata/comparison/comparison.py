"""The same indicator in several releases, or beside peers: what may stand side by side, and why the rest may not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .. import labels
from ..dataset import Dataset, Unknown
from ..errors import DataError
from ..model import LANGS, STATUSES
from ..prose import Note, escape
from ..quantity import Quantity
from . import change
from .reading import Reading, of_figure, of_peer
from .words import HEADINGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from ..model import Lang


class NothingToCompare(DataError):
    """The list of releases to compare is empty, or names one twice."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f'releases: {self.why}. Give each release once, for example ["haifeng-2023-11-01"].'


class Comparison:
    """Figures of *releases*, and peers where asked for, sorted into what may stand side by side and what may not.

    Numbers stand side by side where they are of one indicator, unit, kind and status and come from two sources. They
    keep their limits and the order in which the sources were named; nothing is ranked. *domain* limits it to one,
    ``"all"`` does not. ``pace=True`` adds a pace per month for flows over whole months.

    Errors: NothingToCompare for an empty list or a release named twice, Unknown for one that is not there.

    >>> import hfdata as hf
    >>> found = Comparison(hf.load(), ["haifeng-2023-11-01"], lang="en", domain="culture", pace=True)
    >>> found.side_by_side()[["Value, as printed", "Per month"]].values.tolist()
    [['400 sessions (“400场”)', '40 sessions'], ['185 sessions (“185场”)', '15.4 sessions']]
    """

    def __init__(
        self,
        data: Dataset,
        releases: Sequence[str],
        *,
        lang: Lang = "zh",
        domain: str = "all",
        peers: bool = True,
        pace: bool = False,
    ) -> None:
        if lang not in LANGS:
            raise Unknown("language", str(lang), LANGS)
        if domain not in ("all", *data.domains):
            raise Unknown("domain", str(domain), ("all", *data.domains))
        if not releases:
            raise NothingToCompare("the list is empty")
        if twice := sorted({r for r in releases if list(releases).count(r) > 1}):
            raise NothingToCompare(f"{', '.join(twice)} is named more than once")
        self.data, self.lang, self.pace = data, lang, pace
        figures = [f for name in releases for f in data.release(name).figures]
        self.readings = [of_figure(f, lang) for f in figures if domain in ("all", f.indicator.domain)]
        self.readings += [of_peer(p, lang) for p in data.context if peers and domain in ("all", p.domain)]
        self.groups: list[list[Reading]] = []
        self.apart: list[tuple[Reading, str]] = []
        self._sort()

    def _sort(self) -> None:
        fits: dict[tuple[str, str], list[Reading]] = {}
        why: dict[int, str] = {}
        for r in self.readings:
            if reason := self._misfit(r):
                why[id(r)] = reason
            else:
                fits.setdefault((r.indicator, r.status), []).append(r)
        for indicator in self.data.indicators:
            for status in STATUSES:
                group = fits.get((indicator, status), [])
                if len({r.origin for r in group}) > 1:
                    self.groups.append(group)
                    continue
                others = [s for s in STATUSES if s != status and (indicator, s) in fits]
                for r in group:
                    elsewhere = [s for s in others if any(o.origin != r.origin for o in fits[indicator, s])]
                    why[id(r)] = self._status(status, elsewhere)
        # What has something beside it that does not fit comes first: its reason says more than "alone".
        apart = [(r, why[id(r)]) for r in self.readings if id(r) in why]
        self.apart = sorted(apart, key=lambda each: each[1] == self._word("alone"))

    def _misfit(self, r: Reading) -> str:
        if not r.indicator:
            return self._word("unmapped")
        indicator = self.data.indicators[r.indicator]
        unit = self.data.units[indicator.unit]
        name = unit.name_zh if self.lang == "zh" else unit.name_en
        if r.unit != name:
            return self._word("unit", this=r.unit, that=name)
        if r.kind != indicator.kind:
            return self._word("kind", this=labels.kind(r.kind, self.lang), that=labels.kind(indicator.kind, self.lang))
        return ""

    def _status(self, here: str, elsewhere: Sequence[str]) -> str:
        if not elsewhere:
            return self._word("alone")
        comma = "、" if self.lang == "zh" else ", "
        that = comma.join(labels.status(s, self.lang) for s in elsewhere)
        return self._word("status", this=labels.status(here, self.lang), that=that)

    def lead(self) -> Note:
        """Return how much can stand side by side and how much cannot, and that peers were not read in full."""
        count = sum(map(len, self.groups))
        parts = [self._word("lead", groups=len(self.groups), readings=count, apart=len(self.apart))]
        unread = sum(not r.verified for r in self.readings)
        parts += [self._word("peers", n=unread)] if unread else []
        return Note(self.lang, escape(("" if self.lang == "zh" else " ").join(parts)))

    def side_by_side(self) -> pd.DataFrame | Note:
        """Return one row per number that may stand beside another, by indicator; a Note where there is none.

        Columns, in the reader's language: indicator; place, source and note (with whether a peer was read in full);
        value with limit and unit, and as printed; period and its length; pace per month where asked for.
        """
        rows = [
            {
                "indicator": self._title(r),
                "who": self._word("noted", who=self._who(r), note=r.note).strip() if r.note else self._who(r),
                "printed": self._word("printed", text=r.text, quote=r.quote),
                "period": self._word("spell", when=self._when(r), length=self._length(r)),
                **({"pace": self._pace(r)} if self.pace else {}),
            }
            for group in self.groups
            for r in group
        ]
        return self._frame(rows) if rows else Note(self.lang, self._word("nothing"))

    def not_comparable(self) -> pd.DataFrame | Note:
        """Return one row per number that may not stand beside any other, with the reason; a Note where all may."""
        keys = ("indicator", "who", "value", "reason")
        rows = [
            (r.name, self._who(r), r.text, self._word("aside", reason=why, note=r.note).strip())
            for r, why in self.apart
        ]
        made = [dict(zip(keys, row, strict=True)) for row in rows]
        return self._frame(made) if made else Note(self.lang, self._word("everything"))

    def changes(self) -> pd.DataFrame | Note:
        """Return one row per indicator that a place reports for two periods: both numbers and the change in words.

        Where the limits leave the sign open the change says so; where the periods do not allow one, the reason stands
        in its place. A Note where no place reports an indicator twice.
        """
        rows = []
        for earlier, later in self._pairs():
            text, note = self._change(earlier, later)
            first, second = (r.text + labels.word("aside", self.lang, text=self._when(r)) for r in (earlier, later))
            cells = (self._title(earlier), earlier.place, first, second, text, note)
            rows.append(dict(zip(("indicator", "place", "earlier", "later", "change", "note"), cells, strict=True)))
        return self._frame(rows) if rows else Note(self.lang, self._word("no_changes"))

    def _pairs(self) -> Iterator[tuple[Reading, Reading]]:
        for group in self.groups:
            for where in dict.fromkeys(r.where for r in group):
                mine = [r for r in group if r.where == where]
                yield from pairwise(sorted(mine, key=lambda r: (r.end_date or r.told, r.told)))

    def _change(self, earlier: Reading, later: Reading) -> tuple[str, str]:
        lang = self.lang
        if earlier.kind != "flow":
            if earlier.end_date and earlier.end_date == later.end_date:
                return self._word("no_change"), self._word("one_day")
            known = earlier.end_date and later.end_date
            return change.said(earlier.quantity, later.quantity, lang), "" if known else self._word("undated")
        why = change.hindrance((earlier.start_date, earlier.end_date), (later.start_date, later.end_date))
        if why == "length" and self.pace and earlier.months and later.months:
            per = [r.quantity / Quantity.exactly(r.months or 1, self._word("per_month")) for r in (earlier, later)]
            return change.said(per[0], per[1], lang), self._word("monthly")
        if why in ("same", "overlap", "length"):
            return self._word("no_change"), self._word(why)
        return change.said(earlier.quantity, later.quantity, lang), self._word(why) if why else ""

    def _who(self, r: Reading) -> str:
        return r.place + labels.word("aside", self.lang, text=r.source)

    def _when(self, r: Reading) -> str:
        return labels.period(r.start_date, r.end_date, self.lang) or self._word("not_stated")

    def _length(self, r: Reading) -> str:
        if r.kind != "flow":
            return self._word(r.kind)
        if r.start_date is None or r.end_date is None:
            return self._word("no_length")
        if r.months:
            return self._word("month" if r.months == 1 else "months", n=r.months)
        days = (r.end_date - r.start_date).days + 1
        return self._word("day" if days == 1 else "days", n=days)

    def _pace(self, r: Reading) -> str:
        if r.kind != "flow":
            return "—"
        if r.months is None:
            return self._word("no_pace")
        q = r.quantity / Quantity.exactly(r.months)
        return labels.quantity(q.value, q.low, q.high, q.unit, self.lang)

    def _title(self, r: Reading) -> str:
        status = "" if r.status == "done" else labels.word("aside", self.lang, text=labels.status(r.status, self.lang))
        indicator = self.data.indicators[r.indicator]
        return (indicator.name_zh if self.lang == "zh" else indicator.name_en) + status

    def _frame(self, rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
        import pandas as pd

        names = list(rows[0])
        column = 0 if self.lang == "zh" else 1
        made = pd.DataFrame([[row[n] for n in names] for row in rows], columns=[HEADINGS[n][column] for n in names])
        made.attrs["lang"] = self.lang
        return made

    def _word(self, key: str, **values: object) -> str:
        return WORDS[key][0 if self.lang == "zh" else 1].format(**values)
