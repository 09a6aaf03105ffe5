"""Pages without what is redacted: between the parsers, who know of nothing, and the store, which gets no word of it.

What is hidden leaves its place: a comment stays with its number, its date and its place in the thread, a link stays as
`urn:blogark:redacted:N`. So every row has the number that it would have had.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from ...archive.warc.redactions import Redaction, Redactions, folded_name, folded_text
from ...parsers.model import Comment, Link, Media, Page, Post, Problem, Reference, Term
from ..keys import safe_text, url_key

MARK = "urn:blogark:redacted:"
_NUMBERED = re.compile(rf"{MARK}(\d{{1,9}})$")
"""The mark of an author whose name is hidden."""
LONG = 20
"""Letters and digits from which a text by one author is the same comment wherever it stands; "Thanks!" is not."""
_KEPT_OF_KEY = 80
"""Of a text, as `comments._key` compares."""
_MARK_LENGTH = 16
_WORD = 3
"""A shorter name is no word that a message would be searched for."""


@dataclass(frozen=True, kw_only=True)
class HiddenComment(Comment):
    """A comment of which something is not told."""

    redacted: int
    key: str
    """By what it is known again; of another of the same author, day and text it is the same."""
    whole: bool
    """Nothing is told; else all but the name."""


@dataclass(frozen=True, kw_only=True)
class HiddenPost(Post):
    """A post of which nothing is told but where and when it stood."""

    redacted: int


@dataclass(frozen=True, kw_only=True)
class HiddenReference(Reference):
    """A reference to such a post."""

    redacted: int


@dataclass(frozen=True, kw_only=True)
class Word:
    """A name, or a text, that a redaction hides everywhere."""

    redaction: int
    text: str
    is_name: bool


@dataclass(frozen=True, kw_only=True)
class Cleared:
    """A page without what is redacted."""

    page: Page
    redactions: frozenset[int]
    """What of it was hidden."""
    words: frozenset[Word]
    """The names and texts that were: for those who look where else they stand."""


class Redactor:
    """Hides what an archive's redactions name."""

    def __init__(self, redactions: Redactions) -> None:
        self.redactions = redactions
        self._posts: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._texts: dict[str, Redaction] = {}
        self._authors: dict[str, Redaction] = {}
        self._records: dict[str, set[int]] = {}
        for one in redactions.active:
            self._take(one)

    def _take(self, one: Redaction) -> None:
        for record in one.records:
            self._records.setdefault(record, set()).add(one.id)
        if one.kind == "post":
            self._posts |= dict.fromkeys(one.keys, one.id)
        elif one.kind == "comment":
            if one.native_id is not None:
                self._numbers |= {(key, one.native_id): one.id for key in one.keys}
            self._texts |= dict.fromkeys(one.digests, one)
        else:
            for digest in one.digests:
                # Of two, the one that hides more.
                if digest not in self._authors or one.kind == "author":
                    self._authors[digest] = one

    def __bool__(self) -> bool:
        return bool(self.redactions.active)

    @property
    def hides_posts(self) -> bool:
        """Whether any post is hidden."""
        return bool(self._posts)

    def learn(self, found: Iterable[tuple[str, int]]) -> None:
        """Hear of further addresses of hidden posts."""
        self._posts |= dict(found)

    def of_record(self, record_id: str) -> frozenset[int]:
        """What a WARC record holds outside of what parsers read."""
        return frozenset(self._records.get(record_id, ()))

    def post(self, keys: Iterable[str]) -> int | None:
        """The redaction of the post that has one of these addresses."""
        return next((self._posts[key] for key in keys if key in self._posts), None)

    def clear(self, page: Page, also: Iterable[str] = ()) -> Cleared:
        """The page without what is redacted; `also` are addresses that led to it."""
        if not self:
            return Cleared(page=page, redactions=frozenset(), words=frozenset())
        return _Clearing(self, page, also).cleared()

    def name(self, name: str | None) -> Redaction | None:
        """The redaction that hides a name."""
        if name is None or not self._authors:
            return None
        return self._authors.get(self.redactions.digest("name", folded_name(name)))

    def comment(self, comment: Comment, keys: Iterable[str]) -> Redaction | int | None:
        """The redaction of a comment (or of its post, by its number), which stands at these addresses of its post."""
        keys = tuple(keys)
        if (post := self.post(keys)) is not None:
            return post
        by_number = [self._numbers.get((key, comment.native_id)) for key in keys if comment.native_id is not None]
        if found := next((one for one in by_number if one is not None), None):
            return found
        named = self.name(comment.author_name)
        if named is not None and named.kind == "author":
            return named
        if self._texts and comment.body_text:
            text = folded_text(comment.body_text)
            by_text = self._texts.get(comment_digest(self.redactions, comment.author_name, comment.body_text))
            if by_text is not None and (len(text) >= LONG or not set(by_text.keys).isdisjoint(keys)):
                return by_text
        return named

    def key(self, comment: Comment) -> str:
        """By what a hidden comment is known again: what `comments._key` compares."""
        # "3 days ago" is "4 days ago" on the next day.
        raw = comment.published_raw if comment.published_source is None else None
        author, date, text = (safe_text(one) for one in (comment.author_name, raw, comment.body_text))
        return self.redactions.digest("key", repr((author, date, (text or "")[:_KEPT_OF_KEY])))


def comment_digest(redactions: Redactions, author: str | None, text: str) -> str:
    """The HMAC by which a comment is found by its author and text."""
    return redactions.digest("comment", f"{folded_name(author or '')}\n{folded_text(text)}")


def hidden_post(redactions: Redactions, post: Post, number: int) -> HiddenPost:
    """Where and when a post stood; what it said only as digests, which `hidden_posts` keeps from being seen."""

    def unreadable(text: str | None) -> str | None:
        # As long as the text: of two feeds the longer is believed.
        return None if text is None else redactions.digest("text", text).ljust(len(text), "=")[: len(text)]

    def marked(name: str | None) -> str | None:
        return None if name is None else mark_of(redactions, name)

    told = {field.name: getattr(post, field.name) for field in fields(Post)}
    told |= {name: unreadable(told[name]) for name in ("title", "excerpt", "body_html", "body_text", "lead_image_url")}
    told |= {name: marked(told[name]) for name in ("author_name", "author_url", "byline")}
    told |= {
        name: tuple(Term(kind=term.kind, name=mark_of(redactions, term.name)) for term in told[name])
        for name in ("categories", "tags")
    }
    return HiddenPost(redacted=number, **told)


def mark_of(redactions: Redactions, name: str) -> str:
    """What stands for a name that only a hidden post tells; a mark stands for itself."""
    return name if is_mark(name) else f"{MARK}{redactions.digest('mark', name)[:_MARK_LENGTH]}"


def is_mark(name: str | None) -> bool:
    """Whether a name is a mark."""
    return name is not None and name.startswith(MARK)


class _Clearing:
    """One page on its way."""

    def __init__(self, redactor: Redactor, page: Page, also: Iterable[str]) -> None:
        self._redactor = redactor
        self._page = page
        self._redactions: set[int] = set()
        self._said: set[str] = set()
        self._words: set[Word] = set()
        self._same: Counter[tuple[str | None, ...]] = Counter()
        own = [page.url, *([page.post.url] if page.post is not None and page.post.url else [])]
        self._own = tuple(dict.fromkeys(map(url_key, (*own, *also))))

    def cleared(self) -> Cleared:
        page = self._page
        post = page.post and self._post(page.post, self._own)
        comments = tuple(map(self._comment, page.comments))
        hidden = {one.native_id: one for one in comments if isinstance(one, HiddenComment) and one.whole}
        about = self._redactor.post(self._own)
        cleared = replace(
            page,
            post=post,
            entries=tuple(self._post(one, [url_key(one.url)] if one.url else []) for one in page.entries),
            comments=comments,
            references=tuple(map(self._reference, page.references)),
            links=tuple(self._link(one, about, hidden) for one in page.links),
            media=tuple(self._medium(one, about) for one in page.media),
        )
        # Last: all words that were hidden are known then.
        cleared = replace(cleared, problems=tuple(map(self._problem, page.problems)))
        return Cleared(page=cleared, redactions=frozenset(self._redactions), words=frozenset(self._words))

    def _hide(self, number: int, *texts: str | None, name: str | None = None, here: str | None = None) -> None:
        """Note what is hidden: texts and a name that are hidden everywhere, and what is hidden `here` alone."""
        self._redactions.add(number)
        self._said.update(text for text in (*texts, name, here) if text)
        self._words.update(Word(redaction=number, text=text, is_name=False) for text in texts if text)
        if name:
            self._words.add(Word(redaction=number, text=name, is_name=True))

    def _post(self, post: Post, keys: Iterable[str]) -> Post:
        if isinstance(post, HiddenPost):
            self._redactions.add(post.redacted)
            return post
        self._redactions.update(map(int, _NUMBERED.findall(post.author_name or "")))
        number = self._redactor.post(keys)
        if number is not None:
            self._hide(number, post.body_text, post.excerpt, name=post.title)
            return hidden_post(self._redactor.redactions, self._named(post), number)
        return self._named(post)

    def _named(self, post: Post) -> Post:
        """The post without the names that are hidden everywhere."""
        if (named := self._redactor.name(post.author_name)) is not None:
            self._hide(named.id, name=post.author_name)
            # The row of `authors` stays, and is told from those with another page.
            page = self._redactor.redactions.digest("url", post.author_url)[:12] if post.author_url else None
            mark = f"{MARK}{named.id}"
            post = replace(post, author_name=mark, author_url=page and f"{mark}:{page}")
        if (named := self._redactor.name(post.byline)) is not None:
            self._hide(named.id, name=post.byline)
            post = replace(post, byline=None)
        return post

    def _comment(self, comment: Comment) -> Comment:
        if isinstance(comment, HiddenComment):
            self._redactions.add(comment.redacted)
            return comment
        keys = [url_key(comment.post_url)] if comment.post_url else self._own
        found = self._redactor.comment(comment, keys)
        if found is None:
            return comment
        names_only = isinstance(found, Redaction) and found.kind == "name"
        number = found.id if isinstance(found, Redaction) else found
        named = found if isinstance(found, Redaction) and found.kind in ("author", "name") else None
        name = comment.author_name
        self._hide(
            number,
            None if names_only else comment.body_text,
            name=name if named else None,
            here=None if named else name,
        )
        return HiddenComment(
            redacted=number,
            key=self._redactor.key(comment),
            whole=not names_only,
            position=comment.position,
            native_id=comment.native_id,
            parent_native_id=comment.parent_native_id,
            depth=comment.depth,
            url=comment.url if names_only else None,
            published=comment.published,
            published_utc=comment.published_utc,
            published_raw=comment.published_raw,
            published_source=comment.published_source,
            post_url=comment.post_url,
            body_text=comment.body_text if names_only else None,
            body_html=comment.body_html if names_only else None,
        )

    def _reference(self, reference: Reference) -> Reference:
        if isinstance(reference, HiddenReference):
            self._redactions.add(reference.redacted)
            return reference
        number = self._redactor.post([url_key(reference.post_url)] if reference.post_url else self._own)
        if number is None:
            return reference
        self._hide(number, reference.excerpt, here=reference.title)
        return HiddenReference(
            redacted=number,
            position=reference.position,
            kind=reference.kind,
            native_id=reference.native_id or self._number(reference),
            post_url=reference.post_url,
        )

    def _number(self, reference: Reference) -> str:
        """By what a reference without a number is known again; the second of the same has another."""
        key = (reference.kind, reference.url, reference.title, reference.excerpt, reference.published_raw)
        self._same[key] += 1
        return self._redactor.redactions.digest("reference", repr((key, self._same[key])))[:_MARK_LENGTH]

    @staticmethod
    def _link(link: Link, about: int | None, hidden: dict[str | None, HiddenComment]) -> Link:
        comment = hidden.get(link.comment_native_id) if link.comment_native_id is not None else None
        number = comment.redacted if comment is not None else about
        if number is None:
            return link
        return Link(url=f"{MARK}{number}", comment_native_id=link.comment_native_id)

    @staticmethod
    def _medium(medium: Media, about: int | None) -> Media:
        return medium if about is None else Media(kind=medium.kind, url=f"{MARK}{about}")

    def _problem(self, problem: Problem) -> Problem:
        if not any(len(word) >= _WORD and word in problem.message for word in self._pieces()):
            return problem
        return replace(problem, message="what it quotes is redacted")

    def _pieces(self) -> Iterator[str]:
        for said in self._said:
            yield from said.splitlines()
