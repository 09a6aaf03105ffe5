"""Medium: medium.com/@user/slug-0123456789ab, user.medium.com, and publications on domains of their own.

Pages carry their records as ``window.__APOLLO_STATE__ = {"Post:…": {…}, "Paragraph:…": {…}, "User:…": {…}}``, where one
names another by ``{"__ref": "User:…"}``. The text is a list of paragraphs with a type ("P", "H3", "ULI", "IMG", …) and
marks by position (names as public readers of these pages use them: BuoyantUnrealisticModule, medium-parser). Times
are milliseconds in UTC. Responses are posts of their own that name what they answer in ``inResponseToPostResult``; most
pages have none of them: a script loads them by a POST to the site's own query language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlsplit

from ..base import Signs, Source, Trap
from ..dates import NO_DATE, Date, from_timestamp
from ..generic import Generic
from ..generic.comments.thread import Said, thread
from ..model import AuthorKind, Comment, PageKind, Post, PostKind, Problem, Term
from ..tree.inline_json import Item, assigned, at, count_at, fragment, items_at, number_at, text_at
from ..tree.text import Region
from ..tree.urls import absolute
from .medium_text import as_html, image_address

STATE = "window.__APOLLO_STATE__"
_ID = re.compile(r"(?:-|/p/)([0-9a-f]{8,12})/?$")
_RESULT = re.compile(r'^postResult\(\{"id":"([0-9a-f]{8,12})"')


class Medium(Generic):
    """Reads stories, and the stories that list pages carry."""

    platform = "medium"
    version = "1"
    needles = (b".medium.com",)
    feeds = ("feed",)
    """Of a host of its own; for medium.com/@user/ the head of the page names it: medium.com/feed/@user."""
    traps = (
        Trap(re.compile(r"/m/(?:signin|callback|account)|/_/|/me/"), "a login or a script's address"),
        Trap(re.compile(r"/(?:followers|following|membership|plans|search|creators|new-story)(?:[/?]|$)"), "no story"),
        Trap(re.compile(r"/(?:policy\.medium\.com|help\.medium\.com)/"), "the company's pages"),
    )

    def __init__(self, source: Source, item: Item | None = None) -> None:
        super().__init__(source)
        self._given = item
        """One story of a list; None where the page is a single story."""

    @classmethod
    def detects(cls, signs: Signs) -> bool:
        has_files = signs.has(b".medium.com") and signs.has(b"miro.medium.com", b"cdn-client.medium.com")
        return has_files and b"__APOLLO_STATE__" in signs.content

    # ---- what the page carries

    @cached_property
    def _state(self) -> Item:
        return next((value for value in assigned(self.source.text, STATE) if isinstance(value, dict)), {})

    @cached_property
    def _item(self) -> Item:
        """The story of the page, empty if there is none: named by the address, else by the query that was asked."""
        if self._given is not None:
            return self._given
        found = _ID.search(urlsplit(self.url_of_page).path)
        root = at(self._state, "ROOT_QUERY")
        asked = [match[1] for key in (root if isinstance(root, dict) else {}) if (match := _RESULT.match(key))]
        for name in (*([found[1]] if found else ()), *asked):
            item = self._state.get(f"Post:{name}")
            if isinstance(item, dict) and text_at(item, "title"):
                return item
        return {}

    def _ref(self, value: object) -> Item:
        """What ``{"__ref": "User:…"}`` names; a value that is no reference stands for itself."""
        name = text_at(value, "__ref")
        found = self._state.get(name) if name else value
        return found if isinstance(found, dict) else {}

    # ---- the page

    def kind(self) -> PageKind:
        return "post" if self._item else "listing" if self._listed else "other"

    @cached_property
    def _listed(self) -> list[Item]:
        posts = [item for name, item in self._state.items() if name.startswith("Post:") and isinstance(item, dict)]
        return [item for item in posts if text_at(item, "title") and text_at(item, "mediumUrl")]

    def entries(self) -> tuple[Post, ...]:
        return () if self._item else self.posts_of(Medium(self.source, item) for item in self._listed)

    def post(self, kind: PostKind) -> Post:
        post = super().post(kind)
        return replace(post, field_sources=dict.fromkeys(post.field_sources, "structured")) if self._item else post

    # ---- the story

    def url(self) -> str | None:
        told = absolute(text_at(self._item, "canonicalUrl") or text_at(self._item, "mediumUrl"), self.url_of_page)
        return told or (None if self._given else self.url_of_page.partition("?")[0])

    def native_id(self) -> str | None:
        return text_at(self._item, "id")

    def title(self) -> str | None:
        return text_at(self._item, "title") or super().title()

    @cached_property
    def _creator(self) -> Item:
        return self._ref(at(self._item, "creator"))

    def author_name(self) -> str | None:
        return text_at(self._creator, "name") or (None if self._given else super().author_name())

    def author_url(self) -> str | None:
        return _profile(self._creator)

    def author_kind(self) -> AuthorKind | None:
        return "registered" if self._creator else None

    def published(self) -> Date:
        when = number_at(self._item, "firstPublishedAt")
        return from_timestamp(when // 1000) if when else NO_DATE if self._given else super().published()

    def updated(self) -> Date:
        when = number_at(self._item, "latestPublishedAt")
        return from_timestamp(when // 1000) if when else NO_DATE if self._given else super().updated()

    def excerpt(self) -> str | None:
        told = text_at(self._item, "previewContent", "subtitle")
        return told or (None if self._given else super().excerpt())

    def _paragraphs(self, content: object) -> list[Item]:
        """The paragraphs of a story, each with its image and its frame in place of their names."""
        found = []
        for value in items_at(content, "bodyModel", "paragraphs"):
            item = dict(self._ref(value))
            frame = self._ref(at(item, "iframe"))
            item["metadata"] = self._ref(at(item, "metadata"))
            item["iframe"] = self._ref(at(frame, "mediaResource"))
            found.append(item)
        return found

    def body(self) -> Region | None:
        content = _content(self._item)
        region = fragment(as_html(self._paragraphs(content), self.title()))
        if self._given is None and True in (at(one, "isLockedPreviewOnly") for one in (self._item, content)):
            message = "the page shows the beginning only; Medium keeps the rest for members"
            self.problems.append(Problem(stage="members", field="body_text", message=message))
        return region or (None if self._given else super().body())

    def language(self) -> str | None:
        return text_at(self._item, "detectedLanguage") or super().language()

    def lead_image_url(self) -> str | None:
        image = text_at(self._ref(at(self._item, "previewImage")), "id")
        return image_address(image) if image else None if self._given else super().lead_image_url()

    def comments_claimed(self) -> int | None:
        return count_at(self._item, "postResponses", "count")

    def categories(self) -> tuple[Term, ...]:
        return ()

    def tags(self) -> tuple[Term, ...]:
        return tuple(self._tags())

    def _tags(self) -> Iterator[Term]:
        for value in items_at(self._item, "tags"):
            tag = self._ref(value)
            slug = text_at(tag, "normalizedTagSlug") or text_at(tag, "id")
            if name := text_at(tag, "displayTitle") or slug:
                yield Term(kind="tag", name=name, slug=slug, url=absolute(f"/tag/{slug}", "https://medium.com/"))

    def comments(self) -> tuple[Comment, ...]:
        comments = thread(self._said(), self.base_url)
        claimed = self.comments_claimed() or 0
        if len(comments) < claimed:
            message = (
                f"the page holds {len(comments)} of {claimed} responses; the others are not in this archive: Medium's "
                "script asks for them with a POST, and each is a story of its own"
            )
            self.problems.append(Problem(stage="comments", field="comments", message=message))
        return comments

    def _said(self) -> Iterator[Said]:
        """The responses that the page carries, those to the story before those to responses."""
        by_answered: dict[str | None, list[Item]] = {}
        for name, item in self._state.items():
            if name.startswith("Post:") and isinstance(item, dict):
                answered = text_at(self._ref(at(item, "inResponseToPostResult")), "id")
                by_answered.setdefault(answered, []).append(item)
        waiting = [self.native_id()]
        while waiting:
            above = waiting.pop(0)
            for item in by_answered.pop(above, ()) if above else ():
                creator, when = self._ref(at(item, "creator")), number_at(item, "firstPublishedAt")
                waiting.append(text_at(item, "id"))
                yield Said(
                    native_id=text_at(item, "id"),
                    parent_native_id=None if above == self.native_id() else above,
                    html=as_html(self._paragraphs(_content(item)), None)
                    or as_html(self._paragraphs(at(item, "previewContent")), None),
                    url=absolute(text_at(item, "mediumUrl"), self.base_url),
                    author_name=text_at(creator, "name"),
                    author_url=_profile(creator),
                    author_kind="owner" if creator and creator == self._creator else "registered",
                    when=from_timestamp(when // 1000) if when else NO_DATE,
                )

    def blog_title(self) -> str | None:
        return text_at(self._ref(at(self._item, "collection")), "name") or super().blog_title()

    def platform_version(self) -> str | None:
        return None


def _content(item: Item) -> object:
    """The text of a story: ``content``, or ``content({…})`` with what it was asked for."""
    return next((value for name, value in item.items() if name.startswith("content")), None)


def _profile(person: Item) -> str | None:
    name = text_at(person, "username")
    return f"https://medium.com/@{name}" if name and re.fullmatch(r"[\w.-]{1,100}", name) else None
