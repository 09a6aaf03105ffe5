"""`blogark changes`: what changed in posts between crawls."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


@click.command(epilog="Example: blogark changes --since 2026-11 --archive example.org")
@click.argument("post", required=False, help="Number or address of one post.")
@archive_option
@click.option("--since", metavar="DATE", help="Only what was seen changed then or later: 2026-11-23, 2026-11 or 2026.")
@json_option
def changes(post: str | None, archive: Path | None, since: str | None, as_json: bool) -> None:
    """Show as diffs what changed in the titles and texts of posts between crawls."""
    from ..dataset.asking.changes import changes as changes_of

    found = changes_of(ArchiveFolder.open(archive or found_here()).dataset_path, post=post, since=since)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        for line in one.diff.splitlines():
            is_head = line.startswith(("--- ", "+++ "))
            click.echo(click.style(safe(line), bold=is_head, fg=None if is_head else _COLOURS.get(line[:1])))
        if not one.diff:
            click.echo(f"{safe(one.url)} changed at {one.seen_at} and is redacted", err=True)
    if not found:
        click.echo("no change was seen", err=True)
