"""Records that lie whole in memory and are laid out as nearly all are, read in one go: four times as fast.

What is not laid out so, or not right, is left to `strict`, which knows what to say of it.
"""

from __future__ import annotations

import hashlib
import re

from .member import Digest, Record

_HEAD = re.compile(rb"WARC/1\.[01]\r\n((?:[A-Za-z-]+: [^\r\n]+\r\n){1,40})\r\n")
_FIELD = re.compile(r"([A-Za-z-]+): ([^\r\n]+)\r\n")
_LOWER = {
    name: name.lower()
    for name in (
        "Content-Length",
        "Content-Type",
        "WARC-Block-Digest",
        "WARC-Cipher-Suite",
        "WARC-Concurrent-To",
        "WARC-Date",
        "WARC-Filename",
        "WARC-IP-Address",
        "WARC-Payload-Digest",
        "WARC-Profile",
        "WARC-Protocol",
        "WARC-Record-ID",
        "WARC-Refers-To",
        "WARC-Refers-To-Date",
        "WARC-Refers-To-Target-URI",
        "WARC-Target-URI",
        "WARC-Truncated",
        "WARC-Type",
        "WARC-Warcinfo-ID",
    )
}
_END = b"\r\n\r\n"
_SHA256 = "sha256:"
_LONGEST_HEAD = 8 * 1024
_RESPONSE = re.compile(rb"HTTP/1\.[01] (?:20[0-35-9]|30[0-35-9]|[45]\d\d) [^\r\n]*\r\n")
_LENGTH = re.compile(rb"\r\ncontent-length: (\d{1,15})\r\n")


def quick_record(content: bytes, offset: int, length: int) -> Record | None:
    """The record that is the whole of a member's `content`; None where `strict` has to look."""
    head = _HEAD.match(content)
    if head is None or not content.endswith(_END):
        return None
    pairs = _FIELD.findall(head[1].decode("utf-8", "replace"))
    try:
        fields = {_LOWER[name]: value.strip() for name, value in pairs}
    except KeyError:
        return None
    block = memoryview(content)[head.end() : -len(_END)]
    if len(fields) != len(pairs):
        # WARC-Protocol stands once a layer: of such a header the first counts.
        layers = [value for name, value in pairs if name == "WARC-Protocol"]
        if len(fields) + len(layers) - 1 != len(pairs):
            return None
        fields["warc-protocol"] = layers[0].strip()
    if fields.get("content-length") != str(len(block)):
        return None
    block_digest = fields.get("warc-block-digest")
    if block_digest is None or block_digest != _SHA256 + hashlib.sha256(block).hexdigest():
        return None
    payload_digest = fields.get("warc-payload-digest")
    kind = fields.get("warc-type")
    if payload_digest is not None and kind != "revisit":
        over_http = fields.get("content-type", "").startswith("application/http")
        payload = _payload(bytes(block)) if kind == "response" and over_http else None
        if payload is None or payload_digest != _SHA256 + hashlib.sha256(payload).hexdigest():
            return None
    concurrent_to = fields.pop("warc-concurrent-to", None)
    return Record(
        offset=offset,
        length=length,
        fields=fields,
        concurrent_to=() if concurrent_to is None else (concurrent_to,),
        block_digest=Digest(declared=block_digest, matches=True),
        payload_digest=None
        if payload_digest is None or kind == "revisit"
        else Digest(declared=payload_digest, matches=True),
        faults=(),
    )


def _payload(block: bytes) -> memoryview | None:
    """The entity of an HTTP response that is framed by one Content-Length; None of any other."""
    head_end = block.find(_END) + len(_END)
    if not len(_END) <= head_end < _LONGEST_HEAD or not _RESPONSE.match(block):
        return None
    head = block[:head_end].lower()
    if b"transfer-encoding" in head or b"\n\n" in head or b"\n " in head or b"\n\t" in head:
        return None
    lengths = _LENGTH.findall(head)
    if len(lengths) != 1 or head.count(b"content-length") != 1 or int(lengths[0]) != len(block) - head_end:
        return None
    return memoryview(block)[head_end:]
