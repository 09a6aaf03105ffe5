"""The process that reads pages: a stored record in, a `Page` out, again and again until its parent is gone.

It is a process of its own because a page may crash or hang the C code that parses it; that then costs
one page and one worker. It imports parsers and archive only, so that it starts fast.
"""

from __future__ import annotations

import ctypes
import faulthandler
import importlib
import re
import resource
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast

from ...archive.capture import Capture
from ...archive.checking.child import begin_child
from ...archive.errors import BlogarkError
from ...archive.loading import loading
from ...archive.warc.scan import CaptureReader
from ...archive.warc.withheld import pages_of
from ...parsers import get_ready, learn_rule
from ...parsers.model import Page, Problem
from ..writing.lesson import Lesson, Rules, take
from .child import READ_PAGE
from .page_json import page_of

Reader = Callable[..., Page]
"""What `read_page` is: bytes, URL, content type and time of the capture in, and ``rules`` where there are some; tests
put one in its place that kills its process."""


MAX_MEMORY = 4 * 2**30
"""Address space of a worker, bytes: a page that wants more gets a MemoryError before the machine is out of it."""

LARGE = 128 * 1024
"""A longer record (packed bytes: about 1 MB of page) leaves the C library with memory that it would keep: 75 MB
after a list of 20,000 posts on one page."""

LONG = 1024 * 1024
"""Packed bytes of a record that few pages have: of what may be anything its beginning is looked at first."""

PAGE_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/json",
        "application/feed+json",
        "text/json",
    }
)
VAGUE_TYPES = frozenset({None, "text/plain", "application/octet-stream", "application/x-unknown-content-type"})
"""Types that servers send when they do not know; the first bytes decide."""
PACKED_TYPES = VAGUE_TYPES | {"application/gzip", "application/x-gzip"}
_PACKED_SITEMAP = re.compile(r"[^?#]+\.xml\.gz", re.IGNORECASE)
_XML_OR_JSON = re.compile(r"(?:application|text)/[\w.+-]+\+(?:xml|json)")
_ROBOTS = re.compile(r"[a-z]+://[^/?#]+/robots\.txt", re.IGNORECASE)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|!--|\?xml|html|head|body|rss|feed|rdf:rdf|urlset)", re.IGNORECASE
)


def answered(capture: Capture, referred: Capture | None) -> Capture:
    """The capture with what a 304 leaves out: status and media type of the answer that it stands for."""
    if capture.status != 304 or referred is None:
        return capture
    return replace(capture, status=referred.status, media_type=referred.media_type)


def is_page(capture: Capture, referred: Capture | None = None) -> bool:
    """Whether this capture is for the parsers; all others are only listed."""
    capture = answered(capture, referred)
    is_answer = capture.status == 200 and capture.record_type in ("response", "revisit")
    # Makers of WARC files also keep pages that came without HTTP, or from a browser's cache, as resources.
    is_resource = capture.record_type == "resource" and capture.url.startswith(("http://", "https://"))
    if not (is_answer or is_resource):
        return False
    known = capture.media_type in PAGE_TYPES | VAGUE_TYPES or _XML_OR_JSON.fullmatch(capture.media_type or "")
    return bool(known or is_packed_sitemap(capture)) and not _ROBOTS.fullmatch(capture.url)


def is_packed_sitemap(capture: Capture) -> bool:
    """Whether the capture is named as a gzipped sitemap is, which the parsers unpack."""
    return capture.media_type in PACKED_TYPES and _PACKED_SITEMAP.fullmatch(capture.url) is not None


def looks_like_markup(content: bytes) -> bool:
    """Whether bytes of an unknown type begin as HTML or XML does (a subset of WHATWG's MIME sniffing)."""
    return _MARKUP.match(content[:1024]) is not None


def read(stored: CaptureReader, capture: Capture, referred: Capture | None, reader: Reader) -> Page | None:
    """What one capture says; None if its bytes turn out to be no page.

    A revisit is read from the bytes of the capture it refers to, under its own URL. What cannot be
    read comes back as a `Page` with a problem of stage ``extract``; what was wrong with the answer
    (a torn coding, a body that is not whole) is a problem of stage ``decode``.
    """
    if capture.record_type == "revisit" and referred is None:
        return failed(capture, "the capture that this revisit refers to is not in the archive")
    capture = answered(capture, referred)
    source = capture if referred is None else referred
    try:
        if source.withheld is not None:
            return _told_page(stored, capture, source, ruled=isinstance(reader, partial))
        is_vague = capture.media_type in VAGUE_TYPES and not is_packed_sitemap(capture)
        # Film and archives are sent so, too: not to be read whole to find that out.
        if source.warc_length > LONG and is_vague and not looks_like_markup(stored.beginning(source)):
            return None
        response = stored.read(source)
    except BlogarkError as error:
        return failed(capture, str(error))
    if is_vague and not looks_like_markup(response.body):
        return None
    # A repeated payload said "3 days ago" when it was first sent: it came from a cache.
    captured_at = (referred or capture).captured_at
    page = reader(response.body, capture.url, response.content_type, captured_at=captured_at)
    if not response.defects:
        return page
    defects = (Problem(stage="decode", field=None, message=defect) for defect in response.defects)
    return replace(page, problems=(*defects, *page.problems))


def _told_page(stored: CaptureReader, capture: Capture, source: Capture, *, ruled: bool) -> Page | None:
    """What was read from a record before it was withheld; ``ruled`` by what was learned of the blog's layout."""
    told = pages_of(stored.record(source).block)
    here = [one for one in told if one["url"] == capture.url] or told[:1]
    if not here:
        return None
    try:
        page = page_of(here[0]["ruled"] if ruled and "ruled" in here[0] else here[0]["page"])
    except (KeyError, TypeError, ValueError) as error:
        return failed(capture, f"what is told in place of a record that is withheld cannot be read ({error!r})")
    return replace(page, url=capture.url)


def failed(capture: Capture, message: str) -> Page:
    """A page of which nothing could be read."""
    return Page(url=capture.url, kind="other", problems=(Problem(stage="extract", field=None, message=message),))


def serve(connection: Connection, stored: CaptureReader, reader: Reader, limit: float) -> None:
    """Answer tasks in order until the parent closes the pipe or dies.

    A task is (capture, referred or None), its answer (capture id, page or None). `Rules` say what later pages are read
    by, and are not answered; the answer to a `Lesson` is (0, rule or None). A task that takes
    longer than `limit` seconds ends the process by SIGALRM, which the kernel delivers even while C
    code holds the interpreter, or while nobody is left to wait.
    """
    connection.send(None)
    by_rules = reader
    while True:
        message = connection.recv()
        if isinstance(message, Rules):
            by_rules = partial(reader, rules=message.read()) if message.texts else reader
            continue
        signal.setitimer(signal.ITIMER_REAL, limit)
        if isinstance(message, Lesson):
            rule = take(message, stored, reader, learn_rule)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send((0, rule))
            give_back_memory()
            continue
        capture, referred = cast(tuple[Capture, Capture | None], message)
        page = read(stored, capture, referred, by_rules)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send((capture.id, page))
        if (referred or capture).warc_length > LARGE:
            del page
            give_back_memory()


def give_back_memory() -> None:
    """Let the kernel have what the last page needed, where the C library can (glibc): 100 MB became 33."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def main() -> None:
    """The worker's process; its arguments are folder, reader and limit."""
    connection, (folder, reader, limit) = begin_child()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    faulthandler.enable()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY if most == resource.RLIM_INFINITY else most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if reader == READ_PAGE:
        # Now, while the first pages are being fetched, and not when the first comes.
        with loading():
            get_ready()
    module, _, name = reader.partition(":")
    try:
        with CaptureReader(Path(folder)) as stored:
            serve(connection, stored, getattr(importlib.import_module(module), name), float(limit))
    except (EOFError, ConnectionError):
        return
