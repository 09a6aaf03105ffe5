"""Comments in a page that nobody described: elements that call themselves comments, by id, class or microdata.

An item is found by an id with a number ("comment-123", "kommentar42") or by a class that says "comment" of one thing and not of a
list; nested items name their parent. Its parts are found by class, by element, by what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bs4 import Tag

from .dates import NO_DATE, Date
from .html import body_html
from .model import AuthorKind, Comment
from .soup import Element, Soup, attribute, is_in, iter_name, parents, walk
from .text import Region, body_text, text_of
from .urls import absolute

_WORD = r"(?:comment|kommentar|commentaire|comentario|commento|koment[aá][rř]|reactie|kommentti|leserbrief|cmt|hozzaszolas|yorum|opinion)"
_ID = re.compile(rf"^(?:li-|div-|dsq-|article-|post-|node-|entry-|single-|the-|a_?)?{_WORD}s?[-_]?(?:id[-_]?|body[-_]?|content[-_]?|text[-_]?)?(?P<id>[0-9a-f][0-9a-f-]{{0,40}})$", re.I)
_SHORT_ID = re.compile(r"^(?:li-comment-|comment-|div-comment-|c|cm|cmt|cmt-|com|k|r)-?(?P<id>\d{1,20})$", re.I)
_ITEM = re.compile(
    rf"^(?:{_WORD}|{_WORD}[-_]?(?:item|entry|single|box|wrap(?:per)?|container|block|node|row|post|thread)|single[-_]{_WORD}|user[-_]?{_WORD}|blog[-_]?{_WORD}"
    rf"|[a-z]+-{_WORD}-item|xenforo-comment|depth-\d+|h-cite|u-comment|leserbrief|{_WORD}__item|{_WORD}-message)$",
    re.I,
)
_AREA = re.compile(
    r"^(?:(?:post|article|entry|blog|user|reader|fb|facebook|disqus|isso|tw|discourse|all|the|page|node|wp|view|tab|leser|js|block|news|story|comment|single|content|itemp?)[-_]?)*"
    r"(?:comments?|commentlist|commentary|kommentare?|commentaires?|comentarios?|comment[io]|reacties|reactions|respond|responses|talkback|webmentions|disqus|livefyre|forum-posts?|opinions?|diskussion|discussion)"
    r"(?:[-_]?(?:list|area|section|container|wrapper|wrap|block|holder|inner|outer|box|form|thread|threads|main|content|template|respond|add|new|reply|ol|ul|items?|module|embed|app|root|region|panel|body|section__inner|title|header|heading|count|link|links|number))*[-_]?\d*$",
    re.I,
)
"""An element for comments as a whole, by one of its class words or its id."""
_AUTHOR = ("comment-author", "comment-author-name", "comment_author", "commentauthor", "author", "fn", "username", "user-name", "p-author", "comment-name", "commenter", "comment__author",
           "comment-user", "nickname", "author-name", "commentAuthor", "user", "name", "cauthor", "comment-by", "authorname", "commentername", "url", "comment-header-author",
           "comment-meta-author", "kommentar-autor", "submitted-by", "poster", "nick", "comment-username", "comment-author-link")  # fmt: skip
_DATE = ("comment-date", "comment-time", "comment_date", "commentdate", "comment-timestamp", "dt-published", "comment-meta", "commentmetadata", "comment-metadata", "date", "datetime",
         "timestamp", "time", "published", "comment__date", "comment-datetime", "created", "comment-permalink", "cdate", "posted", "submitted", "comment-info",
         "comment-header", "comment-footer", "meta", "comment-posted", "datum", "post-date")  # fmt: skip
_BODY = ("comment-content", "comment-text", "comment-body", "comment_text", "commenttext", "comment_content", "comment-entry", "e-content", "comment-message", "commentbody",
         "comment__content", "comment__body", "comment__text", "commentContent", "comment-copy", "comment-contents", "comment_body", "message", "comment-desc", "comment-inner-text", "text", "content",
         "entry-content", "kommentar-text", "field-name-comment-body", "field--name-comment-body", "comment-description", "messageText", "comment-p", "body", "post-body",
         "comment-main", "commentText", "p-content", "comment-detail", "comment-txt")  # fmt: skip
_LESS = re.compile(
    r"(?:^|[\s_-])(?:reply|replies|antworten|answer|edit(?:-link)?|moderation|awaiting|vote|votes|rating|like|likes|karma|avatar|gravatar|meta|metadata|commentmetadata|author|vcard|date|time|permalink|"
    r"share|report|flag|actions?|links|footer|header|info|signature|says|name|number|num|toolbar|buttons?|login|username|timestamp|submitted)(?=$|[\s_-])",
    re.I,
)
_SAYS = re.compile(r"\s*(?:says|said|sagt|schrieb|schreibt|meint|meinte|dit|dice|wrote|writes|a écrit|escribió|ha scritto|escreveu|zegt|skriver|sier|mówi|пишет|posted|kommentierte|antwortete)?\s*(?:on|am|:|\.\.\.|…|,|-|\|)*\s*$", re.I)
_PING = frozenset(("pingback", "trackback", "ping", "pings"))
_MOST = 5_000

DateReader = Callable[[str | None], Date]
"""From raw text to a date, in the page's language."""


@dataclass(frozen=True)
class Item:
    """An element that is one comment, its id, and the item it stands in."""

    tag: Element
    native_id: str | None
    parent: Item | None = None


class CommentFinder:
    """Finds the comments of one page, and the areas in which no other field may look."""

    def __init__(self, soup: Soup) -> None:
        self.soup = soup
        self.items = self._items()
        self.areas = self._areas()

    # ---- where

    def _items(self) -> tuple[Item, ...]:
        found = self._by_id() or self._by_class()
        found.sort(key=lambda pair: pair[0].order)
        items: list[Item] = []
        open_items: list[Item] = []
        for tag, native_id in found[:_MOST]:
            while open_items and open_items[-1].tag.last < tag.order:
                open_items.pop()
            around = open_items[-1] if open_items else None
            if around is not None and (around.native_id == native_id or _same_comment(around.tag, tag)):
                continue
            item = Item(tag, native_id, around)
            items.append(item)
            open_items.append(item)
        return tuple(items)

    def _by_id(self) -> list[tuple[Element, str | None]]:
        found: list[tuple[Element, str | None]] = []
        for ident, tag in self.soup.ids.items():
            match = _ID.match(ident)
            if match and tag.chars > 0 and tag.name not in ("a", "span", "input", "textarea", "form", "body", "p", "h1", "h2", "h3"):
                found.append((tag, match["id"]))
        if not found:
            for ident, tag in self.soup.ids.items():
                match = _SHORT_ID.match(ident)
                if match and tag.chars > 0 and tag.name in ("li", "div", "article", "dt", "section") and _in_area(tag):
                    found.append((tag, match["id"]))
        return found

    def _by_class(self) -> list[tuple[Element, str | None]]:
        found: dict[int, tuple[Element, str | None]] = {}
        for name, tags in self.soup.classes.items():
            if not _ITEM.match(name):
                continue
            for tag in tags:
                if tag.chars > 0 and tag.name in ("li", "div", "article", "section", "tr", "dl", "blockquote", "p") and (name.lower() != "comment" or _in_area(tag) or len(tags) > 1):
                    found.setdefault(id(tag), (tag, _number(tag)))
        for tag in self.soup.items:
            if str(tag.attrs.get("itemtype", "")).rstrip("/").endswith(("/Comment", "/UserComments")):
                found.setdefault(id(tag), (tag, _number(tag)))
        return list(found.values())

    def _areas(self) -> tuple[Element, ...]:
        """The outermost elements that hold comments or the form for them, and hold no article."""
        found = [tag for ident, tag in self.soup.ids.items() if _is_area(ident)]
        for name, tags in self.soup.classes.items():
            if _is_area(name):
                found += tags
        found += [item.tag for item in self.items if item.parent is None]
        articles = [*self.soup.by_name("h1"), *(tag for tag in self.soup.items if tag.attrs.get("itemprop") == "articleBody")]
        kept: list[Element] = []
        for tag in sorted(found, key=lambda tag: (tag.order, -tag.last)):
            if tag.name in ("body", "html", "main", "a") or any(tag.order < article.order <= tag.last for article in articles):
                continue
            if not is_in(tag, kept):
                kept.append(tag)
        return tuple(kept)

    # ---- what

    def read(self, base: str, url: str, date_of: DateReader) -> tuple[Comment, ...]:
        """The comments in page order."""
        reader = _Reader(base, url, date_of, {id(item.tag) for item in self.items})
        comments: list[Comment] = []
        for item in self.items:
            if _is_ping(item.tag):
                continue
            comment = reader.comment(item, len(comments) + 1)
            if comment is not None:
                comments.append(comment)
        return tuple(comments)


class _Reader:
    def __init__(self, base: str, url: str, date_of: DateReader, items: set[int]) -> None:
        self.base = base
        self.url = url
        self.date_of = date_of
        self.items = items

    def comment(self, item: Item, position: int) -> Comment | None:
        own = list(self._own(item.tag))
        author, name, link = self._author(own)
        date_tag, published = self._date(own, item.tag)
        region = self._body(own, item.tag, [tag for tag in (author, date_tag) if tag is not None])
        text = body_text(region)
        if not text and not name:
            return None
        depth = 0
        parent = item.parent
        while parent is not None:
            depth, parent = depth + 1, parent.parent
        return Comment(
            position=position,
            native_id=item.native_id,
            parent_native_id=item.parent.native_id if item.parent else None,
            depth=depth,
            url=f"{self.url.partition('#')[0]}#{attribute(item.tag, 'id')}" if attribute(item.tag, "id") else None,
            author_name=name,
            author_url=absolute(attribute(link, "href"), self.base) if link is not None else None,
            author_kind=_kind(item.tag),
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw if date_tag is not None else None,
            body_text=text,
            body_html=body_html(region, self.base),
        )

    def _own(self, tag: Element) -> Iterator[Element]:
        """The elements of a comment without those of the comments inside it."""
        skip = -1
        for node in walk(tag):
            if node.order <= skip:
                continue
            if id(node) in self.items:
                skip = node.last
                continue
            yield node

    def _author(self, own: list[Element]) -> tuple[Element | None, str | None, Element | None]:
        tag = next((node for node in own if "author" in str(node.attrs.get("itemprop", "")).split()), None)
        if tag is None:
            tag = _first_class(own, _AUTHOR)
        if tag is None:
            tag = next((node for node in own if node.name == "cite"), None)
        if tag is None:
            tag = next((node for node in own if node.name in ("strong", "b", "h3", "h4", "h5", "h6") and 0 < node.chars < 60), None)
        if tag is None:
            return None, None, None
        inner = _first_class(list(walk(tag)), ("fn", "author", "name", "username", "p-name")) or next(iter_name(tag, "cite", "b", "strong"), None)
        name = text_of(inner) if inner is not None else None
        name = name or text_of(tag)
        if name:
            name = _SAYS.sub("", name).strip(" ,:|-–—") or None
        link = tag if tag.name == "a" else next((node for node in walk(tag) if node.name == "a" and node.chars), None)
        return tag, name if name and len(name) <= 100 else None, link

    def _date(self, own: list[Element], item: Element) -> tuple[Element | None, Date]:
        for tag in own:
            if tag.name in ("time", "abbr"):
                for raw in (attribute(tag, "datetime"), attribute(tag, "title"), text_of(tag)):
                    found = self.date_of(raw)
                    if found.published:
                        return tag, Date(found.published, found.published_utc, text_of(tag) or found.raw)
        for name in _DATE:
            for tag in own:
                if name in (tag.attrs.get("class") or ()) and tag.chars < 300:
                    for raw in (attribute(tag, "title"), text_of(tag)):
                        found = self.date_of(raw)
                        if found.published:
                            return tag, found
        for tag in own:
            if tag.name in ("a", "small", "span", "p", "em", "i", "div", "dt", "h4", "h5", "strong") and 6 <= tag.chars <= 120:
                found = self.date_of(text_of(tag))
                if found.published:
                    return tag, found
        return None, NO_DATE

    def _body(self, own: list[Element], item: Element, parts: list[Element]) -> Region:
        nested = [node for node in walk(item) if id(node) in self.items]
        body = next((node for node in own if str(node.attrs.get("itemprop", "")) in ("text", "commentText", "description", "articleBody")), None)
        if body is None:
            body = _first_class(own, _BODY)
        if body is not None and (not parts or not all(part.order < body.order for part in parts)):
            # a "comment-body" that wraps the signature as well: what remains is the text
            inner = _first_class([node for node in own if body.order < node.order <= body.last], _BODY)
            body = inner if inner is not None and inner.chars else body
        tag = body if body is not None else item
        less = [node for node in own if tag.order < node.order <= tag.last and self._is_less(node)]
        if not any(part is tag or part.order < tag.order <= part.last for part in parts):
            less += [part for part in parts if part.chars < 0.5 * tag.chars or part.name in ("time", "cite")]
        return Region.of(*tag.contents, without=[*nested, *less])

    def _is_less(self, tag: Element) -> bool:
        if tag.name in ("form", "button", "cite", "time", "footer", "header"):
            return tag.chars < 400
        names = f"{attribute(tag, 'class') or ''} {attribute(tag, 'id') or ''}"
        return bool(names.strip()) and tag.chars < 300 and bool(_LESS.search(names))


def _first_class(tags: list[Element], names: tuple[str, ...]) -> Element | None:
    """The first element with the first of these classes that any of them has, and text."""
    best: Element | None = None
    rank = len(names)
    for tag in tags:
        found = tag.attrs.get("class")
        if found and tag.chars:
            for name in found:
                if name in names and (at := names.index(name)) < rank:
                    best, rank = tag, at
    return best


def _kind(tag: Element) -> AuthorKind | None:
    classes = tag.attrs.get("class") or ()
    return "owner" if "bypostauthor" in classes or "by-post-author" in classes else None


def _is_ping(tag: Element) -> bool:
    return not _PING.isdisjoint(tag.attrs.get("class") or ())


@lru_cache(maxsize=50_000)
def _is_area(word: str) -> bool:
    return len(word) < 60 and bool(_AREA.match(word))


def _number(tag: Element) -> str | None:
    for ident in (tag.attrs.get("id"), tag.attrs.get("data-comment-id"), tag.attrs.get("data-id")):
        if ident and (match := re.search(r"(\d+)$", str(ident))):
            return match[1]
    return None


def _same_comment(outer: Element, inner: Element) -> bool:
    """Whether ``inner`` only wraps the text of the comment that ``outer`` is: no other id, and most of its text."""
    return "id" not in inner.attrs and inner.chars > 0.5 * outer.chars


def _in_area(tag: Element) -> bool:
    """Whether something around an element speaks of comments."""
    for parent in parents(tag):
        names = f"{attribute(parent, 'class') or ''} {attribute(parent, 'id') or ''}".lower()
        if "comment" in names or "kommentar" in names or "reaction" in names or "respon" in names:
            return parent.name not in ("body", "html")
    return False
