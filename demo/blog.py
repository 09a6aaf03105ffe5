"""A blog as its author wrote it: what the demo's pages are made from, and what an archive of them must hold."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from importlib import resources
from typing import Any, Literal

MODULE = "journal"
"""The blog's path on its host, as Squarespace 5 calls it: the module."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """Someone with a login: ``authored-by-LOGIN``, ``/member/LOGIN``."""

    login: str
    name: str


@dataclass(frozen=True, kw_only=True)
class BlogComment:
    """A comment; ``member`` is the login of a registered commenter, ``body`` is HTML, blank lines part paragraphs."""

    id: int
    name: str
    published: date
    body: str
    member: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class BlogReference:
    """A trackback ("Response") or a source the author added ("Source"); spam comes without a title."""

    id: int
    kind: Literal["Response", "Source"]
    url: str
    title: str | None = None
    excerpt: str | None = None


@dataclass(frozen=True, kw_only=True)
class Update:
    """A follow-up that the author put under a post later."""

    id: int
    published: datetime
    by: str
    body: str


@dataclass(frozen=True, kw_only=True)
class BlogPost:
    """A post; ``body`` is in the small markup of `markup`."""

    id: int
    title: str
    published: datetime
    author: str
    body: str
    byline: str | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    comments: tuple[BlogComment, ...] = ()
    references: tuple[BlogReference, ...] = ()

    @cached_property
    def slug(self) -> str:
        return slug_of(self.title)[:60].rstrip("-")

    @cached_property
    def path(self) -> str:
        """``/journal/2010/10/19/intro-to-the-bilge.html``: no zeros before day and month."""
        day = self.published
        return f"/{MODULE}/{day.year}/{day.month}/{day.day}/{self.slug}.html"


@dataclass(frozen=True, kw_only=True)
class Blog:
    """A whole blog; ``posts`` are oldest first."""

    title: str
    subtitle: str
    about: str
    accounts: tuple[Account, ...]
    posts: tuple[BlogPost, ...]
    per_page: int = 5
    print_view: bool = True
    """Whether entries link to their printer-friendly page."""

    def name_of(self, login: str) -> str:
        """The name that an account shows."""
        return next(account.name for account in self.accounts if account.login == login)

    @cached_property
    def categories(self) -> tuple[str, ...]:
        return tuple(sorted({name for post in self.posts for name in post.categories}))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        return tuple(sorted({name for post in self.posts for name in post.tags}))


def slug_of(text: str) -> str:
    """A title as Squarespace writes it into addresses: ``the-boat``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def slow_boat() -> Blog:
    """The Slow Boat, the blog that `blogark demo` archives: thirty posts, 2009 to 2012."""
    folder = resources.files(__package__) / "posts"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return Blog(
        title="The Slow Boat",
        subtitle="Two people, one saw, and a gaff cutter of 1934",
        about=ABOUT,
        accounts=(
            Account(login="ruth", name="Ruth Penhale"),
            Account(login="tom", name="Tom Penhale"),
            Account(login="ingedahl", name="Inge Dahl"),
        ),
        posts=tuple(_post(tomllib.loads(file.read_text("utf-8"))) for file in files),
    )


def _post(values: dict[str, Any]) -> BlogPost:
    return BlogPost(
        categories=tuple(values.pop("categories", ())),
        tags=tuple(values.pop("tags", ())),
        updates=tuple(Update(**update) for update in values.pop("updates", ())),
        comments=tuple(BlogComment(**comment) for comment in values.pop("comments", ())),
        references=tuple(BlogReference(**reference) for reference in values.pop("references", ())),
        **values,
    )


# /the-barn has moved, and the drawing is gone: so it is on any old blog.
ABOUT = """
We are Ruth and Tom Penhale, brother and sister, and we live in Tregarrow, which is a harbour with a rock in it.

Kittiwake was built here in 1934. We found her in a barn in 2009, [when we were looking for a dresser](/the-barn), and this journal is about what happened next. Her lines, drawn by the museum, are [here](/storage/kittiwake-lines.pdf).

![The rock, at low water](rock.png)

Everything on these pages may be copied by anyone who has a boat to mend.
"""
