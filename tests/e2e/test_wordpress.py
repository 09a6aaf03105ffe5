"""blogark's dataset of a real WordPress, held against WordPress' own database.

`make e2e-wordpress` runs it; without Debian's packages it skips and names what is missing.
"""

from __future__ import annotations

import html
import importlib.util
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest


def _beside(name: str):
    spec = importlib.util.spec_from_file_location(f"e2e_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


wp = _beside("wordpress")
content = _beside("content")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(wp.missing()), reason=f"needs Debian's WordPress; not installed: {', '.join(wp.missing())}"
    ),
]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One blog: its theme, what it says and how, and whether API and feeds are open."""

    theme: str
    content: dict[str, object]
    is_open: bool = True
    """If not, its pages alone tell of it, and nothing tells the offset of a theme that prints dates as text."""
    host: str = "127.0.0.1"


CASES = {
    "german": Case(theme="twentytwentyone", content=content.blog("de_DE", "j. F Y", "H:i", "Europe/Berlin")),
    "american": Case(theme="twentytwentytwo", content=content.blog("", "F j, Y", "g:i a", "America/Los_Angeles")),
    "french": Case(
        theme="twentytwentythree", content=content.blog("fr_FR", "j F Y", "G \\h i \\m\\i\\n", "Europe/Paris")
    ),
    # a theme that says as little as it can, posts with numbers for addresses, the oldest comments first
    "bare": Case(
        theme="bare",
        is_open=False,
        content=content.blog(
            "",
            "F j, Y",
            "g:i a",
            "America/Chicago",
            posts=24,
            permalinks="/archives/%post_id%",
            comments_per_page="5",
            default_comments_page="oldest",
        ),
    ),
    # lists for meta lines, other posts inside the article, the newest comments first, categories in the addresses
    "listed": Case(
        theme="listed",
        is_open=False,
        content=content.blog(
            "ja",
            "Y年n月j日",
            "g:i A",
            "Asia/Tokyo",
            posts=24,
            permalinks="/%category%/%postname%/",
            comments_per_page="5",
            comment_order="desc",
        ),
    ),
    # no permalinks, no named zone, and a "site address" that is not the one that is crawled
    "plain": Case(
        theme="twentytwentytwo",
        host="localhost",
        content=content.blog(
            "ru_RU", "d.m.Y", "H:i", "5.5", posts=24, permalinks="", thread_comments_depth="10", show_avatars="0"
        ),
    ),
}

GOLD_POSTS = """SELECT p.ID id, post_title title, post_date date, post_type kind, post_content content,
    display_name author
    FROM wp_posts p JOIN wp_users u ON u.ID = post_author
    WHERE post_status = 'publish' AND post_password = '' AND post_type IN ('post', 'page') ORDER BY p.ID"""
GOLD_COMMENTS = """SELECT comment_ID id, comment_post_ID post, comment_parent parent, comment_author author,
    comment_author_url url, comment_date date, comment_content content, comment_type kind
    FROM wp_comments c JOIN wp_posts p ON p.ID = c.comment_post_ID
    WHERE comment_approved = '1' AND post_status = 'publish' ORDER BY comment_ID"""
GOLD_TERMS = """SELECT r.object_id post, t.name name, x.taxonomy taxonomy FROM wp_term_relationships r
    JOIN wp_term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id JOIN wp_terms t ON t.term_id = x.term_id
    JOIN wp_posts p ON p.ID = r.object_id
    WHERE post_status = 'publish' AND post_type = 'post' AND x.taxonomy IN ('category', 'post_tag')"""
TABLES = {
    "posts": "SELECT url, kind, title, published, updated, body_text, comments_claimed FROM posts ORDER BY url",
    "comments": "SELECT native_id, post_id, parent_id, position, author_name, published, body_text FROM comments "
    "ORDER BY native_id",
    "pings": "SELECT post_id, position, kind, title, url FROM post_references ORDER BY post_id, position",
}
"""What a second crawl of a blog that has not changed leaves as it is."""


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: str, gold: str) -> float:
    one, other = words(found), words(gold)
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else float(not one and not other)


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<!--.*?-->", " ", markup)))


def squeezed(text: str | None) -> str:
    """Letters and digits: WordPress curls quotes and dashes as it prints."""
    return re.sub(r"[\W_]+", "", html.unescape(text or ""))


def crawled(address: str, archive: Path) -> dict[str, list[tuple]]:
    """What the dataset says after a crawl."""
    command = [sys.executable, "-m", "blogark", "crawl", f"{address}/", "--archive", str(archive)]
    crawl = subprocess.run([*command, "--delay", "0", "--concurrency", "4"], capture_output=True, text=True)
    assert crawl.returncode == 0, crawl.stderr
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as dataset:
        return {table: dataset.execute(query).fetchall() for table, query in TABLES.items()}


@pytest.fixture(scope="module", params=CASES.values(), ids=list(CASES))
def case(request):
    return request.param


@pytest.fixture(scope="module")
def crawls(case, tmp_path_factory):
    """The blog while it runs, our dataset of it, and what that said after the first crawl and after the second."""
    work = tmp_path_factory.mktemp(case.theme)
    plugin = "" if case.is_open else wp.CLOSED
    with wp.wordpress(work, case.content, host=case.host, plugin=plugin) as blog:
        blog.use_theme(case.theme)
        told = [crawled(blog.address, work / "ark") for _ in range(2)]
        with closing(sqlite3.connect(work / "ark" / "dataset.sqlite")) as dataset:
            dataset.row_factory = sqlite3.Row
            yield blog, dataset, told


@pytest.fixture(scope="module")
def pair(crawls):
    """The blog's database and our dataset of it."""
    return crawls[:2]


@pytest.fixture(scope="module")
def found_posts(pair):
    locked = {row["ID"] for row in pair[0].query("SELECT ID FROM wp_posts WHERE post_password <> ''")}
    rows = pair[1].execute("SELECT * FROM posts")
    return {row["native_id"]: row for row in rows if row["native_id"] not in locked}


def test_a_second_crawl_changes_nothing(crawls):
    first, second = crawls[2]

    assert second == first


def test_every_published_post_and_page_is_found_and_nothing_else(pair, found_posts):
    gold = {row["id"]: row for row in pair[0].query(GOLD_POSTS)}

    assert {key: row["kind"] for key, row in found_posts.items()} == {key: row["kind"] for key, row in gold.items()}
    assert {key: squeezed(row["title"]) for key, row in found_posts.items()} == {
        key: squeezed(row["title"]) for key, row in gold.items()
    }


def test_posts_are_dated_as_the_database_dates_them(pair, found_posts):
    gold = {row["id"]: row["date"] for row in pair[0].query(GOLD_POSTS) if row["kind"] == "post"}

    assert {key: found_posts[key]["published"][:10] for key in gold} == {key: date[:10] for key, date in gold.items()}


def test_bodies_are_whole_and_hold_nothing_else(pair, found_posts):
    low = {
        row["title"]: round(score, 3)
        for row in pair[0].query(GOLD_POSTS)
        if (score := f1(found_posts[row["id"]]["body_text"] or "", plain(row["content"]))) < 0.99
    }

    assert low == {}


def test_every_approved_comment_is_found_and_no_other(pair):
    gold = {(row["post"], row["id"]) for row in pair[0].query(GOLD_COMMENTS) if row["kind"] == "comment"}
    found = pair[1].execute("SELECT p.native_id, c.native_id FROM comments c JOIN posts p ON p.id = c.post_id")

    assert {tuple(row) for row in found} == gold


def test_comments_have_their_author_minute_parent_and_text(pair):
    gold = {
        row["id"]: (
            squeezed(plain(row["author"])),
            row["date"][:16].replace(" ", "T"),
            None if row["parent"] == "0" else row["parent"],
            squeezed(plain(row["content"])),
        )
        for row in pair[0].query(GOLD_COMMENTS)
        if row["kind"] == "comment"
    }
    rows = pair[1].execute(
        "SELECT c.*, parent.native_id parent_native FROM comments c "
        "LEFT JOIN comments parent ON parent.id = c.parent_id"
    )
    found = {
        row["native_id"]: (
            squeezed(row["author_name"]),
            (row["published"] or "")[:16],
            row["parent_native"],
            squeezed(row["body_text"]),
        )
        for row in rows
    }

    assert {key: found.get(key) for key in gold} == gold


def test_moments_are_exact_to_the_minute_in_utc(case, pair):
    if not case.is_open:
        pytest.skip("the pages of this theme do not tell the offset")
    posts = """SELECT ID id, post_date_gmt utc FROM wp_posts
        WHERE post_status = 'publish' AND post_password = '' AND post_type = 'post'"""
    comments = """SELECT comment_ID id, comment_date_gmt utc FROM wp_comments JOIN wp_posts p ON p.ID = comment_post_ID
        WHERE comment_approved = '1' AND comment_type = 'comment' AND post_status = 'publish'"""
    for table, gold in (("posts", pair[0].query(posts)), ("comments", pair[0].query(comments))):
        rows = pair[1].execute(f"SELECT native_id, published_utc FROM {table}")
        found = {row[0]: (row[1] or "")[:16] for row in rows}

        assert {row["id"]: found.get(row["id"]) for row in gold} == {
            row["id"]: row["utc"][:16].replace(" ", "T") for row in gold
        }


def test_commenters_have_their_websites(pair):
    gold = {row["id"]: row["url"] for row in pair[0].query(GOLD_COMMENTS) if row["kind"] == "comment" and row["url"]}
    rows = pair[1].execute("SELECT native_id, author_url FROM comments WHERE author_url IS NOT NULL")

    assert gold.items() <= {tuple(row) for row in rows}


def test_pings_are_references_with_their_kind_and_address(pair):
    gold = {(row["post"], row["kind"], row["url"]) for row in pair[0].query(GOLD_COMMENTS) if row["kind"] != "comment"}
    found = pair[1].execute("SELECT p.native_id, r.kind, r.url FROM post_references r JOIN posts p ON p.id = r.post_id")

    assert {tuple(row) for row in found} == gold


def test_categories_and_tags_are_told_apart(pair):
    gold = {
        (row["post"], "category" if row["taxonomy"] == "category" else "tag", html.unescape(row["name"]))
        for row in pair[0].query(GOLD_TERMS)
    }
    found = pair[1].execute(
        "SELECT p.native_id, t.kind, t.name FROM post_terms x JOIN posts p ON p.id = x.post_id "
        "JOIN terms t ON t.id = x.term_id WHERE p.kind = 'post'"
    )

    assert {tuple(row) for row in found} == gold


def test_no_draft_private_locked_or_held_text_is_in_the_dataset(pair):
    hidden = pair[0].query("SELECT post_title text FROM wp_posts WHERE post_status IN ('draft', 'private', 'pending')")
    held = pair[0].query("SELECT comment_content text FROM wp_comments WHERE comment_approved <> '1'")
    locked = pair[0].query("SELECT post_content text FROM wp_posts WHERE post_password <> ''")
    told = " ".join(
        squeezed(row[0])
        for table, column in (("posts", "title"), ("posts", "body_text"), ("comments", "body_text"))
        for row in pair[1].execute(f"SELECT {column} FROM {table}")
    )

    assert [row["text"] for row in hidden + held + locked if squeezed(plain(row["text"])) in told] == []
