"""Where a quantity comes from, which decides what it may be added to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Which figures a quantity is made of, so that a sum can tell whether it would count something twice.

    ``parts`` are (place, indicator, status, release); ``group`` is their additive group, "" where they have none.
    """

    parts: frozenset[tuple[str, str, str, str]]
    group: str

    def clash(self, other: Origin) -> str:
        """Say why figures of this origin and *other* may not be added; '' where they may."""
        if self.parts & other.parts:
            return "they are partly the same figures"
        if len({p[2] for p in self.parts | other.parts}) > 1:
            return "what is done and what is not are different things"
        if {p[:2] for p in self.parts} & {p[:2] for p in other.parts}:
            return "two releases report the same of one place, and their periods may overlap"
        if len({p[1] for p in self.parts | other.parts}) == 1:
            return ""  # one indicator, several places
        if self.group and self.group == other.group:
            return ""
        return "their indicators share no additive_group"
