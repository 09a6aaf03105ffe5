"""`blogark read`: what the parsers see in one saved page."""

from __future__ import annotations

from dataclasses import asdict
from typing import BinaryIO

import click

from ..archive.config import check_url
from .console import print_json


@click.command(epilog="Example: curl -s https://example.org/a-post | blogark read - --url https://example.org/a-post")
@click.argument("file", type=click.File("rb"), help="A saved page, or - for standard input.")
@click.option("--url", required=True, help="Where the page was.")
@click.option("--content-type", metavar="TYPE", help="The Content-Type it came with, if known.")
def read(file: BinaryIO, url: str, content_type: str | None) -> None:
    """Print what the parsers see in one saved page, as JSON."""
    from ..parsers import read_page

    print_json(asdict(read_page(file.read(), url=check_url(url), content_type=content_type)))
