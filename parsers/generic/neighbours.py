"""The older and the newer post, by ``rel``, by what links say in many languages, and by their arrows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from bs4.element import NavigableString, PageElement

from ..dates import from_url
from ..tree.known import known
from ..tree.soup import Element, Soup, Spans, beside, parents, words, words_of
from ..tree.text import text_of
from ..tree.urls import host, page_key
from .names import parts_of

_OLDER = (
    r"older|previous|prev|earlier|vorherige[rs]?|vorige[rs]?|ältere[rs]?|frühere[rs]?|zurück|précédente?|"
    r"plus ancien|anterior|más antigu[ao]|precedente|più vecchi[oa]|vorig|vorige|ouder|oudere|forrige|föregående"
    r"|äldre|"
    r"eldre|ældre|edellinen|vanhempi|poprzedni[ae]?|starsz[ye]|předchozí|starší|предыдущ(?:ая|ий|ее)|пред|önceki"
    r"|előző|"
    r"前の記事|前へ|過去の|上一篇|前一篇|이전\s?글|이전"
)
_NEWER = (
    r"newer|next|later|nächste[rs]?|neuere[rs]?|folgende[rs]?|weiter|suivante?|plus récent|siguiente|más nuev[ao]|"
    r"próxim[oa]|seguinte|successiv[oa]|prossim[oa]|più recente|volgende?|nieuwer|nieuwere|neste|nästa|næste"
    r"|nyere|nyare|"
    r"seuraava|uudempi|następn[ya]|nowsz[ye]|další|následující|novější|следующ(?:ая|ий|ее)|след|sonraki|következő|"
    r"次の記事|次へ|新しい|下一篇|后一篇|後一篇|다음\s?글|다음"
)
_POST = (
    r"posts?|entry|article|story|beitrag|artikel|eintrag|meldung|billet|publication|note|entrada|artículo|articolo|"
    r"artigo|postagem|bericht|innlegg|inlägg|indlæg|wpis|artykuł|příspěvek|článek|запись|статья|пост|kirjoitus|yazı|bejegyzés"
)
_LEFT, _RIGHT = frozenset("«←‹<"), frozenset("»→›>")
_SAYS = re.compile(rf"\W*(?:(?:{_POST})\s)?(?:(?P<older>{_OLDER})|{_NEWER})(?!\w)", re.I)
_ALONE = re.compile(
    rf"\W*(?:(?:{_OLDER}|{_NEWER})\s*(?:(?:blog\s?)?(?:{_POST})\b|:)|(?:{_POST})\s(?:{_OLDER}|{_NEWER})(?!\w)|前の記事|次の記事|"
    r"上一篇|下一篇|이전\s?글|다음\s?글)",
    re.I,
)
"""What a link must say that stands without its counterpart: "next" by itself leads to a list as often as to a post."""
_FIRST_ARROW = re.compile(r"(?:[←«‹⟵◄◀]|<{1,2}|&lt;)\s*\S")
_LAST_ARROW = re.compile(r"[^→»›⟶►▶>]*[^→»›⟶►▶>\s]\s*(?:[→»›⟶►▶]|>{1,2})", re.S)
_BEGINS, _ENDS = frozenset("←«‹⟵◄◀<&"), frozenset("→»›⟶►▶>")
"""How all begin and end that the two match; the patterns walk through the whole text."""
_PAGES = re.compile(
    r"\b(?:page|seite|página|pagina|strona|sida|side|sivu|страница|comments?|kommentare?|commentaires?|comentarios?|"
    r"slide|photo|image|bild|episode)\b|ページ|页",
    re.I,
)
_LISTS = re.compile(
    r"/(?:page|seite|tag|tags|category|categories|author|feed|search)(?:[/-]|$)|[?&](?:paged?|start|offset|cpage)="
    r"|/(?:19|20)\d\d/?(?:0\d|1[0-2])?/?$",
    re.I,
)
_DAY = re.compile(r"/(?:19|20)\d\d/\d\d?/(?:\d\d?/)?[^/]")
_STEM = re.compile(r"\.\w{3,5}$")
_OLDER_PARTS = words("prev previous older vorheriger zuruck precedent anterior")
_NEWER_PARTS = words("next newer nachster suivant siguiente")
_AREA_PARTS = words(
    "navigation postnav postnavigation nav pager pagination entrynav navlinks postpagination nextprev prevnext"
    " neighbours"
    " siblings adjacent"
)
_POST_PARTS = words("post posts article entry")
_LONGEST = 140
_CARD = 1000
"""Characters of a link that shows its post's beginning, too."""


class Neighbours:
    """Finds the neighbours of the post at ``url``; ``away`` are comments, ``href`` makes addresses absolute."""

    def __init__(self, soup: Soup, url: str, away: tuple[Element, ...], href: Callable[[Element], str | None]) -> None:
        self.soup = soup
        self.url = url
        self.away = Spans(away)
        self.href = href

    @cached_property
    def found(self) -> tuple[str | None, str | None]:
        """The addresses of the older and the newer post."""
        older, newer = self._told
        if older is None and newer is None:
            older, newer = self._by_text()
        return self._in_order(older, newer)

    @property
    def by_rel(self) -> bool:
        """Whether ``rel`` told."""
        return self._told != (None, None)

    def blocks(self) -> Iterator[Element]:
        """The blocks of the page that say nothing but what its neighbours are."""
        wanted = set(self.found) - {None}
        for link in self.soup.by_name("a") if wanted else ():
            if "href" not in link.attrs or not 0 < link.chars <= _LONGEST or self.href(link) not in wanted:
                continue
            block = link
            for node in parents(link):
                if (
                    node.chars > 2 * _LONGEST + 60
                    or node.chars - node.link_chars > 60
                    or len(self.soup.within(node, "a")) > 4
                ):
                    break
                block = node
            if block is not link:
                yield block

    @cached_property
    def _told(self) -> tuple[str | None, str | None]:
        older = newer = None
        for rel in ("prev", "previous", "next"):
            for tag in self.soup.by_rel(rel):
                url = self._post(tag)
                if url is None or tag.name == "a" and _PAGES.search(text_of(tag) or ""):
                    continue
                side = _side(text_of(tag) or str(tag.attrs.get("title", ""))) or ("newer" if rel == "next" else "older")
                if side == "older":
                    older = older or url
                else:
                    newer = newer or url
        return older, newer

    def _by_text(self) -> tuple[str | None, str | None]:
        """Links in a block of navigation, or two that stand together: "« The one before | The one after »"."""
        sides: dict[str, list[tuple[Element, str]]] = {"older": [], "newer": []}
        named = self._named
        for link in self.soup.by_name("a"):
            if not 0 < link.chars <= _CARD or "href" not in link.attrs:
                continue
            if link.chars > _LONGEST and not _in_area_of_posts(link):
                continue
            text = text_of(link) or ""
            side = _side(text)
            if side is None:
                left, right = beside(link)
                label = _label(left)
                side = _side(label) or named.get(id(link), (0, None))[1] or _arrow(text, label, right)
            url = self._post(link) if side and not _PAGES.search(text[:60]) else None
            if side and url and len(sides[side]) < 20:
                sides[side].append((link, url))
        for one, older in sides["older"]:
            for other, newer in sides["newer"]:
                if older != newer and _together(one, other):
                    return older, newer
        single = [
            (side, link, url)
            for side, found in sides.items()
            for link, url in found
            if _in_area(link)
            and _ALONE.match(text_of(link) or "")
            or _in_area_of_posts(link)
            or _is_labelled(link)
            or id(link) in named
            and self._is_of_two(link)
            or (id(link) in named or _ALONE.match(text_of(link) or ""))
            and self._is_dated(url)
        ]
        before = next((url for side, _, url in single if side == "older"), None)
        after = next((url for side, _, url in single if side == "newer"), None)
        return before, after if after != before else None

    def _is_of_two(self, link: Element) -> bool:
        """Whether a ``nav`` has no links but those to the neighbours."""
        nav = next((node for node, _ in zip(parents(link), range(4), strict=False) if node.name == "nav"), None)
        return nav is not None and len(self.soup.within(nav, "a")) <= 2

    def _is_dated(self, url: str) -> bool:
        """Whether addresses here begin with their post's day, and this one does: no list has such an address."""
        return _DAY.search(url) is not None and _DAY.search(self.url) is not None

    @cached_property
    def _named(self) -> dict[int, tuple[int, str]]:
        """The links that a class or an id of the nearest block around them calls "prev" or "next", with its size."""
        found: dict[int, tuple[int, str]] = {}
        by_class = list(self.soup.classes.items())
        for word, tags in (*by_class, *((word, [tag]) for word, tag in self.soup.ids.items())):
            side = _side_in(word)
            for tag in tags if side and len(tags) < 20 else ():
                if tag.chars > _LONGEST + 60:
                    continue
                size = tag.last - tag.order
                for link in [tag] if tag.name == "a" else self.soup.within(tag, "a"):
                    if id(link) not in found or size < found[id(link)][0]:
                        found[id(link)] = (size, side or "")
        return found

    def _post(self, link: Element) -> str | None:
        """The address of another post on this host, None for pages of lists and parts of this one."""
        if link in self.away:
            return None
        url = self.href(link)
        if url is None or host(url) != host(self.url) or _LISTS.search(url):
            return None
        path, own = page_key(url).partition("?")[0], page_key(self.url).partition("?")[0]
        if path == host(url) or own.startswith(f"{path}/"):
            return None  # the front page, the list that the post stands in
        if path == own:
            return url if "?" in self.url and page_key(url) != page_key(self.url) else None
        return None if path.startswith((f"{own}/", f"{_STEM.sub('', own)}-p", f"{_STEM.sub('', own)}_")) else url

    def _in_order(self, older: str | None, newer: str | None) -> tuple[str | None, str | None]:
        """What the dates in addresses say of the order; some blogs call the newer post "previous"."""
        own, before, after = (from_url(url) if url else None for url in (self.url, older, newer))
        if own is None:
            return older, newer
        wrong = before is not None and before[:7] > own[:7] or after is not None and after[:7] < own[:7]
        right = before is not None and before[:7] < own[:7] or after is not None and after[:7] > own[:7]
        return (newer, older) if wrong and not right else (older, newer)


@known
def _side_in(word: str) -> str | None:
    """Which neighbour a class word or an id speaks of, None for most, and for those that speak of both."""
    parts = parts_of(word)
    older, newer = not _OLDER_PARTS.isdisjoint(parts), not _NEWER_PARTS.isdisjoint(parts)
    return None if older == newer else "older" if older else "newer"


def _side(text: str) -> str | None:
    match = _SAYS.match(text) if text else None
    return None if match is None else "older" if match["older"] else "newer"


def _arrow(text: str, label: str, after: PageElement | None) -> str | None:
    """Which neighbour the arrow in a link, or right beside it, points to."""
    if text[:1] in _BEGINS and _FIRST_ARROW.match(text) or label[-1:] in _LEFT:
        return "older"
    end = after.strip()[:1] if isinstance(after, NavigableString) else ""
    return "newer" if text[-1:] in _ENDS and _LAST_ARROW.fullmatch(text) or end in _RIGHT else None


def _label(before: PageElement | None) -> str:
    label = before.strip() if isinstance(before, NavigableString) else ""
    return label if len(label) < 40 else ""


def _together(one: Element, other: Element) -> bool:
    """Whether two links stand in one small block, or in neighbours of one."""
    around = [node for node, _ in zip(parents(one), range(5), strict=False) if node.chars <= 2 * _LONGEST + 60]
    return any(node.order < other.order <= node.last for node in around)


def _is_labelled(link: Element) -> bool:
    """Whether a label and a link are all that a line says: "Next: Eels"."""
    label, line = _label(beside(link)[0]), link.parent
    if not label or not isinstance(line, Element) or line.chars > link.chars + len(label):
        return False
    return _ALONE.match(label) is not None


def _in_area_of_posts(link: Element) -> bool:
    """Whether a link, or a block around it, is called the way to other posts: "post-navigation", "article-nav"."""
    for node, _ in zip((link, *parents(link)), range(4), strict=False):
        if node.chars > 3 * _CARD:
            return False
        for word in words_of(node):
            parts = parts_of(word)
            if not _POST_PARTS.isdisjoint(parts) and not (_AREA_PARTS | _OLDER_PARTS | _NEWER_PARTS).isdisjoint(parts):
                return True
    return False


def _in_area(link: Element) -> bool:
    for node, _ in zip((link, *parents(link)), range(5), strict=False):
        if node.chars > 4 * _LONGEST:
            return False
        if any(not _AREA_PARTS.isdisjoint(parts_of(word)) for word in words_of(node)):
            return True
    return False
