"""Colours by the part they play; a page restyles charts by these exact values, so that each value has one role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shade:
    """One role's colour on white paper and on the dark page."""

    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Accent:
    """A domain's colour: ``solid`` for what is certain and done, ``pale`` for the rest."""

    solid: Shade
    pale: Shade


INK = Shade("#14212b", "#e8edf0")  # names and values
SOFT = Shade("#51606c", "#a9b6be")  # notes, ticks
LINE = Shade("#dbe1e5", "#2f3a41")  # grid
RULE = Shade("#84919a", "#75838d")  # baselines and empty shapes: 3:1 against both papers
ON = Shade("#fffffe", "#0f161a")  # text on a solid accent
ALERT = Shade("#b5371e", "#ff8c69")  # the one thing to notice
ALERT_PALE = Shade("#fbe9e4", "#3b211b")
ROLES = (INK, SOFT, LINE, RULE, ON, ALERT, ALERT_PALE)

SEA = Accent(Shade("#0b5a75", "#63b7d7"), Shade("#d5e6ed", "#17394a"))
GREY = Accent(SOFT, LINE)  # the key of a chart in several colours
ACCENTS = {  # by domain; told apart by hue and lightness, and never by colour alone
    "environment": Accent(Shade("#2f7a45", "#77c78d"), Shade("#dbecde", "#1c3b27")),
    "education": Accent(Shade("#3260b8", "#93b3f4"), Shade("#dfe7f7", "#20314f")),
    "culture": Accent(Shade("#96397a", "#e294c9"), Shade("#f4e1ee", "#44213a")),
    "health": Accent(Shade("#0e7a76", "#5fcbc4"), Shade("#d6edeb", "#143c3a")),
    "welfare": Accent(Shade("#a4541a", "#eea768"), Shade("#f7e6d8", "#452f1c")),
    "safety": Accent(Shade("#5b50a4", "#b3aaf2"), Shade("#e7e4f5", "#2f2b4e")),
}


def accent(domains: set[str]) -> Accent:
    """Return the accent of the one domain a chart shows; the house colour for several or unknown ones."""
    return ACCENTS.get(next(iter(domains)), SEA) if len(domains) == 1 else SEA


def css(scope: str = "svg") -> str:
    """Return the rules that turn drawn charts from light to dark, for use inside a dark-scheme block.

    >>> css(".pic svg").splitlines()[0]
    '.pic svg [fill="#14212b"]{fill:#e8edf0}'
    """
    shades = [*ROLES, *(s for a in (SEA, *ACCENTS.values()) for s in (a.solid, a.pale))]
    return "\n".join(
        f'{scope} [{channel}="{shade.light}"]{{{channel}:{shade.dark}}}'
        for shade in shades
        for channel in ("fill", "stroke")
    )
