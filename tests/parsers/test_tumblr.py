"""Tumblr: what its pages lead to, and what is left alone."""

from __future__ import annotations

import pytest

from blogark.parsers import detect
from blogark.parsers.engines.tumblr import Tumblr

BLOG = "https://moss-and-stone.tumblr.com"
MORE = b"""<a onclick="tumblrReq.open('GET','/notes/165326273724/kW3xYz9aB?from_c=1505377812',true)">Show more</a>"""


def test_a_post_leads_to_more_notes_and_they_know_their_post() -> None:
    [first] = Tumblr.endpoints(MORE, f"{BLOG}/post/165326273724/a-wall-in-may")
    assert first == f"{BLOG}/notes/165326273724/kW3xYz9aB?from_c=1505377812&of=/post/165326273724/a-wall-in-may"
    older = MORE.replace(b"1505377812", b"1400000000")
    [second] = Tumblr.endpoints(older, first)
    assert second == first.replace("1505377812", "1400000000")


def test_the_last_notes_lead_nowhere() -> None:
    assert Tumblr.endpoints(b'<ol class="notes"><li class="note like"></li></ol>', f"{BLOG}/notes/1/k?from_c=1") == ()


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        (f"{BLOG}/post/165326273724/a-wall-in-may/amp", True),
        (f"{BLOG}/post/165326273724/embed", True),
        (f"{BLOG}/archive/2017/9?before_time=1505377812", True),
        (f"{BLOG}/random", True),
        (f"{BLOG}/post/165326273724/a-wall-in-may", False),
        (f"{BLOG}/post/165326273724/embedded-stones", False),
        (f"{BLOG}/tagged/moss/page/2", False),
        (f"{BLOG}/archive/2017/9", False),
        (f"{BLOG}/notes/165326273724/kW3xYz9aB?from_c=1505377812&of=/post/165326273724", False),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Tumblr.traps)


def test_a_button_to_share_on_tumblr_makes_no_tumblr() -> None:
    content = (
        b'<a href="https://www.tumblr.com/share"><script src="https://assets.tumblr.com/share-button.js"></script></a>'
    )
    assert detect(content, "https://blog.example/") is not Tumblr
