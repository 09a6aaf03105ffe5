"""Posts: found by address or number, merged from all sightings, with their terms, links, media and revisions."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ...parsers.model import Link, Media
from ..hiding.hidden_posts import cover, cover_revisions, is_hidden, uncover
from ..hiding.redacting import HiddenPost
from ..keys import host_of, safe_integer, safe_text, url_key, without_session
from ..rows import SqlValue, insert, next_id, synchronise, update
from .merge import Chosen, Facts, Sighting, choose, combine, facts_of, from_json, is_part, to_json, winner
from .names import author_of, save_terms
from .parts import Body, body_of, is_late, joined, save_part
from .revisions import Content, note_revision
from .versions import note_older_version

_ROW = (
    "url", "kind", "native_id", "title", "author_id", "byline", "published", "published_utc", "published_raw",
    "updated", "excerpt", "body_html", "body_text", "word_count", "language", "lead_image_url", "comments_claimed",
    "references_claimed", "previous_url", "next_url", "platform", "parser_version", "field_sources", "content_digest",
    "capture_id", "redacted",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_ROW)} FROM posts WHERE id = ?"
_LINK = ("post_id", "comment_id", "position", "url", "text", "rel", "scope", "host", "url_key")
_MEDIA = (
    "post_id", "position", "kind", "url", "alt", "caption", "width", "height", "url_key", "capture_id"
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SavedPost:
    """Where a sighting went."""

    id: int
    new: bool
    body: Body | None
    """The post's body, if it is now this sighting's, or has a part of it; None if another's stays."""


def save_post(
    db: sqlite3.Connection, blog_id: int, sighting: Sighting, *, own: str, others: Sequence[str] = ()
) -> SavedPost:
    """Add what one sighting says to the post that it shows, which is made if it is new.

    `own` is the address under which it was seen, `others` those that led there. The address that the sighting itself
    names is believed unless it is another post's (some themes name one canonical URL on every page).
    """
    named = [sighting.post.url] if sighting.post.url else []
    keys = {url_key(address): address for address in (*named, own, *others)}
    post_id = find_post(db, list(keys), own=url_key(own), native_id=sighting.post.native_id, platform=sighting.platform)
    number = sighting.post.redacted if isinstance(sighting.post, HiddenPost) else None
    if post_id is not None and number is None and is_hidden(db, post_id):
        return SavedPost(id=post_id, new=False, body=None)
    facts = facts_of(sighting)
    before: Facts | None = None
    there: dict[str, SqlValue] = {}
    old: dict[str, SqlValue] = {}
    late = False
    if post_id is not None:
        before = from_json(db.execute("SELECT facts FROM post_facts WHERE post_id = ?", (post_id,)).fetchone()[0])
        facts = combine(before, facts)
        there = dict(zip(_ROW, db.execute(_SELECT, (post_id,)).fetchone(), strict=True))
        old = uncover(db, post_id, there)
        late = is_late(db, post_id, sighting, before)
        save_part(db, post_id, sighting)
    chosen = choose(facts)
    is_taken = chosen.body == sighting.capture_id
    body = _whole(db, post_id, sighting, facts) if is_taken else _kept(old, chosen)
    row = _row(db, blog_id, chosen, body)
    is_named = chosen.field_sources.get("url") != "heuristic"
    listed = None if post_id is None or is_named else _listed_address(db, post_id)
    row["url"] = _url(db, post_id, (listed, chosen.url, old.get("url")), own)
    row["redacted"] = number
    shown = row if number is None else cover(row)
    if post_id is None:
        post_id = next_id(db, "posts")
        insert(db, "posts", ("id", "blog_id", *shown), [(post_id, blog_id, *shown.values())])
        insert(db, "post_facts", ("post_id", "facts"), [(post_id, to_json(facts))])
        save_part(db, post_id, sighting)
    elif facts != before:
        assert before is not None
        if _is_same_parser(old, row):
            contents = {"old": _content(old), "new": _content(row)}
            note_revision(db, post_id, sighting, before=before, facts=facts, is_late=late, **contents)
        if changed := {name: value for name, value in shown.items() if value != there[name]}:
            update(db, "posts", post_id, changed)
        db.execute("UPDATE post_facts SET facts = ? WHERE post_id = ?", (to_json(facts), post_id))
    db.executemany("INSERT OR IGNORE INTO post_urls (url_key, post_id) VALUES (?, ?)", [(key, post_id) for key in keys])
    if old and not is_taken and _is_older_page(sighting, facts) and _is_same_parser(old, row):
        note_older_version(db, post_id, sighting.capture_id, version=_told(sighting, chosen), current=_content(row))
    save_terms(db, blog_id, post_id, chosen, fresh=not old, hidden=number is not None)
    if number is not None:
        cover_revisions(db, post_id, row)
    return SavedPost(id=post_id, new=not old, body=body if is_taken else None)


def find_post(
    db: sqlite3.Connection,
    keys: Sequence[str],
    *,
    own: str | None = None,
    native_id: str | None = None,
    platform: str | None = None,
) -> int | None:
    """The post that has one of these addresses, or else this number on this platform.

    An address other than the `own` one that leads to a post with *another* number on the same platform is passed over.
    """
    numbered = native_id is not None and platform not in (None, "generic")
    for key in keys:
        found = db.execute(
            "SELECT posts.id, posts.native_id, posts.platform FROM post_urls JOIN posts ON posts.id = post_id "
            "WHERE post_urls.url_key = ?",
            (key,),
        ).fetchone()
        if found is None:
            continue
        if key == own or not numbered or found[2] != platform or found[1] in (None, native_id):
            return int(found[0])
    if not numbered:
        return None
    found = db.execute(
        "SELECT id FROM posts WHERE native_id = ? AND platform = ? ORDER BY id LIMIT 1", (native_id, platform)
    ).fetchone()
    return None if found is None else int(found[0])


def save_links(
    db: sqlite3.Connection, saved: SavedPost, links: Iterable[Link], comments: Mapping[str, int], *, whole: bool
) -> None:
    """The links of the body, if this sighting's body was taken, and those of the `comments` that it shows.

    Only a page that is `whole` says that a comment has no link any more.
    """
    by_owner: dict[int | None, list[tuple[SqlValue, ...]]] = {None: []} if saved.body else {}
    if whole:
        by_owner |= {comment_id: [] for comment_id in comments.values()}
    shown = [link for link in links if link.comment_native_id is not None]
    for link in chain(saved.body.links if saved.body else (), shown):
        owner = None if link.comment_native_id is None else comments.get(link.comment_native_id)
        url = safe_text(link.url)
        if url is None or (owner is None and link.comment_native_id is not None):
            continue
        rows = by_owner.setdefault(owner, [])
        told = (saved.id, owner, len(rows) + 1, url, safe_text(link.text), safe_text(link.rel), link.scope)
        rows.append((*told, host_of(url), url_key(url) if link.scope == "internal" else None))
    if saved.new:
        insert(db, "links", _LINK, list(chain.from_iterable(by_owner.values())))
        return
    old: dict[SqlValue, list[tuple[SqlValue, ...]]] = {}
    for row in db.execute(f"SELECT id, {', '.join(_LINK)} FROM links WHERE post_id = ? ORDER BY id", (saved.id,)):
        old.setdefault(row[2], []).append(row)
    for owner, rows in by_owner.items():
        synchronise(db, "links", _LINK, old.get(owner, ()), rows)


def save_media(db: sqlite3.Connection, post_id: int, media: Iterable[Media], *, fresh: bool) -> None:
    """The media of the body, each with its own first whole capture, if there is one already."""
    rows = []
    for position, item in enumerate(media, start=1):
        url = safe_text(item.url)
        if url is None:
            continue
        key = url_key(url)
        capture_id = db.execute(
            "SELECT min(id) FROM captures WHERE url_key = ? AND (status = 200 OR record_type = 'resource') "
            "AND truncated IS NULL",
            (key,),
        ).fetchone()[0]
        rows.append(
            (
                post_id,
                position,
                item.kind,
                url,
                safe_text(item.alt),
                safe_text(item.caption),
                safe_integer(item.width),
                safe_integer(item.height),
                key,
                capture_id,
            )
        )
    old = []
    if not fresh:
        query = f"SELECT id, {', '.join(_MEDIA)} FROM media WHERE post_id = ? ORDER BY id"
        old = db.execute(query, (post_id,)).fetchall()
    synchronise(db, "media", _MEDIA, old, rows)


def content_digest(title: str | None, body_text: str | None) -> str | None:
    """``sha256:hex`` over title, a line feed and text in UTF-8; None if there is neither."""
    if title is None and body_text is None:
        return None
    return "sha256:" + hashlib.sha256(f"{title or ''}\n{body_text or ''}".encode()).hexdigest()


def _row(db: sqlite3.Connection, blog_id: int, chosen: Chosen, body: Body) -> dict[str, SqlValue]:
    sources = dict(chosen.field_sources)
    if author := sources.pop("author_name", None):
        sources["author_id"] = author
    for name in ("author_url", "author_kind"):
        sources.pop(name, None)
    return {
        "url": chosen.url,
        "kind": chosen.kind,
        "native_id": chosen.native_id,
        "title": chosen.title,
        "author_id": author_of(db, blog_id, chosen),
        "byline": chosen.byline,
        "published": chosen.published,
        "published_utc": chosen.published_utc,
        "published_raw": chosen.published_raw,
        "updated": chosen.updated,
        "excerpt": chosen.excerpt,
        "body_html": body.html,
        "body_text": body.text,
        "word_count": body.word_count,
        "language": chosen.language,
        "lead_image_url": chosen.lead_image_url,
        "comments_claimed": chosen.comments_claimed,
        "references_claimed": chosen.references_claimed,
        "previous_url": chosen.previous_url,
        "next_url": chosen.next_url,
        "platform": chosen.platform,
        "parser_version": chosen.parser_version,
        "field_sources": json.dumps(sources, separators=(",", ":"), sort_keys=True),
        "content_digest": content_digest(chosen.title, body.text),
        "capture_id": body.capture_id,
    }


def _whole(db: sqlite3.Connection, post_id: int | None, sighting: Sighting, facts: Facts) -> Body:
    """The body that a sighting shows; with the other parts, if it shows one of several."""
    told = winner(facts, "body")
    if post_id is None or told is None or not is_part(told[1].value):
        return body_of(sighting)
    return joined(db, post_id, told[1].value)


def _kept(old: dict[str, SqlValue], chosen: Chosen) -> Body:
    html, text, words, capture_id = (old.get(name) for name in ("body_html", "body_text", "word_count", "capture_id"))
    assert html is None or isinstance(html, str)
    assert text is None or isinstance(text, str)
    assert words is None or isinstance(words, int)
    if chosen.body is None or not isinstance(capture_id, int):
        capture_id = chosen.capture_id
    return Body(html=html, text=text, word_count=words, capture_id=capture_id)


def settle_address(db: sqlite3.Connection, key: str) -> None:
    """A feed, sitemap or list page names an address: the post that was seen there may have another until now."""
    found = db.execute(
        "SELECT posts.id, posts.url FROM post_urls JOIN posts ON posts.id = post_id "
        "WHERE post_urls.url_key = ? AND field_sources ->> 'url' = 'heuristic'",
        (key,),
    ).fetchone()
    if found is not None:
        url = _url(db, found[0], (_listed_address(db, found[0]), found[1]), found[1])
        if url != found[1]:
            update(db, "posts", found[0], {"url": url})


def _url(db: sqlite3.Connection, post_id: int | None, named: Iterable[SqlValue], own: str) -> str:
    """The first of the addresses that no other post has."""
    for url in named:
        if isinstance(url, str):
            query = "SELECT 1 FROM post_urls WHERE url_key = ? AND post_id IS NOT ?"
            if db.execute(query, (url_key(url), post_id)).fetchone() is None:
                return without_session(url)
    return without_session(safe_text(own) or own)


def _listed_address(db: sqlite3.Connection, post_id: int) -> SqlValue:
    """Where the post was seen, and which a feed, sitemap or list page names: for a post whose page names no address."""
    found = db.execute(
        "SELECT captures.url FROM post_urls JOIN known_posts USING (url_key) JOIN captures USING (url_key) "
        "WHERE post_urls.post_id = ? AND captures.status = 200 AND captures.page_kind IN ('post', 'page') "
        "ORDER BY length(captures.url), captures.id LIMIT 1",
        (post_id,),
    ).fetchone()
    return found[0] if found else None


def _content(row: dict[str, SqlValue]) -> Content:
    title, text, digest = (row[name] for name in ("title", "body_text", "content_digest"))
    assert not isinstance(title, int | float)
    assert not isinstance(text, int | float)
    assert not isinstance(digest, int | float)
    return Content(title=title, body_text=text, digest=digest)


def _is_older_page(sighting: Sighting, facts: Facts) -> bool:
    """Whether this is the post's own page, whole, with a text that a later day or crawl has replaced."""
    believed = winner(facts, "body")
    is_page = sighting.standing == "own" and sighting.source != "feed" and sighting.post.part is None
    return is_page and bool(sighting.post.body_text) and believed is not None and sighting.epoch < believed[1].epoch


def _told(sighting: Sighting, chosen: Chosen) -> Content:
    """Title and text of one sighting; the title only if it is from where the believed one is."""
    post = sighting.post
    same = post.field_sources.get("title", sighting.source) == chosen.field_sources.get("title")
    title, text = safe_text(post.title) if same else chosen.title, safe_text(post.body_text)
    return Content(title=title, body_text=text, digest=content_digest(title, text))


def _is_same_parser(old: dict[str, SqlValue], row: dict[str, SqlValue]) -> bool:
    """A newer parser may read the same page otherwise; `blogark extract` then reads all captures anew."""
    return all(old[name] == row[name] for name in ("platform", "parser_version"))
