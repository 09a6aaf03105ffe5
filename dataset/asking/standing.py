"""How an archive stands: the nouns of the verb `status`."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...archive.journal.queue import Counts, Left, Reason


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """How much is redacted, lifted redactions aside."""

    posts: int = 0
    comments: int = 0
    """The whole comment, or its name alone."""
    references: int = 0
    names: int = 0
    """People whose name is hidden wherever it stands."""
    withheld: int = 0
    """Captures whose records were taken out of the WARC files."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """What the dataset has."""

    blog_title: str | None = None
    blog_url: str | None = None
    platform: str | None = None
    posts: int = 0
    pages: int = 0
    comments: int = 0
    comments_claimed: int = 0
    """How many the posts say that they have."""
    references: int = 0
    media: int = 0
    captures: int = 0
    problems: int = 0
    gone: int = 0
    """Posts that the blog does not show any more."""
    hidden: Hidden = field(default_factory=Hidden)
    last_capture: int = 0
    """The newest record that was applied."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A post that a feed, sitemap or list page names and that is not archived."""

    url: str
    state: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """The posts that feeds, sitemaps and list pages name, by what became of them."""

    archived: int = 0
    only_in_feed: int = 0
    not_a_post: int = 0
    missing: int = 0
    listed: tuple[Missing, ...] = ()
    """The first of those that are only in a feed, or missing."""


@dataclass(frozen=True, kw_only=True)
class LastCrawl:
    """The newest crawl."""

    id: int
    started_at: str
    finished_at: str | None
    status: str
    """``running``, or how it ended; ``killed`` if it did not live to say so."""
    exit_code: int | None


@dataclass(frozen=True, kw_only=True)
class Scheduled:
    """How many URLs of one kind are visited again when; each column counts what the ones before it do not."""

    kind: str
    """``posts and pages``, ``lists and feeds`` or ``pictures and parts``."""
    now: int = 0
    day: int = 0
    week: int = 0
    month: int = 0
    later: int = 0


@dataclass(frozen=True, kw_only=True)
class Mementos:
    """The captures of a web archive that were listed, by what became of them."""

    archive: str
    pending: int = 0
    done: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """The URLs that are known, by state."""

    counts: Counts = field(default_factory=Counts)
    reasons: tuple[Reason, ...] = ()
    failed: tuple[Left, ...] = ()
    """The first of those that failed."""
    closed_by_robots: int = 0
    closed: tuple[Left, ...] = ()
    """The first of those that robots.txt closes."""
    due: int = 0
    """Pages that the next crawl visits again by their age; front page, feeds and sitemaps are not counted."""
    next_due: str | None = None
    """When the next page that waits is due, UTC; None if none waits."""
    schedule: tuple[Scheduled, ...] = ()
    every_run: int = 0
    """URLs that every run asks for: front page, feeds, sitemaps."""
    mementos: tuple[Mementos, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Year:
    """What the blog published in a year, as far as dates are known."""

    year: str
    posts: int
    comments: int


@dataclass(frozen=True, kw_only=True)
class Month:
    """What the crawls that began in a month brought."""

    month: str
    runs: int
    requests: int
    new_captures: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Growth:
    """How blog and archive grew."""

    published: tuple[Year, ...] = ()
    archived: tuple[Month, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Bytes on the disk."""

    warcs: int = 0
    dataset: int = 0
    journal: int = 0
    indexes: int = 0
    logs: int = 0
    free: int = 0
    """What the disk has left."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """What there is to say of an archive; what cannot be read is empty, and `notes` say why."""

    archive: str
    holder: int | None
    """PID of a run that holds it."""
    warc_files: int
    warc_bytes: int
    dataset_bytes: int
    not_extracted: int
    """Records in the journal that the dataset has not."""
    crawls: int
    last_crawl: LastCrawl | None
    frontier: Frontier
    holdings: Holdings
    coverage: Coverage
    growth: Growth
    sizes: Sizes
    notes: tuple[str, ...]
    """What could not be read, and why."""
