"""`blogark import`: WARC files that others made become part of an archive."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from ..archive.config import Config, load, save
from ..archive.errors import UsageError
from ..archive.folder import ArchiveFolder
from .archiving import bring_up_to_date, what_was_found
from .console import json_option, meter, print_json, quiet_option, safe, workers_option


@click.command("import", epilog="Example: blogark import old-blog.warc.gz old-blog.wacz --archive old-blog")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="WARC_OR_WACZ...",
    help="What others made.",
)
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The archive folder they go into; made if it is not there.",
)
@click.option("--url", metavar="URL", help="The blog's address [default: that of the archive, or of the first page].")
@workers_option
@json_option
@quiet_option
@click.pass_context
def import_files(
    context: click.Context,
    /,
    files: tuple[Path, ...],
    archive: Path,
    url: str | None,
    workers: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take in WARC, WACZ or ARC files that others made, unchanged."""
    from ..archive.importing.imports import take_in
    from ..archive.importing.parcels import check_paths
    from ..archive.journal.journal import Journal
    from ..dataset.reading.following import check_dataset, follow

    check_paths(files)
    is_new = not archive.exists()
    folder = ArchiveFolder.create(archive)
    with folder.lock():
        kept = load(folder.config_path) if folder.config_path.exists() else None
        room = kept.min_free_disk if kept else Config(url="http://blog.example/").min_free_disk
        check_dataset(folder.dataset_path)
        with meter("Taking in", hidden=quiet) as move:
            done = take_in(folder, files, url=url or (kept.url if kept else None), min_free_disk=room, on_progress=move)
        if done.files and kept is None and done.url is not None:
            save(folder.config_path, Config(url=done.url))
        with closing(Journal(folder.journal_path)) as journal:
            # An import that was killed may have left files that are in the journal and not in the dataset.
            if done.files or not journal.is_settled():
                with follow(folder, workers=workers) as extraction:
                    bring_up_to_date(folder, journal, extraction, hidden=quiet)
        if is_new and not done.files:
            folder.discard()
    if as_json:
        print_json({"archive": str(archive), **asdict(done)})
    for sentence in (*done.remarks, *done.refused):
        click.echo(safe(sentence), err=True)
    if not quiet:
        known = f", {len(done.known):,} here already" if done.known else ""
        captures = f" with {done.captures:,} captures" if done.files else ""
        number = "1 file" if len(done.files) == 1 else f"{len(done.files):,} files"
        click.echo(f"{number} taken in{captures}{known}", err=True)
        if done.files and done.url is not None:
            click.echo(what_was_found(folder, done.url), err=True)
    context.exit(UsageError.exit_code if done.refused else 0)
