"""Rows for research: the schema of `dataset.sqlite`, the store that fills it, and what is read from it."""
