"""Blogs, archived by wget: taken in, or fetched out of pywb, it gives what a crawl of ours gives.

pywb cannot live in one environment with blogark (it brings `brotlipy`, which takes the place of `brotli`), so it is
looked for by its commands: on the PATH, or in the folder that BLOGARK_PYWB names::

    python -m venv pywb && pywb/bin/pip install pywb setuptools
    BLOGARK_PYWB=pywb/bin python -m pytest tests/wayback
"""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from blogark.demo.blog import slow_boat
from blogark.demo.server import serving
from blogark.tests.blogs.server import serving as generated

BUILT_IN = "built-in"
TABLES = {
    "posts": "SELECT url, kind, title, byline, published, published_utc, body_text, comments_claimed, "
    "references_claimed, previous_url, next_url, (SELECT name FROM authors WHERE authors.id = author_id) FROM posts",
    "comments": "SELECT posts.url, comments.native_id, position, depth, author_name, author_url, comments.published, "
    "comments.body_text, (SELECT native_id FROM comments AS parents WHERE parents.id = comments.parent_id) "
    "FROM comments JOIN posts ON posts.id = post_id",
    "references": "SELECT posts.url, post_references.kind, position, post_references.title, post_references.url, "
    "post_references.excerpt, post_references.published FROM post_references JOIN posts ON posts.id = post_id",
    "terms": "SELECT posts.url, terms.kind, terms.name, position FROM post_terms "
    "JOIN posts ON posts.id = post_id JOIN terms ON terms.id = term_id",
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not installed"),
]


def blogark(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "blogark", *map(str, words)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done


def rows(archive: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        return {name: sorted(db.execute(query).fetchall(), key=str) for name, query in TABLES.items()}


def differing(found: list[tuple], expected: list[tuple]) -> tuple[list[tuple], list[tuple]]:
    """Rows that are too many, and rows that are missing: the first of each."""
    return [row for row in found if row not in expected][:2], [row for row in expected if row not in found][:2]


def is_built_in(blog: str) -> bool:
    with urllib.request.urlopen(blog, timeout=30) as answer:
        return b"The Slow Boat" in answer.read()


@pytest.fixture(scope="module", params=[BUILT_IN, "wordpress_plain", "squarespace5"])
def blog(request: pytest.FixtureRequest) -> Iterator[str]:
    """Its address; the generated blogs have no traps, in which wget would stay."""
    if request.param == BUILT_IN:
        with serving(slow_boat()) as site:
            yield f"{site.base}/"
        return
    with generated(request.param, posts=48, traps=False, plain=True) as server:
        yield server.url


@dataclass(frozen=True, kw_only=True)
class Ours:
    """What a crawl of our own gives."""

    rows: dict[str, list[tuple]]
    urls: tuple[str, ...]
    """All that was asked for."""


@pytest.fixture(scope="module")
def ours(blog: str, tmp_path_factory: pytest.TempPathFactory) -> Ours:
    archive = tmp_path_factory.mktemp("ours") / "blog"
    blogark("crawl", blog, "--archive", archive, "--delay", 0, "--quiet")
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        urls = db.execute("SELECT DISTINCT url FROM captures WHERE status IS NOT NULL AND url LIKE 'http%' ORDER BY id")
        return Ours(rows=rows(archive), urls=tuple(url for (url,) in urls))


@pytest.fixture(scope="module")
def warc(blog: str, ours: Ours, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What wget makes of the blog: it walks the built-in one by itself; of others it is told what to ask for.

    It knows nothing of further pages of feeds, and goes where our crawl does not (to log in, where robots.txt bars).
    """
    folder = tmp_path_factory.mktemp("wget")
    options = ["-q", "--warc-file=blog", "-P", "pages"]
    if is_built_in(blog):
        options += ["-r", "-l", "inf", "--page-requisites", blog]
    else:
        (folder / "urls").write_text("\n".join(ours.urls))
        options += ["-i", "urls"]
    # 8: a server answered with an error, which any blog does somewhere.
    assert subprocess.run(["wget", *options], cwd=folder, timeout=300).returncode in (0, 8)
    return folder / "blog.warc.gz"


def test_what_wget_archived_gives_the_same_posts_comments_and_references(warc, ours, tmp_path):
    blogark("import", warc, "--archive", tmp_path / "blog")

    found = rows(tmp_path / "blog")
    assert {name: differing(found[name], ours.rows[name]) for name in TABLES} == dict.fromkeys(TABLES, ([], []))
    assert len(found["posts"]) >= 30
    assert len(found["comments"]) >= 80
    (kept,) = (tmp_path / "blog" / "archive").glob("import-*-blog.warc.gz")
    assert kept.read_bytes() == warc.read_bytes()
    blogark("verify", "--archive", tmp_path / "blog", "--quiet")


def _command(name: str) -> str:
    found = shutil.which(name, path=os.environ.get("BLOGARK_PYWB")) or shutil.which(name)
    if found is None:
        pytest.skip(f"pywb's {name} is not here: install it into an environment of its own, see above")
    return found


@pytest.fixture
def pywb(warc: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a collection in pywb that holds what wget made."""
    manager, server = _command("wb-manager"), _command("wayback")
    for words in (("init", "boat"), ("add", "boat", str(warc))):
        subprocess.run([manager, *words], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [server, "-b", "127.0.0.1", "-p", str(port)], cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_heard(port, running)
        yield f"http://127.0.0.1:{port}/boat"
    finally:
        running.terminate()
        running.wait(20)


def _until_heard(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert running.poll() is None, "pywb has ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("pywb was not to be heard within a minute")


def test_what_pywb_holds_gives_the_same_posts_comments_and_references(pywb, blog, ours, tmp_path):
    options = ("--source", "wayback", "--wayback-url", pywb, "--delay", 0)
    blogark("crawl", blog, *options, "--archive", tmp_path / "blog")

    found = rows(tmp_path / "blog")
    assert {name: differing(found[name], ours.rows[name]) for name in TABLES} == dict.fromkeys(TABLES, ([], []))
    with closing(sqlite3.connect(tmp_path / "blog" / "dataset.sqlite")) as db:
        assert db.execute("SELECT DISTINCT source FROM captures").fetchall() == [("memento",)]
    blogark("verify", "--archive", tmp_path / "blog", "--quiet")
