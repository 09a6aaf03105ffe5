"""`blogark read`: what the parsers see in one saved page."""

from __future__ import annotations

from dataclasses import asdict
from typing import BinaryIO

import click

from ..archive.addresses import check_url
from ..archive.errors import UsageError
from .console import print_json


@click.command(epilog="Example: curl -s https://example.org/a-post | blogark read - --url https://example.org/a-post")
@click.argument("file", type=click.File("rb"), help="A saved page, or - for standard input.")
@click.option("--url", required=True, help="Where the page was.")
@click.option("--content-type", metavar="TYPE", help="The Content-Type it came with, if known.")
@click.option(
    "--captured-at", metavar="TIME", help='When it was saved, in ISO 8601: what "3 days ago" is counted from.'
)
def read(file: BinaryIO, url: str, content_type: str | None, captured_at: str | None) -> None:
    """Print what the parsers see in one saved page, as JSON."""
    from ..parsers import read_page
    from ..parsers.dates.ago import moment_of

    if captured_at is not None and moment_of(captured_at) is None:
        raise UsageError(f"{captured_at!r} is no time in ISO 8601; write 2019-03-04T15:00:00Z, or 2019-03-04")
    page = read_page(file.read(), url=check_url(url), content_type=content_type, captured_at=captured_at)
    print_json(asdict(page))
