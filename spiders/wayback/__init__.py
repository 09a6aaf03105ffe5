"""Blogs out of web archives."""
