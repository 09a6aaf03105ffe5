"""Readers for a worker process that do what no page may be able to do to it."""

import os
import signal
import time
from pathlib import Path

from blogark.parsers.model import Page, Post


def obedient(content: bytes, url: str, content_type: str | None = None, *, captured_at: str | None = None) -> Page:
    """Does what the page says."""
    body = content.decode()
    if "die by signal" in body:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "exit" in body:
        os._exit(3)
    if "hang" in body:
        while True:
            time.sleep(3600)
    if "raise" in body:
        raise ValueError("the page said so")
    if "be slow" in body:
        time.sleep(0.3)
    if "die once" in body:
        mark = Path(body.partition("die once ")[2].partition("<")[0])
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    if "use all memory" in body:
        bytearray(2**40)
    return Page(url=url, kind="post", platform="test", post=Post(url=url, title=body[:100], body_text=body))
