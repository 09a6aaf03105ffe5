"""`blogark cite`: how to name an archive in a paper."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe

if TYPE_CHECKING:
    from ..dataset.packing.cite import Style


@click.command(epilog="Example: blogark cite --format bibtex --archive example.org")
@archive_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "bibtex", "cff"]),
    default="text",
    help="How it is written [default: text].",
)
@json_option
def cite(archive: Path | None, style: Style, as_json: bool) -> None:
    """Tell how to cite an archive in a paper."""
    from ..dataset.packing.cite import cite as cite_dataset

    told = cite_dataset(ArchiveFolder.open(archive or found_here()).dataset_path)
    if as_json:
        print_json(asdict(told))
    else:
        click.echo(safe(told.styled(style)))
