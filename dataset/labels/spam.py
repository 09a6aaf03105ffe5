"""How much speaks for a comment or a reference being spam: signs with their weights, summed as doubts are.

A score is no probability, and no verdict: it says how many of the signs below were found, each of which an honest
text may bear. It cannot see what only the sender's page or address could tell: whether the site of a trackback names
the blog, whether many blogs got the same text, from where it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..keys import host_of
from .words import FLATTERY, SOLD, SOLD_TOGETHER, TRADE

LIKELY = 0.5
"""From here on a text is called likely spam in views and documents."""
MANY_POSTS = 3
"""Posts under which the same words stand; more of them say no more."""

Sign = tuple[float, str]
"""A weight from 0 to 1, and the sign in words."""

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"https?://|(?<!/)\bwww\.", re.IGNORECASE)
_CODE = re.compile(r"\[url[=\]]|\[link=|<a\s+href|\{[^{}|\n]{1,80}(?:\|[^{}|\n]{1,80}){1,20}\}", re.IGNORECASE)
"""A link in the code of another forum, or a choice of phrases that the robot forgot to make."""
_DOMAIN = re.compile(
    r"(?:https?://)?[\w-]+(?:\.[\w-]+){0,3}\.(?:com|net|org|info|biz|ru|cn|xyz|top|shop|de|uk)(?:/\S*)?"
)
_SLUG = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_LONGEST = 20_000
_SHORT = 400
_BEGINNING = 160
_LONGEST_NAME = 100
_WORDS_A_LINK = 12
_LOOKED_AT = 5
"""Words that a reason names."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is judged: a comment, or a reference with its title as `name`."""

    text: str | None
    words: Sequence[str]
    """All words, those of a title too, in small letters."""
    html: str | None
    name: str | None
    url: str | None
    is_own: bool
    """By the blog's own account, from the blog itself, or an article that the post itself names: never spam."""
    language: str | None
    post_language: str | None
    host: str | None
    """The blog's."""
    post_title: str | None


def judged(signs: Iterable[Sign], posts: int) -> tuple[float, str | None]:
    """The score, two digits, and the reasons, the strongest first; each sign takes its share of what doubt is left.

    `posts` are those under which nearly the same is said.
    """
    found = [*signs, *_spread(posts)]
    doubt = 1.0
    for weight, _ in found:
        doubt *= 1 - weight
    reasons = [reason for _, reason in sorted(found, key=lambda sign: -sign[0])]
    return round(1 - doubt, 2), "; ".join(reasons) or None


def signs_of_comment(said: Said) -> Iterator[Sign]:
    """The signs that a comment bears."""
    if not (said.text or said.url):
        return
    text = (said.text or "")[:_LONGEST]
    low = text.lower()
    yield from _links(said, low)
    yield from _name(said)
    if said.url and (found := _sold_in_short(_spaced(said.url))):
        yield 0.5, f"address: {found}"
    yield from _wares(said, low)
    if len(low) < _SHORT and (said.url or "://" in low) and FLATTERY.search(low, 0, _BEGINNING):
        yield 0.2, "praise that fits anywhere"
    if "\n" in text and low[-1:].isalpha() and (found := _sold_or_traded(low.rpartition("\n")[2])):
        yield 0.5, f"last line: {found}"
    yield from _language(said)


def signs_of_reference(said: Said) -> Iterator[Sign]:
    """The signs that a reference bears."""
    text = (said.text or "")[:_LONGEST]
    title, low = (said.name or "").lower().strip(), text.lower()
    if not title:
        yield 0.35, "no title"
    elif found := _sold_or_traded(title):
        yield 0.6 if "," in found else 0.4, f"title: {found}"
    elif " " not in title and _SLUG.fullmatch(title) and said.url and title in said.url.lower():
        yield 0.3, "a title of one word"
    if said.post_title and low.strip() == said.post_title.lower().strip():
        yield 0.5, "quotes nothing but the post's title"
    if said.url and (found := _sold_in_short(_spaced(said.url))):
        yield 0.5, f"address: {found}"
    yield from _wares(said, low)
    yield from _language(said)


def _wares(said: Said, low: str) -> Iterator[Sign]:
    if found := _sold(low, said.words):
        yield 0.35 if "," not in found else 0.7, f"words: {found}"


def _language(said: Said) -> Iterator[Sign]:
    if said.language and said.post_language and said.language != said.post_language.partition("-")[0].lower():
        yield 0.3, f"in {said.language}, the post in {said.post_language}"


def _spread(posts: int) -> Iterator[Sign]:
    if posts >= MANY_POSTS:
        yield 0.45, f"nearly the same under {MANY_POSTS} posts or more"
    elif posts > 1:
        yield 0.25, "nearly the same under 2 posts"


def _links(said: Said, low: str) -> Iterator[Sign]:
    if ("[" in low or "<" in low or "{" in low) and _CODE.search(low):
        yield 0.8, "links as code"
    written = len(_ADDRESS.findall(low)) if "http" in low or "www." in low else 0
    html = said.html or ""
    number = html.count('href="http')
    if number and said.host:
        # Names of those who are answered lead to the blog itself.
        number -= sum(html.count(f'href="{scheme}://{said.host}/') for scheme in ("http", "https"))
    number = max(number, written)
    if not number:
        return
    if written and len(said.words) <= 2 * written:
        yield 0.35 if written == 1 else 0.55, "little but links"
    elif number >= 3 and len(said.words) < _WORDS_A_LINK * number:
        yield 0.6, f"{number} links in {len(said.words)} words"
    else:
        yield (0.1, "1 link") if number == 1 else (0.25, f"{number} links")


def _name(said: Said) -> Iterator[Sign]:
    name = (said.name or "").strip()
    low = name.lower()
    if not low:
        return
    if "." in low and _DOMAIN.fullmatch(low):
        yield 0.4, "an address as name"
    elif found := _sold_in_short(low):
        yield 0.6, f"name: {found}"
    elif said.url and " " in low and (found := _sold_or_traded(low)):
        yield 0.55 if "," in found else 0.35, f"name: {found}"
    elif said.url and name == low and name.isascii() and 1 <= low.count(" ") <= 5 and host_of(said.url):
        yield 0.15, "a name in small letters"


def _spaced(url: str) -> str:
    return url.partition("://")[2].lower().replace("-", " ").replace("_", " ").replace("/", " ").replace(".", " ")


@lru_cache(maxsize=4096)
def _sold_in_short(low: str) -> str:
    """As `_sold`, of names and addresses, which come again and again."""
    return _sold(low, _WORD.findall(low))


def _sold(low: str, words: Iterable[str]) -> str:
    """The words for sale in a text in lower case, separated by commas; empty if there are none."""
    found = SOLD.intersection(words)
    together = [words for words in SOLD_TOGETHER if words in low]
    return ", ".join(sorted({*found, *together})[:_LOOKED_AT])


def _sold_or_traded(low: str) -> str:
    """As `_sold`, of a name, a title or a line; or the words of trade that make up a third of it."""
    if len(low) > _LONGEST_NAME:
        return ""
    words = _WORD.findall(low)
    traded = TRADE.intersection(words)
    return _sold_in_short(low) or (", ".join(sorted(traded)) if 3 * len(traded) >= len(words) else "")
