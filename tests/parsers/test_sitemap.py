# ruff: noqa: E501 - markup as sitemaps have it
"""Sitemaps: the addresses they name, once and in order, and nothing that explodes."""

from __future__ import annotations

import gzip
import time

import pytest

from blogark.parsers import read_page
from blogark.parsers.feeds.sitemap import looks_like_sitemap, read_sitemap

URL = "https://blog.example/sitemap.xml"
URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="//blog.example/main-sitemap.xsl"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://blog.example/a?x=1&amp;y=2</loc><lastmod>2020-01-02</lastmod><image:image><image:loc>https://blog.example/a.jpg</image:loc></image:image></url>
<url><loc> https://blog.example/b </loc></url><url><loc><![CDATA[https://blog.example/c?x=1&y=2]]></loc></url>
<!-- <url><loc>https://blog.example/commented-out</loc></url> -->
<url><loc>/d</loc></url><url><loc>https://blog.example/b</loc></url><url><loc>javascript:alert(1)</loc></url></urlset>"""
LISTED = (
    "https://blog.example/a?x=1&y=2",
    "https://blog.example/b",
    "https://blog.example/c?x=1&y=2",
    "https://blog.example/d",
)


def test_a_urlset_lists_its_addresses_once_and_in_order() -> None:
    page = read_page(URLSET.encode(), URL, "application/xml")
    assert ("other", LISTED, (), ()) == (page.kind, page.listed, page.entries, page.problems)


def test_an_index_lists_its_sitemaps() -> None:
    xml = "<sitemapindex><sitemap><loc>https://blog.example/posts.xml</loc></sitemap></sitemapindex>"
    assert ("https://blog.example/posts.xml",) == read_page(xml.encode(), URL).listed


def test_a_prefix_for_the_namespace_makes_no_difference() -> None:
    xml = '<sm:urlset xmlns:sm="http://www.sitemaps.org/schemas/sitemap/0.9"><sm:url><sm:loc>https://blog.example/a</sm:loc></sm:url></sm:urlset>'
    assert ("https://blog.example/a",) == read_page(xml.encode(), URL).listed


def test_a_gzipped_sitemap_is_unpacked() -> None:
    assert LISTED == read_page(gzip.compress(URLSET.encode()), URL + ".gz").listed


def test_a_cut_gzip_gives_what_there_is_and_says_so() -> None:
    page = read_page(gzip.compress(URLSET.encode())[:-40], URL + ".gz")
    assert LISTED[:1] == page.listed[:1]
    assert "cut off" in page.problems[0].message


def test_a_gzip_bomb_is_bounded() -> None:
    page = read_sitemap(gzip.compress(b"<urlset>" + b" " * 100_000_000), URL + ".gz")
    assert page is not None
    assert "longer than" in page.problems[0].message


def test_a_sitemap_that_declares_entities_is_refused() -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "https://blog.example/"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    page = read_page(bomb.encode(), URL)
    assert ((), "the sitemap declares entities and was refused") == (page.listed, page.problems[0].message)


@pytest.mark.parametrize(
    "other", [b"<html><urlset>", b"<rss></rss>", b"https://blog.example/", b"", b"\x1f\x8b\x08broken"]
)
def test_other_documents_are_no_sitemaps(other: bytes) -> None:
    assert not looks_like_sitemap(other)
    assert None is read_sitemap(other, URL)


@pytest.mark.parametrize(
    "hostile",
    ["<loc>" * 200_000, "<loc>" + " " * 5_000_000, "<!--" * 200_000, "<loc>" + "a" * 5_000_000 + "</loc>"],
    ids=["open", "blanks", "comments", "long"],
)
def test_a_hostile_sitemap_takes_no_more_than_seconds(hostile: str) -> None:
    started = time.process_time()
    assert () == read_page(f"<urlset>{hostile}".encode(), URL).listed
    assert time.process_time() - started < 2
