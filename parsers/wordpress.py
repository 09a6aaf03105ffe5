"""WordPress: self-hosted blogs since 2004, block themes, WordPress.com.

Recognised by what core prints whatever the theme: generator, API and RSD links, scripts of ``wp-includes``, themes and
plugins. The number of a post stands in ``body.postid-7``, ``article#post-7``, the short link ``?p=7`` or the comment form; its own
address in the oEmbed link, for the canonical one may be that of a page of comments. The title of the post's comment feed is
"Blog » Post Comments Feed": the exact title, in any language. Terms are told apart by ``rel``, by block classes, and by the
classes ``category-slug`` and ``tag-slug`` that core puts on the article.

Beside it: ``wordpress_comments`` (threads and pings), ``wordpress_author``, ``wordpress_body``, ``wordpress_terms``, ``wordpress_api`` (REST)
and ``wordpress_crawl`` (feeds and traps).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from urllib.parse import parse_qs, urlsplit, urlunsplit

from .base import Signs, Source
from .dates import NO_DATE, Date, from_url
from .generic import Generic
from .inline_json import looks_like_json
from .model import Comment, Page, PageKind, Post, PostKind, Reference, Term
from .soup import Element, attribute, inside, is_in, iter_name, parents, walk
from .structured import Structured
from .text import Region, clean, text_of
from .urls import absolute, host, page_key, same_page, slug_of
from .wordpress_api import looks_like_api, next_page, read_api
from .wordpress_author import Account, classed_accounts, linked_accounts, told_accounts
from .wordpress_body import ContentFinder, content_of, region_of
from .wordpress_comments import Thread
from .wordpress_crawl import FEEDS, TRAPS
from .wordpress_terms import TermReader

ASIDE = ("widget", "widget_recent_entries", "sidebar", "related", "relatedposts", "related-posts", "jp-relatedposts", "yarpp-related",
         "wp-block-query", "wp-block-latest-posts", "wp-block-categories", "wp-block-tag-cloud", "widget-area", "sidebar-widget",
         "post-navigation", "author-box", "wp-block-post-author-biography", "post-related", "single-related", "entry-related")  # fmt: skip
PUBLISHED = ("published", "entry-date", "wp-block-post-date", "posted-on", "post-date", "entry-time", "date", "post-time", "dt-published")
NO_ARTICLES = frozenset(("body", "html", "a", "input", "h1", "h2", "h3", "h4", "span", "img"))
BREADCRUMBS = ("breadcrumb", "breadcrumbs", "yoast-breadcrumb", "rank-math-breadcrumb", "breadcrumb-trail", "bread-crumbs", "kt-breadcrumb")
PAGE_LINKS = ("page-links", "page-link", "post-nav-links", "pagelinks", "link-pages", "pgntn-page-pagination", "wp-link-pages")
META_LINES = ("entry-meta", "postmetadata", "post-meta", "postmeta", "post-info", "postinfo", "post-footer", "meta", "entry-utility",
              "byline", "post-byline", "storymeta", "post_meta", "entry-info", "posted", "post-details", "headline_meta", "entry-footer")  # fmt: skip
OTHER_ENGINES = ("blogger", "drupal", "joomla", "typo3", "movable type", "typepad", "livejournal", "squarespace", "tumblr", "ghost", "hubspot")
CLAIMS = ("comments-title", "wp-block-comments-title", "comments-h", "comments-heading", "comment-title", "comments-link", "comment-count")

_LISTING = re.compile(r"/(?:category|tag|author|page/\d+|(?:19|20)\d\d(?:/\d\d){0,2})/?(?:$|\?)|/(?:category|tag|author)/|[?&](?:cat|tag|author|m|paged|s)=")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")
_PART = re.compile(r"/(\d{1,3})/?$")
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f ]*")
_ONE = re.compile(r"\W*(?:one|eine?|une?|un[oa]|uma?|e[eé]n|één|et?t|en|один|одна|jeden|jedna|yksi|egy|um)\s", re.I)
_QUOTED = re.compile(r"[“„«\"‘‚‹「《].*[”“»\"’‘›」》]")


class WordPress(Generic):
    """Reads posts, pages and list pages of WordPress."""

    platform = "wordpress"
    version = "1"
    feeds = FEEDS
    traps = TRAPS

    def __init__(self, source: Source, entry: Element | None = None, outer: WordPress | None = None) -> None:
        super().__init__(source)
        self._given = entry
        """One entry of a list page; None where the page is a single post."""
        if outer is not None:
            self.__dict__["structured"], self.__dict__["comment_finder"] = outer.structured, outer.comment_finder
            self.__dict__["thread"], self.__dict__["blog_names"] = outer.thread, outer.blog_names

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if looks_like_json(signs.content):
            return looks_like_api(signs.content, signs.url)
        if "wordpress" in signs.generator:
            return True
        if signs.generator.startswith(OTHER_ENGINES):
            return False
        if signs.has(b"https://api.w.org/", b"/xmlrpc.php?rsd", b"wlwmanifest.xml", b"/wp-includes/js/", b"wp-block-library-css", b"wp-emoji-release"):
            return True
        content = signs.content
        return content.count(b"/wp-content/themes/") + content.count(b"/wp-content/plugins/") + content.count(b"/wp-includes/css/") > 1

    @classmethod
    def endpoints(cls, content: bytes, url: str) -> tuple[str, ...]:
        """The next page of a list of the API."""
        following = next_page(content, url)
        return (following,) if following else ()

    def read(self) -> Page:
        if looks_like_json(self.source.content):
            return read_api(self.source, self.platform, self.version)
        return super().read()

    # ---- where things are

    @cached_property
    def thread(self) -> Thread:
        return Thread(self)

    @cached_property
    def _away(self) -> tuple[Element, ...]:
        return (*super().away(), *(item.tag for item in self.thread.items if item.around is None))

    def away(self) -> tuple[Element, ...]:
        return self._away

    @cached_property
    def body_classes(self) -> list[str]:
        tags = self.soup.by_name("body")
        return list(tags[0].attrs.get("class") or ()) if tags else []

    @cached_property
    def articles(self) -> list[Element]:
        """The elements that core's ``post_class()`` marks, outermost ones: ``article.post-7.hentry``, ``div#post-7``."""
        found = {id(tag): tag for ident, tag in self.soup.ids.items() if re.fullmatch(r"post-\d+", ident)}
        for tag in self.soup.by_class("hentry", "type-post", "type-page", "wp-block-post"):
            found.setdefault(id(tag), tag)
        kept: list[Element] = []
        for tag in sorted(found.values(), key=lambda tag: tag.order):
            if tag.name not in NO_ARTICLES and tag.chars and not is_in(tag, kept) and not is_in(tag, self._away):
                kept.append(tag)
        return kept

    @cached_property
    def article(self) -> Element | None:
        if self._given is not None:
            return self._given
        number = self.native_id()
        own = [tag for tag in self.articles if number and number == _number_of(tag)]
        alone = [tag for tag in self.articles if not any(parent.name in ("aside", "nav", "footer") for parent in parents(tag))]
        return own[0] if own else alone[0] if len(alone) == 1 and not (number and _number_of(alone[0])) else None

    @cached_property
    def elsewhere(self) -> tuple[Element, ...]:
        """Where nothing of this post stands: comments, sidebars, other posts."""
        article = self.article
        others = [tag for tag in self.articles if tag is not article and not (article and inside(article, tag))]
        beside = [tag for tag in (*self.soup.by_class(*ASIDE), *self.soup.by_name("nav")) if not (article and inside(article, tag))]
        beside += [tag for tag in self.soup.by_name("aside") if tag.chars > 300 and not (article and inside(article, tag))]
        return (*self._away, *others, *beside)

    @cached_property
    def parts(self) -> list[Element]:
        """The elements of this post, its meta lines too: those of the article, else of the page, without those elsewhere."""
        roots: list[Element] = [self.article] if self.article is not None else self.soup.by_name("body")[:1]
        return [tag for root in roots for tag in walk(root) if not is_in(tag, self.elsewhere)]

    @cached_property
    def around(self) -> list[Element]:
        """The same, and what stands beside the article: some themes print its date and author there."""
        if self._given is not None or self.article is None:
            return self.parts
        return [tag for root in self.soup.by_name("body")[:1] for tag in walk(root) if not is_in(tag, self.elsewhere)]

    def classed(self, *names: str) -> list[Element]:
        """The elements of the post with one of these classes, class after class."""
        found = [tag for tag in self.soup.by_class(*names) if not is_in(tag, self.elsewhere)]
        return [tag for tag in found if inside(tag, self.article)] if self.article is not None and self._given is not None else found

    # ---- the page

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
        if {"blog", "archive", "search"} & set(classes) and ("home" in classes or "search" in classes or "archive" in classes):
            return "listing"
        return self._kind_by_marks()

    def _kind_by_marks(self) -> PageKind:
        """The kind where the theme does not call ``body_class()``."""
        told = self._short_link
        if told and told[0] in ("p", "page_id"):
            return "post" if told[0] == "p" else "page"
        if self._oembed or self.soup.by_id("comment_post_ID") and len(self.articles) < 2:
            return "post"
        if len(self.articles) > 1 or _LISTING.search(self.url_of_page):
            return "listing"
        return "post"

    @cached_property
    def _short_link(self) -> tuple[str, str] | None:
        """Kind and number that the short link tells: ``?p=7``, ``?page_id=7``, ``wp.me/p2B5-aNz``."""
        link = self.structured.link("shortlink")
        if not link:
            return None
        parts = urlsplit(link)
        for key in ("p", "page_id"):
            if key in (found := parse_qs(parts.query)) and found[key][0].isdigit():
                return key, found[key][0]
        short = re.fullmatch(r"/([pP])[0-9a-zA-Z]+-([0-9a-zA-Z]{1,10})", parts.path)
        return ("p" if short[1] == "p" else "page_id", _base62(short[2])) if short and parts.netloc == "wp.me" else None

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
            url = self.structured.link("canonical") or self.url_of_page
            self.said("url", "structured")
        parts = urlsplit(url)
        path = _COMMENT_PAGE.sub("/", parts.path)
        if self.part and self.part > 1:
            path = _PART.sub("/", path)
        query = "&".join(part for part in parts.query.split("&") if not part.startswith(("cpage=", "replytocom=")))
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    @cached_property
    def _link_of_entry(self) -> str | None:
        """The permalink of an entry: the link of its heading, else one marked as bookmark."""
        headings = [tag for tag in self.parts if tag.name in ("h1", "h2", "h3", "h4")]
        links = [link for heading in headings for link in iter_name(heading, "a")]
        links += [tag for tag in self.parts if tag.name == "a" and "bookmark" in (tag.attrs.get("rel") or ())]
        return next((url for link in links if (url := self.href(link))), None)

    @cached_property
    def part(self) -> int | None:
        """Which part of a post in several parts (``<!--nextpage-->``) this is, None if it is whole."""
        if self.parts_told is None:
            return None
        found = _PART.search(urlsplit(self.url_of_page).path)
        number = int(found[1]) if found else int("0" + re.sub(r"\D", "", parse_qs(urlsplit(self.url_of_page).query).get("page", [""])[0])[:3])
        return number if 1 < number <= self.parts_told else 1

    @cached_property
    def parts_told(self) -> int | None:
        """The highest number among the page links below the text: "Pages: 1 2 3"."""
        if self._given is not None or self.content is None and self.article is None:
            return None
        scope = self.article or self.content
        for tag in self.soup.by_class(*PAGE_LINKS):
            if is_in(tag, self._away) or scope is None or not inside(tag, scope) and not (self.content and 0 < tag.order - self.content.last < 20):
                continue
            numbers = [int(number) for number in re.findall(r"\b\d{1,3}\b", text_of(tag) or "")]
            if len(numbers) > 1 and max(numbers) == len(numbers) and any(tag.name == "a" for tag in walk(tag)):
                return max(numbers)
        return None

    def post(self, kind: PostKind) -> Post:
        return replace(super().post(kind), part=self.field("part", None, lambda: self.part), parts=self.field("parts", None, lambda: self.parts_told))

    def native_id(self) -> str | None:
        if self._given is not None:
            return _number_of(self._given)
        for name in self.body_classes:
            if found := re.fullmatch(r"(?:postid|page-id)-(\d+)", name):
                return found[1]
        if self._short_link:
            return self._short_link[1]
        form = self.soup.by_id("comment_post_ID")
        if form is not None and (attribute(form, "value") or "").isdigit():
            return attribute(form, "value")
        return _number_of(self.articles[0]) if len(self.articles) == 1 else None

    # ---- what the post says

    @cached_property
    def blog_names(self) -> tuple[str | None, str | None, str]:
        """Title of blog and post, and the label of comment feeds, as the titles of the feed links tell them."""
        return feed_titles(self.structured, self.soup.by_rel("alternate"))

    def title(self) -> str | None:
        if self._given is not None:
            headings = [tag for name in ("entry-title", "post-title", "p-name") for tag in self.parts if name in (tag.attrs.get("class") or ())]
            headings += [tag for tag in self.parts if tag.name in ("h1", "h2", "h3")]
            return next((text for tag in headings if (text := text_of(tag))), None)
        shown, told = super().title(), self.blog_names[1]
        if told and (shown is None or _letters(told) in _letters(shown)):
            self.said("title", "structured")
            return told
        return shown

    @cached_property
    def _accounts(self) -> tuple[Account, ...]:
        """The accounts that posted: by JSON-LD, by links to their posts, by ``meta author``, by author classes, by a comment
        that is marked as theirs."""
        people = told_accounts(self.structured, self.absolute) if self._given is None else ()
        if people:
            self.said("author_name", "structured")
            links = {_letters(account.name): account.url for account in self._shown_accounts}
            return tuple(Account(account.name, links.get(_letters(account.name)) or account.url) for account in people)
        linked = self._found_accounts(lambda tags: linked_accounts(tags, self.href, host(self.url_of_page)))
        metas = self.structured.metas.get("author", [])[:1] if self._given is None and not linked else []
        if metas and not metas[0].startswith(("http", "@")):
            self.said("author_name", "structured")
            return (Account(metas[0]),)
        if linked or self._shown_accounts or self._given is not None:
            return linked or self._shown_accounts
        owner = next((comment.author_name for comment in self.comments() if comment.author_kind == "owner" and comment.author_name), None)
        return (Account(owner),) if owner else ()

    @cached_property
    def _shown_accounts(self) -> tuple[Account, ...]:
        """The accounts that the theme prints."""
        linked = self._found_accounts(lambda tags: linked_accounts(tags, self.href, host(self.url_of_page)))
        return linked or self._found_accounts(lambda tags: classed_accounts(tags, self.href))

    def _found_accounts(self, find: Callable[[list[Element]], tuple[Account, ...]]) -> tuple[Account, ...]:
        """What is found first: in the article beside the text, near it, and at last in the text."""
        content = self.content
        own, near = self.parts if self.article is not None else [], [] if self._given is not None else self.near
        for tags in (own, near):
            if found := find([tag for tag in tags if content is None or not content.order < tag.order <= content.last]):
                return found
        boxes = [tag for tag in self.soup.by_class("wp-block-post-author__name") if self._given is None and not is_in(tag, self.articles)]
        return find(own) or find(near) or find(boxes)

    def byline(self) -> str | None:
        """The name behind a "by" where the account is another."""
        if self._given is not None or not self._accounts:
            return None
        names = {_letters(account.name) for account in self._accounts}
        signed = [account.name for account in self._found_accounts(lambda tags: classed_accounts(tags, self.href)) if account.signed]
        return next((name for name in signed if not any(_letters(name) in other or other in _letters(name) for other in names)), None)

    def author_name(self) -> str | None:
        if self._accounts:
            return ", ".join(account.name for account in self._accounts)
        return super().author_name() if self._given is None else None

    def author_url(self) -> str | None:
        if self._accounts:
            return self._accounts[0].url
        return super().author_url() if self._given is None else None

    def published(self) -> Date:
        marked = self._marked
        if self._given is not None:
            return marked
        told = super().published()
        if marked.published and told.published:
            exact = self._sources.get("published") == "structured"
            same = marked.published_utc and marked.published_utc[:16] == (told.published_utc or "")[:16]
            if same or not exact or marked.published.startswith(told.published):
                self.said("published", "dom")
                return marked
        elif marked.published:
            self.said("published", "dom")
            return marked
        return told

    @cached_property
    def _marked(self) -> Date:
        """The date that the theme prints: ``time.entry-date.published[datetime]``, ``abbr.published[title]``."""
        tags = self.classed(*PUBLISHED)
        times = [inner for tag in tags for inner in (tag, *walk(tag)) if inner.name in ("time", "abbr")]
        times += [tag for tag in self.parts if tag.name == "time"]
        day = from_url(self.url() or "")
        found = [
            Date(date.published, date.published_utc, text_of(tag) or date.raw)
            for tag in times[:20]
            if not _is_update(tag) and (date := self.date(attribute(tag, "datetime") or attribute(tag, "title") or text_of(tag))).published
        ]
        if not found:
            # "This entry was posted on Saturday, December 3rd, 2011 at 10:20 pm and is filed under": Kubrick's line below the text
            lines = [tag for tag in (*tags, *self.classed(*META_LINES)) if 5 < tag.chars < 400]
            found = [date for tag in lines if (date := self.date(text_of(tag))).published]
        return next((date for date in found if day and (date.published or "").startswith(day)), found[0] if found else NO_DATE)

    def updated(self) -> Date:
        changed = [tag for tag in self.classed("updated", "wp-block-post-date__modified-date", "modified") for tag in (tag, *walk(tag))]
        for tag in changed:
            if tag.name == "time" and _is_update(tag) and (found := self.date(attribute(tag, "datetime"))).published:
                return found
        return super().updated() if self._given is None else NO_DATE

    @cached_property
    def content(self) -> Element | None:
        return content_of(self.parts) or (content_of(self.around) if self._given is None else None)

    def body(self) -> Region | None:
        if self._given is not None:
            return region_of(self.content, self._away) if self.content is not None else None
        finder = ContentFinder(self.soup, self._away, self.heading(), self._title[2])
        return finder.find_in(self.content, self.article)

    def excerpt(self) -> str | None:
        if self._given is None:
            return super().excerpt()
        summary = next((tag for tag in self.classed("entry-summary", "wp-block-post-excerpt", "post-excerpt")), None)
        return text_of(summary)

    def lead_image_url(self) -> str | None:
        return super().lead_image_url() if self._given is None else None

    def language(self) -> str | None:
        return super().language() if self._given is None else None

    @cached_property
    def _term_reader(self) -> TermReader:
        return TermReader(self.article, self.parts if self.article else self.near, self.near, self.href)

    @cached_property
    def near(self) -> list[Element]:
        """The elements from a little before the heading to a little behind the text."""
        heading, content = self.heading() if self._given is None else None, self.content
        low = heading.order - 150 if heading is not None else 0
        ends = [tag.last for tag in (content, self.article) if tag is not None]
        high = max(ends) + 200 if ends else low + 500
        return [tag for tag in self.around if low < tag.order < high]

    def categories(self) -> tuple[Term, ...]:
        if self._term_reader.categories or self._given is not None:
            return self._term_reader.categories
        self.said("categories", "structured")
        return self._terms.told("category") or (self._trail() if self.kind() == "post" else ())

    def _trail(self) -> tuple[Term, ...]:
        """The categories on the way to a post, where nothing else names them: "Home » Boats » Oars » The post"."""
        self.said("categories", "heuristic")
        for trail in (*self.soup.by_class(*BREADCRUMBS), *(self.soup.by_id(name) for name in ("breadcrumbs", "breadcrumb", "crumbs"))):
            steps = [tag for tag in iter_name(trail, "a") if tag.chars] if trail is not None else []
            found = [(text_of(tag), url) for tag in steps if (url := self.href(tag)) and urlsplit(url).path.strip("/") and not same_page(url, self.url())]
            if steps and len(found) < len(steps):  # it begins at home
                return tuple(Term(kind="category", name=name, slug=slug_of(url), url=url) for name, url in found if name)
        return ()

    def tags(self) -> tuple[Term, ...]:
        return self._term_reader.tags or (super().tags() if self._given is None else ())

    @cached_property
    def neighbours(self) -> tuple[str | None, str | None]:
        """The older and the newer post: ``rel=prev`` and ``rel=next`` of links outside of the comments."""
        older = newer = None
        for tag in (*(tag for rel in ("prev", "previous", "next") for tag in self.soup.by_rel(rel)), *self.soup.by_class("nav-previous", "nav-next")):
            if tag.name not in ("a", "link", "div", "span", "p", "li") or is_in(tag, self._away):
                continue
            link = tag if tag.name in ("a", "link") else next(iter_name(tag, "a"), None)
            url = self.href(link)
            if url is None or page_key(url).partition("?")[0].startswith(page_key(self.url() or "")):
                continue  # the next part of this post, or of its comments
            words = {*(tag.attrs.get("rel") or ()), *(tag.attrs.get("class") or ())}
            if words & {"prev", "previous", "nav-previous"}:
                older = older or url
            else:
                newer = newer or url
        return older, newer

    def previous_url(self) -> str | None:
        return self.neighbours[0] if self._given is None else None

    def next_url(self) -> str | None:
        return self.neighbours[1] if self._given is None else None

    # ---- comments and pings

    def comments(self) -> tuple[Comment, ...]:
        return self.thread.comments()

    def references(self) -> tuple[Reference, ...]:
        return self.thread.references()

    def comments_claimed(self) -> int | None:
        """The number in the heading of the comments, or in the link to them; core counts pings too."""
        if self._given is None:
            for tag in (*self.soup.by_class(*CLAIMS), *(self.soup.by_id(name) for name in ("comments-title", "comments"))):
                if tag is not None and (tag.chars < 300) and (number := claimed_in(text_of(tag))) is not None:
                    return number
            return None
        return next((number for tag in self.classed("comments-link") if (number := claimed_in(text_of(tag))) is not None), None)

    # ---- lists and the blog

    def entries(self) -> tuple[Post, ...]:
        if self.kind() != "listing":
            return ()
        posts = []
        for tag in self.articles:
            reader = WordPress(self.source, tag, self)
            if reader.url():
                posts.append(reader.post("post"))
                self.problems += reader.problems
        return tuple(posts)

    def blog_title(self) -> str | None:
        return self.blog_names[0] or super().blog_title()

    def blog_description(self) -> str | None:
        tags = self.soup.by_class("site-description", "wp-block-site-tagline")
        return text_of(tags[0]) if tags else None

    def blog_feed_url(self) -> str | None:
        return super().blog_feed_url()

    def platform_version(self) -> str | None:
        found = next((text for text in self.structured.metas.get("generator", ()) if text.startswith("WordPress")), None)
        return clean(found.removeprefix("WordPress")) if found else None


def feed_titles(structured: Structured, links: list[Element]) -> tuple[str | None, str | None, str]:
    """Title of the blog, title of the post, label of comment feeds.

    Core prints three feed links: "Blog » Feed", "Blog » Comments Feed", "Blog » Post Comments Feed"; words are translated.
    """
    titles = [title for tag in links if "rss" in str(tag.attrs.get("type", "")) and (title := clean(attribute(tag, "title")))]
    parted = [title.partition(" » ") for title in titles]
    if len(parted) < 2 or not parted[0][1] or parted[0][0] != parted[1][0]:
        return None, None, ""
    blog, label = parted[0][0], parted[1][2]
    for title in titles[2:]:
        rest = title.removeprefix(f"{blog} » ")
        if rest != title and rest.endswith(f" {label}"):
            return blog, rest.removesuffix(f" {label}").strip() or None, label
    return blog, None, label


def claimed_in(text: str | None) -> int | None:
    """The number in "1,204 thoughts on “30 days”": outside of quoted titles, separators of thousands left out; "One response" is 1."""
    bare = _QUOTED.sub("", text or "")
    found = _NUMBER.search(bare)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return int(digits) if 0 < len(digits) < 8 else 1 if not found and _ONE.match(bare) else None


def _number_of(tag: Element) -> str | None:
    for word in (attribute(tag, "id") or "", *(tag.attrs.get("class") or ())):
        if found := re.fullmatch(r"post-(\d+)", word):
            return found[1]
    return None


def _base62(text: str) -> str:
    number = 0
    for char in text:
        number = number * 62 + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".index(char)
    return str(number)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_update(tag: Element) -> bool:
    """Whether a date is only that of a change: class ``updated`` without ``published``."""
    names = {*(tag.attrs.get("class") or ()), *(tag.parent.attrs.get("class") or () if isinstance(tag.parent, Element) else ())}
    return bool(names & {"updated", "modified", "wp-block-post-date__modified-date", "date-modified"}) and "published" not in names
