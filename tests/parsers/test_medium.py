"""Medium: marks by position, and state made to hurt."""

from __future__ import annotations

import json
import time

import pytest

from blogark.parsers import read_page
from blogark.parsers.engines.medium import Medium
from blogark.parsers.engines.medium_text import as_html

STORY = "https://gretasmid.medium.com/quench-aabbccddeeff"


def page(state: object) -> bytes:
    told = state if isinstance(state, str) else json.dumps(state)
    start = '<html><link href="https://miro.medium.com"><script>window.__APOLLO_STATE__ = '
    return f"{start}{told}</script></html>".encode()


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("plain", [], "<p>plain</p>"),
        ("a<b", [("STRONG", 0, 3)], "<p><strong>a&lt;b</strong></p>"),
        ("abcd", [("STRONG", 0, 3), ("EM", 1, 4)], "<p><strong>a</strong><em><strong>bc</strong></em><em>d</em></p>"),
        ("\U0001f528x", [("CODE", 2, 3)], "<p>\U0001f528<code>x</code></p>"),
        ("abc", [("STRONG", 2, 1), ("STRONG", -1, 2), ("EM", 0, 9), ("SCRIPT", 0, 3)], "<p>abc</p>"),
    ],
)
def test_marks_stand_where_scripts_count_them(text: str, marks: list[tuple[str, int, int]], expected: str) -> None:
    markups: object = [{"type": kind, "start": start, "end": end} for kind, start, end in marks]
    assert expected == as_html([{"type": "P", "text": text, "markups": markups}], None)


def test_a_story_with_more_marks_than_letters_is_read_in_time() -> None:
    marks: object = [{"type": "EM", "start": at % 1000, "end": at % 1000 + 1} for at in range(2_000)]
    paragraphs = [{"type": "P", "text": "x" * 1_001, "markups": marks} for _ in range(200)]
    started = time.process_time()
    assert as_html(paragraphs, None)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "state",
    [
        '{"Post:aabbccddeeff":{"title":"x","creator":{"__ref":"Post:aabbccddeeff"},"tags":[{"__ref":{}}],"content":[]}}',
        '{"Post:aabbccddeeff":{"title":"x","firstPublishedAt":1e300,"latestPublishedAt":"x","postResponses":[1]}}',
        '{"Post:aabbccddeeff":{"title":"x","content":{"bodyModel":{"paragraphs":[null,1,{"__ref":"nowhere"}]}}}}',
        '{"ROOT_QUERY":[],"Post:x":[]}',
        "[" * 100_000,
    ],
)
def test_a_hostile_state_costs_its_fields_only(state: str) -> None:
    read = read_page(page(state), STORY)
    assert read.platform == "medium"
    assert not [problem for problem in read.problems if problem.stage == "parse"]


@pytest.mark.parametrize(
    ("url", "is_trap"),
    [
        ("https://medium.com/m/signin?operation=register", True),
        ("https://gretasmid.medium.com/followers", True),
        (STORY, False),
        (f"{STORY}?source=user_profile", False),
        ("https://medium.com/tag/tools", False),
    ],
)
def test_traps_are_told_from_pages(url: str, is_trap: bool) -> None:
    assert is_trap == any(trap.pattern.search(url) for trap in Medium.traps)
