"""Comments that come as records (an API, a script) put into a thread: no id twice, depth counted from the parents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...dates import NO_DATE, Date
from ...model import AuthorKind, Comment
from ...tree.html import body_html
from ...tree.soup import Soup
from ...tree.text import Region, body_text


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment as a source tells it: its text is ``html``, or the part ``region`` of the page."""

    native_id: str | None = None
    parent_native_id: str | None = None
    html: str | None = None
    region: Region | None = None
    depth: int | None = None
    """What the source itself tells; used where the parent is not among the comments."""
    url: str | None = None
    author_name: str | None = None
    author_url: str | None = None
    author_kind: AuthorKind | None = None
    when: Date = NO_DATE
    post_url: str | None = None


MOST = 20_000
_DEEPEST = 500


def thread(said: Iterable[Said], base: str) -> tuple[Comment, ...]:
    """The comments in the order of the source; without text and author (deleted, collapsed) they are left out."""
    depths: dict[str, int] = {}
    comments: list[Comment] = []
    for one in said:
        if len(comments) >= MOST:
            break
        if one.native_id is not None and one.native_id in depths:
            continue
        depth = _depth(one, depths)
        if one.native_id is not None:
            depths[one.native_id] = depth
        text, html = _shown(one, base)
        if text is None and html is None:
            continue
        comments.append(
            Comment(
                position=len(comments) + 1,
                native_id=one.native_id,
                parent_native_id=one.parent_native_id,
                depth=depth,
                url=one.url,
                author_name=one.author_name,
                author_url=one.author_url,
                author_kind=one.author_kind,
                published=one.when.published,
                published_utc=one.when.published_utc,
                published_raw=one.when.raw,
                body_text=text,
                body_html=html,
                post_url=one.post_url,
            )
        )
    return tuple(comments)


def _shown(one: Said, base: str) -> tuple[str | None, str | None]:
    if one.region is not None or not one.html:
        return body_text(one.region), body_html(one.region, base)
    soup = Soup(one.html)
    region = Region(tuple(soup.contents))
    shown = body_text(region), body_html(region, base)
    soup.close()
    return shown


def _depth(one: Said, depths: dict[str, int]) -> int:
    if one.parent_native_id is None:
        return 0
    told = one.depth if one.depth is not None and 0 < one.depth < _DEEPEST else 1
    return min(depths.get(one.parent_native_id, told - 1) + 1, _DEEPEST)
