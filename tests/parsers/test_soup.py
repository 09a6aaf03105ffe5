"""The tree: what its index answers, and that it is a bs4 tree like any other."""

from __future__ import annotations

import gc
import weakref
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blogark.parsers.tree.soup import (
    Element,
    Soup,
    Spans,
    Text,
    attribute,
    beside,
    children,
    find_class,
    inside,
    is_in,
    iter_class,
    iter_name,
    parents,
    paused_gc,
    walk,
)

PAGE = """<!doctype html><html lang=en><head><title>A page</title><link rel="Alternate Stylesheet" href=a.css></head>
<body><div id=main class="wide left"><h1>Title</h1><p class=lead>One <a href=/x rel=tag>two</a>.</p>
<p>Three <i>four</i></p></div><div id=side class=left hidden><p style="display: none">Five</p></div></body></html>"""


def test_names_classes_ids_and_rels_answer_in_page_order() -> None:
    soup = Soup(PAGE)
    assert ["p", "p", "p"] == [tag.name for tag in soup.by_name("p")]
    assert ["main", "side"] == [tag["id"] for tag in soup.by_class("left")]
    assert "side" == soup.by_id("none", "side", "main")["id"]  # type: ignore[index]
    assert ["link", "a"] == [tag.name for tag in (*soup.by_rel("alternate"), *soup.by_rel("tag"))]


def test_what_the_page_lacks_is_empty() -> None:
    soup = Soup(PAGE)
    assert ([], [], [], None) == (soup.by_name("video"), soup.by_class("x"), soup.by_rel("x"), soup.by_id("x"))


def test_an_element_with_two_wanted_classes_is_found_once() -> None:
    assert 2 == len(Soup(PAGE).by_class("wide", "left"))


def test_within_finds_what_stands_in_an_element_and_not_itself() -> None:
    soup = Soup(PAGE)
    [main] = soup.by_class("wide")
    assert ["h1", "p", "p"] == [tag.name for tag in soup.within(main, "p", "h1", "div")]


def test_the_tree_knows_how_much_text_stands_where() -> None:
    soup = Soup(PAGE)
    [main] = soup.by_class("wide")
    assert (len("TitleOnetwo.Threefour"), len("two")) == (main.chars, main.link_chars)
    [lead] = soup.by_class("lead")
    assert (len("Onetwo."), len("two"), 0) == (lead.own, lead.own_links, main.own)


def test_hidden_elements_are_noted() -> None:
    assert ["div", "p"] == [tag.name for tag in Soup(PAGE).concealed]


def test_bs4_reads_the_tree_as_its_own() -> None:
    soup = Soup(PAGE)
    assert "A page" == soup.title.string  # type: ignore[union-attr]
    assert ["two"] == [tag.get_text() for tag in soup.select("#main > p.lead a[rel=tag]")]
    assert "Three " == soup.find("i").previous_sibling.get_text()  # type: ignore[union-attr]
    assert "Three four" == soup.find(string="Three ").parent.get_text()  # type: ignore[union-attr]
    assert soup.find("h1").find_next("a")["href"] == "/x"  # type: ignore[union-attr,index]
    assert '<p class="lead">One <a href="/x" rel="tag">two</a>.</p>' == str(soup.find("p"))
    assert soup.find("i").find_previous("h1").name == "h1"  # type: ignore[union-attr]


def test_a_blank_between_words_is_kept_and_one_between_blocks_is_not() -> None:
    soup = Soup("<body><b>a</b> <i>b</i>\n<p>c</p>\n\n<p>d</p>")
    [body] = soup.by_name("body")
    assert ["b", " ", "i", " ", "p", "p"] == [getattr(node, "name", None) or str(node) for node in body.contents]


def test_preformatted_blanks_are_kept() -> None:
    assert "  \n  " == Soup("<pre><b>a</b>  \n  <b>c</b></pre>").by_name("pre")[0].contents[1]


def test_broken_markup_is_read_as_browsers_read_it() -> None:
    soup = Soup("<table><div>out<tr><td>in</table><p>one<p>two<b>three")
    assert ["out", "in"] == [soup.by_name("div")[0].get_text(), soup.by_name("td")[0].get_text()]
    assert ["one", "twothree"] == [tag.get_text() for tag in soup.by_name("p")]


def test_a_text_without_a_tag_is_a_page_of_text() -> None:
    assert "https://blog.example/" == Soup("https://blog.example/").get_text()


def test_what_nobody_reads_stays_empty() -> None:
    soup = Soup("<div id=a>x</div><div class='b c'>y</div><div>z</div>", unread=frozenset(("a", "c")))
    assert ["", "", "z"] == [tag.get_text() for tag in soup.by_name("div")]


def test_a_closed_tree_is_gone_without_a_collection() -> None:
    with paused_gc():
        soup = Soup(PAGE)
        [lead] = soup.by_class("lead")
        soup.close()
        assert [] == soup.by_class("lead")
        assert [] == lead.contents
        left = weakref.ref(lead.parent)
        del lead
        assert left() is None


def test_the_collector_runs_again_after_a_page() -> None:
    with paused_gc():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_elements_are_reached_from_each_other() -> None:
    soup = Soup(PAGE)
    [main] = soup.by_class("wide")
    [link] = soup.by_rel("tag")
    assert ["h1", "p", "p"] == [tag.name for tag in children(main)]
    assert ["h1", "p", "a", "p", "i"] == [tag.name for tag in walk(main)]
    assert ["p", "div", "body", "html"] == [tag.name for tag in parents(link)]
    assert ["p", "a", "p"] == [tag.name for tag in iter_name(main, "p", "a")]
    assert ["One two."] == [tag.get_text() for tag in iter_class(main, "lead", "none")]
    assert (None, "p") == (find_class(main, "left"), find_class(main, "lead").name)  # type: ignore[union-attr]


def test_an_element_stands_in_those_around_it() -> None:
    soup = Soup(PAGE)
    [link], [side] = soup.by_rel("tag"), soup.by_name("div")[1:]
    assert (True, False) == (inside(link, soup.by_class("wide")[0]), inside(link, side))
    assert (True, False) == (is_in(link, soup.by_class("left")), is_in(link, [side]))
    assert (True, False) == (link in Spans(soup.by_class("left")), link in Spans([side]))


@pytest.mark.parametrize(
    ("name", "value"), [("class", "wide left"), ("id", "main"), ("title", None), ("data-x", None), ("lang", "de")]
)
def test_an_attribute_is_a_text_or_none(name: str, value: str | None) -> None:
    assert value == attribute(Soup("<div class='wide left' id=' main' title='' lang=de>").by_name("div")[0], name)


MARKS = (
    "<p>|</p>|<div>|</div>|<table>|<tr>|<td>|</table>|<a href=x>|</a>|<b>|</b>|text| |\n|<br>|<ul>|<li>|</ul>"
    "|<pre>|</pre>|<script>|</script>|<!--x-->|<svg>|</svg>|<select>|<option>|<form>|</form>|&amp;|<|\0"
)
MARKUP = st.lists(st.sampled_from(MARKS.split("|")), max_size=40)


@given(MARKUP)
def test_every_tree_is_linked_as_bs4_links_its_own(pieces: list[str]) -> None:
    soup = Soup("".join(pieces))
    nodes = list(soup.descendants)
    for before, after in pairwise(nodes):
        assert before.next_element is after
        assert after.previous_element is before
    for node in nodes:
        siblings = node.parent.contents if node.parent else []
        assert any(child is node for child in siblings)
    for one in (tag for tag in nodes if isinstance(tag, Element)):
        assert one.order <= one.last
        assert (one.previous_sibling, one.next_sibling) == beside(one)
        assert all(one.order < child.order <= child.last <= one.last for child in children(one))
        for left, right in pairwise(one.contents):
            assert left.next_sibling is right
            assert right.previous_sibling is left


@given(MARKUP)
def test_the_sums_of_an_element_are_those_of_its_texts(pieces: list[str]) -> None:
    soup = Soup("".join(pieces))
    for tag in soup.by_name("p", "div", "td", "li"):
        if not tag.find(["svg", "select", "script"]):
            texts = [text for text in tag.find_all(string=True) if type(text) is Text]
            assert tag.chars == sum(len(text.strip()) for text in texts)


def test_the_form_that_asp_net_puts_around_a_page_is_none() -> None:
    soup = Soup("<form><input name=__VIEWSTATE><div>a</div></form><form><input name=q></form><div>b</div>")
    assert len(soup.by_name("form")) == 1
    assert [tag.get_text() for tag in soup.by_name("div")] == ["a", "a", "b"]
