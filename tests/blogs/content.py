"""What the test blogs say: posts, comments and terms, made up, the same for the same numbers, in two generations."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

Way = Literal["lists", "category", "sitemap", "link", "moved", "closed", "hidden"]
"""How a post can be found: on every list; on its category's list only; in the exact source (sitemap, API, paged feed)
only; by one link in one old post; by one link to an address that it has left; it is named but robots.txt closes it;
not at all (a draft that answers if asked)."""

FIRST = datetime(2008, 1, 5, 9, 0)  # noqa: DTZ001  # site-local time, as blogs print it
"""Site time is UTC on all test blogs."""
BUSY = 45
"""Comments under every fortieth post: more than one page of them."""
_WORDS = (
    "slow grey green old new cold warm small wide narrow quiet loud early late boat tide plank oak larch copper nail "
    "harbour rock bell buoy rain lamp kettle rope sail mast keel seam mallet owl straw lane church hill forester "
    "surveyor postman choir saucepan fog island shadow anchor bread letter pencil stern went came stood held bent "
    "broke dried leaked waited listened planed hammered painted floated turned remembered never always almost perhaps"
).split()
_NAMES = ("Alan", "Bjørn", "Chidi", "Dolores", "Étienne", "Fumiko", "Gary", "Hoa", "Inge", "João", "Katrin", "Liam")
_CATEGORIES = ("Boats", "Wood & Glue", "Weather", "People", "Tools")
_TAGS = tuple(f"{one} {other}" for one, other in zip(_WORDS[:10], _WORDS[14:24], strict=True))


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who posts."""

    login: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Comment:
    """One comment; `parent` is the number of the comment that it answers."""

    id: int
    author: str
    url: str | None
    published: datetime
    paragraphs: tuple[str, ...]
    parent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post; `links` are the numbers of posts that its text links to, `asides` other addresses."""

    id: int
    title: str
    slug: str
    published: datetime
    author: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]
    comments: tuple[Comment, ...] = ()
    way: Way = "lists"
    links: tuple[int, ...] = ()
    asides: tuple[str, ...] = ()
    """Kinds of odd links in the text: "dead", "gone", "elsewhere", "alias", "secure"; the site knows the addresses."""
    pictures: tuple[str, ...] = ()
    """Names of pictures of the blog's own host; "cdn:name" lies on another."""
    updated: datetime | None = None

    @property
    def modified(self) -> datetime:
        """When the post or its comments last changed."""
        return max(filter(None, (self.updated, self.published, *(one.published for one in self.comments))))


@dataclass(frozen=True, kw_only=True)
class Blog:
    """All that was written, posts oldest first."""

    title: str
    authors: tuple[Author, ...]
    posts: tuple[Post, ...]
    about: tuple[str, ...]

    @cached_property
    def by_id(self) -> dict[int, Post]:
        return {post.id: post for post in self.posts}

    @cached_property
    def listed(self) -> tuple[Post, ...]:
        """The posts that stand on every list, newest first; the closed ones are among them."""
        return tuple(post for post in reversed(self.posts) if post.way in ("lists", "closed"))

    @cached_property
    def named(self) -> tuple[Post, ...]:
        """The posts that an exact source names, newest first."""
        return tuple(post for post in reversed(self.posts) if post.way in ("lists", "sitemap", "category"))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        return tuple(sorted({name for post in self.posts for name in post.categories}))

    @cached_property
    def tags(self) -> tuple[str, ...]:
        return tuple(sorted({name for post in self.posts for name in post.tags}))

    def name_of(self, login: str) -> str:
        return next(author.name for author in self.authors if author.login == login)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What the second generation changes: numbers of posts and comments."""

    new_posts: tuple[int, ...]
    new_comments: tuple[int, ...]
    """On posts that were there before."""
    edited: int
    deleted: int


def first_generation(posts: int = 300, *, seed: int = 1934, orphans: Way = "sitemap") -> Blog:
    """A blog of so many listed posts, and beside them orphans, one closed post and one draft.

    `orphans` is the way to three of them: "sitemap", or "category" where the blog has no exact source.
    """
    dice = random.Random(seed)
    made = [_post(number, random.Random(seed * 10**6 + number)) for number in range(1, posts + 1)]
    place = len(made) // 3
    extra = ((orphans, 3), ("link", 2), ("moved", 1), ("closed", 1), ("hidden", 1))
    for way, count in extra:
        for _ in range(count):
            number = len(made) + 1
            orphan = _post(number, random.Random(seed * 10**6 + number))
            # Between two others in time, but never among the newest, which feeds show.
            moment = FIRST + timedelta(days=3 * place + 1, hours=len(made) % 7)
            late = moment - orphan.published
            comments = tuple(replace(comment, published=comment.published + late) for comment in orphan.comments)
            tags = orphan.tags if way in ("sitemap", "closed") else ()
            made.append(replace(orphan, published=moment, way=way, tags=tags, comments=comments, pictures=()))
            place += 7
    lost = [post.id for post in made if post.way in ("link", "moved")]
    for one, number in enumerate(lost):
        made[3 + one] = replace(made[3 + one], links=(*made[3 + one].links, number))
    for number, aside in enumerate(("dead", "dead", "gone", "elsewhere", "alias", "alias", "secure", "secure")):
        place = 2 + posts // 12 * number
        made[place] = replace(made[place], asides=(aside,))
    made.sort(key=lambda post: post.published)
    return Blog(
        title="A Long Log",
        authors=(Author(login="ruth", name="Ruth Penhale"), Author(login="tom", name="Tom Penhale")),
        posts=_numbered(made),
        about=(_sentences(dice, 3), _sentences(dice, 2)),
    )


def second_generation(blog: Blog) -> tuple[Blog, Changes]:
    """The blog some days later: three new posts, comments on an old and on a new post, an edit, a deletion."""
    posts = {post.id: post for post in blog.posts}
    normal = [post for post in blog.posts if post.way == "lists"]
    now = max(post.modified for post in blog.posts) + timedelta(days=2)
    next_comment = max(comment.id for post in blog.posts for comment in post.comments) + 1
    commented: list[int] = []

    def comment_on(post: Post, count: int) -> None:
        nonlocal next_comment
        added = []
        for one in range(count):
            dice = random.Random(next_comment)
            added.append(
                Comment(
                    id=next_comment,
                    author=f"{dice.choice(_NAMES)} Late",
                    url=None,
                    published=now + timedelta(hours=one),
                    paragraphs=(_sentences(dice, 2),),
                )
            )
            commented.append(next_comment)
            next_comment += 1
        posts[post.id] = replace(posts[post.id], comments=(*posts[post.id].comments, *added))

    old = next(post for post in normal[10:] if 0 < len(post.comments) < 10)
    comment_on(old, 2)
    comment_on(normal[-1], 1)
    edited = normal[-8]
    text = ("This paragraph was written later, and says something else.", *edited.paragraphs[1:])
    posts[edited.id] = replace(posts[edited.id], paragraphs=text, updated=now)
    # Linked from nowhere but lists, feeds and its neighbours, so that it vanishes without a dead link.
    linked = {number for post in blog.posts for number in post.links}
    deleted = next(post for post in normal[len(normal) // 2 :] if 0 < len(post.comments) < 10 and post.id not in linked)
    del posts[deleted.id]
    highest = max(posts)
    new = []
    for number in range(1, 4):
        made = _post(highest + number, random.Random(highest + number))
        begin = now + timedelta(hours=6 * number)
        comments = tuple(
            replace(
                comment, id=next_comment + 100 * number + place, parent=None, published=begin + timedelta(hours=place)
            )
            for place, comment in enumerate(made.comments[:2])
        )
        tags = tuple(name for name in made.tags if name in blog.tags)
        new.append(replace(made, id=highest + number, published=begin, comments=comments, pictures=(), tags=tags))
    changes = Changes(
        new_posts=tuple(post.id for post in new),
        new_comments=tuple(commented),
        edited=edited.id,
        deleted=deleted.id,
    )
    return replace(blog, posts=(*sorted(posts.values(), key=lambda post: post.published), *new)), changes


def _numbered(posts: list[Post]) -> tuple[Post, ...]:
    """The comments of all posts numbered in the order in which they came."""
    written = sorted((comment.published, post.id, comment.id) for post in posts for comment in post.comments)
    numbers = {(post, comment): 50_001 + place for place, (_, post, comment) in enumerate(written)}
    return tuple(
        replace(
            post,
            comments=tuple(
                replace(
                    comment,
                    id=numbers[post.id, comment.id],
                    parent=None if comment.parent is None else numbers[post.id, comment.parent],
                )
                for comment in post.comments
            ),
        )
        for post in posts
    )


def _post(number: int, dice: random.Random) -> Post:
    published = FIRST + timedelta(days=3 * number, minutes=17 * number % 600)
    title = " ".join(dice.sample(_WORDS, 3)).capitalize()
    title += (f" & {number}", f" ({number})", f": “{number}”", f" – {number}")[number % 4]
    return Post(
        id=1000 + number,
        title=title,
        slug=f"{title.split()[0].lower()}-{title.split()[1]}-{number}",
        published=published,
        author=("ruth", "tom")[number % 3 == 0],
        categories=tuple(dice.sample(_CATEGORIES, 1 + (number % 4 == 0))),
        tags=tuple(dice.sample(_TAGS, number % 3 // 2)),
        paragraphs=tuple(_sentences(dice, dice.randint(3, 6)) for _ in range(dice.randint(2, 4))),
        comments=_comments(number, published, dice),
        links=(1000 + dice.randint(1, number - 1),) if number % 9 == 0 else (),
        pictures=(f"{number}.png",) if number % 20 == 0 else (f"cdn:{number}.png",) if number % 50 == 7 else (),
    )


def _comments(number: int, published: datetime, dice: random.Random) -> tuple[Comment, ...]:
    made: list[Comment] = []
    for place in range(BUSY if number % 40 == 0 else dice.randint(1, 4) if number % 2 else 0):
        answers = place % 3 == 2 and made[place - 1].parent is None
        made.append(
            Comment(
                id=place,
                author=f"{dice.choice(_NAMES)} {dice.choice('ABCDEFGH')}.",
                url=f"http://readers.test/{dice.randint(1, 99)}" if place % 2 else None,
                published=published + timedelta(hours=1 + 5 * place, minutes=number % 50),
                paragraphs=tuple(_sentences(dice, dice.randint(1, 2)) for _ in range(1 + place % 2)),
                parent=made[place - 1].id if answers else None,
            )
        )
    return tuple(made)


def _sentences(dice: random.Random, count: int) -> str:
    return " ".join(" ".join(dice.choices(_WORDS, k=dice.randint(6, 16))).capitalize() + "." for _ in range(count))
