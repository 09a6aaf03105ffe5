"""`blogark report`: pictures of the blog and of its crawls."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, quiet_option, safe


@click.command(epilog="Example: blogark report --archive example.org")
@archive_option
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to [default: report.html in the archive].",
)
@quiet_option
def report(archive: Path | None, to: Path | None, quiet: bool) -> None:
    """Draw the blog and its crawls into one HTML file."""
    from ..dataset.report.page import report as write_report

    folder = ArchiveFolder.open(archive or found_here())
    written = write_report(folder.dataset_path, to or folder.path / "report.html")
    if not quiet:
        click.echo(safe(str(written)), err=True)
