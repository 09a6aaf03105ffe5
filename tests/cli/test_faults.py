"""Every verb against faults of archive, target and disk: one clear sentence, the right exit code, nothing lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from blogark.cli import cli
from blogark.demo.server import serving
from blogark.demo.synthetic import make_blog
from blogark.verbs.endings import run

Said = tuple[int, str, str]
Say = Callable[..., Said]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a blog of six posts."""
    folder = tmp_path_factory.mktemp("finished") / "archive"
    with serving(make_blog(posts=6, comments=2)) as blog:
        words = ["crawl", f"{blog.base}/", "--archive", folder, "--delay", "0", "--min-free-disk", "0", "--quiet"]
        subprocess.run([sys.executable, "-P", "-m", "blogark", *words], check=True)
    return folder


@pytest.fixture
def archive(finished: Path, tmp_path: Path) -> Path:
    """A copy of it, to be broken."""
    return Path(shutil.copytree(finished, tmp_path / "blog"))


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Say:
    """Runs a command in this process, which is quicker; what nobody foresaw comes up as itself."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("blogark.dataset.opened.PATIENCE", 0.2)
    monkeypatch.setattr("blogark.dataset.asking.status.PATIENCE", 0.2)
    monkeypatch.setattr("signal.signal", lambda *_: None)  # pytest's own handlers stay
    monkeypatch.setattr("sys.excepthook", sys.excepthook)

    def command(*words: str | Path) -> Said:
        monkeypatch.setattr("sys.argv", ["blogark", *map(str, words)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(cli)
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        return int(ended.value.code or 0), told.out, told.err

    return command


def spelled(verb: str, archive: Path, warc: Path) -> list[str | Path]:
    """A whole command line; `verb` may hold options."""
    name, *options = verb.split()
    extra: dict[str, list[str | Path]] = {
        "combine": ["out.sqlite", archive],
        "export": ["--to", "out", "--archive", archive],
        "import": [warc, "--archive", archive],
        "pack": ["--to", "out.wacz", "--archive", archive],
        "search": ["boat", "--archive", archive],
    }
    return [name, *options, *extra.get(name, ["--archive", archive])]


READING = ("export --format csv", "report", "pack", "cite", "search", "combine")
"""What needs the dataset."""
EXPORTS = ("export --format csv", "export --format jsonl", "export --format markdown", "export --format parquet")


def kept(archive: Path) -> dict[str, str]:
    """Digests of what must never be lost."""
    paths = [*archive.glob("archive/*.warc.gz"), archive / "blogark.toml", archive / "journal.sqlite"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture
def warc(finished: Path) -> Path:
    """A file to import."""
    return next(finished.glob("archive/*.warc.gz"))


@pytest.mark.parametrize(
    ("verb", "code", "sentence"),
    [
        *((verb, 2, "dataset.sqlite: cannot be read as a dataset") for verb in (*READING, "import")),
        ("status", 0, "dataset.sqlite: cannot be read as a dataset"),
        ("verify", 6, "the dataset cannot be read (file is not a database)"),
        ("verify --repair", 0, "dataset.sqlite: "),
        ("extract", 0, "6 posts and 12 comments"),
    ],
)
def test_a_dataset_that_is_none(say: Say, archive: Path, warc: Path, verb: str, code: int, sentence: str) -> None:
    (archive / "dataset.sqlite").write_bytes(b"this is a letter, and no database\n" * 100)
    before = kept(archive)
    told = say(*spelled(verb, archive, warc))
    assert code == told[0], told
    assert sentence in told[1] + told[2]
    if verb != "verify --repair":  # which says in the journal what it did
        assert before == kept(archive)


@pytest.mark.parametrize("verb", [*READING, "status", "verify", "verify --repair", "import"])
def test_a_dataset_that_another_program_keeps_locked_is_not_called_broken(
    say: Say, archive: Path, warc: Path, verb: str
) -> None:
    before = kept(archive)
    with closing(sqlite3.connect(archive / "dataset.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        code, out, err = say(*spelled(verb, archive, warc))
    assert (0 if verb == "status" else 2) == code, err
    assert "dataset.sqlite: is locked by another program; wait until it has ended" in out + err
    assert "extract" not in err
    assert before == kept(archive)


@pytest.mark.parametrize("verb", ["verify", "import", "extract"])
def test_a_journal_that_another_program_keeps_locked_is_not_called_broken(
    say: Say, archive: Path, warc: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blogark.archive.journal.journal.PATIENCE", 0.2)
    before = kept(archive)
    with closing(sqlite3.connect(archive / "journal.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        code, _, err = say(*spelled(verb, archive, warc))
    if verb != "extract":  # which needs none
        assert (2, True) == (code, "journal.sqlite: is locked by another program" in err), err
    assert before == kept(archive)


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        *((verb, 2) for verb in ("crawl", "import", "config")),
        *((verb, 0) for verb in (*READING, "status", "verify", "verify --repair", "extract")),
    ],
)
def test_a_wrong_key_is_named_by_all_that_need_the_options_and_stops_nobody_else(
    say: Say, archive: Path, warc: Path, verb: str, code: int
) -> None:
    with (archive / "blogark.toml").open("a") as file:
        file.write("dealy = 3\n")
    before = kept(archive)
    told = say(*spelled(verb, archive, warc))
    assert code == told[0], told
    if code or verb == "status":
        assert "there is no option 'dealy'; the nearest is 'delay'" in told[1] + told[2]
    assert before == kept(archive)


@pytest.mark.parametrize(
    "verb", [*READING, "config", "import", "status", "verify --repair", "extract", "serve", "crawl"]
)
def test_an_archive_that_is_not_there(say: Say, warc: Path, tmp_path: Path, verb: str) -> None:
    code, out, err = say(*spelled(verb, tmp_path / "nowhere", warc))
    if verb == "import":  # makes one
        assert 0 == code, err
        return
    assert (2, "") == (code, out)
    assert "nowhere" in err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("verb", [*READING, "config", "status", "verify", "extract", "serve", "crawl", "import"])
def test_an_archive_that_is_a_file(say: Say, warc: Path, tmp_path: Path, verb: str) -> None:
    (tmp_path / "letter").write_text("Dear all")
    code, out, err = say(*spelled(verb, tmp_path / "letter", warc))
    assert (2, "") == (code, out)
    assert "letter" in err
    assert "Dear all" == (tmp_path / "letter").read_text()


TARGETS = [*(f"{verb} --to" for verb in (*EXPORTS, "report", "pack", "pack --force")), "combine", "combine --force"]
NAMES = {"pack": "out.wacz", "combine": "out.sqlite", "report": "out.html"}


def aimed(verb: str, target: Path, archive: Path) -> list[str | Path]:
    name, *options = verb.split()
    return [name, *options, target, *([] if name == "combine" else ["--archive"]), archive]


@pytest.mark.parametrize("verb", TARGETS)
def test_a_target_below_a_file_is_named(say: Say, archive: Path, tmp_path: Path, verb: str) -> None:
    (tmp_path / "letter").write_text("Dear all")
    code, _, err = say(*aimed(verb, tmp_path / "letter" / NAMES.get(verb.split()[0], "out"), archive))
    assert 2 == code, err
    assert str(tmp_path / "letter") in err
    assert 1 == len(err.strip().splitlines())
    assert "Dear all" == (tmp_path / "letter").read_text()


@pytest.mark.parametrize("verb", TARGETS)
def test_a_target_that_is_of_the_other_kind_is_left_as_it_is(
    say: Say, archive: Path, tmp_path: Path, verb: str
) -> None:
    target = tmp_path / NAMES.get(verb.split()[0], "out")
    if "export" in verb:
        target.write_text("Dear all")
    else:
        (target / "deep").mkdir(parents=True)
    code, _, err = say(*aimed(verb, target, archive))
    assert 2 == code, err
    assert target.name in err
    assert "Dear all" == target.read_text() if "export" in verb else (target / "deep").is_dir()


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts at a place below `tmp_path` while the test runs."""
    places: list[Path] = []

    def mount(name: str, *words: str | Path) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        done = subprocess.run(["mount", *words, place], capture_output=True)
        if done.returncode:
            pytest.skip("only root may mount")
        places.append(place)
        return place

    yield mount
    for place in reversed(places):
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("verb", TARGETS)
def test_a_disk_that_fills_up_while_a_target_is_written(
    say: Say, archive: Path, mounted: Callable[..., Path], verb: str
) -> None:
    place = mounted("disk", "-t", "tmpfs", "-o", "size=16k", "tmpfs")
    (place / "mine").write_text("kept")
    before = kept(archive)
    code, _, err = say(*aimed(verb, place / NAMES.get(verb.split()[0], "out"), archive))
    assert 4 == code, err
    assert "disk is full" in err or "are free; make room" in err
    assert "kept" == (place / "mine").read_text()
    assert before == kept(archive)
    assert [] == [path.name for path in place.iterdir() if path.is_file() and path.name != "mine"]


@pytest.mark.parametrize("verb", ["report", "extract", "import", "verify --repair"])
def test_a_disk_without_room_for_the_archive(
    say: Say, finished: Path, warc: Path, mounted: Callable[..., Path], verb: str
) -> None:
    place = mounted("disk", "-t", "tmpfs", "-o", "size=8m", "tmpfs")
    archive = Path(shutil.copytree(finished, place / "blog"))
    if verb == "verify --repair":
        (archive / "dataset.sqlite").unlink()
    room = shutil.disk_usage(place).free
    (place / "ballast").write_bytes(bytes(room - 4096))
    before = kept(archive)
    code, _, err = say(*spelled(verb, archive, warc))
    assert 4 == code, err
    assert "disk is full" in err
    assert before.items() <= kept(archive).items()
    (place / "ballast").unlink()
    assert 0 == say(*spelled(verb, archive, warc))[0]
    assert 0 == say("verify", "--archive", archive)[0]


@pytest.mark.parametrize("verb", ["search", "verify", "crawl"])
def test_a_disk_that_is_full_to_the_last_byte_breaks_no_dataset(
    say: Say, finished: Path, mounted: Callable[..., Path], verb: str
) -> None:
    """A run that the full disk ended leaves the dataset in WAL mode, which cannot even be read without room."""
    place = mounted("disk", "-t", "tmpfs", "-o", "size=8m", "tmpfs")
    archive = Path(shutil.copytree(finished, place / "blog"))
    with closing(sqlite3.connect(archive / "dataset.sqlite")) as db:
        db.execute("PRAGMA journal_mode = WAL")
    (place / "ballast").write_bytes(bytes(shutil.disk_usage(place).free))
    code, _, err = say(verb, *(["e"] * (verb == "search")), "--archive", archive)
    assert (4, True) == (code, "disk is full" in err), err
    assert "move it away" not in err


@pytest.mark.parametrize("verb", ["report", "extract", "import", "verify --repair", "crawl"])
def test_an_archive_that_may_not_be_written(
    say: Say, finished: Path, archive: Path, warc: Path, mounted: Callable[..., Path], verb: str
) -> None:
    if verb == "verify --repair":
        (archive / "indexes" / "index.cdxj").unlink()
    before = kept(archive)
    place = mounted("locked", "--bind", archive)
    subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
    code, _, err = say(*spelled(verb, place, warc))
    assert 2 == code, err
    assert "Read-only file system" in err or "cannot be written" in err
    assert before == kept(archive)


@pytest.mark.parametrize(
    "verb", ["export --format csv", "pack", "cite", "search", "combine", "status", "verify", "config"]
)
def test_an_archive_that_may_not_be_written_can_still_be_read(
    say: Say, archive: Path, warc: Path, mounted: Callable[..., Path], verb: str
) -> None:
    place = mounted("locked", "--bind", archive)
    subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
    code, _, err = say(*spelled(verb, place, warc))
    assert 0 == code, err


def test_what_is_told_in_json_is_json_where_a_fault_is_told_too(say: Say, archive: Path) -> None:
    (archive / "dataset.sqlite").write_bytes(b"no database" * 100)
    code, out, _ = say("status", "--json", "--archive", archive)
    assert 0 == code
    assert "dataset.sqlite" in json.loads(out)["notes"][0]
