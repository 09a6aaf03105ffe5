"""The journal: one file when nobody is at work on it, and open to those who follow a crawl."""

from contextlib import closing
from pathlib import Path

from blogark.archive.journal.journal import Journal
from blogark.archive.journal.queue import Found, UrlQueue


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_closed_journal_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(Journal(path)) as journal:
        UrlQueue(journal).add([Found(url="http://b.example/")], via=None)
        journal.commit()
    assert files(tmp_path) == {"journal.sqlite"}


def test_reading_leaves_no_companions(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    Journal(path).close()
    with closing(Journal(path, read_only=True)) as journal:
        assert journal.crawls() == ()
    assert files(tmp_path) == {"journal.sqlite"}


def test_a_reader_tidies_up_after_a_run_that_was_killed(tmp_path: Path) -> None:
    path, copy = tmp_path / "journal.sqlite", tmp_path / "killed"
    copy.mkdir()
    with closing(Journal(path)) as journal:
        UrlQueue(journal).add([Found(url="http://b.example/")], via=None)
        journal.commit()
        # What lies on the disk while the run goes on is what a kill leaves.
        for name in ("journal.sqlite", "journal.sqlite-wal"):
            (copy / name).write_bytes((tmp_path / name).read_bytes())
    with closing(Journal(copy / "journal.sqlite", read_only=True)) as journal:
        assert UrlQueue(journal).counts().pending == 1
    assert files(copy) == {"journal.sqlite"}
    with closing(Journal(copy / "journal.sqlite", read_only=True)) as journal:
        assert UrlQueue(journal).counts().pending == 1


def test_a_follower_that_goes_does_not_disturb_the_run(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    with closing(Journal(path)) as journal:
        with closing(Journal(path, read_only=True)):
            journal.commit()
        queue = UrlQueue(journal)
        queue.add([Found(url="http://b.example/")], via=None)
        journal.commit()
        with closing(Journal(path, read_only=True)) as follower:
            queue.add([Found(url="http://b.example/2")], via=None)
            assert UrlQueue(follower).counts().pending == 1
            journal.commit()
            assert UrlQueue(follower).counts().pending == 2
        assert journal.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
