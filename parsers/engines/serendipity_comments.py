"""Comments and trackbacks of a Serendipity entry: both are ``.serendipity_comment``, in two sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..dates import NO_DATE, Date
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import Comment, Reference
from ..tree.soup import Element, attribute
from ..tree.text import Region, clean, text_of
from ..tree.within import first, named

COMMENT, BODY, SOURCE = "serendipity_comment", "serendipity_commentBody", "serendipity_comment_source"
TRACKBACKS = "serendipity_section_trackbacks"
AUTHOR, AUTHOR_URL, WHEN = "comment_source_author", "comment_source_url", "comment_source_date"
TRACE, REPLY_ORIGIN = "comment_source_trace", "reply_origin"
OWNER = "serendipity_comment_author_self"
_ID = re.compile(r"(?:c|serendipity_comment_)(\d{1,12})$")
_TRACE = re.compile(r"#?(\d{1,6}(?:\.\d{1,6}){0,50})$")
_LEVEL = re.compile(r"commentlevel-(\d)$")


def _items(page: Generic, trackbacks: bool) -> Iterator[tuple[Element, str]]:
    areas = page.soup.by_class(TRACKBACKS)
    for tag in page.soup.by_class(COMMENT):
        if trackbacks != any(area.order < tag.order <= area.last for area in areas):
            continue
        idents = [attribute(tag, "id"), *(attribute(link, "id") for link in named(page.soup, tag, "a"))]
        found = next((match for ident in idents if (match := _ID.match(ident or ""))), None)
        if found:
            yield tag, found[1]


def read_comments(page: Generic) -> tuple[Comment, ...]:
    """The comments of the page in page order."""
    return thread(_said(page), page.base_url)


def _said(page: Generic) -> Iterator[Said]:
    by_trace: dict[str, str] = {}
    above: list[str] = []
    for tag, native_id in _items(page, trackbacks=False):
        level = next((int(found[1]) for word in tag.attrs["class"] if (found := _LEVEL.match(word))), 0)
        del above[level:]
        parent = above[-1] if above and level else None
        above += [native_id] * (level + 1 - len(above))
        trace = _TRACE.match(text_of(first(page.soup, tag, TRACE)) or "")
        if trace:
            by_trace[trace[1]] = native_id
            parent = by_trace.get(trace[1].rpartition(".")[0], parent)
        origin = _ID.match((attribute(first(page.soup, tag, REPLY_ORIGIN), "href") or "").removeprefix("#"))
        body = first(page.soup, tag, BODY)
        name, link = _author(page, tag)
        yield Said(
            native_id=native_id,
            parent_native_id=origin[1] if origin else parent,
            depth=level,
            region=Region.of(*body.contents) if body else None,
            url=f"{page.url()}#c{native_id}",
            author_name=name,
            author_url=page.href(link),
            author_kind="owner" if OWNER in tag.attrs["class"] else None,
            when=_when(page, tag),
        )


def _author(page: Generic, tag: Element) -> tuple[str | None, Element | None]:
    author = first(page.soup, tag, AUTHOR)
    if author is not None:
        return text_of(author), first(page.soup, tag, AUTHOR_URL)
    # 2k11: <h4><a href="site">Name</a> on <time>…</time>:</h4>, without the link where no site is given
    heading = next(named(page.soup, tag, "h4"), None)
    link = next(named(page.soup, heading, "a"), None)
    time = next(named(page.soup, heading, "time"), None)
    if heading is None or link is not None and time is not None and link.order < time.order:
        return text_of(link), link
    before = [str(node) for node in heading.contents if not isinstance(node, Element)][:1]
    # "Name on ": what stands between the name and the date is one word of the blog's language
    return clean(before[0].rpartition(" " + before[0].split()[-1])[0] if before and before[0].split() else None), None


def _when(page: Generic, tag: Element) -> Date:
    for time in named(page.soup, tag, "time"):
        if raw := attribute(time, "datetime"):
            found = page.date(raw)
            return Date(found.published, found.published_utc, text_of(time))
    return page.date(text_of(first(page.soup, tag, WHEN)))


def read_trackbacks(page: Generic) -> tuple[Reference, ...]:
    """The trackbacks and pingbacks of the page in page order; the older templates print their day without a year."""
    found: list[Reference] = []
    for tag, native_id in _items(page, trackbacks=True):
        body, source = first(page.soup, tag, BODY), first(page.soup, tag, SOURCE)
        cite = next(named(page.soup, tag, "cite"), None)
        heading = next(named(page.soup, tag, "h4"), None)
        link = next(named(page.soup, heading if heading is not None else body, "a"), None)
        url = page.href(link)
        if url is None:
            continue
        when = _when(page, tag) if cite is not None else NO_DATE
        excerpt = Region.of(*body.contents, without=[link] if link else []) if body else None
        found.append(
            Reference(
                position=len(found) + 1,
                kind="trackback",
                native_id=native_id,
                title=text_of(link),
                url=url,
                site_name=text_of(cite) if cite is not None else _labelled(source, 0),
                excerpt=text_of(excerpt),
                published=when.published,
                published_utc=when.published_utc,
                published_raw=when.raw or _labelled(source, 1),
            )
        )
    return tuple(found)


def _labelled(source: Element | None, position: int) -> str | None:
    """What stands behind the first or second ``<b>label</b>`` of a line."""
    labels = [node for node in source.contents if isinstance(node, Element) and node.name == "b"] if source else []
    following = labels[position].next_sibling if position < len(labels) else None
    return clean(str(following)) if following is not None and not isinstance(following, Element) else None
