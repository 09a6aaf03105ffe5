"""What the crawler does not do yet.

These tests are expected to fail, strictly: when one passes, its line has to go.
"""

from blogark.tests.blogs.shapes import SHAPES

ENDLESS: frozenset[str] = frozenset()
"""Shapes or cases whose first crawl does not end, as nothing bounds some of their traps: all tests of theirs fail."""

_NO_POST = "a page without any sign of a post (a form, /?page_id=2) is read as one"

MISSING: dict[str, dict[str, str]] = {
    "test_no_post_is_there_twice_and_nothing_else_is_a_post": {"wordpress_plain": _NO_POST},
    "test_stand_alone_pages_are_pages": {"wordpress_plain": _NO_POST, "static": "/about/ is not read as a page"},
    "test_the_whole_blog_is_as_the_second_generation_has_it": {"wordpress_plain": _NO_POST},
    "test_coverage_accounts_for_every_post_that_the_blog_names": {
        "wordpress_rest": "a post whose text the API tells counts as only in feed, though its page is archived",
    },
    "test_coverage_says_that_robots_closes_a_post": dict.fromkeys(SHAPES, "coverage says: not fetched"),
    "test_when_a_post_was_last_seen_is_told": dict.fromkeys(SHAPES, "posts has no column last_seen_at"),
}
"""Test, then shape or case (``*`` for a test that is about no one shape), then what is missing."""
