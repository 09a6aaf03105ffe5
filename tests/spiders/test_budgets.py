"""What brings nothing new is not asked for without end, whatever software made it; no post is lost by that."""

import itertools
import random
from collections.abc import Callable

import pytest

from blogark.spiders.traps.budgets import BROUGHT_NOTHING, Budgets, chained, patterns_closed
from blogark.spiders.traps.patterns import BARREN, BARREN_DATES, VIEWS
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply

HOME = "http://blog.example"
FRAME = "<title>A blog</title><p>This is the blog of somebody who writes about many things, and of some others.</p>"


def budgets(*known: str) -> Budgets:
    return Budgets({HOME + path for path in known}.__contains__)


def visits(some: Budgets, *paths: str, page: Callable[[str], str] = lambda path: "") -> int:
    """How many of the pages are visited, one after the other; none leads to anything."""
    made = 0
    for path in paths:
        if some.objection(HOME + path, "page") is None:
            some.spend(HOME + path, "page")
            some.judge(HOME + path, page(path).encode(), fruit=False, single=True)
            made += 1
    return made


def post(path: str) -> str:
    """A page with the blog's frame and a short text of its own."""
    words = random.Random(path).choices(["tide", "rope", "lamp", "owl", "quay", "sail", "fog", "brass", "oar"], k=40)
    return f"{FRAME}<h1>{' '.join(words[:5])}</h1><p>{' '.join(words[5:])}</p>"


@pytest.mark.parametrize(
    ("most", "form"),
    [
        (BARREN, "/a?sid={0:032x}"),
        (BARREN, "/page{0}?token=a1b2c3d4{0:024x}"),
        (BARREN, "/a;jsessionid={0:032X}?p=1"),
        (BARREN, "/?q=word{0}"),
        (BARREN, "/calendar?month={0:04}-05"),
        (BARREN, "/calendar?day=2010{0:02}01"),
        (BARREN_DATES, "/events/{0:04}/05/"),
        (BARREN_DATES, "/events/2010/{0:02}/03"),
    ],
)
def test_a_pattern_that_brings_nothing_is_left_after_some_visits(most: int, form: str) -> None:
    assert visits(budgets(), *(form.format(number) for number in range(10, 99))) == most


@pytest.mark.parametrize(
    "form",
    [
        "/?p={0}",
        "/index.php?entry=post-{0}",
        "/2010/05/post-{0}/",
        "/{0}.html",
        "/post/{0}",
        "/?page={0}",
        "/tag/x?start={0}",
        "/viewtopic.php?f={0}&t=1{0}",
        "/show?id=3f2504e0-4f89-11d3-9a0c-0305e8{0}ab",
    ],
)
def test_what_selects_a_page_belongs_to_no_pattern(form: str) -> None:
    some = budgets("/", "/index.php", "/viewtopic.php", "/tag/x")
    assert visits(some, *(form.format(number) for number in range(1000, 1200)), page=post) == 200


def test_a_parameter_on_many_known_pages_is_a_view_of_them() -> None:
    pages = [f"/p{number}/" for number in range(60)]
    orders = [f"{page}?orderby={name}&order={order}" for page in pages for name in "abc" for order in ("asc", "desc")]
    assert visits(budgets(*pages), *orders) <= max(BARREN, 6 * VIEWS)
    assert visits(budgets(), *orders, page=post) == len(orders)


def test_visits_that_bring_something_cost_nothing() -> None:
    some = budgets()
    for number in range(200):
        url = f"{HOME}/{1900 + number}/05/"
        assert some.objection(url, "page") is None
        some.spend(url, "page")
        some.judge(url, b"", fruit=True, single=False)


def test_more_of_the_same_kind_is_no_fruit() -> None:
    some = budgets()
    month = some.patterns(f"{HOME}/events/2010/05/", "page")
    assert not some.is_fruit(f"{HOME}/events/2010/06/", "page", month)
    assert not some.is_fruit(f"{HOME}/events/2010/06/03/", "page", month)
    assert not some.is_fruit(f"{HOME}/i.png", "requisite", month)
    assert some.is_fruit(f"{HOME}/2010/05/a-post/", "page", month)


def test_feeds_of_any_order_and_requisites_of_any_version_are_not_views() -> None:
    some = budgets(*(f"/{n}" for n in range(50)))
    for number in range(50):
        for role in ("feed", "requisite", "sitemap"):
            url = f"{HOME}/{number}?orderby=id&ver={number}"
            assert some.objection(url, role) is None  # type: ignore[arg-type]
            some.spend(url, role)  # type: ignore[arg-type]
            some.settle(url)


def test_a_script_that_always_leads_elsewhere_is_left(archive: Archive, serve: Serve) -> None:
    shared = {f"/share.g?post={n}": reply(status="302 Found", Location="http://192.0.2.1/") for n in range(90)}
    server = serve({"/": links(*shared), **shared})
    archive.crawl(server.url("/"), concurrency=1)
    # One more was on its way when the last of them was known.
    assert sum("share.g" in path for path in asked(server)) <= BARREN + 1


def test_a_style_sheet_with_a_session_id_is_not_asked_for_on_every_page(archive: Archive, serve: Serve) -> None:
    style = '<link rel=stylesheet href="/s.css?sid={0}"><link rel=icon href="/i?v={0}">'
    pages = {f"/{n}": reply(post(f"/{n}") + style.format(n)) for n in range(60)}
    server = serve({"/": links(*pages), **pages})
    archive.crawl(server.url("/"))
    assert sum("/s.css" in path for path in asked(server)) == BARREN
    assert sum("/i?v=" in path for path in asked(server)) == 60


def test_style_sheets_that_import_each_other_come_to_an_end() -> None:
    assert chained("L" + "E" * 8)
    assert not chained("EEEE")


def test_a_pattern_stays_closed_in_the_next_run() -> None:
    closed = patterns_closed([f"{BROUGHT_NOTHING}/events/… (dates)", "closed by robots.txt"])
    some = Budgets(lambda _url: False, closed)
    assert some.objection(f"{HOME}/events/2010/05/", "page") == f"{BROUGHT_NOTHING}/events/… (dates)"


def test_an_endless_calendar_ends_and_the_next_run_does_not_go_into_it(archive: Archive, serve: Serve) -> None:
    months = [f"/events/{year}/{month:02}/" for year in range(2000, 2020) for month in range(1, 13)]
    around = {path: links(*months[max(0, at - 1) : at + 2]) for at, path in enumerate(months)}
    server = serve({"/": links("/a", months[100]), "/a": reply("a"), **around})
    outcome = archive.crawl(server.url("/"))
    assert outcome.exit_code == 0
    assert sum("/events/" in path for path in asked(server)) == BARREN_DATES
    assert {f"{BROUGHT_NOTHING}/events/… (dates)"} == set(archive.urls("skipped").values())
    known = set(archive.urls("done")) | set(archive.urls("skipped"))
    server.served.clear()
    archive.crawl(server.url("/"), days=90)
    assert sum("/events/" in path for path in asked(server)) == BARREN_DATES
    assert known == set(archive.urls("done")) | set(archive.urls("skipped"))


def test_posts_that_hang_on_date_archives_alone_are_all_found(archive: Archive, serve: Serve) -> None:
    months = [f"/{year}/{month:02}/" for year in range(2000, 2010) for month in range(1, 13)]
    posts = {f"{path}post/": reply("post") for path in months}
    pages = {path: links(f"{path}post/") for path in months}
    server = serve({"/": links(*months), **pages, **posts})
    archive.crawl(server.url("/"))
    assert posts.keys() <= set(asked(server))


@pytest.mark.parametrize(
    "form",
    [
        "/vote.php?item={0}&stars=3",
        "/vote/{0}/3/",
        "/mail/to-a-friend/of-{0}",
        "/stat.php?x=y&item={0}",
        "/c/{0}?y=2010",
    ],
)
def test_pages_that_say_what_their_kind_says_are_left(form: str) -> None:
    def thanks(path: str) -> str:
        return f"{FRAME}<h1>Thanks</h1><p>Your vote for {path} was counted. You can go back now, and thank you.</p>"

    assert visits(budgets("/"), *map(form.format, range(10, 99)), page=thanks) <= 2 * BARREN


@pytest.mark.parametrize("form", ["/2010/05/{0}/", "/{0}/05/10/", "/show.php?nr={0}", "/post/{0}", "/notes/{0}.html"])
def test_posts_among_pages_that_say_nothing_are_all_visited(form: str) -> None:
    def mixed(path: str) -> str:
        return post(path) if int("".join(filter(str.isdigit, path))) % 4 else f"{FRAME}<h1>Nothing is here.</h1>"

    assert visits(budgets("/"), *map(form.format, range(2000, 2200)), page=mixed) == 200


def test_posts_whose_address_is_a_date_are_all_visited() -> None:
    days = [f"/{year}/{month:02}/{day:02}/" for year in (2009, 2010) for month in range(1, 13) for day in range(1, 29)]
    assert visits(budgets("/"), *days, page=post) == len(days)


def test_posts_of_nothing_but_a_picture_are_all_visited() -> None:
    def picture(path: str) -> str:
        return f'{FRAME}<img class="photo" src="/pictures/{path[9:]}.jpg"><p>12 May 2010</p>'

    assert visits(budgets("/"), *map("/show?nr={0}".format, range(200)), page=picture) == 200


def test_print_views_on_addresses_of_their_own_are_left() -> None:
    pages = [f"/post-about-{name}/" for name in map("".join, itertools.product("abcd", repeat=3))]
    for form in ("{0}print/", "/print{0}", "/s/8f3a2c{1:02}{0}", "{0}more.html"):
        some = budgets(*pages)
        assert visits(some, *pages, page=post) == len(pages)
        views = [form.format(page, 10 + at) for at, page in enumerate(pages)]
        text = dict(zip(views, map(post, pages), strict=True))
        assert visits(some, *views, page=text.__getitem__) <= BARREN + VIEWS


def test_a_list_under_unknown_parameters_that_shows_known_posts_is_left() -> None:
    pages = [f"/2010/05/{name}/" for name in map("".join, itertools.product("abcd", repeat=4))]
    some = budgets(*pages)
    assert visits(some, *pages, page=post) == len(pages)

    def chosen(path: str) -> str:
        return FRAME + "".join(map(post, random.Random(path).sample(pages, 10)))

    assert visits(some, *map("/browse?colour={0}&size=4".format, range(300)), page=chosen) <= 2 * BARREN


def test_a_kind_of_which_nothing_is_known_waits_for_its_first_answers() -> None:
    some = budgets()
    out = 0
    while not some.must_wait(url := f"{HOME}/vote.php?item={out}", "page"):
        some.spend(url, "page")
        out += 1
    assert out == BARREN
    some.judge(f"{HOME}/vote.php?item=3", post("/").encode(), fruit=False, single=True)
    assert not some.must_wait(f"{HOME}/vote.php?item=99", "page")


def test_session_ids_of_pages_that_were_left_are_left() -> None:
    some = budgets()
    nothing = [f"/cart/item-{number}/" for number in range(90)]
    assert visits(some, *nothing, page=lambda path: f"{FRAME}<h1>Nothing is here.</h1>") <= 2 * BARREN
    assert visits(some, *(f"{path}?sid={number:032x}" for number, path in enumerate(nothing))) == 0
