"""Where the article stands in a page that nobody described, and what in it is not the article.

All on sums that the tree already holds:

1. *Good text*: what blocks say themselves, outside of links, navigation, comments, sidebars and dialogs.
2. *The container*: from the top down to the one child that holds nearly all good text, as long as there is one.
3. *Pruning*: parts that name themselves sharing, related, author box and so on, that stand under a heading "Related
   posts", or are nothing but links (``prune``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import attrgetter

from ..tree.soup import Element, Soup, iter_name, parents, walk, words_of
from ..tree.text import Region, text_of
from .emptied import emptied
from .names import BESIDE, FOREIGN, is_article, rank_of, unmodified
from .prune import Pruner, is_label, is_notice

_NOT_HERE = ("nav", "footer", "form", "aside", "button", "select", "dialog", "noscript", "menu")
_SHORT = frozenset(
    ("figcaption", "h1", "h5", "h6", "title", "option", "button", "label", "legend", "header", "form", "footer", "nav")
)
_SOME = 200
"""Characters: a text, if a short one."""
_TEXTS = frozenset(("p", "ul", "ol", "blockquote", "pre", "table", "h2", "h3"))
_LEADS = frozenset(("p", "div", "h2", "h3", "section", "blockquote", "span", "ul", "ol"))
_LEAVES = frozenset(("p", "li", "pre", "td", "ul", "ol", "dl", "blockquote", "tr", "tbody", "figure", "dd", "table"))


class BodyFinder:
    """Finds the article's region; ``away`` are elements that other fields own: comments, pings, the comment form.

    ``heading`` is the element that shows the title, ``sure`` whether the page's own names agree with it.
    """

    def __init__(self, soup: Soup, away: Iterable[Element], heading: Element | None, sure: bool = True) -> None:
        self.soup = soup
        self.away = tuple(away)
        self.heading = heading
        self.sure = sure
        self.starts = False
        """Whether the article starts behind the heading."""
        self.orders: list[int] = []
        self.sums: list[int] = [0]

    def find(self) -> Region | None:
        tops = self.soup.by_name("body")
        if not tops:
            return None
        top = tops[0]
        self._measure(top)
        if not self.orders:
            return Region.of(top, without=self.away) if top.chars else None
        container = self._named(self._descend(top))
        leads = self._leads(container)
        pruner = Pruner(
            self.soup, self._ids, self.good, self.first_after, self.heading, self.sure, self.starts, self.away
        )
        without = [tag for node in (*leads, container) for tag in pruner.without(node)]
        without += emptied(self.soup, container, without)
        nodes = container.contents if container.name in ("table", "tbody", "tr", "td") else (container,)
        return Region.of(*leads, *nodes, without=without)

    def good(self, tag: Element) -> int:
        """Characters of good text in an element."""
        start = bisect_left(self.orders, tag.order)
        end = bisect_right(self.orders, tag.last)
        return self.sums[end] - self.sums[start]

    def first_after(self, order: int) -> int:
        """The place of the first good block behind a place of the page."""
        at = bisect_right(self.orders, order)
        return self.orders[at] if at < len(self.orders) else order

    # ---- good text

    def _measure(self, top: Element) -> None:
        blocks = sorted((tag for tag in self.soup.blocks if tag.name not in _SHORT), key=attrgetter("order"))
        total = sum(tag.own - tag.own_links for tag in blocks)
        self._sum(blocks, [*self.away, *self._elsewhere()])
        if self.sums[-1] == 0 and total:
            self._sum(blocks, self.away)
        whole = self.sums[-1]
        # a wrapper may be called "sidebar-wrap" or "modal-open"; what holds half of the text is no sidebar
        end = self._end_of_text()
        foreign = [tag for tag in self._foreign() if tag.order > end or self.good(tag) < self._share_of(tag) * whole]
        if foreign:
            self._sum(blocks, [*self.away, *self._elsewhere(), *foreign])
        heading = self.heading
        if heading is not None and self.sure and self._begins(heading):
            self.starts = True
            behind = [tag for tag in blocks if tag.order > heading.order]
            self._sum(behind, [*self.away, *self._elsewhere(), *foreign])

    def _begins(self, heading: Element) -> bool:
        """Whether the article begins at the heading: little is said before it where most is said behind it."""
        before = self.sums[bisect_left(self.orders, heading.order)]
        behind = self.sums[-1] - before
        if before < 0.1 * behind:
            return True
        for parent in parents(heading):
            start = self.sums[bisect_left(self.orders, parent.order)]
            end = self.sums[bisect_right(self.orders, parent.last)]
            if end - max(start, before) >= 0.5 * behind:
                return max(before - start, 0) < 0.3 * (end - start)
        return False

    def _sum(self, blocks: list[Element], without: Iterable[Element]) -> None:
        spans = sorted((tag.order, tag.last) for tag in without)
        orders: list[int] = []
        sums = [0]
        at, end, total = 0, -1, 0
        for tag in blocks:
            order = tag.order
            while at < len(spans) and spans[at][0] <= order:
                end = max(end, spans[at][1])
                at += 1
            if order > end:
                total += tag.own - tag.own_links
                orders.append(order)
                sums.append(total)
        self.orders, self.sums = orders, sums

    def _elsewhere(self) -> Iterator[Element]:
        for name in _NOT_HERE:
            for tag in self.soup.by_name(name):
                # ASP.NET wraps the whole page in one form
                heading = self.heading
                if name != "form" or tag.chars < 2000 and not (heading and tag.order < heading.order <= tag.last):
                    yield tag
        yield from self.soup.concealed

    def _foreign(self) -> Iterator[Element]:
        for index in (self.soup.classes, self._ids):
            for word, tags in index.items():
                if rank_of(word)[0] == FOREIGN:
                    yield from unmodified(tags, word)

    def _end_of_text(self) -> int:
        """Where the text ends that is named so and stands first behind the heading; never where none is.

        However much the related posts behind it say: a theme may show them whole.
        """
        heading = self.heading if self.sure else None
        start = heading.last if heading is not None else 1 << 60
        ends = (
            tag.last
            for index in (self.soup.classes, self._ids)
            for word, tags in index.items()
            if is_article(word)
            for tag in tags
            if tag.order > start and tag.name not in _LEAVES and self.good(tag) > _SOME
        )
        return min(ends, default=1 << 60)

    def _share_of(self, tag: Element) -> float:
        """How much of the good text may be foreign: much in a list of links behind the heading."""
        heading = self.heading if self.sure else None
        if heading is None or tag.order < heading.last:
            return 0.4
        return 0.75 if tag.link_chars > 0.15 * tag.chars else 0.5

    # ---- the container

    def _descend(self, top: Element) -> Element:
        tag = top
        whole = self.good(top)
        while True:
            best: Element | None = None
            most = 0
            for child in tag.contents:
                if isinstance(child, Element) and child.last > child.order:
                    good = self.good(child)
                    if good > most:
                        best, most = child, good
            if best is None or best.name in _LEAVES and not self._is_layout(best):
                return tag
            here = self.good(tag)
            holds = self.heading is not None and self.sure and best.order < self.heading.order <= best.last
            if most < (0.5 if holds and most > 200 else 0.8) * here or most < (0.25 if holds else 0.5) * whole:
                return tag
            if here - most > 0.02 * whole and self._goes_on(tag, best):
                return tag
            tag = best

    def _is_layout(self, tag: Element) -> bool:
        """Whether a table, or a part of one, is there for its looks: one cell of it holds the paragraphs of a page."""
        if tag.name not in ("table", "tbody", "tr", "td"):
            return False
        cells = [tag] if tag.name == "td" else self.soup.within(tag, "td")
        cell = max(cells, key=self.good, default=None)
        if cell is None or self.good(cell) < 0.5 * self.good(tag):
            return False
        return cell.own - cell.own_links > 400 or len(self.soup.within(cell, "p", "div", "blockquote")) > 1

    def _goes_on(self, tag: Element, best: Element) -> bool:
        """Whether beside ``best`` stands more of the article: its first paragraphs, or sections like it."""
        heading = self.heading if self.sure else None
        holds_heading = heading is not None and best.order < heading.order <= best.last
        names = set(words_of(best))
        for child in tag.contents:
            if not isinstance(child, Element) or child is best:
                continue
            good = self.good(child)
            if good < 60 or child.link_chars > 0.3 * child.chars:
                continue
            if any(rank_of(word)[0] for word in words_of(child)):
                continue
            if child.name in _TEXTS:
                return True
            if child.order < best.order:
                if heading is not None and child.order > heading.order:
                    return True
            elif (
                not holds_heading
                and child.name == best.name
                and names
                and names & set(words_of(child))
                and good > 0.05 * self.good(tag)
            ):
                return not any(is_label(text_of(inner)) for inner in iter_name(child, "h2", "h3", "h4", "h5"))
        return False

    def _named(self, container: Element) -> Element:
        """The innermost element in the container that calls itself the article's text and holds nearly all of it."""
        least = 0.9 * self.good(container)
        best = container
        for index in (self.soup.classes, self._ids):
            for word, tags in index.items():
                if not is_article(word):
                    continue
                for tag in tags:
                    if best.order < tag.order <= container.last and tag.last <= best.last and self.good(tag) >= least:
                        best = tag
        return best

    @cached_property
    def _ids(self) -> dict[str, list[Element]]:
        return {word: [tag] for word, tag in self.soup.ids.items()}

    def _leads(self, container: Element) -> list[Element]:
        """Paragraphs between the heading and the container: "the standfirst"."""
        heading = self.heading
        if heading is None or heading.last >= container.order:
            return []
        if not self.sure and self.soup.by_name("h1") != [heading]:
            return []
        around = {id(parent) for parent in parents(container)}
        common = next((parent for parent in parents(heading) if id(parent) in around), None)
        if common is None:
            return []
        found: list[Element] = []
        for tag in walk(common):
            if tag.order >= container.order:
                break
            if tag.order <= heading.last or tag.name not in _LEADS or found and tag.order <= found[-1].last:
                continue
            # the points of a list are blocks of their own
            said = tag.chars - 2 * tag.link_chars if tag.name in ("ul", "ol") else tag.own - tag.own_links
            if said < 60 or not self.good(tag) or tag.chars >= 1500:
                continue
            chain = (tag, *(parent for parent in parents(tag) if parent.order > common.order))
            if all(rank_of(word)[0] < BESIDE for near in chain for word in words_of(near)) and not is_notice(tag):
                found.append(tag)
        return found[:6]
