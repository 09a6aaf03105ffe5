"""Records taken out of the WARC files, all or none of it."""
