"""`blogark search`: full-text search over posts and comments."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe


@click.command(epilog="Example: blogark search 'wooden boat' --archive example.org")
@click.argument("query", help='Words that must all be there; "in quotes" side by side.')
@archive_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The best N hits.")
@json_option
def search(query: str, archive: Path | None, limit: int, as_json: bool) -> None:
    """Search the posts and comments of an archive for words."""
    from ..dataset.search import search as search_dataset

    dataset = ArchiveFolder.open(archive or found_here()).dataset_path
    if as_json:
        print_json([asdict(hit) for hit in search_dataset(dataset, query, limit=limit)])
        return
    hits = search_dataset(dataset, query, limit=limit, marks=("⟦", "⟧"))
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    for hit in hits:
        place = f" on {hit.title}" if hit.kind == "comment" else ""
        head = f"{hit.title if hit.kind == 'post' else hit.author or 'somebody'}{place}"
        click.echo(click.style(safe(head), bold=True) + click.style(f"  {(hit.published or '')[:10]}", dim=True))
        snippet = (
            click.wrap_text(safe(hit.snippet), columns, "  ", "  ").replace("⟦", "\x1b[1m").replace("⟧", "\x1b[22m")
        )
        click.echo(f"{snippet}\x1b[0m\n  {safe(hit.url)}\n")
    if not hits:
        click.echo(f"nothing found for {safe(query)}", err=True)
