"""The comments of Blogger: threaded (since 2012), in a definition list (since 2006), or carried by the page's script.

Whatever the language, ``?showComment=<milliseconds>#c<id>`` behind a comment's date is its exact time in UTC; the page
prints the same minute in the blog's zone (seen in both threaded pages of the corpus). The two together tell the offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from ..dates import Date, from_timestamp
from ..generic import Generic
from ..generic.comments.thread import MOST, Said, thread
from ..model import AuthorKind, Comment
from ..tree.inline_json import Item, assigned, html_at, items_at, number_at, text_at
from ..tree.soup import Element, parents
from ..tree.text import Region, clean, text_of
from ..tree.urls import absolute
from ..tree.within import first, named

TEXT, AUTHOR, DATE = "comment-content", "user", "datetime"
ICON_OF_OWNER = "blog-author"
OLD_AUTHOR, OLD_TEXT, OLD_DATE = "comment-author", "comment-body", "comment-timestamp"
_ID = re.compile(r"c(\d{1,25})$")
_TIME = re.compile(r"[?&]showComment=(\d{10,16})")
_SAID = re.compile(
    r"\s*(?:said|wrote|says|hat gesagt|a dit|dijo|disse|ha detto|zei|sa|skrev|sagte|говорит)?\s*(?:…|\.{3}|:)\s*$", re.I
)


def read_comments(page: Generic) -> tuple[Comment, ...]:
    """The comments of a post's page in page order, answers with their parents."""
    said = [*_threaded(page)] or [*_listed(page)] or [*_scripted(page)]
    return thread(said, page.base_url)


def _threaded(page: Generic) -> Iterator[Said]:
    for tag in page.soup.by_class("comment"):
        found = _ID.match(str(tag.attrs.get("id", "")))
        body = first(page.soup, tag, TEXT)
        if found is None or body is None or tag.name != "li":
            continue
        above = next((match[1] for up in parents(tag) if (match := _ID.match(str(up.attrs.get("id", ""))))), None)
        author, icon = first(page.soup, tag, AUTHOR), first(page.soup, tag, "icon")
        is_owner = icon is not None and ICON_OF_OWNER in (icon.attrs.get("class") or ())
        yield _one(page, found[1], above, body, author, first(page.soup, tag, DATE), is_owner=is_owner)


def _listed(page: Generic) -> Iterator[Said]:
    """``dl#comments-block``: dt with the author, dd with the text, dd with the date; the classes of 2004 lack some."""
    for block in named(page.soup, page.soup.by_id("comments-block") or page.soup.by_id("comments"), "dt"):
        found = _ID.match(str(block.attrs.get("id", "")))
        if found is None:
            anchors = (str(tag.attrs.get("name") or tag.attrs.get("id") or "") for tag in named(page.soup, block, "a"))
            found = next((match for name in anchors if (match := _ID.match(name))), None)
        following = _until_next(block)
        body = next((tag for tag in following if OLD_TEXT in (tag.attrs.get("class") or ())), None)
        body = body or (following[0] if following else None)
        if body is None:
            continue
        inner = first(page.soup, block, OLD_AUTHOR)
        stamp = next((tag for part in (*following, block) if (tag := first(page.soup, part, OLD_DATE))), None)
        is_owner = ICON_OF_OWNER in (block.attrs.get("class") or ())
        said = _one(page, found[1] if found else None, None, body, inner or block, stamp, is_owner=is_owner)
        yield replace(said, author_name=clean(_SAID.sub("", said.author_name or "")))


def _until_next(block: Element) -> list[Element]:
    found: list[Element] = []
    for tag in block.next_siblings:
        if isinstance(tag, Element):
            if tag.name == "dt":
                break
            found.append(tag)
    return found


def _one(
    page: Generic,
    native_id: str | None,
    parent: str | None,
    body: Element,
    author: Element | None,
    stamp: Element | None,
    *,
    is_owner: bool,
) -> Said:
    profile = next((link for link in named(page.soup, author, "a") if text_of(link)), None)
    url = page.href(profile) if profile is not None and "showComment=" not in str(profile.attrs.get("href")) else None
    link = next(iter(named(page.soup, stamp, "a")), stamp)
    permalink = page.href(link)
    return Said(
        native_id=native_id,
        parent_native_id=parent,
        region=Region(tuple(body.contents)),
        url=permalink,
        author_name=text_of(profile) if url else text_of(author),
        author_url=url,
        author_kind="owner" if is_owner else kind_of(url),
        when=moment(page.date(text_of(link)), permalink),
    )


def kind_of(profile: str | None) -> AuthorKind:
    """Accounts lead to a profile; names that were typed lead to a page of their own or nowhere."""
    return "registered" if profile and "blogger.com/profile/" in profile else "unregistered"


def moment(printed: Date, permalink: str | None) -> Date:
    """The printed date with the seconds and the offset that the exact time in the comment's address tells."""
    found = _TIME.search(permalink or "")
    if found is None:
        return printed
    exact = from_timestamp(int(found[1]) // 1000, printed.raw)
    if exact.published is None or printed.published is None or len(printed.published) < len("2010-10-19T15:30:00"):
        return replace(exact, raw=printed.raw or exact.raw)
    instant = datetime.fromisoformat(exact.published)
    shown = datetime.fromisoformat(printed.published[:19]).replace(tzinfo=UTC)
    quarters = round((shown - instant.replace(second=0)) / timedelta(minutes=15))
    if abs(quarters) > 14 * 4:
        return replace(exact, raw=printed.raw)  # a template that prints another date than the comment's
    local = instant.astimezone(timezone(timedelta(minutes=15 * quarters)))
    return Date(local.isoformat(timespec="seconds"), exact.published_utc, printed.raw)


def _scripted(page: Generic) -> Iterator[Said]:
    """``var items = [{"id": …, "body": …}]``: pages whose list only the script draws."""
    for items in assigned(page.source.text, "var items"):
        for item in items_at([items], 0)[:MOST]:
            yield _record(page, item)


def _record(page: Generic, item: Item) -> Said:
    milliseconds = number_at(item, "timestamp")
    url = absolute(text_at(item, "author", "profileUrl"), page.base_url)
    printed = page.date(text_at(item, "displayTime"))
    permalink = absolute(text_at(item, "permalink") or text_at(item, "link"), page.base_url)
    when = from_timestamp(milliseconds // 1000, printed.raw) if milliseconds else printed
    return Said(
        native_id=text_at(item, "id"),
        parent_native_id=text_at(item, "parentId"),
        html=html_at(item, "body"),
        url=permalink,
        author_name=text_at(item, "author", "name"),
        author_url=url,
        author_kind=kind_of(url),
        when=moment(printed, permalink) if printed.published and permalink else when,
    )


def claimed(area: Element | None, soup_text: str | None) -> int | None:
    """The number in "3 comments:", whatever the language."""
    found = re.search(r"\d{1,6}", soup_text or "") if area is not None else None
    return int(found[0]) if found else None
