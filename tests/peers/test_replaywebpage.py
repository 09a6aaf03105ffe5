"""ReplayWeb.page, in Chromium, opens the file that `pack` makes: the page's text is there, its pictures and styles too.

It is a package of npm; `make peers` unpacks it and tells in BLOGARK_REPLAYWEBPAGE where.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import timestamp
from blogark.archive.indexes.pages import ListedPage
from blogark.dataset.opened import opened
from blogark.dataset.packaging import listed_pages
from blogark.dataset.packing.pack import pack
from blogark.demo.server import serving, slow_boat
from blogark.serving.chromium import Chromium, running
from blogark.tests.dataset.crawled import crawled
from blogark.tests.peers.ranges import files
from blogark.tests.serving.browsers import browser

PATIENCE = 60.0
# The page is a frame in a shadow tree; the reader's own page says the same of itself.
LOOK = """(async () => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap((one) =>
    one.tagName === "IFRAME" ? [one] : one.shadowRoot ? within(one.shadowRoot) : []);
  const frame = within(document).find((one) => one.src.includes("mp_/"));
  const page = frame && frame.contentDocument;
  if (!page || page.readyState !== "complete" || !page.body || !page.body.innerText) return null;
  const links = [...page.querySelectorAll("link[rel=stylesheet]")];
  return JSON.stringify({
    text: page.body.innerText,
    dark: [...page.images].filter((one) => one.naturalWidth === 0).map((one) => one.src),
    pictures: page.images.length,
    plain: links.filter((one) => !one.sheet).map((one) => one.href),
    styles: page.styleSheets.length,
  });
})()"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    browser()
    with serving(slow_boat()) as site:
        return crawled(site.base, tmp_path_factory.mktemp("replaywebpage") / "blog")


@pytest.fixture
def reader(folder: ArchiveFolder, tmp_path: Path) -> Path:
    """A folder with ReplayWeb.page, and the packed archive beside it."""
    place = os.environ.get("BLOGARK_REPLAYWEBPAGE")
    if not place or not Path(place, "sw.js").is_file():
        pytest.skip("ReplayWeb.page is not here; `make peers` gets it where npm is")
    shutil.copytree(place, tmp_path / "reader")
    pack(folder, tmp_path / "reader" / "blog.wacz")
    return tmp_path / "reader"


def test_it_opens_our_wacz_and_shows_the_pages(folder: ArchiveFolder, reader: Path) -> None:
    with opened(folder.dataset_path) as db:
        pages = list(listed_pages(db))
    chosen = [pages[0], pages[len(pages) // 2], pages[-1]]
    seen = asyncio.run(_open(reader, chosen))
    for page, found in zip(chosen, seen, strict=True):
        beginning = (page.text or page.title or "")[:60].partition("\n")[0]
        assert beginning in found["text"], page.url
        assert ([], []) == (found["dark"], found["plain"]), page.url
        assert found["styles"]
    assert any(found["pictures"] for found in seen)


async def _open(reader: Path, pages: list[ListedPage]) -> list[dict]:
    with files(reader) as base:
        async with running(browser(), reachable=(urlsplit(base).netloc,)) as chromium:
            found = [await _shown(chromium, base, page) for page in pages]
            assert [] == chromium.strays
            return found


async def _shown(chromium: Chromium, base: str, page: ListedPage) -> dict:
    target = (await chromium.call("Target.createTarget", url="about:blank"))["targetId"]
    session = (await chromium.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
    place = f"url={quote(page.url, safe='')}&ts={timestamp(page.ts)}"
    source = quote(f"{base}/blog.wacz", safe="")
    await chromium.call("Page.navigate", session, url=f"{base}/index.html?source={source}#view=pages&{place}")
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await chromium.call(
                "Runtime.evaluate", session, expression=LOOK, awaitPromise=True, returnByValue=True
            )
            if told := answer["result"].get("value"):
                return json.loads(told)
            await asyncio.sleep(0.2)
