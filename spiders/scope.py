"""What belongs to the blog, and which of its own URLs are better left alone.

Two questions, kept apart: `Scope.covers` (is it the blog's? if not, nobody needs to hear of it) and
`Scope.objection` (it is the blog's, and this is the reason why it is not fetched; kept with the URL).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .links.url import Role, base_of

if TYPE_CHECKING:
    from ..archive.config import Config
    from ..archive.journal.queue import UrlQueue
    from ..parsers.base import Trap


class Ground(NamedTuple):
    """A host, its port and the folder below which the blog lies."""

    host: str
    """Without ``www.``: both spellings are one blog."""
    port: int | None
    """None for the scheme's own (80 of http and 443 of https are one blog, too)."""
    folder: str
    """``/`` or ``/blog/``."""


_YEAR = re.compile(r"(?:19|20)\d\d")
_FILE = re.compile(r"^[^?#]+\.(?:css|m?js|png|jpe?g|gif|webp|avif|svg|ico|bmp|woff2?|ttf|otf|eot)(?:[?#]|$)", re.I)
"""What only styles, scripts, pictures and fonts are called."""
_WITH_ANY_PATTERN: frozenset[Role] = frozenset({"feed", "sitemap", "requisite"})
"""Where the pages that are wanted are named, and what they need: --include is about pages."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """One blog's ground, the user's patterns, and the traps of its engine."""

    grounds: tuple[Ground, ...]
    seed: str
    include: tuple[re.Pattern[str], ...] = ()
    exclude: tuple[re.Pattern[str], ...] = ()
    requisites: bool = True
    traps: tuple[Trap, ...] = ()
    origin: str = ""
    """Under which its URLs are asked for: ``https://www.blog.example``."""
    aliases: frozenset[str] = frozenset()
    """Other spellings of the origin, with and without www., http and https."""

    @classmethod
    def of(
        cls, seed: str, *, include: Sequence[str] = (), exclude: Sequence[str] = (), requisites: bool = True
    ) -> Scope:
        """The scope that a seed spans: its host, and the folder it lies in."""
        return cls(
            grounds=(ground_of(seed),),
            seed=seed,
            include=tuple(re.compile(pattern) for pattern in include),
            exclude=tuple(re.compile(pattern) for pattern in exclude),
            requisites=requisites,
        ).at(seed)

    def extended(self, url: str) -> Scope:
        """The scope with the ground of ``url`` added: where the seed itself redirects to."""
        ground = ground_of(url)
        moved = self if base_of(url).origin == self.origin else self.at(url)
        return moved if ground in self.grounds else replace(moved, grounds=(*self.grounds, ground))

    def moved(self, url: str, target: str) -> Scope:
        """The scope after a redirect: a page that moved to another spelling of the origin takes the blog with it."""
        here, there = base_of(url).origin, base_of(target).origin
        if here != self.origin or there not in self.aliases or url[len(here) :] != target[len(there) :]:
            return self
        return self.at(target)

    def at_home(self, url: str) -> str:
        """The URL under the blog's origin, if it is one of the origin's other spellings."""
        if url.startswith(self.origin + "/"):
            return url
        origin = base_of(url).origin
        return self.origin + url[len(origin) :] if origin in self.aliases else url

    def at(self, url: str) -> Scope:
        """The scope with the origin of ``url`` as the blog's own."""
        origin = base_of(url).origin
        name = origin.partition("://")[2]
        bare = name.removeprefix("www.")
        spellings = {f"{scheme}://{www}{bare}" for scheme in ("http", "https") for www in ("", "www.")}
        return replace(self, origin=origin, aliases=frozenset(spellings - {origin}))

    def with_traps(self, traps: Sequence[Trap]) -> Scope:
        """The scope that knows the traps of the blog's engine."""
        return replace(self, traps=tuple(traps))

    def covers(self, url: str, role: Role = "page") -> bool:
        """Whether ``url`` is this blog's: pages and feeds lie in its folder, sitemaps on its host.

        What its pages need to be shown is the blog's wherever it lies, unless requisites are left out.
        """
        return self.requisites if role == "requisite" else self.owns(url, role)

    def owns(self, url: str, role: Role = "page") -> bool:
        """Whether ``url`` lies on the blog's ground."""
        scheme, _, rest = url.partition("://")
        authority, slash, path = rest.partition("/")
        host, port = _host_and_port(scheme, authority)
        for ground in self.grounds:
            if (host, port) == ground[:2]:
                folder = ground.folder
                if folder == "/" or role in ("requisite", "sitemap"):
                    return True
                # /blog and /blog?page=2 are the index of /blog/
                path = slash + path
                if path.startswith(folder) or path.partition("?")[0] == folder[:-1]:
                    return True
        return False

    def objection(self, url: str, role: Role = "page") -> str | None:
        """Why a URL of the blog is not to be fetched; None if nothing speaks against it."""
        if url == self.seed:
            return None
        for pattern in self.exclude:
            if pattern.search(url):
                return f"excluded by --exclude {pattern.pattern}"
        for trap in self.traps:
            if trap.pattern.search(url) and not self._is_harmless(url, role):
                return trap.reason
        if role not in _WITH_ANY_PATTERN and self.include and not any(pattern.search(url) for pattern in self.include):
            return "matches no --include"
        if url.count("/") > 5 and _repeats(url):
            return "the same path repeats itself"
        return None

    def _is_harmless(self, url: str, role: Role) -> bool:
        # A style is no trap because its address tells the theme's version (/css/index.css?v=5.7.0), and an engine's
        # traps are its own addresses: https://secure.gravatar.com/avatar/1b9c?s=80 is no search.
        return role == "requisite" and (_FILE.search(url) is not None or not self.owns(url, role))


def spanned(seed: str, config: Config, queue: UrlQueue) -> Scope:
    """The scope of a blog as it is known: where its seed was redirected to in an earlier run belongs to it."""
    scope = Scope.of(seed, include=config.include, exclude=config.exclude, requisites=config.requisites)
    for url in queue.seed_redirects():
        scope = scope.extended(url)
    return scope


def ground_of(seed: str) -> Ground:
    """The ground a seed names: below the root its folder, and of a dated permalink what stands before the year.

    ``http://host/blog/2010/10/19/intro.html`` is a post of the blog at ``/blog/``, not a blog of one day.
    """
    parts = urlsplit(seed)
    host, port = _host_and_port(parts.scheme, parts.netloc)
    kept: list[str] = []
    for segment in parts.path.split("/")[1:-1]:
        if _YEAR.fullmatch(segment):
            break
        kept.append(segment)
    return Ground(host, port, "/" + "".join(f"{segment}/" for segment in kept))


@lru_cache(maxsize=1024)
def _host_and_port(scheme: str, authority: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"{scheme}://{authority}/")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return authority.lower(), None
    return host.removeprefix("www."), None if port in (None, 80 if scheme == "http" else 443) else port


def _repeats(url: str) -> bool:
    """Whether one to three segments stand three times in a row (relative links that climb into themselves).

    Numbers may repeat: ``/2011/11/11/11/`` is a date.
    """
    segments = url.partition("://")[2].partition("?")[0].split("/")[1:]
    for size in (1, 2, 3):
        for start in range(len(segments) - 3 * size + 1):
            block = segments[start : start + size]
            if (
                block == segments[start + size : start + 2 * size] == segments[start + 2 * size : start + 3 * size]
                and not all(segment.isdigit() for segment in block)
                and any(block)
            ):
                return True
    return False
