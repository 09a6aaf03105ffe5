"""`blogark crawl`: archive a blog, go on after a stop, or bring it up to date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from ..archive.addresses import check_url
from ..archive.config import default_of, key_of, of_run, options
from ..archive.errors import UsageError
from ..archive.quantities import parse_duration, parse_size
from .archiving import archive_blog
from .console import found_here, json_option, print_json, quiet_option
from .many import archives_in, crawl_many

Verb = TypeVar("Verb", bound=Callable[..., object])


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
    "percent": click.FLOAT,
    "count": click.INT,
    "duration": Quantity("duration", parse_duration),
    "size": Quantity("size", parse_size),
}
_METAVARS = {
    "text": "TEXT", "patterns": "RE", "number": "SECONDS", "percent": "PERCENT", "count": "N", "duration": "TIME",
    "size": "SIZE",
}  # fmt: skip


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


@click.command(epilog="Example: blogark crawl https://example.org/blog/ --operator me@example.org")
@click.argument("url", required=False, help="The blog's address; not needed for an archive that is there.")
@click.option(
    "--archive",
    "archives",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="The archive folder [default: ./HOST]; several, to bring them all up to date.",
)
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Bring all archives in this folder up to date.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Of several archives, so many at once [default: 1].",
)
@_crawl_options
@json_option
@quiet_option
@click.pass_context
def crawl(
    context: click.Context,
    /,
    url: str | None,
    archives: tuple[Path, ...],
    folder: Path | None,
    jobs: int,
    as_json: bool,
    quiet: bool,
    **given: object,
) -> None:
    """Archive a blog, go on after a stop, or bring it up to date."""
    told = {name: value for name, value in given.items() if value not in (None, ())}
    if folder is not None or len(archives) > 1:
        if url is not None:
            raise UsageError(f"{url} is one blog; name one --archive for it, or leave it out to bring all up to date")
        many = [*archives, *(archives_in(folder) if folder else ())]
        context.exit(crawl_many(many, told, jobs=jobs, as_json=as_json, quiet=quiet))
    path = archives[0] if archives else (_named_after(url) if url else found_here())
    outcome = archive_blog(path, of_run(path / "blogark.toml", url, told), quiet=quiet)
    if as_json:
        print_json({"archive": str(path), **asdict(outcome)})
    context.exit(outcome.exit_code)


def _named_after(url: str) -> Path:
    return Path(urlsplit(check_url(url)).hostname or "blog")
