"""What a replay has missed of a blog out of a web archive is asked of that archive, as of the page's time."""

from contextlib import closing

from blogark.archive.config import Config, save
from blogark.archive.journal.journal import Journal
from blogark.archive.recording.mementos import left_of
from blogark.spiders.missed import ask_again
from blogark.tests.wayback.archive_server import Kept

POST = "<title>boats</title><article><h1>boats</h1><p>All about boats, and of what they are made.</p></article>"


def left_in_vain(folder, url):
    with closing(Journal(folder.journal_path, read_only=True)) as journal:
        return left_of(journal, url)


def test_what_the_web_archive_does_not_have_is_known_with_its_reason(archive, folder, crawled):
    """It is no damage of ours, and nobody has to ask for it again and again."""
    picture = "http://pictures.example/gone.png"
    archive.keep("/boats.html", "20090304050607", POST.replace("<p>", f"<img src={picture}><p>"))
    crawled()
    left = left_in_vain(folder, picture)
    assert left is not None
    assert ("failed", True) == (left.state, bool(left.reason))


def test_what_replay_missed_is_fetched_from_the_same_archive(archive, folder, crawled):
    archive.keep("/boats.html", "20090304050607", POST)
    crawled()
    save(folder.config_path, Config(url="http://blog.example/", source="wayback", wayback_url=archive.base))
    page, moment = "http://blog.example/boats.html", "2009-03-04T05:06:07Z"
    picture = "http://pictures.example/made-by-a-script.png"
    archive.kept.append(Kept(picture, "20090304050607", b"png", media_type="image/png"))

    assert 1 == ask_again(folder, [(picture, page, moment)])
    assert 0 == ask_again(folder, [(picture, page, moment)])
    assert left_in_vain(folder, picture) is None
    archive.asked.clear()
    outcome = crawled()

    assert (0, 1) == (outcome.exit_code, outcome.new_captures)
    assert f"/web/20090304050607id_/{picture}" in archive.asked
