"""WordPress: self-hosted blogs since 2004, block themes, WordPress.com.

Recognised by what core prints whatever the theme: generator, API and RSD links, scripts of ``wp-includes``,
themes and plugins. The number of a post stands in ``body.postid-7``, ``article#post-7``, the short link ``?p=7`` or the
comment form; its own address in the oEmbed link, for the canonical one may be that of a page of comments. The title of
the post's comment feed is "Blog » Post Comments Feed": the exact title, in any language. Terms are told apart by
``rel``, by block classes, and by the classes ``category-slug`` and ``tag-slug`` that core puts on the article.

Its other files: ``wordpress_page`` (kind, number, address), ``_place`` (parts of a page), ``_comments``,
``_comment…`` and ``_pings``, ``_author`` and ``_accounts``, ``_dates``, ``_body``, ``_terms``, ``_marks`` (words and
numbers of core), ``_api`` (REST), ``_crawl`` (feeds and traps).
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from ...base import Signs
from ...dates import Date
from ...generic.trails import kickers, sections
from ...model import Comment, Page, Post, PostKind, Reference, Term
from ...tree.inline_json import looks_like_json
from ...tree.soup import Element, attribute, iter_class, iter_name, words_of
from ...tree.text import Region, clean, text_of
from ...tree.urls import page_key, same_page, slug_of
from .accounts import Accounts
from .api import looks_like_api, next_page, plain_lists, read_api
from .body import ContentFinder, is_locked, region_of
from .crawl import FEEDS, TELLS, TRAPS
from .dates import printed_date, printed_update, with_hour
from .marks import claimed_in, letters
from .page import WordPressPage
from .place import Place
from .terms import TermReader

TITLES = ("entry-title", "post-title", "wp-block-post-title", "p-name")
BREADCRUMBS = "breadcrumb breadcrumbs yoast-breadcrumb rank-math-breadcrumb breadcrumb-trail bread-crumbs".split()
CLAIMS = ("comments-title wp-block-comments-title comments-h comments-heading comment-title comment-count").split()
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
OLDER = frozenset(("prev", "previous", "nav-previous", "alignleft"))
NEWER = frozenset(("next", "nav-next", "alignright"))
BLOG_TITLES = ("site-title", "wp-block-site-title", "blog-title", "site-name")
BLOG_DESCRIPTIONS = ("site-description", "wp-block-site-tagline", "description", "site-tagline")
MOST_ENTRIES = 2_000
OTHER_ENGINES = (
    "movable type",
    *"blogger drupal joomla typo3 typepad livejournal squarespace tumblr ghost hubspot".split(),
)
_SIGNS = (b"/api.w.org/", b"/xmlrpc.php?rsd")
_FOLDERS = (b"/wp-includes/", b"/wp-content/", b"wp-block-library-css")
_IN_FOLDERS = (b"wlwmanifest.xml", b"/wp-includes/js/", b"wp-block-library-css")
_WEAK_SIGNS = (b"/wp-content/themes/", b"/wp-content/plugins/", b"/wp-includes/css/")
"""One may stand in a picture that another blog borrows."""


class WordPress(WordPressPage):
    """Reads posts, pages, list pages and answers of the API."""

    version = "1"
    needles = (b"/api.w.org/", b"/xmlrpc.php?rsd", b"/wp-includes/", b"/wp-content/")
    feeds = FEEDS
    traps = TRAPS
    tells = TELLS

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if looks_like_json(signs.content):
            return looks_like_api(signs.content, signs.url)
        if "wordpress" in signs.generator:
            return True
        if signs.generator.startswith(OTHER_ENGINES):
            return False
        return signs.has(*_SIGNS) or (
            signs.has(*_FOLDERS) and (signs.has(*_IN_FOLDERS) or sum(signs.count(sign) for sign in _WEAK_SIGNS) > 1)
        )

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The next page of a list of the API; from a page of a blog without permalinks, its lists."""
        following = next_page(content, url)
        return (following,) if following else plain_lists(content)

    def read(self) -> Page:
        if looks_like_json(self.source.content):
            return read_api(self.source, self.platform, self.version)
        return super().read()

    def post(self, kind: PostKind) -> Post:
        part = self.field("part", None, lambda: self.part)
        parts = self.field("parts", None, lambda: self.parts_told)
        return replace(super().post(kind), part=part, parts=parts)

    def is_dated(self) -> bool:
        return super().is_dated() or bool(self.published().published)

    # ---- title and account

    @cached_property
    def _title(self) -> tuple[str | None, Element | None, bool]:
        """The blog's name in a heading is the title of no post: "Protected: Keel" is not what ``<title>`` says."""
        text, tag, sure = super()._title
        if self.article is not None and tag is not None and tag not in self.own and text:
            inner = next((one for one in self.own.classed(*TITLES) if one.chars), None)
            if inner is not None and letters(text) == letters(self.blog_title() or ""):
                return text_of(inner), inner, True
        return text, tag, sure

    def title(self) -> str | None:
        if self._given is not None:
            headings = [*self.own.classed(*TITLES), *self.own.named("h1", "h2", "h3")]
            return next((text for tag in headings if (text := text_of(tag))), None)
        shown, told = super().title(), self.feed_titles.post
        if told and (shown is None or letters(told) in letters(shown)):
            self.said("title", "structured")
            return told
        return shown

    @cached_property
    def _accounts(self) -> Accounts:
        return Accounts(self)

    def author_name(self) -> str | None:
        if found := self._accounts.names:
            if self._accounts.told:
                self.said("author_name", "structured")
            return ", ".join(account.name for account in found)
        return super().author_name() if self._given is None else None

    def author_url(self) -> str | None:
        if found := self._accounts.names:
            return found[0].url
        return super().author_url() if self._given is None else None

    def byline(self) -> str | None:
        return self._accounts.byline() if self._given is None else None

    def references_claimed(self) -> int | None:
        return super().references_claimed() if self._given is None else None

    # ---- dates

    def published(self) -> Date:
        return with_hour(self._chosen_date(), self, self.date)

    def _chosen_date(self) -> Date:
        """The date that the theme prints where it is the one that machines are told, or where they are told none."""
        marked = self._marked
        if self._given is not None:
            return marked
        told = super().published()
        if not marked.published:
            return told
        same = marked.published_utc and marked.published_utc[:16] == (told.published_utc or "")[:16]
        exact = told.published and self._sources.get("published") == "structured"
        if exact and not same and not marked.published.startswith(told.published or ""):
            return told
        self.said("published", "dom")
        return marked

    @cached_property
    def _marked(self) -> Date:
        return printed_date(self, self.date)

    def updated(self) -> Date:
        found = printed_update(self.own, self.date)
        return found if found.published or self._given is not None else super().updated()

    # ---- text, terms, neighbours

    def body(self) -> Region | None:
        if is_locked(self.own):
            return None
        if self._given is not None:
            return region_of(self.content, self._away) if self.content is not None else None
        away = (*self._away, *self.linked_parts.blocks) if self.linked_parts else self._away
        finder = ContentFinder(self.soup, away, self.heading(), self._title[2])
        return finder.find_in(self.content, self.article)

    def excerpt(self) -> str | None:
        if self._given is None:
            return super().excerpt()
        return text_of(next(iter(self.own.classed("entry-summary", "wp-block-post-excerpt", "post-excerpt")), None))

    def lead_image_url(self) -> str | None:
        return super().lead_image_url() if self._given is None else None

    def language(self) -> str | None:
        return super().language() if self._given is None else None

    @cached_property
    def _term_reader(self) -> TermReader:
        heading = self.heading() if self.article is None else None
        return TermReader(self.article, self.own, self.near, heading, self.href)

    def categories(self) -> tuple[Term, ...]:
        if self._term_reader.categories or self._given is not None:
            return self._term_reader.categories
        self.said("categories", "structured")
        told = self.structured.sections
        if told or self.kind() != "post":
            return tuple(Term(kind="category", name=name) for name in told)
        # a permalink with %category% has it among its folders
        found = self._in_menu() or self._trail() or sections(self.soup, self.url() or self.url_of_page, self._around)
        found = found or kickers(self.soup, self.structured, self.base_url, self._around, self.heading())
        own = page_key(self.url() or self.url_of_page)  # whose second part is no category
        return tuple(term for term in found if not page_key(term.url or "").startswith(own))

    def _in_menu(self) -> tuple[Term, ...]:
        """The categories that core marks in a menu as those of the post shown: ``current-post-parent``."""
        self.said("categories", "dom")
        marked = [
            item for item in self.soup.by_class("current-post-parent") if "menu-item-object-category" in words_of(item)
        ]
        links = [link for item in marked[:40] if (link := next(iter_name(item, "a"), None)) is not None]
        terms = [
            Term(kind="category", name=name, slug=slug_of(url), url=url)
            for link in links
            if (name := text_of(link)) and (url := self.href(link))
        ]
        # a blog has one menu for wide screens and one for small ones
        return tuple({term.url: term for term in terms}.values())

    def _trail(self) -> tuple[Term, ...]:
        """The categories on the way to a post, where nothing else names them: "Home » Boats » Oars » The post"."""
        self.said("categories", "heuristic")
        trails = (self.soup.by_id(name) for name in ("breadcrumbs", "breadcrumb", "crumbs"))
        for trail in (*self.soup.by_class(*BREADCRUMBS), *(trail for trail in trails if trail is not None)):
            steps = [(text_of(tag), self.href(tag)) for tag in iter_name(trail, "a") if tag.chars]
            found = [
                Term(kind="category", name=name, slug=slug_of(url), url=url)
                for name, url in steps
                if name and url and urlsplit(url).path.strip("/") and not same_page(url, self.url())
            ]
            if len(found) < len(steps):  # it begins at home
                return tuple(found)
        return ()

    def tags(self) -> tuple[Term, ...]:
        return self._term_reader.tags or (super().tags() if self._given is None else ())

    @cached_property
    def neighbours(self) -> tuple[str | None, str | None]:
        """The older and the newer post: ``rel=prev`` and ``rel=next`` of links outside of the comments."""
        older = newer = None
        marked = [tag for rel in ("prev", "previous", "next") for tag in self.soup.by_rel(rel)]
        sides = [tag for area in self.soup.by_class("navigation") for tag in iter_class(area, *OLDER, *NEWER)]
        for tag in (*marked, *self.soup.by_class("nav-previous", "nav-next"), *sides):
            if tag not in self.apart:
                continue
            link = tag if tag.name in ("a", "link") else next(iter_name(tag, "a"), None)
            url = self.href(link)
            if url is None or page_key(url).partition("?")[0].startswith(page_key(self.url() or "")):
                continue  # the next part of this post, or of its comments
            words = {*(attribute(tag, "rel") or "").split(), *(attribute(tag, "class") or "").split()}
            if words & OLDER:
                older = older or url
            else:
                newer = newer or url
        return older, newer

    def previous_url(self) -> str | None:
        return self.neighbours[0] if self._given is None else None

    def next_url(self) -> str | None:
        return self.neighbours[1] if self._given is None else None

    # ---- comments, lists, the blog

    def comments(self) -> tuple[Comment, ...]:
        return self.thread.comments()

    def references(self) -> tuple[Reference, ...]:
        return self.thread.references()

    def comments_claimed(self) -> int | None:
        """The number in the heading of the comments, or in the link to them; core counts pings too."""
        tags: list[Element] = []
        if self._given is None:
            by_id = [tag for name in ("comments-title", "comments") if (tag := self.soup.by_id(name)) is not None]
            tags = [*self.soup.by_class(*CLAIMS), *(tag for tag in by_id if tag.name in HEADINGS)]
            first = self.thread.items[0].tag.order if self.thread.items else 0
            for area in (*by_id, *self.soup.by_class("comments-area", "comments")):
                tags += Place(self.soup, area.order, min(first, area.last)).named(*HEADINGS)[:3]
        links = self.own.classed("comments-link", "entry-comments-link")
        title = self._title[0] if self._given is None else self.title()
        counts = (claimed_in(text_of(tag), title) for tag in (*tags, *links) if tag.chars < 200)
        return next((count for count in counts if count is not None), None)

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        readers = (WordPress(self.source, tag, self) for tag in self.articles[:MOST_ENTRIES])
        return self.posts_of(reader for reader in readers if reader.url())

    def blog_title(self) -> str | None:
        banners = (self.soup.by_id(name) for name in ("site-title", "blog-title", "masthead", "branding", "header"))
        tags = [*self.soup.by_rel("home"), *self.soup.by_class(*BLOG_TITLES)]
        tags += [link for banner in banners if banner is not None for link in iter_name(banner, "a")]
        names = (text_of(tag) for tag in tags)
        return self.feed_titles.blog or next(filter(None, names), None) or super().blog_title()

    def blog_description(self) -> str | None:
        by_id = (self.soup.by_id(name) for name in ("site-description", "blog-description"))
        tags = [*self.soup.by_class(*BLOG_DESCRIPTIONS), *(tag for tag in by_id if tag is not None)]
        return text_of(next((tag for tag in tags if not self.is_away(tag)), None))

    def platform_version(self) -> str | None:
        told = next((text for text in self.structured.metas.get("generator", ()) if text.startswith("WordPress")), None)
        return clean(told.removeprefix("WordPress ")) if told else None
