"""The title of the article: the heading that the page's own names for itself agree with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import Tag

from .soup import Element, Soup, is_in, attribute, children, walk
from .structured import Structured
from .text import clean, text_of
from .urls import absolute, host, same_page

_MARKS = re.compile(r"\s+[|–—·•»«:~/<>\\-]+\s+|\s*[|»«•]+\s*|\s+::\s*|:\s+(?=\S)")
"""What stands between the parts of a ``<title>``: "Post – Blog", "Blog » Post"."""
_STRONG_MARKS = re.compile(r"\s+[|–—·•»«~<>\\-]+\s+|\s*[|»«•]+\s*|\s+::\s*")
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|blog|story|page|single|node|news|content|main|item|p)[_-]?(?:title|headline|heading|name|header)"
    r"|headline|title|titel|titulo|titre|overskrift)(?=$|[\s_-])",
    re.I,
)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "form", "dialog"))
_LEVEL = {"h1": 3.0, "h2": 1.6, "h3": 0.8, "h4": 0.3}


def key(text: str | None) -> str:
    """Letters and digits only, case folded: for comparing names and titles."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


class TitleFinder:
    """Finds the heading element and the title; ``away`` says which elements are comments or their like."""

    def __init__(self, soup: Soup, structured: Structured, url: str, away: tuple[Element, ...]) -> None:
        self.soup = soup
        self.structured = structured
        self.url = url
        self.away = away
        titles = soup.by_name("title")
        self.document = text_of(titles[0]) if titles else None
        self.told = [
            name
            for name in (
                structured.article_text("headline", "name"),
                structured.meta("og:title"),
                structured.meta("twitter:title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title"),
            )
            if name
        ]
        self.site = key(structured.site_name)
        self.host = key(host(url).rpartition(".")[0])

    def find(self) -> tuple[str | None, Element | None, bool]:
        """The title, the heading that shows it if there is one, and whether the page's names agree with it."""
        best, most = None, 0.0
        for tag in self._headings():
            text = text_of(tag)
            if not text or len(text) > 300:
                continue
            score = self._score(tag, text)
            if score > most:
                best, most = tag, score
        if best is not None:
            return self._of_heading(best), best, self._agreement(key(text_of(best))) >= 1.0
        return self._of_head(), None, False

    def _headings(self) -> Iterator[Element]:
        seen: set[int] = set()
        for name in ("h1", "h2", "h3"):
            for tag in self.soup.by_name(name)[:60]:
                seen.add(id(tag))
                yield tag
        for names, tags in self.soup.classes.items():
            if "itle" in names or "eadline" in names:
                if _TITLE_CLASS.search(names) and len(tags) <= 3:
                    for tag in tags:
                        if id(tag) not in seen and tag.name not in ("body", "title", "a", "article", "section"):
                            seen.add(id(tag))
                            yield tag
        for tag in self.soup.items:
            if str(tag.attrs.get("itemprop", "")) in ("headline", "name headline") and id(tag) not in seen:
                seen.add(id(tag))
                yield tag

    def _score(self, tag: Element, text: str) -> float:
        name = key(text)
        if not name or name == self.site or (self.host and name == self.host):
            return 0.0
        score = _LEVEL.get(tag.name, 0.2)
        score += self._agreement(name)
        names = f"{attribute(tag, 'class') or ''} {attribute(tag, 'id') or ''} {attribute(tag, 'itemprop') or ''}"
        if _TITLE_CLASS.search(names):
            score += 1.0
        if is_in(tag, self.away):
            return 0.0
        parent: Tag | None = tag
        while parent is not None:
            if parent.name in _ELSEWHERE:
                score -= 3.0
                break
            parent = parent.parent
        links = [link for link in walk(tag) if link.name == "a"]
        if len(links) == 1:
            target = absolute(attribute(links[0], "href"), self.url)
            if target and same_page(target, self.url):
                score += 1.0
            elif target and target.split("?")[0].count("/") <= 3:
                score -= 2.0  # a link home: the blog's name
            elif target and not self._agreement(name):
                score -= 1.0  # a link to another post
        return score

    def _agreement(self, name: str) -> float:
        """How well a heading agrees with what the page calls itself, 0 to 5."""
        best = 0.0
        for told in self.told:
            other = key(told)
            if other == name:
                best = max(best, 5.0)
            elif len(name) > 8 and (other.startswith(name) or name.startswith(other)) or len(name) > 12 and name in other:
                best = max(best, 3.0 * min(len(name), len(other)) / max(len(name), len(other)) + 1.0)
        if self.document:
            parts = [key(part) for part in _STRONG_MARKS.split(self.document)]
            whole = key(self.document)
            if name in parts or name == whole:
                best = max(best, 4.5)
            elif len(name) > 5 and whole.startswith(name):
                best = max(best, 4.0)
            elif len(name) > 12 and name in whole:
                best = max(best, 3.0)
            elif len(name) > 12 and (common := _common(name, whole)) > 0.6:
                best = max(best, 2.0 * common)
        return best

    def _of_heading(self, tag: Element) -> str | None:
        """The heading's text without a kicker or a permalink mark that stands in the same element."""
        text = text_of(tag) or ""
        name = key(text)
        wanted = {key(told) for told in self.told} | {key(part) for part in _STRONG_MARKS.split(self.document or "")}
        if name in wanted:
            return _bare(text)
        for child in walk(tag):
            if (part := text_of(child)) and key(part) in wanted and len(key(part)) > 0.4 * len(name):
                return _bare(part)
        return _bare(text)

    def _of_head(self) -> str | None:
        """The title where no heading shows it: without the name of the blog."""
        for told in (*self.told, self.document):
            if told:
                return self._without_site(told)
        return None

    def _without_site(self, title: str) -> str:
        parts = [part for part in _STRONG_MARKS.split(title) if part.strip()]
        if len(parts) < 2:
            return title.strip(" |»«·•:-–—")
        kept = [part for part in parts if not self._is_site(key(part))]
        if not kept:
            return max(parts, key=len)
        if len(kept) == len(parts):
            # nothing known of the blog's name: the title is the longest part, the first where two are alike
            longest = max(kept, key=len)
            return kept[0] if len(kept[0]) > 0.6 * len(longest) else longest
        start, end = title.find(kept[0]), title.rfind(kept[-1]) + len(kept[-1])
        return title[start:end]

    def _is_site(self, name: str) -> bool:
        return bool(name) and (name == self.site or len(name) > 3 and (name in self.host or bool(self.host) and self.host in name))


def _bare(text: str) -> str | None:
    return clean(text.strip("¶# ").removesuffix("Permalink"))


def _common(one: str, other: str) -> float:
    """The share of one's two-letter pieces that the other has too."""
    pieces = {one[at : at + 3] for at in range(len(one) - 2)}
    return sum(piece in other for piece in pieces) / len(pieces) if pieces else 0.0


