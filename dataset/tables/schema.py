"""Every table of `dataset.sqlite`, with a meaning for every column.

From these declarations come the tables themselves, the `columns` table inside the database and
`docs/dataset.md`. A column that may be NULL must say what NULL means (``null``); one that does
not say it is NOT NULL. Indexes and full-text tables stand here too, the views in `views.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = 6
APPLICATION_ID = 0x424C4F47
"""``BLOG``, in the file's header (`PRAGMA application_id`)."""

ColumnType = Literal["INTEGER", "TEXT", "REAL"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its type, what it means, where its value comes from and what NULL says."""

    name: str
    type: ColumnType
    meaning: str
    source: str
    null: str | None = None
    references: str | None = None
    values: tuple[str, ...] = ()
    """All values that the column may take; empty if it is open."""
    key: bool = False


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index by its columns, for the look-ups that the store, the views or readers make."""

    columns: tuple[str, ...]
    unique: bool = False
    where: str | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table; ``full_text`` names the columns that its FTS5 companion indexes."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    indexes: tuple[Index, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    full_text: tuple[str, ...] = ()


ID = "store"
PAGE = "page"
ARCHIVE = "WARC"
LABEL = "label"


def _integer(
    name: str, meaning: str, source: str = PAGE, *, null: str | None = None, references: str | None = None
) -> Column:
    return Column(name=name, type="INTEGER", meaning=meaning, source=source, null=null, references=references)


def _text(
    name: str, meaning: str, source: str = PAGE, *, null: str | None = None, values: tuple[str, ...] = ()
) -> Column:
    return Column(name=name, type="TEXT", meaning=meaning, source=source, null=null, values=values)


def _id(meaning: str) -> Column:
    return Column(name="id", type="INTEGER", meaning=meaning, source=ID, key=True)


_BLOG = _integer("blog_id", "The blog.", ID, references="blogs")
_POST = _integer("post_id", "The post.", ID, references="posts")
_CAPTURE = _integer("capture_id", "The capture this was read from.", ID, references="captures")
_POSITION = _integer("position", "Place in page order, from 1.")
_REDACTED = _integer(
    "redacted", "The redaction that hides what is missing here.", ID, null="nothing is hidden", references="redactions"
)

_PUBLISHED = (
    _text(
        "published",
        "When it was published, as the page prints it (ISO 8601), with the UTC offset where the page, or a feed "
        "together with the page, tells it. Only as precise as the source: it may be a day alone.",
        null="no source gives a date that can be read",
    ),
    _text(
        "published_utc",
        "The same moment in UTC, such as 2010-10-19T22:30:00Z: sort and compare by this one.",
        null="the UTC offset, or the time of day, is not known",
    ),
    _text("published_raw", "The date in the page's own words.", null="the source prints no date"),
)

_NO_LANGUAGE = "it says too little, or is in several"
_SPAM = "How much speaks for spam, from 0 to 1; 0.5 and more is likely. A sum of signs, no probability and no verdict."
_REASONS = "What speaks for it, separated by semicolons, the strongest first."
_SHINGLES = (
    _integer("least_shingle", "Least hash of its words, three by three: finds what is nearly the same.", LABEL,
             null="fewer than 8 words"),
    _integer("greatest_shingle", "Greatest hash, likewise.", LABEL, null="fewer than 8 words"),
)  # fmt: skip
_SHINGLE_INDEXES = (
    Index(columns=("least_shingle",), where="least_shingle IS NOT NULL"),
    Index(columns=("greatest_shingle",), where="greatest_shingle IS NOT NULL"),
    Index(columns=("repeats",), where="repeats IS NOT NULL"),
)

TABLES: tuple[Table, ...] = (
    Table(
        name="blogs",
        meaning="The blog. An archive holds one.",
        columns=(
            _id("Always 1."),
            _text("url", "Where the first crawl started.", "crawl"),
            _text("title", "The blog's title.", null="no page or feed tells it"),
            _text("description", "Its subtitle or description.", null="no page or feed tells it"),
            _text("platform", "The engine: squarespace5, wordpress, …, or generic.", null="no page has been read yet"),
            _text("platform_version", "The engine's version, as the pages tell it.", null="they do not tell it"),
            _text("language", "Language of the blog as a BCP 47 tag.", null="no page or feed declares one"),
            _text("timezone", "The blog's time zone.", null="no source names one"),
            _text("feed_url", "The blog's main feed.", null="none was announced"),
            _text(
                "field_sources", "JSON: for each column above, where it was read: feed, home (page) or page.", "merge"
            ),
        ),
        unique=(("url",),),
    ),
    Table(
        name="crawls",
        meaning="Each run of the crawler, or each import.",
        columns=(
            _id("Crawls in the order they began."),
            _integer("blog_id", "The blog.", ID, references="blogs"),
            _text("started_at", "When it began, UTC.", "crawl"),
            _text("finished_at", "When it ended, UTC.", "crawl", null="it is running, or was killed"),
            _text(
                "status",
                "How it ended; `limited` at a limit that the user set, `interrupted` by a signal or a kill.",
                "crawl",
                values=("running", "complete", "limited", "interrupted", "failed"),
            ),
            _integer("exit_code", "The command's exit code.", "crawl", null="it is running, or was killed"),
            _text("software", "Program and version.", "crawl", null="the WARC's warcinfo record cannot be read"),
            _text("config", "JSON: the options in force.", "crawl", null="the WARC's warcinfo record cannot be read"),
            _integer("requests", "URLs asked for: captures and failures.", ARCHIVE),
            _integer("new_captures", "Answers that were new.", ARCHIVE),
            _integer("revisits", "Answers that equal an earlier one, of this or another URL.", ARCHIVE),
            _integer("failures", "Requests that brought no answer; see `problems`, stage fetch.", ARCHIVE),
            _integer("bytes", "Size of the captures' records in the WARC files, compressed.", ARCHIVE),
        ),
    ),
    Table(
        name="captures",
        meaning="Each archived answer: where its bytes lie in the WARC files. All rows elsewhere lead here.",
        columns=(
            _id("Captures in the order of their records; numbers that are missing are failures (`problems`)."),
            _integer("crawl_id", "The crawl that fetched it.", ARCHIVE, references="crawls"),
            _text("url", "The URL asked for.", ARCHIVE),
            _text("captured_at", "When it was asked for, UTC (WARC-Date).", ARCHIVE),
            _integer("status", "HTTP status.", ARCHIVE, null="the answer had no status line"),
            _text("media_type", "Content type, without parameters.", ARCHIVE, null="the server sent none"),
            _text(
                "record_type",
                "`revisit`: the bytes are those of the capture `refers_to`.",
                ARCHIVE,
                values=("response", "revisit", "resource"),
            ),
            _text("payload_digest", "sha256:hex of the body as sent (de-chunked).", ARCHIVE, null="there is no body"),
            _text("record_id", "WARC-Record-ID.", ARCHIVE),
            _text("warc_file", "File in the archive's folder `archive/`.", ARCHIVE),
            _integer("warc_offset", "Where the record begins, bytes.", ARCHIVE),
            _integer("warc_length", "Length of the record, compressed, bytes.", ARCHIVE),
            _text("truncated", "Why the answer is not whole (WARC-Truncated).", ARCHIVE, null="it is whole"),
            _text("via", "The URL where this one was found.", ARCHIVE, null="it is the start of a crawl"),
            _text("source", "Who fetched it.", ARCHIVE, values=("live", "memento", "import")),
            _integer(
                "refers_to", "The capture whose bytes a revisit repeats.", ARCHIVE,
                null="not a revisit", references="captures",
            ),
            _text(
                "page_kind", "What the parsers took it for.",
                null="not a page, or nothing to be read anew (an unchanged page)",
                values=("post", "page", "listing", "feed", "error", "other"),
            ),
            _text("location", "Where it redirects to.", ARCHIVE, null="no redirect, or not to an address"),
            _text("location_key", "As `url_key`, of `location`.", ID, null="as `location`"),
            _text(
                "url_key", "The URL without scheme, `www.`, fragment, session, tracking: equal keys are one page.", ID
            ),
            _text(
                "withheld",
                "WARC-Record-ID of the record that was taken out; `record_id` is that of the one in its place.",
                ARCHIVE, null="the record is here",
            ),
        ),
        indexes=(Index(columns=("url_key",)),),
    ),
    Table(
        name="authors",
        meaning="The accounts that post.",
        columns=(
            _id("Authors in the order they were seen."),
            _BLOG,
            _text("name", "Display name of the account."),
            _text("url", "The account's page.", null="no source links one"),
            _text(
                "kind", "What the blog says of the account.",
                null="it says nothing", values=("registered", "unregistered", "owner"),
            ),
        ),
        indexes=(Index(columns=("blog_id", "name")),),
    ),
    Table(
        name="posts",
        meaning="Posts and stand-alone pages, each once, put together from all pages and feeds that show it.",
        columns=(
            _id("Posts in the order they were seen."),
            _BLOG,
            _text("url", "The post's own address."),
            _text("kind", "A dated post, or a stand-alone page.", values=("post", "page")),
            _text("native_id", "The blog engine's own number.", null="the page does not tell it"),
            _text("title", "Title.", null="the post has none"),
            _integer("author_id", "The account that posted.", null="no source names it", references="authors"),
            _text("byline", "The author whom the text itself names (“By Liz Koch”).", null="the text names none"),
            *_PUBLISHED,
            _text("updated", "When it was last changed, ISO 8601.", null="no source tells it"),
            _text("excerpt", "Summary by the author or the engine.", null="no source gives one"),
            _text("body_html", "The body's markup.", null="no source gives it"),
            _text(
                "body_text",
                "The body's text: paragraphs separated by one blank line, list items by a line break.",
                null="no source gives it",
            ),
            _integer("word_count", "Words in `body_text`.", null="there is no `body_text`"),
            _text("language", "Language as a BCP 47 tag.", null="no source declares one"),
            _text("lead_image_url", "The image that stands for the post.", null="there is none"),
            _integer("comments_claimed", "Number of comments that the blog declares.", null="it declares none"),
            _integer("references_claimed", "Number of references that the blog declares.", null="it declares none"),
            _text("previous_url", "The OLDER post.", null="the page links none"),
            _text("next_url", "The NEWER post.", null="the page links none"),
            _text("platform", "The engine whose parser read it.", null="seen only through its comments"),
            _text("parser_version", "That parser's version.", null="the parser has none"),
            _text(
                "field_sources",
                "JSON: for each column, where it was read: api, feed, structured (markup made for machines), dom "
                "(the engine's layout), heuristic (a guess) or relative (a date counted back from the capture).",
                "merge",
            ),
            _text(
                "content_digest",
                "sha256:hex over `title`, a line feed and `body_text` in UTF-8 (NULL as nothing).",
                ID,
                null="there is neither",
            ),
            _integer(
                "capture_id", "The capture that the body (its first part) was read from; a feed's, if no page was "
                "archived.",
                ID, references="captures",
            ),
            _text(
                "last_seen_at", "When the blog last showed it, UTC: by its page, or by an entry of a feed or API.",
                ARCHIVE, null="known from its comments alone",
            ),
            _text(
                "gone_at",
                "When its page was found gone, UTC: 404, 410, a redirect to the front page, a page that says so.",
                ARCHIVE, null="it was there when its page was last asked for",
            ),
            _REDACTED,
            _integer(
                "comments_capture_id", "The capture of the post's own page that gives its comments their order: the "
                "latest that shows any.",
                ID, null="no capture of its own page shows comments", references="captures",
            ),
        ),
        unique=(("url",),),
        indexes=(
            Index(columns=("native_id",), where="native_id IS NOT NULL"),
            Index(columns=("kind", "published", "word_count")),
            Index(columns=("author_id",)),
        ),
        full_text=("title", "byline", "body_text"),
    ),
    Table(
        name="post_urls",
        meaning="All addresses under which a post was seen.",
        columns=(
            Column(name="url_key", type="TEXT", meaning="As `captures.url_key`.", source=ID, key=True),
            _POST,
        ),
        indexes=(Index(columns=("post_id",)),),
    ),
    Table(
        name="post_facts",
        meaning="What each source says of each post: from these the columns of `posts` are chosen.",
        columns=(
            Column(name="post_id", type="INTEGER", meaning="The post.", source=ID, references="posts", key=True),
            _text(
                "facts",
                "JSON: {field: {source: [value, capture_id, epoch, …]}}; epochs put crawls, and days of captures of "
                "others, in order. `/view` after a source marks another view "
                "of the post than its own page, `/feed` a guess from a feed, `/cut` an answer that is not whole. "
                "Bodies are named by digest only.",
            ),
        ),
    ),
    Table(
        name="post_parts",
        meaning="The pages of posts that stand on several; `posts` has their texts joined.",
        columns=(
            Column(name="post_id", type="INTEGER", meaning="The post.", source=ID, references="posts", key=True),
            Column(name="part", type="INTEGER", meaning="Which part, from 1.", source=PAGE, key=True),
            _text("body_html", "The part's markup.", null="it has none"),
            _text("body_text", "The part's text, as `posts.body_text`.", null="it has none"),
            _integer("word_count", "Words in it.", null="it has none"),
            _text("links", "JSON: the links in it, as rows of `links`."),
            _text("media", "JSON: the media in it, as rows of `media`."),
            _CAPTURE,
        ),
    ),
    Table(
        name="terms",
        meaning="Categories and tags.",
        columns=(
            _id("Terms in the order they were seen."),
            _BLOG,
            _text("kind", "Which of the two.", values=("category", "tag")),
            _text("name", "Name as printed."),
            _text("slug", "Its name in URLs.", null="no source tells it"),
            _text("url", "Its list page.", null="no source links it"),
        ),
        unique=(("blog_id", "kind", "name"),),
    ),
    Table(
        name="post_terms",
        meaning="Which post has which category or tag.",
        columns=(
            Column(name="post_id", type="INTEGER", meaning="The post.", source=ID, references="posts", key=True),
            Column(name="term_id", type="INTEGER", meaning="The term.", source=ID, references="terms", key=True),
            _integer("position", "Place among the post's categories, or among its tags, from 1."),
        ),
        indexes=(Index(columns=("term_id",)),),
    ),
    Table(
        name="comments",
        meaning="Readers' comments. One that vanished from the blog stays here.",
        columns=(
            _id("Comments in the order they were seen."),
            _POST,
            _integer(
                "parent_id", "The comment it answers.",
                null="it stands at the top, or its parent was not seen", references="comments",
            ),
            _integer("depth", "0 at the top of a thread, 1 for an answer, and so on."),
            _integer("position", "Place in page order over all comments of the post, from 1."),
            _text("native_id", "The engine's own number.", null="the page does not tell it"),
            _text("url", "The comment's own address.", null="the page links none"),
            _text("author_name", "Name as printed.", null="the page prints none"),
            _text("author_url", "What the name links to.", null="it is no link"),
            _text(
                "author_kind", "What the page says of the author.",
                null="it says nothing", values=("registered", "unregistered", "owner"),
            ),
            *_PUBLISHED,
            _text("body_html", "The comment's markup.", null="no source gives it"),
            _text("body_text", "The comment's text, as `posts.body_text`.", null="it has none"),
            _CAPTURE,
            _text("parent_native_id", "The engine's number of the comment it answers.", null="it answers none"),
            _text("thread_path", "Positions from the top of the thread down to it: sorts as the thread reads.", ID),
            _text("source", "Where it was read.", values=("api", "feed", "structured", "dom", "heuristic")),
            _REDACTED,
            _text(
                "published_source",
                "relative: the page says \"3 days ago\", and `published` was counted back from the capture.",
                null="the page tells a date, or none",
            ),
            _integer(
                "on_page", "1: `posts.comments_capture_id` shows it; 0: another page, a feed, an API, or an earlier "
                "capture does.",
                ID,
            ),
            _text(
                "place", "Which other document shows it where; `position` is made anew from it: rank, epoch and time "
                "of the capture, number of the page, hash of its address, index.",
                ID, null="only the post's own page shows it",
            ),
        ),
        indexes=(
            Index(columns=("post_id", "position")),
            Index(columns=("parent_id",), where="parent_id IS NOT NULL"),
            Index(columns=("author_name",)),
            Index(columns=("published",)),
        ),
        full_text=("author_name", "body_text"),
    ),
    Table(
        name="post_references",
        meaning="Articles elsewhere that refer to a post, or that it names as its source.",
        columns=(
            _id("References in the order they were seen."),
            _POST,
            _POSITION,
            _text("kind", "How it came.", values=("reference", "source", "trackback", "pingback", "webmention")),
            _text("native_id", "The engine's own number.", null="the page does not tell it"),
            _text("title", "Title of the article.", null="the page prints none"),
            _text("url", "Its address.", null="the page links none"),
            _text("site_name", "The site it stands on.", null="the page names none"),
            _text("excerpt", "What the page quotes of it.", null="the page quotes nothing"),
            *_PUBLISHED,
            _CAPTURE,
            _text("host", "Host of `url`, without `www.`.", ID, null="`url` has none"),
            _REDACTED,
        ),
        indexes=(
            Index(columns=("post_id", "position", "host", "kind", "published")),
            Index(columns=("host", "post_id")),
        ),
    ),
    Table(
        name="links",
        meaning="The hyperlinks in the bodies of posts and comments.",
        columns=(
            _id("Number of the link."),
            _POST,
            _integer("comment_id", "The comment it is in.", ID, null="it is in the post", references="comments"),
            _integer("position", "Place in the body of the post, or of the comment, from 1."),
            _text("url", "Where it leads."),
            _text("text", "Its text.", null="it has none (an image)"),
            _text("rel", "Its rel attribute.", null="it has none"),
            _text("scope", "Whether it stays on the blog.", values=("internal", "external")),
            _text("host", "Host of `url`, without `www.`.", ID, null="`url` has none, such as `mailto:`"),
            _text("url_key", "As `captures.url_key`: joins with `post_urls`.", ID, null="it leads away from the blog"),
        ),
        indexes=(
            Index(columns=("post_id", "comment_id", "position")),
            Index(columns=("comment_id",), where="comment_id IS NOT NULL"),
            Index(columns=("host", "post_id", "comment_id"), where="url_key IS NULL"),
            Index(columns=("url_key",), where="url_key IS NOT NULL"),
        ),
    ),
    Table(
        name="media",
        meaning="Images, sound, films and embedded players in the bodies of posts.",
        columns=(
            _id("Number of the item."),
            _POST,
            _POSITION,
            _text("kind", "Which of these.", values=("image", "video", "audio", "embed")),
            _text("url", "Its address."),
            _text("alt", "Alternative text.", null="it has none"),
            _text("caption", "Caption.", null="it has none"),
            _integer("width", "Width that the page declares, pixels.", null="it declares none"),
            _integer("height", "Height that the page declares, pixels.", null="it declares none"),
            _integer(
                "capture_id", "The capture of the item itself: its first whole one.",
                ID, null="it is not archived", references="captures",
            ),
            _text("url_key", "As `captures.url_key`.", ID),
        ),
        indexes=(
            Index(columns=("post_id", "position")),
            Index(columns=("url_key",), where="capture_id IS NULL"),
        ),
    ),
    Table(
        name="post_revisions",
        meaning="One row for each time that a post's title or body was seen changed; the newest state is in `posts`.",
        columns=(
            _id("Revisions in the order they were seen."),
            _POST,
            _integer("capture_id", "The capture that shows the new content.", ID, references="captures"),
            _text("seen_at", "When that was captured, UTC.", ARCHIVE),
            _text("content_digest", "As `posts.content_digest`, of the new content.", ID, null="nothing is left"),
            _text("title", "The new title.", null="it has none"),
            _text("body_text", "The new text.", null="it has none"),
            _text("previous_title", "The title before.", null="it had none"),
            _text("previous_body_text", "The text before.", null="it had none"),
            _text("previous_digest", "As `posts.content_digest`, of the content before.", ID, null="there was none"),
            _integer("words_added", "Words of the new text that the text before has not, or not as often.", ID),
            _integer("words_removed", "Words of the text before that the new one has not, or not as often.", ID),
        ),
        indexes=(Index(columns=("post_id",)),),
    ),
    Table(
        name="comment_labels",
        meaning="What can be told of a comment by its words and by what the others say. Nothing is deleted for it.",
        columns=(
            Column(
                name="comment_id", type="INTEGER", meaning="The comment.", source=LABEL, references="comments", key=True
            ),
            _text("language", "Language that its words are in, ISO 639-1.", LABEL, null=_NO_LANGUAGE),
            Column(name="spam", type="REAL", meaning=_SPAM, source=LABEL),
            _text("spam_reasons", _REASONS, LABEL, null="nothing speaks for it"),
            _integer(
                "repeats", "The first comment of those that say nearly the same; its own number, if it is the first.",
                LABEL, null="no other says nearly the same, or it has fewer than 8 words", references="comments",
            ),
            *_SHINGLES,
        ),
        indexes=_SHINGLE_INDEXES,
    ),
    Table(
        name="reference_labels",
        meaning="What can be told of a reference by its words and by what the others say. Nothing is deleted for it.",
        columns=(
            Column(
                name="reference_id", type="INTEGER", meaning="The reference.", source=LABEL,
                references="post_references", key=True,
            ),
            _text("language", "Language that title and excerpt are in, ISO 639-1.", LABEL, null=_NO_LANGUAGE),
            Column(name="spam", type="REAL", meaning=_SPAM, source=LABEL),
            _text("spam_reasons", _REASONS, LABEL, null="nothing speaks for it"),
            _integer(
                "repeats", "The first reference of those whose title and excerpt are nearly the same; its own number, "
                "if it is the first.",
                LABEL, null="no other is like it, or it has fewer than 8 words", references="post_references",
            ),
            *_SHINGLES,
        ),
        indexes=_SHINGLE_INDEXES,
    ),
    Table(
        name="commenters",
        meaning="Who comments: one row for each name and address. Names are no proof: two people may share one.",
        columns=(
            _id("Number of the first comment that was seen of them."),
            _text("name", "Name as printed.", null="their comments print none"),
            _text("url", "The address that the name leads to, as it was first seen.", null="the name is no link"),
            _integer("comments", "Comments under this name and address.", LABEL),
            _integer(
                "by_name_alone", "Of these, comments without address, counted here because the blog shows this name "
                "with one address only.",
                LABEL,
            ),
            _integer("posts", "Posts that they commented on.", LABEL),
            _text("first", "When they first commented, as `comments.published`.", null="no comment has a date"),
            _text("last", "When they last commented, likewise.", null="no comment has a date"),
            _text("kinds", "What the pages say of the author: `comments.author_kind`.", null="they say nothing"),
            _integer("namesakes", "Other rows of this name.", LABEL),
            _integer("spam", "Of the comments, those whose spam score is 0.5 or more.", LABEL),
        ),
        indexes=(Index(columns=("comments",)), Index(columns=("name",))),
    ),
    Table(
        name="known_posts",
        meaning="Addresses of posts that feeds, sitemaps and list pages name, archived or not; see view `coverage`.",
        columns=(
            Column(name="url_key", type="TEXT", meaning="As `captures.url_key`.", source=ID, key=True),
            Column(
                name="source", type="TEXT", meaning="Who names it.", source=PAGE,
                values=("feed", "sitemap", "listing"), key=True,
            ),
            _text("url", "The address as it was first named."),
            _integer("capture_id", "The capture that named it first.", ID, references="captures"),
        ),
    ),
    Table(
        name="left_out",
        meaning="Addresses of the blog that no crawl has asked for, each with the reason.",
        columns=(
            Column(name="url_key", type="TEXT", meaning="As `captures.url_key`.", source=ID, key=True),
            _text("url", "The address.", ARCHIVE),
            _text("reason", "Why it was left out when it was last decided.", ARCHIVE),
            _integer("crawl_id", "The crawl that decided it.", ARCHIVE, references="crawls"),
        ),
    ),
    Table(
        name="layout_rules",
        meaning="What was learned of the blog's layout from its feed, and is used to read its other pages.",
        columns=(
            _id("Rules in the order they were learned."),
            _integer("crawl_id", "The crawl at whose end it was learned.", ID, references="crawls"),
            _text("body", "Where the text of a post stands: the elements from the page's body down to it.", ID),
            _integer("examples", "Posts that it was learned from: pages whose whole text the feed tells.", ID),
            Column(
                name="agreement", type="REAL", source=ID,
                meaning="F1 of the words that it finds against the feed's, on posts that it was not learned from.",
            ),
            Column(
                name="agreement_before", type="REAL", meaning="The same for the reader without it.", source=ID,
            ),
            _text("rule", "JSON: the rule, with what it leaves out and where title, account and date stand.", ID),
        ),
    ),
    Table(
        name="redactions",
        meaning="What was redacted: removed from the dataset by the archivist, for a reason, on somebody's authority.",
        columns=(
            _id("Redactions in the order they were made."),
            _text(
                "kind", "What is hidden: a comment, all comments and the name of an author, a name alone, or a post.",
                ID, values=("comment", "author", "name", "post"),
            ),
            _text("post_url", "The post, or that of the comment.", ID, null="an author, who may be anywhere"),
            _text("native_id", "The engine's own number of it.", ID, null="an author, or it has none"),
            _text("made_at", "When it was redacted, UTC.", ID),
            _text("reason", "Why, in the archivist's words.", ID),
            _text("authority", "On whose authority.", ID),
            _text("software", "Program and version that did it.", ID),
            _text("lifted_at", "When it was lifted, UTC.", ID, null="it is in force"),
            _text("lifted_reason", "Why it was lifted.", ID, null="it is in force"),
            _text("lifted_authority", "On whose authority it was lifted.", ID, null="it is in force"),
        ),
    ),
    Table(
        name="redacted_captures",
        meaning="Captures that hold what is redacted: they are not replayed, and can be withheld.",
        columns=(
            Column(
                name="capture_id", type="INTEGER", meaning="The capture.", source=ID, references="captures", key=True
            ),
            Column(
                name="redaction_id", type="INTEGER", meaning="The redaction.", source=ID, references="redactions",
                key=True,
            ),
        ),
    ),
    Table(
        name="redacted_keys",
        meaning="By what redacted comments without a number are known again; needs the archive's key to be computed.",
        columns=(
            Column(
                name="comment_id", type="INTEGER", meaning="The comment.", source=ID, references="comments", key=True
            ),
            _text("key", "HMAC of what it was known by.", ID),
        ),
    ),
    Table(
        name="redacted_posts",
        meaning="By what redacted posts are known to have changed; needs the archive's key to be computed.",
        columns=(
            Column(name="post_id", type="INTEGER", meaning="The post.", source=ID, references="posts", key=True),
            _text("title", "HMAC of the title.", ID, null="it has none"),
            _text("body_text", "HMAC of the text.", ID, null="it has none"),
        ),
    ),
    Table(
        name="problems",
        meaning="All that could not be fetched or read, and why.",
        columns=(
            _id("Problems in the order they came up."),
            _integer(
                "capture_id", "The newest capture whose bytes could not be read (wholly).", ID,
                null="nothing was captured", references="captures",
            ),
            _text("url", "The URL.", null="it belongs to no URL"),
            _text("stage", "Where: fetch, decode, parse, extract, store, …", "store"),
            _text("field", "What could not be read.", null="no single field"),
            _text("message", "Why."),
            _integer("crawl_id", "The crawl that met it first.", ID, null="not met by a crawl", references="crawls"),
            _text("url_key", "As `captures.url_key`, for failed fetches.", ID, null="not a failed fetch"),
            _text(
                "answered_by", "As `captures.url_key`, of what would tell what is missing; with it the row goes.", ID,
                null="nothing that a crawl asks for",
            ),
        ),
        indexes=(
            Index(columns=("capture_id",)),
            Index(columns=("crawl_id",)),
            Index(columns=("url_key",), where="url_key IS NOT NULL"),
            Index(columns=("answered_by",), where="answered_by IS NOT NULL"),
        ),
    ),
    Table(
        name="state",
        meaning="How far the extraction has come.",
        columns=(
            Column(
                name="name", type="TEXT",
                meaning="`last_capture`: number of the last record taken in. `read_again`: of the last capture that "
                "was read again by a new rule, while others still are to be. `newest`: epoch of the newest page. "
                "`labelled_comments`, `labelled_references`: the last of these that has labels.",
                source=ID, key=True,
            ),
            _integer("value", "Its value.", ID),
        ),
    ),
    Table(
        name="stale",
        meaning="What changed since labels and `commenters` were made; empty when a run has ended.",
        columns=(
            Column(
                name="what", type="TEXT", meaning="Kind of row.", source=ID, key=True,
                values=("comment", "reference", "post", "name"),
            ),
            Column(name="key", type="TEXT", meaning="Its number; of a commenter the name.", source=ID, key=True),
        ),
    ),
    Table(
        name="columns",
        meaning="This dictionary, inside the database.",
        columns=(
            Column(name="table_name", type="TEXT", meaning="Table, full-text table or view.", source=ID, key=True),
            Column(name="column_name", type="TEXT", meaning="Column.", source=ID, key=True),
            _text("type", "SQLite type.", ID, null="a full-text table or view, which have no types"),
            _text("meaning", "What it holds.", ID),
            _text(
                "source", "Where its value comes from: crawl (options and outcome), WARC (record), page (what pages "
                "and feeds say), merge (choice among these), label (told by comparing rows), store (numbers and keys "
                "given here).", ID,
            ),
            _text("null_meaning", "What NULL says.", ID, null="the column is never NULL"),
        ),
    ),
)  # fmt: skip


def table(name: str) -> Table:
    """The declared table of that name; `KeyError` if there is none."""
    for declared in TABLES:
        if declared.name == name:
            return declared
    raise KeyError(name)
