"""The views of `dataset.sqlite`: the questions that most readers begin with."""

from __future__ import annotations

from .summary_views import SUMMARY_VIEWS
from .view import View

POST_OVERVIEW = View(
    name="post_overview",
    meaning="A post a row: who, when, under which categories, and the counts that the blog claims beside those found.",
    sql="""
SELECT
  posts.id,
  posts.url,
  posts.kind,
  posts.title,
  authors.name AS author,
  posts.byline,
  posts.published,
  posts.published_utc,
  (SELECT group_concat(name, ', ') FROM (
    SELECT terms.name FROM post_terms JOIN terms ON terms.id = post_terms.term_id
    WHERE post_terms.post_id = posts.id AND terms.kind = 'category' ORDER BY post_terms.position)) AS categories,
  (SELECT group_concat(name, ', ') FROM (
    SELECT terms.name FROM post_terms JOIN terms ON terms.id = post_terms.term_id
    WHERE post_terms.post_id = posts.id AND terms.kind = 'tag' ORDER BY post_terms.position)) AS tags,
  posts.word_count,
  posts.comments_claimed,
  (SELECT count(*) FROM comments WHERE comments.post_id = posts.id) AS comments_found,
  posts.references_claimed,
  (SELECT count(*) FROM post_references WHERE post_references.post_id = posts.id) AS references_found,
  (SELECT count(*) FROM links WHERE links.post_id = posts.id AND links.comment_id IS NULL) AS links,
  (SELECT count(*) FROM media WHERE media.post_id = posts.id) AS media,
  (SELECT count(*) FROM post_revisions WHERE post_revisions.post_id = posts.id) AS revisions,
  captures.page_kind AS read_from,
  captures.captured_at,
  posts.last_seen_at,
  posts.gone_at
FROM posts
LEFT JOIN authors ON authors.id = posts.author_id
JOIN captures ON captures.id = posts.capture_id
""",
    columns=(
        ("id", "posts.id"),
        ("url", "posts.url"),
        ("kind", "posts.kind"),
        ("title", "posts.title"),
        ("author", "Name of the account that posted."),
        ("byline", "posts.byline"),
        ("published", "posts.published"),
        ("published_utc", "posts.published_utc"),
        ("categories", "Names of the categories, separated by a comma; for exact work join `post_terms`."),
        ("tags", "Names of the tags, likewise."),
        ("word_count", "posts.word_count"),
        ("comments_claimed", "posts.comments_claimed"),
        ("comments_found", "Number of rows in `comments`."),
        ("references_claimed", "posts.references_claimed"),
        ("references_found", "Number of rows in `post_references`."),
        ("links", "Number of links in the body."),
        ("media", "Number of images and other media in the body."),
        ("revisions", "How often its content was seen changed."),
        ("read_from", "captures.page_kind of the body's capture: `feed` if no page of the post was archived."),
        ("captured_at", "When the body was captured, UTC."),
        ("last_seen_at", "posts.last_seen_at"),
        ("gone_at", "posts.gone_at"),
    ),
)

COMMENT_THREAD = View(
    name="comment_thread",
    meaning="A comment a row, with its post and its place in the thread. Read with ORDER BY post_id, thread_path.",
    sql="""
SELECT
  comments.id,
  comments.post_id,
  posts.title AS post_title,
  posts.url AS post_url,
  comments.thread_path,
  comments.depth,
  comments.position,
  comments.author_name,
  comments.author_url,
  comments.author_kind,
  comments.published,
  comments.published_utc,
  comments.body_text,
  comments.parent_id,
  parents.author_name AS answers_author,
  comments.url,
  comment_labels.language,
  comment_labels.spam
FROM comments
JOIN posts ON posts.id = comments.post_id
LEFT JOIN comment_labels ON comment_labels.comment_id = comments.id
LEFT JOIN comments AS parents ON parents.id = comments.parent_id
""",
    columns=(
        ("id", "comments.id"),
        ("post_id", "comments.post_id"),
        ("post_title", "posts.title"),
        ("post_url", "posts.url"),
        ("thread_path", "comments.thread_path"),
        ("depth", "comments.depth"),
        ("position", "comments.position"),
        ("author_name", "comments.author_name"),
        ("author_url", "comments.author_url"),
        ("author_kind", "comments.author_kind"),
        ("published", "comments.published"),
        ("published_utc", "comments.published_utc"),
        ("body_text", "comments.body_text"),
        ("parent_id", "comments.parent_id"),
        ("answers_author", "Name of the author whom it answers."),
        ("url", "comments.url"),
        ("language", "comment_labels.language"),
        ("spam", "How much speaks for spam, from 0 to 1; NULL while a crawl runs that has just read it."),
    ),
)

COVERAGE = View(
    name="coverage",
    meaning="Each post that a feed, sitemap or list page names, with what became of it and the reason for each gap.",
    sql="""
WITH known AS (
  -- SQLite takes `url` from the row with the least `capture_id` (lang_select.html, 2.5).
  SELECT url_key, url, min(capture_id) AS capture_id, group_concat(source, ', ') AS known_from
  FROM (SELECT url_key, url, source, capture_id FROM known_posts ORDER BY url_key, source)
  GROUP BY url_key
), found AS (
  SELECT
    known.url_key,
    known.url,
    known.known_from,
    known.capture_id,
    post_urls.post_id,
    posts.gone_at,
    posts_capture.page_kind AS read_from,
    posts_capture.page_kind <> 'feed' OR json_extract(posts.field_sources, '$.body_text') = 'api' OR EXISTS (
      SELECT 1 FROM post_urls AS its JOIN captures ON captures.url_key = its.url_key
      WHERE its.post_id = post_urls.post_id AND captures.page_kind IN ('post', 'page')) AS is_archived,
    (SELECT id FROM captures WHERE captures.url_key = known.url_key ORDER BY id DESC LIMIT 1) AS last_capture,
    (SELECT max(id) FROM problems WHERE problems.url_key = known.url_key) AS last_failure
  FROM known
  LEFT JOIN post_urls ON post_urls.url_key = known.url_key
  LEFT JOIN posts ON posts.id = post_urls.post_id
  LEFT JOIN captures AS posts_capture ON posts_capture.id = posts.capture_id
), judged AS (
  SELECT found.*, captures.status, captures.page_kind, captures.location,
    (SELECT message FROM problems WHERE problems.capture_id = found.last_capture ORDER BY id LIMIT 1) AS problem,
    CASE
      WHEN found.is_archived THEN 'archived'
      WHEN found.post_id IS NULL AND (captures.page_kind IN ('listing', 'feed') OR captures.page_kind = 'other'
        AND NOT EXISTS (SELECT 1 FROM problems WHERE problems.capture_id = found.last_capture)) THEN 'not a post'
      WHEN found.read_from = 'feed' THEN 'only in feed'
      ELSE 'missing'
    END AS state
  FROM found LEFT JOIN captures ON captures.id = found.last_capture
)
SELECT
  url,
  known_from,
  state,
  CASE
    WHEN state = 'archived' THEN NULL
    WHEN state = 'not a post' THEN 'read as ' || page_kind
    WHEN status IN (404, 410) THEN 'HTTP ' || status || ': not there any more'
    WHEN status IN (401, 403) THEN 'HTTP ' || status || ': the server does not let us see it'
    WHEN status >= 500 OR status = 429 THEN 'HTTP ' || status || ': the server failed'
    WHEN status BETWEEN 300 AND 399 AND status <> 304 THEN
      'HTTP ' || status || ': redirects to ' || coalesce(location, 'nowhere')
    WHEN status IS NOT NULL AND status NOT IN (200, 304) THEN 'HTTP ' || status
    WHEN last_capture IS NOT NULL THEN coalesce(problem, 'read as ' || page_kind, 'no post could be read from it')
    WHEN last_failure IS NOT NULL THEN (
      SELECT 'failed after ' || count(*) || CASE count(*) WHEN 1 THEN ' try: ' ELSE ' tries: ' END || last.message
      FROM problems AS last JOIN problems AS tries ON tries.url_key = last.url_key AND tries.crawl_id = last.crawl_id
      WHERE last.id = last_failure)
    ELSE coalesce(
      (SELECT reason FROM left_out WHERE left_out.url_key = judged.url_key),
      CASE WHEN substr(url_key, 1, instr(url_key, '/')) NOT IN (
        SELECT substr(pages.url_key, 1, instr(pages.url_key, '/')) FROM captures AS pages WHERE page_kind IS NOT NULL)
      THEN 'on another host' END,
      'not visited yet')
  END AS reason,
  post_id,
  last_capture AS capture_id,
  capture_id AS named_by,
  gone_at
FROM judged
""",
    columns=(
        ("url", "Address as it was first named."),
        ("known_from", "Who names it: feed, listing, sitemap."),
        (
            "state",
            "`archived`: its page was read, or an API told it whole. `only in feed`: the feed's text is all there is. "
            "`not a post`: the address is that of a list or feed. `missing`: nothing could be read.",
        ),
        (
            "reason",
            "Why it is not archived, in words: what the server answered, how often it was tried in vain, what closes "
            "it (robots.txt, --exclude, a trap), or that it was not visited yet. NULL if it is.",
        ),
        ("post_id", "The row in `posts`, NULL if there is none."),
        ("capture_id", "The last capture of this address, NULL if there is none."),
        ("named_by", "The capture that named it first."),
        ("gone_at", "posts.gone_at"),
    ),
)

VIEWS: tuple[View, ...] = (POST_OVERVIEW, COMMENT_THREAD, COVERAGE, *SUMMARY_VIEWS)
