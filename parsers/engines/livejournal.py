"""LiveJournal, 2005 to today: user.livejournal.com/12345.html.

Generations covered: the present page (``aentry-…``), the one of 2012 (``b-singlepost-…``), and journals in styles of
their own (S1, S2), with or without scripts. Recognised by its address, its static host, its page classes.
Comments stand as JSON in the page: ``Site.page = {"comments": [{dtalkid, parent, level, uname, ctime_ts, article}]}``,
in 2012 ``<script id="comments_json">[…]``; threads that the page shows collapsed have no ``article`` there and come
from ``/__rpc_get_thread``. Without scripts the comments are in the DOM (``livejournal_comments``).
Field names and classes are those that public scrapers of 2012 to 2024 read (lj-dl, ljsearch, smapy). Times of entries
carry no zone (they are what the author typed), those of comments are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from ..base import Signs, Trap
from ..dates import NO_DATE, Date, from_timestamp
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import AuthorKind, Comment, Page, PageKind, Post, Term
from ..tree.inline_json import (
    Item,
    assigned,
    at,
    count_at,
    decoded,
    html_at,
    items_at,
    looks_like_json,
    number_at,
    text_at,
)
from ..tree.soup import Element, attribute, find_class, iter_class, iter_name
from ..tree.text import Region, text_of
from ..tree.urls import absolute, slug_of
from .livejournal_comments import comments_in_page, journal_url, user_of

TITLE = ("aentry-post__title-text", "b-singlepost-title", "entry-title", "asset-name")
BODY = ("aentry-post__text--view", "b-singlepost-body", "entry-content", "entry_text", "asset-body")
NOT_BODY = ("lj-like", "ljtags", "b-singlepost-tags", "aentry-post__tags")
DATE = ("b-singlepost-author-date", "entry-date")
HEAD = ("aentry-head", "b-singlepost-author-userinfo", "entry-header")
TAGS = ("aentry-post__tags", "b-singlepost-tags", "ljtags")
PERMALINK = re.compile(r"/(\d+)\.html$")
_RPC = "__rpc_get_thread"

_SHARED_HOSTS = frozenset(("www", "community", "users", "syndicated", "m"))


class LiveJournal(Generic):
    """Reads entries with all their comments, and list pages."""

    platform = "livejournal"
    version = "1"
    needles = (b".livejournal",)
    feeds = ("data/rss", "data/atom")
    traps = (
        Trap(re.compile(r"[?&](?:mode=reply|replyto=)"), "the form of a reply"),
        Trap(re.compile(r"\.html\?(?:[^#]*&)?thread=\d+"), "one thread of a page that shows them all"),
        # "the last page repeats for ever" is said of view=flat
        Trap(re.compile(r"[?&]view=(?:flat|comments|threaded|top-only)"), "the same comments once more, without end"),
        Trap(re.compile(r"[?&](?:style|format|nojs|nohtml5|media|expand|rfrom|utm_\w+)="), "the page in another dress"),
        Trap(re.compile(r"/(?:friends|read|network|update|manage|inbox|shop|tools)(?:[/.?]|$)"), "a member's page"),
        Trap(re.compile(r"/(?:login|register|create|editjournal|go|delcomment|talkscreen)\b"), "a form or a tool"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if ".livejournal.com" in signs.url.partition("?")[0]:
            return True
        if f"/{_RPC}?" in signs.url and looks_like_json(signs.content):
            return True  # the answer on a domain of the author's own
        # an image of l-stat alone is only a post that was copied from there
        return (
            signs.has(b".livejournal")
            and signs.has(b"//l-stat.livejournal", b"//stat.livejournal.com")
            and signs.has(b"Site.page", b"Site.entry", b"b-singlepost", b"aentry-post", b"lj_controlstrip")
        )

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """Where the comments are that a page shows collapsed: all threads of the same comment page, unfolded."""
        parts = urlsplit(url)
        found = PERMALINK.search(parts.path)
        journal = journal_of(url)
        if not found or not journal or not re.search(rb'"(?:loaded"\s*:\s*0|collapsed"\s*:\s*1)', content):
            return ()
        page = parse_qs(parts.query).get("page", ["1"])[0]
        page = page if page.isascii() and page.isdigit() and len(page) < 5 else "1"
        query = f"journal={journal}&itemid={found[1]}&flat=&skip=&page={page}&expand_all=1"
        return (f"{parts.scheme}://{parts.netloc}/{_RPC}?{query}",)

    # ---- the page

    def read(self) -> Page:
        if _RPC in self.url_of_page and looks_like_json(self.source.content):
            return self.read_comments()
        return super().read()

    def kind(self) -> PageKind:
        path = urlsplit(self.url_of_page).path
        if PERMALINK.search(path):
            return "post"
        if re.search(r"/(?:profile|data|calendar)(?:/|$)", path) and not self._links:
            return "other"
        return "listing" if self._links else "other"

    @cached_property
    def _links(self) -> dict[str, str | None]:
        """The entries that a list page links to, each with the text of its first heading."""
        found: dict[str, str | None] = {}
        titles = {id(link) for tag in self.soup.by_class(*TITLE) for link in (tag, *iter_name(tag, "a", "dt"))}
        own = urlsplit(self.url_of_page).netloc
        for link in self.soup.by_name("a"):
            url = absolute(attribute(link, "href"), self.base_url)
            if url and PERMALINK.search(urlsplit(url).path) and urlsplit(url).netloc == own:
                url = url.partition("#")[0].partition("?")[0]
                title = text_of(link) if id(link) in titles else None
                found[url] = found.get(url) or title
        return found

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        return tuple(
            Post(url=url, title=title, native_id=_item_id(url), field_sources={"url": "dom", "native_id": "dom"})
            for url, title in self._links.items()
        )

    # ---- the entry

    def url(self) -> str | None:
        return self.url_of_page.partition("?")[0].partition("#")[0]

    def native_id(self) -> str | None:
        return _item_id(self.url_of_page)

    def title(self) -> str | None:
        for tag in self.soup.by_class(*TITLE):
            if (found := text_of(tag)) and not self.is_away(tag):
                return found
        return super().title()

    def published(self) -> Date:
        for tag in self.soup.by_class(*DATE):
            if not self.is_away(tag) and (found := self.date(text_of(tag))).published:
                return found
        for tag in self.soup.by_name("time"):
            if not self.is_away(tag) and (found := self.date(text_of(tag))).published:
                return found
        return super().published()

    @cached_property
    def _author(self) -> Element | None:
        heads = (head for head in self.soup.by_class(*HEAD) if not self.is_away(head))
        return next((user for head in heads if (user := find_class(head, "ljuser", "i-ljuser"))), None)

    def author_name(self) -> str | None:
        return user_of(self._author) or journal_of(self.url_of_page)

    def author_url(self) -> str | None:
        return journal_url(self._author, self.base_url) if self._author else None

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._author else None

    def body(self) -> Region | None:
        for tag in self.soup.by_class(*BODY):
            if tag.last > tag.order and not self.is_away(tag):
                return Region.of(*tag.contents, without=iter_class(tag, *NOT_BODY))
        return super().body()

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        areas = [tag for tag in self.soup.by_class(*TAGS) if not self.is_away(tag)]
        links = [link for area in areas for link in iter_name(area, "a")] or self.soup.by_rel("tag")
        found: dict[str, Term] = {}
        for link in links:
            url, name = self.href(link), text_of(link)
            if url and name and "/tag/" in url:
                found.setdefault(url, Term(kind="tag", name=name, slug=slug_of(url), url=url))
        return tuple(found.values())

    # ---- comments

    @cached_property
    def _state(self) -> Item:
        """``Site.page`` as far as it tells comments."""
        if looks_like_json(self.source.content):
            value = decoded(self.source.text)
            return value if isinstance(value, dict) else {}
        for value in assigned(self.source.text, "Site.page"):
            if isinstance(value, dict) and "comments" in value:
                return value
        script = self.soup.by_id("comments_json")
        return {"comments": decoded("".join(str(part) for part in script.contents))} if script else {}

    def comments_claimed(self) -> int | None:
        claimed = count_at(self._state, "replycount")
        if claimed is None and (found := re.search(r'"replycount"\s*:\s*"?(\d{1,7})\b', self.source.text)):
            return int(found[1])
        return claimed

    def comments(self) -> tuple[Comment, ...]:
        records = [record for record in items_at(self._state, "comments") if count_at(record, "dtalkid")]
        if not records:
            return comments_in_page(self)
        folded = sum(1 for record in records if html_at(record, "article") is None and not _is_gone(record))
        if folded:
            message = f"comments that stand collapsed in this page: {folded}; their texts are in {_RPC}"
            self.comments_elsewhere(message)
        return thread(self._said(records), self.base_url)

    def _said(self, records: list[Item]) -> Iterator[Said]:
        alone = looks_like_json(self.source.content)
        for record in records:
            name = text_at(record, "uname") or text_at(record, "dname")
            native_id = str(count_at(record, "dtalkid"))
            permalink = absolute(text_at(record, "thread_url"), self.base_url)
            if permalink is None and not alone:
                permalink = f"{self.url()}?thread={native_id}#t{native_id}"
            parent = count_at(record, "parent") or count_at(record, "above")
            when, level = number_at(record, "ctime_ts"), count_at(record, "level")
            yield Said(
                native_id=native_id,
                parent_native_id=str(parent) if parent else None,
                depth=level - 1 if level else None,
                html=None if _is_gone(record) else html_at(record, "article"),
                url=permalink,
                author_name=name,
                author_url=absolute(
                    text_at(record, "commenter_journal_base") or text_at(record, "username", 0, "journal_url"),
                    self.base_url,
                ),
                author_kind=_kind(name, text_at(record, "poster")),
                when=from_timestamp(when, text_at(record, "ctime")) if when else NO_DATE,
                post_url=_post_of(permalink, self.url_of_page) if alone else None,
            )


def _is_gone(record: Item) -> bool:
    return any(at(record, name) in (1, "1", True) for name in ("deleted", "suspended", "screened_noshow"))


def _kind(name: str | None, poster: str | None) -> AuthorKind:
    if not name:
        return "unregistered"
    return "owner" if name == poster else "registered"


def _item_id(url: str) -> str | None:
    found = PERMALINK.search(urlsplit(url).path)
    return found[1] if found else None


def _post_of(permalink: str | None, url: str) -> str | None:
    """The entry that an answer of ``__rpc_get_thread`` belongs to."""
    if permalink:
        return permalink.partition("?")[0].partition("#")[0]
    parts = urlsplit(url)
    item = parse_qs(parts.query).get("itemid", [""])[0]
    return f"{parts.scheme}://{parts.netloc}/{item}.html" if item.isdigit() else None


def journal_of(url: str) -> str | None:
    """The journal that an address belongs to: the host's first name, on shared hosts the first part of the path."""
    parts = urlsplit(url)
    name = (parts.hostname or "").partition(".")[0]
    if name in _SHARED_HOSTS:
        path = [part for part in parts.path.split("/") if part and part not in ("users", "community", "~")]
        name = path[0] if len(path) > 1 else ""
    return name.replace("-", "_") or None  # host names know no "_"
