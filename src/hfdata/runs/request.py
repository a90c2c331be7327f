"""What is asked of ``hfdata run``, what it comes to once data and values are checked, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .deciding.decide import Decision
from .executing.job import TIMEOUT
from .progress import Event, Tally

if TYPE_CHECKING:
    from pathlib import Path

    from .deciding.cache import Cache
    from .deciding.keys import Ingredients
    from .planning.plan import Run
    from .planning.where import Out

Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be run; everything has the default of ``hfdata run`` without arguments.

    ``notebooks`` are files or names of the project's notebooks, none = its set of eight. ``parameters`` are pairs of
    name and text, a name may come again; ``grid`` is a TOML file. ``data`` is what ``hf.load`` takes. ``jobs`` None =
    as many as there are cores. ``timeout``: seconds for one notebook. ``strict``: refuse data of which a release has
    problems, instead of leaving that release out.
    """

    notebooks: Sequence[str] = ()
    parameters: Sequence[tuple[str, str]] = ()
    grid: Path | None = None
    data: str | None = None
    out: Out | None = None
    jobs: int | None = None
    timeout: float = TIMEOUT
    force: bool = False
    only_failed: bool = False
    single_file: bool = False
    kernels: str = "fork"
    cluster: str | None = None
    strict: bool = False


@dataclass(slots=True)
class Summary:
    """How a request ended; ``decisions`` are all runs in their order, ``failures`` map names to causes."""

    decisions: list[Decision] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    failures: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    stopped_by: int = 0

    @property
    def exit_code(self) -> int:
        """0 done, 1 a run failed, 128 + n stopped by signal n."""
        return 128 + self.stopped_by if self.stopped_by else int(bool(self.failures))


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request whose data is loaded and whose every value is checked; ``cache`` is where results are kept."""

    request: Request
    runs: list[Run]
    made_of: Ingredients
    where: str
    cache: Cache
