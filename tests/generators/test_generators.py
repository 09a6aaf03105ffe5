"""Blogs built by the real static generators, crawled, and held against what their writer wrote.

`make e2e-generators` installs what comes from npm and PyPI and runs this; a generator or theme that is not there skips.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from blogark.tests.generators.handbooks import HANDBOOKS
from blogark.tests.generators.laboratory import Run, run, slug_of
from blogark.tests.generators.makers import MAKERS, Maker
from blogark.tests.generators.source import AUTHORS, THREADS, blog

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=(*MAKERS, *HANDBOOKS), ids=str)
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    maker: Maker = request.param
    if lacking := maker.missing():
        pytest.skip(f"{lacking} is not installed")
    return run(maker, blog(), tmp_path_factory.mktemp(str(maker)))


def squeezed(text: str | None) -> str:
    """Letters and digits: generators curl quotes and dashes."""
    return re.sub(r"[\W_]+", "", text or "")


def words(text: str | None) -> Counter[str]:
    return Counter(re.findall(r"\w+", (text or "").lower()))


def test_every_post_is_found_once_and_nothing_else_is_a_post(done: Run) -> None:
    found = Counter(slug_of(row["url"]) for row in done.ask("SELECT url FROM posts WHERE kind = 'post'"))

    assert found == Counter(entry.slug for entry in done.blog.posts)


def test_the_page_is_a_page_and_nothing_else_is_one(done: Run) -> None:
    found = [slug_of(row["url"]) for row in done.ask("SELECT url FROM posts WHERE kind = 'page'")]

    assert found == [entry.slug for entry in done.blog.of("page")]


def test_what_is_a_draft_or_of_a_day_to_come_is_not_there(done: Run) -> None:
    hidden = {squeezed(entry.title) for entry in (*done.blog.of("post", "draft"), *done.blog.of("post", "future"))}

    assert {row["title"] for row in done.ask("SELECT title FROM posts") if squeezed(row["title"]) in hidden} == set()


def test_titles_are_those_that_were_given(done: Run) -> None:
    wrong = {
        entry.title: row["title"]
        for entry, row in done.pairs
        if squeezed(_bare(entry.title)) != squeezed(_bare(row["title"]))
    }

    assert wrong == {}


def test_posts_have_their_day_and_never_a_wrong_moment(done: Run) -> None:
    wrong = {}
    for entry, row in done.pairs:
        moment, day = row["published_utc"], (row["published"] or "")[:10]
        if moment and len(row["published"]) > 10:
            right = datetime.fromisoformat(moment).replace(tzinfo=UTC) == entry.when.astimezone(UTC).replace(second=0)
        else:
            right = day in {f"{entry.when.astimezone(zone):%Y-%m-%d}" for zone in done.maker.zones}
        if not right:
            wrong[entry.slug] = (row["published"], entry.when.isoformat())

    assert wrong == {}


def test_posts_have_their_author(done: Run) -> None:
    gold = {entry.slug: entry.author if done.maker.each_author else AUTHORS[0] for entry in done.blog.posts}

    assert {slug: row["author"] for slug, row in done.found.items() if row["author"] != gold.get(slug)} == {}


def test_categories_are_told_from_tags(done: Run) -> None:
    sql = """SELECT p.url, t.kind, t.name FROM post_terms x JOIN posts p ON p.id = x.post_id
        JOIN terms t ON t.id = x.term_id WHERE p.kind = 'post'"""
    found = {(slug_of(row["url"]), row["kind"], row["name"]) for row in done.ask(sql)}
    gold = {(entry.slug, "category", name) for entry in done.blog.posts for name in entry.categories}
    gold |= {(entry.slug, "tag", name) for entry in done.blog.posts for name in entry.tags}
    shown = {term for term in gold if term[1] in done.maker.terms}

    if done.maker.terms:
        assert (sorted(found - gold), sorted(shown - found)) == ([], [])
    else:
        assert {(slug, name) for slug, _, name in found} <= {(slug, name) for slug, _, name in gold}


def test_bodies_are_whole_and_hold_nothing_else(done: Run) -> None:
    wrong = {}
    for entry, row in done.pairs:
        found, gold = words(row["body_text"]), words(entry.text(notes=done.maker.footnotes))
        if 2 * (found & gold).total() < 0.99 * (found.total() + gold.total()):
            wrong[entry.slug] = (" ".join((found - gold).elements())[:300], " ".join((gold - found).elements())[:300])

    assert wrong == {}


def test_comments_are_those_that_were_said(done: Run) -> None:
    sql = """SELECT p.url, c.author_name, c.body_text, c.published_utc FROM comments c JOIN posts p ON p.id = c.post_id
        ORDER BY p.url, c.position"""
    found = [(slug_of(row[0]), row[1], squeezed(row[2]), row[3]) for row in done.ask(sql)]
    gold = [
        (slug, said.author, squeezed(said.text), said.when)
        for slug in sorted(THREADS)
        if done.maker.comments
        for said in THREADS[slug]
    ]

    assert found == gold


def test_the_platform_is_named(done: Run) -> None:
    assert {row["platform"] for row in done.found.values()} == {done.maker.platform or done.maker.name}


def test_neighbours_are_the_older_and_the_newer_post(done: Run) -> None:
    order = [entry.slug for entry in sorted(done.blog.posts, key=lambda entry: entry.when)]
    wrong = {}
    for place, slug in enumerate(order):
        gold = (order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)
        row = done.found[slug]
        found = tuple(row[name] and slug_of(row[name]) for name in ("previous_url", "next_url"))
        if found != ((None, None) if done.maker.theme in done.maker.without_neighbours else gold):
            wrong[slug] = (found, gold)

    assert wrong == {}


def test_the_lead_image_is_that_of_the_post(done: Run) -> None:
    gold = {entry.slug: entry.lead for entry in done.blog.posts}
    found = {slug: urlsplit(row["lead_image_url"] or "").path or None for slug, row in done.found.items()}
    wrong = {
        slug: path
        for slug, path in found.items()
        if path != gold[slug] and (gold[slug] and done.maker.leads or path and "/pictures/" not in path)
    }

    assert wrong == {}


def test_the_language_is_that_of_the_post_or_what_its_page_claims(done: Run) -> None:
    wrong = {
        entry.slug: row["language"]
        for entry, row in done.pairs
        if (row["language"] or "")[:2] not in (entry.language, "en")
    }

    assert wrong == {}


def test_hardly_anything_is_asked_for_that_is_not_there(done: Run) -> None:
    there = sum(
        1 for path in Path(done.folder).resolve().rglob("*") if path.suffix in (".html", ".xml", ".atom", ".md")
    )

    assert len(done.first) <= 1.3 * there, sorted(done.first)
    assert [asked for asked, times in Counter(done.first).items() if times > 1] == []


def test_a_second_crawl_adds_no_row(done: Run) -> None:
    assert done.rows[0] == done.rows[1]


def test_all_that_the_blog_links_to_of_itself_was_read(done: Run) -> None:
    """A starter's sitemap may name a tag by its escaped name: what the server does not have is no loss, nor a form."""
    sql = """SELECT url, reason FROM coverage WHERE state IN ('missing', 'only in feed')
        AND reason <> 'HTTP 404: not there any more' AND url NOT LIKE '%/ikiwiki.cgi?%'"""

    assert [tuple(row) for row in done.ask(sql)] == []


def _bare(title: str | None) -> str:
    return re.sub(r"</?b>", "", title or "")
