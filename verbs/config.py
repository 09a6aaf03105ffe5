"""`blogark config`: what the next crawl will do, and where each of its options comes from."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click

from ..archive.config import key_of, load, options, written
from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, safe


@click.command(epilog="Example: blogark config --show --archive example.org")
@archive_option
@click.option("--show", is_flag=True, help="Show the options, as is done without it too.")
@json_option
def config(archive: Path | None, show: bool, as_json: bool) -> None:
    """Show the options of the next crawl, and where each comes from."""
    path = ArchiveFolder.open(archive or found_here()).config_path
    told = load(path)
    keys = {key.replace("_", "-") for key in tomllib.loads(path.read_text("utf-8"))}
    rows = [
        (
            key_of(option),
            written(option, getattr(told, option.name)),
            path.name if key_of(option) in keys else "default",
        )
        for option in options()
    ]
    if as_json:
        print_json(
            {
                "file": str(path),
                "options": {
                    key_of(option): {"value": getattr(told, option.name), "from": source}
                    for option, (_, _, source) in zip(options(), rows, strict=True)
                },
            }
        )
        return
    wide = max(len(key) for key, _, _ in rows)
    deep = min(40, max(len(value) for _, value, _ in rows))
    for key, value, source in rows:
        click.echo(safe(f"{key:<{wide}}  {value:<{deep}}  ") + click.style(source, dim=source == "default"))
    click.echo(safe(f"{path}: change it freely; the command line wins over it"), err=True)
