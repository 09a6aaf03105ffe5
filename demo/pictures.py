"""The demo blog's photographs: small PNG files, painted from their name, the same on every machine."""

from __future__ import annotations

import hashlib
import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 320, 213


@cache
def picture(name: str) -> bytes:
    """A sea, a sky and a small boat, in the light and weather of the name; PNG, 320 by 213."""
    dice = hashlib.sha256(name.encode()).digest()
    horizon = 90 + dice[0] % 40
    sky = _light(dice[1], 200), _light(dice[2], 235)
    sea = (30 + dice[3] % 40, 70 + dice[4] % 50, 90 + dice[5] % 50)
    rows = []
    for y in range(HEIGHT):
        if y < horizon:
            mix = y / horizon
            colour = tuple(round(a + (b - a) * mix) for a, b in zip(*sky, strict=True))
        else:
            glint = 14 if (y * 7 + dice[6]) % 11 < 3 else 0
            colour = tuple(min(255, round(part * (1 - (y - horizon) / 300)) + glint) for part in sea)
        rows.append(bytearray(bytes(colour) * WIDTH))
    _boat(rows, x=60 + dice[7] % 160, y=horizon + 12 + dice[8] % 40, size=30 + dice[9] % 30)
    return _png(rows)


def _light(seed: int, base: int) -> tuple[int, int, int]:
    return base - seed % 50, base - seed % 35, min(255, base + seed % 20)


def _boat(rows: list[bytearray], *, x: int, y: int, size: int) -> None:
    """A green hull, a mast, a tan mainsail and a jib."""
    for step in range(size // 4):
        _stroke(rows, y + step, x - size + step, x + size - 2 * step, (24, 62, 44))
    for step in range(2 * size):
        _stroke(rows, y - step, x, x + 2, (70, 50, 30))
        if step > 3:
            _stroke(rows, y - step, x + 3, x + 3 + size - step // 3, (176, 92, 52))
            _stroke(rows, y - step, x - (2 * size - step) // 2, x - 1, (196, 120, 76))


def _stroke(rows: list[bytearray], y: int, start: int, end: int, colour: tuple[int, int, int]) -> None:
    start, end = max(0, start), min(WIDTH, end)
    if 0 <= y < HEIGHT and start < end:
        rows[y][3 * start : 3 * end] = bytes(colour) * (end - start)


def _png(rows: list[bytearray]) -> bytes:
    # PNG (ISO/IEC 15948): signature, IHDR (8 bit RGB), one IDAT of unfiltered rows, IEND.
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
