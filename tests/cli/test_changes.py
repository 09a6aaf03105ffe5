"""`blogark changes`: a diff on stdout, without what a terminal would act on."""

import json
from pathlib import Path

from blogark.archive.folder import ArchiveFolder
from blogark.tests.cli.conftest import Command
from blogark.tests.dataset.made import capture, page, post, saved


def test_changes_are_shown_as_a_diff_without_what_a_terminal_acts_on(blogark: Command, tmp_path: Path) -> None:
    folder = ArchiveFolder.create(tmp_path / "blog")
    texts = ("It leaks.", "It is dry.\x1b[2J")
    pages = [(capture(n, crawl_id=n), page(post=post(body_text=text))) for n, text in enumerate(texts, start=1)]
    saved(folder.dataset_path, *pages, crawls=2)

    done = blogark("changes", "1", "--archive", folder.path)
    assert 0 == done.exit_code
    assert "-It leaks.\n+It is dry.\N{REPLACEMENT CHARACTER}[2J\n" in done.out
    [told] = json.loads(blogark("changes", "--json", "--archive", folder.path).out)
    assert (1, 1, "http://blog.example/a") == (told["post_id"], told["words_removed"], told["url"])
    assert "no change was seen" in blogark("changes", "--since", "2099", "--archive", folder.path).err
    assert 2 == blogark("changes", "77", "--archive", folder.path).exit_code
