"""The spam score tells examples made up for it apart, names its reasons, and stands any text."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.dataset.labels.language import language_of
from blogark.dataset.labels.shingles import is_alike, shingles_of, words_of
from blogark.dataset.labels.spam import LIKELY, MANY_POSTS, Said, judged, signs_of_comment, signs_of_reference

EXAMPLES = tomllib.loads((Path(__file__).parent / "spam_examples.toml").read_text("utf-8"))


def said(*, name=None, url=None, text=None, html=None, whole=None, title="Why old boats leak") -> Said:
    words = words_of(whole or text)
    return Said(
        text=text,
        words=words,
        html=html,
        name=name,
        url=url,
        is_own=False,
        language=language_of(whole or text, words, "en"),
        post_language="en",
        host="blog.example",
        post_title=title,
    )


def score_of(kind, example):
    told = {name: example.get(name) for name in ("url", "text")}
    if kind == "comments":
        return judged(signs_of_comment(said(name=example["name"], **told)), 1)
    title, excerpt = example.get("title"), example["excerpt"]
    return judged(
        signs_of_reference(said(name=title, url=told["url"], text=excerpt, whole=f"{title or ''}\n{excerpt}")), 1
    )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_honest_examples_are_never_called_spam(kind):
    called = {(one.get("name") or one.get("title")): score_of(kind, one) for one in EXAMPLES[kind] if not one["spam"]}
    assert {} == {name: score for name, score in called.items() if score[0] >= LIKELY}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_at_least_nine_examples_of_spam_in_ten_are_called_so(kind):
    scores = {(one.get("name") or one.get("title")): score_of(kind, one) for one in EXAMPLES[kind] if one["spam"]}
    missed = {name: score for name, score in scores.items() if score[0] < LIKELY}
    assert len(missed) <= len(scores) / 10, missed


def test_each_sign_takes_its_share_of_what_doubt_is_left_and_the_strongest_is_named_first():
    assert (0.75, "much; little; nearly the same under 2 posts") == judged([(0.33, "little"), (0.5, "much")], 2)


@pytest.mark.parametrize(("posts", "score"), [(1, 0.0), (2, 0.25), (MANY_POSTS, 0.45), (MANY_POSTS + 9, 0.45)])
def test_the_more_posts_the_same_stands_under_the_more_it_is_spam_up_to_many(posts, score):
    assert score == judged([], posts)[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It leaks: http://a.example/", (0.35, "little but links")),
        ("It still leaks: http://a.example/", (0.1, "1 link")),
        (f"{'plank ' * 30} http://a.example http://b.example", (0.25, "2 links")),
        (f"{'plank ' * 35} http://a.example http://b.example http://c.example", (0.6, "3 links in 35 words")),
        (f"{'plank ' * 36} http://a.example http://b.example http://c.example", (0.25, "3 links")),
    ],
    ids=["two words", "three words", "two links", "three in few words", "three in many"],
)
def test_links_weigh_by_the_words_around_them(text, told):
    assert told == judged(signs_of_comment(said(name="Tom", text=text)), 1)


def test_nothing_speaks_for_a_plain_comment():
    assert (0.0, None) == judged(signs_of_comment(said(name="Tom", text="The second plank.")), 1)


def test_links_to_the_blog_itself_are_no_sign():
    html = '<a href="http://blog.example/a">Tom</a> <a href="https://blog.example/b">Ruth</a> yes'
    assert (0.0, None) == judged(signs_of_comment(said(name="Ann", text="Tom Ruth yes", html=html)), 1)


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_has_a_score_between_0_and_1(name, url, text, html):
    for signs in (signs_of_comment, signs_of_reference):
        score, reasons = judged(signs(said(name=name or None, url=url or None, text=text or None, html=html)), 3)
        assert 0 <= score <= 1
        assert reasons


@pytest.mark.parametrize("unit", ["a", "{a|", "[url", "<a ", "http://", "a.", "www.", "é", "\n", " ", "viagra ", "中"])
def test_a_text_made_to_exhaust_its_reader_is_read_in_bounded_time(unit):
    text = unit * (1_000_000 // len(unit))
    begin = time.process_time()
    judged(signs_of_comment(said(name=text, url="http://" + text, text=text, html=text)), 1)
    shingles_of(words_of(text))
    assert 2 > time.process_time() - begin


STERN = "I like the way that you painted the stern of her."
ELSEWHERE = "Buy at http://a.example/1 what I bought there for my boat"
BOAT = "このボートはとても美しいです。写真をもっと見せてください。お願いします。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STERN, STERN.upper().replace(" THAT", " -- that").replace(".", "!")),
        (STERN, STERN.replace("stern", "bow")),
        (ELSEWHERE, ELSEWHERE.replace("a.example/1", "b.example/2") + " too"),
        (BOAT, BOAT.replace("します。", "!")),
    ],
)
def test_texts_are_alike_by_their_words_in_order(one, other):
    first, second = shingles_of(words_of(one)), shingles_of(words_of(other))
    assert first
    assert second
    assert is_alike(first, second)


def test_the_same_words_in_another_order_are_another_text():
    first, second = shingles_of(words_of(STERN)), shingles_of(words_of(" ".join(reversed(STERN.split()))))
    assert first
    assert second
    assert not is_alike(first, second)
