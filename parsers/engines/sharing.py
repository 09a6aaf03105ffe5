"""Share buttons inside a body: "Bookmark and Share", like buttons, tweet links, and the blocks around them."""

from __future__ import annotations

import re

from bs4 import Tag

from ..tree.media import elements
from ..tree.soup import Text, attribute
from ..tree.text import Region, text_of

_ADDRESS = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)?(?:addthis\.com|sharethis\.com|addtoany\.com|shareaholic\.com"
    r"|facebook\.com/(?:sharer?\b|share\.php|plugins/(?:like|share|button))"
    r"|twitter\.com/(?:share|intent/tweet|home\?status)|platform\.twitter\.com/widgets"
    r"|digg\.com/(?:submit|remote)|del\.icio\.us/(?:post|save)|delicious\.com/(?:post|save)"
    r"|stumbleupon\.com/(?:submit|badge)|reddit\.com/(?:submit|static/button)|linkedin\.com/share"
    r"|plus(?:one)?\.google\.com/(?:share|_/\+1)|pinterest\.com/pin/create|technorati\.com/faves)",
    re.I,
)
_CLASS = re.compile(
    r"(?:^|\s)(?:(?:addthis|a2a|sharethis|shareaholic)(?:_|\s|$)|st_(?:share|face|twit|email|plus)"
    r"|fb-(?:like|share)|twitter-share|g-plusone)"
)
_WORDS = frozenset(("bookmark and share", "share", "share this", "sharethis", "tweet", "share article"))
_HOLDERS = frozenset(("p", "div", "span", "li", "em", "strong", "b", "i"))
_WITH_ADDRESS = frozenset(("a", "img", "iframe", "script"))


def without_share_buttons(region: Region) -> Region:
    """The region without the elements, and the words between them, that only share it."""
    buttons = [_emptied(tag, region) for tag in elements(region) if _shares(tag)]
    nodes = tuple(node for node in region.nodes if isinstance(node, Tag) or str(node).strip().lower() not in _WORDS)
    return Region(nodes, region.without, region.captions).minus(buttons)


def _shares(tag: Tag) -> bool:
    if tag.name in _WITH_ADDRESS:
        address = attribute(tag, "href") or attribute(tag, "src")
        if address and _ADDRESS.match(address):
            return True
        if tag.name == "img":
            return (attribute(tag, "alt") or "").lower() in _WORDS
    if "class" in tag.attrs and _CLASS.search(attribute(tag, "class") or ""):
        return True
    return tag.name in _HOLDERS and len(tag.contents) == 1 and (text_of(tag.contents[0]) or "").lower() in _WORDS


def _emptied(tag: Tag, region: Region) -> Tag:
    """``tag``, or the block around it that says nothing without it."""
    tops = {id(node) for node in region.nodes}
    while id(tag) not in tops and (parent := tag.parent) is not None:
        if any(node is not tag and not _is_nothing(node) for node in parent.contents):
            break
        tag = parent
    return tag


def _is_nothing(node: object) -> bool:
    if isinstance(node, Tag):
        return node.name in ("br", "script")
    return type(node) is not Text or node.isspace()
