"""What stands around an element: comments, menus, sidebars, teasers; here facts ask how far to trust a place."""

from __future__ import annotations

import math
import re

from ..tree.known import known
from ..tree.soup import Element, Soup, Spans, parents, words, words_of
from .names import FOREIGN, TEASER, rank_of

_MENU = re.compile(
    r"(?:menu|menu-item(?:-.*)?|navi?|navbar|navigation|main-nav|sub-?menu.*|dropdown-menu|(?:.*-)?tags?-?cloud|widget|"
    r"widget[_-].*|sidebar|site-footer"
    r"|footer|footer--.*|cat-item.*|.*-menu|.*-nav|.*navigation.*|mega-?menu.*|burger.*)$",
    re.I,
)
_LOSS = {"nav": 3.0, "aside": 1.0}
_BESIDE = words("aside footer nav")
_TERMS = words("tags md-tags tag-list post-tags article-tags entry-tags terms categories")
_FACTS = "infobox"
"""A box of facts: those on the post, as often as those on something else."""
_TEASER = 600
"""Characters: a teaser says no more."""
_LARGE = 3_000
"""Characters: what holds so much is a wrapper, whatever its name."""


class Surroundings:
    """Judges places of one page; ``away`` are its comments, ``heading`` shows the title."""

    def __init__(self, away: tuple[Element, ...], heading: Element | None) -> None:
        self.away = Spans(away)
        self.anchor = heading.order if heading is not None else 0
        self._known: dict[int, float] = {}
        self._whole = 0

    def lost(self, tag: Element) -> float:
        """What its surroundings take from an element's likelihood to be of the article: infinity in comments.

        What holds the heading too takes nothing.
        """
        if tag in self.away:
            return math.inf
        path: list[Element] = []
        lost = 0.0
        node = tag.parent
        while isinstance(node, Element):
            known = self._known.get(id(node))
            if known is not None:
                lost = known
                break
            if node.order <= self.anchor <= node.last:
                break
            path.append(node)
            node = node.parent
        for node in reversed(path):
            if node.name == "nav" and not _TERMS.isdisjoint(words_of(node)):
                lost = 0.0  # some call the list of a post's tags its navigation
                self._known[id(node)] = lost
                continue
            # a wrapper may be called "sidebar-right": it has one; but on a short page, the footer has most words
            if 2 * node.chars < self._chars_of_page(node) or node.name in _BESIDE:
                lost += own_loss(node)
            self._known[id(node)] = lost
        return lost

    def _chars_of_page(self, node: Element) -> int:
        if not self._whole:
            self._whole = max([parent.chars for parent in parents(node)], default=node.chars)
        return self._whole


def is_of_another_post(tag: Element, soup: Soup, heading: Element | None) -> bool:
    """Whether something stands with the linked title of another post: in a teaser, whatever that is called."""
    anchor = heading.order if heading is not None else -1
    for node, _ in zip(parents(tag), range(5), strict=False):
        if node.chars > _TEASER or node.order <= anchor <= node.last:
            return False
        for title in soup.within(node, "h2", "h3", "h4", "h5"):
            if title.chars > 10 and title.link_chars > 0.8 * title.chars and not title.order < tag.order <= title.last:
                return True
    return False


def own_loss(node: Element) -> float:
    """What an element itself takes from the likelihood of what stands in it."""
    lost = _LOSS.get(node.name, 0.0)
    if node.attrs and node.chars < _LARGE:
        lost += max((_loss_of(word) for word in words_of(node)), default=0.0)
    return lost


@known
def _loss_of(word: str) -> float:
    rank, reason = rank_of(word)
    if rank == FOREIGN:
        return 1.0 if "tag" in word.lower() else 2.0
    if len(word) < 60 and _MENU.match(word):
        return 3.0
    return 1.0 if rank == TEASER and reason != _FACTS else 0.0
