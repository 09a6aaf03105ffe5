"""What a crawler has to know of Drupal: its feeds, and which of its addresses lead nowhere."""

from __future__ import annotations

import re

from ...base import Trap

FEEDS = ("rss.xml", "blog/feed", "crss", "node/feed")
"""All new posts (6 and later), those of all blogs, comments (module commentrss), all new posts (4.7 and 5)."""

TRAPS = tuple(
    Trap(re.compile(pattern), reason)
    for pattern, reason in (
        (r"/comment/reply/|[?&]q=comment/reply/", "the form of a reply"),
        (r"/comment/(?:\d+/)?(?:edit|delete|approve)\b|/comment/(?:edit|delete)/", "a moderator's form"),
        (r"/comment/\d+(?:[#?]|$)", "a comment's own address, which shows its post again"),
        (r"/(?:user|users)/(?:login|register|password|logout)\b|/logout(?:[/?]|$)", "a login"),
        (r"[?&]q=(?:user|logout|search|admin)\b", "a login, a search or the administration"),
        (
            r"/(?:admin|batch|install\.php|update\.php|cron\.php|xmlrpc\.php)(?:[/?]|$)|/node/add\b",
            "the administration",
        ),
        (r"/(?:print|printmail|printpdf|printer)/\d+|/node/\d+/(?:print|edit|revisions|track|clone)\b", "another view"),
        (r"/(?:forward|send)(?:/\d+|\?path=)|/forward\?", "a form to send the post by e-mail"),
        (r"[?&]destination=", "a form that leads back here"),
        (r"[?&](?:sort|order)=\w|[?&]quote=", "the same list in another order"),
        (r"/search/(?:node|user|content)\b|/search\?", "a search"),
        (r"/(?:calendar|event|events)/\d{4}[-/]\d|/archive/\d{4}/\d{1,2}/\d{1,2}/\d", "a calendar without end"),
        (r"/(?:trackback|pingback)/\d+", "the address that trackbacks are sent to"),
        (r"/(?:aggregator|tracker)(?:[/?]|$)", "texts of other sites, or a list without end"),
        (r"/(?:flag|rate|fivestar|vote|like)/(?:\w+/)+\w+\?", "a button"),
        (r"/taxonomy/term/\d+/(?:all/|\d+/)?feed", "a feed of posts that other pages show"),
    )
)
