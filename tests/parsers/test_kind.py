"""What kind of page a page is that no engine's file knows: what decides, and what must not."""

from __future__ import annotations

import pytest

from blogark.parsers import Page, read_page
from blogark.parsers.generic.addresses import FRONT, LOOSE, TYPED, list_address

BLOG = "https://weir.example"
WORDS = "Water went over the top board all morning, and by noon the lower field had turned into a lake. " * 6
TEASERS = "".join(
    f'<article class="post"><h2><a href="/water-{n}/">Water {n}</a></h2>'
    f"<time>2010-10-{n:02}</time><p>High again.</p></article>"
    for n in range(10, 15)
)


def read(body: str, path: str = "/sluice/", head: str = "<title>Weir</title>", content_type: str | None = None) -> Page:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_page(page.encode(), BLOG + path, content_type)


@pytest.mark.parametrize(
    "path", ["/", "/page/2/", "/category/water/", "/tag/eels", "/author/anne/", "/2010/", "/2010/10/", "/?paged=3"]
)
def test_a_list_of_posts_is_a_listing_at_an_address_of_lists(path: str) -> None:
    page = read(f"<h1>Weir</h1>{TEASERS}", path)
    assert page.kind == "listing"
    assert page.post is None
    assert [f"{BLOG}/water-{n}/" for n in range(10, 15)] == [entry.url for entry in page.entries]
    assert page.entries[0].title == "Water 10"
    assert page.entries[0].published == "2010-10-10"


@pytest.mark.parametrize(
    "sign",
    [
        '<meta property="og:type" content="article">',
        '<meta property="article:published_time" content="2010-10-19T15:30:00Z">',
        '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "The sluice"}</script>',
    ],
)
def test_an_article_that_says_so_is_a_post_whatever_it_lists(sign: str) -> None:
    assert read(f"<h1>The sluice</h1><p>High water.</p>{TEASERS}", head=sign).kind == "post"


def test_a_page_of_tags_is_a_listing() -> None:
    tags = "".join(f"<a href=/tags/{name}/>{name}</a> " for name in ("water", "eels", "ice", "gates"))
    assert read(f"<nav><a href=/>Weir</a></nav><h1>Tags</h1>{tags}", "/tags/").kind == "listing"
    assert read(f"<nav><a href=/>Weir</a></nav><h1>Tags</h1><p>{WORDS}</p>{tags}", "/tags/").kind == "page"


def test_an_article_above_other_posts_is_no_listing_even_at_the_front() -> None:
    page = read(f"<h1>The sluice</h1><p>{WORDS}</p><p>{WORDS}</p>{TEASERS}", "/")
    assert page.kind == "page"
    assert page.post is not None


@pytest.mark.parametrize(
    "sign",
    [
        "<p class=date>19 October 2010</p>",
        "<p>by Anne</p><div id=disqus_thread></div>",
        "<article><footer><time datetime=2010-10-19>in autumn</time></footer></article>",
        "<a rel=prev href=/eels/>Eels</a>",
    ],
)
def test_what_only_posts_have_makes_a_post(sign: str) -> None:
    assert read(f"<h1>The sluice</h1><p>{WORDS}</p>{sign}").kind == "post"


@pytest.mark.parametrize("path", ["/2010/10/19/sluice", "/blog/the-sluice", "/archives/000123.html", "/?p=12"])
def test_an_address_of_posts_makes_a_post(path: str) -> None:
    assert read(f"<h1>The sluice</h1><p>{WORDS}</p>", path).kind == "post"


@pytest.mark.parametrize("more", ["", "<p>Last updated: 3 May 2019</p>", "<footer><p>19 October 2010</p></footer>"])
def test_a_text_without_a_sign_of_a_post_is_a_page(more: str) -> None:
    assert read(f"<h1>About</h1><p>I keep the weir.</p>{more}", "/about").kind == "page"


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "Error 404 - Weir", "Page not found | Weir", "Page introuvable – Weir", "Página no encontrada",
     "Oops! That page can\u2019t be found.", "Internal Server Error", "ページが見つかりません", "Страница не найдена"],
)  # fmt: skip
def test_an_error_is_known_by_its_title(title: str) -> None:
    assert read("<p>Nothing here.</p>", "/x", f'<meta charset="utf-8"><title>{title}</title>').kind == "error"


@pytest.mark.parametrize(
    "title", ["404", "How I fixed a 404 Not Found", "Found and not lost", "Forbidden fruit – Weir"]
)
def test_a_post_whose_title_only_resembles_an_error_is_none(title: str) -> None:
    assert read(f"<h1>{title}</h1><p>{WORDS}</p>", "/blog/fixed-it", f"<title>{title}</title>").kind == "post"


def test_a_form_to_log_in_is_no_page_and_beside_a_text_it_does_not_matter() -> None:
    form = "<form method=post><label>Name</label><input name=username><input type=password name=password></form>"
    assert read(f"<h1>Administration</h1>{form}", "/admin/login/", "<title>Log in</title>").kind == "other"
    assert read(f"<h1>The weir</h1><p>{WORDS}</p>{form}", "/about/", "<title>The weir</title>").kind == "page"
    locked = form.replace("<input name=username>", "")
    assert read(f"<h1>Protected: Mills</h1>{locked}", "/mills/", "<title>Mills</title>").kind == "page"


def test_what_says_nothing_is_nothing_to_read() -> None:
    assert read("<div id=root></div>", head="").kind == "other"
    assert read_page(b"{}", f"{BLOG}/data", "application/json").kind == "other"
    assert read_page(b"%PDF-1.4 ...", f"{BLOG}/paper").kind == "other"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", FRONT),
        ("/index.html", FRONT),
        ("/tag/eels/page/2", TYPED),
        ("/?cat=3", TYPED),
        ("/2018/week/13/", TYPED),
        ("/blog/archive/2018/1/", TYPED),
        ("/blog/", LOOSE),
        ("/2010/10/19/", LOOSE),
        ("/?p=12", None),
        ("/category/water/the-sluice-and-the-eels/", None),
        ("/2010/10/19/sluice", None),
        ("/2018/week/sluice/", None),
        ("/sluice/", None),
    ],
)
def test_an_address_tells_what_may_be_a_list(path: str, kind: str | None) -> None:
    assert list_address(BLOG + path) == kind


WORDPRESS = (
    '<meta name="generator" content="WordPress 3.1"><link rel="stylesheet" href="/wp-content/themes/weir/style.css">'
)
JEKYLL = '<meta name="generator" content="Jekyll v4.3.2">'


@pytest.mark.parametrize("head", ["", WORDPRESS, JEKYLL], ids=["generic", "wordpress", "jekyll"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/about/", f"<h1>About</h1><p>{WORDS}</p>"),
        (
            "/contact/",
            "<h1>Contact</h1><form><input name=mail><textarea name=text></textarea><button>Send</button></form>",
        ),
        ("/login", "<h1>Log in</h1><form><input name=user><input type=password name=word></form>"),
        ("/calendar/", "<h1>October 2010</h1><table>" + "<tr><td>4</td><td>5</td><td>6</td></tr>" * 5 + "</table>"),
        (
            "/tides",
            "<h1>Tides</h1><table><tr><td>High</td><td>4:12</td></tr><tr><td>Low</td><td>10:30</td></tr></table>",
        ),
    ],
)
def test_a_page_without_a_sign_of_a_post_is_none_on_any_engine(head: str, path: str, body: str) -> None:
    assert read(body, path, f"{head}<title>Weir</title>").kind in ("page", "other")


@pytest.mark.parametrize("head", ["", WORDPRESS], ids=["generic", "wordpress"])
def test_a_page_by_its_number_is_no_post(head: str) -> None:
    assert read(f"<h1>About</h1><p>{WORDS}</p>", "/?page_id=2", f"{head}<title>Weir</title>").kind == "page"


@pytest.mark.parametrize("head", ["", WORDPRESS, JEKYLL], ids=["generic", "wordpress", "jekyll"])
@pytest.mark.parametrize("body", [f"<h1>Search: eels</h1>{TEASERS}", "<h1>Search: eels</h1><p>Nothing was found.</p>"])
def test_a_search_is_no_post_whatever_it_finds(head: str, body: str) -> None:
    page = read(f"{body}<form role=search><input name=s></form>", "/?s=eels", f"{head}<title>Weir</title>")
    assert page.kind in ("listing", "other", "page")


def test_a_front_page_that_shows_its_newest_post_whole_is_a_listing() -> None:
    newest = (
        f'<div class="post"><h2><a rel="bookmark" href="/sluice/">The sluice</a></h2><p>{WORDS}</p><p>{WORDS}</p></div>'
    )
    rows = "".join(f"<tr><th>{n} May</th><td><a href='/water-{n}/'>Water {n}</a></td></tr>" for n in range(10, 30))
    page = read(f"{newest}<h1>All posts</h1><table>{rows}</table>", "/", f"{WORDPRESS}<title>Weir</title>")
    assert page.kind == "listing"
    assert page.post is None
