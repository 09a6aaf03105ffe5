"""What the crawler does not do yet.

These tests are expected to fail, strictly: when one passes, its line has to go.
"""

ENDLESS: frozenset[str] = frozenset()
"""Shapes or cases whose first crawl does not end, as nothing bounds some of their traps: all tests of theirs fail."""

MISSING: dict[str, dict[str, str]] = {}
"""Test, then shape or case (``*`` for a test that is about no one shape), then what is missing."""
