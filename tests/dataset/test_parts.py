"""Posts that stand on several pages: their parts joined in order, whatever order they come in."""

from itertools import permutations

import pytest

from blogark.dataset.tables.dump import dump
from blogark.parsers.model import Link, Media
from blogark.tests.dataset.made import capture, feed, page, post, rows, saved, values

REVISIONS = "SELECT previous_body_text, body_text FROM post_revisions ORDER BY id"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "dataset.sqlite"


def address(part):
    return "/a/" if part == 1 else f"/a/{part}/"


def part(number, text=None, *, parts=3, **more):
    """Page `number` of the post /a/."""
    text = text or f"Part {number}."
    return page(
        address(number),
        platform="wordpress",
        post=post("/a/", body_text=text, body_html=f"<p>{text}</p>", word_count=2, part=number, parts=parts),
        links=(Link(url=f"http://other.example/{number}"),),
        media=(Media(kind="image", url=f"http://blog.example/{number}.jpg", caption=f"Seen {number}"),),
        **more,
    )


def seen(*numbers, first=1, crawl=1, **texts):
    return [
        (
            capture(place, address(number), crawl_id=crawl),
            part(number, texts.get(f"p{number}"), parts=texts.get("parts", 3)),
        )
        for place, number in enumerate(numbers, start=first)
    ]


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_parts_are_joined_in_their_order_whichever_comes_first(path, order):
    saved(path, *seen(*order))
    assert rows(path, "SELECT url, body_text, body_html, word_count FROM posts") == [
        ("http://blog.example/a/", "Part 1.\n\nPart 2.\n\nPart 3.", "<p>Part 1.</p>\n<p>Part 2.</p>\n<p>Part 3.</p>", 6)
    ]
    assert [1, 2, 3] == [int(str(url)[-1]) for url in values(path, "SELECT url FROM links ORDER BY position")]
    assert ["Seen 1", "Seen 2", "Seen 3"] == values(path, "SELECT caption FROM media ORDER BY position")
    assert values(path, "SELECT capture_id FROM posts") == [order.index(1) + 1]
    assert [] == rows(path, REVISIONS)


def test_a_changed_part_is_one_revision_whichever_comes_first(path):
    for order in permutations((1, 2, 3)):
        path.unlink(missing_ok=True)
        saved(path, *seen(1, 2, 3), *seen(*order, first=4, crawl=2, p2="Part two."))
        told = "Part 1.\n\n{}\n\nPart 3."
        assert [(told.format("Part 2."), told.format("Part two."))] == rows(path, REVISIONS)


def test_two_changed_parts_are_one_revision(path):
    saved(path, *seen(1, 2, 3), *seen(1, 2, 3, first=4, crawl=2, p1="Part one.", p3="Part three."))
    before = "Part 1.\n\nPart 2.\n\nPart 3."
    assert [(before, "Part one.\n\nPart 2.\n\nPart three.")] == rows(path, REVISIONS)


def test_unchanged_parts_are_no_revision(path):
    saved(path, *seen(1, 2, 3), *seen(2, 3, 1, first=4, crawl=2))
    assert [] == rows(path, REVISIONS)


def test_a_part_that_was_missing_is_no_revision(path):
    saved(path, *seen(1, 3), *seen(1, 2, 3, first=3, crawl=2))
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2.\n\nPart 3."]
    assert [] == rows(path, REVISIONS)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_a_post_that_grew_by_a_part_is_one_revision(path, order):
    saved(path, *seen(1, 2, parts=2), *seen(*order, first=3, crawl=2))
    assert [("Part 1.\n\nPart 2.", "Part 1.\n\nPart 2.\n\nPart 3.")] == rows(path, REVISIONS)


def test_a_part_that_is_gone_is_left_out(path):
    saved(path, *seen(1, 2, 3), *seen(1, 2, first=4, crawl=2, parts=2))
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2."]
    assert [("Part 1.\n\nPart 2.\n\nPart 3.", "Part 1.\n\nPart 2.")] == rows(path, REVISIONS)


def test_a_post_that_was_cut_into_parts_and_says_the_same_is_no_revision(path):
    whole = page("/a/", platform="wordpress", post=post("/a/", body_text="Part 1.\n\nPart 2."))
    saved(path, (capture(1, "/a/"), whole), *seen(1, 2, first=2, crawl=2, parts=2))
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2."]
    assert [] == rows(path, REVISIONS)
    again = (capture(4, "/a/", crawl_id=3), whole)
    saved(path, (capture(1, "/a/"), whole), *seen(1, 2, first=2, crawl=2, parts=2), again)
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2."]
    assert values(path, "SELECT count(*) FROM post_parts") == [0]


def test_a_whole_body_of_an_api_is_believed(path):
    told = post("/a/", body_text="All of it.", field_sources={"body_text": "api"})
    for order in ((0, 1, 2), (2, 0, 1)):
        path.unlink(missing_ok=True)
        pages = [part(1, parts=2), part(2, parts=2), feed(told, path="/api", platform="wordpress")]
        paths = [address(1), address(2), "/api"]
        saved(path, *((capture(place, paths[one]), pages[one]) for place, one in enumerate(order, start=1)))
        assert values(path, "SELECT body_text FROM posts") == ["All of it."]


def test_parts_are_believed_over_a_feed(path):
    told = post("/a/", body_text="Part 1. Part 2.")
    for entry_first in (True, False):
        path.unlink(missing_ok=True)
        entry = (capture(1 if entry_first else 9, "/feed"), feed(told, platform="wordpress"))
        parts = seen(1, 2, first=2, parts=2)
        saved(path, *((entry, *parts) if entry_first else (*parts, entry)))
        assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2."]
        assert values(path, "SELECT capture_id FROM posts") == [2]


def test_a_part_cut_short_fills_a_gap_only(path):
    torn = (capture(3, address(2), truncated="disconnect"), part(2, "Par"))
    saved(path, *seen(1, 2), torn)
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPart 2."]
    path.unlink()
    saved(path, *seen(1), (capture(2, address(2), truncated="disconnect"), part(2, "Par")), *seen(3, first=3))
    assert values(path, "SELECT body_text FROM posts") == ["Part 1.\n\nPar\n\nPart 3."]


def test_saving_twice_is_saving_once(path):
    saved(path, *seen(1, 2, 3))
    before = list(dump(path))
    saved(path, *seen(1, 2, 3))
    assert before == list(dump(path))


def test_strange_text_in_links_of_a_part_is_kept(path):
    odd = part(1, parts=2)
    link = Link(url="http://x.example/\udcff", text="nul \x00 and \udcff")
    saved(path, (capture(1, "/a/"), page("/a/", post=odd.post, links=(link,))), *seen(2, first=2, parts=2))
    assert rows(path, "SELECT url, text FROM links ORDER BY id")[0] == (
        "http://x.example/\ufffd",
        "nul \ufffd and \ufffd",
    )
