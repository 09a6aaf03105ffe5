"""Comment feeds: WordPress' RSS and Atom, Blogger's Atom, and any whose entries lead to "…#comment-12"."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Literal
from urllib.parse import urlsplit

from ..model import Comment, Reference
from ..tree.urls import absolute
from .entry import Entry, as_body

_FRAGMENT = re.compile(
    r"#(?:comment|comments?-|comment-|c|cmnt|item|(pingback|trackback)-)_?(\d+|(?<=-)[0-9a-f]{32})(?:-by-.*)?$", re.I
)
"""The number is a hash in ikiwiki: "#comment-a30e74bd7af6623ba396842878b4d334"."""
_BLOGGER = re.compile(r"/comments/default/(\d+)(?:\?|$)")
_ADDRESS = re.compile(
    r"rss-comments-entry-|/comments/(?:feed|default|rss|atom)\b|[/.-]comments\.(?:xml|rss|atom|rdf)\b|feed=comments",
    re.I,
)
_PAGE = re.compile(r"/comment-page-\d+(?=/?$)|(?<=[?&])(?:cpage|showComment|commentPage)=[^&#]*&?")
_BY_NUMBER = re.compile(r"/cr/\d+/[\w-]+/?$")
"""Django's own comments lead to their post by its number, over a redirect."""
_ELLIPSES = ("[…]", "[...]")
_REPLY_MARK = re.compile(
    r"(?:<p>\s*)?[^<]{0,60}<a\s[^>]{0,300}?href=[\"']([^\"'\s]{1,600}#comment-\d+)[\"'][^>]{0,200}>"
    r"[^<]{0,200}</a>[^<\w]{0,5}(?:</p>|<br\s*/?>|\n\n)"
)
"""WordPress' comment feeds begin an answer with "In reply to <a>Name</a>.", in the language of the blog."""
_BY = re.compile(r"(?:By|Comment by|Von|Par|Por|Door|Di|От|作者)\s*:?\s+(.+)", re.I)


def holds_comments(entries: list[Entry], url: str) -> bool:
    """Whether a feed is one of comments: each of its entries answers something or leads to a comment."""
    if not entries:
        return False
    return bool(_ADDRESS.search(url)) or all(
        entry.part("thr_in-reply-to") or _FRAGMENT.search(entry.link or "") for entry in entries
    )


def read_comments(about: Entry, entries: list[Entry]) -> tuple[tuple[Comment, ...], tuple[Reference, ...]]:
    """The comments and the pings of a comment feed, in its order; each names its post, or the feed theirs."""
    post_url = _only_post(about)
    comments: list[Comment] = []
    pings: list[Reference] = []
    for entry in entries:
        comment = _comment(entry, len(comments) + 1, post_url)
        said = _FRAGMENT.search(entry.link or "")
        if said and said[1] or _is_ping(comment.body_text or ""):
            kind: Literal["pingback", "trackback"] = "trackback" if said and said[1] == "trackback" else "pingback"
            pings.append(_ping(comment, len(pings) + 1, kind))
        else:
            comments.append(comment)
    return _with_depths(comments), tuple(pings)


def _only_post(about: Entry) -> str | None:
    """The post of a feed whose address ends with that of a page: "/feeds/comments/2018/01/09/a-post/"."""
    path = urlsplit(about.link or "").path.strip("/")
    return about.link if path and urlsplit(about.feed_url).path.strip("/").endswith("/" + path) else None


def _comment(entry: Entry, position: int, post_url: str | None) -> Comment:
    link = entry.link
    reply = entry.part("thr_in-reply-to")
    html = (entry.content or entry.summary or "").strip()
    parent = (
        _number(str(reply.get("ref") or ""))
        or _number(str(reply.get("href") or ""))
        or _number(entry.related("related"))
    )
    mark = _REPLY_MARK.match(html)
    answered = unescape(mark[1]) if mark else ""
    if mark and link and answered.partition("#")[0].rstrip("/") == link.partition("#")[0].rstrip("/"):
        parent = parent or _number(answered)
        html = html[mark.end() :]
    when = entry.date("published", "updated", "created")
    target = absolute(str(reply.get("href") or ""), entry.feed_url) or link
    body, text = as_body(html, entry.base)
    native_id = _number(link) or _number(entry.text("id"))
    return Comment(
        position=position,
        native_id=native_id or entry.native_id,
        parent_native_id=parent,
        url=link,
        author_name=entry.author_name or _named(entry.title),
        author_url=entry.author_url,
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
        body_html=body,
        body_text=text,
        post_url=post_url if _BY_NUMBER.search((target or "").partition("#")[0]) else post_address(target),
    )


def post_address(url: str | None) -> str | None:
    """The address of the post from that of one of its comments."""
    if url is None:
        return None
    return _PAGE.sub("", url.partition("#")[0]).rstrip("?&") or None


def _number(address: str | None) -> str | None:
    """The number of a comment in an address or id: "…#comment-12", "…/comments/default/12"."""
    found = _FRAGMENT.search(address or "") or _BLOGGER.search(address or "")
    return found[found.lastindex or 1] if found else None


def _named(title: str | None) -> str | None:
    found = _BY.fullmatch(title or "")
    return found[1] if found else None


def _is_ping(text: str) -> bool:
    """WordPress cuts the excerpt of a pingback from the page that links here; its feeds do not name the kind."""
    return text.startswith(_ELLIPSES) and text.endswith(_ELLIPSES)


def _ping(comment: Comment, position: int, kind: Literal["pingback", "trackback"]) -> Reference:
    return Reference(
        position=position,
        kind=kind,
        native_id=comment.native_id,
        title=comment.author_name,
        url=comment.author_url,
        excerpt=comment.body_text,
        published=comment.published,
        published_utc=comment.published_utc,
        published_raw=comment.published_raw,
        post_url=comment.post_url,
    )


def _with_depths(comments: list[Comment]) -> tuple[Comment, ...]:
    """Depths by the parents that the feed shows; a parent that it does not show stands at the top."""
    parents = {comment.native_id: comment.parent_native_id for comment in comments}

    def depth(comment: Comment) -> int:
        steps, seen = 0, {comment.native_id}
        parent = comment.parent_native_id
        while parent is not None and parent not in seen:
            seen.add(parent)
            steps += 1
            parent = parents.get(parent)
        return steps

    return tuple(replace(comment, depth=depth(comment)) for comment in comments)
