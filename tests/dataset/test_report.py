"""The report shows the dataset's own figures, asks nobody for anything, and nothing in it comes alive."""

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from blogark.archive.errors import ArchiveError
from blogark.dataset.report.page import report
from blogark.parsers.model import Link, Reference, Term
from blogark.tests.dataset.made import capture, comment, page, post, rows, saved

HOSTILE = "</title><script>document.title = 'taken'</script><img src=x onerror=alert(1)> ' \" &amp;"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
BROWSER = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    pages = []
    for number in range(1, 25):
        year, month = 2009 + number // 12, 1 + number % 12
        said = (
            comment(1, author_name="Élodie", published=f"{year}-{month:02}-03"),
            comment(2, author_name=HOSTILE, parent_native_id="1", depth=1),
        )
        words = "harbour " * 3 if number < 12 else "workshop " * 3
        told = post(
            f"/{number}",
            title=HOSTILE if number == 1 else f"Post {number}",
            published=f"{year}-{month:02}-02",
            body_text=f"We went out {'once ' if number % 7 == 1 else ''}again and again. {words}",
            categories=(Term(kind="category", name="Boats & <b>"),),
        )
        one = page(
            f"/{number}",
            post=told,
            comments=said if number % 3 == 0 else (),
            links=(Link(url="javascript:alert(1)"), Link(url="http://www.other.example/x")),
            references=(Reference(position=1, kind="pingback", url="http://third.example/", title="T"),),
        )
        pages.append((capture(number, f"/{number}"), one))
    return saved(tmp_path_factory.mktemp("report") / "dataset.sqlite", *pages)


@pytest.fixture(scope="module")
def text(dataset, tmp_path_factory):
    return report(dataset, tmp_path_factory.mktemp("out") / "report.html").read_text("utf-8")


class Elements(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def shown(text):
    return re.sub(r"<[^>]+>|\s+", " ", text)


def test_the_same_dataset_gives_the_same_report(dataset, text, tmp_path):
    assert text == report(dataset, tmp_path / "again.html").read_text("utf-8")


def test_the_figures_are_those_of_the_dataset(dataset, text):
    ((posts, comments),) = rows(dataset, "SELECT (SELECT count(*) FROM posts), (SELECT count(*) FROM comments)")
    assert f"<b>{posts}</b> posts" in text
    assert f"<b>{comments}</b> comments" in text
    drawn = re.findall(r"<title>(\d{4}-\d\d): (\d+) posts</title>", text)
    assert dict(rows(dataset, "SELECT substr(published, 1, 7), count(*) FROM posts GROUP BY 1")) == {
        month: int(number) for month, number in drawn if number != "0"
    }
    assert "Élodie" in shown(text)
    assert "other.example" in shown(text)
    assert "third.example" in shown(text)


def test_words_that_rise_and_fall_are_those_that_the_blog_took_up_and_gave_up(text):
    rising, falling = text.split("<h2>Words that rise</h2>")[1].split("<h2>Words that fall</h2>")
    assert "workshop" in rising
    assert "harbour" not in rising
    assert "harbour" in falling.split("</section>")[0]
    # What stands in all posts, and what comes and goes by chance, did neither.
    for word in ("again", "went", "once"):
        assert f"'row'>{word}<" not in rising + falling.split("</section>")[0]


def test_an_answer_is_drawn_with_a_line_to_what_it_answers(text):
    threads = re.findall(r"<svg class='thread'.*?</svg>", text, re.S)
    assert 3 == len(threads)
    assert all(one.count("<circle") == 2 and one.count("<path") == 1 for one in threads)


def test_the_report_asks_nobody_for_anything_and_holds_no_script(text):
    elements = Elements(text).found
    assert {"script", "img", "link", "iframe", "object", "base"}.isdisjoint(tag for tag, _ in elements)
    for tag, attributes in elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")], tag
        assert attributes.get("href", "http").startswith("http")
    assert "url(" not in text
    assert "default-src 'none'" in text


def test_what_colour_tells_is_told_in_words_too(text):
    for tag, attributes in Elements(text).found:
        if tag == "svg":
            assert attributes.get("aria-label") or attributes.get("aria-hidden") == "true"


def test_a_missing_dataset_is_one_sentence_and_leaves_nothing(tmp_path):
    with pytest.raises(ArchiveError, match="is missing"):
        report(tmp_path / "dataset.sqlite", tmp_path / "report.html")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_a_browser_shows_and_prints_it(text, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(text, "utf-8")
    command = [CHROMIUM, *BROWSER, f"--user-data-dir={tmp_path / 'profile'}"]
    shown = subprocess.run(
        [*command, "--dump-dom", path.as_uri()], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert "<title>http://blog.example/: what is archived</title>" in shown
    pdf = tmp_path / "report.pdf"
    subprocess.run([*command, f"--print-to-pdf={pdf}", path.as_uri()], capture_output=True, check=True, timeout=120)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) <= 8
