"""What all verbs promise: help that can be run, JSON on stdout alone, silence on request, clean stops."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click
import pytest

from blogark.cli import cli
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog

Command = Callable[..., Any]
Site = Callable[[dict[str, tuple[int, str]]], AbstractContextManager[str]]
PAGE = Path(__file__).parent.parent / "pages" / "squarespace5"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a blog of five posts."""
    folder = tmp_path_factory.mktemp("verbs") / "archive"
    with serving(make_blog(posts=5, comments=2)) as blog:
        words = ["crawl", f"{blog.base}/", "--archive", folder, "--delay", "0", "--quiet"]
        subprocess.run([sys.executable, "-P", "-m", "blogark", *words], check=True)
    return folder


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_help_is_one_sentence_and_one_example(name: str) -> None:
    verb = cli.commands[name]
    assert verb.help is not None
    assert 1 == verb.help.count(".") - verb.help.count("dataset.sqlite")
    assert f"Example: blogark {name}" in (verb.epilog or "") or f"| blogark {name}" in (verb.epilog or "")


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_example_of_help_is_a_command_that_parses(name: str) -> None:
    example = (cli.commands[name].epilog or "").removeprefix("Example: ").rpartition("| ")[2]
    words = shlex.split(example)
    assert ["blogark", name] == words[:2]
    with click.Context(cli.commands[name]) as context:
        cli.commands[name].parse_args(context, words[2:])


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_option_is_explained(name: str) -> None:
    for parameter in cli.commands[name].params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_help_loads_nothing_heavy(blogark: Command) -> None:
    code = "import sys, blogark.cli; print(*sys.modules, sep='\\n')"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"scrapy", "twisted", "lxml", "bs4", "rich", "sqlite_utils", "warcio", "aiohttp"}


def test_a_crawl_in_json_is_one_document(blogark: Command) -> None:
    with serving(make_blog(posts=2, comments=1)) as blog:
        done = blogark("crawl", f"{blog.base}/", "--archive", "small", "--delay", "0", "--json")
    told = json.loads(done.out)
    assert (0, "complete", "small") == (told["exit_code"], told["status"], told["archive"])
    assert "2 posts" in done.err


def test_the_log_is_told_as_it_is_written(blogark: Command, tmp_path: Path, site: Site) -> None:
    with site({"/": (200, "<a href='/gone'>gone</a>")}) as base:
        done = blogark("crawl", f"{base}/", "--archive", "small", "--delay", "0", "--log-format", "json")
    (log,) = (tmp_path / "small" / "logs").glob("crawl-*.jsonl")
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert f"{base}/gone" in [event.get("url") for event in events]
    assert events == [json.loads(line) for line in done.err.splitlines()]
    warning, end = events[-2:]
    assert ("warning", "ended", 0, "complete", 3) == (
        warning["level"], end["event"], end["exit_code"], end["status"], end["requests"]
    )  # fmt: skip


def test_a_search_for_nothing_asks_for_a_word(blogark: Command, archive: Path) -> None:
    for query in ("", " "):
        done = blogark("search", query, "--archive", archive)
        assert (0, "there is no word to search for; give one") == (done.exit_code, done.sentence)


def test_a_quiet_log_tells_only_of_what_somebody_should_hear(blogark: Command, tmp_path: Path) -> None:
    words = ["crawl", "--archive", "small", "--delay", "0", "--log-format", "json", "--quiet"]
    with serving(make_blog(posts=2)) as blog:
        done = blogark(*words, f"{blog.base}/")
    assert (0, "") == (done.exit_code, done.err)
    done = blogark(*words)
    assert 5 == done.exit_code
    (end,) = [json.loads(line) for line in done.err.splitlines()]
    assert ("ended", "error", 5) == (end["event"], end["level"], end["exit_code"])
    assert "refused" in end["message"]


def test_the_same_command_again_brings_the_archive_up_to_date(blogark: Command) -> None:
    with serving(make_blog(posts=3, comments=1)) as blog:
        words = ["crawl", f"{blog.base}/", "--archive", "again", "--delay", "0", "--json"]
        first, second = (json.loads(blogark(*words).out) for _ in range(2))
        third = json.loads(blogark(*words, "--full").out)
    assert first["requests"] > second["requests"] > 3
    assert first["requests"] == third["requests"]


@pytest.mark.parametrize(
    "words", [["extract"], ["verify"], ["status"], ["search", "boat"], ["changes"]], ids=lambda words: words[0]
)
def test_json_is_one_document(blogark: Command, archive: Path, words: list[str]) -> None:
    done = blogark(*words, "--archive", archive, "--json")
    assert 0 == done.exit_code
    assert json.loads(done.out) is not None


@pytest.mark.parametrize("verb", ["crawl", "extract", "verify"])
def test_quiet_says_nothing_on_success(blogark: Command, verb: str) -> None:
    with serving(make_blog(posts=1, comments=1)) as blog:
        words = ["crawl", f"{blog.base}/", "--archive", "small", "--delay", "0", "--quiet"]
        done = [blogark(*words)]
        if verb != "crawl":
            done.append(blogark(verb, "--archive", "small", "--quiet"))
    assert [(0, "", "")] * len(done) == [(one.exit_code, one.out, one.err) for one in done]


def test_quiet_still_says_why_it_failed(blogark: Command, site: Site) -> None:
    with site({}) as base:
        done = blogark("crawl", f"{base}/", "--archive", "gone", "--delay", "0", "--quiet")
    assert 5 == done.exit_code
    assert "nothing could be fetched" in done.err


def test_the_archive_of_this_folder_is_meant_when_none_is_named(
    blogark: Command, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "here").symlink_to(archive)
    assert 0 == blogark("search", "boat").exit_code


def test_of_two_archives_one_must_be_named(blogark: Command, archive: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).symlink_to(archive)
    done = blogark("search", "boat")
    assert 2 == done.exit_code
    assert "there are 2 archives here; name one, for example --archive one" in done.sentence


def test_the_folder_is_named_after_the_host(blogark: Command, tmp_path: Path) -> None:
    with serving(make_blog(posts=1, comments=0)) as blog:
        assert 0 == blogark("crawl", f"{blog.base}/", "--delay", "0").exit_code
    assert ["127.0.0.1"] == [path.name for path in tmp_path.iterdir()]


def test_a_first_crawl_writes_its_options_down_and_the_next_follows_them(blogark: Command, tmp_path: Path) -> None:
    with serving(make_blog(posts=3, comments=0)) as blog:
        words = ("--delay", "0", "--exclude", "day-2", "--operator", "me@example.org")
        first = blogark("crawl", f"{blog.base}/", "--archive", "kept", *words)
        second = blogark("crawl", "--archive", "kept")
    assert (0, 0) == (first.exit_code, second.exit_code)
    assert 'operator = "me@example.org"' in (tmp_path / "kept" / "blogark.toml").read_text()
    assert "excluded by --exclude day-2" in second.err
    listed = blogark("status", "--left-out", "--archive", "kept")
    assert "skipped: excluded by --exclude day-2\n  http://127.0.0.1:" in listed.out
    assert {"url", "state", "reason", "via"} == set(
        json.loads(blogark("status", "--left-out", "--json", "--archive", "kept").out)[0]
    )


def test_a_limit_ends_the_run_and_the_next_goes_on(blogark: Command) -> None:
    with serving(make_blog(posts=12, comments=0)) as blog:
        words = ("crawl", f"{blog.base}/", "--archive", "some", "--delay", "0")
        first = blogark(*words, "--max-pages", "5")
        second = blogark(*words)
    assert (3, 0) == (first.exit_code, second.exit_code)
    assert "stopped at --max-pages; run again to go on" in first.err
    assert "12 posts" in second.err


def test_who_stops_listening_ends_no_verb(archive: Path) -> None:
    for words in (["search", "e"], ["status"], ["status", "--json"]):
        reader, writer = os.pipe()
        os.close(reader)
        run = [sys.executable, "-P", "-m", "blogark", *words, "--archive", str(archive)]
        done = subprocess.run(run, stdout=writer, stderr=subprocess.PIPE)
        assert (0, b"") == (done.returncode, done.stderr)
        assert 0 == subprocess.run(run, stdout=subprocess.DEVNULL, stderr=writer).returncode
        os.close(writer)


def test_a_terminal_that_is_closed_stops_a_crawl_in_good_order(blogark: Command, tmp_path: Path) -> None:
    with serving(make_blog(posts=12)) as blog:
        words = ["crawl", f"{blog.base}/", "--archive", "some", "--delay", "0.2"]
        terminal, inside = pty.openpty()
        run = subprocess.Popen(
            [sys.executable, "-P", "-m", "blogark", *words],
            cwd=tmp_path, stdin=inside, stdout=inside, stderr=inside, start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(inside)
        shown = b""
        while b"journal" not in shown:
            shown += os.read(terminal, 4096)
        os.close(terminal)
        assert 129 == run.wait(timeout=60)
        assert not list((tmp_path / "some" / "archive").glob("*.open"))
        assert not list((tmp_path / "some" / "logs").glob("blogark-*.log"))
        again = blogark(*words)
    assert 0 == again.exit_code
    assert "12 posts" in again.err


@pytest.mark.parametrize(("exit_code", "number"), [(129, signal.SIGHUP), (130, signal.SIGINT), (143, signal.SIGTERM)])
def test_a_signal_ends_the_run_cleanly_and_the_next_goes_on(
    blogark: Command, tmp_path: Path, exit_code: int, number: signal.Signals
) -> None:
    reached = threading.Event()
    with serving(make_blog(posts=12, comments=0)) as blog:
        answer = blog.reply

        def reply(target: str) -> object:
            if "day-7" in target:
                reached.set()
            return answer(target)

        object.__setattr__(blog, "reply", reply)
        words = ["crawl", f"{blog.base}/", "--archive", "some", "--delay", "0.05"]
        run = subprocess.Popen([sys.executable, "-P", "-m", "blogark", *words], cwd=tmp_path, stderr=subprocess.PIPE)
        assert reached.wait(60)
        run.send_signal(number)
        _, said = run.communicate(timeout=60)
        assert exit_code == run.returncode, said.decode()
        assert b"run again to go on" in said
        assert not list((tmp_path / "some").glob("dataset.sqlite-*"))
        again = blogark(*words)
    assert 0 == again.exit_code
    assert "12 posts" in again.err


def test_a_bug_names_the_log_that_tells_of_it(tmp_path: Path) -> None:
    code = (
        "import sys, blogark.cli as command\n"
        "command.cli.commands['status'].callback = lambda **_: 1 / 0\n"
        "sys.argv = ['blogark', 'status']\n"
        "command.main()\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    (log,) = tmp_path.glob("*.log")
    assert 1 == done.returncode
    assert str(log) in done.stderr
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in log.read_text()


def test_a_page_is_read_as_json(blogark: Command) -> None:
    page = next(PAGE.glob("*/page.html"))
    from_file = blogark("read", page, "--url", "http://example.org/blog/2010/1/1/a.html")
    from_stdin = blogark("read", "-", "--url", "http://example.org/blog/2010/1/1/a.html", stdin=page.read_bytes())
    assert "squarespace5" == json.loads(from_file.out)["platform"]
    assert from_file.out == from_stdin.out


def test_a_relative_date_is_counted_back_from_the_time_that_is_given(blogark: Command) -> None:
    page = b"<html><article><h1>Herons</h1><time>3 days ago</time><p>They stand in the reeds and wait.</p></article>"
    arguments = ("read", "-", "--url", "http://example.org/2019/herons")
    post = json.loads(blogark(*arguments, "--captured-at", "2019-03-20T15:00:00Z", stdin=page).out)["post"]
    assert ("2019-03-17", "3 days ago") == (post["published"], post["published_raw"])
    wrong = blogark(*arguments, "--captured-at", "yesterday", stdin=page)
    assert 2 == wrong.exit_code
    assert "'yesterday' is no time in ISO 8601; write 2019-03-04T15:00:00Z" in wrong.err


def test_what_is_read_never_moves_the_cursor(blogark: Command) -> None:
    page = b"<html><article><h1>\x1b[2J\xed\xa0\x80 red</h1><time datetime='2010-01-01'>x</time><p>text</p></article>"
    done = blogark("read", "-", "--url", "http://example.org/a", stdin=page)
    assert 0 == done.exit_code
    assert "\x1b" not in done.out
