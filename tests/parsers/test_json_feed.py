"""JSON Feed: items become posts; other JSON, and JSON that lies, becomes none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Page

URL = "https://otterbridge.example/feed.json"


def read(feed: Any, content_type: str | None = "application/feed+json") -> Page:
    return read_page(json.dumps(feed).encode(), URL, content_type)


FEED = {
    "title": "Otter <i>Bridge</i>",
    "description": "A bridge and &amp; its otters",
    "language": "en-GB",
    "authors": [{"name": "Ines", "url": "https://otterbridge.example/ines"}],
    "items": [
        {
            "id": "https://otterbridge.example/?p=12",
            "url": "/2021/05/salt",
            "title": "Salt",
            "content_text": "Not this.",
            "content_html": "<p>The bridge <b>sweats</b>.</p><p><img src=a.png></p>",
            "summary": "It sweats.",
            "image": "/salt.jpg",
            "date_published": "2021-05-02T10:30:00+01:00",
            "date_modified": "2021-05-03T10:30:00Z",
            "author": {"name": "Reed"},
            "tags": ["salt", 5, "bridges"],
        },
        {"id": 13, "content_text": "One.\n\nTwo & three.", "language": "de"},
    ],
    "version": "https://jsonfeed.org/version/1.1",
}


@pytest.mark.parametrize("content_type", ["application/feed+json", "application/json", None, "text/plain"])
def test_items_are_posts_whatever_the_server_calls_them(content_type: str | None) -> None:
    page = read(FEED, content_type)
    assert (page.kind, page.blog.title, page.blog.description) == ("feed", "Otter Bridge", "A bridge and & its otters")
    first, second = page.entries
    assert (first.url, first.native_id, first.title, first.author_name, first.excerpt, first.lead_image_url) == (
        "https://otterbridge.example/2021/05/salt",
        "12",
        "Salt",
        "Reed",
        "It sweats.",
        "https://otterbridge.example/salt.jpg",
    )
    assert (first.published, first.updated, first.language, first.body_text) == (
        "2021-05-02T10:30:00+01:00",
        "2021-05-03T10:30:00+00:00",
        "en-GB",
        "The bridge sweats.",
    )
    assert [(term.kind, term.name) for term in first.tags] == [("tag", "salt"), ("tag", "bridges")]
    assert (second.native_id, second.author_name, second.language, second.body_text) == (
        "13",
        "Ines",
        "de",
        "One.\n\nTwo & three.",
    )
    assert page.problems == ()


@pytest.mark.parametrize(
    "other",
    [
        {"items": [{"id": "1", "content_text": "see https://jsonfeed.org/version/1"}]},
        {"version": "https://jsonfeed.org/version/9", "items": []},
        ["https://jsonfeed.org/version/1"],
        {"version": {"of": "https://jsonfeed.org/version/1"}},
    ],
)
def test_other_json_is_no_feed(other: Any) -> None:
    assert read(other).kind != "feed"


@pytest.mark.parametrize(
    "items", [None, 5, "x", {"a": 1}, [None, 5, []], [{"id": {}, "url": 5, "tags": 7, "authors": "x", "author": []}]]
)
def test_items_that_are_none_cost_nothing(items: Any) -> None:
    page = read({**FEED, "items": items})
    assert page.kind == "feed"
    assert page.problems == ()


def test_a_feed_that_is_cut_off_is_told() -> None:
    content = json.dumps({"version": FEED["version"], **FEED}).encode()
    assert len(read_page(content, URL).entries) == 2
    page = read_page(content[:-40], URL)
    assert (page.kind, page.entries) == ("feed", ())
    assert "cut off" in page.problems[0].message
