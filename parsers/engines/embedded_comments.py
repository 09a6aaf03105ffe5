"""Comment systems that live inside the pages of any engine: a script loads what the page itself does not hold.

They are named in ``page.problems`` with stage "comments" and where the comments are; what a crawl can reach on the
blog's own host (Isso) or was saved (the page that Disqus shows in its frame) is read by ``comment_services``.
"""

from __future__ import annotations

from html import unescape
from urllib.parse import quote, urlsplit

from ..model import Page, Problem
from ..tree.soup import Soup
from ..tree.urls import absolute
from .comment_systems import ISSO, SYSTEMS, System

_MOST, _MOST_PLACES, _LONGEST = 4_000_000, 20, 100_000
"""Bytes of a page that are searched, places of one word around which an account is looked for, characters of a script
that loads something: longer ones are data."""


def systems_in(content: bytes, soup: Soup | None = None) -> tuple[tuple[System, str | None], ...]:
    """The systems that load comments into a page, each with its account or address where the page tells it.

    Where the page's tree is there, only what its scripts and names speak of is looked for: as many searches through
    the bytes would take as long as half of the tree.
    """
    content = content[:_MOST]
    spoken = content if soup is None else _loaders(soup)
    found = []
    for system in SYSTEMS:
        if system.word in spoken and any(sign in content for sign in system.signs):
            told = _account(system, content)
            if told is not None or system.is_sure:
                found.append((system, told))
    return tuple(found)


def _loaders(soup: Soup) -> bytes:
    """What a page says where comments are loaded: in its scripts, but for data, and in names, classes and ids."""
    said = [*soup.names, *soup.classes, *soup.ids]
    for script in soup.by_name("script"):
        said += (f"{name} {value}" for name, value in script.attrs.items())
        said += (text for text in script.contents if isinstance(text, str) and len(text) < _LONGEST)
    return "\n".join(said).encode("utf-8", "replace")


def _account(system: System, content: bytes) -> str | None:
    """What the pattern finds around the first places where the system's word stands."""
    position = -1
    for _ in range(_MOST_PLACES):
        position = content.find(system.word, position + 1)
        if position < 0:
            return None
        match = system.account.search(content, max(position - 300, 0), position + 1_500)
        if match and (told := next((part for part in match.groups() if part), None)):
            return unescape(told.decode("utf-8", "replace"))
    return None


def problems_of(page: Page, content: bytes, soup: Soup | None = None) -> tuple[Problem, ...]:
    """A problem for each system of a page that shows a post; ``soup`` is its tree, where it is there."""
    if page.kind not in ("post", "page"):
        return ()
    return tuple(
        Problem(
            stage="comments",
            field="comments",
            message=_message(system, account, page),
            answered_by=_service(system, account, page.url),
        )
        for system, account in systems_in(content, soup)
    )


def _message(system: System, account: str | None, page: Page) -> str:
    account = absolute(account, page.url) if account and account.startswith("/") else account
    where = system.where.replace("{}", account) if account else "the page does not say where they are"
    shown = f" ({len(page.comments)} stand in the page)" if page.comments else ""
    return f"{system.name} loads comments by a script{shown}: {where}"


def services_of(content: bytes, url: str) -> tuple[str, ...]:
    """Addresses on the blog's own host that answer with the page's comments: Isso, where it runs beside the blog."""
    if ISSO.word not in content:
        return ()
    return tuple(filter(None, (_service(system, account, url) for system, account in systems_in(content))))


def _service(system: System, account: str | None, url: str) -> str | None:
    """The address of a page's comments, where a crawl may ask for it."""
    parts = urlsplit(url)
    api = absolute(account, url) if system is ISSO else None
    return (
        f"{api.rstrip('/')}/?uri={quote(parts.path, safe='')}" if api and urlsplit(api).netloc == parts.netloc else None
    )
