"""Views that count: by month, by host, by post, by revision; and which post links to which.

Each is read whole within 100 ms at 1,000,000 comments (`bench/million.py`): the indexes in `schema.py` hold all that
the counting ones ask for. Who comments is a table, `commenters`, because no index could tell it.
"""

from __future__ import annotations

from .view import View

REFERENCE_SUMMARY = View(
    name="reference_summary",
    meaning="A post a row, of those that have references: how many of each kind, from how many sites, how many likely "
    "spam.",
    sql="""
WITH counted AS (
  SELECT
    post_references.post_id,
    count(*) AS found,
    sum(kind = 'trackback') AS trackbacks,
    sum(kind = 'pingback') AS pingbacks,
    sum(kind = 'webmention') AS webmentions,
    sum(kind = 'reference') AS articles,
    sum(kind = 'source') AS sources,
    count(DISTINCT host) AS sites,
    sum(coalesce(reference_labels.spam >= 0.5, 0)) AS spam,
    min(published) AS first,
    max(published) AS last
  FROM post_references LEFT JOIN reference_labels ON reference_labels.reference_id = post_references.id
  GROUP BY post_references.post_id
)
SELECT
  counted.post_id,
  posts.title,
  posts.url,
  posts.published,
  counted.found AS references_found,
  counted.trackbacks,
  counted.pingbacks,
  counted.webmentions,
  counted.articles,
  counted.sources,
  counted.sites,
  counted.spam,
  counted.first,
  counted.last
FROM counted JOIN posts ON posts.id = counted.post_id
""",
    columns=(
        ("post_id", "post_references.post_id"),
        ("title", "posts.title"),
        ("url", "posts.url"),
        ("published", "posts.published"),
        ("references_found", "Number of rows in `post_references`."),
        ("trackbacks", "Of these, trackbacks."),
        ("pingbacks", "Of these, pingbacks."),
        ("webmentions", "Of these, webmentions."),
        ("articles", "Of these, of kind `reference`: articles elsewhere, in no known protocol."),
        ("sources", "Of these, articles that the post itself names as its source."),
        ("sites", "Different hosts."),
        ("spam", "Of these, references whose spam score is 0.5 or more."),
        ("first", "The earliest `post_references.published`; NULL if none has a date."),
        ("last", "The latest, likewise NULL."),
    ),
)

_BEYOND = "substr(steps.published, 1, 7) || iif(length(steps.published) < 7, '-', '.')"
"""Before this date stand all of a month: `2010-10-22` sorts before `2010-10.`, and `2010-10` behind `2010-`."""

POSTS_BY_MONTH = View(
    name="posts_by_month",
    meaning="A month a row: what was posted and what was said in it. Months without anything are left out.",
    sql=f"""
WITH RECURSIVE steps (published) AS (
  SELECT min(published) FROM (
    SELECT min(published) AS published FROM posts WHERE kind = 'post' UNION ALL SELECT min(published) FROM comments)
  UNION ALL
  SELECT (SELECT min(published) FROM (
    SELECT min(published) AS published FROM posts WHERE kind = 'post' AND published >= {_BEYOND}
    UNION ALL SELECT min(published) FROM comments WHERE published >= {_BEYOND}))
  FROM steps WHERE steps.published IS NOT NULL
), months AS (SELECT substr(published, 1, 7) AS month, {_BEYOND} AS beyond FROM steps WHERE published IS NOT NULL)
SELECT
  month,
  (SELECT count(*) FROM posts WHERE kind = 'post' AND published >= month AND published < beyond) AS posts,
  (SELECT coalesce(sum(word_count), 0) FROM posts
    WHERE kind = 'post' AND published >= month AND published < beyond) AS words,
  (SELECT count(*) FROM comments WHERE published >= month AND published < beyond) AS comments
FROM months
UNION ALL
SELECT NULL, posts, words, comments FROM (
  SELECT (SELECT count(*) FROM posts WHERE kind = 'post' AND published IS NULL) AS posts,
    (SELECT coalesce(sum(word_count), 0) FROM posts WHERE kind = 'post' AND published IS NULL) AS words,
    (SELECT count(*) FROM comments WHERE published IS NULL) AS comments)
WHERE posts > 0 OR comments > 0
""",
    columns=(
        (
            "month", "Such as 2010-10; 2010, where a page tells no more than the year. NULL: without date.",
        ),
        ("posts", "Posts of that month, without stand-alone pages."),
        ("words", "Words in them."),
        ("comments", "Comments of that month, under whichever post."),
    ),
)  # fmt: skip

LINKS_BY_HOST = View(
    name="links_by_host",
    meaning="A host a row, of those that the blog links to: how often, from how many posts.",
    sql="""
SELECT
  host,
  count(*) AS links,
  count(DISTINCT post_id) AS posts,
  count(*) - count(comment_id) AS in_posts,
  count(comment_id) AS in_comments
FROM links WHERE url_key IS NULL AND host IS NOT NULL
GROUP BY host
""",
    columns=(
        ("host", "links.host"),
        ("links", "Links to it, those to the blog itself left out."),
        ("posts", "Posts in which they stand, or under which."),
        ("in_posts", "Of the links, those in the bodies of posts."),
        ("in_comments", "Of the links, those in comments."),
    ),
)

LINK_GRAPH = View(
    name="link_graph",
    meaning="A link a row, of those that lead from one post to another: under any address that the other post has had.",
    sql="""
SELECT
  resolved.from_post_id,
  origin.title AS from_title,
  origin.url AS from_url,
  resolved.to_post_id,
  target.title AS to_title,
  target.url AS to_url,
  resolved.comment_id,
  resolved.text,
  resolved.id AS link_id
FROM (
  SELECT links.id, links.post_id AS from_post_id, links.comment_id, links.text,
    coalesce(
      direct.post_id,
      (SELECT post_urls.post_id FROM captures JOIN post_urls ON post_urls.url_key = captures.location_key
        WHERE captures.url_key = links.url_key AND captures.location_key IS NOT NULL
        ORDER BY captures.id DESC LIMIT 1)) AS to_post_id
  FROM links LEFT JOIN post_urls AS direct ON direct.url_key = links.url_key
  WHERE links.url_key IS NOT NULL) AS resolved
JOIN posts AS origin ON origin.id = resolved.from_post_id
JOIN posts AS target ON target.id = resolved.to_post_id
WHERE resolved.to_post_id <> resolved.from_post_id
""",
    columns=(
        ("from_post_id", "The post in which, or under which, the link stands. → `posts.id`."),
        ("from_title", "Its title; NULL if it has none."),
        ("from_url", "Its address."),
        ("to_post_id", "The post to which it leads, over a redirect too. → `posts.id`."),
        ("to_title", "Its title; NULL if it has none."),
        ("to_url", "Its address."),
        ("comment_id", "links.comment_id"),
        ("text", "links.text"),
        ("link_id", "The link. → `links.id`."),
    ),
)

REFERENCES_BY_HOST = View(
    name="references_by_host",
    meaning="A host a row, of those whose articles refer to the blog: how often, and how much of it is likely spam.",
    sql="""
SELECT
  post_references.host,
  count(*) AS found,
  count(DISTINCT post_references.post_id) AS posts,
  sum(coalesce(spam >= 0.5, 0)) AS spam,
  round(avg(coalesce(spam, 0.0)), 2) AS score,
  CASE WHEN min(coalesce(spam, 0.0)) >= 0.5 THEN 'spam' WHEN max(spam) >= 0.5 THEN 'mixed' ELSE 'not spam' END AS label
FROM post_references LEFT JOIN reference_labels ON reference_labels.reference_id = post_references.id
GROUP BY post_references.host
""",
    columns=(
        ("host", "post_references.host"),
        ("found", "References from it."),
        ("posts", "Posts that they refer to."),
        ("spam", "Of the references, those whose spam score is 0.5 or more."),
        ("score", "Mean of their spam scores."),
        ("label", "`spam` if all are likely spam, `mixed` if some are, else `not spam`."),
    ),
)

REVISION_DIFFS = View(
    name="revision_diffs",
    meaning="A change of a post a row: how many words came and went.",
    sql="""
SELECT
  post_revisions.id,
  post_revisions.post_id,
  posts.url,
  post_revisions.seen_at,
  post_revisions.previous_title,
  post_revisions.title,
  post_revisions.previous_title IS NOT post_revisions.title AS title_changed,
  post_revisions.words_added,
  post_revisions.words_removed,
  post_revisions.capture_id
FROM post_revisions JOIN posts ON posts.id = post_revisions.post_id
""",
    columns=(
        ("id", "post_revisions.id"),
        ("post_id", "post_revisions.post_id"),
        ("url", "posts.url"),
        ("seen_at", "post_revisions.seen_at"),
        ("previous_title", "post_revisions.previous_title"),
        ("title", "post_revisions.title"),
        ("title_changed", "1 if these differ, else 0."),
        ("words_added", "post_revisions.words_added"),
        ("words_removed", "post_revisions.words_removed"),
        ("capture_id", "post_revisions.capture_id"),
    ),
)

SUMMARY_VIEWS: tuple[View, ...] = (
    REFERENCE_SUMMARY,
    POSTS_BY_MONTH,
    LINKS_BY_HOST,
    LINK_GRAPH,
    REFERENCES_BY_HOST,
    REVISION_DIFFS,
)
