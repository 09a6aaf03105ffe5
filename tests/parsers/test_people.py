"""Who wrote a post: sources in their order, what stands beside a name, and who is nobody."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page
from blogark.parsers.engines.byline import byline_in
from blogark.parsers.generic.alone import is_east_asian, with_degrees
from blogark.parsers.generic.signatures import beside_date, is_full_name, is_label, is_signed, names_in, tidy
from blogark.parsers.marks.structured import Person
from blogark.parsers.model import Post

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3


def read(body: str, head: str = "", path: str = "/2010/10/19/reeds") -> Post:
    page = f"<html lang=en><head><title>On reeds</title>{head}</head><body><article><h1>On reeds</h1>{body}</article>"
    post = read_page(page.encode(), f"https://heron.example{path}").post
    assert post is not None
    return post


def names(line: str) -> list[str]:
    return [person.name for person in names_in([Person(line)])]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("By Ann Lee", ["Ann Lee"]),
        ("Posted by Ann Lee on October 19, 2010", ["Ann Lee"]),
        ("This post was written by Ann Lee, Head of Marketing and Community Development", ["Ann Lee"]),
        ("Ann Lee, Head of Design; Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee, Dietitian", ["Ann Lee"]),
        ("Weir-Online-Expertin Ann Lee", ["Ann Lee"]),
        ("Senior Correspondent Ann Lee", ["Ann Lee"]),
        ("HT Correspondent", ["HT Correspondent"]),
        ("Ann, Bo, Cy", ["Ann", "Bo", "Cy"]),
        ("Ann Lee, PhD and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Ann Lee, M.D., Ph.D.", ["Ann Lee"]),
        ("Ann Lee, Jr.", ["Ann Lee, Jr"]),
        ("Von Ann Lee und Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Interview: Ann Lee", ["Ann Lee"]),
        ("Par Anne Lenoir", ["Anne Lenoir"]),
        ("Escrito por Ana León", ["Ana León"]),
        ("di Anna Leoni", ["Anna Leoni"]),
        ("Door Anneke van der Lee", ["Anneke van der Lee"]),
        ("Av Anna Lund", ["Anna Lund"]),
        ("Автор: Анна Ли", ["Анна Ли"]),
        ("文：李安", ["李安"]),
        ("撰文：李安", ["李安"]),
        ("執筆：李安", ["李安"]),
        ("작성자: 이안", ["이안"]),
        ("이안 기자", ["이안"]),
        ("بقلم: آنا لي", ["آنا لي"]),
        ("نویسنده: آنا لی", ["آنا لی"]),
        ("מאת אנה לי", ["אנה לי"]),
        ("लेखक: अन्ना ली", ["अन्ना ली"]),
        ("โดย แอนนา ลี", ["แอนนา ลี"]),
        ("Συντάκτης: Άννα Λη", ["Άννα Λη"]),
        ("Γράφει η Άννα Λη", ["Άννα Λη"]),
        ("Написала Анна Лі", ["Анна Лі"]),
        ("Yazan: Ayşe Lale", ["Ayşe Lale"]),
        ("Oleh: Ani Lestari", ["Ani Lestari"]),
        ("Ditulis oleh Ani Lestari", ["Ani Lestari"]),
        ("Tác giả: An Lê", ["An Lê"]),
        ("Szerző: Lee Anna", ["Lee Anna"]),
        ("Írta: Lee Anna", ["Lee Anna"]),
        ("Kirjoittaja: Anna Lehto", ["Anna Lehto"]),
        ("Skribent: Anna Lund", ["Anna Lund"]),
        ("Höfundur: Anna Lind", ["Anna Lind"]),
        ("Avtor: Ana Lipa", ["Ana Lipa"]),
        ("Piše: Ana Lipa", ["Ana Lipa"]),
        ("Autorius: Ona Lapė", ["Ona Lapė"]),
        ("Geskryf deur Anna Lee", ["Anna Lee"]),
        ("Texto de Ana León", ["Ana León"]),
        ("Oleh Petrenko", ["Oleh Petrenko"]),
        ("Per Olov Lund", ["Per Olov Lund"]),
        ("Ann Lee Senior Autos Reporter", ["Ann Lee"]),
        ("Ann Lee Illustration von Bo Ek", ["Ann Lee"]),
        ("Ann Lee Symbolbild Agentur", ["Ann Lee"]),
        ("Ann Lee Ann Lee", ["Ann Lee"]),
        ("Ann Lee | 19 October 2010", ["Ann Lee"]),
        ("https://heron.example/user/ann-lee", []),
        ("https:/user/ann-lee", []),
        ("heron.example/user/ann-lee", []),
        ("/authors/ann-lee", []),
        ("12 comments", []),
        ("Share this post", []),
        ("19 October 2010", []),
    ],
)
def test_a_line_names_who_wrote_and_nobody_else(line: str, expected: list[str]) -> None:
    assert names(line) == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<script type="application/ld+json">{"@type": "BlogPosting", "author": {"name": "Ann Lee"}}</script>',
         "<p class=author>Bo Ek</p>", "Ann Lee"),
        ("<meta name=author content='Ann Lee'>", "<p class=author>Bo Ek</p>", "Ann Lee"),
        ("<meta name=author content=admin>", "<p class=author>Bo Ek</p>", "Bo Ek"),
        ("<meta name=author content='https:/user/ann-lee'>", "<p class=author>Bo Ek</p>", "Bo Ek"),
        ("<meta property=og:site_name content=Heron><meta name=author content=Heron>", "<p>By Bo Ek</p>", "Bo Ek"),
        ("", "<a rel=author href=/ann>Ann Lee</a>", "Ann Lee"),
        ("", "<p><a href=/about/editors/ann-lee/>Ann Lee</a>", "Ann Lee"),
        ("", "<p><a href=/profil/207/Ann_Lee>Ann Lee</a>", "Ann Lee"),
        ("", "<div><span>Ann Lee</span><span>3 May 2020</span></div>", "Ann Lee"),
        ("", "<div><span>Press release</span><span>3 May 2020</span></div>", None),
        ("", "<address>Ann Lee</address>", "Ann Lee"),
        ("", TEXT + "<div>" * 70 + "<footer><address>Heron Lane, Reedham</address></footer>", None),
        ("", "<aside><p class=author>Written by Ann Lee</p></aside>", "Ann Lee"),
        ("", TEXT * 20 + "<aside><p class=author>Written by Ann Lee</p></aside>", None),
        ("", "<p>Por Ana León</p>", "Ana León"),
        ("", "<span itemprop=author itemscope><span itemprop=name>Ann Lee</span></span>", "Ann Lee"),
        ("", "<p>Posted by Ann Lee</p>", "Ann Lee"),
        ("", "<h2>Article written by:</h2><div><img src=a.jpg><h3>Ann Lee, MD</h3><p>She keeps the weir and writes "
             "of it and has done so for many years in the same small house.</p></div>", "Ann Lee"),
        ("", "<p>October 19, 2010 · 3 min · Ann Lee</p>", "Ann Lee"),
        ("", "<p><span>2010-10-19</span> · <a href=https://code.example/ann>Ann Lee</a></p>", "Ann Lee"),
    ],
)  # fmt: skip
def test_the_surest_source_that_names_a_person_is_taken(head: str, body: str, expected: str) -> None:
    assert read(body + TEXT, head).author_name == expected


@pytest.mark.parametrize(
    ("author", "line", "expected"),
    [
        ("Reed Trust", "By Bo Ek", "Bo Ek"),
        ("Reed Trust", "", "Reed Trust"),
        ("Ann Lee", "By Bo Ek", "Ann Lee"),
        ("Great Herons UK", "By Bo Ek", "Bo Ek"),
        ("Great Herons UK", "", "Great Herons UK"),
    ],
)
def test_the_name_of_the_site_in_its_title_or_domain_is_the_author_of_last_resort(
    author: str, line: str, expected: str
) -> None:
    head = f"<title>On reeds | Reed Trust</title><meta name=author content='{author}'>"
    page = f"<html><head>{head}</head><body><article><h1>On reeds</h1><p>{line}</p>{TEXT}</article></body></html>"
    post = read_page(page.encode(), "https://www.greatherons.example/2010/10/19/reeds").post
    assert post is not None
    assert expected == post.author_name


@pytest.mark.parametrize(
    "body",
    [
        "<p><span>2010-10-19</span> · <a href=/category/machine-learning>Machine Learning</a></p>",
        "<div class=author-description>Licensed Grader, Master of Arts</div>",
        "<figure><img src=r.jpg><figcaption class=author>Photo: Greg Nels</figcaption></figure>",
        "<ol><li itemscope itemprop=citation><meta itemprop=author content='Greg Nels'>Reeds, 1999</li></ol>",
        "<div id=comments><div class=comment><cite class=author>Greg Nels</cite><p>So true.</p></div></div>",
        "<aside><a rel=author href=/greg>Greg Nels</a></aside>",
    ],
)
def test_a_name_that_is_not_the_authors_is_left(body: str) -> None:
    assert read(TEXT + body).author_name is None


def test_an_account_is_given_in_full_where_the_page_prints_it() -> None:
    assert read("<p class=author>von Ann Lee</p>" + TEXT, "<meta name=author content=Ann>").author_name == "Ann Lee"


def test_the_author_keeps_the_address_of_a_profile() -> None:
    post = read("<p>By <a rel=author href=/authors/ann>Ann Lee</a></p>" + TEXT)
    assert (post.author_name, post.author_url) == ("Ann Lee", "https://heron.example/authors/ann")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Liz Koch\n\nThe long reed", "Liz Koch"),
        ("A note\n\nGuest post by Ann van der Lee\n\nText", "Ann van der Lee"),
        ("By the way, reeds bend.", None),
        ("By hand", None),
        ("Eine Kolumne von Anne Lund\n\nDas Schilf", "Anne Lund"),
        ("Gastbeitrag von Anne van der Lee", "Anne van der Lee"),
        ("Par Anne Lenoir\n\nLes roseaux", "Anne Lenoir"),
        ("Un artículo de la casa", None),
        ("Von Hand", None),
        ("Par ailleurs, les roseaux plient.", None),
        ("The weir was built by Ann Lee in the year of the flood.", None),
        (None, None),
    ],
)
def test_a_byline_is_a_line_of_its_own_among_the_first(text: str | None, expected: str | None) -> None:
    assert byline_in(text) == expected


def test_words_that_only_begin_like_a_signature_are_none() -> None:
    assert is_signed("By Ann Lee")
    assert is_signed("Autor: Ann Lee")
    assert not is_signed("Bystanders saw it")
    assert not is_signed("Text")
    assert is_signed("Par Anne Lenoir")
    assert is_signed("Por Ana León")
    assert not is_signed("Par exemple")
    assert not is_signed("Por fin llegó la lluvia a los juncos")
    assert is_label("Written by:")
    assert not is_label("Written by Ann Lee")


@pytest.mark.parametrize(
    "name", ["Ann Lee", "Ann van der Lee", "J. R. Ek", "Anne-Marie Lenoir", "Émile Noir", "Анна Ли"]
)
def test_first_and_last_name_are_a_full_name(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name", ["Ann", "ann lee", "Head of Design", "Reed Verlag GmbH", "More Posts", "The Heron News"]
)
def test_one_word_a_role_or_a_company_is_no_full_name(name: str) -> None:
    assert not is_full_name(name)


def test_a_name_stands_beside_its_date_and_alone() -> None:
    assert beside_date("Ann Lee | Senior Writer | July 2, 2025") == "Ann Lee"
    assert beside_date("July 2, 2025 · 3 min · 612 words · Ann Lee") == "Ann Lee"
    assert beside_date("Ann Lee | Bo Ek | July 2, 2025") is None
    assert beside_date("Ann Lee | Gardening") is None


def test_tidying_nothing_gives_nothing() -> None:
    assert tidy(None) is None
    assert tidy("—") is None
    assert tidy("x" * 300) is None


LONG = TEXT + "<p>They have done so for as long as anybody at the weir can remember, and longer.</p>" * 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (LONG + "<p><strong>Ann Lee</strong></p>", "Ann Lee"),
        (LONG + "<p><em>– Ann Lee</em></p><p>Next</p>", "Ann Lee"),
        # not set off, a label, words of the text, another text behind it, hardly any text
        (LONG + "<p>Ann Lee</p>", None),
        (LONG + "<p><strong>Weitere Bilder:</strong></p>", None),
        (LONG + "<p><b>Remember Longer</b></p>", None),
        (LONG + "<p><strong>Ann Lee</strong></p>" + LONG, None),
        ("<p>Reeds.</p><p>Weirs.</p><p><b>Ann Lee</b></p>", None),
        # beside the text, under a label or as a box under the title
        (LONG + "<aside class=card><h3>Published</h3><p>3 May</p><h3>Author</h3><p>Ann Lee</p></aside>", "Ann Lee"),
        ("<div class=sidebar><div class='box author'><b>Ann Lee</b></div></div>" + LONG, "Ann Lee"),
        ("<div class=meta><span>| By </span><span>Ann Lee</span> | <i>3 May 2010</i></div>" + LONG, "Ann Lee"),
        ("<p class=article_credit>島津健吾</p>" + LONG, "島津健吾"),
        ("<p class=article_credit>編集部</p>" + LONG, None),
        ("<p class=lead>島津健吾</p>" + LONG, None),
        ("<div class=subtitle>Ann Lee, DVM, DACVB; Bo Ek, BA, LVT (Behavior) &amp; Cy Orr, DVM</div>" + LONG,
         "Ann Lee, Bo Ek, Cy Orr"),
        (LONG * 4 + "<p>Ann Lee, DVM</p>", None),
    ],
)  # fmt: skip
def test_a_name_alone_signs_where_nothing_but_a_signature_stands(body: str, expected: str | None) -> None:
    assert read(body).author_name == expected


@pytest.mark.parametrize(
    "line", ["Silver Spring, MD", "Ann Lee, Bo Ek", "Ann Lee, DVM, of the weir", "DVM, Ann Lee", "Ann Lee", ""]
)
def test_a_line_without_sure_degrees_names_nobody(line: str) -> None:
    assert with_degrees(line) == []


def test_a_full_name_that_the_page_prints_stands_for_the_account() -> None:
    body = "<p class=full-name>Todd Bates</p><p class=full-name>Ann Lee</p>" + TEXT
    assert read(body, "<meta name=author content=Todd>").author_name == "Todd Bates"
    assert read(body, "<meta name=author content=Rowan>").author_name == "Rowan"


def test_desks_and_papers_are_no_names_in_japanese() -> None:
    assert is_east_asian("高木 浩光")
    assert not any(map(is_east_asian, ("編集部", "朝日新聞社", "写真提供", "高", "High", "高木浩光高木浩光高木浩光")))
