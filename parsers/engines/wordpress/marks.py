"""What WordPress says in numbers and titles, whatever theme and language: feed links, short links, counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ...tree.soup import Element, attribute
from ...tree.text import clean

_POST = re.compile(r"post-(\d+)")
_SHORT = re.compile(r"/([pP])[0-9a-zA-Z]+-([0-9a-zA-Z]{1,10})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+")
_QUOTED = re.compile(r"[“„«\"‘‚‹「《].*[”“»\"’‘›」》]")
_ONE = re.compile(r"\W*(?:one|eine?|une?|un[oa]|uma?|e[eé]n|et?t|en|один|одна|jeden|jedna|yksi|egy)\s", re.I)


@dataclass(frozen=True)
class FeedTitles:
    """Names that the titles of a page's feed links hold."""

    blog: str | None = None
    post: str | None = None


def feed_titles(links: list[Element]) -> FeedTitles:
    """Blog and post by core's three feed links: "Blog » Feed", "Blog » Comments Feed", "Blog » Post Comments Feed".

    The words are translated; what the second link says behind the blog's name, the third says behind the post's.
    """
    feeds = [tag for tag in links if "rss" in str(tag.attrs.get("type", ""))]
    titles = [title for tag in feeds if (title := clean(attribute(tag, "title")))]
    parted = [title.partition(" » ") for title in titles]
    if len(parted) < 2 or not parted[0][1] or parted[0][0] != parted[1][0]:
        return FeedTitles()
    blog, label = parted[0][0], f" {parted[1][2]}"
    for title in titles[2:]:
        rest = title.removeprefix(f"{blog} » ")
        if rest != title and rest.endswith(label):
            return FeedTitles(blog, rest.removesuffix(label).strip() or None)
    return FeedTitles(blog)


def short_link(link: str | None) -> tuple[str, str] | None:
    """Kind ("p", "page_id") and number in a short link: ``?p=7``, ``?page_id=7``, ``https://wp.me/pf2B5-aNz``.

    >>> short_link("https://wp.me/pBMYe-htU")
    ('p', '67202')
    """
    if not link:
        return None
    parts = urlsplit(link)
    asked = parse_qs(parts.query)
    for key in ("p", "page_id"):
        if key in asked and asked[key][0].isdigit():
            return key, asked[key][0]
    short = _SHORT.fullmatch(parts.path) if parts.netloc == "wp.me" else None
    return ("p" if short[1] == "p" else "page_id", str(_base62(short[2]))) if short else None


def number_of(tag: Element) -> str | None:
    """The number that core gives the element of a post, as id or class: ``post-7``."""
    for word in (attribute(tag, "id") or "", *(attribute(tag, "class") or "").split()):
        if found := _POST.fullmatch(word):
            return found[1]
    return None


def claimed_in(text: str | None, title: str | None = None) -> int | None:
    """The number of comments in a heading, outside of ``title`` and of quoted ones; "One response" is 1.

    >>> claimed_in("1,204 thoughts on “30 days”")
    1204
    >>> claimed_in("One Response to Route 66", "Route 66")
    1
    """
    bare = _QUOTED.sub("", (text or "").replace(title or "\n", ""))
    found = _NUMBER.search(bare)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    if 0 < len(digits) < 8:
        return int(digits)
    return 1 if not found and _ONE.match(bare) else None


def letters(text: str) -> str:
    """Letters and digits only, case folded."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _base62(text: str) -> int:
    number = 0
    for char in text:
        number = number * 62 + _DIGITS.index(char)
    return number
