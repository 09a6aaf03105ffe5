"""What was learned of a blog's own layout: where its pages hold what its feed says, and what they all repeat.

A `Rule` is learned by ``lessons`` from posts whose whole text a feed tells, and read here: it finds the article in
pages that no engine's file describes. It is strict, so that a page of another layout is left to the generic reader:
every step from the page's body down to the article must be there, and must lead to one element only.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..base import Parser
from ..model import Page, Post, Source
from ..tree.html import body_html
from ..tree.media import links_of, media_of
from ..tree.soup import BLOCKS, Element, Soup, children, walk
from ..tree.text import Region, body_text, count_words, text_of

_MOST_AT_ONCE = 2_000
"""Elements that a step may lead to; a list of all posts of a blog has more."""
_LONGEST_BLOCK = 2_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Step:
    """An element on the way: its name, its id and the classes that it has on every page."""

    tag: str
    id: str | None = None
    classes: tuple[str, ...] = ()

    def fits(self, tag: Element) -> bool:
        if tag.name != self.tag or (self.id is not None and tag.attrs.get("id") != self.id):
            return False
        return not self.classes or set(self.classes) <= set(tag.attrs.get("class") or ())


@dataclass(frozen=True)
class Selector:
    """The way from a page's body down to one element."""

    steps: tuple[Step, ...]

    def find(self, soup: Soup) -> Element | None:
        """The one element that the steps lead to, None if they lead to none or to several."""
        found: list[Element] = soup.by_name("body")[:1]
        for step in self.steps[1:]:
            found = [child for tag in found for child in children(tag) if step.fits(child)]
            if len(found) > _MOST_AT_ONCE:
                return None
        return found[0] if len(found) == 1 else None

    def __str__(self) -> str:
        return " > ".join(
            step.tag + (f"#{step.id}" if step.id else "") + "".join(f".{name}" for name in step.classes)
            for step in self.steps
        )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Where a blog's pages hold the text, title, account and date of a post."""

    body: Selector
    apart: tuple[Step, ...] = ()
    """What stands in the text's element and is never part of the text, by names: the line of tags, of the date."""
    repeated: tuple[str, ...] = ()
    """`fingerprint` of blocks that most posts repeat word for word."""
    title: Selector | None = None
    author_name: Selector | None = None
    published: Selector | None = None
    examples: int
    """Posts that it was learned from."""
    agreement: float
    """How much of the feed's words it finds in posts that it was not learned from, and nothing else: F1, 0 to 1."""
    agreement_before: float
    """The same of the reader without it."""

    @property
    def key(self) -> str:
        """Eight hex digits that name it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:8]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Rule:
        told: dict[str, Any] = json.loads(text)
        for name in ("body", "title", "author_name", "published"):
            told[name] = None if told[name] is None else Selector(tuple(map(_step, told[name]["steps"])))
        told["apart"], told["repeated"] = tuple(map(_step, told["apart"])), tuple(told["repeated"])
        return cls(**told)

    def region(self, parser: Parser) -> Region | None:
        """The article in a page, None if the page is laid out otherwise or has no text there."""
        tag = self.body.find(parser.soup)
        if tag is None or not tag.chars:
            return None
        fields = (one.find(parser.soup) for one in (self.title, self.author_name, self.published) if one is not None)
        away = [*away_of(parser), *(one for one in fields if one is not None)]
        region = Region.of(*tag.contents, without=[*away, *self._foreign(tag)])
        return region if body_text(region) else None

    def _foreign(self, container: Element) -> Iterator[Element]:
        repeated = frozenset(self.repeated)
        end = -1
        for tag in walk(container):
            if tag.order <= end:
                continue
            if any(step.fits(tag) for step in self.apart) or fingerprint(tag) in repeated:
                end = tag.last
                yield tag

    def said(self, parser: Parser, field: str) -> str | None:
        """What the page has where title or account stand."""
        selector: Selector | None = getattr(self, field)
        return text_of(selector.find(parser.soup)) if selector is not None else None


def away_of(parser: Parser) -> tuple[Element, ...]:
    """The elements of a page that belong to its comments, as far as the engine's reader knows them."""
    away = getattr(parser, "away", None)
    return tuple(away()) if away is not None else ()


def _step(told: dict[str, Any]) -> Step:
    return Step(told["tag"], told["id"], tuple(told["classes"]))


def words_in(text: str | None) -> list[str]:
    """The words of a text, without case."""
    return _WORD.findall((text or "").lower())


def fingerprint(tag: Element) -> str | None:
    """What a block says, as twelve hex digits; None for what is no block, says nothing, or says too much."""
    if tag.name not in BLOCKS or not 0 < tag.chars <= _LONGEST_BLOCK:
        return None
    said = words_in(text_of(tag))
    return hashlib.sha256(" ".join(said).encode()).hexdigest()[:12] if said else None


def read_again(parser: Parser, page: Page, rules: Sequence[Rule]) -> Page:
    """The page with what the first rule that fits tells, in place of what the reader had guessed."""
    post = page.post
    if post is None or _source(post, "body_text") != "heuristic":
        return page
    found = next(_fitting(parser, rules), None)
    if found is None:
        return page
    rule, region = found
    text = body_text(region)
    told: dict[str, Any] = {
        "body_text": text,
        "body_html": body_html(region, parser.base_url),
        "word_count": count_words(text),
    }
    for field in ("title", "author_name"):
        value = rule.said(parser, field)
        if value and _source(post, field) == "heuristic":
            told[field] = value
    if rule.published is not None and _source(post, "published") == "heuristic":
        date = parser.date(text_of(rule.published.find(parser.soup)))
        if date.published:
            told |= {
                "published": date.published, "published_utc": date.published_utc, "published_raw": date.raw,
            }  # fmt: skip
    layout = dict.fromkeys(({*told} & {"body_text", "title", "author_name", "published"}), "dom")
    sources: dict[str, Source] = {**post.field_sources, **layout}  # type: ignore[dict-item]
    return replace(
        page,
        post=replace(post, **told, field_sources=dict(sorted(sources.items()))),
        links=links_of(region, page.comments, parser.base_url),
        media=media_of(region, parser.base_url),
        parser_version=f"{page.parser_version}+rule {rule.key}",
    )


def _fitting(parser: Parser, rules: Iterable[Rule]) -> Iterator[tuple[Rule, Region]]:
    for rule in rules:
        if region := rule.region(parser):
            yield rule, region


def _source(post: Post, field: str) -> Source:
    """Where a field was read; a missing one counts as a guess that failed."""
    return post.field_sources.get(field, "heuristic")
