"""What is made for wikis and handbooks, and can keep a blog: Debian's ikiwiki, and Material for MkDocs of PyPI."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from blogark.tests.generators.makers import COMMANDS, Maker, _moment, _run, _write
from blogark.tests.generators.source import AUTHORS, DESCRIPTION, HOME, THREADS, TITLE, Blog


@dataclass(frozen=True, kw_only=True)
class Ikiwiki(Maker):
    """ikiwiki without the pages that it brings along; its comments lie beside the posts."""

    name = "ikiwiki"
    each_author = True
    footnotes = False
    terms = ("tag",)
    comments = True
    without_neighbours = ("html5",)

    def missing(self) -> str | None:
        return None if shutil.which("ikiwiki") else "ikiwiki"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        for entry in (*blog.posts, *blog.of("page")):
            post = entry.kind == "post"
            told = [f'title="""{entry.title}"""']
            told += [f'date="{_moment(entry)}"', f'author="{entry.author}"'] if post else []
            head = "".join(f"[[!meta {one}]]\n" for one in told)
            tags = " ".join(tag.replace(" ", "_") for tag in entry.tags)
            text = head + entry.markdown(notes=False) + (f"\n[[!tag {tags}]]\n" if tags else "")
            _write(work / "source" / ("posts" if post else ".") / f"{entry.slug}.mdwn", text)
            for number, said in enumerate(THREADS.get(entry.slug, ()), 1):
                text = f'[[!comment format=mdwn\n ip="192.0.2.7"\n claimedauthor="{said.author}"\n'
                text += f' subject="comment {number}"\n date="{said.when}"\n content="""\n{said.text}\n"""]]\n'
                _write(work / "source/posts" / entry.slug / f"comment_{number}_{number:032}._comment", text)
        for name, shown in (("index", "show=7"), ("posts", "archive=yes")):
            _write(
                work / "source" / f"{name}.mdwn",
                f'[[!inline pages="page(posts/*)" {shown}]]\n\n[[The yard|the-yard]]\n',
            )
        (work / "nothing").mkdir()
        told = {"wikiname": TITLE, "srcdir": str(work / "source"), "destdir": str(work / "output"), "url": url}
        told |= {"underlaydir": str(work / "nothing"), "cgiurl": f"{url}/ikiwiki.cgi", "timezone": str(HOME), "atom": 1}
        told |= {"html5": 1, "tagbase": "tags", "tag_autocreate": 1, "comments_allowauthor": 1}
        told |= {"add_plugins": ["goodstuff", "comments"], "disable_plugins": ["recentchanges", "editpage", "poll"]}
        told |= {"comments_pagespec": "posts/*", "discussion": 0, "cgi_wrapper": "", "usedirs": 1}
        lines = (f"{key}: {json.dumps(value)}\n" for key, value in told.items())
        _write(work / "steg.setup", "# IkiWiki::Setup::Yaml - YAML formatted setup file\n---\n" + "".join(lines))
        _run("ikiwiki", "--setup", work / "steg.setup", "--rebuild", cwd=work)
        return work / "output"


@dataclass(frozen=True, kw_only=True)
class MkDocs(Maker):
    """Material for MkDocs with its blog plugin."""

    name = "mkdocs"
    each_author = True
    zones = (HOME, UTC)

    def missing(self) -> str | None:
        return None if (COMMANDS / "mkdocs").exists() else "mkdocs-material"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        names = {author: author.partition(" ")[0].lower() for author in AUTHORS}
        plugins = [
            {"tags": {}},
            {"blog": {"blog_dir": ".", "post_url_format": "{date}/{slug}", "pagination_per_page": 7}},
        ]
        told = {"site_name": TITLE, "site_url": f"{url}/", "site_description": DESCRIPTION, "plugins": plugins}
        told |= {"theme": {"name": self.theme, "font": False}, "nav": ["index.md", "the-yard.md", "tags.md"]}
        told |= {"markdown_extensions": ["footnotes", "tables", "fenced_code"]}
        _write(work / "mkdocs.yml", json.dumps(told))
        people = {name: {"name": author, "description": "", "avatar": "/a.png"} for author, name in names.items()}
        _write(work / "docs/.authors.yml", json.dumps({"authors": people}))
        _write(work / "docs/index.md", "# Notes\n")
        _write(work / "docs/tags.md", "# Tags\n\n<!-- material/tags -->\n")
        for entry in blog.of("page"):
            _write(work / "docs" / f"{entry.slug}.md", f"# {entry.title}\n\n{entry.markdown()}")
        for entry in (*blog.posts, *blog.of("post", "draft")):
            front = {
                "slug": entry.slug,
                "authors": [names[entry.author]],
                "categories": entry.categories,
                "tags": entry.tags,
            }
            lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items() if value]
            lines += [f"date: {entry.when.astimezone(HOME):%Y-%m-%d}", f"draft: {str(entry.state == 'draft').lower()}"]
            text = "\n".join(("---", *lines, "---", "", f"# {entry.title}", "", entry.markdown(more="<!-- more -->")))
            _write(work / "docs/posts" / f"{entry.slug}.md", text)
        _run(COMMANDS / "mkdocs", "build", "-q", cwd=work)
        return work / "site"


HANDBOOKS: tuple[Maker, ...] = (Ikiwiki(theme="html5"), MkDocs(theme="material"))
