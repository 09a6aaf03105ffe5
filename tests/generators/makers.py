"""The real generators: how each is given the blog, built, and asked whether it is installed.

What comes from npm and PyPI is looked for in the folder that ``BLOGARK_GENERATORS`` names (`make e2e-generators` fills
one below ``build/``), what Debian packages on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import ClassVar

from blogark.tests.generators.hugo import TEMPLATES
from blogark.tests.generators.source import AUTHORS, DESCRIPTION, HOME, TITLE, Blog, Entry

INSTALLED = Path(os.environ.get("BLOGARK_GENERATORS", Path(__file__).resolve().parents[2] / "build" / "generators"))
MODULES, COMMANDS = INSTALLED / "node_modules", INSTALLED / "venv" / "bin"


@dataclass(frozen=True, kw_only=True)
class Maker(ABC):
    """A generator with one of its themes; what it can tell is what the pages are held to."""

    theme: str
    name: ClassVar[str]
    each_author: ClassVar[bool] = False
    """Whether an entry has an author of its own; else the first of `AUTHORS`, if any, signs all."""
    footnotes: ClassVar[bool] = True
    leads: ClassVar[bool] = False
    """Whether the theme shows or names a post's picture."""
    terms: ClassVar[tuple[str, ...]] = ("category", "tag")
    """The kinds of terms that a page names."""
    comments: ClassVar[bool] = False
    """Whether the posts of `THREADS` have their comments."""
    without_neighbours: ClassVar[tuple[str, ...]] = ()
    """Themes whose pages do not lead to the older and newer post."""
    zones: ClassVar[tuple[tzinfo, ...]] = (HOME,)
    """Where a day may be the one that is shown."""

    platform: ClassVar[str | None] = None
    """As what the pages are read, if not under the generator's name."""

    def __str__(self) -> str:
        return f"{self.name}-{self.theme}"

    @abstractmethod
    def missing(self) -> str | None:
        """What would have to be installed."""

    @abstractmethod
    def build(self, blog: Blog, work: Path, url: str) -> Path:
        """Write and build the blog that will be served at `url` (no slash at its end); gives the folder to serve."""

    def front(self, entry: Entry, **more: object) -> str:
        """Front matter: JSON is YAML."""
        told = {"title": entry.title, "lang": entry.language, **more}
        if entry.kind == "post":
            told["date"] = _moment(entry)
        lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items() if value)
        return "\n".join(("---", *lines, "---", "", ""))


def _moment(entry: Entry) -> str:
    """A date with its zone only where the writer named one."""
    if entry.when.tzinfo is HOME:
        return entry.when.strftime("%Y-%m-%d %H:%M:%S")
    return entry.when.isoformat()


def _run(*command: object, cwd: Path, **environment: str) -> None:
    told = {**os.environ, "TZ": str(HOME), "LC_ALL": "C.UTF-8", **environment}
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=told, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout[-600:], done.stderr[-600:])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _json(path: Path, value: object) -> None:
    _write(path, json.dumps(value, ensure_ascii=False, indent=1))


@dataclass(frozen=True, kw_only=True)
class Hexo(Maker):
    """Hexo of npm, with a theme of npm."""

    name = "hexo"
    footnotes = False

    def missing(self) -> str | None:
        wanted = ("hexo", f"hexo-theme-{self.theme}")
        return next((name for name in wanted if not (MODULES / name).exists()), None)

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        (work / "node_modules").symlink_to(MODULES.resolve())
        # where its templates find each other
        shutil.copytree(MODULES / f"hexo-theme-{self.theme}", work / "themes" / self.theme)
        packages = json.loads((INSTALLED / "package.json").read_text())["dependencies"]
        _json(work / "package.json", {"name": "yard", "private": True, "hexo": {}, "dependencies": packages})
        config = {"title": TITLE, "description": DESCRIPTION, "author": AUTHORS[0], "language": "en", "url": url}
        config |= {"timezone": str(HOME), "permalink": ":year/:month/:day/:title/", "theme": self.theme}
        config |= {"future": False, "per_page": 7, "index_generator": {"per_page": 7}, "post_asset_folder": False}
        config |= {"feed": {"type": "atom", "limit": 10}}
        _json(work / "_config.yml", config)
        for entry in blog.entries:
            front = self.front(
                entry,
                categories=entry.categories,
                tags=entry.tags,
                cover=entry.lead,
                banner_img=entry.lead,
                photos=[entry.lead] if entry.lead and self.theme == "landscape" else None,
            )
            folder = {"draft": "_drafts", "future": "_posts", "public": "_posts"}[entry.state]
            place = f"{entry.slug}/index.md" if entry.kind == "page" else f"{folder}/{entry.slug}.md"
            _write(work / "source" / place, front + entry.markdown(more="<!-- more -->", notes=False))
        _run("node", MODULES / "hexo" / "bin" / "hexo", "generate", cwd=work)
        return work / "public"


@dataclass(frozen=True, kw_only=True)
class Jekyll(Maker):
    """Debian's Jekyll and minima: no terms on its pages, and in its feed all are categories."""

    name = "jekyll"
    each_author = True
    terms = ()
    without_neighbours = ("minima",)

    def missing(self) -> str | None:
        if not shutil.which("jekyll"):
            return "jekyll"
        gems = Path("/usr/share/rubygems-integration/all/gems")
        return None if list(gems.glob(f"{self.theme}-*")) else f"jekyll-theme-{self.theme}"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        config = {"title": TITLE, "description": DESCRIPTION, "author": AUTHORS[0], "url": url, "theme": self.theme}
        config |= {"timezone": str(HOME), "plugins": ["jekyll-feed", "jekyll-seo-tag", "jekyll-sitemap"]}
        config |= {"permalink": "date", "lang": "en", "excerpt_separator": "<!--more-->", "show_excerpts": True}
        _json(work / "_config.yml", config)
        _write(work / "index.md", "---\nlayout: home\n---\n")
        for entry in blog.entries:
            layout = {"layout": entry.kind, "author": entry.author if entry.author != AUTHORS[0] else None}
            terms = {"categories": list(entry.categories), "tags": entry.tags, "image": entry.lead}
            front = self.front(entry, **layout, **terms)
            place = f"_posts/{entry.when:%Y-%m-%d}-{entry.slug}.md"
            if entry.state == "draft":
                place = f"_drafts/{entry.slug}.md"
            _write(
                work / (f"{entry.slug}.md" if entry.kind == "page" else place),
                front + entry.markdown(more="<!--more-->"),
            )
        _run("jekyll", "build", "--quiet", cwd=work)
        return work / "_site"


@dataclass(frozen=True, kw_only=True)
class Pelican(Maker):
    """Pelican of PyPI, with the themes that come with it."""

    name = "pelican"
    each_author = True
    without_neighbours = ("notmyidea", "simple")

    def missing(self) -> str | None:
        return None if (COMMANDS / "pelican").exists() else "pelican"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        settings = {"SITENAME": TITLE, "SITESUBTITLE": DESCRIPTION, "SITEURL": url, "AUTHOR": AUTHORS[0]}
        settings |= {"PATH": "content", "TIMEZONE": str(HOME), "DEFAULT_LANG": "en", "THEME": self.theme}
        settings |= {"DEFAULT_PAGINATION": 7, "FEED_ALL_ATOM": "feeds/all.atom.xml", "WITH_FUTURE_DATES": False}
        settings |= {"SLUGIFY_SOURCE": "title", "DEFAULT_DATE_FORMAT": "%a %d %B %Y", "PLUGINS": []}
        settings["ARTICLE_TRANSLATION_ID"] = None
        settings["MARKDOWN"] = {
            "extension_configs": {f"markdown.extensions.{name}": {} for name in ("extra", "codehilite", "meta")}
        }
        _write(work / "pelicanconf.py", "".join(f"{key} = {value!r}\n" for key, value in settings.items()))
        for entry in blog.entries:
            told = {"Title": entry.title, "Date": _moment(entry), "Slug": entry.slug, "Author": entry.author}
            told |= {"Category": next(iter(entry.categories), None), "Tags": ", ".join(entry.tags), "Lang": None}
            told["Status"] = "draft" if entry.state == "draft" else None
            front = "".join(f"{key}: {value}\n" for key, value in told.items() if value)
            folder = "pages" if entry.kind == "page" else "posts"
            _write(work / "content" / folder / f"{entry.slug}.md", f"{front}\n{entry.markdown()}")
        _run(COMMANDS / "pelican", "-q", "-s", "pelicanconf.py", "-o", "output", "content", cwd=work)
        return work / "output"


@dataclass(frozen=True, kw_only=True)
class Nikola(Maker):
    """Nikola of PyPI, with the themes that come with it."""

    name = "nikola"
    each_author = True
    terms = ("tag",)

    def missing(self) -> str | None:
        return None if (COMMANDS / "nikola").exists() else "nikola"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        site = work / "site"
        _run(COMMANDS / "nikola", "init", "-q", "--demo", site, cwd=work)
        for folder in ("posts", "pages", "images", "galleries", "listings"):
            shutil.rmtree(site / folder, ignore_errors=True)
        settings = {
            "BLOG_TITLE": TITLE,
            "BLOG_DESCRIPTION": DESCRIPTION,
            "BLOG_AUTHOR": AUTHORS[0],
            "SITE_URL": f"{url}/",
        }
        settings |= {"TIMEZONE": str(HOME), "THEME": self.theme, "INDEX_DISPLAY_POST_COUNT": 7}
        settings |= {"POSTS": (("posts/*.md", "posts", "post.tmpl"),), "PAGES": (("pages/*.md", "pages", "page.tmpl"),)}
        settings["MARKDOWN_EXTENSIONS"] = ["fenced_code", "codehilite", "extra"]
        with (site / "conf.py").open("a", encoding="utf-8") as conf:
            conf.writelines(f"{key} = {value!r}\n" for key, value in settings.items())
        for entry in blog.entries:
            told = {"title": entry.title, "slug": entry.slug, "date": _moment(entry), "author": entry.author}
            told |= {"category": next(iter(entry.categories), None), "tags": ", ".join(entry.tags)}
            told |= {"status": "draft" if entry.state == "draft" else None, "previewimage": entry.lead}
            front = "".join(f".. {key}: {value}\n" for key, value in told.items() if value)
            text = f"{front}\n{entry.markdown(more='<!-- TEASER_END -->')}"
            _write(site / f"{entry.kind}s" / f"{entry.slug}.md", text)
        _run(COMMANDS / "nikola", "build", "-q", cwd=site, PATH=f"{COMMANDS}:{os.environ['PATH']}")
        return site / "output"


@dataclass(frozen=True, kw_only=True)
class Eleventy(Maker):
    """Eleventy of npm with its starter; it has no drafts, and shows what is to come."""

    name = "eleventy"
    platform = "generic"  # nothing in the starter's pages says who wrote them
    terms = ()
    footnotes = False
    zones = (HOME, UTC)

    def missing(self) -> str | None:
        wanted = ("@11ty/eleventy", self.theme)
        return next((name for name in wanted if not (MODULES / name).exists()), None)

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        site = work / "site"
        shutil.copytree(MODULES / self.theme, site, ignore=shutil.ignore_patterns("*.md", "page-list.njk"))
        (site / "node_modules").symlink_to(MODULES.resolve())
        data = json.loads((site / "_data/metadata.json").read_text())
        data |= {"title": TITLE, "url": f"{url}/", "description": DESCRIPTION}
        data["author"] |= {"name": AUTHORS[0], "url": f"{url}/the-yard/"}
        _json(site / "_data/metadata.json", data)
        # the starter was written for Eleventy 0.11
        config = (site / ".eleventy.js").read_text().replace("eleventyConfig.setDataDeepMerge(true);", "")
        config = config.replace("setBrowserSyncConfig", "setServerOptions").replace(
            "permalink: true", "permalink: false"
        )
        (site / ".eleventy.js").write_text(config)
        for entry in blog.entries:
            if entry.state == "public":
                page = entry.kind == "page"
                front = self.front(
                    entry,
                    layout="layouts/home.njk" if page else "layouts/post.njk",
                    tags=[*entry.categories, *entry.tags],
                )
                front = front.replace(f'date: "{_moment(entry)}"', f"date: {entry.when.isoformat()}")
                place = f"{entry.slug}.md" if page else f"posts/{entry.slug}.md"
                _write(site / place, front + entry.markdown(notes=False))
        _run("node", MODULES / "@11ty" / "eleventy" / "cmd.cjs", "--quiet", cwd=site)
        return site / "_site"


@dataclass(frozen=True, kw_only=True)
class Hugo(Maker):
    """Debian's Hugo: its Open Graph, microdata, related posts, tables of contents, pagination, feeds and sitemap."""

    name = "hugo"
    each_author = True

    def missing(self) -> str | None:
        return None if shutil.which("hugo") else "hugo"

    def build(self, blog: Blog, work: Path, url: str) -> Path:
        config = {"title": TITLE, "baseURL": f"{url}/", "languageCode": "en", "timeZone": str(HOME), "paginate": 7}
        config |= {"params": {"description": DESCRIPTION}, "markup": {"goldmark": {"renderer": {"unsafe": True}}}}
        config["related"] = {"threshold": 0, "includeNewer": True, "indices": [{"name": "date", "weight": 10}]}
        _json(work / "config.json", config)
        for path, text in TEMPLATES.items():
            _write(work / "layouts" / path, text)
        for entry in blog.entries:
            terms = {"categories": entry.categories, "tags": entry.tags, "images": [entry.lead] if entry.lead else None}
            front = self.front(entry, author=entry.author, slug=entry.slug, draft=entry.state == "draft", **terms)
            folder = "posts/" if entry.kind == "post" else ""
            _write(work / "content" / f"{folder}{entry.slug}.md", front + entry.markdown(more="<!--more-->"))
        _run("hugo", "--quiet", cwd=work)
        return work / "public"


ODD = ("melody",)
"""Themes of Hexo with ways of their own: the title in a block with an id."""
MAKERS: tuple[Maker, ...] = (
    *(Hexo(theme=theme) for theme in ("landscape", "next", "butterfly", "fluid", "icarus", *ODD)),
    Jekyll(theme="minima"),
    *(Pelican(theme=theme) for theme in ("notmyidea", "simple")),
    *(Nikola(theme=theme) for theme in ("bootblog4", "bootstrap4", "base")),
    Eleventy(theme="eleventy-base-blog"),
    Hugo(theme="built-in"),
)
