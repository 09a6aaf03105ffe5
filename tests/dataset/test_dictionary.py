"""The page about the dataset is what the schema says, and its queries answer."""

import hashlib
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from blogark.dataset.export.exporting import export
from blogark.dataset.packing.dictionary import document
from blogark.dataset.tables.schema import TABLES
from blogark.dataset.tables.views import VIEWS
from blogark.parsers.model import Link, Page
from blogark.tests.dataset.made import BLOG, capture, comment, feed, page, post, rows, saved

PAGE = (Path(__file__).parents[2] / "docs" / "dataset.md").read_text("utf-8")
QUERIES = dict(re.findall(r"^\*\*(.+?)\*\*\n\n```sql\n(.+?)\n```$", PAGE, re.MULTILINE | re.DOTALL))
"""Question and SQL, as they stand in the page."""
PYTHON = [code for code in re.findall(r"^```python\n(.+?)\n```$", PAGE, re.MULTILINE | re.DOTALL) if "import" in code]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """A blog of three posts, one of which is discussed, one changed, one never fetched."""
    psoas = post(
        "/psoas",
        title="Intro to the Psoas Muscle",
        body_text="The psoas is your core muscle.",
        published="2010-10-19T15:30:00",
        comments_claimed=3,
    )
    answered = (comment(1), comment(2, parent_native_id="1", published="2012-01-08"))
    spam = comment(3, body_text="viagra casino http://pills.example/ http://pills.example/2", published=None)
    link = Link(url="http://blog.example/b?utm_source=psoas", text="B", scope="internal")
    entries = (psoas, post("/b", title="B", published="2010-10-01"), post("/gone", body_text=None))
    return saved(
        tmp_path_factory.mktemp("guide") / "dataset.sqlite",
        (capture(1, "/feed"), feed(*entries)),
        (capture(2, "/sitemap.xml"), Page(url=BLOG, kind="other", listed=("http://blog.example/never",))),
        (capture(3, "/psoas"), page("/psoas", post=psoas, comments=(*answered, spam), links=(link,))),
        (capture(4, "/b"), page("/b", post=post("/b", title="B", body_text="Old."))),
        (capture(5, "/b", crawl_id=2), page("/b", post=post("/b", title="B", body_text="New and longer."))),
    )


ANSWERS = {
    "Which posts were discussed most, and were all their comments archived?": (
        ("2010-10-19T15:30:00", "Intro to the Psoas Muscle", None, 3, 3)
    ),
    "The discussion of one post, as it reads on the page": ("Author 1", "2010-10-22", "Comment 1."),
    "Posts and comments by year": (None, 1, 1),
    "Posts in which a phrase occurs, the best first (`blogark search` does the same)": (
        ("2010-10-19T15:30:00", "Intro to the Psoas Muscle", "The psoas is your [core muscle].")
    ),
    "What did the blog change after it was first archived?": (
        ("http://blog.example/b", "2026-11-21T10:00:05Z", "B", "B", 4, 15)
    ),
    "Which posts are known and not archived, and why?": (
        "http://blog.example/gone",
        "feed",
        "only in feed",
        "not visited yet",
    ),
    "Where do the bytes lie that a comment was read from?": (
        "Author 1",
        "2026-11-21T10:00:03Z",
        "a.warc.gz",
        3000,
        900,
    ),
    "What was posted and said, month by month?": ("2010-10", 2, 9, 1),
    "Who comments most, without likely spam?": ("Author 1", None, 1, 1, "2010-10-22", "2010-10-22"),
    "Which comments are likely spam, and what speaks for it?": (
        ("Author 3", 0.86, "words: casino, viagra; little but links")
    ),
    "Which of the blog's own posts are linked to most from others?": ("B", "http://blog.example/b", 1),
}
"""The first row of each answer."""


def test_every_query_of_the_page_is_tested():
    assert list(ANSWERS) == list(QUERIES)


@pytest.mark.parametrize("question", ANSWERS)
def test_a_query_of_the_page_answers_its_question(dataset, question):
    assert ANSWERS[question] == rows(dataset, QUERIES[question])[0]


@pytest.fixture(scope="module")
def tables(dataset, tmp_path_factory):
    """A folder as the page supposes it: a dataset, and beside it an export."""
    room = tmp_path_factory.mktemp("room")
    shutil.copyfile(dataset, room / "dataset.sqlite")
    export(room / "dataset.sqlite", room / "tables", form="parquet")
    return room


@pytest.mark.parametrize("code", PYTHON)
def test_the_python_of_the_page_reads_what_the_dataset_holds(tables, monkeypatch, code):
    for library in re.findall(r"^import (\w+)", code, re.MULTILINE):
        pytest.importorskip(library, reason=f"{library} is not installed: pip install -e '.[dev]'")
    monkeypatch.chdir(tables)
    told: dict[str, object] = {}
    exec(code, told)
    expected = {"posts": 3, "comments": 3, "commenters": 3, "by_year": 3, "likely_spam": 1}
    (name,) = expected.keys() & told.keys()
    assert expected[name] == len(told[name])


def test_the_dictionary_in_docs_is_what_the_schema_says():
    assert document(PAGE) == PAGE, "run `make docs`"


def test_the_part_written_by_hand_stays():
    assert document("# Mine\n").startswith("# Mine\n\n<!--")
    assert document(document("# Mine\n")) == document("# Mine\n")


def test_every_table_and_view_has_its_section():
    headings = set(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE))
    names = {one.name for one in (*TABLES, *VIEWS)} | {"posts_fts", "comments_fts"}
    assert names == headings


def test_no_table_of_the_page_is_broken():
    for line in PAGE.splitlines():
        if line.startswith("|"):
            assert 6 == len(re.findall(r"(?<!\\)\|", line)), line


def test_the_digest_is_made_as_the_page_says(dataset):
    for title, text, digest in rows(
        dataset, "SELECT title, body_text, content_digest FROM posts WHERE title IS NOT NULL"
    ):
        assert digest == "sha256:" + hashlib.sha256(f"{title or ''}\n{text or ''}".encode()).hexdigest()


def test_the_offset_of_the_page_leads_to_the_copy_that_it_promises(dataset, tmp_path):
    with closing(sqlite3.connect(dataset)) as db:
        db.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite"),))
    assert rows(dataset, "SELECT * FROM posts") == rows(tmp_path / "copy.sqlite", "SELECT * FROM posts")
