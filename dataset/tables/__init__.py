"""What stands in ``dataset.sqlite``: tables, views and full-text search, and what each column means."""
