"""One exchange as WARC/1.1 records: every line of the standard that applies, byte for byte."""

import gzip
import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blogark.archive.capture import Capture, CrawlInfo
from blogark.archive.exchange import Exchange
from blogark.archive.warc.records import (
    Record,
    crawl_end,
    exchange_records,
    fields_block,
    read_fields,
    safe_ip,
    safe_url,
    warc_date,
    warcinfo,
)

Make = Callable[..., Exchange]
INFO = "urn:uuid:00000000-0000-4000-8000-000000000000"
EARLIER = Capture(
    id=1,
    crawl_id=1,
    url="http://blog.example/old",
    captured_at="2025-01-01T00:00:00.000001Z",
    record_type="response",
    record_id="urn:uuid:11111111-1111-4111-8111-111111111111",
    warc_file="a.warc.gz",
    warc_offset=0,
    warc_length=1,
    payload_digest="sha256:" + "0" * 64,
)


def unpacked(record: Record) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and block, split by hand."""
    content = gzip.decompress(record.member)
    head, _, rest = content.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first == "WARC/1.1"
    assert rest.endswith(b"\r\n\r\n")
    headers = [tuple(line.split(": ", 1)) for line in lines]
    assert int(dict(headers)["Content-Length"]) == len(rest) - 4
    return headers, rest[:-4]


def written(exchange: Exchange, **options) -> list[tuple[dict[str, str], bytes]]:
    """The records of an exchange; of repeated headers the last."""
    group = exchange_records(exchange, warcinfo_id=INFO, **options)
    return [(dict(headers), block) for headers, block in map(unpacked, group.records)]


def sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def test_an_exchange_is_request_then_response_then_metadata(exchange: Make):
    assert [headers["WARC-Type"] for headers, _ in written(exchange())] == ["request", "response", "metadata"]


def test_each_record_is_one_gzip_member_whose_first_line_is_the_version(exchange: Make):
    for record in exchange_records(exchange(), warcinfo_id=INFO).records:
        assert gzip.decompress(record.member).startswith(b"WARC/1.1\r\n")
        assert record.member.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == 1


def test_blocks_are_the_bytes_as_they_crossed_the_wire(exchange: Make):
    request = b"GET / HTTP/1.1\nhOst:x\r\n\r\n"
    response = b"HTTP/1.1 200 OK\nsEt-Cookie: a\r\n folded\r\nno colon\r\nX: caf\xe9\n\nbody\x00\r\n\r\n"
    (_, sent), (_, received), _ = written(exchange(request=request, response=response))
    assert (sent, received) == (request, response)


def test_the_payload_digest_is_over_the_dechunked_and_still_compressed_entity(exchange: Make):
    entity = gzip.compress(b"<p>psoas</p>")
    response = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    response += b"%x\r\n%s\r\n0\r\n\r\n" % (len(entity), entity)
    headers, _ = written(exchange(response=response))[1]
    assert (headers["WARC-Payload-Digest"], headers["WARC-Block-Digest"]) == (sha256(entity), sha256(response))


def test_the_payload_of_an_answer_after_interim_ones_is_the_final_entity(exchange: Make):
    response = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    headers, block = written(exchange(response=response))[1]
    assert (headers["WARC-Payload-Digest"], block) == (sha256(b"ok"), response)


def test_request_and_metadata_have_no_payload_digest(exchange: Make):
    (request, _), _, (metadata, _) = written(exchange())
    assert "WARC-Payload-Digest" not in request | metadata


def test_a_response_without_status_line_has_no_payload_digest_because_readers_would_see_another_payload(exchange: Make):
    headers, block = written(exchange(response=b"<html>plain\r\n\r\nold</html>"))[1]
    assert "WARC-Payload-Digest" not in headers
    assert block == b"<html>plain\r\n\r\nold</html>"


def test_all_records_of_an_exchange_have_the_date_of_its_start_in_utc_with_microseconds(exchange: Make):
    start = datetime(2026, 3, 29, 3, 30, 0, 7, tzinfo=timezone(timedelta(hours=2)))
    dates = {headers["WARC-Date"] for headers, _ in written(exchange(started_at=start))}
    assert dates == {"2026-03-29T01:30:00.000007Z"}


def test_a_date_on_the_full_second_keeps_its_microseconds():
    assert warc_date(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000000Z"


def test_records_name_each_other_and_their_warcinfo(exchange: Make):
    (request, _), (response, _), (metadata, _) = written(exchange())
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert metadata["WARC-Concurrent-To"] == response["WARC-Record-ID"]
    assert {one["WARC-Warcinfo-ID"] for one in (request, response, metadata)} == {f"<{INFO}>"}
    assert len({one["WARC-Record-ID"] for one in (request, response, metadata)}) == 3


def test_protocols_and_cipher_suite_are_told_for_request_and_response(exchange: Make):
    group = exchange_records(exchange(tls_protocol="tls/1.3", cipher_suite="TLS_AES_256_GCM_SHA384"), warcinfo_id=INFO)
    for record in group.records[:2]:
        headers, _ = unpacked(record)
        assert [value for name, value in headers if name == "WARC-Protocol"] == ["http/1.1", "tls/1.3"]
        assert ("WARC-Cipher-Suite", "TLS_AES_256_GCM_SHA384") in headers


@pytest.mark.parametrize("truncated", ["length", "time", "disconnect", "unspecified"])
def test_a_cut_response_says_why_it_was_cut(exchange: Make, truncated: str):
    (request, _), (response, _), _ = written(exchange(truncated=truncated))
    assert (response["WARC-Truncated"], "WARC-Truncated" in request) == (truncated, False)


def test_content_types_are_those_of_the_standard(exchange: Make):
    assert [headers["Content-Type"] for headers, _ in written(exchange())] == [
        "application/http;msgtype=request",
        "application/http;msgtype=response",
        "application/warc-fields",
    ]


def test_metadata_tells_the_way_from_the_seed(exchange: Make):
    _, block = written(exchange(hops="LLR"))[2]
    assert block == b"via: http://blog.example/\r\nhopsFromSeed: LLR\r\nfetchTimeMs: 41\r\n"


def test_a_fetch_that_brought_no_byte_is_one_metadata_record_with_the_reason(exchange: Make):
    group = exchange_records(exchange(response=b"", error="connection refused"), warcinfo_id=INFO)
    ((headers, block),) = map(unpacked, group.records)
    assert read_fields(block)["fetchError"] == "connection refused"
    assert "WARC-Concurrent-To" not in dict(headers)
    assert (group.capture, group.record_type, group.status) == (0, "metadata", None)


def test_what_the_capture_row_needs_comes_with_the_records(exchange: Make):
    group = exchange_records(exchange(truncated="time"), warcinfo_id=INFO)
    assert (group.records[group.capture].record_type, group.record_type) == ("response", "response")
    assert (group.status, group.media_type, group.truncated) == (200, "text/html", "time")
    assert (group.url, group.via) == ("http://blog.example/journal/2010/10/19/psoas.html", "http://blog.example/")
    assert group.payload_digest == sha256(b"<p>psoas</p>")


# Revisits.


def test_a_revisit_keeps_the_head_alone_and_says_of_what(exchange: Make):
    headers, block = written(exchange(), revisit_of=EARLIER)[1]
    assert headers["WARC-Type"] == "revisit"
    assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert headers["WARC-Refers-To"] == f"<{EARLIER.record_id}>"
    assert headers["WARC-Refers-To-Target-URI"] == EARLIER.url
    assert headers["WARC-Refers-To-Date"] == EARLIER.captured_at
    assert headers["WARC-Payload-Digest"] == sha256(b"<p>psoas</p>")
    assert headers["WARC-Block-Digest"] == sha256(block)
    assert block == exchange().response.removesuffix(b"<p>psoas</p>")


def test_not_modified_is_a_revisit_of_its_own_profile(exchange: Make):
    response = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    headers, block = written(exchange(response=response), revisit_of=EARLIER)[1]
    assert headers["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert headers["WARC-Refers-To-Target-URI"] == EARLIER.url
    assert headers["WARC-Refers-To-Date"] == EARLIER.captured_at
    assert (headers["WARC-Payload-Digest"], block) == (EARLIER.payload_digest, response)


def test_only_a_revisit_refers_to_another_record(exchange: Make):
    for headers, _ in written(exchange()):
        assert "WARC-Refers-To" not in headers


# Hostile input.


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("http://a/b\r\nWARC-Type: warcinfo", "http://a/b%0D%0AWARC-Type:%20warcinfo"),
        ("http://a/\x00\x7f\t", "http://a/%00%7F%09"),
        ("http://a/<b>", "http://a/%3Cb%3E"),
        ("http://a/é/日本", "http://a/%C3%A9/%E6%97%A5%E6%9C%AC"),
        ("http://a/\udcff", "http://a/%ED%B3%BF"),
        ("http://a/%20?q=%zz&x=[1]#f", "http://a/%20?q=%zz&x=[1]#f"),
    ],
)
def test_a_url_cannot_forge_a_header(url: str, safe: str):
    assert safe_url(url) == safe


def test_hostile_text_anywhere_makes_neither_header_nor_record_nor_field(exchange: Make):
    forged = "x\r\nWARC-Forged: 1\r\n\r\nWARC/1.1\r\nWARC-Type: response\x00\u2028\x85"
    hostile = exchange(
        url="http://a/" + forged, via=forged, error=forged, protocol=forged, tls_protocol=forged, cipher_suite=forged,
        ip_address=forged, hops=forged,
    )  # fmt: skip
    for one in (hostile, exchange(url="http://a/" + forged, via=forged, error=forged, response=b"")):
        for headers, block in written(one):
            assert "WARC-Forged" not in headers
            if headers["WARC-Type"] == "metadata":
                assert set(read_fields(block)) <= {"via", "hopsFromSeed", "fetchTimeMs", "fetchError"}


def test_a_control_character_that_gets_as_far_as_a_header_is_refused(exchange: Make):
    with pytest.raises(ValueError, match="would forge a WARC header"):
        exchange_records(exchange(truncated="time\r\nX: y"), warcinfo_id=INFO)


def test_a_field_name_that_could_be_anything_is_refused():
    with pytest.raises(ValueError, match="cannot name a warc-field"):
        fields_block({"via: x\r\nforged": "1"})


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:0DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("blog.example", None),
        ("", None),
        (None, None),
    ],
)
def test_ip_addresses_are_in_the_form_of_rfc_5952(address: str | None, safe: str | None):
    assert safe_ip(address) == safe


def test_an_address_that_is_none_is_left_out(exchange: Make):
    assert "WARC-IP-Address" not in written(exchange(ip_address="no address"))[1][0]


# The records around the exchanges.


def test_warcinfo_tells_of_the_file_the_crawl_and_the_crawler(crawl: CrawlInfo):
    told = {"robots": "ignore", "http-header-user-agent": "blogark/1", "operator": "José", "isPartOf": "blog.example"}
    headers, block = unpacked(warcinfo(crawl, filename="a.warc.gz", fields=told))
    fields = read_fields(block)
    assert told.items() <= fields.items()
    assert {"software", "format", "conformsTo", "hostname"} <= fields.keys()
    assert (fields["blogark-crawl"], fields["blogark-crawl-started"]) == ("3", crawl.started_at)
    assert (fields["blogark-config"], fields["software"]) == (crawl.config, crawl.software)
    assert dict(headers)["WARC-Filename"] == "a.warc.gz"
    assert not {"WARC-Target-URI", "WARC-IP-Address", "WARC-Warcinfo-ID"} & {name for name, _ in headers}


def test_what_the_crawler_tells_cannot_replace_the_crawl(crawl: CrawlInfo):
    _, block = unpacked(warcinfo(crawl, filename="a.warc.gz", fields={"blogark-crawl": "999"}))
    assert read_fields(block)["blogark-crawl"] == "3"


def test_the_end_of_a_crawl_is_a_metadata_record_that_stands_alone():
    group = crawl_end(3, warcinfo_id=INFO, fields={"crawlStatus": "complete", "exitCode": "0"})
    ((headers, block),) = map(unpacked, group.records)
    assert dict(headers)["WARC-Target-URI"] == group.url == "urn:blogark:crawl:3"
    assert read_fields(block) == {"crawlStatus": "complete", "exitCode": "0"}
    assert "WARC-Concurrent-To" not in dict(headers)


def test_fields_written_in_folds_by_others_are_read():
    assert read_fields(b"software: a\r\n b\r\nrobots: obey\nrobots: ignore\r\nno colon\r\n") == {
        "software": "a b",
        "robots": "obey",
    }


@given(block=st.binary(max_size=2_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_response_comes_back_byte_for_byte(exchange: Make, block: bytes):
    (_, request), (headers, response), _ = written(exchange(request=block, response=b"!" + block))
    assert (request, response) == (block, b"!" + block)
    assert headers["WARC-Block-Digest"] == sha256(b"!" + block)


@given(st.text())
def test_any_url_becomes_one_line_of_ascii(url: str):
    assert re.fullmatch(r"[!-;=?-~]*", safe_url(url))


@given(st.dictionaries(st.from_regex(r"[A-Za-z][A-Za-z.-]{0,8}", fullmatch=True), st.text(), max_size=5))
def test_any_fields_come_back_with_their_names(fields: dict[str, str]):
    assert read_fields(fields_block(fields)).keys() == fields.keys()
