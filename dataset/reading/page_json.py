"""Pages as JSON and back: so that what was read from a record can be told when the record itself is withheld."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from ...parsers.model import Blog, Comment, Link, Media, Page, Post, Problem, Reference, Term
from ..hiding.redacting import HiddenComment, HiddenPost, HiddenReference

_Record = TypeVar("_Record")


def as_json(one: object) -> Any:
    """A record as what JSON knows; what is None or empty is left out."""
    if is_dataclass(one):
        told = ((field.name, getattr(one, field.name)) for field in fields(one))
        return {name: as_json(value) for name, value in told if value not in (None, (), {})}
    if isinstance(one, tuple):
        return [as_json(part) for part in one]
    return dict(one) if isinstance(one, Mapping) else one


def page_of(told: Mapping[str, Any]) -> Page:
    """The page that `as_json` told of; raises `TypeError`, `KeyError` or `ValueError` where it is none.

    Fields that this version does not know are passed over.
    """
    return _made(Page, {name: _READ[name](value) if name in _READ else value for name, value in told.items()})


def _made(kind: Callable[..., _Record], told: Mapping[str, Any]) -> _Record:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in told.items() if name in known})


def _all(kind: Callable[..., _Record], hidden: Callable[..., _Record] | None = None) -> Callable[[Any], Any]:
    def read(told: Any) -> tuple[_Record, ...]:
        return tuple(_made(hidden if hidden and "redacted" in one else kind, one) for one in told)

    return read


def _post(told: Mapping[str, Any]) -> Post:
    terms = {name: _all(Term)(told.get(name, ())) for name in ("categories", "tags")}
    # A text that is not told is None, and has to be named where it has no default.
    return _made(HiddenPost if "redacted" in told else Post, {"url": None, **told, **terms})


def _comments(told: Any) -> tuple[Comment, ...]:
    return tuple(_all(Comment, HiddenComment)([{"body_text": None, "whole": False, **one} for one in told]))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "blog": lambda told: _made(Blog, told),
    "post": _post,
    "entries": lambda told: tuple(map(_post, told)),
    "listed": tuple,
    "comments": _comments,
    "references": _all(Reference, HiddenReference),
    "links": _all(Link),
    "media": _all(Media),
    "problems": lambda told: _all(Problem)([{"field": None, **one} for one in told]),
}
