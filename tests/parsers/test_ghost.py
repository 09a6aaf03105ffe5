"""Ghost: the APIs that its pages lead to, page by page, and answers made to hurt."""

from __future__ import annotations

import json

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.engines.ghost import Ghost

BLOG = "https://lantern.example"
POST = "6944354ce1b6fe0001f62bf0"
PAGE = (
    b'<script data-ghost="https://lantern.example/" data-key="d755a0bd0e5e471dc8e0e76494"></script>'
    b'<script data-ghost-comments="https://lantern.example/" data-post-id="6944354ce1b6fe0001f62bf0"></script>'
)
COMMENTS = f"{BLOG}/members/api/comments/post/{POST}/?limit=100&page=1&of=/oil/"


def test_a_post_leads_to_its_comments_and_to_the_posts_of_the_blog() -> None:
    comments, posts = Ghost.endpoints(PAGE, f"{BLOG}/oil/")
    assert comments == COMMENTS
    assert posts.startswith(f"{BLOG}/ghost/api/content/posts/?key=d755a0bd0e5e471dc8e0e76494&")
    assert not any(trap.pattern.search(url) for trap in Ghost.traps for url in (comments, posts))


def test_a_post_without_comments_leads_to_none() -> None:
    assert Ghost.endpoints(b"<script data-post-id='1'></script>", f"{BLOG}/oil/") == ()


def test_an_answer_leads_to_its_next_page() -> None:
    answer = json.dumps({"comments": [], "meta": {"pagination": {"page": 1, "pages": 3}}}).encode()
    assert Ghost.endpoints(answer, COMMENTS) == (COMMENTS.replace("page=1", "page=2"),)


def test_the_last_answer_leads_nowhere() -> None:
    answer = json.dumps({"comments": [], "meta": {"pagination": {"page": 3, "pages": 3}}}).encode()
    assert Ghost.endpoints(answer, COMMENTS) == ()


def test_a_comment_with_more_answers_than_shown_leads_to_them() -> None:
    comment = {"id": "a" * 24, "count": {"replies": 5}, "replies": [{}, {}]}
    [found] = Ghost.endpoints(json.dumps({"comments": [comment]}).encode(), COMMENTS)
    assert found == f"{BLOG}/members/api/comments/{'a' * 24}/replies/?limit=100&page=1&of=/oil/"
    answer = json.dumps({"comments": [{"id": "b" * 24, "html": "<p>x</p>"}]}).encode()
    [reply] = read_page(answer, found).comments
    assert (reply.parent_native_id, reply.post_url) == ("a" * 24, f"{BLOG}/oil/")


@pytest.mark.parametrize(
    "answer",
    [
        "{",
        '{"comments":{"0":{"id":"x"}}}',
        '{"comments":[{"id":[],"html":{"a":1},"member":"x","replies":[[]]}],"meta":{"pagination":{"page":"1e9"}}}',
        '{"comments":[{"id":"../../x","count":{"replies":9},"replies":[]}]}',
        "[" * 200_000,
    ],
)
def test_a_hostile_answer_is_read(answer: str) -> None:
    read = read_page(answer.encode(), COMMENTS)
    assert read.platform == "ghost"
    assert not [problem for problem in read.problems if problem.stage == "parse"]
    assert not any(".." in url for url in Ghost.endpoints(answer.encode(), COMMENTS))


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        (f"{BLOG}/ghost/#/signin", True),
        (f"{BLOG}/members/?token=x", True),
        (f"{BLOG}/oil/amp/", True),
        (f"{BLOG}/p/0123-abcd/", True),
        (f"{BLOG}/oil/", False),
        (f"{BLOG}/ghost-stories/", False),
        (f"{BLOG}/tag/lamps/page/2/", False),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Ghost.traps)


def test_other_json_is_not_ghost() -> None:
    assert detect(b'{"comments":[]}', "https://blog.example/wp-json/wp/v2/comments") is not Ghost


@pytest.mark.parametrize(("told", "lead"), [('"image": {"url": "/wick.jpg"},', "wick"), ("", None)])
def test_the_cover_of_the_blog_leads_no_post(told: str, lead: str | None) -> None:
    picture = f"{BLOG}/{lead or 'cover'}.jpg"
    page = f"""<html><head><meta name="generator" content="Ghost 5.130"><meta property="og:image" content="{picture}">
        <script type="application/ld+json">{{"@type": "Article", {told} "headline": "Oil"}}</script></head>
        <body class="post-template"><h1>Oil</h1><div class="gh-content"><p>Lamps need it.</p></div>"""
    post = read_page(page.encode(), f"{BLOG}/oil/").post
    assert post is not None
    assert (picture if lead else None) == post.lead_image_url
