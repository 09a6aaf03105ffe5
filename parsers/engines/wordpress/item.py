"""Where one comment or ping of a WordPress thread stands in the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...tree.soup import Element
from .comment_parts import PINGS


@dataclass(eq=False, kw_only=True)
class Item:
    """An element that is one comment or ping, its number, and the item around it."""

    tag: Element
    native_id: str | None = None
    parent_id: str | None = None
    """The number of the parent where the markup tells it."""
    around: Item | None = None
    inside: list[Item] = field(default_factory=list)
    nests: list[Element] = field(default_factory=list)
    """The lists of answers in it: ``ul.children``."""
    classes: frozenset[str] = frozenset()
    text: Element | None = None
    """The ``dd`` that holds the text where ``tag`` is a ``dt``."""
    listed_as_ping: bool = False

    @property
    def is_ping(self) -> bool:
        return self.listed_as_ping or not PINGS.isdisjoint(self.classes)
