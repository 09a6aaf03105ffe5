"""Blogs with traps that nobody has named: addresses, parameters and kinds of traps are drawn from a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from blogark.tests.spiders.conftest import reply
from blogark.tests.spiders.odd_server import Reply

Links = list[tuple[str, str]]
WORDS = (
    "tide rope lamp owl quay sail fog brass oar kettle mallet harbour wool hinge larch anchor pencil saucepan choir "
    "postman ladder willow barge thimble acorn gravel lantern pebble marrow orchard bramble cellar"
).split()


@dataclass(frozen=True, kw_only=True)
class Trap:
    """Addresses without end; `owns` tells them, `page` answers them, `links` are what other pages lead to it with."""

    name: str
    owns: Callable[[str], bool]
    page: Callable[[str], str]
    links: Callable[[str], Links]


@dataclass
class Wild(Mapping[str, Reply | tuple[Reply, ...]]):
    """A blog of a seed, as the replies of a server; every path of a trap answers 200."""

    seed: int
    kinds: tuple[Callable[[Wild], Trap], ...] = ()
    """The traps; none: five are drawn."""
    posts: dict[str, str] = field(default_factory=dict)
    """Addresses and texts."""
    traps: list[Trap] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self._names = self.draw.sample([a + b for a in WORDS for b in WORDS], 80)
        self.lists: dict[str, str] = {}
        form = self.form = self.draw.choice(FORMS)
        parameter = self.name()
        for number in range(48):
            words = self.draw.choices(WORDS, k=self.draw.choice((8, 30, 60, 120)))
            path = form.format(
                n=100 + number,
                p=parameter,
                slug="-".join(words[:4]) + f"-{self.name_of(number)}",
                y=2005 + number // 12,
                m=f"{1 + number % 12:02}",
                d=f"{1 + number * 7 % 28:02}",
            )
            picture = f'<img src="/i/{number}.jpg">' if number % 5 == 0 else ""
            self.posts[path] = f"<h2>{' '.join(words[:4])}</h2><p>{' '.join(words[4:])}</p>{picture}"
        self._build_lists()
        for build in self.kinds or self.draw.sample(TRAPS, 5):
            self.traps.append(build(self))

    def name(self) -> str:
        return self._names.pop()

    def name_of(self, number: int) -> str:
        return WORDS[number % len(WORDS)] + WORDS[number // len(WORDS)]

    def owner(self, target: str) -> Trap | None:
        return next((trap for trap in self.traps if trap.owns(target)), None)

    # The blog

    def _build_lists(self) -> None:
        paths = list(self.posts)
        listed = paths[:40]
        form = self.draw.choice(("/page/{0}/", "/?seite={0}", "/archive/{0}.html"))
        whole = self.draw.random() < 0.5
        for start in range(0, 40, 8):
            number = start // 8 + 1
            shown = listed[start : start + 8]
            content = "".join(
                f'{self.posts[path] if whole else self.posts[path].partition("<p>")[0]}<a href="{path}">more of it</a>'
                for path in shown
            )
            following = f'<a href="{form.format(number + 1)}">Older entries</a>' if start < 32 else ""
            self.lists["/" if number == 1 else form.format(number)] = content + following
        # Some hang on other posts only, in a chain.
        for before, path in zip((listed[3], *paths[40:]), paths[40:], strict=False):
            self.posts[before] += f'<p>See <a href="{path}">an older one</a></p>'

    def plain(self, target: str) -> str | None:
        return self.posts.get(target) or self.lists.get(target)

    def bare(self, target: str) -> str:
        """What stands behind a view of an address."""
        return self.plain(target) or self.lists["/"]

    def frame(self, target: str, content: str) -> str:
        here = "".join(f'<a href="{href}">{text}</a> ' for trap in self.traps for href, text in trap.links(target))
        return (
            "<html><head><title>A wild blog</title></head><body><h1>The wild blog of somebody</h1>"
            f"<div>{content}</div><ul><li>About the person who writes all this</li></ul>{here}</body></html>"
        )

    # What the server asks

    def __getitem__(self, target: str) -> Reply:
        trap = self.owner(target)
        if trap is not None:
            return reply(self.frame(target, trap.page(target)))
        content = self.plain(target)
        if content is None:
            raise KeyError(target)
        return reply(self.frame(target, content))

    def __iter__(self) -> Iterator[str]:
        return iter((*self.posts, *self.lists))

    def __len__(self) -> int:
        return len(self.posts) + len(self.lists)


FORMS = (
    "/{y}/{m}/{slug}/",
    "/{slug}/",
    "/notes/{slug}.html",
    "/post/{n}",
    "/?p={n}",
    "/show.php?{p}={n}",
    "/{y}/{m}/{d}/",
    "/{y}-{m}-{d}.html",
)


def with_query(target: str, query: str) -> str:
    return f"{target}{'&' if '?' in target else '?'}{query}"


def without(target: str, *names: str) -> str:
    parts = urlsplit(target)
    kept = [f"{name}={value}" for name, value in parse_qsl(parts.query) if name not in names]
    return parts.path + ("?" + "&".join(kept) if kept else "")


def token(draw: random.Random) -> str:
    return "".join(draw.choices("0123456789abcdef", k=draw.choice((10, 16, 32))))


# Traps


def calendar_by_path(blog: Wild) -> Trap:
    name, cut = blog.name(), blog.draw.choice(("/", "-"))

    def address(months: int) -> str:
        return f"/{name}/{months // 12}{cut}{months % 12 + 1:02}{'/' if cut == '/' else ''}"

    def page(target: str) -> str:
        year, month = map(int, [*re.findall(r"\d+", target.partition(name)[2]), 2010, 1][:2])
        months = year * 12 + month - 1
        days = "".join(f'<a href="{address(months)}{"" if cut == "/" else "/"}{day}/">{day}</a>' for day in range(1, 9))
        around = f'<a href="{address(months - 1)}">before</a> <a href="{address(months + 1)}">after</a>'
        return f"<p>There are no events in this month of {year}.</p>{around}{days}"

    return Trap(
        name="calendar by path",
        owns=lambda target: target.startswith(f"/{name}/"),
        page=page,
        links=lambda target: [(address(24120), "Calendar")],
    )


def calendar_by_query(blog: Wild) -> Trap:
    name, year, month = blog.name(), blog.name(), blog.name()

    def page(target: str) -> str:
        asked = dict(parse_qsl(urlsplit(target).query))
        months = int(asked[year]) * 12 + int(asked[month])
        links = "".join(
            f'<a href="/{name}?{year}={at // 12}&amp;{month}={at % 12}">{at}</a>' for at in (months - 1, months + 1)
        )
        return f"<p>There are no events in month {asked[month]} of {asked[year]}, sorry to say.</p>{links}"

    return Trap(
        name="calendar by query",
        owns=lambda target: target.startswith(f"/{name}?"),
        page=page,
        links=lambda target: [(f"/{name}?{year}=2010&amp;{month}=4", "Calendar")],
    )


def sessions_in_query(blog: Wild) -> Trap:
    name = blog.draw.choice((blog.name(), "sid", "PHPSESSID"))
    draw = random.Random(blog.seed)

    def links(target: str) -> Links:
        return [(with_query(without(target, name), f"{name}={token(draw)}").replace("&", "&amp;"), "Stay here")]

    return Trap(
        name="sessions in query",
        owns=lambda target: f"{name}=" in target,
        page=lambda target: blog.bare(without(target, name)),
        links=links,
    )


def sessions_in_path(blog: Wild) -> Trap:
    head = blog.draw.choice((f"/{blog.name()}/", "/s-", "/(S("))
    tail = "))" if head == "/(S(" else ""
    draw = random.Random(blog.seed)

    def split(target: str) -> str:
        return "/" + target[len(head) :].partition("/")[2] if target.startswith(head) else target

    def links(target: str) -> Links:
        return [(f"{head}{token(draw)}{tail}{split(target)}".replace("&", "&amp;"), "Stay here")]

    return Trap(
        name="sessions in path",
        owns=lambda target: target.startswith(head),
        page=lambda target: blog.bare(split(target)),
        links=links,
    )


def facets(blog: Wild) -> Trap:
    path, names, values = blog.name(), [blog.name() for _ in range(4)], [blog.name() for _ in range(6)]

    def page(target: str) -> str:
        asked = dict(parse_qsl(urlsplit(target).query))
        shown = random.Random(target).sample(list(blog.posts), 8)
        more = [
            "&amp;".join(f"{key}={word}" for key, word in sorted({**asked, name: value}.items()))
            for name in names
            for value in values
        ]
        links = "".join(f'<a href="/{path}?{query}">{query.rpartition("=")[2]}</a>' for query in more)
        return "".join(f'{blog.posts[one]}<a href="{one}">more</a>' for one in shown) + links

    return Trap(
        name="facets",
        owns=lambda target: target.startswith(f"/{path}?"),
        page=page,
        links=lambda target: [(f"/{path}?{names[0]}={value}", value) for value in values],
    )


def sort_orders(blog: Wild) -> Trap:
    by, order = blog.name(), blog.name()

    def links(target: str) -> Links:
        bare = without(target, by, order)
        if bare not in blog.lists:
            return []
        return [
            (with_query(bare, f"{by}={name}&{order}={way}").replace("&", "&amp;"), f"By {name}")
            for name in ("title", "date", "length")
            for way in ("up", "down")
        ]

    return Trap(
        name="sort orders",
        owns=lambda target: f"{by}=" in target,
        page=lambda target: blog.bare(without(target, by, order)),
        links=links,
    )


def print_views(blog: Wild) -> Trap:
    name, session = blog.name(), blog.name()
    kind = "query" if any("?" in path for path in blog.posts) else blog.draw.choice(("query", "tail", "head"))
    draw = random.Random(blog.seed)

    def view(target: str) -> str:
        if kind == "query":
            return with_query(target, f"{name}=1&{session}={token(draw)}")
        return f"{target.rstrip('/')}/{name}/" if kind == "tail" else f"/{name}{target}"

    def bare(target: str) -> str:
        if kind == "query":
            return without(target, name, session)
        kept = target.removesuffix(f"/{name}/") if kind == "tail" else target.removeprefix(f"/{name}")
        return kept if kept in blog.posts else f"{kept}/"

    return Trap(
        name=f"print views by {kind}",
        owns=lambda target: f"{name}=1" in target or f"/{name}" in target,
        page=lambda target: blog.bare(bare(target)),
        links=lambda target: [(view(target).replace("&", "&amp;"), "Print")] if target in blog.posts else [],
    )


def relative_paths(blog: Wild) -> Trap:
    name, other = blog.name(), blog.name()

    return Trap(
        name="relative paths",
        owns=lambda target: f"{name}/{other}" in target,
        page=lambda target: "<p>What this person does when there is nothing to write about at all.</p>",
        links=lambda target: [(f"{name}/{other}/", "More about me")],
    )


def soft_errors(blog: Wild) -> Trap:
    name = blog.name()
    draw = random.Random(blog.seed)

    return Trap(
        name="soft errors",
        owns=lambda target: target.startswith(f"/{name}/"),
        page=lambda target: (
            "<p>This page was not found; perhaps one of these is what you were looking for.</p>"
            + "".join(f'<a href="{target}{draw.choice(WORDS)}{draw.choice(WORDS)}/">this one</a> ' for _ in range(4))
        ),
        links=lambda target: [(f"/{name}/{draw.choice(WORDS)}/", "A broken link")],
    )


def forms(blog: Wild) -> Trap:
    path, item, stars = blog.name(), blog.name(), blog.name()
    kind = blog.draw.choice(("query", "path"))

    def links(target: str) -> Links:
        if target not in blog.posts:
            return []
        number = list(blog.posts).index(target)
        if kind == "query":
            return [(f"/{path}.php?{item}={number}&amp;{stars}={one}", f"{one} stars") for one in range(1, 6)]
        return [(f"/{path}/{number}/{one}/", f"{one} stars") for one in range(1, 6)]

    return Trap(
        name=f"forms by {kind}",
        owns=lambda target: target.startswith(f"/{path}"),
        page=lambda target: f"<p>Thank you for your vote! We have noted {target.rpartition('=')[2]} for this.</p>",
        links=links,
    )


def searches(blog: Wild) -> Trap:
    path, asked = blog.name(), blog.name()

    def links(target: str) -> Links:
        before = target.partition(f"{asked}=")[2]
        before = f"{before}+" if before else ""
        return [(f"/{path}?{asked}={before}{word}", f"Search for {word}") for word in WORDS[:6]]

    def page(target: str) -> str:
        words = target.partition(f"{asked}=")[2].split("+")
        found = [one for one, text in blog.posts.items() if all(word in text for word in words)][:8]
        shown = "".join(f'{blog.posts[one]}<a href="{one}">more</a>' for one in found)
        return f"<p>You have searched for {' and '.join(words)}</p>{shown}"

    return Trap(name="searches", owns=lambda target: target.startswith(f"/{path}?"), page=page, links=links)


def endless_pages(blog: Wild) -> Trap:
    name = blog.name()
    form = blog.draw.choice((f"/{name}/page/{{0}}/", f"/{name}/{{0}}.html", f"/{name}?page={{0}}"))

    def page(target: str) -> str:
        number = int("".join(filter(str.isdigit, target)) or 1)
        return f'<p>There are no entries on this page of the list.</p><a href="{form.format(number + 1)}">Older</a>'

    return Trap(
        name="endless pages",
        owns=lambda target: target.startswith(f"/{name}"),
        page=page,
        links=lambda target: [(form.format(2), "A list")],
    )


TRAPS: tuple[Callable[[Wild], Trap], ...] = (
    calendar_by_path,
    calendar_by_query,
    sessions_in_query,
    sessions_in_path,
    facets,
    sort_orders,
    print_views,
    relative_paths,
    soft_errors,
    forms,
    searches,
    endless_pages,
)
