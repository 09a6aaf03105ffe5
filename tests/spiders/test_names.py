"""A page that is linked by its own title is one of the blog's, however little it says."""

import random

import pytest

from blogark.spiders.links.names import names_of, titles_of
from blogark.spiders.traps.patterns import BARREN
from blogark.tests.spiders.conftest import Archive, Serve, asked, reply
from blogark.tests.spiders.wild import WORDS

URL = "http://b.example/list/"


def titled(number: int) -> str:
    """Two words, another two for each number."""
    return f"{WORDS[number % len(WORDS)]} {WORDS[number // len(WORDS)]} at sea"


def test_links_are_named_by_their_words() -> None:
    content = b"""<a href="/a">Kettle &amp;  tide</a> <a class=x href=/b><b>Owl</b> and <i>lamp</i></a>
        <a href="/c"><img src="/i.png"></a> <a href="http://other.example/d">Elsewhere by far</a> <a>No way</a>"""
    assert names_of(content, URL) == {
        ("http://b.example/a", "kettle & tide"),
        ("http://b.example/b", "owl and lamp"),
        ("http://other.example/d", "elsewhere by far"),
    }


def test_a_page_is_titled_by_its_headings_and_its_title() -> None:
    content = b"""<title>Kettle &amp; tide | The blog of somebody</title><h1>The blog of somebody</h1>
        <h2 class="t"><a href="/a">Kettle &amp; <em>tide</em></a></h2><h3></h3>"""
    assert titles_of(content) == {"kettle & tide | the blog of somebody", "the blog of somebody", "kettle & tide"}


@pytest.mark.parametrize("hostile", [b"<a " * 100_000, b"<h1>" * 100_000, b"<a href=x>" * 50_000, b"<title>" * 90_000])
def test_hostile_bytes_are_read_in_bounded_time(hostile: bytes) -> None:
    names_of(hostile, URL)
    titles_of(hostile)


@pytest.mark.parametrize("form", ["/notes/{0}.html", "/note/{0}", "/2010/05/a-{0}/", "/show.php?nr={0}"])
def test_posts_of_two_words_that_nothing_but_a_plain_link_names_are_all_visited(
    form: str, archive: Archive, serve: Serve
) -> None:
    draw = random.Random(form)
    posts = {form.format(number): titled(number) for number in range(20, 100)}
    listed = reply(
        "<h1>The notes</h1>" + "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in posts.items())
    )
    pages = {
        path: reply(f"<h1>{name}</h1><p>{draw.choice(('Quite so.', 'Alas.'))}</p>") for path, name in posts.items()
    }
    server = serve({"/": listed, **pages})
    archive.crawl(server.url("/"))
    assert posts.keys() - set(asked(server)) == set()


def test_forms_that_repeat_the_title_of_a_post_are_left(archive: Archive, serve: Serve) -> None:
    posts = {f"/notes/{number}.html": titled(number) for number in range(80)}
    listed = reply("".join(f'<li><a href="{path}">{name}</a></li>' for path, name in posts.items()))
    pages = {}
    for number, (path, name) in enumerate(posts.items()):
        pages[path] = reply(f'<h1>{name}</h1><p>Quite so.</p><a href="/send/{number}">Send it to a friend</a>')
        pages[f"/send/{number}"] = reply(f"<h1>Send {name} to a friend</h1><p>Please fill in the form.</p>")
    server = serve({"/": listed, **pages})
    archive.crawl(server.url("/"))
    assert posts.keys() - set(asked(server)) == set()
    assert sum(path.startswith("/send/") for path in asked(server)) <= 2 * BARREN


def test_pages_that_all_have_the_title_by_which_they_are_linked_are_left(archive: Archive, serve: Serve) -> None:
    pages = {
        f"/more/{number}": reply(f'<h1>Further pages</h1><a href="/more/{number + 1}">Further pages</a>')
        for number in range(99)
    }
    server = serve({"/": pages["/more/0"], **pages})
    archive.crawl(server.url("/"))
    assert sum(path.startswith("/more/") for path in asked(server)) <= 2 * BARREN
