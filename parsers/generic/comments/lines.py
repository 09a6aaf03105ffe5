"""The lines of a comment that are not its text: its signature, "in reply to", "Reply", "awaiting moderation"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bs4.element import NavigableString, PageElement

from ...dates import Date
from ...tree.soup import BLOCKS, Element, Text, attribute, children, walk, words_of
from ...tree.text import text_of
from .says import ACTION, AWAITING

_ANSWERED = re.compile(r"#[a-z_-]{0,20}?(\d{1,20})$", re.I)
_REPLY_TO = re.compile(r"(?:in-?_?)?reply-?_?(?:to|ing)\b|^parent-|answer-?to|antwort-?auf", re.I)
_BY = re.compile(
    r"(?:^|(?<=[\W\d]))(?P<verb>(?:comment(?:ed|s)?|reply|posted|left|written|authored|submitted|sent|added|made"
    r"|kommentar|"
    r"geschrieben|verfasst|erstellt|beitrag|eintrag|posté|publié|écrit|rédigé|ajouté|envoyé|déposé|commentaire"
    r"|message|"
    r"escrito|publicado|enviado|comentario|comentado|dejado|scritto|inviato|postato|pubblicato|commento|comentário|"
    r"postado|geplaatst|reactie|geschreven|skrevet|skriven|indsendt|dodane|napisane)\s*:?\s+)?"
    r"(?:by|from|von|vom|par|de|por|da|di|door|av|af|od|przez|(?:autor|author|auteur|name|nom|nombre|nome)(?=\s*:))"
    r"(?:\s*:)?\s+",
    re.I,
)
_VERB = (
    r"says|said|sagte?|schrieb|schreibt|meinte?|dit|dice|dijo|wrote|writes|a écrit|a dit|escribió|comentó|ha scritto|"
    r"ha detto|escreveu|disse|zegt|schreef|skriver|skrev|sier|säger|siger|kirjoitti|sanoo|mówi|pisze|napisał\(?a?\)?|"
    r"пишет|написал\(?а?\)?|říká|posted|commented|kommentierte?|antwortete?|replied|responded|さん|님"
)
_SAID = re.compile(rf"^\W*(?:\d{{1,4}}[.)]?\s+)?(?P<name>\S.{{0,60}}?),?\s*(?:\b(?:{_VERB})\b|さん|님)", re.I)
_SAYS = re.compile(
    rf"\s*(?:\b(?:{_VERB})\b)?(?:\s+(?:on|am|um|at|le|à|el|il|em|op|den|the following)\b|"
    r"\s*(?:[:,|•·>»–-]|\.{3}|…))*\s*$",
    re.I,
)
_AGO = re.compile(
    r"\s*(?:[|•·,-]\s*)?(?:\b\d{1,3}\s\w{3,10}\sago|\bvor\s\d{1,3}\s\w{3,10}|\bil y a\s.{1,20}|"
    r"\bhace\s.{1,20})\s*$",
    re.I,
)
_BEFORE = re.compile(
    r"^\s*(?:(?:by|from|von|par|por|da|door|(?:posted|left|written|authored|submitted) by|comment (?:by|from)|"
    r"kommentar von|geschrieben von|escrito por|posté par|écrit par|#?\d{1,4}[.)]?)\s*:?\s+|#?\d{1,4}\.\s*|\W+)",
    re.I,
)
_END = re.compile(
    r"\s*(?:[|·•»›@\[(]|\s[-–—]\s|,\s|\s(?:on|at|am|um|le|à|el|il|em|op|den|the)\s(?=.{0,14}\d)|:\s|:$).*$", re.I | re.S
)
_MARKS = re.compile(r"\s(?=[^\W\d]{3,12}\.?\s\d{1,2}\b)|\s[|·•»›–—@-]\s|,\s|\s(?:on|am|le|el|il)\s|\s(?=\d)")
_DATED = re.compile(r".*\d(?:\s?[ap]\.?m\b\.?)?\W*(?=(?![ap]m\b)[^\W\d]{2})", re.I | re.S)
"""All up to the last number: the date before a name."""
_PARTED = re.compile(r".*\d(?:\s?[ap]\.?m\b\.?)?\s*[,:|·•–-]\s*(?=[^\W\d]{2})", re.I | re.S)
"""The same with a mark before the name: "March 14, 2009 19:28, Jane"."""
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERED = re.compile(r"\d+[.)]")
_BARS = re.compile(r"\s*[|·•/]\s*")
_PIECES = re.compile(r"\s*[|·•»›]\s*|\s[–—-]+\s")


def strings_before(tag: Element) -> list[Text]:
    """The short lines of bare text before the first paragraph: "Jane<br>March 7, 2018<p>…"."""
    found: list[Text] = []
    for node in tag.descendants:
        if isinstance(node, Element) and node.name in ("p", "blockquote") and node.chars:
            break
        if type(node) is Text and 6 <= len(node.strip()) <= 60:
            found.append(node)
        if len(found) > 8:
            break
    return found


def strings_of(tag: Element) -> list[Text]:
    """The bare texts that stand directly in an element, the last first: "<p>…</p>Posted by: <a>Jane</a> at March 3"."""
    found = [node for node in tag.contents if type(node) is Text and len(node.strip()) >= 6]
    return found[::-1][:4]


def line_at(string: NavigableString) -> list[PageElement]:
    """A bare text and what stands on its line: up to the next block or line break on both sides."""
    line: list[PageElement] = [string]
    for step in ("previous_sibling", "next_sibling"):
        node = getattr(string, step)
        while isinstance(node, NavigableString) or isinstance(node, Element) and node.name not in (*BLOCKS, "br"):
            line.insert(0, node) if step == "previous_sibling" else line.append(node)
            node = getattr(node, step)
    return line


def answers_to(own: list[Element]) -> str | None:
    """The id of the comment that one says it answers: a link "#comment-12" in what is called "reply-to"."""
    for node in own:
        if node.name == "a" and (match := _ANSWERED.search(str(node.attrs.get("href", "")))):
            for near in (node, node.parent):
                if isinstance(near, Element) and any(_REPLY_TO.search(word) for word in words_of(near)):
                    return match[1]
    return None


def bars_beside(tag: Element) -> Iterator[NavigableString]:
    """The bare "|" before and behind an element: "Link | Reply"."""
    for node in (tag.previous_sibling, tag.next_sibling):
        if type(node) is Text and _BARS.fullmatch(node):
            yield node


def line_of(sign: Element, within: Element) -> list[PageElement]:
    """The block around a sign that says nothing else ("Jane | March 3, 2011"), or the words on its line."""
    tag = sign
    while (
        isinstance(tag.parent, Element)
        and tag.parent is not within
        and tag.parent.chars <= sign.chars + 40
        and tag.parent.chars < 120
    ):
        if any(
            child is not tag and child.name in ("p", "blockquote", "pre", "ul", "div") and child.chars
            for child in children(tag.parent)
        ):
            break
        tag = tag.parent
    line: list[PageElement] = [tag]
    for step in ("previous_sibling", "next_sibling"):
        found: list[PageElement] = []
        node = getattr(tag, step)
        while node is not None and (
            isinstance(node, NavigableString)
            or isinstance(node, Element)
            and node.name not in BLOCKS
            and node.name != "br"
        ):
            found.append(node)
            node = getattr(node, step)
        if sum(len(node) if isinstance(node, NavigableString) else getattr(node, "chars", 0) for node in found) < 40:
            line += found
    return line


def tidy_name(name: str | None, date_of: Callable[[str | None], Date]) -> str | None:
    """A name without "by" and "says:", and without the date behind it; None if nothing is left."""
    if not name:
        return None
    name = undated(name, date_of)
    name = _SAYS.sub("", _AGO.sub("", _BEFORE.sub("", name))).strip(' ,:|-–—"»「') or None
    return name if name and len(name) <= 80 else None


def whole_name(text: str | None, name: str | None) -> str | None:
    """What an element holds that is called a name, if nothing but signs or a number was taken from it: "12 Monkeys"."""
    if not text or not name or text != text.strip(" ,:;|·•–—-#") or len(text) > 80:
        return name
    return text if _LETTERS.findall(text) == _LETTERS.findall(name) and not _NUMBERED.match(text) else name


def undated(name: str, date_of: Callable[[str | None], Date]) -> str:
    """A name without the date behind it: "Heidemarie | Tue, 21 April 2020 - 16:40"."""
    if not any(char.isdigit() for char in name):
        return name
    for mark in _MARKS.finditer(name):
        if date_of(name[mark.end() :]).published:
            return name[: mark.start()]
    return name


def signer(
    line: Element, date_tag: Element | None, date_of: Callable[[str | None], Date]
) -> tuple[Element | None, str | None]:
    """The element and the name of who signed a line: "Posted by Jane on March 3", "Jane | 3.3.2008"."""
    marked: Element | None = None
    for node in walk(line):
        if node.name in ("a", "b", "strong", "cite") and 0 < node.chars <= 60 and node is not date_tag:
            if node.name == "a" and str(node.attrs.get("href", "#")).startswith(("#", "javascript:")):
                continue
            text = text_of(node)
            if not text or ACTION.fullmatch(text) or AWAITING.fullmatch(text):
                continue
            if any(char.isdigit() for char in text) and date_of(text).published:
                continue
            link = next((inner for inner in walk(node) if inner.name == "a" and inner.chars), node)
            marked = link if link.name == "a" else node
            if marked.name == "a" or node.name in ("b", "strong", "cite"):
                return marked, tidy_name(text, date_of)
    name = name_in(text_of(line), date_of)
    if name is None and date_tag is not None and date_tag is not line:
        beside = [
            node
            for node in children(line)
            if 0 < node.chars <= 60 and not date_tag.order <= node.order <= date_tag.last
        ]
        said = [text for node in beside if (text := text_of(node)) and not ACTION.fullmatch(text)]
        name = tidy_name(said[0], date_of) if len(said) == 1 else None
    return None, name


def name_in(text: str | None, date_of: Callable[[str | None], Date]) -> str | None:
    """The name in the text of a signature."""
    if not text or len(text) > 200:
        return None
    for by in _BY.finditer(text):
        before = text[: by.start()].strip(" ,|-–·•#")
        if not before or by["verb"] or any(char.isdigit() for char in before) and date_of(before).published:
            return _bare(text[by.end() :], date_of)
    if match := _SAID.match(text):
        return _bare(match["name"], date_of)
    pieces = [piece for piece in _PIECES.split(text) if piece and not ACTION.fullmatch(piece)]
    named = [piece for piece in pieces if not any(char.isdigit() for char in piece)]
    if len(named) == 1 and len(pieces) > 1 and len(named[0]) <= 40:
        return _bare(named[0], date_of)
    rest = undated(text, date_of)
    if rest != text:
        return _bare(rest, date_of) if len(rest) <= 40 else None
    parted = _PARTED.match(text)
    return _bare(text[parted.end() :], date_of) if parted and date_of(parted[0]).published else None


def _bare(name: str, date_of: Callable[[str | None], Date]) -> str | None:
    rest = undated(name, date_of)
    if rest == name and (dated := _DATED.match(name)) and date_of(dated[0]).published:
        rest = name[dated.end() :]
    name = _END.sub("", rest)
    bare = tidy_name(name, date_of)
    return bare if bare and len(bare) <= 60 and not ACTION.fullmatch(bare) and not date_of(bare).published else None


def signature_around(date_tag: Element, item: Element) -> Element | None:
    """The smallest element around a date that says more than the date, if it is a line and no text."""
    tag = date_tag
    for _ in range(4):
        if tag.chars > date_tag.chars + 3 or tag is date_tag and _says_more(date_tag):
            return tag if tag.chars <= 200 else None
        parent = tag.parent
        if not isinstance(parent, Element) or parent is item and parent.chars > 200 or parent.order < item.order:
            return None
        if parent.chars > 200:
            return None
        tag = parent
    return None


def _says_more(tag: Element) -> bool:
    return any(child.chars for child in children(tag)) or tag.chars > 24


def is_local(link: Element, url: str) -> bool:
    """Whether a link stays on the page: a permalink, "Reply"."""
    href = attribute(link, "href") or ""
    return href.startswith(("#", "javascript:", "?")) or href.partition("#")[0] == url and "#" in href
