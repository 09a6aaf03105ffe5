"""One comment of a page that nobody described: author, website, date, and the text that is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bs4.element import PageElement

from ...dates import NO_DATE, Date
from ...dates.ago import is_ago
from ...model import AuthorKind, Comment, Reference
from ...tree.html import body_html
from ...tree.soup import Element, attribute, parents, walk, words, words_of
from ...tree.text import Region, body_text, text_of
from ...tree.urls import absolute, host
from .depth import Item
from .ids import mark_of
from .lines import (
    answers_to,
    bars_beside,
    is_local,
    line_at,
    line_of,
    name_in,
    signature_around,
    signer,
    strings_before,
    strings_of,
    tidy_name,
    whole_name,
)
from .says import ACTION, AWAITING
from .signs import first, has_number, in_quote, is_name, is_profile, is_to_fill_in, props, says, stands_out

_AUTHOR = words(
    "author autor auteur autore fn username nick nickname commenter commentator poster authorname commentname"
    " commentauthor p-author vnick"
)
_PERSON = words("user name by from benutzer verfasser nutzer byline owner screenname displayname profile")
_DATE = words(
    "date datum time timestamp published created posted when ago timeago dt zeit fecha data datetime datepublished"
    " vtime"
)
_TITLE = words("title heading")
_META = words("meta metadata commentmetadata info infos details header footer signature submitted permalink byline")
_TEXT = words(
    "content body text message copy entry description desc txt texte inhalt commenttext commentbody"
    " commentcontent commenttexte msg vcontent"
)
_LESS = words(
    "reply replies antworten antwort responder repondre edit moderation awaiting vote votes rating like"
    " likes dislike karma avatar gravatar"
    " share report flag actions action control controls links tools toolbar button buttons btn login number num"
    " badge rank melden"
)
_STYLES = words(
    "right left center muted small sm lg md xs bold align color primary secondary uppercase truncate light"
    " dark form edit area toggle"
)
_NO_TEXT = frozenset(("a", "label", "time", "ul", "ol", "form", "fieldset", "button", "textarea", "small"))
_BLOCKED = ("form", "button", "select", "textarea", "script", "style")


class PartReader:
    """Reads items; ``items`` are the ids of all item elements, to tell an item's own parts from its answers'."""

    def __init__(self, base: str, url: str, date_of: Callable[[str | None], Date], items: frozenset[int]) -> None:
        self.base = base
        self.url = url.partition("#")[0]
        self.date_of = date_of
        self.items = items

    def read(self, item: Item, position: int, above: Comment | None, known: Mapping[str, Comment]) -> Comment | None:
        """The comment of an item that answers ``above``; ``known`` are the comments before it by number."""
        own = list(self._own(item))
        date_tag, published = self._date(own, item)
        author, name, link = self._author(own, item, date_tag)
        line: list[PageElement] = []
        if date_tag is None and (signed := self._signed_line(item.tag)):
            line, published, said, leads = signed
            name, link = (name, link) if author is not None and name else (said, leads)
        region = self._text(own, item, author, date_tag, name, published.published).minus(line)
        text = body_text(region)
        if not text:
            return None
        mark = mark_of(item.tag, own, self.url)
        if above is None and (told := answers_to(own)):
            above = known.get(told)
        return Comment(
            position=position,
            native_id=mark.native_id,
            parent_native_id=above.native_id if above else None,
            depth=above.depth + 1 if above else 0,
            url=f"{self.url}#{mark.fragment}" if mark.fragment else None,
            author_name=name,
            author_url=self._address(link),
            author_kind=_kind(item.tag),
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw,
            body_text=text,
            body_html=body_html(region, self.base),
        )

    def ping(self, item: Item, position: int) -> Reference | None:
        """A pingback or trackback."""
        own = list(self._own(item))
        date_tag, published = self._date(own, item)
        link = next((node for node in own if node.name == "a" and node.chars and self._leads_away(node)), None)
        if link is None and published.published is None:
            return None
        author, name, _ = (link, text_of(link), link) if link is not None else self._author(own, item, date_tag)
        region = self._text(own, item, author, date_tag, name, published.published)
        excerpt = body_text(region)
        said = next((word for word in _said_by(item.tag) if "trackback" in word), None)
        return Reference(
            position=position,
            kind="trackback" if said else "pingback",
            native_id=mark_of(item.tag, own, self.url).native_id,
            title=name,
            url=self._address(link),
            excerpt=excerpt if excerpt != name else None,
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw,
        )

    def _leads_away(self, link: Element) -> bool:
        return host(absolute(attribute(link, "href"), self.base)) not in ("", host(self.url))

    def _address(self, link: Element | None) -> str | None:
        """Where the author's name leads, unless it stays on the page."""
        if link is None or is_local(link, self.url):
            return None
        return absolute(attribute(link, "href"), self.base)

    def _own(self, item: Item) -> Iterator[Element]:
        """The elements of a comment without those of the comments inside it, and of forms to answer or rate it."""
        skip = -1
        for top in (item.tag, *item.rest):
            if item.rest:
                yield top
            for node in walk(top):
                if node.order <= skip:
                    continue
                if id(node) in self.items:
                    skip = node.last
                    continue
                if node.name == "form" and is_to_fill_in(node):
                    skip = node.last
                yield node

    # ---- who

    def _author(
        self, own: list[Element], item: Item, date_tag: Element | None
    ) -> tuple[Element | None, str | None, Element | None]:
        tag = next((node for node in own if "author" in props(node)), None)
        tag = tag or first(own, _AUTHOR, 120)
        tag = tag or next(
            (node for node in own if node.name == "cite" and 0 < node.chars < 80 and not in_quote(node)), None
        )
        if tag is None or tag.name not in ("cite", "a") and "author" not in props(tag):
            # "posted by Jane on …" in an element that a class names; the line around a date says it as well
            tag = tag or first(own, _PERSON, 80)
        if tag is not None:
            found = self._named(tag, date_tag)
            if found[1]:
                return found
        if item.tag.name == "tr" and item.rest and date_tag is not None:
            cells = (node for node in own if node.name == "td" and 0 < node.chars <= 60 and node.last < date_tag.order)
            if (cell := next(cells, None)) is not None:
                return self._named(cell, None)
        line = signature_around(date_tag, item.tag) if date_tag is not None else None
        lines = [line] if line is not None else []
        lines += [node for node in own if node.chars <= 120 and says(node, _META | _TITLE) and node is not line][:2]
        for line in lines:
            node, name = signer(line, date_tag, self.date_of)
            if name:
                return node or line, name, node if node is not None and node.name == "a" else None
        tag = next((node for node in own if is_profile(node)), None)
        tag = tag or next(
            (
                node
                for node in own
                if node.name in ("strong", "b", "h3", "h4", "h5", "h6") and 0 < node.chars < 60 and stands_out(node)
            ),
            None,
        )
        return self._named(tag, date_tag) if tag is not None else (None, None, None)

    def _named(self, tag: Element, date_tag: Element | None) -> tuple[Element | None, str | None, Element | None]:
        inner = None
        if tag.chars > 40 or tag.name not in ("a", "span", "b", "strong"):
            inside = list(walk(tag))
            inner = next((node for node in inside if is_name(node)), None)
            inner = inner or first(inside, _AUTHOR, 80)
            inner = inner or next((node for node in inside if node.name in ("cite", "b", "strong", "a")), None)
        text = text_of(tag)
        if date_tag is not None and tag.order < date_tag.order <= tag.last:
            text = text_of(Region.of(tag, without=[date_tag]))
        text = text_of(inner) if inner is not None and inner.chars else text or attribute(tag, "content")
        if inner is None and text and len(text) > 12:
            text = name_in(text, self.date_of) or text
        link = tag if tag.name == "a" else next((node for node in walk(tag) if node.name == "a" and node.chars), None)
        name = tidy_name(text, self.date_of)
        return tag, whole_name(text, name) if is_name(inner or tag) else name, link

    # ---- when

    def _date(self, own: list[Element], item: Item) -> tuple[Element | None, Date]:
        for tag in own:
            if tag.name in ("time", "abbr") or "datePublished" in props(tag) or "dateCreated" in props(tag):
                found = self._first_date(attribute(tag, "datetime"), attribute(tag, "content"), attribute(tag, "title"))
                found = found if found.published else self.date_of(text_of(tag))
                if found.published:
                    return tag, Date(found.published, found.published_utc, text_of(tag) or found.raw)
        for parts, most in ((_DATE, 120), (_META, 200)):
            for tag in own:
                if tag.chars <= most and says(tag, parts):
                    # a script writes the date of Judge.me into an empty element
                    told = (attribute(tag, name) for name in ("title", "datetime", "data-content"))
                    found = self._first_date(*told, text_of(tag))
                    if found.published:
                        return tag, found
        for tag in own:
            if (
                6 <= tag.chars <= (80 if tag.name == "p" else 160)
                and tag.name not in ("blockquote", "pre", "ul", "ol")
                and has_number(tag)
                and (found := self.date_of(text_of(tag))).published
            ):
                return self._innermost(tag, found)
        found = self._first_date(*strings_before(item.tag))
        return (None, found) if found.published else self._ago(own)

    def _ago(self, own: list[Element]) -> tuple[Element | None, Date]:
        """The innermost short element that says "3 days ago", and its text."""
        place: Element | None = None
        for tag in own:
            if place is not None and tag.order > place.last:
                break
            if 3 <= tag.chars <= 60 and is_ago(text_of(tag)):
                place = tag
        return place, Date(raw=text_of(place)) if place is not None else NO_DATE

    def _innermost(self, tag: Element, found: Date) -> tuple[Element, Date]:
        """The smallest element in ``tag`` that tells the same date."""
        for node in walk(tag):
            if 6 <= node.chars < tag.chars and has_number(node):
                inner = self.date_of(text_of(node))
                if inner.published == found.published:
                    tag, found = node, inner
        return tag, found

    def _signed_line(self, tag: Element) -> tuple[list[PageElement], Date, str | None, Element | None] | None:
        """The line without an element of its own that tells the date: its nodes, date, name and link."""
        for string in strings_of(tag):
            line = line_at(string)
            text = text_of(Region(tuple(line)))
            if text and len(text) <= 120 and (found := self.date_of(text)).published:
                links = (node for node in line if isinstance(node, Element) and node.name == "a" and node.chars)
                link = next((node for node in links if not is_local(node, self.url)), None)
                name = tidy_name(text_of(link), self.date_of) if link is not None else name_in(text, self.date_of)
                return line, found, name, link
        return None

    def _first_date(self, *raws: str | None) -> Date:
        """The first of these texts that is a date."""
        return next((found for raw in raws if (found := self.date_of(raw)).published), NO_DATE)

    # ---- what

    def _text(
        self,
        own: list[Element],
        item: Item,
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
                if not {"text", "commentText", "articleBody", "description", "reviewBody"}.isdisjoint(props(node))
            ),
            None,
        )
        if body is None:
            texts = [node for node in own if node.chars and node.name not in _NO_TEXT and says(node, _TEXT, _STYLES)]
            # "comment-body" may wrap author and date as well: then what says "text" inside it, if anything does
            clear = [node for node in texts if not any(node.order <= sign.order <= node.last for sign in signs)]
            body = max(clear or texts, key=lambda node: node.chars, default=None)
        if body is None and item.tag.name == "table":
            cells = (node for node in own if node.name == "td" and not any(part.name == "td" for part in walk(node)))
            rest = [cell for cell in cells if not any(cell.order < sign.order <= cell.last for sign in signs)]
            body = max(rest, key=lambda node: node.chars - node.link_chars, default=None)
        if body is None and item.rest:
            tops: tuple[Element, ...] = item.rest
        else:
            tops = (body if body is not None else item.tag,)
        title = first(own, _TITLE, 200, _PERSON | _AUTHOR) if item.is_review and body is not None else None
        if title is not None and title.last < tops[0].order:
            tops = (title, *tops)
        less: list[PageElement] = [node for node in own if id(node) in self.items]
        for tag in tops:
            less += (node for node in self._less(own, tag, signs, name, published) if node is not title)
        return Region.of(*(node for tag in tops for node in (tag.contents if len(tops) == 1 else (tag,))), without=less)

    def _less(
        self, own: list[Element], tag: Element, signs: list[Element], name: str | None, published: str | None
    ) -> Iterator[PageElement]:
        """What in a text's element is not its text: answers, signature, links to reply, what only its author sees."""
        yield from (node for node in walk(tag) if id(node) in self.items)
        inside = [node for node in own if tag.order < node.order <= tag.last]
        for node in inside:
            if self._is_less(node):
                yield node
                yield from bars_beside(node)
        for sign in signs:
            if tag.order < sign.order <= tag.last and not (sign.name in ("p", "div", "li") and sign.chars > 120):
                yield from line_of(sign, tag)
        for node in [node for node in inside if 0 < node.chars <= 60][:12]:
            # the name or the date once more, above the text
            text = text_of(node)
            if (
                text == name
                or node.chars < 40
                and node.name not in ("p", "blockquote")
                and self.date_of(text).published
            ):
                yield node
        if published:
            yield from (text for text in strings_before(tag) if self.date_of(text).published == published)

    def _is_less(self, tag: Element) -> bool:
        if tag.name in _BLOCKED:
            return True
        if tag.chars > 200:
            return False
        if tag.name in ("header", "footer", "time"):
            return True
        if says(tag, _LESS) or tag.chars < 120 and says(tag, _META):
            return True
        if tag.name in ("a", "p", "div", "span", "em", "i", "small", "td", "strong", "li") and tag.chars:
            text = text_of(tag)
            if text and tag.link_chars and len(text) < 60 and ACTION.fullmatch(text):
                return True
            return bool(text and len(text) > 5 and tag.name != "a" and AWAITING.fullmatch(text))
        return False


def _said_by(tag: Element) -> Iterator[str]:
    """Words that tell the kind of a ping: classes of it and of what holds it, and its first words."""
    for node in (tag, *parents(tag)):
        yield from (word.lower() for word in words_of(node))
        if node.name in ("ol", "ul", "section", "body"):
            break
    yield (text_of(tag) or "")[:30].lower()


def _kind(tag: Element) -> AuthorKind | None:
    return (
        "owner"
        if any(
            word.lower() in ("bypostauthor", "by-post-author", "byuser-author", "is-author") for word in words_of(tag)
        )
        else None
    )
