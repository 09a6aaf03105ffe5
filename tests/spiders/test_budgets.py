"""What brings nothing new is not asked for without end, whatever software made it; no post is lost by that."""

import pytest

from blogark.spiders.budgets import BARREN, BARREN_DATES, BROUGHT_NOTHING, VIEWS, Budgets, chained, patterns_closed
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply

HOME = "http://blog.example"


def budgets(*known: str) -> Budgets:
    return Budgets({HOME + path for path in known}.__contains__)


def visits(some: Budgets, *paths: str) -> int:
    """How many of the pages are visited, if none brings anything."""
    made = 0
    for path in paths:
        if some.objection(HOME + path, "page") is None:
            some.spend(HOME + path, "page")
            made += 1
    return made


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
    assert visits(some, *(form.format(number) for number in range(1000, 1200))) == 200


def test_a_parameter_on_many_known_pages_is_a_view_of_them() -> None:
    pages = [f"/p{number}/" for number in range(60)]
    orders = [f"{page}?orderby={name}&order={order}" for page in pages for name in "abc" for order in ("asc", "desc")]
    assert visits(budgets(*pages), *orders) <= max(BARREN, 6 * VIEWS)
    assert visits(budgets(), *orders) == len(orders)


def test_visits_that_bring_something_cost_nothing() -> None:
    some = budgets()
    for number in range(200):
        url = f"{HOME}/{1900 + number}/05/"
        assert some.objection(url, "page") is None
        some.spend(url, "page")
        some.give_back(url, "page")


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


def test_a_script_that_always_leads_elsewhere_is_left(archive: Archive, serve: Serve) -> None:
    shared = {f"/share.g?post={n}": reply(status="302 Found", Location="http://192.0.2.1/") for n in range(90)}
    server = serve({"/": links(*shared), **shared})
    archive.crawl(server.url("/"), concurrency=1)
    # One more was on its way when the last of them was known.
    assert sum("share.g" in path for path in asked(server)) <= BARREN + 1


def test_a_style_sheet_with_a_session_id_is_not_asked_for_on_every_page(archive: Archive, serve: Serve) -> None:
    pages = {
        f"/{n}": reply(f'<link rel=stylesheet href="/s.css?sid={n}"><link rel=icon href="/i?v={n}">') for n in range(60)
    }
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
