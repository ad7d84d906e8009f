"""A screenshot with at most 256 colours, a third of its size: words and frames need no more."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_EXACT = 64


def small(png: bytes) -> bytes:
    """Of a picture as browsers take it: eight bits each of red, green and blue, not interlaced."""
    chunks = list(_chunks(png))
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[0][1])
    assert kind == [8, 2, 0, 0, 0], f"not the kind of picture that browsers take: {kind}"
    raw = zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT"))
    rows = list(_unfiltered(raw, width * 3, height))
    counts = Counter(bytes(row[at : at + 3]) for row in rows for at in range(0, width * 3, 3))
    palette, places = _palette(counts)
    lines = (bytes(places[bytes(row[at : at + 3])] for at in range(0, width * 3, 3)) for row in rows)
    return _SIGNATURE + b"".join(
        _chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", palette),
            (b"IDAT", zlib.compress(b"".join(b"\0" + line for line in lines), 9)),
            (b"IEND", b""),
        )
    )


def _palette(counts: Counter[bytes]) -> tuple[bytes, dict[bytes, int]]:
    """Surfaces keep their colours; of those that look alike at the edges one stands for all."""
    ordered = sorted(counts, key=lambda colour: (-counts[colour], colour))
    kept = frozenset(ordered[:_EXACT])
    bits, looks = 8, {colour: colour for colour in ordered}
    while len(set(looks.values())) > _COLOURS:
        bits -= 1
        looks = {one: one if one in kept else bytes(part >> (8 - bits) for part in one) for one in ordered}
    shown: dict[bytes, bytes] = {}
    for colour in ordered:
        shown.setdefault(looks[colour], colour)
    order = {look: place for place, look in enumerate(shown)}
    return b"".join(shown.values()), {colour: order[looks[colour]] for colour in ordered}


def _unfiltered(raw: bytes, stride: int, height: int) -> Iterator[bytearray]:
    above = bytearray(stride)
    for start in range(0, height * (stride + 1), stride + 1):
        row = bytearray(raw[start + 1 : start + 1 + stride])
        for at in range(stride):
            left, over = (row[at - 3], above[at - 3]) if at >= 3 else (0, 0)
            row[at] = (row[at] + _predicted(raw[start], left, above[at], over)) & 255
        yield row
        above = row


def _predicted(kind: int, left: int, up: int, over: int) -> int:
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - over
    return min((left, up, over), key=lambda one: abs(guess - one))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
