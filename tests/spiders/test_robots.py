"""robots.txt as RFC 9309 wants it."""

import asyncio
import time

import pytest

from blogark.spiders.pace.robots import MAX_BYTES, TRIES, Answer, Robots, Rules, read_rules, token_of

URL = "http://blog.example/robots.txt"
PAGE = "http://blog.example/post.html"


class Net:
    """Answers as it was told to, and remembers what it was asked for."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, url: str, via: str, hops: str) -> Answer:
        self.asked.append((url, hops))
        await asyncio.sleep(0)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


async def no_rest(_tries: int) -> None:
    pass


def robots(net: Net) -> Robots:
    return Robots(net, agent="blogark", rest=no_rest)


def rules_with(*answers: Answer) -> tuple[Rules, Net]:
    net = Net(*answers)
    return asyncio.run(robots(net).rules_for(PAGE)), net


def came(content: str, status: int = 200) -> Answer:
    return Answer(url=URL, status=status, content=content.encode())


def test_the_rules_for_us_are_followed() -> None:
    rules, _ = rules_with(
        came("User-agent: *\nDisallow: /\nUser-agent: BlogArk\nDisallow: /private/\nAllow: /private/a")
    )
    assert rules.objection(PAGE) is None
    assert rules.objection("http://blog.example/private/b") == "closed by robots.txt"
    assert rules.objection("http://blog.example/private/a") is None


def test_the_rules_for_all_are_followed_where_none_are_for_us() -> None:
    rules, _ = rules_with(came("User-agent: other\nDisallow:\n\nUser-agent: *\nDisallow: /*.html$\nCrawl-delay: 7"))
    assert rules.objection(PAGE) == "closed by robots.txt"
    assert rules.objection("http://blog.example/post.htm") is None
    assert rules.delay == 7


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418])
def test_4xx_means_no_rules(status: int) -> None:
    rules, net = rules_with(came("User-agent: *\nDisallow: /", status))
    assert rules.objection(PAGE) is None
    assert len(net.asked) == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_5xx_closes_everything_after_some_tries(status: int) -> None:
    rules, net = rules_with(came("", status))
    assert rules.objection(PAGE) == f"robots.txt answered {status}, so all counts as closed (RFC 9309)"
    assert len(net.asked) == TRIES


def test_no_answer_closes_everything_after_some_tries() -> None:
    rules, net = rules_with(Answer(url=URL, status=None, error="connection refused"))
    assert "connection refused" in (rules.objection(PAGE) or "")
    assert len(net.asked) == TRIES


def test_a_host_that_is_not_there_is_asked_once() -> None:
    rules, net = rules_with(Answer(url=URL, status=None, error="no such host is known", again=False))
    assert (rules.silence, len(net.asked)) == ("no such host is known", 1)


def test_a_second_try_that_works_counts() -> None:
    rules, _ = rules_with(came("", 503), came("User-agent: *\nDisallow: /private/"))
    assert rules.objection(PAGE) is None


def test_five_redirects_are_followed_to_other_hosts_too() -> None:
    hops = [Answer(url=URL, status=301, location=f"http://h{n}.example/robots.txt") for n in range(5)]
    rules, net = rules_with(*hops, came("User-agent: *\nDisallow: /"))
    assert rules.objection(PAGE) == "closed by robots.txt"
    assert net.asked[-1] == ("http://h4.example/robots.txt", "PRRRRR")


def test_redirects_without_end_mean_no_rules() -> None:
    rules, net = rules_with(Answer(url=URL, status=302, location="/robots.txt"))
    assert rules.objection(PAGE) is None
    assert len(net.asked) == 6


def test_a_redirect_to_a_file_is_not_followed() -> None:
    rules, net = rules_with(Answer(url=URL, status=302, location="file:///etc/passwd"))
    assert rules.objection(PAGE) is None
    assert len(net.asked) == 1


def test_a_host_is_asked_once_however_many_wait_for_it() -> None:
    net = Net(came("User-agent: *\nDisallow: /private/"))

    async def main() -> None:
        asked = robots(net)
        await asyncio.gather(*(asked.rules_for(f"http://blog.example/{n}") for n in range(9)))
        await asked.rules_for("http://www.blog.example/")
        await asked.rules_for("https://blog.example/")

    asyncio.run(main())
    assert [url for url, _ in net.asked] == [
        URL,
        "http://www.blog.example/robots.txt",
        "https://blog.example/robots.txt",
    ]


def test_one_visit_given_up_does_not_take_the_rules_from_the_others() -> None:
    net = Net(came("User-agent: *\nDisallow: /"))

    async def main() -> Rules:
        asked = robots(net)
        first = asyncio.ensure_future(asked.rules_for(PAGE))
        second = asyncio.ensure_future(asked.rules_for(PAGE))
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(main()).objection(PAGE) == "closed by robots.txt"


def test_sitemaps_are_absolute_and_named_once() -> None:
    rules = read_rules(b"Sitemap: /map.xml\nSitemap: http://blog.example/map.xml\nSitemap: ftp://x/", URL, "blogark")
    assert rules.sitemaps == ("http://blog.example/map.xml",)


def test_html_in_place_of_rules_closes_nothing() -> None:
    rules = read_rules(b"<!doctype html><html><body>Disallow: / is what I like</body></html>", URL, "blogark")
    assert rules.objection(PAGE) is None


def test_a_bom_and_cr_line_ends_are_read() -> None:
    rules = read_rules("\ufeffUser-agent: *\rDisallow: /post".encode(), URL, "blogark")
    assert rules.objection(PAGE) == "closed by robots.txt"


def test_rules_within_500_kib_count_and_what_is_behind_does_not() -> None:
    filler = b"# filler\n" * (MAX_BYTES // 9 - 10)
    content = b"User-agent: *\n" + filler + b"Disallow: /post\n" + filler + b"Disallow: /late\n"
    rules = read_rules(content, URL, "blogark")
    assert rules.objection(PAGE) == "closed by robots.txt"
    assert rules.objection("http://blog.example/late") is None


@pytest.mark.parametrize("delay", ["inf", "nan", "-5", "soon"])
def test_a_crawl_delay_that_is_none_is_passed_over(delay: str) -> None:
    assert read_rules(f"User-agent: *\nCrawl-delay: {delay}".encode(), URL, "blogark").delay is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            b"".join(b"User-agent: a%d\n" % n for n in range(16_000)) + b"Disallow: /x\n" * 16_000, id="agents"
        ),
        pytest.param(b"User-agent: *\n" + b"".join(b"Disallow: /*a%d*b\n" % n for n in range(25_000)), id="wildcards"),
        pytest.param(b"User-agent: *\nDisallow: /" + b"*a" * 200_000, id="one long rule"),
        pytest.param(b"user-agent" * 50_000, id="one long word"),
    ],
)
def test_hostile_rules_are_read_in_bounded_time(content: bytes) -> None:
    began = time.process_time()
    rules = read_rules(content, URL, "blogark")
    rules.objection("http://blog.example/" + "a" * 1_900)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("expected", "agent"),
    [("blogark", "blogark/0.1.0 (archives blogs; me@example.org)"), ("My Bot", "My Bot"), ("Foo/1", "Foo/1")],
)
def test_robots_txt_addresses_us_by_our_token(expected: str, agent: str) -> None:
    assert expected == token_of(agent)
