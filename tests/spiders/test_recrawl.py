"""A blog that is crawled again: only what has changed is sent again."""

import sqlite3
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

from blogark.archive.checking.findings import Findings
from blogark.archive.checking.verify import check_archive
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import write_index
from blogark.archive.journal.journal import Journal
from blogark.archive.journal.tables import SCHEMA_VERSION
from blogark.archive.warc.scan import scan
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply
from blogark.tests.spiders.odd_server import OddServer, Reply

NOT_MODIFIED = reply(status="304 Not Modified", ETag='"1"')
DATE = "Thu, 01 Jul 2010 10:00:00 GMT"


def header(server: OddServer, path: str, name: str) -> list[str | None]:
    """What each request for a path said in a header."""
    told = []
    for served in server.served:
        lines = served.received.decode("latin-1").split("\r\n")
        if lines[0].split(" ")[1] == path:
            values = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
            told.append(values.get(name))
    return told


def test_what_came_with_a_validator_is_asked_for_conditionally(archive: Archive, serve: Serve) -> None:
    etag = reply("<a href=/a>a</a>", ETag='"1"')
    date = reply("<p>b</p>", Last_Modified=DATE)
    server = serve({"/": (etag, NOT_MODIFIED), "/a": date})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"), days=90)
    assert header(server, "/", "if-none-match") == [None, '"1"']
    assert header(server, "/a", "if-modified-since") == [None, DATE.lower()]
    assert header(server, "/robots.txt", "if-none-match") == [None, None]


def test_a_304_is_a_revisit_of_the_page_and_leads_nowhere_new(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<a href=/a>a</a>", ETag='"1"'), NOT_MODIFIED), "/a": reply("<p>a</p>")})
    archive.crawl(server.url("/"))
    outcome = archive.crawl(server.url("/"), concurrency=1, days=90)
    assert (outcome.exit_code, outcome.revisits, outcome.counts.done) == (0, 2, 2)
    assert asked(server) == ["/robots.txt", "/", "/a"] * 2
    rows = archive.rows("SELECT record_type, status, payload_digest FROM captures WHERE url LIKE '%/' ORDER BY id")
    assert [row[:2] for row in rows] == [("response", 200), ("revisit", 304)]
    assert rows[0][2] == rows[1][2]
    captures = [one for one in scan(ArchiveFolder(archive.path).warcs) if hasattr(one, "record_type")]
    assert [(one.url, one.status) for one in captures if one.status == 304] == [(server.url("/"), 304)]


def test_an_archive_with_304s_is_found_whole(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<p>same</p>", ETag='"1"'), NOT_MODIFIED)})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"))
    folder, findings = ArchiveFolder(archive.path), Findings()
    write_index(archive.path)
    with check_archive(folder, findings):
        pass
    # The lists of files and pages are the command's to write.
    assert [str(one) for one in findings.kept if one.severity == "error"] == []


def test_a_third_run_asks_with_what_the_first_was_given(archive: Archive, serve: Serve) -> None:
    server = serve({"/": (reply("<p>same</p>", ETag='"1"'), NOT_MODIFIED)})
    for _ in range(3):
        archive.crawl(server.url("/"))
    assert header(server, "/", "if-none-match") == [None, '"1"', '"1"']
    assert archive.rows("SELECT count(*) FROM captures WHERE record_type = 'revisit'") == [(2,)]


def test_a_page_that_changed_is_asked_for_with_its_new_validator(archive: Archive, serve: Serve) -> None:
    replies = (reply("<p>1</p>", ETag='"1"'), reply("<p>2</p>", ETag='"2"'), NOT_MODIFIED)
    server = serve({"/": replies})
    for _ in range(3):
        archive.crawl(server.url("/"))
    assert header(server, "/", "if-none-match") == [None, '"1"', '"2"']
    digests = archive.rows("SELECT payload_digest FROM captures WHERE url LIKE '%/' ORDER BY id")
    assert digests[1] == digests[2] != digests[0]


def test_full_asks_for_everything(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>same</p>", ETag='"1"')})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"), full=True)
    assert header(server, "/", "if-none-match") == [None, None]


def test_a_torn_page_is_never_taken_for_a_copy(archive: Archive, serve: Serve) -> None:
    torn = reply("<p>half", ETag='"1"', Content_Length="99")
    server = serve({"/": links("/a"), "/a": type(torn)(data=torn.data, then="close")})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"))
    assert set(header(server, "/a", "if-none-match")) == {None}


def test_a_304_that_nobody_asked_for_is_a_response(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": NOT_MODIFIED})
    archive.crawl(server.url("/"))
    assert archive.rows("SELECT record_type FROM captures WHERE status = 304") == [("response",)]


def test_an_etag_cannot_smuggle_a_header(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>same</p>", ETag='"1"\x00\x0bX-Forged: 1\xff')})
    archive.crawl(server.url("/"))
    assert archive.crawl(server.url("/")).exit_code == 0
    assert header(server, "/", "x-forged") == [None, None]


def test_the_traps_of_the_engine_stay_shut_when_every_page_is_unchanged(archive: Archive, serve: Serve) -> None:
    home = '<meta name="generator" content="WordPress 6.4"><a href="/p/?replytocom=5">x</a>'
    server = serve({"/": (reply(home, ETag='"1"'), NOT_MODIFIED)})
    archive.crawl(server.url("/"))
    assert set(archive.urls("skipped")) == {"/p/?replytocom=5"}
    archive.crawl(server.url("/"))
    assert "/p/?replytocom=5" not in asked(server)


def test_a_journal_of_the_first_version_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path).close()
    database = sqlite3.connect(path)
    database.execute("DROP TABLE mentions")
    later = ("visited", "visits", "changes", "changed", "due", "called", "false_calls", "told")
    for column in ("capture_id", "etag", "last_modified", *later):
        database.execute(f"ALTER TABLE urls DROP COLUMN {column}")
    database.execute("DROP INDEX captures_by_record")
    database.execute("DROP INDEX captures_by_time")
    database.execute("ALTER TABLE captures DROP COLUMN withheld")
    database.execute("PRAGMA user_version = 1")
    database.close()
    Journal(path).close()
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    database.execute("SELECT capture_id, etag, last_modified, due, told FROM urls")
    database.execute("SELECT key FROM mentions")
    database.execute("SELECT withheld FROM captures")
    database.close()


def test_links_to_the_other_spelling_of_the_host_are_the_same_pages(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<p>home</p>"), "/a": reply("<p>a</p>")})
    secure = server.url("/a").replace("http:", "https:")
    server.replies = {"/": links("/a", secure), "/a": reply("<p>a</p>")}
    outcome = archive.crawl(server.url("/"))
    assert (outcome.counts.done, outcome.counts.failed) == (2, 0)
    assert asked(server) == ["/robots.txt", "/", "/a"]


# When pages are visited again.


def visits(archive: Archive, server: OddServer, days: Iterable[float], **options: object) -> dict[float, list[str]]:
    """What a crawl on each of these days asks for, after a first on day 0."""
    options |= {"concurrency": 1}
    archive.crawl(server.url("/"), **options)
    found = {}
    for day in days:
        before = len(server.served)
        archive.crawl(server.url("/"), days=day, **options)
        found[day] = [path for path in asked(server)[before:] if path != "/robots.txt"]
    return found


def days_ago(days: float) -> str:
    return formatdate(time.time() - days * 86_400, usegmt=True)


def test_a_new_page_is_visited_daily_and_an_old_one_rarely(archive: Archive, serve: Serve) -> None:
    new = reply("<p>new</p>", Last_Modified=days_ago(1))
    old = reply("<p>old</p>", Last_Modified=days_ago(400))
    server = serve({"/": links("/new", "/old"), "/new": new, "/old": old})
    found = visits(archive, server, range(1, 45))
    assert [day for day in found if "/new" in found[day]][:9] == list(range(1, 10))
    assert 20 <= min(day for day in found if "/old" in found[day]) <= 41


def test_every_page_is_visited_at_the_latest_after_max_age(archive: Archive, serve: Serve) -> None:
    paths = [f"/{number}" for number in range(20)]
    server = serve({"/": links(*paths), **{path: reply(f"<p>{path}</p>") for path in paths}})
    found = visits(archive, server, (4, *range(5, 11)), max_age=10 * 86_400.0)
    times = {path: [day for day in found if path in found[day]] for path in paths}
    assert {len(days) for days in times.values()} == {1}
    # Not all of them in one night.
    assert len({days[0] for days in times.values()}) >= 4
    assert found[4] == ["/"]


def test_a_page_that_changed_is_visited_more_often_from_then_on(archive: Archive, serve: Serve) -> None:
    old = reply("<p>The text as it always was.</p>", Last_Modified=days_ago(4000))
    server = serve({"/": links("/a"), "/a": (old, reply("<p>Somebody wrote a comment here.</p>"))})
    found = visits(archive, server, (90, 91, 92, 93))
    assert [("/a" in asked_for) for asked_for in found.values()] == [True, True, True, True]
    assert archive.rows("SELECT visits, changes FROM urls WHERE url LIKE '%/a'") == [(5, 1)]


def test_a_date_in_the_address_tells_the_age(archive: Archive, serve: Serve) -> None:
    path = f"/{datetime.now(UTC):%Y/%m/%d}/title/"
    server = serve({"/": links(path, "/2009/01/05/title/"), path: reply("a"), "/2009/01/05/title/": reply("b")})
    assert visits(archive, server, (1,)) == {1: ["/", path]}


def test_full_asks_for_what_is_not_due(archive: Archive, serve: Serve) -> None:
    server = serve({"/": links("/a"), "/a": reply("a", ETag='"1"')})
    archive.crawl(server.url("/"))
    archive.crawl(server.url("/"), full=True)
    assert header(server, "/a", "if-none-match") == [None, None]


def test_pictures_are_not_asked_for_with_each_page(archive: Archive, serve: Serve) -> None:
    server = serve({"/": reply("<img src=/a.png>"), "/a.png": reply("x", Last_Modified=days_ago(1))})
    assert visits(archive, server, (1, 2, 90)) == {1: ["/"], 2: ["/"], 90: ["/", "/a.png"]}


def test_a_page_that_could_not_be_fetched_is_tried_in_the_next_run(archive: Archive, serve: Serve) -> None:
    bad = reply("busy", status="503 Service Unavailable")
    server = serve({"/": links("/a"), "/a": (bad, bad, bad, reply("well"))})
    assert visits(archive, server, (0.01,)) == {0.01: ["/", "/a"]}
    assert archive.urls("failed") == {}


def test_what_was_there_and_is_gone_is_looked_for_within_a_week(archive: Archive, serve: Serve) -> None:
    gone = reply("gone", status="404 Not Found")
    server = serve({"/": links("/a", "/never"), "/a": (reply("a"), gone, gone, reply("a"))})
    found = visits(archive, server, (90, 97.1, 104.3, 112))
    assert {day: "/a" in asked_for for day, asked_for in found.items()} == {
        90: True,
        97.1: True,
        104.3: True,
        112: False,
    }
    assert archive.urls("failed") == {"/never": "404 Not Found"}


# What other documents tell.


SITEMAP = """<urlset><url><loc>/a</loc><lastmod>{}</lastmod></url>
<url><loc>/b</loc><lastmod>2010-01-01</lastmod></url></urlset>"""


def test_a_page_that_a_sitemap_tells_changed_is_visited_now(archive: Archive, serve: Serve) -> None:
    maps = tuple(reply(SITEMAP.format(day), Content_Type="text/xml") for day in ("2010-01-01", "2010-01-02"))
    robots = reply("Sitemap: /sitemap.xml", Content_Type="text/plain")
    pages = {"/": reply("home"), "/robots.txt": robots, "/sitemap.xml": maps, "/a": reply("a"), "/b": reply("b")}
    assert visits(archive, serve(pages), (1, 2)) == {1: ["/", "/sitemap.xml", "/a"], 2: ["/", "/sitemap.xml"]}


def test_a_page_that_a_sitemap_names_no_more_is_visited_now(archive: Archive, serve: Serve) -> None:
    before = "<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>"
    after = "<urlset><url><loc>/a</loc></url></urlset>"
    robots = reply("Sitemap: /sitemap.xml", Content_Type="text/plain")
    gone = (reply("b"), reply("gone", status="404 Not Found"))
    pages = {"/": reply("home"), "/robots.txt": robots, "/sitemap.xml": (reply(before), reply(after))}
    server = serve(pages | {"/a": reply("a"), "/b": gone})
    assert visits(archive, server, (1,))[1] == ["/", "/sitemap.xml", "/b"]
    assert archive.urls("failed") == {"/b": "404 Not Found"}


def test_a_new_comment_in_a_feed_brings_its_post(archive: Archive, serve: Serve) -> None:
    item = "<item><link>/a#comment-{0}</link><pubDate>{1}</pubDate></item>"
    first = item.format(1, days_ago(50))
    feeds = tuple(
        reply(f"<rss><channel>{text}</channel></rss>", Content_Type="text/xml")
        for text in (first, item.format(2, days_ago(-1)) + first)
    )
    home = "<a href=/a>a</a><a href=/b>b</a><link rel=alternate type=application/rss+xml href=/comments/feed/>"
    server = serve({"/": reply(home), "/comments/feed/": feeds, "/a": reply("a"), "/b": reply("b")})
    assert visits(archive, server, (0.1, 0.2)) == {0.1: ["/", "/comments/feed/", "/a"], 0.2: ["/", "/comments/feed/"]}


def test_a_new_count_of_comments_on_a_list_brings_the_post(archive: Archive, serve: Serve) -> None:
    homes = tuple(reply(f"<a href=/a>a</a> <a href='/a#comments'>{count} comments</a>") for count in (3, 3, 4))
    assert visits(archive, serve({"/": homes, "/a": reply("a")}), (1, 2)) == {1: ["/"], 2: ["/", "/a"]}


def test_who_calls_in_vain_is_not_heard_for_ever(archive: Archive, serve: Serve) -> None:
    homes = tuple(reply(f"<a href=/a>a</a> <a href='/a#comments'>{count} comments</a>") for count in range(9))
    found = visits(archive, serve({"/": homes, "/a": reply("a")}), range(1, 7))
    assert [("/a" in asked_for) for asked_for in found.values()] == [True, True, True, False, False, False]


def test_a_host_of_pictures_that_is_gone_before_the_blog_has_answered_does_not_end_the_run(
    archive: Archive, serve: Serve
) -> None:
    rules = reply("#" * 100_000, Content_Type="text/plain")
    slow = Reply(data=rules.data, one_by_one=True)
    page = '<img src="http://gone.invalid/i.png"><a href=/a>a</a>'
    server = serve({"/robots.txt": (rules, slow), "/": reply(page), "/a": reply("a")})
    archive.crawl(server.url("/"))
    outcome = archive.crawl(server.url("/"), days=90)
    assert (outcome.exit_code, outcome.message) == (0, None)
    assert asked(server).count("/a") == 2


def test_lists_are_turned_as_long_as_they_bring_something_new(archive: Archive, serve: Serve) -> None:
    pages = {
        "/": (links("/1", "/page/2"), links("/1", "/page/2"), links("/new", "/page/2")),
        "/page/2": (links("/2", "/page/3"), links("/newer", "/page/3")),
        "/page/3": links("/3"),
    }
    posts = {path: reply(path) for path in ("/1", "/2", "/3", "/new", "/newer")}
    found = visits(archive, serve(pages | posts), (1, 2))
    assert found[1] == ["/"]
    assert sorted(found[2]) == ["/", "/new", "/newer", "/page/2", "/page/3"]


def test_the_further_comments_of_a_page_that_changed_are_visited(archive: Archive, serve: Serve) -> None:
    first = reply('<p>The first comment</p><a href="/a?cpage=2">more</a>', Last_Modified=days_ago(1))
    second = reply('<p>The first comment</p><p>A further comment</p><a href="/a?cpage=2">more</a>')
    server = serve({"/": links("/a"), "/a": (first, second), "/a?cpage=2": reply("c")})
    assert visits(archive, server, (1,))[1] == ["/", "/a", "/a?cpage=2"]
