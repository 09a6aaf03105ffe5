"""Status tells how much is hidden, and nothing of what."""

from __future__ import annotations

from blogark.archive.folder import ArchiveFolder
from blogark.dataset.asking.standing import Hidden
from blogark.dataset.asking.status import status
from blogark.dataset.asking.status_text import text
from blogark.dataset.redaction.redact import lift
from blogark.dataset.redaction.withhold import withhold_records
from blogark.tests.redact.conftest import hide, rows


def test_an_archive_in_which_nothing_is_hidden_says_nothing_of_it(blog: ArchiveFolder):
    found = status(blog)
    assert found.holdings.hidden == Hidden()
    assert "redacted" not in text(found)


def test_what_is_hidden_and_withheld_is_counted(blog: ArchiveFolder):
    hide(blog, "comment", 12)
    hide(blog, "author", "P. Hocking")
    hide(blog, "post", 13)
    withhold_records(blog)
    found = status(blog)
    [(posts, comments, references)] = rows(
        blog.dataset_path,
        "SELECT (SELECT count(*) FROM posts WHERE redacted IS NOT NULL), "
        "(SELECT count(*) FROM comments WHERE redacted IS NOT NULL), "
        "(SELECT count(*) FROM post_references WHERE redacted IS NOT NULL)",
    )
    [(withheld,)] = rows(blog.dataset_path, "SELECT count(*) FROM captures WHERE withheld IS NOT NULL")
    assert (1, withheld) == (posts, found.holdings.hidden.withheld)
    assert (posts, comments, 1) == (
        found.holdings.hidden.posts,
        found.holdings.hidden.comments,
        found.holdings.hidden.names,
    )
    assert comments > 1
    assert withheld > 0
    # Which post is the thirteenth, and whether any refer to it, is a matter of what came first.
    referring = f", {references} references" if references else ""
    hidden = f"1 post, {comments} comments{referring} and 1 name redacted; {withheld} captures withheld"
    assert f"{hidden} (`blogark redact --list`)" in text(found)


def test_what_is_lifted_is_not_counted(blog: ArchiveFolder):
    hide(blog, "name", "P. Hocking")
    assert status(blog).holdings.hidden.names == 1
    lift(blog, 1, reason="a mistake", authority="the archive's board")
    assert status(blog).holdings.hidden == Hidden()
