"""One comment of a page that nobody described: author, website, date, and the text that is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4.element import PageElement

from .comment_lines import answers_to, line_of, link_beside, strings_before
from .dates import NO_DATE, Date
from .html import body_html
from .model import AuthorKind, Comment, Reference
from .names import parts_of
from .soup import Element, attribute, iter_name, walk, words, words_of
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
_BLOCKED = ("form", "button", "select", "textarea", "script", "style")


class PartReader:
    """Reads items; ``items`` are the ids of all item elements, to tell an item's own parts from its answers'."""

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
            author, name, link = link_beside(date_tag, tag)
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
        """A name without the date behind it: "Heidemarie | Tue, 21 April 2020 - 16:40"."""
        for mark in _MARKS.finditer(name):
            if self.date_of(name[mark.end() :]).published:
                return name[: mark.start()]
        return name

    def _date(self, own: list[Element], item: Element, author: Element | None) -> tuple[Element | None, Date]:
        for tag in own:
            if tag.name in ("time", "abbr") or "datePublished" in _props(tag) or "dateCreated" in _props(tag):
                found = self._first_date(attribute(tag, "datetime"), attribute(tag, "content"), attribute(tag, "title"))
                found = found if found.published else self.date_of(text_of(tag))
                if found.published:
                    return tag, Date(found.published, found.published_utc, text_of(tag) or found.raw)
        for parts, most in ((_DATE, 120), (_META, 200)):
            for tag in own:
                if tag.chars <= most and _says(tag, parts):
                    found = self._first_date(attribute(tag, "title"), attribute(tag, "datetime"), text_of(tag))
                    if found.published:
                        return tag, found
        short = [tag for tag in own if 6 <= tag.chars <= 100 and tag.name not in ("p", "blockquote", "pre")]
        for tag in [*short, author] if author is not None else short:
            if (found := self.date_of(text_of(tag))).published:
                return tag, found
        return None, self._first_date(*strings_before(item))

    def _first_date(self, *raws: str | None) -> Date:
        """The first of these texts that is a date."""
        return next((found for raw in raws if (found := self.date_of(raw)).published), NO_DATE)

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
            # "comment-body" may wrap author and date as well: then what says "text" inside it, if anything does
            clear = [node for node in texts if not any(node.order <= sign.order <= node.last for sign in signs)]
            body = max(clear or texts, key=lambda node: node.chars, default=None)
        tag = body if body is not None else item
        nested = [node for node in walk(tag) if id(node) in self.items]
        less: list[PageElement] = [node for node in own if tag.order < node.order <= tag.last and self._is_less(node)]
        for sign in signs:
            if tag.order < sign.order <= tag.last and not (sign.name in ("p", "div", "li") and sign.chars > 120):
                less += line_of(sign, tag)
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
            less += [text for text in strings_before(tag) if self.date_of(text).published == published]
        return Region.of(*tag.contents, without=[*nested, *less])

    def _is_less(self, tag: Element) -> bool:
        if tag.name in _BLOCKED:
            return True
        if tag.chars > 200:
            return False
        if tag.name in ("header", "footer", "time"):
            return True
        return _says(tag, _LESS) or tag.chars < 120 and _says(tag, _META)


def _props(tag: Element) -> list[str]:
    return str(tag.attrs.get("itemprop", "")).split() if "itemprop" in tag.attrs else []


def _says(tag: Element, wanted: frozenset[str], unless: frozenset[str] = frozenset()) -> bool:
    """Whether a class word of an element has one of these parts and none of the others: "text", not "text-right"."""
    return any(
        not wanted.isdisjoint(parts) and unless.isdisjoint(parts)
        for word in words_of(tag)
        for parts in (parts_of(word),)
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
