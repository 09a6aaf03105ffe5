"""What the verbs share: options, the bar, the archive that is meant, and words that are safe to print."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from ..archive.errors import UsageError

archive_option = click.option(
    "--archive", type=click.Path(path_type=Path), metavar="DIR", help="The archive folder [default: the one here]."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
quiet_option = click.option("--quiet", is_flag=True, help="Print nothing on success.")
workers_option = click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes that read the pages.")

_ACTED_ON = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Controls but for the line feed, lone surrogates, and the signs that override the direction of text."""


@contextmanager
def meter(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr; yields the function that moves it to so many of so many."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden or not sys.stderr.isatty()) as bar:

        def move(done: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(done - bar.pos)

        yield move
        bar.update((bar.length or 1) - bar.pos)


def found_here() -> Path:
    """The archive that is meant when none is named: this folder, or the only one in it."""
    found = [path for path in (Path(), *sorted(Path().iterdir())) if (path / "blogark.toml").is_file()]
    if len(found) == 1 or (found and found[0] == Path()):
        return found[0]
    if found:
        raise UsageError(f"there are {len(found)} archives here; name one, for example --archive {found[0]}")
    raise UsageError("there is no archive here; name one with --archive DIR, or make one with `blogark crawl URL`")


def print_json(document: object) -> None:
    # UTF-8 whatever the locale; a lone surrogate from a broken page becomes U+FFFD.
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    click.echo(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())


_LEAD = re.compile(r" *[\w,]*(?: \w+)?(?: {2,}|$)| *")
"""What stands before a line's words: its number, or its label."""


def fitted(text: str, stream: TextIO) -> str:
    """The text for `stream`: on a terminal that is too narrow, lines go on below where their words begin."""
    if not stream.isatty():
        return text
    return broken(text, os.get_terminal_size(stream.fileno()).columns or sys.maxsize)


def broken(text: str, width: int) -> str:
    """Lines of at most `width` columns, broken at blanks; an address stays whole, so that it can be copied.

    >>> print(broken("     268  a comment form, such as blog.example/a?b=1", 40))
         268  a comment form, such as
              blog.example/a?b=1
    """
    lines = []
    for line in text.split("\n"):
        lead = _LEAD.match(line)
        indent = min(lead.end() if lead else 0, width // 2)
        lines += textwrap.wrap(
            line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines)


def safe(text: str) -> str:
    """Without what a terminal would act on: words from the web must not move the cursor or turn the line round."""
    return _ACTED_ON.sub("\N{REPLACEMENT CHARACTER}", text)
