"""Comments that a page tells for machines (JSON-LD), and how they and those that it shows become one list.

schema.org has ``comment`` of an article (a Comment, or the older UserComments), answers as ``comment`` of a comment or
by ``parentItem``. Plugins and forums write them so (DiscussionForumPosting); often only the first few, or cut short.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urldefrag

from ...dates import Date, on_clock
from ...marks.jsonld import Item, Json, as_list, as_text, as_url, types_of
from ...marks.structured import Structured
from ...model import Comment, Reference
from ...tree.inline_json import paragraphs
from ...tree.urls import absolute
from .ids import number_in
from .thread import MOST, Said, thread

_TYPES = frozenset(("Comment", "UserComments", "Answer"))
_TEXTS = ("text", "commentText", "articleBody", "description", "reviewBody")
_DATES = ("datePublished", "dateCreated", "commentTime")
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
_ENOUGH = 30
"""Letters and digits that tell one comment from all others."""


def told_comments(structured: Structured, url: str, read: Callable[[str | None], Date]) -> tuple[Comment, ...]:
    """The comments of a page's JSON-LD in their order, answers behind what they answer."""
    roots = [*_comments_of(structured, structured.article), *_alone(structured)]
    return thread(_said(structured, roots, url, read), structured.base) if roots else ()


def told_reviews(structured: Structured, url: str, read: Callable[[str | None], Date]) -> tuple[Comment, ...]:
    """The reviews of a recipe, which plugins make of comments with stars; what its author wrote is none."""
    recipe = structured.article
    if "Recipe" not in types_of(recipe):
        return ()
    authors = {_letters(as_text(structured.resolved(author))) for author in as_list(recipe.get("author"))}
    said = [structured.resolved(value) for name in ("review", "reviews") for value in as_list(recipe.get(name))]
    reviews = [value for value in said if isinstance(value, dict) and "Review" in types_of(value)]
    return thread(
        (one for one in _said(structured, reviews, url, read) if _letters(one.author_name) not in authors),
        structured.base,
    )


def _comments_of(structured: Structured, item: Item) -> list[Item]:
    found = [structured.resolved(value) for name in ("comment", "comments") for value in as_list(item.get(name))]
    return [value for value in found if isinstance(value, dict) and (types_of(value) & _TYPES or not types_of(value))]


def _alone(structured: Structured) -> list[Item]:
    """Comments that stand beside the article; those that stand in something else are about that."""
    found = [item for item in structured.items if types_of(item) & {"Comment", "UserComments"}]
    if not found:
        return []
    inside = {id(value) for item in structured.items for held in item.values() for value in as_list(held)}
    return [item for item in found if id(item) not in inside]


def _said(structured: Structured, roots: list[Item], url: str, read: Callable[[str | None], Date]) -> Iterator[Said]:
    seen: set[int] = set()
    stack: list[tuple[Item, str | None]] = [(item, None) for item in reversed(roots)]
    for _ in range(MOST):
        if not stack:
            return
        item, parent = stack.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        address = absolute(
            as_url(item.get("url")) or as_url(item.get("@id")) or as_url(item.get("id")), structured.base
        )
        native_id = _number(address) or as_text(item.get("identifier"))
        above = parent or _number(absolute(as_url(item.get("parentItem")), structured.base))
        stack += [(answer, native_id) for answer in reversed(_comments_of(structured, item))]
        author = structured.resolved(next(iter(as_list(item.get("author") or item.get("creator"))), None))
        leads = as_url(author) if isinstance(author, dict) else None
        yield Said(
            native_id=native_id,
            parent_native_id=above if above != native_id else None,
            html=_markup(next((text for name in _TEXTS if (text := _text(item.get(name)))), None)),
            url=address if address and urldefrag(address)[0] == urldefrag(url)[0] else None,
            author_name=as_text(author),
            author_url=absolute(leads, structured.base) if leads and "#" not in leads else None,
            when=next((when for name in _DATES if (when := read(as_text(item.get(name)))).published), Date()),
        )


def _number(address: str | None) -> str | None:
    fragment = urldefrag(address)[1] if address else ""
    return number_in(fragment) or fragment or None


def _text(value: Json) -> str | None:
    value = value.get("@value") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.strip() else None


def _markup(text: str | None) -> str | None:
    """A text as markup, which many plugins put there; "&lt;p&gt;" was escaped once more."""
    if text is None:
        return None
    plain = unescape(text) if "<" not in text else text
    return plain if _MARKUP.search(plain) else paragraphs(plain)


# ---- one list


def joined(
    shown: tuple[Comment, ...], told: tuple[Comment, ...], pings: tuple[Reference, ...] = ()
) -> tuple[Comment, ...]:
    """The comments that a page shows, completed by what it tells of them, and those that it only tells behind them."""
    if not told:
        return shown
    together = list(shown)
    places = _Places(shown)
    numbers: dict[str, Comment] = {one.native_id: one for one in shown if one.native_id}
    names: dict[str, Comment] = {}
    pinged = {ping.native_id for ping in pings} | {_letters(ping.title) for ping in pings} - {""}
    for one in told:
        if one.native_id in pinged and one.native_id or _letters(one.author_name) in pinged:
            continue
        above = names.get(one.parent_native_id or "") or numbers.get(one.parent_native_id or "")
        place = places.of(one)
        if place is not None:
            together[place] = known = _completed(together[place], one, above)
        else:
            parent = above.native_id if above else None
            depth = above.depth + 1 if above else 0
            known = replace(one, position=len(together) + 1, parent_native_id=parent, depth=depth)
            together.append(known)
        if one.native_id:
            names[one.native_id] = known
    return tuple(together)


class _Places:
    """Finds a comment among those that the page shows: by number, by address, by its words; each once."""

    def __init__(self, shown: tuple[Comment, ...]) -> None:
        self.shown = shown
        self.free = set(range(len(shown)))
        self.marks: dict[str, int] = {}
        self.words: dict[str, list[int]] = {}
        for place, one in enumerate(shown):
            for mark in filter(None, (one.native_id, one.url)):
                self.marks.setdefault(mark, place)
            self.words.setdefault(_letters(one.body_text)[:_ENOUGH], []).append(place)

    def of(self, one: Comment) -> int | None:
        marks = (self.marks.get(mark) for mark in (one.native_id, one.url) if mark)
        words = self.words.get(_letters(one.body_text)[:_ENOUGH], ())
        found = next((place for place in marks if place in self.free), None)
        if found is None:
            found = next(
                (place for place in words if place in self.free and self._agrees(self.shown[place], one)), None
            )
        self.free.discard(-1 if found is None else found)
        return found

    def _agrees(self, shown: Comment, told: Comment) -> bool:
        """Whether one text is the other, or its beginning; of a few words, whether one person said them."""
        first, second = sorted((_letters(shown.body_text), _letters(told.body_text)), key=len)
        if not second.startswith(first.rstrip(".…")) or not first:
            return False
        names = {_letters(shown.author_name), _letters(told.author_name)} - {""}
        return len(first) >= _ENOUGH or first == second and len(names) < 2


def _letters(text: str | None) -> str:
    return "".join(sign for sign in (text or "").casefold() if sign.isalnum())


def _completed(shown: Comment, told: Comment, above: Comment | None) -> Comment:
    published, utc = _when(shown, told)
    is_told = published != shown.published
    parent = shown.parent_native_id or (above.native_id if above else None)
    return replace(
        shown,
        native_id=shown.native_id or told.native_id,
        url=shown.url or told.url,
        parent_native_id=parent,
        depth=above.depth + 1 if above and not shown.parent_native_id else shown.depth,
        author_name=told.author_name or shown.author_name,
        author_url=shown.author_url or told.author_url,
        published=published,
        published_utc=utc,
        published_raw=shown.published_raw or told.published_raw,
        published_source=None if is_told else shown.published_source,
    )


def _when(shown: Comment, told: Comment) -> tuple[str | None, str | None]:
    """The more exact date; the page's own clock with the offset that a moment in UTC brings to light."""
    if told.published is None or shown.published_utc or len(told.published) < len(shown.published or ""):
        return shown.published, shown.published_utc
    if shown.published and told.published_utc and "T" in shown.published:
        when = Date(told.published, told.published_utc)
        if found := on_clock(when, shown.published):
            return found.published, found.published_utc
    return told.published, told.published_utc
