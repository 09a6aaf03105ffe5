"""Films: kept on the disk while they come, recorded from there, never in memory, with the digests of their bytes."""

import hashlib
import http.server
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from blogark.archive.capture import Capture
from blogark.archive.folder import ArchiveFolder
from blogark.archive.journal.journal import Journal
from blogark.archive.spool import SPOOLED
from blogark.archive.warc.scan import CaptureReader, read_capture, scan
from blogark.dataset.reading.worker import read
from blogark.parsers import read_page
from blogark.tests.spiders.conftest import Archive, Serve, reply
from blogark.tests.spiders.odd_server import Reply
from blogark.tests.spiders.test_crawl import can_mount

MEGABYTE = 2**20
AT_ONCE = 8
SIZE = int(os.environ.get("FILM_MEGABYTES", "32"))
"""Eight of these are more than the memory that is allowed. `FILM_MEGABYTES=300` is the size of a real one."""
MOST_MEMORY = 200 * MEGABYTE
"""Of the crawling process; without any film it needs 100 MB."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: "


def captures_in(warcs: Path, *, url: str = "", media_type: str | None = None) -> list[Capture]:
    """The captures with an answer 200, of one address or type only."""
    found = (one for one in scan(warcs) if isinstance(one, Capture) and one.status == 200)
    return [one for one in found if url in ("", one.url) and media_type in (None, one.media_type)]


def film(number: int) -> bytes:
    """A megabyte of one, which does not shrink."""
    return random.Random(number).randbytes(MEGABYTE)


class Cinema(http.server.BaseHTTPRequestHandler):
    """A page with eight films; none goes on beyond its first half before all have come so far. Odd ones are chunked."""

    protocol_version = "HTTP/1.1"
    all_are_here: threading.Barrier

    def do_GET(self) -> None:
        name = self.path.strip("/")
        if not name.startswith("film"):
            page = "".join(f'<video src="/film{n}.mp4"></video>' for n in range(AT_ONCE)).encode()
            self._head(200 if not name else 404, "text/html", length=len(page))
            self.wfile.write(page)
            return
        number = int(name[4])
        chunked = number % 2
        self._head(200, "video/mp4", length=None if chunked else SIZE * MEGABYTE)
        piece = film(number)
        for done in range(SIZE):
            if done == SIZE // 2:
                self.all_are_here.wait(timeout=120)
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _head(self, status: int, media_type: str, *, length: int | None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        if length is None:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def cinema() -> Iterator[str]:
    class Handler(Cinema):
        all_are_here = threading.Barrier(AT_ONCE)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-P", "-m", "blogark", *sys.argv[1:]], check=True, stdout=sys.stderr)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of(*command: str | Path) -> int:
    """The most memory that a process of the command, or one of its children, had at once; bytes.

    Measured from a small process: Linux counts for a child what its parent had when it forked.
    """
    measured = [sys.executable, "-c", MEASURE, *map(str, command)]
    told = subprocess.run(measured, check=True, stdout=subprocess.PIPE, text=True).stdout
    return int(told) * (1 if sys.platform == "darwin" else 1024)


def test_eight_films_at_once_are_kept_whole_and_not_held_in_memory(tmp_path: Path) -> None:
    folder = ArchiveFolder(tmp_path / "archive")
    with cinema() as url:
        crawl = ["crawl", url, "--archive", folder.path, "--delay", "0", "--concurrency", str(AT_ONCE), "--quiet"]
        peak = peak_of(*crawl, "--max-requisite", f"{SIZE + 1}MiB")
    assert peak < MOST_MEMORY
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        captures = {one.url.rpartition("/")[2]: one for one in journal.captures() if one.media_type == "video/mp4"}
    assert {f"film{n}.mp4" for n in range(AT_ONCE)} == set(captures)
    for number in range(AT_ONCE):
        expected = hashlib.sha256()
        for _ in range(SIZE):
            expected.update(film(number))
        assert captures[f"film{number}.mp4"].payload_digest == "sha256:" + expected.hexdigest()
        assert captures[f"film{number}.mp4"].truncated is None
    assert {"archive", "indexes", "logs", "pages"} == {one.name for one in folder.path.iterdir() if one.is_dir()}
    assert [one.suffix for one in folder.warcs.iterdir()] == [".gz"] * len(list(folder.warcs.iterdir()))

    assert peak_of("verify", "--archive", folder.path, "--quiet") < MOST_MEMORY
    assert peak_of("extract", "--archive", folder.path, "--quiet") < MOST_MEMORY
    assert peak_of("pack", "--archive", folder.path, "--to", tmp_path / "a.wacz", "--quiet") < MOST_MEMORY
    taken = ArchiveFolder(tmp_path / "taken in")
    assert peak_of("import", tmp_path / "a.wacz", "--archive", taken.path, "--quiet") < MOST_MEMORY
    found = captures_in(taken.warcs, media_type="video/mp4")
    assert {one.payload_digest for one in captures.values()} == {one.payload_digest for one in found}


def test_a_long_record_is_accepted_by_others(tmp_path: Path, serve: Serve) -> None:
    fastwarc = pytest.importorskip("fastwarc.warc")
    body = film(1) * 3
    image = Reply(data=HEAD + b"image/png\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    server = serve({"/": reply('<img src="/a.png">'), "/a.png": image})
    archive = Archive(tmp_path / "archive")
    archive.crawl(server.url("/"))

    [path] = (archive.path / "archive").iterdir()
    check = [sys.executable, "-c", "from warcio.cli import main; main()", "check", path]
    assert subprocess.run(check, check=False).returncode == 0
    with path.open("rb") as file:
        whole = [
            record.verify_block_digest()
            for record in fastwarc.ArchiveIterator(file, parse_http=False)
            if record.content_length > len(body)
        ]
    assert [True] == whole


def test_what_shrinks_is_packed_and_what_does_not_is_stored(tmp_path: Path, serve: Serve) -> None:
    sizes = []
    for name, body in (("noise", film(1) * 4), ("text", b"".join(b"%d\n" % n for n in range(600_000)))):
        image = Reply(data=HEAD + b"image/x-portable\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        server = serve({"/": reply('<img src="/a">'), "/a": image})
        archive = Archive(tmp_path / name)
        archive.crawl(server.url("/"))
        sizes += archive.rows(f"SELECT warc_length < {len(body)} FROM captures WHERE url LIKE '%/a'")
    assert [(0,), (1,)] == sizes


def test_a_long_payload_that_is_archived_already_becomes_a_revisit(tmp_path: Path, serve: Serve) -> None:
    body = film(1) * 2
    image = Reply(data=HEAD + b"image/png\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    server = serve({"/": reply('<img src="/a.png"><img src="/b.png">'), "/a.png": image, "/b.png": image})
    archive = Archive(tmp_path / "archive")
    archive.crawl(server.url("/"), concurrency=1)
    rows = archive.rows("SELECT record_type, warc_length > 1000000 FROM captures WHERE media_type = 'image/png'")
    assert [("response", 1), ("revisit", 0)] == rows


def test_a_long_page_is_looked_through_like_any_other(tmp_path: Path, serve: Serve) -> None:
    words = "<p>word</p>" * (2 * SPOOLED // 11)
    server = serve({"/": reply(f'{words}<a href="/far">far</a>'), "/far": reply("<p>here")})
    archive = Archive(tmp_path / "archive")
    archive.crawl(server.url("/"))
    captures = captures_in(archive.path / "archive")
    assert [server.url("/"), server.url("/far")] == [one.url for one in captures]
    assert read_capture(archive.path / "archive", captures[0]).body.decode() == f'{words}<a href="/far">far</a>'


def test_what_is_over_the_limit_is_cut_and_says_so(tmp_path: Path, serve: Serve) -> None:
    image = Reply(data=HEAD + b"image/png\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(
        b"100000\r\n" + film(n) + b"\r\n" for n in range(4)
    ))  # fmt: skip
    server = serve({"/": reply('<img src="/a.png">'), "/a.png": image})
    archive = Archive(tmp_path / "archive")
    archive.crawl(server.url("/"), max_requisite=2 * MEGABYTE + 500)
    [capture] = captures_in(archive.path / "archive", media_type="image/png")
    stored = read_capture(archive.path / "archive", capture)
    assert capture.truncated == "length"
    assert len(stored.block) == 2 * MEGABYTE + 500
    assert capture.payload_digest == "sha256:" + hashlib.sha256(stored.entity).hexdigest()


def test_what_may_be_anything_is_not_read_whole_to_find_out_that_it_is_no_page(tmp_path: Path, serve: Serve) -> None:
    body = film(1) * 3
    thing = Reply(data=HEAD + b"application/octet-stream\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    server = serve({"/": reply('<video src="/a">'), "/a": thing})
    archive = Archive(tmp_path / "archive")
    archive.crawl(server.url("/"))
    warcs = archive.path / "archive"
    [capture] = captures_in(warcs, url=server.url("/a"))
    with CaptureReader(warcs) as stored:
        assert len(stored.beginning(capture)) < MEGABYTE
        assert read(stored, capture, None, read_page) is None


ON_A_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from blogark.archive.config import Config
from blogark.archive.capture import Capture
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import scan
from blogark.spiders.crawl import crawl
disk, url = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk], check=True)
folder = ArchiveFolder(Path(disk) / "archive")
config = Config(url=url, delay=0.0, min_free_disk=0)
outcome = crawl(folder, config)
print(outcome.exit_code, outcome.message)
subprocess.run(["mount", "-o", "remount,size=90m", disk], check=True)
outcome = crawl(folder, config)
damage = []
captures = [capture for capture in scan(folder.warcs, on_damage=damage.append)]
print(outcome.exit_code, outcome.counts.done, len(damage))
"""


def test_a_disk_that_has_no_room_for_a_film_ends_the_crawl_with_4(tmp_path: Path, serve: Serve) -> None:
    if not can_mount(tmp_path):
        pytest.skip("needs a user namespace to mount a small disk in")
    body = film(1) * 12
    image = Reply(data=HEAD + b"image/png\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    server = serve({"/": reply('<img src="/a.png">'), "/a.png": image})
    command = ["unshare", "-rm", sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path), server.url("/")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert told.returncode == 0, told.stderr
    first, second = told.stdout.splitlines()
    assert first.startswith("4 ")
    assert "the disk is full; make room and run again to go on" in first
    assert second == "0 2 0"


def test_a_kill_leaves_nothing_of_a_film_behind(tmp_path: Path) -> None:
    folder = ArchiveFolder(tmp_path / "archive")
    with cinema() as url:
        command = [sys.executable, "-P", "-m", "blogark", "crawl", url, "--archive", str(folder.path), "--delay", "0"]
        # With one connection the first film waits in its middle for the others.
        process = subprocess.Popen([*command, "--concurrency", "1", "--max-requisite", "1GB", "--quiet"])
        try:
            while not _spooled(process.pid):
                assert process.poll() is None
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
    # Nothing but the WARC file that was open; what it holds is less than the part of the film that had come.
    assert [".open"] == [one.suffix for one in folder.warcs.iterdir()]
    assert sum(one.stat().st_size for one in folder.warcs.iterdir()) < SIZE * MEGABYTE // 4


def _spooled(pid: int) -> bool:
    """A third of a film lies in an unnamed file of the process."""
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            if "(deleted)" in str(entry.readlink()) and entry.stat().st_size > SIZE * MEGABYTE // 3:
                return True
        except OSError:
            continue
    return False
