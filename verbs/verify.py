"""`blogark verify`: WARC files, indexes, journal and dataset against each other."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.errors import Damaged
from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, meter, print_json, quiet_option, safe


@click.command(epilog="Example: blogark verify --archive example.org")
@archive_option
@json_option
@quiet_option
@click.pass_context
def verify(context: click.Context, /, archive: Path | None, as_json: bool, quiet: bool) -> None:
    """Check WARCs, indexes, journal and dataset against each other."""
    from ..dataset.verify import verify as verify_archive

    folder = ArchiveFolder.open(archive or found_here())
    with meter("Checking the WARC files", hidden=quiet) as move:
        report = verify_archive(folder, on_progress=move)
    if as_json:
        print_json(report.as_dict())
    if report.is_damaged or not quiet:
        click.echo(safe(str(report)), err=True)
    context.exit(Damaged.exit_code if report.is_damaged else 0)
