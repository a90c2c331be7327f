"""``draft`` and ``accept``, and the audit of a draft: from a press text to a release."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import DATA, FOLDER, load

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
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
    from .. import draft as drafting
    from ..dataset import Unknown

    if not (as_json or explain) and not (release and place and day):
        raise click.UsageError("a draft needs --release, --place and --date; --json and --explain need none of them")
    loaded = load(data)
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


def review(draft: Path, data: str | None) -> int:
    """Print what stands between a draft and a release, and the next step."""
    from ..dataset import folder
    from ..draft.review import review as reviewed

    found = reviewed(draft, data or folder.default())
    for finding in found.findings:
        click.echo(str(finding))
    count = len(found.findings)
    if count:
        click.echo(f"{draft}: {count} left to do. Correct the rows, then: hfdata audit {draft}")
        return 1
    click.echo(f"{draft}: {found.audit.figures} figures, {found.audit.set_aside} set aside, nothing left to do.")
    click.echo(f"Next: hfdata accept {draft.name}")
    return 0


@click.command()
@click.argument("release", metavar="ID")
@click.option("--drafts", type=FOLDER, default="drafts", show_default=True, help="Where drafts are kept.")
@DATA
def accept(release: str, drafts: Path, data: str | None) -> None:
    """Move the draft ID into data/ once its audit is clean; nothing enters data/ otherwise.

    \b
        hfdata accept example-2024-03-05
    """
    from .. import draft as drafting
    from ..dataset import folder
    from ..draft.review import review

    where = Path(data) if data else folder.default()
    found = review(drafts / release, where)
    target = drafting.accept(drafts / release, releases=where / "releases", findings=found.findings)
    click.echo(f"{target}: {found.audit.figures} figures accepted. Next: make data, then hfdata run")
