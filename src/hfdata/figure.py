"""One figure of one release, with everything a reader may ask of it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .model import Bound, Indicator, Lang, Place, Release, Span, Status, Unit

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from .quantity import Quantity


_MORE = re.compile("[0-9０-９零〇一二两三四五六七八九十百千万亿].*[余多]")  # 400余, not 多于400


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as one release prints it, with its limit, period, place in the text and what it measures.

    ``value`` is in ``unit``, multipliers expanded. ``start_date`` and ``end_date`` are inclusive and None where the
    source gives nothing; ``period`` is the printed phrase or "". ``span`` and ``quote`` are what the source prints.

    >>> import hfdata as hf
    >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
    >>> figure.low, figure.high
    (Decimal('400'), None)
    """

    release: Release
    place: Place
    indicator: Indicator
    unit: Unit
    value: Decimal
    bound: Bound
    status: Status
    period: str
    start_date: date | None
    end_date: date | None
    quote: str
    span: Span
    note_zh: str
    note_en: str

    @property
    def low(self) -> Decimal | None:
        """The lower limit, inclusive; None where the wording states none. Counts and money are never below 0.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("welfare.service-centre-investment", release="haifeng-2023-11-01")
        >>> figure.low, figure.quote
        (Decimal('0'), '近30万元')
        """
        if self.bound == "at_most":
            return self.value * 0
        return self.value if self.bound in ("exact", "at_least") else None

    @property
    def high(self) -> Decimal | None:
        """The upper limit, inclusive; None where the wording states none.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("welfare.service-centre-investment", release="haifeng-2023-11-01")
        >>> figure.high
        Decimal('300000')
        """
        return self.value if self.bound in ("exact", "at_most") else None

    @property
    def ceiling(self) -> Decimal | None:
        """The upper end, exclusive, that habit reads into 余 and 多: below the next step of the last printed digit.

        A habit of speech, not a statement of the source; None for every other wording.

        >>> import hfdata as hf
        >>> data = hf.load()
        >>> [str(data.figure(i).ceiling) for i in ("environment.waste-piles-cleared", "safety.warnings-sent")]
        ['500', '160']
        """
        if self.bound != "at_least" or not says_more(self.quote):
            return None
        return conventional_ceiling(self.value)

    @property
    def quantity(self) -> Quantity:
        """The figure as a Quantity that remembers where it came from, in the unit's Chinese name.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.quantity
        Quantity('≥400 处')
        """
        return self.as_quantity("zh")

    def as_quantity(self, lang: Lang = "zh", limits: str = "stated") -> Quantity:
        """Return the figure as a Quantity, its unit named in *lang*; ``limits="convention"`` applies ``ceiling``.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.as_quantity("en"), figure.as_quantity("en", limits="convention")
        (Quantity('≥400 sites'), Quantity('400–500 sites'))
        """
        from .quantity import Origin, Quantity

        part = (self.place.id, self.indicator.id, self.status, self.release.id)
        origin = Origin(frozenset({part}), self.indicator.additive_group)
        high = self.ceiling if limits == "convention" and self.high is None else self.high
        return Quantity(self.value, self.unit_name(lang), self.low, high, origin=origin)

    def name(self, lang: Lang = "zh") -> str:
        """Return the indicator's name.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.name(), figure.name("en")
        ('清理“三大堆”', 'Waste piles cleared')
        """
        return self.indicator.name_zh if lang == "zh" else self.indicator.name_en

    def unit_name(self, lang: Lang = "zh") -> str:
        """Return the unit's name.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.unit_name(), figure.unit_name("en")
        ('处', 'sites')
        """
        return self.unit.name_zh if lang == "zh" else self.unit.name_en

    def note(self, lang: Lang = "zh") -> str:
        """Return what a reader must know of this figure, or "".

        >>> import hfdata as hf
        >>> figure = hf.load().figure("culture.public-performances", release="haifeng-2023-11-01")
        >>> figure.note("en")
        'October also lies in the planned fourth quarter.'
        """
        return self.note_zh if lang == "zh" else self.note_en

    def label(self, lang: Lang = "zh") -> str:
        """Return the number with its limit and without its unit: "≥400", "56", "≤30万".

        >>> import hfdata as hf
        >>> figure = hf.load().figure("welfare.service-centre-investment", release="haifeng-2023-11-01")
        >>> figure.label(), figure.label("en")
        ('≤30万', '≤300,000')
        """
        from . import labels

        return labels.value(self.value, self.bound, self.unit.id, lang)

    def text(self, lang: Lang = "zh") -> str:
        """Return the number with its limit and unit: "≥400 处", "≤CNY 300,000".

        >>> import hfdata as hf
        >>> figure = hf.load().figure("welfare.service-centre-investment", release="haifeng-2023-11-01")
        >>> figure.text(), figure.text("en")
        ('≤30万元', '≤CNY 300,000')
        """
        from . import labels

        return labels.value_with_unit(self.value, self.bound, self.unit.id, self.unit_name(lang), lang)

    @property
    def paragraph(self) -> int | None:
        """The number of the source's non-empty line that prints the figure, counted from 1; None if outside all.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.paragraph
        6
        """
        return next((n for n, p in enumerate(self.release.paragraphs, 1) if p.holds(self.span)), None)

    @property
    def anchor(self) -> str:
        """The figure's address in the sources page: the indicator's id, with the status where it is not ``done``.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.anchor
        'environment.waste-piles-cleared'
        """
        return self.indicator.id if self.status == "done" else f"{self.indicator.id}.{self.status}"

    def cite(self, lang: Lang = "zh") -> str:
        """Return where the figure is printed: publisher, date, paragraph, characters.

        >>> import hfdata as hf
        >>> figure = hf.load().figure("environment.waste-piles-cleared", release="haifeng-2023-11-01")
        >>> figure.cite("en")
        '大众网, 2023-11-03, paragraph 6, characters 602–607'
        """
        source = self.release.source
        where = f"{self.span.start}–{self.span.end}"
        if lang == "zh":
            return f"{source.publisher}，{source.published[:10]}，第 {self.paragraph} 段，第 {where} 字符"
        return f"{source.publisher}, {source.published[:10]}, paragraph {self.paragraph}, characters {where}"

    def __str__(self) -> str:
        return f"{self.name('zh')}：{self.text('zh')}"

    def __repr__(self) -> str:
        rows = "".join(f"\n  {key:<10} {value}" for key, value in self._facts())
        return f"<Figure {self.indicator.id}{rows}>"

    def _facts(self) -> list[tuple[str, str]]:
        from . import labels

        dates = " – ".join(d.isoformat() for d in (self.start_date, self.end_date) if d)
        return [
            ("name", f"{self.indicator.name_zh} / {self.indicator.name_en}"),
            ("value", f"{self.text('zh')} / {self.text('en')}"),
            ("status", f"{labels.status(self.status, 'zh')} / {labels.status(self.status, 'en')}"),
            ("period", " ".join(x for x in (self.period, f"({dates})" if dates else "") if x) or "not stated"),
            ("place", f"{self.place.name_zh} / {self.place.name_en}"),
            ("quote", self.quote),
            ("source", self.cite("zh")),
            *([("note", f"{self.note_zh} / {self.note_en}")] if self.note_zh else []),
        ]

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left">{html.escape(k)}</th>'
            f'<td style="text-align:left">{html.escape(v)}</td></tr>'
            for k, v in self._facts()
        )
        caption = f'<div style="text-align:left">{html.escape(self.indicator.id)}</div>'
        return f"<table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def says_more(quote: str) -> bool:
    """Tell whether *quote* has 余 or 多 behind its number, which habit reads an upper end into.

    >>> says_more("400余处"), says_more("超过400处")
    (True, False)
    """
    return _MORE.search(quote) is not None


def conventional_ceiling(value: Decimal) -> Decimal:
    """Return the next step of the last non-zero digit of *value*: 400 → 500, 150 → 160, 20000000 → 30000000.

    >>> from decimal import Decimal
    >>> conventional_ceiling(Decimal("28000"))
    Decimal('29000')
    """
    from decimal import Decimal

    exponent = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) and value else 0)
    return Decimal(f"{value + step:f}")
