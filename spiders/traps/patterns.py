"""Which pattern an address belongs to: what a trap's addresses have in common, whatever software made it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

from ...archive.addresses import SESSION_IN_PATH, SESSIONS
from ...parsers.generic.addresses import SEARCHES
from ..links.url import Role
from .twins import Twins

BARREN = 10
"""Visits to a pattern that may bring nothing new."""
BARREN_DATES = 30
"""The same for dates in paths, where an archive of months may stand behind what is known already."""
VIEWS = 5
"""A parameter or segment that was met on so many pages known without it is a view of them: an order, a print form."""

SESSION = "a session id: asked for without it"
DATES = "… (dates)"
COMBINED = "? (combinations)"
_DATED = re.compile(r"(://[^?]*?)/\d{4}/\d\d?(?:/\d\d?)?/?(?:\?|$)")
_DATE = re.compile(r"\d{4}-?\d\d(?:-?\d\d)?(?:T.*)?")
_RANDOM = re.compile(r"(?=[^&]*\d)(?=[^&]*[a-zA-Z])(?:[0-9a-fA-F]{16,}|[0-9A-Za-z]{20,}|[0-9a-fA-F-]{36})")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.*\d)[0-9A-Za-z,-]{8,}")
_VIEWS = frozenset({"replytocom", "comments_popup", "print", "printable", "share"})
# What selects a page of a blog, or the next part of a list.
_SELECTORS = frozenset(
    {
        *("p", "page_id", "attachment_id", "id", "post", "postid", "entry", "article", "itemid", "story", "name"),
        *("cat", "category", "tag", "label", "author", "page", "paged", "pg", "currentpage", "cpage", "per_page"),
        *("start", "start-index", "offset", "skip", "from", "max-results", "updated-max", "updated-min"),
    }
)
_COUNTED = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"[^\d/]{0,10}\d+(?:[-_.,]\d+)*(?:\.\w{1,6})?")
"""``12``, ``post-12.html``, ``2010-05``; not ``10-things-to-do``."""
_TOKENISH = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9A-Za-z]{8})(?=(?:[A-Za-z]*\d){3})(?![A-Za-z]*\d{4}[A-Za-z]*(?![0-9A-Za-z]))"
    r"[A-Za-z]*+\d++[A-Za-z]"
)
"""``s-8f3a2c9e41``, ``(S(55mfgh55vgblurstkewtmdqx))``; not ``2010-05-12.html``, ``post-12345678``, ``review2010``."""
_IDENTIFIER = re.compile(r"(?=.*\d)[^/]{6,}|[^/]{16,}")
_OPEN = "*0"
_DEEPEST = 4
_MOST_NAMES = 4_000


class Proof(Enum):
    """What a visit must bring not to be in vain."""

    FRUIT = "new URLs outside of its patterns"
    NEW = "fruit, or text that no page has shown"
    OWN = "fruit, or text that its kind does not usually show"
    HOME = "fruit, or text that is new to its kind and no other page's own"
    TEXT = "text that its kind does not usually show"
    PLACE = "what its other pattern asks for"


class Pattern(NamedTuple):
    """What some addresses have in common."""

    name: str
    proof: Proof
    most: int = BARREN
    """Visits in vain until it is closed."""
    share: float = 0
    """Of the visits that were not in vain, so many allow one more that is."""


class Patterns:
    """Knows the patterns of addresses; `known` says whether a URL is in the queue."""

    def __init__(self, known: Callable[[str], bool]) -> None:
        self._known = known
        self._seen_on: dict[str, set[str]] = {}
        self._twins = Twins()

    def of(self, url: str, role: Role, *, views: int = VIEWS) -> frozenset[Pattern]:
        """The patterns a URL belongs to; with `views` at 1, those it may turn out to belong to as well."""
        if role == "requisite":
            return frozenset(_session(name) for name, _ in parameters(url) if name.lower() in SESSIONS)
        found = set()
        if _SESSION.search(url):
            found.add(Pattern("session ids in the path", Proof.NEW))
        path = urlsplit(url).path
        if "?" in url:
            found |= self._of_query(url, path, role, views)
        if role in ("feed", "sitemap"):
            return frozenset(found)
        for name, _ in _shorter(url):
            if len(self._seen_on.get(name, ())) >= views or self._twins.are_alike(name):
                found.add(Pattern(name, Proof.NEW, share=1))
        if dated := _DATED.search(url):
            before = urlsplit("http" + dated[1]).path
            found.add(Pattern(f"{before}/{DATES}", Proof.OWN, most=BARREN_DATES, share=0.5))
        elif "?" not in url and (place := _place(path)) is not None:
            found.add(Pattern(place, Proof.TEXT, share=1))
            head, *others = path.strip("/").split("/")
            if others and not head.isdigit() and not _TOKENISH.search(head):
                found.add(Pattern(f"/{head}/…", Proof.PLACE, most=2 * BARREN, share=1))
        return frozenset(found)

    def _of_query(self, url: str, path: str, role: Role, views: int) -> set[Pattern]:
        found = set()
        unknown: list[str] = []
        for name, value in parameters(url):
            lower = name.lower()
            if lower in SESSIONS or (lower not in _SELECTORS and _RANDOM.fullmatch(value)):
                found.add(_session(name))
            elif role in ("feed", "sitemap"):
                continue
            elif lower in _SELECTORS - {"updated-max"}:
                found.add(Pattern(f"{_place(path) or path}?{name}=", Proof.TEXT, share=1))
            elif lower in SEARCHES:
                found.add(Pattern(f"?{name}= (a search)", Proof.FRUIT))
            elif _DATE.fullmatch(value):
                found.add(Pattern(f"?{name}= (a calendar)", Proof.OWN, share=0.5))
            elif lower != "updated-max":
                # A number may be that of a list's next part, whatever the list is sorted by.
                pages = 0 if _COUNTED.fullmatch(value) else len(self._seen_on.get(name, ()))
                if lower in _VIEWS or pages >= views:
                    found.add(Pattern(f"?{name}= (a view)", Proof.NEW))
                if lower not in _VIEWS and pages < VIEWS:
                    unknown.append(name)
        place = _place(path) or path
        found |= {Pattern(f"{place}?{name}=", Proof.HOME, share=1) for name in unknown}
        if len(unknown) > 1:
            found.add(Pattern(f"{place}{COMBINED}", Proof.HOME, share=0.5))
        return found

    def is_twin(self, url: str, sayings: Collection[int]) -> bool:
        """Whether a page said, in hashes, what a page says whose address is its own without a part."""
        return self._twins.compare(url, _shorter(url), sayings)

    def learn(self, url: str, role: Role) -> None:
        """Note on which page a parameter or a segment was met, if the page is known without it."""
        if role in ("requisite", "feed", "sitemap"):
            return
        if len(self._seen_on) > _MOST_NAMES:
            self._seen_on = {name: pages for name, pages in self._seen_on.items() if len(pages) > 1}
        given = parameters(url)
        kept = [f"{name}={value}" for name, value in given if name.lower() in _SELECTORS]
        bare = url.partition("?")[0] + ("?" + "&".join(kept) if kept else "")
        self._note(((name, bare) for name, _ in given if name.lower() not in _SELECTORS))
        self._note(_shorter(url))

    def _note(self, shorter: Iterator[tuple[str, str]]) -> None:
        for name, bare in shorter:
            pages = self._seen_on.get(name, set())
            if len(pages) < VIEWS and bare not in pages and self._known(bare):
                self._seen_on.setdefault(name, set()).add(bare)


def without_session(url: str) -> str:
    """The URL without the session id that its query or path carries, where it is one beyond doubt."""
    if "=" not in url:
        return url
    bare = SESSION_IN_PATH.sub("", url)
    head, mark, query = bare.partition("?")
    if mark:
        kept = [
            part
            for part in query.split("&")
            if not (part.partition("=")[0].lower() in SESSIONS and _TOKEN.fullmatch(part.partition("=")[2]))
        ]
        bare = head + ("?" + "&".join(kept) if any(kept) else "")
    return bare


def doubt(patterns: frozenset[Pattern]) -> int:
    """How doubtful it is that an address shows more than others do: such are visited last, and judged by those.

    0 for a page of its own, 1 under an unknown parameter, 2 under several, 3 for a view, a session or a search.
    """
    proofs = {pattern.proof for pattern in patterns}
    if Proof.FRUIT in proofs or Proof.NEW in proofs:
        return 3
    return 0 if Proof.HOME not in proofs else 1 + any(pattern.name.endswith(COMBINED) for pattern in patterns)


def is_dated(patterns: frozenset[Pattern]) -> bool:
    """Whether an address is or may be that of a month or a day."""
    return any(pattern.proof is Proof.OWN for pattern in patterns)


def is_token(pattern: Pattern) -> bool:
    """Whether the addresses begin with what may be a session id."""
    return pattern.name.startswith("/*#")


def parameters(url: str) -> list[tuple[str, str]]:
    query = url.partition("?")[2]
    return [(name, value) for name, _, value in (part.partition("=") for part in query.split("&") if part)]


def _session(name: str) -> Pattern:
    return Pattern(f"?{name}= (a session id)", Proof.NEW)


def _shorter(url: str) -> Iterator[tuple[str, str]]:
    """The URL without a segment that may make it a view: ``/post/print/``, ``/print/post/``, ``/s/8f3a2c/post/``."""
    bare, mark, query = url.partition("?")
    scheme, _, rest = bare.partition("://")
    host, *segments = rest.split("/")
    end = "/" if segments and not segments[-1] else ""
    if end:
        segments = segments[:-1]

    def without(kept: list[str], end: str) -> str:
        return f"{scheme}://{host}/{'/'.join(kept)}{end if kept else ''}{mark}{query}"

    first, last = (segments[0], segments[-1]) if segments else ("", "")
    if len(segments) < 2:
        if _TOKENISH.search(first):
            yield "/*/… (a session id)" if query else "/* (a session id)", without([], end)
        return
    # /2010/05/post/: one of many posts of the same name.
    if not _DIGITS.search(last) and not segments[-2].isdigit():
        for other in {end, "/", ""}:
            yield f"…/{last} (a view)", without(segments[:-1], other)
    if len(segments) > 2 and not _DIGITS.search(last + segments[-2]):
        # A relative link of two steps: /post/about/me/.
        yield f"…/{segments[-2]}/{last} (a view)", without(segments[:-2], end)
    if not first.isdigit() and not _TOKENISH.search(first):
        yield f"/{first}/… (a view)", without(segments[1:], end)
        if _IDENTIFIER.fullmatch(segments[1]) and (len(segments) > 2 or _TOKENISH.search(segments[1])):
            yield f"/{first}/*/… (a session id)", without(segments[2:], end)
    if _IDENTIFIER.fullmatch(first):
        yield "/*/… (a session id)", without(segments[1:], end)


def _place(path: str) -> str | None:
    """The path with its numbers and all words but the first left open; None where only one page can be there."""
    segments = [segment for segment in path.split("/") if segment]
    if segments and _TOKENISH.search(segments[0]):
        segments[0] = _OPEN
    numbered = [_NUMBERED.fullmatch(segment) is not None for segment in segments]
    if not segments or (len(segments) == 1 and not numbered[0]):
        return None
    folded = [
        _DIGITS.sub("#", segment) if number or not at else "*"
        for at, (segment, number) in enumerate(zip(segments[:_DEEPEST], numbered, strict=False))
    ]
    return "/" + "/".join(folded + ["…"] * (len(segments) > _DEEPEST))
