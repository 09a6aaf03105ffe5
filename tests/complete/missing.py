"""What the crawler does not do yet.

These tests are expected to fail, strictly: when one passes, its line has to go.
"""

ENDLESS: frozenset[str] = frozenset()
"""Shapes or cases whose first crawl does not end, as nothing bounds some of their traps: all tests of theirs fail."""

_NO_POST = "a page without any sign of a post (a form, /?page_id=2) is read as one"

MISSING: dict[str, dict[str, str]] = {
    "test_stand_alone_pages_are_pages": {"wordpress_plain": _NO_POST, "static": "/about/ is not read as a page"},
}
"""Test, then shape or case (``*`` for a test that is about no one shape), then what is missing."""
