"""What a test blog answers with, which of its addresses matter, and what an archive of it must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from blogark.tests.blogs.content import Way

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/json; charset=utf-8"

Kind = Literal[
    "home", "post", "page", "list", "comments", "feed", "sitemap", "api", "robots", "requisite", "moved", "dead",
    "closed", "hidden", "duplicate", "aside",
]  # fmt: skip
"""``comments``: further pages of a post's comments, and its comment feed where that tells more than its page;
``moved``: an address that a post has left, linked once; ``dead``: a linked address where nothing is;
``closed``: closed by robots.txt; ``hidden``: answers, but nothing names it; ``duplicate``: another spelling of a
document on the same host; ``aside``: a form, a single-post feed or API object, anything that holds nothing new."""

MATTERS: frozenset[Kind] = frozenset(
    ("home", "post", "page", "list", "comments", "feed", "sitemap", "api", "robots", "requisite", "moved", "dead")
)
"""An address matters if an archive is not whole without asking it once.

That is: every post and stand-alone page; every page of every list (all posts, category, tag, author, month); every
page of comments behind the first; every page of the blog's own feeds and of the API collections, taken a hundred
entries at a time; a post's comment feed, on engines where it tells what the page does not (the zone, the parent) and
no API tells it, if the post has comments; sitemaps; robots.txt of each host that serves something; every requisite;
and linked addresses that lead elsewhere (``moved``) or nowhere (``dead``), because only asking tells. It does not
matter if it is another spelling, another host's spelling, a trap, a closed address, or an ``aside``.
"""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What one address answers."""

    kind: Kind
    body: Callable[[], str | bytes]
    media_type: str = HTML
    status: int = 200
    location: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def matters(self) -> bool:
        return self.kind in MATTERS


@dataclass(frozen=True, kw_only=True)
class Names:
    """The origins of a test blog, without a slash at their end; all on one port."""

    base: str
    """Where the blog is at home: what its canonical links name."""
    www: str
    secure: str
    """The same host by https."""
    engine: str
    """The host that the engine gave the blog."""
    cdn: str
    """Another host, with pictures."""
    elsewhere: str
    """Another site, which nobody should crawl."""

    @classmethod
    def of(cls, host: str, engine: str, port: int) -> Names:
        return cls(
            base=f"http://{host}:{port}",
            www=f"http://www.{host}:{port}",
            secure=f"https://{host}:{port}",
            engine=f"http://{engine}:{port}",
            cdn=f"http://cdn.test:{port}",
            elsewhere=f"http://elsewhere.test:{port}",
        )

    @classmethod
    def plain(cls, port: int) -> Names:
        """One origin for everything: for clients that resolve no made-up names."""
        base = f"http://127.0.0.1:{port}"
        return cls(base=base, www=base, secure=base, engine=base, cdn=base, elsewhere="http://elsewhere.invalid")


@dataclass(frozen=True, kw_only=True)
class CommentTruth:
    """A comment as the dataset must have it; `published` to the minute, site time; `parent` a native id."""

    native_id: str
    author: str
    published: str
    parent: str | None
    text: str


@dataclass(frozen=True, kw_only=True)
class PostTruth:
    """A post or stand-alone page as the dataset must have it."""

    url: str
    native_id: str | None
    title: str
    author: str
    published: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    way: Way
    comments: tuple[CommentTruth, ...]

    @property
    def reachable(self) -> bool:
        return self.way not in ("closed", "hidden")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is at a test blog, and what an archive of it must hold."""

    url: str
    posts: tuple[PostTruth, ...]
    matter: Mapping[str, Kind]
    """Each address that matters (see `MATTERS`), with what it is."""
    closed: tuple[str, ...]
    """Posts that are named and closed by robots.txt."""
    traps: tuple[str, ...]
    """The names of the traps."""

    @property
    def reachable(self) -> tuple[PostTruth, ...]:
        return tuple(post for post in self.posts if post.reachable)

    def of_kind(self, *kinds: Kind) -> list[str]:
        return [url for url, kind in self.matter.items() if kind in kinds]

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "matter": dict(self.matter)}
