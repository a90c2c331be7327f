"""Which runs there are: notebooks × parameters, every value checked before anything starts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from pathlib import Path

from ...dataset.tables import suggestion
from ...errors import HfdataError
from .names import report_name
from .notebooks import Notebook
from .parameters import BadValue, Parameter, Value, from_text, from_value, shown
from .where import Out

MOST = 1_000_000  # combinations, before any is excluded
REPORTS = Path("reports")


class CannotPlan(HfdataError):
    """What was asked for cannot be run; ``problems`` says everything that is wrong, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


class NoReleases(CannotPlan):
    """A list of releases is empty, or names one twice."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Run:
    """One notebook with one set of values.

    ``parameters`` holds what is given to the notebook: its release and language, and whatever is not its default.
    ``name`` is the report's, relative to ``out`` and without suffix: "haifeng-2023-11-01/zh/welfare".
    """

    notebook: Notebook
    parameters: Mapping[str, Value]
    name: str
    out: Out

    @property
    def release(self) -> str:
        """The release it shows; "" if the notebook does not say."""
        return str(self.parameters.get("release", ""))

    @property
    def lang(self) -> str:
        """The language it is written in; "" if the notebook does not say."""
        return str(self.parameters.get("lang", ""))


@dataclass(frozen=True, slots=True)
class Grid:
    """Values to combine: ``axes`` from a file, already typed; ``texts`` from the command line, not yet typed."""

    axes: Mapping[str, Sequence[object]] = field(default_factory=dict)
    exclude: Sequence[Mapping[str, object]] = ()
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every parameter it sets, once."""
        return list(dict.fromkeys([*self.axes, *self.texts]))


def read_grid(path: Path | None, pairs: Iterable[tuple[str, str]] = ()) -> Grid:
    """Read a grid file and the command line's ``-p`` pairs; a name that has both takes the command line's values.

    A grid is TOML: ``name = [value, …]`` for each axis, and ``[[exclude]]`` tables of values that do not go together.
    """
    texts: dict[str, list[str]] = {}
    for name, text in pairs:
        texts.setdefault(name, []).append(text)
    if path is None:
        return Grid(texts=texts)
    import tomllib

    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise CannotPlan((f"{path}: the grid cannot be read ({error.strerror})",)) from None
    except (ValueError, RecursionError) as error:
        raise CannotPlan((f"{path}: is not TOML in UTF-8 ({error})",)) from None
    exclude = table.pop("exclude", [])
    if not isinstance(exclude, list) or not all(isinstance(row, dict) and row for row in exclude):
        raise CannotPlan((f"{path}: exclude takes tables: [[exclude]] and below it name = value",))
    axes = {name: values if isinstance(values, list) else [values] for name, values in table.items()}
    return Grid({name: axes[name] for name in axes if name not in texts}, exclude, texts)


def plan(notebooks: Sequence[Notebook], grid: Grid, releases: Sequence[str], out: Out | None = None) -> list[Run]:
    """Return every combination once, in a fixed order: notebooks as given, then the values as given.

    A notebook that declares ``release`` or ``lang`` gets every release and each of its languages unless the grid says
    which. A parameter that only some notebooks declare is given to those. Raises CannotPlan with everything wrong.
    """
    problems = [*_unknown(notebooks, grid, releases), *_empty(grid)]
    axes: list[dict[str, list[Value]]] = []
    excluded: list[list[dict[str, list[Value]]]] = []
    for notebook in notebooks:
        known = _narrowed(notebook.parameters, releases)
        axes.append(_axes(known, grid, releases, problems))
        excluded.append([_exclusion(row, known, problems) for row in grid.exclude if row.keys() <= known.keys()])
    count = sum(prod(len(values) for values in each.values()) for each in axes)
    if count > MOST:
        sizes = " × ".join(f"{name} {len(values)}" for name, values in max(axes, key=_size).items())
        problems.append(f"the grid has {count} combinations before exclude, more than {MOST}: {sizes}")
    if problems:
        raise CannotPlan(tuple(dict.fromkeys(problems)))
    if says := [text for each in axes for value in each.get("releases", ()) for text in _not_a_list_to_compare(value)]:
        raise NoReleases(tuple(dict.fromkeys(says)))
    return _distinct(
        known_run(notebook, dict(zip(each, values, strict=True)), out)
        for notebook, each, rows in zip(notebooks, axes, excluded, strict=True)
        for values in product(*each.values())
        if not any(_matches(row, dict(zip(each, values, strict=True))) for row in rows)
    )


def _not_a_list_to_compare(value: Value) -> Iterator[str]:
    names = value if isinstance(value, list) else []
    if not names:
        yield "releases: the list is empty; name at least one, for example -p releases '[\"haifeng-2023-11-01\"]'"
    for name in dict.fromkeys(str(n) for n in names if names.count(n) > 1):
        yield f"releases: {name} is named more than once"


def _size(axes: Mapping[str, Sequence[Value]]) -> int:
    return prod(map(len, axes.values()))


def _unknown(notebooks: Sequence[Notebook], grid: Grid, releases: Sequence[str]) -> Iterator[str]:
    known = dict.fromkeys(name for notebook in notebooks for name in notebook.parameters)
    where, has = (
        (f"{notebooks[0].path.name} does not declare it", "it declares")
        if len(notebooks) == 1
        else ("none of the notebooks declares it", "they declare")
    )
    for name in dict.fromkeys([*grid.names, *(name for row in grid.exclude for name in row)]):
        if name not in known:
            near = suggestion(name[:60], known)
            yield f"unknown parameter {shown(name)}: {where}; {has} {', '.join(known) or 'none'}{near}"
    for notebook in notebooks:
        if "release" in notebook.parameters and not releases:
            yield "there is no release to run: data/releases is empty"


def _empty(grid: Grid) -> Iterator[str]:
    for name, values in grid.axes.items():
        if not values:
            yield f"{name}: the axis is empty, so there are 0 combinations; give it a value or remove it"


def _narrowed(parameters: Mapping[str, Parameter], releases: Sequence[str]) -> dict[str, Parameter]:
    """Which releases there are, only the data knows."""
    known = tuple(releases)
    return {n: replace(p, choices=known) if n in {"release", "releases"} else p for n, p in parameters.items()}


def _axes(
    known: Mapping[str, Parameter], grid: Grid, releases: Sequence[str], problems: list[str]
) -> dict[str, list[Value]]:
    axes: dict[str, list[Value]] = {}
    for name, parameter in known.items():
        values: list[Value] = []
        try:
            if name in grid.texts:
                values = [from_text(parameter, text) for text in grid.texts[name]]
            elif name in grid.axes:
                values = [from_value(parameter, value) for value in grid.axes[name]]
            elif name == "release":
                values = list(releases)
            elif name == "lang":
                values = list(parameter.choices) or [parameter.default]
            else:
                continue
        except BadValue as error:
            problems.append(str(error))
        axes[name] = values
    return axes


def _exclusion(
    row: Mapping[str, object], known: Mapping[str, Parameter], problems: list[str]
) -> dict[str, list[Value]]:
    typed: dict[str, list[Value]] = {}
    for name, value in row.items():
        several = value if isinstance(value, list) and not known[name].item.startswith("list[") else [value]
        try:
            typed[name] = [from_value(known[name], one) for one in several]
        except BadValue as error:
            problems.append(f"exclude: {error}")
    return typed


def _matches(row: Mapping[str, list[Value]], values: Mapping[str, Value]) -> bool:
    return all(name in values and values[name] in wanted for name, wanted in row.items())


def known_run(notebook: Notebook, values: Mapping[str, Value], out: Out | None) -> Run:
    """Return the run of *notebook* with *values* that are known to fit."""
    known = notebook.parameters
    others = {n: v for n, v in values.items() if n not in {"release", "lang"} and _is_set(known[n], v)}
    folders = {n: str(values[n]) for n in ("release", "lang") if n in values}
    given = {n: v for n, v in values.items() if n in folders or n in others}
    home = out or (REPORTS if notebook.ours else notebook.path.parent)
    return Run(notebook, given, report_name(notebook.stem, tuple(folders.values()), others), home)


def _is_set(parameter: Parameter, value: Value) -> bool:
    return parameter.computed or value != parameter.default


def _distinct(runs: Iterable[Run]) -> list[Run]:
    seen: dict[tuple[Out, str], Run] = {}
    for run in runs:
        first = seen.setdefault((run.out, run.name), run)
        if first.notebook is not run.notebook:
            paths = f"{first.notebook.path} and {run.notebook.path}"
            raise CannotPlan((f"{paths} would both be {run.out / run.name}.html; run them with an --out each",))
    if not seen:
        raise CannotPlan(("exclude leaves nothing to run",))
    return list(seen.values())


def canonical(parameters: Mapping[str, Value]) -> str:
    """Spell parameters as JSON in one way only: sorted, no blanks, characters as they are."""
    return json.dumps(parameters, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
