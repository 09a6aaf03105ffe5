"""`blogark serve`: the archive in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, print_json, quiet_option, safe


@click.command(epilog="Example: blogark serve --archive example.org --open")
@archive_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Where it listens; beyond loopback, others can read the archive.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    metavar="N",
    help="Of the dataset; 0 takes any that is free.",
)
@click.option(
    "--replay-port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Of the replayed pages [default: any that is free].",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@json_option
@quiet_option
def serve(
    archive: Path | None, host: str, port: int, replay_port: int, opens: bool, as_json: bool, quiet: bool
) -> None:
    """Browse the dataset and replay the pages in a browser."""
    from ..serving.serve import serve as serve_archive

    folder = ArchiveFolder.open(archive or found_here())
    with serve_archive(folder, host=host, port=port, replay_port=replay_port) as serving:
        if as_json:
            print_json({"dataset": serving.places.dataset, "replay": serving.places.replay})
        if not quiet:
            click.echo(safe(f"{folder.path} at {serving.places.dataset} (Ctrl-C ends it)"), err=True)
        if opens:
            webbrowser.open(serving.places.dataset)
        serving.watch()
