"""The dataset held against the archive, and repaired."""
