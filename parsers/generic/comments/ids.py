"""By what number a comment is known: its id, an anchor in or before it, its permalink, an attribute for scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...tree.soup import Element, attribute, words_of
from .words import hints

_NUMBER = r"(?P<id>\d{1,20}(?:-\d{4,8})?|[0-9a-f]{8}-[0-9a-f-]{20,30}|[0-9a-f]{16,64})"
_ID = re.compile(
    r"^(?:[a-z]{1,12}[-_:])*?(?:comment|kommentar|commentaire|comentario|commento|komentar|reactie|leserbrief|"
    r"trackback|pingback|cmt|comm|[a-z]{2,10}comment)[-_:]?"
    rf"(?:id|body|content|text|wrapper|item|entry|card)?[-_:]?{_NUMBER}$",
    re.I,
)
_SHORT_ID = re.compile(
    r"^(?:c|cm|com|comments|k|kmt|r|p|post|reply|(?:spr-)?review|forum|message|msg|bb_message|entry|item|guid|id)[-_]?"
    rf"{_NUMBER}$",
    re.I,
)
_BARE = re.compile(rf"^{_NUMBER}$", re.I)
_CLASS = re.compile(r"^(?:id|comment-?(?:id)?-?)(?P<id>\d{2,20})$", re.I)
_ANSWER = re.compile(
    r"[?&](?:replytocom|id_forum|reply_?to|in_reply_to|comment_?id|cid)=(?P<id>\d{1,20})(?:&|#|$)", re.I
)
"""The link to answer a comment names it."""
_DATA = (
    "data-comment-id",
    "data-commentid",
    "data-id",
    "data-comment",
    "data-cid",
    "data-review-id",
    "data-conversation-message-id",
    "data-message-id",
)
_PARENT = ("data-parent-id", "data-parentid", "data-parent", "data-comment-parent", "data-reply-to", "parentid")
_PERMANENT = re.compile(r"perma|link to (?:this )?comment|^#|^¶|comment[-_]?(?:link|anchor)", re.I)


@dataclass(frozen=True)
class Mark:
    """A comment's number, and the fragment that leads to it."""

    native_id: str | None = None
    fragment: str | None = None


def by_id(ident: str) -> str | None:
    """The number in an id that speaks of a comment: "comment-123"."""
    match = _ID.match(ident) if ident[-1:].isalnum() and hints(ident) else None
    return match["id"] if match else None


def number_of(tag: Element) -> str | None:
    """The number that an element itself carries in its id or for scripts."""
    for name in ("id", *_DATA):
        value = attribute(tag, name)
        if value and (number := number_in(value)):
            return number
    return None


def number_in(value: str) -> str | None:
    """The number in an id, an anchor's name or a fragment, if it is one of a comment or a post."""
    match = _ID.match(value) or _SHORT_ID.match(value) or _BARE.match(value)
    return match["id"] if match else None


def parent_of(tag: Element) -> str | None:
    """The number of the comment that an element's attributes say it answers; None for "0"."""
    for name in _PARENT:
        value = attribute(tag, name)
        number = number_in(value) if value else None
        if number and number.strip("0"):
            return number
    return None


def mark_of(tag: Element, own: Iterable[Element], url: str) -> Mark:
    """The number of a comment and where it leads; ``own`` are the elements of the comment, ``url`` that of the page."""
    ident = attribute(tag, "id")
    if number := number_of(tag):
        return Mark(number, ident)
    own = tuple(own)
    wrappers = {id(node) for node in own[:2] if node.name in ("div", "article", "section")}
    for node in (*_before(tag), *own):
        for name in ("id", "name"):
            value = attribute(node, name) if name == "id" or node.name == "a" else None
            sure = node.name == "a" or id(node) in wrappers
            number = (number_in(value) if sure else by_id(value)) if value else None
            if number:
                return Mark(number, value if node.name == "a" or not ident else ident)
    for node in own:
        href = attribute(node, "href") if node.name == "a" else None
        address, mark, fragment = (href or "").partition("#")
        if mark and (not address or address in url or url.endswith(address)) and _is_permanent(node):
            number = number_in(fragment)
            if number:
                return Mark(number, fragment)
    found = next((match for word in words_of(tag) if (match := _CLASS.match(word))), None)
    links = (str(node.attrs.get("href", "")) for node in own if node.name == "a")
    found = found or next((match for href in links if (match := _ANSWER.search(href))), None)
    return Mark(found["id"] if found else None, ident)


def _is_permanent(link: Element) -> bool:
    said = (attribute(link, "title"), " ".join(words_of(link)), link.get_text()[:40].strip())
    return any(text and _PERMANENT.search(text) for text in said)


def _before(tag: Element) -> Iterable[Element]:
    """An empty anchor right before an element: ``<a name="c123"></a><div class="comment">``."""
    node = tag.previous_sibling
    while node is not None and not isinstance(node, Element):
        if str(node).strip():
            return
        node = node.previous_sibling
    if isinstance(node, Element) and node.name == "a" and not node.chars:
        yield node
