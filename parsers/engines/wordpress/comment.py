"""One comment or ping of a WordPress theme: author, website, date, text, without signature, reply links and likes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from bs4.element import NavigableString, PageElement

from ...base import Parser
from ...dates import NO_DATE, Date
from ...model import AuthorKind, ReferenceKind
from ...tree.html import body_html
from ...tree.soup import Element, Text, attribute, walk, words_of
from ...tree.text import Region, body_text, clean, text_of
from ...tree.urls import host
from .comment_entry import Entry
from .comment_line import line_of, opened
from .comment_parts import (
    AUTHOR,
    AUTHOR_LIKE,
    DATE,
    DATE_LIKE,
    NO_TEXT_NAMES,
    TEXT,
    TEXT_LIKE,
    has_paragraph,
    is_action,
    is_aside,
    is_local,
    is_permalink,
    is_time,
)
from .item import Item
from .marks import letters
from .pings import ping_kind, strong_beginning

_SAYS = re.compile(
    r"(?:\s+(?:says|said|sagt|sagte|schrieb|schreibt|meint|meinte|dit|a dit|dice|dijo|ha detto|wrote|writes|zegt"
    r"|schreef|diz|disse|escribió|escreveu|mówi|pisze|skriver|säger|sier|siger|sanoo|говорит|пишет|пише|her|より))?"
    r"\s*(?:\.\.\.|…|:|：|,|\||-|–|—)*\s*$",
    re.I,
)
_PARTS = re.compile(r"\s+[—–|@·-]\s+")
_LABEL = re.compile(
    r"^(?:comment|pingback|trackback|kommentar|commentaire|comentario|commento|reactie)\s+(?:by|von|par|por|di|door)\s+",
    re.I,
)
_SHORTEST_EXCERPT = 30
_SANDBOX = re.compile(r"c-([ymdh])(\d{1,4})")
"""Classes of the Sandbox and its children: ``c-y2008 c-m05 c-d12 c-h03``."""


class CommentReader:
    """Reads one item; ``own`` are its elements without those of the items inside it."""

    def __init__(self, parser: Parser, item: Item, own: list[Element], told_kinds: bool) -> None:
        self.parser = parser
        self.item = item
        self.own = own
        self.told_kinds = told_kinds

    @cached_property
    def by_class(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for tag in self.own:
            for name in tag.attrs.get("class") or ():
                found.setdefault(name, []).append(tag)
        return found

    def like(self, pattern: re.Pattern[str]) -> Iterator[Element]:
        """The elements with a class of this form."""
        for name, tags in self.by_class.items():
            if pattern.search(name):
                yield from tags

    def classed(self, names: dict[str, int]) -> Iterator[Element]:
        """The elements with these classes that hold text; ``names`` are classes and their rank."""
        found = [name for name in self.by_class if name in names]
        for name in sorted(found, key=names.__getitem__) if len(found) > 1 else found:
            yield from (tag for tag in self.by_class[name] if tag.chars)

    def entry(self) -> Entry | None:
        """None for an element that says nothing."""
        author, name, link = self._author()
        date_tag, date = self._date(author)
        if author is None and date_tag is not None:
            author, name, link = _name_beside(date_tag)
        region = self._text([tag for tag in (author, date_tag) if tag is not None])
        text = body_text(region)
        website = self.parser.href(link)
        ping = ping_kind(self.item, self.own, text, website)
        if ping:
            return self._as_ping(ping, name, link, date, text)
        if not text:
            return None
        return Entry(
            native_id=self.item.native_id,
            url=self._permalink(),
            name=name,
            website=website,
            kind=self._kind(),
            date=date,
            text=text,
            html=body_html(region, self.parser.base_url),
        )

    def _as_ping(
        self, ping: ReferenceKind, name: str | None, link: Element | None, date: Date, text: str | None
    ) -> Entry | None:
        if link is None or name is None:
            link = self._link_away() or link
            name = text_of(link) or name
        site = None
        text = clean((text or _said_after(link) or "").lstrip(" -–—:"))
        title = strong_beginning(self.own, text)
        if ping == "trackback" and title and text and title != name:
            # its text begins with the title of the page in <strong>, its "author" is the blog
            site, name, text = name, title, clean(text[len(title) :])
        if text and name and letters(text).endswith(letters(name)) and len(text) < len(name) + 40:
            text = None  # "Pingback: " and the link itself
        if name is None and text is None:
            return None
        website = self.parser.href(link)
        return Entry(
            native_id=self.item.native_id, name=name, website=website, date=date, text=text, ping=ping, site_name=site
        )

    # ---- author

    def _author(self) -> tuple[Element | None, str | None, Element | None]:
        """The element that holds the name, the name, the link to the website."""
        for tag in self._author_tags():
            links = [tag] if tag.name == "a" else [one for one in walk(tag) if one.name == "a" and one.chars]
            link = next((one for one in links if not is_local(one)), None)
            if link is not None:
                return tag, text_of(link), link
            inner = next(
                (one for one in walk(tag) if one.name in ("cite", "b", "strong") and 0 < one.chars < 100), None
            )
            name = text_of(inner or Region.of(*tag.contents, without=[one for one in walk(tag) if is_aside(one)]))
            if name is None:
                # OceanWP calls the element around the name "comment-link"
                named = (one for one in walk(tag) if one.name == "span" and "comment-link" in words_of(one))
                name = text_of(next(named, None))
            if name and self.parser.date(name).published:
                # "Comment by Wim — March 9, 2005 @ 9:30 am": the classic theme of WordPress 1.5
                name = _LABEL.sub("", _PARTS.split(name, maxsplit=1)[0])
            name = clean(_SAYS.sub("", name or ""))
            if name and len(name) <= 120:
                around = tag.parent
                outer = isinstance(around, Element) and around.name == "a" and not is_local(around)
                return tag, name, around if isinstance(around, Element) and outer else None
        return None, None, None

    def _author_tags(self) -> Iterator[Element]:
        yield from self.classed(AUTHOR)
        yield from (tag for tag in self.like(AUTHOR_LIKE) if 0 < tag.chars < 200)
        yield from (tag for tag in self.own if tag.name == "cite" and tag.chars)
        yield from self.classed({"url": 0})
        bold = (tag for tag in self.own if tag.name in ("strong", "b", "h3", "h4", "h5", "h6") and 0 < tag.chars < 80)
        yield from (tag for tag in (next(bold, None),) if tag is not None)

    # ---- date

    def _date(self, author: Element | None) -> tuple[Element | None, Date]:
        """The element of the date, and the date; one that cannot be read ("3 days ago") keeps its text."""
        raw: tuple[Element, str] | None = None
        aside = [tag for tag in self.own if tag is author or is_action(tag, self.item.native_id)]
        for tag in self._date_tags():
            text = text_of(Region.of(*tag.contents, without=aside))
            exact = attribute(tag, "datetime") or (attribute(tag, "title") if tag.name != "a" else None)
            found, said = self.parser.date(exact), self.parser.date(text)
            if not found.published or _is_day(found) and (said.published or "").startswith(found.published):
                found = said
            around = tag.parent
            if (not found.published or _is_day(found)) and isinstance(around, Element) and around.chars < 200:
                # the time stands apart: "August 3, 2019 at <a>3:12 pm</a>", "<b>August 3</b> at <b>3:12 pm</b>"
                line = self.parser.date(text_of(Region.of(*around.contents, without=aside)))
                if line.published and not _is_day(line) and line.published.startswith(found.published or ""):
                    return around, line
            if found.published:
                return tag, Date(found.published, found.published_utc, text or found.raw)
            if raw is None and text and (any(char.isdigit() for char in text) or len(text) > 5 and is_time(tag)):
                raw = tag, text
        said = self._date_said(author)
        if not said.published:
            parts = {one[1]: int(one[2]) for name in self.item.classes if (one := _SANDBOX.fullmatch(name))}
            if {"y", "m", "d"} <= parts.keys():
                said = self.parser.date(f"{parts['y']:04}-{parts['m']:02}-{parts['d']:02}")
        if said.published or raw is None:
            return None, said
        return raw[0], Date(raw=raw[1])

    def _date_tags(self) -> Iterator[Element]:
        number = self.item.native_id
        yield from (tag for tag in self.own if tag.name == "time")
        yield from (tag for tag in self.own if tag.name == "a" and 4 < tag.chars < 80 and is_permalink(tag, number))
        named = (*self.classed(DATE), *self.like(DATE_LIKE))
        yield from (tag for tag in named if 4 < tag.chars < 200 and not has_paragraph(tag))
        yield from (tag for tag in self.own if tag.name in ("small", "abbr") and 4 < tag.chars < 120)

    def _date_said(self, author: Element | None) -> Date:
        """A date beside the name, in no element of its own: ``<strong>Ada</strong> 19. Juni 2018 um 15:28 Uhr``."""
        root = self.item.tag
        text = self._text_tag([])
        signed = author is not None and not text.order < author.order <= text.last
        for tag in self.own:
            in_text = text is not root and signed and text.order <= tag.order <= text.last
            if tag.name in ("p", "blockquote", "a") or in_text:
                continue
            said = " ".join(str(node) for node in tag.contents if type(node) is Text)
            if 5 < len(said) < 100:
                found = self.parser.date(said)
                if found.published:
                    return found
        return NO_DATE

    # ---- text

    def _text(self, parts: list[Element]) -> Region:
        """The text: its element without what is none, and without the line that the author or the date stands on."""
        root = self._text_tag(parts)
        without: list[Element] = [tag for tag in self.own if root.order < tag.order <= root.last and is_aside(tag)]
        nested = [*(item.tag for item in self.item.inside), *self.item.nests]
        if root is self.item.text:
            return Region.of(*root.contents, without=[*without, *nested])
        parts = [_outermost(part, without) for part in parts if root.order < part.order <= root.last]
        signature: list[PageElement] = [node for part in parts for node in line_of(part, root)]
        region = Region.of(*opened(root, signature), without=[*without, *nested, *signature])
        if signature and not self.item.is_ping and body_text(region) is None:
            return Region.of(*root.contents, without=[*without, *nested, *parts])
        return region

    def _text_tag(self, parts: list[Element]) -> Element:
        """The element of the text, best one without author and date; the whole item if it has none."""
        if self.item.text is not None:
            return self.item.text
        found = [*self.classed(TEXT), *(tag for like in TEXT_LIKE for tag in self.like(like) if tag.chars)]
        found = [tag for tag in found if tag.name not in NO_TEXT_NAMES]
        apart = (tag for tag in found if not any(tag.order <= part.order <= tag.last for part in parts))
        return next(apart, found[0] if found else self.item.tag)

    # ---- the rest

    def _permalink(self) -> str | None:
        links = (tag for tag in self.own if tag.name == "a" and is_permalink(tag, self.item.native_id))
        urls = (url for tag in links if (url := self.parser.href(tag)) and "replytocom" not in url)
        number = f"comment-{self.item.native_id}"
        ident = number if self.parser.soup.by_id(number) else attribute(self.item.tag, "id")
        page = self.parser.url_of_page.partition("#")[0]
        return next(urls, f"{page}#{ident}" if ident else None)

    def _kind(self) -> AuthorKind | None:
        if "bypostauthor" in self.item.classes:
            return "owner"
        if "byuser" in self.item.classes:
            return "registered"
        return "unregistered" if self.told_kinds else None

    def _link_away(self) -> Element | None:
        home = host(self.parser.url_of_page)
        links = [tag for tag in self.own if tag.name == "a" and tag.chars and not is_local(tag)]
        return next((tag for tag in links if host(self.parser.href(tag)) != home), links[0] if links else None)


def _name_beside(date: Element) -> tuple[Element | None, str | None, Element | None]:
    """A name on the line of the date: ``<p>ada <a href="#comment-7">1 year</a></p>``."""
    around = date.parent
    if not isinstance(around, Element) or around.chars > 150:
        return None, None, None
    link = next((tag for tag in walk(around) if tag.name == "a" and tag.chars and not is_local(tag)), None)
    if link is not None and link is not date:
        return link, text_of(link), link
    before = date.previous_sibling
    name = _SAYS.sub("", text_of(before) or "") if isinstance(before, NavigableString) else ""
    if not 0 < len(name) <= 60 or len(name.split()) > 4 or any(char.isdigit() or char in ".!?" for char in name):
        return None, None, None
    return None, name, None


def _said_after(link: Element | None) -> str | None:
    """What stands behind the link of a ping on the same line: ``<li><a>Knots</a> - [...] a new sheet [...]</li>``."""
    if link is None:
        return None
    nodes = [node for node in link.next_siblings if not (isinstance(node, Element) and is_aside(node))]
    said = text_of(Region.of(*nodes))
    return said if said and len(said) > _SHORTEST_EXCERPT else None


def _is_day(date: Date) -> bool:
    return len(date.published or "") == len("2010-10-19")


def _outermost(tag: Element, others: list[Element]) -> Element:
    """The first of ``others`` that the element stands in, else itself."""
    return next((other for other in others if other.order <= tag.order <= other.last), tag)
