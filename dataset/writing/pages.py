"""What one page says, spread over the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from ...archive.capture import Capture
from ...parsers import traps_of
from ...parsers.model import Comment, Page, Post, Problem, Reference, Source
from ..epochs import epoch_of, is_outdated
from ..keys import safe_text, url_key
from ..rows import insert, next_id
from .blogs import see_blog
from .comments import save_comments
from .merge import Sighting, Standing
from .posts import SavedPost, find_post, save_links, save_media, save_post, settle_address
from .presence import see_post
from .references import save_references

_ANSWERS = ("feed", "post", "page")
"""Kinds of documents that tell what another page lacks: an API's answer, the page with all threads unfolded."""
_REDIRECTS = 20
"""Hops of a redirect chain that are followed back: as many as browsers follow."""


def save_page(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page) -> None:
    """Apply a page whose capture stands in the table already."""
    for problem in page.problems:
        if not _is_answered(db, problem):
            _note(db, problem, capture)
    if page.kind in _ANSWERS:
        db.execute("DELETE FROM problems WHERE answered_by = ?", (url_key(capture.url),))
    see_blog(db, blog_id, capture, page)
    if page.kind in ("feed", "listing"):
        _save_known(db, capture, page)
    else:
        _add_known(db, capture, "sitemap", page.listed)
    if page.kind == "feed":
        for entry in page.entries:
            _save_entry(db, blog_id, capture, page, entry)
    if _is_trap(db, blog_id, capture, page):
        return
    saved: SavedPost | None = None
    if page.post is not None:
        saved = _save_post(db, blog_id, capture, page, page.post)
        see_post(db, saved.id, capture, by_page=True)
    _save_discussion(db, blog_id, capture, page, saved)


def _is_trap(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page) -> bool:
    """Whether a page that shows no mark of its engine lies where that engine has other views of its posts.

    A print view may be so bare that nothing in it tells whose view it is. A crawl of ours asks for none, wget does.
    """
    if page.platform != "generic" or capture.source == "live":
        return False
    platform = db.execute("SELECT platform FROM blogs WHERE id = ?", (blog_id,)).fetchone()[0]
    return platform is not None and any(trap.pattern.search(capture.url) for trap in traps_of(platform))


def save_again(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page) -> None:
    """Apply what another reading of a capture tells of its post; its comments were applied before."""
    if page.post is not None:
        saved = _save_post(db, blog_id, capture, page, page.post)
        save_links(db, saved, (), {}, whole=False)
        if saved.body:
            save_media(db, saved.id, saved.body.media, fresh=False)


def add_problem(
    db: sqlite3.Connection,
    problem: Problem,
    *,
    url: str | None,
    capture_id: int | None = None,
    crawl_id: int | None = None,
    url_key: str | None = None,
) -> None:
    """Add a row to `problems`."""
    columns = ("capture_id", "url", "stage", "field", "message", "crawl_id", "url_key", "answered_by")
    field, message = safe_text(problem.field), safe_text(problem.message) or "no reason was told"
    told = (capture_id, safe_text(url), problem.stage, field, message, crawl_id, url_key, _answer_to(problem))
    insert(db, "problems", ("id", *columns), [(next_id(db, "problems"), *told)])


def _note(db: sqlite3.Connection, problem: Problem, capture: Capture) -> None:
    """Add what could not be read of a capture; of one that repeats known bytes the row that they have moves to it."""
    known = None
    if capture.record_type == "revisit":
        known = db.execute(
            "SELECT problems.id FROM captures AS now JOIN captures AS before ON before.url_key = now.url_key "
            "AND before.id < now.id AND now.refers_to IN (before.id, before.refers_to) "
            "JOIN problems ON problems.capture_id = before.id "
            "WHERE now.id = ? AND stage = ? AND field IS ? AND message = ?",
            (capture.id, problem.stage, safe_text(problem.field), safe_text(problem.message)),
        ).fetchone()
    if known is not None:
        db.execute("UPDATE problems SET capture_id = ? WHERE id = ?", (capture.id, *known))
        return
    add_problem(db, problem, url=capture.url, capture_id=capture.id, crawl_id=capture.crawl_id)


def _answer_to(problem: Problem) -> str | None:
    return url_key(problem.answered_by) if problem.answered_by else None


def _is_answered(db: sqlite3.Connection, problem: Problem) -> bool:
    """Whether what is missing on a page was asked for elsewhere, and came."""
    key = _answer_to(problem)
    query = f"SELECT 1 FROM captures WHERE url_key = ? AND page_kind IN {_ANSWERS} LIMIT 1"
    return key is not None and db.execute(query, (key,)).fetchone() is not None


def _save_known(db: sqlite3.Connection, capture: Capture, page: Page) -> None:
    """Feeds and list pages name posts by their entries, sitemaps by addresses alone."""
    source = "feed" if page.kind == "feed" else "listing"
    _add_known(db, capture, source, (entry.url for entry in page.entries if entry.url and entry.kind == "post"))
    _add_known(db, capture, "sitemap", page.listed)


def _add_known(db: sqlite3.Connection, capture: Capture, source: str, urls: Iterable[str]) -> None:
    for url in urls:
        key = url_key(url)
        added = db.execute(
            "INSERT OR IGNORE INTO known_posts (url_key, source, url, capture_id) VALUES (?, ?, ?, ?)",
            (key, source, safe_text(url), capture.id),
        )
        if added.rowcount:
            settle_address(db, key)


def _save_entry(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page, entry: Post) -> None:
    """A post as a feed shows it."""
    own = entry.url
    if own is None:
        # Without an address it can only be one that is known by its number.
        known = find_post(db, (), native_id=entry.native_id, platform=page.platform)
        if known is None:
            problem = Problem(stage="store", field="entries", message=f"an entry has no address: {entry.title!r}")
            _note(db, problem, capture)
            return
        own = str(db.execute("SELECT url FROM posts WHERE id = ?", (known,)).fetchone()[0])
    standing: Standing = "own" if capture.truncated is None else "cut"
    saved = save_post(db, blog_id, _sighting(db, capture, page, entry, "feed", standing), own=own)
    see_post(db, saved.id, capture, by_page=False)


def _save_post(db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page, post: Post) -> SavedPost:
    """The post whose page, or another view of it, this is."""
    own = url_key(capture.url)
    front = url_key(str(db.execute("SELECT url FROM blogs WHERE id = ?", (blog_id,)).fetchone()[0]))
    if post.url is not None and front == url_key(post.url) != own:
        # Some themes name the front page as the canonical address of every page.
        post = replace(post, url=None)
    standing: Standing = "own" if post.url is None or url_key(post.url) == own else "view"
    if capture.truncated is not None:
        standing = "cut"
    if post.url is None:
        post = replace(post, url=capture.url, field_sources={**post.field_sources, "url": "heuristic"})
    # Blogs redirect posts that are gone to their front page, which is none of them.
    others = tuple(led_here(db, capture)) if own != front else ()
    sighting = replace(_sighting(db, capture, page, post, "dom", standing), links=page.links, media=page.media)
    return save_post(db, blog_id, sighting, own=capture.url, others=others)


def _sighting(
    db: sqlite3.Connection, capture: Capture, page: Page, post: Post, source: Source, standing: Standing
) -> Sighting:
    return Sighting(
        post=post,
        capture_id=capture.id,
        epoch=epoch_of(db, capture),
        source=source,
        standing=standing,
        platform=page.platform,
        parser_version=page.parser_version,
    )


def led_here(db: sqlite3.Connection, capture: Capture) -> Iterator[str]:
    """The addresses that lead here by permanent redirects, the nearest first; a temporary one may lead to a login."""
    via, before = capture.via, capture.id
    for _ in range(_REDIRECTS):
        if via is None:
            return
        found = db.execute(
            "SELECT id, status, via FROM captures WHERE url_key = ? AND id < ? ORDER BY id DESC LIMIT 1",
            (url_key(via), before),
        ).fetchone()
        if found is None or found[1] not in (301, 308):
            return
        yield via
        before, via = found[0], found[2]


def _save_discussion(
    db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page, saved: SavedPost | None
) -> None:
    """Comments and references, each with the post it belongs to, and what hangs on the body."""
    comments: dict[str | None, list[Comment]] = {}
    references: dict[str | None, list[Reference]] = {}
    for comment in page.comments:
        comments.setdefault(comment.post_url, []).append(comment)
    for reference in page.references:
        references.setdefault(reference.post_url, []).append(reference)
    source = _source(page)
    own_page = capture.truncated is None and source != "feed" and _is_own(db, capture, saved)
    for address in dict.fromkeys((*comments, *references, *((None,) if saved else ()))):
        theirs = saved if address is None and saved else _post_at(db, blog_id, capture, page, address)
        if theirs is None:
            message = f"{len(comments.get(None, ()))} comments belong to no post that is known"
            problem = Problem(stage="store", field="comments", message=message)
            _note(db, problem, capture)
            continue
        here = comments.get(address, [])
        ids: dict[str, int] = {}
        # An older page tells what is not known, and nothing anew.
        believed = capture.truncated is None and not is_outdated(db, theirs.id, capture)
        is_own = own_page and theirs is saved
        if here:
            ids = save_comments(
                db, theirs.id, capture, here, source=source, own_page=is_own, whole=believed, fresh=theirs.new
            )
        only_gaps = source == "feed" or is_outdated(db, theirs.id, capture)
        pings = references.get(address, ())
        save_references(db, theirs.id, capture, pings, own_page=is_own, only_gaps=only_gaps, fresh=theirs.new)
        if theirs is saved:
            save_links(db, theirs, page.links, ids, whole=believed)
            if theirs.body:
                save_media(db, theirs.id, theirs.body.media, fresh=theirs.new)


def _post_at(
    db: sqlite3.Connection, blog_id: int, capture: Capture, page: Page, address: str | None
) -> SavedPost | None:
    """The post that a comment feed, or a page of comments alone, speaks of; one that is not known yet is made."""
    known = find_post(db, [url_key(address or capture.url)])
    if known is not None:
        return SavedPost(id=known, new=False, body=None)
    if address is None:
        return None
    sighting = Sighting(post=Post(url=address), capture_id=capture.id, epoch=epoch_of(db, capture), standing="cut")
    return save_post(db, blog_id, sighting, own=address)


def _is_own(db: sqlite3.Connection, capture: Capture, saved: SavedPost | None) -> bool:
    if saved is None:
        return False
    url = db.execute("SELECT url FROM posts WHERE id = ?", (saved.id,)).fetchone()[0]
    return url_key(url) == url_key(capture.url)


def _source(page: Page) -> Source:
    """Where comments were read: a page does not say so of each, but an API's posts do."""
    for post in chain((page.post,) if page.post else (), page.entries):
        if "api" in post.field_sources.values():
            return "api"
    return "feed" if page.kind == "feed" else "dom"
