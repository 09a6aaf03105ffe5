"""What a page tells of its neighbours, and of how many comments there should be."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Post

URL = "https://weir.example/2009/03/gate.html"
OLDER, NEWER = "https://weir.example/2009/02/ice.html", "https://weir.example/2009/04/eels.html"
ARTICLE = (
    "<p>The gate at the upper weir had not been moved for eleven years, and it showed in every bolt of it.</p>"
    "<p>We lifted it on a Saturday with a borrowed tractor, a chain and more advice than we needed.</p>"
)


def post(extra: str) -> Post:
    html = f"<html lang=en><body><h1>A new gate</h1><p>March 13, 2009</p>{ARTICLE}{extra}</body></html>"
    read = read_page(html.encode(), URL, "text/html; charset=utf-8").post
    assert read is not None
    return read


@pytest.mark.parametrize(
    "links",
    [
        "<p><a rel=prev href={o}>Ice</a> <a rel=next href={n}>Eels</a></p>",
        "<p>&laquo; <a href={o}>Ice</a> | <a href={n}>Eels</a> &raquo;</p>",
        "<p><a href={o}>&larr; Ice</a> <a href={n}>Eels &rarr;</a></p>",
        "<div><a href={n}>Newer post</a> <a href=/>Home</a> <a href={o}>Older post</a></div>",
        "<ul><li>Previous: <a href={o}>Ice</a></li><li>Next: <a href={n}>Eels</a></li></ul>",
        "<p><a href={o}>Vorheriger Beitrag</a> <a href={n}>Nächster Beitrag</a></p>",
        "<p><a href={o}>Article précédent</a> <a href={n}>Article suivant</a></p>",
        "<p><a href={o}>Entrada anterior</a> <a href={n}>Entrada siguiente</a></p>",
        "<p><a href={o}>前の記事</a> <a href={n}>次の記事</a></p>",
        "<div><a class=post-older href={o}>Ice</a><a class=post-newer href={n}>Eels</a></div>",
        "<div><a id=newer href={n}>&larr; Eels</a><a id=older href={o}>Ice &rarr;</a></div>",
    ],
    ids=[
        "rel",
        "beside",
        "arrows",
        "english",
        "labels",
        "german",
        "french",
        "spanish",
        "japanese",
        "classes",
        "turned",
    ],
)
def test_neighbours_are_found_by_what_links_are_and_say(links: str) -> None:
    read = post(links.format(o=OLDER, n=NEWER))
    assert (OLDER, NEWER) == (read.previous_url, read.next_url)


CARD = "<div><b>{side}</b> <i>{title}</i></div>" + "<div>It was said of the eels that they knew the way.</div>" * 5


@pytest.mark.parametrize(
    "link",
    [
        "<nav id=article-nav><a id=article-nav-newer href={n}><b>Newer</b> <i>Eels</i></a></nav>",
        "<nav class=post-navigation><div><a class='article-nav-next level' href={n}><i></i> Eels</a></div></nav>",
        "<div class=post-prevnext><div class=post-next><a href={n}>Eels <span>Next</span></a></div></div>",
        "<nav class=paginav><a class=next href={n}>Next » <br><span>Eels</span></a></nav>",
        "<hr><ul><li>Next: <a href={n}>Eels</a></li></ul>",
        "<nav class=pagination-post><a href={n}>" + CARD.format(side="Next", title="Eels") + "</a></nav>",
    ],
    ids=["landscape", "icarus", "fluid", "papermod", "eleventy-base-blog", "butterfly"],
)
def test_the_newest_and_the_oldest_post_have_one_neighbour(link: str) -> None:
    read = post(link.format(n=NEWER))
    assert (None, NEWER) == (read.previous_url, read.next_url)


def test_cards_that_show_the_beginnings_of_the_neighbours_lead_to_them() -> None:
    older, newer = CARD.format(side="Previous", title="Ice"), CARD.format(side="Next", title="Eels")
    read = post(f"<nav class=pagination-post><a href={OLDER}>{older}</a><a href={NEWER}>{newer}</a></nav>")
    assert (OLDER, NEWER) == (read.previous_url, read.next_url)


def test_the_date_in_addresses_settles_what_a_blog_calls_previous() -> None:
    read = post(f"<p><a rel=next href={OLDER}>Ice</a> <a rel=prev href={NEWER}>Eels</a></p>")
    assert (OLDER, NEWER) == (read.previous_url, read.next_url)


@pytest.mark.parametrize(
    "links",
    [
        "<link rel=next href=/2009/03/gate.html/2>",
        "<p><a href=/page/2>Older posts</a></p>",
        "<p><a href=#c1>&laquo; Older comments</a> <a href=#c9>Newer comments &raquo;</a></p>",
        "<p><a href=/2009/>&laquo; Back</a></p>",
        "<p><a href=//else.example/a>&laquo; Ice</a> <a href=//else.example/b>Eels &raquo;</a></p>",
        "<p>We went on to the <a href=/2009/02/ice.html>next</a> weir.</p>",
    ],
    ids=["part", "list", "comments", "back", "elsewhere", "sentence"],
)
def test_parts_lists_and_other_sites_are_no_neighbours(links: str) -> None:
    read = post(links)
    assert (None, None) == (read.previous_url, read.next_url)


@pytest.mark.parametrize(
    ("extra", "number"),
    [
        ("<div id=comments><h3>4 comments</h3></div>", 4),
        ("<div id=comments><h3>Comments (12)</h3></div>", 12),
        ("<h3>3 Kommentare</h3><div id=comments><p>Write one!</p></div>", 3),
        ("<a href=#comments>7 comments</a>", 7),
        ("<a href=#disqus_thread>No comments</a>", 0),
        ("<span itemprop=commentCount>5</span>", 5),
        ("<meta itemprop=interactionCount content=UserComments:9>", 9),
        (
            '<script type=application/ld+json>{"@type":"BlogPosting","headline":"x","commentCount":6}</script>',
            6,
        ),
        ("<aside><h3>5 comments</h3></aside>", None),
        ("", None),
    ],
    ids=["heading", "brackets", "before", "link", "none", "count", "interactions", "json", "aside", "nothing"],
)
def test_a_page_tells_how_many_comments_there_are(extra: str, number: int | None) -> None:
    assert number == post(extra).comments_claimed


def test_a_page_tells_how_many_pings_there_are() -> None:
    assert 2 == post("<h3>2 Trackbacks</h3>").references_claimed
