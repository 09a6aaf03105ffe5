"""Who wrote the article: names from structured data, from the page's marks, from "By …" beside the heading.

A source that names a person beats one that names an organisation, and both beat the name of the blog, which is given
only where nothing else signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .heading import key
from .jsonld import as_list, as_text, as_url, types_of
from .names import parts_of
from .soup import Element, Soup, attribute, iter_name, walk, words, words_of
from .structured import Person, Structured
from .surroundings import Surroundings, own_loss
from .text import clean, text_of
from .urls import absolute, host

_BY = re.compile(
    r"^\W*(?:(?:view|see|show|read|browse|zeige?|voir|ver|more|mehr|weitere|alle|all)\b.{0,30}?\b(?:posts?|articles?|beiträge|artikel|entradas|stories)?\s?(?:by|from|von|de|por|par)\s"
    r"|(?:(?:a\s)?(?:guest\s)?(?:posted|written|published|authored|words|text|story|article|post|contributed|submitted|created|blog|photos?|interview|reporting|recipe)\s(?:and\s\w+\s)?)?"
    r"(?:(?:gespeichert|eingestellt|eingereicht|verfasst|erstellt|geschrieben|veröffentlicht|submitted|shared|added|reported|publié|rédigé|escrito|publicado|creado|enviado|pubblicato|inserito|geplaatst|skrevet|dodane|napsal)\s)?(?:by|von|vom|par|por|door|di|da|av|af|od|autor(?:in|en|es|ka|a|:in|\*in)?|author\(?s?\)?|auteure?s?|autore|autrice|verfasst von|geschrieben von|(?:eine?\s)?(?:\w+\s)?(?:artikel|beitrag|gastbeitrag|text|kolumne|kommentar|interview|bericht|gastkommentar) von"
    r"|verfasser(?:in)?|text(?: und \w+)?(?=\s?:)|redaktion(?=\s?:)|redakteur(?:in)?|écrit par|publié par|rédigé par|proposé par|escrito por|publicado por|scritto da|pubblicato da|a cura di|geschreven door|posted by"
    r"|geplaatst door|skrevet av|skrevet af|text av|teksti|kirjoittanut|napisał(?:a)?|написал|автор|作者|著者|文)(?=\W|$)\s*:?)\s*",
    re.I,
)
_AFTER = re.compile(
    r"\s*(?:[|•·–—→»›]|\s-\s|\bon\s+(?:\w+,?\s+)?\w*\.?\s?\d|\bam\s+\d|\bum\s+\d|\bveröffentlicht\b|\bin\s+[A-Z][a-z]+\b|\b(?:Updated|Published|Posted|Datum|Date)\b|\bvom\s+\d"
    r"|,?\s+\d{1,2}[./]\s?\d|,?\s+(?:\w+\.?\s+)?\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|,?\s+\d{1,2}\.?\s+\w+\.?\s+\d{4}|,?\s\d{4}-\d\d|@|\(|\bfollow\b|\s\d{1,2}\s(?:min|hour|day|week|month|year)|anzeigen$|(?:staff|senior)\swriter).*$",
    re.I | re.S,
)
_PART = re.compile(
    r"\s*(?:;|/|\||•|&|,\s+(?:and|und|et|y)\s+|,(?!\s*(?:jr|sr|ph\.?\s?d|m\.?d|md|rn|rd|dr|cpa|esq|mba|ii|iii|llc|inc)\b)|\s+(?:and|und|et|og|och|with|mit)\s+)\s*",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|\b(?:comments?|kommentar\w*|posts?|view|read|share|min(?:ute)?s?|ago|uhr|home|about|click|here|follow|subscribe|category|categories"
    r"|january|february|april|june|july|august|september|october|november|december|updated|published|posted|profile|photo|image|copyright|email|newsletter|null"
    r"|undefined|artikel|beiträge|alle|fotos?|bild(?:er)?|mehr|more|lesen|continue|weiterlesen|anonymous|true|false|none|website|contact|kontakt|bio|bearbeiten|edit|full|written|table|contents|inhalt|search|suche|login|menu|next|previous|back)\b|(?<![\w.])\d{1,2}(?!\w)",
    re.I,
)
_BY_LATER = re.compile(r"(?:\d|^(?:posted|published|veröffentlicht|publié|publicado|pubblicato|geplaatst)\s).{0,40}?\b(?:von|by|par|por|di|door|af|av)\s+(?P<name>\w[^\d|,;:]{2,50}?)(?:\s(?:on|am|le|el|in|um|at)\s.{0,60})?$", re.I)
"""A date before the name: "06.11.2023 13:30 von Olga"."""
_ROLE = re.compile(
    r"\b(?:ceo|cto|cfo|founder|co-?founder|editor|author|autorin?|writer|professor|director|manager|reporter|journalist(?:in)?|redakteur\w*|correspondent|korrespondent\w*|contributor|president"
    r"|head|chief|senior|junior|staff|team|lead|specialist|consultant|expert|analyst|coach|student|leiter(?:in)?|geschäftsführer\w*|university|universität|of|at|for|bei|für|the)\b",
    re.I,
)
_VAGUE = re.compile(r"^(?:admin(?:istrator)?|redaktion|redazione|rédaction|redacción|redakcja|staff|editor(?:s|ial)?|unknown|webmaster|guest|gast|team|user|author|root|test)\b", re.I)

_TOO_SHORT = frozenset(("text", "da", "di", "od", "文", "par", "por", "all", "alle", "more", "a", "the"))
_AUTHOR = words("author authors autor autoren autorin auteur auteurs autore autori byline bylines writer writers verfasser contributor contributors creator postedby writtenby byauthor authorname bylinename")
_WEAK = words("username user submitted postauthor meta postmeta entrymeta articlemeta posted vcard fn info infos subline attribution credit credits details")
_NOT_OF_POST = words("comment comments image avatar photo")
_HREF = re.compile(r"author|autor|auteur|/users?/|profile|/people|/team|member|staff|redaktion|contributor|writers?", re.I)
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "LocalBusiness", "Brand", "WebSite"))


def tidy(text: str | None) -> str | None:
    """A name without "By", a date, a role or an address behind it; None if it is no name."""
    text = clean(text)
    if not text or len(text) > 200:
        return None
    for _ in range(4):
        bare = _BY.sub("", text)
        if bare == text:
            break
        text = bare
    text = _AFTER.sub("", text).strip(" ,;:.|-–—»«\"“”*→")
    if not 2 <= len(text) <= 100 or not any(char.isalpha() for char in text):
        return None
    return text


def is_name(text: str) -> bool:
    """Whether a text can be the name of one or several people: few words, no figures, no words of navigation."""
    return len(text.split()) <= 8 and len(text) <= 80 and not _NOT_A_NAME.search(text)


class AuthorFinder:
    """Finds the authors of one page; ``heading`` shows the title."""

    def __init__(
        self, soup: Soup, structured: Structured, base: str, around: Surroundings, heading: Element | None
    ) -> None:
        self.soup = soup
        self.structured = structured
        self.base = base
        self.around = around
        self.heading = heading
        self.sites = {key(structured.site_name), key(host(base)), key(host(base).rpartition(".")[0])} - {""}

    def find(self) -> tuple[tuple[Person, ...], str]:
        """The authors, and whether structured data or a heuristic named them."""
        later: list[tuple[tuple[Person, ...], str]] = []
        for source, people in self._sources():
            found = names_in(people)
            sure = tuple(person for person in found if key(person.name) not in self.sites and not _VAGUE.match(person.name))
            if sure:
                return sure, source
            if found:
                later.append((found, source))
        return later[0] if later else ((), "heuristic")

    def _sources(self) -> Iterator[tuple[str, list[Person]]]:
        people, organisations = self._linked_data()
        yield "structured", people
        yield "structured", [Person(name) for name in self.structured.metas.get("author", []) if not name.startswith("http")]
        yield "structured", [Person(name) for name in self._other_metas()]
        yield "heuristic", self._marked()
        yield "heuristic", self._said()
        yield "structured", organisations

    def _linked_data(self) -> tuple[list[Person], list[Person]]:
        """The people and the organisations that JSON-LD names."""
        structured = self.structured
        people: list[Person] = []
        organisations: list[Person] = []
        values = as_list(structured.article.get("author")) or as_list(structured.article.get("creator")) or as_list(structured.page.get("author"))
        for value in values:
            whole = structured.resolved(value)
            name = as_text(whole)
            if not name:
                continue
            url = as_url(whole) if isinstance(whole, dict) else None
            person = Person(name, absolute(url, self.base) if url and "#" not in url else None)
            (organisations if isinstance(whole, dict) and types_of(whole) & _ORGANISATIONS else people).append(person)
        return people, organisations

    def _other_metas(self) -> list[str]:
        metas = self.structured.metas
        for name in (
            *("parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "article:author"),
            *("citation_author", "shareaholic:article_author_name", "cxenseparse:author", "author_name", "article:author_name"),
        ):
            found = [value for value in metas.get(name, []) if not value.startswith("http") and "facebook.com" not in value]
            if found:
                return found
        for at in ("1", "2"):
            label, value = self.structured.meta(f"twitter:label{at}"), self.structured.meta(f"twitter:data{at}")
            if label and value and re.search(r"written|verfasst|geschrieben|écrit|escrito|scritto|geschreven|author|autor", label, re.I):
                return [value]
        return []

    # ---- marks in the page

    def _marked(self) -> list[Person]:
        """The best of the elements that say "author" by ``rel``, ``itemprop`` or class."""
        best: list[Person] = []
        most, anchor = 0.0, self._anchor
        for tag, weight in self._candidates():
            score = weight - min(abs(tag.order - anchor) / 2000, 1.5)
            if score <= most or tag.chars > 400 or self._is_away(tag):
                continue
            if people := self._people_in(tag, weight):
                best, most = people, score
        return best

    @property
    def _anchor(self) -> int:
        return self.heading.order if self.heading is not None else 0

    def _candidates(self) -> Iterator[tuple[Element, float]]:
        for tag in self.soup.items[:3000]:
            if not {"author", "creator"}.isdisjoint(str(tag.attrs.get("itemprop", "")).split()):
                yield tag, 4.0
        for tag in self.soup.by_rel("author"):
            if tag.name == "a":
                yield tag, 3.8
        for word, tags in self.soup.classes.items():
            weight = _weight_of(word)
            if weight:
                for tag in tags[:8]:
                    yield tag, weight

    def _people_in(self, tag: Element, weight: float) -> list[Person]:
        text = text_of(tag) or attribute(tag, "content")
        if not text:
            return []
        named = next((part for part in walk(tag) if 0 < part.chars < 80 and _is_name_part(part)), None)
        if named is not None and (found := names_in([Person(text_of(named) or "", self._link(named) or self._link(tag))])):
            return list(found)
        links = [link for link in iter_name(tag, "a") if link.chars and _HREF.search(str(link.attrs.get("href", "")))]
        found = names_in(Person(text_of(link) or "", self._link(link)) for link in links)
        if found:
            return list(found)
        if weight < 3.0 and not _BY.match(text) and not ("username" in words_of(tag) and abs(tag.order - self._anchor) < 200):
            return []
        links = [link for link in iter_name(tag, "a") if link.chars]
        if len(links) == 1 and links[0].chars < tag.chars and (found := names_in([Person(text_of(links[0]) or "", self._link(tag))])):
            return list(found)
        if tag.chars < 100 or _BY.match(text):
            return list(names_in([Person(text, self._link(tag))]))
        return []

    def _said(self) -> list[Person]:
        """A short block "By …" around the heading."""
        names = ("p", "div", "span", "li", "td", "small", "em", "address", "h2", "h3", "h4", "h5", "h6", "strong", "b", "i", "font", "dd")
        blocks = [
            tag
            for name in names
            for tag in self.soup.by_name(name)
            if 4 < tag.chars <= 160 and self._anchor - 80 < tag.order < self._anchor + 250
        ]
        blocks.sort(key=lambda tag: abs(tag.order - self._anchor))
        for tag in blocks[:120]:
            text = text_of(tag)
            if text is None or self._is_away(tag):
                continue
            match = _BY.match(text)
            if match is not None and match[0].strip(" :").casefold() not in _TOO_SHORT:
                name = text
            elif (later := _BY_LATER.search(text)) is not None:
                name = later["name"]
            else:
                continue
            found = names_in([Person(name, self._link(tag))])
            if found and not found[0].name[0].islower():
                return list(found)
        return []

    def _link(self, tag: Element) -> str | None:
        link = tag if tag.name == "a" else next(iter_name(tag, "a"), None)
        url = absolute(attribute(link, "href"), self.base) if link is not None else None
        return url

    def _is_away(self, tag: Element) -> bool:
        return self.around.lost(tag) + (0 if any(_weight_of(word) for word in words_of(tag)) else own_loss(tag)) >= 1.0


def names_in(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once; "A and B" are two; roles and remarks behind a comma are dropped."""
    found: dict[str, Person] = {}
    for person in people:
        name = tidy(_once(person.name))
        if not name:
            continue
        for at, part in enumerate(_PART.split(name)):
            part = clean(part.strip(" ,.;:-")) or ""
            if part and is_name(part) and any(char.isalpha() for char in part) and not (at and _ROLE.search(part)):
                found.setdefault(part.casefold(), Person(part, person.url))
    return tuple(found.values())[:10]


def _once(text: str) -> str:
    """"Ann Lee Ann Lee" → "Ann Lee": page builders print a line once for each width of screen."""
    words_in = text.split()
    for times in (2, 3):
        part, rest = divmod(len(words_in), times)
        if part and not rest and words_in == words_in[:part] * times:
            return " ".join(words_in[:part])
    return text


@lru_cache(maxsize=50_000)
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
