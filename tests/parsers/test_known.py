"""What was found out of a word is kept, and not without end."""

from __future__ import annotations

from blogark.parsers.tree import known as module
from blogark.parsers.tree.known import known


def test_a_word_is_judged_once() -> None:
    asked: list[str] = []

    def judge(word: str) -> int:
        asked.append(word)
        return len(word)

    size = known(judge)
    assert [3, 3, 5] == [size("tag"), size("tag"), size("class")]
    assert ["tag", "class"] == asked


def test_the_words_of_very_many_blogs_are_not_all_kept() -> None:
    judged = module._Known(len)
    for number in range(module._MOST + 10):
        assert len(str(number)) == judged[str(number)]
    assert len(judged) <= module._MOST
