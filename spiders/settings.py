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

# No port is opened and no scheme but http and https is served.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "blogark.spiders.handler.RecordingDownloadHandler",
    "https": "blogark.spiders.handler.RecordingDownloadHandler",
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

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "blogark.spiders.middleware.RobotsMiddleware": 100,
    # The frontier knows the blog's scope; an offsite redirect of the seed is followed on purpose.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Goes on after a 5xx of robots.txt, where RFC 9309 wants a stop, and does not act on Crawl-delay.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # No credentials are sent.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # The client has deadlines of its own, for each phase and for the whole.
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    # The client sends its headers, so that the request in the WARC is what the client wrote.
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    # Each try is an exchange in the archive, and retries wait in the journal, where a kill does not lose them.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # Each hop of a redirect is a URL of the frontier, archived by itself.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    # The archive keeps the content coding; the spider decodes what it reads, with bounds.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # Cookies would make captures depend on the order of visits, and the middleware fetches a list from elsewhere.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # A proxy would be in the WARC's place of the server's address.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    # The spider counts.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    # The spider yields nothing and takes every status: none of these has work to do.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
EXTENSIONS: dict[str, int | None] = {
    # Counting, memory watching and throttling that the crawl does itself, or does not need.
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
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
