"""Live and from the archive, a page is the same in Chromium: what it loads, what it says, and what is seen of it.

The built-in blog and Debian's own WordPress with two themes, each from the archive in two ways: as `verify --replay`
opens it, and as `serve` shows it. While a page is replayed the browser can reach nobody else, and whoever it tries is
counted.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.indexes.cdxj import timestamp
from blogark.dataset.opened import opened
from blogark.dataset.packaging import listed_pages
from blogark.demo.server import serving, slow_boat
from blogark.serving.chromium import running
from blogark.serving.holdings import NOT_HERE, Holdings
from blogark.serving.serve import serve
from blogark.serving.tab import HEIGHT, Answer, Asked, Shown, Tab, tab
from blogark.tests.dataset.crawled import crawled
from blogark.tests.e2e import content, wordpress
from blogark.tests.serving.browsers import browser
from blogark.tests.serving.conftest import needs_extra

pytestmark = pytest.mark.slow

PAGES = 6
"""The front page, the newest page, and four between."""
LOOKS = ("image", "stylesheet", "font")
MOST_OTHER = 0.01
"""Of the pixels, how many may differ."""
_IN_REPLAY = re.compile(r"http://[^/]+/blog/\d*(?:[a-z]{2}_)?/(https?://.*)")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A page as it was in the browser."""

    loaded: frozenset[tuple[str, str]]
    """Kind and address of the images, styles and fonts that came."""
    text: str
    picture: bytes
    height: int


@dataclass(frozen=True, kw_only=True)
class Blog:
    """An archive, and its pages as they were live."""

    folder: ArchiveFolder
    live: dict[tuple[str, str], Seen]
    """By URL and the moment of its capture."""


def seen(shown: Shown, picture: bytes) -> Seen:
    assert shown.fault is None, shown.fault
    came = ((one.kind, one.url) for one in shown.asked if one.status == 200 and one.kind in LOOKS)
    loaded = frozenset((kind, _IN_REPLAY.sub(r"\1", url)) for kind, url in came)
    return Seen(loaded=loaded, text=shown.text, picture=picture, height=shown.height)


async def live(folder: ArchiveFolder) -> dict[tuple[str, str], Seen]:
    """Some pages of the blog that is running."""
    with opened(folder.dataset_path) as db:
        pages = [(page.url, page.ts) for page in listed_pages(db)]
    chosen = [pages[number * (len(pages) - 1) // (PAGES - 1)] for number in range(PAGES)]
    found = {}
    async with running(browser(), reachable=(urlsplit(chosen[0][0]).netloc,)) as chromium:
        for url, moment in chosen:
            async with tab(chromium) as made:
                shown = await made.open(url)
                found[url, moment] = seen(shown, await made.picture())
    return found


@pytest.fixture(scope="module", params=["demo", "twentytwentyone", "twentytwentytwo"])
def blog(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blog]:
    """A blog that goes on running while its archive is looked at: who asks it all the same is found out."""
    browser()
    work = tmp_path_factory.mktemp(request.param)
    if request.param == "demo":
        with serving(slow_boat()) as site:
            folder = crawled(site.base, work / "ark")
            yield Blog(folder=folder, live=asyncio.run(live(folder)))
        return
    if missing := wordpress.missing():
        pytest.skip(f"needs Debian's WordPress; not installed: {', '.join(missing)}")
    told = content.blog("", "F j, Y", "g:i a", "Europe/Berlin")
    told["posts"] = [illustrated(one, number) for number, one in enumerate(told["posts"])]
    with wordpress.wordpress(work, told) as running_blog:
        running_blog.use_theme(request.param)
        pictures(running_blog.root / "wp-content" / "uploads")
        folder = crawled(running_blog.url, work / "ark")
        yield Blog(folder=folder, live=asyncio.run(live(folder)))


def illustrated(post: dict, number: int) -> dict:
    """A post with pictures as WordPress writes them."""
    name = f"/wp-content/uploads/{number % 5}"
    picture = (
        f'<figure class="wp-block-image"><img src="{name}.png" srcset="{name}-large.png 1600w, {name}.png 400w" '
        'sizes="(max-width: 400px) 100vw, 400px" alt=""/></figure>'
        f'<div style="height:30px;background:url({name}-tile.png)"></div>'
    )
    return {**post, "content": post["content"] + picture}


def pictures(folder: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    folder.mkdir(exist_ok=True)
    for number in range(5):
        colour = (40 * number, 90, 200 - 30 * number)
        for name, size in (("", (400, 120)), ("-large", (1600, 480)), ("-tile", (30, 30))):
            image.new("RGB", size, colour).save(folder / f"{number}{name}.png")


async def by_verify(folder: ArchiveFolder, pages: dict[tuple[str, str], Seen]) -> tuple[dict, list[str]]:
    found = {}
    with opened(folder.dataset_path) as db, Holdings(folder, db) as holdings:
        async with running(browser()) as chromium:
            for url, moment in pages:

                def answering(asked: Asked, moment: str = moment) -> Answer:
                    held = holdings.find(asked, at=moment)
                    return held.answer if held and held.answer else NOT_HERE

                async with tab(chromium, answering=answering) as made:
                    shown = await made.open(url)
                    found[url, moment] = seen(shown, await made.picture())
            return found, chromium.strays


async def by_serve(folder: ArchiveFolder, pages: dict[tuple[str, str], Seen]) -> tuple[dict, list[str]]:
    found = {}
    with serve(folder, port=0) as served:
        own = tuple(urlsplit(place).netloc for place in (served.places.dataset, served.places.replay))
        async with running(browser(), reachable=own) as chromium:
            bar = 0
            for (url, moment), was in pages.items():
                address = served.places.replayed(url, timestamp(moment))
                if not bar:
                    async with tab(chromium) as made:
                        await made.open(address)
                        bar = int((await place_of_frame(made))[1])
                # The bar above, the frame of the page has the size that the live page had, at first and at last.
                async with tab(chromium, height=HEIGHT + bar) as made:
                    shown = await made.open(address)
                    await at_rest(made)
                    await made._resize(was.height + bar)
                    await at_rest(made)
                    text = str(await in_frame(made, "document.body.innerText"))
                    picture = cropped(await made.picture(), await place_of_frame(made))
                    shown = replace(shown, asked=tuple(made._asked.values()), text=text)
                    found[url, moment] = seen(shown, picture)
            return found, chromium.strays


async def place_of_frame(made: Tab) -> list[float]:
    """Left, top, width and height of the frame that a page is replayed in."""
    place = await made.evaluate(
        "(({left, top, width, height}) => [left, top, width, height])"
        "(document.getElementById('page').getBoundingClientRect())"
    )
    assert isinstance(place, list)
    return place


async def at_rest(made: Tab) -> None:
    """The frame has a process, and so a clock, of its own: wait until all that it shows is there."""
    await made.evaluate(f"new Promise((done) => {{ {_ONCE_LOADED.format('done')} }})")
    await in_frame(
        made,
        "new Promise((done) => { const shown = () => Promise.all([document.fonts.ready, "
        "...[...document.images]"
        ".filter((one) => one.loading !== 'lazy' || one.getBoundingClientRect().top < innerHeight)"
        ".map((one) => one.decode().catch(() => 0))]).then(() => requestAnimationFrame("
        f"() => requestAnimationFrame(done))); {_ONCE_LOADED.format('shown')} }})",
    )


_ONCE_LOADED = "document.readyState === 'complete' ? {0}() : addEventListener('load', () => {0}())"


async def in_frame(made: Tab, expression: str) -> object:
    _, frame, *_ = made._sessions
    found = await made._call("Runtime.evaluate", frame, expression=expression, returnByValue=True, awaitPromise=True)
    assert "exceptionDetails" not in found, found
    return found["result"].get("value")


def cropped(picture: bytes, place: list[float]) -> bytes:
    left, top, width, height = place
    image = pytest.importorskip("PIL.Image")
    whole = image.open(io.BytesIO(picture))
    to = io.BytesIO()
    whole.crop((int(left), int(top), int(left + width), int(top + height))).save(to, "PNG")
    return to.getvalue()


def share_of_other_pixels(one: bytes, other: bytes) -> float:
    """Of all pixels, those that are not the same; 1 where the sizes differ."""
    image, chops = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageChops")
    first, second = (image.open(io.BytesIO(picture)).convert("RGB") for picture in (one, other))
    if first.size != second.size:
        return 1.0
    red, green, blue = chops.difference(first, second).split()
    difference = chops.lighter(chops.lighter(red, green), blue)
    return 1 - difference.histogram()[0] / (first.width * first.height)


@pytest.mark.parametrize("way", ["verify", "serve"])
def test_a_page_is_the_same_from_the_archive(blog: Blog, way: str, tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    if way == "serve":
        needs_extra()
    found, strays = asyncio.run((by_serve if way == "serve" else by_verify)(blog.folder, blog.live))
    pixels = {}
    for (url, moment), was in blog.live.items():
        now = found[url, moment]
        (tmp_path / "live.png").write_bytes(was.picture)
        (tmp_path / "replayed.png").write_bytes(now.picture)
        assert was.loaded <= now.loaded, url
        assert was.text == now.text, url
        pixels[url] = share_of_other_pixels(was.picture, now.picture)
        print(f"{way} {url}: {len(was.loaded)} loaded, {len(was.text)} signs, {pixels[url]:.4%} of the pixels differ")
    assert not {url: share for url, share in pixels.items() if share > MOST_OTHER}
    assert [] == strays
    assert all(was.loaded for was in blog.live.values())


def test_pixels_that_differ_are_counted() -> None:
    image = pytest.importorskip("PIL.Image")

    def drawn(size: tuple[int, int], spots: int) -> bytes:
        made = image.new("RGB", size, (10, 20, 30))
        for spot in range(spots):
            made.putpixel((spot, 0), (10, 20, 34))
        to = io.BytesIO()
        made.save(to, "PNG")
        return to.getvalue()

    plain = drawn((10, 10), 0)
    shares = [share_of_other_pixels(plain, other) for other in (plain, drawn((10, 10), 3), drawn((10, 11), 0))]
    assert [0.0, pytest.approx(0.03), 1.0] == shares
