"""The title of the article: the heading that the page's own names for itself agree with.

What a template sets inside the heading beside the title is left out: a kicker, a date, a link to the blog, a label for
screen readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

from ..marks.structured import Structured
from ..tree.known import known
from ..tree.soup import Element, Soup, Spans, attribute, is_in, parents, walk, words, words_of
from ..tree.text import Region, clean, text_of
from ..tree.urls import absolute, host, same_page

_STRONG_MARKS = re.compile(r"\s+[|–—·•»«~<>\\-]+\s+|\s*[|»«•]+\s*|\s+::\s*")
"""What stands between the parts of a ``<title>``: "Post – Blog", "Blog » Post"."""
_PIPE = re.compile(r"\s*[|»«•]+\s*|\s+::\s+")
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|blog|story|page|single|node|news|content|main|item|p)[_-]?(?:title|headline|heading|name|header)"
    r"|headline|title|titel|titulo|titre|overskrift)(?=$|[\s_-])",
    re.I,
)
_CONVENTIONS = frozenset(("entry-title", "p-name", "post-title", "article-title"))
_TITLE_IDS = ("post-title", "entry-title", "article-title")
_SENTENCE = 60
"""Characters: a paragraph of text, outside of links."""
_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])")
_KICKER = words(
    "kicker topline overline roofline dachzeile eyebrow strapline pretitle preheadline pretext spitzmarke label rubric"
    " rubrik vorspann overtitle surtitle supertitle suptitle antetitulo ueberzeile date datum time badge category edit"
    " permalink anchor headerlink"
)
_SUBTITLE = words("subtitle subheadline subline subhead untertitel")
"""Part of the title where the page's own names for itself hold it."""
_SITE_TITLE = words("sitetitle blogtitle sitename blogname")
_UNSEEN = words("visuallyhidden sronly screenreadertext aural sronlyfocusable hiddenelement offscreen assistive")
_ELSEWHERE = frozenset(("nav", "footer", "aside", "form", "dialog"))
_LEVEL = {"h1": 3.0, "h2": 1.6, "h3": 0.8, "h4": 0.3}
_EDGES = " \t:|–—-»«·•/,"
_MOST_PARTS = 6
_MOST = 60
"""Headings looked at of each level; the title is among the first."""


@lru_cache(maxsize=4096)
def key(text: str | None) -> str:
    """Letters and digits only, case folded: for comparing names and titles."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


class TitleFinder:
    """Finds the heading element and the title; ``away`` says which elements are comments or their like."""

    def __init__(self, soup: Soup, structured: Structured, url: str, away: tuple[Element, ...]) -> None:
        self.soup = soup
        self.structured = structured
        self.url = url
        self.away = Spans(away)
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
        self.home = ""
        """What a heading is called that leads to the front page."""
        self.host = key(host(url).rpartition(".")[0])
        self._whole = key(self.document)
        self._parts = frozenset(_runs([key(part) for part in _STRONG_MARKS.split(self.document or "")])) - {""}
        parts = [part for part in map(key, _STRONG_MARKS.split(self.document or "")) if part]
        self._last = parts[-1] if len(parts) > 1 else ""
        self._wanted = frozenset(key(told) for told in self.told) | self._parts

    def find(self) -> tuple[str | None, Element | None, bool]:
        """The title, the heading that shows it if there is one, and whether the page's names agree with it."""
        best, most, agreed = None, 0.0, 0.0
        for tag in self._headings():
            text = text_of(tag) if tag.chars <= 400 else None
            if not text or len(text) > 300:
                continue
            agreement = self._agreement(key(text))
            score = self._score(tag, key(text), agreement)
            if not agreement and tag.name in ("h2", "h3") and tag.order > self._first:
                score -= 1.0  # a heading of the text
            if score > most:
                best, most, agreed = tag, score, agreement
        if best is not None and not (agreed == 0.0 and self._is_doubtful(best)):
            return self._of_heading(best), best, agreed >= 1.0
        return self._of_head(), best if agreed else None, False

    @cached_property
    def _first(self) -> int:
        """The place of the first paragraph."""
        return next((tag.order for tag in self.soup.by_name("p") if tag.own - tag.own_links > _SENTENCE), 1 << 60)

    def _headings(self) -> Iterator[Element]:
        seen: set[int] = set()
        for name in ("h1", "h2", "h3"):
            for tag in self.soup.by_name(name)[:_MOST]:
                seen.add(id(tag))
                yield tag
        for names, tags in self.soup.classes.items():
            if len(tags) <= 3 and ("itle" in names or "eadline" in names) and _TITLE_CLASS.search(names):
                for tag in tags:
                    if id(tag) not in seen and tag.name not in ("body", "title", "a", "article", "section"):
                        seen.add(id(tag))
                        yield tag
        named = (self.soup.ids.get(name) for name in _TITLE_IDS)
        for tag in (tag for tag in named if tag is not None and tag.name in ("div", "span", "p")):
            if id(tag) not in seen:
                seen.add(id(tag))
                yield tag
        for tag in self.soup.items:
            if "headline" in str(tag.attrs.get("itemprop", "")).split() and id(tag) not in seen:
                seen.add(id(tag))
                yield tag

    def _score(self, tag: Element, name: str, agreement: float) -> float:
        if not name or name == self.site or (self.host and name == self.host) or tag in self.away:
            return 0.0
        score = _LEVEL.get(tag.name, 1.0 if _is_entry_title(tag) else 0.2) + agreement
        if _is_titled(tag) and not _says(tag, _SITE_TITLE):
            score += 1.0
        if _is_beside(tag):
            score -= 2.0
        if any(parent.name in _ELSEWHERE for parent in parents(tag)):
            score -= 3.0
        elif self._is_masthead(tag, name):
            score -= 2.5
        links = [link for link in walk(tag) if link.name == "a"]
        if len(links) == 1 and links[0].chars > 0.8 * tag.chars:
            href = attribute(links[0], "href") or ""
            target = None if href.startswith("#") else absolute(href, self.url)
            if target and same_page(target, self.url):
                score += 1.0
            elif target and _is_home(target):
                score -= 6.0  # the blog's name
                self.home = name
            elif target and not agreement:
                score -= 1.0  # another post
        return score

    def _is_masthead(self, tag: Element, name: str) -> bool:
        """Whether a heading is what the document calls itself last, and stands over the menu: the blog's name."""
        if name != self._last or tag.name != "h1":
            return False
        header = next((parent for parent in parents(tag) if parent.name == "header"), None)
        return header is not None and bool(self.soup.within(header, "nav"))

    def _agreement(self, name: str) -> float:
        """How well a heading agrees with what the page calls itself, 0 to 5."""
        best = 0.0
        length = len(name)
        for told in self.told:
            other = key(told)
            if other == name:
                return 5.0
            if length > 8 and (other.startswith(name) or name.startswith(other)) or length > 12 and name in other:
                best = max(best, 3.0 * min(length, len(other)) / max(length, len(other)) + 1.0)
        if name in self._parts or name == self._whole:
            return max(best, 4.5)
        whole = self._whole
        if length > 5 and whole.startswith(name):
            best = max(best, 3.0 + length / len(whole))
        elif length > 12 and name in whole:
            best = max(best, 3.0)
        elif length > 12 and (common := _common(name, whole)) > 0.6:
            best = max(best, 2.0 * common)
        return best

    def _is_doubtful(self, tag: Element) -> bool:
        """Whether a heading that nothing agrees with gives way to what the page calls itself.

        The only h1 and what the template calls the title stand; one of several h1, or a heading of the text, does not.
        """
        if not _is_titled(tag) and tag.order > self._first and "id" in tag.attrs and self._links_itself(tag):
            return any(not self._is_site(part) for part in self._parts)
        own = [told for told in (*self.told, self.document) if told and not self._is_site(key(told))]
        if not own or _is_titled(tag):
            return False
        return len(self.soup.by_name("h1")) > 1 if tag.name == "h1" else bool(self.told)

    def _links_itself(self, tag: Element) -> bool:
        """Whether a heading offers the way to itself, as those of a text do."""
        return any((attribute(link, "href") or "").startswith("#") for link in self.soup.within(tag, "a"))

    # ---- the text of a heading

    def _of_heading(self, tag: Element) -> str | None:
        """The heading's text without what stands in the same element beside the title."""
        text = self._shown(tag) or text_of(tag) or ""
        name = key(text)
        if name in self._wanted or name == self._whole and not any(map(self._is_site, self._parts)):
            return _bare(text)
        for child in walk(tag):
            if (part := text_of(child)) and key(part) in self._wanted and len(key(part)) > 0.4 * len(name):
                return _bare(part)
        # "<small>Kicker</small><br>Title", "Title | Blog": a part that the page itself calls the title
        for part in (*self._tails(tag), *_PIPE.split(text)[:1]):
            if key(part) in self._wanted and len(key(part)) > 0.35 * len(name) and not self._is_site(key(part)):
                return _bare(part.strip(_EDGES))
        return _bare(text)

    def _shown(self, tag: Element) -> str | None:
        beside: list[Element] = []
        for child in walk(tag):
            if child.chars < 0.7 * tag.chars and not is_in(child, beside) and self._is_aside(child):
                beside.append(child)
        if not beside:
            return None
        if key(text_of(tag)) in self._wanted:
            beside = [child for child in beside if not _says(child, _SUBTITLE)]
        rest = text_of(Region.of(tag, without=beside))
        # a heading that is nothing but its label keeps it
        return rest.strip(_EDGES) if rest and len(key(rest)) > 3 else None

    def _is_aside(self, child: Element) -> bool:
        if child.name == "time" or _is_beside(child):
            return True
        target = absolute(attribute(child, "href"), self.url) if child.name == "a" else None
        return bool(target) and _is_home(target or "") and not same_page(target, self.url)

    def _tails(self, tag: Element) -> Iterator[str]:
        """The heading's text from the second, third … piece on."""
        pieces = [piece for node in tag.contents if (piece := text_of(node))]
        for at in range(1, min(len(pieces), 6)):
            yield " ".join(pieces[at:])
            yield " ".join(pieces[:-at])

    # ---- the title where no heading shows it

    def _of_head(self) -> str | None:
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
        if not name or name in (self.site, self.home):
            return bool(name)
        return len(name) > 3 and (name in self.host or bool(self.host) and self.host in name)


def _runs(parts: list[str]) -> Iterator[str]:
    """Parts side by side, one or more but not all: "Keel – a start" is two of those of "Keel – a start « The Blog"."""
    yield from parts
    for size in range(2, min(len(parts), _MOST_PARTS)):
        for start in range(len(parts) - size + 1):
            yield "".join(parts[start : start + size])


def _is_beside(tag: Element) -> bool:
    """Whether its class says that an element in a heading is not the title: "headline__kicker", "sr-only"."""
    return _says(tag, _KICKER) or _says(tag, _SUBTITLE) or _says(tag, _UNSEEN)


def _says(tag: Element, wanted: frozenset[str]) -> bool:
    return any(not wanted.isdisjoint(_parts_of(word)) for word in words_of(tag))


@known
def _parts_of(word: str) -> frozenset[str]:
    """The parts of a class word, two together, and all: "sr-only" → sr, only, sronly."""
    parts = [part.lower() for part in _SPLIT.split(word[:60]) if part]
    return frozenset((*parts, *(one + two for one, two in pairwise(parts)), "".join(parts)))


def _is_titled(tag: Element) -> bool:
    names = f"{attribute(tag, 'class') or ''} {attribute(tag, 'id') or ''} {attribute(tag, 'itemprop') or ''}"
    return _TITLE_CLASS.search(names) is not None


def _is_entry_title(tag: Element) -> bool:
    """Whether an element is the title by a convention: microformats 1 and 2, which themes follow without a heading."""
    return any(word.lower() in _CONVENTIONS for word in words_of(tag))


def _is_home(url: str) -> bool:
    return "?" not in url and url.count("/") <= 3


def _bare(text: str) -> str | None:
    return clean(text.strip("¶# ").removesuffix("Permalink"))


def _common(one: str, other: str) -> float:
    """The share of one's three-letter pieces that the other has too."""
    pieces = {one[at : at + 3] for at in range(len(one) - 2)}
    return sum(piece in other for piece in pieces) / len(pieces) if pieces else 0.0
