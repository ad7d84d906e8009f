"""A whole file at once, for formats that cannot be read in pieces; it takes room only for what is there."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

_PIECE: Final = 1 << 20


def read_whole(stream: BinaryIO, most: int) -> bytes:
    """All that is left of the stream; of more than `most` bytes, one more than those."""
    if stream.seekable():
        # To ask for the limit would take a gigabyte for every small file.
        start = stream.tell()
        left = stream.seek(0, io.SEEK_END) - start
        stream.seek(start)
        return stream.read(min(left, most) + 1)
    pieces: list[bytes] = []
    missing = most + 1
    while missing > 0 and (piece := stream.read(min(_PIECE, missing))):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
