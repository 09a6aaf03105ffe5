"""TypePad (2003-2025), on its own hosts and on domains of its users.

Recognised by the generator and by ``typepad.com/.shared``, ``static.typepad.com``, ``typepad.com/services``. The
service was closed on 2025-09-30, so that pages come from archives. ``sixapart`` reads the page; here the date often
stands above the entry (``h2.date-header``) and only the time below it ("Posted at 03:04 PM in …"). Numbers are
hexadecimal (6a00d8341c…).
"""

from __future__ import annotations

import re

from ..base import Signs, Trap
from ..model import AuthorKind
from .sixapart import SixApart


class TypePad(SixApart):
    """Reads TypePad's templates."""

    platform = "typepad"
    version = "1"
    needles = (b".typepad.com",)
    feeds = ("atom.xml", "rss.xml", "index.rdf")
    traps = (
        Trap(re.compile(r"//(?:www|profile|static|up\d*)\.typepad\.com/"), "TypePad's own site"),
        Trap(re.compile(r"/(?:services/trackback|t/trackback)/"), "the address that trackbacks are sent to"),
        Trap(re.compile(r"/\.(?:shared|services|m)/"), "the engine's own files, forms and small pages"),
        Trap(re.compile(r"[?&]cid=6a0"), "a comment's address inside its post"),
        Trap(re.compile(r"/(?:search|sign_in|sign_out)(?:[/?]|$)"), "a search or login"),
    )

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        if "typepad" in signs.generator:
            return True
        return (
            not signs.generator
            and signs.has(b".typepad.com")
            and signs.has(b"typepad.com/.shared", b"//static.typepad.com", b"typepad.com/services", b"typepad.com/t/")
        )

    def author_kind(self) -> AuthorKind | None:
        return "registered" if "profile.typepad.com/" in (self.author_url() or "") else None
