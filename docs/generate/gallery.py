"""The gallery: for each chart builder a question, the code that answers it, and the chart that the code makes."""

from __future__ import annotations

import inspect
import re
import textwrap
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import hfdata as hf

from . import examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PICTURES = "images/gallery"
WIDTH = 640  # px of a picture's text column
HEAD = """# Gallery

*Written by `make docs` from [the examples](generate/examples.py); do not edit it by hand.*

Every builder of `hf.charts` with figures of Haifeng's release, in English; `lang="zh"` gives all of them in Chinese.
Each is an ordinary Altair chart: layer it (`a + b`), set it beside another (`a | b`, `a & b`), restyle it, or write it
to a file with `hf.charts.save(chart, "x.svg")`.
What the shapes mean is the same everywhere: a plain end is exact, an open arrow *at least*, a hollow bar with a cap *at
most*, a broken outline *about*, stripes a plan. All examples begin with

```python
import hfdata as hf
import pandas as pd

story = hf.Story(hf.load(), release="haifeng-2023-11-01", lang="en")
```
"""


def made(data: hf.Dataset) -> Iterator[tuple[str, Callable[..., Any], list[Any]]]:
    """Yield each builder's name, its example and the charts that the example makes."""
    story = hf.Story(data, release="haifeng-2023-11-01", lang="en")
    for name, example in inspect.getmembers(examples, inspect.isfunction):
        chart = example(story)
        yield name, example, list(chart) if isinstance(chart, list) else [chart]


def page(data: hf.Dataset) -> str:
    """Return docs/gallery.md."""
    found = sorted(made(data), key=lambda one: inspect.getsourcelines(one[1])[1])  # in the order of the examples
    return "\n".join([HEAD, *(_entry(*one) for one in found)])


def _entry(name: str, example: Callable[..., Any], charts: list[Any]) -> str:
    shown = "\n".join(f"![{_alt(chart)}]({PICTURES}/{file})" for file, chart in _files(name, charts))
    return f"## {name}\n\n{inspect.getdoc(example)}\n\n{shown}\n\n```python\n{code(example)}\n```\n"


def code(example: Callable[..., Any]) -> str:
    """Return an example's code as one would type it at a prompt: its body, ending in the chart."""
    body = inspect.getsource(example).split('"""\n', 1)[1]
    return re.sub(r"^return ", "", textwrap.dedent(body), flags=re.MULTILINE).rstrip()


def pictures(data: hf.Dataset) -> dict[str, str]:
    """Return the SVG of every chart of the gallery by its file name."""
    with TemporaryDirectory() as folder:
        return {
            file: hf.charts.save(chart, Path(folder) / file, width=WIDTH).read_text("utf-8")
            for name, _, charts in made(data)
            for file, chart in _files(name, charts)
        }


def _files(name: str, charts: list[Any]) -> Iterator[tuple[str, Any]]:
    stem = name.replace("_", "-")
    for n, chart in enumerate(charts, 1):
        yield (f"{stem}.svg" if len(charts) == 1 else f"{stem}-{n}.svg"), chart


def _alt(chart: Any) -> str:
    return re.sub(r"[\[\]]", "", chart.usermeta["hfdata"]["alt"])
