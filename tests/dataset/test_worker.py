"""Which captures are read, from which bytes, and what is said of the bytes."""

import gzip
from dataclasses import replace

import pytest

from blogark.archive.capture import Capture
from blogark.archive.warc.scan import CaptureReader
from blogark.dataset.reading.worker import is_page, read
from blogark.parsers.model import Blog, Page

CAPTURE = Capture(
    id=1,
    crawl_id=1,
    url="http://blog.example/post.html",
    captured_at="2026-11-23T10:15:30Z",
    record_type="response",
    record_id="urn:uuid:1",
    warc_file="b.warc.gz",
    warc_offset=0,
    warc_length=1,
    status=200,
    media_type="text/html",
)


def reader(content: bytes, url: str, content_type: str | None = None, *, captured_at: str | None = None) -> Page:
    """Says what it was given."""
    told = {"platform": content.decode("latin-1"), "parser_version": str(content_type)}
    return Page(url=url, kind="post", blog=Blog(description=captured_at), **told)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"media_type": "application/xhtml+xml"}, True),
        ({"media_type": "application/rss+xml"}, True),
        ({"media_type": "application/vnd.blog+json"}, True),
        ({"media_type": None}, True),
        ({"media_type": "text/plain"}, True),
        ({"media_type": "application/x-gzip", "url": "http://blog.example/sitemap.xml.gz"}, True),
        ({"media_type": "application/x-gzip", "url": "http://blog.example/backup.tar.gz"}, False),
        ({"media_type": "image/png"}, False),
        ({"media_type": "image/svg+xml"}, False),
        ({"media_type": "text/css"}, False),
        ({"media_type": "text/plain", "url": "http://blog.example/robots.txt"}, False),
        ({"media_type": "text/html", "url": "http://blog.example/robots.txt"}, False),
        ({"url": "http://blog.example/about/robots.txt"}, True),
        ({"status": 404}, False),
        ({"status": 301}, False),
        ({"status": 304, "record_type": "revisit"}, False),
        ({"status": None}, False),
        ({"record_type": "revisit"}, True),
        ({"record_type": "metadata", "status": None, "media_type": None}, False),
    ],
)
def test_pages_feeds_and_sitemaps_are_read(changes, expected):
    assert is_page(replace(CAPTURE, **changes)) is expected


def test_a_page_is_read_from_its_decoded_body_and_its_content_type(crawl):
    with crawl() as one:
        body = gzip.compress(b"<p>hello")
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\nContent-Encoding: gzip\r\n\r\n"
        one.record("/post", head + body)
        capture = one.journal.capture(1)
    with CaptureReader(one.folder.warcs) as stored:
        page = read(stored, capture, None, reader)

    assert (page.url, page.platform) == ("http://blog.example/post", "<p>hello")
    assert (page.parser_version, page.blog.description) == ("text/html; charset=koi8-r", capture.captured_at)


def test_a_revisit_is_read_under_its_own_url(crawl):
    with crawl() as one:
        one.page("/one", "<p>hello")
        one.page("/two", "<p>hello")
        first, second = one.journal.captures_after(0)[:2]
    with CaptureReader(one.folder.warcs) as stored:
        page = read(stored, second, first, reader)
        alone = read(stored, second, None, reader)

    assert (page.url, page.platform) == ("http://blog.example/two", "<p>hello")
    # "3 days ago" was said when the payload was first sent
    assert page.blog.description == first.captured_at != second.captured_at
    assert alone.problems[0].message == "the capture that this revisit refers to is not in the archive"


def test_what_was_wrong_with_the_answer_is_a_problem_beside_what_was_read(crawl):
    with crawl() as one:
        body = gzip.compress(b"<p>hello " * 1000)[:-20]
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 9999\r\n\r\n"
        one.record("/cut", head + body, truncated="disconnect")
        capture = one.journal.capture(1)
    with CaptureReader(one.folder.warcs) as stored:
        page = read(stored, capture, None, reader)

    assert page.platform.startswith("<p>hello <p>hello ")
    assert [problem.stage for problem in page.problems] == ["decode", "decode"]
    assert "before the end" in page.problems[0].message
