-- The schema of version 4, as the datasets have it that were written before labels and redactions; without views.

CREATE TABLE "blogs" (
  "id" INTEGER PRIMARY KEY,
  "url" TEXT NOT NULL,
  "title" TEXT,
  "description" TEXT,
  "platform" TEXT,
  "platform_version" TEXT,
  "language" TEXT,
  "timezone" TEXT,
  "feed_url" TEXT,
  "field_sources" TEXT NOT NULL,
  UNIQUE ("url")
) STRICT;
CREATE TABLE "crawls" (
  "id" INTEGER PRIMARY KEY,
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),
  "started_at" TEXT NOT NULL,
  "finished_at" TEXT,
  "status" TEXT NOT NULL CHECK ("status" IN ('running', 'complete', 'limited', 'interrupted', 'failed')),
  "exit_code" INTEGER,
  "software" TEXT,
  "config" TEXT,
  "requests" INTEGER NOT NULL,
  "new_captures" INTEGER NOT NULL,
  "revisits" INTEGER NOT NULL,
  "failures" INTEGER NOT NULL,
  "bytes" INTEGER NOT NULL
) STRICT;
CREATE TABLE "captures" (
  "id" INTEGER PRIMARY KEY,
  "crawl_id" INTEGER NOT NULL REFERENCES "crawls" ("id"),
  "url" TEXT NOT NULL,
  "captured_at" TEXT NOT NULL,
  "status" INTEGER,
  "media_type" TEXT,
  "record_type" TEXT NOT NULL CHECK ("record_type" IN ('response', 'revisit', 'resource')),
  "payload_digest" TEXT,
  "record_id" TEXT NOT NULL,
  "warc_file" TEXT NOT NULL,
  "warc_offset" INTEGER NOT NULL,
  "warc_length" INTEGER NOT NULL,
  "truncated" TEXT,
  "via" TEXT,
  "source" TEXT NOT NULL CHECK ("source" IN ('live', 'memento', 'import')),
  "refers_to" INTEGER REFERENCES "captures" ("id"),
  "page_kind" TEXT CHECK ("page_kind" IN ('post', 'page', 'listing', 'feed', 'error', 'other')),
  "location" TEXT,
  "url_key" TEXT NOT NULL
) STRICT;
CREATE INDEX "captures_by_url_key"
    ON "captures" ("url_key");
CREATE TABLE "authors" (
  "id" INTEGER PRIMARY KEY,
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),
  "name" TEXT NOT NULL,
  "url" TEXT,
  "kind" TEXT CHECK ("kind" IN ('registered', 'unregistered', 'owner'))
) STRICT;
CREATE INDEX "authors_by_blog_id_name"
    ON "authors" ("blog_id", "name");
CREATE TABLE "posts" (
  "id" INTEGER PRIMARY KEY,
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),
  "url" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('post', 'page')),
  "native_id" TEXT,
  "title" TEXT,
  "author_id" INTEGER REFERENCES "authors" ("id"),
  "byline" TEXT,
  "published" TEXT,
  "published_utc" TEXT,
  "published_raw" TEXT,
  "updated" TEXT,
  "excerpt" TEXT,
  "body_html" TEXT,
  "body_text" TEXT,
  "word_count" INTEGER,
  "language" TEXT,
  "lead_image_url" TEXT,
  "comments_claimed" INTEGER,
  "references_claimed" INTEGER,
  "previous_url" TEXT,
  "next_url" TEXT,
  "platform" TEXT,
  "parser_version" TEXT,
  "field_sources" TEXT NOT NULL,
  "content_digest" TEXT,
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),
  "last_seen_at" TEXT,
  "gone_at" TEXT,
  UNIQUE ("url")
) STRICT;
CREATE INDEX "posts_by_native_id" ON "posts" ("native_id") WHERE native_id IS NOT NULL;
CREATE INDEX "posts_by_kind_published"
    ON "posts" ("kind", "published");
CREATE INDEX "posts_by_author_id"
    ON "posts" ("author_id");
CREATE VIRTUAL TABLE posts_fts USING fts5(title, byline, body_text, content='posts', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE "post_urls" (
  "url_key" TEXT PRIMARY KEY NOT NULL,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id")
) STRICT;
CREATE INDEX "post_urls_by_post_id"
    ON "post_urls" ("post_id");
CREATE TABLE "post_facts" (
  "post_id" INTEGER PRIMARY KEY NOT NULL REFERENCES "posts" ("id"),
  "facts" TEXT NOT NULL
) STRICT;
CREATE TABLE "post_parts" (
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "part" INTEGER NOT NULL,
  "body_html" TEXT,
  "body_text" TEXT,
  "word_count" INTEGER,
  "links" TEXT NOT NULL,
  "media" TEXT NOT NULL,
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),
  PRIMARY KEY ("post_id", "part")
) STRICT;
CREATE TABLE "terms" (
  "id" INTEGER PRIMARY KEY,
  "blog_id" INTEGER NOT NULL REFERENCES "blogs" ("id"),
  "kind" TEXT NOT NULL CHECK ("kind" IN ('category', 'tag')),
  "name" TEXT NOT NULL,
  "slug" TEXT,
  "url" TEXT,
  UNIQUE ("blog_id", "kind", "name")
) STRICT;
CREATE TABLE "post_terms" (
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "term_id" INTEGER NOT NULL REFERENCES "terms" ("id"),
  "position" INTEGER NOT NULL,
  PRIMARY KEY ("post_id", "term_id")
) STRICT;
CREATE INDEX "post_terms_by_term_id"
    ON "post_terms" ("term_id");
CREATE TABLE "comments" (
  "id" INTEGER PRIMARY KEY,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "parent_id" INTEGER REFERENCES "comments" ("id"),
  "depth" INTEGER NOT NULL,
  "position" INTEGER NOT NULL,
  "native_id" TEXT,
  "url" TEXT,
  "author_name" TEXT,
  "author_url" TEXT,
  "author_kind" TEXT CHECK ("author_kind" IN ('registered', 'unregistered', 'owner')),
  "published" TEXT,
  "published_utc" TEXT,
  "published_raw" TEXT,
  "body_html" TEXT,
  "body_text" TEXT,
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),
  "parent_native_id" TEXT,
  "thread_path" TEXT NOT NULL,
  "source" TEXT NOT NULL CHECK ("source" IN ('api', 'feed', 'structured', 'dom', 'heuristic'))
) STRICT;
CREATE INDEX "comments_by_post_id_position"
    ON "comments" ("post_id", "position");
CREATE INDEX "comments_by_parent_id" ON "comments" ("parent_id") WHERE parent_id IS NOT NULL;
CREATE INDEX "comments_by_author_name"
    ON "comments" ("author_name");
CREATE VIRTUAL TABLE comments_fts USING fts5(author_name, body_text, content='comments', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TABLE "post_references" (
  "id" INTEGER PRIMARY KEY,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "position" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('reference', 'source', 'trackback', 'pingback', 'webmention')),
  "native_id" TEXT,
  "title" TEXT,
  "url" TEXT,
  "site_name" TEXT,
  "excerpt" TEXT,
  "published" TEXT,
  "published_utc" TEXT,
  "published_raw" TEXT,
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id")
) STRICT;
CREATE INDEX "post_references_by_post_id_position"
    ON "post_references" ("post_id", "position");
CREATE TABLE "links" (
  "id" INTEGER PRIMARY KEY,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "comment_id" INTEGER REFERENCES "comments" ("id"),
  "position" INTEGER NOT NULL,
  "url" TEXT NOT NULL,
  "text" TEXT,
  "rel" TEXT,
  "scope" TEXT NOT NULL CHECK ("scope" IN ('internal', 'external'))
) STRICT;
CREATE INDEX "links_by_post_id_comment_id_position"
    ON "links" ("post_id", "comment_id", "position");
CREATE INDEX "links_by_comment_id" ON "links" ("comment_id") WHERE comment_id IS NOT NULL;
CREATE TABLE "media" (
  "id" INTEGER PRIMARY KEY,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "position" INTEGER NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('image', 'video', 'audio', 'embed')),
  "url" TEXT NOT NULL,
  "alt" TEXT,
  "caption" TEXT,
  "width" INTEGER,
  "height" INTEGER,
  "capture_id" INTEGER REFERENCES "captures" ("id"),
  "url_key" TEXT NOT NULL
) STRICT;
CREATE INDEX "media_by_post_id_position"
    ON "media" ("post_id", "position");
CREATE INDEX "media_by_url_key" ON "media" ("url_key") WHERE capture_id IS NULL;
CREATE TABLE "post_revisions" (
  "id" INTEGER PRIMARY KEY,
  "post_id" INTEGER NOT NULL REFERENCES "posts" ("id"),
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),
  "seen_at" TEXT NOT NULL,
  "content_digest" TEXT,
  "title" TEXT,
  "body_text" TEXT,
  "previous_title" TEXT,
  "previous_body_text" TEXT,
  "previous_digest" TEXT
) STRICT;
CREATE INDEX "post_revisions_by_post_id"
    ON "post_revisions" ("post_id");
CREATE TABLE "known_posts" (
  "url_key" TEXT NOT NULL,
  "source" TEXT NOT NULL CHECK ("source" IN ('feed', 'sitemap', 'listing')),
  "url" TEXT NOT NULL,
  "capture_id" INTEGER NOT NULL REFERENCES "captures" ("id"),
  PRIMARY KEY ("url_key", "source")
) STRICT;
CREATE TABLE "left_out" (
  "url_key" TEXT PRIMARY KEY NOT NULL,
  "url" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "crawl_id" INTEGER NOT NULL REFERENCES "crawls" ("id")
) STRICT;
CREATE TABLE "layout_rules" (
  "id" INTEGER PRIMARY KEY,
  "crawl_id" INTEGER NOT NULL REFERENCES "crawls" ("id"),
  "body" TEXT NOT NULL,
  "examples" INTEGER NOT NULL,
  "agreement" REAL NOT NULL,
  "agreement_before" REAL NOT NULL,
  "rule" TEXT NOT NULL
) STRICT;
CREATE TABLE "problems" (
  "id" INTEGER PRIMARY KEY,
  "capture_id" INTEGER REFERENCES "captures" ("id"),
  "url" TEXT,
  "stage" TEXT NOT NULL,
  "field" TEXT,
  "message" TEXT NOT NULL,
  "crawl_id" INTEGER REFERENCES "crawls" ("id"),
  "url_key" TEXT
) STRICT;
CREATE INDEX "problems_by_capture_id"
    ON "problems" ("capture_id");
CREATE INDEX "problems_by_crawl_id"
    ON "problems" ("crawl_id");
CREATE INDEX "problems_by_url_key" ON "problems" ("url_key") WHERE url_key IS NOT NULL;
CREATE TABLE "state" (
  "name" TEXT PRIMARY KEY NOT NULL,
  "value" INTEGER NOT NULL
) STRICT;
CREATE TABLE "columns" (
  "table_name" TEXT NOT NULL,
  "column_name" TEXT NOT NULL,
  "type" TEXT,
  "meaning" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "null_meaning" TEXT,
  PRIMARY KEY ("table_name", "column_name")
) STRICT;
PRAGMA user_version = 4;
PRAGMA application_id = 1112297287;
