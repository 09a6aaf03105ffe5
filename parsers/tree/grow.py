"""lexbor's tree in, the nodes of a ``Soup`` and its index out: one pass without recursion.

This loop is a fifth of what reading a page costs, and therefore written out: no call and no second pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from itertools import islice
from typing import Any, Protocol

from bs4 import Tag
from bs4.element import PageElement
from selectolax.lexbor import LexborNode

from .element import BLOCKS, MUTE, SILENT, Code, Element, Remark, Text
from .limits import DEEPEST, MOST_ATTRIBUTES, MOST_NODES, MOST_WORDS

EMPTY = frozenset(("style", "svg", "template", "math"))
"""Elements whose insides hold no text of a blog; a formula becomes one text behind its ``math``."""
_SHOWN_BESIDE = frozenset(("katex-mathml", "MJX_Assistive_MathML", "mwe-math-mathml-a11y"))
"""KaTeX, MathJax 2 and MediaWiki show what such a parent of ``math`` holds a second time."""

LEAST = 25
"""Characters outside of links from which a block counts as saying something."""
_TEX = re.compile(r"<annotation\s[^>]{0,80}\btex\b[^>]{0,40}>([^<]*)", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_VERBATIM = frozenset(("pre", "textarea", "listing", "xmp", "plaintext"))


class Ground(Protocol):
    """What a tree grows on: an empty ``Soup`` with its index."""

    names: dict[str, list[Element]]
    classes: dict[str, list[Element]]
    ids: dict[str, Element]
    rels: dict[str, list[Element]]
    unread: frozenset[str]
    items: list[Element]
    blocks: list[Element]
    concealed: list[Element]
    cuts: tuple[str, ...]
    contents: list[PageElement]
    next_element: Any


def grow(soup: Ground, node: LexborNode | None) -> None:  # noqa: C901 - a call a node would double the time
    """Fill an empty soup and its index with a node and what follows it."""
    names, classes, ids, rels, unread = soup.names, soup.classes, soup.ids, soup.rels, soup.unread
    parent: Any = soup
    block: Any = soup
    contents: list[PageElement] = soup.contents
    flow: list[str] = []
    mute = 0
    verbatim = False
    after_block = True
    link = 0
    order = chars = link_chars = 0
    limit = MOST_NODES
    deep = False
    stack: list[tuple[LexborNode, Any, list[PageElement], Any, Any, bool, bool]] = []
    new_tag, new_string = Tag.__new__, str.__new__
    made: Any
    while node is not None:
        order += 1
        name = node.tag
        if name == "-text" or order > limit:
            text = (node.text_content or "") if order <= limit else _rest(node)
            bare = text.strip()
            if bare or verbatim:
                made = new_string(Text if parent.name != "script" else Code, text)
                made.parent = parent
                made.order = order
                contents.append(made)
                if not mute:
                    flow.append(text)
                after_block = False
                if parent.name not in SILENT:
                    length = len(bare)
                    chars += length
                    block.own += length
                    if link:
                        link_chars += length
                        block.own_links += length
            elif not after_block:
                made = new_string(Text, " ")
                made.parent = parent
                made.order = order
                contents.append(made)
                if not mute:
                    flow.append(" ")
        elif name == "-comment":
            made = new_string(Remark, node.comment_content or "")
            made.parent = parent
            made.order = order
            contents.append(made)
        elif name is not None and name[0] != "-":
            made = new_tag(Element)
            made.name = name
            attributes: dict[str, Any] = node.attributes
            made.attrs = attributes
            made.parent = parent
            made.order = made.last = order
            made.own = made.own_links = 0
            made.line = ""
            made.flow = flow
            if attributes:
                if None in attributes.values():
                    made.attrs = attributes = {key: value or "" for key, value in attributes.items()}
                if "class" in attributes:
                    # a plain list: bs4's AttributeValueList is nothing more, and costs 0.2 µs
                    attributes["class"] = found = attributes["class"].split()
                    if len(found) > MOST_ATTRIBUTES:
                        soup.cuts += (f"an element has {len(found)} classes; {MOST_ATTRIBUTES} were kept",)
                        del found[MOST_ATTRIBUTES:]
                    for word in found:
                        classes[word].append(made)
                if "id" in attributes:
                    ids.setdefault(attributes["id"], made)
                if "rel" in attributes:
                    attributes["rel"] = found = attributes["rel"].lower().split()
                    for word in found:
                        rels[word].append(made)
                if "itemprop" in attributes or "itemscope" in attributes:
                    soup.items.append(made)
                if "hidden" in attributes or "style" in attributes and _HIDDEN.search(attributes["style"]):
                    soup.concealed.append(made)
            names[name].append(made)
            contents.append(made)
            inside: list[PageElement] = []
            made.contents = inside
            after_block = is_block = name in BLOCKS
            if (is_block or name == "br") and not mute and name not in MUTE:
                flow.append(" ")
            if name not in EMPTY and (
                not unread
                or attributes.get("id") not in unread
                and ("class" not in attributes or unread.isdisjoint(attributes["class"]))
            ):
                child = node.first_child
                if child is not None:
                    # the sums at the start; at the end they become what was added in between
                    made.chars, made.link_chars = chars, link_chars
                    made.first = len(flow)
                    stack.append((node, parent, contents, made, block, is_block, verbatim))
                    if is_block:
                        block = made
                    elif name == "a":
                        link += 1
                    if name in _VERBATIM:
                        verbatim = True
                    if name in MUTE:
                        mute += 1
                    parent, contents, node = made, inside, child
                    if len(stack) > DEEPEST:
                        limit, deep = 0, True
                    continue
            made.chars = made.link_chars = made.first = made.end = 0
            if name == "math" and (formula := _formula(node, parent)):
                order += 1
                made = new_string(Text, formula)
                made.parent = parent
                made.order = order
                contents.append(made)
                if not mute:
                    flow.append(formula)
                if parent.name not in SILENT:
                    chars += len(formula)
                    block.own += len(formula)
        node = node.next if order <= limit else None
        while node is None and stack:
            node, parent, contents, made, block, after_block, verbatim = stack.pop()
            limit = MOST_NODES
            made.last = order
            if made.own - made.own_links >= LEAST:
                soup.blocks.append(made)
            made.chars, made.link_chars = chars - made.chars, link_chars - made.link_chars
            made.end = len(flow)
            if mute:
                if made.name in MUTE:
                    mute -= 1
            elif after_block:
                flow.append(" ")
            if made.name == "a":
                link -= 1
            node = node.next
    soup.next_element = soup.contents[0] if soup.contents else None
    if order > MOST_NODES:
        soup.cuts += (f"the page has more than {MOST_NODES} elements and texts; the rest was read as plain text",)
    if deep:
        soup.cuts += (f"elements stand more than {DEEPEST} deep in each other; those below were read as text",)
    if len(classes) > MOST_WORDS:
        soup.cuts += (f"the page has {len(classes)} names of classes; the first {MOST_WORDS} were looked at",)
        soup.classes = defaultdict(list, islice(classes.items(), MOST_WORDS))


def _formula(node: LexborNode, parent: Any) -> str | None:
    """What a formula says: its TeX if the page tells it, else its signs."""
    if not _SHOWN_BESIDE.isdisjoint(getattr(parent, "attrs", {}).get("class") or ()):
        return None
    told = node.attributes.get("alttext")
    if not told:
        found = _TEX.search(node.html or "")
        told = unescape(found[1]) if found else node.text()
    return " ".join(told.split())


def _rest(node: LexborNode | None) -> str:
    """The text of a node and of all that follow it in their parent."""
    parts: list[str] = []
    while node is not None:
        if node.tag not in ("script", "style", "-comment"):
            parts.append(node.text(deep=True, separator="\n") if node.tag != "-text" else node.text_content or "")
        node = node.next
    return "\n".join(parts)
