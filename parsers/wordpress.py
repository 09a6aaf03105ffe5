"""WordPress: self-hosted themes of all ages, block themes, WordPress.com."""

from __future__ import annotations

from functools import cached_property

from .base import Signs
from .generic import Generic
from .model import Comment, Reference
from .soup import Element
from .wordpress_comments import Thread


class WordPress(Generic):
    """Reads posts, pages and list pages of WordPress."""

    platform = "wordpress"

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return signs.generator.startswith("wordpress") or signs.has(
            b"/wp-content/", b"/wp-includes/", b"https://api.w.org/", b"/wp-json/", b"s0.wp.com/", b"s1.wp.com/"
        )

    @cached_property
    def thread(self) -> Thread:
        return Thread(self)

    def away(self) -> tuple[Element, ...]:
        return (*super().away(), *(item.tag for item in self.thread.items if item.around is None))

    def comments(self) -> tuple[Comment, ...]:
        return self.thread.comments()

    def references(self) -> tuple[Reference, ...]:
        return self.thread.references()
