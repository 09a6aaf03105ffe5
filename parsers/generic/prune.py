"""What stands in an article's container and is not the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain

from ..dates.ago import is_ago, is_in_sentence
from ..tree.element import in_page_order
from ..tree.soup import Element, Soup, Spans, Text, attribute, beside, walk, words_of
from ..tree.text import clean, text_of
from ..tree.urls import host
from .comments.words import counted
from .emptied import EMBEDS, HEADINGS
from .names import TEASER, TEASERS, holds_ingredients, is_article, parts_of, rank_of, unmodified
from .prune_words import ABOUT, BOUGHT, COMMISSION, CREDIT, DATE, LETTER, LINK_LINE, OTHERS, PROMOTION, SUPPORTED

_NOT_HERE = frozenset(("nav", "footer", "form", "aside", "dialog", "menu"))
_SMALL = frozenset(
    ("p", "div", "span", "ul", "li", "time", "a", "small", "address", "em", "strong", "dl", "h5", "h6", "header")
)
_SAYING = frozenset(("p", "ul", "dl", "blockquote", "em", "strong", "a", "span", "li"))
_LABELS = ("p", "div", "dt", "span")

_INLINE = frozenset(("a", "span", "em", "strong", "b", "i", "small", "cite"))
_BUTTON_SAYS = 150
"""Characters: more than a button says."""
_UNPRINTED = frozenset(("none", "hidden", "hide", "no"))
_BUTTON = frozenset(("btn", "btns", "button", "buttons", "cta"))


class Pruner:
    """Names the elements of a container to leave out; ``good`` measures what would be lost."""

    def __init__(
        self,
        soup: Soup,
        ids: dict[str, list[Element]],
        good: Callable[[Element], int],
        first_after: Callable[[int], int],
        heading: Element | None,
        sure: bool,
        starts: bool,
        away: tuple[Element, ...],
    ) -> None:
        self.soup = soup
        self.ids = ids
        self.good = good
        self.first_after = first_after
        self.heading = heading
        self.sure = sure
        self.starts = starts
        self.away = away
        self.named = Spans(())
        """What names itself something else, of the container that is looked at."""

    def without(self, container: Element) -> Iterator[Element]:
        """The elements in ``container`` that are not the article."""
        yield from self.away
        most = 0.3 * max(self.good(container), 1)
        named = list(self._named(container, most))
        self.named = Spans(named)
        parts = (
            named,
            self._before(container, most),
            self._retold(container, most),
            self._captions(container),
            self._headed(container, most),
            self._linking(container),
            self._lines(container),
            self._tail(container),
        )
        for tag in chain.from_iterable(parts):
            if tag.name not in _INLINE or not _is_word(tag):
                yield tag

    def _named(self, container: Element, most: float) -> Iterator[Element]:
        """What is called something else: sharing, related posts, author box."""
        by_reason: dict[str, list[Element]] = {
            name: [tag for tag in self.soup.within(container, name) if name != "aside" or not holds_ingredients(tag)]
            for name in _NOT_HERE
        }
        start, end = container.order, container.last
        for index in (self.soup.classes, self.ids):
            for word, tags in index.items():
                rank, reason = rank_of(word)
                if rank == 0 and word not in EMBEDS:
                    continue
                # a text that goes on is "read-more", a recipe's ingredients are "print-links" to their template
                for tag in unmodified(tags, word):
                    if not start < tag.order <= end or rank == TEASER and tag.link_chars <= 0.15 * tag.chars:
                        continue
                    if not (reason == "print" and _is_printed(tag, word)):
                        by_reason.setdefault(reason, []).append(tag)
        for reason, found in by_reason.items():
            # what is a third of the article under one name is the article, whatever the name
            if found and sum(map(self.good, found if reason in TEASERS else _outermost(found))) < most:
                yield from found

    def _before(self, container: Element, most: float) -> Iterator[Element]:
        """The heading, and what stands before it: navigation, a kicker, a date."""
        heading = self.heading
        if heading is None or not container.order < heading.order <= container.last:
            return
        if not self.sure:
            return
        yield heading
        if not self.starts:
            return
        first = self.first_after(heading.last)
        inside = self._text_behind(heading, first)
        kept = -1
        for tag in walk(container):
            if tag.order > first:
                break
            if tag.order <= kept:
                continue
            if tag.last < heading.order and self.good(tag) < most:
                if _is_text_before(tag, heading):
                    kept = tag.last
                else:
                    yield tag
            elif heading.last < tag.order and tag.last < first and tag.name in _SMALL and tag.chars < 120:
                # between the heading and the first sentence: date, account, "4 min read"
                in_text = inside is not None and inside.order < tag.order <= inside.last
                if not (tag.name in _SAYING and (in_text or _is_sentence(tag))):
                    yield tag

    def _retold(self, container: Element, most: float) -> Iterator[Element]:
        """A header that tells title, author and terms, be it once more for search engines."""
        title = text_of(self.heading) if self.heading is not None and self.sure else None
        for header in self.soup.within(container, "header") if title else ():
            if self.good(header) < most and any(text_of(h) == title for h in self.soup.within(header, "h1", "h2")):
                yield header

    def _text_behind(self, heading: Element, first: int) -> Element | None:
        """What calls itself the text, holds its first sentence and begins behind the heading."""
        around = [
            tag
            for index in (self.soup.classes, self.ids)
            for word, tags in index.items()
            if is_article(word)
            for tag in tags
            if heading.last < tag.order < first <= tag.last
        ]
        return min(around, key=lambda tag: tag.last - tag.order, default=None)

    def _captions(self, container: Element) -> Iterator[Element]:
        """Who made a picture, and what stands under the one between heading and text; other captions are kept."""
        first = self.first_after(container.order if self.heading is None else max(container.order, self.heading.order))
        for tag in self.soup.within(container, "figcaption", "small", "cite", "p", "div", "span"):
            if tag.name == "figcaption" and tag.last < first and self.sure:
                yield tag
            elif 3 < tag.chars < 90 and (tag.name == "figcaption" or "caption" in " ".join(words_of(tag))):
                text = text_of(tag)
                if text and CREDIT.fullmatch(text.lower()):
                    yield tag

    def _headed(self, container: Element, most: float) -> Iterator[Element]:
        """What stands under a heading such as "Related posts"."""
        late = container.order + 0.6 * (container.last - container.order)
        for heading in self.soup.within(container, *HEADINGS, *_LABELS):
            if 2 < heading.chars < 70 and heading is not self.heading and (heading.own or heading.name in HEADINGS):
                text = text_of(heading)
                if text and OTHERS.fullmatch(text.lower()):
                    yield from self._section(heading, container, most, heading.order > late)

    def _section(self, label: Element, container: Element, most: float, late: bool) -> Iterator[Element]:
        """A label and what belongs to it, where that is links, or little at the end of the article."""
        top = label
        while isinstance(top.parent, Element) and top.parent is not container and top.parent.chars - top.chars < 3:
            top = top.parent
        if label.link_chars > 0.3 * label.chars:
            # "Read more: <a>Will ChatGPT …</a>" announces nothing but itself
            yield top
            return
        following = list(_following(top, label.name))
        if following and all(tag in self.named for tag in following):
            yield top
            return
        lost = sum(self.good(tag) for tag in following)
        links = sum(tag.link_chars for tag in following)
        chars = sum(tag.chars for tag in following)
        if lost >= most:
            return
        if (
            links > 0.6 * chars
            or lost == 0
            and (links or late)
            or late
            and (chars == 0 or links > 0.3 * chars or lost < 0.1 * most or label.name in HEADINGS and lost < 0.5 * most)
        ):
            yield top
            yield from following

    def _linking(self, container: Element) -> Iterator[Element]:
        """Paragraphs that only lead elsewhere, and lists of nothing but links."""
        for tag in self.soup.within(container, "p", "div", "li", "span", "h4", "h5", "h6", "section"):
            links, chars = tag.link_chars, tag.chars
            if not links or links <= 0.5 * chars:
                continue
            if chars < 300 and tag.name != "section":
                text = text_of(tag)
                if text and LINK_LINE.match(text.lower()):
                    yield tag
                    continue
            if links > 0.9 * chars > 60 and tag.name in ("div", "section") and len(self.soup.within(tag, "a")) >= 4:
                yield tag

    def _tail(self, container: Element) -> Iterator[Element]:
        """The last paragraphs, where they are links to other pages of the site and nothing else."""
        last = container.order + 0.7 * (container.last - container.order)
        for tag in reversed(self.soup.within(container, "p")):
            if not tag.chars:
                continue
            if tag.order < last or tag.chars > 200 or tag.link_chars < 0.9 * tag.chars:
                return
            if not all(self._stays(link) for link in self.soup.within(tag, "a")):
                return
            yield tag

    def _stays(self, link: Element) -> bool:
        """Whether a link leads to the site itself, as far as the page tells which that is, or to its people."""
        href = attribute(link, "href") or ""
        if href[:7].lower() == "mailto:" or href[:4].lower() == "tel:":
            return True
        return href[:1] in ("/", "?") and href[:2] != "//" or bool(self._site) and host(href) == self._site

    @cached_property
    def _site(self) -> str:
        told = next((attribute(tag, "href") for tag in self.soup.by_rel("canonical")), None)
        return host(told)

    def _lines(self, container: Element) -> Iterator[Element]:
        """Buttons, and lines of what is told about the post: "5 min read", "Category: Press releases"."""
        for tag in self.soup.within(container, "a"):
            if tag.chars < 60 and any(not _BUTTON.isdisjoint(parts_of(word)) for word in words_of(tag)):
                yield tag
        first = self.first_after(container.order)
        for tag in self.soup.within(container, "p", "div", "span", "li", "small", "time", "dt", "dd", *HEADINGS[1:]):
            if 4 < tag.chars < 300:
                text = text_of(tag)
                if text and (
                    _asks(lower := text.lower()) or tag.chars < 80 and self._is_about(tag, text, lower, first)
                ):
                    yield tag

    def _is_about(self, tag: Element, text: str, lower: str, first: int) -> bool:
        """Whether a short line tells of the post: its age, its comments, before the ``first`` sentence its date."""
        if tag.chars <= 40:
            if tag.last < first and tag.chars <= 32 and DATE.fullmatch(lower):
                return True
            if _is_age(tag, text) or tag.chars < 40 and counted(text) not in (None, -1):
                return True
        if "rights reserved" in lower or "rechte vorbehalten" in lower:
            return True
        return ABOUT.fullmatch(lower) is not None


def _is_age(tag: Element, text: str) -> bool:
    """Whether a line says how old the post is, which the next capture would show as a change of its text."""
    if tag.name not in ("p", "div", "small", "time") or text[-1] in ".!?…" and len(text.split()) > 3:
        return False
    return is_ago(text) and not is_in_sentence(tag)


def _is_sentence(tag: Element) -> bool:
    """Whether a short paragraph reads as one: some words and a full stop, no figures."""
    text = text_of(tag) if tag.name in ("p", "blockquote") and tag.chars > 20 else None
    return bool(text and text[-1] in ".!?…:" and len(text.split()) > 4 and not any(char.isdigit() for char in text))


def _following(top: Element, level: str) -> Iterator[Element]:
    """The elements after a label that belong to it: up to the next heading of its level, one after a mere line."""
    node = top.next_sibling
    while node is not None:
        if isinstance(node, Element):
            if node.name in HEADINGS and (node.name <= level or level not in HEADINGS):
                return
            if node.name not in _INLINE or not any(_words_beside(node)):
                yield node
            if level not in HEADINGS:
                return
        node = node.next_sibling


def is_notice(tag: Element) -> bool:
    """Whether an element only asks for something, or tells that its links are sold."""
    text = text_of(tag) if tag.chars < 300 else None
    return bool(text and _asks(text.lower()))


def _asks(text: str) -> bool:
    """Whether a text in lower case asks for something, or tells that its links are sold."""
    if PROMOTION.match(text):
        return True
    if "newsletter" in text and LETTER.search(text):
        return True
    if "ommission" in text or "rovision" in text or "comisi" in text:
        return bool(SUPPORTED.match(text) or COMMISSION.search(text) and BOUGHT.search(text))
    return False


def _is_text_before(tag: Element, heading: Element) -> bool:
    """Whether a paragraph before a heading is of its text: "What is a sluice gate?" repeats the title further down."""
    if heading.name == "h1" or tag.parent is not heading.parent or tag.name not in ("p", "ul", "ol", "blockquote"):
        return False
    text = text_of(tag) if tag.chars - 2 * tag.link_chars >= 60 else None
    return bool(text and (text[-1] in ".!?…:" or tag.name != "p") and not is_notice(tag))


def _words_beside(tag: Element) -> tuple[bool, bool]:
    """Whether words stand right before and right behind an element."""
    before, behind = beside(tag)
    return type(before) is Text and not before.isspace(), type(behind) is Text and not behind.isspace()


def _is_word(tag: Element) -> bool:
    """Whether an element is said in a sentence, which would be broken without it."""
    while isinstance(tag.parent, Element) and tag.parent.name in _INLINE and tag.parent.chars == tag.chars:
        tag = tag.parent
    return is_in_sentence(tag) and all(_words_beside(tag))


def _is_printed(tag: Element, word: str) -> bool:
    """Whether a class says how something is printed, and not that it is a button or shown on screens only."""
    return tag.chars > _BUTTON_SAYS and _UNPRINTED.isdisjoint(parts_of(word))


def _outermost(tags: Iterable[Element]) -> Iterator[Element]:
    """Those of some elements that stand in no other of them, each once."""
    end = -1
    for tag in sorted(tags, key=in_page_order):
        if tag.order > end:
            end = max(tag.last, tag.order)
            yield tag


def is_label(text: str | None) -> bool:
    """Whether a text announces other pages: "Related posts"."""
    return bool(text and OTHERS.fullmatch((clean(text) or "").lower()))
