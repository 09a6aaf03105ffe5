"""What is believed of a post that many sources tell of: pure functions, whatever order they come in.

A post is seen many times: its page, other views of it, feeds, an API, later crawls. Each `Sighting` gives facts.
`combine` keeps, for each field and source, the latest fact; `choose` takes for each field the most exact source:
api, feed, structured data, the engine's DOM, a heuristic; among equals the later capture. Some rules bend that:

- *Its own page* tells the body before a feed does, because feeds cut bodies short; so with categories and tags,
  because RSS has one element for both, and with addresses, because feeds link through counters.
- *Other views* of the post (print, page 2 of the comments) and *answers cut short* yield to its own whole page.
- *A post in several parts* (`Post.part`) is told by all of their pages alike; `parts.py` puts them together.
- *A date that was counted back* from a capture ("3 days ago") is believed where no source tells one; of several the
  most precise, then the first: a later capture counts in weeks.
- *Counts* are believed of the latest crawl.
- *A page that changed its mind* between two crawls is believed over what others said before that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from ...parsers.model import AuthorKind, Link, Media, Post, PostKind, Source, Term
from ..keys import safe_text, safe_value
from ..moments import Moment, decide

Standing = Literal["own", "view", "cut"]
"""How a sighting shows the post: by its own page or feed entry, by another view of it, or in an answer cut short."""

Value = tuple[object, ...]
"""The columns of a field, in the order of `FIELDS`; of categories and tags one (name, slug, url) each."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "url": ("url",),
    "kind": ("kind",),
    "native_id": ("native_id",),
    "title": ("title",),
    "author": ("author_name", "author_url", "author_kind"),
    "byline": ("byline",),
    "published": ("published", "published_utc", "published_raw"),
    "updated": ("updated",),
    "excerpt": ("excerpt",),
    "language": ("language",),
    "lead_image_url": ("lead_image_url",),
    "comments_claimed": ("comments_claimed",),
    "references_claimed": ("references_claimed",),
    "previous_url": ("previous_url",),
    "next_url": ("next_url",),
}
"""The columns that one source tells together. Beside them: `categories`, `tags`, `body` (its length only, the text
stays in its column; of a part its number and that of all parts, too) and `origin` (the platform and version of the
parser)."""

_EXACT = {source: rank for rank, source in enumerate(get_args(Source))}
_PAGE_FIRST = {source: rank for rank, source in enumerate(("api", "structured", "dom", "feed", "heuristic"))}
_ADDRESSES = {source: rank for rank, source in enumerate(("api", "structured", "dom", "heuristic", "feed"))}
"""Where a page names no address, the one at which it was seen is better than a feed's, which may be a counter's."""
_PAGE_FIELDS = frozenset(("url", "kind", "native_id", "categories", "tags", "previous_url", "next_url"))
_BODY_FIELDS = frozenset(("body", "origin"))
_COUNTS = frozenset(("comments_claimed", "references_claimed"))
_GRADES = {"": 0, "view": 1, "feed": 1, "cut": 2}


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """A post as one capture shows it; ``source`` is that of the fields whose source the parser does not name."""

    post: Post
    capture_id: int
    epoch: int
    """The crawl in which it was seen, or for what others captured the day, as `epochs.epoch_of` numbers them."""
    source: Source = "dom"
    standing: Standing = "own"
    platform: str | None = None
    parser_version: str | None = None
    links: tuple[Link, ...] = ()
    """Of the body, and of the comments beside it."""
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """What one source says of one field, and what it said at the end of an earlier crawl."""

    value: Value
    capture_id: int
    epoch: int
    before: Value | None = None
    changed_before: int = 0

    @property
    def changed(self) -> int:
        """The crawl in which its value last changed; 0 for never."""
        return self.epoch if self.before is not None and self.before != self.value else self.changed_before


Facts = dict[str, dict[str, Fact]]
"""Field → source (after a slash its standing, if that is not its own) → fact."""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """The post as all sources together tell it; of its body only whose it is."""

    url: str | None = None
    kind: PostKind = "post"
    native_id: str | None = None
    title: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    author_kind: AuthorKind | None = None
    byline: str | None = None
    published: str | None = None
    published_utc: str | None = None
    published_raw: str | None = None
    updated: str | None = None
    excerpt: str | None = None
    language: str | None = None
    lead_image_url: str | None = None
    comments_claimed: int | None = None
    references_claimed: int | None = None
    previous_url: str | None = None
    next_url: str | None = None
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    platform: str | None = None
    parser_version: str | None = None
    field_sources: Mapping[str, Source]
    body: int | None
    """The capture whose body is believed; None if no source has one."""
    capture_id: int
    """That capture, or the one that shows the post best."""


def facts_of(sighting: Sighting) -> Facts:
    """What one sighting says."""
    post = sighting.post
    suffix = "" if sighting.standing == "own" else f"/{sighting.standing}"

    def fact(field: str, columns: Iterable[str], value: Value) -> None:
        named = next((post.field_sources[name] for name in columns if name in post.field_sources), sighting.source)
        # What was guessed from a feed must not stand in the place of what was guessed from the page.
        where = "/feed" if named == "heuristic" and sighting.source == "feed" and not suffix else suffix
        facts[field] = {named + where: Fact(value=value, capture_id=sighting.capture_id, epoch=sighting.epoch)}

    facts: Facts = {}
    value: Value
    for field, columns in FIELDS.items():
        value = tuple(safe_value(getattr(post, column)) for column in columns)
        if any(part is not None for part in value):
            fact(field, columns, value)
    for field in ("categories", "tags"):
        terms = cast(tuple[Term, ...], getattr(post, field))
        if value := tuple(
            (name, safe_text(term.slug), safe_text(term.url)) for term in terms if (name := safe_text(term.name))
        ):
            fact(field, (field,), value)
    if post.body_text or post.body_html:
        value = (len(post.body_text or post.body_html or ""),)
        if post.part is None:
            fact("body", ("body_text", "body_html"), value)
        else:
            # The page of a part is no mere view of the post: nothing else has its text.
            own = "" if sighting.standing == "view" else suffix
            named = post.field_sources.get("body_text", sighting.source)
            value = (*value, post.part, max(post.part, post.parts or 0))
            facts["body"] = {named + own: Fact(value=value, capture_id=sighting.capture_id, epoch=sighting.epoch)}
    fact("origin", ("body_text", "body_html"), (safe_text(sighting.platform), safe_text(sighting.parser_version)))
    return facts


def is_part(value: Value) -> bool:
    """Whether a fact "body" tells of one part of a post in several."""
    return len(value) == 3


def combine(one: Facts, other: Facts) -> Facts:
    """What both say: of each field and source the later fact.

    The sightings of a crawl may come in any order; crawls come one after the other.
    """
    together = {field: dict(told) for field, told in one.items()}
    for field, told in other.items():
        mine = together.setdefault(field, {})
        for source, fact in told.items():
            if source not in mine:
                mine[source] = fact
            elif field == "published" and source.startswith("relative"):
                mine[source] = _finest(mine[source], fact)
            else:
                mine[source] = _later(mine[source], fact, _preference(field, source))
    return together


def winner(facts: Facts, field: str) -> tuple[str, Fact] | None:
    """The source (with its standing) that is believed of a field, and its fact."""
    candidates = _candidates(facts, field)
    return candidates[0] if candidates else None


def choose(facts: Facts) -> Chosen:
    """For each field what the most exact source says."""
    columns: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for field, names in FIELDS.items():
        found = _published(facts) if field == "published" else _told(facts, field)
        for name, (value, source) in zip(names, found, strict=False):
            if value is not None:
                columns[name], sources[name] = value, source
    kind: Literal["category", "tag"]
    for field, kind in (("categories", "category"), ("tags", "tag")):
        if terms := winner(facts, field):
            told = cast(tuple[tuple[str, str | None, str | None], ...], terms[1].value)
            columns[field] = tuple(Term(kind=kind, name=name, slug=slug, url=url) for name, slug, url in told)
            sources[field] = _source(terms[0])
    if "tags" in columns and (filed := winner(facts, "categories")) and "feed" in filed[0].split("/"):
        # what the post's page calls a tag, a feed with one element for both does not make a category
        tags = {term.name.casefold() for term in columns["tags"]}
        columns["categories"] = tuple(term for term in columns["categories"] if term.name.casefold() not in tags)
    if "author_name" in columns:
        _same_author(facts, columns, sources)
    body, origin = winner(facts, "body"), winner(facts, "origin")
    assert origin is not None  # every sighting has one
    if body:
        sources["body_text"] = _source(body[0])
    columns["platform"], columns["parser_version"] = origin[1].value
    return Chosen(
        **columns,
        field_sources=sources,
        body=body[1].capture_id if body else None,
        capture_id=(body or origin)[1].capture_id,
    )


def to_json(facts: Facts) -> str:
    """The facts as `post_facts` keeps them."""
    return json.dumps(
        {field: {source: _listed(fact) for source, fact in told.items()} for field, told in facts.items()},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Facts:
    """What `to_json` wrote."""
    return {
        field: {source: _fact(*listed) for source, listed in told.items()} for field, told in json.loads(text).items()
    }


def _candidates(facts: Facts, field: str) -> list[tuple[str, Fact]]:
    """All that speak of a field, the best first, without those that a page has outdated since."""
    told = facts.get(field, {})
    if len(told) < 2:
        return list(told.items())
    changed = 0
    if field not in _BODY_FIELDS:
        changed = max((fact.changed for source, fact in told.items() if "/" not in source), default=0)
    fresh = [(source, fact) for source, fact in told.items() if fact.epoch >= changed]
    return sorted(fresh, key=lambda one: _rank(field, *one))


def _rank(field: str, key: str, fact: Fact) -> tuple[int, ...]:
    """Sorts the most believable first."""
    source, _, standing = key.partition("/")
    grade = _GRADES[standing]
    if field in _BODY_FIELDS:
        return (grade == 2, source == "feed", grade, -fact.epoch, _EXACT[source], -fact.capture_id)
    if field in _COUNTS:
        return (-fact.epoch, grade, _EXACT[source], -fact.capture_id)
    order = _ADDRESSES if field == "url" else _PAGE_FIRST if field in _PAGE_FIELDS else _EXACT
    return (_says_only_blog(field, fact), grade, order[source], -fact.capture_id)


def _says_only_blog(field: str, fact: Fact) -> bool:
    """Whether breadcrumbs lead to the blog and no further: nearly no category, which a feed knows better."""
    terms = cast(tuple[tuple[str, str | None, str | None], ...], fact.value) if field == "categories" else ()
    return len(terms) == 1 and terms[0][0].casefold() == "blog"


def _told(facts: Facts, field: str) -> tuple[tuple[object, Source], ...]:
    found = winner(facts, field)
    return tuple((value, _source(found[0])) for value in found[1].value) if found else ()


def _published(facts: Facts) -> tuple[tuple[object, Source], ...]:
    candidates = _candidates(facts, "published")
    if any(fact.value[0] for key, fact in candidates if not key.startswith("relative")):
        candidates = [(key, fact) for key, fact in candidates if not key.startswith("relative")]
    if not candidates:
        return ()
    told = [cast("tuple[str | None, str | None, str | None]", fact.value) for _, fact in candidates]
    decided = decide([Moment(published=one[0], published_utc=one[1], published_raw=one[2]) for one in told])
    sources = [_source(key) for key, _ in candidates]
    return (
        (decided.moment.published, sources[decided.published_by]),
        (decided.moment.published_utc, sources[decided.utc_by]),
        (decided.moment.published_raw, sources[decided.raw_by]),
    )


def _same_author(facts: Facts, columns: dict[str, Any], sources: dict[str, Source]) -> None:
    """Feeds name the author and no more; another source may tell the rest of the same name."""
    for key, fact in _candidates(facts, "author"):
        told = dict(zip(FIELDS["author"], fact.value, strict=True))
        for name, value in told.items():
            if value is not None and name not in columns and told["author_name"] == columns.get("author_name"):
                columns[name], sources[name] = value, _source(key)


def _preference(field: str, source: str) -> Callable[[Value], int]:
    """Which of two tellings of one source in one crawl is to be believed; for most the later is."""
    if field == "body" and source == "feed":
        # RSS often has a summary where Atom has it all.
        return lambda value: cast(int, value[0])
    if field == "url" and source.startswith("heuristic"):
        # A page that names no address was seen under this one; under a session's or a click's, too.
        return lambda value: -len(cast(str, value[0]))
    return lambda value: 0


def _finest(*facts: Fact) -> Fact:
    """Of dates that were counted back the most precise, then the first; what they differ in is no change."""

    def rank(fact: Fact) -> tuple[int, int, int, str]:
        precision = len(cast("str | None", fact.value[0]) or "")
        return (-precision, fact.epoch, fact.capture_id, str(fact.value))

    return min(facts, key=rank)


def _later(one: Fact, other: Fact, preference: Callable[[Value], int]) -> Fact:
    older, newer = sorted((one, other), key=lambda fact: (fact.epoch, preference(fact.value), fact.capture_id))
    if older.epoch == newer.epoch:
        before = newer.before if newer.before is not None else older.before
        changed_before = max(older.changed_before, newer.changed_before)
    else:
        before = newer.before if newer.before is not None else older.value
        changed_before = max(older.changed, newer.changed_before)
    return Fact(
        value=newer.value,
        capture_id=newer.capture_id,
        epoch=newer.epoch,
        before=before,
        changed_before=changed_before,
    )


def _listed(fact: Fact) -> tuple[object, ...]:
    listed = (fact.value, fact.capture_id, fact.epoch)
    return (*listed, fact.before, fact.changed_before) if fact.before is not None else listed


def _fact(
    value: list[object], capture_id: int, epoch: int, before: list[object] | None = None, changed_before: int = 0
) -> Fact:
    return Fact(
        value=_tuple(value),
        capture_id=capture_id,
        epoch=epoch,
        before=None if before is None else _tuple(before),
        changed_before=changed_before,
    )


def _tuple(value: list[object]) -> Value:
    return tuple(tuple(part) if isinstance(part, list) else part for part in value)


def _source(key: str) -> Source:
    return cast(Source, key.partition("/")[0])
