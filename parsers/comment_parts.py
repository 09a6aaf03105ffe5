"""One comment of a page that nobody described: author, website, date, and the text that is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bs4.element import NavigableString, PageElement

from .dates import NO_DATE, Date
from .html import body_html
from .model import AuthorKind, Comment, Reference
from .soup import BLOCKS, Element, attribute, children, iter_name, walk, words, words_of
from .text import Region, body_text, text_of
from .urls import absolute, host

_AUTHOR = words("author autor auteur autore fn username nick nickname commenter commentator poster authorname p-author")
_PERSON = words("user name by from benutzer verfasser nutzer byline owner screenname displayname profile")
_DATE = words("date datum time timestamp published created posted when ago dt zeit fecha data datetime datepublished")
_META = words("meta metadata commentmetadata info infos details header footer signature submitted permalink byline")
_TEXT = words(
    "content body text message copy entry description desc txt texte inhalt commenttext commentbody"
    " commentcontent commenttexte msg"
)
_LESS = words(
    "reply replies antworten antwort responder repondre edit moderation awaiting vote votes rating like"
    " likes dislike karma avatar gravatar"
    " share report flag actions action links tools toolbar button buttons btn login number num badge rank melden"
)
_STYLES = words(
    "right left center muted small sm lg md xs bold align color primary secondary uppercase truncate light"
    " dark form edit area toggle"
)
_NO_TEXT = frozenset(("a", "label", "time", "ul", "ol", "form", "fieldset", "button", "textarea", "small"))
_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])")
_SAYS = re.compile(
    r"\s*(?:\b(?:says|said|sagte?|schrieb|schreibt|meinte?|dit|dice|wrote|writes|a écrit|a dit|escribió|ha "
    r"scritto|escreveu|zegt|schreef|skriver"
    r"|sier|mówi|pisze|пишет|posted|commented|kommentierte?|antwortete?|replied)\b)?(?:\s+(?:on|am|um|at|"
    r"le)\b|\s*(?:[:,|•·>–-]|\.{3}|…))*\s*$",
    re.I,
)
_AGO = re.compile(
    r"\s*(?:[|•·,-]\s*)?(?:\b\d{1,3}\s\w{3,10}\sago|\bvor\s\d{1,3}\s\w{3,10}|\bil y a\s.{1,20}|"
    r"\bhace\s.{1,20})\s*$",
    re.I,
)
_BEFORE = re.compile(
    r"^\s*(?:(?:by|von|par|por|da|door|posted by|comment by|kommentar von|geschrieben von|escrito por|"
    r"#?\d{1,4}[.)]?)\s*:?\s+|#?\d{1,4}\.\s*|\W+)",
    re.I,
)
_MARKS = re.compile(r"\s[|·•–—-]\s|,\s|\s(?:on|am)\s")
_ANSWERED = re.compile(r"#[a-z_-]{0,20}?(\d{1,20})$", re.I)
_REPLY_TO = re.compile(r"(?:in-?_?)?reply-?_?(?:to|ing)\b|^parent-|answer-?to|antwort-?auf", re.I)
_BLOCKED = ("form", "button", "select", "textarea", "script", "style")


class PartReader:
    """Reads items; ``items`` are the ids of all item elements, so that an item's own parts can be told from its answers'."""

    def __init__(self, base: str, url: str, date_of: Callable[[str | None], Date], items: frozenset[int]) -> None:
        self.base = base
        self.url = url.partition("#")[0]
        self.date_of = date_of
        self.items = items

    def read(
        self, tag: Element, position: int, native_id: str | None, parent: str | None, depth: int
    ) -> Comment | None:
        own = list(self._own(tag))
        author, name, link = self._author(own)
        date_tag, published = self._date(own, tag, author)
        if author is None and date_tag is not None:
            author, name, link = _beside(date_tag, tag)
        region = self._text(own, tag, author, date_tag, name, published.published)
        text = body_text(region)
        if not text:
            return None
        ident = attribute(tag, "id")
        return Comment(
            position=position,
            native_id=native_id,
            parent_native_id=parent or answers_to(own),
            depth=depth,
            url=f"{self.url}#{ident}" if ident else None,
            author_name=name,
            author_url=absolute(attribute(link, "href"), self.base) if link is not None else None,
            author_kind=_kind(tag),
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw,
            body_text=text,
            body_html=body_html(region, self.base),
        )

    def ping(self, tag: Element, position: int, native_id: str | None) -> Reference | None:
        """A pingback or trackback that stands among the comments."""
        comment = self.read(tag, position, native_id, None, 0)
        link = next(
            (
                node
                for node in self._own(tag)
                if node.name == "a"
                and node.chars
                and host(absolute(attribute(node, "href"), self.base)) not in ("", host(self.url))
            ),
            None,
        )
        if link is None and comment is None:
            return None
        return Reference(
            position=position,
            kind="trackback" if "trackback" in (tag.attrs.get("class") or ()) else "pingback",
            native_id=native_id,
            title=text_of(link) if link is not None else comment.author_name if comment else None,
            url=absolute(attribute(link, "href"), self.base) if link is not None else None,
            excerpt=comment.body_text if comment else None,
            published=comment.published if comment else None,
            published_utc=comment.published_utc if comment else None,
            published_raw=comment.published_raw if comment else None,
        )

    def _own(self, tag: Element) -> Iterator[Element]:
        """The elements of a comment without those of the comments inside it."""
        skip = -1
        for node in walk(tag):
            if node.order <= skip:
                continue
            if id(node) in self.items:
                skip = node.last
            else:
                yield node

    def _author(self, own: list[Element]) -> tuple[Element | None, str | None, Element | None]:
        tag = next((node for node in own if "author" in _props(node)), None)
        tag = tag or next(
            (node for node in own if node.name == "cite" and 0 < node.chars < 80 and not _in_quote(node)), None
        )
        tag = tag or _first(own, _AUTHOR, 120) or _first(own, _PERSON, 80)
        tag = tag or next(
            (node for node in own if node.name in ("strong", "b", "h3", "h4", "h5", "h6") and 0 < node.chars < 60), None
        )
        if tag is None:
            return None, None, None
        inner = None
        if tag.chars > 40 or tag.name not in ("a", "span", "cite", "b", "strong"):
            inside = list(walk(tag))
            inner = next(
                (node for node in inside if "name" in _props(node) or "fn" in (node.attrs.get("class") or ())), None
            )
            inner = inner or next(iter_name(tag, "cite", "b", "strong", "a"), None)
        name = text_of(inner) if inner is not None and inner.chars else text_of(tag)
        if name:
            name = self._undated(name)
            name = _SAYS.sub("", _AGO.sub("", _BEFORE.sub("", name))).strip(' ,:|-–—"') or None
        link = tag if tag.name == "a" else next((node for node in walk(tag) if node.name == "a" and node.chars), None)
        return tag, name if name and len(name) <= 80 else None, link

    def _undated(self, name: str) -> str:
        """ "Heidemarie | Tue, 21 April 2020 - 16:40" without the date."""
        for mark in _MARKS.finditer(name):
            if self.date_of(name[mark.end() :]).published:
                return name[: mark.start()]
        return name

    def _date(self, own: list[Element], item: Element, author: Element | None) -> tuple[Element | None, Date]:
        for tag in own:
            if tag.name in ("time", "abbr") or "datePublished" in _props(tag) or "dateCreated" in _props(tag):
                for raw in (
                    attribute(tag, "datetime"),
                    attribute(tag, "content"),
                    attribute(tag, "title"),
                    text_of(tag),
                ):
                    if (found := self.date_of(raw)).published:
                        return tag, Date(found.published, found.published_utc, text_of(tag) or found.raw)
        for parts, most in ((_DATE, 120), (_META, 200)):
            for tag in own:
                if tag.chars <= most and _says(tag, parts):
                    for raw in (attribute(tag, "title"), attribute(tag, "datetime"), text_of(tag)):
                        if (found := self.date_of(raw)).published:
                            return tag, found
        for tag in own:
            if 6 <= tag.chars <= 100 and tag.name not in ("p", "blockquote", "pre") or tag is author:
                if (found := self.date_of(text_of(tag))).published:
                    return tag, found
        for text in _strings(item):
            if (found := self.date_of(text)).published:
                return None, found
        return None, NO_DATE

    def _text(
        self,
        own: list[Element],
        item: Element,
        author: Element | None,
        date_tag: Element | None,
        name: str | None,
        published: str | None,
    ) -> Region:
        signs = [tag for tag in (author, date_tag) if tag is not None]
        body: Element | None = next(
            (
                node
                for node in own
                if not {"text", "commentText", "articleBody", "description"}.isdisjoint(_props(node))
            ),
            None,
        )
        if body is None:
            texts = [node for node in own if node.chars and node.name not in _NO_TEXT and _says(node, _TEXT, _STYLES)]
            # "comment-body" may wrap author and date as well: then what is inside it and says "text" again, if anything does
            clear = [node for node in texts if not any(node.order <= sign.order <= node.last for sign in signs)]
            body = max(clear or texts, key=lambda node: node.chars, default=None)
        tag = body if body is not None else item
        nested = [node for node in walk(tag) if id(node) in self.items]
        less: list[PageElement] = [node for node in own if tag.order < node.order <= tag.last and self._is_less(node)]
        for sign in signs:
            if tag.order < sign.order <= tag.last and not (sign.name in ("p", "div", "li") and sign.chars > 120):
                less += _line_of(sign, tag)
        for node in [node for node in own if tag.order < node.order <= tag.last and 0 < node.chars <= 60][:12]:
            # the name or the date once more, above the text
            text = text_of(node)
            if (
                text == name
                or node.chars < 40
                and node.name not in ("p", "blockquote")
                and self.date_of(text).published
            ):
                less.append(node)
        if published:
            less += [text for text in _strings(tag) if self.date_of(text).published == published]
        return Region.of(*tag.contents, without=[*nested, *less])

    def _is_less(self, tag: Element) -> bool:
        if tag.name in _BLOCKED:
            return True
        if tag.chars > 200:
            return False
        if tag.name in ("header", "footer", "time"):
            return True
        return _says(tag, _LESS) or tag.chars < 120 and _says(tag, _META)


def _strings(tag: Element) -> list[NavigableString]:
    """The short lines of bare text before the first paragraph: "Jane<br>March 7, 2018<p>…"."""
    found: list[NavigableString] = []
    for node in tag.descendants:
        if isinstance(node, Element) and node.name in ("p", "blockquote") and node.chars:
            break
        if type(node) is NavigableString and 6 <= len(node.strip()) <= 60:
            found.append(node)
        if len(found) > 8:
            break
    return found


def answers_to(own: list[Element]) -> str | None:
    """The id of the comment that one says it answers: a link "#comment-12" in what is called "reply-to"."""
    for node in own:
        if node.name == "a" and (match := _ANSWERED.search(str(node.attrs.get("href", "")))):
            for near in (node, node.parent):
                if isinstance(near, Element) and any(_REPLY_TO.search(word) for word in words_of(near)):
                    return match[1]
    return None


def _line_of(sign: Element, within: Element) -> list[PageElement]:
    """The block around a sign that says nothing else ("Jane | March 3, 2011"), or the words on its line."""
    tag = sign
    while (
        isinstance(tag.parent, Element)
        and tag.parent is not within
        and tag.parent.chars <= sign.chars + 40
        and tag.parent.chars < 120
    ):
        if any(
            child is not tag and child.name in ("p", "blockquote", "pre", "ul", "div") and child.chars
            for child in children(tag.parent)
        ):
            break
        tag = tag.parent
    line: list[PageElement] = [tag]
    for step in ("previous_sibling", "next_sibling"):
        found: list[PageElement] = []
        node = getattr(tag, step)
        while node is not None and (
            isinstance(node, NavigableString)
            or isinstance(node, Element)
            and node.name not in BLOCKS
            and node.name != "br"
        ):
            found.append(node)
            node = getattr(node, step)
        if sum(len(node) if isinstance(node, NavigableString) else getattr(node, "chars", 0) for node in found) < 40:
            line += found
    return line


def _beside(date_tag: Element, item: Element) -> tuple[Element | None, str | None, Element | None]:
    """A link on the line of the date is the author's: "March 31, 2011 at 19:28 | Alan"."""
    around = date_tag
    if isinstance(date_tag.parent, Element) and date_tag.parent is not item and date_tag.parent.chars < 120:
        around = date_tag.parent
    for link in iter_name(around, "a"):
        name = text_of(link)
        if (
            link is not date_tag
            and name
            and len(name) < 50
            and not name[0].isdigit()
            and not str(link.attrs.get("href", "#")).startswith("#")
        ):
            return link, name, link
    return None, None, None


def _props(tag: Element) -> list[str]:
    return str(tag.attrs.get("itemprop", "")).split() if "itemprop" in tag.attrs else []


@lru_cache(maxsize=50_000)
def _parts(word: str) -> frozenset[str]:
    parts = [part.lower() for part in _SPLIT.split(word) if part]
    return frozenset((*parts, *(one + two for one, two in zip(parts, parts[1:], strict=False)), word.lower()))


def _says(tag: Element, wanted: frozenset[str], unless: frozenset[str] = frozenset()) -> bool:
    """Whether a class word of an element has one of these parts, and none of the others: "text", but not "text-right"."""
    return any(
        not wanted.isdisjoint(parts) and unless.isdisjoint(parts) for word in words_of(tag) for parts in (_parts(word),)
    )


def _first(tags: list[Element], wanted: frozenset[str], most: int) -> Element | None:
    return next((tag for tag in tags if 0 < tag.chars <= most and _says(tag, wanted)), None)


def _in_quote(tag: Element) -> bool:
    return isinstance(tag.parent, Element) and tag.parent.name == "blockquote"


def _kind(tag: Element) -> AuthorKind | None:
    return (
        "owner"
        if any(
            word.lower() in ("bypostauthor", "by-post-author", "byuser-author", "is-author") for word in words_of(tag)
        )
        else None
    )
