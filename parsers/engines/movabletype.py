"""Movable Type 3 to 7.

Recognised by the generator, or by its scripts' names (``mt-comments.cgi``, ``mt-tb.cgi``, ``mt-static``), which owners
rename less than they take the generator out. ``sixapart`` reads the page. The Atom feed (``atom.xml``) tells tags from
categories by their schemes; a post's comments have no feed of their own.
"""

from __future__ import annotations

import re

from ..base import Signs, Trap
from .sixapart import SixApart


class MovableType(SixApart):
    """Reads Movable Type's default templates and those that kept their classes."""

    platform = "movabletype"
    version = "1"
    needles = (b"/mt-static/", b".cgi")
    feeds = ("atom.xml", "index.xml", "rss.xml", "index.rdf")
    traps = (
        Trap(re.compile(r"/mt-(?:comments|cp|add-notify|send-entry)\w*\.(?:cgi|fcgi|pl)"), "a form"),
        Trap(re.compile(r"/mt-search\w*\.(?:cgi|fcgi)"), "a search"),
        Trap(re.compile(r"/mt-(?:tb|t)\w*\.(?:cgi|fcgi)"), "the address that trackbacks are sent to"),
        Trap(re.compile(r"/mt-(?:static|xmlrpc|atom|feed)\b"), "the engine's own files"),
        Trap(re.compile(r"[?&]__mode=(?:red|reply|handle_sign_in|login|view|list)"), "a form or a link counter"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if "movable type" in signs.generator or "movabletype" in signs.generator:
            return True
        return not signs.generator and (
            signs.has(b"/mt-static/") or (signs.has(b".cgi") and signs.has(b"mt-comments.cgi", b"mt-tb.cgi"))
        )
