"""WordPress' own JSON: posts, pages and comments of the REST API (since 4.7) and of WordPress.com.

Both tell local time and UTC side by side, so the offset is exact. Posts are asked for with ``_embed=author,wp:term``
(names instead of numbers), comments with ``_embed=up`` (the post's own address and its author). ``content.rendered``
holds all parts of a post that its pages show one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from functools import partial
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...base import Source as Document
from ...base import attempt
from ...dates import NO_DATE, Date, parse_date
from ...generic.comments.thread import Said, thread
from ...model import AuthorKind, Blog, Page, PageKind, Post, PostKind, Problem, Source, Term
from ...tree.html import body_html
from ...tree.inline_json import Item, Json, at, decoded, fragment, html_at, items_at, text_at
from ...tree.soup import Element
from ...tree.text import Region, body_text, clean, count_words, text_of
from ...tree.urls import absolute, slug_of
from .body import added

LISTS = (
    "posts?per_page=100&orderby=id&order=asc&_embed=author%2Cwp%3Aterm",
    "pages?per_page=100&orderby=id&order=asc&_embed=author",
    "comments?per_page=100&orderby=id&order=asc&_embed=up",
)
_ROOT = re.compile(
    rb"<link\b[^>]{0,60}\bapi\.w\.org/[^>]{0,60}?href=[\"'](https?://[^\"'\s>]{1,300}?[?&;]rest_route=(?:/|%2F))[\"']"
)
_API = re.compile(r"/wp-json/|[?&]rest_route=|/wp/v2/|/rest/v1(?:\.\d)?/")
_SIGNS = (b"/wp\\/v2\\/", b"/wp/v2/", b"wp-json", b'"date_gmt"', b"public-api.wordpress.com", b"rest_no_route")
_COMMENT_PAGE = re.compile(r"/comment-page-\d+/?$")
_UNSOURCED = frozenset(
    ("kind", "word_count", "field_sources", "published_utc", "published_raw", "body_html", "part", "parts")
)


def looks_like_api(content: bytes, url: str) -> bool:
    """Whether a JSON document is an answer of WordPress' API, by its address or its beginning."""
    return bool(_API.search(url)) or any(sign in content[:6000] for sign in _SIGNS)


def plain_lists(content: bytes) -> tuple[str, ...]:
    """The addresses of the API's lists where a blog has no permalinks: below ``index.php?rest_route=/``."""
    found = _ROOT.search(content) if b"rest_route=" in content else None
    if found is None:
        return ()
    root = unescape(found[1].decode("utf-8", "replace"))
    return tuple(f"{root}wp/v2/{name.replace('?', '&')}" for name in LISTS)


def next_page(content: bytes, url: str) -> str | None:
    """The address of the next answer of a list, None where this one is the last.

    A page may be short of what was asked for (comments of private posts are counted, then left out), but not by half.
    """
    if "per_page=" not in url or content[:64].lstrip()[:1] != b"[":
        return None
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    size = query.get("per_page", "")
    number = query.get("page", "1")
    if not size.isdigit() or not number.isdigit() or int(number) > 100_000:
        return None
    answer = decoded(content.decode("utf-8", "replace"))
    if not isinstance(answer, list) or 2 * len(answer) < int(size) or not isinstance(at(answer, 0, "id"), int):
        return None
    query["page"] = str(int(number) + 1)
    return urlunsplit(parts._replace(query=urlencode(query)))


def read_api(source: Document, platform: str, version: str) -> Page:
    """The posts or comments of one answer; an error of the API is a page of kind "error"."""
    problems: list[Problem] = []
    answer = decoded(source.text)
    page = attempt("entries", None, lambda: _read(answer, source.url, platform, version, problems), problems)
    return page or Page(
        url=source.url, kind="other", platform=platform, parser_version=version, problems=tuple(problems)
    )


def _read(answer: Json, url: str, platform: str, version: str, problems: list[Problem]) -> Page:
    page = partial(Page, url=url, platform=platform, parser_version=version)
    if isinstance(at(answer, "code"), str) and isinstance(at(answer, "message"), str):
        return page(kind="error")
    if isinstance(at(answer, "namespaces"), list) or isinstance(at(answer, "home"), str):
        return page(
            kind="other",
            blog=Blog(
                title=plain(html_at(answer, "name")),
                description=plain(html_at(answer, "description")),
                timezone=_clock(answer),
            ),
        )
    items = items_at([answer]) if isinstance(answer, dict) and "id" in answer else items_at(answer)
    items = items or items_at(answer, "posts") or items_at(answer, "comments")
    posts: list[Post] = []
    said: list[Said] = []
    spoken_of: list[Post | None] = []
    for item in items:
        if "author_name" in item or "post" in item and "parent" in item:
            if (one := attempt("comments", None, partial(_said, item, url), problems)) is not None:
                said.append(one)
                spoken_of.append(_spoken_of(item, url))
        elif "content" in item and "title" in item:
            post = attempt("entries", None, partial(_post, item, url), problems)
            posts += [post] if post is not None else []
    posts += {post.native_id: post for post in spoken_of if post is not None}.values()
    kind: PageKind = "feed" if posts or said else "other"
    return page(kind=kind, entries=tuple(posts), comments=thread(said, url), problems=tuple(problems))


def _clock(answer: Json) -> str | None:
    """The blog's time zone: a city, or hours east of Greenwich where its owner chose none."""
    if name := text_at(answer, "timezone_string"):
        return name
    hours = at(answer, "gmt_offset")
    if isinstance(hours, str):
        hours = float(hours) if re.fullmatch(r"-?\d{1,2}(?:\.\d{1,2})?", hours) else None
    if isinstance(hours, bool) or not isinstance(hours, int | float) or abs(hours) > 14:
        return None
    minutes = round(abs(hours) * 60)
    return f"{'-' if hours < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


# ---- posts


def _post(item: Item, url: str) -> Post | None:
    """One post; None if it is not published. One that asks for a password has no body."""
    if (text_at(item, "status") or "publish") != "publish":
        return None
    link = absolute(text_at(item, "link") or text_at(item, "URL"), url)
    base = link or url
    region = _without_plugins(fragment(_rendered(item, "content")))
    text, html = body_text(region), body_html(region, base)
    when = moment(item, "date")
    author = items_at(item, "_embedded", "author")
    terms = _terms(item)
    post = Post(
        kind="page" if text_at(item, "type") == "page" else "post",
        url=link,
        native_id=text_at(item, "id") or text_at(item, "ID"),
        title=plain(_rendered(item, "title")),
        author_name=plain(html_at(author, 0, "name") or html_at(item, "author", "name")),
        author_url=absolute(text_at(author, 0, "link") or text_at(item, "author", "URL"), base),
        published=when.published,
        published_utc=when.published_utc,
        published_raw=when.raw,
        updated=moment(item, "modified").published,
        excerpt=plain(_rendered(item, "excerpt")),
        body_html=html,
        body_text=text,
        word_count=count_words(text),
        lead_image_url=absolute(text_at(item, "_embedded", "wp:featuredmedia", 0, "source_url"), base),
        categories=tuple(term for term in terms if term.kind == "category"),
        tags=tuple(term for term in terms if term.kind == "tag"),
    )
    return _sourced(post)


def _sourced(post: Post) -> Post:
    told = [
        entry.name
        for entry in fields(post)
        if entry.name not in _UNSOURCED and getattr(post, entry.name) not in (None, ())
    ]
    sources: dict[str, Source] = dict.fromkeys(told, "api")
    return replace(post, field_sources=sources)


def _spoken_of(item: Item, url: str) -> Post | None:
    """The post that a comment belongs to, as far as the answer tells of it."""
    post = next(iter(items_at(item, "_embedded", "up")), None)
    link = absolute(text_at(post, "link"), url)
    if post is None or link is None or _is_attachment(item):
        return None
    kind: PostKind = "page" if text_at(post, "type") == "page" else "post"
    return _sourced(Post(kind=kind, url=link, native_id=text_at(post, "id"), title=plain(_rendered(post, "title"))))


def _terms(item: Item) -> list[Term]:
    found = [term for group in _lists(item, "_embedded", "wp:term") for term in group]
    if not found:  # WordPress.com: {"categories": {"Boats": {"name": "Boats", "slug": "boats"}}}
        for taxonomy, key in (("category", "categories"), ("post_tag", "tags")):
            group = at(item, key)
            found += [
                {**term, "taxonomy": taxonomy}
                for term in (group.values() if isinstance(group, dict) else ())
                if isinstance(term, dict)
            ]
    terms = []
    for term in found:
        name, url = plain(html_at(term, "name")), text_at(term, "link")
        if name and text_at(term, "taxonomy") in ("category", "post_tag"):
            kind = "category" if text_at(term, "taxonomy") == "category" else "tag"
            terms.append(Term(kind=kind, name=name, slug=slug_of(url) or text_at(term, "slug"), url=url))  # type: ignore[arg-type]
    return terms


def _lists(item: Item, *path: str) -> Iterator[list[Item]]:
    groups = at(item, *path)
    for group in groups if isinstance(groups, list) else ():
        yield items_at(group)


# ---- comments


def _said(item: Item, url: str) -> Said | None:
    if (text_at(item, "type") or "comment") != "comment" or (text_at(item, "status") or "approved") != "approved":
        return None
    if _is_attachment(item):
        return None
    link = absolute(text_at(item, "link") or text_at(item, "URL"), url)
    post = items_at(item, "_embedded", "up")
    parent = text_at(item, "parent") or text_at(item, "parent", "ID")
    return Said(
        native_id=text_at(item, "id") or text_at(item, "ID"),
        parent_native_id=None if parent in (None, "0", "") else parent,
        html=_rendered(item, "content"),
        url=link,
        author_name=plain(html_at(item, "author_name") or html_at(item, "author", "name")),
        author_url=absolute(text_at(item, "author_url") or text_at(item, "author", "URL"), url),
        author_kind=_kind(item, post),
        when=moment(item, "date"),
        post_url=absolute(text_at(post, 0, "link"), url) or _post_of(link),
    )


def _is_attachment(item: Item) -> bool:
    """Whether a comment is on the page of a single picture, which is no post."""
    return any(text_at(post, "type") == "attachment" for post in items_at(item, "_embedded", "up"))


def _kind(item: Item, post: list[Item]) -> AuthorKind | None:
    """Guests have the number 0; who wrote the post is only known where the post is embedded."""
    number = at(item, "author")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    if number == 0:
        return "unregistered"
    if not post:
        return None
    return "owner" if at(post, 0, "author") == number else "registered"


def _post_of(link: str | None) -> str | None:
    """The post's address out of a comment's: without the page of comments and the number."""
    if link is None:
        return None
    parts = urlsplit(link)
    query = "&".join(part for part in parts.query.split("&") if not part.startswith("cpage="))
    return urlunsplit(parts._replace(path=_COMMENT_PAGE.sub("/", parts.path), query=query, fragment=""))


# ---- parts of both


def moment(item: Item, name: str) -> Date:
    """``date`` (local) with the offset that ``date_gmt`` gives it; WordPress.com writes the offset itself."""
    raw = text_at(item, name)
    local, utc = parse_date(raw), parse_date(text_at(item, f"{name}_gmt"))
    if not local.published:
        return NO_DATE
    if local.published_utc or not utc.published or len(local.published) < 19 or len(utc.published) < 19:
        return local
    one, other = datetime.fromisoformat(local.published[:19]), datetime.fromisoformat(utc.published[:19])
    offset = one - other
    if abs(offset) > timedelta(hours=15) or offset.seconds % 60:
        return local
    return Date(one.replace(tzinfo=timezone(offset)).isoformat(), f"{utc.published[:19]}Z", raw)


def plain(html: str | None) -> str | None:
    """A text with entities and tags as one line: "Boats &amp;amp; Oars", "<b>Bold</b>"."""
    if not html or "<" not in html and "&" not in html:
        return clean(html)
    return text_of(fragment(html))


def _rendered(item: Item, name: str) -> str | None:
    return html_at(item, name, "rendered") or html_at(item, name)


def _without_plugins(region: Region | None) -> Region | None:
    """The content without share buttons and related posts that plugins hang on it."""
    holder = region.nodes[0].parent if region and region.nodes else None
    return region.minus(added(holder)) if region and isinstance(holder, Element) else region
