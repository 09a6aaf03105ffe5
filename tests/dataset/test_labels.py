"""Labels follow from the rows alone, cost what changed, and say why; nothing is deleted for them."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blogark.dataset.labels.labelling import is_waiting
from blogark.dataset.writing.store import Store
from blogark.parsers.model import Reference
from blogark.tests.dataset.made import capture, comment, info, page, post, rows, saved, values

REEDS = "The reeds stand in the water, and when the wind comes they bend together and the boat goes by. "
SAME = "Hello {}, I have read this whole page twice and will tell all my friends about your fine words."
LABELS = "SELECT comment_id, language, spam, spam_reasons, repeats FROM comment_labels ORDER BY comment_id"


def discussed(number, *said, **more):
    """The capture and the page of a post with these comments."""
    path = f"/{number}"
    told = [comment(number * 100 + place, position=place, **one) for place, one in enumerate(said, start=1)]
    written = post(path, language="en", **more)
    return capture(number, path), page(path, post=written, comments=tuple(told))


def labels(dataset):
    return rows(dataset, LABELS)


@pytest.fixture
def dataset(tmp_path):
    return tmp_path / "dataset.sqlite"


def test_every_comment_and_reference_has_a_label_when_a_run_has_ended(dataset):
    ping = Reference(position=1, kind="pingback", title="On boats", url="http://other.example/boats")
    seen, shown = discussed(1, {"body_text": "One."}, {"body_text": "Two."})
    saved(dataset, (seen, page("/1", post=shown.post, comments=shown.comments, references=(ping,))))
    assert [(1, None, 0.0, None, None), (2, None, 0.0, None, None)] == labels(dataset)
    assert [(1, None, 0.0, None)] == rows(
        dataset, "SELECT reference_id, language, spam, spam_reasons FROM reference_labels"
    )
    assert [] == rows(dataset, "SELECT * FROM stale")


def test_the_language_of_a_comment_is_told_where_it_says_enough(dataset):
    german = "Das Boot liegt im Wasser, und wenn der Wind kommt, dann neigt es sich mit dem Schilf zur Seite. " * 2
    saved(dataset, discussed(1, {"body_text": REEDS * 2}, {"body_text": german}, {"body_text": "Ahoi!"}))
    assert ["en", "de", None] == values(dataset, "SELECT language FROM comment_labels ORDER BY comment_id")


def test_what_is_said_alike_under_several_posts_is_one_group_and_speaks_for_spam(dataset):
    saved(
        dataset,
        discussed(1, {"body_text": SAME.format("Ruth")}, {"body_text": REEDS}),
        discussed(2, {"body_text": SAME.format("Tom").upper()}),
        discussed(3, {"body_text": SAME.format("http://casino.example/") + " 17"}),
    )
    assert [(1, 1), (2, None), (3, 1), (4, 1)] == rows(dataset, "SELECT comment_id, repeats FROM comment_labels")
    assert [0.45, 0.0, 0.45] == values(dataset, "SELECT spam FROM comment_labels WHERE comment_id < 4")


def test_the_same_twice_under_one_post_is_a_mistake_and_no_spam(dataset):
    saved(dataset, discussed(1, {"body_text": SAME}, {"body_text": SAME, "published_raw": "later"}))
    assert [(1, None, 0.0, None, 1), (2, None, 0.0, None, 1)] == labels(dataset)


def test_the_blog_s_own_account_may_repeat_itself(dataset):
    said = {"body_text": SAME, "author_kind": "owner", "author_url": "http://casino.example/"}
    saved(dataset, *(discussed(number, said) for number in (1, 2, 3)))
    assert [0.0] * 3 == values(dataset, "SELECT spam FROM comment_labels")


def test_a_rebuild_labels_as_the_crawls_did(dataset, tmp_path):
    pages = [
        discussed(1, {"body_text": SAME}, {"body_text": REEDS}),
        discussed(2, {"body_text": SAME + " Again."}),
        discussed(3, {"body_text": REEDS + " And so on."}, {"body_text": SAME.replace("fine", "good")}),
    ]
    changed = discussed(1, {"body_text": "Something else that nobody else has said here before, in nine words."},
                        {"body_text": REEDS})  # fmt: skip
    pages.append((capture(4, "/1", crawl_id=2), changed[1]))
    with Store(dataset) as store:
        for number, (seen, shown) in enumerate(pages):
            store.begin_crawl(info(seen.crawl_id))
            store.save(seen, shown)
            if number != 1:
                store.label()
    saved(tmp_path / "rebuilt.sqlite", *pages)
    for table in ("comment_labels", "commenters", "stale", "state"):
        query = f"SELECT * FROM {table} ORDER BY 1"
        assert rows(tmp_path / "rebuilt.sqlite", query) == rows(dataset, query), table
    # What the first comment said is not said any more: the second is the first of its group now.
    assert [(1, None), (2, 2), (3, 3), (4, 2), (5, 3)] == rows(
        dataset, "SELECT comment_id, repeats FROM comment_labels ORDER BY 1"
    )


TEXTS = [SAME.format(name) for name in ("Ruth", "Tom", "you all out there")]
TEXTS += [REEDS, REEDS.replace("boat", "ship") + "Again.", "Short.", "", REEDS + SAME, SAME + REEDS]


ADDRESSES = (None, "http://a.example/", "http://blog.example/member/a", None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(TEXTS), st.booleans()), min_size=1, max_size=14
    )
)
def test_labels_depend_on_the_rows_and_not_on_how_they_came(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("steps")
    shown: dict[int, dict[int, str]] = {}
    pages = []
    for number, (path, place, text, _) in enumerate(steps, start=1):
        shown.setdefault(path, {})[place] = text
        told = tuple(
            comment(
                path * 100 + one,
                position=one,
                body_text=said or None,
                author_name="A" if said else "B",
                author_url=ADDRESSES[(one + path * len(said)) % 4],
                published=f"201{one}-10-2{path}",
            )
            for one, said in sorted(shown[path].items())
        )
        written = page(f"/{path}", post=post(f"/{path}", language="en"), comments=told)
        pages.append((capture(number, f"/{path}"), written))
    with Store(folder / "steps.sqlite") as store:
        store.begin_crawl(info())
        for (seen, read), (*_, ends) in zip(pages, steps, strict=True):
            store.save(seen, read)
            if ends:
                store.label()
    saved(folder / "once.sqlite", *pages)
    for table in ("comments", "comment_labels", "commenters", "stale", "state"):
        query = f"SELECT * FROM {table} ORDER BY 1"
        if table == "comments":
            query = "SELECT id, post_id, body_text FROM comments"
        assert rows(folder / "once.sqlite", query) == rows(folder / "steps.sqlite", query), table


def test_an_unchanged_blog_is_not_labelled_again(dataset):
    pages = [discussed(number, {"body_text": SAME}, {"body_text": REEDS}) for number in (1, 2)]
    saved(dataset, *pages)
    with Store(dataset) as store:
        store.begin_crawl(info(2))
        for number, (seen, shown) in enumerate(pages, start=3):
            store.save(capture(number, seen.url, crawl_id=2), shown)
        store.commit()
        assert not is_waiting(store.db)


def test_one_new_comment_costs_one_label(dataset):
    said = [{"body_text": f"{REEDS} {place} {'word ' * place}"} for place in range(40)]
    saved(dataset, discussed(1, *said))
    seen, shown = discussed(2, {"body_text": "New."})
    with Store(dataset) as store:
        store.begin_crawl(info())
        store.save(seen, shown)
        store.commit()
        before = store.db.total_changes
        store.label()
        # Its label, how far labels are, its name noted, its row of `commenters`, the note gone, how far captures are.
        assert 12 > store.db.total_changes - before


def test_a_kill_before_labels_are_made_costs_nothing_but_the_next_run_makes_them(dataset):
    pages = [discussed(1, {"body_text": SAME}), discussed(2, {"body_text": SAME})]
    store = Store(dataset)
    store.begin_crawl(info())
    for one in pages:
        store.save(*one)
    store.close()
    assert [] == labels(dataset)
    with Store(dataset):
        pass
    assert [(1, None, 0.25), (2, None, 0.25)] == rows(dataset, "SELECT comment_id, language, spam FROM comment_labels")


def test_a_comment_that_loses_its_text_loses_what_was_told_of_it(dataset):
    saved(dataset, discussed(1, {"body_text": SAME, "author_name": "Ann"}), discussed(2, {"body_text": SAME}))
    with Store(dataset) as store:
        store.db.execute("BEGIN")
        store.db.execute("UPDATE comments SET body_text = NULL, body_html = NULL, author_name = NULL WHERE id = 1")
    assert [(1, None, 0.0, None, None, None), (2, None, 0.0, None, None, None)] == rows(
        dataset, "SELECT comment_id, language, spam, spam_reasons, repeats, NULL FROM comment_labels"
    )
    assert [(None,)] == rows(dataset, "SELECT least_shingle FROM comment_labels WHERE comment_id = 1")
    assert ["Author 201"] == values(dataset, "SELECT name FROM commenters")


def test_labels_are_made_in_the_memory_of_a_slice(dataset, monkeypatch):
    monkeypatch.setattr("blogark.dataset.labels.labelling.SLICE", 3)
    whole = [{"body_text": SAME.format(place % 4) if place % 3 else f"{REEDS} {place}"} for place in range(20)]
    saved(dataset, discussed(1, *whole[:10]), discussed(2, *whole[10:]))
    monkeypatch.undo()
    saved(dataset.with_name("once.sqlite"), discussed(1, *whole[:10]), discussed(2, *whole[10:]))
    assert labels(dataset.with_name("once.sqlite")) == labels(dataset)


def test_no_label_deletes_a_row(dataset):
    viagra = {"body_text": "buy viagra cialis http://pills.example/ http://a.example/ http://b.example/"}
    saved(dataset, discussed(1, viagra))
    ((spam, why),) = rows(dataset, "SELECT spam, spam_reasons FROM comment_labels")
    assert spam > 0.8
    assert "words: cialis, viagra" in why
    assert "little but links" in why
    assert [1] == values(dataset, "SELECT count(*) FROM comments")


def test_an_older_dataset_gets_its_labels_from_the_next_run(dataset):
    saved(dataset, discussed(1, {"body_text": SAME}), discussed(2, {"body_text": SAME}))
    before = labels(dataset)
    with closing(sqlite3.connect(dataset)) as db:
        for table in ("comment_labels", "reference_labels", "commenters"):
            db.execute(f"DELETE FROM {table}")
        db.execute("DELETE FROM state WHERE name LIKE 'labelled_%'")
        db.commit()
    with Store(dataset):
        pass
    assert before == labels(dataset)
