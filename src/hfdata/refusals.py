"""What hfdata says when it refuses something, as a value to look at instead of an error that stops a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import HfdataError
from .prose import escape

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is refused; ``kind`` is the error's name, "" where nothing is. Jupyter shows it as a quotation.

    >>> Refusal("MixedUnits", "5 persons + 5 households: the units differ.")
    MixedUnits: 5 persons + 5 households: the units differ.
    """

    kind: str
    why: str

    def __bool__(self) -> bool:
        return bool(self.kind)

    def __repr__(self) -> str:
        return f"{self.kind}: {self.why}" if self.kind else self.why

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        text = f"**{self.kind}** · {escape(self.why)}" if self.kind else escape(self.why)
        return {"text/markdown": f"> {text}", "text/plain": repr(self)}


def why_not(attempt: Callable[[], object]) -> Refusal:
    """Try *attempt*, a function without arguments, and return why hfdata refuses it; false where it does not.

    For showing a refusal in a notebook that is to run to its end. Errors that are not hfdata's own are raised.

    >>> import hfdata as hf
    >>> story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
    >>> hf.why_not(lambda: story["welfare.subsistence-allowance"] + story["welfare.households-covered"])
    MixedUnits: 773 persons + 2791 households: the units differ (persons, households), so the result would mean ...
    >>> hf.why_not(lambda: story["welfare.opinions-collected"] / story["welfare.households-covered"])
    Nothing speaks against it: 13.1 items/households
    """
    if not callable(attempt):  # by then it has been worked out, and nothing was refused
        raise TypeError(f"why_not takes what is to be tried as a function: hf.why_not(lambda: …), not {attempt!r}")
    try:
        result = attempt()
    except HfdataError as error:
        return Refusal(type(error).__name__, str(error))
    return Refusal("", f"Nothing speaks against it: {result}")
