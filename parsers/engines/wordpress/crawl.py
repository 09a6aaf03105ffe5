"""What a crawler has to know of WordPress: its feeds and API, and which of its addresses lead nowhere."""

from __future__ import annotations

import re

from ...tree.source import Tells, Trap
from .api import LISTS

FEEDS = (
    "feed/",
    "comments/feed/",
    *(f"wp-json/wp/v2/{name}" for name in LISTS),
    "wp-sitemap.xml",
    "feed/?paged={page}",
    "comments/feed/?paged={page}",
)
"""Those with ``{page}`` go on from 2 until an answer is no feed; ``endpoints`` names the next pages of the API."""

TELLS = (
    Tells(
        re.compile(r"/wp/v2/comments[?&](?!.*\bpost=)|%2Fwp%2Fv2%2Fcomments&(?!.*\bpost=)"),
        re.compile(r"/feed/(?:atom/|rss2?/)?$|[?&]feed=[^&]*&(?:amp;)?(?:p|page_id)=\d|[?&]p=\d+&(?:amp;)?feed="),
        "the API gives all comments",
    ),
)

_WRITES = r"(?:wp-(?:login|signup|register|activate|comments-post|cron)\.php|wp-admin(?:/|$))"
_API = r"(?:posts|pages|comments|categories|tags|users|media)"
_ASKS = r"[?&](?:amp;)?"
_ACTIONS = r"(?:like_comment|_wpnonce|unapproved|moderation-hash|jetpack_action|ak_action)="
_PREVIEWS = r"(?:preview|preview_id|preview_nonce|customize_changeset_uuid|doing_wp_cron)="
_VIEWS = r"(?:relatedposts|wptheme|theme|wptouch_switch|ical|outlook-ical|mobile_switch|print|pdf|output)="
_SHOP = r"(?:add-to-cart|remove_item|orderby|min_price|max_price|filter_\w{1,30}|tribe\w{1,30}|eventDisplay)="

TRAPS = tuple(
    Trap(re.compile(pattern, re.I), reason)
    for pattern, reason in (
        (rf"{_ASKS}replytocom=", "the comment form under another address"),
        (rf"{_ASKS}(?:share|nb)=", "a button that shares the post"),
        (rf"{_ASKS}{_ACTIONS}", "an action, not a page"),
        (rf"/{_WRITES}", "a page to log in or to write"),
        (r"/xmlrpc\.php", "an interface for blog editors"),
        (r"/wp-trackback\.php|/trackback/?(?:\?|$)", "the address that trackbacks are sent to"),
        (r"/wp-json/oembed/|[?&]rest_route=/oembed|[?&]oembed=", "a post for embedding"),
        (r"/embed/?$|[?&]embed=true", "a post for embedding"),
        (rf"/wp-json/(?!wp/v2/{_API}\?)", "a part of the API that holds nothing new"),
        (r"[?&]rest_route=(?!(?:/|%2F)wp(?:/|%2F)v2)", "a part of the API that holds nothing new"),
        (rf"{_ASKS}attachment_id=\d", "the page of a single picture"),
        (rf"{_ASKS}{_PREVIEWS}", "a preview"),
        (rf"{_ASKS}s=|/search/", "a search"),
        (r"/page/%(?:25)?d/?", "an address that a script fills in"),
        (r"/(?:category|tag|author|date|type)/.+/feed/?$", "a feed of posts that other pages show"),
        (r"/(?:19|20)\d\d/(?:\d\d/){0,2}feed/?$", "a feed of posts that other pages show"),
        (r"/feed/(?:rdf|rss)/?$|[?&]feed=(?:rdf|rss)(?:&|$)", "the feed in an older format"),
        (r"://[^/]+/.+/(?:print|emailpost|amp)/?$|[?&](?:amp|noamp|nomobile|lb)(?:=|$)", "another view of a page"),
        (rf"{_ASKS}{_VIEWS}", "another view of a page"),
        (rf"^(?!.*(?:/wp-json/|[?&]rest_route=)).*{_ASKS}{_SHOP}", "a shop or calendar without end"),
        (r"/events/(?:month|week|day|list|\d{4}-\d{2})", "a calendar without end"),
    )
)
