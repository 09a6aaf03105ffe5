"""Odd and damaged files of others: each gets a sentence, none ends the import, and what can be read of them is."""

import gzip
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
import zlib
from base64 import b32encode
from collections.abc import Callable
from contextlib import closing
from hashlib import sha1, sha256
from pathlib import Path

import pytest

from blogark.archive.folder import ArchiveFolder
from blogark.archive.warc.files import is_imported
from blogark.dataset.checking.verify import verify
from blogark.dataset.reading.extract import extract
from blogark.dataset.tables.dump import dump
from blogark.tests.imports.makers import PAGES, POST, answer, members, page, record
from blogark.tests.memory import watched

GOOD = members(*PAGES)
WORDS = ["boats", "wood", "tar"]


def titles(folder: ArchiveFolder) -> list[str]:
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        return [title for (title,) in db.execute("SELECT title FROM posts ORDER BY id")]


def wacz(entries: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return file.getvalue()


REFUSED = {
    "an empty file": (b"", "is empty"),
    "text": (b"Dear archive,\n\nplease keep my blog.\n" * 50, "holds no WARC record"),
    "text in gzip": (gzip.compress(b"hello"), "holds no WARC record"),
    "a gzip header and nothing more": (b"\x1f\x8b\x08\x00", "holds no WARC record"),
    "random bytes that begin as gzip": (b"\x1f\x8b\x08" + sha256(b"x").digest() * 100, "holds no WARC record"),
    "a page": (b"<!DOCTYPE html><p>not a WARC</p>", "holds no WARC record"),
    "a gzip bomb": (gzip.compress(bytes(50_000_000)), "holds no WARC record"),
    "a zip without a WARC": (wacz({"readme.txt": b"x"}), "holds no WARC file"),
    "a torn zip": (wacz({"archive/a.warc.gz": GOOD})[:-30], "cannot be read"),
    "a zip bomb": (wacz({"archive/a.warc": bytes(150_000_000)}, compression=zipfile.ZIP_DEFLATED), "a zip bomb"),
    "a WACZ inside a WACZ": (wacz({"in.wacz": wacz({"archive/a.warc.gz": GOOD})}), "import it by itself"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_holds_nothing_is_refused_in_a_sentence_and_the_rest_is_taken_in(case, given, folder, taken):
    content, words = REFUSED[case]

    done = taken(given("odd.warc.gz", content), given("good.warc.gz", GOOD))

    assert len(done.refused) == 1
    assert words in done.refused[0]
    assert "odd.warc.gz" in done.refused[0]
    assert titles(folder) == WORDS
    assert [path for path in folder.warcs.iterdir() if not path.name.endswith(".warc.gz")] == []


def test_nothing_is_left_of_an_import_of_which_all_was_refused(given, folder, taken):
    done = taken(given("odd.warc.gz", b"text"))
    assert (done.files, done.url) == ([], None)
    assert list(folder.warcs.iterdir()) == []


CLAIMED = record(
    url="http://blog.example/long.html", block=answer("<p>short</p>"), number=7, Content_Length="10000000000"
)
TORN = GOOD[:-40]
FLIPPED = bytearray(GOOD)
FLIPPED[len(members(PAGES[0])) + 60] ^= 0xFF

DAMAGED = {
    "a torn tail": (TORN, ["boats", "wood"], "torn after"),
    "a flipped bit": (bytes(FLIPPED), ["boats", "tar"], "damaged"),
    "garbage between records": (
        members(PAGES[0]) + b"garbage" + members(*PAGES[1:]),
        ["boats", "wood", "tar"],
        "skipped",
    ),
    "10 GB claimed, a member a record": (members(PAGES[0], CLAIMED, PAGES[1]), ["boats", "wood"], "10000000000"),
    "10 GB claimed, one stream": (
        gzip.compress(PAGES[0] + CLAIMED + PAGES[1]),
        ["boats", "wood"],
        "10000000000",
    ),
    "10 GB claimed, plain": (PAGES[0] + CLAIMED + PAGES[1], ["boats", "wood"], "10000000000"),
    "a stream that is torn": (gzip.compress(b"".join(PAGES), 0)[:-100], ["boats", "wood"], "Content-Length says"),
    "members and a stream": (
        members(PAGES[0]) + gzip.compress(b"".join(PAGES[1:])),
        ["boats", "wood", "tar"],
        "wrapped",
    ),
    "zeros behind the last record": (GOOD + bytes(5000), WORDS, "skip"),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_of_what_is_damaged_all_that_can_be_read_is_read_and_the_damage_is_named(case, given, folder, taken):
    content, expected, words = DAMAGED[case]

    done = taken(given("odd.warc.gz", content))

    assert titles(folder) == expected
    assert done.refused == []
    assert any(words in remark for remark in done.remarks), done.remarks
    before = list(dump(folder.dataset_path))
    extract(folder)
    problems = [line for line in dump(folder.dataset_path) if not line.startswith("problems")]
    assert problems == [line for line in before if not line.startswith("problems")]


SHA1 = sha1(POST.format("boats").encode()).digest()
FORMS = {
    "WARC/0.18": page(1, "boats", version="WARC/0.18"),
    "WARC/1.1 with a fraction": page(1, "boats", version="WARC/1.1", date="2012-03-04T05:06:07.123456789Z"),
    "no digest": page(1, "boats"),
    "sha1 in hex": page(1, "boats", WARC_Payload_Digest=f"sha1:{SHA1.hex()}"),
    "SHA1 in upper case": page(1, "boats", WARC_Payload_Digest=f"SHA1:{b32encode(SHA1).decode()}"),
    "a digest without its name": page(1, "boats", WARC_Payload_Digest=b32encode(SHA1).decode()),
    "angle brackets, as wget writes them": page(1, "boats").replace(
        b"http://blog.example/boats.html", b"<http://blog.example/boats.html>"
    ),
    "one line break at the end": page(1, "boats")[:-2],
    "browsertrix": record(
        url="http://blog.example/boats.html",
        block=answer(
            POST.format("boats"),
            head="x-orig-content-encoding: br\r\nx-orig-transfer-encoding: chunked\r\nContent-Length: 17\r\n",
        ),
        number=1,
        version="WARC/1.1",
    ),
    "chunked in name only": record(
        url="http://blog.example/boats.html",
        block=answer(POST.format("boats"), head="Transfer-Encoding: chunked\r\n"),
        number=1,
    ),
    "gzip in name only": record(
        url="http://blog.example/boats.html",
        block=answer(POST.format("boats"), head="Content-Encoding: gzip\r\n"),
        number=1,
    ),
    "HTTP/2": record(
        url="http://blog.example/boats.html",
        block=answer(POST.format("boats")).replace(b"HTTP/1.1 200 OK", b"HTTP/2 200"),
        number=1,
    ),
    "a resource": record(
        "resource", "http://blog.example/boats.html", POST.format("boats").encode(), content_type="text/html", number=1
    ),
}


@pytest.mark.parametrize("case", FORMS)
def test_every_form_that_makers_write_is_read(case, given, folder, taken):
    content = members(FORMS[case])

    done = taken(given("a.warc.gz", content), url="http://blog.example/")

    assert titles(folder) == ["boats"]
    assert done.remarks == []
    (kept,) = (path for path in folder.warcs.iterdir() if is_imported(path))
    assert kept.read_bytes() == content
    assert not [one for one in verify(folder).findings if one.severity == "error" and "import-" in (one.file or "")]


def test_what_is_no_page_of_a_server_is_kept_and_not_read(given, folder, taken):
    blog, json_type, text, png = "http://blog.example/", "application/json", "text/plain", "image/png"
    others = [
        record("resource", f"urn:pageinfo:{blog}", b'{"counts": 1}', content_type=json_type, number=11),
        record("resource", f"urn:view:{blog}", b"\x89PNG", content_type=png, number=12),
        record("response", "dns:blog.example", b"blog.example. IN A 192.0.2.7", content_type="text/dns", number=13),
        record("metadata", "metadata://gnu.org/MANIFEST.txt", b"<urn:uuid:1>", content_type=text, number=14),
        record("conversion", f"{blog}boats.html", b"Boats", content_type=text, number=15),
        record("unheard-of", blog, b"x", content_type=text, number=16),
        record("warcinfo", None, b"software: other\r\n", content_type="application/warc-fields", number=17),
    ]
    taken(given("a.warc.gz", members(*others[:3], *PAGES, *others[3:])))

    assert titles(folder) == WORDS
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT count(*) FROM problems").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (6,)


def test_a_revisit_is_read_from_the_record_that_it_repeats(given, folder, taken):
    digest, other = "sha1:" + "B" * 32, "sha1:" + "C" * 32
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"

    def again(name: str, digest: str, number: int) -> bytes:
        url = f"http://blog.example/{name}.html"
        told = {"WARC_Payload_Digest": digest, "WARC_Profile": profile}
        return record("revisit", url, answer(""), number=number, **told)

    same, outside = again("copy", digest, 4), again("out", other, 5)
    taken(given("a.warc.gz", members(page(1, "boats", WARC_Payload_Digest=digest), same, outside)))

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        found = db.execute("SELECT url, refers_to FROM captures WHERE record_type = 'revisit' ORDER BY id").fetchall()
        problems = db.execute("SELECT url, message FROM problems").fetchall()
    assert found == [("http://blog.example/copy.html", 1), ("http://blog.example/out.html", None)]
    assert problems == [
        ("http://blog.example/out.html", "the capture that this revisit refers to is not in the archive")
    ]


NAMED = {
    "record": {"WARC_Refers_To": "<urn:uuid:00000001-0000-4000-8000-000000000000>"},
    "address and time": {
        "WARC_Refers_To_Target_URI": "http://blog.example/boats.html",
        "WARC_Refers_To_Date": "2012-03-04T05:06:07Z",
    },
    "a digest of other letters": {
        "WARC_Payload_Digest": "sha1:" + "C" * 32,
        "WARC_Refers_To": "<urn:uuid:00000001-0000-4000-8000-000000000000>",
    },
}


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("other_file", [False, True])
def test_a_revisit_without_the_digest_is_read_from_the_record_that_it_names(named, other_file, given, folder, taken):
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    same = record(
        "revisit", "http://blog.example/copy.html", answer(""), number=4, WARC_Profile=profile, **NAMED[named]
    )
    elsewhere = {name: value.replace("0001-", "0009-").replace("boats", "x") for name, value in NAMED[named].items()}
    outside = record("revisit", "http://blog.example/out.html", answer(""), number=5, WARC_Profile=profile, **elsewhere)
    if other_file:
        taken(given("a.warc.gz", members(PAGES[0])))
        taken(given("b.warc.gz", members(same, outside)), url="http://blog.example/")
    else:
        taken(given("a.warc.gz", members(PAGES[0], same, outside)))

    def revisits():
        with closing(sqlite3.connect(folder.dataset_path)) as db:
            refers_to = db.execute("SELECT url, refers_to FROM captures WHERE record_type = 'revisit' ORDER BY id")
            return refers_to.fetchall(), db.execute("SELECT url FROM problems").fetchall()

    expected = [("http://blog.example/copy.html", 1), ("http://blog.example/out.html", None)]
    assert revisits() == (expected, [("http://blog.example/out.html",)])
    before = list(dump(folder.dataset_path))
    extract(folder, workers=1)
    assert before == list(dump(folder.dataset_path))
    outside_only = [finding for finding in verify(folder).findings if finding.code == "revisit-target"]
    assert [finding.record_id for finding in outside_only] == ["urn:uuid:00000005-0000-4000-8000-000000000000"]


@pytest.mark.parametrize("named", [*NAMED, "a digest"])
def test_a_revisit_is_read_when_its_original_is_imported_after_it(named, given, folder, taken):
    profile = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    told = NAMED.get(named, {"WARC_Payload_Digest": "sha1:" + "D" * 32})
    original = page(1, "boats", **({"WARC_Payload_Digest": "sha1:" + "D" * 32} if named == "a digest" else {}))
    copy = record("revisit", "http://blog.example/copy.html", answer(""), number=4, WARC_Profile=profile, **told)
    taken(given("a.warc.gz", members(PAGES[1], copy)))
    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT url FROM problems").fetchall() == [("http://blog.example/copy.html",)]

    taken(given("b.warc.gz", members(original)))

    with closing(sqlite3.connect(folder.dataset_path)) as db:
        assert db.execute("SELECT count(*) FROM problems").fetchone() == (0,)
        revisit = "SELECT originals.url, captures.page_kind FROM captures JOIN captures AS originals "
        assert db.execute(f"{revisit} ON originals.id = captures.refers_to").fetchall() == [
            ("http://blog.example/boats.html", "post")
        ]
        copies = db.execute("SELECT title FROM posts WHERE url = 'http://blog.example/copy.html'")
        assert copies.fetchall() == [("boats",)]
    before = list(dump(folder.dataset_path))
    extract(folder, workers=1)
    assert before == list(dump(folder.dataset_path))


def test_a_line_break_in_a_url_makes_no_second_line_in_the_index(given, folder, taken):
    forged = record(url="http://blog.example/a\nHTTP b", block=answer(POST.format("forged")), number=4)
    taken(given("a.warc.gz", members(*PAGES, forged)))
    lines = (folder.indexes / "index.cdxj").read_text().splitlines()
    assert len(lines) == 4
    assert all(json.loads(line.split(" ", 2)[2])["url"].startswith("http://blog.example/") for line in lines)


ARC_HEAD = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"


def arc(*answers: tuple[str, bytes]) -> bytes:
    lines = [b"filedesc://x.arc 0.0.0.0 20080430204825 text/plain %d\n%s" % (len(ARC_HEAD), ARC_HEAD)]
    for url, content in answers:
        lines.append(f"{url} 192.0.2.7 20080430204826 text/html {len(content)}\n".encode() + content)
    return b"\n".join(lines) + b"\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_an_arc_file_becomes_warc_records_that_say_what_its_lines_said(pack, given, folder, taken):
    block = answer(POST.format("boats"), head="X-Odd:  as sent \r\n")

    done = taken(given("old.arc.gz", pack(arc(("http://blog.example/boats.html", block)))))

    assert titles(folder) == ["boats"]
    (path,) = (path for path in folder.warcs.iterdir() if is_imported(path))
    content = gzip.decompress(path.read_bytes())
    assert block in content
    assert b"WARC-Date: 2008-04-30T20:48:26Z\r\n" in content
    assert b"WARC-IP-Address: 192.0.2.7\r\n" in content
    assert "ARC" in done.remarks[0]
    assert verify(folder).errors == 0


# WACZ


def test_the_warc_files_of_a_wacz_are_taken_in_as_they_are(given, folder, taken):
    entries = {
        "archive/rec-1.warc.gz": members(*PAGES[:2]),
        "archive/rec-2.warc.gz": members(PAGES[2]),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n{"url": "http://blog.example/blog/post", "ts": "2012"}\n',
        "indexes/index.cdx.gz": b"",
        "datapackage.json": b"{}",
    }
    done = taken(given("a.wacz", wacz(entries)))

    kept = sorted(path for path in folder.warcs.iterdir() if is_imported(path))
    assert [path.read_bytes() for path in kept] == [entries["archive/rec-1.warc.gz"], entries["archive/rec-2.warc.gz"]]
    assert [path.name.partition("-rec-")[2] for path in kept] == ["1.warc.gz", "2.warc.gz"]
    assert titles(folder) == WORDS
    assert done.url == "http://blog.example/"


@pytest.mark.parametrize(
    "name", ["../../evil.warc.gz", "/etc/evil.warc.gz", "archive\\..\\..\\evil.warc.gz", "C:/evil.warc.gz"]
)
def test_a_name_in_a_wacz_leads_nowhere(name, given, folder, taken, tmp_path):
    before = set(tmp_path.parent.rglob("*evil*"))
    done = taken(given("a.wacz", wacz({name: GOOD})))

    (path,) = (path for path in folder.warcs.iterdir() if is_imported(path))
    assert path.name.endswith("-evil.warc.gz")
    assert set(tmp_path.parent.rglob("*evil*")) - before == {path}
    assert any("leads out of the folder" in remark for remark in done.remarks)


def test_a_wacz_whose_hash_does_not_fit_is_taken_in_and_named(given, folder, taken):
    resources = {"resources": [{"path": "archive/a.warc.gz", "hash": "sha256:" + "0" * 64}]}
    done = taken(given("a.wacz", wacz({"archive/a.warc.gz": GOOD, "datapackage.json": json.dumps(resources).encode()})))
    assert titles(folder) == WORDS
    assert any("datapackage.json" in remark for remark in done.remarks)


def _flip(content: bytes) -> bytes:
    """A byte of the entry's data changed: the CRC of the zip does not fit any more."""
    data = bytearray(content)
    data[data.index(b"http://blog.example/boats") + 5] ^= 1
    return bytes(data)


def _encrypted(content: bytes) -> bytes:
    """The bit set that says an entry is encrypted, in both of its headers."""
    data = bytearray(content)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a CRC that does not fit": (_flip, "is damaged inside its WACZ"),
    "encrypted": (_encrypted, "cannot be unpacked"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_entry_of_a_wacz_is_named_and_the_others_are_taken_in(case, given, folder, taken):
    spoil, words = BROKEN[case]
    content = spoil(wacz({"archive/a.warc": PAGES[0], "archive/b.warc.gz": members(*PAGES[1:])}))

    done = taken(given("a.wacz", content))

    assert [word for word in titles(folder) if word != "boats"] == ["wood", "tar"]
    assert any(words in sentence for sentence in (*done.remarks, *done.refused))


def test_a_file_that_does_not_tell_of_which_blog_it_is_waits_for_one_that_does(given, folder, taken):
    picture = record(url="http://blog.example/a.png", block=answer(b"\x89PNG", media_type="image/png"), number=9)
    done = taken(given("pictures.warc.gz", members(picture)), given("pages.warc.gz", GOOD))

    assert [name.split("-", 4)[4] for name in done.files] == ["pages.warc.gz", "pictures.warc.gz"]
    assert titles(folder) == WORDS


def test_memory_stays_flat_over_a_bomb_inside_a_record(given: Callable[[str, bytes], Path], folder, taken):
    """A record of 300 MB of zeros, 300 kB packed: its bytes are kept, its page is given up."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    body = 300_000_000
    head = answer("")
    whole = record(url="http://blog.example/bomb.html", block=head, number=9, Content_Length=str(len(head) + body))
    bomb = packer.compress(whole[:-4])
    bomb += b"".join(packer.compress(bytes(10_000_000)) for _ in range(body // 10_000_000))
    bomb += packer.compress(b"\r\n\r\n") + packer.flush()
    needed = watched()

    done = taken(given("a.warc.gz", GOOD + bomb))

    assert done.refused == []
    assert titles(folder)[:3] == WORDS
    # A piece of 32 kB inflates to 33 MB, of which there are a few copies at once; the record would be 300.
    assert needed() < 150_000_000


def test_an_archive_that_was_made_for_nothing_is_not_left_behind(tmp_path):
    (tmp_path / "odd.warc.gz").write_bytes(b"no WARC at all")
    command = [sys.executable, "-P", "-m", "blogark", "import", tmp_path / "odd.warc.gz", "--archive", tmp_path / "new"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert 2 == done.returncode
    assert "odd.warc.gz" in done.stderr
    assert ["odd.warc.gz"] == [path.name for path in tmp_path.iterdir()]
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "mine.txt").write_text("a file of the user's")
    subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert "a file of the user's" == (tmp_path / "new" / "mine.txt").read_text()
