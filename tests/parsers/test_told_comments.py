"""Comments in a page's JSON-LD: read as an exact source, and made one list with those that the page shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Comment

URL = "https://heron.example/reeds"
TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
LONG = "They bend to the wind, that much is true, but who has ever seen one break?"


def read(*told: dict[str, Any], shown: str = "", **article: Any) -> tuple[Comment, ...]:
    data = {"@type": "BlogPosting", "headline": "On reeds", "url": URL, "comment": list(told)} | article
    page = f'<html lang=en><head><title>On reeds</title><script type="application/ld+json">{json.dumps(data)}</script>'
    page += f"</head><body><article><h1>On reeds</h1>{TEXT}</article>{shown}</body></html>"
    read = read_page(page.encode(), URL)
    assert read.problems == ()
    return read.comments


def one(number: int = 1, text: str = LONG, name: str = "Bo", **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "Comment", "text": text, "author": {"@type": "Person", "name": name}}
    return {**told, "url": f"{URL}#comment-{number}", "datePublished": f"2019-03-2{number}T14:30:00Z"} | more


def li(number: int = 1, text: str = LONG, name: str = "Bo", date: str = "March 21, 2019 at 3:30 PM") -> str:
    return (
        f"<div class=comment id=comment-{number}><p class=author>{name}</p><span class=date>{date}</span>"
        f"<div class=text><p>{text}</p></div></div>"
    )


def shown(*items: str) -> str:
    return f"<section id=comments><h2>{len(items)} comments</h2>{''.join(items)}</section>"


def test_what_is_only_told_is_read_whole() -> None:
    [comment] = read(one(text="<p>They bend.</p><p>They <b>do</b> not break.</p>"))
    assert (comment.native_id, comment.url, comment.position) == ("1", f"{URL}#comment-1", 1)
    assert (comment.author_name, comment.published) == ("Bo", "2019-03-21T14:30:00+00:00")
    assert (comment.published_utc, comment.published_raw) == ("2019-03-21T14:30:00Z", "2019-03-21T14:30:00Z")
    assert comment.body_text == "They bend.\n\nThey do not break."


def test_answers_stand_behind_what_they_answer() -> None:
    deeper = one(3, "No.", "Cy", comment=[one(4, "Yes.", "Di")])
    comments = read(one(1, comment=[one(2, "Perhaps.", "Ann"), deeper]), one(5, "Late to this.", "Ed"))
    found = [(c.native_id, c.parent_native_id, c.depth, c.position) for c in comments]
    assert found == [("1", None, 0, 1), ("2", "1", 1, 2), ("3", "1", 1, 3), ("4", "3", 2, 4), ("5", None, 0, 5)]


def test_an_answer_may_name_its_parent() -> None:
    comments = read(one(1), one(2, "Perhaps.", "Ann", parentItem={"@type": "Comment", "url": f"{URL}#comment-1"}))
    assert [(c.native_id, c.parent_native_id, c.depth) for c in comments] == [("1", None, 0), ("2", "1", 1)]


@pytest.mark.parametrize(
    "told",
    [
        one(1),
        one(1, url=None),
        one(1, url=None, text=LONG[:45] + "…"),
        one(1, text="Cut to something else by a plugin"),
        one(1, datePublished=None, dateCreated={"@type": "DateTime", "@value": "2019-03-21T14:30:00Z"}),
        {"@type": "UserComments", "commentText": LONG, "creator": "Bo", "commentTime": "2019-03-21T14:30:00Z"},
    ],
)
def test_a_comment_that_is_shown_and_told_is_one(told: dict[str, Any]) -> None:
    [comment] = read(told, shown=shown(li()))
    assert (comment.native_id, comment.body_text, comment.author_name) == ("1", LONG, "Bo")
    # the page's own clock, and the moment: together they tell the offset
    assert (comment.published, comment.published_utc) == ("2019-03-21T15:30:00+01:00", "2019-03-21T14:30:00Z")
    assert comment.published_raw == "March 21, 2019 at 3:30 PM"


def test_a_date_that_only_says_how_old_a_comment_is_gives_way_to_one_that_is_told() -> None:
    [comment] = read(one(), shown=shown(li(date="3 days ago")))
    assert (comment.published, comment.published_raw) == ("2019-03-21T14:30:00+00:00", "3 days ago")


def test_a_day_that_is_told_does_not_replace_a_time_that_is_shown() -> None:
    [comment] = read(one(datePublished="2019-03-21"), shown=shown(li()))
    assert comment.published == "2019-03-21T15:30:00"


def test_the_same_few_words_of_two_people_are_two_comments() -> None:
    comments = read(
        one(2, "Thanks!", "Cy", url=None), one(1, "Thanks!", "Bo", url=None), shown=shown(li(7, "Thanks!", "Bo"))
    )
    assert [(c.author_name, c.position) for c in comments] == [("Bo", 1), ("Cy", 2)]
    assert comments[0].native_id == "7"


def test_comments_that_the_page_folds_away_stand_behind_those_that_it_shows() -> None:
    comments = read(one(1), one(2, "Perhaps.", "Ann", comment=[one(3, "No.", "Cy")]), shown=shown(li(1)))
    assert [(c.native_id, c.parent_native_id, c.position) for c in comments] == [
        ("1", None, 1),
        ("2", None, 2),
        ("3", "2", 3),
    ]


def test_a_ping_that_a_plugin_tells_as_a_comment_is_none() -> None:
    ping = "<li class=pingback id=comment-4>Pingback: <a href=https://ducks.example/a>Ducks in reeds</a></li>"
    ping = f"<ol class=pinglist>{ping}</ol>"
    assert read(one(4, "[…] on reeds […]", "Ducks in reeds"), shown=ping) == ()


def test_comments_on_something_else_are_none_of_this_post() -> None:
    review = {"@type": "Product", "name": "Scythe", "comment": [one(1)]}
    assert read(mentions=review) == ()


def test_comments_beside_the_article_are_its_own() -> None:
    data = {"@context": "https://schema.org", "@graph": [{"@type": "BlogPosting", "headline": "On reeds"}, one(1)]}
    page = f'<script type="application/ld+json">{json.dumps(data)}</script><article><h1>On reeds</h1>{TEXT}</article>'
    assert [c.native_id for c in read_page(page.encode(), URL).comments] == ["1"]


def test_a_circle_of_answers_ends() -> None:
    data = '{"@type": "BlogPosting", "headline": "On reeds", "comment": {"@id": "#comment-1"}},'
    data += '{"@type": "Comment", "@id": "#comment-1", "text": "They bend.", "comment": {"@id": "#comment-1"}}'
    page = f'<script type="application/ld+json">[{data}]</script><article><h1>On reeds</h1>{TEXT}</article>'
    assert [c.native_id for c in read_page(page.encode(), URL).comments] == ["1"]


def review(name: str = "Bo", text: str = LONG) -> dict[str, Any]:
    stars = {"@type": "Rating", "ratingValue": "5"}
    told: dict[str, Any] = {"@type": "Review", "reviewBody": text, "datePublished": "2019-03-21", "reviewRating": stars}
    return {**told, "author": {"@type": "Person", "name": name}}


def test_reviews_of_a_recipe_are_comments_but_for_what_its_author_says() -> None:
    recipe: dict[str, Any] = {"@type": "Recipe", "author": [{"@type": "Person", "name": "Ann Lee"}]}
    comments = read(**recipe, review=[review(), review("Ann Lee", "Thank you all!"), review("Cy", "More salt.")])
    assert [(c.author_name, c.published, c.body_text) for c in comments] == [
        ("Bo", "2019-03-21", LONG),
        ("Cy", "2019-03-21", "More salt."),
    ]


def test_reviews_of_a_recipe_are_not_read_where_it_shows_comments() -> None:
    comments = read(**{"@type": "Recipe"}, review=review(text="<p>Cut to something else</p>"), shown=shown(li()))
    assert [c.body_text for c in comments] == [LONG]


def test_a_review_that_is_no_recipe_is_no_comment() -> None:
    assert read(review=review()) == ()


@pytest.mark.parametrize("odd", [7, None, "text", ["a"], {"@type": "Comment"}, {"@type": ["Comment", 7], "text": {}}])
def test_odd_values_are_no_comments_and_no_error(odd: Any) -> None:
    assert read(odd) == ()
