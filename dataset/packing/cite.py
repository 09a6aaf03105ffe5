"""The verb `cite`: how to name an archive in a paper, so that others can tell whether they have the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ... import __version__
from ..opened import opened

Style = Literal["text", "bibtex", "cff"]
STYLES: tuple[Style, ...] = get_args(Style)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """What a citation tells."""

    title: str
    url: str
    crawls: int
    first_crawl: str | None
    last_crawl: str | None
    """Days, UTC."""
    software: str
    """What wrote the WARC files, in the newest crawl."""
    extracted_by: str
    posts: int
    comments: int
    references: int
    sha256: str
    """Of ``dataset.sqlite``: what `sha256sum` prints."""

    def styled(self, style: Style) -> str:
        """As a sentence, a BibTeX entry or a ``CITATION.cff`` (version 1.2.0)."""
        return {"text": _text, "bibtex": _bibtex, "cff": _cff}[style](self)


def cite(dataset: Path) -> Citation:
    """Read what a citation of this dataset tells.

    Raises `ArchiveError` if there is no dataset, `UsageError` if it is of a newer schema.
    """
    with opened(dataset) as db:
        title, url = db.execute("SELECT coalesce(title, url), url FROM blogs").fetchone() or ("", "")
        crawls, first, last = db.execute("SELECT count(*), min(started_at), max(started_at) FROM crawls").fetchone()
        software = db.execute("SELECT software FROM crawls ORDER BY id DESC LIMIT 1").fetchone()
        posts, comments, references = db.execute(
            "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM comments), "
            "(SELECT count(*) FROM post_references)"
        ).fetchone()
    with dataset.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Citation(
        title=title,
        url=url,
        crawls=crawls,
        first_crawl=first and first[:10],
        last_crawl=last and last[:10],
        software=(software and software[0]) or "unknown",
        extracted_by=f"blogark {__version__}",
        posts=posts,
        comments=comments,
        references=references,
        sha256=digest,
    )


def _days(told: Citation) -> str:
    if told.first_crawl == told.last_crawl:
        return told.last_crawl or "no crawl"
    return f"{told.first_crawl} to {told.last_crawl}"


def _holds(told: Citation) -> str:
    return f"{told.posts:,} posts, {told.comments:,} comments, {told.references:,} references"


def _text(told: Citation) -> str:
    crawls = "1 crawl" if told.crawls == 1 else f"{told.crawls:,} crawls"
    return (
        f"“{told.title}”, {told.url}. Web archive and dataset of {crawls}, {_days(told)} ({_holds(told)}). "
        f"Captured with {told.software}, extracted with {told.extracted_by}. dataset.sqlite sha256:{told.sha256}"
    )


def _bibtex(told: Citation) -> str:
    words = re.findall(r"[a-z0-9]+", told.url.lower().partition("://")[2]) or ["blog"]
    key = "".join(words[:3]) + (told.last_crawl or "")[:4]
    note = f"{_holds(told)}; extracted with {told.extracted_by}; dataset.sqlite sha256:{told.sha256}"
    fields = {
        "title": told.title,
        "howpublished": f"Web archive, captured with {told.software}, {_days(told)}",
        "url": told.url,
        "urldate": told.last_crawl or "",
        "year": (told.last_crawl or "")[:4],
        "note": note,
    }
    lines = (f"  {name} = {{{_braced(value)}}}," for name, value in fields.items())
    return "\n".join((f"@misc{{{key},", *lines, "}"))


def _braced(text: str) -> str:
    r"""Text for BibTeX: what TeX would act on becomes harmless.

    >>> _braced("100% {mine}")
    '100\\% \\{mine\\}'
    """
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", "/"))


def _cff(told: Citation) -> str:
    fields = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": told.title,
        "url": told.url,
        "date-released": told.last_crawl,
        "abstract": f"Web archive and dataset, captured with {told.software}, {_days(told)}: {_holds(told)}.",
    }
    lines = [f"{name}: {_quoted(value)}" for name, value in fields.items() if value]
    lines += ["authors:", f"  - name: {_quoted(told.extracted_by)}"]
    lines += ["identifiers:", "  - type: other", f"    value: {_quoted('sha256:' + told.sha256)}"]
    lines += [f"    description: {_quoted('SHA-256 of dataset.sqlite')}"]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """A YAML scalar in single quotes, in which only these mean anything; on one line."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
