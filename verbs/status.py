"""`blogark status`: what an archive holds and misses."""

from __future__ import annotations

import sys
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, fitted, found_here, json_option, print_json, safe


@click.command(epilog="Example: blogark status --archive example.org")
@archive_option
@click.option("--left-out", "every", is_flag=True, help="List every URL that was not archived, by the reason.")
@json_option
def status(archive: Path | None, every: bool, as_json: bool) -> None:
    """Tell what an archive holds and misses, and how its crawl ended."""
    from ..dataset.asking.status import left_out
    from ..dataset.asking.status import status as status_of
    from ..dataset.asking.status_text import LABEL, text

    folder = ArchiveFolder.open(archive or found_here())
    if not every:
        found = status_of(folder)
        if as_json:
            print_json(asdict(found))
        else:
            for number, line in enumerate(fitted(safe(text(found)), sys.stdout).splitlines()):
                wide = LABEL if number else len(line)
                click.echo(click.style(line[:wide], bold=True) + line[wide:])
        return
    left = left_out(folder)
    if as_json:
        print_json([asdict(one) for one in left])
        return
    for (state, reason), some in groupby(left, key=lambda one: (one.state, one.reason)):
        click.echo(click.style(safe(f"{state}: {reason}"), bold=True))
        for one in some:
            click.echo(safe(f"  {one.url}"))
