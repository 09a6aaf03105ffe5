"""Tumblr, on its own hosts and on domains of the authors: /post/165326273724/slug.

Themes render the post as they like; what all pages share is put in by Tumblr itself: the app links in the head, which
name blog and post ("tumblr://x-callback-url/blog?blogName=…&postID=…"), JSON-LD with the date, and the notes. Notes are
``ol.notes > li.note`` with classes ``like``, ``reblog``, ``reply``, ``with_commentary``, ``original_post`` and the
blog's name as ``tumblelog_…``; a reblog names its own post in ``data-post-url``. They carry no dates. Reblogs are
references, replies comments, likes neither. More notes stand behind ``/notes/<post>/<key>?from_c=<time>``, which a
script asks for (markup as in a page of 2024 among the tests of oscarotero/Embed, and in public readers of notes).
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import parse_qs, quote, unquote, urlsplit

from ..base import Signs, Trap
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import AuthorKind, Comment, Page, PageKind, Reference
from ..tree.soup import Element, attribute, children, find_class, iter_class, iter_name
from ..tree.text import Region, body_text, text_of
from ..tree.urls import absolute

NOTE, MORE_NOTES = "note", "more_notes_link_container"
ACTION, BLOG = "action", "tumblelog"
POST = re.compile(r"/post/(\d{5,20})")
_APP = re.compile(r"x-callback-url/blog\?blogName=([\w.-]{1,100})(?:(?:&amp;|&|%26)postID=(\d{5,20}))?")
_MORE = re.compile(rb"\.open\('GET','(/notes/\d{5,20}/\w{4,40}\?from_c=\d{5,20})'")
_NOTES_PAGE = re.compile(r"/notes/(\d{5,20})/\w+$")
_LISTS = re.compile(r"/(?:tagged/|page/\d|archive|day/|search/)|/(?:\?|$)")


class Tumblr(Generic):
    """Reads posts with their notes, and pages of notes."""

    platform = "tumblr"
    version = "1"
    needles = (b"/blog?blogName=",)
    feeds = ("rss", "sitemap1.xml")
    traps = (
        Trap(re.compile(r"/post/\d+(?:/[^/]*)?/(?:amp|embed|mobile)/?(?:[?#]|$)|[?&]_=_"), "the page in another dress"),
        Trap(re.compile(r"[?&](?:source|redirect_to|route|ref|is_related_post)="), "a page's address with a mark"),
        Trap(re.compile(r"/(?:reblog|follow|share|login|register|dashboard|mobile|submit|ask)(?:[/?]|$)"), "a form"),
        Trap(re.compile(r"/(?:search|day/\d{4}/\d\d/\d\d/page)/"), "a search, or a calendar without end"),
        Trap(re.compile(r"/archive/[^?]*\?before_time=|/random(?:[?]|$)"), "a list without end"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if _NOTES_PAGE.search(urlsplit(signs.url).path) and signs.has(b'class="note ', b"more_notes_link"):
            return True
        if signs.has(b"/blog?blogName=") and signs.has(b"x-callback-url/blog?blogName="):
            return True
        return signs.has(b"BEGIN TUMBLR ", b'content="tumblr-feed:')

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The next notes of a post; the address is told which post's they are, as only its number stands in it."""
        found = _MORE.search(content)
        if not found:
            return ()
        parts = urlsplit(url)
        of = parse_qs(parts.query).get("of", [""])[0] if _NOTES_PAGE.search(parts.path) else parts.path
        more = absolute(found[1].decode(), url)
        return (f"{more}&of={quote(of)}",) if more else ()

    # ---- the page

    @cached_property
    def _app(self) -> re.Match[str] | None:
        return _APP.search(self.source.text)

    @cached_property
    def _is_notes(self) -> bool:
        return bool(_NOTES_PAGE.search(urlsplit(self.url_of_page).path))

    @cached_property
    def _of(self) -> str | None:
        """On a page of notes: the post that they belong to."""
        if not self._is_notes:
            return None
        parts = urlsplit(self.url_of_page)
        told = parse_qs(parts.query).get("of", [""])[0]
        found = _NOTES_PAGE.search(parts.path)
        return absolute(told if POST.search(told) else f"/post/{found[1]}" if found else None, self.url_of_page)

    def read(self) -> Page:
        if not self._is_notes:
            return super().read()
        return self.read_comments()

    def kind(self) -> PageKind:
        path = urlsplit(self.url_of_page).path
        if POST.search(path) or (self._app and self._app[2]):
            return "post"
        return "listing" if _LISTS.search(f"{path}") or not path.strip("/") else "page"

    # ---- the post

    def url(self) -> str | None:
        told = absolute(self.structured.meta("og:url"), self.url_of_page)
        return told if told and POST.search(told) else self.url_of_page.partition("?")[0].partition("#")[0]

    def native_id(self) -> str | None:
        found = POST.search(self.url_of_page)
        return found[1] if found else self._app[2] if self._app else None

    def title(self) -> str | None:
        """Posts may have none: then head and headings show the blog's name, and the post has no title."""
        found = super().title()
        return None if found and found in (self.blog_title(), self._app[1] if self._app else None) else found

    def author_name(self) -> str | None:
        return unquote(self._app[1]) if self._app else super().author_name()

    def author_url(self) -> str | None:
        parts = urlsplit(self.url_of_page)
        return f"{parts.scheme}://{parts.netloc}/" if self._app else super().author_url()

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._app else None

    def blog_title(self) -> str | None:
        titles = self.soup.by_name("title")
        name = self.structured.site_name
        return name if name and name != "Tumblr" else text_of(titles[0]) if titles and not self.native_id() else None

    # ---- notes

    @cached_property
    def notes(self) -> list[Element]:
        return [tag for tag in self.soup.by_class(NOTE) if tag.name == "li" and MORE_NOTES not in tag.attrs["class"]]

    def away(self) -> tuple[Element, ...]:
        lists = [tag for tag in self.soup.by_class("notes") if tag.name in ("ol", "ul")]
        return (*super().away(), *lists)

    def comments(self) -> tuple[Comment, ...]:
        return thread((said for tag in self.notes if (said := self._reply(tag))), self.base_url)

    def _reply(self, tag: Element) -> Said | None:
        """A reply: the words behind the name, in an element of their own (no saved page with a reply was at hand)."""
        if "reply" not in tag.attrs["class"]:
            return None
        action = find_class(tag, ACTION)
        link = next(iter_name(action, "a"), None) if action else None
        parts = [*children(action)] if action else []
        texts = [part for part in (*parts, *iter_name(tag, "blockquote")) if part.name != "a" and part.chars]
        return Said(
            region=Region(tuple(texts[-1].contents)) if texts else None,
            author_name=text_of(link),
            author_url=self.href(link),
            author_kind="owner" if self._app and text_of(link) == self._app[1] else "registered",
            post_url=self._of,
        )

    def references(self) -> tuple[Reference, ...]:
        found: dict[str, Reference] = {}
        for tag in self.notes:
            action = next((part for part in iter_class(tag, ACTION) if "data-post-url" in part.attrs), None)
            url = self.href(action, "data-post-url")
            if "reblog" not in tag.attrs["class"] or url is None or url in found:
                continue
            said = next(iter_name(tag, "blockquote"), None)
            found[url] = Reference(
                position=len(found) + 1,
                kind="reference",
                native_id=match[1] if (match := POST.search(url)) else None,
                title=attribute(find_class(tag, BLOG), "title"),
                url=url,
                site_name=text_of(find_class(tag, BLOG)),
                excerpt=body_text(said),
                post_url=self._of,
            )
        return tuple(found.values())
