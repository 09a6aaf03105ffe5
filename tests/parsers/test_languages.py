"""The language of a post: what the markup says, else what the words look like, else nothing."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.tree.languages import detected, tag_of

TEXTS = {
    "en": "The reeds stand in the water, and when the wind comes they bend together and rise again before the rain.",
    "de": "Das Schilf steht im Wasser, und wenn der Wind kommt, beugt es sich und steht vor dem Regen wieder auf.",
    "fr": "Les roseaux se tiennent dans l’eau, et quand le vent vient ils se plient puis se relèvent avant la pluie.",
    "es": "Los juncos están en el agua, y cuando viene el viento se doblan juntos y se levantan antes de la lluvia.",
    "pl": "Trzciny stoją w wodzie, a kiedy przychodzi wiatr, pochylają się razem i podnoszą się znowu przed deszczem.",
    "ru": "Камыш стоит в воде, и когда приходит ветер, он сгибается и снова поднимается перед дождём.",
    "el": "Τα καλάμια στέκονται στο νερό, και όταν έρχεται ο άνεμος λυγίζουν μαζί και σηκώνονται πριν από τη βροχή.",
    "ja": "葦は水の中に立っていて、風が来ると一緒にしなり、雨が降る前にまた起き上がる。私たちはそれを岸から見ていた。",
    "zh": "芦苇站在水里，风来的时候它们一起弯下去，下雨之前又站起来。我们在岸边看了整整一个下午，没有人说话。",
    "ar": "يقف القصب في الماء وعندما تأتي الريح ينحني معا ثم يقوم قبل المطر ونحن ننظر إليه من الضفة طوال النهار.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_paragraph_shows_its_language(language: str) -> None:
    assert detected(TEXTS[language] * 2) == language


@pytest.mark.parametrize(
    "text", [None, "", "Reeds", "12 likes · 3 shares", "https://example.org/a/b " * 40, "x = {1: 2};\n" * 60]
)
def test_a_text_that_says_little_shows_none(text: str | None) -> None:
    assert detected(text) is None


def test_a_text_in_two_languages_shows_none() -> None:
    assert detected(TEXTS["de"] * 6 + TEXTS["en"] * 6) is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["en_US"], "en-US"),
        (["{{ lang }}", "de"], "de"),
        (["und", None, "pt-br"], "pt-br"),
        (["de, en"], "de"),
        ([""], None),
    ],
)
def test_the_first_tag_that_is_one_counts(told: list[str | None], expected: str | None) -> None:
    assert tag_of(told) == expected


def read(attributes: str, text: str) -> tuple[str | None, str | None]:
    head = f"<html {attributes}><meta charset=utf-8><title>Notes</title>"
    page = f"{head}<body><article><h1>A note</h1><p>{text}</p></article>"
    post = read_page(page.encode(), "https://heron.example/2010/10/19/note").post
    assert post is not None
    return post.language, post.field_sources.get("language")


def test_markup_tells_the_language_whatever_the_words_look_like() -> None:
    assert read("lang=nl", TEXTS["de"] * 2)[0] == "nl"


def test_without_markup_the_words_tell_it_and_the_source_says_so() -> None:
    assert read("", TEXTS["de"] * 2) == ("de", "heuristic")


def test_without_markup_a_short_text_has_no_language() -> None:
    assert read("", "Reeds and rain.") == (None, None)
