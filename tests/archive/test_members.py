"""Members read strictly: the quick way and the careful way agree, with isal and without."""

import gzip
import random
import zlib
from pathlib import Path

import pytest

from blogark.archive.warc import inflate, members
from blogark.archive.warc.member import Record
from blogark.archive.warc.members import read_records
from blogark.archive.warc.quick import quick_record
from blogark.archive.warc.strict import RecordReader
from blogark.tests.archive.test_verify import record_blog


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return max(record_blog(tmp_path_factory.mktemp("members") / "blog").warcs.iterdir())


def contents(file: Path) -> list[bytes]:
    data, found = file.read_bytes(), []
    while data:
        member = zlib.decompressobj(31)
        found.append(member.decompress(data))
        data = member.unused_data
    return found


def strictly(content: bytes) -> Record | str:
    reader = RecordReader()
    return reader.feed(content) or reader.finish(0, 1)


def test_nearly_all_records_are_read_the_quick_way(file: Path) -> None:
    quick = [quick_record(content, 0, 1) is not None for content in contents(file)]
    assert sum(quick) >= len(quick) - 2


def test_what_is_read_the_quick_way_is_what_the_careful_way_reads(file: Path) -> None:
    dice = random.Random(7)
    signs = b"\r\n :;,\t\0aA09\xff"
    agreed = 0
    for content in contents(file):
        for _ in range(600):
            changed = bytearray(content)
            for _ in range(dice.choice((0, 1, 1, 2))):
                place = dice.randrange(min(len(changed), 900))
                changed[place : place + dice.choice((0, 1))] = bytes([dice.choice(signs)])
            quick = quick_record(bytes(changed), 0, 1)
            if quick is not None:
                agreed += 1
                assert strictly(bytes(changed)) == quick
    assert agreed > 1000


@pytest.mark.parametrize("number", range(18))
def test_isal_and_zlib_refuse_the_same_members(file: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Every bit of a gzip header and trailer, flipped."""
    pytest.importorskip("isal")
    member = gzip.compress(contents(file)[0], mtime=0)
    place = number if number < 10 else number - 18
    for bit in range(8):
        data = bytearray(member)
        data[place] ^= 1 << bit
        file.with_name("flipped").write_bytes(data)
        found = []
        for module in (inflate.GZIP, zlib):
            monkeypatch.setattr(inflate, "GZIP", module)
            found.append([type(one) for one in read_records(file.with_name("flipped"), end=len(data))])
        assert found[0] == found[1]


def test_without_isal_the_same_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    end = file.stat().st_size
    one = list(read_records(file, end=end))
    monkeypatch.setattr(inflate, "GZIP", zlib)
    assert one == list(members.read_records(file, end=end))
