"""Squarespace 5 ("V5", "classic", 2006-2025): journals at /blog/2010/10/19/slug.html.

Generations covered: the default layout of 2008-2010 with its meta line after the body ("Posted on … by … in … |
Comments4 Comments | References6 References"), the later one with ``journal-entry-tag-post-title`` before it, themes
whose date only floats beside the entry, and old ones without span classes. Recognised by ``Squarespace.Constants`` of
its scripts, its ``journal-entry-…`` classes, its icons. 6 and 7 are another engine (``Static.SQUARESPACE_CONTEXT``).

Of the two links above the entry the left one ("«", class ``-prev``) is the NEWER post. Times carry no zone: they are
local to the site. Labels are English on every site seen. ``squarespace5_layout`` tells where the pieces stand.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from bs4 import Tag
from bs4.element import PageElement

from ...base import Signs, Trap
from ...dates import NO_DATE, Date, from_url, parse_date
from ...model import AuthorKind, Comment, PageKind, Post, Reference, Term
from ...tree.html import media_url
from ...tree.media import elements
from ...tree.soup import Element, attribute
from ...tree.text import Region, body_text, clean, text_of
from ...tree.urls import same_page, slug_of
from ..byline import LINES_OF_BYLINE, byline_in
from ..sharing import without_share_buttons
from .comments import COMMENTER, commenter_kind, read_comments
from .layout import COMMENTS, META, SINGLE, Squarespace5Layout
from .references import MAY_HAVE_REFERENCES, find_heading, read_references

POSTED_ON, POSTED_BY, FLOATING_DATE = "posted-on", "posted-by", "journal-entry-float-date"
PERMALINKS = ("journal-entry-navigation-current", "permalink")
UPDATE = "follow-up-caption"
CAPTION = "thumbnail-caption"
"""A ``span`` behind the picture, inside the paragraph that the picture floats beside."""
NAVIGATION, NEWER, OLDER = "journal-entry-navigation", "journal-entry-navigation-prev", "journal-entry-navigation-next"
COMMENT_FORMS = "journal-add-comment-area-wrapper"
OUTSIDE = frozenset(("verticalNavigationBar", "body", META, COMMENTS, COMMENT_FORMS))
"""Where a heading "References (3)" is not the engine's: sidebars, bodies, meta lines, comments, forms."""

_SITE_TITLE = re.compile(r"Squarespace\.Constants\.WEBSITE_TITLE\s*=\s*\"([^\"]{1,300})\"")
_VIEW = re.compile(r"[?&](?:printerFriendly|currentPage|lastPage|SSLogoutOk)=[^&#]*|#.*")
_ENTRY_ID = re.compile(r"(?:item|objectId)(\d+)$")
_POSTED_ON = re.compile(r"^posted on:?\s+", re.I)
_POSTED = re.compile(r"\bPosted on:?\s+(.{6,200})")
_LONG_DATE = re.compile(r"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [^|]{6,30}? at \d{1,2}:\d\d(?:[AP]M)?)")
_AFTER_DATE = re.compile(r"\s+(?:by|in)(?:\s|$)|\s*\|")
_BY = re.compile(r"(?:posted )?by\s+", re.I)
_POSTED_BY = re.compile(r"Posted on [^|]{6,60}? by ([^|]{1,80}?)(?: in |\s*\||$)")
_COMMENTS_CLAIMED = re.compile(r"\b(\d+) Comments?\b")
_REFERENCES_CLAIMED = re.compile(r"\b(\d+) References?\b")
_COMMENTS_CAPTION = re.compile(r"(?:Reader )?Comments?\s*\((\d+)\)")
_NO_COMMENTS = "There are no comments"
_MORE = re.compile(r"(?:click to )?(?:read|continue)\b.{0,20}|more\s*(?:\.{2,}|…|»)?$", re.I)


class Squarespace5(Squarespace5Layout):
    """Reads posts, list pages, archives and stand-alone pages of Squarespace 5."""

    platform = "squarespace5"
    version = "1"
    needles = (b"/universal/images/transparent.png", b".SQUARESPACE_CONTEXT")
    # no ``feeds``: rss.xml, atom.xml and rdf.xml lie below the journal ("/blog/"), whose name each page's head tells
    traps = (
        Trap(re.compile(r"/recommend/\d+"), "a form to send the post by e-mail"),
        Trap(re.compile(r"[?&]printerFriendly=true"), "the print view of a post"),
        Trap(re.compile(r"/(?:member|contributor)/[^/]+/?$"), "a commenter's profile"),
        Trap(re.compile(r"/display/(?:Search|ShowCalendar|Login)\b"), "a search, login or calendar without end"),
        Trap(re.compile(r"/(?:login|logout)/?(?:\?|$)"), "a login page"),
        Trap(re.compile(r"/NaN/NaN/"), "an address that a script got wrong"),
        Trap(re.compile(r"[?&]lastPage=true"), "the last page of a thread under a second address"),
        Trap(re.compile(r"/trackback/\d+"), "the address that trackbacks are sent to"),
        Trap(re.compile(r"/process/"), "the target of a form"),
        Trap(re.compile(r"[?&]SSLogoutOk="), "what is left of a logout"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return (
            (
                signs.has(b"Squarespace")
                and signs.has(
                    b"Squarespace.Constants.", b"Squarespace - Application Error", b"Squarespace Site Server v5"
                )
            )
            or (
                signs.has(b"journal-")
                and signs.has(b'class="journal-entry', b"journal-entry-text", b"journal-comment-area")
            )
            or signs.has(b"/universal/images/transparent.png")
        ) and not signs.has(b".SQUARESPACE_CONTEXT")

    def date(self, raw: str | None) -> Date:
        """The engine names its months: the address is only asked where numbers leave the order open."""
        when = _date_of(raw, self.languages) if raw else NO_DATE
        return when if when.published else super().date(raw)

    # ---- the page

    def kind(self) -> PageKind:
        if self._given is not None:
            return "post"
        if self.soup.by_id("error-page"):
            return "error"
        if self.entry_tags:
            return "post" if self._is_single else "listing"
        if self.archives:
            return "listing"
        return "page" if self.static_page else "other"

    @cached_property
    def _is_single(self) -> bool:
        """A category page can show a single entry; the page of a post shows more around it."""
        if self.soup.by_class(SINGLE):
            return True
        around = self.soup.by_class(NAVIGATION) or self.soup.by_id("comments", "postform")
        printed = "printerFriendly=true" in self.url_of_page
        return len(self.entry_tags) == 1 and bool(self.permalink or around or printed)

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        if not self.entry_tags:
            return self._archived()
        return self.posts_of(Squarespace5(self.source, tag) for tag in self.entry_tags)

    def _archived(self) -> tuple[Post, ...]:
        """An archive page names posts by month, by category, by title: each once."""
        found: dict[str, Post] = {}
        for area in self.archives:
            for link in self.named(area, "a"):
                url = self.href(link)
                if url is None or url in found or not urlsplit(url).path.endswith(".html"):
                    continue
                if not any(trap.pattern.search(url) for trap in self.traps):
                    found[url] = Post(url=url, title=text_of(link), field_sources={"url": "dom", "title": "dom"})
        return tuple(found.values())

    def blog_title(self) -> str | None:
        found = _SITE_TITLE.search(self.source.text)
        return text_of(self.soup.by_id("siteTitle")) or (clean(found[1]) if found else None)

    def blog_description(self) -> str | None:
        return text_of(self.soup.by_id("siteSubtitle"))

    def platform_version(self) -> str | None:
        return "5"

    # ---- the post

    @cached_property
    def post_url(self) -> str:
        if self._given is None and self.permalink:
            return self.permalink
        own = self.first(self.entry, *PERMALINKS)
        permalink = own or next(
            (link for link in self.meta_links if "permalink" in (link.attrs.get("class") or ())), None
        )
        return self.href(permalink) or _VIEW.sub("", self.url_of_page)

    def url(self) -> str | None:
        return self.post_url

    def native_id(self) -> str | None:
        for tag in (self.entry, *(self.soup.by_name("body") if self._given is None else ())):
            for word in (attribute(tag, "id"), *(attribute(tag, "class") or "").split()):
                if found := _ENTRY_ID.match(word or ""):
                    return found[1]
        return None

    def title(self) -> str | None:
        if self.entry is None:
            self.said("title", "heuristic")
            headings = (text_of(tag) for tag in self.named(self.body_tag or self.content, "h1", "h2", "h3"))
            titles = ((text_of(tag) or "").partition(" - ")[0] for tag in self.soup.by_name("title"))
            return next((title for title in (*headings, *titles) if title), None)
        return text_of(self.first(self.entry_text, "title"))

    def published(self) -> Date:
        text = text_of(self.piece(POSTED_ON))
        if text is None and (found := _POSTED.search(self.meta_text) or _LONG_DATE.search(self.meta_text)):
            text = found[1]
        if text:
            return self.date(_AFTER_DATE.split(_POSTED_ON.sub("", text), maxsplit=1)[0])
        floating = self.first(self.entry, FLOATING_DATE)
        if floating:
            return self.date(" ".join(text_of(part) or "" for part in self.named(floating, "span")))
        return super().published() if self._given is None else NO_DATE

    def updated(self) -> Date:
        captions = self.classed(self.body_tag, UPDATE)
        return self.date((text_of(captions[-1]) or "").partition(" by ")[0]) if captions else NO_DATE

    @cached_property
    def author_tag(self) -> Element | None:
        block = self.piece(POSTED_BY)
        links = self.named(block, "a") if block else self.links_to("/author/") + self.links_to("/member/")
        return links[0] if links else block

    def author_name(self) -> str | None:
        if self.author_tag is not None:
            return clean(COMMENTER.sub("", _BY.sub("", text_of(self.author_tag) or "", count=1)))
        found = _POSTED_BY.search(self.meta_text)
        return clean(COMMENTER.sub("", found[1])) if found else None

    def author_url(self) -> str | None:
        return self.href(self.author_tag)

    def author_kind(self) -> AuthorKind | None:
        tag = self.author_tag
        if tag is None:
            return None
        return commenter_kind(self.piece(POSTED_BY) or tag.parent) or ("registered" if tag.name == "a" else None)

    def byline(self) -> str | None:
        return byline_in(
            body_text(Region(self._body.nodes[:LINES_OF_BYLINE], self._body.without)) if self._body else None
        )

    @cached_property
    def _body(self) -> Region | None:
        if self.body_tag is None:
            return None
        captions = frozenset(id(tag) for tag in self.classed(self.body_tag, CAPTION))
        return without_share_buttons(Region(tuple(self.body_tag.contents), captions=captions))

    def body(self) -> Region | None:
        return self._body if self._more is None else None

    @cached_property
    def _more(self) -> Element | None:
        """The link "Click to read more ..." at the end of an entry that a list page cut."""
        links = self.named(self.body_tag, "a") if self._given else []
        if links and _MORE.match(text_of(links[-1]) or "") and same_page(self.href(links[-1]), self.post_url):
            return links[-1]
        return None

    def excerpt(self) -> str | None:
        if self._more and self._body:
            return body_text(self._body.minus([self._more]))
        return super().excerpt() if self._given is None else None

    def lead_image_url(self) -> str | None:
        return next(
            (url for tag in elements(self.body()) if tag.name == "img" and (url := media_url(tag, self.base_url))), None
        )

    def comments_claimed(self) -> int | None:
        found = _COMMENTS_CLAIMED.search(self.meta_text)
        if found or self._given or self.comment_area is None:
            return int(found[1]) if found else None
        text = (text_of(self.comment_area) or "")[:300]
        caption = _COMMENTS_CAPTION.search(text)
        return int(caption[1]) if caption else 0 if _NO_COMMENTS in text else None

    def references_claimed(self) -> int | None:
        found = _REFERENCES_CLAIMED.search(self.meta_text)
        if found or self._given or self.references_heading is None:
            return int(found[1]) if found else None
        return self.references_heading[1]

    def categories(self) -> tuple[Term, ...]:
        terms = [(text_of(link), self.href(link)) for link in self.links_to("/category/")]
        return tuple(
            Term(kind="category", name=name or slug_of(url) or "", slug=slug_of(url), url=url) for name, url in terms
        )

    def tags(self) -> tuple[Term, ...]:
        terms = [(text_of(link), self.href(link)) for link in self.links_to("/tag/")]
        return tuple(
            Term(kind="tag", name=name or slug_of(url) or "", slug=slug_of(url), url=url) for name, url in terms
        )

    @cached_property
    def neighbours(self) -> tuple[str | None, str | None]:
        """The older and the newer post; dates in the addresses have the last word, for journals can be turned round."""
        older = newer = None
        own = from_url(self.post_url) or ""
        for link in (link for tag in self.soup.by_class(NAVIGATION) for link in self.named(tag, "a")):
            classes, text, url = link.attrs.get("class") or (), text_of(link) or "", self.href(link)
            is_older = OLDER in classes or text.endswith("»")
            if not is_older and NEWER not in classes and not text.startswith("«"):
                continue
            other = from_url(url or "") or ""
            if len(own) == len(other) == len("2010-10-19") and own != other:
                is_older = other < own
            older, newer = (older or url, newer) if is_older else (older, newer or url)
        return older, newer

    def previous_url(self) -> str | None:
        return self.neighbours[0] if self._given is None else None

    def next_url(self) -> str | None:
        return self.neighbours[1] if self._given is None else None

    # ---- comments and references

    def comments(self) -> tuple[Comment, ...]:
        return read_comments(self, self.post_url) or (super().comments() if self.comments_claimed() else ())

    @cached_property
    def references_heading(self) -> tuple[PageElement, int] | None:
        if self.content is None or not MAY_HAVE_REFERENCES.search(self.source.text):
            return None
        return find_heading(self.content, _is_elsewhere)

    def references(self) -> tuple[Reference, ...]:
        if self.references_heading is None or self.content is None:
            return ()
        heading, claimed = self.references_heading
        stops: list[Tag] = [*self.soup.by_class(COMMENTS, COMMENT_FORMS), *self.soup.by_name("form")]
        if self.comment_area is not None:
            stops.append(self.comment_area)
        return read_references(heading, claimed, stops, self.content, self)


@lru_cache(maxsize=4096)
def _date_of(raw: str, languages: tuple[str, ...]) -> Date:
    """A blog's comments share their days: most dates of a page were read on pages before."""
    return parse_date(raw, languages=languages)


def _is_elsewhere(node: PageElement) -> bool:
    return any(tag.name == "form" or not OUTSIDE.isdisjoint(tag.attrs.get("class") or ()) for tag in node.parents)
