"""A dataset of 1,000,000 comments, written by the store that writes every dataset."""

from __future__ import annotations

import random
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from blogark.archive.capture import Capture, CrawlInfo
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Comment, Link, Page, Post, Reference, Term

BLOG = "http://blog.example/"
FIRST = datetime(2004, 1, 1, 8, tzinfo=UTC)
COMMIT = 500
SOURCES: dict[str, str] = dict.fromkeys(("url", "title", "author_name", "body_text", "published", "categories"), "dom")
DEMO = Path(__file__).parents[1] / "demo" / "posts"
WORDS = [
    word
    for path in sorted(DEMO.glob("*.toml"))
    for word in re.findall(r"[a-z’']+", tomllib.loads(path.read_text("utf-8"))["body"].lower())
]
"""English as the demo has it: each word as often as it stands there."""
WARES = ("replica watches", "payday loans", "online casino", "cheap viagra", "nike outlet")
"""Of what one comment in thirty speaks."""
SPAM = "Hello {name}, great post! I found the best {ware} at http://{host}/{number} and you will be happy with it too."


def build(path: Path, *, posts: int = 20_000, comments: int = 50) -> None:
    """Save so many posts with so many comments each, two references to each post, five links in each."""
    dice = random.Random(2004)
    with Store(path) as store:
        store.begin_crawl(
            CrawlInfo(id=1, started_at="2026-01-01T00:00:00Z", software="bench", config=f'{{"url": "{BLOG}"}}')
        )
        for number in range(1, posts + 1):
            page = _page(number, comments, dice)
            store.save(_capture(number, page.url), page)
            if number % COMMIT == 0:
                store.commit()
        # One in a hundred was not fetched.
        listed = tuple(f"{BLOG}{number}" for number in range(1, posts + posts // 100 + 1))
        sitemap = Page(url=f"{BLOG}sitemap.xml", kind="other", listed=listed)
        store.save(_capture(posts + 1, sitemap.url), sitemap)


def _capture(number: int, url: str) -> Capture:
    return Capture(
        id=number, crawl_id=1, url=url, captured_at="2026-01-01T00:00:00Z", record_type="response",
        record_id=f"urn:uuid:{number:032x}", warc_file="a.warc.gz", warc_offset=number * 9000, warc_length=9000,
        status=200, media_type="text/html", payload_digest=f"sha256:{number:064x}",
    )  # fmt: skip


def _page(number: int, comments: int, dice: random.Random) -> Page:
    url = f"{BLOG}{number}"
    when = FIRST + timedelta(hours=8 * number)
    text = _text(dice, 200)
    said = tuple(_comment(number, place, when, dice) for place in range(1, comments + 1))
    outside = [f"http://host{int(dice.paretovariate(0.8)) % 3000}.example/{dice.randrange(999)}" for _ in range(3)]
    inside = [f"{BLOG}{dice.randrange(1, number + 1)}" for _ in range(2)]
    links = (
        *(Link(url=one, text=_text(dice, 2)) for one in outside),
        *(Link(url=one, text=_text(dice, 2), scope="internal") for one in inside),
        *(Link(url=f"http://host{one.position}.example/", text="this", comment_native_id=one.native_id)
          for one in said if dice.random() < 0.1),
    )  # fmt: skip
    post = Post(
        url=url, native_id=str(number), title=_text(dice, 6), author_name=f"A{number % 5}", published=when.isoformat(),
        published_utc=_utc(when), published_raw=f"{when:%d %B %Y}", body_text=text, body_html=f"<p>{text}</p>",
        word_count=200, language="en", comments_claimed=comments, field_sources=SOURCES,
        categories=(Term(kind="category", name=f"c{number % 30}"),),
    )  # fmt: skip
    return Page(
        url=url, kind="post", platform="wordpress", parser_version="1", post=post, comments=said, links=links,
        references=tuple(_reference(place, dice) for place in (1, 2)),
    )  # fmt: skip


def _comment(post: int, place: int, when: datetime, dice: random.Random) -> Comment:
    at = when + timedelta(hours=place)
    name = f"Reader {int(dice.paretovariate(0.7)) % 50_000}"
    text, site = _text(dice, dice.randint(5, 75)), f"http://{name.replace(' ', '').lower()}.example/"
    if dice.random() < 1 / 30:
        ware = dice.choice(WARES)
        site = f"http://{ware.replace(' ', '')}{dice.randrange(50)}.example/"
        text = SPAM.format(name=dice.choice(WORDS), ware=ware, host=site[7:-1], number=dice.randrange(10**6))
        name = ware
    answered = place > 1 and place % 3 == 0
    return Comment(
        position=place, native_id=f"{post}-{place}", parent_native_id=f"{post}-{place - 1}" if answered else None,
        author_name=name, author_url=site if dice.random() < 0.7 else None, published=at.isoformat(),
        published_utc=_utc(at), published_raw=f"{at:%d %B %Y}", body_text=text, body_html=f"<p>{text}</p>",
    )  # fmt: skip


def _reference(place: int, dice: random.Random) -> Reference:
    host = f"site{int(dice.paretovariate(0.8)) % 2000}.example"
    return Reference(
        position=place, kind=dice.choice(("trackback", "pingback", "webmention")), title=_text(dice, 6),
        url=f"http://{host}/{dice.randrange(10**6)}", site_name=host, excerpt=_text(dice, 25),
    )  # fmt: skip


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words))


def _utc(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
