"""What is crawled and how: the options of `blogark crawl`, and the `blogark.toml` that keeps them.

An option is declared once, as a field of `Config`: its help is the help of the command line and
the comment in `blogark.toml`.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Literal, get_args

from .. import __version__
from .addresses import check_url
from .errors import ArchiveError, UsageError
from .quantities import duration_text, parse_duration, parse_size, size_text
from .replacing import replacing

LogFormat = Literal["text", "json"]
Source = Literal["live", "wayback"]
Mementos = Literal["latest", "monthly", "all"]
Kind = Literal["text", "choice", "number", "percent", "count", "duration", "size", "flag", "patterns"]

_DATE = re.compile(r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\d|3[01])(?:\d{6})?)?)?")


def _about(
    kind: Kind,
    text: str,
    *,
    lasting: bool = True,
    example: object = None,
    choices: tuple[str, ...] = (),
    name: str | None = None,
) -> dict[str, object]:
    """`lasting` options are kept by the first crawl; the others belong to one run. `name`: if not the field's."""
    return {"kind": kind, "help": text, "lasting": lasting, "example": example, "choices": choices, "name": name}


@dataclass(frozen=True, kw_only=True)
class Config:
    """The options of a crawl; seconds and bytes are plain numbers here, `2h30m` and `5GB` in the file."""

    url: str = field(metadata=_about("text", "The blog's address: where the crawl starts, and its scope."))
    delay: float = field(default=1.0, metadata=_about("number", "Seconds between two requests to one host."))
    concurrency: int = field(default=4, metadata=_about("count", "Requests in flight at once, over all hosts."))
    max_pages: int | None = field(
        default=None,
        metadata=_about("count", "Stop after so many pages; the next run goes on.", lasting=False, example=500),
    )
    max_time: float | None = field(
        default=None,
        metadata=_about(
            "duration", "Stop after this time, such as 2h30m; the next run goes on.", lasting=False, example=9000
        ),
    )
    max_size: int | None = field(
        default=None,
        metadata=_about(
            "size",
            "Stop after so much was received, such as 5GB; the next run goes on.",
            lasting=False,
            example=5_000_000_000,
        ),
    )
    min_free_disk: int = field(
        default=1_000_000_000, metadata=_about("size", "Stop before the disk has less room than this.")
    )
    include: tuple[str, ...] = field(
        default=(), metadata=_about("patterns", "Only URLs that match (regular expression).", example=(r"/20(09|10)/",))
    )
    exclude: tuple[str, ...] = field(
        default=(), metadata=_about("patterns", "No URL that matches (regular expression).", example=("/private/",))
    )
    requisites: bool = field(
        default=True, metadata=_about("flag", "Fetch the images, styles and scripts that pages need.")
    )
    max_requisite: int = field(
        default=25_000_000, metadata=_about("size", "Keep no picture, sound or film that is larger.")
    )
    full: bool = field(
        default=False,
        metadata=_about("flag", "Fetch everything anew, also what has not changed.", lasting=False),
    )
    max_age: float = field(
        default=90 * 86_400.0,
        metadata=_about("duration", "Visit every page again after this time, though nothing tells of a change."),
    )
    ignore_robots: bool = field(
        default=False, metadata=_about("flag", "Fetch what robots.txt closes; the WARC files say so.")
    )
    tls_verify: bool = field(
        default=True, metadata=_about("flag", "Check TLS certificates; the WARC files say if not.")
    )
    user_agent: str | None = field(
        default=None,
        metadata=_about(
            "text",
            "The User-Agent to send, in place of one that names blogark and the operator.",
            example="my-archive/1.0 (+https://example.org/about)",
        ),
    )
    operator: str | None = field(
        default=None,
        metadata=_about(
            "text", "Who runs this crawl, such as a mail address; told to every server.", example="me@example.org"
        ),
    )
    source: Source = field(
        default="live",
        metadata=_about("choice", "Where from: the blog itself, or a web archive.", choices=get_args(Source)),
    )
    wayback_url: str = field(
        default="https://web.archive.org/web",
        metadata=_about("text", "The web archive: where its mementos lie, before /<timestamp>/<URL>."),
    )
    mementos: Mementos = field(
        default="latest",
        metadata=_about("choice", "Which captures of each page of a web archive.", choices=get_args(Mementos)),
    )
    begin: str | None = field(
        default=None,
        metadata=_about(
            "text", "Only captures of a web archive from this date on, such as 2009-03.", example="2009-03", name="from"
        ),
    )
    end: str | None = field(
        default=None,
        metadata=_about(
            "text", "Only captures of a web archive up to this date, such as 2012.", example="2012", name="to"
        ),
    )
    workers: int | None = field(
        default=None, metadata=_about("count", "Processes that read the pages; by default one a core.", example=2)
    )
    alarm_posts_gone: float = field(
        default=20.0,
        metadata=_about("percent", "Alarm (exit code 7) when more than so many percent of the posts went."),
    )
    alarm_comments_gone: float = field(
        default=20.0, metadata=_about("percent", "Alarm when the posts claim so many percent fewer comments.")
    )
    alarm_failures: float = field(
        default=20.0, metadata=_about("percent", "Alarm when more than so many percent of the requests failed.")
    )
    alarm_robots: bool = field(
        default=True, metadata=_about("flag", "Alarm when robots.txt closes posts that were open before.")
    )
    alarm_front_page: bool = field(
        default=True,
        metadata=_about("flag", "Alarm when the blog's address leads to another host, or lists no posts any more."),
    )
    alarm_no_new_post: float | None = field(
        default=None,
        metadata=_about("duration", "Alarm when the newest post is older than this.", example=60 * 86_400),
    )
    alarm_free_disk: int | None = field(
        default=None, metadata=_about("size", "Alarm while the disk has less room than this.", example=10_000_000_000)
    )
    health_url: str | None = field(
        default=None,
        metadata=_about(
            "text",
            "Asked for at the end of a run, with /start at its begin and /fail when it failed.",
            example="https://hc.example/ping/uuid",
        ),
    )
    log_format: LogFormat = field(
        default="text",
        metadata=_about(
            "choice", "What is told on the terminal while it runs.", lasting=False, choices=get_args(LogFormat)
        ),
    )

    def __post_init__(self) -> None:
        check_url(self.url)
        for option in options():
            _check(option, getattr(self, option.name))

    @property
    def agent(self) -> str:
        """The User-Agent header: names the project and, if set, the operator."""
        if self.user_agent:
            return self.user_agent
        return f"blogark/{__version__} (archives blogs; {self.operator or 'operator not named'})"

    def as_json(self) -> str:
        """One line of JSON for warcinfo and the dataset: what differs from the defaults, and the URL.

        Without the health check's address, which whoever knows it can ring.
        """
        defaults = {option.name: option.default for option in options()} | {"health_url": self.health_url}
        told = {name: value for name, value in asdict(self).items() if name == "url" or value != defaults[name]}
        return json.dumps(told, ensure_ascii=True, sort_keys=True)


def options() -> tuple[Field[object], ...]:
    """The declared options, in the order of `blogark.toml`."""
    return fields(Config)


def key_of(option: Field[object]) -> str:
    """The option's name in `blogark.toml`, the same as on the command line."""
    return option.metadata["name"] or option.name.replace("_", "-")


def default_of(option: Field[object]) -> str | None:
    """The default as people write it; None where there is none, or where it is plain (yes, no)."""
    value = option.default
    if value is None or value == () or isinstance(value, bool):
        return None
    if option.metadata["kind"] == "duration" and isinstance(value, float):
        return duration_text(value)
    return size_text(value) if option.metadata["kind"] == "size" and isinstance(value, int) else str(value)


def load(path: Path) -> Config:
    """The `Config` that a `blogark.toml` holds; raises `UsageError` naming the key that is wrong."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ArchiveError(path, f"cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); correct the line") from error
    try:
        return from_values(values)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def from_values(values: Mapping[str, object]) -> Config:
    """A `Config` from keys as `blogark.toml` writes them; raises `UsageError` for unknown keys and wrong types."""
    known = {str(key_of(option)): option for option in options()}
    read: dict[str, object] = {}
    for key, value in values.items():
        option = known.get(key.replace("_", "-"))
        if option is None:
            near = difflib.get_close_matches(key.replace("_", "-"), known, n=1, cutoff=0.0)
            raise UsageError(f"there is no option {key!r}; the nearest is {near[0]!r}")
        read[option.name] = _typed(option, value)
    if "url" not in read:
        raise UsageError('names no blog; add a line such as url = "https://example.org/blog/"')
    return Config(**read)  # type: ignore[arg-type]  # each value has just been typed by _typed


def of_run(path: Path, url: str | None, given: Mapping[str, object]) -> Config:
    """The options of the next run: those of the `blogark.toml` at `path`, if it is there; `given` ones win.

    Raises `UsageError` where neither names a blog, or where they name two.
    """
    if url is not None:
        check_url(url)
    if not path.exists():
        if url is None:
            raise ArchiveError(path, "is not there, so it names no blog; write `blogark crawl URL`")
        return Config(url=url, **given)  # type: ignore[arg-type]  # the command line has typed each value
    kept = load(path)
    if url is not None and _place(url) != _place(kept.url):
        raise UsageError(
            f"{path.parent} is the archive of {kept.url}; name another folder for {url} with --archive DIR"
        )
    return replace(kept, **given)  # type: ignore[arg-type]


def _place(url: str) -> tuple[str, str]:
    """What two addresses of one blog have in common."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    return scheme.lower() + host.lower(), path.rstrip("/")


def save(path: Path, config: Config) -> None:
    """Write `blogark.toml` with every option explained; only lasting ones that differ from the default are set."""
    text = (
        "# What blogark crawls into this folder, and how. Change it freely: the next\n"
        "# `blogark crawl --archive FOLDER` follows it, and the command line wins over it.\n"
        "# A line that begins with '# name =' shows the default, or an example.\n"
    )
    for option in options():
        value = getattr(config, option.name)
        text += f"\n# {option.metadata['help']}\n"
        if option.name == "url" or (option.metadata["lasting"] and value != option.default):
            text += f"{key_of(option)} = {written(option, value)}\n"
        else:
            text += f"# {key_of(option)} = {written(option, _shown(option))}\n"
    try:
        with replacing(path) as file:
            file.write(text.encode())
    except OSError as error:
        raise ArchiveError(path, f"cannot be written ({error.strerror}); choose another folder") from error


def _shown(option: Field[object]) -> object:
    """What stands behind '# name =': the default if there is one, else an example."""
    return option.default or option.metadata["example"] or option.default


def written(option: Field[object], value: object) -> str:
    """The TOML for a value: sizes and times as people write them; ``none`` where there is none."""
    if value is None:
        return "none"
    kind = option.metadata["kind"]
    if kind == "size" and isinstance(value, int):
        return _quoted(size_text(value))
    if kind == "duration" and isinstance(value, int | float):
        return _quoted(duration_text(value))
    if isinstance(value, tuple):
        return "[" + ", ".join(_quoted(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL, which TOML wants escaped too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


_WANTED: Mapping[Kind, tuple[tuple[type, ...], str]] = {
    "flag": ((bool,), "true or false"),
    "text": ((str,), "text in quotes"),
    "choice": ((str,), "text in quotes"),
    "count": ((int,), "a whole number"),
    "number": ((int, float), "a number"),
    "percent": ((int, float), "a percentage, 0 to 100"),
    "duration": ((str, int, float), 'a time such as "2h30m"'),
    "size": ((str, int, float), 'a size such as "5GB"'),
    "patterns": ((list, tuple), 'a list of regular expressions, such as ["/blog/"]'),
}


def _typed(option: Field[object], value: object) -> object:
    """A value of the file as the type of its field; raises `UsageError` naming the key."""
    kind: Kind = option.metadata["kind"]
    types, wanted = _WANTED[kind]
    items = value if isinstance(value, list) else ()
    if (
        not isinstance(value, types)
        or (isinstance(value, bool) and kind != "flag")
        or not all(isinstance(item, str) for item in items)
    ):
        raise UsageError(f"{key_of(option)} must be {wanted}, not {value!r}")
    try:
        if kind == "duration" and isinstance(value, str | int | float):
            return parse_duration(value)
        if kind == "size" and isinstance(value, str | int | float):
            return parse_size(value)
    except UsageError as error:
        raise UsageError(f"{key_of(option)}: {error}") from None
    if kind in ("number", "percent") and isinstance(value, int | float):
        return float(value)
    return tuple(items) if kind == "patterns" and isinstance(value, list) else value


def _check(option: Field[object], value: object) -> None:
    """Raise `UsageError` for a value of the right type that makes no sense."""
    choices = option.metadata["choices"]
    if choices and value not in choices:
        raise UsageError(f"{key_of(option)} must be {' or '.join(choices)}, not {value!r}")
    if option.metadata["kind"] == "patterns" and isinstance(value, tuple):
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                raise UsageError(f"{key_of(option)}: {pattern!r} is no regular expression ({error})") from None
    if isinstance(value, int | float) and (value != value or value in (float("inf"), float("-inf")) or value < 0):
        raise UsageError(f"{key_of(option)} must be a number of 0 or more, not {value}")
    if option.metadata["kind"] == "percent" and isinstance(value, int | float) and value > 100:
        raise UsageError(f"{key_of(option)} must be a percentage, 0 to 100, not {value}")
    if option.name in ("wayback_url", "health_url") and isinstance(value, str):
        try:
            check_url(value)
        except UsageError as error:
            raise UsageError(f"{key_of(option)}: {error}") from None
    if option.name in ("begin", "end") and isinstance(value, str) and not _DATE.fullmatch(value):
        raise UsageError(f"{key_of(option)} must be a date such as 2009, 2009-03 or 2009-03-14, not {value!r}")
    if option.name in ("concurrency", "workers", "max_pages") and value == 0:
        raise UsageError(f"{key_of(option)} must be at least 1")
    if isinstance(value, str) and option.name in ("user_agent", "operator") and re.search(r"[^\x20-\x7e]", value):
        # RFC 9110, 5.5: what may stand in a header.
        raise UsageError(f"{key_of(option)} may hold printable ASCII only, since it is sent in a header")
