"""``read_page`` as a whole: what no page and no address may do to it."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page

PAGE = b"<html lang=en><title>Reeds</title><article><h1>Reeds</h1><p>They bend.</p><a href=/wind>wind</a></article>"


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "http://[::1]:x/"])
def test_a_page_whose_address_has_no_parts_is_read_all_the_same(url: str) -> None:
    page = read_page(PAGE, url)
    assert page.url == url
    assert page.post is not None
    assert (page.post.title, page.post.url) == ("Reeds", url)


def test_what_an_unreadable_address_costs_is_told() -> None:
    [problem] = read_page(PAGE, "http://[").problems
    assert problem.field == "url"
    assert "http://[" in problem.message
