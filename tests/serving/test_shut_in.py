"""A page that was written to get out, replayed in a real browser: its scripts run, and reach nobody."""

from __future__ import annotations

import http.server
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.serving.check import check_replay
from blogark.serving.serve import serve
from blogark.tests.dataset.crawled import crawled

from .browsers import browser
from .conftest import needs_extra

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --virtual-time-budget=8000"
).split()
HOSTILE = (Path(__file__).parent / "hostile.html").read_text("utf-8")
"""OUT stands for a server that nobody may reach."""


class _Counting(http.server.BaseHTTPRequestHandler):
    asked: list[str]
    pages: dict[str, bytes]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        page = self.pages.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html" if page else "text/plain")
        self.send_header("Content-Length", str(len(page or b"")))
        self.end_headers()
        self.wfile.write(page or b"")

    do_POST = do_GET  # noqa: N815  # the standard library's name

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def site(pages: dict[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that tells what it was asked for, connections without a request too."""
    asked: list[str] = []
    handler = type("Handler", (_Counting,), {"asked": asked, "pages": pages})

    class Server(http.server.ThreadingHTTPServer):
        def verify_request(self, request: object, client_address: object) -> bool:
            asked.append("a connection")
            return True

    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def opened(url: str, profile: Path) -> str:
    """The page as it stands in the browser after some seconds."""
    command = [browser(), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


@pytest.mark.slow
@pytest.mark.parametrize("way", ["all but a refresh", "a refresh"])
def test_a_hostile_page_reaches_nobody(tmp_path: Path, way: str) -> None:
    """A refresh that the policy stops has Chromium connect all the same, and send nothing."""
    needs_extra()
    lines = HOSTILE.splitlines(keepends=True)
    ways = [line for line in lines if "=> " in line[:20]]
    meant = [line for line in ways if (way == "a refresh") == ("httpEquiv" in line)]
    kept = "".join(line for line in lines if line not in ways or line in meant)
    pages: dict[str, bytes] = {}
    with site({}) as (outside, asked), site(pages) as (blog, _):
        pages["/"] = kept.replace("OUT", outside).encode()
        folder: ArchiveFolder = crawled(blog, tmp_path / "blog")
        with serve(folder, port=0) as running:
            asked.clear()
            page = opened(running.places.replayed(f"{blog}/", ""), tmp_path / "profile")
            assert "<title>the scripts ran (archived)</title>" in page
            assert [] == [one for one in asked if one != "a connection" or way != "a refresh"]
            # The same page without the archive around it, so that it is known to be hostile.
            opened(f"{blog}/", tmp_path / "profile")
            assert ({"/refresh"} if way == "a refresh" else {"/fetch", "/beacon", "/worker"}) <= set(asked)


@pytest.mark.slow
def test_a_hostile_page_reaches_nobody_while_it_is_checked(tmp_path: Path) -> None:
    pages: dict[str, bytes] = {}
    with site({}) as (outside, asked), site(pages) as (blog, at_home):
        pages["/"] = HOSTILE.replace("OUT", outside).encode()
        folder: ArchiveFolder = crawled(blog, tmp_path / "blog")
        asked.clear()
        at_home.clear()
        found = check_replay(folder, browser())
        assert (1, [], []) == (found.pages, asked, at_home)
        # What is no request of the page's is seen to have tried: the socket for one.
        assert outside.partition("//")[2] in found.strays


@pytest.mark.slow
def test_webrtc_speaks_to_nobody_while_a_page_is_checked(tmp_path: Path) -> None:
    """It would speak UDP, which no proxy sees, and never over loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: this only asks which address would be used
        except OSError:
            pytest.skip("this machine has no network but loopback")
        own = probe.getsockname()[0]
    pages: dict[str, bytes] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard, site(pages) as (blog, _):
        heard.bind((own, 0))
        heard.setblocking(False)
        pages["/"] = (
            f"<title>x</title><script>const peer = new RTCPeerConnection("
            f"{{iceServers: [{{urls: 'stun:{own}:{heard.getsockname()[1]}'}}]}}); peer.createDataChannel('x'); "
            "peer.createOffer().then((offer) => peer.setLocalDescription(offer))</script>"
        ).encode()
        folder: ArchiveFolder = crawled(blog, tmp_path / "blog")
        assert 1 == check_replay(folder, browser()).pages
        with pytest.raises(BlockingIOError):
            heard.recv(1)
        # The same page without the archive around it, so that it is known to speak.
        opened(f"{blog}/", tmp_path / "profile")
        heard.settimeout(20)
        assert heard.recv(1)
