"""The first crawl of a blog: all of it, once, at little more cost than what it holds."""

from collections import Counter

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.asking.status import status
from blogark.tests.complete.laboratory import LARGE, Run, parameter

TOLERATED = 1.3
"""Requests for each URL that matters (see `blogs.resources.MATTERS`)."""


def test_the_crawl_ends_by_itself(first: Run) -> None:
    assert (0, "complete") == (first.outcome.exit_code, first.outcome.status)
    assert (first.outcome.counts.pending, first.outcome.counts.in_flight) == (0, 0)


def test_every_reachable_post_is_archived(first: Run) -> None:
    found = {url for (url,) in first.rows("SELECT url FROM posts WHERE kind = 'post'")}
    assert {post.url for post in first.truth.reachable} - found == set()


def test_no_post_is_there_twice_and_nothing_else_is_a_post(first: Run) -> None:
    found = Counter(url for (url,) in first.rows("SELECT url FROM posts WHERE kind = 'post'"))
    expected = Counter(post.url for post in first.truth.reachable)
    assert found - expected == Counter()


def test_a_post_is_one_by_its_number_too(first: Run) -> None:
    found = Counter(number for (number,) in first.rows("SELECT native_id FROM posts WHERE native_id IS NOT NULL"))
    assert [number for number, count in found.items() if count > 1] == []


def test_stand_alone_pages_are_pages(first: Run) -> None:
    text = "\n\n".join(first.server.site.blog.about)
    found = first.rows("SELECT url, title, body_text FROM posts WHERE kind = 'page'")
    # On Squarespace 5 the heading is a part of the page's text.
    without = {(url, title, (body or "").removeprefix("About\n\n")) for url, title, body in found}
    assert {(url, "About", text) for url in first.truth.of_kind("page")} <= without


def test_nothing_of_the_blog_but_its_stand_alone_pages_is_a_page(first: Run) -> None:
    """A month without events, a form's thanks, files in a folder: an engine's page with heading and text.

    Kubrick's page.php and the page of a plugin differ in nothing but their words, and so do Jekyll's /about/ and
    /calendar/. Whether such a page is worth its row, only a reader can say; `status` names the patterns that ended.
    """
    site = first.server.site
    pages = {url for (url,) in first.rows("SELECT url FROM posts WHERE kind = 'page'")}
    others = pages - set(first.truth.of_kind("page"))
    traps = {trap.name: trap for trap in site.traps if not trap.parameters and not trap.away}
    owners = {url: site.trap_of(url.removeprefix(site.names.base)) for url in others}
    assert [url for url, trap in owners.items() if trap is None or trap.name not in traps] == []


def test_posts_have_their_title_author_and_minute(first: Run) -> None:
    expected = {post.url: (post.title, post.author, post.published) for post in first.truth.reachable}
    query = """SELECT url, title, (SELECT name FROM authors WHERE id = author_id), substr(published, 1, 16) FROM posts
        WHERE kind = 'post'"""
    found = {url: tuple(told) for url, *told in first.rows(query)}
    assert {url: told for url, told in found.items() if url in expected and told != expected[url]} == {}
    assert expected.keys() <= found.keys()


def test_posts_have_their_categories_and_tags(first: Run) -> None:
    expected = {
        (post.url, kind, name)
        for post in first.truth.reachable
        for kind, names in (("category", post.categories), ("tag", post.tags))
        for name in names
    }
    assert first.table["post_terms"] == expected


def test_posts_have_their_text(first: Run) -> None:
    found = dict(first.rows("SELECT url, body_text FROM posts"))
    assert [post.url for post in first.truth.reachable if found.get(post.url) != post.text] == []


def test_every_comment_is_archived_and_none_twice(first: Run) -> None:
    expected = Counter((post.url, one.native_id) for post in first.truth.reachable for one in post.comments)
    query = "SELECT p.url, c.native_id FROM comments c JOIN posts p ON p.id = c.post_id"
    found = Counter(tuple(row) for row in first.rows(query))
    assert expected - found == Counter()
    assert found - expected == Counter()


def test_comments_have_their_author_minute_parent_and_text(first: Run) -> None:
    expected = {
        one.native_id: (one.author, one.published, one.parent, one.text)
        for post in first.truth.reachable
        for one in post.comments
    }
    query = """SELECT native_id, author_name, substr(published, 1, 16),
        (SELECT native_id FROM comments up WHERE up.id = c.parent_id), body_text FROM comments c"""
    found = {number: tuple(told) for number, *told in first.rows(query)}
    assert {number: told for number, told in found.items() if told != expected.get(number)} == {}
    assert expected.keys() <= found.keys()


@pytest.mark.parametrize("case", [parameter(case) for case in LARGE])
def test_requests_are_few(first: Run) -> None:
    assert len(first.log) <= TOLERATED * len(first.truth.matter)


def test_requests_outside_the_traps_are_few(first: Run) -> None:
    free = [one for one in first.log if first.server.site.trap_of(one.target) is None]
    assert len(free) <= TOLERATED * len(first.truth.matter)


def test_no_url_is_asked_twice(first: Run) -> None:
    # The robots.txt of another name of the host may redirect to this one's.
    asked = Counter(one.url for one in first.log if one.target != "/robots.txt")
    assert {url: count for url, count in asked.items() if count > 1} == {}


def test_the_aliases_of_the_host_are_not_crawled_again(first: Run) -> None:
    names = first.server.site.names
    aliases = {names.www, names.secure, names.engine}
    again = [one.url for one in first.log if one.origin in aliases and one.target != "/robots.txt"]
    # Four links lead there; where an alias redirects, a hop has to be made to know it.
    assert len(again) <= 4


def test_other_sites_are_not_crawled(first: Run) -> None:
    assert [one.url for one in first.log if one.origin == first.server.site.names.elsewhere] == []


def test_every_requisite_is_fetched_once_from_any_host(first: Run) -> None:
    asked = Counter(one.url for one in first.log)
    wanted = first.truth.of_kind("requisite")
    assert any(url.startswith(first.server.site.names.cdn) for url in wanted)
    assert {url: asked[url] for url in wanted if asked[url] != 1} == {}


def test_dead_links_are_asked_once_and_listed(first: Run) -> None:
    failed = {left.url: left.reason for left in first.outcome.failed}
    assert {url: failed.get(url, "")[:3] for url in first.truth.of_kind("dead")} == {
        url: "410" if "gone" in url else "404" for url in first.truth.of_kind("dead")
    }


def test_what_robots_closes_is_not_asked(first: Run) -> None:
    closed = first.truth.closed
    assert closed
    assert [one.url for one in first.log if one.url in closed] == []


def test_drafts_are_not_found(first: Run) -> None:
    drafts = {post.url for post in first.truth.posts if post.way == "hidden"}
    assert not drafts & {one.url for one in first.log}


def test_every_url_that_was_left_out_has_its_reason(first: Run) -> None:
    assert first.known("SELECT url, state FROM urls WHERE state <> 'done' AND coalesce(reason, '') = ''") == []


def test_status_sums_up_what_was_left_out(first: Run) -> None:
    frontier = status(ArchiveFolder(first.path)).frontier
    [(number,)] = first.known("SELECT count(*) FROM urls WHERE state IN ('skipped', 'failed')")
    assert number > 0
    assert number == sum(reason.number for reason in frontier.reasons)


def test_coverage_accounts_for_every_post_that_the_blog_names(first: Run) -> None:
    query = "SELECT c.url, c.state, c.reason, p.url FROM coverage c LEFT JOIN posts p ON p.id = c.post_id"
    rows = first.rows(query)
    assert [row for row in rows if row[1] == "missing" and not row[2]] == []
    archived = {post for _, state, _, post in rows if state == "archived"}
    listed = {post.url for post in first.truth.reachable if post.way in ("lists", "sitemap", "category")}
    assert listed - archived == set()


def test_coverage_says_that_robots_closes_a_post(first: Run) -> None:
    reasons = {url: (state, reason) for url, state, reason in first.rows("SELECT url, state, reason FROM coverage")}
    assert {reasons.get(url) for url in first.truth.closed} == {("missing", "closed by robots.txt")}


def test_exact_sources_are_walked_before_the_posts(first: Run) -> None:
    order = [first.truth.matter.get(one.url) for one in first.log if one.status == 200]
    named = set(first.truth.of_kind("sitemap"))
    if first.server.shape == "blogger":
        named |= {url for url in first.truth.of_kind("feed") if "/posts/" in url}
    last = max((place for place, one in enumerate(first.log) if one.url in named), default=0)
    posts_before = order[:last].count("post")
    # Each part of the source is named by the one before it: while it is on its way, eight posts may be, too.
    assert posts_before <= 8 * len(named)


def test_feeds_are_paged_to_their_end(first: Run) -> None:
    """By its pages, or as an API gives the same."""
    pages = [url for url in first.truth.of_kind("feed") if "paged=" in url or "start-index=" in url]
    asked = {one.url for one in first.log}
    if first.server.shape == "wordpress_rest":
        pages = [url for url in first.truth.of_kind("api") if "/posts?" in url]
        assert any("/wp/v2/posts" in url for url in asked) or set(pages) <= asked
    elif first.server.shape == "blogger":
        [last] = [url.partition("start-index=")[2].partition("&")[0] for url in pages if "/posts/" in url][-1:]
        starts = [url.partition("start-index=")[2].partition("&")[0] for url in asked if "/feeds/posts/" in url]
        assert max((int(start) for start in starts if start), default=1) >= int(last)
    else:
        assert set(pages) <= asked
