"""RSS 0.9 to 2.0, RDF, Atom and JSON Feed: entries become posts, those of comment feeds comments.

feedparser reads the dialects, ``feed_plain`` the entries that are laid out as nearly all are. Dates are read here from
the feed's own text, for feedparser keeps neither precision nor offset.
A feed is an exact source ("feed"), with one exception: RSS has one ``category`` for categories and tags alike
(WordPress lists both), so that terms count as "heuristic" where no scheme tells them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import partial
from html import entities
from xml.parsers.expat import ExpatError, ParserCreate

from lxml import etree  # type: ignore[import-untyped]

from ..base import attempt
from ..model import Blog, Page, Post, Problem, Source
from ..tree.encoding import decode
from ..tree.text import count_words
from .comments import holds_comments, read_comments
from .entry import Entry, as_body
from .json_feed import as_atom, looks_like_json_feed
from .plain import Raw, split
from .xmlroot import declares_entities, is_html, root_of, without_prolog

LARGEST = 32_000_000
"""Characters; feeds that hold all posts of a blog have some 10 MB."""
_ROOTS = frozenset(("rss", "feed", "rdf"))
_RSS_IN_RDF = re.compile(r"purl\.org/rss/|rss/0\.9|netscape\.com/rdf/simple/0\.9")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LITERAL = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_REFERENCE = re.compile(r"&(?:([A-Za-z]\w{1,31});|(?!#(?:\d{1,7}|x[0-9A-Fa-f]{1,6});)(#X[0-9A-Fa-f]{1,6};)?)")
_PREDEFINED = frozenset(("amp", "lt", "gt", "quot", "apos"))
_BLOCKS = re.compile(r"<(?:p|br|div|img|ul|ol|blockquote|h[1-6]|table|pre|figure)\b", re.I)
_CUT = re.compile(r"(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3}|(?:read|continue)\b.{0,40}|\(more\)|»)\s*$", re.I)
_UNSOURCED = frozenset(("kind", "word_count", "field_sources", "published_utc", "published_raw", "body_html"))
_SOURCED = tuple(field.name for field in fields(Post) if field.name not in _UNSOURCED)


def looks_like_feed(content: bytes) -> bool:
    """Whether a document is a feed, by how it begins and whatever its Content-Type says."""
    head = content[:4096]
    return not is_html(head) and root_of(decode(head)).lower() in _ROOTS or looks_like_json_feed(content)


def read_feed(content: bytes, url: str, content_type: str | None = None) -> Page | None:
    """The posts, or the comments, of a feed; None if the document is no feed.

    Documents that declare entities are refused, external ones are never fetched, and what a
    feed gets wrong is told in ``problems``.
    """
    text = decode(content[: LARGEST * 2], content_type)
    problems: list[Problem] = []
    if looks_like_json_feed(content):
        page = attempt("entries", None, lambda: _of_json(text, url, problems), problems)
        page = page or (Page(url=url, kind="feed") if problems else None)
        return page and replace(page, problems=tuple(problems))
    root = root_of(text).lower()
    if root not in _ROOTS or root == "rdf" and not _RSS_IN_RDF.search(text):
        return None
    refused = None
    if len(text) > LARGEST:
        refused = f"The feed is longer than {LARGEST} characters and was not read."
    elif declares_entities(text):
        refused = "The feed declares entities and was refused."
    if refused:
        return Page(url=url, kind="feed", problems=(Problem(stage="parse", field="entries", message=refused),))
    page = attempt("entries", None, lambda: _read(text, url, problems), problems)
    return replace(page or Page(url=url, kind="feed"), problems=tuple(problems))


@dataclass(frozen=True)
class _Stream:
    """A document in memory: bare text feedparser might take for an address or a file, and fetch it."""

    data: bytes

    def read(self) -> bytes:
        return self.data


def _read(text: str, url: str, problems: list[Problem]) -> Page:
    xml, repaired = _well_formed(_CONTROLS.sub("", without_prolog(text)))
    if repaired:
        problems.append(Problem(stage="parse", field="entries", message=f"The feed is not well-formed: {repaired}"))
    rest, plain = split(xml, url) or (xml, None)
    about, read, version = _by_feedparser(rest, url)
    if plain is not None and len(read) != plain.count(None):
        # where it finds entries that are none of the channel's, it has to see all of them in their order
        plain, (about, read, version) = None, _by_feedparser(xml, url)
    others = iter(read)
    raws = read if plain is None else [next(others) if one is None else one for one in plain]
    return page_of(Entry(about, url), [Entry(raw, url) for raw in raws], url, version, problems)


def _by_feedparser(xml: bytes, url: str) -> tuple[Raw, list[Raw], str]:
    """What it says of the feed, its entries, and the feed's version."""
    import feedparser  # takes 0.1 s, and most pages are no feeds

    parsed = feedparser.parse(
        _Stream(xml),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    # not dict(entry): feedparser's own subscripts look for other names, and may not find them
    entries = [dict(dict.items(entry)) for entry in parsed.entries]
    return dict(dict.items(parsed.feed)), entries, str(parsed.version)


def _of_json(text: str, url: str, problems: list[Problem]) -> Page | None:
    told = as_atom(text)
    if told is None:
        return None
    about, items = told
    return page_of(Entry(about, url), [Entry(item, url) for item in items], url, "atom10", problems)


def page_of(about: Entry, entries: list[Entry], url: str, version: str, problems: list[Problem]) -> Page:
    """The page of a feed: comments if each entry is one, else posts; ``version`` is feedparser's ("atom10")."""
    if holds_comments(entries, url):
        comments, pings = read_comments(about, entries)
        return Page(url=url, kind="feed", comments=comments, references=pings)
    language = about.text("language")
    title = attempt("blog_title", None, lambda: about.title, problems)
    subtitle = attempt("blog_description", None, lambda: about.description, problems)
    blog = Blog(title=title, description=subtitle, language=language, feed_url=url)
    is_atom = version.startswith("atom")
    posts = [attempt("entries", None, partial(_post, entry, language, is_atom), problems) for entry in entries]
    told = (post for post in posts if post is not None)
    return Page(
        url=url, kind="feed", blog=blog, entries=tuple(_signed(post, about) if is_atom else post for post in told)
    )


def _well_formed(text: str) -> tuple[bytes, str | None]:
    """The document so that a strict parser reads it, and what was wrong with it.

    feedparser has a loose parser of its own, which takes up to 4 s a megabyte; names of HTML's entities and bare
    ampersands are what feeds get wrong most, and libxml2 closes what a cut connection left open.
    """
    error = _error(text)
    if error is None:
        return text.encode("utf-8", "replace"), None
    pieces = _LITERAL.split(text)
    pieces[::2] = [_REFERENCE.sub(_character, piece) for piece in pieces[::2]]
    text = "".join(pieces)
    if _error(text) is None:
        return text.encode("utf-8", "replace"), error
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return (b"" if root is None else etree.tostring(root, encoding="utf-8")), error


def _error(text: str) -> str | None:
    try:
        ParserCreate().Parse(text.encode("utf-8", "replace"), True)
    except ExpatError as error:
        return str(error)[:200]
    return None


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name is None:
        return f"&{reference[2].lower()}" if reference[2] else "&amp;"
    return reference[0] if name in _PREDEFINED else entities.html5.get(f"{name};", f"&amp;{name};")


def _post(entry: Entry, language: str | None, is_atom: bool) -> Post:
    # Atom tells publication from change, Atom 0.3 creation too; the dc:date of RSS 1.0 is neither, and the former here
    published = entry.date("published", "created") if is_atom else entry.date("published", "updated", "created")
    updated = entry.date("updated")
    (html, text), excerpt = _body_and_excerpt(entry, is_atom)
    terms, told = entry.terms()
    total = entry.number("slash_comments")
    return _with_sources(
        Post(
            url=entry.link,
            native_id=entry.native_id,
            title=entry.title,
            author_name=entry.author_name,
            author_url=entry.author_url,
            published=published.published,
            published_utc=published.published_utc,
            published_raw=published.raw,
            updated=updated.published if is_atom else None,
            excerpt=excerpt,
            body_html=html,
            body_text=text,
            word_count=count_words(text),
            language=entry.language or language,
            lead_image_url=entry.image,
            comments_claimed=total if total is not None else entry.number("thr_total"),
            categories=tuple(term for term in terms if term.kind == "category"),
            tags=tuple(term for term in terms if term.kind == "tag"),
        ),
        "feed" if told else "heuristic",
    )


def _signed(post: Post, about: Entry) -> Post:
    """An Atom entry that names no author has the feed's (RFC 4287, 4.1.1); its page may know better who wrote it."""
    name = about.author_name
    if post.author_name or not name:
        return post
    sources: dict[str, Source] = {**post.field_sources, "author_name": "heuristic"}
    return replace(post, author_name=name, author_url=about.author_url, field_sources=sources)


def _body_and_excerpt(entry: Entry, is_atom: bool) -> tuple[tuple[str | None, str | None], str | None]:
    """The whole text as HTML and plain, and the plain summary.

    A lone ``description`` may be either: it is taken for the whole text if it has paragraphs and does not end as if it
    was cut.
    """
    nothing = (None, None)
    content, summary, base = entry.content, entry.summary, entry.base
    said = as_body(summary, base) if summary else nothing
    if content is not None:
        return as_body(content, base), said[1]
    if summary and not is_atom and _BLOCKS.search(summary) and not _CUT.search((said[1] or "")[-80:]):
        return said, None
    return nothing, said[1]


def _with_sources(post: Post, terms: Source) -> Post:
    sources: dict[str, Source] = {}
    for name in _SOURCED:
        if getattr(post, name) not in (None, ()):
            sources[name] = terms if name in ("categories", "tags") else "feed"
    return replace(post, field_sources=sources)
