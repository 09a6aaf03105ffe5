"""The command in a process of its own, and blogs on loopback for it to crawl."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog
from blogark.tests.dataset.crawled import crawled


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    exit_code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What it said last."""
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


Command = Callable[..., Done]


@pytest.fixture
def blogark(tmp_path: Path) -> Command:
    """Runs `blogark` with these words in an empty folder; no command may end with a traceback."""

    def run(*words: str | Path, stdin: bytes | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "blogark", *words], cwd=tmp_path, input=stdin, capture_output=True, timeout=120
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a blog of three posts that is gone by now, to be left as it is."""
    with serving(make_blog(posts=3, comments=2)) as blog:
        return crawled(blog.base, tmp_path_factory.mktemp("finished") / "archive").path


@pytest.fixture
def archive(finished: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken or changed."""
    return Path(shutil.copytree(finished, tmp_path / "archive"))


@pytest.fixture
def site() -> Callable[[dict[str, tuple[int, str]]], AbstractContextManager[str]]:
    """A server of these pages while the context is open."""
    return _site


@contextmanager
def _site(pages: dict[str, tuple[int, str]]) -> Iterator[str]:
    """A server that answers each path with its status and HTML, and others with 404; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, text = pages.get(self.path, (404, "<title>Not found</title>"))
            self.send_response(status)
            self.send_header("Content-Type", "text/plain" if self.path.endswith(".txt") else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
