"""What an archivist has redacted, as the writer of rows obeys it."""
