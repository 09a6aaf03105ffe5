"""The dataset as CSV, JSON Lines, Parquet and Markdown."""
