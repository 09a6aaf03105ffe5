"""Exchanges into WARC files and journal, and what a killed run left brought in order."""
