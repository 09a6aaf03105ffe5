"""`blogark status`: what an archive holds and misses."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe


@click.command(epilog="Example: blogark status --archive example.org")
@archive_option
@json_option
def status(archive: Path | None, as_json: bool) -> None:
    """Tell what an archive holds and misses, and how its crawl ended."""
    from ..dataset.status import status as status_of

    found = status_of(ArchiveFolder.open(archive or found_here()))
    if as_json:
        print_json(asdict(found))
    else:
        click.echo(safe(str(found)))
