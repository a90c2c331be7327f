"""Names that the data does not have, answered with the nearest that it has."""

from __future__ import annotations

from ..errors import HfdataError
from . import tables


class Unknown(HfdataError):
    """A name was asked for that the data does not have."""

    def __init__(self, what: str, asked: str, known: tuple[str, ...]) -> None:
        super().__init__(what, asked, known)
        self.what, self.asked, self.known = what, asked, known

    def __str__(self) -> str:
        near = tables.suggestion(self.asked, self.known)
        listed = ", ".join(self.known[:12]) + (f" … ({len(self.known)} in all)" if len(self.known) > 12 else "")
        return f"no {self.what} {self.asked!r}{near or f'; there are: {listed}' if self.known else ''}"
