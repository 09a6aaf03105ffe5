"""One comment or ping of a WordPress theme: author, website, date, text, without signature, reply links and likes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from .base import Parser
from .dates import NO_DATE, Date
from .html import body_html
from .model import AuthorKind, Comment, Reference, ReferenceKind
from .soup import BLOCKS, SILENT, Element, attribute, parents, walk
from .text import Region, body_text, clean, text_of
from .urls import host

if TYPE_CHECKING:
    from .wordpress_comments import Item

PINGS = frozenset(("pingback", "trackback"))
AUTHOR = (
    *("wp-block-comment-author-name", "comment-author-name", "fn", "wpd-comment-author", "wc-comment-author"),
    *("comment_author", "commentauthor", "comment-author-link", "epoch-author-link", "author-name", "authorname"),
    *("comment-name", "commenter", "comment_name", "username", "comment-author", "author", "name", "vcard", "p-author"),
)  # fmt: skip
AUTHOR_LIKE = re.compile(r"(?:^|[-_])(?:author|authorname|author-name|commenter|username|user-name|nickname)$", re.I)
DATE = (
    *("wp-block-comment-date", "comment-metadata", "commentmetadata", "comment-date", "comment_date", "commentdate"),
    *("comment-time", "comment_time", "comment-meta", "wpd-comment-date", "wc-comment-date", "date", "time", "timestamp"),
    *("comment-permalink", "published", "posted-on", "comment-info", "datetime", "time-info"),
)  # fmt: skip
DATE_LIKE = re.compile(r"(?:^|[-_])(?:date|time|datum|timendate|datetime|posted-when|timestamp)$", re.I)
TEXT = (
    *("wp-block-comment-content", "wpd-comment-text", "wc-comment-text", "epoch-comment-content", "comment-text"),
    *("comment_text", "commenttext", "contenttext", "comment-content", "comment_content", "commentcontent", "e-content"),
    *("comment-entry", "comment-copy", "comment-message", "comment-the-content", "comment-p", "the-comment-content"),
    *("comment-body", "commentbody", "comment_body", "entry", "entry-content", "format_text", "text", "content"),
)  # fmt: skip
TEXT_LIKE = (
    re.compile(r"(?:^|[-_])(?:comments?[-_].*(?:text|content|entry)|comment(?:text|content)|item-text)$", re.I),
    re.compile(r"(?:^|[-_])comment[-_]?body$", re.I),
)
NOT_TEXT = frozenset(
    (
        *("vcard", "comment-author", "comment-meta", "commentmetadata", "comment-metadata", "comment-date", "comment_date"),
        *("comment-awaiting-moderation", "moderation", "awaiting-moderation", "comment-moderation", "says", "avatar"),
        *("reply", "comment-reply", "comment-reply-link", "comment-reply-login", "reply-link", "replylink", "comment_reply"),
        *("comment-edit-link", "edit-link", "comment-edit", "edit-comment", "comment-tools", "comment-actions", "tools"),
        *("comment-likes", "comment-like", "jetpack-comment-likes-widget-wrapper", "pd-rating", "cs-rating", "likebtn_container"),
        *("comment-number", "comment-count", "commentnumber", "counter", "comment-counter", "comment_num", "commentcount"),
        *("sharedaddy", "sd-sharing", "share", "comment-share", "comment-footer", "wpd-comment-header", "wpd-comment-footer"),
        *("wpd-comment-left", "wpulike", "cld-like-dislike-wrap", "comment-rating", "ckratingli", "wpd-comment-last-edited"),
        *("comment-permalink", "comment-link", "permalink", "screen-reader-text", "comment-header", "comment-info-reply"),
        *("wp-block-comment-reply-link", "wp-block-comment-edit-link", "wp-block-comment-author-name", "wp-block-comment-date"),
        *("wp-block-avatar", "wpdiscuz-hellip", "wpdiscuz-readmore", "comment-report", "report-comment", "thumbblock_parent"),
    )
)  # fmt: skip
ACTIONS = frozenset(
    (
        *("reply", "comment-reply", "comment-reply-link", "comment-reply-login", "reply-link", "replylink", "comment_reply"),
        *("comment-edit-link", "edit-link", "comment-edit", "edit-comment", "comment-tools", "comment-actions", "tools"),
        *("comment-likes", "comment-like", "comment_quote_link", "comment_direct_link", "says"),
    )
)  # fmt: skip
NOT_TEXT_LIKE = re.compile(
    r"(?:^|[-_])(?:comment[-_](?:header|footer|meta|metadata|actions|toolbar|buttons|info|details|date|time)"
    r"|(?:report|reply|edit|flag|share|quote|permalink|like|vote)s?[-_]?(?:link|btn|button|box)s?)$",
    re.I,
)
_LINK_ONLY = frozenset(("comment-reply-link", "comment-edit-link", "comment-reply-login"))
_SAYS = re.compile(
    r"(?:\s+(?:says|said|sagt|sagte|schrieb|schreibt|meint|meinte|dit|a dit|dice|dijo|ha detto|wrote|writes|zegt|schreef|diz|disse"
    r"|escribió|escreveu|mówi|pisze|skriver|säger|sier|siger|sanoo|говорит|пишет|пише|her|より))?\s*(?:\.\.\.|…|:|：|,|\||-|–|—)*\s*$",
    re.I,
)
_ELLIPSIS = r"\[?\s*(?:…|\.{3})\s*\]?"
_QUOTED = re.compile(r"^\W{0,3}\[\s*(?:…|\.{3})\s*\].*\[\s*(?:…|\.{3})\s*\]\W{0,3}$", re.S)
"""How WordPress quotes the page that links here: "[…] as Ada writes, the keel […]"."""
_BEGINS_CUT = re.compile(r"^\W{0,3}\[\s*(?:…|\.{3})\s*\]")
_CUT = re.compile(rf"{_ELLIPSIS}\s*$")
_DEEP = re.compile(r"^https?://[^/]+/[^?#/]|[?]\w*p=\d")
_SANDBOX = re.compile(r"^c-([ymdh])(\d{1,4})$")
_LOCAL = re.compile(r"^#|replytocom=|/wp-(?:admin|login)|#respond|#comment")


@dataclass(frozen=True)
class Entry:
    """What one item says, before it is told whether it is a comment or a ping."""

    native_id: str | None
    url: str | None
    name: str | None
    website: str | None
    kind: AuthorKind | None
    date: Date
    text: str | None
    html: str | None
    ping: ReferenceKind | None
    site_name: str | None = None

    def comment(self, position: int, parent: str | None, depth: int) -> Comment:
        return Comment(
            position=position,
            native_id=self.native_id,
            parent_native_id=parent,
            depth=depth,
            url=self.url,
            author_name=self.name,
            author_url=self.website,
            author_kind=self.kind,
            published=self.date.published,
            published_utc=self.date.published_utc,
            published_raw=self.date.raw,
            body_text=self.text,
            body_html=self.html,
        )

    def reference(self, position: int) -> Reference:
        return Reference(
            position=position,
            kind=self.ping or "pingback",
            native_id=self.native_id,
            title=self.name,
            url=self.website,
            site_name=self.site_name,
            excerpt=self.text,
            published=self.date.published,
            published_utc=self.date.published_utc,
            published_raw=self.date.raw,
        )


class CommentReader:
    """Reads items; all of a page, because an item ends where the next one begins."""

    def __init__(self, parser: Parser, items: tuple[Item, ...]) -> None:
        self.parser = parser
        self.base = parser.base_url
        self.page = parser.url_of_page.partition("#")[0]
        self.tags = {id(item.tag) for item in items}
        self.told_kinds = any("byuser" in item.classes for item in items)

    def entry(self, item: Item) -> Entry | None:
        """None for an element that says nothing."""
        own = list(self._own(item))
        author, name, link = self._author(own)
        date_tag, date = self._date(own, item, author)
        if author is None and date_tag is not None:
            author, name, link = self._name_beside(date_tag)
        region = self._text(own, item, [tag for tag in (author, date_tag) if tag is not None])
        text = body_text(region)
        website = self.parser.href(link)
        ping = self._ping(item, own, text, website)
        if ping and (website is None or name is None):
            link = self._link_away(own) or link
            website = self.parser.href(link)
            name = text_of(link) or name
        if not text and not (name and ping):
            return None
        if ping:
            return self._as_ping(item, name, website, date, text, ping, own)
        return Entry(
            native_id=item.native_id,
            url=self._permalink(own, item),
            name=name,
            website=website if link is not None else None,
            kind=self._kind(item),
            date=date,
            text=text,
            html=body_html(region, self.base),
            ping=None,
        )

    def _as_ping(
        self, item: Item, name: str | None, website: str | None, date: Date, text: str | None, ping: ReferenceKind, own: list[Element]
    ) -> Entry:
        site = None
        title = next((tag for tag in own if tag.name == "strong" and text and text.startswith(text_of(tag) or "\0")), None)
        if ping == "trackback" and title is not None and text is not None:
            # a trackback's text begins with the title of the page in <strong>; its "author" is the blog's name
            headline = text_of(title)
            if headline and headline != name:
                site, name, text = name, headline, text[len(headline) :].strip() or None
        text = clean((text or "").lstrip(" -–—:"))
        if text and name and _bare(text).endswith(_bare(name)) and len(text) < len(name) + 40:
            text = None  # "Pingback: " and the link itself
        return Entry(
            native_id=item.native_id, url=None, name=name, website=website, kind=None, date=date, text=text, html=None, ping=ping, site_name=site
        )

    def _own(self, item: Item) -> Iterator[Element]:
        """The elements of an item without those of the items inside it."""
        for root in (item.tag, item.text):
            skip = -1
            for node in walk(root) if root is not None else ():
                if node.order <= skip:
                    continue
                if id(node) in self.tags or "children" in (node.attrs.get("class") or ()):
                    skip = node.last
                    continue
                yield node

    # ---- author

    def _author(self, own: list[Element]) -> tuple[Element | None, str | None, Element | None]:
        """The element that holds the name, the name, the link to the website."""
        for tag in self._author_tags(own):
            link = tag if tag.name == "a" else next((node for node in walk(tag) if node.name == "a" and node.chars and not _is_local(node)), None)
            if link is not None and not _is_local(link):
                return tag, clean(text_of(link)), link
            inner = next((node for node in walk(tag) if node.name in ("cite", "b", "strong") and node.chars and node.chars < 100), None)
            name = text_of(inner) if inner is not None else text_of(Region.of(*tag.contents, without=[node for node in walk(tag) if _is_aside(node)]))
            name = _SAYS.sub("", name or "").strip() or None
            if name and len(name) <= 120:
                around = tag.parent
                if isinstance(around, Element) and around.name == "a" and not _is_local(around):
                    return tag, name, around
                return tag, name, None
        return None, None, None

    def _name_beside(self, date: Element) -> tuple[Element | None, str | None, Element | None]:
        """A name on the line of the date: ``<p>ada <a href="#comment-7">1 year</a></p>``."""
        around = date.parent
        if not isinstance(around, Element) or around.chars > 150:
            return None, None, None
        links = [tag for tag in walk(around) if tag.name == "a" and tag.chars and tag is not date and not _is_local(tag)]
        if links:
            return links[0], text_of(links[0]), links[0]
        before = [node for node in around.contents if type(node) is NavigableString]
        name = _SAYS.sub("", clean(str(before[0])) or "") if before else ""
        return (None, name, None) if 0 < len(name) <= 60 and not any(char.isdigit() for char in name) else (None, None, None)

    def _author_tags(self, own: list[Element]) -> Iterator[Element]:
        by_class = _by_class(own)
        for name in AUTHOR:
            yield from (tag for tag in by_class.get(name, ()) if tag.chars)
        for name, tags in by_class.items():
            if AUTHOR_LIKE.search(name):
                yield from (tag for tag in tags if 0 < tag.chars < 200)
        yield from (tag for tag in own if tag.name == "cite" and tag.chars)
        yield from (tag for tag in by_class.get("url", ()) if tag.chars)
        for tag in own:
            if tag.name in ("strong", "b", "h3", "h4", "h5", "h6") and 0 < tag.chars < 80:
                yield tag
                return

    # ---- date

    def _date(self, own: list[Element], item: Item, author: Element | None) -> tuple[Element | None, Date]:
        """The element of the date, and the date; one that cannot be read ("3 days ago") keeps its text."""
        raw: tuple[Element, str] | None = None
        aside = [tag for tag in own if tag is author or _is_action(tag, item.native_id)]
        for tag in self._date_tags(own, item):
            text = text_of(Region.of(*tag.contents, without=aside))
            exact = attribute(tag, "datetime") or (attribute(tag, "title") if tag.name != "a" else None)
            found = self.parser.date(exact)
            said = self.parser.date(text)
            if not found.published or _is_day(found) and (said.published or "").startswith(found.published):
                found = said
            if found.published and not _is_day(found):
                return tag, Date(found.published, found.published_utc, text or found.raw)
            around = tag.parent
            if isinstance(around, Element) and tag.chars < around.chars < 200:
                # "August 3, 2019 at <a href="#comment-7">3:12 pm</a>", <span>August 3</span> at <span>3:12 pm</span>
                line = self.parser.date(text_of(Region.of(*around.contents, without=aside)))
                if line.published and not _is_day(line) and line.published.startswith(found.published or ""):
                    return around, line
            if found.published:
                return tag, Date(found.published, found.published_utc, text or found.raw)
            if raw is None and text and (len(text) > 5 or any(char.isdigit() for char in text)):
                raw = tag, text
        said = self._said(own, item, author)
        if said.published:
            return None, said
        sandbox = {found[1]: int(found[2]) for name in item.classes if (found := _SANDBOX.match(name))}
        if {"y", "m", "d"} <= sandbox.keys():
            return None, self.parser.date(f"{sandbox['y']:04}-{sandbox['m']:02}-{sandbox['d']:02}")
        return (raw[0], Date(raw=raw[1])) if raw else (None, NO_DATE)

    def _said(self, own: list[Element], item: Item, author: Element | None) -> Date:
        """A date beside the name, in no element of its own: ``<strong>Ada</strong> 19. Juni 2018 um 15:28 Uhr``."""
        text = self._text_tag(own, item, [])
        if author is None or text.order < author.order <= text.last:
            text = item.tag
        for tag in (item.tag, *own):
            if tag.name in ("p", "blockquote", "a") or text is not item.tag and text.order <= tag.order <= text.last:
                continue
            said = " ".join(str(node) for node in tag.contents if type(node) is NavigableString)
            if 5 < len(said) < 100:
                found = self.parser.date(said)
                if found.published:
                    return found
        return NO_DATE

    def _date_tags(self, own: list[Element], item: Item) -> Iterator[Element]:
        yield from (tag for tag in own if tag.name == "time")
        yield from (tag for tag in own if tag.name == "a" and 4 < tag.chars < 80 and _permalinks(tag, item.native_id))
        by_class = _by_class(own)
        for name in DATE:
            yield from (tag for tag in by_class.get(name, ()) if 4 < tag.chars < 200)
        for name, tags in by_class.items():
            if DATE_LIKE.search(name):
                yield from (tag for tag in tags if 4 < tag.chars < 200)
        yield from (tag for tag in own if tag.name in ("small", "abbr") and 4 < tag.chars < 120)

    # ---- text

    def _text(self, own: list[Element], item: Item, parts: list[Element]) -> Region:
        root = self._text_tag(own, item, parts)
        inside = [tag for tag in own if root.order < tag.order <= root.last] if root is not item.tag else own
        without: list[PageElement] = [tag for tag in inside if _is_aside(tag)]
        without += [tag for tag in walk(root) if id(tag) in self.tags or "children" in (tag.attrs.get("class") or ())]
        if root is item.text:
            return Region.of(*root.contents, without=without)
        parts = [_outermost(part, without) for part in parts if root.order < part.order <= root.last]
        signature = [node for part in parts for node in _line_of(part, root)]
        region = Region.of(*_opened(root, signature), without=[*without, *signature])
        if body_text(region) is None and signature and not item.listed_as_ping and PINGS.isdisjoint(item.classes):
            region = Region.of(*root.contents, without=[*without, *parts])
        return region

    def _text_tag(self, own: list[Element], item: Item, parts: list[Element]) -> Element:
        if item.text is not None:
            return item.text
        by_class = _by_class(own)
        candidates = [tag for name in TEXT for tag in by_class.get(name, ()) if tag.chars]
        for like in TEXT_LIKE:
            candidates += [tag for name, tags in by_class.items() if like.search(name) for tag in tags if tag.chars]
        for tag in candidates:
            if tag.name not in ("span", "a", "li", "ul") and not any(tag.order <= part.order <= tag.last for part in parts):
                return tag
        return next((tag for tag in candidates if tag.name not in ("span", "a", "li", "ul")), item.tag)

    # ---- the rest

    def _permalink(self, own: list[Element], item: Item) -> str | None:
        link = next((tag for tag in own if tag.name == "a" and _permalinks(tag, item.native_id)), None)
        if link is not None and "replytocom" not in (url := self.parser.href(link) or ""):
            return url or None
        ident = attribute(item.tag, "id")
        return f"{self.page}#{ident}" if ident else None

    def _kind(self, item: Item) -> AuthorKind | None:
        if "bypostauthor" in item.classes:
            return "owner"
        if "byuser" in item.classes:
            return "registered"
        return "unregistered" if self.told_kinds else None

    def _ping(self, item: Item, own: list[Element], text: str | None, website: str | None) -> ReferenceKind | None:
        if "trackback" in item.classes:
            return "trackback"
        if "pingback" in item.classes:
            return "pingback"
        if item.listed_as_ping:
            return "pingback"
        if text and website and _QUOTED.match(text):
            return "pingback"
        if website and _DEEP.match(website) and text and _CUT.search(text):
            if _BEGINS_CUT.match(text):
                return "pingback"
            first = next((tag for tag in own if tag.name == "strong" and tag.chars), None)
            if first is not None and first.parent is not None and text_of(first.parent) == text_of(first) and text.startswith(text_of(first) or "\0"):
                return "trackback"
        return None

    def _link_away(self, own: list[Element]) -> Element | None:
        home = host(self.page)
        links = [tag for tag in own if tag.name == "a" and tag.chars and not _is_local(tag)]
        return next((tag for tag in links if host(self.parser.href(tag)) != home), links[0] if links else None)


def _by_class(own: list[Element]) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for tag in own:
        for name in tag.attrs.get("class") or ():
            found.setdefault(name, []).append(tag)
    return found


def _is_day(date: Date) -> bool:
    return len(date.published or "") == len("2010-10-19")


def _is_action(tag: Tag, number: str | None) -> bool:
    """Whether an element lets the reader do something: reply, edit, quote, like."""
    if tag.name == "a":
        return not _permalinks(tag, number) and bool(_LOCAL.search(attribute(tag, "href") or "") or _acts(tag))
    return tag.name in ("button", "form") or _acts(tag)


def _acts(tag: Tag) -> bool:
    return any(name in ACTIONS or NOT_TEXT_LIKE.search(name) and "date" not in name for name in tag.attrs.get("class") or ())


def _is_aside(tag: Tag) -> bool:
    """Whether an element of a comment is not its text: by class, or as a link to reply, edit, log in."""
    classes = tag.attrs.get("class")
    if classes and (not NOT_TEXT.isdisjoint(classes) or tag.chars < 200 and any(NOT_TEXT_LIKE.search(name) for name in classes)):  # type: ignore[attr-defined]
        return True
    if tag.name == "a":
        return bool(_LOCAL.search(attribute(tag, "href") or ""))
    return tag.name in ("form", "button", "time")


def _is_local(tag: Tag) -> bool:
    """Whether a link stays with the comment (permalink, reply) or the profile is a script."""
    href = attribute(tag, "href") or "#"
    return bool(_LOCAL.search(href)) or not _LINK_ONLY.isdisjoint(tag.attrs.get("class") or ())


def _permalinks(tag: Tag, number: str | None) -> bool:
    href = attribute(tag, "href") or ""
    return number is not None and href.endswith((f"comment-{number}", f"#{number}", f"#comment{number}", f"#c{number}"))


def _outermost(tag: Element, others: list[PageElement]) -> Element:
    """The first of ``others`` that the element stands in, else itself."""
    return next((other for other in others if isinstance(other, Element) and other.order <= tag.order <= other.last), tag)


def _line_of(tag: Element, root: Element) -> Iterator[PageElement]:
    """All that stands on one line with an element: its neighbours up to the next block, or the block around it."""
    node: Element = tag
    while node.parent is not root and isinstance(node.parent, Element):
        parent = node.parent
        if parent.name in BLOCKS and parent.chars > node.chars + 60:
            break
        node = parent
    yield node
    if node.name in BLOCKS:
        return
    for neighbour in (*_run(node.previous_sibling, back=True), *_run(node.next_sibling, back=False)):
        yield neighbour


def _run(node: PageElement | None, *, back: bool) -> Iterator[PageElement]:
    while node is not None and not (isinstance(node, Tag) and (node.name in BLOCKS or node.name in SILENT)):
        yield node
        node = node.previous_sibling if back else node.next_sibling


def _opened(root: Element, left_out: list[PageElement]) -> Iterator[PageElement]:
    """The nodes of an element without some strings; an element that holds one of them is replaced by its nodes."""
    strings = {id(node) for node in left_out if isinstance(node, NavigableString)}
    holders = {id(parent) for node in left_out if isinstance(node, NavigableString) for parent in parents(node)}
    stack: list[Iterator[PageElement]] = [iter(root.contents)]
    while stack:
        for node in stack[-1]:
            if id(node) in holders and isinstance(node, Tag):
                stack.append(iter(node.contents))
                break
            if id(node) not in strings:
                yield node
        else:
            stack.pop()


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
