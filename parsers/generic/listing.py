"""The posts that a list page shows: the largest set of elements of one shape, each of which leads to a page of its own.

Five shapes, the surest first: containers that say what they are (``article``, ``h-entry``, ``post``), ``rel=bookmark``,
headings that are links, lines with a date and a link, links that say "permalink" or "read more". A set says whether a
blog must have made it: headings that are links stand in shops too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ..tree.known import known
from ..tree.soup import Element, Soup, Spans, attribute, parents, words, words_of
from ..tree.text import text_of
from ..tree.urls import absolute, host, same_page
from .addresses import list_address
from .names import FOREIGN, parts_of, rank_of

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp3|mp4|ogg|xml|rss|atom|css|js)(?:\?|$)|/(?:feed|rss|atom)/?$", re.I
)

_CONTAINER = re.compile(
    r"h-?entry|(?:blog|news|journal)?[-_]?(?:post|entry|article|artikel|beitrag|eintrag|story)"
    r"(?:[-_]{0,2}(?:item|card|preview|summary|teaser|excerpt|box|wrap|wrapper|entry|row|block|container|snippet|listing|list[-_]item|in[-_]list))?",
    re.I,
)
_POSTINGS = ("BlogPosting", "NewsArticle", "Article", "BlogPost")
_PERMALINK = re.compile(
    r"\W*(?:permalink|permanent link|permalien|link|#|¶|∞"
    r"|(?:\d+|no|keine)? ?(?:comments?|kommentare?|commentaires?|comentarios?)(?: ?\(\d+\))?"
    r"|(?:read|more|continue|weiter|mehr|lire|leer|seguir|leggi|lees|läs|les|czytaj|читать|más|plus|suite)\b.{0,60})\W*|[#¶∞→»]",
    re.I,
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2})?|\d{1,2}[./]\d{1,2}[./](?:(?:19|20)?\d\d))(?!\d)"
    r"|(?<!\d)\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?(?:\s+de)?\s+(?:19|20)\d\d"
    r"|[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|^(?:[^\W\d]{3}\.?\s+\d{1,2}|\d{1,2}\.?\s+[^\W\d]{3})\b",
    re.I,
)
_PRICE = re.compile(
    r"[$€£¥]\s?\d|\d[.,]\d\d\s?(?:€|eur|usd|gbp|chf|kč|zł)|add to (?:cart|basket)|in den warenkorb|ajouter au panier",
    re.I,
)
_LEVELS = ("h1", "h2", "h3", "h4", "h5")
_BLOCKS = ("div", "p", "span", "a")
_FIRST = 6
_POSTS = words("post entry article blog")
_OUTSIDE = frozenset(("nav", "aside", "footer", "form", "dialog"))
_MOST = 400
"""Elements of one shape that are looked at."""


@dataclass(frozen=True)
class Entry:
    """One post in a list: its address, what it is called, the element that shows it."""

    url: str
    title: str | None
    tag: Element


@dataclass(frozen=True)
class Listing:
    """What a page lists; ``marked`` says that its markup names posts, ``dated`` how many entries show a date."""

    entries: tuple[Entry, ...] = ()
    marked: bool = False
    dated: int = 0
    priced: int = 0
    inside: int = 0
    """Characters of text in the entries."""
    outside: int = 0
    """Characters of text on the page that stand in no entry, menu, sidebar or comment."""

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def is_of_posts(self) -> bool:
        """Whether a blog must have made it, and no shop."""
        return 2 * self.priced < self.size and (self.marked or 2 * self.dated >= self.size > 0)


class ListFinder:
    """Finds the list of one page; ``away`` are its comments."""

    def __init__(self, soup: Soup, base: str, url: str, away: tuple[Element, ...]) -> None:
        self.soup = soup
        self.base = base
        self.url = url
        self.away = Spans(away)
        self.host = host(url)
        self._foreign: dict[int, bool] = {}
        self._targets: dict[str, str | None] = {}

    @cached_property
    def found(self) -> Listing:
        """The largest list; one whose markup names posts before others."""
        best: list[Entry] = []
        marked = False
        for entries, says in self._sets():
            if not says and marked and len(best) >= 3:
                break  # the markup says it; what follows is guessed
            if len(entries) > len(best) * (1.5 if marked and not says else 1):
                best, marked = entries, says
        texts = [text_of(entry.tag) or "" for entry in best] if len(best) <= 60 else []
        dated = sum(
            bool(_DATE.search(text[:300]) or _DATE.search(text[-80:]) or self.soup.within(entry.tag, "time"))
            for entry, text in zip(best, texts, strict=False)
        )
        priced = sum(bool(_PRICE.search(text[:600])) for text in texts)
        # a front page may show its newest post whole above the list of all
        inside, outside = self._texts(best, [entry for entries in self._contained for entry in entries])
        if not texts:
            dated = len(best) if all(_DATE.search((text_of(entry.tag) or "")[:200]) for entry in best[:10]) else 0
        return Listing(tuple(best), marked, dated, priced, inside, outside)

    # ---- the shapes

    @cached_property
    def _contained(self) -> list[list[Entry]]:
        """The entries in containers that say what they are."""
        soup = self.soup
        groups = [
            soup.by_name("article"),
            [tag for tag in soup.items if str(tag.attrs.get("itemtype", "")).endswith(_POSTINGS)],
        ]
        groups += [tags for word, tags in soup.classes.items() if _is_container(word) and len(tags) <= _MOST]
        return [self._distinct((self._of_container(tag) for tag in _side_by_side(group)), group) for group in groups]

    def _sets(self) -> Iterator[tuple[list[Entry], bool]]:
        soup = self.soup
        yield from ((entries, True) for entries in self._contained)
        bookmarks = [tag for tag in soup.by_rel("bookmark") if tag.name == "a"]
        yield self._of_links(bookmarks), True
        for level in _LEVELS:
            links = [link for tag in soup.by_name(level)[:_MOST] if (link := self._linked(tag, None)) is not None]
            yield self._of_links(links), False
        for word, tags in soup.classes.items():
            if len(tags) > 1 and "itle" in word:
                titles = [tag for tag in tags[:_MOST] if _is_title(tag)]
                links = [link for tag in titles if (link := self._linked(tag, None)) is not None]
                yield self._of_links(links), not _POSTS.isdisjoint(parts_of(word))
        yield (
            self._distinct(
                (self._of_line(tag) for name in ("li", "tr", "p", "dt", "dd") for tag in soup.by_name(name)), ()
            ),
            False,
        )
        yield (
            self._distinct(
                (
                    self._of_line(parent)
                    for tag in soup.by_name("time")[:_MOST]
                    if isinstance(parent := tag.parent, Element)
                ),
                (),
            ),
            False,
        )
        said = [tag for tag in soup.by_name("a") if 0 < tag.chars < 40 and _PERMALINK.fullmatch(text_of(tag) or "")]
        yield self._of_links(said), False

    def _distinct(self, entries: Iterable[Entry | None], group: Iterable[Element]) -> list[Entry]:
        found: dict[str, Entry] = {}
        for entry in entries:
            if entry is not None and not self._is_foreign(entry.tag):
                found.setdefault(entry.url, entry)
        return list(found.values())

    def _of_container(self, tag: Element) -> Entry | None:
        soup = self.soup
        heading = next(iter(soup.within(tag, *_LEVELS, "h6")), None)
        first = next((one for one in soup.within(tag, *_BLOCKS)[:_FIRST] if _is_title(one)), None)
        if first is not None and (heading is None or first.order < heading.order):
            heading = first
        if heading is not None:
            link = self._linked(heading, tag)
            if link is None:
                link = next((a for a in soup.within(tag, "a") if self._target(a) and self._says_permalink(a)), None)
            return self._entry(link, heading, tag)
        links = [a for a in (tag, *soup.within(tag, "a")) if a.name == "a" and self._target(a)]
        link = next((a for a in links if self._says_permalink(a)), None)
        if tag.chars - tag.link_chars < 400:
            link = next((a for a in links if a.chars > 1 and not self._says_permalink(a)), link)
        return self._entry(link, None if link is None or self._says_permalink(link) else link, tag)

    def _of_links(self, links: list[Element]) -> list[Entry]:
        """Links of one kind; an entry is the widest element around its link that holds no other of them."""
        links = sorted((tag for tag in links if self._target(tag)), key=lambda tag: tag.order)[:_MOST]
        found: list[Entry | None] = []
        for at, link in enumerate(links):
            url = self._target(link)
            before = next((one.order for one in reversed(links[:at]) if self._target(one) != url), -1)
            after = next((one.order for one in links[at + 1 :] if self._target(one) != url), 1 << 60)
            tag = link
            for parent in parents(link):
                if parent.name in ("body", "html", "main") or parent.order <= before or parent.last >= after:
                    break
                tag = parent
            title: Element | None = link
            if _PERMALINK.fullmatch(text_of(link) or "") or not link.chars:
                title = next(iter(self.soup.within(tag, *_LEVELS, "h6", "strong", "b")), None)
            found.append(self._entry(link, title, tag))
        return self._distinct(found, ())

    def _of_line(self, tag: Element) -> Entry | None:
        """A short line that shows a date beside one link: ``<li>2010-10-19 <a href=…>Title</a>``."""
        if not 12 < tag.chars < 400 or not tag.link_chars or tag.link_chars > tag.chars and tag.name != "a":
            return None
        links = [a for a in self.soup.within(tag, "a") if a.chars > 1 and self._target(a)]
        if not links or len(links) > 3 or len(self.soup.within(tag, "li", "tr", "p")) > 2:
            return None
        text = text_of(tag) or ""
        if not self.soup.within(tag, "time") and not _DATE.search(text[:60]) and not _DATE.search(text[-40:]):
            return None
        if tag.chars - tag.link_chars > 120 and tag.name == "p":
            return None  # a sentence that names a date and links
        return self._entry(links[0], links[0], tag)

    # ---- parts

    def _linked(self, heading: Element, limit: Element | None) -> Element | None:
        """The link in a heading, or the one that the heading stands in."""
        for link in self.soup.within(heading, "a"):
            if self._target(link):
                return link
        for parent in parents(heading):
            if parent.name == "a":
                return parent if self._target(parent) else None
            if parent is limit:
                return None
            if parent.name in ("body", "main", "article", "section", "li"):
                return None
        return None

    def _entry(self, link: Element | None, title: Element | None, tag: Element) -> Entry | None:
        url = self._target(link) if link is not None else None
        return Entry(url, text_of(title) if title is not None else None, tag) if url else None

    def _says_permalink(self, link: Element) -> bool:
        return (
            "bookmark" in (link.attrs.get("rel") or ())
            or "u-url" in (link.attrs.get("class") or ())
            or bool(self.soup.within(link, "time"))
            or link.chars < 90
            and bool(_PERMALINK.fullmatch(text_of(link) or ""))
        )

    def _target(self, link: Element) -> str | None:
        """The address of another page of the blog that is no list itself."""
        href = attribute(link, "href")
        if not href or href.startswith("#"):
            return None
        if href not in self._targets:
            self._targets[href] = self._page(href)
        return self._targets[href]

    def _page(self, href: str) -> str | None:
        url = absolute(href, self.base)
        if not url or host(url) != self.host or _FILE.search(url) or list_address(url):
            return None
        url = url.partition("#")[0] if "comment" in url or "respond" in url else url
        return None if same_page(url, self.url) else url

    def _is_foreign(self, tag: Element) -> bool:
        """Whether an element stands in a menu, a sidebar, comments, or among related posts."""
        if tag in self.away:
            return True
        path: list[int] = []
        result = False
        for node in (tag, *parents(tag)):
            known = self._foreign.get(id(node))
            if known is not None:
                result = known
                break
            path.append(id(node))
            if (
                node.name in _OUTSIDE
                or node.name not in ("body", "html", "main")
                and node.chars < self._wide
                and _says_foreign(node)
            ):
                result = True
                break
        for key in path:
            self._foreign[key] = result
        return result

    @cached_property
    def _wide(self) -> float:
        """Characters: what holds so much of the page is a wrapper, whatever its name ("content-sidebar-wrap")."""
        bodies = self.soup.by_name("body")
        return 0.6 * bodies[0].chars if bodies else 0.0

    def _texts(self, entries: list[Entry], others: list[Entry]) -> tuple[int, int]:
        spans = [(entry.tag.order, entry.tag.last) for entry in (*entries, *others)]
        flat = [entry.tag.order for entry in entries if entry.tag.name == "a" or entry.tag.name in _LEVELS]
        if flat:
            # headings and texts side by side: an entry goes on until the next begins
            last = next(
                (
                    parent.last
                    for parent in parents(entries[-1].tag)
                    if parent.last >= max(flat) and parent.order < flat[0]
                ),
                0,
            )
            spans.append((flat[0], last))
        spans.sort()
        ends = list(accumulate((end for _, end in spans), max))
        inside = outside = 0
        for block in self.soup.blocks:
            if block.name in ("script", "title") or self._is_foreign(block):
                continue
            at = bisect_right(spans, (block.order, 1 << 60)) - 1
            if at >= 0 and block.order <= ends[at]:
                inside += block.own - block.own_links
            else:
                outside += block.own - block.own_links
        return inside, outside


def _outermost(tags: Iterable[Element]) -> list[Element]:
    found: list[Element] = []
    for tag in sorted(tags, key=lambda tag: tag.order):
        if not found or tag.order > found[-1].last:
            found.append(tag)
    return found


def _side_by_side(tags: Iterable[Element]) -> list[Element]:
    """The outermost, or those inside where one holds them all: the page itself may be an article."""
    tags = list(tags)
    found = _outermost(tags)
    return _outermost(tag for tag in tags if tag is not found[0]) if len(found) == 1 and len(tags) > 2 else found


@known
def _is_container(word: str) -> bool:
    return len(word) < 40 and bool(_CONTAINER.fullmatch(word))


def _is_title(tag: Element) -> bool:
    """Whether an element that is no heading shows a linked title: ``<div class="ui-post-title"><a href=…>``."""
    if not 2 < tag.chars < 300 or tag.link_chars < 0.8 * tag.chars or tag.name in _LEVELS:
        return False
    return any("itle" in word and "title" in parts_of(word) for word in tag.attrs.get("class") or ())


def _says_foreign(tag: Element) -> bool:
    return any(rank_of(word)[0] == FOREIGN for word in words_of(tag))
