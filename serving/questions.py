"""Questions that most readers ask, ready in the browser; `docs/questions.md` tells how to ask one's own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Question:
    """A query with a name for its address, and a title for people; what follows a colon in it, they fill in."""

    name: str
    title: str
    sql: str
    about: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question(
        name="search",
        title="Search posts and comments",
        about='The best hits first. All words must be there; "words in quotes" side by side.',
        sql="""
SELECT what, who, substr(published, 1, 10) AS published, title, found, url, capture_id FROM (
  SELECT 'post' AS what, coalesce(p.byline, a.name) AS who, p.published, p.title,
    snippet(posts_fts, -1, '⟦', '⟧', '…', 24) AS found, p.url, p.capture_id, bm25(posts_fts, 8.0, 4.0, 1.0) AS score
  FROM posts_fts JOIN posts p ON p.id = posts_fts.rowid LEFT JOIN authors a ON a.id = p.author_id
  WHERE posts_fts MATCH escape_fts(:words)
  UNION ALL
  SELECT 'comment', c.author_name, c.published, p.title,
    snippet(comments_fts, -1, '⟦', '⟧', '…', 24), coalesce(c.url, p.url), c.capture_id, bm25(comments_fts, 2.0, 1.0)
  FROM comments_fts JOIN comments c ON c.id = comments_fts.rowid JOIN posts p ON p.id = c.post_id
  WHERE comments_fts MATCH escape_fts(:words)
) ORDER BY score LIMIT 200
""",
    ),
    Question(
        name="most_discussed",
        title="Which posts got most comments?",
        sql="""
SELECT o.title, o.published, o.comments_claimed, o.comments_found, o.url, p.capture_id
FROM post_overview o JOIN posts p ON p.id = o.id ORDER BY o.comments_found DESC, o.published LIMIT 100
""",
    ),
    Question(
        name="who_comments",
        title="Who comments most, and on how many posts?",
        sql="""
SELECT name, comments, posts, first, last, kinds, url, by_name_alone, namesakes, spam
FROM commenters ORDER BY comments DESC, name LIMIT 500
""",
    ),
    Question(
        name="by_year",
        title="How did the blog do over the years?",
        sql="""
SELECT substr(p.published, 1, 4) AS year, count(*) AS posts, sum(p.word_count) AS words,
  sum((SELECT count(*) FROM comments c WHERE c.post_id = p.id)) AS comments
FROM posts p WHERE p.kind = 'post' GROUP BY year ORDER BY year
""",
    ),
    Question(
        name="by_month",
        title="What was posted and said in each month?",
        sql="SELECT * FROM posts_by_month",
    ),
    Question(
        name="most_linked",
        title="Which posts link to which?",
        about="Under any address that the other post has had; the most linked first.",
        sql="""
SELECT to_title, to_url, count(DISTINCT from_post_id) AS linked_from, count(*) AS links
FROM link_graph GROUP BY to_post_id ORDER BY linked_from DESC, to_post_id LIMIT 200
""",
    ),
    Question(
        name="subjects",
        title="What is it about?",
        sql="""
SELECT t.kind, t.name, count(*) AS posts, min(p.published) AS first, max(p.published) AS last
FROM terms t JOIN post_terms ON term_id = t.id JOIN posts p ON p.id = post_id
GROUP BY t.id ORDER BY posts DESC, t.name
""",
    ),
    Question(
        name="time_to_comment",
        title="How long after a post do its comments come?",
        sql="""
SELECT CASE WHEN days < 2 THEN '1 on the day or the next' WHEN days < 8 THEN '2 within a week'
  WHEN days < 32 THEN '3 within a month' ELSE '4 later' END AS came, count(*) AS comments
FROM (SELECT julianday(substr(c.published, 1, 10)) - julianday(substr(p.published, 1, 10)) AS days
  FROM comments c JOIN posts p ON p.id = c.post_id) WHERE days IS NOT NULL GROUP BY came ORDER BY came
""",
    ),
    Question(
        name="conversations",
        title="Who talks with whom?",
        about="Where comments are threaded; nothing where the blog shows them in one row.",
        sql="""
SELECT author_name, answers_author, count(*) AS times FROM comment_thread
WHERE answers_author IS NOT NULL GROUP BY 1, 2 ORDER BY times DESC, 1, 2 LIMIT 500
""",
    ),
    Question(
        name="references",
        title="Which articles refer to the blog?",
        about="Trackbacks, pingbacks, webmentions, references, as the pages list them, with what speaks for spam.",
        sql="""
SELECT r.kind, r.title, r.site_name, r.excerpt, r.published, p.title AS post, l.spam, l.spam_reasons, r.url,
  r.capture_id
FROM post_references r JOIN posts p ON p.id = r.post_id LEFT JOIN reference_labels l ON l.reference_id = r.id
ORDER BY p.published, r.position
""",
    ),
    Question(
        name="spam",
        title="Which comments are likely spam, and why?",
        about="A score of 0.5 or more: a sum of signs, no verdict.",
        sql="""
SELECT l.spam, l.spam_reasons, c.author_name, c.body_text, c.author_url, c.published, c.url, c.capture_id
FROM comment_labels l JOIN comments c ON c.id = l.comment_id WHERE l.spam >= 0.5 ORDER BY l.spam DESC, c.id LIMIT 500
""",
    ),
    Question(
        name="repeated",
        title="What is said again and again?",
        about="Comments that say nearly the same, the largest groups first.",
        sql="""
SELECT g.times, g.posts, c.author_name, c.body_text, c.published, c.url, c.capture_id
FROM (SELECT l.repeats, count(*) AS times, count(DISTINCT o.post_id) AS posts FROM comment_labels l
  JOIN comments o ON o.id = l.comment_id WHERE l.repeats IS NOT NULL GROUP BY l.repeats) g
JOIN comments c ON c.id = g.repeats ORDER BY g.times DESC, c.id LIMIT 200
""",
    ),
    Question(
        name="linked_sites",
        title="Which sites does the blog link to?",
        sql="""
SELECT host, links, posts, in_posts, in_comments FROM links_by_host ORDER BY links DESC, host LIMIT 500
""",
    ),
    Question(
        name="missing",
        title="What is missing, and why?",
        sql="SELECT url, state, reason, known_from, capture_id FROM coverage "
        "WHERE state NOT IN ('archived', 'not a post') ORDER BY state, url",
    ),
    Question(
        name="changed",
        title="What changed between crawls?",
        sql="""
SELECT title, seen_at, previous_title, words_added, words_removed, url, capture_id
FROM revision_diffs ORDER BY seen_at DESC
""",
    ),
    Question(
        name="gone",
        title="Which posts have vanished from the blog?",
        sql="SELECT title, published, last_seen_at, gone_at, url, capture_id FROM posts "
        "WHERE gone_at IS NOT NULL ORDER BY gone_at DESC",
    ),
)
