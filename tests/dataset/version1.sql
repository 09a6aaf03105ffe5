-- A dataset of schema version 1, as blogark wrote it: the demo's, cut to three posts.
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE "blogs" (  -- The blog. An archive holds one.
  "id" INTEGER PRIMARY KEY,  -- Always 1.
  "url" TEXT NOT NULL,  -- Where the first crawl started.
  "title" TEXT,  -- The blog's title.
  "description" TEXT,  -- Its subtitle or description.
  "platform" TEXT,  -- The engine: squarespace5, wordpress, …, or generic.
  "platform_version" TEXT,  -- The engine's version, as the pages tell it.
  "language" TEXT,  -- Language of the blog as a BCP 47 tag.
  "timezone" TEXT,  -- The blog's time zone.
  "feed_url" TEXT,  -- The blog's main feed.
  "field_sources" TEXT NOT NULL,  -- JSON: for each column above, where it was read: feed, home (page) or page.
  UNIQUE ("url")
) STRICT;
CREATE TABLE "crawls" (  -- Each run of the crawler, or each import.
  "id" INTEGER PRIMARY KEY,  -- Crawls in the order they began.
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),  -- The blog.
  "started_at" TEXT NOT NULL,  -- When it began, UTC.
  "finished_at" TEXT,  -- When it ended, UTC.
  "status" TEXT NOT NULL CHECK ("status" IN ('running', 'complete', 'limited', 'interrupted', 'failed')),  -- How it ended; `limited` at a limit that the user set, `interrupted` by a signal or a kill.
  "exit_code" INTEGER,  -- The command's exit code.
  "software" TEXT,  -- Program and version.
  "config" TEXT,  -- JSON: the options in force.
  "requests" INTEGER NOT NULL,  -- URLs asked for: captures and failures.
  "new_captures" INTEGER NOT NULL,  -- Answers that were new.
  "revisits" INTEGER NOT NULL,  -- Answers that equal an earlier one, of this or another URL.
  "failures" INTEGER NOT NULL,  -- Requests that brought no answer; see `problems`, stage fetch.
  "bytes" INTEGER NOT NULL  -- Size of the captures' records in the WARC files, compressed.
) STRICT;
CREATE TABLE "captures" (  -- Each archived answer: where its bytes lie in the WARC files. All rows elsewhere lead here.
  "id" INTEGER PRIMARY KEY,  -- Captures in the order of their records; numbers that are missing are failures (`problems`).
  "crawl_id" INTEGER NOT NULL REFERENCES "crawls" ("id"),  -- The crawl that fetched it.
  "url" TEXT NOT NULL,  -- The URL asked for.
  "captured_at" TEXT NOT NULL,  -- When it was asked for, UTC (WARC-Date).
  "status" INTEGER,  -- HTTP status.
  "media_type" TEXT,  -- Content type, without parameters.
  "record_type" TEXT NOT NULL CHECK ("record_type" IN ('response', 'revisit', 'resource')),  -- `revisit`: the bytes are those of the capture `refers_to`.
  "payload_digest" TEXT,  -- sha256:hex of the body as sent (de-chunked).
  "record_id" TEXT NOT NULL,  -- WARC-Record-ID.
  "warc_file" TEXT NOT NULL,  -- File in the archive's folder `archive/`.
  "warc_offset" INTEGER NOT NULL,  -- Where the record begins, bytes.
  "warc_length" INTEGER NOT NULL,  -- Length of the record, compressed, bytes.
  "truncated" TEXT,  -- Why the answer is not whole (WARC-Truncated).
  "via" TEXT,  -- The URL where this one was found.
  "source" TEXT NOT NULL CHECK ("source" IN ('live', 'memento', 'import')),  -- Who fetched it.
  "refers_to" INTEGER REFERENCES "captures" ("id"),  -- The capture whose bytes a revisit repeats.
  "page_kind" TEXT CHECK ("page_kind" IN ('post', 'page', 'listing', 'feed', 'error', 'other')),  -- What the parsers took it for.
  "url_key" TEXT NOT NULL  -- The URL without scheme, `www.`, fragment and tracking: equal keys are one address.
) STRICT;
CREATE TABLE "authors" (  -- The accounts that post.
  "id" INTEGER PRIMARY KEY,  -- Authors in the order they were seen.
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),  -- The blog.
  "name" TEXT NOT NULL,  -- Display name of the account.
  "url" TEXT,  -- The account's page.
  "kind" TEXT CHECK ("kind" IN ('registered', 'unregistered', 'owner'))  -- What the blog says of the account.
) STRICT;
CREATE TABLE "posts" (  -- Posts and stand-alone pages, each once, put together from all pages and feeds that show it.
  "id" INTEGER PRIMARY KEY,  -- Posts in the order they were seen.
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),  -- The blog.
  "url" TEXT NOT NULL,  -- The post's own address.
  "kind" TEXT NOT NULL CHECK ("kind" IN ('post', 'page')),  -- A dated post, or a stand-alone page.
  "native_id" TEXT,  -- The blog engine's own number.
  "title" TEXT,  -- Title.
  "author_id" INTEGER REFERENCES "authors" ("id"),  -- The account that posted.
  "byline" TEXT,  -- The author whom the text itself names (“By Liz Koch”).
  "published" TEXT,  -- When it was published, as the page prints it (ISO 8601), with the UTC offset where the page, or a feed together with the page, tells it. Only as precise as the source: it may be a day alone.
  "published_utc" TEXT,  -- The same moment in UTC, such as 2010-10-19T22:30:00Z: sort and compare by this one.
  "published_raw" TEXT,  -- The date in the page's own words.
  "updated" TEXT,  -- When it was last changed, ISO 8601.
  "excerpt" TEXT,  -- Summary by the author or the engine.
  "body_html" TEXT,  -- The body's markup.
  "body_text" TEXT,  -- The body's text: paragraphs separated by one blank line, list items by a line break.
  "word_count" INTEGER,  -- Words in `body_text`.
  "language" TEXT,  -- Language as a BCP 47 tag.
  "lead_image_url" TEXT,  -- The image that stands for the post.
  "comments_claimed" INTEGER,  -- Number of comments that the blog declares.
  "references_claimed" INTEGER,  -- Number of references that the blog declares.
  "previous_url" TEXT,  -- The OLDER post.
  "next_url" TEXT,  -- The NEWER post.
  "platform" TEXT,  -- The engine whose parser read it.
  "parser_version" TEXT,  -- That parser's version.
  "field_sources" TEXT NOT NULL,  -- JSON: for each column, where it was read: api, feed, structured (markup made for machines), dom (the engine's layout) or heuristic (a guess).
  "content_digest" TEXT,  -- sha256:hex over `title`, a line feed and `body_text` in UTF-8 (NULL as nothing).
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),  -- The capture that the body was read from; a feed's, if no page was archived.
  UNIQUE ("url")
) STRICT;
CREATE VIRTUAL TABLE posts_fts USING fts5(title, byline, body_text, content='posts', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE "post_urls" (  -- All addresses under which a post was seen.
  "url_key" TEXT PRIMARY KEY NOT NULL,  -- As `captures.url_key`.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id")  -- The post.
) STRICT;
CREATE TABLE "post_facts" (  -- What each source says of each post: from these the columns of `posts` are chosen.
  "post_id" INTEGER PRIMARY KEY NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "facts" TEXT NOT NULL  -- JSON: {field: {source: [value, capture_id, crawl_id, …]}}. `/view` after a source marks another view of the post than its own page, `/cut` an answer that is not whole. Bodies are named by digest only.
) STRICT;
CREATE TABLE "terms" (  -- Categories and tags.
  "id" INTEGER PRIMARY KEY,  -- Terms in the order they were seen.
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),  -- The blog.
  "kind" TEXT NOT NULL CHECK ("kind" IN ('category', 'tag')),  -- Which of the two.
  "name" TEXT NOT NULL,  -- Name as printed.
  "slug" TEXT,  -- Its name in URLs.
  "url" TEXT,  -- Its list page.
  UNIQUE ("blog_id", "kind", "name")
) STRICT;
CREATE TABLE "post_terms" (  -- Which post has which category or tag.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "term_id" INTEGER NOT NULL REFERENCES "terms" ("id"),  -- The term.
  "position" INTEGER NOT NULL,  -- Place among the post's categories, or among its tags, from 1.
  PRIMARY KEY ("post_id", "term_id")
) STRICT;
CREATE TABLE "comments" (  -- Readers' comments. One that vanished from the blog stays here.
  "id" INTEGER PRIMARY KEY,  -- Comments in the order they were seen.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "parent_id" INTEGER REFERENCES "comments" ("id"),  -- The comment it answers.
  "depth" INTEGER NOT NULL,  -- 0 at the top of a thread, 1 for an answer, and so on.
  "position" INTEGER NOT NULL,  -- Place in page order over all comments of the post, from 1.
  "native_id" TEXT,  -- The engine's own number.
  "url" TEXT,  -- The comment's own address.
  "author_name" TEXT,  -- Name as printed.
  "author_url" TEXT,  -- What the name links to.
  "author_kind" TEXT CHECK ("author_kind" IN ('registered', 'unregistered', 'owner')),  -- What the page says of the author.
  "published" TEXT,  -- When it was published, as the page prints it (ISO 8601), with the UTC offset where the page, or a feed together with the page, tells it. Only as precise as the source: it may be a day alone.
  "published_utc" TEXT,  -- The same moment in UTC, such as 2010-10-19T22:30:00Z: sort and compare by this one.
  "published_raw" TEXT,  -- The date in the page's own words.
  "body_html" TEXT,  -- The comment's markup.
  "body_text" TEXT,  -- The comment's text, as `posts.body_text`.
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),  -- The capture this was read from.
  "parent_native_id" TEXT,  -- The engine's number of the comment it answers.
  "thread_path" TEXT NOT NULL,  -- Positions from the top of the thread down to it: sorts as the thread reads.
  "source" TEXT NOT NULL CHECK ("source" IN ('api', 'feed', 'structured', 'dom', 'heuristic'))  -- Where it was read.
) STRICT;
CREATE VIRTUAL TABLE comments_fts USING fts5(author_name, body_text, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE "post_references" (  -- Articles elsewhere that refer to a post, or that it names as its source.
  "id" INTEGER PRIMARY KEY,  -- References in the order they were seen.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "position" INTEGER NOT NULL,  -- Place in page order, from 1.
  "kind" TEXT NOT NULL CHECK ("kind" IN ('reference', 'source', 'trackback', 'pingback', 'webmention')),  -- How it came.
  "native_id" TEXT,  -- The engine's own number.
  "title" TEXT,  -- Title of the article.
  "url" TEXT,  -- Its address.
  "site_name" TEXT,  -- The site it stands on.
  "excerpt" TEXT,  -- What the page quotes of it.
  "published" TEXT,  -- When it was published, as the page prints it (ISO 8601), with the UTC offset where the page, or a feed together with the page, tells it. Only as precise as the source: it may be a day alone.
  "published_utc" TEXT,  -- The same moment in UTC, such as 2010-10-19T22:30:00Z: sort and compare by this one.
  "published_raw" TEXT,  -- The date in the page's own words.
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id")  -- The capture this was read from.
) STRICT;
CREATE TABLE "links" (  -- The hyperlinks in the bodies of posts and comments.
  "id" INTEGER PRIMARY KEY,  -- Number of the link.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "comment_id" INTEGER REFERENCES "comments" ("id"),  -- The comment it is in.
  "position" INTEGER NOT NULL,  -- Place in the body of the post, or of the comment, from 1.
  "url" TEXT NOT NULL,  -- Where it leads.
  "text" TEXT,  -- Its text.
  "rel" TEXT,  -- Its rel attribute.
  "scope" TEXT NOT NULL CHECK ("scope" IN ('internal', 'external'))  -- Whether it stays on the blog.
) STRICT;
CREATE TABLE "media" (  -- Images, sound, films and embedded players in the bodies of posts.
  "id" INTEGER PRIMARY KEY,  -- Number of the item.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "position" INTEGER NOT NULL,  -- Place in page order, from 1.
  "kind" TEXT NOT NULL CHECK ("kind" IN ('image', 'video', 'audio', 'embed')),  -- Which of these.
  "url" TEXT NOT NULL,  -- Its address.
  "alt" TEXT,  -- Alternative text.
  "caption" TEXT,  -- Caption.
  "width" INTEGER,  -- Width that the page declares, pixels.
  "height" INTEGER,  -- Height that the page declares, pixels.
  "capture_id" INTEGER REFERENCES "captures" ("id"),  -- The capture of the item itself: its first whole one.
  "url_key" TEXT NOT NULL  -- As `captures.url_key`.
) STRICT;
CREATE TABLE "post_revisions" (  -- One row for each time that a post's title or body was seen changed; the newest state is in `posts`.
  "id" INTEGER PRIMARY KEY,  -- Revisions in the order they were seen.
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),  -- The post.
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),  -- The capture that shows the new content.
  "seen_at" TEXT NOT NULL,  -- When that was captured, UTC.
  "content_digest" TEXT,  -- As `posts.content_digest`, of the new content.
  "title" TEXT,  -- The new title.
  "body_text" TEXT,  -- The new text.
  "previous_title" TEXT,  -- The title before.
  "previous_body_text" TEXT,  -- The text before.
  "previous_digest" TEXT  -- As `posts.content_digest`, of the content before.
) STRICT;
CREATE TABLE "known_posts" (  -- Addresses of posts that feeds, sitemaps and list pages name, archived or not; see view `coverage`.
  "url_key" TEXT NOT NULL,  -- As `captures.url_key`.
  "source" TEXT NOT NULL CHECK ("source" IN ('feed', 'sitemap', 'listing')),  -- Who names it.
  "url" TEXT NOT NULL,  -- The address as it was first named.
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),  -- The capture that named it first.
  PRIMARY KEY ("url_key", "source")
) STRICT;
CREATE TABLE "problems" (  -- All that could not be fetched or read, and why.
  "id" INTEGER PRIMARY KEY,  -- Problems in the order they came up.
  "capture_id" INTEGER REFERENCES "captures" ("id"),  -- The capture that could not be read (wholly).
  "url" TEXT,  -- The URL.
  "stage" TEXT NOT NULL,  -- Where: fetch, decode, parse, extract, store, …
  "field" TEXT,  -- What could not be read.
  "message" TEXT NOT NULL,  -- Why.
  "crawl_id" INTEGER REFERENCES "crawls" ("id"),  -- The crawl that met it.
  "url_key" TEXT  -- As `captures.url_key`, for failed fetches.
) STRICT;
CREATE TABLE "state" (  -- How far the extraction has come.
  "name" TEXT PRIMARY KEY NOT NULL,  -- `last_capture`: number of the last record taken in.
  "value" INTEGER NOT NULL  -- Its value.
) STRICT;
CREATE TABLE "columns" (  -- This dictionary, inside the database.
  "table_name" TEXT NOT NULL,  -- Table, full-text table or view.
  "column_name" TEXT NOT NULL,  -- Column.
  "type" TEXT,  -- SQLite type.
  "meaning" TEXT NOT NULL,  -- What it holds.
  "source" TEXT NOT NULL,  -- Where its value comes from: crawl (options and outcome), WARC (record), page (what pages and feeds say), merge (choice among these), store (numbers and keys given here).
  "null_meaning" TEXT,  -- What NULL says.
  PRIMARY KEY ("table_name", "column_name")
) STRICT;
CREATE INDEX "captures_by_url_key"
    ON "captures" ("url_key");
CREATE INDEX "authors_by_blog_id_name"
    ON "authors" ("blog_id", "name");
CREATE INDEX "posts_by_native_id" ON "posts" ("native_id") WHERE native_id IS NOT NULL;
CREATE INDEX "posts_by_kind_published"
    ON "posts" ("kind", "published");
CREATE INDEX "posts_by_author_id"
    ON "posts" ("author_id");
CREATE INDEX "post_urls_by_post_id"
    ON "post_urls" ("post_id");
CREATE INDEX "post_terms_by_term_id"
    ON "post_terms" ("term_id");
CREATE INDEX "comments_by_post_id_position"
    ON "comments" ("post_id", "position");
CREATE INDEX "comments_by_parent_id" ON "comments" ("parent_id") WHERE parent_id IS NOT NULL;
CREATE INDEX "comments_by_author_name"
    ON "comments" ("author_name");
CREATE INDEX "post_references_by_post_id_position"
    ON "post_references" ("post_id", "position");
CREATE INDEX "links_by_post_id_comment_id_position"
    ON "links" ("post_id", "comment_id", "position");
CREATE INDEX "links_by_comment_id" ON "links" ("comment_id") WHERE comment_id IS NOT NULL;
CREATE INDEX "media_by_post_id_position"
    ON "media" ("post_id", "position");
CREATE INDEX "media_by_url_key" ON "media" ("url_key") WHERE capture_id IS NULL;
CREATE INDEX "post_revisions_by_post_id"
    ON "post_revisions" ("post_id");
CREATE INDEX "problems_by_capture_id"
    ON "problems" ("capture_id");
CREATE INDEX "problems_by_crawl_id"
    ON "problems" ("crawl_id");
CREATE INDEX "problems_by_url_key" ON "problems" ("url_key") WHERE url_key IS NOT NULL;
CREATE VIEW "post_overview" AS SELECT
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
  captures.captured_at
FROM posts
LEFT JOIN authors ON authors.id = posts.author_id
JOIN captures ON captures.id = posts.capture_id;
CREATE VIEW "comment_thread" AS SELECT
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
  comments.url
FROM comments
JOIN posts ON posts.id = comments.post_id
LEFT JOIN comments AS parents ON parents.id = comments.parent_id;
CREATE VIEW "coverage" AS WITH known AS (
  SELECT url_key, min(capture_id) AS capture_id, group_concat(source, ', ') AS known_from
  FROM (SELECT url_key, source, capture_id FROM known_posts ORDER BY url_key, source)
  GROUP BY url_key
), found AS (
  SELECT
    known.url_key,
    (SELECT url FROM known_posts WHERE known_posts.url_key = known.url_key ORDER BY capture_id, source LIMIT 1) AS url,
    known.known_from,
    known.capture_id,
    post_urls.post_id,
    posts_capture.page_kind AS read_from,
    (SELECT id FROM captures WHERE captures.url_key = known.url_key ORDER BY id DESC LIMIT 1) AS last_capture,
    (SELECT message FROM problems WHERE problems.url_key = known.url_key ORDER BY id DESC LIMIT 1) AS failure
  FROM known
  LEFT JOIN post_urls ON post_urls.url_key = known.url_key
  LEFT JOIN posts ON posts.id = post_urls.post_id
  LEFT JOIN captures AS posts_capture ON posts_capture.id = posts.capture_id
), judged AS (
  SELECT found.*, captures.status, captures.page_kind,
    (SELECT message FROM problems WHERE problems.capture_id = found.last_capture ORDER BY id LIMIT 1) AS problem,
    CASE
      WHEN found.read_from IS NOT NULL AND found.read_from <> 'feed' THEN 'archived'
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
    WHEN status IS NOT NULL AND status <> 200 THEN 'HTTP ' || status
    WHEN last_capture IS NOT NULL THEN coalesce(problem, 'read as ' || page_kind, 'no post could be read from it')
    ELSE coalesce(failure, 'not fetched')
  END AS reason,
  post_id,
  last_capture AS capture_id,
  capture_id AS named_by
FROM judged;
INSERT INTO blogs VALUES (1,'http://127.0.0.1:35551/','The Slow Boat','Two people, one saw, and a gaff cutter of 1934','squarespace5','5','en-GB',NULL,'http://127.0.0.1:35551/journal/rss.xml','{"description":"feed","feed_url":"feed","language":"feed","platform":"feed","platform_version":"home","title":"feed"}');
INSERT INTO crawls VALUES (1,1,'2026-11-23T08:47:46.382186Z','2026-11-23T08:47:50.661210Z','complete',0,'blogark/0.1.0','{"concurrency": 8, "delay": 0.0, "url": "http://127.0.0.1:35551/"}',135,126,9,0,580368);
INSERT INTO captures VALUES (1,1,'http://127.0.0.1:35551/robots.txt','2026-11-23T08:47:47.940875Z',200,'text/plain','response','sha256:31b6d84bffa6b0084d0dd24d0653ef2577ab8605c3258b47f836299ff0f49555','urn:uuid:1e4ace43-7540-4354-bbe9-b3d47356dba6','127.0.0.1-20261123084746382-00000.warc.gz',1036,621,NULL,'http://127.0.0.1:35551/','live',NULL,NULL,'127.0.0.1:35551/robots.txt');
INSERT INTO captures VALUES (2,1,'http://127.0.0.1:35551/sitemap.xml','2026-11-23T08:47:47.958700Z',200,'application/xml','response','sha256:297c2e2f84140c3fb0570e6d8b7eed498bd88b135bd2ada138ba19b7dc90a705','urn:uuid:3d2d039c-c64a-46cc-aa86-229fd631f6ed','127.0.0.1-20261123084746382-00000.warc.gz',2555,1147,NULL,'http://127.0.0.1:35551/robots.txt','live',NULL,'other','127.0.0.1:35551/sitemap.xml');
INSERT INTO captures VALUES (4,1,'http://127.0.0.1:35551/archive/','2026-11-23T08:47:48.072589Z',200,'text/html','response','sha256:e2b649ed223ae6fe30f343a75fe2889f054226a86959c1d267d9e6438bd258aa','urn:uuid:6c06988c-9877-41cd-ac20-a98b2232e44a','127.0.0.1-20261123084746382-00000.warc.gz',12820,3870,NULL,'http://127.0.0.1:35551/sitemap.xml','live',NULL,'listing','127.0.0.1:35551/archive');
INSERT INTO captures VALUES (6,1,'http://127.0.0.1:35551/about/','2026-11-23T08:47:48.072934Z',200,'text/html','response','sha256:4d1450dd663a3fa7ae8a157acc5306daf484614414c25f07fb552fbbbe68177f','urn:uuid:1ee89952-72e8-4ec8-a57f-1685f4a169dd','127.0.0.1-20261123084746382-00000.warc.gz',25858,3242,NULL,'http://127.0.0.1:35551/sitemap.xml','live',NULL,'page','127.0.0.1:35551/about');
INSERT INTO captures VALUES (12,1,'http://127.0.0.1:35551/journal/atom.xml','2026-11-23T08:47:48.197120Z',200,'application/atom+xml','response','sha256:ff484e5da9e652d73c47be4920117f685b74d781f9cb505bf123fba8ac6c1087','urn:uuid:828d9164-96af-4a32-b634-111605e77f2f','127.0.0.1-20261123084746382-00000.warc.gz',60613,3405,NULL,'http://127.0.0.1:35551/','live',NULL,'feed','127.0.0.1:35551/journal/atom.xml');
INSERT INTO captures VALUES (33,1,'http://127.0.0.1:35551/?currentPage=1','2026-11-23T08:47:48.438298Z',200,'text/html','revisit','sha256:5003a46c565a14c0a57aca7f28e0345ed0d93267ed796baa671302714e5acac0','urn:uuid:4c956417-d2d1-404d-8ae9-e9b6b10b1665','127.0.0.1-20261123084746382-00000.warc.gz',201514,625,NULL,'http://127.0.0.1:35551/','live',NULL,'listing','127.0.0.1:35551?currentPage=1');
INSERT INTO captures VALUES (38,1,'http://127.0.0.1:35551/journal/?currentPage=1','2026-11-23T08:47:48.453209Z',200,'text/html','revisit','sha256:4390012bdaa0a8fef3571b9df4cb583f0250e47a309e4e7c855bc0df9b168059','urn:uuid:c614ab79-a867-4a3d-8e0e-50dfeb344720','127.0.0.1-20261123084746382-00000.warc.gz',233362,633,NULL,'http://127.0.0.1:35551/journal/','live',NULL,'listing','127.0.0.1:35551/journal?currentPage=1');
INSERT INTO captures VALUES (50,1,'http://127.0.0.1:35551/journal/category/lists?currentPage=1','2026-11-23T08:47:48.485596Z',200,'text/html','revisit','sha256:837ec806c96aaae6f7de5eaaf7cedc1bc3729aa2a645b0c18a5a96ce2fa136fa','urn:uuid:e2220727-6c8e-461a-89da-6fbb2c340299','127.0.0.1-20261123084746382-00000.warc.gz',307126,638,NULL,'http://127.0.0.1:35551/journal/category/lists','live',NULL,'listing','127.0.0.1:35551/journal/category/lists?currentPage=1');
INSERT INTO captures VALUES (71,1,'http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html','2026-11-23T08:47:49.110754Z',200,'text/html','response','sha256:244f06e2fd1406b3faa672e6f85133d67fdd46a90b2ab22068dc6d4ca1888831','urn:uuid:21938b38-9f85-47c0-9615-66c10f2f18ad','127.0.0.1-20261123084746382-00000.warc.gz',421739,5481,NULL,'http://127.0.0.1:35551/sitemap.xml','live',NULL,'post','127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html');
INSERT INTO captures VALUES (89,1,'http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html','2026-11-23T08:47:49.680976Z',200,'text/html','response','sha256:449c44a344f1f75f707f53838c18d2a58476306e2f317f1e0364a7714b417c05','urn:uuid:b579315d-c03d-4288-8992-f73112b515c2','127.0.0.1-20261123084746382-00000.warc.gz',532846,4514,NULL,'http://127.0.0.1:35551/sitemap.xml','live',NULL,'post','127.0.0.1:35551/journal/2011/5/10/she-leaks.html');
INSERT INTO captures VALUES (114,1,'http://127.0.0.1:35551/universal/images/transparent.png','2026-11-23T08:47:50.187560Z',200,'image/gif','revisit','sha256:b1442e85b03bdcaf66dc58c7abb98745dd2687d86350be9a298a1d9382ac849b','urn:uuid:8c7e0107-a96c-4878-be75-f35f4cd14e14','127.0.0.1-20261123084746382-00000.warc.gz',617348,631,NULL,'http://127.0.0.1:35551/','live',NULL,NULL,'127.0.0.1:35551/universal/images/transparent.png');
INSERT INTO captures VALUES (123,1,'http://127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500','2026-11-23T08:47:50.267554Z',200,'image/png','response','sha256:e8c3ad225ea73d80a3213ba4f3851ea557b00e9812d9ecba0a3626758bf6c261','urn:uuid:b3c4dcd4-7545-4056-898e-ea254d82412d','127.0.0.1-20261123084746382-00000.warc.gz',658518,2786,NULL,'http://127.0.0.1:35551/about/','live',NULL,NULL,'127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500');
INSERT INTO captures VALUES (135,1,'http://127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500','2026-11-23T08:47:50.463029Z',200,'image/png','response','sha256:0a8f0ce06f0d3b0cb3ad3eab0fc8591da91f592aa997dcd308525e11611524e3','urn:uuid:008127b0-b3b4-4e84-bba8-405615a82e2c','127.0.0.1-20261123084746382-00000.warc.gz',703755,3091,NULL,'http://127.0.0.1:35551/journal/tag/planking','live',NULL,NULL,'127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500');
INSERT INTO authors VALUES (1,1,'Ruth Penhale','http://127.0.0.1:35551/journal/author/ruth','registered');
INSERT INTO authors VALUES (2,1,'Tom Penhale','http://127.0.0.1:35551/journal/author/tom','registered');
INSERT INTO posts VALUES (1,1,'http://127.0.0.1:35551/about/','page',NULL,'About',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'<div><div><p>We are Ruth and Tom Penhale, brother and sister, and we live in Tregarrow, which is a harbour with a rock in it.</p><p>Kittiwake was built here in 1934. We found her in a barn in 2009, <a href="http://127.0.0.1:35551/the-barn">when we were looking for a dresser</a>, and this journal is about what happened next. Her lines, drawn by the museum, are <a href="http://127.0.0.1:35551/storage/kittiwake-lines.pdf">here</a>.</p><p><span><span><img src="http://127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500" alt="The rock, at low water"></span></span></p><p>Everything on these pages may be copied by anyone who has a boat to mend.</p></div></div>','We are Ruth and Tom Penhale, brother and sister, and we live in Tregarrow, which is a harbour with a rock in it.

Kittiwake was built here in 1934. We found her in a barn in 2009, when we were looking for a dresser, and this journal is about what happened next. Her lines, drawn by the museum, are here.

Everything on these pages may be copied by anyone who has a boat to mend.',75,'en','http://127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500',NULL,NULL,NULL,NULL,'squarespace5','1','{"body_text":"dom","kind":"dom","language":"dom","lead_image_url":"dom","title":"heuristic","url":"dom"}','sha256:c682ad450feb8c74c0dda7b29590ace1706e091d8fd6d32f6d8bac9a6dafd6bf',6);
INSERT INTO posts VALUES (13,1,'http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html','post','6141009','She leaks',2,NULL,'2011-05-10T07:15:00+00:00','2011-05-10T07:15:00Z','Tuesday, May 10, 2011 at 07:15AM','2011-05-10T07:15:00+00:00','Two buckets an hour. Inge says: wait.','<p>Two buckets an hour. Inge says: wait.</p><div id="followup6144713"><div><strong>Update</strong> on Thursday, May 12, 2011 at 07:20AM by <a href="http://127.0.0.1:35551/member/tom" title="Registered Commenter"><img src="http://127.0.0.1:35551/universal/images/transparent.png" alt="Registered Commenter" title="Registered Commenter">Tom Penhale</a></div><div><p>One bucket in the night.</p></div></div><div id="followup6150022"><div><strong>Update</strong> on Sunday, May 15, 2011 at 08:00AM by <a href="http://127.0.0.1:35551/member/ruth" title="Registered Commenter"><img src="http://127.0.0.1:35551/universal/images/transparent.png" alt="Registered Commenter" title="Registered Commenter">Ruth Penhale</a></div><div><p>Half a cup. It tastes of salt, and I’m told that this is good news.</p></div></div>','Two buckets an hour. Inge says: wait.

Update on Thursday, May 12, 2011 at 07:20AM by Tom Penhale

One bucket in the night.

Update on Sunday, May 15, 2011 at 08:00AM by Ruth Penhale

Half a cup. It tastes of salt, and I’m told that this is good news.',52,'en-GB','http://127.0.0.1:35551/universal/images/transparent.png',1,NULL,'http://127.0.0.1:35551/journal/2011/5/8/launch-day.html','http://127.0.0.1:35551/journal/2011/6/26/first-sail.html','squarespace5','1','{"author_id":"feed","body_text":"dom","categories":"dom","comments_claimed":"dom","excerpt":"feed","kind":"dom","language":"feed","lead_image_url":"dom","native_id":"dom","next_url":"dom","previous_url":"dom","published":"dom","published_raw":"dom","published_utc":"feed","tags":"dom","title":"feed","updated":"feed","url":"dom"}','sha256:b81272004a46a385515caa8cd2575d98cdc27e503e31f90b0ab11c7e4721ef3c',89);
INSERT INTO posts VALUES (27,1,'http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html','post','3702518','The first rotten plank',2,NULL,'2009-06-07T19:45:00',NULL,'Sunday, June 7, 2009 at 07:45PM',NULL,'Everyone says that taking out the first plank is the point at which you own the boat. Until then you have only been standing near it. We chose the sixth strake...','<p>Everyone says that taking out the first plank is the point at which you own the boat. Until then you have only been standing near it.</p><p>We chose the sixth strake on the port side, because it was soft enough to push a pencil into and because nobody could see it from the road. The rivets were cut from the inside. Each one took four minutes, and there were a hundred and twelve of them. Then we tapped wedges into the seam above, and the seam below, and the plank breathed out a little dust and came away in our hands like a slice of cake.</p><p>Behind it was daylight. We could see the whole inside of the boat through a slot seven inches high, and a spider, who could see us.</p><p>The plank itself went on the bench to be a pattern. Where the wood had gone there were pencil marks still: a row of numbers, and beside them, in a neat slanting hand, <em>tide at 4, finish early</em>.</p><p><span><span><img src="http://127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500" alt="Pencil marks on the back of the old plank"></span></span></p><p>We have decided to write something on the back of every plank we fit.</p>','Everyone says that taking out the first plank is the point at which you own the boat. Until then you have only been standing near it.

We chose the sixth strake on the port side, because it was soft enough to push a pencil into and because nobody could see it from the road. The rivets were cut from the inside. Each one took four minutes, and there were a hundred and twelve of them. Then we tapped wedges into the seam above, and the seam below, and the plank breathed out a little dust and came away in our hands like a slice of cake.

Behind it was daylight. We could see the whole inside of the boat through a slot seven inches high, and a spider, who could see us.

The plank itself went on the bench to be a pattern. Where the wood had gone there were pencil marks still: a row of numbers, and beside them, in a neat slanting hand, tide at 4, finish early.

We have decided to write something on the back of every plank we fit.',184,'en','http://127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500',3,1,'http://127.0.0.1:35551/journal/2009/5/10/learning-the-words.html','http://127.0.0.1:35551/journal/2009/7/12/larch-oak-and-where-to-find-them.html','squarespace5','1','{"author_id":"dom","body_text":"dom","categories":"dom","comments_claimed":"dom","excerpt":"structured","kind":"dom","language":"dom","lead_image_url":"dom","native_id":"dom","next_url":"dom","previous_url":"dom","published":"dom","published_raw":"dom","references_claimed":"dom","tags":"dom","title":"dom","url":"dom"}','sha256:a2b3326cf1858b9f069a903234f86e2cdc7b959ecd2506bb80ac144ac3a71a71',71);
INSERT INTO post_urls VALUES ('127.0.0.1:35551/about',1);
INSERT INTO post_urls VALUES ('127.0.0.1:35551/journal/2011/5/10/she-leaks.html',13);
INSERT INTO post_urls VALUES ('127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html',27);
INSERT INTO post_facts VALUES (1,'{"url":{"dom":[["http://127.0.0.1:35551/about/"],6,1]},"kind":{"dom":[["page"],6,1]},"title":{"heuristic":[["About"],6,1]},"language":{"dom":[["en"],6,1]},"lead_image_url":{"dom":[["http://127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500"],6,1]},"body":{"dom":[[378],6,1]},"origin":{"dom":[["squarespace5","1"],6,1]}}');
INSERT INTO post_facts VALUES (13,'{"url":{"feed":[["http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html"],13,1],"dom":[["http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html"],89,1]},"kind":{"feed":[["post"],13,1],"dom":[["post"],89,1]},"title":{"feed":[["She leaks"],13,1],"dom":[["She leaks"],89,1]},"author":{"feed":[["Tom Penhale",null,null],13,1],"dom":[["Tom Penhale","http://127.0.0.1:35551/journal/author/tom","registered"],89,1]},"published":{"feed":[["2011-05-10T07:15:00+00:00","2011-05-10T07:15:00Z","Tue, 10 May 2011 07:15:00 +0000"],13,1],"dom":[["2011-05-10T07:15:00",null,"Tuesday, May 10, 2011 at 07:15AM"],89,1]},"updated":{"feed":[["2011-05-10T07:15:00+00:00"],12,1],"dom":[["2011-05-15T08:00:00"],89,1]},"excerpt":{"feed":[["Two buckets an hour. Inge says: wait."],12,1],"structured":[["Two buckets an hour. Inge says:..."],89,1]},"origin":{"feed":[["squarespace5",null],13,1],"dom":[["squarespace5","1"],89,1]},"native_id":{"feed":[["6141009"],13,1],"dom":[["6141009"],89,1]},"language":{"feed":[["en-GB"],13,1],"dom":[["en"],89,1]},"categories":{"heuristic":[[["The boat",null,null]],13,1],"dom":[[["The boat","the-boat","http://127.0.0.1:35551/journal/category/the-boat"]],89,1]},"body":{"feed":[[37],13,1],"dom":[[251],89,1]},"lead_image_url":{"dom":[["http://127.0.0.1:35551/universal/images/transparent.png"],89,1]},"comments_claimed":{"dom":[[1],89,1]},"previous_url":{"dom":[["http://127.0.0.1:35551/journal/2011/5/8/launch-day.html"],89,1]},"next_url":{"dom":[["http://127.0.0.1:35551/journal/2011/6/26/first-sail.html"],89,1]},"tags":{"dom":[[["caulking","caulking","http://127.0.0.1:35551/journal/tag/caulking"],["launch","launch","http://127.0.0.1:35551/journal/tag/launch"]],89,1]}}');
INSERT INTO post_facts VALUES (27,'{"url":{"dom":[["http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html"],71,1]},"kind":{"dom":[["post"],71,1]},"native_id":{"dom":[["3702518"],71,1]},"title":{"dom":[["The first rotten plank"],71,1]},"author":{"dom":[["Tom Penhale","http://127.0.0.1:35551/journal/author/tom","registered"],71,1]},"published":{"dom":[["2009-06-07T19:45:00",null,"Sunday, June 7, 2009 at 07:45PM"],71,1]},"excerpt":{"structured":[["Everyone says that taking out the first plank is the point at which you own the boat. Until then you have only been standing near it. We chose the sixth strake..."],71,1]},"language":{"dom":[["en"],71,1]},"lead_image_url":{"dom":[["http://127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500"],71,1]},"comments_claimed":{"dom":[[3],71,1]},"references_claimed":{"dom":[[1],71,1]},"previous_url":{"dom":[["http://127.0.0.1:35551/journal/2009/5/10/learning-the-words.html"],71,1]},"next_url":{"dom":[["http://127.0.0.1:35551/journal/2009/7/12/larch-oak-and-where-to-find-them.html"],71,1]},"categories":{"dom":[[["The craft","the-craft","http://127.0.0.1:35551/journal/category/the-craft"],["The boat","the-boat","http://127.0.0.1:35551/journal/category/the-boat"]],71,1]},"tags":{"dom":[[["planking","planking","http://127.0.0.1:35551/journal/tag/planking"]],71,1]},"body":{"dom":[[934],71,1]},"origin":{"dom":[["squarespace5","1"],71,1]}}');
INSERT INTO terms VALUES (1,1,'category','The boat','the-boat','http://127.0.0.1:35551/journal/category/the-boat');
INSERT INTO terms VALUES (9,1,'category','The craft','the-craft','http://127.0.0.1:35551/journal/category/the-craft');
INSERT INTO terms VALUES (15,1,'tag','planking','planking','http://127.0.0.1:35551/journal/tag/planking');
INSERT INTO terms VALUES (17,1,'tag','caulking','caulking','http://127.0.0.1:35551/journal/tag/caulking');
INSERT INTO terms VALUES (30,1,'tag','launch','launch','http://127.0.0.1:35551/journal/tag/launch');
INSERT INTO post_terms VALUES (27,9,1);
INSERT INTO post_terms VALUES (27,1,2);
INSERT INTO post_terms VALUES (27,15,1);
INSERT INTO post_terms VALUES (13,1,1);
INSERT INTO post_terms VALUES (13,17,1);
INSERT INTO post_terms VALUES (13,30,2);
INSERT INTO comments VALUES (13,27,NULL,0,1,'4588012','http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html#comment4588012','Ruth Penhale','http://127.0.0.1:35551/member/ruth','registered','2009-06-07',NULL,'June 7, 2009','For the record, the spider has been moved to the starboard side, which is not due until 2010.','For the record, the spider has been moved to the starboard side, which is not due until 2010.',71,NULL,'00001','dom');
INSERT INTO comments VALUES (14,27,NULL,0,2,'4588390','http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html#comment4588390','D. Okafor','http://127.0.0.1:35551/contributor/8588390','unregistered','2009-06-09',NULL,'June 9, 2009','"tide at 4, finish early" is the best thing I have read this year.','"tide at 4, finish early" is the best thing I have read this year.',71,NULL,'00002','dom');
INSERT INTO comments VALUES (15,27,NULL,0,3,'4591122','http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html#comment4591122','Étienne Le Goff','http://voilerie-legoff.example/','unregistered','2009-06-11',NULL,'June 11, 2009','Magnifique. Chez nous aussi, les anciens signaient le dos des bordés : un prénom, une date, parfois le prix du cidre.','Magnifique. Chez nous aussi, les anciens signaient le dos des bordés : un prénom, une date, parfois le prix du cidre.',71,NULL,'00003','dom');
INSERT INTO comments VALUES (69,13,NULL,0,1,'5460900','http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html#comment5460900','Inge Dahl','http://127.0.0.1:35551/member/ingedahl','registered','2011-05-15',NULL,'May 15, 2011','Now she is drinking. Good.','Now she is drinking. Good.',89,NULL,'00001','dom');
INSERT INTO post_references VALUES (2,27,1,'source','904410','The Eleven Boats of the Carne Yard','http://coastmuseum.example/carne-yard/',NULL,'A hand list of the boats built at Tregarrow between 1926 and 1936.',NULL,NULL,NULL,71);
INSERT INTO links VALUES (1,1,NULL,1,'http://127.0.0.1:35551/the-barn','when we were looking for a dresser',NULL,'internal');
INSERT INTO links VALUES (2,1,NULL,2,'http://127.0.0.1:35551/storage/kittiwake-lines.pdf','here',NULL,'internal');
INSERT INTO links VALUES (10,13,NULL,1,'http://127.0.0.1:35551/member/tom','Tom Penhale',NULL,'internal');
INSERT INTO links VALUES (11,13,NULL,2,'http://127.0.0.1:35551/member/ruth','Ruth Penhale',NULL,'internal');
INSERT INTO media VALUES (1,1,1,'image','http://127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500','The rock, at low water',NULL,NULL,NULL,123,'127.0.0.1:35551/storage/rock.png?__SQUARESPACE_CACHEVERSION=1268593500');
INSERT INTO media VALUES (4,27,1,'image','http://127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500','Pencil marks on the back of the old plank',NULL,NULL,NULL,135,'127.0.0.1:35551/storage/plank-pencil.png?__SQUARESPACE_CACHEVERSION=1268593500');
INSERT INTO media VALUES (12,13,1,'image','http://127.0.0.1:35551/universal/images/transparent.png','Registered Commenter',NULL,NULL,NULL,114,'127.0.0.1:35551/universal/images/transparent.png');
INSERT INTO post_revisions VALUES (1,27,71,'2026-11-23T08:47:49.110754Z','sha256:a2b3326cf1858b9f069a903234f86e2cdc7b959ecd2506bb80ac144ac3a71a71','The first rotten plank','Everyone says that taking out the first plank is the point at which you own the boat. Until then you have only been standing near it.

We chose the sixth strake on the port side, because it was soft enough to push a pencil into and because nobody could see it from the road. The rivets were cut from the inside. Each one took four minutes, and there were a hundred and twelve of them. Then we tapped wedges into the seam above, and the seam below, and the plank breathed out a little dust and came away in our hands like a slice of cake.

Behind it was daylight. We could see the whole inside of the boat through a slot seven inches high, and a spider, who could see us.

The plank itself went on the bench to be a pattern. Where the wood had gone there were pencil marks still: a row of numbers, and beside them, in a neat slanting hand, tide at 4, finish early.

We have decided to write something on the back of every plank we fit.','An older title','An older text, of five.','sha256:0');
INSERT INTO known_posts VALUES ('127.0.0.1:35551/about','sitemap','http://127.0.0.1:35551/about/',2);
INSERT INTO known_posts VALUES ('127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html','sitemap','http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html',2);
INSERT INTO known_posts VALUES ('127.0.0.1:35551/journal/2011/5/10/she-leaks.html','sitemap','http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html',2);
INSERT INTO known_posts VALUES ('127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html','listing','http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html',4);
INSERT INTO known_posts VALUES ('127.0.0.1:35551/journal/2011/5/10/she-leaks.html','listing','http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html',4);
INSERT INTO known_posts VALUES ('127.0.0.1:35551/journal/2011/5/10/she-leaks.html','feed','http://127.0.0.1:35551/journal/2011/5/10/she-leaks.html',12);
INSERT INTO problems VALUES (1,71,'http://127.0.0.1:35551/journal/2009/6/7/the-first-rotten-plank.html','parse','published','no date could be read',1,NULL);
INSERT INTO state VALUES ('last_capture',136);
INSERT INTO posts_fts(posts_fts) VALUES ('rebuild');
INSERT INTO comments_fts(comments_fts) VALUES ('rebuild');
PRAGMA user_version = 1;
PRAGMA application_id = 1112297287;
COMMIT;
