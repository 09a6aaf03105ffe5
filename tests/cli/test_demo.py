"""The built-in blog: what is served, what an archive of it holds, and whether the next steps work as pasted."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from blogark.archive.config import load
from blogark.demo import markup
from blogark.demo.blog import Blog, slow_boat
from blogark.demo.pictures import picture
from blogark.demo.server import TRUTH, serving
from blogark.demo.site import Site
from blogark.demo.synthetic import make_blog
from blogark.demo.template import LONG_SET

Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def said(folder: Path) -> str:
    """What `blogark demo` prints on stdout."""
    command = [sys.executable, "-P", "-m", "blogark", "demo"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def dataset(folder: Path, said: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "blogark-demo" / "dataset.sqlite")) as db:
        db.row_factory = sqlite3.Row
        yield db


@pytest.fixture
def truth(folder: Path, said: str) -> list[Row]:
    """The posts as they were written."""
    base = load(folder / "blogark-demo" / "blogark.toml").url.rstrip("/")
    posts = Site(slow_boat(), base).truth()["posts"]
    assert isinstance(posts, list)
    return posts


def rows(db: sqlite3.Connection, sql: str, *values: object) -> list[Row]:
    return [dict(row) for row in db.execute(sql, values)]


def chosen(row: Row, like: Row) -> Row:
    """The columns of a row that the truth tells of."""
    return {name: row[name] for name in like if name in row}


def test_all_posts_are_archived_as_they_were_written(dataset: sqlite3.Connection, truth: list[Row]) -> None:
    sql = "SELECT posts.*, authors.name AS author FROM posts LEFT JOIN authors ON authors.id = author_id"
    found = {row["url"]: row for row in rows(dataset, f"{sql} WHERE posts.kind = 'post'")}
    written = {
        post["url"]: {name: value for name, value in post.items() if not isinstance(value, list)} for post in truth
    }
    assert written == {url: chosen(row, written.get(url, {})) for url, row in found.items()}


@pytest.mark.parametrize(("table", "part"), [("comments", "comments"), ("post_references", "references")])
def test_all_comments_and_references_are_archived_as_they_were_written(
    dataset: sqlite3.Connection, truth: list[Row], table: str, part: str
) -> None:
    for post in truth:
        sql = f"SELECT {table}.* FROM {table} JOIN posts ON posts.id = post_id WHERE posts.url = ? ORDER BY position"
        found = rows(dataset, sql, post["url"])
        assert post[part] == [chosen(row, like) for row, like in zip(found, post[part], strict=True)], post["url"]


@pytest.mark.parametrize(("kind", "part"), [("category", "categories"), ("tag", "tags")])
def test_all_terms_are_archived_in_their_order(
    dataset: sqlite3.Connection, truth: list[Row], kind: str, part: str
) -> None:
    sql = (
        "SELECT terms.name FROM post_terms JOIN terms ON terms.id = term_id JOIN posts ON posts.id = post_id "
        "WHERE posts.url = ? AND terms.kind = ? ORDER BY position"
    )
    for post in truth:
        assert post[part] == [row["name"] for row in rows(dataset, sql, post["url"], kind)], post["url"]


def test_the_next_steps_work_as_pasted(folder: Path, said: str) -> None:
    commands = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    assert 3 == len(commands)
    shown = [
        subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=True).stdout for command in commands
    ]
    assert b"The engine question" in shown[0]
    assert "straw" in shown[1].decode().lower()
    assert b"HTTP/1.1 200 OK\r\n" in shown[2]


def test_a_second_demo_is_the_same_blog_and_doubles_nothing(folder: Path, said: str, tmp_path: Path) -> None:
    again = Path(shutil.copytree(folder / "blogark-demo", tmp_path / "blogark-demo"))
    subprocess.run([sys.executable, "-P", "-m", "blogark", "demo", "--quiet"], cwd=tmp_path, check=True)
    with closing(sqlite3.connect(again / "dataset.sqlite")) as db:
        assert (30, 88) == db.execute(
            "SELECT (SELECT count(*) FROM posts WHERE kind = 'post'), (SELECT count(*) FROM comments)"
        ).fetchone()
        assert 2 == db.execute("SELECT count(*) FROM crawls").fetchone()[0]


def test_the_slow_boat_has_thirty_posts_with_everything_a_blog_has() -> None:
    posts = slow_boat().posts
    assert 30 == len(posts)
    assert sorted(post.published for post in posts) == [post.published for post in posts]
    assert any(not post.comments for post in posts)
    assert any(reference.title is None for post in posts for reference in post.references)
    assert {True, False} == {comment.member is None for post in posts for comment in post.comments}
    assert any(post.byline for post in posts)
    assert any(post.updates for post in posts)


@pytest.mark.parametrize("blog", [slow_boat(), make_blog(posts=50)], ids=lambda blog: blog.title)
def test_every_address_of_a_blog_answers(blog: Blog) -> None:
    site = Site(blog, "http://127.0.0.1:1")
    paths = [
        "/",
        "/journal/",
        "/archive/",
        "/about/",
        "/robots.txt",
        "/sitemap.xml",
        "/journal/rss.xml",
        "/journal/atom.xml",
    ]
    paths += [post.path for post in blog.posts]
    paths += [f"/storage/{name}" for post in blog.posts for name, _ in markup.images(post.body)]
    assert {200} == {site.reply(path).status for path in paths}
    assert len(blog.posts) == len({post.path for post in blog.posts})


def test_the_archive_page_of_a_large_blog_leads_to_each_post_over_lists_of_bounded_length() -> None:
    blog = make_blog(posts=1000)
    site = Site(blog, "http://127.0.0.1:1")
    archive = site.reply("/archive/").body.decode()
    months = re.findall(r'href="(/archive/[^"]+)"', archive)
    listed = [re.findall(r'<li><a href="([^"]+)">', site.reply(month).body.decode()) for month in months]
    assert {post.path for post in blog.posts} <= {path for paths in listed for path in paths}
    sets = archive.split('<div class="journal-archive-set">')[1:]
    assert LONG_SET >= max(one.count("<li>") for one in sets)


def test_a_made_up_blog_is_the_same_each_time() -> None:
    assert make_blog(posts=20) == make_blog(posts=20)
    assert make_blog(posts=20).posts[:10] == make_blog(posts=10).posts


def test_a_made_up_post_weighs_what_a_real_one_does() -> None:
    site = Site(make_blog(posts=40), "http://127.0.0.1:1")
    sizes = [len(site.reply(post.path).body) for post in site.blog.posts]
    assert 18_000 < sum(sizes) / len(sizes) < 30_000


def test_a_picture_is_a_png_and_the_same_each_time() -> None:
    assert picture("launch.png").startswith(b"\x89PNG\r\n\x1a\n")
    assert picture("launch.png") == picture.__wrapped__("launch.png")
    assert picture("launch.png") != picture("fog.png")


@pytest.fixture
def ask() -> Iterator[Callable[..., http.client.HTTPResponse]]:
    """Sends a request to the served blog over one kept-alive connection."""
    with serving(slow_boat()) as site, closing(http.client.HTTPConnection(urlsplit(site.base).netloc)) as connection:

        def send(path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            return connection.getresponse()

        yield send


def test_one_connection_carries_many_requests(ask: Callable[..., http.client.HTTPResponse]) -> None:
    pages = [ask("/journal/").read() for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]


def test_what_has_not_changed_is_not_sent_again(ask: Callable[..., http.client.HTTPResponse]) -> None:
    first = ask("/about/")
    first.read()
    again = ask("/about/", If_None_Match=first.headers["ETag"])
    assert (304, b"") == (again.status, again.read())


@pytest.mark.parametrize(
    ("status", "method", "path"),
    [
        (200, "GET", "/"),
        (200, "HEAD", "/"),
        (200, "GET", "/journal/?currentPage=2"),
        (200, "GET", "/journal/?currentPage=9999"),
        (200, "GET", "/journal/?currentPage=odd"),
        (301, "GET", "/the-barn"),
        (404, "GET", "/storage/kittiwake-lines.pdf"),
        (404, "GET", "/../../etc/passwd"),
        (405, "POST", "/process/CreateReference"),
    ],
)
def test_the_server_answers(ask: Callable[..., http.client.HTTPResponse], status: int, method: str, path: str) -> None:
    answer = ask(path, method)
    answer.read()
    assert status == answer.status


def test_the_truth_can_be_had_as_json(ask: Callable[..., http.client.HTTPResponse]) -> None:
    assert 30 == len(json.loads(ask(TRUTH).read())["posts"])
