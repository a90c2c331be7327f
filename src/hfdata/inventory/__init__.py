"""What a release holds and what it leaves out: its figures counted, its checks, what is set aside, how to cite it."""

from .figures import basis, bounds, counts, domains, place, reading, tally
from .gaps import reported
from .proofs import beyond, checked, cited, reasons, remark, set_aside

__all__ = [
    "basis",
    "beyond",
    "bounds",
    "checked",
    "cited",
    "counts",
    "domains",
    "place",
    "reading",
    "reasons",
    "remark",
    "reported",
    "set_aside",
    "tally",
]
