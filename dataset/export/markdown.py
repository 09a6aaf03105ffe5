"""Posts as Markdown: one file each with front matter, its comments and references below."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from ...archive.errors import UsageError
from .nested import Row, nested_posts

LONGEST_NAME = 80
DEEPEST = 8
"""Levels of quotation for answers to answers; deeper ones stay at this level."""

_TOLD = (
    "title", "url", "kind", "published", "published_raw", "updated", "byline", "language", "excerpt",
    "lead_image_url", "previous_url", "next_url", "platform", "native_id", "capture_id", "content_digest",
)  # fmt: skip
_CONTROLS = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff<]|(?<=\])\(")
"""What JSON leaves as it is and YAML does not allow, or takes for the end of a line; and the signs without which there
is no tag and no link, where a reader takes the front matter for text."""
_NAME = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


class Converter(Protocol):
    """HTML in, Markdown out."""

    def __call__(self, html: str, /) -> str: ...


def write_markdown(db: sqlite3.Connection, folder: Path, *, on_posts: Callable[[int], object]) -> Iterator[Path]:
    """Write a file for each selected post into `folder`, under ``posts`` or ``pages``; yields the paths."""
    from bs4 import MarkupResemblesLocatorWarning

    # A body that is one word looks like the name of a file; nobody is to be warned of it.
    warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)
    convert = _converter()
    taken: set[str] = set()
    for post in nested_posts(db, "comments", "post_references"):
        place = folder / f"{post['kind']}s"
        place.mkdir(exist_ok=True)
        path = place / f"{_name_of(post, taken)}.md"
        path.write_text("\n\n".join(_parts(post, convert)) + "\n", encoding="utf-8", newline="\n")
        on_posts(1)
        yield path


def _parts(post: Row, convert: Converter) -> Iterator[str]:
    yield _front_matter(post)
    if post["title"]:
        yield f"# {_escaped(post['title'])}"
    if body := _body(post, convert):
        yield body
    comments, references = cast(list[Row], post["comments"]), cast(list[Row], post["post_references"])
    if comments:
        yield f"## Comments ({len(comments)})"
    for comment in comments:
        quote = "> " * min(cast(int, comment["depth"]), DEEPEST)
        text = f"**{_link(comment['author_name'] or 'somebody', comment['author_url'])}** · {_when(comment)}"
        text = f"{text}\n\n{_body(comment, convert)}".rstrip()
        yield "\n".join(f"{quote}{line}".rstrip() for line in text.split("\n"))
    if references:
        yield f"## References ({len(references)})"
        yield "\n".join(_reference(one) for one in references)


def _front_matter(post: Row) -> str:
    """YAML whose scalars are JSON, which YAML 1.2 contains: no title can break out of it."""
    told = {name: post[name] for name in _TOLD if post[name] is not None}
    told |= {name: post[name] for name in ("author", "categories", "tags") if post[name]}
    lines = (f"{name}: {_scalar(value)}" for name, value in told.items())
    return "\n".join(("---", *lines, "---"))


def _scalar(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _body(said: Row, convert: Converter) -> str:
    if said["body_html"]:
        try:
            return convert(str(said["body_html"])).strip()
        except RecursionError:
            pass  # the converter goes down into the markup by calling itself; the text is always there
    return _escaped(said["body_text"] or "")


def _reference(one: Row) -> str:
    text = f"- {one['kind']}: {_link(one['title'] or one['url'] or 'untitled', one['url'])}"
    if one["site_name"]:
        text += f", {_escaped(one['site_name'])}"
    if one["published"]:
        text += f" · {_when(one)}"
    if one["excerpt"]:
        text += "\n  " + _escaped(one["excerpt"]).replace("\n", "\n  ")
    return text


def _when(said: Row) -> str:
    return str(said["published"] or _escaped(said["published_raw"] or "no date"))


def _link(text: object, url: object) -> str:
    return f"[{_escaped(text)}]({_target(str(url))})" if url else _escaped(text)


def _target(url: str) -> str:
    """A link's target in angle brackets, where only these and line breaks would end it."""
    return "<" + re.sub(r"[<>\s\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url) + ">"


def _escaped(text: object) -> str:
    return _MARKS.sub(r"\\\1", str(text))


def _name_of(post: Row, taken: set[str]) -> str:
    """``2010-10-19-intro-to-the-psoas``: date and slug, safe on every file system and unlike any other."""
    words = unquote(urlsplit(str(post["url"])).path.rstrip("/").rpartition("/")[2])
    for text in (re.sub(r"\.[a-z]{2,5}$", "", words), str(post["title"] or "")):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        if slug := _NAME.sub("-", plain).strip("-"):
            break
    else:
        slug = "post"
    stem = f"{str(post['published'] or 'undated')[:10]}-{slug}"[:LONGEST_NAME].rstrip("-")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    taken.add(name)
    return name


def _converter() -> Converter:
    try:
        from markdownify import MarkdownConverter
    except ImportError as error:
        raise UsageError("Markdown needs markdownify; run: pip install 'blogark[export]'") from error

    class Writer(MarkdownConverter):
        """CommonMark whose link targets and descriptions cannot break out."""

        def convert_img(self, element: Row, text: str, parent_tags: object) -> str:
            return f"![{_escaped(element.get('alt') or '')}]({_target(str(element.get('src') or ''))})"

        def convert_a(self, element: Row, text: str, parent_tags: object) -> str:
            href = element.get("href")
            return f"[{text.strip()}]({_target(str(href))})" if href and text.strip() else text

    writer = Writer(heading_style="ATX", bullets="-", escape_misc=True, bs4_options="lxml")
    return cast(Converter, writer.convert)
