"""How pytest-xdist deals the tests out (`-n auto --dist loadfile`): a file at a time, the long ones first."""

from __future__ import annotations

import pytest

from blogark.archive.checking.portions import processors

LONG = (
    *("e2e", "serving", "crash", "cron", "quality", "cli", "redact", "complete", "dataset", "wayback", "imports"),
    *("tests", "spiders"),
)
"""Folders whose tests start processes or crawl, those of the longest files first. A process that begins one of these
last works on alone while the others have ended; the small files of the parsers fill up what is left."""


def pytest_configure(config: pytest.Config) -> None:
    # Else the files of many tests would come first, and those of one long test last.
    config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than processors: a fifth of their time tests wait for servers, pauses and signals."""
    return processors() + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not hasattr(config, "workerinput"):
        return  # Nobody deals them out.
    order = {folder: place for place, folder in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(LONG)))
