"""Dreamwidth, and other sites that run its code: user.dreamwidth.org/12345.html.

All styles are made from one core (styles/core2.s2 in the public source; every class below is printed there): an entry
is ``.entry-wrapper > .entry`` with ``.entry-title``, ``.datetime``, ``.entry-content``, ``.tag``; a comment is
``.comment-thread > #cmt123.dwexpcomment > .comment-wrapper``, and its answers are threads inside its thread. Comments
beyond a threshold are ``partial`` (without text) or on ``?page=2``; ``?expand_all=1`` shows all of a page. Times of
entries carry no zone (they are what the author typed); comments say "(UTC)" to a visitor without account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from ..base import Signs, Source, Trap
from ..dates import NO_DATE, Date
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import AuthorKind, Comment, PageKind, Post, Term
from ..tree.soup import Element, attribute, parents
from ..tree.text import Region, text_of
from ..tree.urls import slug_of
from ..tree.within import classed, first, named
from .livejournal_comments import journal_url, user_of

ENTRY, ENTRY_TITLE, ENTRY_TEXT = "entry-wrapper", "entry-title", "entry-content"
NO_SUBJECT = "no-subject"
DATE_TIME, DATE_LABEL = "datetime", "comment-date-text"
TAGS = "tag"
CLAIMED = "entry-readlink"
PERMALINK = "entry-permalink"
COMMENT, THREAD = "dwexpcomment", "comment-thread"
COMMENT_WRAPPER, COMMENT_TEXT, EDITED = "comment-wrapper", "comment-content", "edittime"
BY_ENTRY_AUTHOR, PARTIAL, HIDDEN = "entry-author", "partial", "poster-hidden"
PARENT, COMMENT_PERMALINK = "commentparent", "commentpermalink"

_ITEM = re.compile(r"/(\d+)\.html$")
_COMMENT_ID = re.compile(r"cmt(\d{1,18})$")
_THREAD = re.compile(r"[?&]thread=(\d{1,18})\b")


class Dreamwidth(Generic):
    """Reads entries with their comments, and list pages."""

    platform = "dreamwidth"
    version = "1"
    feeds = ("data/rss", "data/atom")
    traps = (
        Trap(re.compile(r"[?&](?:mode=reply|replyto=)"), "the form of a reply"),
        Trap(re.compile(r"\.html\?(?:[^#]*&)?thread=\d+"), "one thread of a page that shows them all"),
        Trap(re.compile(r"[?&]view=(?:flat|threaded|top-only)"), "the same comments in another order"),
        Trap(re.compile(r"[?&](?:style|format|s2id|nohtml|cut_expand)="), "the page in another dress"),
        Trap(re.compile(r"/(?:read|network|icons|profile|memories)(?:[/?]|$)"), "a member's page"),
        Trap(
            re.compile(r"/(?:login|create|editjournal|go|manage|tools|inbox|search|talkscreen|delcomment)\b"), "a form"
        ),
    )

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list page; None where the page is a single entry."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return ".dreamwidth.org" in signs.url.partition("?")[0] or (
            signs.has(b"entry-wrapper") and signs.has(b"dwexpcomment", b"journal-type-")
        )

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The page with all its threads unfolded, where some are folded."""
        parts = urlsplit(url)
        if not _ITEM.search(parts.path) or "expand_all" in parts.query or b"expand_all=1" not in content:
            return ()
        page = parse_qs(parts.query).get("page", [""])[0]
        query = f"expand_all=1&page={page}" if page.isascii() and page.isdigit() else "expand_all=1"
        return (f"{parts.scheme}://{parts.netloc}{parts.path}?{query}",)

    # ---- the page

    @cached_property
    def entry_tags(self) -> list[Element]:
        return self.soup.by_class(ENTRY)

    @cached_property
    def entry(self) -> Element | None:
        return self._given or (self.entry_tags[0] if self.entry_tags else None)

    def kind(self) -> PageKind:
        if self._given is not None or _ITEM.search(urlsplit(self.url_of_page).path):
            return "post"
        return "listing" if self.entry_tags else "other"

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        return self.posts_of(Dreamwidth(self.source, tag) for tag in self.entry_tags)

    # ---- the entry

    def part(self, name: str) -> Element | None:
        return first(self.soup, self.entry, name)

    def url(self) -> str | None:
        if self._given is None:
            return self.url_of_page.partition("?")[0].partition("#")[0]
        for area in (self.part(PERMALINK), self.part(ENTRY_TITLE)):
            for link in named(self.soup, area, "a"):
                if (url := self.href(link)) and _ITEM.search(urlsplit(url).path):
                    return url
        return None

    def native_id(self) -> str | None:
        found = _ITEM.search(urlsplit(self.url() or "").path)
        return found[1] if found else None

    def title(self) -> str | None:
        if self.entry is None:
            return super().title()
        if NO_SUBJECT in (self.entry.attrs.get("class") or ()):
            return None
        return text_of(self.part(ENTRY_TITLE))

    def published(self) -> Date:
        return self.date(text_of(self.part(DATE_TIME)))

    @cached_property
    def _author(self) -> Element | None:
        return self.part("ljuser")

    def author_name(self) -> str | None:
        return user_of(self._author)

    def author_url(self) -> str | None:
        return journal_url(self._author, self.base_url) if self._author else None

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._author else None

    def body(self) -> Region | None:
        text = self.part(ENTRY_TEXT)
        return Region(tuple(text.contents)) if text else None

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        area = self.part(TAGS)
        links = [(text_of(link), self.href(link)) for link in named(self.soup, area, "a")]
        return tuple(Term(kind="tag", name=name, slug=slug_of(url), url=url) for name, url in links if name)

    def excerpt(self) -> str | None:
        return super().excerpt() if self._given is None else None

    def lead_image_url(self) -> str | None:
        return super().lead_image_url() if self._given is None else None

    def comments_claimed(self) -> int | None:
        found = re.search(r"\d{1,7}", text_of(self.part(CLAIMED)) or "")
        return int(found[0]) if found else None

    # ---- comments

    def comments(self) -> tuple[Comment, ...]:
        tags = self.soup.by_class(COMMENT)
        folded = sum(1 for tag in tags if self._wrapper(tag) & {PARTIAL, HIDDEN} == {PARTIAL})
        if folded:
            message = f"comments that stand folded in this page: {folded}; their texts are behind ?expand_all=1"
            self.comments_elsewhere(message)
        return thread(self._said(tags), self.base_url)

    def _said(self, tags: list[Element]) -> Iterator[Said]:
        for tag in tags:
            found = _COMMENT_ID.match(attribute(tag, "id") or "")
            text = first(self.soup, tag, COMMENT_TEXT)
            if found is None:
                continue
            user = first(self.soup, tag, "ljuser")
            name = user_of(user)
            link = first(self.soup, tag, COMMENT_PERMALINK)
            yield Said(
                native_id=found[1],
                parent_native_id=self._parent(tag),
                region=Region.of(*text.contents, without=classed(self.soup, text, EDITED)) if text else None,
                url=next((self.href(anchor) for anchor in named(self.soup, link, "a")), None),
                author_name=name,
                author_url=journal_url(user, self.base_url) if user else None,
                author_kind=self._author_kind_of(tag, name),
                when=self._when(first(self.soup, tag, DATE_TIME)),
            )

    def _when(self, tag: Element | None) -> Date:
        if tag is None:
            return NO_DATE
        return self.date(text_of(Region.of(tag, without=classed(self.soup, tag, DATE_LABEL))))

    def _wrapper(self, tag: Element) -> frozenset[str]:
        """What the classes around a comment say of it: folded, hidden, by the entry's author."""
        wrapper = first(self.soup, tag, COMMENT_WRAPPER)
        return frozenset(wrapper.attrs.get("class") or ()) if wrapper else frozenset()

    def _author_kind_of(self, tag: Element, name: str | None) -> AuthorKind:
        if BY_ENTRY_AUTHOR in self._wrapper(tag):
            return "owner"
        return "registered" if name else "unregistered"

    def _parent(self, tag: Element) -> str | None:
        """The comment whose thread holds this one's; in the flat view the one that its link "Parent" names."""
        above = next((parent for parent in self._threads(tag)), None)
        if above is not None:
            found = _COMMENT_ID.match(attribute(first(self.soup, above, COMMENT), "id") or "")
            return found[1] if found else None
        hrefs = (attribute(link, "href") or "" for link in named(self.soup, first(self.soup, tag, PARENT), "a"))
        return next((found[1] for href in hrefs if (found := _THREAD.search(href))), None)

    def _threads(self, tag: Element) -> Iterator[Element]:
        """The threads around a comment's own, from the inside."""
        own = tag.parent
        for parent in parents(own) if own is not None else ():
            if THREAD in (parent.attrs.get("class") or ()):
                yield parent
