"""Rows out of pages: the store, the merging of what was seen often, migrations."""
