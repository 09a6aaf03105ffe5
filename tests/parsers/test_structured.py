"""What a page says of itself for machines: JSON-LD, microdata and meta elements, well formed or not."""

from __future__ import annotations

import pytest

from blogark.parsers.marks import microdata
from blogark.parsers.marks.jsonld import as_text, as_url, items_of, types_of
from blogark.parsers.marks.structured import Structured
from blogark.parsers.tree.soup import Soup

URL = "https://heron.example/reeds"


def structured(page: str) -> Structured:
    return Structured(Soup(page), URL, URL)


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "BlogPosting", "headline": "Reeds"}',
        '[{"@type": "WebSite"}, {"@type": "BlogPosting", "headline": "Reeds"}]',
        '{"@graph": [{"@type": ["Article", "BlogPosting"], "headline": "Reeds"}]}',
        '{"@type": "http://schema.org/BlogPosting", "headline": {"@value": "Reeds"}}',
        '{"@type": "schema:BlogPosting", "headline": ["Reeds"]}',
        '<!-- {"@type": "BlogPosting", "headline": "Reeds"} -->',
        '//<![CDATA[\n{"@type": "BlogPosting", "headline": "Reeds"}\n//]]>',
        '{"@type": "BlogPosting", "headline": "Reeds", "description": "two\nlines"};',
    ],
)
def test_the_article_is_found_however_it_is_wrapped(text: str) -> None:
    assert structured(script(text)).article_text("headline") == "Reeds"


@pytest.mark.parametrize("order", [1, -1], ids=["whole first", "whole last"])
def test_of_two_objects_with_one_id_the_one_that_says_more_is_meant(order: int) -> None:
    ann = ['{"@id": "#ann", "@type": "Person", "name": "Ann Lee"}', '{"@id": "#ann", "@type": "Person"}']
    found = structured("".join(map(script, ann[::order])))
    assert found.resolved({"@id": "#ann"}) == {"@id": "#ann", "@type": "Person", "name": "Ann Lee"}


@pytest.mark.parametrize("text", ['{"@type": "BlogPosting"', "", "[" * 100_000, "null", '"text"', "{}"])
def test_a_script_that_is_no_json_costs_nothing_else(text: str) -> None:
    found = structured(script(text) + script('{"@type": "BlogPosting", "headline": "Reeds"}'))
    assert found.article_text("headline") == "Reeds"


def test_the_scripts_that_could_not_be_read_are_counted() -> None:
    assert structured(script("{")).broken == 1
    assert items_of(Soup(script("{}"))) == ([], 0)


def test_the_article_of_this_page_is_chosen_among_several() -> None:
    other = '{"@type": "BlogPosting", "url": "/rain", "headline": "Rain", "wordCount": 900}'
    own = f'{{"@type": "BlogPosting", "mainEntityOfPage": {{"@id": "{URL}"}}, "headline": "Reeds"}}'
    assert structured(script(f"[{other}, {own}]")).article_text("headline") == "Reeds"


def test_a_list_of_articles_is_none_of_this_page() -> None:
    items = ",".join(f'{{"@type": "BlogPosting", "url": "/post-{n}", "headline": "Post {n}"}}' for n in range(5))
    assert structured(script(f"[{items}]")).article == {}


def test_a_reference_is_followed_to_what_it_names() -> None:
    text = (
        '[{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}, {"@type": "BlogPosting", "author": {"@id": "#ann"}}]'
    )
    found = structured(script(text))
    assert as_text(found.resolved(found.article["author"])) == "Ann Lee"


def test_values_are_text_whatever_holds_them() -> None:
    assert as_text("Don&#8217;t") == "Don’t"
    assert as_text({"name": ["Ann"]}) == "Ann"
    assert as_text(12) == "12"
    assert as_text(True) is None
    assert as_text(["\ud83d"]) == "\ufffd"
    assert as_url({"@id": " /x "}) == "/x"
    assert as_url([]) is None
    assert types_of({"@type": "https://schema.org/BlogPosting"}) == {"BlogPosting"}


def test_metas_are_found_by_property_name_or_itemprop_in_any_case() -> None:
    found = structured(
        "<meta property=OG:Title content=Reeds><meta name=Author content='Ann &amp;amp; Bo'><meta name=x>"
    )
    assert found.meta("og:title") == "Reeds"
    assert found.meta("author") == "Ann & Bo"
    assert found.meta("x", "description") is None


def test_a_meta_of_a_cited_work_is_not_said_of_the_page() -> None:
    cited = "<div itemscope itemprop=citation><meta itemprop=author content='Greg Nels'></div>"
    own = "<div itemscope itemprop=blogPost><meta itemprop=author content=Ann></div>"
    assert structured(cited).meta("author") is None
    assert structured(own).meta("author") == "Ann"


POSTING = "<div itemscope itemtype=http://schema.org/BlogPosting>{}</div>"


@pytest.mark.parametrize(
    "inside",
    [
        "<time itemprop=datePublished datetime=2010-10-19>in autumn</time>",
        "<meta itemprop=datePublished content=2010-10-19>",
        "<span itemprop='dateCreated datePublished'>2010-10-19</span>",
        "<p itemscope itemprop=comment><b itemprop=datePublished>2011</b></p><b itemprop=datePublished>2010-10-19</b>",
    ],
)
def test_a_property_of_the_microdata_article_is_its_value_and_nobody_elses(inside: str) -> None:
    assert structured(POSTING.format(inside)).micro("datePublished") == "2010-10-19"


def test_several_articles_side_by_side_are_none_of_the_page() -> None:
    assert structured(POSTING.format("") * 2).micro_article is None
    assert structured(POSTING.format(POSTING.format(""))).micro_article is not None


def test_a_property_is_of_another_work_only_inside_one() -> None:
    soup = Soup("<div itemscope itemprop=citation><b itemprop=name>R</b></div><i itemprop=name>S</i>")
    [outer, cited, own] = soup.items
    assert [microdata.is_of_another(tag) for tag in (outer, cited, own)] == [False, True, False]


def test_the_name_of_the_blog_is_that_of_the_site_or_of_the_publisher() -> None:
    assert structured("<meta property=og:site_name content=Heron>").site_name == "Heron"
    assert structured(script('{"@type": "Blog", "name": "Heron"}')).site_name == "Heron"
    assert structured(script('{"@type": "BlogPosting", "publisher": {"name": "Heron"}}')).site_name == "Heron"
    assert structured("<p>Heron</p>").site_name is None
