"""The command line: words to calls. The only module that prints; heavy imports wait until a command needs them."""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__, streams
from .errors import HfdataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from .dataset import Dataset
    from .runs.request import Request

STRICT = click.option("--strict", is_flag=True, help="Refuse the data if any release in it has a problem.")
JSON = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
FOLDER = click.Path(file_okay=False, path_type=Path)


def _not_empty(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Refuse an empty name, as ``--data "$UNSET"`` gives it: the default would be taken for what was meant."""
    if "" in (value if isinstance(value, tuple) else (value,)):
        raise click.BadParameter("the name is empty; leave the option out to get the default")
    return value


DATA = click.option(
    "--data",
    metavar="PATH",
    callback=_not_empty,
    help="Data folder, datapackage.json, zip or URL. [default: HFDATA_DATA]",
)


class Commands(click.Group):
    """Turns what hfdata raises on purpose into one message and its exit code; anything else is a defect and shows."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        streams.open_closed()
        try:
            return super().invoke(ctx)
        except HfdataError as error:
            _complain(str(error))
            raise SystemExit(error.exit_code) from None
        except KeyboardInterrupt:  # outside a run, which stops in its own way; click would leave with 1
            raise SystemExit(130) from None
        except BrokenPipeError:  # `hfdata … | head` has read enough; as the system would end it
            streams.mute(sys.stdout)
            raise SystemExit(141) from None
        except OSError as error:
            words = f"{error.filename or 'output'}: {error.strerror or error}"
            streams.attempt(lambda: _complain(words), sys.stderr)
            streams.mute(sys.stdout)
            raise SystemExit(2) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they are used, not of the alphabet."""
        return list(self.commands)


def _complain(text: str) -> None:
    click.echo(f"hfdata: {text}", err=True)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="hfdata %(version)s")
def main() -> None:
    """Public-service figures, each traced to the characters that printed it: notebooks in, reports out."""


def _load(where: str | Sequence[str] | None, *, strict: bool = False) -> Dataset:
    """Load the data; a release that is left out is said on stderr, not as a Python warning."""
    from .dataset import SomeReleasesLeftOut, load

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SomeReleasesLeftOut)
        data = load(where, strict=strict)
    for warning in caught:
        _complain(str(warning.message))
    return data


@main.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option(
    "-p", "parameters", type=(str, str), multiple=True, metavar="NAME VALUE", help="Set a parameter; again for more."
)
@click.option("--grid", type=click.Path(dir_okay=False, path_type=Path), help="TOML file of values to combine.")
@DATA
@click.option(
    "--out",
    type=click.Path(path_type=str),
    callback=_not_empty,
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
    from .runs import progress
    from .runs.planning.where import place
    from .runs.request import Request

    as_json, quiet = options.pop("as_json"), options.pop("quiet")
    check, why = options.pop("check"), options.pop("why")
    if options["cluster"] and options["jobs"]:
        raise click.UsageError("--jobs is for this machine; a cluster's workers say how many runs they do at a time")
    out = options.pop("out")
    request = Request(out=place(out) if out else None, **options)
    voice = progress.choose(sys.stderr, json_lines=as_json, quiet=quiet)
    raise SystemExit((_why if why else _check if check else _run)(request, voice.tell))


def _run(request: Request, tell: Callable[[Any], None]) -> int:
    from .runs.run import run

    unheard: OSError | None = None

    def both(event: Any) -> None:
        nonlocal unheard
        if event.event == "finished" and event.files and event.status != "failed":
            path = _printable(event.files[0])
            unheard = streams.attempt(lambda: click.echo(path), sys.stdout) or unheard
        streams.attempt(lambda: tell(event), sys.stderr)

    code = run(request, both).exit_code
    if unheard and not isinstance(unheard, BrokenPipeError):  # who reads only the beginning has what was wanted
        _complain(f"the list of pages could not be written ({unheard.strerror}); the pages themselves are there")
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
    from .runs.run import why

    for decision in why(request, tell):
        click.echo(f"{decision.action:<8} {decision.run.name}: {'; '.join(decision.reasons)}")
    return 0


def _check(request: Request, tell: Callable[[Any], None]) -> int:
    from .runs.check import check
    from .runs.stop import Stopped

    try:
        differences = check(request, tell)
    except Stopped as stopped:
        return stopped.exit_code
    for difference in differences:
        click.echo(difference)
    return int(bool(differences))


@main.command()
@click.argument("notebook")
@JSON
def params(notebook: str, as_json: bool) -> None:
    """List the parameters that NOTEBOOK declares: type, default, choices, meaning.

    \b
        hfdata params welfare
        hfdata params my.ipynb --json
    """
    from .runs.planning import notebooks

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


@main.command()
@click.argument("releases", nargs=-1, metavar="[RELEASE|DRAFT]...")
@DATA
@click.option("--sources", type=FOLDER, envvar="HFDATA_SOURCES", help="Folder of source texts. [env: HFDATA_SOURCES]")
@STRICT
@JSON
def audit(releases: tuple[str, ...], data: str | None, sources: Path | None, strict: bool, as_json: bool) -> None:
    """Check releases (default: all) against their schema, their own wording and, where at hand, their source text.

    Exit code 1 if there are findings. What cannot be checked is listed as "not checked".

    \b
        hfdata audit
        hfdata audit haifeng-2023-11-01 --sources ~/texts
    """
    from .audit import audit as check

    drafts = [name for name in releases if Path(name, "release.toml").is_file()]
    if drafts:
        raise SystemExit(max(_review(Path(name), data) for name in releases))
    loaded = _load(data, strict=strict)
    result = check(loaded, releases, sources=sources)
    if as_json:
        rows = [{"release": f.release, "start": f.start, "code": f.code, "says": f.says} for f in result.findings]
        problems = [str(p) for p in loaded.problems]
        facts = {"findings": rows, "problems": problems, "not_checked": list(result.not_checked)}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for finding in result.findings:
            click.echo(str(finding))
        for line in result.not_checked:
            click.echo(f"not checked: {line}")
        count, of = len(result.findings), len(releases or loaded.releases)
        found = "no findings" if not count else f"{count} finding{'s' if count > 1 else ''}"
        click.echo(f"{result.figures} figures and {result.set_aside} set aside in {of} release(s): {found}")
    raise SystemExit(int(bool(result.findings or loaded.problems)))


def _review(draft: Path, data: str | None) -> int:
    """Print what stands between a draft and a release, and the next step."""
    from .dataset import folder
    from .draft.review import review

    found = review(draft, data or folder.default())
    for finding in found.findings:
        click.echo(str(finding))
    count = len(found.findings)
    if count:
        click.echo(f"{draft}: {count} left to do. Correct the rows, then: hfdata audit {draft}")
        return 1
    click.echo(f"{draft}: {found.audit.figures} figures, {found.audit.set_aside} set aside, nothing left to do.")
    click.echo(f"Next: hfdata accept {draft.name}")
    return 0


@main.command()
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--release", metavar="ID", help="The release's id: place and date, example-2024-03-05.")
@click.option("--place", metavar="ID", help="An id in places.csv.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the event.")
@click.option("--drafts", type=FOLDER, default="drafts", show_default=True, help="Where drafts are kept.")
@click.option("--encoding", default="utf-8", show_default=True, help="How TEXT is encoded; never guessed.")
@click.option("--explain", is_flag=True, help="Say which rules decided each row; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per numeral expression; write nothing.")
@DATA
def draft(
    text: Path,
    release: str | None,
    place: str | None,
    day: datetime | None,
    drafts: Path,
    encoding: str,
    explain: bool,
    as_json: bool,
    data: str | None,
) -> None:
    """Read a press TEXT into a draft release: every numeral a figure, or set aside with a reason.

    \b
        hfdata draft text.txt --release example-2024-03-05 --place haifeng --date 2024-03-05
        hfdata draft text.txt --explain
    """
    from . import draft as drafting
    from .dataset import Unknown

    if not (as_json or explain) and not (release and place and day):
        raise click.UsageError("a draft needs --release, --place and --date; --json and --explain need none of them")
    loaded = _load(data)
    if place is not None and place not in loaded.places:
        raise Unknown("place", place, tuple(loaded.places))
    read = drafting.read(
        drafting.decode(text.read_bytes(), name=str(text), encoding=encoding),
        event_date=day.date() if day else None,
        indicators=tuple(loaded.indicators.values()),
        units=tuple(loaded.units.values()),
        place=loaded.places[place] if place else None,
    )
    if as_json or explain:
        for row in read.rows:
            click.echo(row.as_json() if as_json else f"{row.start} {row.quote} [{row.kind}] {row.why}")
        return
    assert release
    assert place
    assert day
    folder = drafting.write(read, release=release, place=place, event_date=day.date(), drafts=drafts)
    doubtful = sum(bool(r.doubt) for r in read.rows)
    click.echo(f"{folder}: {len(read.figures)} figures, {len(read.set_aside)} set aside, {doubtful} doubtful row(s)")
    click.echo(f"Next: fill in [source] in {folder / 'release.toml'}, look at the doubts, then: hfdata audit {folder}")


@main.command()
@click.argument("release", metavar="ID")
@click.option("--drafts", type=FOLDER, default="drafts", show_default=True, help="Where drafts are kept.")
@DATA
def accept(release: str, drafts: Path, data: str | None) -> None:
    """Move the draft ID into data/ once its audit is clean; nothing enters data/ otherwise.

    \b
        hfdata accept example-2024-03-05
    """
    from . import draft as drafting
    from .dataset import folder
    from .draft.review import review

    where = Path(data) if data else folder.default()
    found = review(drafts / release, where)
    target = drafting.accept(drafts / release, releases=where / "releases", findings=found.findings)
    click.echo(f"{target}: {found.audit.figures} figures accepted. Next: make data, then hfdata run")


@main.command()
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
    from .dataset import folder
    from .runs.deciding.keys import cache_folder
    from .runs.deciding.log import query

    found = query(cache_folder(Path(data) if data else folder.default()), where, history=history)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for entry in found:
        cause = f"  {entry['cause']}" if entry.get("cause") else ""
        click.echo(f"{entry['at']}  {entry['status']:<8} {entry['seconds'] or 0:6.1f} s  {entry['run']}{cause}")
    if not found:
        click.echo("no runs")


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--release", "releases", multiple=True, metavar="ID", help="Only this release; again for more.")
@click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    callback=_not_empty,
    help="As for run; again for more. [default: HFDATA_DATA]",
)
def export(file: Path, releases: tuple[str, ...], data: tuple[str, ...]) -> None:
    """Write the figures to FILE for other programs; its ending chooses xlsx, csv, json, parquet or zip.

    A .zip holds all tables, those of releases in Parquet: forty thousand releases load from it at once. Several --data
    go into one file.

    \b
        hfdata export figures.xlsx
        hfdata export county.zip --data north --data south
        hfdata export figures.parquet --release haifeng-2023-11-01
    """
    from .export import export as write

    click.echo(write(_load(data[0] if len(data) == 1 else data or None), file, releases=releases))
