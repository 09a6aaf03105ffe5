"""A citation names the blog, its crawls, the software and the very file."""

import hashlib

import pytest

from blogark import __version__
from blogark.archive.errors import ArchiveError
from blogark.dataset.packing.cite import STYLES, cite
from blogark.parsers.model import Blog
from blogark.tests.dataset.made import capture, comment, page, saved


@pytest.fixture
def dataset(tmp_path):
    home = page("/", kind="listing", post=None, blog=Blog(title="Tom's {50%} blog: it\\'s\nmine"))
    return saved(
        tmp_path / "dataset.sqlite",
        (capture(1, "/"), home),
        (capture(2, "/a"), page("/a", comments=(comment(1),))),
        (capture(3, "/b", crawl_id=2), page("/b")),
    )


@pytest.mark.parametrize("style", STYLES)
def test_every_style_names_blog_days_software_and_file(dataset, style):
    text = cite(dataset).styled(style)
    digest = hashlib.sha256(dataset.read_bytes()).hexdigest()
    for told in ("http://blog.example/", "2026-11-22", "blogark/test", f"blogark {__version__}", digest):
        assert told in text


def test_a_citation_counts_what_is_there(dataset):
    told = cite(dataset)
    assert (2, 2, 1, "2026-11-21", "2026-11-22") == (
        told.posts, told.crawls, told.comments, told.first_crawl, told.last_crawl
    )  # fmt: skip


def test_a_title_cannot_break_out_of_its_entry(dataset):
    assert r"title = {Tom's \{50\%\} blog: it/'s" in cite(dataset).styled("bibtex")
    assert r"title: 'Tom''s {50%} blog: it\''s mine'" in cite(dataset).styled("cff")


def test_a_missing_dataset_is_one_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="is missing"):
        cite(tmp_path / "dataset.sqlite")
