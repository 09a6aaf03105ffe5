"""Many archives in one dataset: every row is there once, under an id that no other archive changes."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from blogark.archive.errors import ArchiveError, UsageError
from blogark.dataset.asking.search import search
from blogark.dataset.packing.combine import COMBINED, blog_number, combine
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Link, Media, Reference, Term
from blogark.tests.dataset.made import capture, comment, feed, info, page, post, rows


def dataset(folder, host, posts=3):
    """The dataset of a blog on that host, with something in every table."""
    folder.mkdir()
    path = folder / "dataset.sqlite"
    base = f"http://{host}"
    with Store(path) as store:
        store.begin_crawl(info(1, config=f'{{"url": "{base}/"}}'))
        store.save(capture(1, f"{base}/feed"), feed(replace(post(), url=f"{base}/1")))
        for number in range(1, posts + 1):
            url = f"{base}/{number}"
            told = replace(
                post(title=f"Post {number} of {host}", author_name="Ann", published="2010-10-19"),
                url=url, categories=(Term(kind="category", name="Boats"),),
            )  # fmt: skip
            shown = page(
                post=told, comments=(comment(1), comment(2, parent_native_id="1", depth=1)),
                links=(Link(url="http://x.example/"),), media=(Media(kind="image", url=f"{base}/i.png"),),
                references=(Reference(position=1, kind="pingback", url="http://y.example/"),),
            )  # fmt: skip
            store.save(capture(number + 1, url), replace(shown, url=url))
    return path


@pytest.fixture
def three(tmp_path):
    return [dataset(tmp_path / host, host) for host in ("a.example", "b.example", "c.example")]


def table_of(path, name):
    return rows(path, f"SELECT * FROM {name} ORDER BY 1, 2")


def test_every_row_of_every_archive_is_there_once(three, tmp_path):
    out = tmp_path / "all.sqlite"
    combine(out, three)
    for declared in COMBINED:
        each = [len(table_of(path, declared.name)) for path in three]
        assert sum(each) == len(table_of(out, declared.name)), declared.name
    assert [] == rows(out, "PRAGMA foreign_key_check")
    assert [("ok",)] == rows(out, "PRAGMA integrity_check")


def test_an_answer_stays_under_what_it_answers(three, tmp_path):
    out = tmp_path / "all.sqlite"
    combine(out, three)
    query = (
        "SELECT b.url, p.url, up.native_id, c.native_id FROM comments c JOIN comments up ON up.id = c.parent_id "
        "JOIN posts p ON p.id = c.post_id AND p.id = up.post_id JOIN blogs b ON b.id = p.blog_id ORDER BY 1, 2"
    )
    assert sorted(row for path in three for row in rows(path, query)) == rows(out, query)


def test_a_row_has_the_same_id_whichever_archives_stand_beside_it(three, tmp_path):
    for name, parts in (("all", three), ("turned", three[::-1]), ("two", three[1:])):
        combine(tmp_path / f"{name}.sqlite", parts)
    query = "SELECT id, url FROM posts"
    assert rows(tmp_path / "all.sqlite", query) == rows(tmp_path / "turned.sqlite", query)
    assert set(rows(tmp_path / "two.sqlite", query)) < set(rows(tmp_path / "all.sqlite", query))


def test_a_blog_is_the_same_however_its_address_is_written():
    assert blog_number("http://a.example/blog") == blog_number("https://www.A.example/blog/")
    assert blog_number("http://a.example/") != blog_number("http://b.example/")
    assert (blog_number("http://a.example/") + 1) << 27 < 2**53


def test_views_and_search_work_over_all_blogs(three, tmp_path):
    out = tmp_path / "all.sqlite"
    combine(out, three)
    assert {"a.example", "b.example", "c.example"} == {hit.title.split()[-1] for hit in search(out, "Post")}
    assert 9 == len(rows(out, "SELECT * FROM post_overview"))
    assert 18 == len(rows(out, "SELECT * FROM comment_thread"))
    assert len(three) == len(rows(out, "SELECT DISTINCT path FROM archives JOIN blogs ON blogs.id = blog_id"))


def test_two_archives_of_one_blog_are_refused_and_nothing_is_written(three, tmp_path):
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(three[0].read_bytes())
    with pytest.raises(UsageError, match="are archives of one blog"):
        combine(tmp_path / "all.sqlite", [*three, copy])
    assert not (tmp_path / "all.sqlite").exists()


def test_two_archives_that_hold_one_post_are_refused(three, tmp_path):
    with closing(sqlite3.connect(three[1])) as db:
        db.execute("UPDATE posts SET url = 'http://a.example/2' WHERE id = 2")
        db.commit()
    with pytest.raises(UsageError, match=r"holds http://a.example/2, which another archive holds too"):
        combine(tmp_path / "all.sqlite", three)
    assert {"a.example", "b.example", "c.example"} == {path.name for path in tmp_path.iterdir()}


def test_a_file_that_is_there_is_replaced_only_when_asked(three, tmp_path):
    out = tmp_path / "thesis.sqlite"
    out.write_text("years of work")
    with pytest.raises(UsageError, match="is there already"):
        combine(out, three)
    assert "years of work" == out.read_text()
    combine(out, three, force=True)
    assert 9 == len(table_of(out, "posts"))


def test_a_combination_or_a_missing_dataset_is_told(three, tmp_path):
    combine(tmp_path / "all.sqlite", three)
    with pytest.raises(UsageError, match="is a combination itself"):
        combine(tmp_path / "more.sqlite", [tmp_path / "all.sqlite"])
    with pytest.raises(ArchiveError, match="is missing"):
        combine(tmp_path / "more.sqlite", [tmp_path / "nowhere.sqlite"])
