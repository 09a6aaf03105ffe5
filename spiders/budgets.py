"""What bounds the places where a crawl would never end, whatever software made them.

A calendar of endless months, session ids, sort orders, searches that suggest searches: each answers 200 and leads
to more of its kind. They are told from a blog's own pages by what they bring. A *pattern* of addresses may be asked
``BARREN`` times in vain; visits that lead to something new outside of it cost nothing. Where posts hang on date
archives alone, all of these are visited; where a sitemap has named the posts already, some thirty of them. Pages that
their path alone tells apart, and parameters that select a page, belong to no pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from .url import Role

BARREN = 12
"""Visits to a pattern that may bring nothing new, those in flight among them."""
BARREN_DATES = 30
"""The same for dates in paths, where an archive of months may stand behind what is known already."""
VIEWS = 5
"""A parameter that was met on so many pages known without it is a view of them: an order, a print version."""
LONGEST_CHAIN = 8
"""Style sheets that import style sheets."""
BROUGHT_NOTHING = "brought nothing new: "
"""How the reason begins that is kept with a URL; the pattern follows."""

_DATES = "… (dates)"
_DATED = re.compile(r"(://[^?]*?)/\d{4}/\d\d?(?:/\d\d?)?/?(?:\?|$)")
_DATE = re.compile(r"\d{4}-?\d\d(?:-?\d\d)?(?:T.*)?")
_RANDOM = re.compile(r"(?=[^&]*\d)(?=[^&]*[a-zA-Z])(?:[0-9a-fA-F]{16,}|[0-9A-Za-z]{20,}|[0-9a-fA-F-]{36})")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=", re.IGNORECASE)
_SESSIONS = frozenset({"sid", "phpsessid", "jsessionid", "sessionid", "session_id", "session", "zenid", "oscsid"})
_VIEWS = frozenset({"replytocom", "comments_popup", "print", "printable", "share"})
_SEARCHES = frozenset({"q", "s", "query", "search", "keyword", "keywords", "searchword"})
# What selects a page of a blog, or the next part of a list.
_SELECTORS = frozenset(
    {
        *("p", "page_id", "attachment_id", "id", "post", "postid", "entry", "article", "itemid", "story", "name"),
        *("cat", "category", "tag", "label", "author", "page", "paged", "pg", "currentpage", "cpage", "per_page"),
        *("start", "start-index", "offset", "skip", "from", "max-results", "updated-max", "updated-min"),
    }
)


class Budgets:
    """Which patterns have had their visits; `known` says whether a URL is in the queue."""

    def __init__(self, known: Callable[[str], bool], closed: Iterable[str] = ()) -> None:
        self._known = known
        self._closed = set(closed)
        self._spent: Counter[str] = Counter()
        self._seen_on: dict[str, set[str]] = {}

    def objection(self, url: str, role: Role) -> str | None:
        """Why a URL is not to be fetched; None if its patterns have visits left."""
        for pattern in self.patterns(url, role):
            most = BARREN_DATES if pattern.endswith(_DATES) else BARREN
            if pattern in self._closed or self._spent[pattern] >= most:
                self._closed.add(pattern)
                return BROUGHT_NOTHING + pattern
        return None

    def spend(self, url: str, role: Role) -> None:
        """A visit goes out."""
        self.learn(url, role)
        for pattern in self._patterns(url, role, views=1) - {_script(url)}:
            self._spent[pattern] += 1

    def give_back(self, url: str, role: Role) -> None:
        """The visit led to something new."""
        for pattern in self._patterns(url, role, views=1):
            self._spent[pattern] = max(0, self._spent[pattern] - 1)

    def led_away(self, url: str) -> None:
        """The visit was redirected to another site: a script that does so for all its parameters shares or counts."""
        if "?" in url:
            self._spent[_script(url)] += 1

    def is_fruit(self, url: str, role: Role, source: frozenset[str]) -> bool:
        """Whether a URL that was new is something that a page of the patterns `source` may be visited for."""
        if role == "requisite":
            return False
        own = self.patterns(url, role)
        return not own & source and not (own and self.objection(url, role))

    def patterns(self, url: str, role: Role) -> frozenset[str]:
        """The patterns a URL belongs to; most belong to none."""
        return self._patterns(url, role, views=VIEWS)

    def _patterns(self, url: str, role: Role, *, views: int) -> frozenset[str]:
        if role == "requisite":
            return frozenset(f"?{name}= (a session id)" for name, _ in _parameters(url) if name.lower() in _SESSIONS)
        if "?" not in url and ";" not in url and not _DATED.search(url):
            return frozenset()
        found = set()
        if _SESSION.search(url):
            found.add("session ids in the path")
        for name, value in _parameters(url):
            if name.lower() in _SESSIONS or (name.lower() not in _SELECTORS and _RANDOM.fullmatch(value)):
                found.add(f"?{name}= (a session id)")
            elif role in ("feed", "sitemap") or name.lower() in _SELECTORS - {"updated-max"}:
                continue
            elif name.lower() in _SEARCHES:
                found.add(f"?{name}= (a search)")
            elif _DATE.fullmatch(value):
                found.add(f"?{name}= (a calendar)")
            elif name.lower() in _VIEWS or len(self._seen_on.get(name, ())) >= views:
                found.add(f"?{name}= (a view)")
        if role not in ("feed", "sitemap") and (dated := _DATED.search(url)):
            found.add(f"{urlsplit('http' + dated[1]).path}/{_DATES}")
        if "?" in url and (script := _script(url)) in self._spent:
            found.add(script)
        return frozenset(found)

    def learn(self, url: str, role: Role) -> None:
        """Note on which page a parameter was met, if the page is known without it."""
        if role in ("requisite", "feed", "sitemap") or "?" not in url:
            return
        given = _parameters(url)
        kept = [f"{name}={value}" for name, value in given if name.lower() in _SELECTORS]
        bare = url.partition("?")[0] + ("?" + "&".join(kept) if kept else "")
        for name, _ in given:
            pages = self._seen_on.setdefault(name, set())
            if name.lower() not in _SELECTORS and len(pages) < VIEWS and self._known(bare):
                pages.add(bare)


def _script(url: str) -> str:
    return f"{urlsplit(url).path}? (leads elsewhere)"


def _parameters(url: str) -> list[tuple[str, str]]:
    query = url.partition("?")[2]
    return [(name, value) for name, _, value in (part.partition("=") for part in query.split("&") if part)]


def patterns_closed(reasons: Iterable[str]) -> set[str]:
    """The patterns that reasons kept with URLs name."""
    return {reason.removeprefix(BROUGHT_NOTHING) for reason in reasons if reason.startswith(BROUGHT_NOTHING)}


def chained(hops: str) -> bool:
    """Whether the path to a requisite is a chain of nothing but requisites, of a length that no style sheet needs."""
    return hops.endswith("E" * LONGEST_CHAIN)
