"""Bounds of the one writer."""

import pytest

from blogark.dataset.reading.extraction import WINDOW, Extraction
from blogark.dataset.reading.pool import Pool
from blogark.dataset.writing.store import Store


@pytest.fixture
def extraction(crawl, hostile):
    """An extraction over 100 pages of which the first is slow, and their captures."""
    with crawl() as one:
        for number in range(100):
            one.page(f"/{number}", f"<p>be slow {number}</p>" if number == 0 else f"<p>{number}</p>")
        captures = one.journal.captures_after(0)
    with Store(one.folder.dataset_path) as store, Pool(one.folder.warcs, size=2, reader=hostile) as pool:
        store.begin_crawl(one.recorder.crawl)
        extraction = Extraction(one.folder, store, pool)
        yield extraction, store, captures
        extraction.close()


def test_a_slow_page_holds_back_a_bounded_number_of_others(extraction):
    extraction, store, captures = extraction
    waited = []
    for capture in captures:
        extraction.add(capture)
        waited.append(extraction.waiting)
    extraction.drain()

    assert max(waited) == WINDOW
    assert extraction.waiting == 0
    assert store.watermark() == captures[-1].id
