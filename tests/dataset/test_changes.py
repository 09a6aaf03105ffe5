"""What changed in a post between two crawls, as a diff that `patch` takes."""

import subprocess
import time

import pytest

from blogark.archive.errors import UsageError
from blogark.dataset.asking.changes import changes
from blogark.tests.dataset.made import capture, page, post, saved

OLD = "The boat is old.\n\nIt leaks.\n\nIt is for sale."
NEW = "The boat is old.\n\nIt leaks no more.\n\nIt is for sale."


def versions(path, *texts, title="A boat"):
    pages = [
        (capture(n, crawl_id=n, captured_at=f"2026-11-2{n}T10:00:00Z"), page(post=post(title=title, body_text=text)))
        for n, text in enumerate(texts, start=1)
    ]
    return saved(path, *pages, crawls=len(texts))


@pytest.fixture
def dataset(tmp_path):
    return versions(tmp_path / "dataset.sqlite", OLD, NEW, NEW + "\n\nSold.")


def test_each_change_is_one_with_the_lines_that_came_and_went(dataset):
    first, second = changes(dataset)
    assert (1, "http://blog.example/a", "2026-11-22T10:00:00Z") == (first.post_id, first.url, first.seen_at)
    assert (3, 1) == (first.words_added, first.words_removed)
    assert ["-It leaks.", "+It leaks no more."] == [
        line for line in first.diff.splitlines()[2:] if line.startswith(("-", "+"))
    ]
    assert ["+Sold."] == [line for line in second.diff.splitlines()[2:] if line[0] in "+-" and line[1:]]


def test_patch_makes_the_new_text_of_the_old(dataset, tmp_path):
    first, second = changes(dataset)
    text = tmp_path / "text"
    text.write_text(f"A boat\n\n{OLD}\n", "utf-8")
    for one in (first, second):
        subprocess.run(["patch", "-s", text], input=one.diff, text=True, check=True)
    assert f"A boat\n\n{NEW}\n\nSold.\n" == text.read_text("utf-8")


def test_one_post_is_meant_by_its_number_or_any_of_its_addresses(dataset):
    assert 2 == len(changes(dataset, post="1")) == len(changes(dataset, post="https://www.blog.example/a/"))
    with pytest.raises(UsageError, match="no post has this number or address"):
        changes(dataset, post="2")


def test_only_what_was_seen_since_is_told(dataset):
    assert ["2026-11-23T10:00:00Z"] == [one.seen_at for one in changes(dataset, since="2026-11-23")]
    with pytest.raises(UsageError, match="yesterday"):
        changes(dataset, since="yesterday")


def test_texts_made_to_exhaust_who_compares_them_are_compared_in_a_moment(tmp_path):
    texts = ["\n".join(f"{word} {n % 40}" for n in range(30_000)) for word in ("a b", "b a", "a a b")]
    path = versions(tmp_path / "dataset.sqlite", *texts)
    began = time.process_time()
    first, second = changes(path)
    assert time.process_time() - began < 3
    text = tmp_path / "text"
    text.write_text(f"A boat\n\n{texts[0]}\n", "utf-8")
    for one in (first, second):
        subprocess.run(["patch", "-s", text], input=one.diff, text=True, check=True)
    assert f"A boat\n\n{texts[2]}\n" == text.read_text("utf-8")
