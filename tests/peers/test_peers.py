"""A whole archive, and the file packed from it, in the hands of other people's tools.

Each test is skipped where its tool is not installed. py-wacz and pywb live in an environment of their own
(`make peers`): their commands are looked for on the PATH.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from blogark.archive.capture import Capture
from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.scan import CaptureReader, scan
from blogark.dataset.packing.pack import pack
from blogark.demo.server import serving, slow_boat
from blogark.tests.dataset.crawled import crawled

REPLAY = """
from gevent.monkey import patch_all; patch_all()
import hashlib, json, sys
from pywb.apps.frontendapp import FrontEndApp
from werkzeug.test import Client
client = Client(FrontEndApp(custom_config={"debug": True}))
for moment, url in json.load(sys.stdin):
    answer = client.get(f"/blog/{moment}id_/{url}")
    print("answer", json.dumps([answer.status_code, hashlib.sha256(answer.data).hexdigest()]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """The demo blog, crawled twice."""
    path = tmp_path_factory.mktemp("peers") / "blog"
    with serving(slow_boat()) as site:
        crawled(site.base, path)
        return crawled(site.base, path)


@pytest.fixture(scope="module")
def packed(folder: ArchiveFolder) -> Path:
    file = folder.path.parent / "blog.wacz"
    pack(folder, file)
    return file


@pytest.fixture(scope="module")
def part(folder: ArchiveFolder) -> Path:
    file = folder.path.parent / "part.wacz"
    pack(folder, file, posts="id % 3 = 0")
    return file


def tool(module: str, command: str) -> list[str]:
    """A tool's command line, in this environment."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        pytest.skip(f"{command} is not installed")
    return [sys.executable, "-c", f"import sys; sys.argv[0] = {command!r}; from {module} import main; sys.exit(main())"]


def elsewhere(command: str) -> str:
    """A tool's command, in whichever environment it is."""
    found = shutil.which(command)
    if found is None:
        pytest.skip(f"{command} is not installed; `make peers` installs it")
    return found


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def warcs(folder: ArchiveFolder) -> list[Path]:
    return sorted(folder.warcs.iterdir())


def test_warcio_checks_every_digest(folder: ArchiveFolder) -> None:
    done = run(*tool("warcio.cli", "warcio"), "check", *warcs(folder))
    assert (0, "") == (done.returncode, done.stdout), done.stdout


@pytest.mark.parametrize("payload", [False, True], ids=["blocks", "payloads"])
def test_fastwarc_checks_every_digest(folder: ArchiveFolder, payload: bool) -> None:
    """Of a revisit it hashes the empty body: what it fails there is known."""
    command = tool("fastwarc.cli", "fastwarc")
    revisits = {
        f"<{one.record_id}>" for one in scan(folder.warcs) if isinstance(one, Capture) and one.record_type == "revisit"
    }
    failed: set[str] = set()
    for path in warcs(folder):
        done = run(*command, "check", *(["-p"] if payload else []), path)
        failed |= {line for line in done.stdout.splitlines() if line.startswith("<urn:")}
        assert "verified successfully" in done.stdout or payload
    assert failed <= revisits
    assert payload or not failed


def test_cdxj_indexer_makes_the_same_index(folder: ArchiveFolder) -> None:
    done = run(*tool("cdxj_indexer.main", "cdxj-indexer"), "-s", folder.warcs)
    # What a crawl says of itself is no page, and replay has no use for it.
    theirs = [line for line in done.stdout.encode().splitlines() if not line.startswith(b"urn:blogark:")]
    assert sorted(theirs) == (folder.indexes / "index.cdxj").read_bytes().splitlines()


@pytest.mark.parametrize("name", ["packed", "part"])
def test_py_wacz_finds_it_valid(request: pytest.FixtureRequest, name: str) -> None:
    done = run(elsewhere("wacz"), "validate", "-f", request.getfixturevalue(name))
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "the passed WACZ is valid" in done.stdout


def test_py_wacz_finds_a_changed_file_invalid(packed: Path, tmp_path: Path) -> None:
    """So that it is known to look."""
    data = packed.read_bytes()
    place = data.index(b"\x1f\x8b\x08") + 200
    (tmp_path / "changed.wacz").write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    assert run(elsewhere("wacz"), "validate", "-f", tmp_path / "changed.wacz").returncode


@pytest.fixture(params=["packed", "part"])
def collection(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """A pywb collection made from a WACZ file, and the Python that runs pywb."""
    manager = elsewhere("wb-manager")
    python = Path(Path(manager).read_text().splitlines()[0].removeprefix("#!").strip())
    for words in (["init", "blog"], ["add", "--unpack-wacz", "blog", request.getfixturevalue(request.param)]):
        subprocess.run([manager, *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path, python


def test_pywb_replays_the_bytes_of_every_page(folder: ArchiveFolder, collection: tuple[Path, Path]) -> None:
    path, python = collection
    index = (path / "collections" / "blog" / "indexes" / "index.cdxj").read_text().splitlines()
    shown = {json.loads(line.split(" ", 2)[2])["url"] for line in index}
    captures = [
        one
        for one in scan(folder.warcs)
        if isinstance(one, Capture) and one.record_type == "response" and one.status == 200 and one.url in shown
    ]
    moments = [["".join(sign for sign in one.captured_at[:19] if sign.isdigit()), one.url] for one in captures]
    done = subprocess.run(
        [python, "-c", REPLAY], cwd=path, input=json.dumps(moments), capture_output=True, text=True, timeout=300
    )
    answers = [json.loads(line[7:]) for line in done.stdout.splitlines() if line.startswith("answer ")]
    with CaptureReader(folder.warcs) as reader:
        expected = [[200, hashlib.sha256(reader.read(one).body).hexdigest()] for one in captures]
    assert expected == answers, done.stderr[-2000:]
    assert len(expected) > 10
