"""What a hostile page says stays text in the spreadsheet, the file system and the browser that open an export."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from html import escape
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from blogark.dataset.export.exporting import export
from blogark.dataset.report.page import report
from blogark.parsers.model import Link, Media, Reference, Term
from blogark.tests.dataset.made import capture, comment, page, post, saved

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
BROWSER = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=2000",
)  # fmt: skip
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "=1+1",
    '=HYPERLINK("http://evil.example/";"click")',
    '=WEBSERVICE("http://evil.example/")',
    "=SUM(A1:A9)",
    "@SUM(1+1)",
    "+1+1",
    "-1+1",
    "\t=1+1",
    "\r=1+1",
)
PATHS = (
    "../../x", "..\\..\\x", "/etc/passwd", "CON", "aux.txt", "a:b|c", "~/.bashrc", ".hidden", "%2e%2e%2fx",
    "nul\u202etxt", "x" * 400, "$(touch x)", "-rf",
)  # fmt: skip
SCRIPTS = (
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title = 'taken'\">",
    "</title></textarea></style></script><svg onload=\"document.title = 'taken'\">",
    "[x](javascript:document.title='taken')",
    "![x](x\"onerror=\"document.title='taken')",
    "`<script>document.title = 'taken'</script>`\n\n    <script>document.title = 'taken'</script>",
    "<details open ontoggle=\"document.title = 'taken'\">",
)
HOSTILE = (*FORMULAS, *PATHS, *SCRIPTS)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    pages = []
    for number, text in enumerate(HOSTILE, start=1):
        url = f"http://blog.example/{text}"
        told = post(
            "/p",
            title=text,
            author_name=text,
            byline=text,
            body_text=text,
            body_html=text,
            published="2010-10-19",
            published_raw=text,
            categories=(Term(kind="category", name=text),),
            url=url,
        )
        one = page(
            f"/{number}",
            post=told,
            comments=(comment(number, author_name=text, author_url=text, body_text=text, body_html=text),),
            references=(Reference(position=1, kind="trackback", title=text, url=text, excerpt=text, site_name=text),),
            links=(Link(url=text, text=text),),
            media=(Media(kind="image", url=text, alt=text),),
        )
        pages.append((capture(number, f"/{number}"), one))
    return saved(tmp_path_factory.mktemp("hostile") / "dataset.sqlite", *pages)


def sheets(folder, room):
    """The tables as LibreOffice has read them, as flat XML."""
    files = sorted(str(path) for path in folder.glob("*.csv") if path.stem in ("posts", "comments", "post_references"))
    subprocess.run(
        [OFFICE, f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless", "--convert-to", "fods",
         "--outdir", str(room), *files],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {path.stem: ElementTree.parse(path).getroot() for path in room.glob("*.fods")}


def formulas(sheet):
    return [value for cell in sheet.iter() for name, value in cell.attrib.items() if name.endswith("}formula")]


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_no_cell_of_a_csv_file_is_a_formula_in_libreoffice(dataset, tmp_path):
    export(dataset, tmp_path / "csv", form="csv")
    found = sheets(tmp_path / "csv", tmp_path / "sheets")
    assert {"posts", "comments", "post_references"} == set(found)
    for name, sheet in found.items():
        assert [] == formulas(sheet), name
        assert "=cmd|" in "".join(sheet.itertext())


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_raw_csv_file_has_formulas_there_as_its_option_says(dataset, tmp_path):
    export(dataset, tmp_path / "csv", form="csv", raw=True)
    assert any(formulas(sheet) for sheet in sheets(tmp_path / "csv", tmp_path / "sheets").values())


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "markdown"])
def test_no_name_leads_out_of_the_folder_or_means_more_than_a_file(dataset, tmp_path, form):
    room = tmp_path / "room"
    room.mkdir()
    export(dataset, room / "out", form=form)
    assert ["out"] == [path.name for path in room.iterdir()]
    assert ["room"] == [path.name for path in tmp_path.iterdir()]
    names = [path.name for path in (room / "out").rglob("*")]
    assert all(re.fullmatch(r"[a-z0-9_]+|[a-z0-9_-]+\.(?:md|csv|jsonl|parquet|json)", name) for name in names)
    assert max(map(len, names)) < 100
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
    assert reserved.isdisjoint(name.partition(".")[0] for name in names)
    if form == "markdown":
        assert len(HOSTILE) == sum(name.endswith(".md") for name in names)


class Elements(HTMLParser):
    """All start tags with their attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def shown(path, room):
    command = [CHROMIUM, *BROWSER, f"--user-data-dir={room / 'profile'}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_no_script_of_a_post_runs_where_its_markdown_is_shown(dataset, tmp_path):
    export(dataset, tmp_path / "out", form="markdown")
    files = sorted((tmp_path / "out" / "posts").iterdir())
    # A reader that takes HTML as it stands, front matter and all: the least careful there is.
    html = "".join(MarkdownIt("commonmark", {"html": True}).render(path.read_text("utf-8")) for path in files)
    path = tmp_path / "posts.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>mine</title>{html}", "utf-8")
    assert "<title>mine</title>" in shown(path, tmp_path)
    elements = Elements()
    elements.feed(html)
    assert {"script", "svg", "details", "iframe"}.isdisjoint(tag for tag, _ in elements.found)
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert not (attributes.get("href") or "").lower().startswith("javascript:")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_no_script_of_a_post_runs_in_the_report(dataset, tmp_path):
    path = report(dataset, tmp_path / "report.html")
    assert "taken" not in re.search(r"<title>(.*?)</title>", shown(path, tmp_path), re.S)[1]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_the_browser_would_run_what_is_not_escaped(tmp_path):
    """The check of the two tests above can fail."""
    for number, script in enumerate((SCRIPTS[0], SCRIPTS[1])):
        path = tmp_path / f"{number}.html"
        path.write_text(f"<title>mine</title>{script}", "utf-8")
        assert "<title>taken</title>" in shown(path, tmp_path)
        path.write_text(f"<title>mine</title>{escape(script)}", "utf-8")
        assert "<title>mine</title>" in shown(path, tmp_path)
