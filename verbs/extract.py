"""`blogark extract`: the dataset built again from the WARC files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, meter, print_json, quiet_option, safe, workers_option


@click.command(epilog="Example: blogark extract --archive example.org")
@archive_option
@workers_option
@json_option
@quiet_option
def extract(archive: Path | None, workers: int | None, as_json: bool, quiet: bool) -> None:
    """Build dataset.sqlite again from the WARC files, without network."""
    from ..dataset.reading.extract import extract as extract_dataset

    folder = ArchiveFolder.open(archive or found_here())
    with meter("Reading the WARC files", hidden=quiet) as move:
        summary = extract_dataset(
            folder, workers=workers, on_progress=lambda now: move(now.bytes_read, now.bytes_total)
        )
    for warning in summary.warnings:
        click.echo(safe(warning), err=True)
    if as_json:
        print_json(asdict(summary))
    elif not quiet:
        counts = summary.counts
        click.echo(
            f"{counts.posts:,} posts and {counts.comments:,} comments "
            f"from {counts.captures:,} captures in {summary.seconds:.1f} s",
            err=True,
        )
