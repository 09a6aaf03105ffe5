"""`verify --replay` in a real browser: what pages lack is told, what the live ones lacked is not, nobody is asked."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from blogark.archive.errors import UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.dataset.packaging import listed_pages
from blogark.serving import tab as tab_module
from blogark.serving.check import Opened, ReplayCheck, check_replay
from blogark.serving.chromium import find_browser
from blogark.serving.lacks import Lack
from blogark.tests.serving.browsers import browser
from blogark.tests.spiders.conftest import asked, reply
from blogark.tests.spiders.odd_server import OddServer, Reply

pytestmark = pytest.mark.slow

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000000005"
    "0001a5f645400000000049454e44ae426082"
)
PICTURE = reply(PNG, Content_Type="image/png")
SCRIPT = {"Content_Type": "text/javascript"}


def post(name: str, markup: str) -> Reply:
    """A post that a reader takes for one."""
    text = f"<p>What there is to say of {name}, in so many words that it is a text of its own, with an end.</p>"
    head = "<!doctype html><html lang=en><head><meta charset=utf-8>"
    head += f"<title>{name}</title><meta property=article:published_time content=2020-01-02T10:00:00Z></head>"
    return reply(f"{head}<body><article class=post><h1>{name}</h1>{text}{markup}</article></body></html>")


def cases(other: str) -> dict[str, str]:
    """Each post is a case; `other` is the origin of another host."""
    return {
        "whole": f"<link rel=stylesheet href=/s.css><img src={other}/theirs.png srcset='/big.png 2x'>"
        "<img src=/later.png loading=lazy style='margin-top:5000px'><link rel=icon href=/icon.png>",
        "gone-live": "<img src=/gone.png>",
        "odd": "<img src=/odd.png><iframe src=/file.bin></iframe>",
        "moved": "<img src=/old.png>",
        "closed": "<img src=/closed/i.png>",
        "cut": "<img src=/cut.png>",
        "made": "<script src=/made.js></script>",
        "asking": "<script>fetch('/api/answers').then((one) => document.title = one.status)</script>",
        "counted": f"<script>new Image().src = '{other}/count.gif?' + Math.random()</script>",
        "framing": f"<iframe src={other}/frame.html></iframe>",
        "lively": "<script>alert('x'); setInterval(() => document.body.append('x'), 10); location = '/away';"
        "new WebSocket('ws://127.0.0.9:8099/'); throw new Error('it is broken')</script>",
    }


@dataclass(kw_only=True)
class Blog:
    server: OddServer
    folder: ArchiveFolder

    def crawl(self, *options: str) -> None:
        done = run("crawl", self.server.url("/"), "--delay", "0", "--archive", str(self.folder.path), *options)
        assert done.returncode == 0, done.stderr

    def at(self, name: str) -> str:
        return self.server.url(f"/2020/01/{name}.html")

    def check(self) -> dict[str, Opened]:
        """Of each case what was to be seen; a page at which nothing was is not there."""
        found = check_replay(self.folder, browser())
        return {name: one for one in found.opened for name in [one.url.rpartition("/")[2].removesuffix(".html")]}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "blogark", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[Blog]:
    """A blog whose only post shows a picture, and an archive that has none of its requisites."""
    browser()
    replies = {
        "/": reply("<title>B</title><a href=/2020/01/a.html>a</a>"),
        "/2020/01/a.html": post("a", "<link rel=stylesheet href=/s.css><img src=/i.png>"),
        "/i.png": PICTURE,
        "/s.css": reply("body { background: url(b.png) }", Content_Type="text/css"),
        "/b.png": PICTURE,
    }
    with OddServer(replies=replies) as server:
        made = Blog(server=server, folder=ArchiveFolder(tmp_path / "blog"))
        made.crawl("--no-requisites")
        yield made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Blog, ReplayCheck]]:
    """A blog of the cases, and what was seen of it."""
    browser()
    picture = {"/theirs.png": PICTURE, "/f.woff2": reply(b"wOF2", Content_Type="font/woff2")}
    with OddServer(replies={**picture, "/frame.html": reply("<p>theirs")}, host="127.0.0.2") as other:
        posts = cases(other.url(""))
        replies = {
            "/": reply("<title>B</title>" + "".join(f"<p><a href=/2020/01/{name}.html>{name}</a>" for name in posts)),
            "/robots.txt": reply("User-agent: *\nDisallow: /closed/", Content_Type="text/plain"),
            "/s.css": reply(
                f"@font-face {{ font-family: F; src: url({other.url('/f.woff2')}) }} "
                "article { font-family: F; background: url(b.png) }",
                Content_Type="text/css",
            ),
            "/made.js": reply("document.write('<img src=/made' + '.png>')", **SCRIPT),
            "/cut.png": Reply(
                data=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 900\r\n\r\n" + PNG[:40],
                then="close",
            ),
            "/odd.png": Reply(data=b"HTTP/1.1 999 No\r\nContent-Length: 0\r\nX Odd: a\r\nX-Odd: \x01\r\n\r\n"),
            "/file.bin": reply(
                b"x", Content_Type="application/octet-stream", Content_Disposition="attachment; filename=x.bin"
            ),
            "/old.png": reply(status="302 Found", Location="/new.png?"),
            "/new.png?": PICTURE,
            "/api/answers": reply('{"answers": 1}', Content_Type="application/json"),
            **dict.fromkeys(("/big.png", "/later.png", "/icon.png", "/b.png", "/made.png"), PICTURE),
            **{f"/2020/01/{name}.html": post(name, markup) for name, markup in posts.items()},
        }
        with OddServer(replies=replies) as server:
            made = Blog(server=server, folder=ArchiveFolder(tmp_path_factory.mktemp("many") / "blog"))
            made.crawl()
            asked_before = len(server.served) + len(other.served)
            check = check_replay(made.folder, browser())
            assert asked_before == len(server.served) + len(other.served), "replay asked the live blog"
            yield made, check


def of(many: tuple[Blog, ReplayCheck], name: str) -> Opened | None:
    return next((one for one in many[1].opened if one.url == many[0].at(name)), None)


def lacks(many: tuple[Blog, ReplayCheck], name: str) -> list[tuple[str, str]]:
    """Path and cause of what a page lacks."""
    page = of(many, name)
    return [] if page is None else [(path_of(one), one.cause) for one in page.lacks]


def path_of(one: Lack) -> str:
    return "/" + one.url.split("/", 3)[3].partition("?")[0]


def test_a_page_that_is_whole_lacks_nothing(many) -> None:
    assert of(many, "whole") is None
    loaded = {str(path) for (path,) in _rows(many[0].folder, "SELECT url FROM captures")}
    assert {many[0].server.url(path) for path in ("/later.png", "/big.png", "/icon.png", "/b.png")} <= loaded


def test_what_the_live_page_did_not_get_is_no_loss(many) -> None:
    page = of(many, "gone-live")
    assert page is not None
    assert ((many[0].server.url("/gone.png"),), ()) == (page.errors_as_captured, page.lacks)


def test_what_no_browser_takes_holds_up_no_page(many) -> None:
    page = of(many, "odd")
    assert page is not None
    assert (None, ()) == (page.fault, page.lacks)


def test_what_a_picture_redirects_to_is_the_pages_loss_as_the_picture_is(many, tmp_path: Path) -> None:
    copy = ArchiveFolder(Path(shutil.copytree(many[0].folder.path, tmp_path / "copy")))
    with closing(sqlite3.connect(copy.dataset_path)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        assert 1 == db.execute("DELETE FROM captures WHERE url LIKE '%/new.png%'").rowcount
        db.commit()
    found = check_replay(copy, browser())
    (page,) = [one for one in found.opened if one.url == many[0].at("moved")]
    assert [("/new.png", "never captured")] == [(path_of(one), one.cause) for one in page.lacks]


def test_what_robots_txt_closed_is_told_with_its_reason(many) -> None:
    page = of(many, "closed")
    assert page is not None
    assert ["closed by robots.txt"] == [one.reason for one in page.lacks]
    assert [("/closed/i.png", "left out")] == lacks(many, "closed")


def test_what_was_cut_off_is_asked_for_again(many) -> None:
    assert [("/cut.png", "cut off")] == lacks(many, "cut")
    assert (many[0].server.url("/cut.png"), many[0].at("cut")) in {one[:2] for one in many[1].wanted}


def test_what_a_script_asks_for_is_told_and_wanted(many) -> None:
    assert [("/made.png", "made by a script")] == lacks(many, "made")
    assert [("/api/answers", "made by a script")] == lacks(many, "asking")
    wanted = {one[0] for one in many[1].wanted}
    assert {many[0].server.url("/made.png"), many[0].server.url("/api/answers")} <= wanted


def test_what_counts_readers_elsewhere_is_not_wanted(many) -> None:
    assert [("/count.gif", "made by a script")] == lacks(many, "counted")
    assert not [one for one in many[1].wanted if "count.gif" in one[0]]


def test_frames_of_other_sites_are_theirs(many) -> None:
    assert lacks(many, "framing") == []


def test_a_lively_page_stays_where_it_is_and_what_it_says_is_kept(many) -> None:
    page = of(many, "lively")
    assert page is not None
    assert page.fault is None
    assert any("it is broken" in said for said in page.console)


def test_nothing_leaves_the_archive_and_what_tried_is_counted(many) -> None:
    assert ("127.0.0.9:8099",) == many[1].strays


def test_nothing_here_is_damage(many) -> None:
    assert 0 == many[1].errors


def test_the_next_crawl_fetches_what_scripts_asked_for_and_the_pages_are_whole(many) -> None:
    blog, _ = many
    first = run("verify", "--replay", "--json", "--quiet", "--archive", str(blog.folder.path))
    assert (0, "") == (first.returncode, first.stderr)
    blog.server.replies["/cut.png"] = PICTURE
    blog.crawl()
    again = blog.check()
    assert {"closed", "counted"} == {name for name, page in again.items() if page.lacks}


def test_a_picture_that_was_never_captured_is_damage_until_the_next_crawl(blog: Blog) -> None:
    place = str(blog.folder.path)
    without = run("verify", "--replay", "--json", "--archive", place)
    told = json.loads(without.stdout)
    assert 0 == without.returncode, without.stderr
    assert ["left out", "left out"] == [one["cause"] for page in told["replay"]["opened"] for one in page["lacks"]]

    blog.folder.config_path.write_text(blog.folder.config_path.read_text().replace("requisites = false", ""))
    missing = run("verify", "--replay", "--json", "--archive", place)
    told = json.loads(missing.stdout)
    (finding,) = [one for one in told["findings"] if one["severity"] == "error"]
    record = _rows(blog.folder, f"SELECT warc_file, warc_offset, record_id FROM captures WHERE url = '{blog.at('a')}'")
    assert 6 == missing.returncode
    assert told["damaged"]
    assert record == [(finding["file"].removeprefix("archive/"), finding["offset"], finding["record_id"])]
    assert "1 style sheet and 1 picture never captured" in finding["message"]
    assert "blogark crawl" in finding["advice"]
    assert "2 addresses are waiting for the next `blogark crawl`" in missing.stderr
    assert "2 to be fetched" in run("status", "--archive", place).stderr + run("status", "--archive", place).stdout

    blog.crawl()
    whole = run("verify", "--replay", "--quiet", "--archive", place)
    assert (0, "", "") == (whole.returncode, whole.stdout, whole.stderr)


def test_what_replay_missed_is_fetched_beside_what_is_due(blog: Blog) -> None:
    """Not instead of it: a nightly crawl must not lose its night."""
    blog.folder.config_path.write_text(blog.folder.config_path.read_text().replace("requisites = false", ""))
    run("verify", "--replay", "--quiet", "--archive", str(blog.folder.path))
    blog.server.served.clear()
    blog.crawl()
    assert {"/", "/i.png", "/s.css"} <= set(asked(blog.server))


def test_while_another_run_holds_the_archive_it_is_looked_at_and_nothing_is_queued(blog: Blog) -> None:
    blog.folder.config_path.write_text(blog.folder.config_path.read_text().replace("requisites = false", ""))
    with blog.folder.lock():
        done = run("verify", "--replay", "--archive", str(blog.folder.path))
    assert 6 == done.returncode
    assert "the next crawl was not told of what is missing" in done.stderr
    assert "another run holds this archive" in done.stderr


def test_a_sample_is_the_front_page_and_what_lies_evenly_behind_it(many) -> None:
    check = check_replay(many[0].folder, browser(), sample=3)
    assert (3, 12) == (check.pages, check.of)
    assert "3 of 12 pages" in str(check)


def test_a_page_that_never_rests_is_told_of_and_holds_up_no_other(
    many, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tab_module, "PATIENCE", 5.0)
    replies = {
        "/": reply("<title>B</title><a href=/2020/01/loop.html>l</a><a href=/2020/01/a.html>a</a>"),
        "/2020/01/loop.html": post("loop", "<script>while (true) {}</script>"),
        "/2020/01/a.html": post("a", "<img src=/no.png>"),
    }
    with OddServer(replies=replies) as server:
        made = Blog(server=server, folder=ArchiveFolder(tmp_path / "blog"))
        made.crawl()
        found = made.check()
    assert "did not come to rest within 5 s" == found["loop"].fault
    assert found["a"].errors_as_captured


def test_without_a_browser_one_sentence_says_so(many) -> None:
    place = str(many[0].folder.path)
    done = run("verify", "--replay", "--browser", "/no/such", "--archive", place)
    words = "blogark: /no/such: there is no such program; name Chromium or Chrome with --browser\n"
    assert (2, words) == (done.returncode, done.stderr)
    done = run("verify", "--replay", "--browser", "/bin/false", "--quiet", "--archive", place)
    assert (2, "blogark: /bin/false: does not start (it says nothing); try it by hand\n") == (
        done.returncode,
        done.stderr,
    )


def test_no_browser_at_all_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="no Chromium or Chrome is installed; install one, or name it with --browser"):
        find_browser()


def _rows(folder: ArchiveFolder, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert list(listed_pages(db))
        return db.execute(query).fetchall()
