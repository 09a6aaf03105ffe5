"""What people met who had never seen blogark: archives that lost a part, and words that were not true."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from blogark.archive.checking.findings import Finding
from blogark.archive.config import Config, load, save
from blogark.cli import cli
from blogark.dataset.checking.verify import SHOWN, Verification
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog

Command = Callable[..., Any]


def number_of(table: str, archive: Path) -> int:
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_crawl_of_an_archive_of_which_only_the_warc_files_were_restored_goes_on_from_them(
    blogark: Command, archive: Path, tmp_path: Path
) -> None:
    posts, captures = number_of("posts", archive), number_of("captures", archive)
    restored = tmp_path / "restored"
    shutil.copytree(archive / "archive", restored / "archive")
    with serving(make_blog(posts=3, comments=2)) as blog:
        save(restored / "blogark.toml", Config(url=f"{blog.base}/", delay=0))
        done = blogark("crawl", "--archive", restored)

    assert 0 == done.exit_code
    assert "journal.sqlite: was gone; made anew from the records" in done.err
    assert (True, True) == (number_of("captures", restored) > captures, number_of("posts", restored) >= posts)
    assert 0 == blogark("verify", "--deep", "--archive", restored).exit_code
    assert "warning" not in blogark("verify", "--archive", restored).err


def test_an_import_into_an_archive_without_a_journal_goes_on_from_its_warc_files(
    blogark: Command, archive: Path, tmp_path: Path
) -> None:
    posts, captures = number_of("posts", archive), number_of("captures", archive)
    other = tmp_path / "other"
    with serving(make_blog(posts=1, comments=0)) as blog:
        blogark("crawl", f"{blog.base}/", "--archive", other, "--delay", "0", "--quiet")
    (archive / "journal.sqlite").unlink()

    blogark("import", next((other / "archive").iterdir()), "--archive", archive)

    assert (posts, True) == (number_of("posts", archive), number_of("captures", archive) > captures)
    assert 0 == blogark("verify", "--archive", archive).exit_code


def test_a_run_without_a_journal_and_an_exit_code_is_told_without_one(blogark: Command, archive: Path) -> None:
    (archive / "journal.sqlite").unlink()
    blogark("verify", "--repair", "--archive", archive)
    told = blogark("status", "--archive", archive).out
    assert "interrupted" in told
    assert "None" not in told


def test_a_warc_file_that_a_full_disk_left_empty_is_no_damage(blogark: Command, archive: Path) -> None:
    (archive / "archive" / "blog-20261123115215617-00009.warc.gz.open").touch()
    done = blogark("verify", "--archive", archive)
    assert 0 == done.exit_code
    assert "note: archive/blog-20261123115215617-00009.warc.gz.open: nothing was written into it" in done.err


def test_verify_counts_the_captures_that_status_counts(blogark: Command, archive: Path) -> None:
    assert f"{number_of('captures', archive):,} captures" in blogark("verify", "--archive", archive).err


def test_a_thousand_findings_of_a_kind_are_told_by_the_first_ones() -> None:
    findings = tuple(
        Finding(severity="error", code="cdxj-missing", message=f"no line for {number}", advice="repair")
        for number in range(200)
    )
    one = Finding(severity="note", code="tail", message="a tail", advice="crawl")
    found = Verification(
        findings=(*findings, one), errors=368, warnings=0, records=9, captures=3, warc_files=1, seconds=0.1
    )
    lines = str(found).splitlines()
    assert SHOWN + 3 == len(lines)
    assert "note: a tail; crawl" in lines
    assert f"… and {368 - SHOWN} more of these kinds; `--json` lists up to 200 of each" in lines


def test_every_option_says_what_it_is_counted_in_and_what_it_is_for() -> None:
    for name, verb in cli.commands.items():
        for option in verb.get_params(click.Context(verb, info_name=name)):
            record = option.get_help_record(click.Context(verb, info_name=name))
            assert record is not None
            usage, text = record
            assert text.split("[default")[0].strip(), f"{name} {usage} says nothing"
            assert not ("percent" in text and "SECONDS" in usage), usage


def test_more_than_all_posts_cannot_go(blogark: Command, archive: Path) -> None:
    text = (archive / "blogark.toml").read_text().replace("# alarm-posts-gone = 20.0", "alarm-posts-gone = 300")
    (archive / "blogark.toml").write_text(text)
    done = blogark("crawl", "--archive", archive)
    assert (2, True) == (done.exit_code, "alarm-posts-gone must be a percentage, 0 to 100, not 300.0" in done.err)
    with pytest.raises(Exception, match="alarm-posts-gone"):
        load(archive / "blogark.toml")


def test_an_address_that_is_wrong_is_told_with_its_option(blogark: Command) -> None:
    done = blogark("crawl", "http://127.0.0.1:9/", "--health-url", "foo")
    assert (2, "blogark: health-url: foo has no scheme; did you mean https://foo ?") == (done.exit_code, done.sentence)


def in_a_terminal(archive: Path, *words: str, columns: int) -> str:
    """What a command shows in a terminal of so many columns."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    done = subprocess.Popen(
        [sys.executable, "-P", "-m", "blogark", *words, "--archive", archive], stdin=there, stdout=there, stderr=there
    )
    os.close(there)
    shown = b""
    try:
        while piece := os.read(here, 4096):
            shown += piece
    except OSError:  # Linux says so when the other end is closed
        pass
    done.wait()
    os.close(here)
    return click.unstyle(shown.decode())


def test_a_narrow_terminal_breaks_no_word_and_a_wide_one_no_line(archive: Path) -> None:
    narrow, wide = (in_a_terminal(archive, "status", columns=columns) for columns in (60, 300))
    assert wide.split() == narrow.split()
    assert len(narrow.splitlines()) > len(wide.splitlines())
    assert all(len(line) <= 60 or " " not in line.strip() for line in narrow.splitlines())
    # What goes on stands under where it began.
    assert all(
        line.startswith(" " * 11) for line in set(narrow.splitlines()) - set(wide.splitlines()) if line[0] == " "
    )


@pytest.mark.parametrize("words", [("search", "boat"), ("export", "--format", "csv", "--to", "tables"), ("report",)])
def test_a_dataset_of_an_older_blogark_is_called_so(blogark: Command, archive: Path, words: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        db.execute("PRAGMA user_version = 1")
    done = blogark(*words, "--archive", archive)
    assert 2 == done.exit_code
    assert "was written by an older blogark (schema version 1" in done.sentence
    assert "`blogark extract`" in done.sentence
    assert 0 == blogark("status", "--archive", archive).exit_code


def test_a_month_that_no_year_has_is_refused(blogark: Command, archive: Path) -> None:
    done = blogark("search", "boat", "--since", "2010-13", "--archive", archive)
    assert (2, "blogark: 2010-13: a day is written as 2010-10-19, 2010-10 or 2010") == (done.exit_code, done.sentence)
