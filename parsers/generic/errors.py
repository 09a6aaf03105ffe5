"""What error pages are called, in the languages of those who write them."""

from __future__ import annotations

import re
from collections.abc import Callable

_SEPARATOR = re.compile(r"\s+[|–—·•»«:/-]+\s+|\s*[|»«•]+\s*|:\s+")
_STATUS = (
    r"(?:http|server|fatal)?\s*(?:status|error|fehler|erreur|errore?|fout|fel|feil|fejl|błąd|chyba|hata|erro|ошибка)?"
    r"\s*(?:code)?[\s:#-]*"
    r"(?:40[013459]|410|429|451|50[0234])(?:[\s:,.!-]*(?:http\s*)?(?:error|fehler|erreur|errore?|page)?)"
)
_NOUN = r"(?:page|file|url|document|object|post|article|site|resource|address)"
_SAID = (
    r"(?:oops\W*|sorry\W*|uh[- ]oh\W*|whoops\W*)?(?:"
    r"(?:(?:the|this|that|your)?\s*(?:requested )?(?:page|file|url|document|object|post|article|site|resource|address)"
    r"(?: you (?:requested|are looking for|were looking for))?"
    r"\s*(?:was|is|could|can|cannot|can(?:’|')t|couldn(?:’|')t)?"
    r"\s*(?:not)?\s*(?:be)?\s*(?:found|exist))"
    r"|not found|nothing (?:was )?found(?: here)?|gone|bad request|forbidden"
    r"|access (?:denied|forbidden)|unauthori[sz]ed|internal server error|bad gateway|too many requests"
    r"|gateway time-?out"
    r"|(?:service|site) (?:temporarily )?unavailable|error establishing a database connection|database error"
    r"|(?:this |your )?(?:account|site|domain) (?:has been |is )?suspended"
    r"|(?:die |diese )?(?:gewünschte |angeforderte )?(?:seite|datei)(?: wurde| konnte)?(?: leider)? nicht gefunden"
    r"(?: werden)?|nicht gefunden|zugriff verweigert|non trouvée?|accès (?:refusé|interdit)"
    r"|(?:la |cette )?page (?:introuvable|non trouvée|inexistante|demandée n.existe pas|n.existe pas)"
    r"|(?:la )?página no (?:encontrada|existe|se encuentra)|no encontrad[oa]|página não encontrada|não encontrad[oa]"
    r"|(?:la )?pagina non (?:trovata|esiste)|non trovat[oa]|(?:de )?pagina niet gevonden|niet gevonden"
    r"|sidan (?:hittades inte|kunde inte hittas|finns inte)|siden (?:ble|blev) ikke (?:funnet|fundet)"
    r"|siden findes ikke|sivua ei löyt\w+|nie znaleziono strony|strona nie (?:została znaleziona|istnieje)"
    r"|stránk[ay] ne(?:byla )?nalezena|az oldal nem található|sayfa bulunamadı|страница не найдена"
    r"|сторінку не знайдено|ページが見つかりません(?:でした)?|お探しのページは見つかりませんでした"
    r"|找不到(?:该)?页面|页面(?:不存在|未找到)|找不到網頁)"
)
_ERROR = re.compile(rf"\W*(?:{_STATUS}|{_SAID}|{_STATUS}\W*{_SAID}|{_SAID}\W*{_STATUS})\W*", re.I)
_NUMBER = re.compile(r"\W*\d{3}\W*")
_SAID_ANYWHERE = re.compile(_SAID, re.I)


def says_error(names: list[str], text: Callable[[], str]) -> bool:
    """Whether title or headings, or a part of them between separators, are what an error page is called."""
    said = [part for name in names for part in (name, *_SEPARATOR.split(name)) if _ERROR.fullmatch(part)]
    if said and all(_NUMBER.fullmatch(part) for part in said):
        # "404" alone may be what a post or a song is called
        return bool(_SAID_ANYWHERE.search(text()[:3000]))
    return bool(said)
