"""URLs of the frontier: one spelling, nothing that may not stand in a request line or a WARC header."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.spiders.links.url import MAX_BYTES, base_of, normalised, resolve

PAGE = base_of("http://blog.example/2010/10/post.html?x=1")


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        ("http://blog.example/", "HTTP://Blog.Example"),
        ("http://blog.example/", "http://blog.example:80/"),
        ("https://blog.example/a", "https://blog.example:443/a"),
        ("http://blog.example:8080/", "http://blog.example:8080"),
        ("http://blog.example/A/%2f?b&a=%C3", "http://blog.example/A/%2f?b&a=%C3"),
        ("http://blog.example/a?", "http://blog.example/a?#part"),
        ("http://blog.example/c", "http://blog.example/a/../b/./../c"),
        ("http://blog.example/a/", "http://blog.example/a/b/.."),
        ("http://blog.example/t%C3%A4g", "http://blog.example/täg"),
        ("http://blog.example/a%20b", " http://blog.example/a b "),
        ("http://xn--bcher-kva.example/", "http://Bücher.example/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://blog.example/", "http://user:secret@blog.example/"),
        ("http://blog.example/ab", "http://blog.example/a\r\nb"),
    ],
)
def test_one_url_has_one_spelling(expected: str, url: str) -> None:
    assert expected == normalised(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://",
        "http:///path",
        "http://[::1/",
        "http://blog.example:99999/",
        "http://blog.example/a\x00b",
        "http://blog.example/\x1b[31m",
        "http://blog .example/",
        "http://..example/",
        "ftp://blog.example/",
        "javascript:alert(1)",
        "mailto:me@blog.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://blog.example/" + "a" * MAX_BYTES,
    ],
)
def test_what_cannot_be_fetched_is_no_url(url: str) -> None:
    assert normalised(url) is None


@pytest.mark.parametrize(
    ("expected", "href"),
    [
        ("http://blog.example/2010/10/next.html", "next.html"),
        ("http://blog.example/2010/", "../"),
        ("http://blog.example/top", "/top"),
        ("http://blog.example/2010/10/post.html?y=2", "?y=2"),
        ("http://other.example/x", "//other.example/x"),
        ("http://blog.example/2010/10/next.html", "\n next.html \t"),
        ("http://blog.example/2010/10/next.html", "http:next.html"),
        ("https://next.example/", "https:next.example"),
        ("http://blog.example/2010/images/boat.jpg", "..\\images\\boat.jpg"),
        ("http://good.example/@evil.example/", "http://good.example\\@evil.example/"),
        ("http://blog.example/2010/10/a//b;", "a//b;"),
        ("http://xn--strae-oqa.example/", "http://Straße.example"),
        (None, "#comments"),
        (None, "JavaScript:void(0)"),
        (None, "about:blank"),
        (None, ""),
    ],
)
def test_a_link_is_read_as_browsers_read_it(expected: str | None, href: str) -> None:
    assert expected == resolve(PAGE, href)


def test_the_query_is_written_in_the_encoding_of_the_page() -> None:
    assert resolve(PAGE, "/s?q=é", "cp1252") == "http://blog.example/s?q=%E9"
    assert resolve(PAGE, "/é?q=é", "cp1252") == "http://blog.example/%C3%A9?q=%E9"


@given(st.text())
def test_no_text_makes_a_url_that_could_forge_a_header(text: str) -> None:
    url = resolve(PAGE, text)
    if url is not None:
        assert url.isascii()
        assert not set(url) & set(string.whitespace + '\x00\x7f<>"#')
        assert len(url) <= MAX_BYTES


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    url = resolve(PAGE, text)
    if url is not None:
        assert url == normalised(url)


def test_a_link_on_a_page_with_an_empty_folder_in_its_address_stays_in_that_folder() -> None:
    assert resolve(base_of("http://blog.example//2010/post.html"), "b.jpg") == "http://blog.example//2010/b.jpg"


def test_a_url_may_be_as_long_as_every_tool_takes_it_and_no_longer() -> None:
    start = "http://blog.example/"
    longest = start + "a" * (MAX_BYTES - len(start))
    assert (longest, None) == (normalised(longest), normalised(longest + "a"))
