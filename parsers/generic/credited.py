"""The authors that a page names for machines: in JSON-LD and in ``meta`` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..marks.jsonld import as_list, as_text, as_url, types_of
from ..marks.structured import Person, Structured
from ..tree.urls import absolute

_METAS = (
    *("parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor", "byl", "article:author"),
    *("citation_author", "shareaholic:article_author_name", "cxenseparse:author", "author_name", "article:author_name"),
    *("og:author", "dc.author"),
)
_WRITTEN = re.compile(r"written|verfasst|geschrieben|écrit|escrito|scritto|geschreven|author|autor", re.I)
_ORGANISATIONS = frozenset(
    ("Organization", "NewsMediaOrganization", "Corporation", "LocalBusiness", "Brand", "WebSite"),
)


def linked_people(structured: Structured) -> tuple[list[Person], list[Person]]:
    """The people and the organisations that JSON-LD names as authors."""
    people: list[Person] = []
    organisations: list[Person] = []
    article, page = structured.article, structured.page
    for value in as_list(article.get("author")) or as_list(article.get("creator")) or as_list(page.get("author")):
        is_address = isinstance(value, str) and value.startswith("http")
        whole = structured.resolved({"@id": value} if is_address else value)
        name = as_text(whole)
        if not name:
            continue
        url = as_url(whole) if isinstance(whole, dict) else None
        person = Person(name, absolute(url, structured.base) if url and "#" not in url else None)
        (organisations if isinstance(whole, dict) and types_of(whole) & _ORGANISATIONS else people).append(person)
    return people, organisations


def people_in_metas(structured: Structured) -> Iterator[list[Person]]:
    """The authors that ``meta`` elements name, the commonest element first."""
    yield _people(structured.metas.get("author", []))
    yield next(filter(None, (_people(structured.metas.get(name, [])) for name in _METAS)), [])
    for at in ("1", "2"):
        # Yoast's card for Slack and Twitter: "Written by", "Verfasst von"
        label, value = structured.meta(f"twitter:label{at}"), structured.meta(f"twitter:data{at}")
        if label and value and _WRITTEN.search(label):
            yield [Person(value)]


def _people(values: list[str]) -> list[Person]:
    return [Person(value) for value in values if not value.startswith("http") and "facebook.com" not in value]
