"""What can go wrong, in words: each error says what, where, so what, and what to do next."""

from __future__ import annotations


class HfdataError(Exception):
    """Base of every error that hfdata raises on purpose; its text is meant for the person at the keyboard.

    ``exit_code`` is what the command line leaves with: 2 for usage or environment, 3 for data that cannot be loaded.
    Arguments go to ``super().__init__`` unchanged, so that every error survives pickling between processes.

    >>> import hfdata as hf
    >>> try:
    ...     hf.load()["低保"]
    ... except hf.HfdataError as error:
    ...     print(error)
    no indicator '低保'; did you mean 低保对象?
    """

    exit_code = 2


class DataError(HfdataError):
    """The data folder cannot be loaded as it stands."""

    exit_code = 3


class QuantityError(HfdataError):
    """Two quantities cannot be combined as asked."""

    exit_code = 1


class MixedUnits(QuantityError):
    """Numbers in different units were to be added, compared or drawn on one axis."""

    def __init__(self, what: str, units: tuple[str, ...]) -> None:
        super().__init__(what, units)
        self.what, self.units = what, units

    def __str__(self) -> str:
        units = [unit for unit in self.units if unit != "no unit"]
        if self.what.startswith("charts."):
            way_out = "Take figures of one unit; or small_multiples gives each unit an axis, and tiles needs none"
        elif len(units) < len(self.units) and units:
            way_out = f"A number of your own needs its unit as well: hf.Quantity.exactly(5, {units[0]!r})"
        else:
            way_out = "Take figures of one unit, or divide one by the other to get a ratio"
        return f"{self.what}: the units differ ({', '.join(self.units)}), so the result would mean nothing. {way_out}."


class MayOverlap(QuantityError):
    """Figures that may count the same people or things twice were to be added."""

    def __init__(self, left: str, right: str, why: str) -> None:
        super().__init__(left, right, why)
        self.left, self.right, self.why = left, right, why

    def __str__(self) -> str:
        if "additive_group" in self.why:
            way_out = "so their sum may count the same thing twice. hf.distinct(…) gives the range it could be"
        else:
            way_out = "so their sum would not be a number of anything. Tell them side by side"
        return f"{self.left} + {self.right}: {self.why}, {way_out}."


class NoLimits(QuantityError):
    """A number is asked for as if it were exact, or a divisor may be zero."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(what, why)
        self.what, self.why = what, why

    def __str__(self) -> str:
        return f"{self.what}: {self.why}."


class UnknownLanguage(HfdataError):
    """Words were asked for in a language that hfdata does not write."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self.lang = lang

    def __str__(self) -> str:
        return f"lang={self.lang!r}: labels are written in 'zh' and 'en' only. Pass one of these."


class ChartError(HfdataError):
    """A chart cannot be made of what it was given."""

    exit_code = 1


class MissingColumns(ChartError):
    """A frame lacks columns that a chart draws, or holds words in them that have no meaning."""

    def __init__(self, builder: str, lacking: tuple[str, ...], known: tuple[str, ...]) -> None:
        super().__init__(builder, lacking, known)
        self.builder, self.lacking, self.known = builder, lacking, known

    def __str__(self) -> str:
        return (
            f"charts.{self.builder}: needs {', '.join(self.lacking)}; there is {', '.join(self.known) or 'nothing'}. "
            "Pass rows of data.figures(…), or a frame with the same column names and words."
        )


class NotAFrame(ChartError):
    """Something other than a frame was to be drawn."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind

    def __str__(self) -> str:
        way_out = {
            "Series": "One row is a frame with double brackets: frame.iloc[[0]].",
            "Dataset": "Take some of its figures: data.figures(domain=…).",
            "Story": "Take some of its figures: story.figures(domain=…).",
        }
        return (
            f"a chart is drawn from a pandas DataFrame, the rows of data.figures(…); this is a {self.kind}. "
            + way_out.get(self.kind, "pandas.DataFrame(…) makes one of your own: columns name, value and unit.")
        )


class SeveralReleases(ChartError):
    """Figures of several releases were to share one axis."""

    def __init__(self, builder: str, releases: tuple[str, ...]) -> None:
        super().__init__(builder, releases)
        self.builder, self.releases = builder, releases

    def __str__(self) -> str:
        return (
            f"charts.{self.builder}: rows of {len(self.releases)} releases ({', '.join(self.releases)}). Places count "
            "over different periods and in different ways, so one axis would rank what cannot be compared. "
            "Draw one chart per release."
        )


class NotComparable(ChartError):
    """A comparison was asked for that the figures cannot bear."""

    def __init__(self, builder: str, what: str, why: str) -> None:
        super().__init__(builder, what, why)
        self.builder, self.what, self.why = builder, what, why

    def __str__(self) -> str:
        return f"charts.{self.builder}: {self.what} {self.why}."


class NoDenominator(ChartError):
    """A rate was to be drawn without saying of how many."""

    def __init__(self, builder: str, names: tuple[str, ...]) -> None:
        super().__init__(builder, names)
        self.builder, self.names = builder, names

    def __str__(self) -> str:
        return (
            f"charts.{self.builder}: of how many is {', '.join(self.names)}? A rate needs its denominator. "
            "Name it in of={indicator: text}, or pass None there to say that the source prints none."
        )
