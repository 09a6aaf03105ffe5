"""Substack: the addresses it names for the crawler, and state made to hurt."""

from __future__ import annotations

import json
import time

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.engines.substack import Substack

SITE = "https://kilnletter.substack.com"


def page(state: str) -> bytes:
    return f"<html><link href='https://substackcdn.com/x'><script>window._preloads = {state}</script></html>".encode()


def preloaded(state: object) -> bytes:
    told = json.dumps(state, separators=(",", ":"))
    return page(f"JSON.parse({json.dumps(told)})")


def test_a_post_leads_to_all_its_comments() -> None:
    other = {"id": 1, "audience": "everyone", "slug": "other"}
    content = preloaded({"recent": [other], "post": {"id": 7001, "publication_id": 3, "slug": "memory"}})
    [found] = Substack.endpoints(content, f"{SITE}/p/memory")
    expected = f"{SITE}/api/v1/post/7001/comments?token=&all_comments=true&sort=oldest_first&slug=memory"
    assert expected == found


def test_a_list_page_leads_to_no_comments() -> None:
    assert Substack.endpoints(preloaded({"newPosts": [{"id": 1, "slug": "memory"}]}), f"{SITE}/archive") == ()


@pytest.mark.parametrize(("posts", "expected"), [(50, "offset=100"), (49, None)])
def test_a_full_page_of_the_archive_leads_to_the_next(posts: int, expected: str | None) -> None:
    url = f"{SITE}/api/v1/archive?sort=new&search=&offset=50&limit=50"
    content = json.dumps([{"post_date": "2025-01-01T00:00:00Z"}] * posts).encode()
    found = Substack.endpoints(content, url)
    assert (expected is None and found == ()) or (expected is not None and expected in found[0])


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        (f"{SITE}/p/memory/comment/31", True),
        (f"{SITE}/p/memory?action=share", True),
        (f"{SITE}/subscribe?next=x", True),
        (f"{SITE}/p/memory", False),
        (f"{SITE}/p/subscribers-ask", False),
        (f"{SITE}/p/memory/comments", False),
        (f"{SITE}/archive?sort=new", False),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Substack.traps)


def test_a_page_with_a_picture_from_substack_is_not_of_substack() -> None:
    content = b'<body><img src="https://substackcdn.com/image/x.jpg"></body>'
    assert detect(content, "https://blog.example/1") is not Substack


@pytest.mark.parametrize(
    "state",
    [
        'JSON.parse("' + "[" * 100_000 + '")',
        '{"post":{"id":{},"slug":["x"],"title":1e999,"body_html":{"a":1},"publishedBylines":"x","postTags":[[]]}}',
        '{"post":{"slug":"../../evil","title":"x","publishedBylines":[{"name":"a","handle":"../x"}]}}',
        '{"post":{"slug":"x","title":"x"},"comments":[{"id":1,"children":{"a":1},"body":["x"]}]}',
        '{"post":null,"pub":[],"comments":{}}',
        'JSON.parse("{\\"post\\":',
    ],
)
def test_a_hostile_state_costs_its_fields_only(state: str) -> None:
    started = time.process_time()
    read = read_page(page(state), f"{SITE}/p/x")
    assert time.process_time() - started < 2
    assert not [problem for problem in read.problems if problem.stage == "parse"]
    assert ".." not in f"{read.post.url}{read.post.author_url}" if read.post else True


def test_a_thread_of_any_depth_is_read() -> None:
    comment: dict[str, object] = {"id": 0, "body": "first", "children": []}
    for number in range(1, 400):
        comment = {"id": number, "body": "x", "children": [comment]}
    read = read_page(preloaded({"post": {"slug": "x", "id": 1, "title": "x"}, "comments": [comment]}), f"{SITE}/p/x")
    assert len(read.comments) == 400
    assert read.comments[-1].depth == 399
