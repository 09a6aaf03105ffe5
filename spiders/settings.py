"""Scrapy's settings: its engine, with nothing between the frontier and the wire that is not ours.

`crawl.py` adds what depends on the crawl (user agent, concurrency, seeds).
"""

from __future__ import annotations

from typing import Any

from .. import __version__

BOT_NAME = "blogark"
SPIDER_MODULES = ["blogark.spiders.blog"]
USER_AGENT = f"blogark/{__version__} (archives blogs; operator not named)"

# asyncio alone: our client speaks HTTP itself and needs no Twisted reactor.
TWISTED_REACTOR_ENABLED = False

# No scheme but http and https is served.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "blogark.spiders.wire.handler.RecordingDownloadHandler",
    "https": "blogark.spiders.wire.handler.RecordingDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

SCHEDULER = "blogark.spiders.frontier.Frontier"

# The frontier keeps the delay a host wants, and hands out nothing before its time. In Scrapy's slots requests
# would wait after they have left the queue: a stop would have to wait for all of them.
DOWNLOAD_DELAY = 0
DOWNLOAD_DELAY_JITTER = 0

# None of Scrapy's own parts stands between engine and wire. Emptied here, and not set to None one by one: Scrapy loads
# what is None, too, with aiohttp, telnet and FTP, which were 0.15 s of each start.
EXTENSIONS_BASE: dict[str, int] = {}
# The spider yields nothing and takes every status: for these there is nothing to do.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
# Scope and redirects are the frontier's, each hop archived by itself. Retries wait in the journal, where a kill does
# not lose them. robots.txt is read here as RFC 9309 has it (Scrapy's goes on after a 5xx, and heeds no Crawl-delay).
# The client has its own deadlines and headers, so that the request in the WARC is what was sent; it sends no
# credentials and no cookies, which would make captures depend on the order of visits, and uses no proxy, which would
# stand in the WARC in the place of the server. Content coding is kept; the spider decodes what it reads, with bounds.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {"blogark.spiders.middleware.RobotsMiddleware": 100}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False

# For every response Scrapy starts this many tasks to work on what the spider yields, which is nothing.
CONCURRENT_ITEMS = 1
LOG_FORMATTER = "blogark.spiders.middleware.QuietLogFormatter"
LOG_ENABLED = False
# Names are looked up by our client.
DNSCACHE_ENABLED = False


def for_crawl(values: dict[str, Any]) -> dict[str, Any]:
    """These settings and the crawl's own, for `AsyncCrawlerRunner`."""
    fixed = {name: value for name, value in globals().items() if name.isupper()}
    return fixed | values
