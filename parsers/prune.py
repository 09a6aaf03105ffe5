"""What stands in an article's container and is not the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .comment_words import counted
from .names import TEASER, parts_of, rank_of
from .soup import Element, Soup, walk, words_of
from .text import clean, text_of

_NOT_HERE = frozenset(("nav", "footer", "form", "aside", "dialog", "menu"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SMALL = frozenset(
    ("p", "div", "span", "ul", "li", "time", "a", "small", "address", "em", "strong", "dl", "h5", "h6", "header")
)
_LABELS = ("p", "div", "dt", "span")

_OTHERS = re.compile(
    r"(?:"
    r"(?:related|similar|recommended|popular|trending|latest|recent|more|further|other|featured|"
    r"top)\s(?:\w+\s){0,2}(?:posts?|articles?|stor(?:y|ies)|news|reads?|reading|content|links?|topics?|"
    r"resources?|blogs?|guides?|insights?|podcasts?)"
    r"|related|related topics|you (?:may|might|could|’ll|'ll|will) (?:also )?(?:like|love|enjoy|be "
    r"interested).*|you may also.*|more (?:from|on|in|about|like)\b.*|read (?:more|next|also|this next)\b.*|"
    r"up next|also read|see also|don[’']t miss.*|what to read next|keep reading|next article|previous article"
    r"|about (?:the )?authors?|about (?:me|us)|author|written by.*|meet the author|share(?: this)?(?: post| "
    r"article| story| page| on)?.*|spread the (?:word|love)|follow us.*|connect with us.*|contact us.*|get in "
    r"touch.*|stay (?:up to date|in touch|connected|informed|ahead)\b.*"
    r"|subscribe\b.*|newsletter.*|sign up\b.*|join (?:our|the)\b.*|leave a (?:reply|comment).*|(?:\d+ "
    r")?comments?(?: \(\d+\))?|no comments.*|post a comment.*|join the (?:conversation|discussion).*|tags?|"
    r"topics|categories|filed under.*|posted in.*|navigation|post navigation|table of contents|in this "
    r"article|on this page|support (?:us|our)\b.*|donate.*|advertisement"
    r"|(?:empfohlene|neue|aktuelle|ähnliche) (?:beiträge|artikel|themen).*|verwandte (?:beiträge|artikel|"
    r"themen).*|das könnte (?:sie|dich|euch|ihnen) auch.*|auch interessant.*|weitere (?:artikel|beiträge|"
    r"themen|informationen|infos|meldungen|nachrichten|news|links|inhalte)\b.*|weiterführende "
    r"(?:informationen|links|artikel).*|mehr (?:zum thema|themen|zu|aus|von|artikel|lesen)\b.*|lesen sie "
    r"(?:auch|mehr|hier).*|lies auch.*|zum (?:thema|weiterlesen).*|auch (?:lesen|auf|spannend)\b.*|(?:unsere |"
    r"redaktionelle )?empfehlungen\b.*|vorschau\b.*|unterstützen?\b.*|jetzt spenden.*|passend dazu.*|mehr "
    r"dazu.*"
    r"|über (?:den|die) autor(?:in|en)?.*|kommentare?.*|schreibe? einen kommentar.*|(?:artikel|beitrag|seite) "
    r"(?:teilen|drucken|empfehlen).*|teilen(?: sie)?.*|teile (?:diesen|dies).*|diesen (?:artikel|beitrag) "
    r"teilen.*|schlagw(?:ort|orte|örter).*|themen|stichworte|newsletter.*|folgen sie.*|jetzt (?:abonnieren|"
    r"anmelden).*|die neuesten.*|neueste beiträge.*|beitrags-?navigation|inhaltsverzeichnis|inhalt|anzeige|"
    r"meistgelesen.*|aktuelle (?:beiträge|meldungen|artikel|news).*|downloads?|zurück(?: zur| zum| zu)?\b.*|"
    r"back to\b.*|ansprechpartner.*|pressekontakt.*|kontakt"
    r"|articles? (?:similaires?|liés?|connexes?|récents?).*|à lire (?:aussi|également).*|lire aussi.*|sur le "
    r"même (?:sujet|thème).*|partager.*|laisser un commentaire.*|commentaires?.*|à propos de l[’']auteur.*"
    r"|(?:artículos|entradas|noticias|posts?) (?:relacionad[oa]s|similares|recientes).*|temas relacionados.*|"
    r"(?:te|le|les) puede(?:n)? interesar.*|también te puede.*|comparte.*|compartir.*|deja (?:un|una) "
    r"(?:comentario|respuesta).*|comentarios?.*|sobre el autor.*|lee también.*"
    r"|articoli (?:correlati|simili|recenti).*|leggi anche.*|potrebbe(?:ro)? interessarti.*|condividi.*|"
    r"lascia un commento.*|commenti.*"
    r"|artigos relacionados.*|leia (?:também|mais).*|compartilhe.*|deixe um comentário.*|lees (?:ook|meer|"
    r"verder).*|gerelateerde? .*|reacties.*|deel dit.*|læs også.*|les også.*|läs (?:också|mer|även).*|lue "
    r"myös.*|czytaj (?:także|też|również).*|podobne.*|přečtěte si.*|související.*|читайте (?:также|ещё).*|"
    r"похожие.*|関連記事.*|相关.*"
    r")\s*[:.…»›!]*",
    re.I,
)  # fmt: skip
_LINK_LINE = re.compile(
    r"^\W*(?:read (?:more|also|next)|also read|see also|related|more|watch|listen|lesen sie|lies auch|mehr "
    r"(?:dazu|zum)|siehe auch|auch interessant|das könnte|zum (?:weiterlesen|nachlesen)|lire aussi|à lire|"
    r"voir aussi"
    r"|lee también|leer más|te puede|leggi anche|leia (?:também|mais)|lees (?:ook|meer|verder)|læs også|les "
    r"også|läs också|lue myös|czytaj (?:także|też)|читайте также|tags?|filed under|posted in|schlagw[oö]rter|"
    r"kategorien?|categor(?:y|ies)|themen)\b",
    re.I,
)
_CREDIT = re.compile(
    r"\W*(?:fotos?|photos?|images?|bild(?:er|quelle|nachweis)?|pictures?|grafik|illustration(?:en)?|"
    r"screenshot|credits?|crédit(?:os?)?|quelle|source|fuente|fonte|copyright|©|\(c\)|imagen|foto de|via)"
    r"(?:\s(?:by|von|credit|de|di|courtesy|:))?\s?[:/©]?\s.{2,80}|.{0,40}(?:getty images|shutterstock|"
    r"istock\w*|pixabay|unsplash|pexels|picture[- ]alliance|fotolia|adobe ?stock|depositphotos|imago|dpa|afp|"
    r"reuters|epa|ap photo)\W*.{0,20}",
    re.I,
)
_PROMOTION = re.compile(
    r"\W*(?:(?:please )?(?:subscribe (?:to|now|today|for)|sign up (?:for|to|now|today|here)|follow (?:us|me|"
    r"our|the \w+ on|@)|join our\b|download (?:the|our) (?:\w+ ){0,3}app)|for the latest (?:news|stories|"
    r"updates)\b"
    r"|to (?:view|read|continue reading) (?:the|this) (?:full|entire|whole|rest)|already a (?:subscriber|"
    r"member)|first[- ]time subscribers|if you[’']re (?:seeing this message|already a subscriber)|get (?:the|"
    r"our) (?:latest|best|newsletter)"
    r"|as an amazon associate|(?:this|our) (?:post|article|page|site|blog) (?:may )?contains? affiliate|"
    r"products are chosen independently|we (?:may )?(?:earn|receive) (?:a )?(?:small )?commission|"
    r"(?:purchases|buying) (?:made )?through (?:our )?links"
    r"|jetzt (?:hier )?(?:kostenlos )?(?:registrieren|anmelden|abonnieren|downloaden|bestellen|lesen|"
    r"teilnehmen)|hier (?:kostenlos |geht[’']?s )?(?:anmelden|abonnieren|zum newsletter)|(?:folgen sie|"
    r"folgt?) (?:uns|mir)\b|abonnieren sie\b|(?:melde dich|melden sie sich)\b.{0,60}newsletter"
    r"|suscr[íi]bete|s[íi]guenos|inscreva-se|assine (?:a|o|nossa)|abonnez-vous|inscrivez-vous|suivez[- ]nous|"
    r"iscriviti|seguici|schrijf je in|volg ons|zapisz się|obserwuj nas)",
    re.I,
)
"""What asks for something instead of telling something."""
_BUTTON = frozenset(("btn", "btns", "button", "buttons", "cta"))
_ABOUT = re.compile(
    r"(?:(?:estimated )?(?:reading|read) time\b.{0,30}|lesezeit\b.{0,30}|"
    r"\W*\d{1,3}\s?(?:-\s?)?(?:min(?:ute)?s?|mins?\.|minutos?|minuti|minuten)\.?(?:\s(?:read|de lecture|de "
    r"lectura|di lettura|lesezeit|reading time|leestijd))?"
    r"|(?:categor(?:y|ies)|kategorien?|tags?|filed under|posted in|schlagw(?:ort|örter|orte)|rubrik|"
    r"stichworte)\s?:.{0,70}"
    r"|(?:last )?(?:updated|modified|published|reviewed|zuletzt|aktualisiert|veröffentlicht|geändert|"
    r"stand)\b[^\d]{0,24}\d[\w\s,.:/-]{3,30}"
    r"|(?:(?:posted|published|written|submitted|filed|veröffentlicht|geschrieben|verfasst|eingestellt|publié|rédigé"
    r"|posté|écrit|escrito|publicado|pubblicato|scritto|inserito|geplaatst|geschreven|skrevet|publicerad|dodano)\s"
    r"(?:by|on|at|in|under|von|am|um|par|le|dans|por|el|da|il|door|op|av|den|przez)\b|par\s|von\s|by\s)[^.]{2,50}?\d[^a-z]?"
    r"[\w\s,.:/@|•·-]{2,40}"
    r"|(?:share|teilen|tweet|pin it|print|drucken|e-?mail|copy link|link kopieren|weiterlesen|read more|show "
    r"more|mehr anzeigen|nach oben|back to top|listen|anhören|save|merken|advertisement|anzeige|werbung|"
    r"sponsored)\W*)",
    re.I,
)
_EMBEDS = frozenset(("instagram-media", "tiktok-embed", "fb-post", "wp-embedded-content"))


class Pruner:
    """Names the elements of a container to leave out; ``good`` measures what would be lost."""

    def __init__(
        self,
        soup: Soup,
        ids: dict[str, list[Element]],
        good: Callable[[Element], int],
        first_after: Callable[[int], int],
        heading: Element | None,
        sure: bool,
        starts: bool,
        away: tuple[Element, ...],
    ) -> None:
        self.soup = soup
        self.ids = ids
        self.good = good
        self.first_after = first_after
        self.heading = heading
        self.sure = sure
        self.starts = starts
        self.away = away

    def without(self, container: Element) -> Iterator[Element]:
        """The elements in ``container`` that are not the article."""
        yield from self.away
        most = 0.3 * max(self.good(container), 1)
        yield from self._named(container, most)
        yield from self._before(container, most)
        yield from self._captions(container)
        yield from self._headed(container, most)
        yield from self._linking(container)
        yield from self._lines(container)

    def _named(self, container: Element, most: float) -> Iterator[Element]:
        """What is called something else: sharing, related posts, author box."""
        by_reason: dict[str, list[Element]] = {name: self.soup.within(container, name) for name in _NOT_HERE}
        start, end = container.order, container.last
        for index in (self.soup.classes, self.ids):
            for word, tags in index.items():
                rank, reason = rank_of(word)
                if rank == 0 and word not in _EMBEDS:
                    continue
                for tag in tags:
                    if start < tag.order <= end and (rank != TEASER or tag.link_chars > 0.15 * tag.chars):
                        by_reason.setdefault(reason, []).append(tag)
        for found in by_reason.values():
            # what is a third of the article under one name is the article, whatever the name
            if found and sum(self.good(tag) for tag in found) < most:
                yield from found

    def _before(self, container: Element, most: float) -> Iterator[Element]:
        """The heading, and what stands before it: navigation, a kicker, a date."""
        heading = self.heading
        if heading is None or not container.order < heading.order <= container.last:
            return
        if not self.sure:
            return
        yield heading
        if not self.starts:
            return
        first = self.first_after(heading.last)
        for tag in walk(container):
            if tag.order > first:
                break
            if tag.last < heading.order and self.good(tag) < most:
                yield tag
            elif heading.last < tag.order and tag.last < first and tag.name in _SMALL and tag.chars < 120:
                # between the heading and the first sentence: date, account, "4 min read"
                yield tag

    def _captions(self, container: Element) -> Iterator[Element]:
        """Who made a picture, and what stands under the one between heading and text; other captions are kept."""
        first = self.first_after(container.order if self.heading is None else max(container.order, self.heading.order))
        for tag in self.soup.within(container, "figcaption", "small", "cite", "p", "div", "span"):
            if tag.name == "figcaption" and tag.last < first and self.sure:
                yield tag
            elif 3 < tag.chars < 90 and (tag.name == "figcaption" or "caption" in " ".join(words_of(tag))):
                text = text_of(tag)
                if text and _CREDIT.fullmatch(text):
                    yield tag

    def _headed(self, container: Element, most: float) -> Iterator[Element]:
        """What stands under a heading such as "Related posts"."""
        late = container.order + 0.6 * (container.last - container.order)
        for heading in self.soup.within(container, *_HEADINGS, *_LABELS):
            if 2 < heading.chars < 70 and heading is not self.heading and (heading.own or heading.name in _HEADINGS):
                text = text_of(heading)
                if text and _OTHERS.fullmatch(text):
                    yield from self._section(heading, container, most, heading.order > late)

    def _section(self, label: Element, container: Element, most: float, late: bool) -> Iterator[Element]:
        """A label and what belongs to it, where that is links, or little at the end of the article."""
        top = label
        while isinstance(top.parent, Element) and top.parent is not container and top.parent.chars - top.chars < 3:
            top = top.parent
        if label.link_chars > 0.3 * label.chars:
            # "Read more: <a>Will ChatGPT …</a>" announces nothing but itself
            yield top
            return
        following = list(_following(top, label.name))
        lost = sum(self.good(tag) for tag in following)
        links = sum(tag.link_chars for tag in following)
        chars = sum(tag.chars for tag in following)
        if lost >= most:
            return
        if (
            links > 0.6 * chars
            or lost == 0
            and (links or late)
            or late
            and (
                chars == 0 or links > 0.3 * chars or lost < 0.1 * most or label.name in _HEADINGS and lost < 0.5 * most
            )
        ):
            yield top
            yield from following

    def _linking(self, container: Element) -> Iterator[Element]:
        """Paragraphs that only lead elsewhere, and lists of nothing but links."""
        for tag in self.soup.within(container, "p", "div", "li", "span", "h4", "h5", "h6", "section"):
            links, chars = tag.link_chars, tag.chars
            if not links or links <= 0.5 * chars:
                continue
            if chars < 300 and tag.name != "section":
                text = text_of(tag)
                if text and _LINK_LINE.match(text):
                    yield tag
                    continue
            if links > 0.9 * chars > 60 and tag.name in ("div", "section") and len(self.soup.within(tag, "a")) >= 4:
                yield tag

    def _lines(self, container: Element) -> Iterator[Element]:
        """Buttons, and lines of what is told about the post: "5 min read", "Category: Press releases"."""
        for tag in self.soup.within(container, "a"):
            if tag.chars < 60 and any(not _BUTTON.isdisjoint(parts_of(word)) for word in words_of(tag)):
                yield tag
        for tag in self.soup.within(container, "p", "div", "span", "li", "small", "time", "dt", "dd", *_HEADINGS[1:]):
            if 4 < tag.chars < 300:
                text = text_of(tag)
                if text and (
                    _PROMOTION.match(text)
                    or tag.chars < 80
                    and (_ABOUT.fullmatch(text) or (counted(text) if tag.chars < 40 else -1) not in (None, -1))
                ):
                    yield tag


def _following(top: Element, level: str) -> Iterator[Element]:
    """The elements after a label that belong to it: up to the next heading of its level, one after a mere line."""
    node = top.next_sibling
    while node is not None:
        if isinstance(node, Element):
            if node.name in _HEADINGS and (node.name <= level or level not in _HEADINGS):
                return
            yield node
            if level not in _HEADINGS:
                return
        node = node.next_sibling


def is_label(text: str | None) -> bool:
    """Whether a text announces other pages: "Related posts"."""
    return bool(text and _OTHERS.fullmatch(clean(text) or ""))
