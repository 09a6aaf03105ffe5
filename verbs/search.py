"""`blogark search`: full-text search over posts and comments."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe

if TYPE_CHECKING:
    from ..dataset.asking.search import Place


@click.command(epilog="Example: blogark search 'wooden boat' --archive example.org")
@click.argument("query", help='Words that must all be there; "in quotes" side by side.')
@archive_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The best N hits.")
@click.option("--in", "place", type=click.Choice(["posts", "comments"]), help="Search only posts, or only comments.")
@click.option("--author", metavar="NAME", help="Only by people whose name has this in it.")
@click.option("--since", metavar="DATE", help="Only what was published then or later: 2010-10-19, 2010-10 or 2010.")
@click.option("--category", metavar="NAME", help="Only posts of this category or tag, and comments on them.")
@click.option("--fts", is_flag=True, help="The query is in FTS5's own syntax: NEAR, OR, NOT, prefix*.")
@json_option
def search(
    query: str,
    archive: Path | None,
    limit: int,
    place: Place | None,
    author: str | None,
    since: str | None,
    category: str | None,
    fts: bool,
    as_json: bool,
) -> None:
    """Search the posts and comments of an archive for words."""
    from ..dataset.asking.search import MARKS
    from ..dataset.asking.search import search as search_dataset

    hits = search_dataset(
        ArchiveFolder.open(archive or found_here()).dataset_path,
        query,
        limit=limit,
        in_=(place,) if place else ("posts", "comments"),
        author=author,
        since=since,
        category=category,
        fts=fts,
        marks=MARKS if as_json else ("⟦", "⟧"),
    )
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    for hit in hits:
        on = f" on {hit.title}" if hit.kind == "comment" else ""
        head = f"{hit.title if hit.kind == 'post' else hit.author or 'somebody'}{on}"
        click.echo(click.style(safe(head), bold=True) + click.style(f"  {(hit.published or '')[:10]}", dim=True))
        snippet = (
            click.wrap_text(safe(hit.snippet), columns, "  ", "  ").replace("⟦", "\x1b[1m").replace("⟧", "\x1b[22m")
        )
        click.echo(f"{snippet}\x1b[0m\n  {safe(hit.url)}\n")
    if not hits:
        looked_for = f"nothing found for {safe(query)}" if query.strip() else "there is no word to search for; give one"
        click.echo(looked_for, err=True)
