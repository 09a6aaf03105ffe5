"""What a page of WordPress is, which number and address it has, and which part of it is the post."""

from __future__ import annotations

import re
import sys
from functools import cached_property
from urllib.parse import parse_qs, urlsplit, urlunsplit

from ...base import Source
from ...dates import from_url
from ...generic import Generic
from ...model import PageKind
from ...tree.soup import Element, attribute, inside, iter_name, parents, walk
from ...tree.text import text_of
from ...tree.urls import absolute
from .body import content_of
from .comments import Thread
from .marks import FeedTitles, feed_titles, number_of, short_link
from .parts import Parts, linked_parts, split_address, told_part
from .place import Place

ASIDE = (
    "widget widget_recent_entries sidebar related relatedposts related-posts jp-relatedposts yarpp-related"
    " wp-block-query wp-block-latest-posts wp-block-categories wp-block-tag-cloud widget-area sidebar-widget"
    " post-navigation author-box wp-block-post-author-biography post-related single-related entry-related"
    " tag-cloud-link"
).split()
"""Beside a post, unless the post itself stands in it."""
ASIDE_IDS = "related-posts relatedposts author-bio author-box".split()
PAGE_LINKS = "page-links page-link post-nav-links pagelinks link-pages pgntn-page-pagination wp-link-pages".split()
NO_ARTICLES = frozenset(("body", "html", "a", "input", "h1", "h2", "h3", "h4", "span", "img"))
LISTS = frozenset(("blog", "archive", "search"))
END = sys.maxsize

_LISTING = re.compile(
    r"/(?:category|tag|author)/|/type/(?:aside|audio|chat|gallery|image|link|quote|status|video)/|/(?:page/\d+|(?:19|20)\d\d(?:/\d\d){0,2})/?(?:$|\?)|[?&](?:cat|tag|author|m|paged|s)="
)
_PAGE = re.compile(r"[?&]page_id=\d")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")
_PART = re.compile(r"/(\d{1,3})/?$")


class WordPressPage(Generic):
    """The places, numbers and addresses that the fields of a post are read from."""

    platform = "wordpress"

    def __init__(self, source: Source, entry: Element | None = None, outer: WordPressPage | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list page; None where the page is a single post."""
        if outer is not None:
            for name in ("structured", "comment_finder", "thread", "articles", "_away", "apart", "feed_titles"):
                self.__dict__[name] = getattr(outer, name)

    @property
    def is_entry(self) -> bool:
        """Whether this reads one entry of a list page."""
        return self._given is not None

    # ---- places

    @cached_property
    def thread(self) -> Thread:
        return Thread(self)

    @cached_property
    def _away(self) -> tuple[Element, ...]:
        areas = super().away()
        place = Place(self.soup, 0, END, areas)
        return (*areas, *(item.tag for item in self.thread.items if item.around is None and item.tag in place))

    @cached_property
    def apart(self) -> Place:
        """The page without comments."""
        return Place(self.soup, 0, END, self._away)

    def away(self) -> tuple[Element, ...]:
        return self.elsewhere

    @cached_property
    def articles(self) -> list[Element]:
        """The outermost elements that core's ``post_class()`` marks: ``article.post-7.hentry``, ``div#post-7``."""
        found = [tag for ident, tag in self.soup.ids.items() if re.fullmatch(r"post-\d+", ident)]
        found += self.soup.by_class("hentry", "type-post", "type-page", "wp-block-post")
        kept: list[Element] = []
        for tag in sorted(found, key=lambda tag: (tag.order, -tag.last)):
            if (
                tag.name not in NO_ARTICLES
                and tag.chars
                and tag in self.apart
                and (not kept or kept[-1].last < tag.order)
            ):
                kept.append(tag)
        return kept

    @cached_property
    def article(self) -> Element | None:
        """The element of this post; None where the theme marks none."""
        if self._given is not None:
            return self._given
        number = self.native_id()
        own = next((tag for tag in self.articles if number and number == number_of(tag)), None)
        if own is not None:
            return own
        rest = [tag for tag in self.articles if not any(one.name in ("aside", "nav", "footer") for one in parents(tag))]
        return (
            rest[0] if len(rest) == 1 and not (number and number_of(rest[0])) and not self._is_card(rest[0]) else None
        )

    def _is_card(self, tag: Element) -> bool:
        """Whether a block theme's query shows this one post beside the page's own text."""
        if "wp-block-post" not in (tag.attrs.get("class") or ()):
            return False
        return any(not tag.order <= text.order <= tag.last for text in self.soup.by_class("wp-block-post-content"))

    @cached_property
    def elsewhere(self) -> tuple[Element, ...]:
        """Where nothing of this post stands: comments, sidebars, other posts."""
        article = self.article
        found = [tag for tag in self.articles if tag is not article]
        found += [*self.soup.by_class(*ASIDE), *self.soup.by_name("nav")]
        found += [tag for name in ASIDE_IDS if (tag := self.soup.by_id(name)) is not None]
        found += [tag for tag in self.soup.by_name("aside") if tag.chars > 300]
        whole = sum(tag.chars for tag in self.soup.by_name("body"))
        return (
            *self._away,
            *(
                tag
                for tag in found
                if (tag.chars < 0.5 * whole if article is None else not tag.order <= article.order <= tag.last)
            ),
        )

    @cached_property
    def own(self) -> Place:
        """The article, its meta lines too; the whole page where the theme marks no article."""
        article = self.article
        low, high = (article.order, article.last) if article is not None else (0, END)
        return Place(self.soup, low, high, () if self.is_entry else self.elsewhere)

    @cached_property
    def near(self) -> Place:
        """The page from a little before the heading to a little behind the text: themes print date and author there."""
        if self._given is not None:
            return self.own
        heading = self.heading()
        low = heading.order - 150 if heading is not None else 0
        ends = [tag.last for tag in (self.content, self.article) if tag is not None]
        return Place(self.soup, low, max(ends) + 200 if ends else low + 500, self.elsewhere)

    @cached_property
    def content(self) -> Element | None:
        """The element with the text."""
        found = content_of(self.own)
        if found is None and self._given is None and self.article is not None:
            found = content_of(Place(self.soup, 0, END, self.elsewhere))
        return found

    # ---- kind

    @cached_property
    def body_classes(self) -> list[str]:
        tags = self.soup.by_name("body")
        return (attribute(tags[0], "class") or "").split() if tags else []

    def kind(self) -> PageKind:
        if self._given is not None:
            return "post"
        classes = self.body_classes
        if "error404" in classes:
            return "error"
        if any(name.startswith("postid-") for name in classes):
            return "other" if "attachment" in classes else "post"
        if any(name.startswith("page-id-") for name in classes):
            return "page"
        if LISTS & set(classes) and ("home" in classes or "search" in classes or "archive" in classes):
            return "listing"
        return self._kind_by_marks()

    def _kind_by_marks(self) -> PageKind:
        """The kind where the theme does not call ``body_class()``."""
        told = short_link(self.structured.link("shortlink"))
        if told and told[0] != "p":
            return "page"
        if told or self._oembed or self.soup.by_id("comment_post_ID") and len(self.articles) < 2:
            # core gives pages the short link ?p=7 and a comment form, too
            return "post" if self.is_dated() else "page"
        if len(self.articles) > 1 or _LISTING.search(self.url_of_page):
            return "listing"
        if "single" in self.body_classes:
            return "post"
        if "page" in self.body_classes or _PAGE.search(self.url_of_page):
            return "page"
        return super().kind()

    def is_dated(self) -> bool:
        """Whether something tells a post from a page: a term, an older or newer post, a date in the address."""
        return bool(
            from_url(self.url() or "")
            or self.own.related("tag")
            or self.own.related("category")
            or self.soup.by_rel("prev")
            or self.soup.by_rel("next")
        )

    # ---- number and address

    @cached_property
    def feed_titles(self) -> FeedTitles:
        return feed_titles(self.soup.by_rel("alternate"))

    def native_id(self) -> str | None:
        if self._given is not None:
            return number_of(self._given)
        for name in self.body_classes:
            if found := re.fullmatch(r"(?:postid|page-id)-(\d+)", name):
                return found[1]
        told = short_link(self.structured.link("shortlink"))
        if told:
            return told[1]
        form = self.soup.by_id("comment_post_ID")
        if form is not None and (attribute(form, "value") or "").isdigit():
            return attribute(form, "value")
        numbers = {found[1] for ident in self.soup.ids if (found := re.fullmatch(r"post-(\d+)", ident))}
        return numbers.pop() if len(numbers) == 1 else None

    @cached_property
    def _oembed(self) -> str | None:
        """The post's own address: what the oEmbed link asks for."""
        for tag in self.soup.by_rel("alternate"):
            if "oembed" in str(tag.attrs.get("type", "")):
                asked = parse_qs(urlsplit(attribute(tag, "href") or "").query).get("url", [""])[0]
                if url := absolute(asked, self.base_url):
                    return url
        return None

    def url(self) -> str | None:
        if self._given is not None:
            return self._link_of_entry
        url = self._oembed
        if url is None:
            canonical = self.structured.link("canonical")
            self.said("url", "structured" if canonical else "heuristic")
            url = canonical or self.url_of_page
        parts = urlsplit(url)
        path = _COMMENT_PAGE.sub("/", parts.path)
        left_out = ["cpage=", "replytocom="]
        if self.part and self.part > 1:
            path = _PART.sub("/", path)
            left_out.append("page=")
        query = "&".join(one for one in parts.query.split("&") if not one.startswith(tuple(left_out)))
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    @cached_property
    def _link_of_entry(self) -> str | None:
        """The permalink of an entry: the link of its heading, else one marked as bookmark."""
        headings = self.own.named("h1", "h2", "h3", "h4")
        links = [link for heading in headings for link in iter_name(heading, "a")] + self.own.related("bookmark")
        return next((url for link in links if (url := self.href(link))), None)

    # ---- posts in parts

    @cached_property
    def parts_told(self) -> int | None:
        """The highest number among the page links below the text: "Pages: 1 2 3"."""
        content, scope = self.content, self.article or self.content
        if self._given is not None:
            return None
        for tag in self.soup.by_class(*PAGE_LINKS):
            below = content is not None and 0 < tag.order - content.last < 20
            if not (scope is not None and inside(tag, scope) or below) or tag not in self.apart:
                continue
            numbers = [int(number) for number in re.findall(r"\b\d{1,3}\b", text_of(tag) or "")]
            if len(numbers) > 1 and max(numbers) == len(numbers) and any(one.name == "a" for one in walk(tag)):
                return max(numbers)
        return self.linked_parts.parts if self.linked_parts else told_part(self.body_classes)

    @cached_property
    def linked_parts(self) -> Parts | None:
        """What links to the other parts of the post tell."""
        url, content = self.url_of_page, self.source.content
        slug = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        # most posts have no parts, and the address of a second one would stand somewhere
        if split_address(url)[1] > 1 or f"{slug}/2".encode() in content or b"page=2" in content:
            return linked_parts(self.apart, url, self.href)
        return None

    @cached_property
    def part(self) -> int | None:
        """Which part of a post in several parts (``<!--nextpage-->``) this is, None if it is whole."""
        if self.parts_told is None:
            return None
        if number := told_part(self.body_classes):
            return number
        if self.linked_parts:
            return self.linked_parts.part
        parts = urlsplit(self.url_of_page)
        found = _PART.search(parts.path)
        told = found[1] if found else parse_qs(parts.query).get("page", ["1"])[0]
        number = int(told) if told.isascii() and told.isdigit() and len(told) < 4 else 1
        return number if 1 < number <= self.parts_told else 1
