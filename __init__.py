"""blogark, an ark for blogs: every byte in WARC files, every post and comment in SQLite."""

__version__ = "0.1.0"
