"""Which of the names around a post of WordPress is the account that posted, and which the author that a "by" names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from ...generic.people import tidy
from ...tree.element import in_page_order
from ...tree.soup import iter_name, parents
from ...tree.text import text_of
from ...tree.urls import host
from ..byline import byline_in
from .author import Account, classed_accounts, linked_accounts, told_accounts
from .marks import letters
from .page import WordPressPage
from .place import Place

BLOCKS = ("wp-block-post-author__name", "wp-block-post-author-name")
FIRST = 3
"""Paragraphs of the text, and between the title and the text, that may hold a byline."""
BESIDE = 40
"""Elements between the title and that."""


class Accounts:
    """The accounts of one page or of one entry of a list."""

    def __init__(self, page: WordPressPage) -> None:
        self.page = page
        self.told = False
        """Whether the page says them to machines only."""

    @cached_property
    def names(self) -> tuple[Account, ...]:
        """JSON-LD's, else those whose posts are linked, ``meta author``, an author class, a comment marked so."""
        page = self.page
        if page.is_entry:
            return self._linked or self._classed
        if people := told_accounts(page.structured, page.absolute):
            self.told = True
            links = {letters(account.name): account.url for account in self._linked or self._classed}
            return tuple(replace(account, url=links.get(letters(account.name)) or account.url) for account in people)
        told = page.structured.meta("author")
        if not self._linked and told and not told.startswith(("http", "@")):
            self.told = True
            return (Account(told),)
        return self._linked or self._classed or self._by_block or self._by_comment

    def byline(self) -> str | None:
        """The name behind a "by" where the account is another."""
        names = {letters(account.name) for account in self.names}
        for account in self._classed if names else ():
            own = letters(account.name)
            if account.signed and not any(own in name or name in own for name in names):
                return account.name
        content = self.page.content if names else None
        # "Eine Kolumne von Anne Lund" above the text: guests have no account
        first = self.page.soup.within(content, "p")[:FIRST] if content is not None else []
        said = next((name for tag in first if tag.chars < 100 and (name := byline_in(text_of(tag)))), None)
        if said is None and names and not self.page.is_entry:
            said = self._under_title()
        return said if said and letters(said) not in names else None

    def _under_title(self) -> str | None:
        """The name on a line "By Ann Lee" between title and text."""
        heading = self.page.heading()
        lines = self.page.soup.by_name("p") if heading is not None else []
        at = bisect_right(lines, heading.last, key=in_page_order) if heading is not None else 0
        near = (tag for tag in lines[at : at + FIRST] if heading is not None and tag.order < heading.last + BESIDE)
        return next((name for tag in near if 6 < tag.chars < 60 and (name := byline_in(text_of(tag)))), None)

    @cached_property
    def _linked(self) -> tuple[Account, ...]:
        home = host(self.page.url_of_page)
        return self._found_in(lambda place: linked_accounts(place, self.page.href, home))

    @cached_property
    def _classed(self) -> tuple[Account, ...]:
        return self._found_in(lambda place: classed_accounts(place, self.page.href))

    @property
    def _by_block(self) -> tuple[Account, ...]:
        """Core's block of the author, where a template has it in its head or foot; in a list it is of another post."""
        for tag in self.page.soup.by_class(*BLOCKS):
            listed = any("wp-block-post" in (parent.attrs.get("class") or ()) for parent in parents(tag))
            if not listed and (name := tidy(text_of(tag))):
                link = next(iter_name(tag, "a"), None)
                return (Account(name, self.page.href(link) if link is not None else None),)
        return ()

    @property
    def _by_comment(self) -> tuple[Account, ...]:
        names = (one.author_name for one in self.page.comments() if one.author_kind == "owner")
        return tuple(Account(name) for name in dict.fromkeys(names) if name)[:1]

    def _found_in(self, find: Callable[[Place], tuple[Account, ...]]) -> tuple[Account, ...]:
        """What is found first: in the article beside the text, near it, and at last in the text."""
        page = self.page
        places = [page.own] if page.is_entry else [page.own, page.near] if page.article else [page.near]
        for place in (*(place.without(page.content) for place in places), *places):
            if found := find(place):
                return found
        return ()
