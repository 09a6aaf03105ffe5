"""What a line says of who wrote: "By Ann Lee and Bo Ek, editors | 3 May 2020" → Ann Lee, Bo Ek."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..dates.months import month_of
from ..marks.structured import Person
from ..tree.soup import words
from ..tree.text import clean

_BY = re.compile(
    r"^\W*+(?:"
    # such as: View all posts by
    r"(?:view|see|show|read|browse|zeige?|voir|ver|more|mehr|weitere|alle|all)\b.{0,30}?\b"
    r"(?:posts?|articles?|beiträge|artikel|entradas|stories)?\s?(?:by|from|von|de|por|par)\s"
    # such as: A guest post by, Geschrieben von, This post was written by
    r"|(?:(?:an?\s|eine?\s|this\s(?:blog\s)?(?:post|article|entry|story|piece|text)\s(?:was|is|has been)\s)?"
    r"(?:guest\s)?(?:\w++\s)?(?:posted|written|published|authored|words|text|story|article|post"
    r"|contributed|submitted|created|shared|added|reported|blog|interview|reporting|recipe|column|essay|review"
    r"|gespeichert|eingestellt|eingereicht|verfasst|erstellt|geschrieben|veröffentlicht|hochgeladen|artikel|beitrag"
    r"|gastbeitrag|gastartikel|kolumne|kommentar|bericht|gastkommentar|publié|rédigé|écrit|proposé|escrito|publicado"
    r"|creado|enviado|scritto|pubblicato|inserito|geschreven|geplaatst|skrevet|text|dodane|napsal)\s(?:and\s\w+\s)?)?"
    r"(?:by|von|vom|par|por|door|di|da|av|af|od)"
    # such as: Autor, Text und Fotos
    r"|autor(?:in|innen|en|es|ka|a|:in|\*in)?|author\(?s?\)?|auteure?s?|autore|autrice|verfasser(?:in)?|redakteur(?:in)?"
    r"|contributors?"
    r"|(?:text|words|redaktion|story|interview|protokoll|reportage|fragen)(?: (?:und|and|&|\+) \w+)?(?=\s?:)"
    r"|a cura di|teksti|kirjoittanut|kirjoittaja|napisała?|napisao|napisala|piše|avtor|autorius|autors|autori"
    r"|redaktör|skribent|författare|forfatter|höfundur|szerző|írta|yazar|yazan|penulis|ditulis oleh|oleh(?=\s?:)"
    r"|tác giả|egilea|aŭtoro|geskryf deur|texto de|tekst"
    r")(?=\W|$)\s*[:：]?\s*",
    re.I,
)
_BY_FAR = re.compile(
    r"^\W*(?:"
    r"автор(?:ка|и)?|написала?|пише|мәтін|συντάκτης|συντάκτρια|γράφ(?:ει|ουν)(?: [οη]| οι)?|κείμενο|հեղինակ|ავტორი"
    r"|作者|著者|筆者|执笔|執筆|撰文|文字?|記者|记者|ライター|글|글쓴이|작성자|기자"
    r"|بقلم|كتبت?|الكاتبة?|نویسنده|نوشته|مصنف|تحریر|מאת|כתבה?|लेखक|लेखिका|লেখক|โดย|ผู้เขียน|เขียนโดย"
    r"|от|від|од"
    r")(?=\W|$)\s*[:：]?\s*",
    re.I,
)
"""The same in other scripts, looked for where a line begins with one: most lines do not."""
_GLUED = re.compile(
    r"^(?:(?:posted|written|published|geschrieben|verfasst|veröffentlicht|publié|escrito)\s)?"
    r"(?:by|von|par|por)(?-i:(?=[A-ZÀ-Þ][a-zß-ÿ]+\s[A-ZÀ-Þ]))",
    re.I,
)
"""A template without a blank: "Geschrieben vonElisa Marvena"."""
_DATED = re.compile(
    r"^\W*(?:\w{2,10}(?:day|tag),?\s)?"
    r"(?:[^\W\d]{3,9}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}\.?\s[^\W\d]{3,9}\.?,?\s\d{4}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d)(?:,?\s\d{1,2}[:.]\d\d(?:\s?(?:uhr|am|pm))?)?"
    r"(?:\s*[|·•–—,/-]+\s*|\s(?=by\b|von\b))",
    re.I,
)
"""A date before the name: "Dec. 19, 2025 · Niko Matsakis"."""
_AFTER = re.compile(
    r"\s*(?:"
    r"[|•·–—→»›]|\s-\s|@|\("
    r"|\bon\s+(?:\w+,?\s+)?\w*\.?\s?\d|\b(?:am|um|vom)\s+\d|\bam\s(?:mo|di|mi|do|fr|sa|so)\w*tag\b"
    r"|\bin\s+[A-Z][a-z]+\b|\s(?:in|on|am|um|at)$"
    r"|\b(?:updated|published|posted|veröffentlicht|aktualisiert|datum|date|lesezeit|lesedauer|reading time)\b"
    r"|(?-i:(?<=[a-zß-ÿ])(?:Updated|Published|Posted|Publish|January|February|March|April|June|July|August|September"
    r"|October|November|December))"
    r"|,?\s+\d{1,2}[./]\s?\d|,?\s+(?:\w+\.?\s+)?\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|,?\s+\d{1,2}\.?\s+\w+\.?\s+\d{4}"
    r"|,?\s\d{4}-\d\d|\s\d{1,2}\s(?:min|hour|day|week|month|year)"
    r"|\bfollow\b|anzeigen$|\s(?:기자|記者|记者)$|\s(?:senior|staff|chief|lead|managing|associate|contributing|assistant|deputy)\s(?:\w+\s){0,3}"
    r"(?:writer|reporter|editor|correspondent|producer|columnist|analyst|director|manager|engineer)s?\b"
    r"|(?-i:(?<=[a-zß-ÿ])\s(?:Illustration|Symbolbild|Fotos?|Bild(?:er)?|Photos?|Photography|Grafik|Zeichnung)(?:en)?\b)"
    r"|\sim\s(?:gespräch|interview)\b(?!\smit)|\son\sbehalf\sof\b"
    r"|\s(?:is|ist|war|was)\s(?:an?|eine?|the|der|die)\b"
    r").*$",
    re.I | re.S,
)
_PART = re.compile(
    r"\s*(?:;|/|\||•|&|,\s+(?:and|und|et|y)\s+"
    r"|,(?!\s*(?:jr|sr|ii|iii|llc|inc)\b)"
    r"|\s+(?:im (?:gespräch|interview) mit|and|und|et|og|och|with|mit)\s+)\s*",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|(?<![\w.])\d{1,2}(?!\w)|\bv\d+\.\d|\b(?:"
    r"comments?|kommentar\w*|posts?|view|read|share|min(?:ute)?s?|ago|uhr|home|about|click|here|follow|subscribe"
    r"|category|categories|updated|last"
    r"|published|posted|profile?|photo|image|copyright|e-?mail|newsletter|null|undefined|artikel|beiträge|alle|fotos?"
    r"|bild(?:er)?|mehr|more|lesen|continue|weiterlesen|anonymous|true|false|none|website|contact|kontakt|bio|bearbeiten"
    r"|edit|full|written|table|contents|inhalt|search|suche|login|menu|next|previous|back|checked|reviewed"
    r"|\w*(?:meldung|mitteilung)(?:en)?|press release|communiqué"
    r"|unsplash|pexels|pixabay|getty|shutterstock|istock"
    r")\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:ceo|cto|cfo|founder|co-?founder|editors?|authors?|autorin?|writers?|professor|director|manager|reporters?"
    r"|journalist(?:in)?|redakteur\w*|correspondent|korrespondent\w*|contributor|president|head|chief|senior|junior"
    r"|staff|team|lead|specialist|consultant|expert|analyst|coach|student|\w*leiter(?:in)?|geschäftsführer\w*|university"
    r"|universität|columnist|kolumnist\w*|of|at|for|bei|für|the)\b",
    re.I,
)
_BEFORE = re.compile(
    r"^(?:\S+-)?(?:expert(?:e|in)|redakteur(?:in)?|reporter(?:in)?|korrespondent(?:in)?|(?:gast)?autor(?:in)?"
    r"|kolumnist(?:in)?|mitarbeiter(?:in)?|(?:(?:senior|staff|contributing|guest)\s)?(?:writer|correspondent|editor))"
    r"\s+(?=\S+\s\S)",
    re.I,
)
"""A role before the name: "FOCUS-Online-Experte Robin Tscherne"."""
_CREDENTIAL = re.compile(r"^[A-Z][A-Za-z]{0,3}[A-Z][A-Z-]{0,4}[®™]?$|^\w+[®™]$|^(?:[A-Z][a-z]?\.\s?){1,3}[A-Z]?$")
_VAGUE = re.compile(
    r"^(?:admin(?:istrator)?|redaktion|redazione|rédaction|redacción|redakcja|redactie|staff|editor(?:s|ial)?|unknown"
    r"|webmaster|guest|gast|gastautor(?:in)?|team|user|author|autor|root|test|name)\b",
    re.I,
)
_ORGANISATION = re.compile(
    r"\b(?:gmbh|e\.\s?v|ag|kg|inc|ltd|llc|verlag|stiftung|institut(?:e|ion)?|landesanstalt|bundesamt|ministerium"
    r"|universität|university|magazine?|illustrierte|zeitung|nachrichten|news|media|redaktion|newsdesk|team|editors"
    r"|association|verband|verein|foundation|agentur|agency|group)\b",
    re.I,
)
_MARK = re.compile(r"\s*[|•·–—]\s*|\s+-\s+|,\s+(?=[A-ZÀ-Þ]\D*$)|(?<=[a-z]),\s+(?=\d)")
_YEAR = re.compile(r"\d{4}|\d[./]\d\d?[./]\d\d")
_BESIDE = re.compile(
    rf"{_YEAR.pattern}|{_ROLE.pattern}|\d+[\s-]?(?:min\b|minut|words\b|wörter|mots\b|palabras)", re.IGNORECASE
)
"""What else stands in a line of name and date: the date, a role, how long it takes to read (Hugo's PaperMod)."""
_WEEKDAY = re.compile(r"(?:day|tag|woch)\b|^(?:posted|published|released|updated)\b", re.I)
_PARTICLES = words("de del della den der di dos du la le van von zu zur bin ibn al el y e of the ter ten da")
_GIVEN = words("april may june august augusta jan mai maj maja julia juli juno marta marius avril")
_SMALL = words("text tekst da di od par por от від од 文 文字 글 记者 記者 כתב كتب نوشته piše пише all alle more a the")
"""Words that begin other sentences, too: a name, and no more, must follow."""


_ADDRESS = re.compile(r"\S*(?:://|:/|//|www\.)\S*$|[\w.-]+\.[a-z]{2,12}/\S*$|/\S+/\S*$", re.I)
"""A template that says "author" and gives the address of a profile, with or without its scheme."""
_LABEL = re.compile(
    r"\W*(?:about the |(?:article|post|story|blog) )?"
    r"(?:authors?|autor(?:in|en)?|auteure?s?|autore|verfasser(?:in)?|contributors?|written by|von|by"
    r"|text)\s*:?\W*",
    re.I,
)


def is_label(text: str) -> bool:
    """Whether a text is only the label of a name: "Author", "Written by:"."""
    return len(text) < 24 and _LABEL.fullmatch(text) is not None


def _by(text: str) -> re.Match[str] | None:
    """The words at the beginning of a line that say "By"."""
    return _BY.match(text) or (None if text[:12].isascii() else _BY_FAR.match(text))


def is_signed(text: str) -> bool:
    """Whether a line begins with "By", "Autor:" or their like; words that begin other sentences too do not count."""
    found = _by(text)
    if found is None:
        return _GLUED.match(text) is not None
    if found[0].strip(" :：").casefold() in _SMALL:
        return ":" in found[0] or "：" in found[0] or is_full_name(text[found.end() :].strip())
    return True


def tidy(text: str | None) -> str | None:
    """A name without "By", a date, a role or an address behind it; None if it is no name."""
    text = clean(text)
    if not text or len(text) > 200 or _ADDRESS.match(text):
        return None
    for _ in range(4):
        bare = _DATED.sub("", text)
        by = _by(bare)
        bare = _GLUED.sub("", bare[by.end() :] if by else bare)
        if bare == text:
            break
        text = bare
    text = _AFTER.sub("", text).strip(' ,;:.|-–—»«"“”*→')
    if not 2 <= len(text) <= 100 or not any(char.isalpha() for char in text):
        return None
    return text


def names_in(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once; "A and B" are two; roles, titles and remarks behind a comma are dropped."""
    found: dict[str, Person] = {}
    for person in people:
        name = tidy(_once(person.name))
        for part in _parts(name) if name else ():
            bare = clean(part.strip(" ,.;:-")) or ""
            if is_full_name(name := _BEFORE.sub("", bare)):
                bare = name
            if is_name(bare):
                found.setdefault(bare.casefold(), Person(bare, person.url))
    return tuple(found.values())[:10]


def _parts(line: str) -> Iterator[str]:
    """The pieces of a line that are no roles: "Ann Lee, Head of Marketing and Design; Bo Ek" → Ann Lee, Bo Ek."""
    role, first = False, ""
    marks = ("", *(found[0] for found in _PART.finditer(line)))
    for at, (mark, part) in enumerate(zip(marks, _PART.split(line), strict=True)):
        if role and mark.strip() in ("and", "und", "et", "&"):
            continue  # of Marketing and Design
        role = bool(at and _ROLE.search(part))
        bare = part.strip(" ,.;:-")
        # "Ann Lee, PhD", "Ann Lee, Dietitian", "Ann Lee, Reuters"
        title = at and (_CREDENTIAL.match(bare) or (mark.strip() == "," and " " not in bare and is_full_name(first)))
        first = first or bare
        if not role and not title:
            yield part


def is_name(text: str) -> bool:
    """Whether a text can be the name of a person or a group: few words, no figures, no words of navigation."""
    if not any(char.isalpha() for char in text) or len(text) > 80 or len(text.split()) > 8:
        return False
    return not _NOT_A_NAME.search(text)


def is_full_name(text: str) -> bool:
    """Whether a text reads as first and last name: two to four words with capitals, particles and initials aside."""
    if not 2 <= len(text.split()) <= 5 or not is_name(text) or _ROLE.search(text) or _ORGANISATION.search(text):
        return False
    strong = [word for word in text.split() if word not in _PARTICLES]
    return 2 <= len(strong) <= 4 and all(map(_is_capital, strong))


def _is_capital(word: str) -> bool:
    """Whether a word begins with a capital and goes on small, or is an initial: "Łukasz", "O'Hara", "J."."""
    return word[0].isupper() and (word[1:2].islower() or any(mark in word for mark in ".'’-"))


def beside_date(text: str) -> str | None:
    """The only full name in a line of name, date and role: "Aaron Ricadela | Senior Writer | July 2, 2025"."""
    if not tells_year(text):
        return None
    pieces = [piece for piece in _MARK.split(text) if piece]
    names = [piece for piece in pieces if is_full_name(piece) and not _WEEKDAY.search(piece)]
    others = [piece for piece in pieces if piece not in names]
    if len(names) != 1 or not 1 <= len(others) <= 3:
        return None
    return names[0] if all(map(_BESIDE.search, others)) else None


def tells_year(text: str) -> bool:
    """Whether a line holds what may be a date with its year."""
    return _YEAR.search(text) is not None


def is_vague(name: str) -> bool:
    """Whether a name says no more than "admin" or "editors"."""
    return _VAGUE.match(name) is not None


def is_month(name: str) -> bool:
    """Whether a name is only what a date left behind: "Dec", "Oktober"; April and June are people too."""
    return " " not in name and name.casefold() not in _GIVEN and month_of(name) is not None


def is_organisation(name: str) -> bool:
    """Whether a name is that of a company, a department or a paper."""
    return _ORGANISATION.search(name) is not None


def _once(text: str) -> str:
    """A text said twice, once: "Ann Lee Ann Lee" → "Ann Lee"; page builders print a line for each width."""
    pieces = text.split()
    for times in (2, 3):
        part, rest = divmod(len(pieces), times)
        if part and not rest and pieces == pieces[:part] * times:
            return " ".join(pieces[:part])
    return text
