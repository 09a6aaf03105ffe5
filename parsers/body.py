"""Where the article stands in a page that nobody described, and what in it is not the article.

Three steps, all on sums that the tree already holds:

1. *Good text*: blocks that say something themselves, outside of links, navigation, comments and sidebars.
2. *The container*: from the top down to the one child that holds nearly all good text, as long as there is one; an
   element that calls itself the article's text is taken where it holds most of it.
3. *Pruning*: what stands before the heading, and parts that name themselves sharing, related, author box,
   newsletter and so on, or that are nothing but links.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bs4 import Tag

from .soup import Element, Soup, is_in, walk
from .text import Region, text_of

_BLOCKS = (
    *("p", "pre", "blockquote", "li", "td", "div", "section", "article", "dd", "dt", "h2", "h3", "h4", "figcaption"),
    *("main", "center", "body", "address", "th"),
)
_LEAST = 25
"""Characters outside of links from which a block counts as saying something."""

_NOT_HERE = frozenset(("nav", "footer", "form", "aside", "button", "select", "dialog", "noscript", "menu"))

_ARTICLE_TEXT = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|blog|news|main|page|single|content|text|body|node|item|e|rich|detail)s?[_-]?)?"
    r"(?:content|body|text|copy|artikel|articulo|articolo|beitrag|maincontent|bodytext|richtext|wysiwyg|prose|articlebody)(?=$|[\s_-])",
    re.I,
)


def names_of(tag: Tag) -> str:
    """The classes and the id of an element in one string, for patterns."""
    attributes = tag.attrs
    if not attributes:
        return ""
    found = attributes.get("class")
    ident = attributes.get("id")
    if found:
        return " ".join(found) + (f" {ident}" if ident else "")
    return str(ident) if ident else ""


# Tokens are parts of class names between blanks, "-" and "_"; camelCase is parted too (see ``_tokens``).
_AWAY = frozenset(
    (
        *("share", "sharing", "sharedaddy", "shares", "social", "socials", "socialmedia", "addtoany", "addthis", "shariff"),
        *("sharebar", "sharethis", "sociable", "heateor", "ssba", "socialshare", "facebook", "twitter", "bookmarks"),
        *("related", "relatedposts", "recommended", "recommendations", "recirc", "yarpp", "outbrain", "taboola"),
        *("readmore", "morenews", "moreposts", "similar", "popular", "trending", "mostread", "upnext"),
        *("newsletter", "subscribe", "subscription", "signup", "optin", "mailchimp", "followus", "feedburner"),
        *("breadcrumb", "breadcrumbs", "crumbs", "pagination", "pager", "paging", "pagenav", "postnav", "navigation", "nav"),
        *("navbar", "menu", "sidebar", "widget", "widgets", "widgetarea", "toolbar", "skip", "skiplink"),
        *("advert", "advertisement", "advertising", "ads", "ad", "adsense", "adsbygoogle", "banner", "sponsor", "sponsored"),
        *("anzeige", "werbung", "publicidad", "pub", "promo", "promotion", "promobox", "teaserlist"),
        *("comment", "comments", "commentlist", "commentform", "respond", "disqus", "kommentare", "kommentar", "reactions"),
        *("authorbox", "authorbio", "aboutauthor", "bio", "abouttheauthor"),
        *("cookie", "cookies", "consent", "gdpr", "popup", "modal", "overlay", "lightbox", "paywall"),
        *("rating", "ratings", "vote", "votes", "likes", "like", "postratings", "print", "printfriendly"),
        *("footer", "copyright", "imprint", "disclaimer"),
        *("byline", "dateline", "postmeta", "entrymeta", "metadata", "timestamp", "tags", "taglist", "tagcloud", "postedon"),
        *("screenreadertext", "sronly", "visuallyhidden", "hidden"),
    )
)  # fmt: skip
_WHOLE = re.compile(
    r"(?:^|\s)(?:author-(?:box|bio|info|card|desc\w*|details|profile|block|about|area|section|wrap\w*)|about-author|post-?author"
    r"|entry-author|article-author|jp-relatedposts|jp-post-flair|wp-block-buttons|post-?meta|entry-?meta|article-?meta"
    r"|entry-?footer|post-?footer|article-?footer|entry-utility|postmetadata|post-?info|article-?info|byline"
    r"|post-tags|entry-tags|tag-?links|cat-?links|read-?more|read-?next|more-?link|screen-reader-text|sr-only|visually-hidden"
    r"|post-?navigation|nav-?links|nav-?below|nav-?above|toc(?:_?container)?|ez-toc-container|table-of-contents|lwptoc"
    r"|cta|call-to-action|author|meta)(?=$|\s)",
    re.I,
)
_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=20_000)
def _named_away(names: str) -> bool:
    """Whether class names say that an element is not the article's text."""
    if _WHOLE.search(names):
        return True
    tokens = _SPLIT.split(names)
    return any(token.lower() in _AWAY for token in tokens) or any(
        (one + two).lower() in _AWAY for one, two in zip(tokens, tokens[1:], strict=False)
    )


@lru_cache(maxsize=20_000)
def _named_text(names: str) -> bool:
    return bool(_ARTICLE_TEXT.search(names))


class BodyFinder:
    """Finds the article's region; ``away`` are elements that other fields own: comments, pings, the comment form."""

    def __init__(self, soup: Soup, away: Iterable[Element], heading: Element | None) -> None:
        self.soup = soup
        self.away = list(away)
        self.heading = heading
        self.orders: list[int] = []
        self.sums: list[int] = [0]

    def find(self) -> Region | None:
        tops = self.soup.by_name("body")
        if not tops:
            return None
        top = tops[0]
        self._measure(top)
        if not self.orders:
            return Region.of(top) if top.chars else None
        container = self._named(self._descend(top))
        return Region.of(container, without=self._pruned(container))

    def good(self, tag: Element) -> int:
        """Characters of good text in an element."""
        start = bisect_left(self.orders, tag.order)
        end = bisect_right(self.orders, tag.last)
        return self.sums[end] - self.sums[start]

    def _measure(self, top: Element) -> None:
        spans = sorted((tag.order, tag.last) for tag in self._excluded())
        blocks = [tag for name in _BLOCKS for tag in self.soup.by_name(name) if tag.own - tag.own_links >= _LEAST]
        blocks.sort(key=lambda tag: tag.order)
        at = 0
        end = -1
        total = 0
        for tag in blocks:
            order: int = tag.order
            while at < len(spans) and spans[at][0] <= order:
                end = max(end, spans[at][1])
                at += 1
            if order <= end:
                continue
            total += tag.own - tag.own_links
            self.orders.append(order)
            self.sums.append(total)

    def _excluded(self) -> Iterator[Element]:
        yield from self.away
        for name in _NOT_HERE:
            for tag in self.soup.by_name(name):
                if name != "form" or tag.chars < 2000:
                    yield tag

    def _descend(self, top: Element) -> Element:
        tag = top
        whole = self.good(top)
        while True:
            best, most = None, 0
            for child in tag.contents:
                if isinstance(child, Element) and child.last > child.order:
                    good = self.good(child)
                    if good > most:
                        best, most = child, good
            if best is None or most < 0.8 * self.good(tag) or most < 0.5 * whole or best.name in ("p", "li", "pre", "td"):
                return tag
            tag = best

    def _named(self, container: Element) -> Element:
        whole = self.good(container)
        best = container
        for tag in walk(container):
            if tag.last > tag.order and self.good(tag) >= 0.7 * whole and _named_text(names_of(tag)):
                best = tag
        return best

    def _pruned(self, container: Element) -> Iterator[Element]:
        whole = max(self.good(container), 1)
        yield from self.away
        heading = self.heading
        for tag in walk(container):
            name = tag.name
            if name in _NOT_HERE and self.good(tag) < 0.3 * whole:
                yield tag
                continue
            names = names_of(tag)
            if names and _named_away(names) and self.good(tag) < 0.3 * whole:
                yield tag
        if heading is not None and container.order < heading.order <= container.last:
            yield heading
            # what stands before the heading is navigation, a kicker or a date
            for tag in walk(container):
                if tag.last < heading.order and self.good(tag) < 0.3 * whole:
                    yield tag


def text_length(tag: Tag) -> int:
    """Characters of the element's text as one line."""
    return len(text_of(tag) or "")
