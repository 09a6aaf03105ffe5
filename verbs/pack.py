"""`blogark pack`: one WACZ file, or a bag."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.folder import ArchiveFolder
from .console import archive_option, found_here, json_option, meter, print_json, quiet_option, safe


@click.command(epilog="Example: blogark pack --to example.wacz --archive example.org")
@archive_option
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FILE.wacz", help="Where to.")
@click.option("--posts", metavar="SQL", help="Only posts for which this is true, over the columns of `posts`.")
@click.option("--since", metavar="DATE", help="Only posts published then or later: 2010-10-19, 2010-10 or 2010.")
@click.option("--bagit", is_flag=True, help="Write a folder that is a bag (BagIt 1.0) instead of a WACZ file.")
@click.option("--include-withheld", is_flag=True, help="Pack the records too that hold what is redacted.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@json_option
@quiet_option
def pack(
    archive: Path | None,
    to: Path,
    posts: str | None,
    since: str | None,
    bagit: bool,
    include_withheld: bool,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Put an archive, or some of its posts, into one WACZ file."""
    from ..dataset.packing.pack import pack as pack_archive

    folder = ArchiveFolder.open(archive or found_here())
    with meter("Packing", hidden=quiet or as_json) as move:
        done = pack_archive(
            folder,
            to,
            posts=posts,
            since=since,
            bag=bagit,
            force=force,
            include_withheld=include_withheld,
            on_progress=move,
        )
    if as_json:
        files = [{"path": one.path, "bytes": one.bytes, "hash": one.hash} for one in done.resources]
        print_json({"to": str(done.to), "bytes": done.bytes, "files": files})
    elif not quiet:
        click.echo(safe(f"{len(done.resources):,} files, {done.bytes:,} bytes: {done.to}"), err=True)
