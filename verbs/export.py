"""`blogark export`: the dataset in other forms."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import cast

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, meter, print_json, quiet_option, safe


@click.command(epilog="Example: blogark export --format csv --to tables --archive example.org")
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl", "parquet", "markdown"]), required=True, help="Which form."
)
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where to, a folder.")
@archive_option
@click.option("--since", metavar="DATE", help="Only posts published then or later: 2010-10-19, 2010-10 or 2010.")
@click.option("--where", metavar="SQL", help="Only posts for which this is true, over the columns of `posts`.")
@click.option("--raw", is_flag=True, help="CSV: leave texts as they are that a spreadsheet takes for formulas.")
@json_option
@quiet_option
def export(
    form: str,
    to: Path,
    archive: Path | None,
    since: str | None,
    where: str | None,
    raw: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the dataset as CSV, JSON Lines, Parquet or Markdown."""
    from ..dataset.export.exporting import Form
    from ..dataset.export.exporting import export as export_dataset

    dataset = ArchiveFolder.open(archive or found_here()).dataset_path
    with meter("Exporting", hidden=quiet or as_json) as move:
        done = export_dataset(dataset, to, form=cast(Form, form), since=since, where=where, raw=raw, on_progress=move)
    if as_json:
        print_json(asdict(done))
    elif not quiet:
        posts = f"{done.posts:,} post" + ("" if done.posts == 1 else "s")
        click.echo(safe(f"{posts} and what belongs to them: {done.to}"), err=True)
