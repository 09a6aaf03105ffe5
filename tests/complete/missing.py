"""What the crawler does not do yet.

These tests are expected to fail, strictly: when one passes, its line has to go.
"""

from blogark.tests.blogs.shapes import SHAPES

ENDLESS: frozenset[str] = frozenset()
"""Shapes whose first crawl does not end, because nothing bounds some of their traps: all tests of theirs fail."""

_POPUP = "a post's window of comments (?comments_popup=) is read as the post itself, and its address is kept"
_SEEN = "posts has no column last_seen_at"

MISSING: dict[str, dict[str, str]] = {
    "test_every_reachable_post_is_archived": {"wordpress_plain": _POPUP},
    "test_no_post_is_there_twice_and_nothing_else_is_a_post": {"wordpress_plain": _POPUP},
    "test_stand_alone_pages_are_pages": {
        "wordpress_plain": "the page /?page_id=2 is read as a post",
        "static": "the page /about/ is read as a post",
    },
    "test_posts_have_their_title_author_and_minute": {"wordpress_plain": _POPUP},
    "test_posts_have_their_categories_and_tags": {"wordpress_plain": _POPUP},
    "test_posts_have_their_text": {"wordpress_plain": _POPUP},
    "test_every_comment_is_archived_and_none_twice": {"wordpress_plain": _POPUP},
    "test_requests_outside_the_traps_are_few": {
        "wordpress_rest": "each post's short link and comment feed are fetched, though the API tells all",
    },
    "test_coverage_accounts_for_every_post_that_the_blog_names": {
        "wordpress_rest": "a post whose text the API tells counts as only in feed, though its page is archived",
        "wordpress_plain": _POPUP,
    },
    "test_coverage_says_that_robots_closes_a_post": dict.fromkeys(SHAPES, "coverage says: not fetched"),
    "test_feeds_are_paged_to_their_end": {"blogger": "the feed is asked for 150 posts at once, which are all"},
    "test_the_new_comments_are_added_and_no_other": {"wordpress_plain": _POPUP},
    "test_the_whole_blog_is_as_the_second_generation_has_it": {"wordpress_plain": _POPUP},
    "test_when_a_post_was_last_seen_is_told": dict.fromkeys(SHAPES, _SEEN),
}
"""Test, then shape (``*`` for a test that is about no one shape), then what is missing."""
