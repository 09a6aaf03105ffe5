"""Categories against tags: what tells which, and what belongs to the blog and not to the post."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.model import Post

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
ALL = "".join(
    f"<li><a href=/category/{name.lower()}>{name}</a>"
    for name in ("Birds", "Eels", "Fish", "Mills", "Nets", "Oars", "Reeds", "Weirs")
)


def read(body: str, head: str = "") -> Post:
    page = f"<html lang=en><head><title>On reeds</title><meta property=og:type content=article>{head}</head>"
    page += f"<body><article><h1>On reeds</h1>{body}</article></body></html>"
    post = read_page(page.encode(), "https://heron.example/notes/reeds").post
    assert post is not None
    return post


def names(post: Post) -> tuple[list[str], list[str]]:
    return [term.name for term in post.categories], [term.name for term in post.tags]


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("<a rel=tag href=/tag/water>Water</a>", "", ([], ["Water"])),
        ("<a rel='category tag' href=/c/water>Water</a>", "", (["Water"], [])),
        ("<a href=/category/water/>Water</a> <a href=/tag/wind/>#wind</a>", "", (["Water"], ["wind"])),
        ("<a href='/?cat=3'>Water</a> <a href='/?tag=wind'>wind</a>", "", (["Water"], ["wind"])),
        ("<a href=/rubrik/wasser>Wasser</a> <a href=/schlagwort/wind>Wind</a>", "", (["Wasser"], ["Wind"])),
        ("<a href=/categorie/eau>Eau</a> <a href=/mot-cle/vent>Vent</a>", "", (["Eau"], ["Vent"])),
        ("", "<meta property=article:section content=Water><meta property=article:tag content='wind, rain'>",
         (["Water"], ["wind", "rain"])),
        ("", "<meta name=keywords content='wind, rain'>", ([], ["wind", "rain"])),
        ("", '<script type="application/ld+json">{"@type": "BlogPosting", "articleSection": ["Water", "Weir"], '
             '"keywords": "wind,rain"}</script>', (["Water", "Weir"], ["wind", "rain"])),
        ("<div class=post-categories>Filed under <a href=/w>Water</a></div>", "", (["Water"], [])),
        ("<p class=cate><a href=list.php?id=3>Water</a></p>", "", (["Water"], [])),
        ("<p>In <span itemprop=articleSection>Water, Weir</span></p>", "", (["Water", "Weir"], [])),
        ("<p><a href='spip.php?rubrique3'>Eau</a> <a href='spip.php?mot12'>Vent</a></p>", "", (["Eau"], ["Vent"])),
        ("<div class=categories><a href=mot/eau>Eau</a>, <a href=mot/vent>Vent</a></div>", "", ([], ["Eau", "Vent"])),
    ],
)  # fmt: skip
def test_terms_are_told_by_rel_by_address_by_class_or_by_machines(
    body: str, head: str, expected: tuple[list[str], list[str]]
) -> None:
    assert names(read(body + TEXT, head)) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<nav><ul>{ALL}</ul></nav>",
        f"<aside><ul>{ALL}</ul></aside>",
        f"<div class=sidebar><ul>{ALL}</ul></div>",
        f"<div><ul>{ALL}</ul></div>",
        "<script type='application/ld+json'>"
        '{"@type": "BlogPosting", "articleSection": "Reeds bend to the wind, and they rise again."}</script>',
        "<meta property=article:section content='Reeds bend, and they bend again, to wind and to water alike.'>",
        "<meta property=article:section content='https://heron.example/water/'>",
        "<div class=related-posts><a href=/category/eels rel=tag>Eels</a></div>",
        "<a href=https://elsewhere.example/category/eels>Eels</a>",
        "<div><div><a rel=tag href=/category/eels>Eels</a></div><h3><a href=/eels>Eels in the weir</a></h3></div>",
        "<div id=comments><div class=comment><b>Ann</b><p>See <a href=/category/eels>Eels</a></p></div></div>",
        "<a href=/category/eels>Read more »</a>",
        "<ul><li><a href=/category/eels>Eels</a> (12)<li><a href=/category/nets>Nets</a> (3)</ul>",
    ],
)
def test_what_belongs_to_the_blog_or_to_another_post_is_no_term_of_this_one(body: str) -> None:
    assert names(read(TEXT + body)) == ([], [])


def test_the_keywords_of_the_blog_are_none_of_an_article_that_says_it_has_none() -> None:
    own, head = "<meta itemprop=keywords content='{0}'>", "<meta name=keywords content='wind, rain'>"
    assert names(read(own.format("") + TEXT, head)) == ([], [])
    assert names(read(own.format("wind") + TEXT, head)) == ([], ["wind"])


def test_the_footer_of_a_page_of_few_words_is_the_blog_s() -> None:
    links = "".join(f"<li><a href=/category/{name}/>{name}</a>" for name in ("boats", "people", "tools"))
    page = (
        f"<html lang=en><title>Reeds</title><main><h1>Reeds</h1><p>Nothing yet.</main><footer class=site-footer>{links}"
    )
    post = read_page(page.encode(), "https://heron.example/reeds/").post
    assert post is not None
    assert names(post) == ([], [])


def test_a_menu_above_the_heading_is_none_in_whatever_order_it_stands() -> None:
    names_ = ("Weirs", "Birds", "Oars", "Eels", "Mills", "Nets")
    menu = "".join(f"<li><a href=/category/{name.lower()}>{name}</a>" for name in names_)
    assert section(f"<div><ul>{menu}</ul></div><h1>On reeds</h1>{TEXT}", "https://heron.example/reeds") == []
    assert section(f"<h1>On reeds</h1>{TEXT}<p>{menu}</p>", "https://heron.example/reeds") == [*names_]


def test_a_term_keeps_its_address_and_slug() -> None:
    [term] = read(f"<a rel='category tag' href=/category/long-list/>Long list</a>{TEXT}").categories
    assert (term.url, term.slug) == ("https://heron.example/category/long-list/", "long-list")


def test_a_term_that_stands_twice_is_one() -> None:
    link = "<a rel=tag href=/tag/water>Water</a>"
    assert names(read(link + TEXT + link)) == ([], ["Water"])


@pytest.mark.parametrize(
    ("trail", "expected"),
    [
        ("<a href=/>Home</a> » <a href=/water/>Water</a> » On reeds", ["Water"]),
        (
            "<a href=/>Home</a> » <a href=/2010/42/>2010/42</a> » <a href=/water/>Water</a> » <span>On reeds</span>",
            ["Water"],
        ),
        ("<a href=/>Home</a> » <a href=/notes/reeds>On reeds</a>", []),
        ("<a href=/>Home</a> » <a href=/notes/reeds>On re...</a>", []),
        ("<a href=/water/>Water</a> » <a href=/water/weirs/>Weirs</a>", ["Water", "Weirs"]),
        ("<a href=/water/>Water</a> » <a href=/water/weirs/>Weirs</a> » On reeds", ["Water", "Weirs"]),
        ("<a href=/site/start.html>Startseite</a> » <a href=/water/>Water</a>", ["Water"]),
        ("<a href=/en/>Heron Ltd</a> » <a href=/en/water/>Water</a>", ["Water"]),
        ("<a href=/index.php>Heron Ltd</a> » <a href=/water/>Water</a>", ["Water"]),
        ("<a href=/site/>Heron Trust</a> » <a href=/site/water/>Water</a>", ["Water"]),
        ("<a href=/our/blog/>Blog</a> » <a href=/our/blog/water/>Water</a>", ["Water"]),
        ("<a href=/our/blog/>Blog</a> » On reeds", ["Blog"]),
        ("<a href=/our/list/>‹ Back to the list</a> <a href=/water/>Water</a>", ["Water"]),
    ],
)
def test_breadcrumbs_between_home_and_the_post_are_categories(trail: str, expected: list[str]) -> None:
    site = "<meta property=og:site_name content='Heron Trust'>"
    assert names(read(f"<div class=breadcrumbs>{trail}</div>{TEXT}", site))[0] == expected


def test_a_page_that_only_says_that_it_has_breadcrumbs_is_none() -> None:
    menu = "".join(f"<li><a href=/{name}>{name}</a>" for name in ("air", "dew", "fog", "hail", "ice", "mud", "rain"))
    page = f"<div class=has-breadcrumbs><ul>{menu}{menu}</ul>{TEXT}</div>"
    assert names(read(page))[0] == []


def test_breadcrumbs_through_the_section_that_machines_are_told_tell_the_way_to_it() -> None:
    trail = "<p class=breadcrumbs><a href=/>Home</a> » <a href=/water/>Water</a> » <a href=/water/weirs/>Weirs</a></p>"
    told = "<meta property=article:section content={}>"
    assert names(read(trail + TEXT, told.format("Weirs")))[0] == ["Water", "Weirs"]
    assert names(read(trail + TEXT, told.format("Wind")))[0] == ["Wind"]


def test_a_step_of_breadcrumbs_keeps_its_address() -> None:
    [term] = read(f"<p class=breadcrumbs><a href=/>Home</a> » <a href=/water/>Water</a></p>{TEXT}").categories
    assert (term.url, term.slug) == ("https://heron.example/water/", "water")


def section(body: str, url: str) -> list[str]:
    page = (
        f"<html><head><title>On reeds</title><meta property=og:type content=article></head><body>{body}</body></html>"
    )
    post = read_page(page.encode(), url).post
    assert post is not None
    return names(post)[0]


@pytest.mark.parametrize(
    ("menu", "url", "expected"),
    [
        ("<a href=/water>Water</a>", "https://heron.example/water/on-reeds", ["Water"]),
        ("<a href=https://heron.example/water/>Water</a>", "https://heron.example/water/on-reeds/", ["Water"]),
        ("<a href=/water>Water</a> <a href=/water/big-weirs>Big weirs</a>",
         "https://heron.example/water/big-weirs/2019/reeds", ["Water", "Big weirs"]),
        ("<a href=/natur-umwelt>Natur &amp; Umwelt</a>", "https://heron.example/natur-umwelt/rohr", ["Natur & Umwelt"]),
        ("<a href=/oesterreich>Österreich</a>", "https://heron.example/oesterreich/schilf", ["Österreich"]),
        ("<a href=/pais>País</a>", "https://heron.example/pais/cana", ["País"]),
        ("<a href=/water>Home</a>", "https://heron.example/water/on-reeds", []),
        ("<a href=/water>See what we did for the rivers</a>", "https://heron.example/water/on-reeds", []),
        ("<a href=/blog>Blog</a>", "https://heron.example/blog/on-reeds", []),
        ("<a href=/2019>2019</a> <a href=/2019/04>April</a>", "https://heron.example/2019/04/on-reeds", []),
        ("<a href=/on-reeds>On reeds</a>", "https://heron.example/on-reeds", []),
        ("<a href=https://elsewhere.example/water>Water</a>", "https://heron.example/water/on-reeds", []),
    ],
)  # fmt: skip
def test_folders_of_the_address_are_categories_where_a_menu_shows_them_by_their_name(
    menu: str, url: str, expected: list[str]
) -> None:
    article = f"<article><h1>On reeds</h1>{TEXT}</article>"
    assert section(f"<nav><ul><li>{menu}</ul></nav>{article}", url) == expected
    assert section(f"<p>{menu}</p>{article}", url) == []


def test_the_topic_that_xoops_writes_before_a_title_is_the_category() -> None:
    head = "<span class=itemTitle><a href=/modules/news/index.php?storytopic=3>Water</a> : On reeds in wind</span>"
    body = f"<table><tr><td class=itemHead>{head}<tr><td class=itemBody>{TEXT}</table>"
    assert section(body, "https://heron.example/modules/news/article.php?storyid=504") == ["Water"]


MENU = (
    "<nav><a href=/>Home</a><a href=/areas/18-34837>Water</a><a href=/areas/7>Wind</a><a href=/user/3>Wader</a></nav>"
)


@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ("<div><a href=/areas/18-34837>Water</a> 3 May 2020</div>", ["Water"]),
        ("<ul><li><a href=https://heron.example/areas/18-34837/>Water</a><li><a href=/areas/7>Wind</a></ul>",
         ["Water", "Wind"]),
        # another name, a button, a person, a sentence, a promise of more
        ("<div><a href=/areas/18-34837>All about water</a></div>", []),
        ("<div><a class=btn href=/areas/7>Wind</a></div>", []),
        ("<div class=author><a href=/areas/7>Wind</a></div>", []),
        (f"<p>As we wrote on <a href=/areas/7>Wind</a> {'and on water ' * 8}</p>", []),
        ("<p>… on to <a href=/areas/7>Wind</a></p>", []),
        ("<div><a href=/>Home</a></div>", []),
        ("<div>By <a href=/user/3>Wader</a></div>", []),
    ],
)  # fmt: skip
def test_a_link_beside_the_title_to_where_the_menu_leads_is_the_category(beside: str, expected: list[str]) -> None:
    assert names(read(MENU + beside + TEXT))[0] == expected


def test_a_section_beside_the_title_counts_more_than_breadcrumbs_that_do_not_lead_through_it() -> None:
    crumbs = "<div class=breadcrumbs><a href=/>Home</a> <a href=/{}>{}</a></div>"
    beside = "<div><a href=/areas/7>Wind</a></div>"
    assert names(read(MENU + crumbs.format("news", "News") + beside + TEXT))[0] == ["Wind"]
    through = crumbs.format("news", "News").replace("</div>", " <a href=/areas/7>Wind</a></div>")
    assert names(read(MENU + through + beside + TEXT))[0] == ["News", "Wind"]


def test_a_label_before_the_category_is_a_word_of_its_own() -> None:
    assert names(read("<p class=category>In: Water</p>" + TEXT))[0] == ["Water"]
    assert names(read("<p class=category>Inland water</p>" + TEXT))[0] == ["Inland water"]


def test_news_of_typo3_show_their_categories_in_the_footer_of_the_head() -> None:
    shown = (
        "<span class=news-list-category>\n\tWater &amp; wind\n\n\t\n\tWeirs\n\t<a href=/start/>Startseite</a>\n</span>"
    )
    beside = "<div class=news-list-view><h4><a href=/eels>Eels in the weir</a></h4>" + shown.replace("Water", "Eels")
    head = f"<div class=header><h1>On reeds</h1></div><div class=footer><p>{shown}</p></div>"
    page = f"<div class='news news-single'><div class=article>{head}{TEXT}</div>{beside}</div></div>"
    assert section(page, "https://heron.example/notes/reeds") == ["Water & wind", "Weirs"]
    page = f"<div class='news news-single'><div class=article><h1>On reeds</h1>{TEXT}</div>{beside}</div></div>"
    assert section(page, "https://heron.example/notes/reeds") == []


def test_breadcrumbs_of_machines_count_where_the_page_shows_none() -> None:
    steps = (
        '[{"name": "Home", "item": "https://heron.example/"}, {"name": "Water", "item": "/w"}, {"name": "On reeds"}]'
    )
    head = f'<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": {steps}}}</script>'
    assert names(read(TEXT, head))[0] == ["Water"]
