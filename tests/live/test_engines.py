"""Blog engines that nobody wrote a parser for, each with its own database, crawled and held against that.

`make e2e-engines` installs them from PyPI and runs this; an engine that is not there skips.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest

from blogark.tests.live.content import HIDDEN, content

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
ENGINES = Path(os.environ.get("BLOGARK_ENGINES", "/nowhere"))
GROWING = ("posts", "comments", "terms", "post_terms", "authors", "links", "media", "post_revisions")
"""Tables to which a second crawl of the same blog adds nothing."""
HOME = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, kw_only=True)
class Engine:
    """What an engine's pages can tell; the rest stands in its database only."""

    name: str
    times_of_comments: bool = True
    """Mezzanine says "8 years, 3 months ago"."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """Two crawls of an engine's blog; ``gold`` is its database."""

    engine: Engine
    gold: dict[str, dict[str, Any]]
    archive: Path
    rows: tuple[Counter[str], Counter[str]]

    def ask(self, sql: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.archive / "dataset.sqlite")) as dataset:
            dataset.row_factory = sqlite3.Row
            return dataset.execute(sql).fetchall()

    @property
    def pairs(self) -> list[tuple[dict[str, Any], sqlite3.Row]]:
        sql = "SELECT p.*, a.name author FROM posts p LEFT JOIN authors a ON a.id = p.author_id"
        return [(self.gold[path_of(row["url"])], row) for row in self.ask(sql) if path_of(row["url"]) in self.gold]


BLOGS = (Engine(name="mezzanine", times_of_comments=False), Engine(name="puput"))


def path_of(url: str) -> str:
    return unquote(urlsplit(url).path)


def letters(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"</?b>", "", text or ""))


def words(text: str | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", (text or "").lower()))


def when(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC).replace(second=0)


@contextmanager
def serving(engine: Engine, python: Path, work: Path) -> Iterator[str]:
    """The address of a blog that the engine made and fills before it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (work / "content.json").write_text(json.dumps(content()), "utf-8")
    command = [python, "-W", "ignore", HERE / f"{engine.name}_site.py", work, str(port)]
    with (work / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as site:
        try:
            waits = threading.Event()
            while not (work / "gold.json").exists():
                assert site.poll() is None, (work / "log").read_text("utf-8", "replace")[-2000:]
                waits.wait(0.1)
            yield f"http://127.0.0.1:{port}/"
        finally:
            site.kill()


@pytest.fixture(scope="module", params=BLOGS, ids=lambda one: one.name)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    engine: Engine = request.param
    python = ENGINES / engine.name / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{engine.name} is not installed: make e2e-engines")
    work = tmp_path_factory.mktemp(engine.name)
    archive = work / "ark"
    counts = []
    with serving(engine, python, work) as url:
        for _ in range(2):
            options = ["--archive", str(archive), "--delay", "0", "--no-requisites", "--quiet"]
            command = [sys.executable, "-m", "blogark", "crawl", url, *options]
            crawl = subprocess.run(command, capture_output=True, text=True)
            assert crawl.returncode == 0, crawl.stderr
            with closing(sqlite3.connect(archive / "dataset.sqlite")) as dataset:
                count = {table: dataset.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in GROWING}
            counts.append(Counter(count))
    gold = {path_of(post["url"]): post for post in json.loads((work / "gold.json").read_text("utf-8"))}
    return Run(engine=engine, gold=gold, archive=archive, rows=(counts[0], counts[1]))


def test_every_post_is_found_once_and_nothing_else_is_a_post(done: Run) -> None:
    found = Counter(path_of(row["url"]) for row in done.ask("SELECT url FROM posts WHERE kind = 'post'"))

    assert found == Counter(list(done.gold))


def test_nothing_that_was_held_back_is_there(done: Run) -> None:
    said = [row[0] for table in ("posts", "comments") for row in done.ask(f"SELECT body_text FROM {table}")]

    assert [text for text in said if HIDDEN in (text or "")] == []


def test_titles_and_authors_are_those_that_were_given(done: Run) -> None:
    wrong = [
        (row["title"], row["author"])
        for gold, row in done.pairs
        if (letters(gold["title"]), gold["author"]) != (letters(row["title"]), row["author"])
    ]

    assert wrong == []


def test_posts_have_their_day_and_never_a_wrong_moment(done: Run) -> None:
    wrong = []
    for gold, row in done.pairs:
        moment, day = row["published_utc"], (row["published"] or "")[:10]
        told = datetime.fromisoformat(moment).replace(second=0) if moment else None
        if told != when(gold["when"]) and (moment or day not in (gold["when"][:10], f"{when(gold['when']):%Y-%m-%d}")):
            wrong.append((gold["url"], row["published"], gold["when"]))

    assert wrong == []


def test_terms_are_those_of_the_post(done: Run) -> None:
    sql = """SELECT p.url, t.kind, t.name FROM post_terms x JOIN posts p ON p.id = x.post_id
        JOIN terms t ON t.id = x.term_id WHERE p.kind = 'post'"""
    found: dict[tuple[str, str], set[str]] = {}
    for row in done.ask(sql):
        found.setdefault((path_of(row["url"]), row["kind"]), set()).add(row["name"])
    gold = {
        (path, kind): set(post[column])
        for path, post in done.gold.items()
        for kind, column in (("category", "categories"), ("tag", "tags"))
        if post[column]
    }

    assert found == gold


def test_bodies_are_whole_and_hold_nothing_else(done: Run) -> None:
    wrong = []
    for gold, row in done.pairs:
        found, told = words(row["body_text"]), words(gold["text"])
        if 2 * (found & told).total() < 0.99 * (found.total() + told.total()):
            wrong.append((gold["url"], " ".join((found - told).elements())[:200]))

    assert wrong == []


def test_comments_are_those_of_the_database(done: Run) -> None:
    sql = """SELECT p.url, c.native_id id, c.author_name name, c.author_url address, above.native_id parent, c.body_text
        FROM comments c JOIN posts p ON p.id = c.post_id LEFT JOIN comments above ON above.id = c.parent_id"""
    found = [
        (path_of(one["url"]), one["id"], one["name"], one["address"] or "", one["parent"], letters(one["body_text"]))
        for one in done.ask(sql)
    ]
    gold = [
        (path, one["id"], one["name"], one["url"], one["parent"], letters(one["text"]))
        for path, post in done.gold.items()
        for one in post["comments"]
    ]

    assert sorted(found, key=str) == sorted(gold, key=str)


def test_comments_have_the_time_that_the_page_shows(done: Run) -> None:
    gold = {
        one["id"]: datetime.fromisoformat(one["when"]).astimezone(HOME)
        for post in done.gold.values()
        for one in post["comments"]
    }
    told = {one["native_id"]: one["published"] or "" for one in done.ask("SELECT native_id, published FROM comments")}
    size = 16 if done.engine.times_of_comments else 4

    # of "8 years, 10 months ago" stands what all moments have in common that may be meant: nothing around New Year
    assert {
        number: time for number, time in told.items() if time and time[:size] != gold[number].isoformat()[:size]
    } == {}
    assert "" not in told.values() or not done.engine.times_of_comments


def test_a_second_crawl_adds_no_row_and_the_archive_is_whole(done: Run) -> None:
    command = [sys.executable, "-m", "blogark", "verify", "--archive", str(done.archive)]

    assert done.rows[0] == done.rows[1]
    assert subprocess.run(command, capture_output=True).returncode == 0
