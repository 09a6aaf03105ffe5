"""WARC records: laid out, written, found again, read, and what makes one valid."""
