"""Learning where a blog's pages hold their posts, from those whose whole text its feed tells.

The idea is BlogForever's: the feed shows, for the newest posts, what is article and what is page, and what holds for
them holds for the archive. A rule is kept only if it gives the feed's words for posts that it was not learned from
better than the reader does without it, and never where the feed may hold the beginnings of posts only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from statistics import fmean

from .. import FEWEST_EXAMPLES, MOST_EXAMPLES
from ..base import Parser
from ..model import Page, Post
from ..tree.soup import Element, is_in, parents, walk
from ..tree.text import Region, body_text, text_of
from .heading import key
from .rules import Rule, Selector, Step, away_of, fingerprint, words_in

SHORTEST = 60
"""Words of a feed's text that is worth a comparison."""
AGREEMENT = 0.9
BETTER_BY = 0.02
_MOST_FOREIGN = 0.25
"""Of the feed's words: so many more may a page have that no other page repeats, or the feed may be cut short."""
_FOREIGN = 0.2
"""Of the words in a row of a block: with less of them in the feed, it is not from there."""
_MOST_CANDIDATES = 80
_MOST_LEFT_OUT = 200
"""Names, and blocks, that a rule leaves out: a container that has more of them is no article's."""
_LONGEST_FIELD = 300
_SHARED = 0.6
"""Of the pages: what so many repeat is theirs, and no post's."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A page, how it is read without a rule, and what the feed says of its post."""

    parser: Parser
    page: Page
    entry: Post

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(words_in(self.entry.body_text))

    @cached_property
    def _runs(self) -> frozenset[tuple[str, ...]]:
        return frozenset(_runs(words_in(self.entry.body_text)))

    @property
    def shown(self) -> str | None:
        """The text as the reader finds it without a rule."""
        return self.page.post.body_text if self.page.post else None

    def share(self, text: str | None) -> float:
        """How much of a text the feed has, too, 0 to 1: by words in a row, as any text has the same words."""
        runs = _runs(words_in(text))
        return sum(run in self._runs for run in runs) / len(runs) if runs else 1.0

    @cached_property
    def container(self) -> Element | None:
        """The element whose words are most those of the feed."""
        chars = len(self.entry.body_text or "")
        tops = self.parser.soup.by_name("body")
        fitting = [tag for tag in walk(tops[0]) if 0.5 * chars <= tag.chars <= 4 * chars] if tops else []
        fitting = sorted(fitting, key=lambda tag: abs(tag.chars - chars))[:_MOST_CANDIDATES]
        best = max(fitting, key=lambda tag: (round(agreement(text_of(tag), self.words), 6), tag.order), default=None)
        return best if best is not None and agreement(text_of(best), self.words) >= 0.5 else None


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Each three words that follow each other; of fewer, these."""
    return [tuple(words[at : at + 3]) for at in range(max(len(words) - 2, 1))] if words else []


def agreement(text: str | None, words: Counter[str]) -> float:
    """F1 of the words of a text against those wanted, 0 to 1."""
    found = Counter(words_in(text))
    same = (found & words).total()
    return 2 * same / (found.total() + words.total()) if same else 0.0


def learn(examples: Sequence[Example]) -> Rule | None:
    """The rule that the examples show; None where they show none that is better than none."""
    examples = [one for one in examples[:MOST_EXAMPLES] if one.words.total() >= SHORTEST and one.container is not None]
    if len(examples) < FEWEST_EXAMPLES or _is_cut(examples):
        return None
    before = fmean(agreement(one.shown, one.words) for one in examples)
    halves = (examples[::2], examples[1::2])
    held: list[float] = []
    for taught, asked in (halves, halves[::-1]):
        half = _rule(taught)
        if half is None:
            return None
        held += [agreement(body_text(half.region(one.parser)), one.words) for one in asked]
    after = fmean(held)
    rule = _rule(examples)
    if rule is None or after < AGREEMENT or after < before + BETTER_BY:
        return None
    return Rule(
        body=rule.body,
        apart=rule.apart,
        repeated=rule.repeated,
        title=_field(examples, "title", lambda one, text: key(text) == key(one.entry.title)),
        author_name=_author(examples),
        published=_field(examples, "published", _is_day),
        examples=len(examples),
        agreement=round(after, 3),
        agreement_before=round(before, 3),
    )


def _is_cut(examples: Sequence[Example]) -> bool:
    """Whether the feed may have the beginnings only: the pages go on, each in words that no other page has."""
    lines = [set(_lines(one)) for one in examples]
    pages = Counter(line for page in lines for line in page)
    own = sum(
        len(words_in(line))
        for one, page in zip(examples, lines, strict=True)
        for line in page
        if pages[line] == 1 and one.share(line) < _FOREIGN
    )
    return own > _MOST_FOREIGN * sum(one.words.total() for one in examples)


def _lines(one: Example) -> list[str]:
    """All that a page says, its comments aside."""
    tops = one.parser.soup.by_name("body")
    text = body_text(Region.of(*tops[:1], without=away_of(one.parser))) or ""
    return [line for line in text.split("\n") if line]


def _rule(examples: Sequence[Example]) -> Rule | None:
    """What the examples have in common, not yet held to anything."""
    body = _common([(one, one.container) for one in examples if one.container is not None])
    if body is None:
        return None
    taught = [(one, tag) for one in examples if (tag := body.find(one.parser.soup)) is not None]
    if len(taught) < 2:
        return None
    return Rule(
        body=body,
        apart=tuple(islice(_apart(taught), _MOST_LEFT_OUT)),
        repeated=tuple(islice(_repeated(taught), _MOST_LEFT_OUT)),
        examples=len(taught),
        agreement=0.0,
        agreement_before=0.0,
    )


def _common(places: Sequence[tuple[Example, Element]]) -> Selector | None:
    """The steps that lead to these elements, on most of their pages to them alone."""
    chains = [[tag, *parents(tag)][::-1] for _, tag in places]
    # Above the body stand html and the tree itself.
    chains = [chain[next((n for n, tag in enumerate(chain) if tag.name == "body"), 0) :] for chain in chains]
    shapes = Counter(tuple(tag.name for tag in chain) for chain in chains)
    if not shapes:
        return None
    most = max(shapes, key=lambda shape: (shapes[shape], -len(shape), shape))
    alike = [(place, chain) for place, chain in zip(places, chains, strict=True) if _shape(chain) == most]
    steps = tuple(_step([chain[number] for _, chain in alike]) for number in range(len(most)))
    selector = Selector(steps)
    right = sum(selector.find(one.parser.soup) is tag for (one, tag), _ in alike)
    return selector if right >= 2 and right >= _SHARED * len(places) else None


def _shape(chain: Sequence[Element]) -> tuple[str, ...]:
    return tuple(tag.name for tag in chain)


def _step(tags: Sequence[Element]) -> Step:
    ids = {str(tag.attrs.get("id") or "") for tag in tags}
    classes = set(tags[0].attrs.get("class") or ()).intersection(*(tag.attrs.get("class") or () for tag in tags))
    return Step(tags[0].name, next(iter(ids)) or None if len(ids) == 1 else None, tuple(sorted(classes)))


def _apart(taught: Sequence[tuple[Example, Element]]) -> Iterator[Step]:
    """The named elements inside the container that the feed never has."""
    seen: dict[Step, list[float]] = {}
    for one, container in taught:
        for tag in _blocks(container):
            names = tuple(sorted(tag.attrs.get("class") or ()))
            ident = str(tag.attrs.get("id") or "") or None
            if names or ident:
                seen.setdefault(Step(tag.name, ident, names), []).append(one.share(text_of(tag)))
    for step in sorted(seen, key=repr):
        if len(seen[step]) >= 2 and max(seen[step]) < _FOREIGN:
            yield step


def _repeated(taught: Sequence[tuple[Example, Element]]) -> Iterator[str]:
    """The blocks inside the container that most pages have and no feed entry."""
    pages: Counter[str] = Counter()
    said: set[str] = set()
    for one, container in taught:
        for tag in _blocks(container):
            name = fingerprint(tag)
            if name is not None and one.share(text_of(tag)) >= _FOREIGN:
                said.add(name)
        pages.update({name for tag in _blocks(container) if (name := fingerprint(tag))})
    least = max(2, _SHARED * len(taught))
    yield from sorted(name for name, number in pages.items() if number >= least and name not in said)


def _blocks(container: Element) -> Iterator[Element]:
    """What the container holds that is not most of it."""
    return (tag for tag in walk(container) if 0 < tag.chars <= 0.5 * container.chars)


def _author(examples: Sequence[Example]) -> Selector | None:
    """Where the account stands; a blog of one author shows the name in many places, and all are right."""
    return _field(
        examples, "author_name", lambda one, text: text.casefold() == (one.entry.author_name or "").casefold()
    )


def _is_day(one: Example, text: str) -> bool:
    if not any(letter.isdigit() for letter in text):
        return False
    day = (one.parser.date(text).published or "")[:10]
    days = [(told or "")[:10] for told in (one.entry.published, one.entry.published_utc)]
    return len(day) == 10 and day in days


def _field(examples: Sequence[Example], name: str, is_said: Callable[[Example, str], bool]) -> Selector | None:
    """Where a field of the feed stands on the pages, if the reader does not find it there anyhow."""
    told = [one for one in examples if getattr(one.entry, name)]
    right = sum(is_said(one, text) for one in told if (text := _read(one, name)))
    if len(told) < FEWEST_EXAMPLES or right >= AGREEMENT * len(told):
        return None
    places: dict[tuple[str, ...], list[tuple[Example, Element]]] = {}
    for one in told:
        shapes = set()
        for tag in _candidates(one):
            shape = tuple(parent.name for parent in (tag, *parents(tag)))
            if shape not in shapes and is_said(one, text_of(tag) or ""):
                shapes.add(shape)
                places.setdefault(shape, []).append((one, tag))
    best: tuple[int, Selector] | None = None
    for shape in sorted(places):
        selector = _common(places[shape])
        if selector is not None:
            number = sum(is_said(one, text_of(selector.find(one.parser.soup)) or "") for one in told)
            if best is None or number > best[0]:
                best = (number, selector)
    return best[1] if best is not None and best[0] >= max(AGREEMENT * len(told), right + 1) else None


def _read(one: Example, name: str) -> str | None:
    """What the reader found without a rule; a date in the page's own words."""
    post = one.page.post
    value = getattr(post, "published_raw" if name == "published" else name) if post else None
    return value if isinstance(value, str) else None


def _candidates(one: Example) -> Iterable[Element]:
    """Small elements outside of the comments."""
    tops = one.parser.soup.by_name("body")
    away = away_of(one.parser)
    return (tag for tag in walk(tops[0]) if 0 < tag.chars <= _LONGEST_FIELD and not is_in(tag, away)) if tops else ()
