"""The built-in blog in an archive, and both servers over it."""

from __future__ import annotations

import importlib.util
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.error import HTTPError

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.demo.server import serving, slow_boat
from blogark.serving.serve import Serving, serve
from blogark.tests.dataset.crawled import crawled

EXTRA = "is in the extra `serve`: pip install 'blogark[serve]'"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class _Staying(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *words: object) -> None:
        return None


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """What a server answers; redirects are answers too."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Staying)
    try:
        with opener.open(urllib.request.Request(url, headers=dict(headers or {})), timeout=60) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def needs_extra() -> None:
    for package in ("datasette", "pywb"):
        # Not imported: pywb patches the sockets of whoever does.
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} {EXTRA}")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """The demo blog, in a folder whose name is syntax to SQLite, datasette and pywb."""
    needs_extra()
    path: Path = tmp_path_factory.mktemp("serving") / "a #{blog}?*"
    with serving(slow_boat()) as site:
        return crawled(site.base, path)


@pytest.fixture(scope="session")
def served(folder: ArchiveFolder) -> Iterator[Serving]:
    with serve(folder, port=0) as running:
        yield running
