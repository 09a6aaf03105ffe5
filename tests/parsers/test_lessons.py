"""What a blog's feed teaches about its archive: a rule that reads odd markup, and none where it could be wrong."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from blogark.parsers import Page, learn_rule, read_page
from blogark.parsers.generic.lessons import agreement
from blogark.parsers.generic.rules import Rule, words_in
from blogark.tests.blogs.odd_markup import (
    ABOUT,
    PROMOTION,
    OddPost,
    feed_of,
    make_posts,
    other_page_of,
    page_of,
)

HOME = "http://lock.example"
POSTS = make_posts(30)
FED, ARCHIVE = POSTS[-12:], POSTS[:-12]

Show = Callable[[OddPost], bytes]


def lesson(posts: Sequence[OddPost], show: Show = page_of, *, whole: bool = True) -> Rule | None:
    """What is learned of pages and the feed that tells of them."""
    feed = read_page(feed_of(tuple(posts), HOME, whole=whole), f"{HOME}/feed", "application/rss+xml")
    entries = {entry.url: entry for entry in feed.entries}
    return learn_rule([(show(post), HOME + post.path, "text/html", entries[HOME + post.path]) for post in posts])


def read(post: OddPost, *rules: Rule, show: Show = page_of) -> Page:
    return read_page(show(post), HOME + post.path, "text/html", rules)


def right(page: Page, post: OddPost) -> float:
    assert page.post is not None
    return agreement(page.post.body_text, Counter(words_in(post.text)))


@pytest.fixture(scope="module")
def rule() -> Rule:
    found = lesson(FED)
    assert found is not None
    return found


def test_the_archive_is_read_by_what_the_feed_shows(rule: Rule) -> None:
    before = [right(read(post), post) for post in ARCHIVE]
    after = [right(read(post, rule), post) for post in ARCHIVE]
    assert max(before) < 0.9
    assert min(after) == 1.0
    assert rule.agreement == 1.0


def test_what_every_page_repeats_is_not_the_article(rule: Rule) -> None:
    text = read(ARCHIVE[0], rule).post.body_text  # type: ignore[union-attr]
    assert text is not None
    assert not [line for line in (PROMOTION, ABOUT[:40], "Filed by") if line in text]


def test_the_account_is_read_where_the_feed_shows_it(rule: Rule) -> None:
    assert [post.author for post in ARCHIVE] == [
        page.post.author_name for post in ARCHIVE if (page := read(post, rule)).post
    ]


def test_a_field_that_was_learned_says_so(rule: Rule) -> None:
    page = read(ARCHIVE[0], rule)
    assert page.post is not None
    assert (page.post.field_sources["body_text"], page.post.field_sources["title"]) == ("dom", "heuristic")
    assert page.parser_version.endswith(f"+rule {rule.key}")


def test_a_feed_of_beginnings_teaches_nothing() -> None:
    assert lesson(POSTS, whole=False) is None


def test_beginnings_that_stand_apart_on_the_page_teach_nothing() -> None:
    def with_lead(post: OddPost) -> bytes:
        lead, *rest = (" ".join(post.paragraphs[:2]), *post.paragraphs[2:])
        return (
            '<html><head><meta property="og:type" content="article"></head><body>'
            f'<div class="m1"><h1>{post.title}</h1><div class="m2">{lead} {lead}</div><div class="m3">'
            f"{''.join(f'<p>{text}</p>' for text in rest * 2)}</div></div></body></html>"
        ).encode()

    def beginning(post: OddPost) -> OddPost:
        lead = " ".join(post.paragraphs[:2])
        return replace(post, paragraphs=(f"{lead} {lead}",))

    long = [post for post in POSTS if len(post.paragraphs) > 4]
    feed = read_page(feed_of(tuple(map(beginning, long)), HOME), f"{HOME}/feed", "application/rss+xml")
    entries = {entry.url: entry for entry in feed.entries}
    pages = [(with_lead(post), HOME + post.path, "text/html", entries[HOME + post.path]) for post in long]
    assert learn_rule(pages) is None


def test_a_theme_that_reads_well_needs_no_rule() -> None:
    assert lesson(FED, other_page_of) is None


def test_a_page_of_another_theme_is_read_as_before(rule: Rule) -> None:
    for post in ARCHIVE[:5]:
        assert read(post, rule, show=other_page_of) == read(post, show=other_page_of)


def test_a_page_with_the_place_twice_is_read_as_before(rule: Rule) -> None:
    def twice(post: OddPost) -> bytes:
        return page_of(post).replace(b'<div class="c3">', b'<div class="c3">Before all this.</div><div class="c3">')

    assert read(ARCHIVE[0], rule, show=twice) == read(ARCHIVE[0], show=twice)


def test_three_posts_are_too_few() -> None:
    assert lesson(FED[:3]) is None


def test_a_feed_about_other_things_teaches_nothing() -> None:
    feed = read_page(feed_of(FED, HOME), f"{HOME}/feed", "application/rss+xml")
    entries = list(feed.entries)
    pages = [(page_of(post), HOME + post.path, "text/html", entries[0]) for post in ARCHIVE]
    assert learn_rule(pages) is None


def test_a_rule_is_kept_as_text(rule: Rule) -> None:
    assert Rule.from_json(rule.to_json()) == rule
    assert str(rule.body) == "body > div.b1 > div.b2 > div.c3"


def test_the_same_lesson_gives_the_same_rule(rule: Rule) -> None:
    assert lesson(FED) == rule


def test_a_date_that_the_reader_takes_for_another_is_learned() -> None:
    def dated_twice(post: OddPost) -> bytes:
        revised = '<time datetime="2021-01-01">1 January 2021</time>'
        return page_of(post).replace(b'<div class="c1">', f'{revised}<div class="c1">'.encode())

    found = lesson(FED, dated_twice)
    assert found is not None
    page = read(ARCHIVE[0], found, show=dated_twice)
    assert page.post is not None
    assert page.post.published == f"{ARCHIVE[0].published:%Y-%m-%d}"


@pytest.mark.parametrize(
    "page",
    [b"", b"<div>" * 50_000, b"<p>word " * 20_000, b"\xff\xfe\x00", b"<div class='" + b"a" * 1_000_000 + b"'>x</div>"],
    ids=["nothing", "deep", "wide", "no text", "a long name"],
)
def test_hostile_pages_teach_nothing_in_time(page: bytes) -> None:
    feed = read_page(feed_of(FED, HOME), f"{HOME}/feed", "application/rss+xml")
    started = time.process_time()
    assert learn_rule([(page, f"{HOME}/{number}", None, feed.entries[number]) for number in range(8)]) is None
    assert time.process_time() - started < 20
