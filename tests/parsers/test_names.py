"""What class names say of an element."""

from __future__ import annotations

import pytest

from blogark.parsers.generic.names import BESIDE, FOREIGN, TEASER, is_article, parts_of, rank_of


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("post-author__bio", ("post", "author", "bio", "postauthor", "authorbio")),
        ("entryMeta", ("entry", "meta", "entrymeta")),
        ("tags", ("tags",)),
        ("", ()),
        ("x" * 61, ()),
    ],
)
def test_a_class_word_is_cut_into_parts_and_pairs(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("related-posts", FOREIGN),
        ("cookie-banner", FOREIGN),
        ("sharedaddy", FOREIGN),
        ("author-box", BESIDE),
        ("entry-meta", BESIDE),
        ("widget_recent_entries", BESIDE),
        ("teaser-list", TEASER),
        ("entry-content", 0),
        ("has-sidebar", 0),
        ("no-comments", 0),
        ("template-sidebar", 0),
        ("shareholders", 0),
    ],
)
def test_a_class_word_ranks_an_element(word: str, rank: int) -> None:
    assert rank_of(word)[0] == rank


@pytest.mark.parametrize(
    "word", ["entry-content", "post-body", "story-text", "articlebody", "content", "td-post-content"]
)
def test_a_class_word_calls_an_element_the_article(word: str) -> None:
    assert is_article(word)


@pytest.mark.parametrize("word", ["content-type", "bodybuilding", "contents", "context-menu"])
def test_a_class_word_that_only_resembles_one_does_not(word: str) -> None:
    assert not is_article(word)
