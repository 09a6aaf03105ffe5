"""Microformats: what belongs to which item, what is a response, and pages made to hurt."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import Page, detect, read_page

URL = "https://otterbridge.example/2021/05/salt"
HEAD = '<html><head><link rel="webmention" href="/webmention"></head><body>'
ENTRY = '<article class="h-entry"><h1 class="p-name">Salt</h1><div class="e-content"><p>The bridge sweats.</p></div>'


def read(body: str) -> Page:
    return read_page(f"{HEAD}{body}</body></html>".encode(), URL, "text/html; charset=utf-8")


def test_an_entry_alone_makes_no_indieweb() -> None:
    assert detect(b'<div class="h-entry"><p class="p-name">x</p></div>', URL).platform == "generic"
    assert detect(f"{HEAD}{ENTRY}".encode(), URL).platform == "indieweb"


def test_a_generator_keeps_its_name() -> None:
    content = f'<meta name="generator" content="Hugo 0.110.0">{HEAD}{ENTRY}</article>'.encode()
    assert read_page(content, URL).platform == "hugo"


def test_the_post_that_is_answered_is_no_comment() -> None:
    cited = '<div class="u-in-reply-to h-cite"><a class="u-url p-name" href="https://reed.example/1">Gate</a></div>'
    page = read(f"{ENTRY}{cited}</article>")
    assert page.comments == ()
    assert [(one.kind, one.url, one.title) for one in page.references] == [("source", "https://reed.example/1", "Gate")]


def test_the_name_of_an_author_is_not_the_title() -> None:
    card = '<a class="p-author h-card" href="/me"><span class="p-name">Ines</span></a>'
    page = read(f'<article class="h-entry">{card}<h1 class="p-name">Salt</h1><p class="e-content">Sweat.</p></article>')
    assert page.post is not None
    assert (page.post.title, page.post.author_name, page.post.author_url) == (
        "Salt",
        "Ines",
        "https://otterbridge.example/me",
    )


def test_responses_inside_the_text_are_no_text() -> None:
    said = '<div class="u-comment h-cite"><span class="p-author">Reed</span><p class="e-content">So it does.</p></div>'
    page = read(f'<article class="h-entry"><div class="e-content"><p>It sweats.</p>{said}</div></article>')
    assert page.post is not None
    assert page.post.body_text == "It sweats."
    assert [(one.author_name, one.body_text) for one in page.comments] == [("Reed", "So it does.")]


@pytest.mark.parametrize("word", ["p-like", "u-like", "p-repost", "u-bookmark", "p-rsvp", "p-favorite"])
def test_a_reaction_with_words_is_a_reference(word: str) -> None:
    cite = (
        f'<div class="h-cite {word}"><a class="p-author h-card" href="https://reed.example/">Reed</a>'
        '<a class="u-url" href="https://reed.example/9"></a><p class="e-content">Reed did so.</p></div>'
    )
    page = read(f'{ENTRY}</article><div class="webmentions">{cite}</div>')
    assert page.comments == ()
    assert [(one.kind, one.title, one.url, one.excerpt) for one in page.references] == [
        ("webmention", "Reed", "https://reed.example/9", "Reed did so.")
    ]


def test_a_face_shown_twice_is_one_reference() -> None:
    face = '<a href="https://reed.example/"><img alt="Reed" src="/r.jpg"></a>'
    page = read(f'{ENTRY}</article><div class="facepile">{face}{face}</div>')
    assert [(one.title, one.url) for one in page.references] == [("Reed", "https://reed.example/")]


def test_a_copy_elsewhere_does_not_become_the_address() -> None:
    entry = '<a class="u-url" href="https://social.example/@ines/1"></a><a class="u-url" href="/2021/05/salt"></a>'
    page = read(f"{ENTRY}{entry}</article>")
    assert page.post is not None
    assert page.post.url == URL


@pytest.mark.parametrize(
    "body",
    [
        '<div class="u-comment h-cite">' * 400 + "x",
        '<div class="webmentions">' + '<div class="h-cite"><p class="e-content">x</p></div>' * 20_000,
        '<div class="facepile">' + '<a href="/x"><img alt="x"></a>' * 20_000,
        '<div class="h-entry"><a class="u-in-reply-to h-cite u-comment" href="">' * 300,
    ],
    ids=["deep", "wide", "faces", "circles"],
)
def test_hostile_responses_are_read_in_time(body: str) -> None:
    started = time.process_time()
    page = read(ENTRY + body)
    assert not [problem for problem in page.problems if problem.field in ("comments", "references")]
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (
            '<abbr class="value" title="2021-05-02">2 May</abbr> at <span class="value">10:30pm</span>',
            "2021-05-02T22:30:00",
        ),
        ('<b class="value">10:30</b>, <b class="value">2021-05-02</b>', "2021-05-02T10:30:00"),
        ('<i class="value-title" title="2021-05-02T10:00:00+01:00"> </i>in May', "2021-05-02T10:00:00+01:00"),
    ],
)
def test_a_date_in_parts_is_put_together(date: str, expected: str) -> None:
    page = read(f'{ENTRY}<p class="dt-published">{date}</p></article>')
    assert page.post is not None
    assert page.post.published == expected


def test_a_picture_may_be_an_object() -> None:
    page = read(f'{ENTRY}<object class="u-photo" data="/salt.jpg"></object></article>')
    assert page.post is not None
    assert page.post.lead_image_url == "https://otterbridge.example/salt.jpg"
