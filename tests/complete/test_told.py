"""What the dataset tells of the crawl itself: what was left out and why, what is gone, what was edited in silence.

All of it must stand in the WARC files, so that a rebuild tells the same.
"""

import dataclasses
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.tests.blogs.server import BlogServer
from blogark.tests.complete.laboratory import Case, Laboratory, Run, archive

SMALL = Case(shape="static", posts=48)
LEFT_OUT = "SELECT count(*) FROM captures WHERE crawl_id = ? AND url LIKE 'urn:blogark:crawl:%:left-out:%'"


def rebuilt(path: Path) -> tuple[list[str], list[str]]:
    """The dataset as it grew beside the crawls, and as it is built from the WARC files."""
    folder = ArchiveFolder(path)
    before = list(dump(folder.dataset_path))
    extract(folder, workers=1)
    return before, list(dump(folder.dataset_path))


def reasons(run: Run) -> dict[str, str | None]:
    return dict(run.rows("SELECT url, reason FROM coverage"))


@pytest.fixture
def server(laboratory: Laboratory) -> BlogServer:
    return laboratory.server(SMALL)


def test_a_crawl_that_was_stopped_tells_what_it_has_not_visited(server: BlogServer, tmp_path: Path) -> None:
    stopped = archive(server, tmp_path, limit=40)
    assert stopped.outcome.exit_code == 3
    closed = stopped.truth.closed
    assert {reasons(stopped)[url] for url in closed} <= {
        "closed by robots.txt",
        "not visited yet: stopped at --max-pages",
    }
    waiting = [url for url, reason in reasons(stopped).items() if reason == "not visited yet: stopped at --max-pages"]
    assert len(waiting) > 10
    before, after = rebuilt(tmp_path)
    assert before == after

    done = archive(server, tmp_path)
    query = "SELECT url, reason FROM coverage WHERE state <> 'not a post' AND reason IS NOT NULL"
    assert {url: reason for url, reason in done.rows(query) if url not in closed} == {}
    assert {reasons(done)[url] for url in closed} == {"closed by robots.txt"}


def test_what_was_left_out_is_told_once(laboratory: Laboratory) -> None:
    first, again = laboratory.first(SMALL), laboratory.again(SMALL, "unchanged")
    assert first.known(LEFT_OUT, 1) == [(1,)]
    assert again.known(LEFT_OUT, 2) == [(0,)]
    left = dict(first.rows("SELECT url, reason FROM left_out"))
    skipped = dict(first.known("SELECT url, reason FROM urls WHERE state = 'skipped' AND found_in <> 'requisite'"))
    assert left == skipped


def test_an_excluded_post_is_told_as_excluded(server: BlogServer, tmp_path: Path) -> None:
    run = archive(server, tmp_path, exclude=("-1[0-9]/$",))
    told = {reason for url, reason in reasons(run).items() if url.endswith("-12/")}
    assert told == {"excluded by --exclude -1[0-9]/$"}


def test_a_post_that_is_gone_is_found_at_once_where_a_sitemap_dropped_it(laboratory: Laboratory) -> None:
    first, grown = laboratory.first(SMALL), laboratory.again(SMALL, "grown")
    [gone] = {post.url for post in first.truth.posts} - {post.url for post in grown.truth.posts}
    rows = grown.rows("SELECT url, last_seen_at < gone_at FROM posts WHERE gone_at IS NOT NULL")
    assert rows == [(gone, 1)]
    before, after = rebuilt(grown.path)
    assert before == after


EDITED = "Somebody changed this paragraph and told nobody."


@pytest.mark.parametrize(("days", "full", "found"), [(1, False, False), (1, True, True), (90, False, True)])
def test_a_silent_edit_of_an_old_post_is_found_by_full_and_when_the_post_is_due(
    laboratory: Laboratory, server: BlogServer, tmp_path: Path, days: float, full: bool, found: bool
) -> None:
    first = laboratory.first(SMALL)
    post = next(post for post in first.truth.reachable if post.way == "lists")
    target = post.url.removeprefix(server.site.names.base)
    before = server.site.resources[target]
    page = before.body()
    assert isinstance(page, str)
    paragraph = post.text.partition("\n\n")[0]
    assert paragraph in page
    server.site.resources[target] = dataclasses.replace(before, body=lambda: page.replace(paragraph, EDITED))
    server.forget(target)
    path = laboratory.copy(first, tmp_path)
    try:
        run = archive(server, path, days=days, full=full)
    finally:
        server.site.resources[target] = before
        server.forget(target)
    revisions = run.rows(
        "SELECT posts.url, post_revisions.body_text FROM post_revisions JOIN posts ON posts.id = post_id"
    )
    assert [(url, (text or "").partition("\n\n")[0]) for url, text in revisions] == [(post.url, EDITED)] * found
    for query in ("SELECT count(*) FROM posts WHERE kind = 'post'", "SELECT count(*) FROM comments"):
        assert run.rows(query) == first.rows(query)
