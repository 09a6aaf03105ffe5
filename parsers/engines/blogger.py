"""Blogger (blogspot.com and domains of its users), from the layouts of 2006 to today.

Recognised by the generator, by its widget scripts, by blogspot's addresses beside its classes. ``#Blog1`` holds posts
as ``.post`` with ``h3.post-title``, ``.post-body#post-body-<id>``, ``.post-author .fn``, ``abbr.published[title]`` (the
exact time with offset), ``.post-labels a[rel=tag]``; templates of its users rename what they like, so links decide
where names do not: labels lead to ``/search/label/``, profiles to ``blogger.com/profile/``. The widget data tell the
kind of page. ``blogger_comments`` reads comments; feeds (Atom, JSON) have all of it, exactly.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ..base import Signs, Source, Trap
from ..dates import Date
from ..generic import Generic
from ..model import AuthorKind, Comment, Page, PageKind, Post, Reference, Term
from ..tree.inline_json import looks_like_json
from ..tree.soup import Element, attribute
from ..tree.text import Region, text_of
from ..tree.urls import host
from ..tree.within import classed, first, named
from .blogger_comments import claimed, read_comments
from .blogger_feed import read_json_feed

POST = ("post", "hentry")
TITLE, BODY, AUTHOR, LABELS = "post-title", "post-body", "post-author", "post-labels"
OLDER, NEWER = "blog-pager-older-link", "blog-pager-newer-link"
BACKLINKS = ("backlinks-container", "Blog1_backlinks-container")
NO_BODY = ("post-share-buttons", "post-footer", "jump-link", "reactions", "post-icons")
_PAGE_TYPE = re.compile(r"'pageType':\s*'(\w+)'")
_POST_ID = re.compile(r"targetPostID\\x3d(\d{5,25})|'postId':\s*'(\d{5,25})'|/feeds/(\d{5,25})/comments/default")
_BODY_ID = re.compile(r"post-body-(\d{5,25})")
_ITEM = re.compile(r"^/\d{4}/\d{2}/[^/]+\.html$")
_STATIC = re.compile(r"^/p/[^/]+\.html$")
_ARCHIVE = re.compile(r"^/(?:search.*|\d{4}/(?:\d{2}/)?|\d{4}_\d{2}_\d{2}_archive\.html|(?:index\.html)?)$")
_KINDS: dict[str, PageKind] = {
    "item": "post",
    "static_page": "page",
    "index": "listing",
    "archive": "listing",
    "error_page": "error",
}
_VIEW = re.compile(r"[?&](?:m|showComment|commentPage|spref|max-results)=[^&#]*|#.*")


class Blogger(Generic):
    """Reads posts, pages and lists, and the JSON form of the feeds."""

    platform = "blogger"
    version = "1"
    needles = (b".blogger.com/static/",)
    feeds = (
        "feeds/posts/default?orderby=published&max-results=150",
        "feeds/pages/default?max-results=150",
        "feeds/comments/default?orderby=published&max-results=500",
    )
    traps = (
        Trap(re.compile(r"[?&]showComment="), "a comment's address inside its post"),
        Trap(re.compile(r"[?&]m=[01](?:&|$)"), "the same page for telephones"),
        Trap(re.compile(r"/search\?(?!.*\bupdated-max=)"), "a search"),
        Trap(re.compile(r"[?&]updated-min=|[?&]reverse-paginate="), "a list that other lists cover"),
        Trap(
            re.compile(r"/search\?(?:.*&)?updated-max=.*&start=\d+.*&by-date="), "pages of a list by dates without end"
        ),
        Trap(re.compile(r"[?&]action=backlinks|/post-edit\.g|/delete-comment\.g|/comment-iframe\.g"), "a form"),
        Trap(re.compile(r"//(?:www|draft)\.blogger\.com/(?!feeds/)"), "Blogger's own site"),
        Trap(re.compile(r"/feeds/posts/summary"), "the feeds without their text"),
        Trap(re.compile(r"[?&](?:spref|share)="), "a mark of sharing"),
    )

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One post of a list; None where the page is a single post."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if looks_like_json(signs.content):
            return "/feeds/" in signs.url and signs.has(b'"openSearch$totalResults"', b'"gd$')
        if "blogger" in signs.generator or signs.has(b".blogger.com/static/", b"_WidgetManager._"):
            return True
        return ".blogspot." in (urlsplit(signs.url).hostname or "") and signs.has(b"post-body", b"comments-block")

    def read(self) -> Page:
        if looks_like_json(self.source.content):
            return read_json_feed(self.source, self.platform, self.version)
        return super().read()

    # ---- where things are

    @cached_property
    def posts(self) -> list[Element]:
        """The posts of the page; an element that holds another post is a wrapper."""
        found = [tag for tag in self.soup.by_class(*POST) if first(self.soup, tag, BODY)]
        found.sort(key=lambda tag: tag.order)
        return [tag for at, tag in enumerate(found) if at + 1 == len(found) or found[at + 1].order > tag.last]

    @cached_property
    def entry(self) -> Element | None:
        return self._given or (self.posts[0] if self.posts else None)

    @cached_property
    def body_tag(self) -> Element | None:
        if self.entry is not None:
            return first(self.soup, self.entry, BODY)
        bodies = self.soup.by_class(BODY)
        return bodies[0] if bodies else None

    def links_to(self, part: str) -> list[Element]:
        """Links of the entry, but not of its text, into a part of the site."""
        place, text = self.entry, self.body_tag
        links = named(self.soup, place, "a") if place else ()
        beside = [link for link in links if text is None or not text.order < link.order <= text.last]
        return [link for link in beside if part in str(link.attrs.get("href", ""))]

    @cached_property
    def page_type(self) -> str | None:
        found = _PAGE_TYPE.search(self.source.text)
        return found[1] if found else None

    # ---- the page

    def kind(self) -> PageKind:
        path = urlsplit(self.url_of_page).path
        if self._given is not None or _ITEM.match(path):
            return "error" if self.page_type == "error_page" else "post"
        if self.page_type in _KINDS:
            return _KINDS[self.page_type]
        if _STATIC.match(path):
            return "page"
        if _ARCHIVE.match(path) or len(self.posts) > 1:
            return "listing"
        return "post" if self.body_tag else "other"

    def entries(self) -> tuple[Post, ...]:
        if self._given is not None or self.kind() != "listing":
            return ()
        return self.posts_of(Blogger(self.source, tag) for tag in self.posts)

    # ---- the post

    def url(self) -> str | None:
        heading = first(self.soup, self.entry, TITLE) if self._given else None
        if self._given is not None:
            return self.href(next(iter(named(self.soup, heading, "a")), None)) or self.href(
                first(self.soup, self.entry, "timestamp-link")
            )
        told = super().url()
        return _VIEW.sub("", told) if told else None

    def native_id(self) -> str | None:
        found = _BODY_ID.match(str(self.body_tag.attrs.get("id", ""))) if self.body_tag else None
        if found or self._given is not None:
            return found[1] if found else None
        told = _POST_ID.search(self.source.text)
        return next((number for number in told.groups() if number), None) if told else None

    def title(self) -> str | None:
        heading = first(self.soup, self.entry, TITLE, "entry-title")
        return text_of(heading) or (super().title() if self._given is None else None)

    @cached_property
    def author_tag(self) -> Element | None:
        block = first(self.soup, self.entry, AUTHOR)
        profiles = named(self.soup, block, "a") if block else iter(self.links_to("blogger.com/profile/"))
        return next((link for link in profiles if text_of(link)), None) or first(self.soup, block, "fn") or block

    def author_name(self) -> str | None:
        tag = self.author_tag
        told = text_of(first(self.soup, tag, "fn")) or text_of(tag)
        return told or (super().author_name() if self._given is None else None)

    def author_url(self) -> str | None:
        return self.href(self.author_tag)

    def author_kind(self) -> AuthorKind | None:
        return "registered" if "blogger.com/profile/" in (self.author_url() or "") else None

    def published(self) -> Date:
        """The exact time stands in a title; without it the day above the post and the time below it."""
        tag = first(self.soup, self.entry, "published")
        exact = attribute(tag, "title") or attribute(tag, "datetime")
        if exact and (when := self.date(exact)).published:
            return when
        printed = self.date(self._printed())
        return printed if printed.published or self._given is not None else super().published()

    def _printed(self) -> str | None:
        """The day that stands above the post and the time that stands below it."""
        above = [tag for tag in self.soup.by_class("date-header") if self.entry and tag.order < self.entry.order]
        day = text_of(above[-1]) if above else None
        time = text_of(first(self.soup, self.entry, "timestamp-link"))
        return f"{day} {time}" if day and time else day

    def byline(self) -> str | None:
        return None

    def body(self) -> Region | None:
        if self.body_tag is None or self.body_tag.chars == 0 and not any(named(self.soup, self.body_tag, "img")):
            return super().body() if self._given is None else None
        return Region(tuple(self.body_tag.contents)).minus(classed(self.soup, self.body_tag, *NO_BODY))

    def comments_claimed(self) -> int | None:
        if self._given is not None:
            return claimed(self._given, text_of(first(self.soup, self._given, "comment-link", "post-comment-link")))
        area = self.soup.by_id("comments")
        heading = next((tag for tag in named(self.soup, area, "h4", "h3", "h2") if text_of(tag)), None)
        return claimed(area, text_of(heading))

    def previous_url(self) -> str | None:
        return self._neighbour(OLDER)

    def next_url(self) -> str | None:
        return self._neighbour(NEWER)

    def _neighbour(self, name: str) -> str | None:
        if self._given is not None:
            return None
        url = next((url for tag in self.soup.by_class(name) if (url := self.href(tag))), None)
        return url if url and _ITEM.match(urlsplit(url).path) else None

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        """Labels."""
        block = first(self.soup, self.entry, LABELS)
        links = [*named(self.soup, block, "a")] if block else self.links_to("/search/label/")
        found: dict[str, Term] = {}
        for link in links:
            url, name = self.href(link), text_of(link)
            if url and name and "/search/label/" in url:
                slug = unquote(url.rpartition("/search/label/")[2].partition("?")[0])
                found.setdefault(slug, Term(kind="tag", name=name, slug=slug, url=url))
        return tuple(found.values())

    # ---- the blog

    def blog_title(self) -> str | None:
        feeds = [tag for tag in self.soup.by_rel("alternate") if "/feeds/posts/default" in str(tag.attrs.get("href"))]
        told = next((title for tag in feeds if (title := attribute(tag, "title"))), "")
        return told.removesuffix(" - Atom").removesuffix(" - RSS") or super().blog_title()

    def blog_description(self) -> str | None:
        return text_of(first(self.soup, self.soup.by_id("Header1", "header"), "description"))

    # ---- comments and references

    def comments(self) -> tuple[Comment, ...]:
        return read_comments(self) or super().comments()

    def references(self) -> tuple[Reference, ...]:
        """What stands under "Links to this post": titles, each linked."""
        area = self.soup.by_id(*BACKLINKS)
        found: list[Reference] = []
        for link in named(self.soup, area, "a"):
            url, title = self.href(link), text_of(link)
            if url and title and host(url) not in (host(self.base_url), "blogger.com", "draft.blogger.com"):
                found.append(Reference(position=len(found) + 1, kind="reference", title=title, url=url))
        return tuple(found)
