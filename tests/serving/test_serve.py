"""Both servers over a real archive: what they show, what they refuse, and how they begin and end."""

from __future__ import annotations

import html
import json
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from blogark.archive.capture import Capture
from blogark.archive.errors import ArchiveError, UsageError
from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import timestamp
from blogark.archive.wacz.datapackage import DATAPACKAGE, hash_file
from blogark.archive.warc.scan import CaptureReader, scan
from blogark.dataset.tables.schema import TABLES
from blogark.dataset.tables.views import VIEWS
from blogark.serving import serve as serving_module
from blogark.serving.questions import QUESTIONS
from blogark.serving.serve import Serving, serve

from .conftest import get


def rows(folder: ArchiveFolder, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return db.execute(sql).fetchall()


def posts(folder: ArchiveFolder) -> list[Capture]:
    ids = {row[0] for row in rows(folder, "SELECT capture_id FROM posts WHERE kind = 'post'")}
    return [one for one in scan(folder.warcs) if isinstance(one, Capture) and one.id in ids]


# The dataset


@pytest.mark.parametrize("name", [one.name for one in (*TABLES, *VIEWS)])
def test_every_table_and_view_is_shown_with_its_meaning(served: Serving, name: str) -> None:
    answer = get(f"{served.places.dataset}/dataset/{name}")
    assert 200 == answer.status
    meaning = next(one.meaning for one in (*TABLES, *VIEWS) if one.name == name).replace("`", "")
    assert meaning[:60] in html.unescape(answer.text)
    assert '<dl class="column-descriptions">' in answer.text


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_every_question_has_an_answer(served: Serving, question) -> None:
    answer = get(f"{served.places.dataset}/dataset/{question.name}.json?_shape=objects&words=boat")
    assert 200 == answer.status, answer.text
    nothing = {"conversations", "missing", "changed", "gone", "repeated"}
    assert (b'"rows": []' in answer.body) == (question.name in nothing)


def test_search_takes_what_is_no_query_of_fts5(served: Serving) -> None:
    assert 200 == get(f"{served.places.dataset}/dataset/search.json?words=%22a+AND+(*").status


def test_hits_are_marked_and_the_words_of_blogs_stay_words(served: Serving) -> None:
    page = get(f"{served.places.dataset}/dataset/search?words=boat").text
    assert "<mark>boat</mark>" in page
    assert "⟦" not in page.partition("<table")[2]
    assert "<title>Search posts and comments</title>" in page


def test_a_posts_row_leads_to_its_page_and_its_record(served: Serving, folder: ArchiveFolder) -> None:
    for capture in posts(folder):
        (post,) = rows(folder, f"SELECT id, url FROM posts WHERE capture_id = {capture.id}")
        page = get(f"{served.places.dataset}/dataset/posts/{post[0]}").text
        assert f'href="/-/record/{capture.id}"' in page
        links = [html.unescape(link) for link in re.findall(r'class="ark-page" href="([^"]+)"', page)]
        asked = [parse_qs(urlsplit(link).query) for link in links]
        assert {"at": [timestamp(capture.captured_at)], "url": [post[1]]} in asked


def test_what_is_not_in_the_archive_is_not_said_to_be(served: Serving) -> None:
    page = get(f"{served.places.dataset}/dataset/links?scope=external").text
    assert '<span class="ark-elsewhere"><a class="ark-live" href="http' in page


def test_a_record_page_shows_the_record_and_gives_it(served: Serving, folder: ArchiveFolder) -> None:
    capture = posts(folder)[0]
    page = html.unescape(get(f"{served.places.dataset}/-/record/{capture.id}").text)
    assert f"warcio extract {capture.warc_file} {capture.warc_offset}" in page
    assert f"<urn:uuid:{capture.record_id.rpartition(':')[2]}>" in page
    member = get(f"{served.places.dataset}/-/record/{capture.id}.warc.gz").body
    stored = (folder.warcs / capture.warc_file).read_bytes()
    assert stored[capture.warc_offset : capture.warc_offset + capture.warc_length] == member


def test_the_dataset_cannot_be_changed_from_the_browser(served: Serving) -> None:
    answer = get(f"{served.places.dataset}/dataset.json?sql=DELETE+FROM+posts")
    assert 400 == answer.status


# The pages


def test_every_post_is_replayed_byte_for_byte(served: Serving, folder: ArchiveFolder) -> None:
    captures = posts(folder)
    with CaptureReader(folder.warcs) as reader:
        for capture in captures:
            address = f"{served.places.replay}/blog/{timestamp(capture.captured_at)}id_/{capture.url}"
            assert reader.read(capture).body == get(address).body
    assert len(captures) == 30


def test_mementos_have_their_headers_and_a_timemap(served: Serving, folder: ArchiveFolder) -> None:
    capture = posts(folder)[0]
    moment = timestamp(capture.captured_at)
    for kind in ("", "mp_", "id_"):
        answer = get(f"{served.places.replay}/blog/{moment}{kind}/{capture.url}")
        assert 200 == answer.status
        assert answer.headers["Memento-Datetime"].endswith("GMT")
        assert f'<{capture.url}>; rel="original"' in answer.headers["Link"]
        assert 'rel="timemap"' in answer.headers["Link"]
    timemap = get(f"{served.places.replay}/blog/timemap/link/{capture.url}")
    assert "application/link-format" == timemap.headers["Content-Type"]
    assert moment in timemap.text
    assert 'rel="memento"' in timemap.text


def test_replayed_pages_are_shut_in(served: Serving, folder: ArchiveFolder) -> None:
    url = posts(folder)[0].url
    policy = get(f"{served.places.replay}/blog/2100mp_/{url}").headers.get_all("Content-Security-Policy")
    assert policy is not None
    assert len(policy) == 1
    assert f"frame-ancestors 'self' {served.places.dataset}" in policy[0]
    assert "connect-src 'self'" in policy[0]
    assert "allow-popups" not in policy[0]
    assert "allow-top-navigation" not in policy[0]
    raw = get(f"{served.places.replay}/blog/2100id_/{url}").headers.get_all("Content-Security-Policy")
    assert ["default-src 'none'; sandbox"] == raw


def test_a_page_that_is_opened_by_itself_gets_its_frame(served: Serving, folder: ArchiveFolder) -> None:
    url = posts(folder)[0].url
    for kind in ("", "mp_", "js_"):
        answer = get(f"{served.places.replay}/blog/2100{kind}/{url}", {"Sec-Fetch-Dest": "document"})
        assert 307 == answer.status
        assert served.places.replayed(url, "2100") == answer.headers["Location"]
    frame = get(served.places.replayed(url, "2100"))
    assert f"frame-src {served.places.replay};" in frame.headers["Content-Security-Policy"]
    assert f'src="{served.places.replay}/blog/' in frame.text


def test_what_was_not_captured_is_said_so(served: Serving) -> None:
    answer = get(f"{served.places.replay}/blog/2100mp_/http://elsewhere.example/%22%3E%3Cscript%3E")
    assert 404 == answer.status
    assert "Not in this archive" in answer.text
    assert '"><script>' not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[", ""])
def test_other_names_are_not_answered(served: Serving, host: str) -> None:
    """So that no page on the web can have its own name lead to loopback and read the archive."""
    for place in (served.places.dataset, served.places.replay):
        assert get(place + "/", {"Host": host}).status in (400, 403)


def test_only_pages_of_the_web_are_framed(served: Serving) -> None:
    for url in ("javascript:alert(1)", "data:text/html,x", "http://", 'http://a/"><script>', ""):
        assert 404 == get(f"{served.places.dataset}/-/replay?url={url.replace(' ', '%20')}").status


# While others write


def test_a_file_that_is_being_written_is_served(folder: ArchiveFolder, tmp_path: Path) -> None:
    copy = ArchiveFolder(Path(shutil.copytree(folder.path, tmp_path / "copy")))
    capture = posts(copy)[0]
    for path in copy.warcs.glob("*.warc.gz"):
        path.rename(f"{path}.open")
    (copy.indexes / "index.cdxj").unlink()
    with serve(copy, port=0) as running, CaptureReader(copy.warcs) as reader:
        address = f"{running.places.replay}/blog/{timestamp(capture.captured_at)}id_/{capture.url}"
        assert reader.read(capture).body == get(address).body


def test_a_dataset_that_changes_is_served_as_it_is_now(folder: ArchiveFolder, tmp_path: Path) -> None:
    copy = ArchiveFolder(Path(shutil.copytree(folder.path, tmp_path / "copy")))
    with serve(copy, port=0) as running:
        watching = threading.Thread(target=running.watch)
        watching.start()
        try:
            with closing(sqlite3.connect(copy.dataset_path)) as db:
                db.execute("UPDATE blogs SET title = 'Another name'")
                db.commit()
            _shown(running, "Another name")
        finally:
            running.stop()
            watching.join()


def test_a_dataset_that_is_being_written_is_served_and_left_whole(folder: ArchiveFolder, tmp_path: Path) -> None:
    copy = ArchiveFolder(Path(shutil.copytree(folder.path, tmp_path / "copy")))
    with serve(copy, port=0) as running:
        watching = threading.Thread(target=running.watch)
        watching.start()
        try:
            with copy.lock(), closing(sqlite3.connect(copy.dataset_path)) as db:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("UPDATE blogs SET title = 'While it grows'")
                db.commit()
                _shown(running, "While it grows")
                db.execute("UPDATE blogs SET description = 'At its end'")
                db.commit()
            _shown(running, "At its end")
            until = time.monotonic() + 30
            while any(tmp_path.glob("copy/dataset.sqlite-*")):
                assert time.monotonic() < until
            _shown(running, "At its end")
        finally:
            running.stop()
            watching.join()
    listed = {one["path"]: one["hash"] for one in json.loads((copy.path / DATAPACKAGE).read_bytes())["resources"]}
    assert hash_file(copy.dataset_path) == listed["dataset.sqlite"]


def _shown(running: Serving, words: str) -> None:
    until = time.monotonic() + 30
    while words not in _patiently(running.places.dataset):
        assert time.monotonic() < until


def _patiently(url: str) -> str:
    try:
        return get(url + "/").text
    except OSError:  # the moment between the old server and the new
        return ""


# Beginning and end


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_cleanly(folder: ArchiveFolder, number: signal.Signals, code: int) -> None:
    command = [sys.executable, "-P", "-m", "blogark", "serve", "--archive", folder.path, "--port", "0"]
    # Whoever runs the tests in the background has SIGINT ignored, and so has all that is started from there.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as running:
        try:
            assert running.stderr is not None
            line = running.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            assert address, line
            running.send_signal(number)
            assert code == running.wait(30)
            assert running.stderr.read().strip() == ""  # click ends the line that ^C is on
        finally:
            running.kill()
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.1", int(address[1])))


def test_a_port_that_is_taken_is_named(folder: ArchiveFolder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} of 127.0.0.1 cannot be had"), serve(folder, port=port):
            pass


def test_without_a_dataset_the_next_step_is_named(folder: ArchiveFolder, tmp_path: Path) -> None:
    shutil.copytree(folder.path, tmp_path / "copy")
    (tmp_path / "copy" / "dataset.sqlite").unlink()
    with pytest.raises(ArchiveError, match="blogark extract"), serve(ArchiveFolder(tmp_path / "copy")):
        pass


def test_without_an_index_the_next_step_is_named(folder: ArchiveFolder, tmp_path: Path) -> None:
    shutil.copytree(folder.path, tmp_path / "copy")
    (tmp_path / "copy" / "indexes" / "index.cdxj").unlink()
    with pytest.raises(ArchiveError, match="verify --repair"), serve(ArchiveFolder(tmp_path / "copy")):
        pass


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(serving_module, "PACKAGES", ("no_such_package",))
    with pytest.raises(UsageError, match=r"pip install 'blogark\[serve\]'"), serve(ArchiveFolder(tmp_path)):
        pass
