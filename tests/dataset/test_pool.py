"""Workers die, hang and raise; the pool answers for every capture and goes on."""

import os
import platform
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from blogark.archive.errors import BlogarkError
from blogark.dataset.reading.pool import WORTH, Pool


@pytest.fixture
def pages(crawl):
    """Records pages with these bodies; returns the folder of WARC files and the captures."""

    def record(*bodies):
        with crawl() as one:
            for number, body in enumerate(bodies):
                one.page(f"/{number}", body)
            captures = one.journal.captures_after(0)
            return one.folder.warcs, captures[: len(bodies)]

    return record


def read_all(pool, captures):
    """Pages or problems by capture id, and the order in which they came."""
    for capture in captures:
        pool.submit(capture)
    answers = {}
    while len(answers) < len(captures):
        for answer in pool.answers(10):
            answers[answer.capture_id] = answer.page
    return answers


def problem(page):
    (one,) = page.problems
    assert one.stage == "extract"
    return one.message


def test_every_capture_is_answered(pages):
    warcs, captures = pages(*(f"<p>page {number}</p>" for number in range(20)))
    with Pool(warcs, size=2) as pool:
        answers = read_all(pool, captures)

    assert sorted(answers) == [capture.id for capture in captures]
    assert {page.url for page in answers.values()} == {capture.url for capture in captures}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<p>die by signal</p>", "reading it killed the process that reads (SIGSEGV)"),
        ("<p>exit</p>", "reading it killed the process that reads (it ended by itself)"),
        ("<p>raise</p>", "reading it killed the process that reads (ValueError: the page said so)"),
        ("<p>use all memory</p>", "reading it killed the process that reads (MemoryError)"),
        ("<p>hang</p>", "reading it took more than 0.5 s and was given up"),
    ],
)
def test_a_page_that_kills_costs_one_page(pages, hostile, body, message):
    warcs, captures = pages("<p>before</p>", body, "<p>after</p>", "<p>last</p>")
    with Pool(warcs, size=1, reader=hostile, time_limit=0.5) as pool:
        answers = read_all(pool, captures)

    before, killer, *after = (answers[capture.id] for capture in captures)
    assert problem(killer) == message
    assert [page.post.body_text for page in (before, *after)] == ["<p>before</p>", "<p>after</p>", "<p>last</p>"]


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told to give memory back")
def test_a_list_of_thousands_of_posts_leaves_the_reader_as_small_as_it_was(pages):
    rows = (f'<li><a href="/{n}/{n * 7919 % 104729}">Post {n} of {n * 31337}</a></li>' for n in range(40_000))
    warcs, captures = pages("<p>before</p>", f"<ul>{''.join(rows)}</ul>", "<p>after</p>")
    with Pool(warcs, size=1) as pool:
        read_all(pool, captures[:1])
        # Only now: a process that is still being started has no command line yet.
        (reader,) = descendants(os.getpid())
        before = memory(reader)
        read_all(pool, captures[1:])
        assert memory(reader) < before + 25_000_000


def descendants(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in children if b"worker" in Path(f"/proc/{one}/cmdline").read_bytes()]


def memory(pid):
    """Bytes of a process that no other shares."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * int(re.search(r"Private_Dirty:\s+(\d+)", rollup)[1])


def test_pages_that_all_kill_are_all_answered(pages, hostile):
    warcs, captures = pages(*(f"<p>exit {number}</p>" for number in range(5)))
    with Pool(warcs, size=2, reader=hostile) as pool:
        answers = read_all(pool, captures)

    assert len([problem(page) for page in answers.values()]) == 5


def test_a_page_is_read_again_when_its_worker_was_killed_from_outside(pages, hostile, tmp_path):
    warcs, captures = pages(f"<p>die once {tmp_path / 'mark'}</p>")
    with Pool(warcs, size=1, reader=hostile) as pool:
        answers = read_all(pool, captures)

    assert answers[captures[0].id].problems == ()


def test_a_record_that_cannot_be_read_is_a_problem_of_its_capture(pages):
    warcs, captures = pages("<p>one</p>", "<p>two</p>")
    path = warcs / captures[0].warc_file
    data = bytearray(path.read_bytes())
    data[captures[0].warc_offset + 40] ^= 0xFF
    path.write_bytes(data)
    with Pool(warcs, size=1) as pool:
        answers = read_all(pool, captures)

    assert f"at byte {captures[0].warc_offset} cannot be read" in problem(answers[captures[0].id])
    assert answers[captures[1].id].problems == ()


def test_bytes_of_a_vague_type_are_a_page_if_they_begin_like_one(crawl):
    with crawl() as one:
        one.page("/a", "\n<!DOCTYPE html><title>a</title>", media_type="text/plain")
        one.page("/b", "just words", media_type="text/plain")
        captures = one.journal.captures_after(0)[:2]
    with Pool(one.folder.warcs, size=1) as pool:
        answers = read_all(pool, captures)

    assert answers[captures[0].id] is not None
    assert answers[captures[1].id] is None


def test_workers_that_cannot_start_are_an_error_with_the_reason(pages):
    warcs, captures = pages("<p>one</p>")
    with (
        Pool(warcs, size=1, reader="no_such_module:read") as pool,
        pytest.raises(BlogarkError, match=r"do not start .*no_such_module"),
    ):
        read_all(pool, captures)


def test_one_worker_serves_a_slow_crawl(pages):
    warcs, captures = pages("<p>one</p>", "<p>two</p>", "<p>three</p>")
    with Pool(warcs, size=4) as pool:
        for capture in captures:
            read_all(pool, [capture])
        assert len(pool._workers) == 1


def test_a_few_pages_that_wait_start_no_second_worker(pages):
    warcs, captures = pages(*(f"<p>page {number}</p>" for number in range(WORTH)))
    with Pool(warcs, size=4) as pool:
        read_all(pool, captures)
        assert 1 == len(pool._workers)


def test_many_pages_that_wait_start_all_workers_and_no_more(pages):
    warcs, captures = pages(*(f"<p>page {number}</p>" for number in range(2 * WORTH)))
    with Pool(warcs, size=2) as pool:
        read_all(pool, captures)
        assert 2 == len(pool._workers)


OWNER = """
import sys, time
from pathlib import Path
from blogark.dataset.reading.pool import Pool
pool = Pool(Path(sys.argv[1]), size=1)
while not pool._workers[0].ready:
    list(pool.answers(1))
print(pool._workers[0].child.pid, flush=True)
time.sleep(60)
"""


def test_a_worker_ends_when_its_owner_is_killed(tmp_path, gone):
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    worker = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    owner.stdout.close()

    assert gone(worker)


def test_a_worker_does_not_mind_ctrl_c(pages):
    warcs, captures = pages("<p>one</p>", "<p>two</p>")
    with Pool(warcs, size=1) as pool:
        read_all(pool, captures[:1])
        worker = pool._workers[0].child.pid
        os.kill(worker, signal.SIGINT)
        os.kill(worker, signal.SIGTERM)
        read_all(pool, captures[1:])
        assert pool._workers[0].child.pid == worker
