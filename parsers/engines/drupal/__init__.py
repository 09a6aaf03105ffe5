"""Drupal 4.7 to 11: /node/12, /content/title, /blog/title.

Generations covered: templates of 4.7 to 6 (``.node``, ``.submitted``, ``.content``, ``.terms``), of 7 (fields
``field-name-body``, RDF ``dc:created``) and of 8 to 11 (``field--name-body``, ``schema:dateCreated``, ``.node__meta``).
Recognised by its generator, by ``Drupal.settings``, by its scripts and aggregated files. Themes rename nearly
everything, so each class is only the first place to look, and the generic reader is the second. The number of a node
stands in ``data-history-node-id``, the short link, the body's class or ``drupalSettings``; what kind of page it is
say ``currentPath`` (8 to 11) or the body's classes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

from ...base import Signs, Source
from ...dates import NO_DATE, Date
from ...generic import Generic
from ...model import AuthorKind, Comment, PageKind, Post, Reference, Term
from ...tree.soup import Element, attribute, is_in, walk
from ...tree.text import Region, body_text, text_of
from ...tree.urls import host
from ...tree.within import classed, named
from . import crawl as drupal_crawl
from .comments import read_comments, read_trackbacks
from .fields import byline_of, fields_of, has_one, terms_of
from .line import local_date, name_in, without_remark
from .path import NODE_PATH, is_list, is_page_type, path_of, type_of_node

NODE = "node"
TEASERS = ("node-teaser", "node--view-mode-teaser", "view-mode-teaser", "teaser")
FULL = ("node--view-mode-full", "node-full", "view-mode-full", "node--full")
SUBMITTED = ("node__submitted", "submitted", "node__meta", "field--name-created", "field--name-uid", "meta")
BODIES = ("field--name-body", "field-name-body")
CONTENT = ("node__content", "content")
TERM_FIELDS = ("field-type-taxonomy-term-reference", "field--type-entity-reference")
OLD_TERMS = ("terms", "taxonomy")
LINKS = ("links", "node__links", "node-readmore")
NOT_BODY = (*TERM_FIELDS, *OLD_TERMS, *LINKS, "submitted", "rdf-meta")

_HISTORY = re.compile(r'data-history-node-id="(\d{1,10})"')
_CREATED = frozenset(("dc:created", "schema:dateCreated", "schema:datePublished"))
_REPLIES = frozenset(("sioc:num_replies", "schema:interactionCount", "schema:userInteractionCount"))
_USER = re.compile(r"/(?:users?|profile)/[^/]+/?$")
_VIEW = re.compile(r"[?&](?:page|order|sort)=[^&#]*|#.*")


class Drupal(Generic):
    """Reads nodes with comments and trackbacks, and list pages."""

    platform = "drupal"
    version = "1"
    needles = (b"/files/css/css_", b"/node/node.css", b"/sites/default/files/")
    feeds = drupal_crawl.FEEDS
    traps = drupal_crawl.TRAPS

    def __init__(self, source: Source, node: Element | None = None) -> None:
        super().__init__(source)
        self._given = node
        """One node of a list page; None where the page is a single node."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if "drupal" in signs.generator:
            return True
        if signs.generator and "wordpress" in signs.generator:
            return False
        if signs.has(b"rupal") and signs.has(b"drupal-settings-json", b"Drupal.settings"):
            return True
        if signs.generator:
            return False
        own_files = (host(signs.url) or "=").encode("utf-8", "replace") + b"/sites/default/files/"
        return (
            (signs.has(b"rupal") and signs.has(b"Drupal.extend(", b"/misc/drupal."))
            or signs.has(b"/files/css/css_")
            or (signs.has(b"/node/node.css") and signs.has(b"modules/node/node.css"))
            or (signs.has(b"/sites/default/files/") and signs.has(b'"/sites/default/files/', own_files))
        )

    # ---- where things are

    @cached_property
    def path(self) -> str:
        """Drupal's own path of the page where it tells it: "node/12", "taxonomy/term/3"."""
        return path_of(self, self.body_classes)

    @cached_property
    def body_classes(self) -> tuple[str, ...]:
        tags = self.soup.by_name("body")
        return tuple(tags[0].attrs.get("class") or ()) if tags else ()

    @cached_property
    def node_tags(self) -> list[Element]:
        """The nodes of the page that are not in each other."""
        found: list[Element] = []
        for tag in self.soup.by_class(NODE):
            if tag.name != "body" and tag.last > tag.order and not is_in(tag, found) and not self.is_away(tag):
                found.append(tag)
        return found

    @cached_property
    def node(self) -> Element | None:
        """The node that the page is about."""
        if self._given is not None:
            return self._given
        number = NODE_PATH.search(self.path)
        if number and (own := self.soup.by_id(f"node-{number[1]}")) is not None:
            return own
        whole = [tag for tag in self.node_tags if not has_one(tag, TEASERS)]
        full = [tag for tag in whole if has_one(tag, FULL)]
        return full[0] if full else whole[0] if len(whole) == 1 else None

    @cached_property
    def scope(self) -> Element | None:
        """Where the parts of the node are looked for: it, else the whole page."""
        tags = self.soup.by_name("body")
        return self.node or (tags[0] if tags and self._given is None else None)

    def parts(self, *classes: str) -> Iterator[Element]:
        return (tag for tag in classed(self.soup, self.scope, *classes) if not self.is_away(tag))

    @cached_property
    def fields(self) -> list[tuple[str, Element]]:
        """The fields of the node with their names: ("tags", …)."""
        return fields_of(self.parts("field"))

    @cached_property
    def told(self) -> dict[str, str]:
        """What RDFa in the node says: ``<span property="schema:dateCreated" content="…">``, by property."""
        found: dict[str, str] = {}
        for tag in walk(self.node) if self.node is not None else ():
            if "property" in tag.attrs and "content" in tag.attrs and not self.is_away(tag):
                for name in str(tag.attrs["property"]).split():
                    found.setdefault(name, str(tag.attrs["content"]))
        return found

    def away(self) -> tuple[Element, ...]:
        pings = (self.soup.by_id("trackbacks"), self.soup.by_id("trackback-url"))
        return (*super().away(), *(tag for tag in pings if tag is not None))

    # ---- the page

    def kind(self) -> PageKind:
        if self._given is not None:
            return "post"
        if NODE_PATH.search(self.path) or type_of_node(self.body_classes):
            return self._node_kind()
        return "listing" if len(self.node_tags) > 1 or is_list(self.path, self.body_classes) else self._node_kind()

    def _node_kind(self) -> PageKind:
        # "Basic page" is Drupal's own type for what stands alone; some blogs write their posts with it
        has_more = self._submitted is not None or self.soup.by_id("comments") is not None
        return "page" if is_page_type(self.body_classes) and not has_more else "post"

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        readers = [Drupal(self.source, tag) for tag in self.node_tags]
        for reader in readers:
            reader.__dict__["comment_finder"] = self.comment_finder
        return tuple(post for post in self.posts_of(readers) if post.url and post.title)

    # ---- the node

    def url(self) -> str | None:
        if self._given is None:
            return _VIEW.sub("", super().url() or self.url_of_page)
        return next((self.href(link) for link in self._titles if link.name == "a"), None)

    def native_id(self) -> str | None:
        if self._given is not None:
            told = attribute(self._given, "data-history-node-id") or (attribute(self._given, "id") or "")[5:]
            return told if told.isdigit() else None
        found = NODE_PATH.search(self.path) or _HISTORY.search(self.source.text)
        return found[1] if found else None

    @cached_property
    def _titles(self) -> list[Element]:
        """The heading of a node in a list, and before it the link in it."""
        headings = [tag for tag in named(self.soup, self._given, "h1", "h2", "h3") if tag.chars]
        return [*named(self.soup, headings[0], "a"), headings[0]] if headings else []

    def title(self) -> str | None:
        if self._given is not None:
            return text_of(self._titles[-1]) if self._titles else None
        return super().title()

    @cached_property
    def _submitted(self) -> Element | None:
        """The line that says who wrote the node and when."""
        return next((tag for tag in self.parts(*SUBMITTED) if 0 < tag.chars < 300), None)

    def published(self) -> Date:
        found = super().published() if self._given is None else NO_DATE
        if found.published and self._sources.get("published") == "structured":
            return found
        exact = next((self.date(self.told[name]) for name in self.told if name in _CREATED), NO_DATE)
        for tag in self.parts(*SUBMITTED):
            for time in named(self.soup, tag, "time"):
                exact = exact if exact.published else self.date(attribute(time, "datetime"))
            own = local_date(self.date(text_of(tag)) if tag.chars < 300 else NO_DATE, exact)
            if own.published:
                self.said("published", "dom")
                return own
        self.said("published", "dom" if exact.published else self._sources.get("published", "heuristic"))
        return exact if exact.published else found

    @cached_property
    def _user(self) -> Element | None:
        """The name of the account that submitted the node."""
        for tag in self.parts("username"):
            return tag
        lines = [line for line in self.parts(*SUBMITTED) if 0 < line.chars < 300]
        links = [link for line in lines for link in named(self.soup, line, "a") if link.chars]
        users = (link for link in links if _USER.search(urlsplit(self.href(link) or "").path))
        # "Author: <a>Ann</a>, 3 March": in the line "submitted" a single link is the author, wherever it leads
        alone = [link for link in links if len(links) == 1 and "submitted" in " ".join(lines[0].attrs["class"])]
        return next(users, alone[0] if alone else None)

    def author_name(self) -> str | None:
        if self._user is not None:
            self.said("author_name", "dom")
            return without_remark(text_of(self._user))
        for line in self.parts(*SUBMITTED):
            said = text_of(line) or ""
            if len(said) < 300 and any(char.isdigit() for char in said) and (name := name_in(said)):
                self.said("author_name", "dom")
                return name
        return super().author_name() if self._given is None and self.byline() is None else None

    def author_url(self) -> str | None:
        if self._user is None:
            return super().author_url() if self._given is None and self.byline() is None else None
        self.said("author_url", "dom")
        return self.href(self._user) or next((self.href(link) for link in named(self.soup, self._user, "a")), None)

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._user is not None and self.author_url() else None

    def byline(self) -> str | None:
        return byline_of(self.soup, self.fields)

    def body(self) -> Region | None:
        """The body field, where it is all that the node says, or what the generic reader takes for the article."""
        field = max(self.parts(*BODIES), key=lambda tag: tag.chars, default=None)
        if (own := field or (next(self.parts(*CONTENT), None) if not self.fields else None)) is None:
            return super().body() if self._given is None else None
        less = () if field else classed(self.soup, own, *NOT_BODY)
        region = Region.of(*own.contents, without=less).minus(self.away())
        length = len(body_text(region) or "")
        is_all = field is not None and length and length >= 0.9 * len(body_text(self._all_but_parts) or "")
        if self._given is None and not is_all:
            lines = (tag for tag in self.parts(*SUBMITTED[:3]) if tag.chars < 300)
            found = found.minus(lines) if (found := super().body()) else None
            share = length / max(len(body_text(found) or ""), 1)
            if not (0.95 if field else 0.9) < share < 1.05:
                return found
        self.said("body_text", "dom")
        return region

    @property
    def _all_but_parts(self) -> Region:
        """The node, or the page, without the parts that are known to be something else than its text."""
        names = ("header", "h1", "h2", "h3", "nav", "form")
        less = [*classed(self.soup, self.scope, *NOT_BODY, *SUBMITTED), *named(self.soup, self.scope, *names)]
        return Region.of(*filter(None, [self.scope]), without=[*less, *self.away()])

    def excerpt(self) -> str | None:
        return super().excerpt() if self._given is None else None

    def lead_image_url(self) -> str | None:
        return super().lead_image_url() if self._given is None else None

    def comments_claimed(self) -> int | None:
        told = (re.search(r"\d{1,6}$", self.told[name]) for name in _REPLIES & self.told.keys())
        return next((int(found[0]) for found in told if found), None)

    @cached_property
    def _field_terms(self) -> tuple[Term, ...]:
        return terms_of(self, self.fields)

    def categories(self) -> tuple[Term, ...]:
        own = tuple(term for term in self._field_terms if term.kind == "category")
        return own or (super().categories() if self._given is None else ())

    def tags(self) -> tuple[Term, ...]:
        own = tuple(term for term in self._field_terms if term.kind == "tag")
        return own or (super().tags() if self._given is None else ())

    # ---- comments and trackbacks

    def comments(self) -> tuple[Comment, ...]:
        return read_comments(self) or super().comments()

    def references(self) -> tuple[Reference, ...]:
        return read_trackbacks(self)
