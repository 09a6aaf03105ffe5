"""Responses to a post of the IndieWeb: replies with their words, likes and reposts as faces, mentions.

A response is an ``h-cite`` (or a nested ``h-entry``) that a property or a list around it calls so: ``u-comment``,
``p-like``, the mentions of webmention.io as templates print them, the facepiles of Bridgy's likes. Replies become
comments; likes, reposts, bookmarks and mentions are references of kind "webmention".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..dates import Date
from ..generic.comments.thread import Said, thread
from ..marks.microformats import Item, roots_of
from ..model import Comment, Reference
from ..tree.soup import Element, Soup, Spans, attribute, parents, words_of
from ..tree.text import Region, body_text, text_of
from ..tree.urls import absolute

CITE, NESTED = "h-cite", "h-entry"
WORDS = ("e-content", "p-content", "p-summary")
"""What a response says."""
_AROUND = 4
"""Elements around a response that may say what kind it is."""
_COMMENT = re.compile(r"(?:[up]-)?(?:comment|reply|replies|response)s?", re.I)
_REACTION = re.compile(
    r"(?:[up]-)?(?:[\w-]*[-_])?(?:likes?|reposts?|bookmarks?|favou?rites?|rsvps?|reac(?:ji|tions?)|facepile|quotes?"
    r"|mentions?)(?:[-_][\w-]*)?",
    re.I,
)
_LIST = re.compile(
    r"(?:[\w-]*[-_])?(?:webmentions?|linkbacks?|mentions?|responses?|repl(?:y|ies)|comments?|reactions?)(?:[-_][\w-]*)?",
    re.I,
)
_MENTION = re.compile(r"[up]-mention(?:s|-of)?", re.I)
_PILE = re.compile(r"(?:[\w-]*[-_])?facepile(?:[-_][\w-]*)?", re.I)
_NUMBER = re.compile(r"(?:webmention|comment|mention|response|reply|wm)[-_]?(\w{1,64})$", re.I)
_MOST = 5_000


@dataclass(frozen=True)
class Responses:
    """All responses that a page shows."""

    soup: Soup
    base: str

    @cached_property
    def tags(self) -> tuple[Element, ...]:
        """Their elements in page order; a reply to a reply may stand in it."""
        cites = [tag for tag in self.soup.by_class(CITE) if self._is_response(tag)]
        nested = [tag for tag in self.soup.by_class(NESTED) if any(_COMMENT.fullmatch(word) for word in _classes(tag))]
        found = {id(tag): tag for tag in (*cites, *nested)}
        cited = Spans(found.values())
        found |= {id(tag): tag for tag in self._faces() if tag not in cited}
        return tuple(sorted(found.values(), key=lambda tag: tag.order)[:_MOST])

    def has(self, tag: Element) -> bool:
        return id(tag) in self._known

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(map(id, self.tags))

    @cached_property
    def _by_address(self) -> dict[str, Element]:
        told = ((self._address_of(tag), tag) for tag in reversed(self.tags))
        return {address: tag for address, tag in told if address}

    def _inside(self, tag: Element) -> tuple[Element, ...]:
        """The responses that stand in an element."""
        return self.tags[bisect_right(self._orders, tag.order) : bisect_right(self._orders, tag.last)]

    @cached_property
    def _orders(self) -> list[int]:
        return [one.order for one in self.tags]

    def _is_response(self, tag: Element) -> bool:
        """Not the cited post that an entry answers, which is an ``h-cite``, too."""
        words = _classes(tag)
        if any(word.startswith("u-") and word.endswith(("-of", "-to")) for word in words):
            return False
        return any(
            _COMMENT.fullmatch(word) or _REACTION.fullmatch(word) or _LIST.fullmatch(word)
            for word in (*words, *_names_around(tag))
        )

    def _faces(self) -> Iterator[Element]:
        """The links of a facepile that carry no microformats."""
        for name, tags in self.soup.classes.items():
            if _PILE.fullmatch(name):
                for pile in tags:
                    inner = (*self.soup.within(pile, "a"), *((pile,) if pile.name == "a" else ()))
                    yield from (tag for tag in inner if absolute(attribute(tag, "href"), self.base) and self._face(tag))

    # ---- what they are

    def comments(self, date: Callable[[str | None], Date]) -> tuple[Comment, ...]:
        return thread((self._said(tag, date) for tag in self.tags if self._is_comment(tag)), self.base)

    def references(self, date: Callable[[str | None], Date]) -> Iterator[Reference]:
        seen: set[tuple[str | None, ...]] = set()
        for tag in self.tags:
            if self._is_comment(tag):
                continue
            item = Item(self.soup, tag, self.base)
            # Of a face, its owner's address.
            who, url = self._name(item), self._address_of(tag) or item.address_of(tag)
            article = item.text("p-name") if item.first("p-author", "u-author") is not None else None
            title = article or who
            said, when = body_text(item.first(*WORDS)), date(item.moment("dt-published"))
            if (title or url) and (title, url, said) not in seen:
                seen.add((title, url, said))
                yield Reference(
                    position=0, kind="webmention", native_id=_number(tag), title=title, url=url, excerpt=said,
                    site_name=who if article else None,
                    published=when.published, published_utc=when.published_utc, published_raw=when.raw,
                )  # fmt: skip

    def _is_comment(self, tag: Element) -> bool:
        """Whether it has words of its own and nothing calls it a like, a repost or a mention."""
        if not roots_of(tag) or Item(self.soup, tag, self.base).first(*WORDS, "p-name") is None:
            return False
        words = _classes(tag)
        if any(_MENTION.fullmatch(word) for word in words):
            return False
        if any(_COMMENT.fullmatch(word) for word in words):
            return True
        has_words = Item(self.soup, tag, self.base).first(*WORDS) is not None
        return has_words and not any(_is_reaction(word) for word in (*words, *_names_around(tag)))

    def _said(self, tag: Element, date: Callable[[str | None], Date]) -> Said:
        item = Item(self.soup, tag, self.base)
        words = item.first(*WORDS) or item.first("p-name")
        above = next((parent for parent in parents(tag) if id(parent) in self._known), None)
        inner = [] if words is None else self._inside(words)
        answered = item.url("u-in-reply-to")
        parent = self._by_address.get(answered, above) if answered else above
        parent = above if parent is tag else parent
        author = item.first("p-author", "u-author")
        return Said(
            native_id=self._identity(tag),
            parent_native_id=self._identity(parent) if parent is not None else None,
            region=Region.of(*words.contents, without=inner) if words is not None else None,
            url=self._address_of(tag),
            author_name=self._name(item),
            author_url=item.address_of(author) if author is not None else None,
            when=date(item.moment("dt-published")),
        )

    def _identity(self, tag: Element) -> str | None:
        return _number(tag) or self._address_of(tag)

    def _address_of(self, tag: Element) -> str | None:
        """Where a response stands."""
        return Item(self.soup, tag, self.base).url("u-url", "u-uid")

    def _name(self, item: Item) -> str | None:
        """Who responds."""
        author = item.first("p-author", "u-author")
        if author is not None:
            return item.value_of(author)
        return self._face(item.tag) if item.first(*WORDS) is None else item.text("p-name")

    def _face(self, tag: Element) -> str | None:
        """Whom a face shows: the text beside it, or what the picture stands for."""
        told = (attribute(one, "alt") or attribute(one, "title") for one in self.soup.within(tag, "img"))
        return text_of(tag) or next((alt for alt in told if alt), None) or attribute(tag, "title")


def _classes(tag: Element) -> tuple[str, ...]:
    return tuple(tag.attrs.get("class") or ())


def _names_around(tag: Element) -> Iterator[str]:
    """Classes and ids of the few elements around one, up to the next item."""
    for place, parent in enumerate(parents(tag)):
        if place == _AROUND or parent.name in ("body", "main", "article") or NESTED in _classes(parent):
            return
        yield from words_of(parent)


def _is_reaction(word: str) -> bool:
    """Whether a name calls something a like or its kin; "webmentions" is what all are called."""
    return bool(_REACTION.fullmatch(word)) and not re.search(r"(?:^|web|[-_])mentions?(?:$|[-_])", word, re.I)


def _number(tag: Element) -> str | None:
    found = _NUMBER.match(attribute(tag, "id") or "")
    return found[1] if found else None
