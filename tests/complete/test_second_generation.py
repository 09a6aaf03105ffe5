"""The same command some days later: new posts and comments, an edit, a deletion give exactly these rows."""

from typing import Any

import pytest

from blogark.tests.blogs.resources import PostTruth
from blogark.tests.complete.laboratory import LARGE, Run, parameter

Rows = set[tuple[Any, ...]]


def added(run: Run, first: Run, table: str) -> Rows:
    return run.table[table] - first.table[table]


def vanished(run: Run, first: Run, table: str) -> Rows:
    return first.table[table] - run.table[table]


def new_posts(run: Run, first: Run) -> list[PostTruth]:
    known = {post.url for post in first.truth.posts}
    return [post for post in run.truth.posts if post.url not in known]


def edited(run: Run, first: Run) -> PostTruth:
    before = {post.url: post.text for post in first.truth.posts}
    [post] = [post for post in run.truth.posts if before.get(post.url, post.text) != post.text]
    return post


def deleted(run: Run, first: Run) -> PostTruth:
    there = {post.url for post in run.truth.posts}
    [post] = [post for post in first.truth.posts if post.url not in there]
    return post


def test_the_new_posts_are_added_and_no_other(grown: Run, first: Run) -> None:
    found = {row[0] for row in grown.table["posts"]} - {row[0] for row in first.table["posts"]}
    assert {post.url for post in new_posts(grown, first)} == found


def test_the_new_comments_are_added_and_no_other(grown: Run, first: Run) -> None:
    before = {(post.url, one.native_id) for post in first.truth.reachable for one in post.comments}
    after = {(post.url, one.native_id) for post in grown.truth.reachable for one in post.comments}
    assert after - before == {(row[0], row[1]) for row in added(grown, first, "comments")}


def test_no_comment_changes_or_vanishes(grown: Run, first: Run) -> None:
    assert vanished(grown, first, "comments") == set()


def test_the_edit_is_one_revision(grown: Run, first: Run) -> None:
    post = edited(grown, first)
    assert added(grown, first, "revisions") == {(post.url, post.text)}


def test_the_edited_post_has_its_new_text(grown: Run, first: Run) -> None:
    post = edited(grown, first)
    assert grown.rows("SELECT body_text FROM posts WHERE url = ?", post.url) == [(post.text,)]


def test_no_other_post_changes_its_content(grown: Run, first: Run) -> None:
    query = """SELECT url, title, body_text, substr(published, 1, 16), (SELECT name FROM authors WHERE id = author_id)
        FROM posts WHERE url <> ?"""
    post = edited(grown, first)
    before = set(first.rows(query, post.url))
    assert before - set(grown.rows(query, post.url)) == set()


def test_terms_links_and_media_are_those_of_the_new_posts(grown: Run, first: Run) -> None:
    new = {post.url for post in new_posts(grown, first)}
    for table in ("post_terms", "links", "media"):
        assert {row[0] for row in added(grown, first, table)} <= new
        assert vanished(grown, first, table) == set()
    assert {row[0] for row in added(grown, first, "post_terms")} == {
        post.url for post in new_posts(grown, first) if post.categories or post.tags
    }


def test_a_post_that_vanished_stays_with_its_comments(grown: Run, first: Run) -> None:
    gone = deleted(grown, first)
    assert grown.rows("SELECT title, body_text FROM posts WHERE url = ?", gone.url) == [(gone.title, gone.text)]
    query = "SELECT c.native_id FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.url = ?"
    assert {one.native_id for one in gone.comments} == {number for (number,) in grown.rows(query, gone.url)}


def test_when_a_post_was_last_seen_is_told(grown: Run, first: Run) -> None:
    columns = [name for (name,) in grown.rows("SELECT name FROM pragma_table_info('posts')")]
    assert "last_seen_at" in columns
    gone = deleted(grown, first)
    [(last,)] = grown.rows("SELECT last_seen_at FROM posts WHERE url = ?", gone.url)
    [(began,)] = grown.rows("SELECT started_at FROM crawls WHERE id = 2")
    assert last < began
    [(newest,)] = grown.rows("SELECT max(last_seen_at) FROM posts")
    assert newest > began


def test_the_whole_blog_is_as_the_second_generation_has_it(grown: Run, first: Run) -> None:
    query = """SELECT p.url, p.title, substr(p.published, 1, 16), p.body_text,
        (SELECT count(*) FROM comments c WHERE c.post_id = p.id) FROM posts p WHERE kind = 'post'"""
    expected = {
        (post.url, post.title, post.published, post.text, len(post.comments))
        for post in (*grown.truth.reachable, deleted(grown, first))
    }
    assert set(grown.rows(query)) == expected


@pytest.mark.parametrize("case", [parameter(case) for case in LARGE])
def test_what_did_not_change_is_not_fetched_again(grown: Run, first: Run) -> None:
    new = {post.url for post in new_posts(grown, first)}
    changed = {edited(grown, first).url}
    before = {post.url: post.comments for post in first.truth.posts}
    changed |= {post.url for post in grown.truth.posts if before.get(post.url) != post.comments}
    posts = set(first.truth.of_kind("post"))
    whole = [one.url for one in grown.log if one.status == 200 and one.url in posts - changed - new]
    # Where a sidebar names the newest posts or comments, every page that is asked for has changed a little.
    assert len(whole) <= 0.2 * len(posts)
