"""The short way to an absolute address gives what the long way gives."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from blogark.parsers.tree import urls

BASES = (
    "http://blog.example/a/b.html?x#y",
    "https://blog.example",
    "http://Blog.example:8080/a/",
    "//blog.example/",
    "nonsense",
)
HREFS = st.one_of(
    st.text(alphabet="htps:/.?#&=;a0% @Z", max_size=25),
    st.builds(lambda rest: "http://x.example" + rest, st.text(alphabet="/.?#&=;a0%:@", max_size=15)),
    st.builds(lambda rest: "/" + rest, st.text(alphabet="/.?#&=;a0%:", max_size=15)),
)


@given(href=HREFS, base=st.sampled_from(BASES))
@example(href="/a/../b", base=BASES[0])
@example(href="/a;b?c", base=BASES[0])
@example(href="http://x.example/a//b/./c", base=BASES[0])
def test_plain_addresses_are_joined_as_all_others(href: str, base: str) -> None:
    assert (urls._joined(href, base) if href else None) == urls.absolute(href, base)


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("b.html", "http://blog.example/2008//a.html", "http://blog.example/2008//b.html"),
        ("x//y/../b.html", "http://blog.example/a/", "http://blog.example/a/x//b.html"),
        ("../../../b", "http://blog.example/a/c", "http://blog.example/b"),
        ("b;", "http://blog.example/a/c", "http://blog.example/a/b;"),
        ("?", "http://blog.example", "http://blog.example/?"),
        ("?x=a//b", "http://blog.example/a/c", "http://blog.example/a/c?x=a//b"),
        ("..\\images\\boat.jpg?x=\\", "http://blog.example/a/c", "http://blog.example/images/boat.jpg?x=\\"),
        ("http:\\\\other.example\\a", "http://blog.example/a/c", "http://other.example/a"),
        ("#top", "http://blog.example/a//c?x", "http://blog.example/a//c?x#top"),
    ],
)
def test_an_address_is_read_as_browsers_read_it(href: str, base: str, expected: str) -> None:
    assert urls.absolute(href, base) == expected
