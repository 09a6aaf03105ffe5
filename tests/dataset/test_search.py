"""Any text is a query; the best hit comes first, with its match marked."""

import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogark.archive.errors import ArchiveError, UsageError
from blogark.dataset.asking.search import search
from blogark.parsers.model import Term
from blogark.tests.dataset.made import capture, comment, page, post, saved


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    told = post(
        "/a",
        title="Intro to the Psoas",
        body_text="Your psoas is a muscle.\n\nA café muscle.",
        author_name="Pilates-Pro",
        categories=(Term(kind="category", name="Anatomy"),),
    )
    other = post("/b", title="Other", body_text="A muscle, then another; the psoas comes late. " + "Filler. " * 50)
    said = comment(1, body_text="I disagree about the psoas.", author_name="FER", url="http://blog.example/a#c1")
    return saved(
        tmp_path_factory.mktemp("search") / "dataset.sqlite",
        (capture(1, "/a"), page("/a", post=told, comments=(said, comment(2, body_text="Vùng sùi mào gà 😀 שלום")))),
        (capture(2, "/b"), page("/b", post=other)),
    )


def test_a_word_in_the_title_ranks_first_and_the_match_is_marked(dataset):
    best = search(dataset, "psoas", in_=("posts",))[0]
    assert ("post", "Intro to the Psoas", "http://blog.example/a", "Pilates-Pro") == (
        best.kind, best.title, best.url, best.author
    )  # fmt: skip
    assert "[Psoas]" in best.snippet or "[psoas]" in best.snippet


def test_comments_are_found_with_their_post(dataset):
    (hit,) = search(dataset, "disagree")
    assert ("comment", 1, 1, "Intro to the Psoas", "http://blog.example/a#c1", "FER") == (
        hit.kind, hit.post_id, hit.comment_id, hit.title, hit.url, hit.author
    )  # fmt: skip
    assert "I [disagree] about the psoas." == hit.snippet


def test_hits_come_in_the_order_of_their_score(dataset):
    scores = [hit.score for hit in search(dataset, "psoas")]
    assert 3 == len(scores)
    assert sorted(scores, reverse=True) == scores


def test_all_words_must_occur(dataset):
    assert [] == search(dataset, "psoas nowhere")


def test_words_in_quotes_stand_together(dataset):
    assert 1 == len(search(dataset, '"your psoas"'))
    assert [] == search(dataset, '"psoas your"')


def test_accents_and_case_do_not_matter(dataset):
    assert 1 == len(search(dataset, "CAFE"))
    assert 1 == len(search(dataset, "sui mao"))
    assert 1 == len(search(dataset, "שלום"))


def test_one_place_can_be_searched_alone(dataset):
    assert {"comment"} == {hit.kind for hit in search(dataset, "psoas", in_=("comments",))}


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"author": "pilates"}, {("post", 1)}),
        ({"author": "fer"}, {("comment", 1)}),
        ({"author": "%"}, set()),
        ({"since": "2010-10-22"}, {("comment", 1)}),
        ({"since": "2010-10-23"}, set()),
        ({"category": "ANATOMY"}, {("post", 1), ("comment", 1)}),
        ({"category": "anatomy", "author": "FER"}, {("comment", 1)}),
        ({"category": "anatomy", "in_": ("posts",)}, {("post", 1)}),
        ({"category": "cooking"}, set()),
    ],
)
def test_a_search_can_be_narrowed(dataset, narrowed, found):
    hits = search(dataset, "psoas", **narrowed)
    assert found == {(hit.kind, hit.comment_id or hit.post_id) for hit in hits}


@pytest.mark.parametrize(
    ("query", "found"),
    [("psoas NOT comes", 2), ("NEAR(your muscle)", 1), ("disag*", 1), ("title:psoas", 1), ("comes OR disagree", 2)],
)
def test_the_raw_syntax_is_given_to_those_who_ask_for_it(dataset, query, found):
    in_ = ("posts",) if ":" in query else ("posts", "comments")
    assert found == len(search(dataset, query, fts=True, in_=in_))


@pytest.mark.parametrize("query", ['"', "AND", "a b)", "nothing:here", "*", "", "\x00"])
def test_raw_syntax_that_is_wrong_is_told(dataset, query):
    with pytest.raises(UsageError, match="is no query in FTS5's syntax"):
        search(dataset, query, fts=True)


def test_a_day_that_is_none_is_told(dataset):
    with pytest.raises(UsageError, match="a day is written as 2010-10-19"):
        search(dataset, "psoas", since="last week")


def test_no_more_than_the_limit_comes(dataset):
    assert 1 == len(search(dataset, "psoas", limit=1))
    assert [] == search(dataset, "psoas", limit=0)


ODD = (
    'foo"', '"', '""', '"""', "AND", "OR NOT", "NOT", "NEAR(a b)", "foo-bar", "-psoas", "*", "psoas*", "^psoas",
    "title:psoas",
    "(psoas", "psoas)", "{title}: psoas", "psoas + muscle", "'; DROP TABLE posts; --", "%", "_", "\\", "a\x00b",
    "\ud800",
    "\U0001f600", "\u0301", "\u200f", "x" * 100_000, '"' * 10_000, "a " * 50_000, "", " ", "\n", "posts_fts", "²", "½",
)  # fmt: skip


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_an_odd_query_finds_something_or_nothing(dataset, query):
    assert isinstance(search(dataset, query), list)


def test_five_hundred_random_strings_find_something_or_nothing(dataset):
    chance = random.Random(34)
    signs = "\"'*^:(){}[]-+.,;~!@#$%&|<>=/\\? \t\nabcpsoasANDORNOTNEAR01é\x00\ud800\u202e😀"
    for _ in range(500):
        query = "".join(chance.choices(signs, k=chance.randint(0, 40)))
        assert isinstance(search(dataset, query), list), query


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(), max_size=50))
def test_any_text_is_a_query(dataset, query):
    assert isinstance(search(dataset, query), list)


def test_searching_leaves_the_file_as_it_was(dataset):
    before = dataset.read_bytes()
    search(dataset, "psoas")
    assert before == dataset.read_bytes()
    assert [dataset] == list(dataset.parent.iterdir())


def test_a_missing_dataset_is_one_sentence(tmp_path):
    with pytest.raises(ArchiveError, match="is missing; `blogark crawl`"):
        search(tmp_path / "dataset.sqlite", "psoas")
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_is_no_dataset_is_one_sentence(tmp_path):
    path = tmp_path / "dataset.sqlite"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(ArchiveError, match="cannot be read as a dataset"):
        search(path, "psoas")
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(ArchiveError, match="is no dataset"):
        search(tmp_path / "other.sqlite", "psoas")


def test_a_dataset_of_a_newer_schema_is_refused(tmp_path):
    path = saved(tmp_path / "dataset.sqlite", (capture(1), page()))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="schema version 99"):
        search(path, "psoas")
