"""Bytes and a URL in, frozen records out: pure, one file per blog engine."""
