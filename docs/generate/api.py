"""The API reference: signature and docstring of everything public, examples included."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import hfdata as hf
from hfdata import export

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# API reference

*Written by `make docs` from the docstrings; do not edit it by hand. The same text is in `help(hf.load)` and, in
JupyterLab, behind Shift + Tab. Every example below runs as a test.*

`import hfdata as hf` costs nothing: pandas and Altair are loaded when they are first needed.
"""
CLASSES = (hf.Dataset, hf.Story, hf.Figure, hf.Quantity)
FUNCTIONS = (hf.load, hf.distinct, hf.say, hf.why_not, hf.cite, hf.run)
WIDTH = 100  # of a signature that stays on one line


def page(_: hf.Dataset) -> str:
    """Return docs/api.md; code alone makes it, not the data."""
    parts = [HEAD, "## Functions\n"]
    parts += [_entry(f"hf.{f.__name__}", f) for f in FUNCTIONS]
    parts += [_entry("hfdata.export.export", export.export)]
    for owner in CLASSES:
        parts += [f"## hf.{owner.__name__}\n", _call(f"hf.{owner.__name__}", owner), _prose(owner)]
        parts += [_member(owner, name, member) for name, member in _public(owner)]
    parts += ["## hf.charts\n", _prose(hf.charts)]
    parts += [_entry(f"hf.charts.{name}", getattr(hf.charts, name)) for name in hf.charts.__all__]
    parts += ["## Errors\n", _entry("hf.HfdataError", hf.HfdataError)]
    return "\n".join(parts).rstrip() + "\n"


def _public(owner: type) -> Iterator[tuple[str, object]]:
    for name, member in vars(owner).items():
        if not name.startswith("_") and (callable(member) or isinstance(member, (property, classmethod))):
            yield name, member


def _member(owner: type, name: str, member: object) -> str:
    full = f"{owner.__name__}.{name}"
    if isinstance(member, property):
        kind = inspect.signature(member.fget).return_annotation
        return f"### {full}\n\n```python\n{full}: {kind}\n```\n\n{_prose(member)}"
    return _entry(full, getattr(owner, name), bound=isinstance(member, classmethod))


def _entry(name: str, thing: object, *, bound: bool = True) -> str:
    return f"### {name}\n\n{_call(name, thing, bound=bound)}\n{_prose(thing)}"


def _call(name: str, thing: object, *, bound: bool = True) -> str:
    if isinstance(thing, type) and issubclass(thing, (Exception, list)):
        return f"```python\nclass {name}({thing.__mro__[1].__name__})\n```\n"
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    given = [p for p in signature.parameters.values() if bound or p.name != "self"]
    result = signature.return_annotation
    arrow = f" -> {result}" if isinstance(result, str) and result != "None" and not isinstance(thing, type) else ""
    listed = list(_parameters(given))
    line = f"{name}({', '.join(listed)}){arrow}"
    if len(line) > WIDTH:
        line = f"{name}(\n{''.join(f'    {p},{chr(10)}' for p in listed)}){arrow}"
    return f"```python\n{line}\n```\n"


def _parameters(given: list[inspect.Parameter]) -> Iterator[str]:
    """Spell parameters as they are written; ``*`` where the rest must be named."""
    starred = False
    for p in given:
        if p.kind is p.VAR_POSITIONAL:
            starred = True
        if p.kind is p.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        star = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        kind = f": {p.annotation}" if p.annotation is not p.empty else ""
        default = f" = {p.default!r}" if p.default is not p.empty else ""
        yield f"{star}{p.name}{kind}{default}"


def _prose(thing: object) -> str:
    """Turn a docstring into Markdown: examples become code, double backquotes single ones."""
    lines = (inspect.getdoc(thing) or "").splitlines()
    made: list[str] = []
    inside = False
    for line in lines:
        begins = line.startswith(">>> ")
        if begins and not inside:
            made += ["```pycon"]
        if inside and not line.strip():
            made += ["```"]
        inside = bool(line.strip()) and (inside or begins)
        made.append(line if inside else re.sub(r"``([^`]+)``", r"`\1`", line))
    return "\n".join([*made, "```"] if inside else made) + "\n"
