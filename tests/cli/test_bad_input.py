"""What goes wrong in front of people ends with one clear sentence, the right exit code, and nothing lost."""

from __future__ import annotations

import gzip
import os
import re
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog

Command = Callable[..., Any]
Site = Callable[[dict[str, tuple[int, str]]], AbstractContextManager[str]]

CLOSED = {"/robots.txt": (200, "User-agent: *\nDisallow: /\n"), "/": (200, "<title>Private</title>")}
SHOP = {
    "/": (200, "<title>Shop</title><p>Buy <a href='/nails'>nails</a>.</p>"),
    "/nails": (200, "<p>Nails, 3 pounds</p>"),
}


def test_a_url_without_scheme_is_refused_with_the_right_one(blogark: Command, tmp_path: Path) -> None:
    done = blogark("crawl", "example.org/blog")
    assert 2 == done.exit_code
    assert "example.org/blog has no scheme; did you mean https://example.org/blog ?" in done.sentence
    assert not list(tmp_path.iterdir())


def test_an_unreachable_host_is_named_and_leaves_no_folder(blogark: Command, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = blogark("crawl", f"http://127.0.0.1:{port}/", "--archive", "gone")
    assert 5 == done.exit_code
    assert "nothing could be fetched" in done.err
    assert "refused" in done.err
    assert "nothing came, so no archive was made in gone" == done.sentence
    assert "status" not in done.err
    assert not list(tmp_path.iterdir())


def test_a_host_without_an_address_is_named_and_takes_away_only_what_was_made(blogark: Command, tmp_path: Path) -> None:
    done = blogark("crawl", "http://no-such-host.invalid/", "--archive", "gone", "--quiet")
    assert 5 == done.exit_code
    assert "no-such-host.invalid" in done.err
    assert not list(tmp_path.iterdir())
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "why.txt").write_text("mine")
    for folder in ("empty", "notes"):
        assert 5 == blogark("crawl", "http://no-such-host.invalid/", "--archive", folder).exit_code
    assert not list((tmp_path / "empty").iterdir())
    assert "mine" == (tmp_path / "notes" / "why.txt").read_text()
    assert (tmp_path / "notes" / "blogark.toml").exists()


def test_an_archive_whose_host_is_gone_is_kept(blogark: Command, archive: Path) -> None:
    before = {path.name: path.read_bytes() for path in (archive / "archive").iterdir()}
    done = blogark("crawl", "--archive", archive)
    assert 5 == done.exit_code
    assert "no archive was made" not in done.err
    # Night after night: one line, which tells since when.
    done = blogark("crawl", "--archive", archive, "--quiet")
    assert [f"{archive}: nothing could be fetched: 127.0.0.1: connection to port"] == [
        line[: line.index(" port") + 5] for line in done.err.splitlines()
    ]
    assert re.search(r"\(2 runs in a row, since 20\d\d-\d\d-\d\d\)$", done.sentence)
    assert before.items() <= {path.name: path.read_bytes() for path in (archive / "archive").iterdir()}.items()


def test_a_seed_that_is_not_there_is_named(blogark: Command, site: Site) -> None:
    with site({}) as base:
        done = blogark("crawl", f"{base}/nothing-here", "--archive", "gone", "--delay", "0")
    assert 5 == done.exit_code
    assert "404" in done.err
    assert "nothing could be fetched" in done.err


def test_a_seed_that_robots_txt_closes_is_named(blogark: Command, site: Site) -> None:
    with site(CLOSED) as base:
        done = blogark("crawl", f"{base}/", "--archive", "closed", "--delay", "0")
    assert 5 == done.exit_code
    assert "robots.txt" in done.err


def test_what_robots_txt_closes_can_be_asked_for(blogark: Command, site: Site) -> None:
    with site(CLOSED) as base:
        done = blogark("crawl", f"{base}/", "--archive", "closed", "--delay", "0", "--ignore-robots")
    assert 0 == done.exit_code
    assert "(“Private”)" in done.err


def test_what_is_no_blog_is_archived_and_said_to_hold_no_posts(blogark: Command, site: Site) -> None:
    with site(SHOP) as base:
        done = blogark("crawl", f"{base}/", "--archive", "shop", "--delay", "0")
    assert 0 == done.exit_code
    assert "no posts were found" in done.err


def test_an_archive_folder_that_is_a_file_is_refused(blogark: Command, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("not a folder")
    done = blogark("crawl", "http://127.0.0.1:9/", "--archive", "notes")
    assert 2 == done.exit_code
    assert "notes: is a file, not an archive folder" in done.sentence
    assert "not a folder" == (tmp_path / "notes").read_text()


@pytest.mark.parametrize(
    "verb", [["extract"], ["verify"], ["status"], ["search", "boat"], ["crawl"]], ids=lambda words: words[0]
)
def test_an_archive_that_is_not_there_is_named(blogark: Command, verb: list[str]) -> None:
    done = blogark(*verb, "--archive", "nowhere")
    assert 2 == done.exit_code
    assert "nowhere" in done.sentence


@pytest.mark.parametrize(
    "verb", [["extract"], ["verify"], ["status"], ["search", "boat"], ["crawl"]], ids=lambda words: words[0]
)
def test_no_archive_where_one_is_looked_for_is_said(blogark: Command, verb: list[str]) -> None:
    done = blogark(*verb)
    assert 2 == done.exit_code
    assert "there is no archive here; name one with --archive DIR" in done.sentence


def test_a_folder_that_cannot_be_written_is_refused(blogark: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = blogark("crawl", "http://127.0.0.1:9/", "--archive", "file/below")
    assert 2 == done.exit_code
    assert "cannot be written" in done.sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_refused(blogark: Command, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    done = blogark("crawl", "http://127.0.0.1:9/", "--archive", "locked/archive")
    assert 2 == done.exit_code
    assert "cannot be written" in done.sentence


def test_a_damaged_warc_is_found_with_file_and_offset(blogark: Command, archive: Path) -> None:
    (warc,) = (archive / "archive").glob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    starts = [match.start() for match in re.finditer(re.escape(data[:4]), data)]
    broken = starts[len(starts) // 2]
    data[broken + 40] ^= 0xFF
    warc.write_bytes(data)
    done = blogark("verify", "--archive", archive)
    assert 6 == done.exit_code
    assert warc.name in done.err
    assert str(broken) in done.err


def test_a_torn_warc_is_still_extracted_but_for_its_end(blogark: Command, archive: Path) -> None:
    (warc,) = (archive / "archive").glob("*.warc.gz")
    warc.write_bytes(warc.read_bytes()[:-30])
    done = blogark("extract", "--archive", archive)
    assert 0 == done.exit_code
    assert warc.name in done.err
    assert "6 comments" in done.err


def test_a_warc_that_is_none_is_named(blogark: Command, archive: Path) -> None:
    (warc,) = (archive / "archive").glob("*.warc.gz")
    warc.write_bytes(gzip.compress(b"this is a letter, not a WARC file"))
    done = blogark("verify", "--archive", archive)
    assert 6 == done.exit_code
    assert warc.name in done.err


@pytest.mark.parametrize("verb", [["search", "boat"], ["crawl"]], ids=lambda words: words[0])
def test_a_dataset_of_a_newer_schema_is_left_alone(blogark: Command, archive: Path, verb: list[str]) -> None:
    with sqlite3.connect(archive / "dataset.sqlite") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    before = (archive / "dataset.sqlite").read_bytes()
    done = blogark(*verb, "--archive", archive)
    assert 2 == done.exit_code
    assert "newer" in done.sentence
    assert before == (archive / "dataset.sqlite").read_bytes()


def test_the_status_tells_of_a_dataset_of_a_newer_schema(blogark: Command, archive: Path) -> None:
    with sqlite3.connect(archive / "dataset.sqlite") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    done = blogark("status", "--archive", archive)
    assert "999" in done.out


def test_an_archive_of_another_blog_is_not_mixed_with_it(blogark: Command, archive: Path) -> None:
    done = blogark("crawl", "http://127.0.0.1:9/", "--archive", archive)
    assert 2 == done.exit_code
    assert "is the archive of http://127.0.0.1:" in done.sentence
    assert "name another folder" in done.sentence


def test_a_wrong_key_in_blogark_toml_is_named_with_the_right_one(blogark: Command, archive: Path) -> None:
    with (archive / "blogark.toml").open("a") as file:
        file.write("dealy = 3\n")
    done = blogark("crawl", "--archive", archive)
    assert 2 == done.exit_code
    assert "there is no option 'dealy'; the nearest is 'delay'" in done.sentence


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("'soon' is not a time; write it like 2h30m, 45m or 90s", ["--max-time", "soon"]),
        ("'much' is not a size; write it like 5GB, 500MB or 1.5GiB", ["--max-size", "much"]),
        ("delay must be a number of 0 or more, not -1", ["--delay", "-1"]),
        ("'(' is no regular expression", ["--exclude", "("]),
        ("max-pages must be at least 1", ["--max-pages", "0"]),
        ("No such option", ["--dealy", "1"]),
    ],
)
def test_a_wrong_option_is_named(blogark: Command, tmp_path: Path, sentence: str, words: list[str]) -> None:
    done = blogark("crawl", "http://127.0.0.1:9/", *words)
    assert 2 == done.exit_code
    assert sentence in done.err
    assert not list(tmp_path.iterdir())


def test_too_little_room_on_the_disk_stops_the_crawl_and_can_be_gone_on_from(blogark: Command) -> None:
    with serving(make_blog(posts=3, comments=0)) as blog:
        words = ("crawl", f"{blog.base}/", "--archive", "small", "--delay", "0")
        full = blogark(*words, "--min-free-disk", "900TB")
        again = blogark(*words, "--min-free-disk", "0")
    assert 4 == full.exit_code
    assert "--min-free-disk" in full.err
    assert 0 == again.exit_code
    assert "3 posts" in again.err


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", place], capture_output=True)
    if mount.returncode:
        pytest.skip("only root may mount a tmpfs")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_ends_the_crawl_and_it_goes_on_when_there_is_room(blogark: Command, tiny_disk: Path) -> None:
    with serving(make_blog(posts=60)) as blog:
        words = ("crawl", f"{blog.base}/", "--archive", tiny_disk / "archive", "--delay", "0", "--min-free-disk", "0")
        full = blogark(*words)
        subprocess.run(["mount", "-o", "remount,size=60m", tiny_disk], check=True)
        again = blogark(*words)
        verified = blogark("verify", "--archive", tiny_disk / "archive")
    assert 4 == full.exit_code
    assert "disk" in full.err
    assert 0 == again.exit_code, again.err
    assert "60 posts" in again.err
    assert 0 == verified.exit_code, verified.err


def test_a_second_run_ends_at_once_and_names_the_first(blogark: Command, archive: Path) -> None:
    with ArchiveFolder(archive).lock():
        done = blogark("crawl", "--archive", archive)
    assert 75 == done.exit_code
    assert f"PID {os.getpid()}" in done.sentence


def test_a_page_that_is_not_there_cannot_be_read(blogark: Command) -> None:
    done = blogark("read", "missing.html", "--url", "http://example.org/")
    assert 2 == done.exit_code
    assert "missing.html" in done.err


def test_a_page_needs_the_address_it_was_at(blogark: Command) -> None:
    done = blogark("read", "-", "--url", "example.org/a", stdin=b"<p>")
    assert 2 == done.exit_code
    assert "has no scheme" in done.sentence


@pytest.mark.parametrize(
    "query", ['foo"', "AND", "foo-bar", "*", "", "'; DROP TABLE posts; --", "\N{CYRILLIC SMALL LETTER ZHE}"]
)
def test_an_odd_query_finds_nothing_or_something(blogark: Command, archive: Path, query: str) -> None:
    assert 0 == blogark("search", query, "--archive", archive).exit_code
