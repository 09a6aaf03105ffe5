"""Entries of a feed that are laid out as nearly all are, read from lxml's tree; the others are feedparser's.

feedparser takes 0.3 ms and more an entry, so that a feed of 20,000 took 8 s. What it makes of the elements that blogs
write is known, and here done as it does it, quirks included: the same values under the same names, as far as ``Entry``
asks for them. An entry with anything else (an element inside an element, ``xml:base``, XHTML, a second title) is left
to feedparser, and so is all that the feed says of itself. ``tests/parsers/test_feed_plain.py`` reads feeds both ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

Raw = dict[str, Any]

_ATOM = "{http://www.w3.org/2005/Atom}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_THREAD = "{http://purl.org/syndication/thread/1.0}"
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html"}
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_LOOSE_AMPERSAND = re.compile("&([A-Za-z0-9_]+);")
_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)(/*)(.*?)")
_CP1252 = {code: bytes((code,)).decode("cp1252") for code in range(128, 160) if code not in (129, 141, 143, 144, 157)}
_HARMLESS = (
    "{http://wellformedweb.org/CommentAPI/}",
    "{http://www.w3.org/2007/app}",
    "{http://www.blogger.com/atom/ns#}",
    "{com-wordpress:feed-additions:1}",
    "{http://purl.org/rss/1.0/modules/syndication/}",
    "{http://madskills.com/public/xml/rss/module/trackback/}",
    "{http://madskills.com/public/xml/rss/module/pingback/}",
    "{http://www.georss.org/georss}",
    "{http://schemas.google.com/g/2005}",
)
"""Namespaces of which neither feedparser nor ``Entry`` reads an element; ``<comments>`` is another such."""


class Unusual(Exception):
    """An entry that is not laid out as nearly all are."""


def split(xml: bytes, url: str) -> tuple[bytes, list[Raw | None]] | None:
    """The document without its plain entries, and these in order, with None where feedparser has to read one.

    None if the document is no RSS 2.0 or Atom 1.0, or its root says something that holds for all entries.
    """
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return None
    if root.tag == "rss":
        parents, name, of_atom = root.findall("channel"), "item", False
    elif root.tag == f"{_ATOM}feed":
        parents, name, of_atom = [root], f"{_ATOM}entry", True
    else:
        return None
    if len(parents) != 1 or any(key not in ("version", f"{_XML}lang") for key in root.attrib) or parents[0].get("href"):
        return None
    if root is not parents[0] and parents[0].attrib:
        return None
    language = root.get(f"{_XML}lang")
    reader = _Reader(url, language.replace("_", "-") if language else None, of_atom)
    if not url or reader.resolved(url) != url:
        return None
    read: list[Raw | None] = []
    for entry in parents[0].findall(name):
        try:
            read.append(reader.read(entry))
        except Unusual:
            read.append(None)
        else:
            parents[0].remove(entry)
    return etree.tostring(root, encoding="utf-8"), read


class _Reader:
    def __init__(self, base: str, language: str | None, of_atom: bool) -> None:
        self.base = base
        self.language = language
        self.of_atom = of_atom
        self.raw: Raw = {}
        self.has_content = False

    def read(self, entry: Any) -> Raw:
        if entry.attrib:
            raise Unusual
        raw: Raw = {}
        self.raw = raw
        self.has_content = False
        for child in entry.iterchildren():
            tag = child.tag
            read = _READERS.get(tag)
            if read is not None:
                read(self, child)
            elif type(tag) is not str:
                continue  # a comment
            elif len(child) or tag != "comments" and not tag.startswith(_HARMLESS):
                raise Unusual
        return raw

    # ---- what feedparser does with a text

    def text(self, element: Any) -> str:
        if len(element):
            raise Unusual
        text: str = element.text or ""
        return text.strip()

    def resolved(self, address: str) -> str:
        try:
            return urljoin(self.base, _SLASHES.sub(r"\1\3", address))
        except ValueError:
            return ""

    # ---- elements

    def title(self, element: Any) -> None:
        if "title" in self.raw:
            raise Unusual
        kind = self.kind(element, "text/plain")
        value = _mended(self.text(element))
        self.raw["title"] = value
        self.raw["title_detail"] = {"type": kind, "language": self.language, "base": self.base, "value": value}

    def kind(self, element: Any, default: str) -> str:
        """The type of a content; in RSS it has no attributes."""
        if not element.attrib:
            return default
        if not self.of_atom or element.keys() != ["type"]:
            raise Unusual
        told: str = element.get("type").lower()
        kind = _TYPES.get(told, told)
        if kind not in ("text/plain", "text/html"):
            raise Unusual
        return kind

    def description(self, element: Any) -> None:
        if element.attrib or "summary_detail" in self.raw or "summary" in self.raw and not self.has_content:
            raise Unusual
        self.summarized(element, "text/html")

    def summary(self, element: Any) -> None:
        if not self.of_atom or "summary_detail" in self.raw or "summary" in self.raw and not self.has_content:
            raise Unusual
        self.summarized(element, self.kind(element, "text/plain"))

    def summarized(self, element: Any, kind: str) -> None:
        value = _mended(self.text(element))
        self.raw["summary"] = value
        self.raw["summary_detail"] = {"type": kind, "language": self.language, "base": self.base, "value": value}

    def encoded(self, element: Any) -> None:
        if element.attrib:
            raise Unusual
        self.held(element, "text/html")

    def content(self, element: Any) -> None:
        if not self.of_atom:
            raise Unusual
        self.held(element, self.kind(element, "text/plain"))

    def held(self, element: Any, kind: str) -> None:
        value = _mended(self.text(element))
        self.has_content = True
        part = {"type": kind, "language": self.language, "base": self.base, "value": value}
        self.raw.setdefault("content", []).append(part)
        self.raw.setdefault("summary", value)

    def link(self, element: Any) -> None:
        links = self.raw.setdefault("links", [])
        if not element.attrib:
            value = self.text(element)
            links.append({"rel": "alternate", "type": "text/html"})
            value = _mended(self.resolved(value)) if value else ""
            value = _LOOSE_AMPERSAND.sub(r"&\g<1>", value.replace("&amp;", "&"))
            self.raw["link"] = value
            if value:
                links[-1]["href"] = value
            return
        told = _attributes(element)
        if not told.get("href") or "url" in told or "uri" in told:
            raise Unusual
        told.setdefault("rel", "alternate")
        told.setdefault("type", "application/atom+xml" if told["rel"] == "self" else "text/html")
        told["href"] = self.resolved(told["href"])
        links.append(told)
        if told["rel"] == "alternate" and _TYPES.get(told["type"], told["type"]) in _HTML_TYPES:
            self.raw["link"] = told["href"]

    def enclosure(self, element: Any) -> None:
        self.text(element)
        told = _attributes(element)
        if href := told.get("url", told.get("uri", told.get("href"))):
            told.pop("url", None)
            told.pop("uri", None)
            told["href"] = href
        told["rel"] = "enclosure"
        self.raw.setdefault("links", []).append(told)

    def ident(self, element: Any) -> None:
        told = _attributes(element)
        is_link = told.pop("ispermalink", "true") == "true"
        if told or "id" in self.raw:
            raise Unusual
        value = self.text(element)
        value = _mended(self.resolved(value) if value and is_link else value)
        self.raw["id"] = value
        if is_link:
            self.raw.setdefault("link", value)

    def category(self, element: Any) -> None:
        told = _attributes(element)
        tags = self.raw.setdefault("tags", [])
        term = {"term": told.get("term"), "scheme": told.get("scheme", told.get("domain")), "label": told.get("label")}
        if any(term.values()) and term not in tags:
            tags.append(term)
        value = _mended(self.text(element))
        if not value:
            return
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = value
        elif (term := {"term": value, "scheme": None, "label": None}) not in tags:
            tags.append(term)

    def author(self, element: Any) -> None:
        if "authors" in self.raw or element.attrib:
            raise Unusual
        detail: Raw = {}
        name = _mended(self.text(element)) if not len(element) else self.person(element, detail)
        if "@" in name and not detail:
            raise Unusual  # feedparser takes it apart
        if not detail:
            if name:
                detail["name"] = name
            else:
                self.raw["author"] = ""
                self.raw["authors"] = [{}]
                return
        self.raw.update(author=name, authors=[detail], author_detail=detail)

    def person(self, element: Any, detail: Raw) -> str:
        """The one line that feedparser makes of an Atom author."""
        if not self.of_atom or (element.text or "").strip():
            raise Unusual
        for child in element.iterchildren():
            tag = child.tag
            if type(tag) is not str:
                continue
            if (child.tail or "").strip():
                raise Unusual
            if tag in (f"{_ATOM}name", f"{_ATOM}email", f"{_ATOM}uri") and not child.attrib:
                value = self.text(child)
                key = tag[len(_ATOM) :]
                if key == "uri":
                    key, value = "href", _mended(self.resolved(value) if value else value)
                if key in detail:
                    raise Unusual
                detail[key] = value
            elif not tag.startswith("{http://schemas.google.com/g/2005}") or len(child):
                raise Unusual
        if not detail:
            raise Unusual
        name, email = detail.get("name"), detail.get("email")
        return f"{name} ({email})" if name and email else name or email or ""

    def answered(self, element: Any) -> None:
        """``thr:in-reply-to``; the prefix is the name that feedparser gives it."""
        if element.prefix != "thr" or not element.attrib or len(element):
            raise Unusual
        self.raw["thr_in-reply-to"] = _attributes(element)

    def total(self, element: Any) -> None:
        if element.prefix != "thr" or element.attrib:
            raise Unusual
        self.raw["thr_total"] = _mended(self.text(element))

    def thumbnail(self, element: Any) -> None:
        self.pictured("media_thumbnail", element)

    def media(self, element: Any) -> None:
        self.pictured("media_content", element)

    def pictured(self, name: str, element: Any) -> None:
        if self.text(element):
            raise Unusual
        self.raw.setdefault(name, []).append(_attributes(element))


def _plain(name: str) -> Callable[[_Reader, Any], None]:
    """The reader of an element that is a text without attributes; the last of several stands."""

    def read(reader: _Reader, element: Any) -> None:
        if element.attrib:
            raise Unusual
        reader.raw[name] = _mended(reader.text(element))

    return read


def _attributes(element: Any) -> Raw:
    """Names in lower case, and two of the values; none of a namespace."""
    if any(key[0] == "{" for key in element.keys()):  # noqa: SIM118 - no dict
        raise Unusual
    found = {key.lower(): value for key, value in element.items()}
    if "base" in found or "lang" in found:
        raise Unusual
    for key in ("rel", "type"):
        if key in found:
            found[key] = found[key].lower()
    return found


def _mended(text: str) -> str:
    """UTF-8 that was taken for Latin-1, and the characters of Windows where Latin-1 has controls."""
    if text.isascii():
        return text
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252)


_READERS: dict[Any, Callable[[_Reader, Any], None]] = {
    f"{_DC}creator": _Reader.author,
    f"{_DC}date": _plain("updated"),
    f"{_DC}subject": _Reader.category,
    f"{_TERMS}created": _plain("created"),
    f"{_TERMS}issued": _plain("published"),
    f"{_TERMS}modified": _plain("updated"),
    f"{_THREAD}in-reply-to": _Reader.answered,
    f"{_THREAD}total": _Reader.total,
    "{http://purl.org/rss/1.0/modules/content/}encoded": _Reader.encoded,
    "{http://purl.org/rss/1.0/modules/slash/}comments": _plain("slash_comments"),
    "{http://rssnamespace.org/feedburner/ext/1.0}origLink": _plain("feedburner_origlink"),
    "{http://search.yahoo.com/mrss/}content": _Reader.media,
    "{http://search.yahoo.com/mrss/}thumbnail": _Reader.thumbnail,
    "pubDate": _plain("published"),
    "description": _Reader.description,
    "enclosure": _Reader.enclosure,
    "guid": _Reader.ident,
    f"{_ATOM}published": _plain("published"),
    f"{_ATOM}updated": _plain("updated"),
    f"{_ATOM}summary": _Reader.summary,
    f"{_ATOM}content": _Reader.content,
    f"{_ATOM}id": _Reader.ident,
    **{f"{space}{name}": read for space in ("", _ATOM) for name, read in (
        ("title", _Reader.title), ("link", _Reader.link), ("category", _Reader.category), ("author", _Reader.author),
    )},
}  # fmt: skip
