"""The command line: each verb calls the library function of its name, and prints what that returns.

Verbs import what they need when they run, so that `--help` and `read` start at once.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import urlsplit

import click

from . import __version__
from .archive.config import check_url, default_of, key_of, of_run, options, save
from .archive.errors import BlogarkError, Damaged, DiskFull, NothingFetched, UsageError
from .archive.folder import ArchiveFolder
from .archive.quantities import parse_duration, parse_size

if TYPE_CHECKING:
    from .archive.config import Config
    from .spiders.crawl import Outcome

Verb = TypeVar("Verb", bound=Callable[..., object])

_archive = click.option(
    "--archive", type=click.Path(path_type=Path), metavar="DIR", help="The archive folder [default: the one here]."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
_quiet = click.option("--quiet", is_flag=True, help="Print nothing on success.")
_workers = click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes that read the pages.")

WORTH_A_BAR = 200
"""So many pages left to be read when the crawl has ended are worth a bar."""
_ACTED_ON = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
"""Controls but for the line feed, lone surrogates, and the signs that override the direction of text."""


class Quantity(click.ParamType[float]):
    """A time or a size as people write it."""

    def __init__(self, name: str, parse: Callable[[str], float]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return self._parse(value)
        except UsageError as error:
            self.fail(str(error), param, ctx)


_TYPES = {
    "text": click.STRING,
    "patterns": click.STRING,
    "number": click.FLOAT,
    "count": click.INT,
    "duration": Quantity("duration", parse_duration),
    "size": Quantity("size", parse_size),
}
_METAVARS = {"text": "TEXT", "patterns": "RE", "number": "SECONDS", "count": "N", "duration": "TIME", "size": "SIZE"}


def _crawl_options(verb: Verb) -> Verb:
    """The options that `Config` declares; one that is not given is None, or () if it may be repeated."""
    for option in reversed(options()):
        kind, name, text = option.metadata["kind"], key_of(option), option.metadata["help"]
        if default := default_of(option):
            text += f" [default: {default}]"
        if name == "url":
            continue
        if kind == "flag":
            verb = click.option(f"--{name}/--no-{name}", option.name, default=None, help=text)(verb)
            continue
        kind_of = click.Choice(option.metadata["choices"]) if kind == "choice" else _TYPES[kind]
        shown = _METAVARS.get(kind)
        many = kind == "patterns"
        verb = click.option(f"--{name}", option.name, type=kind_of, metavar=shown, multiple=many, help=text)(verb)
    return verb


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


@cli.command(epilog="Example: blogark crawl https://example.org/blog/ --operator me@example.org")
@click.argument("url", required=False, help="The blog's address; an archive that is there knows it.")
@click.option("--archive", type=click.Path(path_type=Path), metavar="DIR", help="Where to [default: ./HOST].")
@_crawl_options
@_json
@_quiet
@click.pass_context
def crawl(
    context: click.Context, /, url: str | None, archive: Path | None, as_json: bool, quiet: bool, **given: object
) -> None:
    """Archive a blog, go on after a stop, or bring it up to date."""
    path = archive or (_named_after(url) if url else _found_here())
    told = {name: value for name, value in given.items() if value not in (None, ())}
    outcome = _archive_blog(path, of_run(path / "blogark.toml", url, told), quiet=quiet)
    if as_json:
        _print_json({"archive": str(path), **asdict(outcome)})
    context.exit(outcome.exit_code)


@cli.command(epilog="Example: blogark extract --archive example.org")
@_archive
@_workers
@_json
@_quiet
def extract(archive: Path | None, workers: int | None, as_json: bool, quiet: bool) -> None:
    """Build dataset.sqlite again from the WARC files, without network."""
    from .dataset.extract import extract as extract_dataset

    folder = ArchiveFolder.open(archive or _found_here())
    with _meter("Reading the WARC files", hidden=quiet) as move:
        summary = extract_dataset(
            folder, workers=workers, on_progress=lambda now: move(now.bytes_read, now.bytes_total)
        )
    for warning in summary.warnings:
        click.echo(_safe(warning), err=True)
    if as_json:
        _print_json(asdict(summary))
    elif not quiet:
        counts = summary.counts
        click.echo(
            f"{counts.posts:,} posts and {counts.comments:,} comments "
            f"from {counts.captures:,} captures in {summary.seconds:.1f} s",
            err=True,
        )


@cli.command(epilog="Example: blogark verify --archive example.org")
@_archive
@_json
@_quiet
@click.pass_context
def verify(context: click.Context, /, archive: Path | None, as_json: bool, quiet: bool) -> None:
    """Check WARCs, indexes, journal and dataset against each other."""
    from .dataset.verify import verify as verify_archive

    folder = ArchiveFolder.open(archive or _found_here())
    with _meter("Checking the WARC files", hidden=quiet) as move:
        report = verify_archive(folder, on_progress=move)
    if as_json:
        _print_json(report.as_dict())
    if report.is_damaged or not quiet:
        click.echo(_safe(str(report)), err=True)
    context.exit(Damaged.exit_code if report.is_damaged else 0)


@cli.command(epilog="Example: blogark status --archive example.org")
@_archive
@_json
def status(archive: Path | None, as_json: bool) -> None:
    """Tell what an archive holds and misses, and how its crawl ended."""
    from .dataset.status import status as status_of

    found = status_of(ArchiveFolder.open(archive or _found_here()))
    if as_json:
        _print_json(asdict(found))
    else:
        click.echo(_safe(str(found)))


@cli.command(epilog="Example: blogark search 'wooden boat' --archive example.org")
@click.argument("query", help='Words that must all be there; "in quotes" side by side.')
@_archive
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The best N hits.")
@_json
def search(query: str, archive: Path | None, limit: int, as_json: bool) -> None:
    """Search the posts and comments of an archive for words."""
    from .dataset.search import search as search_dataset

    dataset = ArchiveFolder.open(archive or _found_here()).dataset_path
    if as_json:
        _print_json([asdict(hit) for hit in search_dataset(dataset, query, limit=limit)])
        return
    hits = search_dataset(dataset, query, limit=limit, marks=("⟦", "⟧"))
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    for hit in hits:
        place = f" on {hit.title}" if hit.kind == "comment" else ""
        head = f"{hit.title if hit.kind == 'post' else hit.author or 'somebody'}{place}"
        click.echo(click.style(_safe(head), bold=True) + click.style(f"  {(hit.published or '')[:10]}", dim=True))
        snippet = (
            click.wrap_text(_safe(hit.snippet), columns, "  ", "  ").replace("⟦", "\x1b[1m").replace("⟧", "\x1b[22m")
        )
        click.echo(f"{snippet}\x1b[0m\n  {_safe(hit.url)}\n")
    if not hits:
        click.echo(f"nothing found for {_safe(query)}", err=True)


@cli.command(epilog="Example: curl -s https://example.org/a-post | blogark read - --url https://example.org/a-post")
@click.argument("file", type=click.File("rb"), help="A saved page, or - for standard input.")
@click.option("--url", required=True, help="Where the page was.")
@click.option("--content-type", metavar="TYPE", help="The Content-Type it came with, if known.")
def read(file: BinaryIO, url: str, content_type: str | None) -> None:
    """Print what the parsers see in one saved page, as JSON."""
    from .parsers import read_page

    _print_json(asdict(read_page(file.read(), url=check_url(url), content_type=content_type)))


@cli.command(epilog="Example: blogark demo")
@click.option(
    "--archive", type=click.Path(path_type=Path), default=Path("blogark-demo"), metavar="DIR", help="Where to."
)
@_quiet
@click.pass_context
def demo(context: click.Context, /, archive: Path, quiet: bool) -> None:
    """Archive a small blog that comes with it, without a network."""
    from .demo.tour import demo_blog, next_steps

    with demo_blog(archive) as config:
        if not quiet:
            click.echo(f"The Slow Boat, 30 posts, at {config.url} for this demo only, so without delay", err=True)
        outcome = _archive_blog(archive, config, quiet=quiet)
    if not quiet and outcome.exit_code == 0:
        click.echo(next_steps(archive))
    context.exit(outcome.exit_code)


def _archive_blog(path: Path, config: Config, *, quiet: bool) -> Outcome:
    """Crawl and extract side by side, then index; says how it went unless `quiet`."""
    from .archive.cdxj import write_index
    from .archive.journal import Journal
    from .dataset.following import follow
    from .dataset.status import status as status_of
    from .spiders.crawl import crawl as crawl_blog
    from .spiders.crawl import summary
    from .spiders.logs import crawl_log, echoed_log
    from .spiders.progress import progress_for

    folder = ArchiveFolder.create(path)
    sys.excepthook = partial(_unforeseen, folder.logs)
    as_json = config.log_format == "json"
    with folder.lock(), crawl_log(folder.logs), echoed_log() if as_json else nullcontext():
        if not folder.config_path.exists():
            save(folder.config_path, config)
        with closing(Journal(folder.journal_path)) as journal, follow(folder, workers=config.workers) as extraction:

            def rows() -> tuple[int, int]:
                counts = extraction.counts()
                return counts.posts, counts.comments

            outcome = crawl_blog(folder, config, progress=progress_for(quiet=quiet or as_json, rows=rows))
            signal.signal(signal.SIGTERM, _terminated)  # the crawl's event loop has put back the default
            behind = journal.last_capture_id() - extraction.counts().captures
            late: BlogarkError | OSError | sqlite3.Error | None = None
            try:
                with _meter("Reading the last pages", hidden=quiet or behind < WORTH_A_BAR) as move:
                    extraction.finish(lambda counts: move(counts.captures, journal.last_capture_id()))
                write_index(path, journal.captures())
                journal.settle()
                for note in extraction.notes:
                    click.echo(_safe(note), err=True)
            except (BlogarkError, OSError, sqlite3.Error) as error:
                late = error
    if outcome.exit_code or not quiet:
        click.echo(_safe(summary(outcome)), err=True)
    if late is not None:
        # What ended the crawl, a full disk say, is the reason to tell; what came of it is not.
        if not outcome.exit_code:
            raise late
    elif not quiet and outcome.exit_code != NothingFetched.exit_code:
        has = status_of(folder).holdings
        found = (
            f"{has.posts:,} posts and {has.comments:,} comments"
            if has.posts
            else f"no posts were found at {config.url}"
        )
        click.echo(f"{click.style(found, bold=True)}: {folder.dataset_path}", err=True)
    return outcome


@contextmanager
def _meter(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr; yields the function that moves it to so many of so many."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden or not sys.stderr.isatty()) as bar:

        def move(done: int, total: int) -> None:
            bar.length = max(1, total)
            bar.update(done - bar.pos)

        yield move
        bar.update((bar.length or 1) - bar.pos)


def _named_after(url: str) -> Path:
    return Path(urlsplit(check_url(url)).hostname or "blog")


def _found_here() -> Path:
    """The archive that is meant when none is named: this folder, or the only one in it."""
    found = [path for path in (Path(), *sorted(Path().iterdir())) if (path / "blogark.toml").is_file()]
    if len(found) == 1 or (found and found[0] == Path()):
        return found[0]
    if found:
        raise UsageError(f"there are {len(found)} archives here; name one, for example --archive {found[0]}")
    raise UsageError("there is no archive here; name one with --archive DIR, or make one with `blogark crawl URL`")


def _print_json(document: object) -> None:
    # UTF-8 whatever the locale; a lone surrogate from a broken page becomes U+FFFD.
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    click.echo(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())


def _safe(text: str) -> str:
    """Without what a terminal would act on: words from the web must not move the cursor or turn the line round."""
    return _ACTED_ON.sub("\N{REPLACEMENT CHARACTER}", text)


def main() -> None:
    """Run the command line; errors end it with one sentence and the exit code that the contract gives them."""
    sys.excepthook = partial(_unforeseen, Path(tempfile.gettempdir()))
    signal.signal(signal.SIGTERM, _terminated)
    try:
        sys.exit(cli.main(standalone_mode=False))
    except BlogarkError as error:
        _end(str(error), error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (OSError, sqlite3.Error) as error:
        if named := _disk_error(error):
            _end(str(named), named.exit_code)
        raise


def _end(sentence: str, exit_code: int) -> None:
    click.echo(_safe(f"blogark: {sentence}"), err=True)
    sys.exit(exit_code)


def _disk_error(error: OSError | sqlite3.Error) -> BlogarkError | None:
    """What the disk refused, in words; None if it is no such error."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    number = getattr(error, "errno", None)
    if code == sqlite3.SQLITE_FULL or number in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("the disk is full; make room and run again, everything written is valid")
    if isinstance(error, OSError) and error.filename is not None:
        return UsageError(f"{os.fsdecode(error.filename)}: cannot be used ({error.strerror})")
    return None


def _terminated(number: int, frame: object) -> None:
    sys.exit(128 + number)


def _unforeseen(folder: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug: keep the traceback in a file of `folder`, and name the file. Python then exits with 1."""
    path = folder / f"blogark-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.log"
    text = "".join(traceback.format_exception(kind, error, trace))
    with path.open("w", encoding="utf-8", errors="replace") as log:
        log.write(f"blogark {__version__}: {shlex.join(sys.argv)}\n\n{text}")
    click.echo(f"blogark: this should not have happened: {_safe(repr(error))}; please report it with {path}", err=True)
