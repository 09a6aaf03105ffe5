"""The way from the front page to an article: breadcrumbs, shown or told, and folders of the address in a menu."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from ..marks.jsonld import as_list, as_text, as_url, types_of
from ..marks.structured import Structured
from ..model import Term
from ..tree.element import in_page_order
from ..tree.soup import Element, Soup, attribute, parents, words, words_of
from ..tree.text import clean, text_of
from ..tree.urls import absolute, host, same_page, slug_of
from .heading import key
from .names import parts_of
from .people import leads_to_person
from .surroundings import Surroundings, is_of_another_post

_CRUMBS = re.compile(r"(?:^|[-_])(?:bread-?crumbs?|crumbs?|rootline|brotkrume)(?:$|[-_])", re.I)
_MOST_STEPS = 9
"""A "breadcrumb" with more links is a body or a header whose class tells that the page has breadcrumbs."""
_FRONT = frozenset(
    (
        "home|homepage|start|startseite|hauptseite|accueil|inicio|início|portada|inici|principal|foren-übersicht"
        "|página inicial|pagina inicial|hjem|hem|forside|forsiden|startsida|etusivu|koti|strona główna|główna|domů"
        "|úvod|domov|acasă|prima pagină|főoldal|kezdőlap|címlap|početna|naslovnica|αρχική|αρχική σελίδα|главная"
        "|головна|начало|почетна|ana sayfa|anasayfa|trang chủ|beranda|utama|หน้าแรก|홈|ホーム|トップ|トップページ"
        "|首页|首頁|主页|الرئيسية|خانه|דף הבית|ראשי|होम|forum|forums|board index"
    ).split("|")
)
"""What blogs call their front page."""
_BLOG = frozenset(("blog", "blogs"))
"""The front page of the blog of a shop or a company; where it is the only step, it is the section."""
_NO_STEP = re.compile(
    r"\W*(?:zurück|back|retour|terug|volver|tilbake|tillbaka|skip|zum inhalt|vorherig\w*|nächste\w*|previous|next"
    r"|home|startseite|navigation|menu|menü|suche|search)\b",
    re.I,
)
_PLACES = words(
    "home start blog blogs posts post articles article artikel archive archives archiv topic topics thema themen"
    " questions forums forum about resources resource insights magazin magazine stories story wiki node content pages"
    " index"
)
"""Folders that hold all articles of a site, whatever they are about."""
_ROOT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|(?:index|default)\.\w+", re.I)
"""The first folder of a front page: of a language, or the file that a server shows for it."""
_JOINING = re.compile(r"\b(?:and|und|et|y|e|i|och|og|en)\b|[\W_]+")
_WIDE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MENU = 3.0
"""What ``Surroundings`` takes from the links of menus."""
_FILE = re.compile(r"/[^/?#]+\.(?!html?|php|aspx?)\w{2,4}$")
"""What is no page of lists: Nikola links the source of a post, "index.md", beside its title and in its menu."""
_BESIDE = 40
"""Elements between the heading and the section of the article at most."""
_NO_SECTION = words(
    "author authors autor autoren auteur byline vcard btn button buttons cta login share social subscribe abo comments"
)
_SENTENCE = 80
"""Characters beside a link that make its line a sentence."""
_LINKS = 200
"""Characters of links that make a line a menu."""


def steps_shown(soup: Soup, structured: Structured, base: str, heading: Element | None) -> tuple[Term, ...]:
    """The breadcrumbs between the front page and the article."""
    trails = [tag for word, tags in soup.classes.items() if _says_crumbs(word) for tag in tags]
    trails += [tag for word, tag in soup.ids.items() if _says_crumbs(word)]
    for trail in sorted(trails, key=lambda tag: tag.order)[:3]:
        links = [link for link in soup.within(trail, "a") if 0 < link.chars < 60]
        if len(links) > _MOST_STEPS:
            continue
        # a first step without an address is the front page, too
        steps = [(text_of(link), absolute(attribute(link, "href") or "/", base)) for link in links]
        if found := _between(steps, structured, heading):
            return found
    return ()


def steps_told(structured: Structured, heading: Element | None) -> tuple[Term, ...]:
    """The same from JSON-LD; the last step is the article itself."""
    for item in structured.items:
        if "BreadcrumbList" in types_of(item):
            steps = [step for step in as_list(item.get("itemListElement")) if isinstance(step, dict)]
            named = [
                (as_text(step.get("name")) or as_text(step.get("item")), as_url(step.get("item"))) for step in steps
            ]
            return _between([(name, absolute(url, structured.base)) for name, url in named[:-1]], structured, heading)
    return ()


def sections(soup: Soup, url: str, around: Surroundings) -> tuple[Term, ...]:
    """The folders of the page's address that a menu links by their name: "Politics" of /politics/the-vote."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    folders = parts.path.rstrip("/").split("/")[1:-1]
    wanted: dict[str, int] = {}
    for depth in range(len(folders)):
        path = "/" + "/".join(folders[: depth + 1])
        for origin in ("", f"https://{parts.netloc}", f"http://{parts.netloc}", f"//{parts.netloc}"):
            wanted[origin + path] = wanted[f"{origin}{path}/"] = depth
    found: dict[int, Term] = {}
    for link in soup.by_name("a") if wanted else ():
        depth = wanted.get(str(link.attrs.get("href", "")), -1)
        if depth < 0 or depth in found or not 1 < link.chars < 40:
            continue
        name = clean((text_of(link) or "").strip("#,:;|·• "))
        if name and _is_name_of(name, unquote(folders[depth])) and around.lost(link) >= _MENU:
            found[depth] = _term(name, absolute(attribute(link, "href"), url))
    return tuple(found[depth] for depth in sorted(found))


def kickers(
    soup: Soup, structured: Structured, base: str, around: Surroundings, heading: Element | None
) -> tuple[Term, ...]:
    """The links beside the heading that lead where a menu of the site leads, under the same name: its section."""
    if heading is None:
        return ()
    links = soup.by_name("a")
    first = bisect_left(links, heading.order - _BESIDE, key=in_page_order)
    last = bisect_right(links, heading.last + _BESIDE, key=in_page_order)
    wanted: dict[str, Term] = {}
    for link in links[first:last]:
        href = (attribute(link, "href") or "").strip()
        name = clean((text_of(link) or "").strip("#,:;|·• ")) if 1 < link.chars < 40 and "#" not in href else None
        url = absolute(href, base) if name else None
        if not name or not url or host(url) != host(base) or _FILE.search(url) or not _is_way(name, url, structured):
            continue
        if around.lost(link) <= 0.5 and _stands_alone(link, heading) and not is_of_another_post(link, soup, heading):
            wanted.setdefault(_path(href), _term(name, url))
    if not 1 <= len(wanted) <= 3:
        return ()
    found: dict[str, Term] = {}
    for link in links:
        term = wanted.get(_path(str(link.attrs.get("href", ""))))
        if term and term.name not in found and around.lost(link) >= _MENU and key(text_of(link)) == key(term.name):
            found[term.name] = term
    return tuple(term for term in wanted.values() if term.name in found)


def _is_way(name: str, url: str, structured: Structured) -> bool:
    """Whether a link may be a step to the article: not to the front page, all articles, a person, or the page."""
    if _NO_STEP.match(name) or name.casefold() in _PLACES or same_page(url, structured.url) or leads_to_person(url):
        return False
    return any(map(str.isalpha, name)) and not _is_front(name, url, structured)


def _stands_alone(link: Element, heading: Element) -> bool:
    """Whether a link stands in a line of links and short remarks, and is no button and no name of who wrote."""
    node, line = link, link.parent
    while isinstance(line, Element) and line.chars == node.chars and line.name != "body":
        node, line = line, line.parent
    near = [link, *(parent for parent, _ in zip(parents(link), range(2), strict=False))]
    if any(not _NO_SECTION.isdisjoint(parts_of(word)) for tag in near for word in words_of(tag)):
        return False
    if not isinstance(line, Element) or line.name == "p" and line.contents[0] is not node:
        return False
    if line.order <= heading.order <= line.last:
        return True
    return line.chars - line.link_chars <= _SENTENCE and line.link_chars <= _LINKS


def _path(href: str) -> str:
    """An address without the site, as menus and articles may write it in different ways."""
    _, mark, rest = href.strip().partition("//")
    return ("/" + rest.partition("/")[2] if mark else href.strip()).rstrip("/")


def _between(
    steps: Iterable[tuple[str | None, str | None]], structured: Structured, heading: Element | None
) -> tuple[Term, ...]:
    """Steps, but for the front page, the article itself and the number of an issue ("2023/43")."""
    title = key(text_of(heading)) if heading is not None else ""
    found: dict[str, Term] = {}
    for at, (name, url) in enumerate(steps):
        if not name or len(name) >= 60 or not any(map(str.isalpha, name)):
            continue
        if key(name) == title or same_page(url, structured.url) or _NO_STEP.match(name):
            continue
        if at or not _is_front(name, url, structured):
            found.setdefault(key(name), _term(name, url))
    terms = tuple(found.values())
    return terms[1:] if len(terms) > 1 and terms[0].name.casefold() in _BLOG else terms


def _term(name: str, url: str | None) -> Term:
    return Term(kind="category", name=name, slug=slug_of(url), url=url)


def _is_front(name: str, url: str | None, structured: Structured) -> bool:
    """Whether the first step is the front page, of the site or of its part in one language."""
    if name.casefold() in _FRONT or key(name) in (key(structured.site_name), key(host(structured.url))):
        return True
    path = (url or "").partition("?")[0].split("/")[3:]
    return url is not None and (not any(path) or (len(path) < 3 and _ROOT.fullmatch(path[0]) is not None))


def _is_name_of(name: str, folder: str) -> bool:
    """Whether a menu shows a folder under its own name: "Natur & Umwelt" of "natur-umwelt"."""
    if folder.lower() in _PLACES or not any(map(str.isalpha, name)):
        return False
    return any(_bare(name, wide) == _bare(folder, wide) != "" for wide in (False, True))


def _bare(text: str, wide: bool) -> str:
    """The letters and digits of a name without accents and "and"; ``wide`` writes "ä" as "ae"."""
    lower = text.casefold().translate(_WIDE) if wide else text.casefold()
    letters = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    return _JOINING.sub("", letters.replace("_", " "))


def _says_crumbs(word: str) -> bool:
    # a page has some hundred words; few hold one of these
    return ("rumb" in word or "ootline" in word or "rotkrume" in word) and _CRUMBS.search(word) is not None
