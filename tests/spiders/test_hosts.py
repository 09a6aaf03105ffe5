"""A host is asked no faster than it may be, and one that has to wait holds up no other."""

from datetime import datetime
from itertools import pairwise
from urllib.parse import urlsplit

from blogark.spiders.pace.politeness import Politeness
from blogark.tests.spiders.conftest import Archive, Serve, asked, links, reply

DELAY = 0.2


def test_a_host_that_has_to_wait_does_not_hold_up_another(archive: Archive, serve: Serve) -> None:
    other = serve({f"/{number}.png": reply("png", Content_Type="image/png") for number in range(4)})
    pictures = "".join(f'<img src="{other.url(f"/{number}.png")}">' for number in range(4))
    pages = {f"/{number}": links("/") for number in range(6)}
    server = serve(
        {"/": reply(pictures.replace("127.0.0.1", "localhost") + "".join(f"<a href={p}>p</a>" for p in pages))} | pages
    )
    assert 0 == archive.crawl(server.url("/"), delay=DELAY).exit_code
    hosts = [urlsplit(str(url)).hostname for (url,) in archive.rows("SELECT url FROM captures ORDER BY id")]
    assert {"/", *pages} < set(asked(server))
    last_page = len(hosts) - 1 - hosts[::-1].index("127.0.0.1")
    assert hosts[:last_page].count("localhost") >= 3
    for host in ("127.0.0.1", "localhost"):
        of_host = f"url LIKE 'http://{host}%' AND url NOT LIKE '%robots.txt'"
        rows = archive.rows(f"SELECT captured_at FROM captures WHERE {of_host} ORDER BY 1")
        times = [datetime.fromisoformat(str(moment)).timestamp() for (moment,) in rows]
        assert min(after - before for before, after in pairwise(times)) > DELAY - 0.02


def test_a_delay_that_is_learned_later_counts_and_old_hosts_are_forgotten() -> None:
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    clock = Clock()
    politeness = Politeness(2.0, clock=clock)
    politeness.asked("a")
    politeness.pause("b", 5.0)
    assert {"a": 2.0, "b": 5.0} == politeness.busy()
    clock.now = 3.0
    assert {"b": 2.0} == politeness.busy()
    clock.now = 6.0
    assert {} == politeness.busy()
    politeness.slow_down("a", 10.0)
    assert {"a": 4.0} == politeness.busy()
    clock.now = 10_000.0
    assert {} == politeness.busy()
    politeness.slow_down("a", 20_000.0)
    assert 0.0 == politeness.wait("a")
