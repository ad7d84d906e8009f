"""One report from its bytes to a reading, whatever the bytes are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.reader import DEFAULT_LIMITS, HEAD_SIZE, Head, Reader, ReadLimits
from quality_gate.readers.sniff import reader_for
from quality_gate.readers.table import readers_of

if TYPE_CHECKING:
    from typing_extensions import Buffer

UNKNOWN: Final = "unknown"
_GZIP: Final = b"\x1f\x8b"
_BAD_CONTENT: Final = (ValueError, LookupError, ArithmeticError, MemoryError, RecursionError)


def read_stream(
    stream: BinaryIO, limits: ReadLimits = DEFAULT_LIMITS, readers: Sequence[Reader] | None = None
) -> Reading:
    """Always an answer: bad content is an invalid reading with its reason, never an exception.

    `readers` are all that may know it; where none are given, those of the table.
    """
    start = stream.tell() if stream.seekable() else None
    head = Head(stream.read(HEAD_SIZE))
    if head.raw.startswith(_GZIP):
        return _unpacked(_wound_back(stream, start, head), limits, readers)
    reader = reader_for(head, readers_of(head) if readers is None else readers)
    if isinstance(reader, str):
        return invalid(UNKNOWN, reader)
    try:
        return reader.read(_wound_back(stream, start, head), limits)
    except _BAD_CONTENT as error:
        return invalid(reader.NAME, f"cannot be read: {str(error) or type(error).__name__}")


def _wound_back(stream: BinaryIO, start: int | None, head: Head) -> BinaryIO:
    if start is None:
        return io.BufferedReader(_Replay(head.raw, stream))
    stream.seek(start)
    return stream


def _unpacked(packed: BinaryIO, limits: ReadLimits, readers: Sequence[Reader] | None) -> Reading:
    from quality_gate.readers.unpacked import Unpacked  # imported late: few reports are packed

    stream = io.BufferedReader(Unpacked(packed))
    try:
        if stream.peek(len(_GZIP)).startswith(_GZIP):
            return invalid(UNKNOWN, "packed with gzip twice: unpack it before")
        return read_stream(stream, limits, readers)
    except ValueError as error:
        return invalid(UNKNOWN, str(error))


class _Replay(io.RawIOBase):
    """A stream that cannot be wound back, with its first bytes put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        room = memoryview(buffer)
        piece = self._head[: len(room)] or self._rest.read(len(room))
        self._head = self._head[len(room) :]
        room[: len(piece)] = piece
        return len(piece)
