"""``run``, ``params`` and ``runs``: notebooks in, reports out, and what was run."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import streams
from .options import DATA, JSON, STRICT, complain, not_empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..runs.request import Request


@click.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option(
    "-p", "parameters", type=(str, str), multiple=True, metavar="NAME VALUE", help="Set a parameter; again for more."
)
@click.option("--grid", type=click.Path(dir_okay=False, path_type=Path), help="TOML file of values to combine.")
@DATA
@click.option(
    "--out",
    type=click.Path(path_type=str),
    callback=not_empty,
    help="Output folder, or s3://… and the like. [default: ./reports, or beside NOTEBOOK]",
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Runs at a time. [default: the cores]")
@click.option(
    "--cluster", metavar="ADDRESS", help="Run on a Dask cluster: tcp://host:port, or local:4 for 4 workers here."
)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), default=600, show_default=True, metavar="S")
@STRICT
@click.option("--force", is_flag=True, help="Run everything again.")
@click.option("--only-failed", is_flag=True, help="Run only what failed last time.")
@click.option("--check", is_flag=True, help="Rebuild elsewhere and compare with --out byte by byte; publish nothing.")
@click.option("--why", is_flag=True, help="Say why each run is or is not needed; run nothing.")
@click.option("--single-file", is_flag=True, help="Also write pages that hold everything, for sending.")
@click.option("--json", "as_json", is_flag=True, help="Progress as JSON lines on stderr.")
@click.option("--quiet", is_flag=True, help="Only warnings and failures on stderr.")
def run(**options: Any) -> None:
    """Bring reports up to date: execute what changed, publish each whole or not at all.

    NOTEBOOK is a file, or the name of one of the project's; without one, the eight notebooks are run in Chinese and
    English for every release. Finished pages are listed on stdout, progress goes to stderr.

    \b
        hfdata run
        hfdata run welfare -p lang en
        hfdata run my.ipynb --out pages
    """
    from ..runs import progress
    from ..runs.planning.where import place
    from ..runs.request import Request

    as_json, quiet = options.pop("as_json"), options.pop("quiet")
    check, why = options.pop("check"), options.pop("why")
    if options["cluster"] and options["jobs"]:
        raise click.UsageError("--jobs is for this machine; a cluster's workers say how many runs they do at a time")
    out = options.pop("out")
    request = Request(out=place(out) if out else None, **options)
    voice = progress.choose(sys.stderr, json_lines=as_json, quiet=quiet)
    raise SystemExit((_why if why else _check if check else _run)(request, voice.tell))


def _run(request: Request, tell: Callable[[Any], None]) -> int:
    from ..runs.run import run

    unheard: OSError | None = None

    def both(event: Any) -> None:
        nonlocal unheard
        if event.event == "finished" and event.files and event.status != "failed":
            path = _printable(event.files[0])
            unheard = streams.attempt(lambda: click.echo(path), sys.stdout) or unheard
        streams.attempt(lambda: tell(event), sys.stderr)

    code = run(request, both).exit_code
    if unheard and not isinstance(unheard, BrokenPipeError):  # who reads only the beginning has what was wanted
        complain(f"the list of pages could not be written ({unheard.strerror}); the pages themselves are there")
        return code or 2
    return code


def _printable(path: str) -> str | bytes:
    """Return a path as text, or as the bytes it is on disk where these are no text: a program may open it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _why(request: Request, tell: Callable[[Any], None]) -> int:
    from ..runs.run import why

    for decision in why(request, tell):
        click.echo(f"{decision.action:<8} {decision.run.name}: {'; '.join(decision.reasons)}")
    return 0


def _check(request: Request, tell: Callable[[Any], None]) -> int:
    from ..runs.check import check
    from ..runs.stop import Stopped

    try:
        differences = check(request, tell)
    except Stopped as stopped:
        return stopped.exit_code
    for difference in differences:
        click.echo(difference)
    return int(bool(differences))


@click.command()
@click.argument("notebook")
@JSON
def params(notebook: str, as_json: bool) -> None:
    """List the parameters that NOTEBOOK declares: type, default, choices, meaning.

    \b
        hfdata params welfare
        hfdata params my.ipynb --json
    """
    from ..runs.planning import notebooks

    declared = notebooks.find([notebook])[0].parameters
    if as_json:
        rows = [
            {
                "name": p.name,
                "type": p.type,
                "default": None if p.computed else p.default,
                "choices": list(p.choices),
                "meaning": p.meaning,
            }
            for p in declared.values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for p in declared.values():
        default = "computed" if p.computed else repr(p.default)
        click.echo(f"{p.name}: {p.type or 'set in the notebook only'} = {default}")
        click.echo(f"    {p.meaning}" + (f" ({', '.join(p.choices)})" if p.choices else ""))


@click.command()
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="Only runs whose field or parameter has this value.")
@click.option("--history", is_flag=True, help="Every run, not only the latest of each.")
@DATA
@JSON
def runs(where: tuple[str, ...], history: bool, data: str | None, as_json: bool) -> None:
    """List what was run, how it ended and how long it took, from the run log in the cache.

    \b
        hfdata runs
        hfdata runs --where status=failed --json
    """
    from ..dataset import folder
    from ..runs.deciding.keys import cache_folder
    from ..runs.deciding.log import query

    found = query(cache_folder(Path(data) if data else folder.default()), where, history=history)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in found:
        cause = f"  {entry['cause']}" if entry.get("cause") else ""
        click.echo(f"{entry['at']}  {entry['status']:<8} {entry['seconds'] or 0:6.1f} s  {entry['run']}{cause}")
    if not found:
        click.echo("no runs")
