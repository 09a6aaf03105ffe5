"""Which page of Drupal this is: its own path ("node/12"), the type of its node, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from ...generic import Generic

NODE_PATH = re.compile(r"(?:^|/)node/(\d{1,10})$")
_PAGE_TYPES = frozenset(("page", "basic-page"))

_CURRENT = re.compile(r'"currentPath":"([\w\\/-]{1,200})"')
_BODY_NODE = re.compile(r"page-node-(\d{1,10})$")
_TYPE = re.compile(r"(?:page-)?node-(?:-?type-+)(\w[\w-]{0,60})$")
_LIST_PATHS = re.compile(r"(?:taxonomy/term/\d+|node|blog(?:/\d+)?|frontpage|home|archive|blogs?|news)(?:/|$)")
_LIST_CLASSES = frozenset(("front", "path-frontpage", "page-frontpage", "page-taxonomy", "path-taxonomy", "page-blog"))


def path_of(page: Generic, body_classes: Iterable[str]) -> str:
    """The path that the page's settings, short link, body class or address tell, "" if none does."""
    found = _CURRENT.search(page.source.text)
    if found:
        return found[1].replace("\\/", "/")
    for link in page.soup.by_rel("shortlink"):
        if node := NODE_PATH.search(urlsplit(page.href(link) or "").path):
            return f"node/{node[1]}"
    for name in body_classes:
        if node := _BODY_NODE.match(name):
            return f"node/{node[1]}"
    node = NODE_PATH.search(urlsplit(page.url_of_page).path)
    return f"node/{node[1]}" if node else ""


def type_of_node(body_classes: Iterable[str]) -> str | None:
    """The machine name of the node's type: "article", "blog", "page"; None on pages that show no single node."""
    return next((found[1] for name in body_classes if (found := _TYPE.match(name))), None)


def is_page_type(body_classes: Iterable[str]) -> bool:
    """Whether the node is of the type that Drupal has for what stands alone; two sites of the corpus name it so."""
    return type_of_node(body_classes) in _PAGE_TYPES


def is_list(path: str, body_classes: Iterable[str]) -> bool:
    """Whether path or classes are those of a front page, a blog, a term."""
    return bool(_LIST_PATHS.match(path)) or not _LIST_CLASSES.isdisjoint(body_classes)
