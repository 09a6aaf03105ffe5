"""LiveJournal and Dreamwidth: what the golden pages do not say - addresses, and pages made to hurt."""

from __future__ import annotations

import json
import time

import pytest

from blogark.parsers import detect, read_page
from blogark.parsers.engines.dreamwidth import Dreamwidth
from blogark.parsers.engines.livejournal import LiveJournal
from blogark.parsers.engines.livejournal import journal_of as journal

ENTRY = "https://lampwright.livejournal.com/48213.html"


def page(comments: str) -> bytes:
    return f"<html><body><h1>x</h1><script>Site.page = {comments};</script></body></html>".encode()


@pytest.mark.parametrize(
    "url",
    [
        f"{ENTRY}?mode=reply",
        f"{ENTRY}?replyto=18401",
        f"{ENTRY}?thread=18401",
        f"{ENTRY}?page=2&thread=18401",
        f"{ENTRY}?view=flat&page=3",
        f"{ENTRY}?style=mine",
        "https://lampwright.livejournal.com/friends",
        "https://lampwright.livejournal.com/friends/?skip=20",
        "https://www.livejournal.com/login.bml",
        "https://www.livejournal.com/go.bml?journal=lampwright&itemid=1&dir=prev",
    ],
)
def test_a_trap_is_known(url: str) -> None:
    assert any(trap.pattern.search(url) for trap in LiveJournal.traps)


@pytest.mark.parametrize(
    "url",
    [
        ENTRY,
        f"{ENTRY}?page=2",
        "https://lampwright.livejournal.com/?skip=20",
        "https://lampwright.livejournal.com/2018/04/",
        "https://lampwright.livejournal.com/tag/lamps",
        "https://lampwright.livejournal.com/__rpc_get_thread?journal=lampwright&itemid=48213&page=1&expand_all=1",
    ],
)
def test_a_page_of_the_blog_is_no_trap(url: str) -> None:
    assert not any(trap.pattern.search(url) for trap in LiveJournal.traps)


def test_collapsed_comments_lead_to_the_answer_that_unfolds_them() -> None:
    folded = page('{"comments":[{"dtalkid":1,"loaded":0,"collapsed":1}]}')
    [found] = LiveJournal.endpoints(folded, f"{ENTRY}?page=2")
    assert found.startswith("https://lampwright.livejournal.com/__rpc_get_thread?journal=lampwright&itemid=48213&")
    assert "page=2" in found
    assert not any(trap.pattern.search(found) for trap in LiveJournal.traps)


def test_a_page_that_shows_all_comments_leads_nowhere() -> None:
    whole = page('{"comments":[{"dtalkid":1,"loaded":1,"collapsed":0}]}')
    assert LiveJournal.endpoints(whole, ENTRY) == ()


def test_folded_threads_of_dreamwidth_lead_to_the_page_unfolded() -> None:
    url = "https://lampwright.dreamwidth.org/31245.html"
    content = b'<a href="https://lampwright.dreamwidth.org/31245.html?expand_all=1#comments">Expand All</a>'
    assert Dreamwidth.endpoints(content, f"{url}?page=2") == (f"{url}?expand_all=1&page=2",)
    assert Dreamwidth.endpoints(content, f"{url}?expand_all=1") == ()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://soot-and-ash.livejournal.com/1.html", "soot_and_ash"),
        ("http://www.livejournal.com/users/frank/11.html", "frank"),
        ("http://community.livejournal.com/kilnroom/9120.html", "kilnroom"),
        ("http://www.livejournal.com/", None),
    ],
)
def test_the_journal_is_told_by_the_address(url: str, expected: str | None) -> None:
    assert expected == journal(url)


def test_a_picture_from_livejournal_makes_no_livejournal() -> None:
    content = b'<body><img src="http://l-stat.livejournal.com/img/userinfo.gif"><p>cross-posted</p></body>'
    assert detect(content, "http://blog.example/2010/1.html") is not LiveJournal


def test_a_journal_on_a_domain_of_its_own_is_known_by_its_page() -> None:
    content = b'<link href="//l-stat.livejournal.net/x.css"><script>Site.page = {};</script>'
    assert detect(content, "http://journal.example/1.html") is LiveJournal


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 200_000,
        '{"comments":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"comments":[1,null,"x",[],{"dtalkid":[1]},{"dtalkid":1e400},{"dtalkid":-1},{"dtalkid":true}]}',
        '{"comments":[{"dtalkid":7,"article":{"$gt":""},"uname":[1],"parent":{},"ctime_ts":"1e999"}]}',
        '{"comments":[{"dtalkid":7,"article":"x","ctime_ts":99999999999999999999,"level":1e18,"thread_url":"javascript:1"}]}',
        '{"comments":{"length":1}}',
        '{"comments":[',
    ],
)
def test_hostile_json_is_read_in_time_and_harms_nothing(hostile: str) -> None:
    started = time.process_time()
    read = read_page(page(hostile), ENTRY)
    assert time.process_time() - started < 2
    assert all(comment.published is None for comment in read.comments)
    assert all((comment.url or "https:").startswith("https:") for comment in read.comments)
    assert not [problem for problem in read.problems if problem.stage == "parse"]


def test_comments_that_name_each_other_as_parents_are_read() -> None:
    records = [{"dtalkid": 1, "parent": 2, "article": "a"}, {"dtalkid": 2, "parent": 1, "article": "b"}]
    comments = read_page(page(json.dumps({"comments": records * 2})), ENTRY).comments
    assert [("1", "2"), ("2", "1")] == [(comment.native_id, comment.parent_native_id) for comment in comments]
