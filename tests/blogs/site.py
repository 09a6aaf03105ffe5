"""What all test blogs have in common: addresses and what they answer, lists and their pages, traps, and the truth."""

from __future__ import annotations

import calendar
import hashlib
import html
import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from math import ceil
from typing import ClassVar

from blogark.tests.blogs.content import Blog, Comment, Post, Way
from blogark.tests.blogs.resources import HTML, CommentTruth, Kind, Names, PostTruth, Resource, Truth
from blogark.tests.blogs.traps import Trap, without

FEED_ENTRIES = 10
STYLE = "body { font: 16px/1.5 Georgia, serif; background: url(back.gif) }\n"
_HREF = re.compile(r'href="(/[^"]*)"')


class Site(ABC):
    """One generation of a test blog at its origins."""

    shape: ClassVar[str]
    server: ClassVar[str] = "Apache"
    engine_host: ClassVar[str]
    """The host that the engine gave the blog before it had a domain of its own."""
    orphans: ClassVar[Way] = "sitemap"
    seed: ClassVar[str] = "/"
    per_page: ClassVar[int] = 20
    threaded: ClassVar[bool] = True
    tagged: ClassVar[bool] = True
    labelled: ClassVar[bool] = False
    """Whether the engine has labels only, which are read as tags."""
    aliases_move: ClassVar[bool] = True
    """Whether the other spellings of the host redirect to the one; else they answer like it, with relative links."""
    validators: ClassVar[frozenset[str]] = frozenset(("etag", "last-modified"))
    gzip: ClassVar[bool] = False

    def __init__(self, blog: Blog, names: Names, *, traps: bool = True) -> None:
        self.blog = blog
        self.names = names
        self.traps: tuple[Trap, ...] = tuple(self.build_traps()) if traps else ()
        self.resources: dict[str, Resource] = {}
        self.elsewhere: dict[str, Resource] = {}
        """What lies on the host with the pictures."""
        for post in blog.posts:
            kind: Kind = post.way if post.way in ("closed", "hidden") else "post"  # type: ignore[assignment]
            self.add(self.address(post), kind, self._text(self.post_page, post))
        for name in sorted({name for post in blog.posts if post.way != "hidden" for name in post.pictures}):
            host, _, file = name.rpartition(":")
            picture = Resource(kind="requisite", body=self._text(_picture, name), media_type="image/gif")
            (self.elsewhere if host else self.resources)[self.picture_path(file)] = picture
        self.elsewhere.setdefault("/robots.txt", Resource(kind="robots", body=lambda: "", media_type="text/plain"))
        for post in blog.posts:
            for place, aside in enumerate(post.asides):
                if aside in ("dead", "gone"):
                    status = 410 if aside == "gone" else 404
                    self.add(self._aside(aside, post, place), "dead", lambda: "", status=status)
        moved = [post for post in blog.posts if post.way == "moved"]
        for post in moved:
            self.add(self.old_address(post), "moved", lambda: "", status=301, location=self.url(post))
        self.build()

    # What an engine says.

    @abstractmethod
    def address(self, post: Post) -> str:
        """Path (and query) of a post."""

    @abstractmethod
    def post_page(self, post: Post) -> str:
        """The page of a post."""

    @abstractmethod
    def build(self) -> None:
        """Add everything beside posts and their pictures."""

    @abstractmethod
    def build_traps(self) -> Sequence[Trap]:
        """The traps of this blog, the first that owns an address answers it."""

    @abstractmethod
    def bare_page(self, target: str, title: str, content: str) -> str:
        """A page of the blog that holds no post: what traps answer with."""

    def answer(self, target: str) -> Resource | None:
        """What is not listed, such as an API with free parameters."""
        return None

    def old_address(self, post: Post) -> str:
        return f"/old/{post.id}.html"

    def picture_path(self, name: str) -> str:
        return f"/pictures/{name}"

    def is_list(self, target: str) -> bool:
        found = self.resources.get(target)
        return found is not None and found.kind in ("list", "home")

    def native_id(self, post: Post) -> str | None:
        return str(post.id)

    def comment_native_id(self, comment: Comment) -> str:
        return str(comment.id)

    # What engines are built from.

    def add(
        self,
        target: str,
        kind: Kind,
        body: Callable[[], str | bytes],
        media_type: str = HTML,
        *,
        status: int = 200,
        location: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.resources[target] = Resource(
            kind=kind, body=body, media_type=media_type, status=status, location=location, headers=headers
        )

    def add_list(
        self,
        posts: Sequence[Post],
        address: Callable[[int], str],
        render: Callable[[str, Sequence[Post], int, int], str],
        *,
        home: bool = False,
    ) -> None:
        """The numbered pages of one list; `render` makes one from its target, its posts, its number and the last's."""
        last = max(1, ceil(len(posts) / self.per_page))
        for number in range(1, last + 1):
            target = address(number)
            shown = posts[(number - 1) * self.per_page : number * self.per_page]
            kind: Kind = "home" if home and number == 1 else "list"
            self.add(target, kind, self._text(render, target, shown, number, last))

    def add_style(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        self.add(path, "requisite", lambda: STYLE, "text/css")
        self.add(f"{folder}/back.gif", "requisite", self._text(_picture, path), "image/gif")
        self.add("/favicon.ico", "requisite", self._text(_picture, "favicon"), "image/gif")

    def comment_pages(self, post: Post, size: int) -> list[list[Comment]]:
        """The comments in pages of so many threads, oldest first; one page, if there are none."""
        pages: list[list[Comment]] = [[]]
        threads = 0
        for comment in post.comments:
            if comment.parent is None:
                threads += 1
                if threads > size:
                    pages.append([])
                    threads = 1
            pages[-1].append(comment)
        return pages

    def in_category(self, name: str) -> list[Post]:
        ways = ("lists", "closed", "category")
        return [post for post in reversed(self.blog.posts) if name in post.categories and post.way in ways]

    def with_tag(self, name: str) -> list[Post]:
        return [post for post in self.blog.listed if name in post.tags]

    def by_author(self, login: str) -> list[Post]:
        return [post for post in self.blog.listed if post.author == login]

    @cached_property
    def months(self) -> dict[tuple[int, int], list[Post]]:
        """The listed posts of each month, newest month first."""
        found: dict[tuple[int, int], list[Post]] = {}
        for post in self.blog.listed:
            found.setdefault((post.published.year, post.published.month), []).append(post)
        return found

    @cached_property
    def newest(self) -> tuple[Post, ...]:
        """What feeds show: no post that is closed to robots is among them."""
        return tuple(post for post in self.blog.listed if post.way == "lists")

    @cached_property
    def latest_comments(self) -> list[tuple[Comment, Post]]:
        """All comments on listed posts, newest first."""
        found = [(comment, post) for post in self.newest for comment in post.comments]
        return sorted(found, key=lambda pair: (pair[0].published, pair[0].id), reverse=True)

    @cached_property
    def _neighbours(self) -> dict[int, tuple[Post | None, Post | None]]:
        line = self.newest
        return {
            post.id: (line[place + 1] if place + 1 < len(line) else None, line[place - 1] if place else None)
            for place, post in enumerate(line)
        }

    def neighbours(self, post: Post) -> tuple[Post | None, Post | None]:
        """The older and the newer post; orphans have none."""
        return self._neighbours.get(post.id, (None, None))

    def url(self, post: Post) -> str:
        return self.names.base + self.address(post)

    def body_of(self, post: Post) -> str:
        """The text of a post as HTML."""
        return "\n".join(markup for markup, _ in self._blocks(post))

    def text_of(self, post: Post) -> str:
        """The text of a post as the dataset must have it."""
        return "\n\n".join(text for _, text in self._blocks(post) if text)

    def _blocks(self, post: Post) -> list[tuple[str, str]]:
        blocks = [(f"<p>{html.escape(text, quote=False)}</p>", text) for text in post.paragraphs]
        for number in post.links:
            other = self.blog.by_id.get(number)
            if other is not None:
                href = self.old_address(other) if other.way == "moved" else self.address(other)
                blocks.insert(1, _aside_block(href))
        for place, aside in enumerate(post.asides):
            blocks.insert(1, _aside_block(self._aside(aside, post, place)))
        for name in post.pictures:
            host, _, file = name.rpartition(":")
            src = (self.names.cdn if host else "") + self.picture_path(file)
            blocks.append((f'<p><img src="{src}" alt="{file}" width="40" height="30" /></p>', ""))
        return blocks

    def _aside(self, aside: str, post: Post, place: int) -> str:
        """The address of an odd link."""
        # One of the first twenty, which are in both generations.
        older = self.blog.by_id[1001 + post.id % min(20, len(self.blog.posts) // 2)]
        if aside == "dead":
            return f"/lost/{1 + post.id % 2}.html"
        if aside == "gone":
            return "/gone-for-ever/"
        if aside == "elsewhere":
            return f"{self.names.elsewhere}/{post.id}.html"
        origin = self.names.secure if aside == "secure" else self.names.www if place % 2 else self.names.engine
        return origin + self.address(older)

    def trap_links(self, target: str) -> str:
        """What a page links to on behalf of the traps, as list items."""
        found = (link for trap in self.traps for link in trap.links(target))
        return "".join(f'<li><a href="{html.escape(href)}">{words}</a></li>\n' for href, words in found)

    # What the server asks.

    def find(self, origin: str, target: str) -> Resource:
        """The answer to a target asked at an origin."""
        names = self.names
        if origin == names.elsewhere:
            return Resource(kind="aside", body=lambda: f'<a href="{target}more/">more</a>')
        if origin == names.cdn != names.base:
            return self.elsewhere.get(target, _NOTHING)
        if origin not in (names.base, names.secure) and self.aliases_move:
            return Resource(kind="duplicate", body=lambda: "", status=301, location=names.base + target)
        if origin == names.secure != names.base and self.aliases_move:
            return Resource(kind="duplicate", body=lambda: "", status=302, location=names.base + target)
        trap = self.trap_of(target)
        if trap is not None:
            return self._trapped(trap, target)
        return self.resources.get(target) or self.elsewhere_here(target) or self.answer(target) or _NOTHING

    def elsewhere_here(self, target: str) -> Resource | None:
        """Pictures, where all hosts are one."""
        return self.elsewhere.get(target) if self.names.cdn == self.names.base else None

    def trap_of(self, target: str) -> Trap | None:
        return next((trap for trap in self.traps if trap.owns(target)), None)

    def _trapped(self, trap: Trap, target: str) -> Resource:
        if trap.away:
            location = f"{self.names.elsewhere}{target}"
            return Resource(kind="aside", body=lambda: "", status=302, location=location)
        if not trap.parameters:
            return Resource(
                kind="aside", body=lambda: self.bare_page(target, trap.name.title(), "<p>Nothing here.</p>")
            )
        bare = target
        for name in trap.parameters:
            bare = without(bare, name)
        inner = self.find(self.names.base, bare)
        keep = trap.parameters[0]

        def body() -> str | bytes:
            page = inner.body()
            if trap.name == "session ids" and isinstance(page, str):
                # Whoever comes in with a session keeps it on every link, and gets a new one.
                number = hashlib.sha256(target.encode()).hexdigest()[:24]
                page = _HREF.sub(lambda one: f'href="{_kept(one[1], keep, number)}"', page)
            return page

        return Resource(kind="aside", body=body, media_type=inner.media_type, status=inner.status)

    # The truth.

    def truth(self) -> Truth:
        """What an archive of this generation must hold."""
        matter = {self.names.base + target: one.kind for target, one in self.resources.items() if one.matters}
        matter |= {self.names.cdn + target: one.kind for target, one in self.elsewhere.items() if one.matters}
        return Truth(
            url=f"{self.names.base}{self.seed}",
            posts=tuple(self._truth_of(post) for post in self.blog.posts),
            matter=matter,
            closed=tuple(self.url(post) for post in self.blog.posts if post.way == "closed"),
            traps=tuple(trap.name for trap in self.traps),
        )

    def _truth_of(self, post: Post) -> PostTruth:
        return PostTruth(
            url=self.url(post),
            native_id=self.native_id(post),
            title=post.title,
            author=self.blog.name_of(post.author),
            published=f"{post.published:%Y-%m-%dT%H:%M}",
            categories=post.categories if not self.labelled else (),
            tags=(*post.categories, *post.tags) if self.labelled else post.tags if self.tagged else (),
            text=self.text_of(post),
            way=post.way,
            comments=tuple(
                CommentTruth(
                    native_id=self.comment_native_id(comment),
                    author=comment.author,
                    published=f"{comment.published:%Y-%m-%dT%H:%M}",
                    parent=self._parent_of(comment),
                    text="\n\n".join(comment.paragraphs),
                )
                for comment in post.comments
            ),
        )

    def _parent_of(self, comment: Comment) -> str | None:
        return str(comment.parent) if self.threaded and comment.parent is not None else None

    @staticmethod
    def _text(make: Callable[..., str | bytes], *arguments: object) -> Callable[[], str | bytes]:
        return lambda: make(*arguments)


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _aside_block(href: str) -> tuple[str, str]:
    """A paragraph with a link, as HTML and as text."""
    before, words, after = "It began with", "another story", "that was told on a day like this one."
    return f'<p>{before} <a href="{html.escape(href)}">{words}</a> {after}</p>', f"{before} {words} {after}"


def _kept(href: str, name: str, value: str) -> str:
    return href if f"{name}=" in href else f"{href}{'&amp;' if '?' in href else '?'}{name}={value}"


def month_name(year: int, month: int) -> str:
    return f"{calendar.month_name[month]} {year}"


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


_NOTHING = Resource(
    kind="dead",
    body=lambda: "<html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>",
    status=404,
)


def _picture(name: str) -> bytes:
    return b"GIF89a" + random.Random(name).randbytes(1500)
