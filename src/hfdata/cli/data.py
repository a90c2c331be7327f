"""``audit`` and ``export``: data checked, and data for other programs."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .drafting import review
from .options import DATA, FOLDER, JSON, STRICT, load, not_empty


@click.command()
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
    from ..audit import audit as check

    drafts = [name for name in releases if Path(name, "release.toml").is_file()]
    if drafts:
        raise SystemExit(max(review(Path(name), data) for name in releases))
    loaded = load(data, strict=strict)
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


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--release", "releases", multiple=True, metavar="ID", help="Only this release; again for more.")
@click.option(
    "--data",
    multiple=True,
    metavar="PATH",
    callback=not_empty,
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
    from ..export import export as write

    click.echo(write(load(data[0] if len(data) == 1 else data or None), file, releases=releases))
