"""Every selector has a page that needs it: the names that engines look for stand in a golden page of theirs."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[1] / "pages"
MODULES = {
    "squarespace5": ("squarespace5", "squarespace5.layout"),
    "squarespace7": ("squarespace7",),
    "blogger": ("blogger", "blogger_comments"),
    "movabletype": ("sixapart", "sixapart_responses"),
    "livejournal": ("livejournal", "livejournal_comments"),
    "dreamwidth": ("dreamwidth",),
    "drupal": ("drupal", "drupal.comments", "drupal.fields", "drupal.line", "drupal.path"),
    "substack": ("substack",),
    "medium": ("medium", "medium_text"),
    "ghost": ("ghost",),
    "tumblr": ("tumblr",),
    "serendipity": ("serendipity", "serendipity_comments"),
    "textpattern": ("textpattern",),
    "indieweb": ("indieweb", "indieweb_responses"),
}
SHARED = {"movabletype": ("movabletype", "typepad")}


def selectors(module: str) -> list[str]:
    """The strings among a module's public constants."""
    found: list[str] = []
    for name, value in vars(importlib.import_module(f"blogark.parsers.engines.{module}")).items():
        if name.isupper() and not name.startswith("_"):
            found += (
                [value]
                if isinstance(value, str)
                else [word for word in value if isinstance(word, str)]
                if isinstance(value, tuple | frozenset)
                else []
            )
    return found


CASES = [
    (platform, selector)
    for platform, modules in MODULES.items()
    for selector in sorted({one for module in modules for one in selectors(module)})
]


@pytest.mark.parametrize(
    ("platform", "selector"), CASES, ids=[f"{platform}-{selector}" for platform, selector in CASES]
)
def test_every_selector_stands_in_a_golden_page(platform: str, selector: str) -> None:
    folders = SHARED.get(platform, (platform,))
    pages = [
        path.read_text("utf-8")
        for folder in folders
        for path in (PAGES / folder).glob("*/page.*")
        if path.suffix != ".toml"
    ]
    assert any(selector in page for page in pages)
