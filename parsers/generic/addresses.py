"""What an address says of its page: the front page, a list of posts, perhaps one, or none."""

from __future__ import annotations

import re
from functools import lru_cache

FRONT, TYPED, LOOSE = "front", "typed", "loose"

_TYPED = re.compile(
    r"/(?:[^/]+/)?(?:(?:tags?|categor(?:y|ies|ie|ia)|kategorien?|schlagwort(?:e|er)?|etiquetas?|authors?|autor(?:en)?|auteurs?"
    r"|label)/[^/]+(?:/[^/.-]+(?:-[^/.-]+)?)?(?:/page/\d+)?|(?:.+/)?(?:page|seite|pagina)[/-]?\d{1,4}"
    r"|(?:archiv(?:es?|o)?/)?(?:19|20)\d\d(?:/(?:0?[1-9]|1[0-2])|/week/\d\d?)?)(?:/(?:index\.\w{3,5})?|\.html?)?",
    re.I,
)
_LOOSE = re.compile(
    r"/(?:[^/]+/)?(?:blogs?|we?blog|posts?|journal|diary|tagebuch|notes|news|aktuelles|articles?|artikel|essays|writings?|"
    r"archiv(?:es?|o)?|tags?"
    r"|categor(?:y|ies)|search|suche|recherche|buscar|(?:topics?|themen?|series|section)/[^/]+|(?:19|20)\d\d/\d\d?/\d\d?|archives?[-_/]?\d{4}(?:[-_/]\d\d?)?)(?:/(?:index\.\w{3,5})?|\.(?:html?|php))?",
    re.I,
)
_FRONT = re.compile(r"/(?:(?:index|default|home)\d*\.\w{3,5})?", re.I)
SEARCHES = frozenset({"q", "s", "query", "search", "keyword", "keywords", "searchword"})
"""Parameters that carry the words of a search, in lower case."""
# Not ?q=node/12, as Drupal has it.
_SEARCH = re.compile(rf"(?:^|&)(?:{'|'.join(sorted(SEARCHES))})=(?!\w+(?:/|%2f))[^&]+", re.I)
_QUERY = re.compile(r"(?:^|&)(?:paged?|cat|category|tag|m|author|s|q|search|start|offset|archive|month)=[^&]+", re.I)
_POST_QUERY = re.compile(r"(?:^|&)(?:p|id|post|article|entry|story|page_id|itemid|eid)=[^&]+", re.I)
_PATH = re.compile(r"^[a-z]+://[^/?#]*([^?#]*)\??([^#]*)", re.I)


def is_search(url: str) -> bool:
    """Whether the address asks for what a blog has on some words: its page lists, whatever it looks like."""
    query = url.partition("#")[0].partition("?")[2]
    return bool(query) and _SEARCH.search(query) is not None and _POST_QUERY.search(query) is None


@lru_cache(maxsize=4096)
def list_address(url: str) -> str | None:
    """What an address says of a page: the FRONT page, a TYPED list (tag, page 2, month), LOOSE: perhaps a list."""
    found = _PATH.match(url)
    if found is None:
        return None
    path, query = found[1] or "/", found[2]
    if _POST_QUERY.search(query):
        return None
    if _QUERY.search(query):
        return TYPED
    if _FRONT.fullmatch(path):
        return FRONT if not query else None
    return TYPED if _TYPED.fullmatch(path) else LOOSE if _LOOSE.fullmatch(path) else None
