"""What the crawler does not do yet.

These tests are expected to fail, strictly: when one passes, its line has to go.
"""

from blogark.tests.blogs.shapes import SHAPES

ENDLESS: frozenset[str] = frozenset(SHAPES)
"""Shapes whose first crawl does not end, because nothing bounds some of their traps: all tests of theirs fail."""

_ALIASES = "http and https of one host are crawled as two blogs, and the later one's addresses are kept"
_OTHER_HOSTS = "requisites of other hosts are not fetched"
_CONDITIONAL = "no request is conditional, and every known URL is asked for again"

MISSING: dict[str, dict[str, str]] = {
    "test_every_reachable_post_is_archived": {"squarespace5": _ALIASES},
    "test_no_post_is_there_twice_and_nothing_else_is_a_post": {
        "squarespace5": _ALIASES,
        "wordpress_plain": "the page /?page_id=2 is read as a post",
        "static": "the page /about/ is read as a post",
    },
    "test_stand_alone_pages_are_pages": {
        "squarespace5": _ALIASES,
        "wordpress_plain": "the page /?page_id=2 is read as a post",
        "static": "the page /about/ is read as a post",
    },
    "test_posts_have_their_title_author_and_minute": {"squarespace5": _ALIASES},
    "test_posts_have_their_categories_and_tags": {"squarespace5": _ALIASES},
    "test_posts_have_their_text": {"squarespace5": _ALIASES},
    "test_every_comment_is_archived_and_none_twice": {"squarespace5": _ALIASES},
    "test_requests_are_few": {
        "squarespace5": _ALIASES,
        "wordpress_rest": "each post's short link and comment feed are fetched, though the API tells all",
        "static": _ALIASES,
    },
    "test_the_aliases_of_the_host_are_not_crawled_again": {"squarespace5": _ALIASES, "static": _ALIASES},
    "test_every_requisite_is_fetched_once_from_any_host": dict.fromkeys(SHAPES, _OTHER_HOSTS),
    "test_coverage_accounts_for_every_post_that_the_blog_names": {
        "squarespace5": _ALIASES,
        "wordpress_rest": "a post whose text the API tells counts as only in feed, though its page is archived",
    },
    "test_coverage_says_that_robots_closes_a_post": dict.fromkeys(SHAPES, "coverage says: not fetched"),
    "test_feeds_are_paged_to_their_end": {
        "wordpress_plain": "feeds are not paged",
        "blogger": "feeds are not paged",
    },
    "test_few_bytes_are_received": dict.fromkeys(SHAPES, _CONDITIONAL),
    "test_few_bytes_are_stored": dict.fromkeys(SHAPES, _CONDITIONAL),
    "test_it_asks_conditionally_wherever_it_can": dict.fromkeys(SHAPES, _CONDITIONAL),
    "test_an_answer_304_is_a_revisit_in_the_warc": dict.fromkeys(SHAPES, _CONDITIONAL),
    "test_a_blog_without_validators_gives_no_new_row_and_few_bytes": {"*": _CONDITIONAL},
    "test_full_asks_for_everything_unconditionally": {"*": "there is no option --full"},
    "test_when_a_post_was_last_seen_is_told": dict.fromkeys(SHAPES, "posts has no column last_seen_at"),
}
"""Test, then shape (``*`` for a test that is about no one shape), then what is missing."""
