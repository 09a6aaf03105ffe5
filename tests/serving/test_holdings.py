"""What a browser asks for in part it gets in part; what it asks for in nonsense it gets whole."""

from __future__ import annotations

import pytest

from blogark.archive.warc.scan import StoredResponse
from blogark.serving.holdings import _answer
from blogark.serving.tab import Answer, Asked

FILM = b"0123456789"


def answered(range_: str | None) -> Answer:
    stored = StoredResponse(
        url="http://blog.example/film",
        status=200,
        headers=((b"Content-Type", b"video/mp4"),),
        content_type="video/mp4",
        media_type="video/mp4",
        body=FILM,
        entity=FILM,
        block=b"",
    )
    return _answer(Asked(url=stored.url, kind="media", range=range_), stored, stored)


@pytest.mark.parametrize(
    ("asked", "told", "part"),
    [
        ("bytes=0-", "bytes 0-9/10", FILM),
        ("bytes=0-0", "bytes 0-0/10", b"0"),
        ("bytes=3-5", "bytes 3-5/10", b"345"),
        ("bytes=9-9", "bytes 9-9/10", b"9"),
        ("bytes=8-99", "bytes 8-9/10", b"89"),
    ],
)
def test_a_part_is_given_as_it_is_asked_for(asked: str, told: str, part: bytes) -> None:
    answer = answered(asked)
    assert (206, part) == (answer.status, answer.body)
    assert told == dict(answer.headers)["content-range"]


@pytest.mark.parametrize(
    "asked",
    [
        *(None, "bytes=10-", "bytes=5-2", "bytes=-5", "bytes=0-1,3-4", "lines=0-5"),
        *(f"bytes={'9' * 5000}-", f"bytes=0-{'9' * 5000}"),
    ],
    ids=["nothing", "behind the end", "backwards", "from the end", "two", "lines", "no place", "to no place"],
)
def test_all_else_is_given_whole(asked: str | None) -> None:
    answer = answered(asked)
    assert (200, FILM) == (answer.status, answer.body)
    assert "content-range" not in dict(answer.headers)
