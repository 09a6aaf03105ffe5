"""`blogark combine`: one dataset over many archives."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import json_option, meter, print_json, quiet_option, safe


@click.command(epilog="Example: blogark combine blogs.sqlite example.org example.com")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.argument(
    "archives", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="ARCHIVE...", help="Archive folders."
)
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@json_option
@quiet_option
def combine(out: Path, archives: tuple[Path, ...], force: bool, as_json: bool, quiet: bool) -> None:
    """Put the datasets of many archives together in one."""
    from ..dataset.packing.combine import combine as combine_datasets

    datasets = [ArchiveFolder.open(path).dataset_path for path in archives]
    with meter("Combining", hidden=quiet or as_json) as move:
        parts = combine_datasets(out, datasets, force=force, on_progress=move)
    if as_json:
        print_json([asdict(part) for part in parts])
    elif not quiet:
        posts, comments = sum(part.posts for part in parts), sum(part.comments for part in parts)
        click.echo(safe(f"{len(parts)} blogs, {posts:,} posts and pages, {comments:,} comments: {out}"), err=True)
