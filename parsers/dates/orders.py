"""The order in which languages write day, month and year in figures, as the Unicode CLDR has it."""

from __future__ import annotations

_MONTH_FIRST = frozenset(
    "en-us en-ph en-ca en-as en-bi en-gu en-mh en-mp en-pr en-um en-vi es-pa es-pr fil tl ceb".split()
)
_YEAR_FIRST_LANGUAGES = frozenset("ko ja zh eu eo ne sah".split())
"""They write the year first, in two figures too: "10. 1. 3." is 3 January 2010 in Korean."""
_NO_USUAL_ORDER = frozenset("es-us ak chr ee gaa iu ks om or ti xh zu".split())
"""Written in the order of the language, and in that of the English around it."""


def usual_order(mark: str, languages: tuple[str, ...]) -> bool | None:
    """The order of a language, where it has one: "en" alone is American and British."""
    if mark == ".":
        return True
    for language in languages:
        tag, base = language.replace("_", "-").lower(), _base_of(language)
        if tag in _MONTH_FIRST or base in _MONTH_FIRST:
            return False
        if tag in _NO_USUAL_ORDER or base in _NO_USUAL_ORDER:
            return None
        if tag != "en":
            return True
    return None


def has_year_first(language: str) -> bool:
    """Whether a year of two figures leads; Hong Kong and Macau write the day first."""
    return _base_of(language) in _YEAR_FIRST_LANGUAGES and not language.upper().endswith(("HK", "MO"))


def _base_of(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
