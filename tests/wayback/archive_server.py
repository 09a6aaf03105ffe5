"""A web archive in the dialect of the Wayback Machine, which can also refuse, break off and send pages of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIELDS = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass(frozen=True)
class Reply:
    """What goes back: headers as they are, the body under its true length."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kept:
    """A capture in the archive."""

    url: str
    timestamp: str
    body: bytes
    media_type: str = "text/html"
    status: str = "200"
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def row(self) -> list[str]:
        digest = base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        key = self.url.partition("://")[2].replace("blog.example", "example,blog)")
        return [key, self.timestamp, self.url, self.media_type, self.status, digest, str(len(self.body))]

    @property
    def reply(self) -> Reply:
        moment = datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        own = (("Memento-Datetime", format_datetime(moment, usegmt=True)), ("Content-Type", self.media_type))
        return Reply(body=self.body, headers=(*own, *self.headers))


class ArchiveServer(ThreadingHTTPServer):
    """`kept` is what it holds, `asked` what it was asked; `before` may answer in its stead."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept: list[Kept] = []
        self.asked: list[str] = []
        self.before: Callable[[str], Reply | None] = lambda path: None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/web"

    def keep(self, path: str, timestamp: str, body: str | bytes, **more: object) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.kept.append(Kept(f"http://blog.example{path}", timestamp, content, **more))

    @property
    def mementos(self) -> list[str]:
        """Timestamps and paths of what was fetched."""
        found = (re.search(r"/web/(\d{14})id_/http://blog\.example(/.*)", path) for path in self.asked)
        return [f"{one[1]} {one[2]}" for one in found if one]

    def reply(self, path: str) -> Reply:
        if told := self.before(path):
            return told
        if path.startswith("/web/cdx"):
            return self._index({name: values[0] for name, values in parse_qs(urlsplit(path).query).items()})
        found = re.fullmatch(r"/web/(\d{14})id_/(.*)", path)
        for kept in self.kept:
            if found and (kept.timestamp, kept.url) == found.groups():
                return kept.reply
        return Reply(404, b"<h1>Not in this archive</h1>", (("Content-Type", "text/html"),))

    def _index(self, asked: dict[str, str]) -> Reply:
        rows = sorted(
            kept.row for kept in self.kept if asked.get("from", "0") <= kept.timestamp <= asked.get("to", "9") + "9"
        )
        begin = int(asked.get("resumeKey", "0"))
        end = begin + int(asked.get("limit", "1000000"))
        page = [FIELDS, *rows[begin:end]]
        if end < len(rows) and asked.get("showResumeKey") == "true":
            page += [[], [str(end)]]
        return Reply(body=json.dumps(page).encode(), headers=(("Content-Type", "application/json"),))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ArchiveServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        reply = self.server.reply(self.path)
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        pass
