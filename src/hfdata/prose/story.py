"""One release told in one language: each number comes from a figure, keeps its limit and links to its source."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .. import labels
from ..dataset import Dataset, NotReported, Unknown
from ..figure import Figure
from ..model import LANGS, STATUSES
from ..quantity import Missing, Quantity
from .note import SLOT, Note, escape, not_reported

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..model import Lang

_QUOTED = {
    "zh": ("指标", "数值", "原文", "时期", "段落", "说明"),
    "en": ("Indicator", "Value", "As printed", "Period", "Para.", "Note"),
}
_FORMS = ("text", "value", "said", "name", "quote", "dates", "status", "plain", "range")


class Story:
    """One release told in one language: figures by id, sentences with their numbers, and what is missing.

    *release* may be left out where the data has one. ``limits="convention"`` lets quantities carry the upper end
    that habit reads into 余 and 多. Errors: Unknown for a release or language that does not exist.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> story.say(zh="…", en="Clean-ups of waste piles: {environment.waste-piles-cleared}.")
    Clean-ups of waste piles: [≥400 sites](#environment.waste-piles-cleared).
    >>> story["welfare.opinions-collected"] / story["welfare.households-covered"]
    Quantity('13.1 items/households')
    """

    def __init__(self, data: Dataset, *, release: str | None = None, lang: Lang = "zh", limits: str = "stated") -> None:
        for what, asked, known in (("language", lang, LANGS), ("kind of limits", limits, ("stated", "convention"))):
            if asked not in known:
                raise Unknown(what, str(asked), known)
        self.data, self.lang, self.limits = data, lang, limits
        self.release = data.release(release)

    def __repr__(self) -> str:
        place = f"{self.release.place.name_zh} / {self.release.place.name_en}"
        convention = ", 余 read by convention" if self.limits == "convention" else ""
        return f"<Story of {self.release.release.id}, {place}, in {self.lang!r}{convention}{self._listed()}>"

    def _listed(self) -> str:
        counts = Counter(f.indicator.domain for f in self.release.figures)
        names = {d.id: f"{d.name_zh} / {d.name_en}" for d in self.data.domains.values()}
        return "".join(f"\n  {d} {names[d]}: {counts[d]} figure(s)" for d in names if counts[d])

    def find(self, indicator: str) -> Figure | None:
        """Return the figure of ``id`` or ``id.status`` ("culture.film-screenings.planned"), None if not reported.

        Errors: Unknown for an indicator that the data does not define: a slip of the pen, not a gap in the release.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.find("culture.film-screenings.planned").quote, story.find("health.village-clinics.planned")
        ('50场', None)
        """
        name, _, status = indicator.rpartition(".") if indicator.count(".") == 2 else (indicator, "", "")
        if status and status not in STATUSES:
            raise Unknown("status", status, STATUSES)
        try:
            return self.data.figure(name, release=self.release.release.id, status=status or None)
        except NotReported:
            return None

    def __getitem__(self, indicator: str) -> Quantity | Missing:
        """Return the figure as a Quantity; a Missing, which arithmetic passes on, where it is not reported."""
        figure = self.find(indicator)
        if figure is None:
            return Missing((self._name(indicator),))
        return figure.as_quantity(self.lang, self.limits)

    def __contains__(self, indicator: str) -> bool:
        return self.find(indicator) is not None

    def _ipython_key_completions_(self) -> list[str]:
        return [key for f in self.release.figures for key in dict.fromkeys((f.anchor, f.name("zh"), f.name("en")))]

    def figures(self, *indicators: str, domain: str | None = None) -> pd.DataFrame:
        """Return the tidy frame (see ``Dataset.figures``) of *indicators* in that order, or of a *domain*.

        An indicator is an id, or an id with its status ("culture.film-screenings.planned"), which selects one row.
        ``attrs["not_reported"]`` names those without a figure.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.figures("health.village-clinics", "health.service-stations")[["name", "label", "unit"]]
                                        name label   unit
        0                    Village clinics    26  sites
        1  Community health service stations     1  sites
        """
        common: Any = {"release": self.release.release.id, "lang": self.lang, "limits": self.limits}
        if not indicators:
            return self.data.figures(domain=domain, **common)
        from ..dataset import frame

        found = [(name, self.find(name)) for name in indicators]
        if domain is not None:
            within = set(self.data.figures(domain=domain, **common)["indicator"])
            found = [(name, f) for name, f in found if f is not None and f.indicator.id in within]
        lacking = [self._name(name) for name, figure in found if figure is None]
        return frame.build([f for _, f in found if f is not None], self.lang, self.limits, lacking)

    def quoted(self, *, domain: str | None = None) -> pd.DataFrame:
        """Return the release's figures (of *domain*, or all) as a table for readers, its headings in their language.

        One row per figure: name, value with limit, unit and (where it is not done) status, the quote, the period as
        printed, the paragraph, note.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> list(story.quoted(domain="health").columns)
        ['Indicator', 'Value', 'As printed', 'Period', 'Para.', 'Note']
        """
        import pandas as pd

        chosen = [f for f in self.release.figures if domain in (None, f.indicator.domain)]
        rows = [(f.name(self.lang), self._valued(f), f.quote, f.period, f.paragraph, f.note(self.lang)) for f in chosen]
        # A page makes the row's name a link to where the figure is printed, by the column that is called so.
        anchors = pd.Index([f.anchor for f in chosen], name="indicator")
        return pd.DataFrame(rows, columns=list(_QUOTED[self.lang]), index=anchors)

    def _valued(self, figure: Figure) -> str:
        aside = labels.word("aside", self.lang, text=labels.status(figure.status, self.lang))
        return figure.text(self.lang) + ("" if figure.status == "done" else aside)

    def text(self, *, zh: str, en: str, **values: object) -> str:
        """Return a sentence with its numbers as plain text, for titles; "" where a figure it needs is missing.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.text(zh="卫生室 {health.village-clinics}", en="{health.village-clinics:value} village clinics")
        '26 village clinics'
        """
        text, lacking = self._fill(zh if self.lang == "zh" else en, values, plain=True)
        return "" if lacking else text

    def say(self, *, zh: str, en: str, only: str = "", **values: object) -> Note:
        """Return Markdown whose slots are filled: ``{indicator.id}`` or a keyword of *values*.

        ``{id}`` writes value, limit and unit and links to the source; ``{id:value}`` leaves the unit out,
        ``{id:said}`` puts the limit in words ("at least 400 sites"), ``{id:name}`` is the indicator's name,
        ``{id:status}`` whether it is done, ``{id:dates}`` its period ("" if none), ``{id:quote}`` what is printed,
        ``{id:plain}`` has no link; ``{quantity:range}`` writes both ends, ``{quantity:value}`` no unit.
        Text among *values* is data: its markup is shown, not obeyed. Where a figure is missing, a sentence that says
        which takes the place of the whole.
        Words that are true of one release alone name it in *only*; for any other release nothing is said.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.say(zh="…", en="Waste piles were cleared at {environment.waste-piles-cleared:said}.")
        Waste piles were cleared at [at least 400 sites](#environment.waste-piles-cleared).
        """
        if only not in ("", self.release.release.id):
            return Note(self.lang, "")
        text, lacking = self._fill(zh if self.lang == "zh" else en, values, plain=False)
        return self.missing(lacking) if lacking else Note(self.lang, text)

    def points(self, *lines: tuple[str, str], **values: object) -> Note:
        """Return a list of (Chinese, English) *lines*, filled as in ``say``; a line that lacks a figure is left out.

        What is lacking is named below the list. A list whose every line begins with a bold number, ``**{id}**``,
        is shown as key numbers.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.points(("卫生室 {health.village-clinics}", "Village clinics: {health.village-clinics:plain}"))
        - Village clinics: 26 sites
        """
        filled = [self._fill(pair[0 if self.lang == "zh" else 1], values, plain=False) for pair in lines]
        lacking = list(dict.fromkeys(name for _, names in filled for name in names))
        parts = ["\n".join(f"- {text}" for text, names in filled if not names)]
        parts += [self.missing(lacking).text] if lacking else []
        return Note(self.lang, "\n\n".join(part for part in parts if part))

    def missing(self, names: Sequence[str]) -> Note:
        """Return the sentence that the release does not report *names*.

        >>> import hfdata as hf
        >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
        >>> story.missing(["Hospital beds"])
        Not reported in this release: Hospital beds.
        """
        return not_reported(names, self.lang)

    def _name(self, indicator: str) -> str:
        domain, noun, *status = indicator.split(".")
        record = self.data.indicator(f"{domain}.{noun}").indicator
        name = record.name_zh if self.lang == "zh" else record.name_en
        # The same thing may be reported as done: only the plan is then missing.
        return name + labels.word("aside", self.lang, text=labels.status(status[0], self.lang)) if status else name

    def _fill(self, template: str, values: dict[str, object], *, plain: bool) -> tuple[str, list[str]]:
        lacking: list[str] = []

        def slot(match: re.Match[str]) -> str:
            name, _, form = match[1].partition(":")
            if form and form not in _FORMS:
                raise Unknown("form of a figure", form, _FORMS)
            value = values[name] if name in values else self._slot(name)
            if isinstance(value, Missing):
                lacking.extend(n for n in value.names if n not in lacking)
                return ""
            return self._write(value, form, plain=plain)

        text = SLOT.sub(slot, template)
        return text, lacking

    def _slot(self, name: str) -> object:
        if "." not in name:
            raise Unknown("value for the slot", name, ())
        return self.find(name) or Missing((self._name(name),))

    def _write(self, value: object, form: str, *, plain: bool) -> str:
        if isinstance(value, Figure):
            shown = self._figure(value, form)
            linked = form not in ("name", "plain", "status", "dates") and not plain
            return f"[{escape(shown)}](#{value.anchor})" if linked else shown if plain else escape(shown)
        if isinstance(value, Quantity):
            shown = _quantity(value, form, self.lang)
        elif isinstance(value, (int, Fraction)) and not isinstance(value, bool):
            shown = labels.number(value, self.lang)
        elif isinstance(value, date):
            shown = labels.date(value, self.lang)
        else:
            shown = str(value)
        return shown if plain else escape(shown)

    def _figure(self, figure: Figure, form: str) -> str:
        if form == "said":
            return labels.said(figure.value, figure.bound, figure.unit_name(self.lang), self.lang)
        if form == "quote":
            return figure.quote
        if form == "dates":
            return labels.period(figure.start_date, figure.end_date, self.lang)
        if form == "status":
            return labels.status(figure.status, self.lang)
        return {"value": figure.label, "name": figure.name}.get(form, figure.text)(self.lang)


def _quantity(q: Quantity, form: str, lang: Lang) -> str:
    """Write a quantity: by its signs, without its unit, with its limit in words, or with both ends even if one is 0."""
    if form == "value":
        return labels.quantity(q.value, q.low, q.high, "", lang)
    if form == "range" and q.low is not None and q.high is not None and q.low < q.high:
        dash = "—" if lang == "zh" else "–"
        return labels.number(q.low, lang) + dash + labels.quantity(q.high, q.high, q.high, q.unit, lang)
    if form == "said":
        return labels.said_quantity(q.value, q.low, q.high, q.unit, lang)
    return labels.quantity(q.value, q.low, q.high, "" if form == "value" else q.unit, lang)
