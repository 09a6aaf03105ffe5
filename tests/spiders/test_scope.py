"""What belongs to the blog, and what of it is left alone."""

import re
import time

import pytest

from blogark.parsers.base import Trap
from blogark.spiders.scope import Ground, Scope, ground_of


@pytest.mark.parametrize(
    ("expected", "seed"),
    [
        (Ground("blog.example", None, "/"), "http://blog.example/"),
        (Ground("blog.example", None, "/"), "http://www.blog.example/first-post.html"),
        (Ground("blog.example", None, "/blog/"), "https://blog.example/blog/"),
        (Ground("blog.example", None, "/blog/"), "http://blog.example/blog/2010/10/19/intro.html"),
        (Ground("blog.example", 8080, "/"), "http://blog.example:8080/2010/10/"),
        (Ground("::1", 80, "/"), "https://[::1]:80/"),
    ],
)
def test_a_seed_spans_its_host_and_folder(expected: Ground, seed: str) -> None:
    assert expected == ground_of(seed)


@pytest.mark.parametrize(
    ("expected", "url", "role"),
    [
        (True, "http://blog.example/blog/post.html", "page"),
        (True, "https://www.blog.example/blog/post.html", "page"),
        (True, "http://blog.example/blog", "page"),
        (True, "http://blog.example/blog?page=2", "listing"),
        (False, "http://blog.example/blogroll/", "page"),
        (False, "http://blog.example/shop/", "page"),
        (False, "http://blog.example:8080/blog/", "page"),
        (False, "http://other.example/blog/", "page"),
        (False, "http://blog.example.evil.example/blog/", "page"),
        (False, "http://wwwblog.example/blog/", "page"),
        (True, "http://blog.example/images/a.png", "requisite"),
        (True, "http://cdn.example/images/a.png", "requisite"),
        (True, "http://blog.example/sitemap.xml", "sitemap"),
    ],
)
def test_a_blog_below_the_root_is_its_folder_and_what_its_pages_need(expected: bool, url: str, role: str) -> None:
    assert expected is Scope.of("http://blog.example/blog/").covers(url, role)


def test_requisites_can_be_left_out() -> None:
    scope = Scope.of("http://blog.example/", requisites=False)
    assert not scope.covers("http://blog.example/a.png", "requisite")
    assert scope.covers("http://blog.example/a.html", "page")


def test_where_the_seed_moved_to_is_the_blog_too() -> None:
    scope = Scope.of("http://old.example/").extended("https://www.new.example/blog/2020/x.html")
    assert scope.covers("https://new.example/blog/a")
    assert scope.covers("http://old.example/a")
    assert not scope.covers("https://new.example/shop/")
    assert scope is scope.extended("https://www.new.example/blog/")


@pytest.mark.parametrize(
    ("expected", "link"),
    [
        ("http://blog.example/a?b", "https://www.blog.example/a?b"),
        ("http://blog.example/", "http://www.blog.example/"),
        ("http://blog.example/a", "http://blog.example/a"),
        ("http://blog.example:81/a", "http://blog.example:81/a"),
        ("https://my.blog.example/a", "https://my.blog.example/a"),
        ("http://blog.example.org/a", "http://blog.example.org/a"),
    ],
)
def test_all_spellings_of_the_origin_are_one(expected: str, link: str) -> None:
    assert Scope.of("http://blog.example/").at_home(link) == expected


def test_where_the_seed_moves_to_is_the_origin() -> None:
    scope = Scope.of("http://blog.example/").extended("https://www.blog.example/")
    assert scope.at_home("http://blog.example/a") == "https://www.blog.example/a"
    assert len(scope.grounds) == 1


def test_a_page_that_moves_to_another_spelling_takes_the_blog_with_it() -> None:
    scope = Scope.of("http://blog.example/")
    assert scope.moved("http://blog.example/a", "https://blog.example/a").origin == "https://blog.example"
    assert scope.moved("http://blog.example/a", "https://blog.example/login").origin == "http://blog.example"
    assert scope.moved("http://blog.example/a", "http://other.example/a").origin == "http://blog.example"


def test_exclude_wins_over_include_and_neither_stops_the_seed() -> None:
    scope = Scope.of("http://blog.example/", include=[r"/20\d\d/"], exclude=[r"/2011/"])
    assert scope.objection("http://blog.example/2010/a") is None
    assert scope.objection("http://blog.example/2011/a") == "excluded by --exclude /2011/"
    assert scope.objection("http://blog.example/about") == "matches no --include"
    assert scope.objection("http://blog.example/") is None


def test_feeds_and_sitemaps_need_no_include() -> None:
    scope = Scope.of("http://blog.example/", include=[r"/2010/"], exclude=["private"])
    assert scope.objection("http://blog.example/rss.xml", "feed") is None
    assert scope.objection("http://blog.example/sitemap.xml", "sitemap") is None
    assert scope.objection("http://blog.example/private/rss.xml", "feed") is not None


def test_a_file_that_a_page_needs_is_no_trap() -> None:
    trap = Trap(re.compile(r"[?&](?:v|s|ref)="), "a file's address with a query")
    scope = Scope.of("http://blog.example/").with_traps((trap,))
    assert scope.objection("http://blog.example/css/index.css?v=5.7.0", "requisite") is None
    assert scope.objection("http://blog.example/css/index.css?v=5.7.0") == trap.reason
    assert scope.objection("http://blog.example/post/?ref=feed", "requisite") == trap.reason
    assert scope.objection("https://secure.gravatar.com/avatar/1b9c?s=80", "requisite") is None


def test_a_trap_of_the_engine_gives_its_reason() -> None:
    trap = Trap(re.compile(r"[?&]replytocom="), "a reply form of a page that is archived without it")
    scope = Scope.of("http://blog.example/").with_traps((trap,))
    assert scope.objection("http://blog.example/post?replytocom=7") == trap.reason
    assert scope.objection("http://blog.example/post") is None


@pytest.mark.parametrize(
    ("expected", "path"),
    [
        (True, "/a/a/a/"),
        (True, "/x/a/b/a/b/a/b/y"),
        (True, "/blog/css/img/x/css/img/x/css/img/x/p"),
        (False, "/2011/11/11/11/post.html"),
        (False, "/a/b/a/b/c/d/e/"),
        (False, "//////"),
        (False, "/a/b/c/d/e/f/g/"),
    ],
)
def test_a_path_that_repeats_itself_is_a_trap(expected: bool, path: str) -> None:
    reason = Scope.of("http://blog.example/").objection(f"http://blog.example{path}")
    assert expected is (reason == "the same path repeats itself")


def test_judging_a_long_url_takes_no_time() -> None:
    scope = Scope.of("http://blog.example/")
    began = time.process_time()
    scope.objection("http://blog.example" + "/a/b" * 495)
    scope.objection("http://blog.example" + "/" * 1980)
    assert time.process_time() - began < 0.1
