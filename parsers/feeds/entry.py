"""One entry of a feed as feedparser gives it, asked for by name and with types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from ..dates import NO_DATE, Date, parse_date
from ..model import Term
from ..tree.gutters import gutters
from ..tree.html import body_html
from ..tree.soup import Soup
from ..tree.text import Region, body_text, clean, text_of
from ..tree.urls import absolute

_RSS_AUTHOR = re.compile(r"\S+@\S+\s+\((.+)\)")
"""RSS wants "address (Name)"; Blogger writes "noreply@blogger.com (Name)"."""
_TAG = re.compile(r"<[a-zA-Z/!]")
_NO_MARKUP = re.compile(
    r"(?:[^<&\r\f]++|&(?:amp|lt|gt|quot|nbsp|hellip|#(?:3[2-9]|[4-9]\d|1[01]\d|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}));)*+"
)
"""A text without tags, whose references ``html.unescape`` reads as the parser does; a tree takes 50 µs."""
_ENTITY = re.compile(r"&(?:#\w{2,7}|\w{2,30});")
_NATIVE_IDS = (
    re.compile(r"[?&](?:p|page_id)=(\d+)(?:&|$)"),  # WordPress: http://blog.example/?p=12
    re.compile(r"[.:]post-(\w{1,64})$"),  # Blogger: tag:blogger.com,1999:blog-1.post-12; TypePad: …,2003:post-6a00d8
    re.compile(r"^\d+:\d+:(\d+)$"),  # Squarespace 5: site:module:entry
    re.compile(r"^tag:[^,]{1,100},\d{4}[\d-]*:.*?[:.](\d+)$"),  # Movable Type: tag:blog.example,2008:/blog//1.12
    re.compile(r"^(\d+) at https?://"),  # Drupal
)


class Entry:
    """Values of one entry; addresses are absolute, texts one line, HTML as the feed has it."""

    def __init__(self, raw: Mapping[str, Any], feed_url: str) -> None:
        self.raw = raw
        self.feed_url = feed_url

    def text(self, name: str) -> str | None:
        """A plain value: blanks folded, None if it is missing."""
        value = self.raw.get(name)
        return clean(value) if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        value = self.text(name) or ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None

    def part(self, name: str) -> Mapping[str, Any]:
        """A value that has attributes."""
        value = self.raw.get(name)
        return value if isinstance(value, Mapping) else {}

    def parts(self, name: str) -> list[Mapping[str, Any]]:
        value = self.raw.get(name)
        return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []

    def date(self, *names: str) -> Date:
        """The first of these dates that can be read, with the precision and the offset that the feed writes."""
        found = [parse_date(self.text(name)) for name in names]
        return next((when for when in found if when.published), next((when for when in found if when.raw), NO_DATE))

    @property
    def link(self) -> str | None:
        """The address of what the entry tells of."""
        alternate = (part.get("href") for part in self.parts("links") if part.get("rel") == "alternate")
        # FeedBurner hides the blog's own address: http://rssnamespace.org/feedburner/ext/1.0
        hrefs = (self.text("feedburner_origlink"), next(alternate, None), self.text("link"))
        return next((url for href in hrefs if (url := absolute(href, self.feed_url))), None)

    def related(self, rel: str) -> str | None:
        """The address of the first link of this relation."""
        return next(
            (
                url
                for part in self.parts("links")
                if part.get("rel") == rel and (url := absolute(part.get("href"), self.feed_url))
            ),
            None,
        )

    @property
    def native_id(self) -> str | None:
        """The engine's number of the entry where its id is known to hold one; else the id, unless it is the address."""
        value = self.text("id")
        if value is None:
            return None
        found = next((match[1] for pattern in _NATIVE_IDS if (match := pattern.search(value))), None)
        return found or (None if absolute(value, self.feed_url) == self.link or value.startswith("http") else value)

    @property
    def title(self) -> str | None:
        return plain(self.text("title"))

    @property
    def description(self) -> str | None:
        """What a feed says of itself."""
        return plain(self.text("subtitle") or self.text("summary"))

    @property
    def author_name(self) -> str | None:
        author = self.text("author") or ""
        if found := _RSS_AUTHOR.fullmatch(author):
            return found[1]
        names = dict.fromkeys(name for part in self.parts("authors") if (name := clean(part.get("name"))))
        return ", ".join(names) or author or None

    @property
    def author_url(self) -> str | None:
        return absolute(self.part("author_detail").get("href"), self.feed_url)

    @property
    def content(self) -> str | None:
        """The whole text as HTML, None if the feed only has a summary."""
        values = [_html(part) for part in self.parts("content")]
        return max((value for value in values if value), key=len, default=None)

    @property
    def summary(self) -> str | None:
        """The summary as HTML where it is not the content over again."""
        value = self.raw.get("summary")
        if not isinstance(value, str) or not value.strip():
            return None
        part = self.part("summary_detail")
        return None if value == self.content else _html({**part, "value": value})

    @property
    def base(self) -> str:
        """What relative addresses in the content start from: ``xml:base`` if it is set, else the entry's address."""
        bases = [part.get("base") for part in (*self.parts("content"), self.part("summary_detail"))]
        given = next((base for base in bases if isinstance(base, str) and base and base != self.feed_url), None)
        return absolute(given, self.feed_url) or self.link or self.feed_url

    @property
    def language(self) -> str | None:
        parts = (*self.parts("content"), self.part("title_detail"))
        return next(
            (language for part in parts if isinstance(language := part.get("language"), str) and language), None
        )

    def terms(self) -> tuple[list[Term], bool]:
        """Categories and tags, and whether the feed itself tells which is which."""
        told = False
        found: dict[tuple[str, str], Term] = {}
        for part in self.parts("tags"):
            scheme = str(part.get("scheme") or "")
            name = clean(part.get("label")) or clean(part.get("term"))
            if name is None or scheme.endswith("#kind"):  # Blogger marks each entry as a post
                continue
            # http://www.sixapart.com/ns/types#tag; Blogger's labels are what others call tags
            is_tag = re.search(r"\btags?\b|blogger\.com/atom/ns", scheme) is not None
            told = told or is_tag or re.search(r"\bcategor", scheme) is not None
            kind, name = ("tag", plain(name)) if is_tag else ("category", plain(name))
            if name:
                found.setdefault((kind, name), Term(kind="tag" if is_tag else "category", name=name))
        return list(found.values()), told

    @property
    def image(self) -> str | None:
        """A picture that the feed gives beside the text."""
        for name, key in (("media_thumbnail", "url"), ("media_content", "url"), ("enclosures", "href")):
            for part in self.parts(name):
                kind = str(part.get("type") or part.get("medium") or "image")
                if kind.startswith("image") and (url := absolute(part.get(key), self.feed_url)):
                    return url
        return None


def plain(text: str | None) -> str | None:
    """A title or name without the markup and the entities that feeds leave in it."""
    if text is None:
        return None
    if _TAG.search(text):
        soup = Soup(text)
        line = text_of(Region((soup,)))
        soup.close()
        return line
    return clean(unescape(text)) if _ENTITY.search(text) else text


def as_body(html: str, base: str) -> tuple[str | None, str | None]:
    """The HTML of an entry cleaned, and as text; neither of a post of WordPress that asks for its password."""
    if 'class="post-password-form"' in html:
        return None, None
    if _NO_MARKUP.fullmatch(html):
        text = unescape(html)
        return escape(text, quote=False).strip() or None, clean(text)
    soup = Soup(html)
    region = Region(tuple(_body_of(soup)))
    region = region.minus(gutters(region))
    shown = body_html(region, base), body_text(region)
    soup.close()
    return shown


def _body_of(soup: Soup) -> list[Any]:
    bodies = soup.by_name("body")
    return bodies[0].contents if bodies else soup.contents


def _html(part: Mapping[str, Any]) -> str | None:
    value = part.get("value")
    if not isinstance(value, str) or not value.strip():
        return None
    if part.get("type") == "text/plain" and not _TAG.search(value):
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("\n\n", "<p>").replace("\n", "<br>")
    return value
