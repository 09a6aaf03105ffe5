"""Who wrote the article: names from structured data, from the page's marks, from "By …" beside the heading.

A source that names a person beats one that names an organisation, and both beat the name of the blog, which is given
only where nothing else signs. What names look like is told in ``signatures``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from operator import attrgetter

from ..marks import microdata
from ..marks.structured import Person, Structured
from ..tree.known import known
from ..tree.soup import Element, Soup, Spans, attribute, walk, words, words_of
from ..tree.text import text_of
from ..tree.urls import absolute, host
from .alone import is_east_asian, under_text, with_degrees
from .credited import linked_people, people_in_metas
from .heading import key
from .names import parts_of
from .signatures import (
    beside_date,
    is_full_name,
    is_label,
    is_month,
    is_name,
    is_organisation,
    is_signed,
    is_vague,
    names_in,
    tells_year,
    tidy,
)
from .surroundings import Surroundings, own_loss

__all__ = ["AuthorFinder", "is_name", "names_in", "tidy"]

_BY_LATER = re.compile(
    r"(?:\d[^A-Za-z]{0,8}(?:uhr|am|pm)?\W{0,3}\s|[|·•–—]\s*"
    r"|^(?:posted|published|veröffentlicht|publié|publicado|pubblicato|geplaatst)\s.{0,40}?)"
    r"\b(?:von|by|par|por|di|door|af|av)\s+(?P<name>\w[^\d|,;:]{2,50}?)(?:\s(?:on|am|le|el|in|um|at)\s.{0,60})?$",
    re.I,
)
"""A date before the name: "06.11.2023 13:30 von Olga"."""
_AUTHOR = words(
    "author authors autor autoren autorin auteur auteurs autore autori byline bylines writer writers verfasser"
    " contributor contributors creator postedby writtenby byauthor authorname bylinename authorbold authorlink"
)
_WEAK = words(
    "username user submitted postauthor meta postmeta entrymeta articlemeta posted vcard fn info infos subline"
    " attribution credit credits details"
)
_NOT_OF_POST = words("comment comments image avatar photo description biography")
_HREF = re.compile(
    r"author|autor|auteur|/users?/|profile|/people|/team|member|staff|redaktion|contributor|writers?|columnists?", re.I
)
_PROFILE = re.compile(
    r"/(?:(?:post-|blog-)?authors?|autor(?:en|in|es)?|auteurs?|autore|people|our-people|persons?|profil(?:es?)?|users?"
    r"|members?|(?:news)?team|staff|writers?|editors?|reporters?|journalists?|experts?|our-experts|contributors?"
    r"|columnists?|mitarbeiter|bloggers?)/(?:\d+/)?[^/?#.]+/?(?:[?#]|$|\.\w)",
    re.I,
)
_LINES = (
    *("p", "div", "span", "li", "td", "small", "em", "address", "h2", "h3", "h4", "h5", "h6", "strong", "b", "i"),
    *("font", "dd"),
)
_FULL = ("full-name", "fullname", "full_name", "display-name")
_SMALL_LABELS = frozenset(("by", "von", "par", "por", "di", "av", "af", "| by"))
_BESIDE = 30
"""Elements between the heading and an author who belongs to it for sure."""
_LONG_DOMAIN = 8
"""Letters: a shorter domain can stand in a name by chance."""
_PIECE = re.compile(r"\s+[|·•–—»«›:-]+\s+|\s*[|»«]\s*")
_BARE = re.compile(r"[,&|•·–—-]|and|und|et|y|og|och|by|von|par|por", re.I)


_order = attrgetter("order")


class AuthorFinder:
    """Finds the authors of one page; ``heading`` shows the title."""

    def __init__(
        self, soup: Soup, structured: Structured, base: str, around: Surroundings, heading: Element | None
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.around = around
        self.pictures = Spans(soup.by_name("figure", "figcaption"))
        self.anchor: int = heading.order if heading is not None else 0
        self.domain = key(host(base).rpartition(".")[0])
        self.sites = {
            key(structured.site_name),
            key(host(base)),
            key(host(base).rpartition(".")[0]),
            *self._titles(),
        } - {""}

    def _titles(self) -> Iterator[str]:
        """What the page's title says besides the article's: "On reeds | Heron Trust"."""
        for title in self.soup.by_name("title")[:1]:
            pieces = _PIECE.split(text_of(title) or "")
            yield from map(key, pieces if len(pieces) > 1 else ())

    def find(self) -> tuple[tuple[Person, ...], str]:
        """The authors, and whether structured data or a heuristic named them."""
        later: list[tuple[bool, tuple[Person, ...], str]] = []
        for source, people in self._sources():
            found = names_in(people)
            sure = tuple(one for one in found if not self._is_site(one.name) and not is_vague(one.name))
            if sure and not all(is_organisation(person.name) for person in people):
                return self._in_full(sure), source
            if found:
                later.append((not sure, sure or found, source))
        return min(later, key=lambda entry: entry[0])[1:] if later else ((), "heuristic")

    def _is_site(self, name: str) -> bool:
        """Whether a name is that of the site, or has the site's in it: "Heron Trust UK" of herontrust.example."""
        name = key(name)
        return name in self.sites or (len(self.domain) >= _LONG_DOMAIN and self.domain in name)

    def _sources(self) -> Iterator[tuple[str, list[Person]]]:
        people, organisations = linked_people(self.structured)
        yield "structured", people
        for named in people_in_metas(self.structured):
            yield "structured", named
        yield "heuristic", self._marked()
        yield "heuristic", self._said()
        yield "heuristic", self._profiled()
        yield "heuristic", self._dated()
        yield "heuristic", self._signed()
        yield "heuristic", self._alone()
        yield "structured", organisations

    def _in_full(self, people: tuple[Person, ...]) -> tuple[Person, ...]:
        """The account "Nils" where the page prints "von Nils Pickert"."""
        if len(people) != 1 or " " in people[0].name:
            return people
        short = people[0].name.casefold()
        whole = (Person(text_of(tag) or "") for tag in self.soup.by_class(*_FULL)[:3])
        for printed in (*names_in(whole), *names_in(self._marked()), *names_in(self._said())):
            if is_full_name(printed.name) and short in printed.name.casefold().split():
                return (Person(printed.name, people[0].url or printed.url),)
        return people

    # ---- marks in the page

    def _marked(self) -> list[Person]:
        """The best of the elements that say "author" by ``rel``, ``itemprop``, class, or where they lead."""
        best: list[Person] = []
        most = 0.0
        for tag, weight in self._candidates():
            score = weight - min(abs(tag.order - self.anchor) / 2000, 1.5)
            if score <= most or tag.chars > 400 or self._is_away(tag):
                continue
            if people := self._people_in(tag, weight):
                best, most = people, score
        return best

    def _candidates(self) -> Iterator[tuple[Element, float]]:
        for tag in self.soup.items[:3000]:
            said = str(tag.attrs.get("itemprop", "")).split()
            if ("author" in said or "creator" in said) and not microdata.is_of_another(tag):
                yield tag, 4.0
        for tag in self.soup.by_rel("author"):
            if tag.name == "a":
                yield tag, 3.8
        for word, tags in self.soup.classes.items():
            weight = _weight_of(word)
            if weight:
                for tag in tags[:8]:
                    yield tag, weight
        for tag in self.soup.by_name("address"):
            # HTML: of whom to ask about the article; in the foot of the page, about the site
            if 0 < tag.order - self.anchor < 60 and 0 < tag.chars <= 60:
                yield tag, 3.2
        for tag in self.soup.by_name("a"):
            if -60 < tag.order - self.anchor < 150 and leads_to_person(str(tag.attrs.get("href", ""))):
                yield tag, 3.0

    def _people_in(self, tag: Element, weight: float) -> list[Person]:
        text = text_of(tag) or attribute(tag, "content")
        if not text:
            return []
        named = next((part for part in walk(tag) if 0 < part.chars < 80 and _is_name_part(part)), None)
        if named is not None and (found := self._named([named], self._link(named) or self._link(tag))):
            return found
        whole = _printed([Person(text, self._link(tag))])
        links = [link for link in self.soup.within(tag, "a") if link.chars]
        if found := self._named([link for link in links if _HREF.search(str(link.attrs.get("href", "")))]):
            return _more_of(whole, found)
        signed = is_signed(text)
        if weight < 3.0 and abs(tag.order - self.anchor) < 40 and is_east_asian(text):
            return whole
        if weight < 3.0 and not signed and not ("username" in words_of(tag) and abs(tag.order - self.anchor) < 200):
            return []
        if len(links) == 1 and links[0].chars < tag.chars and (found := self._named(links)):
            return _more_of(whole, found)
        if tag.chars < 100 or signed:
            return whole or _printed(Person(part, self._link(tag)) for part in _pieces(tag))
        return []

    def _profiled(self) -> list[Person]:
        """The only person whose page this page links outside its menus and teasers."""
        found: dict[str, Element] = {}
        for tag in self.soup.by_name("a"):
            href = str(tag.attrs.get("href", ""))
            if not tag.chars or not leads_to_person(href) or self._is_away(tag):
                continue
            if any(is_full_name(person.name) for person in self._named([tag])):
                found.setdefault(href.rstrip("/"), tag)
        return self._named(list(found.values())) if len(found) == 1 else []

    def _named(self, tags: list[Element], url: str | None = None) -> list[Person]:
        return _printed_all(Person(text_of(tag) or "", url or self._link(tag)) for tag in tags)

    # ---- lines that say "By"

    def _said(self) -> list[Person]:
        """A short block "By …" around the heading."""
        for tag in self._blocks:
            text = text_of(tag)
            labels = bool(text) and is_label(text or "")
            # "<aside><h3>Author</h3><p>Ann Lee</p>" is sure enough beside the text, too
            if not text or self._is_away(tag, 2.5 if labels else 1.0):
                continue
            if labels:
                name = self._next_to(tag)
            elif is_signed(text):
                name = text
            elif (later := _BY_LATER.search(text)) is not None:
                name = later["name"]
            else:
                continue
            found = _printed([Person(name, self._link(tag))])
            if found and not found[0].name[0].islower():
                return found
        return []

    @cached_property
    def _blocks(self) -> list[Element]:
        """Short blocks around the heading, the nearest first."""
        blocks: list[Element] = []
        for name in _LINES:
            tags = self.soup.by_name(name)
            start = bisect_right(tags, self.anchor - 80, key=_order)
            end = bisect_left(tags, self.anchor + 250, key=_order)
            blocks += [
                tag
                for tag in tags[start:end]
                if 4 < tag.chars <= 160 or 2 <= tag.chars <= 4 and (text_of(tag) or "").lower() in _SMALL_LABELS
            ]
        return sorted(blocks, key=lambda tag: abs(tag.order - self.anchor))[:120]

    def _dated(self) -> list[Person]:
        """A line of name and date next to the heading, written in one or as elements side by side."""
        for tag in self._blocks:
            near = tag.chars <= 80 and -30 < tag.order - self.anchor < 60
            text = text_of(tag) if near else None
            if text is None or not tells_year(text):
                continue
            name = beside_date(text) or beside_date(" | ".join(_pieces(tag)))
            if name is None or self._is_away(tag):
                continue
            links = [link for link in self.soup.within(tag, "a") if text_of(link) == name]
            if all(self._leads_away(link) for link in links):
                return [Person(name)]
        return []

    def _leads_away(self, link: Element) -> bool:
        """Whether a link is that of a person: to another site or nowhere; on the blog it leads to a category."""
        url = absolute(attribute(link, "href"), self.base)
        return url is None or host(url) != host(self.base)

    def _next_to(self, tag: Element) -> str:
        """The text behind a label: "<h3>Author</h3><p>Ann Lee</p>"."""
        node, text = tag.next_sibling, None
        while node is not None and not (text := text_of(node)):
            node = node.next_sibling
        if isinstance(node, Element) and len(text or "") > 80:
            # "<h2>Written by</h2><div><img><h3>Ann Lee, MD</h3><p>She …"
            first = next((part for part in walk(node) if part.chars), None)
            while first is not None and first.chars > 80:
                first = next((part for part in walk(first) if part.chars), None)
            text = text_of(first) if first is not None else None
        names = names_in([Person(text)]) if text else ()
        return text or "" if names and is_full_name(names[0].name.partition(",")[0]) else ""

    def _signed(self) -> list[Person]:
        """A line of its own at the end of the text: "Autorin: Uta Staschewski"."""
        # elements in each other say the same, and the same buttons stand under each comment
        others: set[str] = set()
        for name in ("p", "em", "i", "strong", "div"):
            for tag in reversed(self.soup.by_name(name)):
                if tag.order <= self.anchor:
                    break
                text = text_of(tag) if 6 < tag.chars <= 120 else None
                if text is None or text in others:
                    continue
                if not is_signed(text):
                    others.add(text)
                    continue
                found = _printed([Person(text, self._link(tag))])
                if found and all(is_full_name(person.name) for person in found) and not self._is_away(tag):
                    return found
        return []

    def _alone(self) -> list[Person]:
        """Names with their degrees in a line next to the title, or a name under the text."""
        for tag in self._blocks:
            if tag.order > self.anchor + 40 or tag.order < self.anchor or self._is_away(tag):
                continue
            if found := with_degrees(text_of(tag) or ""):
                return found
        below = under_text(self.soup, self.anchor)
        return _printed([Person((text_of(below) or "").lstrip("–—- "))]) if below and not self._is_away(below) else []

    def _link(self, tag: Element) -> str | None:
        links = [tag] if tag.name == "a" else self.soup.within(tag, "a")
        return absolute(attribute(links[0], "href"), self.base) if links else None

    def _is_away(self, tag: Element, most: float = 1.0) -> bool:
        if tag in self.pictures:
            return True
        weight = max(map(_weight_of, words_of(tag)), default=0.0)
        lost = self.around.lost(tag) + (0.0 if weight else own_loss(tag))
        # templates with columns put who wrote, and when, into an aside or a sidebar under the heading
        if weight >= 3.0 and 0 < tag.order - self.anchor < _BESIDE:
            return lost > 2.0
        return lost >= most


def leads_to_person(href: str) -> bool:
    """Whether an address is that of a person's page: "/author/ann-lee/", "/user/3"."""
    return _PROFILE.search(href) is not None


def _printed(people: Iterable[Person]) -> list[Person]:
    """The names of the first of these texts that holds any."""
    for person in people:
        if found := _printed_all([person]):
            return found
    return []


def _printed_all(people: Iterable[Person]) -> list[Person]:
    """The names in texts that people read: what a date leaves behind is none."""
    return [person for person in names_in(people) if not is_month(person.name)]


def _more_of(whole: list[Person], linked: list[Person]) -> list[Person]:
    """The names of a line's links, but its own where it names another: "Ann Lee on behalf of <a>a group</a>"."""
    if any(is_full_name(person.name) or person.name in whole[0].name for person in linked if whole):
        return linked
    return whole if len(whole) == 1 and is_full_name(whole[0].name) else linked


def _pieces(tag: Element) -> Iterator[str]:
    """The texts in an element one by one, without "By" and marks between them."""
    for part in (tag, *walk(tag)):
        for node in part.contents:
            if not isinstance(node, Element) and (text := text_of(node)) and not _BARE.fullmatch(text):
                yield text


@known
def _weight_of(word: str) -> float:
    """How sure a class word is to name the author, 0 to 3.5."""
    if len(word) > 60:
        return 0.0
    parts = parts_of(word)
    if _AUTHOR.isdisjoint(parts) and _WEAK.isdisjoint(parts) or not _NOT_OF_POST.isdisjoint(parts):
        return 0.0
    if not _AUTHOR.isdisjoint(parts):
        return 3.5 if len(parts) <= 5 else 3.0
    return 2.0


def _is_name_part(tag: Element) -> bool:
    if "name" in str(tag.attrs.get("itemprop", "")).split() or "fn" in (tag.attrs.get("class") or ()):
        return True
    for word in words_of(tag):
        parts = parts_of(word)
        if "name" in parts and (len(parts) == 1 or not _AUTHOR.isdisjoint(parts)):
            return True
    return False
