"""The command line: the verbs, in the order of the work. Each lives in a file of its name in `verbs`.

Verbs import what they need when they run, so that `--help` and `read` start at once.
"""

from __future__ import annotations

import click

from . import __version__
from .verbs.changes import changes
from .verbs.cite import cite
from .verbs.combine import combine
from .verbs.config import config
from .verbs.crawl import crawl
from .verbs.demo import demo
from .verbs.endings import run
from .verbs.export import export
from .verbs.extract import extract
from .verbs.importing import import_files
from .verbs.pack import pack
from .verbs.read import read
from .verbs.redact import redact
from .verbs.report import report
from .verbs.search import search
from .verbs.serve import serve
from .verbs.status import status
from .verbs.verify import verify

VERBS = (
    crawl, extract, import_files, verify, status, search, changes, export, report, serve, pack, combine, cite, redact,
    config, read, demo,
)  # fmt: skip


class InOrder(click.Group):
    """Lists the verbs in the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: blogark crawl https://example.org/blog/",
)
@click.version_option(__version__, prog_name="blogark", message="%(prog)s %(version)s")
def cli() -> None:
    """An ark for blogs: every byte in WARC files, every post and comment in SQLite."""


for verb in VERBS:
    cli.add_command(verb)


def main() -> None:
    """Run the command line."""
    run(cli)
