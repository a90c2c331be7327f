"""What several commands share: options, the loading of data, and complaints."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..dataset import Dataset

STRICT = click.option("--strict", is_flag=True, help="Refuse the data if any release in it has a problem.")
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
FOLDER = click.Path(file_okay=False, path_type=Path)


def not_empty(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Refuse an empty name, as ``--data "$UNSET"`` gives it: the default would be taken for what was meant."""
    if "" in (value if isinstance(value, tuple) else (value,)):
        raise click.BadParameter("the name is empty; leave the option out to get the default")
    return value


DATA = click.option(
    "--data",
    metavar="PATH",
    callback=not_empty,
    help="Data folder, datapackage.json, zip or URL. [default: HFDATA_DATA]",
)


def complain(text: str) -> None:
    """Say on stderr what is wrong."""
    click.echo(f"hfdata: {text}", err=True)


def load(where: str | Sequence[str] | None, *, strict: bool = False) -> Dataset:
    """Load the data; a release that is left out is said on stderr, not as a Python warning."""
    from ..dataset import SomeReleasesLeftOut, load

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SomeReleasesLeftOut)
        data = load(where, strict=strict)
    for warning in caught:
        complain(str(warning.message))
    return data
