"""The test blogs themselves: that their truth is true, and that their server does what servers do."""

import gzip
import http.client
import re
import ssl
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from blogark.parsers import read_page
from blogark.tests.blogs.server import BlogServer, Trouble, serving
from blogark.tests.blogs.shapes import SHAPES
from blogark.tests.spiders.odd_server import make_certificate

_LINKS = re.compile(
    r"""(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')|<loc>([^<]+)</loc>|Sitemap:\s*(\S+)|url\((\S+?)\)|<link>(http[^<]+)|<wfw:commentRss>([^<]+)"""
)
UNLINKED = (
    "wp/v2/",
    "start-index=",
    "/feeds/comments/default",
    "/feeds/pages/default",
    "&paged=",
    "?paged=",
    "/index.html",
    "/index.php",
    "/journal",
)
"""What an engine's file has to know, because no page links it."""


@pytest.fixture(params=SHAPES)
def blog(request: pytest.FixtureRequest) -> BlogServer:
    return BlogServer(request.param, posts=100, port=8000)


def links_of(blog: BlogServer, url: str) -> Iterator[str]:
    origin = "://".join(urlsplit(url)[:2])
    answer = blog.answer(origin, url.removeprefix(origin))
    if answer.resource.location is not None:
        yield answer.resource.location
    if not answer.resource.media_type.startswith(("text/", "application/")):
        return
    body = gzip.decompress(answer.body) if answer.body[:2] == b"\x1f\x8b" else answer.body
    for found in _LINKS.findall(body.decode()):
        yield urljoin(url, unescape("".join(found)).partition("#")[0])


def reached(blog: BlogServer) -> set[str]:
    """What following every link of the blog's own host reaches, traps and what is closed left out."""
    names, truth = blog.site.names, blog.truth
    queue = [truth.url, f"{names.base}/robots.txt"]
    seen = set(queue)
    closed = re.compile("^/search") if blog.shape == "blogger" else re.compile("^$")
    while queue:
        for url in links_of(blog, queue.pop()):
            origin = "://".join(urlsplit(url)[:2])
            target = url.removeprefix(origin)
            if origin not in (names.base, names.cdn) or url in seen or url in truth.closed:
                continue
            if blog.site.trap_of(target) is None and not closed.search(target):
                seen.add(url)
                queue.append(url)
    return seen


def test_all_that_matters_can_be_found_by_links(blog: BlogServer) -> None:
    found = reached(blog) | {f"{blog.site.names.cdn}/robots.txt"}
    missed = {url for url in blog.truth.matter if url not in found and not any(mark in url for mark in UNLINKED)}
    assert missed == set()


def test_no_link_leads_to_the_draft(blog: BlogServer) -> None:
    drafts = {post.url for post in blog.truth.posts if post.way == "hidden"}
    assert drafts
    assert not drafts & reached(blog)


def test_an_orphan_is_linked_by_no_post_but_the_one_that_leads_to_it(blog: BlogServer) -> None:
    site, posts = blog.site, [post.url for post in blog.truth.posts]
    named = Counter(link for url in posts for link in set(links_of(blog, url)) - {url})
    addresses = [(str(post.way), site.url(post)) for post in site.blog.posts if post.way not in ("lists", "closed")]
    addresses += [("old", site.names.base + site.old_address(post)) for post in site.blog.posts if post.way == "moved"]
    expected = {"sitemap": 0, "category": 0, "link": 1, "moved": 0, "old": 1, "hidden": 0}
    assert [(way, expected[way]) for way, _ in addresses] == [(way, named[url]) for way, url in addresses]


def test_the_parsers_read_what_the_truth_says(blog: BlogServer) -> None:
    truth = blog.truth
    for post in truth.posts:
        answer = blog.answer(blog.site.names.base, post.url.removeprefix(blog.site.names.base))
        page = read_page(answer.body, post.url, "text/html; charset=utf-8")
        found = page.post
        assert found is not None
        assert (post.url, post.native_id, post.title) == (found.url, found.native_id, found.title)
        assert (post.author, post.published) == (found.author_name, (found.published or "")[:16])
        assert set(post.categories) == {term.name for term in found.categories}
        assert set(post.tags) == {term.name for term in found.tags}
        assert found.body_text == post.text
        told = {comment.native_id: comment for comment in post.comments}
        for comment in page.comments:
            expected = told[comment.native_id or ""]
            assert (expected.author, expected.published) == (comment.author_name, (comment.published or "")[:16])
            assert (expected.parent, expected.text) == (comment.parent_native_id, comment.body_text)
        if post.url not in {url.partition("?comment")[0] for url in truth.of_kind("comments")}:
            assert page.comments or not told


def test_the_second_generation_is_the_first_and_its_changes(blog: BlogServer) -> None:
    before = {post.url: post for post in blog.truth.posts}
    changes = blog.grow()
    after = {post.url: post for post in blog.truth.posts}
    assert len(after.keys() - before.keys()) == len(changes.new_posts) == 3
    assert len(before.keys() - after.keys()) == 1
    both = before.keys() & after.keys()
    assert sum(before[url].text != after[url].text for url in both) == 1
    new = {one.native_id for url in both for one in after[url].comments} - {
        one.native_id for url in both for one in before[url].comments
    }
    assert len(new) == len(changes.new_comments) == 3
    assert not set(links_of(blog, blog.truth.url)) & (before.keys() - after.keys())


# The server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BlogServer]:
    certificate = make_certificate(tmp_path_factory.mktemp("tls"))
    with serving("wordpress_rest", posts=40, tls=certificate.server_context()) as blog:
        yield blog


def ask(
    server: BlogServer, target: str, *, tls: bool = False, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    host = urlsplit(server.url).netloc
    port = int(host.partition(":")[2])
    connection = (
        http.client.HTTPSConnection("127.0.0.1", port, context=ssl._create_unverified_context())
        if tls
        else http.client.HTTPConnection("127.0.0.1", port)
    )
    connection.request("GET", target, headers={"Host": host} | {k.replace("_", "-"): v for k, v in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


def test_an_unchanged_page_is_304_by_etag_and_by_date(server: BlogServer) -> None:
    response, body = ask(server, "/")
    assert (response.status, len(body)) == (200, int(response.headers["Content-Length"]))
    etag, moment = response.headers["ETag"], response.headers["Last-Modified"]
    for headers in ({"If_None_Match": etag}, {"If_None_Match": f'"x", W/{etag}'}, {"If_Modified_Since": moment}):
        again, nothing = ask(server, "/", **headers)
        assert (again.status, nothing, again.headers["ETag"]) == (304, b"", etag)
    other, _ = ask(server, "/", If_None_Match='"x"', If_Modified_Since=moment)
    assert other.status == 200


def test_what_changed_is_sent_and_what_did_not_is_304(server: BlogServer) -> None:
    home, _ = ask(server, "/")
    about, _ = ask(server, "/wp-content/themes/plain/style.css")
    server.grow()
    try:
        changed, _ = ask(server, "/", If_Modified_Since=home.headers["Last-Modified"])
        same, _ = ask(server, "/wp-content/themes/plain/style.css", If_None_Match=about.headers["ETag"])
        assert (changed.status, same.status) == (200, 304)
        assert changed.headers["Last-Modified"] != home.headers["Last-Modified"]
    finally:
        server.shrink()


def test_gzip_is_sent_to_those_who_take_it(server: BlogServer) -> None:
    _, plain = ask(server, "/")
    response, packed = ask(server, "/", Accept_Encoding="gzip, deflate")
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain


def test_https_is_spoken_on_the_same_port(server: BlogServer) -> None:
    response, _ = ask(server, "/", tls=True)
    assert response.headers["Location"] == server.site.names.base + "/"


def test_trouble_ends_after_its_times(server: BlogServer) -> None:
    server.troubles.append(Trouble(pattern=re.compile("^/about/"), status=429, retry_after="7", times=2))
    answers = [ask(server, "/about/")[0] for _ in range(3)]
    server.troubles.clear()
    assert [(one.status, one.headers["Retry-After"]) for one in answers] == [(429, "7"), (429, "7"), (200, None)]


def test_every_request_is_logged(server: BlogServer) -> None:
    server.log.clear()
    ask(server, "/feed/?paged=2", Accept_Encoding="gzip")
    [asked] = server.log
    assert (asked.method, asked.url, asked.status) == ("GET", server.site.names.base + "/feed/?paged=2", 200)
    assert asked.headers["accept-encoding"] == "gzip"
    assert asked.bytes > 1000


def test_the_shapes_are_served_from_the_command_line(tmp_path: Path) -> None:
    with serving("static", posts=12, traps=False, plain=True) as blog:
        assert blog.url.startswith("http://127.0.0.1:")
        assert blog.truth.traps == ()
        assert len(blog.truth.reachable) == 18
