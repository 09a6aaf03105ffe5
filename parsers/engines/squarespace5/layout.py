"""Where the pieces of a Squarespace 5 page stand: journal entries, meta lines, bodies, archives, comments.

Every piece of the meta lines is a block that the owner can put anywhere, so pieces are found by span class, else by
where their links lead; never by their line.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from ...base import Source
from ...generic import Generic
from ...tree.soup import Element, attribute
from ...tree.text import Region, text_of
from ...tree.urls import absolute
from ...tree.within import classed, first, named

ENTRY = "journal-entry"
WRAPPER, SINGLE = "journal-entry-wrapper", "single-journal-entry-wrapper"
ENTRY_TEXT = "journal-entry-text"
META = "journal-entry-tag"
"""The beginning of the classes of the lines before (``…-post-title``) and after (``…-post-body``) the body."""
ARCHIVE = ("journal-archive-set", "archive-item-list-pt")
STATIC_PAGE = "widget-type-page"
COMMENTS = "journal-comment-area"

_PERMALINK = re.compile(r"Squarespace\.Constants\.OBJECT_PERMALINK\s*=\s*\"(https?://[^\"\s]{1,1000})\"")


class Squarespace5Layout(Generic):
    """Finds elements; what they say is for ``Squarespace5`` to read."""

    unread = frozenset(("verticalNavigationBarWrapper", "horizontalNavigationBar", "postform", "postreferenceform"))

    def __init__(self, source: Source, entry: Element | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list page; None where the page is a single post."""

    @cached_property
    def permalink(self) -> str | None:
        """The post's own address: it says on which of the site's two hosts the blog is at home."""
        found = _PERMALINK.search(self.source.text)
        url = absolute(found[1], self.url_of_page) if found else None
        if url and urlsplit(url).netloc == urlsplit(self.url_of_page).netloc:
            return urlsplit(url)._replace(scheme=urlsplit(self.url_of_page).scheme).geturl()
        return url

    @cached_property
    def base_url(self) -> str:
        return self.permalink or super().base_url

    def first(self, tag: Element | None, *classes: str) -> Element | None:
        return first(self.soup, tag, *classes)

    def classed(self, tag: Element | None, *classes: str) -> list[Element]:
        return [*classed(self.soup, tag, *classes)]

    def named(self, tag: Element | None, *names: str) -> list[Element]:
        return [*named(self.soup, tag, *names)]

    @cached_property
    def content(self) -> Element | None:
        return self.soup.by_id("content") or next(iter(self.soup.by_name("body")), None)

    @cached_property
    def entry_tags(self) -> list[Element]:
        return self.classed(self.content, ENTRY) or self.classed(self.content, WRAPPER)

    @cached_property
    def entry(self) -> Element | None:
        return self._given or (self.entry_tags[0] if self.entry_tags else None)

    @cached_property
    def around(self) -> Element | None:
        """The entry with the lines that some themes put beside it, inside its wrapper."""
        wrapper = self.entry.parent if self.entry else None
        if isinstance(wrapper, Element) and not {WRAPPER, SINGLE}.isdisjoint(wrapper.attrs.get("class") or ()):
            return wrapper
        return self.entry

    @cached_property
    def meta(self) -> list[Element]:
        """The meta lines, the outermost elements; without any the entry itself, whose body is then left out."""
        names = [name for name in self.soup.classes if name.startswith(META)]
        found: list[Element] = []
        for tag in sorted(self.classed(self.around, *names), key=lambda tag: tag.order):
            if not found or tag.order > found[-1].last:
                found.append(tag)
        return found or ([self.around] if self.around else [])

    @cached_property
    def meta_links(self) -> list[Element]:
        body = self.body_tag
        links = [link for line in self.meta for link in self.named(line, "a")]
        return [link for link in links if body is None or not body.order < link.order <= body.last]

    @cached_property
    def meta_text(self) -> str:
        body = [self.body_tag] if self.body_tag else []
        return " | ".join(text for line in self.meta if (text := text_of(Region.of(line, without=body))))

    def piece(self, name: str) -> Element | None:
        """A piece of the meta lines by its span class."""
        return next((found for line in self.meta if (found := self.first(line, name))), None)

    def links_to(self, part: str) -> list[Element]:
        """The meta lines' links into a part of the site: "/category/"."""
        return [link for link in self.meta_links if part in (attribute(link, "href") or "")]

    @cached_property
    def entry_text(self) -> Element | None:
        return self.first(self.entry, ENTRY_TEXT) or self.entry

    @cached_property
    def body_tag(self) -> Element | None:
        return self.first(self.entry_text, "body") if self.entry else self.static_page

    @cached_property
    def archives(self) -> list[Element]:
        return self.classed(self.content, *ARCHIVE)

    @cached_property
    def static_page(self) -> Element | None:
        """What stands where entries would: a page of text. Forms, searches and lists of links are none."""
        found, content = self.first(self.content, STATIC_PAGE), self.soup.by_id("content")
        if found or content is None:
            return found
        return content if content.chars > 2 * content.link_chars and not self.named(content, "form") else None

    @cached_property
    def comment_area(self) -> Element | None:
        areas = self.soup.by_class(COMMENTS)
        return areas[0] if areas else self.soup.by_id("comments")
