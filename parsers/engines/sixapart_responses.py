"""Comments and TrackBacks below a post of Movable Type or TypePad, in the markup of each generation.

``.comment#comment-12`` with ``.comment-content`` and either ``.byline .author`` and ``abbr.published[title]`` or a
``.comment-footer`` ("Posted by: X | DATE", the date linked to ``#comment-12``); an answer names its parent in a link to
``#comment-7``. Before 3.2: ``.comments-body`` with ``.comments-post``. Pings: ``.trackback#ping-12``, the title linked,
then "from SITE", then the excerpt and a last link to the same address ("Read More").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..dates import Date
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import Comment, Reference
from ..tree.soup import Element, Text, attribute
from ..tree.text import Region, clean, text_of
from ..tree.within import classed, first, named

TEXT, AUTHOR, EXACT = "comment-content", "author", "published"
FOOTERS = ("comment-footer", "comments-post", "commentspost", "comment-header")
OLD = ("comments-body", "commentsbody")
PING_TEXT = "trackback-content"
_ID = re.compile(r"(?:comment-|c)(\w{1,40})$")
_PING_ID = re.compile(r"(?:ping-|trackback-|p)(\w{1,40})$")
_POSTED_BY = re.compile(r"^(?:[^:：]{1,30}[:：])?\s*(?P<name>.+?)\s*(?:\||$)")
_POSTED_AT = re.compile(r"^(?:[^:：]{1,30}[:：])\s*(?P<name>.+?)\s+(?:at|on|am|le|el|il|op)\s+(?P<date>\S.*\d.*)$")
_FROM = re.compile(r"^(?:from|von|de|du|da|di|van|från|fra|par|por)\s+", re.I)
_ON = re.compile(r"\s+(?:on|am|le|el|il|op|den|em)$", re.I)


def read_comments(page: Generic) -> tuple[Comment, ...]:
    """The comments of the page in page order."""
    said = [*_comments(page)] or [*_old_comments(page)]
    return thread(said, page.base_url)


def _comments(page: Generic) -> Iterator[Said]:
    soup = page.soup
    for tag in soup.by_class("comment"):
        found = _ID.match(str(tag.attrs.get("id", "")))
        body = first(soup, tag, TEXT)
        if found is None or body is None:
            continue
        lines = [*classed(soup, tag, "asset-meta", "byline", *FOOTERS)]
        author = next((found_tag for line in lines if (found_tag := first(soup, line, AUTHOR))), None)
        link = _own_link(page, tag, found[1])
        exact = attribute(next((time for line in lines if (time := first(soup, line, EXACT))), None), "title")
        answered = (match[1] for line in lines for up in named(soup, line, "a") if (match := _ID.search(_fragment(up))))
        name, url = _who(page, author, lines)
        yield Said(
            native_id=found[1],
            parent_native_id=next((number for number in answered if number != found[1]), None),
            region=Region(tuple(body.contents)),
            url=f"{page.url()}#{tag.attrs['id']}",
            author_name=name,
            author_url=url,
            when=page.date(exact or text_of(link)),
        )


def _old_comments(page: Generic) -> Iterator[Said]:
    """``<div class="comments-body">text <span class="comments-post">Posted by: X at DATE</span></div>``."""
    for tag in page.soup.by_class(*OLD):
        footer = first(page.soup, tag, *FOOTERS)
        told = _POSTED_AT.match(text_of(footer) or "")
        if footer is None or told is None:
            continue
        found = _ID.match(str(tag.attrs.get("id", "")))
        link = next((link for link in named(page.soup, footer, "a") if text_of(link)), None)
        yield Said(
            native_id=found[1] if found else None,
            region=Region.of(*tag.contents, without=[footer]),
            author_name=clean(told["name"]),
            author_url=page.href(link),
            when=page.date(told["date"]),
        )


def _fragment(link: Element) -> str:
    return str(link.attrs.get("href", "")).rpartition("#")[2]


def _own_link(page: Generic, tag: Element, native_id: str) -> Element | None:
    """The last link to the comment itself: its text is the date."""
    links = [link for link in named(page.soup, tag, "a") if _fragment(link).endswith(native_id) and text_of(link)]
    return links[-1] if links else None


def _who(page: Generic, author: Element | None, lines: list[Element]) -> tuple[str | None, str | None]:
    if author is not None:
        link = author if author.name == "a" else next(iter(named(page.soup, author, "a")), None)
        return text_of(author), page.href(link)
    for line in lines:
        told = _POSTED_BY.match(text_of(line) or "")
        links = [link for link in named(page.soup, line, "a") if text_of(link) and not _ID.match(_fragment(link))]
        if links:
            return text_of(links[0]), page.href(links[0])
        if told:
            return clean(told["name"].rstrip(":")), None
    return None, None


def read_pings(page: Generic) -> tuple[Reference, ...]:
    """The TrackBacks of the page in page order."""
    found: list[Reference] = []
    tags = [tag for tag in page.soup.by_class("trackback") if first(page.soup, tag, PING_TEXT)]
    for tag in tags or page.soup.by_class(PING_TEXT):
        reference = _ping(page, tag, len(found) + 1)
        if reference is not None:
            found.append(reference)
    return tuple(found)


def _ping(page: Generic, tag: Element, position: int) -> Reference | None:
    links = [
        link for link in named(page.soup, tag, "a") if page.href(link) and "#" not in str(link.attrs.get("href"))[:1]
    ]
    links = [link for link in links if not _PING_ID.match(_fragment(link))] if links else []
    if not links:
        return None
    title, url = links[0], page.href(links[0])
    text = first(page.soup, tag, PING_TEXT) or tag
    more = [link for link in links[1:] if page.href(link) == url]
    site, line = _site(title)
    excerpt = text_of(Region.of(text, without=[title, *more, *line])) or ""
    beside = first(page.soup, tag, "trackback-footer", "asset-meta", "trackback-header") or tag
    stamp = next((link for link in named(page.soup, beside, "a") if _PING_ID.match(_fragment(link))), None)
    when = page.date(text_of(stamp)) if stamp else Date()
    ident = _PING_ID.match(str(tag.attrs.get("id", "")))
    return Reference(
        position=position,
        kind="trackback",
        native_id=ident[1] if ident else None,
        title=text_of(title),
        url=url,
        site_name=site,
        excerpt=clean(_without_site(excerpt, site).strip("»[] ")),
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
    )


def _site(title: Element) -> tuple[str | None, list[Element]]:
    """What stands behind the title on its line: "from SITE", and "on" before the date."""
    said: list[str] = []
    for node in title.next_siblings:
        if isinstance(node, Element):
            if node.name in ("br", "a", "p", "div"):
                break
            said.append(text_of(node) or "")
        elif type(node) is Text:
            said.append(node)
    text = clean("".join(said)) or ""
    return clean(_ON.sub("", _FROM.sub("", text))), []


def _without_site(excerpt: str, site: str | None) -> str:
    """The excerpt without the words of the title's line, where both stand in one element."""
    if site and site in excerpt[: len(site) + 20]:
        return excerpt.partition(site)[2]
    return excerpt
