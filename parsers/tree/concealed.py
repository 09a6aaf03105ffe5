"""What a page hides from its readers: messages for errors, templates of scripts, copies of code, texts of buttons.

It has no place in the text, unless a reader can open it (a spoiler, a tab, the answer to a question), or it is so much
of the article, or holds pictures, that a script must show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from .soup import Element, attribute, iter_name, parents, walk
from .text import Region

_MOST = 0.3
"""Of the text: what the page hides of an article is less."""
_NAMING = ("aria-controls", "data-target", "data-bs-target", "href", "for", "rel")
"""Attributes by which a control names what it opens."""
_CONTROLS = frozenset(("button", "summary", "label", "dt", "h2", "h3", "h4", "h5", "h6"))
_OPENED = re.compile(
    r"spoiler|toggle|collap|accordion|akkordeon|expand|reveal|unfold|slidedown|faq|answer|tab|more|panel|hint|solution",
    re.I,
)
_PICTURES = ("img", "video", "iframe", "audio", "picture", "object")


def hidden_in(region: Region, concealed: Iterable[Element]) -> Iterator[Element]:
    """The elements of a region that its readers never see."""
    tops = {id(node) for node in region.nodes}
    found = [tag for tag in concealed if tag.chars and _stands_in(tag, tops) and not _is_out(tag, region)]
    if not found or sum(tag.chars for tag in found) > _MOST * sum(getattr(node, "chars", 0) for node in region.nodes):
        return
    named: set[str] | None = None
    for tag in found:
        if any(True for _ in iter_name(tag, *_PICTURES)) or _can_be_opened(tag):
            continue
        if ident := attribute(tag, "id"):
            named = _named(region) if named is None else named
            if ident in named:
                continue
        yield tag


def _stands_in(tag: Element, tops: set[int]) -> bool:
    return any(id(node) in tops for node in (tag, *parents(tag)))


def _is_out(tag: Element, region: Region) -> bool:
    return any(id(node) in region.without for node in (tag, *parents(tag)))


def _named(region: Region) -> set[str]:
    """The ids that links and buttons in a region open."""
    values = (
        str(tag.attrs[name])
        for node in region.nodes
        if isinstance(node, Element)
        for tag in walk(node)
        for name in _NAMING
        if name in tag.attrs
    )
    return {word.lstrip("#") for value in values for word in value.split()}


def _can_be_opened(tag: Element) -> bool:
    """Whether an element is called so that a reader opens it, or a control stands right before it."""
    around = [tag, *islice(parents(tag), 1)]
    if any(_OPENED.search(word) for node in around for word in (*_words(node), attribute(node, "id") or "")):
        return True
    for node in around:
        before = node.previous_sibling
        while before is not None and not isinstance(before, Element):
            before = before.previous_sibling
        if before is not None:
            return any(_is_control(inner) for inner in (before, *islice(walk(before), 8)))
    return False


def _words(tag: Element) -> Iterable[str]:
    return tag.attrs.get("class") or ()


def _is_control(tag: Element) -> bool:
    if (
        tag.name in _CONTROLS
        or "aria-expanded" in tag.attrs
        or "onclick" in tag.attrs
        or tag.attrs.get("role") == "button"
    ):
        return True
    return tag.name == "a" and str(tag.attrs.get("href", "#")).startswith(("#", "javascript:"))
