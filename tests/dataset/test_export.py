"""Every form holds what the dataset holds, the same each time, and nothing in it comes alive where it is opened."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import duckdb
import pytest
from markdown_it import MarkdownIt
from pyarrow import parquet

from blogark.archive.errors import ArchiveError, UsageError
from blogark.dataset.export.exporting import FORMS, export
from blogark.dataset.export.tables import EXPORTED
from blogark.parsers.model import Link, Reference, Term
from blogark.tests.dataset.made import capture, comment, page, post, saved

ATTACK = "=cmd|' /C calc'!A1"
HOSTILE = "</script><script>alert(1)</script> [x](javascript:alert(2)) ---\ntitle: mine"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    first = post(
        "/a",
        title=ATTACK,
        author_name="@Pilates",
        published="2010-10-19T15:30:00-07:00",
        published_utc="2010-10-19T22:30:00Z",
        body_text="Your psoas.\n\nA café\tmuscle, “quoted”.",
        body_html="<p>Your <b>psoas</b>. <img src='http://blog.example/i (1).png' alt='a ] b'></p><p>A café…</p>",
        categories=(Term(kind="category", name="Body, mind"), Term(kind="category", name='"Quoted"')),
        tags=(Term(kind="tag", name="+one"),),
    )
    second = post("/../../b", title="../../x", published="2011", body_text=HOSTILE)
    said = (
        comment(1, author_name=ATTACK, published="2010-10-22", body_text="-1 from me\r\nsecond line"),
        comment(2, author_name="Élodie", body_html="<p>I <em>answer</em> <a href='http://x.example/)'>you</a></p>",
                parent_native_id="1", depth=1),
    )  # fmt: skip
    ping = Reference(position=1, kind="pingback", title="A | B", url="http://other.example/?a=1&b=<2>")
    link = Link(url="http://x.example/", text="x")
    return saved(
        tmp_path_factory.mktemp("export") / "dataset.sqlite",
        (capture(1, "/a"), page("/a", post=first, comments=said, references=(ping,), links=(link,))),
        (capture(2, "/../../b"), page("/../../b", post=second)),
    )


def files_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rows_in(dataset, table):
    with closing(sqlite3.connect(dataset)) as db:
        found = db.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dataset_gives_the_same_bytes(dataset, tmp_path, form):
    for name in ("one", "two"):
        export(dataset, tmp_path / name, form=form)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    assert {"one", "two"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("declared", EXPORTED, ids=lambda declared: declared.name)
def test_a_raw_csv_file_reads_back_as_its_table(dataset, tmp_path, declared):
    export(dataset, tmp_path / "out", form="csv", raw=True)
    with (tmp_path / "out" / f"{declared.name}.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    expected = rows_in(dataset, declared.name)
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in expected] == found


def test_no_text_is_a_formula_unless_it_is_asked_for(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="csv")
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    posts = (tmp_path / "out" / "posts.csv").read_text("utf-8")
    assert f"'{ATTACK}" in posts


@pytest.mark.parametrize("declared", EXPORTED, ids=lambda declared: declared.name)
def test_a_parquet_file_reads_back_as_its_table(dataset, tmp_path, declared):
    export(dataset, tmp_path / "out", form="parquet")
    found = parquet.read_table(tmp_path / "out" / f"{declared.name}.parquet").to_pylist()
    assert [
        {name: _as_text(value) if isinstance(value, datetime) else value for name, value in row.items()}
        for row in found
    ] == rows_in(dataset, declared.name)


def _as_text(moment):
    text = moment.astimezone(UTC).isoformat()
    return text.replace("+00:00", "Z")


def test_duckdb_knows_the_moments_of_a_parquet_file(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="parquet")
    path = tmp_path / "out" / "posts.parquet"
    ((kind, when),) = duckdb.execute(
        f"SELECT typeof(published_utc), epoch(published_utc) FROM '{path}' WHERE published_utc IS NOT NULL"
    ).fetchall()
    assert "TIMESTAMP WITH TIME ZONE" == kind
    assert datetime(2010, 10, 19, 22, 30, tzinfo=UTC).timestamp() == when


def test_a_line_of_json_holds_a_post_with_all_that_belongs_to_it(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="jsonl")
    first, second = map(json.loads, (tmp_path / "out" / "posts.jsonl").read_text("utf-8").splitlines())
    assert ATTACK == first["title"]
    assert {"name": "@Pilates", "url": None, "kind": None} == first["author"]
    assert ["Body, mind", '"Quoted"'] == first["categories"]
    assert ["+one"] == first["tags"]
    assert [(ATTACK, None, 0), ("Élodie", 1, 1)] == [
        (one["author_name"], one["parent_id"], one["depth"]) for one in first["comments"]
    ]
    assert ["http://other.example/?a=1&b=<2>"] == [one["url"] for one in first["post_references"]]
    assert ["http://x.example/"] == [one["url"] for one in first["links"]]
    assert [(None, 0.0, None, None)] == [
        tuple(one[name] for name in ("language", "spam", "spam_reasons", "repeats")) for one in first["post_references"]
    ]
    assert {"language", "spam", "spam_reasons", "repeats"} <= first["comments"][0].keys()
    assert "../../x" == second["title"]
    assert not second["comments"]


def test_markdown_files_stay_in_their_folder_and_hold_the_comments(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="markdown")
    names = set(files_of(tmp_path / "out"))
    assert {"datapackage.json", "posts/2010-10-19-a.md", "posts/2011-b.md"} == names
    text = (tmp_path / "out" / "posts" / "2010-10-19-a.md").read_text("utf-8")
    assert "Your **psoas**." in text
    assert "## Comments (2)" in text
    assert r"> **Élodie** · 2010-10-22" in text
    assert "pingback: [A \\| B](<http://other.example/?a=1&b=%3C2%3E>)" in text


def test_nothing_in_a_markdown_file_comes_alive(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="markdown")
    text = (tmp_path / "out" / "posts" / "2011-b.md").read_text("utf-8")
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    assert '"../../x"' == re.search(r"^title: (.*)$", front, re.M)[1]
    html = MarkdownIt("commonmark", {"html": True}).render(body)
    assert "<script" not in html
    assert "href" not in html
    assert "<hr" not in html


def test_links_and_pictures_of_a_markdown_file_lead_where_they_led(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="markdown")
    _, _, body = (tmp_path / "out" / "posts" / "2010-10-19-a.md").read_text("utf-8").partition("\n---\n")
    html = MarkdownIt("commonmark").render(body)
    assert 'src="http://blog.example/i%20(1).png" alt="a ] b"' in html
    assert '<a href="http://x.example/)">you</a>' in html


@pytest.mark.parametrize(
    ("selection", "titles"),
    [
        ({"since": "2011"}, ["../../x"]),
        ({"since": "2010-10-20"}, ["../../x"]),
        ({"since": "2010-10-19"}, [ATTACK, "../../x"]),
        ({"where": "published_utc IS NOT NULL -- exact ones"}, [ATTACK]),
        ({"since": "2011", "where": "published_utc IS NOT NULL"}, []),
    ],
)
def test_only_the_posts_that_are_asked_for_and_what_belongs_to_them(dataset, tmp_path, selection, titles):
    done = export(dataset, tmp_path / "out", form="csv", raw=True, **selection)
    with (tmp_path / "out" / "posts.csv").open(encoding="utf-8", newline="") as file:
        posts = list(csv.DictReader(file))
    with (tmp_path / "out" / "comments.csv").open(encoding="utf-8", newline="") as file:
        comments = list(csv.DictReader(file))
    assert titles == [row["title"] for row in posts]
    assert len(titles) == done.posts
    assert {row["post_id"] for row in comments} <= {row["id"] for row in posts}


@pytest.mark.parametrize(
    "selection", [{"since": "yesterday"}, {"where": "nonsense("}, {"where": "1); DROP TABLE posts; --"}]
)
def test_a_selection_that_cannot_be_understood_is_told(dataset, tmp_path, selection):
    with pytest.raises(UsageError, match=r"is written as|is no SQL expression"):
        export(dataset, tmp_path / "out", form="csv", **selection)
    assert [] == list(tmp_path.iterdir())


def test_an_earlier_export_is_replaced_and_nothing_else_is(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="markdown")
    export(dataset, tmp_path / "out", form="jsonl")
    assert {"datapackage.json", "posts.jsonl"} == set(files_of(tmp_path / "out"))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="no earlier export"):
        export(dataset, tmp_path / "mine", form="csv")
    with pytest.raises(UsageError, match="is a file"):
        export(dataset, tmp_path / "mine" / "thesis.txt", form="csv")
    assert "years of work" == (tmp_path / "mine" / "thesis.txt").read_text()


def test_the_description_names_every_file_with_its_hash_and_every_column(dataset, tmp_path):
    done = export(dataset, tmp_path / "out", form="csv")
    told = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert [one.hash for one in done.files] == [one["hash"] for one in told["resources"]]
    for resource in told["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_an_archive_without_dataset_is_told(tmp_path):
    with pytest.raises(ArchiveError, match="is missing"):
        export(tmp_path / "dataset.sqlite", tmp_path / "out", form="csv")
