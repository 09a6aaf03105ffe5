"""WordPress: self-hosted themes of all ages, block themes, WordPress.com."""

from __future__ import annotations

from .base import Signs
from .generic import Generic


class WordPress(Generic):
    """Reads posts, pages and list pages of WordPress."""

    platform = "wordpress"

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        return signs.generator.startswith("wordpress") or signs.has(
            b"/wp-content/", b"/wp-includes/", b"https://api.w.org/", b"/wp-json/", b"s0.wp.com/", b"s1.wp.com/"
        )
